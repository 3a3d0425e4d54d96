// ajv.mjs VERDICTS WORK ROWS: the verdicts of our validator (program VERDICTS) against those of ajv 8, row by row, for
// every table, the meta-schema, campaigns and credit rules. ROWS holds TABLE.jsonl (examples/data/dossiers.py). ajv
// comes from npm into WORK; where it can't be had the test is skipped (77).
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const AJV = 'ajv@8.17.1';
const AGAIN = 3;  // damaged copies of each row
const MOST = 1000;  // rows a table

const [verdicts, work, rowsFolder] = process.argv.slice(2).map((path) => resolve(path));
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const schemas = join(root, 'schemas');

function loadAjv() {
  mkdirSync(work, {recursive: true});
  const require = createRequire(join(work, 'x.js'));
  if (!existsSync(join(work, 'node_modules/ajv'))) {
    const npm = spawnSync('npm', ['install', '--prefix', work, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', AJV],
                          {stdio: 'ignore', timeout: 120000});
    if (npm.status !== 0) {
      console.log('skipped: npm has no ' + AJV);
      process.exit(77);
    }
  }
  return require('ajv/dist/2020').default;
}

// Mulberry32: the same damage on every machine.
let state = 2017;
function random(n) {
  state = (state + 0x6D2B79F5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % n;
}
const pick = (list) => list[random(list.length)];

const ODD = [null, true, false, 0, 1, -1, 1.5, 1e6, '', ' ', '0', '00', '1', '2017', '2017-13', '2017-02-30', '12.345', '\u{20164}', [], ['0'],
             ['0', '0'], ['1', 2], {}, '字'.repeat(250), 'a@b', 'a@b\u3000c', '１２３'];

/** A cell of the generator as the schema has it. */
function member(field, value) {
  if (field['x-tmis-type'] === 'decimal') return Number(value).toFixed(field['x-tmis-decimals']);
  return value;
}

function damaged(row, schema) {
  const copy = structuredClone(row);
  for (let n = 1 + random(2); n > 0; --n) {
    const names = Object.keys(schema.properties);
    const name = random(12) === 0 ? 'unknown_' + random(9) : pick(names);
    if (random(4) === 0) delete copy[name];
    else copy[name] = random(3) === 0 && row[name] !== undefined ? [row[name]] : pick(ODD);
  }
  return copy;
}

function rowsOf(table, schema) {
  const path = join(rowsFolder, table + '.jsonl');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).slice(0, MOST) : [];
  if (lines.length === 0) lines.push(...Array(100).fill('{}'));  // a table that no invented teacher fills
  const rows = [];
  for (const line of lines) {
    const cells = JSON.parse(line);
    const row = {};
    for (const [name, field] of Object.entries(schema.properties)) if (name in cells) row[name] = member(field, cells[name]);
    rows.push(row);
    for (let n = 0; n < AGAIN; ++n) rows.push(damaged(row, schema));
  }
  return rows;
}

/** A document with one value somewhere taken out or replaced. */
function damagedTree(document) {
  const copy = structuredClone(document);
  let at = copy;
  for (;;) {
    const key = pick(Object.keys(at));
    const deeper = at[key] !== null && typeof at[key] === 'object' && Object.keys(at[key]).length > 0;
    if (deeper && random(6) !== 0) {
      at = at[key];
      continue;
    }
    if (random(3) === 0) Array.isArray(at) ? at.splice(Number(key), 1) : delete at[key];
    else if (random(6) === 0 && !Array.isArray(at)) at['unknown'] = at[key];
    else at[key] = pick(ODD);
    return copy;
  }
}

const Ajv = loadAjv();
const ajv = new Ajv({strict: false, allErrors: false, unicodeRegExp: true});
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
ajv.addMetaSchema(read(join(schemas, 'field-set.json')));

let documents = 0, refused = 0, wrong = 0;
function compare(name, schemaPath, list) {
  const schema = read(schemaPath);
  const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
  const text = list.map((document) => JSON.stringify(document)).join('\n') + '\n';
  const ours = execFileSync(verdicts, [schemaPath], {input: text, maxBuffer: 1 << 28}).toString().trim().split('\n');
  if (ours.length !== list.length) throw new Error(name + ': ' + ours.length + ' verdicts for ' + list.length + ' documents');
  list.forEach((document, i) => {
    ++documents;
    const theirs = validate(document) ? '1' : '0';
    if (theirs === '0') ++refused;
    if (theirs === ours[i]) return;
    if (++wrong <= 20) console.log(name + ': ajv ' + theirs + ', we ' + ours[i] + ': ' + JSON.stringify(document).slice(0, 600) + ' ' +
                                   ajv.errorsText(validate.errors));
  });
}

const tables = readdirSync(join(schemas, 'tables')).sort();
for (const file of tables) {
  const path = join(schemas, 'tables', file);
  compare(file, path, rowsOf(file.replace('.json', ''), read(path)));
}
compare('accounts.json', join(schemas, 'accounts.json'), rowsOf('accounts', read(join(schemas, 'accounts.json'))));
const trees = (document, n) => [document, ...Array.from({length: n}, () => damagedTree(document))];
compare('field-set.json', join(schemas, 'field-set.json'), tables.flatMap((file) => trees(read(join(schemas, 'tables', file)), 60)));
compare('campaign.json', join(schemas, 'campaign.json'), trees(read(join(root, 'examples/campaign-2017.json')), 1000));
if (existsSync(join(root, 'schemas/credit-rules-default.json'))) {
  compare('credit-rules.json', join(schemas, 'credit-rules.json'), trees(read(join(root, 'schemas/credit-rules-default.json')), 500));
}
console.log(documents + ' documents, ' + refused + ' refused by ajv, ' + wrong + ' verdicts differ');
process.exit(wrong === 0 && refused > 1000 && documents - refused > 1000 ? 0 : 1);
