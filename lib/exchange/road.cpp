// Trust goes as far as the sender: the keys of the files below it are those that it vouches for,
// and the same checks are made against them.
#include "exchange/road.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/text.h"

namespace tmis::exchange {
namespace {

using journal::Op;
using journal::ProofRow;
using store::program_table;

const store::TableDef* beside_table(std::uint16_t number) {
  for (const std::string_view name : kBesideTables) {
    if (program_table(name).number == number) return &program_table(name);
  }
  for (const std::string_view name : {kProposals, kSignatureOrigins}) {
    if (program_table(name).number == number) return &program_table(name);
  }
  return nullptr;
}

RowPlace place_in(const store::TableDef& table, const Values& columns, const ProofRow& row,
                  const std::string& file) {
  const Value& origin = columns[table.column("origin_file")];
  if (origin.is_null()) return {file, row.row.record};
  return {origin.text, columns[table.column("origin_row")].number};
}

/// The columns of a row that are the same in every file, under the place where it began.
std::pair<std::string, Values> placed(const store::TableDef& table, const ProofRow& row,
                                      const std::string& file) {
  Values columns = journal::decode_columns(table, row.columns);
  const RowPlace place = place_in(table, columns, row, file);
  for (const std::string_view own : {"teacher", "key", "origin_file", "origin_row"})
    columns[table.column(own)].set_null();
  return {table.name + " " + place.file + "#" + std::to_string(place.row), std::move(columns)};
}

}  // namespace

const schema::FieldSet* field_set_of(const Desk& desk, std::uint16_t number) {
  for (const schema::FieldSet& set : desk.catalogue.all()) {
    if (set.number == number) return &set;
  }
  return nullptr;
}

RowPlace place_of(const store::TableDef& table, const ProofRow& row, const std::string& file) {
  return place_in(table, journal::decode_columns(table, row.columns), row, file);
}

bool is_word_of(const OrgKey& key, const PackageWord& word) {
  const std::string id = keys::hex(key.id());
  return !word.signatures.empty() && word.manifest.from_org == key.code &&
         word.manifest.from_file == key.file && word.manifest.from_key == id &&
         word.signatures.front().key == id &&
         keys::verify(key.sign, signed_bytes(word.text), word.signatures.front().sig);
}

bool same_content(Desk& desk, const std::vector<ProofRow>& above, const std::string& above_file,
                  const std::vector<ProofRow>& below, const std::string& below_file) {
  std::map<std::string, Values> there;
  for (const ProofRow& row : below) {
    if (const auto* set = field_set_of(desk, row.row.table))
      there.insert(placed(desk.table(*set), row, below_file));
  }
  return std::all_of(above.begin(), above.end(), [&](const ProofRow& row) {
    const auto* set = field_set_of(desk, row.row.table);
    if (set == nullptr) return true;
    const auto [place, columns] = placed(desk.table(*set), row, above_file);
    const auto found = there.find(place);
    return found != there.end() && found->second == columns;
  });
}

LegProof::LegProof(Desk& desk, const Leg& leg, std::string name)
    : desk_(desk), leg_(leg), name_(std::move(name)) {
  // A package that was read here has passed this before; the key of one farther down is known since
  // now.
  if (!is_word_of(leg_.key, leg_.word) || leg_.chain.events.empty()) forged();
  try {
    checked_ = journal::check(leg_.chain);
  } catch (const Error&) {  // checkpoint.malformed
    forged();
  }
  const Manifest& m = leg_.word.manifest;
  const auto first = leg_.chain.events.find(0);
  if (!checked_.findings.empty() || checked_.file != m.from_file ||
      first == leg_.chain.events.end() ||
      keys::hex(journal::chain_hash(first->second.body, first->second.sig)) != leg_.key.genesis ||
      checked_.head.seq != m.head_seq || to_hex(checked_.head.hash) != m.head_hash)
    forged();
  check_officer();
}

void LegProof::forged() const {
  Place place;
  place.file = name_;
  throw Error{codes::package_forged,
              {arg("file", name_), arg("from", shown(leg_.word.manifest.from_org)),
               arg("n", leg_.word.manifest.n)}}
      .at(place);
}

/// Whoever signed beside the organisation has a key in the chain and a role of its sender.
void LegProof::check_officer() const {
  const auto& keys_table = program_table("account_key");
  const auto& grants = program_table("grant_role");
  if (leg_.word.signatures.size() != 2) forged();
  const PackageSignature& officer = leg_.word.signatures[1];
  for (const journal::ProvenRow& r : checked_.rows) {
    if (r.row->row.table != keys_table.number) continue;
    const auto value = [&](std::string_view name) -> const Value& {
      return r.columns[keys_table.column(name)];
    };
    if (to_hex(value("key_id").text) != officer.key || value("sign").text.size() != 32) continue;
    const bool has_role =
        std::any_of(checked_.rows.begin(), checked_.rows.end(), [&](const auto& g) {
          return g.row->row.table == grants.number &&
                 g.columns[grants.column("account")] == value("account") &&
                 g.columns[grants.column("role")].text == "manager";
        });
    if (has_role && keys::verify(keys::to_array<32>(value("sign").text),
                                 signed_bytes(leg_.word.text), officer.sig))
      return;
  }
  forged();
}

std::int64_t LegProof::check(const std::vector<ProofRow>& rows, std::string_view number) const {
  for (const ProofRow& row : rows) {
    if (!journal::proves(checked_, row)) forged();
  }
  const std::int64_t teacher = check_teacher(rows, number);
  check_states(rows, teacher, true);
  return teacher;
}

std::int64_t LegProof::check_whole(const std::vector<ProofRow>& rows,
                                   std::string_view number) const {
  for (const ProofRow& row : rows) {
    if (!journal::proves(checked_, row)) forged();
  }
  const std::int64_t teacher = check_teacher(rows, number);
  check_states(rows, teacher, false);
  return teacher;
}

/// The dossier says what the teacher's row says.
std::int64_t LegProof::check_teacher(const std::vector<ProofRow>& rows,
                                     std::string_view number) const {
  const auto& table = program_table("teacher");
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const ProofRow& r) { return r.row.table == table.number; });
  if (row == rows.end() || decoded(table, *row)[table.column("number")].text != number) forged();
  return row->row.record;
}

/// Every row of a table is the teacher's and, where they all must, has passed in this version.
void LegProof::check_states(const std::vector<ProofRow>& rows, std::int64_t teacher,
                            bool all_passed) const {
  const auto& states = program_table("item_state");
  std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t>> passed;
  for (const ProofRow& row : rows) {
    if (row.row.table != states.number) continue;
    const Values c = decoded(states, row);
    if (all_passed && c[states.column("state")].text != "audited") forged();
    passed.emplace(c[states.column("table_id")].number, c[states.column("record")].number,
                   c[states.column("audited_version")].number);
  }
  for (const ProofRow& row : rows) {
    if (row.row.table == states.number || row.row.table == program_table("teacher").number)
      continue;
    const store::TableDef* beside = beside_table(row.row.table);
    const schema::FieldSet* set = field_set_of(desk_, row.row.table);
    if ((beside == nullptr && set == nullptr) || row.op == Op::withdraw) forged();
    const store::TableDef& table = beside != nullptr ? *beside : desk_.table(*set);
    const Values c = decoded(table, row);
    if (c[table.column("teacher")].number != teacher ||
        (beside == nullptr && all_passed &&
         !passed.contains({row.row.table, row.row.record, row.row.version})))
      forged();
  }
}

Values LegProof::decoded(const store::TableDef& table, const ProofRow& row) const {
  try {
    return journal::decode_columns(table, row.columns);
  } catch (const Error&) {
    forged();
  }
}

Road::Road(Desk& desk, const Leg& own, const std::vector<Leg>& origins, const std::string& name)
    : desk_(desk), own_(desk, own, name) {
  for (const Leg& origin : origins) {
    if (!origins_.try_emplace(origin.word.manifest.id, desk, origin, name).second) own_.forged();
  }
}

const LegProof* Road::origin(const std::string& package) const {
  const auto found = origins_.find(package);
  return found == origins_.end() ? nullptr : &found->second;
}

std::int64_t Road::check(const DossierLines& dossier, std::string_view number) const {
  const std::int64_t teacher = own_.check(dossier.rows, number);
  const LegProof* above = &own_;
  const std::vector<ProofRow>* rows = &dossier.rows;
  for (const DossierLeg& leg : dossier.road) {
    const LegProof* below = origin(leg.package);
    if (below == nullptr || below->leg().by != above->leg().key.code) above->forged();
    below->check(leg.rows, number);
    if (!same_content(desk_, *rows, above->leg().key.file, leg.rows, below->leg().key.file))
      above->forged();
    above = below;
    rows = &leg.rows;
  }
  return teacher;
}

}  // namespace tmis::exchange
