// One join over the table that holds the person; a declaration is a row of its own.
#include "workflow/duplicates.h"

#include <algorithm>
#include <unordered_map>

#include "base/error.h"
#include "base/text.h"
#include "journal/as_of.h"
#include "journal/transaction.h"

namespace tmis::workflow {
namespace {

using Teachers = std::pair<std::int64_t, std::int64_t>;

/// Rows of teachers, the smaller first, that share the values of both fields.
std::vector<Teachers> alike(Desk& desk) {
  const schema::FieldSet& set = desk.catalogue.person();
  std::string same;
  for (const std::string_view role : {"name", "birth_date"}) {
    const auto field = set.with_role(role);
    if (!field || set.fields[*field].sensitive) return {};  // what is sealed isn't compared
    const std::string& id = set.fields[*field].id;
    same.append(" AND a.\"").append(id).append("\" = b.\"").append(id).append("\"");
  }
  std::vector<Teachers> out;
  auto rows =
      desk.db.statement("SELECT a.teacher, b.teacher FROM \"" + set.id + "\" a JOIN \"" + set.id +
                        "\" b ON a.teacher < b.teacher" + same + " ORDER BY a.teacher, b.teacher");
  while (rows.step()) out.emplace_back(rows.integer(0), rows.integer(1));
  return out;
}

struct Declared {
  std::int64_t row = 0, seq = 0;
};

std::optional<Declared> declared(Desk& desk, const Teachers& pair) {
  auto find = desk.db.statement(
      "SELECT row, seq FROM declared_different WHERE teacher = ? AND other_teacher = ?");
  find.with(pair.first, pair.second);
  if (!find.step()) return std::nullopt;
  return Declared{find.integer(0), find.integer(1)};
}

}  // namespace

std::vector<Pair> possible_duplicates(Desk& desk, const Permit& permit, bool all) {
  std::vector<Pair> out;
  const auto pairs = alike(desk);
  if (pairs.empty()) return out;
  std::unordered_map<std::int64_t, people::Person> persons;
  for (auto& p : people::persons(desk, permit)) persons.emplace(p.row, std::move(p));
  journal::Events events{desk.db};
  for (const Teachers& pair : pairs) {
    const auto one = persons.find(pair.first), other = persons.find(pair.second);
    if (one == persons.end() || other == persons.end()) continue;
    Pair found{one->second, other->second, 0, "", "", ""};
    if (const auto known = declared(desk, pair)) {
      if (!all) continue;
      const journal::Event& event = events.at(known->seq);
      found.row = known->row;
      found.reason = event.reason;
      found.day = event.t.substr(0, 10);
      found.by = event.actor;
    }
    out.push_back(std::move(found));
  }
  return out;
}

Permit different_permit(Desk& desk, const std::string& teacher) {
  return people::admit(desk, "accounts different", teacher).permit;
}

DifferentDone declare_different(Desk& desk, const std::string& teacher, const std::string& other,
                                const std::string& reason) {
  const auto [permit, one] = people::admit(desk, "accounts different", teacher);
  const auto two = people::person(desk, permit, other);
  const Teachers pair = std::minmax(one.row, two.row);
  const auto all = alike(desk);
  if (std::find(all.begin(), all.end(), pair) == all.end())
    throw Error{codes::person_not_alike, {arg("one", one.number), arg("other", two.number)}};
  journal::Transaction tx{
      desk,
      permit,
      {.args = {{"teacher", Value{one.number}}, {"other", Value{two.number}}}, .reason = reason}};
  const auto known = declared(desk, pair);
  const auto& table = store::program_table("declared_different");
  DifferentDone done;
  done.unchanged = known.has_value();
  const std::int64_t row =
      known ? known->row : tx.insert(table, Values{Value{pair.first}, Value{pair.second}});
  done.id = table.name + "#" + std::to_string(row);
  if (!done.unchanged) done.event = tx.commit().seq;
  return done;
}

}  // namespace tmis::workflow
