// The items are read under the write lock, judged one by one, and written in one event.
#include "workflow/audit.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/bulk.h"
#include "base/error.h"
#include "dossier/opening.h"
#include "journal/as_of.h"
#include "journal/rights.h"
#include "people/policy.h"
#include "store/second_reader.h"
#include "workflow/item_states.h"
#include "workflow/originals.h"

namespace tmis::workflow {
namespace {

using dossier::Item;
using schema::FieldSet;

/// What was asked for: the permit for it, and the dossier when one is named.
struct Request {
  Permit permit;
  std::optional<people::Person> teacher;
  std::optional<dossier::RecordId> record;
  const FieldSet* set = nullptr;
};

Request request(Desk& desk, std::string_view command, const ItemFilter& filter) {
  const FieldSet* set = filter.set.empty() ? nullptr : &desk.catalogue.at(filter.set);
  std::optional<dossier::RecordId> record;
  std::string teacher = filter.teacher;
  if (!filter.record.empty()) {
    record = dossier::record_id(desk, filter.record);
    const Item item = dossier::item(desk, *record);
    const auto person = people::person(desk, item.teacher);
    if (teacher.empty()) teacher = person.number;
  }
  if (teacher.empty() && !filter.all) {
    const std::string_view ways =
        command == "audit pass" ? "--teacher T | --record ID | --all" : "--teacher T | --record ID";
    throw Error{codes::usage_missing, {arg("what", ways), arg("command", command)}};
  }
  if (teacher.empty()) {
    return {desk.permit(command, people::subject_of(desk, filter.org)), std::nullopt, std::nullopt,
            set};
  }
  auto admitted = people::admit(desk, command, teacher);
  return {std::move(admitted.permit), std::move(admitted.person), record, set};
}

/// Teachers of the organisation by row, read once.
using Persons = std::unordered_map<std::int64_t, people::Person>;
Persons persons_by_row(Desk& desk, const Permit& permit) {
  Persons out;
  for (auto& p : people::persons(desk, permit)) {
    const auto row = p.row;
    out.emplace(row, std::move(p));
  }
  return out;
}

/// The actor's own submitted items, which a batch may not touch but names.
std::vector<Item> own_items(Desk& desk, const ItemFilter& filter, const Request& request) {
  std::vector<Item> out;
  if (!request.permit.limited(access::Limit::not_own) || !desk.actor.teacher) return out;
  if (!request.permit.reaches(desk.actor.teacher_org.value_or(0))) return out;
  if (!filter.department.empty() &&
      people::person(desk, *desk.actor.teacher).department != filter.department)
    return out;
  for (Item& item : dossier::items(desk, *desk.actor.teacher)) {
    if (item.state == "submitted" && (request.set == nullptr || request.set == item.set))
      out.push_back(std::move(item));
  }
  return out;
}

/// Of a batch: whether a department was named, and who is in it.
std::optional<std::unordered_set<std::int64_t>> department(Desk& desk, const ItemFilter& filter,
                                                           const Permit& permit) {
  if (filter.department.empty()) return std::nullopt;
  std::unordered_set<std::int64_t> out;
  for (const auto& p : people::persons(desk, permit, filter.department)) out.insert(p.row);
  return out;
}

std::vector<Item> candidates(Desk& desk, const ItemFilter& filter, const Request& request) {
  std::vector<Item> out;
  if (!filter.records.empty()) {
    for (Item& item : dossier::items(desk, request.teacher->row)) {
      const bool named = std::any_of(
          filter.records.begin(), filter.records.end(),
          [&](const auto& id) { return id.set == item.set && id.record == item.record; });
      if (named) out.push_back(std::move(item));
    }
  } else if (request.record) {
    out.push_back(dossier::item(desk, *request.record));
    if (out.back().teacher != request.teacher->row) {
      throw Error{codes::record_not_found, {arg("id", out.back().id())}};
    }
  } else if (request.teacher) {
    for (Item& item : dossier::items(desk, request.teacher->row)) {
      if (request.set == nullptr || request.set == item.set) out.push_back(std::move(item));
    }
  } else {
    const auto among = department(desk, filter, request.permit);
    for (const FieldSet& set : desk.catalogue.all()) {
      if (request.set != nullptr && request.set != &set) continue;
      dossier::each_item(desk, set, request.permit, [&](const Item& item) {
        if (item.state == "submitted" && (!among || among->contains(item.teacher)))
          out.push_back(item);
      });
    }
  }
  return out;
}

/// One step over many items, in one event.
class Round {
 public:
  Round(Desk& desk, std::string_view step, const ItemFilter& filter, Request request,
        std::string reason, std::string until = {})
      : desk_(desk),
        step_(step),
        filter_(filter),
        request_(std::move(request)),
        reason_(std::move(reason)),
        until_(std::move(until)),
        events_(desk.db) {}

  AuditOutcome run() {
    journal::EventArgs args;
    if (request_.teacher) args.emplace_back("teacher", Value{request_.teacher->number});
    if (request_.set != nullptr) args.emplace_back("set", Value{request_.set->id});
    if (!filter_.department.empty()) args.emplace_back("department", Value{filter_.department});
    if (!until_.empty()) args.emplace_back("until", Value{until_});
    journal::Transaction tx{desk_, request_.permit, {.args = std::move(args), .reason = reason_}};
    const auto all = candidates(desk_, filter_, request_);
    for (const Item& item : all) take(tx, item);
    if (!request_.teacher) {
      for (const Item& item : own_items(desk_, filter_, request_))
        pass_over(item, codes::denied_own_dossier);
    }
    answer_alone();
    out_.done = static_cast<std::int64_t>(dossiers_.size());
    if (out_.items > 0) out_.event = tx.commit().seq;
    return std::move(out_);
  }

 private:
  void take(journal::Transaction& tx, const Item& item) {
    const auto outcome = dossier::look(item, request_.permit, step_);
    if (outcome.refusal != nullptr) return pass_over(item, *outcome.refusal);
    if (request_.record) {
      out_.id = item.id();
      out_.state = outcome.state;
    }
    if (outcome.unchanged) {
      ++out_.unchanged;
      return;
    }
    if (step_ == "pass" && !item.set->from_school() && typed_by_actor(item)) {
      if (wants_four_eyes(item.teacher)) return pass_over(item, codes::denied_same_hand);
      ++out_.same_hand;
    }
    Item moved = dossier::after(item, outcome);
    if (moved.state == "withdrawn") {
      tx.withdraw(desk_.table(*item.set), item.record);
    } else {
      moved.reason = step_ == "pass" ? "" : reason_;
      if (step_ == "pass") moved.audited_version = moved.version;
      dossier::put_state(tx, moved);
    }
    ++out_.items;
    dossiers_.insert(item.teacher);
  }

  bool typed_by_actor(const Item& item) {
    auto find = desk_.db.statement("SELECT seq FROM \"" + item.set->id + "\" WHERE row = ?");
    find.with(item.record);
    return find.step() && events_.at(find.integer(0)).actor == desk_.actor.login;
  }

  bool wants_four_eyes(std::int64_t teacher) {
    if (!policies_) policies_.emplace(desk_);
    return policies_->of(journal::kFourEyes, person(teacher).org) != 0;
  }

  void pass_over(const Item& item, const Code& code) {
    ++out_.skipped;
    out_.passed_over.push_back(
        {person(item.teacher),
         item,
         &code,
         {arg("state", Machine::of("item").state_text(item.state)),
          arg("command", request_.permit.command()), arg("id", item.id()), arg("allowed", "")}});
  }

  people::Person person(std::int64_t row) {
    if (request_.teacher && request_.teacher->row == row) return *request_.teacher;
    return people::person(desk_, row);
  }

  /// A single one named answers with its own refusal; so does a teacher for whom nothing could be
  /// done.
  void answer_alone() const {
    const bool nothing = out_.items == 0 && out_.unchanged == 0;
    if (filter_.all || !nothing) return;
    if (out_.passed_over.empty()) {
      throw Error{codes::audit_nothing, {arg("teacher", request_.teacher->number)}};
    }
    const PassedOver& first = out_.passed_over.front();
    if (first.code == &codes::denied_same_hand) throw Error{*first.code, first.args};
    dossier::step(first.item, request_.permit, step_);
  }

  Desk& desk_;
  std::string_view step_;
  const ItemFilter& filter_;
  Request request_;
  std::string reason_, until_;
  journal::Events events_;
  std::optional<people::Policies> policies_;  // asked for when somebody passes his own hand
  std::unordered_set<std::int64_t> dossiers_;
  AuditOutcome out_;
};

void want_reason(const std::string& reason, std::string_view command) {
  if (reason.empty())
    throw Error{codes::usage_missing, {arg("what", "--reason"), arg("command", command)}};
}

void want_day(const std::string& until) {
  if (until.empty() || day_from_iso(until)) return;
  throw Error{codes::usage_value,
              {arg("value", until), arg("option", "--until"), arg("expected", "YYYY-MM-DD")}};
}

}  // namespace

AuditOutcome pass(Desk& desk, const ItemFilter& filter) {
  return Round{desk, "pass", filter, request(desk, "audit pass", filter), ""}.run();
}

AuditOutcome give_back(Desk& desk, const ItemFilter& filter, const std::string& reason,
                       const std::string& until) {
  want_reason(reason, "audit return");
  want_day(until);
  return Round{desk, "return", filter, request(desk, "audit return", filter), reason, until}.run();
}

AuditOutcome reopen(Desk& desk, const ItemFilter& filter, const std::string& reason,
                    const std::string& until) {
  want_reason(reason, "audit reopen");
  want_day(until);
  return Round{desk, "reopen", filter, request(desk, "audit reopen", filter), reason, until}.run();
}

namespace {

/// What the lists show beside the item itself.
class Lines {
 public:
  Lines(Desk& desk, const Permit& permit) : desk_(desk), events_(desk.db), permit_(permit) {}

  QueueLine line(const people::Person& teacher, const Item& item) {
    QueueLine out{teacher, item, "", false, false};
    out.since = events_.day(std::max(item.seq, item.state_seq));
    out.same_hand =
        !item.set->from_school() && !item.business && events_.at(item.seq).role == "manager";
    out.original_pending = pending_of(teacher).contains(item.set->id);
    out.by = events_.at(item.seq).actor;
    if (const auto open = dossier::opening(desk_, item); open && open->until)
      out.until = to_iso(*open->until);
    return out;
  }

 private:
  /// Tables of the teacher whose originals have not all been seen. Asked for one after the other
  /// while they are few, then for all at once.
  const std::unordered_set<std::string>& pending_of(const people::Person& teacher) {
    constexpr std::size_t kFew = 50;
    if (const auto known = pending_.find(teacher.row); known != pending_.end() || read_all_)
      return known != pending_.end() ? known->second : pending_[teacher.row];
    read_all_ = pending_.size() >= kFew;
    const auto missing =
        missing_originals(desk_, permit_, read_all_ ? std::nullopt : std::optional{teacher.row});
    for (const auto& m : missing) {
      for (const auto& set : m.sets) pending_[m.teacher.row].insert(set);
    }
    return pending_[teacher.row];
  }

  Desk& desk_;
  journal::Events events_;
  const Permit& permit_;
  bool read_all_ = false;
  std::unordered_map<std::int64_t, std::unordered_set<std::string>> pending_;
};

}  // namespace

std::vector<QueueLine> queue(Desk& desk, const Permit& permit, const QueueFilter& filter) {
  const Persons persons = persons_by_row(desk, permit);
  std::vector<Item> items;
  for (const FieldSet& set : desk.catalogue.all()) {
    dossier::each_item(
        desk, set, permit, [&](const Item& item) { items.push_back(item); }, filter.state);
  }
  std::vector<QueueLine> out;
  Lines lines{desk, permit};
  for (const Item& item : items) {
    const auto person = persons.find(item.teacher);
    if (person == persons.end()) continue;
    if (!filter.department.empty() && person->second.department != filter.department) continue;
    out.push_back(lines.line(person->second, item));
  }
  std::stable_sort(out.begin(), out.end(), [](const QueueLine& a, const QueueLine& b) {
    return std::tie(a.teacher.org_code, a.teacher.department, a.teacher.row) <
           std::tie(b.teacher.org_code, b.teacher.department, b.teacher.row);
  });
  return out;
}

QueuePage queue_page(Desk& desk, const Permit& permit, const QueueFilter& filter,
                     std::size_t most) {
  ItemStates states{desk, journal::kNow, std::nullopt, ItemStates::Reading::later};
  store::SecondReader second{desk.db, journal::head_seq,
                             [&](store::Database& db) { states.read(db); }};
  const auto persons = people::persons(desk, permit, filter.department);  // in the queue's order
  std::unordered_map<std::int64_t, std::uint32_t> place;
  for (std::size_t i = 0; i < persons.size(); ++i)
    place[persons[i].row] = static_cast<std::uint32_t>(i);
  struct Found {
    std::uint32_t person;
    dossier::RecordId id;
  };
  // Read whole while the second thread reads the states.
  std::vector<BulkVector<Found>> rows_of;
  for (const FieldSet& set : desk.catalogue.all()) {
    auto& found = rows_of.emplace_back();
    // From the index on teacher and key, a tenth of the table.
    auto rows = desk.db.statement("SELECT teacher, row FROM \"" + set.id + "\"");
    while (rows.step()) {
      const auto person = place.find(rows.integer(0));
      if (person != place.end()) found.push_back({person->second, {&set, rows.integer(1)}});
    }
  }
  second.finish();
  BulkVector<Found> all;
  for (const auto& rows : rows_of) {
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(all), [&](const Found& found) {
      return name(states.of(*found.id.set, found.id.record, 0).state) == filter.state;
    });
  }
  QueuePage page;
  page.total = all.size();
  most = std::min(most, all.size());
  const auto order = [](const Found& w) { return std::tuple{w.person, w.id.set, w.id.record}; };
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most), all.end(),
                    [&](const Found& a, const Found& b) { return order(a) < order(b); });
  Lines lines{desk, permit};
  for (std::size_t i = 0; i < most; ++i)
    page.lines.push_back(lines.line(persons[all[i].person], dossier::item(desk, all[i].id)));
  return page;
}

std::vector<QueueLine> items_of(Desk& desk, const Permit& permit, const people::Person& teacher) {
  std::vector<QueueLine> out;
  Lines lines{desk, permit};
  for (const Item& item : dossier::items(desk, teacher.row))
    out.push_back(lines.line(teacher, item));
  return out;
}

}  // namespace tmis::workflow
