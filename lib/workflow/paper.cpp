// The content is hashed as signatures have it, a hash a table, so that a stale sheet can say which
// table has changed.
#include "workflow/paper.h"

#include <array>

#include "base/error.h"
#include "keys/crockford.h"
#include "people/organisation.h"
#include "workflow/content.h"
#include "workflow/standing.h"

namespace tmis::workflow {
namespace {

using schema::FieldSet;

constexpr std::size_t kCodeSymbols = 16;  // the last one checks
/// Who may read a dossier, or print it, may know whose form it is.
constexpr std::array<std::string_view, 2> kKnowing = {"form print", "record show"};

constexpr std::string_view kCredits = "credits/";
constexpr std::size_t kDay = 10;  // YYYY-MM-DD

void add_credits(Desk& desk, std::int64_t teacher, std::string_view kind, std::int64_t at,
                 keys::Hasher& hasher) {
  const std::string_view days = kind.substr(kCredits.size());
  journal::Commitments commitments{desk.db};
  journal::PastQuestion question{store::program_table("credit_entry"), {"end_day"}, at};
  question.where.emplace("teacher", teacher);
  journal::each_row(desk.db, question, [&](const journal::PastRow& row) {
    const std::string& end = row.values[0].text;
    if (end >= days.substr(0, kDay) && end <= days.substr(kDay + 1))
      hasher.update(commitments.at(row.seq, row.idx));
  });
}

/// The hashes of one table, by teacher.
std::unordered_map<std::int64_t, Content> contents_of(Desk& desk, const FieldSet& set,
                                                      std::optional<std::int64_t> teacher,
                                                      std::int64_t at) {
  std::unordered_map<std::int64_t, Content> out;
  journal::Commitments commitments{desk.db};
  journal::PastQuestion question{desk.table(set), {"teacher"}, at};
  if (teacher) question.where.emplace("teacher", *teacher);
  journal::each_row(desk.db, question, [&](const journal::PastRow& row) {
    const auto content = out.try_emplace(row.values[0].number, set.id).first;
    content->second.add(set, row, commitments.at(row.seq, row.idx));
  });
  return out;
}

}  // namespace

PaperContents::PaperContents(Desk& desk, std::optional<std::int64_t> teacher, std::int64_t at)
    : desk_(desk), at_(at) {
  const auto& sets = desk.catalogue.all();
  for (const FieldSet& set : sets) empty_.push_back(Content{set.id}.finish());
  for (std::size_t i = 0; i < sets.size(); ++i) {
    for (auto& [row, content] : contents_of(desk, sets[i], teacher, at))
      tables_.try_emplace(row, empty_).first->second[i] = content.finish();
  }
}

const std::string& PaperContents::table(std::int64_t teacher, std::size_t place) const {
  const auto found = tables_.find(teacher);
  return found == tables_.end() ? empty_[place] : found->second[place];
}

std::string PaperContents::of(const people::Person& person, std::string_view kind) const {
  keys::Hasher hasher;
  hasher.update("tmis/form/1\n");
  const std::string organisation = people::organisation(desk_, person.org).name;
  for (const std::string_view part :
       {kind, std::string_view{person.number}, std::string_view{person.name},
        std::string_view{organisation}})
    hasher.update(part).update("\n");
  const auto& sets = desk_.catalogue.all();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (kind == kWholeDossier || kind == sets[i].id) hasher.update(table(person.row, i));
  }
  if (is_credits_paper(kind)) add_credits(desk_, person.row, kind, at_, hasher);
  const keys::Hash hash = hasher.finish();
  return std::string{keys::bytes(hash)};
}

std::string credits_paper(Day first, Day last) {
  return std::string{kCredits} + to_iso(first) + "/" + to_iso(last);
}

bool is_credits_paper(std::string_view kind) {
  return kind.starts_with(kCredits) && kind.size() == kCredits.size() + 2 * kDay + 1;
}

std::string paper_code(std::string_view content) {
  std::string symbols = keys::crockford(content).substr(0, kCodeSymbols - 1);
  symbols.push_back(keys::crockford_check(symbols));
  return keys::in_groups(symbols);
}

std::optional<std::string> typed_paper_code(std::string_view typed) {
  std::string symbols;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const int value = keys::crockford_value(c);
    if (value < 0) return std::nullopt;
    symbols.push_back(keys::crockford_symbol(static_cast<unsigned>(value)));
  }
  if (symbols.size() != kCodeSymbols || keys::crockford_remainder(symbols) != 0U)
    return std::nullopt;
  return keys::in_groups(symbols);
}

void record_print(journal::Transaction& tx, const people::Person& person, const std::string& kind,
                  const std::string& content) {
  tx.insert(
      store::program_table("form_print"),
      Values{Value{person.row}, Value{kind}, Value{paper_code(content)}, Value::blob(content)});
}

std::optional<PrintedPaper> find_paper(Desk& desk, const std::string& code) {
  auto find = desk.db.statement(
      "SELECT teacher, form, content_hash, seq FROM form_print WHERE code = ? ORDER BY row DESC");
  find.with(std::string_view{code});
  if (!find.step()) return std::nullopt;
  PrintedPaper out;
  out.code = code;
  out.person = people::person(desk, find.integer(0));
  out.kind = find.text(1);
  const std::string content{find.blob(2)};
  out.seq = find.integer(3);
  for (out.times = 1; find.step();) ++out.times;
  const journal::Event event = journal::Events{desk.db}.at(out.seq);
  out.day = event.t.substr(0, 10);
  out.by = event.actor;

  const PaperContents now{desk, out.person.row}, then{desk, out.person.row, out.seq};
  out.valid = now.of(out.person, out.kind) == content;
  if (out.valid) return out;
  const auto& sets = desk.catalogue.all();
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (out.kind != kWholeDossier && out.kind != sets[i].id) continue;
    if (now.table(out.person.row, i) != then.table(out.person.row, i))
      out.changed.push_back(&sets[i]);
  }
  out.head_changed = then.of(out.person, out.kind) != content;
  return out;
}

bool may_know(Desk& desk, const people::Person& person) {
  access::Subject subject;
  subject.teacher = person.row;
  subject.teacher_org = person.org;
  const auto& matrix = access::Matrix::built_in();
  for (const std::string_view command : kKnowing) {
    if (!matrix.allows(desk.organisations(), desk.actor, command, subject)) continue;
    const Permit permit = desk.permit(command, subject);
    if (!permit.limited(access::Limit::reported)) return true;
    const Standings reported = standings(desk, permit, {journal::kNow, person.row});
    if (!reported.all.empty() && reported.all.front().report.submission != 0) return true;
  }
  return false;
}

}  // namespace tmis::workflow
