// How far the writer of an event reached: asked for every row, so what a table's rows are about is
// found out once, and a permit once for each event.
#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "journal/as_of.h"
#include "journal/org_key.h"
#include "journal/rights.h"

namespace tmis::journal {
namespace {

using access::Subject;
using access::TableSource;

/// Commands that reach as far as another one: an authority sends on what came from below.
constexpr std::array<std::pair<std::string_view, std::string_view>, 1> kReaches = {{
    {"submission send", "submission list"},
}};

std::string reach_of(const Event& event) {
  std::string command = command_of(event);
  for (const auto& [name, other] : kReaches) {
    if (command == name) return std::string{other};
  }
  return command;
}

/// Turning back what another wrote: the rows get states that only he could give.
bool turns_back(const Event& event) { return event.kind == "journal.undo"; }

}  // namespace

const Rights::RowKind& Rights::kind_of(const store::TableDef& table) {
  const auto [known, fresh] = kinds_.try_emplace(table.number);
  RowKind& kind = known->second;
  if (!fresh) return kind;
  using About = RowKind::About;
  constexpr std::array<std::pair<std::string_view, About>, 8> kOwn = {
      {{"teacher", About::teacher},
       {"item_state", About::state},
       {"grant_role", About::grant},
       {"account_key", About::key},
       {"account", About::account},
       {"organisation", About::organisation},
       {"identity_claim", About::claim},
       {"declared_different", About::pair}}};
  for (const auto& [name, about] : kOwn) {
    if (table.name == name) kind.about = about;
  }
  if (case_kind(table.name) != nullptr) kind.about = About::process;
  for (std::size_t i = 0; i < table.columns.size() && kind.about == About::nobody; ++i) {
    if (table.columns[i].name == "teacher") kind = {About::dossier, i, source_of(table.number)};
  }
  if (kind.source == TableSource::any) kind.source = TableSource::teacher;
  return kind;
}

/// What is wrong with writing into this dossier: it is out of reach, or the writer's own where that
/// is excluded, or a reason is due and missing. Nullptr: nothing.
const Code* Rights::refusal(Judged& by, TableSource source, std::int64_t teacher) {
  const Event& event = *by.event;
  const std::int64_t org = people_.teacher_org(teacher, before(event));
  Subject subject;
  subject.source = source;
  if (by.reach.empty()) {
    by.reach = reach_of(event);
    by.asks_side = matrix(event.tool).asks_side(by.reach, event.role);
  }
  if (by.asks_side) {
    if (!by.of || (by.of->teacher && by.of->teacher != teacher)) return &codes::journal_reach;
    subject.parties = by.of->parties;
  }
  auto known = by.permits.find(source);
  if (known == by.permits.end()) {
    known = by.permits.emplace(source, ask(event, by.account, by.reach, subject)).first;
  }
  const Code* refused = &codes::denied_relation;
  if (known->second) {
    if (known->second->lacks_reason(event.reason)) return &codes::journal_reason;
    refused = known->second->refusal(teacher, org);
  }
  if (refused == nullptr) return nullptr;
  if (refused == &codes::denied_own_dossier) return &codes::journal_own_dossier;
  subject.teacher = teacher;
  subject.teacher_org = org;
  return ask(event, by.account, by.reach, subject) ? nullptr : &codes::journal_reach;
}

/// Whether the writer may give roles and new passwords at this organisation.
bool Rights::rules_account(Judged& by, std::int64_t org, const std::string& role) {
  const Event& event = *by.event;
  Subject subject;
  subject.org = org;
  subject.account_role = role;
  if (ask(event, by.account, "accounts staff", subject)) return true;
  const auto who = actor(event, by.account);
  return who && matrix(event.tool)
                    .allows(people_.staffed_tree(before(event)), *who, "accounts staff", subject);
}

/// Nullptr: it is one of the program's own tables.
const schema::FieldSet* Rights::field_set(std::int64_t table) const {
  const auto& all = desk_.catalogue.all();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& set) { return set.number == table; });
  return found == all.end() ? nullptr : &*found;
}

TableSource Rights::source_of(std::int64_t table) const {
  const auto* set = field_set(table);
  if (set == nullptr) return TableSource::any;
  return set->from_school() ? TableSource::school : TableSource::teacher;
}

std::int64_t Rights::teacher_of(std::int64_t table, std::int64_t record) {
  const auto* set = field_set(table);
  if (set == nullptr) return 0;
  auto live = desk_.db.statement("SELECT teacher FROM \"" + set->id + "\" WHERE row = ?");
  live.with(record);
  return live.step() ? live.integer(0) : journal::teacher_of(desk_.db, desk_.table(*set), record);
}

std::optional<Objection> Rights::against_row(std::int64_t seq, const store::TableDef& table,
                                             const RowVersion& row, Op op, const Values& columns) {
  Judged& by = judged(seq);
  if (!by.event || seq == 0) return std::nullopt;
  const RowKind& kind = kind_of(table);
  if (by.recovery) return against_recovery(*by.event, kind.about, table, row, op, columns);
  TableSource source = kind.source;
  std::int64_t teacher = 0;
  switch (kind.about) {
    case RowKind::About::nobody:
      return std::nullopt;
    case RowKind::About::organisation:
      return against_organisation(by, row);
    case RowKind::About::claim:
      return against_claim(by, table, row, columns);
    case RowKind::About::process:
      return against_case(by, table, row, columns);
    case RowKind::About::pair:  // both dossiers have to be in reach
      if (const Code* code = refusal(by, source, columns[1].number))
        return objection(*code, *by.event);
      teacher = columns[0].number;
      break;
    case RowKind::About::grant:
    case RowKind::About::key:
    case RowKind::About::account:
      return against_people(by, kind.about, table, row, op, columns);
    case RowKind::About::state:
      teacher = teacher_of(columns[0].number, columns[1].number);
      source = source_of(columns[0].number);
      break;
    case RowKind::About::teacher:
      teacher = row.record;
      break;
    case RowKind::About::dossier:
      if (columns[kind.teacher].is_null()) return std::nullopt;
      teacher = columns[kind.teacher].number;
      break;
  }
  if (teacher == 0 && kind.about == RowKind::About::state) return std::nullopt;  // it was erased
  if (const Code* code = refusal(by, source, teacher)) return objection(*code, *by.event);
  if (kind.about == RowKind::About::dossier) return against_credits(by, table, row, op, columns);
  return kind.about == RowKind::About::state ? against_state(by, table, row, columns)
                                             : std::nullopt;
}

std::optional<Objection> Rights::against_erasure(std::int64_t seq, const store::TableDef& table,
                                                 std::int64_t record) {
  Judged& by = judged(seq);
  if (!by.event) return std::nullopt;
  const Objection none{&codes::journal_erased, {}};
  if (by.event->kind != kErase || source_of(table.number) == TableSource::any) return none;
  const std::int64_t teacher = teacher_of(table.number, record);
  if (teacher == 0) return std::nullopt;
  const Code* code = refusal(by, source_of(table.number), teacher);
  return code == nullptr ? std::nullopt : std::optional{objection(*code, *by.event)};
}

/// Nobody passes an item while filling in; what was opened again and is handed in untouched is
/// passed as it was.
std::optional<Objection> Rights::against_state(Judged& by, const store::TableDef& table,
                                               const RowVersion& row, const Values& columns) {
  static const std::size_t state = store::program_table("item_state").column("state");
  const Event& event = *by.event;
  const bool fills = event.meaning.empty() || event.meaning == "fill";
  if (columns[state].text != "audited" || turns_back(event)) return std::nullopt;
  Subject subject;
  subject.teacher = teacher_of(columns[0].number, columns[1].number);
  if (!fills) return against_same_hand(by, *subject.teacher, columns);
  subject.teacher_org = people_.teacher_org(*subject.teacher, before(event));
  if (ask(event, by.account, "audit pass", subject)) return std::nullopt;
  if (before_was(table, row, "state", "reopened") && same(table, row, {"audited_version"}))
    return std::nullopt;
  return objection(codes::journal_reach, event);
}

/// Where an organisation wanted four eyes, nobody passed what he had typed for a teacher himself.
std::optional<Objection> Rights::against_same_hand(Judged& by, std::int64_t teacher,
                                                   const Values& columns) {
  static const std::size_t passed = store::program_table("item_state").column("audited_version");
  const Event event = *by.event;  // judging another may drop this one
  if (event.kind != "audit.pass" || source_of(columns[0].number) != TableSource::teacher ||
      !wants_four_eyes(event, people_.teacher_org(teacher, before(event))))
    return std::nullopt;
  const schema::FieldSet& set = *field_set(columns[0].number);
  for (const auto& version : versions(desk_.db, desk_.table(set), columns[1].number)) {
    if (version.row.version != columns[passed].number) continue;
    const auto& typed = judged(version.seq).event;
    if (typed && typed->actor == event.actor) return objection(codes::journal_same_hand, event);
  }
  return std::nullopt;
}

bool Rights::wants_four_eyes(const Event& event, std::int64_t org) {
  const auto& table = store::program_table("org_policy");
  if (!four_eyes_anywhere_) {
    four_eyes_anywhere_ = false;
    for (const char* sql :
         {"SELECT 1 FROM org_policy LIMIT 1", "SELECT 1 FROM history WHERE table_id = ? LIMIT 1"}) {
      auto any = desk_.db.statement(sql);
      if (std::string_view{sql}.ends_with("? LIMIT 1")) any.with(std::int64_t{table.number});
      if (any.step()) four_eyes_anywhere_ = true;
    }
  }
  if (!*four_eyes_anywhere_) return false;
  std::set<std::int64_t> wanted;
  each_row(desk_.db, {table, {"org", "policy", "value"}, before(event)}, [&](const PastRow& row) {
    if (row.values[1].text == kFourEyes && row.values[2].number != 0)
      wanted.insert(row.values[0].number);
  });
  const auto& tree = people_.tree(before(event));
  for (auto at = std::optional{org}; at;) {
    if (wanted.contains(*at)) return true;
    const auto* here = tree.find(*at);
    at = here == nullptr ? std::nullopt : here->parent;
  }
  return false;
}

/// Whether the version of a row before this one had this text in a column.
bool Rights::before_was(const store::TableDef& table, const RowVersion& row,
                        std::string_view column, std::string_view text) {
  for (const auto& version : versions(desk_.db, table, row.record)) {
    if (version.row.version + 1 == row.version)
      return !version.gone && version.columns[table.column(column)].text == text;
  }
  return false;
}

/// Whether this version of a row has in these columns what the one before had.
bool Rights::same(const store::TableDef& table, const RowVersion& row,
                  std::initializer_list<std::string_view> columns) {
  const auto all = versions(desk_.db, table, row.record);
  const auto here = std::find_if(all.begin(), all.end(),
                                 [&](const auto& v) { return v.row.version == row.version; });
  if (here == all.begin() || here == all.end() || here->gone) return false;
  return std::all_of(columns.begin(), columns.end(), [&](std::string_view name) {
    const std::size_t column = table.column(name);
    return here->columns[column] == (here - 1)->columns[column];
  });
}

/// Keys come from their owners, roles and new accounts from those who may give them.
std::optional<Objection> Rights::against_people(Judged& by, RowKind::About about,
                                                const store::TableDef& table, const RowVersion& row,
                                                Op op, const Values& columns) {
  const Event& event = *by.event;
  const auto value = [&](std::string_view name) { return columns[table.column(name)]; };
  const auto role_of = [&](std::int64_t account) {
    return std::string{people_.holds(account, "sysadmin", event.seq) ? "sysadmin" : ""};
  };
  bool may = true;
  if (about == RowKind::About::grant) {
    may = rules_account(by, value("org").number, value("role").text) ||
          (op == Op::withdraw && moves_away(by, value("account").number, value("org").number));
    if (may && op == Op::insert) return against_grants(event, value("account").number);
  } else if (about == RowKind::About::key) {
    const std::int64_t owner = value("account").number;
    if (owner == by.account.row) return std::nullopt;
    const auto account = people_.account(owner, event.seq);
    // A service can't make its own key: it comes with the account.
    const bool with_service = account && account->service && account->made == event.seq;
    may = account && (row.version > 1 || with_service) &&
          (takes_over(by, account->teacher) || rules_account(by, account->org, role_of(owner)));
  } else {
    const bool takes_own = value("name").is_null() && !value("teacher").is_null() &&
                           takes_over(by, value("teacher").number);
    may = row.record == by.account.row || takes_own ||
          (row.version > 1 && same(table, row, {"state", "initial"})) ||
          rules_account(by, value("org").number, role_of(row.record));
  }
  return may ? std::nullopt : std::optional{objection(codes::journal_reach, event)};
}

/// Who comes from another file gets an account, by the case that takes him over.
bool Rights::takes_over(const Judged& by, std::optional<std::int64_t> teacher) {
  return teacher && by.of && by.of->teacher == teacher && command_of(*by.event) == "transfer take";
}

/// A transfer ends the roles that the person held at the school that let go.
bool Rights::moves_away(const Judged& by, std::int64_t account, std::int64_t org) {
  if (!by.of || !by.of->teacher || command_of(*by.event) != "transfer take") return false;
  const auto known = people_.account(account, before(*by.event));
  const auto parts = by.of->facts(org);
  return known && known->teacher == by.of->teacher &&
         std::find(parts.begin(), parts.end(), "from-school") != parts.end();
}

/// Another key of an organisation comes from its own administrator, with the word of the key
/// before.
std::optional<Objection> Rights::against_organisation(Judged& by, const RowVersion& row) {
  if (row.version == 1) return std::nullopt;
  const Event& event = *by.event;
  const auto all = renewals(desk_, row.record);
  const bool same_key =
      std::none_of(all.begin(), all.end(), [&](const Renewal& r) { return r.seq == event.seq; });
  if (same_key) return std::nullopt;
  Subject subject;
  subject.org = row.record;
  if (renews_organisation(event) && renewed_by(all, event.seq) &&
      ask(event, by.account, std::string{kRenewCommand}, subject))
    return std::nullopt;
  return objection(codes::journal_org_key, event);
}

/// Roles that exclude each other, held by one account at one organisation after the event.
std::optional<Objection> Rights::against_grants(const Event& event, std::int64_t row) {
  const auto account = people_.account(row, event.seq);
  if (!account) return std::nullopt;
  try {
    matrix(event.tool).check_grants(people_.tree(event.seq), people_.grants(*account, event.seq));
    return std::nullopt;
  } catch (const Error& e) {
    if (&e.code() != &codes::role_exclusive) throw;
    Args what = e.args();
    what.push_back(arg("login", account->login));
    return Objection{&codes::journal_exclusive, std::move(what)};
  }
}

/// The recovery key names a new system administrator: one account, by the name that the event says,
/// gets an initial password and the role, and loses the keys it had.
std::optional<Objection> Rights::against_recovery(const Event& event, RowKind::About about,
                                                  const store::TableDef& table,
                                                  const RowVersion& row, Op op,
                                                  const Values& columns) {
  const auto value = [&](std::string_view name) { return columns[table.column(name)]; };
  const std::string named = argument(event, "login").text;
  const auto is_named = [&](std::int64_t account) {
    const auto known = people_.account(account, event.seq);
    return known && known->login == named;
  };
  bool right = false;
  if (about == RowKind::About::account) {
    right = value("login").text == named && value("state").text == "initial" &&
            !value("name").is_null() && value("commands").is_null() &&
            (op == Op::insert ||
             (op == Op::update && same(table, row, {"login", "name", "teacher", "org"})));
  } else if (about == RowKind::About::grant) {
    right =
        op == Op::insert && value("role").text == "sysadmin" && is_named(value("account").number);
  } else if (about == RowKind::About::key) {
    right = op == Op::update && value("state").text == "revoked" &&
            is_named(value("account").number) && same(table, row, {"account", "key_id"});
  }
  if (!right) return Objection{&codes::journal_recovery, {arg("login", named)}};
  return about == RowKind::About::grant ? against_grants(event, value("account").number)
                                        : std::nullopt;
}

}  // namespace tmis::journal
