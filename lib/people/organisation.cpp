// SQL over table organisation; who may see or add what the permit has said.
#include "people/organisation.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "people/key_giving.h"

namespace tmis::people {
namespace {

constexpr std::array<std::string_view, 3> kKinds = {"school", "authority", "institution"};
constexpr std::array<std::string_view, 4> kLevels = {"national", "province", "city", "county"};

constexpr std::string_view kSelect =
    "SELECT o.row, o.code, o.name, o.kind, o.level, o.parent, p.code, o.division, "
    "(SELECT count(*) FROM teacher t WHERE t.org = o.row), o.box "
    "FROM organisation o LEFT JOIN organisation p ON p.row = o.parent ";

Organisation organisation_in(const store::Statement& row) {
  Organisation o;
  o.row = row.integer(0);
  o.code = row.text(1);
  o.name = row.text(2);
  o.kind = row.text(3);
  o.level = row.text(4);
  if (!row.is_null(5)) o.parent = row.integer(5);
  o.parent_code = row.text(6);
  o.division = row.text(7);
  o.teachers = row.integer(8);
  o.box = row.blob(9);
  return o;
}

template <class Words>
void check_word(std::string_view word, const Words& words, std::string_view option) {
  if (std::find(words.begin(), words.end(), word) != words.end()) return;
  throw Error{codes::usage_value,
              {arg("value", word), arg("option", option),
               arg("expected", joined({words.begin(), words.end()}, ", "))}};
}

/// The division that an organisation gets: given, else of its code, else its parent's.
std::string division_of(Desk& desk, const Organisation& o) {
  const auto& divisions = desk.catalogue.codes("division");
  if (!o.division.empty()) {
    if (divisions.find(o.division) == nullptr) {
      throw Error{codes::org_division, {arg("division", o.division)}};
    }
    return o.division;
  }
  std::string from_code = o.code.substr(0, 6);
  if (is_digits(from_code) && divisions.find(from_code) != nullptr) return from_code;
  return o.parent ? organisation(desk, *o.parent).division : "";
}

Values columns_of(const Organisation& o) {
  return {Value{o.code},
          Value{o.name},
          Value{o.kind},
          or_null(o.level),
          o.parent ? Value{*o.parent} : Value{},
          or_null(o.division),
          Value::blob(o.box)};
}

}  // namespace

void check_code(std::string_view code) {
  const bool fits =
      code.size() >= 2 && code.size() <= 20 && std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      });
  if (!fits) throw Error{codes::org_code, {arg("code", code)}};
}

void check_name(std::string_view name, std::string_view option) {
  if (!name.empty() && shown(name) == name) return;
  throw Error{codes::usage_value,
              {arg("value", name), arg("option", option), arg("expected", text("people.a-name"))}};
}

Organisation organisation(Desk& desk, std::string_view code) {
  auto find = desk.db.statement(std::string{kSelect} + "WHERE o.code = ?");
  find.with(code);
  if (find.step()) return organisation_in(find);
  std::vector<std::string> known;
  auto all = desk.db.statement("SELECT code FROM organisation");
  while (all.step()) known.emplace_back(all.text(0));
  const auto near = nearest(code, known);
  throw Error{
      codes::org_not_found,
      {arg("code", code), arg("near", near ? text("usage.did-you-mean", arg("word", *near)) : "")}};
}

Organisation organisation(Desk& desk, std::int64_t row) {
  auto find = desk.db.statement(std::string{kSelect} + "WHERE o.row = ?");
  find.with(row);
  if (!find.step()) bug("organisation");
  return organisation_in(find);
}

std::vector<Organisation> organisations(Desk& desk, const Permit& permit) {
  std::vector<Organisation> out;
  auto all = desk.db.statement(std::string{kSelect} + "ORDER BY o.code");
  while (all.step()) {
    if (permit.reaches(all.integer(0))) out.push_back(organisation_in(all));
  }
  return out;
}

std::vector<Department> departments(Desk& desk, std::int64_t org) {
  std::vector<Department> out;
  auto rows = desk.db.statement(
      "SELECT department, count(*) FROM teacher WHERE org = ? GROUP BY department ORDER BY "
      "department");
  rows.with(org);
  while (rows.step()) out.push_back({std::string{rows.text(0)}, rows.integer(1)});
  return out;
}

std::int64_t insert_organisation(Desk& desk, journal::Transaction& tx, Organisation o) {
  check_code(o.code);
  check_name(o.name, "--name");
  check_word(o.kind, kKinds, "--kind");
  if (o.kind == "authority") {
    check_word(o.level, kLevels, "--level");
  } else if (!o.level.empty()) {
    throw Error{codes::org_level, {arg("kind", o.kind)}};
  }
  o.division = division_of(desk, o);
  auto same = tx.db().statement("SELECT 1 FROM organisation WHERE code = ?");
  same.with(std::string_view{o.code});
  if (same.step()) throw Error{codes::org_exists, {arg("code", o.code)}};
  const OrganisationKey key = OrganisationKey::make();
  o.box = keys::bytes(key.box);
  const std::int64_t row = tx.insert(store::program_table("organisation"), columns_of(o));
  keep_organisation_key(desk, row, key);
  return row;
}

void change_box(Desk& desk, journal::Transaction& tx, std::int64_t row,
                const keys::PublicKey& box) {
  Organisation o = organisation(desk, row);
  o.box = keys::bytes(box);
  tx.update(store::program_table("organisation"), row, columns_of(o));
}

namespace {

void put_above(Desk& desk, journal::Transaction& tx, std::int64_t row, std::int64_t root) {
  Organisation under = organisation(desk, root);
  under.parent = row;
  tx.update(store::program_table("organisation"), root, columns_of(under));
}

}  // namespace

/// From the one that the file began with upward: those outside stand beside the tree.
std::int64_t top_organisation(Desk& desk) {
  const auto& tree = desk.organisations();
  const auto* at = tree.find(desk.db.number("SELECT min(row) FROM organisation"));
  for (std::size_t steps = 0; at != nullptr && at->parent && steps < tree.all().size(); ++steps)
    at = tree.find(*at->parent);
  if (at == nullptr) bug("organisation");
  return at->row;
}

bool has_own_file(store::Database& db, std::int64_t org) {
  auto find = db.statement("SELECT 1 FROM trusted_key WHERE org = ? AND state = 'trusted'");
  find.with(org);
  return find.step();
}

bool works_here(Desk& desk, std::int64_t org) {
  return desk.organisations().find(org)->staffed && !has_own_file(desk.db, org);
}

Made add_organisation(Desk& desk, Organisation o, bool above) {
  access::Subject subject;
  if (o.outside && (above || !o.parent_code.empty())) {
    throw Error{codes::usage_value,
                {arg("value", above ? "--above" : o.parent_code),
                 arg("option", above ? "--outside" : "--parent"), arg("expected", "--outside")}};
  }
  if (above) {
    subject.org = top_organisation(desk);
    check_word(o.kind, std::array<std::string_view, 1>{"authority"}, "--kind");
  } else if (!o.parent_code.empty()) {
    subject.org = organisation(desk, o.parent_code).row;
  }
  const Permit permit = desk.permit("org add", subject);
  o.parent.reset();
  if (!above && !o.outside) o.parent = permit.about();
  journal::Transaction tx{desk, permit, {.args = {{"code", Value{o.code}}}}};
  const std::int64_t row = insert_organisation(desk, tx, o);
  if (above) put_above(desk, tx, row, *subject.org);
  return {row, tx.commit().seq};
}

}  // namespace tmis::people
