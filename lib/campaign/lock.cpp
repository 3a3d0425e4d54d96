// Orders and releases are rows; the deadline's own lock is computed from the campaign and the
// clock.
#include "campaign/lock.h"

#include "access/machine.h"
#include "base/error.h"
#include "base/message.h"
#include "journal/transaction.h"
#include "people/organisation.h"

namespace tmis::campaign {
namespace {

using store::program_table;

/// The last order or release that concerns exactly this organisation, or this teacher.
struct Order {
  std::int64_t row = 0;
  std::string state, until, reason, since;
};

std::optional<Order> last_order(Desk& desk, std::int64_t org, std::optional<std::int64_t> teacher) {
  auto rows = desk.db.statement(
      "SELECT l.row, l.state, l.until_day, l.reason, e.body FROM lock_order l JOIN event e ON "
      "e.seq = l.seq "
      "WHERE l.org = ? AND l.teacher IS ? ORDER BY l.seq DESC, l.row DESC LIMIT 1");
  rows.bind(1, org);
  teacher ? rows.bind(2, *teacher) : rows.bind_null(2);
  if (!rows.step()) return std::nullopt;
  const auto event = journal::from_body(rows.blob(4));
  return Order{rows.integer(0), std::string{rows.text(1)}, std::string{rows.text(2)},
               std::string{rows.text(3)}, event ? event->t.substr(0, 10) : ""};
}

/// What concerns a teacher of `org`, the nearest first: his own, his organisation's, those of the
/// authorities above it.
std::vector<Order> orders_over(Desk& desk, std::int64_t org, std::int64_t teacher) {
  std::vector<Order> found;
  const auto add = [&](std::optional<Order> order) {
    if (order) found.push_back(std::move(*order));
  };
  add(last_order(desk, org, teacher));
  add(last_order(desk, org, std::nullopt));
  for (const auto* up = desk.organisations().authority_of(org); up != nullptr;
       up = desk.organisations().authority_of(up->row)) {
    add(last_order(desk, up->row, std::nullopt));
  }
  return found;
}

bool holds(const Order& order, Day today) {
  const auto until = day_from_iso(order.until);
  return !until || today <= *until;
}

const Step* locking_step(const Campaign& campaign) {
  for (const Step& step : campaign.steps) {
    if (step.locks_self_entry) return &step;
  }
  return nullptr;
}

/// The nearest organisation from `org` upward that has a campaign, and its text.
std::optional<std::string> campaign_text(Desk& desk, std::int64_t org) {
  auto find = desk.db.statement(
      "SELECT text FROM campaign WHERE org = ? ORDER BY seq DESC, row DESC LIMIT 1");
  for (auto at = std::optional{org}; at;) {
    find.reset();
    find.with(*at);
    if (find.step()) return std::string{find.text(0)};
    const auto* here = desk.organisations().find(*at);
    at = here ? here->parent : std::nullopt;
  }
  return std::nullopt;
}

Values columns_of(std::int64_t org, std::optional<std::int64_t> teacher, const std::string& state,
                  const std::string& until, const std::string& reason) {
  return {Value{"self-entry"}, Value{org},     teacher ? Value{*teacher} : Value{},
          Value{state},        or_null(until), or_null(reason)};
}

}  // namespace

std::optional<Campaign> campaign_of(Desk& desk, std::int64_t org) {
  const auto text = campaign_text(desk, org);
  return text ? std::optional{read_campaign(*text)} : std::nullopt;
}

people::Made import_campaign(Desk& desk, const std::string& text, const std::string& org_code) {
  const Campaign campaign = read_campaign(text);
  const Permit permit = desk.permit("campaign import", people::subject_of(desk, org_code));
  journal::Transaction tx{desk, permit, {.args = {{"campaign", Value{campaign.id}}}}};
  std::int64_t row = 0;
  {
    auto same = tx.db().statement("SELECT row, text FROM campaign WHERE id = ? AND org = ?");
    same.with(std::string_view{campaign.id}, permit.org());
    if (same.step()) {
      if (same.text(1) == text) return {same.integer(0), -1};
      row = same.integer(0);
    }
  }
  const Values columns{Value{campaign.id}, Value{permit.org()}, Value{text}};
  const auto& table = program_table("campaign");
  if (row == 0) {
    row = tx.insert(table, columns);
  } else {
    tx.update(table, row, columns);
  }
  return {row, tx.commit().seq};
}

namespace {

/// The campaign's own lock, once its window of self-entry has ended.
std::optional<LockState> passed_deadline(Desk& desk, std::int64_t org) {
  const auto campaign = campaign_of(desk, org);
  const Step* step = campaign ? locking_step(*campaign) : nullptr;
  if (step == nullptr || desk.today() <= step->end) return std::nullopt;
  return LockState{"deadline", campaign->id, to_iso(step->end), 0};
}

}  // namespace

LockState lock_state(Desk& desk, std::int64_t org, std::int64_t teacher) {
  const Day today = desk.today();
  LockState released;
  for (const Order& order : orders_over(desk, org, teacher)) {
    if (order.state == "order") return {"order", order.reason, order.since, order.row};
    if (order.state == "released" && holds(order, today) && released.order == 0) {
      released = {"released", order.reason, order.since, order.row};
    }
  }
  if (released.order != 0) return released;
  return passed_deadline(desk, org).value_or(LockState{});
}

std::optional<Args> closed_because(Desk& desk, const people::Person& teacher, bool returned_item) {
  const LockState state = lock_state(desk, teacher.org, teacher.row);
  if (state.state == "open" || state.state == "released") return std::nullopt;
  if (state.state == "deadline" && returned_item) return std::nullopt;
  return Args{arg("why", text(state.state == "order" ? "lock.by-order" : "lock.by-deadline",
                              arg("day", state.since), arg("reason", state.reason)))};
}

void require_open(Desk& desk, const people::Person& teacher, bool returned_item) {
  if (auto why = closed_because(desk, teacher, returned_item))
    throw Error{codes::lock_self_entry, std::move(*why)};
}

std::vector<LockOrder> lock_orders(Desk& desk, const Permit& permit) {
  std::vector<LockOrder> out;
  for (const auto& org : desk.organisations().all()) {
    if (!permit.reaches(org.row) || org.kind != "school") continue;
    if (const auto passed = passed_deadline(desk, org.row)) {
      out.push_back({0, org.code, "", passed->state, passed->since, "", passed->reason});
    }
  }
  auto rows = desk.db.statement(
      "SELECT l.row, l.org, t.number, l.state, l.until_day, l.reason, e.body FROM lock_order l "
      "JOIN event e ON e.seq = l.seq LEFT JOIN teacher t ON t.row = l.teacher ORDER BY l.row");
  while (rows.step()) {
    const auto* org = desk.organisations().find(rows.integer(1));
    if (org == nullptr || !permit.reaches(org->row)) continue;
    const auto event = journal::from_body(rows.blob(6));
    out.push_back({rows.integer(0), org->code, std::string{rows.text(2)}, std::string{rows.text(3)},
                   event ? event->t.substr(0, 10) : "", std::string{rows.text(4)},
                   std::string{rows.text(5)}});
  }
  return out;
}

namespace {

/// Whom a lock or release concerns, and the permit for it.
struct Concerned {
  Permit permit;
  std::int64_t org = 0;
  std::optional<std::int64_t> teacher;
};

Concerned concerned(Desk& desk, std::string_view command, const std::string& org_code,
                    const std::string& teacher) {
  if (teacher.empty()) {
    Permit permit = desk.permit(command, people::subject_of(desk, org_code));
    const std::int64_t org = permit.about();
    return {std::move(permit), org, std::nullopt};
  }
  auto admitted = people::admit(desk, command, teacher);
  return {admitted.permit, admitted.person.org, admitted.person.row};
}

people::Made put(Desk& desk, const Concerned& who, std::string_view step, const std::string& until,
                 const std::string& reason) {
  const LockState now = lock_state(desk, who.org, who.teacher.value_or(0));
  const auto own = last_order(desk, who.org, who.teacher);
  Machine::Facts facts;
  if (passed_deadline(desk, who.org)) facts.push_back("past-deadline");
  const auto outcome = Machine::of("lock").step(now.state, step, facts);
  if (step == "release" && now.state == "order" && (!own || own->row != now.order)) {
    throw Error{codes::lock_other_order, {arg("id", now.order)}};
  }
  const bool other_day = own && own->state == "released" && own->until != until;
  if (outcome.unchanged && !(step == "release" && other_day)) return {now.order, -1};
  // An order that is released leaves what there was before it; only a release from the deadline
  // keeps self-entry open after it.
  const std::string state = outcome.unchanged ? now.state : std::string{outcome.state};
  journal::Transaction tx{
      desk, who.permit, {.args = {{"scope", Value{"self-entry"}}}, .reason = reason}};
  const Values columns = columns_of(who.org, who.teacher, state, until, reason);
  const auto& table = program_table("lock_order");
  std::int64_t row = own ? own->row : 0;
  if (own) {
    tx.update(table, row, columns);
  } else {
    row = tx.insert(table, columns);
  }
  return {row, tx.commit().seq};
}

}  // namespace

people::Made lock(Desk& desk, const std::string& org_code, const std::string& teacher,
                  const std::string& reason) {
  return put(desk, concerned(desk, "lock", org_code, teacher), "lock", "", reason);
}

people::Made release(Desk& desk, const Release& r) {
  if (!r.until.empty() && !day_from_iso(r.until)) {
    throw Error{codes::usage_value,
                {arg("value", r.until), arg("option", "--until"), arg("expected", "YYYY-MM-DD")}};
  }
  if (r.id == "deadline") {
    return put(desk, concerned(desk, "lock release", r.org_code, r.teacher), "release", r.until,
               r.reason);
  }
  auto find = desk.db.statement(
      "SELECT o.code, t.number FROM lock_order l JOIN organisation o ON o.row = l.org "
      "LEFT JOIN teacher t ON t.row = l.teacher WHERE l.row = CAST(? AS INTEGER)");
  find.with(std::string_view{r.id});
  if (!find.step()) throw Error{codes::lock_not_found, {arg("id", r.id)}};
  const std::string org{find.text(0)}, teacher{find.text(1)};
  find.reset();
  return put(desk, concerned(desk, "lock release", org, teacher), "release", r.until, r.reason);
}

}  // namespace tmis::campaign
