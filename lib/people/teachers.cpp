// A sorted array beats a hash table here: half the memory.
#include "people/teachers.h"

#include <algorithm>
#include <cstring>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "journal/field_table.h"
#include "keys/teacher_number.h"
#include "people/person.h"

namespace tmis::people {

Teachers::Teachers(Desk& desk, const Permit& permit) : Teachers(desk, permit, std::nullopt) {}

Teachers::Teachers(Desk& desk, const Permit& permit, std::vector<std::int64_t> orgs)
    : Teachers(desk, permit, std::optional{std::move(orgs)}) {}

Teachers::Teachers(Desk& desk, const Permit& permit, std::optional<std::vector<std::int64_t>> orgs)
    : desk_(desk),
      permit_(permit),
      orgs_(std::move(orgs)),
      index_key_(desk.keyring().index(desk.db)) {
  if (index_key_.empty() && permit.own()) {
    own_number_ = identity_number(desk, *permit.own()).value_or("");
  }
  entries_.reserve(static_cast<std::size_t>(desk.db.number("SELECT count(*) FROM teacher")));
  auto rows = desk.db.statement("SELECT row, org, id_index FROM teacher");
  while (rows.step()) {
    if (!reaches(rows.integer(0), rows.integer(1))) continue;
    Entry entry{{}, rows.integer(0)};
    std::memcpy(entry.index.data(), rows.blob(2).data(),
                std::min(entry.index.size(), rows.blob(2).size()));
    entries_.push_back(entry);
  }
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.index < b.index; });
}

bool Teachers::reaches(std::int64_t teacher, std::int64_t org) const {
  if (orgs_) return std::binary_search(orgs_->begin(), orgs_->end(), org);
  return permit_.refusal(teacher, org) == nullptr;
}

std::optional<std::int64_t> Teachers::named(const schema::Who& who) const {
  using Kind = schema::Who::Kind;
  switch (who.kind) {
    case Kind::id_number:
      return by_identity(who.text);
    case Kind::teacher_number:
      return by_number(who.text);
    case Kind::staff_number:
      return by_staff_number(who.text);
    case Kind::none:
      break;
  }
  return std::nullopt;
}

std::optional<std::int64_t> Teachers::by_identity(std::string_view number) const {
  if (index_key_.empty()) {
    if (own_number_.empty()) throw Error{codes::key_needed, {arg("what", text("key.index"))}};
    return number == own_number_ ? permit_.own() : std::nullopt;
  }
  const std::string index = journal::identity_index(index_key_, number);
  std::array<char, 16> wanted{};
  std::memcpy(wanted.data(), index.data(), wanted.size());
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), wanted,
                                   [](const Entry& e, const auto& w) { return e.index < w; });
  if (at == entries_.end() || at->index != wanted) return std::nullopt;
  return at->teacher;
}

std::optional<std::int64_t> Teachers::by_number(std::string_view number) const {
  if (number == last_number_) return last_;
  last_number_ = number;
  last_.reset();
  const auto normal = keys::teacher_number(number);
  if (!normal) return last_;
  auto find = desk_.db.statement("SELECT row, org FROM teacher WHERE number = ?");
  find.with(std::string_view{*normal});
  if (find.step() && reaches(find.integer(0), find.integer(1))) last_ = find.integer(0);
  return last_;
}

std::optional<std::int64_t> Teachers::by_staff_number(std::string_view number) const {
  if (!staff_numbers_read_) read_staff_numbers();
  const auto found = staff_numbers_.find(std::string{number});
  return found == staff_numbers_.end() ? std::nullopt : found->second;
}

void Teachers::read_staff_numbers() const {
  staff_numbers_read_ = true;
  const schema::FieldSet& set = desk_.catalogue.person();
  const auto field = set.with_role("staff_number");
  if (!field) return;
  std::vector<std::int64_t> reach;
  for (const Entry& e : entries_) reach.push_back(e.teacher);
  std::sort(reach.begin(), reach.end());
  auto rows = desk_.db.statement("SELECT teacher, \"" + set.fields[*field].id + "\" FROM \"" +
                                 set.id + "\"");
  while (rows.step()) {
    if (!std::binary_search(reach.begin(), reach.end(), rows.integer(0)) || rows.text(1).empty())
      continue;
    const auto [at, fresh] = staff_numbers_.try_emplace(std::string{rows.text(1)}, rows.integer(0));
    if (!fresh) at->second.reset();
  }
}

}  // namespace tmis::people
