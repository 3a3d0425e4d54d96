// Three runs of rows a batch, table by table, so that their items pack well: persons, accounts,
// identities.
#include "people/account_batch.h"

#include <unordered_map>

#include "base/error.h"
#include "journal/field_rows.h"
#include "keys/hash.h"
#include "keys/initial_password.h"
#include "keys/teacher_number.h"
#include "people/identity_login.h"
#include "people/key_giving.h"
#include "people/person.h"
#include "schema/row_reader.h"

namespace tmis::people {
namespace {

using schema::FieldSet;

/// A person of the list who gets a dossier.
struct NewPerson {
  std::string number;
  std::string index;
  Values identity;  // of the field set that holds the person
  std::string department;
  std::optional<std::int64_t> contract_months;
};

class Batch {
 public:
  Batch(Desk& desk, const Permit& permit, const BatchOptions& how)
      : desk_(desk),
        permit_(permit),
        how_(how),
        list_(desk.catalogue.accounts()),
        person_(desk.catalogue.person()),
        index_key_(desk.index_key()) {
    for (std::size_t i = 0; i < list_.fields.size(); ++i)
      to_person_.push_back(person_.field_index(list_.fields[i].id));
  }

  void read(Source& source, BatchReport& report) {
    read_rows(
        source, list_, desk_.today(), report,
        [&](const schema::RowReader& reader, const schema::IncomingRow& row, Findings& findings) {
          if (findings.empty()) reader.check(row.values, row, findings);
          if (findings.empty()) take(reader, row, report, findings);
        },
        how_.progress);
    report.accepted = persons_.size();
  }

  void store(journal::Transaction& tx, BatchReport& report) {
    const auto& teachers = store::program_table("teacher");
    const auto& accounts = store::program_table("account");
    const std::string until = to_iso(Day{desk_.today().number + kInitialDays});
    DossierKeys dossier_keys{desk_, permit_.org()};
    std::vector<std::int64_t> rows;
    for (const NewPerson& p : persons_) {
      const std::int64_t teacher = tx.next_record(teachers);
      rows.push_back(tx.insert(
          teachers,
          Values{Value{p.number}, Value{permit_.org()}, Value::blob(p.index), or_null(p.department),
                 p.contract_months ? Value{*p.contract_months} : Value{}, Value{std::int64_t{1}},
                 Value::blob(dossier_keys.make(teacher))}));
    }
    for (std::size_t i = 0; i < persons_.size(); ++i) {
      const std::string password = keys::new_initial_password();
      const keys::Salt salt = salts_.next();
      const std::int64_t account = tx.insert(
          accounts,
          teacher_account_columns(persons_[i].number, rows[i], permit_.org(),
                                  keys::initial_check(password, persons_[i].number, salt), until));
      dossier_keys.give(rows[i], account, *keys::BoxPair::of_initial(password, persons_[i].number));
      keep_initial_identity_login(desk_, account, persons_[i].identity[identity_field()].text,
                                  password);
      report.passwords.push_back({persons_[i].number, persons_[i].identity[name_field()].text,
                                  persons_[i].department, password});
    }
    journal::Sealer sealer{desk_, person_};
    const auto& identities = desk_.table(person_);
    Values columns;
    for (std::size_t i = 0; i < persons_.size(); ++i) {
      journal::RecordHead head;
      head.teacher = rows[i];
      head.complete = false;  // the teacher fills in the rest
      head.faults = kUntouched;
      sealer.prepare(head.teacher);
      sealer.columns(head, persons_[i].identity, tx.next_record(identities), columns);
      tx.insert(identities, columns);
    }
  }

  bool empty() const { return persons_.empty(); }

 private:
  std::size_t identity_field() const { return person_.with_role("identity_number").value(); }
  std::size_t name_field() const { return person_.with_role("name").value(); }

  const Value& listed(const schema::IncomingRow& row, std::string_view role) const {
    return row.values[list_.with_role(role).value()];
  }

  void take(const schema::RowReader& reader, const schema::IncomingRow& row, BatchReport& report,
            Findings& findings) {
    const std::size_t id_field = list_.with_role("identity_number").value();
    const auto refuse = [&](const Code& code, std::size_t field, Args args = {}) {
      findings.push_back(reader.finding(code, row.line, field, row.values[field], std::move(args)));
    };
    const std::string index = journal::identity_index(index_key_, row.values[id_field].text);
    const auto [seen, fresh] = seen_.try_emplace(index, row.line);
    if (!fresh) return refuse(codes::record_duplicate, id_field, {arg("row", seen->second)});
    if (const auto held = holder(index)) {
      if (held->org != permit_.org()) return refuse(codes::person_claimed_elsewhere, id_field);
      if (!says_the_same(held->row, row)) return refuse(codes::person_differs, id_field);
      ++report.unchanged;
      return;
    }
    const std::size_t months = list_.with_role("contract_months").value();
    std::optional<std::int64_t> contract;
    if (!row.values[months].is_null()) contract = row.values[months].number;
    if (how_.out_of_scope) {
      const Code* out =
          how_.out_of_scope({listed(row, "sex").text, listed(row, "birth_date").text, contract});
      if (out != nullptr)
        return refuse(*out, contract ? months : list_.with_role("birth_date").value());
    }
    NewPerson person{keys::new_teacher_number(salts_), index, identity_of(row),
                     listed(row, "department").text, contract};
    persons_.push_back(std::move(person));
  }

  struct Holder {
    std::int64_t row, org;
  };
  std::optional<Holder> holder(const std::string& index) {
    auto find = desk_.db.statement("SELECT row, org FROM teacher WHERE id_index = ?");
    find.bind_blob(1, index);
    return find.step() ? std::optional{Holder{find.integer(0), find.integer(1)}} : std::nullopt;
  }

  /// The fields of the list that the dossier has too.
  Values identity_of(const schema::IncomingRow& row) const {
    Values identity(person_.fields.size());
    for (std::size_t i = 0; i < to_person_.size(); ++i) {
      if (to_person_[i]) identity[*to_person_[i]] = row.values[i];
    }
    return identity;
  }

  bool says_the_same(std::int64_t teacher, const schema::IncomingRow& row) {
    const auto known = journal::find_record(desk_, person_, "r.teacher = ?", teacher);
    if (!known) return false;
    for (const std::size_t field : person_.account_fields) {
      const auto given = list_.field_index(person_.fields[field].id);
      if (given && !(row.values[*given] == known->values[field])) return false;
    }
    return true;
  }

  Desk& desk_;
  const Permit& permit_;
  const BatchOptions& how_;
  const FieldSet& list_;
  const FieldSet& person_;
  std::string index_key_;
  std::vector<std::optional<std::size_t>> to_person_;
  std::vector<NewPerson> persons_;
  std::unordered_map<std::string, std::uint64_t> seen_;
  keys::Salts salts_;
};

}  // namespace

BatchReport create_accounts(Desk& desk, Source& source, const BatchOptions& how) {
  const Permit permit = desk.permit("accounts create", subject_of(desk, how.org_code));
  BatchReport report;
  Batch batch{desk, permit, how};
  batch.read(source, report);
  if (how.give_back) how.give_back(report);
  if (batch.empty() || (report.rejected > 0 && !how.partial)) return report;
  journal::Transaction tx{desk,
                          permit,
                          {.args = {{"file", Value{report.origin.name}},
                                    {"hash", Value{file_hash(source)}},
                                    {"rows", Value{static_cast<std::int64_t>(report.accepted)}}}}};
  batch.store(tx, report);
  if (how.hand_over) how.hand_over(report.passwords);
  const journal::Written written = tx.commit();
  report.event = written.seq;
  report.stored = !written.dry;
  return report;
}

}  // namespace tmis::people
