// What becomes of a proposal on its way with a submission, and what an acceptance writes: the row
// of the person, its item, the index of its number, names of accounts.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "dossier/item.h"
#include "journal/field_rows.h"
#include "journal/versions.h"
#include "keys/secret.h"
#include "people/account_row.h"
#include "workflow/claim.h"
#include "workflow/key_data.h"
#include "workflow/key_data_rows.h"

namespace tmis::workflow {
namespace {

using schema::FieldSet;
using store::program_table;

/// Columns of a row of the program with one of them replaced.
void change_column(journal::Transaction& tx, std::string_view table_name, std::int64_t row,
                   std::string_view column, Value value) {
  const auto& table = program_table(table_name);
  Values columns = journal::versions(tx.db(), table, row).back().columns;
  columns[table.column(column)] = std::move(value);
  tx.update(table, row, columns);
}

/// The accounts of the person, and the name that each bears itself (a teacher's own has none).
std::vector<std::pair<std::int64_t, std::string>> accounts_of(Desk& desk, std::int64_t teacher) {
  std::vector<std::pair<std::int64_t, std::string>> out;
  auto rows = desk.db.statement("SELECT row, name FROM account WHERE teacher = ?");
  rows.with(teacher);
  while (rows.step()) out.emplace_back(rows.integer(0), std::string{rows.text(1)});
  return out;
}

class Applying {
 public:
  Applying(journal::Transaction& tx, Desk& desk, const ProposalRow& proposal)
      : tx_(tx), desk_(desk), set_(desk.catalogue.person()), proposal_(proposal) {
    auto values = proposed_values(desk, proposal);
    if (!values) throw Error{codes::key_needed, {arg("what", set_.label.here())}};
    values_ = std::move(*values);
  }

  void run() {
    const std::string name = row();
    if (!proposal_.id_index.empty()) number();
    const std::size_t name_field = set_.with_role("name").value();
    for (const auto& [field, value] : values_) {
      if (field != name_field) continue;
      for (const auto& [account, its_name] : accounts_of(desk_, proposal_.teacher)) {
        if (its_name == name) change_column(tx_, "account", account, "name", value);
      }
    }
  }

 private:
  /// One more version of the person's row. `head`: what it says of itself.
  void put(const journal::Record& before, journal::RecordHead head, const Values& values) {
    head.key = journal::record_key(set_, desk_.hash_key(set_), values);
    Values columns;
    journal::Sealer sealer{desk_, set_};
    sealer.prepare(proposal_.teacher);
    sealer.columns(head, values, before, columns);
    tx_.update(desk_.table(set_), before.row, columns);
  }

  Values laid_over(Values values) const {
    for (const auto& [field, value] : values_) values[field] = value;
    return values;
  }

  journal::Record stored() {
    auto record = journal::find_record(desk_, set_, "r.teacher = ?", proposal_.teacher);
    if (!record || record->closed) throw Error{codes::key_needed, {arg("what", set_.label.here())}};
    return std::move(*record);
  }

  /// The version that was audited gets the new values and is audited with them; one that was
  /// changed since follows after it and waits as before.
  std::string row() {
    const journal::Record newest = stored();
    dossier::Item item = dossier::item(desk_, {&set_, newest.row});
    journal::Record audited = newest;
    if (item.audited_version && !dossier::take_audited(desk_, item, audited))
      throw Error{codes::journal_damaged, {arg("what", set_.id)}};
    put(newest, audited.head, laid_over(audited.values));
    if (item.changed()) put(stored(), newest.head, laid_over(newest.values));
    if (item.audited_version) {
      item.audited_version = newest.version + 1;
      dossier::put_state(tx_, item);
    }
    return newest.values[set_.with_role("name").value()].text;
  }

  /// Found and let in by the new number from now on; disputes over the old one end.
  void number() {
    auto find = desk_.db.statement("SELECT 1 FROM teacher WHERE id_index = ?");
    find.bind_blob(1, proposal_.id_index);
    if (find.step()) {
      const std::size_t field = set_.with_role("identity_number").value();
      throw Error{codes::person_claimed_elsewhere,
                  {arg("label", set_.fields[field].label.here()), arg("value", "***")}};
    }
    find.reset();
    change_column(tx_, "teacher", proposal_.teacher, "id_index", Value::blob(proposal_.id_index));
    for (const auto& [account, name] : accounts_of(desk_, proposal_.teacher))
      desk_.db.statement("DELETE FROM identity_login WHERE account = ?").with(account).run();
    close_claims(tx_, desk_, proposal_.teacher);
  }

  journal::Transaction& tx_;
  Desk& desk_;
  const FieldSet& set_;
  const ProposalRow& proposal_;
  std::vector<std::pair<std::size_t, Value>> values_;
};

}  // namespace

std::vector<std::int64_t> waiting_proposals(Desk& desk) {
  std::vector<std::int64_t> out;
  auto rows = desk.db.statement(
      "SELECT teacher FROM key_data_proposal WHERE state = 'proposed' ORDER BY teacher");
  while (rows.step()) out.push_back(rows.integer(0));
  return out;
}

std::vector<std::int64_t> proposals_to_send(Desk& desk, std::int64_t teacher) {
  std::vector<std::int64_t> out;
  for (const ProposalRow& p : proposal_rows(desk, "teacher = ?", teacher)) {
    const auto outcome = Machine::of("change").look(p.state, "send");
    if (outcome.refusal == nullptr && !outcome.unchanged) out.push_back(p.row);
  }
  return out;
}

void carry_proposal(journal::Transaction& tx, Desk& desk, std::int64_t submission,
                    std::int64_t teacher) {
  for (ProposalRow& p : proposal_rows(desk, "teacher = ?", teacher)) {
    const auto outcome = Machine::of("change").look(p.state, "send");
    if (outcome.refusal != nullptr || outcome.unchanged) continue;
    p.state = outcome.state;
    p.submission = submission;
    tx.update(proposal_table(), p.row, proposal_columns(p));
  }
}

bool decide_proposal(journal::Transaction& tx, Desk& desk, std::int64_t submission,
                     std::int64_t teacher, std::string_view step, bool apply) {
  bool applied = false;
  for (ProposalRow& p : proposal_rows(desk, "submission = ?", submission)) {
    if (p.teacher != teacher) continue;
    const auto outcome = Machine::of("change").look(p.state, step);
    if (outcome.refusal != nullptr || outcome.unchanged) continue;
    if (outcome.state == "accepted" && apply) {
      Applying{tx, desk, p}.run();
      applied = true;
    }
    p.state = outcome.state;
    if (p.state == "proposed") p.submission.reset();  // it goes with the next one
    tx.update(proposal_table(), p.row, proposal_columns(p));
  }
  return applied;
}

void keep_proposal(
    journal::Transaction& tx, Desk& desk, const Values& columns, std::int64_t teacher,
    std::int64_t submission,
    const std::function<std::string(std::string_view sealed, std::uint32_t version)>& open) {
  const auto& table = proposal_table();
  const auto said = [&](std::string_view name) { return columns[table.column(name)]; };
  const auto outcome = Machine::of("change").look(said("state").text, "send");
  if (outcome.refusal != nullptr || outcome.unchanged) return;  // decided long since
  std::string plain =
      open(said("sealed").text, static_cast<std::uint32_t>(said("seal_version").number));
  ProposalRow p;
  p.row = tx.next_record(table);
  p.teacher = teacher;
  p.state = outcome.state;
  p.reason = said("reason").text;
  p.submission = submission;
  p.sealed = sealed_values(desk, teacher, p.row, p.seal_version, plain);
  keys::wipe(plain);
  const auto number = desk.catalogue.person().with_role("identity_number");
  const auto values = proposed_values(desk, p).value();
  for (const auto& [field, value] : values) {
    if (field == number) p.id_index = journal::identity_index(desk.index_key(), value.text);
  }
  tx.insert(table, proposal_columns(p));
}

bool number_accepted(Desk& desk, std::int64_t teacher, std::string_view id_index) {
  const auto all = proposal_rows(desk, "teacher = ?", teacher);
  return std::any_of(all.begin(), all.end(), [&](const ProposalRow& p) {
    return p.state == "accepted" && p.id_index == id_index;
  });
}

}  // namespace tmis::workflow
