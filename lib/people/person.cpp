// Persons are rows of `teacher`; name, staff number and identity number stand in the field set that
// holds the person's identity.
#include "people/person.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "journal/field_rows.h"
#include "keys/teacher_number.h"
#include "people/organisation.h"
#include "people/timeline.h"
#include "schema/row_reader.h"

namespace tmis::people {
namespace {

using schema::FieldSet;

/// SQL expression of a plain field of the identity set, by its role; NULL where the set has none.
std::string plain_field(Desk& desk, std::string_view role) {
  const FieldSet& set = desk.catalogue.person();
  const auto field = set.with_role(role);
  return field && !set.fields[*field].sensitive ? "b.\"" + set.fields[*field].id + "\"" : "NULL";
}

std::string select(Desk& desk) {
  return "SELECT t.row, t.number, t.org, o.code, t.department, " + plain_field(desk, "name") +
         " FROM teacher t JOIN organisation o ON o.row = t.org LEFT JOIN \"" +
         desk.catalogue.person().id + "\" b ON b.teacher = t.row ";
}

Person person_in(const store::Statement& row) {
  Person p;
  p.row = row.integer(0);
  p.number = row.text(1);
  p.org = row.integer(2);
  p.org_code = row.text(3);
  p.department = row.text(4);
  p.name = row.text(5);
  return p;
}

std::optional<Person> one(store::Statement& query) {
  return query.step() ? std::optional{person_in(query)} : std::nullopt;
}

}  // namespace

/// A teacher without the index key finds himself, before login nobody is found.
std::optional<Person> find_by_identity(Desk& desk, std::string_view word) {
  const std::string_view key = desk.keyring().index(desk.db);
  if (key.empty()) {
    const auto own = desk.actor.teacher;
    if (own && identity_number(desk, *own) == word) return person(desk, *own);
    return std::nullopt;
  }
  auto query = desk.db.statement(select(desk) + "WHERE t.id_index = ?");
  query.bind_blob(1, journal::identity_index(key, word));
  return one(query);
}

std::string as_called(std::string_view word) {
  constexpr std::ptrdiff_t kShortest = 15;  // digits, of the numbers before GB 11643-1999
  const auto digits =
      std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits < kShortest ? std::string{word} : schema::masked_identity(word);
}

Error no_teacher(std::string_view word) {
  return Error{codes::teacher_not_found, {arg("word", as_called(word))}};
}

std::optional<Person> find_person(Desk& desk, std::string_view word) {
  if (const auto number = keys::teacher_number(word)) {
    auto query = desk.db.statement(select(desk) + "WHERE t.number = ?");
    query.with(std::string_view{*number});
    if (auto found = one(query)) return found;
  }
  {
    auto query =
        desk.db.statement(select(desk) + "JOIN account a ON a.teacher = t.row WHERE a.login = ?");
    query.with(word);
    if (auto found = one(query)) return found;
  }
  if (auto found = find_by_identity(desk, word)) return found;
  auto query =
      desk.db.statement(select(desk) + "WHERE " + plain_field(desk, "staff_number") + " = ?");
  query.with(word);
  auto found = one(query);
  if (found && query.step()) throw Error{codes::teacher_ambiguous, {arg("word", as_called(word))}};
  return found;
}

Person person(Desk& desk, const Permit& permit, std::string_view word) {
  auto found = find_person(desk, word);
  if (!found || permit.refusal(found->row, found->org) == &codes::denied_relation) {
    throw no_teacher(word);
  }
  return std::move(*found);
}

Person person(Desk& desk, std::int64_t row) {
  auto query = desk.db.statement(select(desk) + "WHERE t.row = ?");
  query.with(row);
  auto found = one(query);
  if (!found) bug("teacher");
  return std::move(*found);
}

Admitted admit(Desk& desk, std::string_view command, std::string_view word,
               access::TableSource source) {
  const auto found = find_person(desk, word);
  access::Subject subject;
  subject.source = source;
  if (!found) {
    desk.permit(command, subject);  // who may not at all is told that, not who exists
    throw no_teacher(word);
  }
  subject.teacher = found->row;
  subject.teacher_org = found->org;
  try {
    return {desk.permit(command, subject), *found};
  } catch (const Error& error) {
    if (&error.code() != &codes::denied_relation) throw;
    throw no_teacher(word);
  }
}

std::vector<Person> persons(Desk& desk, const Permit& permit, std::string_view department) {
  std::vector<Person> out;
  auto query = desk.db.statement(select(desk) + "ORDER BY o.code, t.department, t.row");
  while (query.step()) {
    if (permit.refusal(query.integer(0), query.integer(2)) != nullptr) continue;
    if (department.empty() || query.text(4) == department) out.push_back(person_in(query));
  }
  return out;
}

std::vector<Person> serving_persons(Desk& desk, const Permit& permit) {
  auto out = persons(desk, permit);
  const auto left = gone_on(desk.db, desk.today());
  std::erase_if(out, [&](const Person& p) { return left.contains(p.row); });
  return out;
}

access::Subject subject_of(Desk& desk, const std::string& code) {
  access::Subject subject;
  if (!code.empty()) subject.org = organisation(desk, code).row;
  return subject;
}

std::optional<std::string> identity_number(Desk& desk, std::int64_t teacher) {
  const FieldSet& set = desk.catalogue.person();
  const auto record = journal::find_record(desk, set, "r.teacher = ?", teacher);
  if (!record) return std::string{};
  if (record->closed) return std::nullopt;
  return record->values[set.with_role("identity_number").value()].text;
}

}  // namespace tmis::people
