// What is there and what comes are merged in memory, since lists of officers are short; then
// written row by row.
#include "people/officer_list.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "journal/transaction.h"
#include "people/person.h"
#include "schema/normalise.h"
#include "schema/row_reader.h"

namespace tmis::embedded {
extern const std::string_view officers_json;
}

namespace tmis::people {
namespace {

using schema::FieldSet;

const store::TableDef& officer_table() { return store::program_table("officer"); }

/// Columns of the table after `org`, each with its field.
std::vector<std::size_t> stored_fields(const FieldSet& fields) {
  std::vector<std::size_t> out;
  const auto& columns = officer_table().columns;
  for (std::size_t i = 1; i < columns.size(); ++i)
    out.push_back(fields.field_index(columns[i].name).value());
  return out;
}

class OfficerIntake {
 public:
  OfficerIntake(Desk& desk, const Permit& permit, const OfficerImport& how)
      : desk_(desk), permit_(permit), how_(how), fields_(officer_fields(desk.catalogue)) {
    for (ListedOfficer& officer : officers(desk, fields_, permit)) {
      if (officer.org != permit.about()) continue;
      const std::string key = key_of(officer.values);
      known_.emplace(key, std::move(officer));
    }
  }

  void read(Source& source, OfficerReport& report) {
    read_rows(source, fields_, desk_.today(), report,
              [&](const schema::RowReader& reader, schema::IncomingRow& row, Findings& findings) {
                take(reader, row, report, findings);
              });
    report.accepted = fresh_.size();
    report.updated = changed_.size();
    if (!how_.replace || report.rejected > 0) return;
    for (const auto& [key, officer] : known_) {
      if (!seen_.contains(key)) gone_.push_back(officer);
    }
    report.removed = gone_.size();
  }

  bool empty() const { return fresh_.empty() && changed_.empty() && gone_.empty(); }

  void store(journal::Transaction& tx) const {
    for (const ListedOfficer& officer : gone_) {
      want_unchanged(tx, officer);
      tx.withdraw(officer_table(), officer.row);
    }
    for (const ListedOfficer& officer : changed_) {
      want_unchanged(tx, officer);
      tx.update(officer_table(), officer.row, columns(officer.values));
    }
    for (const Values& values : fresh_) tx.insert(officer_table(), columns(values));
  }

 private:
  std::string key_of(const Values& values) const {
    std::string out;
    for (const std::size_t field : fields_.key)
      out.append(schema::folded_name(values[field].text)).append("\x1f");
    return out;
  }

  /// The list was read without a lock.
  static void want_unchanged(journal::Transaction& tx, const ListedOfficer& officer) {
    auto find = tx.db().statement("SELECT version FROM officer WHERE row = ?");
    find.with(officer.row);
    if (find.step() && find.integer(0) == officer.version) return;
    throw Error{codes::record_changed_meanwhile,
                {arg("id", "officer#" + std::to_string(officer.row))}};
  }

  Values columns(const Values& values) const {
    Values out{Value{permit_.about()}};
    for (const std::size_t field : stored_fields(fields_)) out.push_back(values[field]);
    return out;
  }

  void take(const schema::RowReader& reader, schema::IncomingRow& row, OfficerReport& report,
            Findings& findings) {
    // What the program counts may stand in a list that goes round; it is told, not taken.
    for (std::size_t i = 0; i < fields_.fields.size(); ++i) {
      if (!fields_.fields[i].stored()) row.values[i].set_null();
    }
    const std::string key = key_of(row.values);
    const auto known = known_.find(key);
    Values merged = row.values;
    if (known != known_.end()) {
      for (std::size_t i = 0; i < merged.size(); ++i) {
        const bool keeps = merged[i].is_null() && !(how_.clear_blanks && row.given[i]);
        if (keeps && !row.unreadable[i]) merged[i] = known->second.values[i];
      }
    }
    reader.check(merged, row, findings);
    const std::size_t key_field = fields_.key.front();
    if (row.values[key_field].is_null()) return;
    const auto [first, fresh] = seen_.try_emplace(key, row.line);
    if (!fresh) {
      findings.push_back(reader.finding(codes::record_duplicate, row.line, key_field,
                                        row.values[key_field], {arg("row", first->second)}));
    }
    if (!findings.empty()) return;
    if (known == known_.end()) {
      fresh_.push_back(std::move(merged));
    } else if (merged == known->second.values) {
      ++report.unchanged;
    } else {
      changed_.push_back(known->second);
      changed_.back().values = std::move(merged);
    }
  }

  Desk& desk_;
  const Permit& permit_;
  const OfficerImport& how_;
  const FieldSet fields_;
  std::map<std::string, ListedOfficer> known_;
  std::map<std::string, std::uint64_t> seen_;
  std::vector<Values> fresh_;
  std::vector<ListedOfficer> changed_;
  std::vector<ListedOfficer> gone_;
};

}  // namespace

FieldSet officer_fields(const schema::Catalogue& catalogue) {
  return schema::read_field_set(embedded::officers_json, "officers.json", catalogue);
}

std::vector<ListedOfficer> officers(Desk& desk, const FieldSet& fields, const Permit& permit,
                                    std::int64_t at) {
  journal::PastQuestion q{officer_table(), {"org"}, at};
  const auto places = stored_fields(fields);
  for (const std::size_t field : places) q.columns.push_back(fields.fields[field].id);
  std::vector<ListedOfficer> out;
  journal::each_row(desk.db, q, [&](const journal::PastRow& row) {
    if (!permit.reaches(row.values[0].number)) return;
    ListedOfficer officer{row.row, row.version, row.values[0].number, Values(fields.fields.size())};
    for (std::size_t i = 0; i < places.size(); ++i) officer.values[places[i]] = row.values[i + 1];
    out.push_back(std::move(officer));
  });
  const auto code = [&](std::int64_t org) -> std::string {
    const auto* found = desk.organisations().find(org);
    return found == nullptr ? "" : found->code;
  };
  std::stable_sort(out.begin(), out.end(), [&](const ListedOfficer& a, const ListedOfficer& b) {
    return a.org != b.org && code(a.org) < code(b.org);
  });
  return out;
}

OfficerReport import_officers(Desk& desk, Source& source, const OfficerImport& how) {
  const Permit permit = desk.permit("org officers", subject_of(desk, how.org_code));
  OfficerReport report;
  OfficerIntake intake{desk, permit, how};
  intake.read(source, report);
  if (how.give_back) how.give_back(report);
  if (intake.empty() || (report.rejected > 0 && !how.partial)) return report;
  journal::Transaction tx{
      desk,
      permit,
      {.args = {{"file", Value{report.origin.name}},
                {"hash", Value{file_hash(source)}},
                {"rows", Value{static_cast<std::int64_t>(report.accepted + report.updated)}},
                {"removed", Value{static_cast<std::int64_t>(report.removed)}}}}};
  intake.store(tx);
  const journal::Written written = tx.commit();
  report.event = written.seq;
  report.stored = !written.dry;
  return report;
}

}  // namespace tmis::people
