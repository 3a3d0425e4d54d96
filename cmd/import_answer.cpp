// On a terminal the faults stand grouped by kind, the most frequent first, so that one cause is
// mended once.
#include "cmd/import_answer.h"

#include <algorithm>
#include <map>

#include "base/message.h"
#include "base/text.h"

namespace tmis::cmd {
namespace {

constexpr std::size_t kShownOfAKind = 20;

struct Fault {
  const Imported* part;
  const Finding* finding;
};

std::vector<Fault> all_faults(const std::vector<Imported>& parts) {
  std::vector<Fault> out;
  for (const Imported& part : parts) {
    for (const Finding& f : *part.findings) out.push_back({&part, &f});
  }
  return out;
}

std::string fault_text(const Fault& f) {
  return text("place.fault", arg("place", place_text(f.part->origin, *f.finding)),
              arg("message", message(*f.finding)));
}

void list_faults(Context& ctx, const std::vector<Fault>& faults) {
  for (const Fault& f : faults) {
    ctx.console.error(fault_text(f));
    if (const std::string what = hint(*f.finding); !what.empty())
      ctx.console.error("  hint: " + what);
  }
}

void group_faults(Context& ctx, const std::vector<Fault>& faults) {
  std::map<std::string, std::vector<Fault>> kinds;
  for (const Fault& f : faults) kinds[f.finding->code->name].push_back(f);
  std::vector<const std::vector<Fault>*> order;
  for (const auto& [name, group] : kinds) order.push_back(&group);
  std::stable_sort(order.begin(), order.end(),
                   [](auto* a, auto* b) { return a->size() > b->size(); });
  for (const auto* group : order) {
    const Finding& first = *group->front().finding;
    const std::string title =
        text("import.kind", arg("n", group->size()), arg("example", message(first)));
    ctx.console.error(ctx.console.coloured(title, Colour::bold, true));
    if (const std::string what = hint(first); !what.empty()) ctx.console.error("  hint: " + what);
    for (std::size_t i = 0; i < std::min(group->size(), kShownOfAKind); ++i) {
      const Fault& f = (*group)[i];
      ctx.console.error("  " + fault_text(f));
    }
    if (group->size() > kShownOfAKind)
      ctx.console.error("  " + text("import.more", arg("n", group->size() - kShownOfAKind)));
  }
}

Table errors_table(const std::vector<Fault>& faults, bool several) {
  Table table{
      {{"row", Kind::number}, {"column"}, {"field"}, {"code"}, {"message"}, {"hint"}, {"value"}},
      {}};
  if (several) table.columns.push_back({"file"});
  if (several) table.columns.push_back({"sheet"});
  for (const Fault& f : faults) {
    Values row{Value{static_cast<std::int64_t>(f.finding->row)},
               Value{column_letters(f.finding->column)},
               Value{f.finding->field},
               Value{f.finding->code->name},
               Value{message(*f.finding)},
               Value{hint(*f.finding)},
               Value{f.finding->value}};
    if (several) row.emplace_back(f.part->origin.name);
    if (several) row.emplace_back(f.part->origin.sheet);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table parts_table(const std::vector<Imported>& parts) {
  Table table{{{"table", Kind::set},
               {"read", Kind::number},
               {"accepted", Kind::number},
               {"updated", Kind::number},
               {"unchanged", Kind::number},
               {"rejected", Kind::number}},
              {}};
  for (const Imported& p : parts) {
    const auto n = [](std::uint64_t value) { return Value{static_cast<std::int64_t>(value)}; };
    table.rows.push_back(
        {Value{p.set}, n(p.read), n(p.accepted), n(p.updated), n(p.unchanged), n(p.rejected)});
  }
  return table;
}

Table kept_table(const std::vector<Imported>& parts) {
  Table table{{{"record"}}, {}};
  for (const Imported& p : parts) {
    if (p.kept == nullptr) continue;
    for (const std::string& record : *p.kept) table.rows.push_back({Value{record}});
  }
  return table;
}

}  // namespace

std::string place_text(const Origin& origin, const Finding& f) {
  std::string out = shown(origin.name);
  const auto add = [&](const std::string& part) {
    out.append(text("place.separator")).append(part);
  };
  if (!origin.sheet.empty()) add(text("place.sheet", arg("sheet", shown(origin.sheet))));
  if (f.row > 0) add(text("place.row", arg("row", f.row)));
  if (f.column > 0) add(text("place.column", arg("column", column_letters(f.column))));
  return out;
}

Exit print_import(Context& ctx, const std::vector<Imported>& parts, bool partial,
                  const std::string& rejects) {
  Imported sum;
  bool stored = false;
  for (const Imported& p : parts) {
    sum.read += p.read;
    sum.accepted += p.accepted;
    sum.updated += p.updated;
    sum.unchanged += p.unchanged;
    sum.rejected += p.rejected;
    sum.unlisted += p.unlisted;
    sum.event = std::max(sum.event, p.event);
    stored = stored || p.stored;
    if (p.removed) sum.removed = sum.removed.value_or(0) + *p.removed;
  }
  const bool several = parts.size() > 1;
  const auto faults = all_faults(parts);
  const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  Answer answer;
  answer.figure("read", number(sum.read))
      .figure("accepted", number(sum.accepted))
      .figure("updated", number(sum.updated));
  answer.figure("unchanged", number(sum.unchanged)).figure("rejected", number(sum.rejected));
  if (sum.removed) answer.figure("removed", number(*sum.removed));
  answer.event(sum.event);
  if (sum.unlisted > 0) answer.figure("unlisted", number(sum.unlisted));
  if (ctx.globals.json) {
    answer.tables.emplace_back("errors", errors_table(faults, several));
    if (several) answer.tables.emplace_back("tables", parts_table(parts));
    if (Table kept = kept_table(parts); !kept.rows.empty())
      answer.tables.emplace_back("kept", std::move(kept));
  } else {
    ctx.console.end_progress();
    if (!faults.empty())
      ctx.console.out_is_terminal() ? group_faults(ctx, faults) : list_faults(ctx, faults);
    if (sum.unlisted > 0) ctx.console.error(text("import.more", arg("n", sum.unlisted)));
    if (several) answer.tables.emplace_back("tables", parts_table(parts));
  }
  const bool nothing = sum.rejected > 0 && !partial;
  answer.text = text(nothing ? "import.refused" : "import.done", arg("read", sum.read),
                     arg("accepted", sum.accepted), arg("updated", sum.updated),
                     arg("unchanged", sum.unchanged), arg("rejected", sum.rejected));
  if (sum.removed.value_or(0) > 0)
    answer.text += "\n" + text("import.removed", arg("n", *sum.removed));
  if (!rejects.empty() && sum.rejected > 0)
    answer.text += "\n" + text("import.rejects", arg("file", rejects));
  ctx.print(answer);
  return sum.rejected > 0 ? Exit::rejected : Exit::ok;
}

}  // namespace tmis::cmd
