-- The map of the file. A paragraph a table: its number, its class and why.
--   J journal    the events and their items, signed and chained
--   V evidence   every row carries a commitment that an item of the journal holds; old versions go to `history`
--   D derived    rebuilt from J and V
--   L local      nothing relies on it
-- {evidence} stands for the columns that every row of evidence has; the 28 tables of the field sets
-- (numbers 1 to 28, local ones from 1000) are made in the same way from schemas/tables/.
-- Columns are only added at the end, never dropped, renamed or retyped: old commitments hash them in order.

-- J 100: one row an event, one event a command that wrote. `body` is canonical JSON, the bytes that are signed.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  body BLOB NOT NULL,
  sig BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;

-- J 101: what an event changed: runs of consecutive rows of one table with one op, `c` their commitments in a row.
CREATE TABLE item (
  seq INTEGER NOT NULL REFERENCES event(seq),
  idx INTEGER NOT NULL,
  n INTEGER NOT NULL,
  table_id INTEGER NOT NULL,
  record INTEGER NOT NULL,
  version INTEGER NOT NULL,
  op INTEGER NOT NULL,
  c BLOB NOT NULL,
  PRIMARY KEY (seq, idx)
) STRICT, WITHOUT ROWID;

-- J 102: earlier versions of rows of evidence, and the last one of a row that was withdrawn. `body` are the
-- hashed bytes of the columns; without body and salt the row was erased.
CREATE TABLE history (
  table_id INTEGER NOT NULL,
  record INTEGER NOT NULL,
  version INTEGER NOT NULL,
  cv INTEGER NOT NULL,
  salt BLOB,
  seq INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  body BLOB,
  PRIMARY KEY (table_id, record, version)
) STRICT, WITHOUT ROWID;

-- V 200: the field sets and code tables in force, as texts; they validate, whatever lies beside the program.
CREATE TABLE field_set_text (
  {evidence},
  name TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;

-- V 201: authorities, schools and training institutions, as a tree. `level` only for authorities.
-- `box`: the public key that keys are sealed to for this organisation; another one comes by `key.rotate` alone.
CREATE TABLE organisation (
  {evidence},
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT,
  parent INTEGER REFERENCES organisation(row),
  division TEXT,
  box BLOB NOT NULL
) STRICT;

-- V 202: one row a person. `id_index` is a keyed hash of the identity number: one person, one number.
-- `key_number` and `key_check` name the key under which the dossier is sealed from now on (journal/keyring).
CREATE TABLE teacher (
  {evidence},
  number TEXT NOT NULL UNIQUE,
  org INTEGER NOT NULL REFERENCES organisation(row),
  id_index BLOB NOT NULL UNIQUE,
  department TEXT,
  contract_months INTEGER,
  key_number INTEGER NOT NULL,
  key_check BLOB NOT NULL
) STRICT;
CREATE INDEX teacher_org ON teacher(org);

-- V 203: logins. An initial password's keyed hash stands here, so that the administrator's event covers it.
-- `commands` (joined by commas, empty: all of its role) only for services, which log in up to `valid_until`.
CREATE TABLE account (
  {evidence},
  login TEXT NOT NULL UNIQUE,
  name TEXT,
  teacher INTEGER REFERENCES teacher(row),
  org INTEGER NOT NULL REFERENCES organisation(row),
  state TEXT NOT NULL,
  initial BLOB,
  initial_until TEXT,
  commands TEXT,
  valid_until TEXT
) STRICT;
CREATE INDEX account_teacher ON account(teacher);

-- V 204: which account holds which role at which organisation.
CREATE TABLE grant_role (
  {evidence},
  account INTEGER NOT NULL REFERENCES account(row),
  role TEXT NOT NULL,
  org INTEGER NOT NULL REFERENCES organisation(row),
  UNIQUE (account, role, org)
) STRICT;

-- V 205: public keys of accounts; never deleted, only closed. The recovery key belongs to no account.
CREATE TABLE account_key (
  {evidence},
  account INTEGER REFERENCES account(row),
  key_id BLOB NOT NULL UNIQUE,
  alg TEXT NOT NULL,
  sign BLOB NOT NULL,
  box BLOB NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX account_key_account ON account_key(account);

-- V 206: the workflow state of an item. No row: draft in a teacher's table, submitted in a school's.
-- `removal`: the row is proposed to be withdrawn; who passes it withdraws it.
CREATE TABLE item_state (
  {evidence},
  table_id INTEGER NOT NULL,
  record INTEGER NOT NULL,
  state TEXT NOT NULL,
  audited_version INTEGER,
  reason TEXT,
  removal INTEGER NOT NULL,
  UNIQUE (table_id, record)
) STRICT;

-- V 207: originals that were seen. `sealed` holds the number of the paper.
CREATE TABLE original (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  kind TEXT NOT NULL,
  key BLOB NOT NULL,
  sealed BLOB NOT NULL,
  seen_original INTEGER NOT NULL,
  file_name TEXT,
  file_hash BLOB,
  seal_version INTEGER NOT NULL,
  UNIQUE (teacher, kind, key)
) STRICT;

-- V 208: signatures of teachers over the audited content of a set; `paper` names the sheet for ink.
CREATE TABLE signature (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  set_id TEXT NOT NULL,
  state TEXT NOT NULL,
  content_hash BLOB,
  paper TEXT,
  reason TEXT,
  UNIQUE (teacher, set_id)
) STRICT;

-- V 360: who gave a signature in another file, and when: of one that came along with its dossier, until it is given anew.
CREATE TABLE signature_origin (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  set_id TEXT NOT NULL,
  signer TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  UNIQUE (teacher, set_id)
) STRICT;

-- V 209: locks of self-entry by order, and releases; the deadline's own lock needs no row.
CREATE TABLE lock_order (
  {evidence},
  scope TEXT NOT NULL,
  org INTEGER NOT NULL REFERENCES organisation(row),
  teacher INTEGER REFERENCES teacher(row),
  state TEXT NOT NULL,
  until_day TEXT,
  reason TEXT
) STRICT;

-- V 210: campaigns, as the files that were imported.
CREATE TABLE campaign (
  {evidence},
  id TEXT NOT NULL,
  org INTEGER NOT NULL REFERENCES organisation(row),
  text TEXT NOT NULL,
  UNIQUE (id, org)
) STRICT;

-- V 211: reports upward; one row a submission.
CREATE TABLE submission (
  {evidence},
  id TEXT NOT NULL UNIQUE,
  from_org INTEGER NOT NULL REFERENCES organisation(row),
  to_org INTEGER NOT NULL REFERENCES organisation(row),
  sent_at TEXT NOT NULL
) STRICT;

-- V 212: one row a dossier in a submission, with the hash of the audited content that was sent.
CREATE TABLE submission_dossier (
  {evidence},
  submission INTEGER NOT NULL REFERENCES submission(row),
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  state TEXT NOT NULL,
  content_hash BLOB NOT NULL,
  reason TEXT,
  decided_at TEXT,
  UNIQUE (submission, teacher)
) STRICT;
CREATE INDEX submission_dossier_teacher ON submission_dossier(teacher);

-- V 213: the timeline of a person's employment status; the last row with from_day ≤ the day holds.
CREATE TABLE status_change (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  status TEXT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT,
  cause TEXT,
  reason TEXT,
  UNIQUE (teacher, from_day)
) STRICT;

-- V 214: keys of organisations of other files; a package counts when the trusted one signed it. `genesis`: hash of
-- the other file's first event, on which its proofs rest. A key that was replaced stays: revoked, or renewed when
-- it has signed its successor; then it holds for packages that were on their way.
CREATE TABLE trusted_key (
  {evidence},
  org INTEGER NOT NULL REFERENCES organisation(row),
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  key_id BLOB NOT NULL UNIQUE,
  sign BLOB NOT NULL,
  box BLOB NOT NULL,
  genesis BLOB NOT NULL,
  state TEXT NOT NULL
) STRICT;

-- V 215: packages sent (`way` out) and read (in). `org` is the one of this file, `other` the other; `file` the
-- sender's. `hash` of the manifest; `head_*` the sender's journal then; `ref` of a receipt: what it is about.
CREATE TABLE package (
  {evidence},
  id TEXT NOT NULL UNIQUE,
  way TEXT NOT NULL,
  kind TEXT NOT NULL,
  org INTEGER NOT NULL REFERENCES organisation(row),
  other INTEGER NOT NULL REFERENCES organisation(row),
  file TEXT NOT NULL,
  n INTEGER NOT NULL,
  hash BLOB NOT NULL,
  head_seq INTEGER NOT NULL,
  head_hash BLOB NOT NULL,
  ref INTEGER REFERENCES package(row),
  submission INTEGER REFERENCES submission(row),
  state TEXT NOT NULL
) STRICT;

-- V 216: what proves, in the words of the file it came from, who filled in and audited a dossier that was read.
-- `teacher` null: what the package says of itself, and its events and signers. `body`: lines, gzip.
CREATE TABLE package_proof (
  {evidence},
  package INTEGER NOT NULL REFERENCES package(row),
  teacher INTEGER REFERENCES teacher(row),
  body BLOB NOT NULL
) STRICT;
CREATE INDEX package_proof_teacher ON package_proof(teacher);

-- V 320: disputes over one person: `claimant` claims the dossier that `holder` has. `name`: as the claimant writes
-- it. `outcome` of a closed one: withdrawn, keep, error, corrected.
CREATE TABLE identity_claim (
  {evidence},
  id TEXT NOT NULL UNIQUE,
  dossier INTEGER NOT NULL REFERENCES teacher(row),
  holder INTEGER NOT NULL REFERENCES organisation(row),
  claimant INTEGER NOT NULL REFERENCES organisation(row),
  name TEXT,
  state TEXT NOT NULL,
  outcome TEXT,
  reason TEXT
) STRICT;
CREATE INDEX identity_claim_dossier ON identity_claim(dossier);

-- V 321: dossiers of a package that were left out: a claim to the person is open, or (null) they rest on another
-- content than was accepted. `number` and `content_hash` as the package has them: the receipt gives the dossier back.
CREATE TABLE set_aside (
  {evidence},
  package INTEGER NOT NULL REFERENCES package(row),
  number TEXT NOT NULL,
  content_hash BLOB NOT NULL,
  claim INTEGER REFERENCES identity_claim(row)
) STRICT;
CREATE INDEX set_aside_package ON set_aside(package);

-- V 322: two dossiers of one name and birth date that were declared to be of two persons; the smaller row first.
CREATE TABLE declared_different (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  other_teacher INTEGER NOT NULL REFERENCES teacher(row),
  UNIQUE (teacher, other_teacher)
) STRICT;

-- V 323: proposals to change key data. `sealed` holds the new values; `id_index` of another identity number, as in
-- `teacher`. In force when the submission that carries it is accepted.
CREATE TABLE key_data_proposal (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  state TEXT NOT NULL,
  sealed BLOB NOT NULL,
  seal_version INTEGER NOT NULL,
  id_index BLOB,
  reason TEXT NOT NULL,
  submission INTEGER REFERENCES submission(row)
) STRICT;
CREATE INDEX key_data_proposal_teacher ON key_data_proposal(teacher);

-- V 324: signed papers in teachers' bags: which form, over which audited content, in which bag.
CREATE TABLE archived_paper (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  form TEXT NOT NULL,
  bag TEXT NOT NULL,
  content_hash BLOB NOT NULL,
  UNIQUE (teacher, form)
) STRICT;

-- V 326: forms that were printed: for whom, which, over which content. `code` stands at the foot of the paper.
CREATE TABLE form_print (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  form TEXT NOT NULL,
  code TEXT NOT NULL,
  content_hash BLOB NOT NULL
) STRICT;
CREATE INDEX form_print_code ON form_print(code);
CREATE INDEX form_print_teacher ON form_print(teacher);

-- V 316: information officers (信息员), a row a person and department of an organisation's list; which columns a list has
-- schemas/officers.json says. `trained_on`: day of the training that a campaign asks for.
CREATE TABLE officer (
  {evidence},
  org INTEGER NOT NULL REFERENCES organisation(row),
  name TEXT NOT NULL,
  department TEXT NOT NULL,
  role TEXT,
  office_telephone TEXT,
  mobile TEXT,
  email TEXT,
  trained_on TEXT,
  remarks TEXT,
  UNIQUE (org, name, department)
) STRICT;

-- V 318: what an organisation has settled for itself and those below it (schemas/policies.json): a switch, or days.
CREATE TABLE org_policy (
  {evidence},
  org INTEGER NOT NULL REFERENCES organisation(row),
  policy TEXT NOT NULL,
  value INTEGER NOT NULL,
  UNIQUE (org, policy)
) STRICT;

-- V 317: steps of a campaign that somebody has declared finished, for an organisation and those below it.
CREATE TABLE step_done (
  {evidence},
  org INTEGER NOT NULL REFERENCES organisation(row),
  campaign TEXT NOT NULL,
  step TEXT NOT NULL,
  UNIQUE (org, campaign, step)
) STRICT;

-- V 330: what was agreed about a person's retirement: another group of the rule, or another month.
CREATE TABLE retirement_plan (
  {evidence},
  teacher INTEGER NOT NULL UNIQUE REFERENCES teacher(row),
  group_id TEXT,
  month TEXT,
  reason TEXT NOT NULL
) STRICT;

-- V 340: transfers (调动): who takes a person on from whom, with the authority above each. `number` as applied for;
-- `type` by transfer_type. `month`, `position`, `rotation_type`: for the rows that the transfer writes. `note` of the
-- last step; `outcome`: the code of why a case ended that nobody ended by a step of its own.
CREATE TABLE transfer_case (
  {evidence},
  id TEXT NOT NULL UNIQUE,
  teacher INTEGER REFERENCES teacher(row),
  number TEXT NOT NULL,
  to_org INTEGER NOT NULL REFERENCES organisation(row),
  to_authority INTEGER NOT NULL REFERENCES organisation(row),
  from_org INTEGER NOT NULL REFERENCES organisation(row),
  from_authority INTEGER NOT NULL REFERENCES organisation(row),
  type TEXT NOT NULL,
  month TEXT,
  position TEXT,
  rotation_type TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  note TEXT,
  outcome TEXT
) STRICT;
CREATE INDEX transfer_case_teacher ON transfer_case(teacher);
CREATE INDEX transfer_case_state ON transfer_case(state);

-- V 341: rotations without change of the personnel relation (交流轮岗). `number` and, where a side with a file of its own
-- is to be told, `name` of the person. `host`: the other unit where this file knows it; `host_name` always. `ended_on`:
-- the day on which it really ended.
CREATE TABLE rotation_case (
  {evidence},
  id TEXT NOT NULL UNIQUE,
  teacher INTEGER REFERENCES teacher(row),
  number TEXT NOT NULL,
  name TEXT,
  org INTEGER NOT NULL REFERENCES organisation(row),
  authority INTEGER NOT NULL REFERENCES organisation(row),
  host INTEGER REFERENCES organisation(row),
  host_name TEXT NOT NULL,
  type TEXT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT NOT NULL,
  ended_on TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  note TEXT,
  outcome TEXT
) STRICT;
CREATE INDEX rotation_case_teacher ON rotation_case(teacher);

-- V 342: the dossier of a transfer on its way between two files: a package inside a package, sealed by the releasing
-- school for the receiving one, which alone can open it. `transfer`: id of the case.
CREATE TABLE transfer_dossier (
  {evidence},
  transfer TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL
) STRICT;

-- V 350: training institutions that an authority has registered: which categories of projects each may run for it
-- (codes training_category, joined by `;`; null: all), and until which day.
CREATE TABLE credit_institution (
  {evidence},
  authority INTEGER NOT NULL REFERENCES organisation(row),
  institution INTEGER NOT NULL REFERENCES organisation(row),
  categories TEXT,
  until_day TEXT,
  UNIQUE (authority, institution)
) STRICT;

-- V 351: training projects (`id`: project#ROW, as events name the case). `authority` confirms; `institution` assesses, of a school-based one the `school`. Category,
-- mode, course, activity and honour are the facts that rules of credits ask for; `country` only abroad. `hours`: of the
-- whole project; `budget_hours`: hours of all participants together. `reason` of a rejection or return.
CREATE TABLE credit_project (
  {evidence},
  id TEXT NOT NULL UNIQUE,
  code TEXT UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  authority INTEGER NOT NULL REFERENCES organisation(row),
  institution INTEGER REFERENCES organisation(row),
  school INTEGER REFERENCES organisation(row),
  category TEXT NOT NULL,
  mode TEXT NOT NULL,
  course TEXT,
  activity TEXT,
  honour TEXT,
  country TEXT,
  hours INTEGER NOT NULL,
  start_day TEXT NOT NULL,
  end_day TEXT NOT NULL,
  places INTEGER,
  budget_hours INTEGER,
  year TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX credit_project_authority ON credit_project(authority);

-- V 352: what an authority plans for a year: participants and their hours.
CREATE TABLE credit_plan (
  {evidence},
  authority INTEGER NOT NULL REFERENCES organisation(row),
  year TEXT NOT NULL,
  places INTEGER,
  hours INTEGER,
  UNIQUE (authority, year)
) STRICT;

-- V 353: who takes part in a project, with his result (pass, fail, absent; null: not assessed), hours and how many times.
-- `state`: enrolled, confirmed, returned. `part`: of which province, once a national project is distributed.
CREATE TABLE credit_enrolment (
  {evidence},
  project INTEGER NOT NULL REFERENCES credit_project(row),
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  result TEXT,
  hours INTEGER,
  times INTEGER,
  state TEXT NOT NULL,
  part INTEGER REFERENCES credit_part(row),
  UNIQUE (project, teacher)
) STRICT;
CREATE INDEX credit_enrolment_teacher ON credit_enrolment(teacher);

-- V 354: credits that teachers claim for self-directed study, from the authority above their school. `evidence` names the
-- paper; `file_hash` of the file that was shown.
CREATE TABLE credit_claim (
  {evidence},
  id TEXT NOT NULL UNIQUE,
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  authority INTEGER NOT NULL REFERENCES organisation(row),
  name TEXT NOT NULL,
  institution TEXT,
  category TEXT NOT NULL,
  mode TEXT NOT NULL,
  course TEXT,
  activity TEXT,
  honour TEXT,
  country TEXT,
  hours INTEGER NOT NULL,
  times INTEGER,
  start_day TEXT NOT NULL,
  end_day TEXT NOT NULL,
  evidence TEXT,
  file_name TEXT,
  file_hash BLOB,
  state TEXT NOT NULL,
  reason TEXT
) STRICT;
CREATE INDEX credit_claim_teacher ON credit_claim(teacher);
CREATE INDEX credit_claim_authority ON credit_claim(authority);

-- V 357: the parts of a national project: what each province's authority confirms of it, with a state of its own.
CREATE TABLE credit_part (
  {evidence},
  id TEXT NOT NULL UNIQUE,
  project INTEGER NOT NULL REFERENCES credit_project(row),
  authority INTEGER NOT NULL REFERENCES organisation(row),
  state TEXT NOT NULL,
  reason TEXT,
  UNIQUE (project, authority)
) STRICT;

-- V 355: confirmed training credits, a row a teacher and case (`case_id`: project#N, credit_claim#N); `entry` orders
-- those of one day. `hours` in hundredths of a class hour; `credits`, `counted`, `surplus` in ten-thousandths, as
-- credits/amount has them: rules round to hundredths at most, but a cap may leave four places. `rule` and
-- `rule_version`: the row of `credit_rule` they were computed under; `org`: who confirmed. A correction, or a count
-- of the cycle that comes out otherwise, is the next version.
CREATE TABLE credit_entry (
  {evidence},
  teacher INTEGER NOT NULL REFERENCES teacher(row),
  entry TEXT NOT NULL,
  case_id TEXT NOT NULL,
  end_day TEXT NOT NULL,
  hours INTEGER NOT NULL,
  category TEXT,
  mode TEXT,
  course TEXT,
  activity TEXT,
  honour TEXT,
  times INTEGER NOT NULL,
  result TEXT NOT NULL,
  rule TEXT NOT NULL,
  rule_version TEXT NOT NULL,
  credits INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  surplus INTEGER NOT NULL,
  org INTEGER NOT NULL REFERENCES organisation(row),
  UNIQUE (teacher, entry)
) STRICT;
CREATE INDEX credit_entry_case ON credit_entry(case_id);

-- V 356: rule sets of training credits, `text` as canonical JSON and `version` its hash. `state`: in-force, imported by
-- `org` for itself and those below it; replaced by another version; kept, since something was confirmed under it: so
-- the program's own sets stand here too once they were used.
CREATE TABLE credit_rule (
  {evidence},
  org INTEGER NOT NULL REFERENCES organisation(row),
  id TEXT NOT NULL,
  rule_version TEXT NOT NULL,
  state TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (org, id, rule_version)
) STRICT;
CREATE INDEX credit_rule_id ON credit_rule(id, rule_version);

-- V 358: projects that came from another file: `project` is the row here, `there` the row in the file where the project
-- was registered, whose id is `file`.
CREATE TABLE credit_origin (
  {evidence},
  project INTEGER NOT NULL UNIQUE REFERENCES credit_project(row),
  file TEXT NOT NULL,
  there INTEGER NOT NULL,
  UNIQUE (file, there)
) STRICT;

-- V 359: the same of claims, which come with whoever goes to a school of this file.
CREATE TABLE credit_claim_origin (
  {evidence},
  claim INTEGER NOT NULL UNIQUE REFERENCES credit_claim(row),
  file TEXT NOT NULL,
  there INTEGER NOT NULL,
  UNIQUE (file, there)
) STRICT;

-- D 251: what a teacher has in a cycle under a rule set, rebuilt from `credit_entry` and `credit_rule`, so that a
-- province needn't add up six million entries. `rule_version`: of the entry that was written last; `sums`: of its
-- requirements (credits/calculation), before one lends to another.
CREATE TABLE credit_ledger (
  teacher INTEGER NOT NULL,
  cycle TEXT NOT NULL,
  rule TEXT NOT NULL,
  rule_version TEXT NOT NULL,
  entries INTEGER NOT NULL,
  total INTEGER NOT NULL,
  sums TEXT NOT NULL,
  PRIMARY KEY (teacher, cycle, rule)
) STRICT, WITHOUT ROWID;

-- D 250: labels of codes, rebuilt from the code tables in `field_set_text`, for the views that people look at.
CREATE TABLE code (
  list TEXT NOT NULL,
  code TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  PRIMARY KEY (list, code)
) STRICT, WITHOUT ROWID;

-- L 300: the file's id.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- L 301: password envelopes: the master key under the owner's password. Replaced by `passwd`.
CREATE TABLE envelope (
  account INTEGER PRIMARY KEY,
  key_id BLOB NOT NULL,
  blob BLOB NOT NULL
) STRICT;

-- L 303: keys under keys (journal/keyring): of dossiers under organisations', of organisations under accounts'.
CREATE TABLE key_wrap (
  child TEXT NOT NULL,
  parent TEXT NOT NULL,
  alg INTEGER NOT NULL,
  blob BLOB NOT NULL,
  PRIMARY KEY (child, parent)
) STRICT, WITHOUT ROWID;
CREATE INDEX key_wrap_parent ON key_wrap(parent);

-- L 302: failed logins, for the back-off.
CREATE TABLE login_failure (
  login TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- L 305: accounts of teachers by identity number, for who knows the password too (keys/identity_tag).
CREATE TABLE identity_login (
  account INTEGER PRIMARY KEY,
  tag BLOB NOT NULL UNIQUE
) STRICT;

-- L 304: packages sent whose receipt has not come: where they were written, and their bytes in pieces, so that
-- sending again gives the same ones.
CREATE TABLE outgoing (
  package INTEGER NOT NULL,
  part INTEGER NOT NULL,
  target TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (package, part)
) STRICT, WITHOUT ROWID;
