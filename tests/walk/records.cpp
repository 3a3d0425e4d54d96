// Steps in a dossier. Items are known by the ids that the program gave them; signatures and
// completeness are followed as long as nothing but hands wrote the dossier.
#include <algorithm>
#include <array>

#include "base/codes.h"
#include "dossier/edit.h"
#include "dossier/item.h"
#include "journal/field_rows.h"
#include "journal/versions.h"
#include "walk.h"
#include "workflow/audit.h"
#include "workflow/originals.h"
#include "workflow/signature.h"

namespace tmis::walk {
/// Why somebody may not write into a dossier or audit it; empty: he may.
std::string Walk::refused_writer(Id actor, Id teacher, bool school_table, bool audits) const {
  const bool school = !m_.manages(actor, "school").empty();
  if (audits && !school) return "denied.role:4";
  if (!audits && !school && !m_.teaches(actor)) return "denied.role:4";
  if (school_table && !school) return "denied.source:4";
  if (audits && m_.own(actor, teacher)) return "denied.own-dossier:4";
  if (!m_.manages_in(actor, "school", m_.teachers[teacher].org) &&
      (audits || school_table || !(m_.teaches(actor) && m_.own(actor, teacher))))
    return "teacher.not-found:6";
  if (m_.on_the_way(teacher)) return "dossier.in-transfer:5";
  return {};
}

std::string Walk::closed(Id teacher) const {
  return m_.gone(teacher, today()) ? "dossier.closed:5" : "";
}

/// A row as an import by the manager at the desk would write it.
void Walk::put_row(const std::string& set_id, Id teacher,
                   const std::map<std::string, std::string>& fields) {
  Desk& desk = place_.desk;
  const auto& set = desk.catalogue.at(set_id);
  Values values(set.fields.size());
  for (const auto& [id, value] : fields) values[set.field_index(id).value()] = Value{value};
  journal::RecordHead head{row(teacher), journal::record_key(set, desk.hash_key(set), values), true,
                           "", ""};
  journal::Sealer sealer{desk, set};
  sealer.prepare(head.teacher);
  Values columns;
  journal::Transaction tx{desk, desk.permit("record submit"), {.kind = "record.import"}};
  sealer.columns(head, values, tx.next_record(desk.table(set)), columns);
  tx.insert(desk.table(set), columns);
  tx.commit();
}

/// Everything that the form stars: one row a table, "none" where that is possible.
void Walk::fill_dossier(Id teacher) {
  Desk& desk = place_.desk;
  for (const auto& set : desk.catalogue.all()) {
    if (!set.starred()) continue;
    if (set.with_role("identity_number")) {
      const auto known = journal::find_record(desk, set, "r.teacher = ?", row(teacher)).value();
      Values values = known.values, columns;
      values[set.field_index("native_place").value()] = Value{"长沙"};
      journal::RecordHead head = known.head;
      head.complete = true;
      journal::Sealer{desk, set}.columns(head, values, known, columns);
      journal::Transaction tx{
          desk, desk.permit("record submit"), {.reason = kReason, .kind = "record.edit"}};
      tx.update(desk.table(set), known.row, columns);
      tx.commit();
      continue;
    }
    std::map<std::string, std::string> none;
    if (set.none_row) {
      none[set.fields[set.none_row->field].id] = set.none_row->value.text;
      for (const auto& rule : set.originals) {
        if (rule.unless) none[set.fields[rule.unless->field].id] = rule.unless->value.text;
      }
    }
    put_row(set.id, teacher, none);
  }
}

/// The ids that the program gave; their states are the model's affair.
void Walk::learn_items(Id teacher) {
  Teacher& t = m_.teachers[teacher];
  for (const auto& item : dossier::items(place_.desk, row(teacher))) {
    if (item.business || t.items.contains(item.id())) continue;
    const bool school = item.set->from_school();
    t.items[item.id()] = {item.id(), item.set->id, school ? "submitted" : "draft", school};
  }
}

Id Walk::item_manager(Id teacher) const {
  for (const Id a : m_.managers(m_.teachers[teacher].org)) {
    if (!plural(a) && m_.actors[a].teacher == kNobody) return a;
  }
  return kNobody;
}

void Walk::fill(const Step& s) {
  const Id t = teacher(s), actor = item_manager(t);
  if (m_.teachers[t].filled || m_.on_the_way(t) || m_.gone(t, today())) return;
  const auto got = answer(actor, [&] {
    fill_dossier(t);
    return std::string{"filled"};
  });
  expect("fill " + number(t), actor, "filled", got);
  m_.touch(t, false);
  m_.teachers[t].filled = true;
  for (const char* set : kSigned) m_.other_content(t, set);
  learn_items(t);
}

/// What is there is passed, its originals are seen and signed for, in one go.
void Walk::complete(const Step& s) {
  const Id t = teacher(s), actor = item_manager(t);
  Teacher& of = m_.teachers[t];
  fill(s);
  if (!of.filled || m_.on_the_way(t) || m_.gone(t, today())) return;
  for (const auto& [id, item] : of.items) {
    const bool kept_open = item.school && item.state == "reopened";  // no submission takes it along
    if (item.state == "returned" || item.removal || kept_open) return;
  }
  Desk& desk = place_.desk;
  const auto got = answer(actor, [&] {
    dossier::submit(desk, number(t));
    workflow::pass(desk, {.teacher = number(t)});
    const auto missing = workflow::missing_originals(desk, desk.permit("evidence missing"), row(t));
    for (const auto& m : missing)
      workflow::add_original(desk, {number(t), m.kind, "A-" + number(t), "", true});
    for (const auto& set : workflow::sign_sets(desk))
      workflow::record_signature(desk, number(t), set.id, "2017-0001");
    return std::string{"complete"};
  });
  expect("complete " + number(t), actor, "complete", got);
  bool moved = false;
  for (auto& [id, item] : of.items) {
    moved = moved || item.state != "audited";
    item.state = "audited";
    item.audited_before = item.untouched = true;
  }
  if (moved) m_.touch(t, false);
  of.complete = Known::yes;
  for (const char* set : kSigned) of.signatures[set] = "signed";
}

void Walk::add_paper(const Step& s) {
  const Id t = teacher(s);
  std::vector<Id> right = m_.managers(m_.teachers[t].org);
  right.push_back(m_.actor_of(t));
  const Id actor = choose(s, right);
  std::string want = refused_writer(actor, t, false, false);
  if (want.empty()) want = closed(t);
  if (want.empty()) want = "draft";
  std::string id;
  const auto got = answer(actor, [&] {
    const auto done =
        dossier::add(place_.desk, "paper", number(t), {{"name", unique("论文")}}, kReason);
    id = done.id;
    return done.state;
  });
  expect("record add paper " + number(t), actor, want, got);
  if (refused(got)) return;
  m_.touch(t, false);
  m_.other_content(t, "paper");
  m_.teachers[t].items[id] = {id, "paper", "draft"};
}

/// One that is there, and who is to change it; nothing when the teacher has none.
std::optional<Walk::ChosenPaper> Walk::choose_paper(const Step& s) {
  const Id t = teacher(s);
  std::vector<Item*> papers;
  for (auto& [id, item] : m_.teachers[t].items) {
    if (item.set == "paper") papers.push_back(&item);
  }
  if (papers.empty()) return std::nullopt;
  std::vector<Id> right = m_.managers(m_.teachers[t].org);
  right.push_back(m_.actor_of(t));
  const Id actor = choose(s, right);
  std::string want = refused_writer(actor, t, false, false);
  if (want.empty()) want = closed(t);
  return ChosenPaper{t, actor, *papers[s.choice % papers.size()], want};
}

void Walk::edit_paper(const Step& s) {
  auto chosen = choose_paper(s);
  if (!chosen) return add_paper(s);
  auto& [t, actor, item, want] = *chosen;
  const bool by_teacher = m_.teaches(actor);
  if (want.empty()) {
    want = item.state == "submitted" ? (by_teacher ? "record.submitted:5" : "submitted")
           : item.state == "audited" ? (by_teacher ? "record.audited:5" : "submitted")
                                     : "draft";
  }
  const auto got = answer(actor, [&] {
    return dossier::edit(place_.desk, item.id, {{"journal_name", unique("学报")}}, kReason).state;
  });
  expect("record edit " + item.id, actor, want, got);
  if (refused(got)) return;
  m_.touch(t, false);
  m_.other_content(t, item.set);
  item.state = got;
  item.removal = item.untouched = false;
}

void Walk::remove_paper(const Step& s) {
  auto chosen = choose_paper(s);
  if (!chosen) return add_paper(s);
  auto& [t, actor, item, want] = *chosen;
  const bool by_teacher = m_.teaches(actor);
  if (want.empty()) {
    const bool in_audit = item.state == "submitted" || item.state == "audited";
    if (in_audit && by_teacher) {
      want = "record." + item.state + ":5";
    } else if (item.removal) {
      want = "=";
    } else if (item.state == "audited" || (item.state == "submitted" && item.audited_before)) {
      want = "submitted";
    } else {
      want = item.audited_before ? "draft" : "withdrawn";
    }
  }
  const auto got = answer(actor, [&] {
    const auto done = dossier::remove(place_.desk, item.id, kReason);
    return done.unchanged ? "=" : done.state;
  });
  expect("record remove " + item.id, actor, want, got);
  if (refused(got) || got == "=") return;
  m_.touch(t, false);
  item.state = got;
  item.removal = true;
  if (got != "withdrawn") return;
  m_.other_content(t, item.set);
  m_.teachers[t].items.erase(std::string{item.id});
}

void Walk::add_year(const Step& s) {
  const Id t = teacher(s);
  const Id actor = choose(s, m_.managers(m_.teachers[t].org));
  const std::string year = std::to_string(1990 + s.choice % 26);
  std::string want = refused_writer(actor, t, true, false);
  if (want.empty()) want = closed(t);
  if (want.empty()) want = m_.teachers[t].years.contains(year) ? "record.exists:5" : "submitted";
  std::string id;
  const auto got = answer(actor, [&] {
    const auto done = dossier::add(place_.desk, "annual_assessment", number(t),
                                   {{"year", year}, {"result", "2"}}, kReason);
    id = done.id;
    return done.state;
  });
  expect("record add annual_assessment " + number(t) + " " + year, actor, want, got);
  if (refused(got)) return;
  m_.touch(t, false);
  m_.other_content(t, "annual_assessment");
  m_.teachers[t].years.insert(year);
  m_.teachers[t].items[id] = {id, "annual_assessment", "submitted", true};
}

void Walk::submit(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  std::vector<Id> right = m_.managers(of.org);
  right.push_back(m_.actor_of(t));
  const Id actor = choose(s, right);
  std::string want = refused_writer(actor, t, false, false);
  if (want.empty()) want = closed(t);
  std::map<std::string, std::string> next;
  std::string none = "=";  // what a dossier gets of which nothing can be handed in
  for (const auto& [id, item] : of.items) {
    if (item.school) continue;
    if (item.state == "returned") none = "record.not-corrected:5";
    if (item.state == "draft") next[id] = "submitted";
    if (item.state == "reopened") next[id] = "audited";
  }
  if (want.empty()) want = !of.filled ? "record.incomplete:3" : next.empty() ? none : "submitted";
  const auto got = answer(actor, [&] {
    return std::string{dossier::submit(place_.desk, number(t)).items > 0 ? "submitted" : "="};
  });
  expect("record submit " + number(t), actor, want, got);
  if (got != "submitted") return;
  m_.touch(t, false);
  for (const auto& [id, state] : next) of.items[id].state = state;
}

void Walk::audit(const Step& s) {
  const Id t = teacher(s);
  Teacher& of = m_.teachers[t];
  const Id actor = choose(s, m_.managers(of.org));
  constexpr std::array<const char*, 4> kSteps = {"pass", "pass", "return", "reopen"};
  const std::string step = kSteps[s.choice % kSteps.size()];
  if (of.items.empty()) return add_paper(s);
  auto at = of.items.begin();
  std::advance(at, s.detail % of.items.size());
  Item& item = at->second;
  std::string want = refused_writer(actor, t, false, true);
  const bool takes_away = item.removal && item.state == "submitted";
  if (want.empty()) {
    want = item_states().at(item.state, step);
    if (takes_away && step == "pass") want = "withdrawn";
    if (takes_away && step == "return" && item.untouched) want = "audited";
  }
  const auto got = answer(actor, [&] {
    const workflow::ItemFilter one{.record = item.id};
    const auto done = step == "pass"     ? workflow::pass(place_.desk, one)
                      : step == "return" ? workflow::give_back(place_.desk, one, kReason)
                                         : workflow::reopen(place_.desk, one, kReason);
    return done.items == 0 ? "=" : done.state;
  });
  expect("audit " + step + " " + item.id, actor, want, got);
  if (refused(got) || got == "=") return;
  m_.touch(t, false);
  item.state = got;
  if (step == "pass") item.audited_before = item.untouched = true;
  if (step != "reopen") item.removal = false;
  if (got != "withdrawn") return;
  m_.other_content(t, item.set);
  of.items.erase(at);
}

}  // namespace tmis::walk
