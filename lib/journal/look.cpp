// The organisation stands in the event's body, so reach is asked event by event.
#include "journal/look.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "base/text.h"

namespace tmis::journal {
namespace {

constexpr std::array<std::string_view, 6> kOps = {"",         "insert", "update",
                                                  "withdraw", "erase",  "hand-over"};

bool in_reach(Desk& desk, const Permit& permit, const Event& event) {
  if (permit.everywhere()) return true;
  const auto* org = desk.organisations().find(std::string_view{event.org});
  return org == nullptr ? !permit.orgs().empty() : permit.reaches(org->row);
}

bool seen(const Permit& permit, const Event& event) {
  return !permit.limited(access::Limit::accounts) || event.kind.starts_with("accounts.") ||
         event.kind.starts_with("key.") || event.kind.starts_with("password.") ||
         event.kind == "genesis";
}

/// Events that made a version of a row of this dossier, live or past.
std::set<std::int64_t> events_of(Desk& desk, std::int64_t teacher) {
  std::set<std::int64_t> out;
  for (const schema::FieldSet& set : desk.catalogue.all()) {
    auto rows = desk.db.statement(
        "SELECT seq FROM \"" + set.id +
        "\" WHERE teacher = ?1 UNION SELECT h.seq FROM history h JOIN \"" + set.id +
        "\" r ON r.row = h.record WHERE h.table_id = " + std::to_string(set.number) +
        " AND r.teacher = ?1 UNION SELECT s.seq FROM item_state s JOIN \"" + set.id +
        "\" r ON r.row = s.record WHERE s.table_id = " + std::to_string(set.number) +
        " AND r.teacher = ?1");
    rows.with(teacher);
    while (rows.step()) out.insert(rows.integer(0));
  }
  auto rest = desk.db.statement(
      "SELECT seq FROM teacher WHERE row = ?1 UNION SELECT seq FROM signature WHERE teacher = ?1 "
      "UNION SELECT seq FROM original WHERE teacher = ?1 UNION SELECT seq FROM submission_dossier "
      "WHERE teacher = ?1 UNION SELECT seq FROM form_print WHERE teacher = ?1");
  rest.with(teacher);
  while (rest.step()) out.insert(rest.integer(0));
  return out;
}

/// Its items are those of rows that no longer say whose they were; the event itself does.
bool erases_of(const Event& event, std::string_view number) {
  return event.kind == kErase && argument(event, "teacher_number").text == number;
}

std::string number_of(Desk& desk, std::int64_t teacher) {
  auto find = desk.db.statement("SELECT number FROM teacher WHERE row = ?");
  find.with(teacher);
  return find.step() ? std::string{find.text(0)} : std::string{};
}

}  // namespace

std::vector<Event> events(Desk& desk, const Permit& permit, const EventFilter& filter) {
  const auto wanted = filter.teacher ? events_of(desk, *filter.teacher) : std::set<std::int64_t>{};
  const auto number = filter.teacher ? number_of(desk, *filter.teacher) : std::string{};
  std::vector<Event> out;
  auto rows = desk.db.statement("SELECT seq, body FROM event ORDER BY seq");
  while (rows.step()) {
    auto event = from_body(rows.blob(1));
    if (!event || (!filter.actor.empty() && event->actor != filter.actor)) continue;
    if (filter.teacher && !wanted.contains(event->seq) && !erases_of(*event, number)) continue;
    if (!filter.since.empty() && event->t.substr(0, 10) < filter.since) continue;
    if ((permit.own() || in_reach(desk, permit, *event)) && seen(permit, *event))
      out.push_back(std::move(*event));
  }
  return out;
}

EventView event(Desk& desk, const Permit& permit, std::int64_t seq) {
  auto row = desk.db.statement("SELECT body, hash FROM event WHERE seq = ?");
  row.with(seq);
  auto body = row.step() ? from_body(row.blob(0)) : std::nullopt;
  if (!body || permit.own() || !in_reach(desk, permit, *body) || !seen(permit, *body)) {
    throw Error{codes::event_not_found, {arg("seq", seq)}};
  }
  EventView out{std::move(*body), to_hex(row.blob(1)), {}};
  const auto tables = desk.tables();
  auto runs = desk.db.statement(
      "SELECT table_id, record, n, version, op FROM item WHERE seq = ? ORDER BY idx");
  runs.with(seq);
  while (runs.step()) {
    const auto table = std::find_if(tables.begin(), tables.end(),
                                    [&](auto* t) { return t->number == runs.integer(0); });
    const auto op = static_cast<std::size_t>(runs.integer(4));
    out.runs.push_back({table == tables.end() ? std::to_string(runs.integer(0)) : (*table)->name,
                        runs.integer(1), runs.integer(2), runs.integer(3),
                        std::string{op < kOps.size() ? kOps[op] : ""}});
  }
  return out;
}

}  // namespace tmis::journal
