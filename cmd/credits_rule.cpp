// tmis credits rule: the rule sets that turn hours into credits. They are shown as they are kept;
// whom one binds depends on the school and the day.
#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/credits.h"
#include "cmd/verbs.h"
#include "credits/examples.h"
#include "schema/validator.h"
#include "workflow/credit_rule.h"

namespace tmis::cmd {
namespace {

using credits::RuleSet;
using workflow::KnownRule;

const std::string& here(const std::string& zh, const std::string& en) {
  return language() == Language::zh ? zh : en;
}

Value day_or_null(const std::optional<Day>& day) { return day ? Value{to_iso(*day)} : Value{}; }

/// The text of a rule file that the schema takes. Throws credits.rule-invalid with all faults.
std::string rule_file(Context& ctx, const std::string& path) {
  std::string content = read_file(path);
  const Findings faults = reading(path, [&] {
    return schema::schema_of(ctx.schemas_folder(), "credit-rules.json").check(content);
  });
  if (faults.empty()) return content;
  Place place;
  place.file = path;
  throw Error{codes::credits_rule_invalid,
              {arg("rule", file_name(path)), arg("what", message(faults.front()))}}
      .at(place)
      .with(faults);
}

Exit import_file(Context& ctx, const std::string& path) {
  const std::string content = rule_file(ctx, path);
  Desk& desk = ctx.write();
  ctx.want_recent_password(desk.permit("credits rule import"));
  const auto done = reading(path, [&] { return workflow::import_rules(desk, content); });
  Answer answer;
  answer.figure("done", done.fresh + done.replaced).figure("unchanged", done.unchanged);
  answer.event(done.event);
  answer.text = text("credits.rules-imported", arg("fresh", done.fresh),
                     arg("replaced", done.replaced), arg("unchanged", done.unchanged));
  ctx.print(answer);
  return Exit::ok;
}

Exit list_rules(Context& ctx) {
  Desk& desk = ctx.read();
  desk.permit("credits rule list");
  const workflow::RuleBook book{desk};
  Table table{{{"id"},
               {"zh", Kind::text, text("column.label")},
               {"en", Kind::text, text("column.label")},
               {"level", Kind::text, {}, "rule.level."},
               {"province"},
               {"unit", Kind::text, {}, "rule.unit."},
               {"valid_from"},
               {"valid_until"},
               {"years", Kind::number},
               {"state", Kind::text, {}, "state.rule."},
               {"organisation"},
               {"version"}},
              {}};
  for (const auto& rule : book.all()) {
    const RuleSet& set = rule->set;
    const auto* org = desk.organisations().find(rule->org);
    const bool waits = rule->row == 0 && set.level != "province" && set.level != "nation";
    table.rows.push_back({Value{set.id}, Value{set.zh}, Value{set.en}, Value{set.level},
                          or_null(set.province), Value{set.unit}, day_or_null(set.valid_from),
                          day_or_null(set.valid_until), Value{std::int64_t{set.cycles.years}},
                          Value{waits ? "offered" : rule->state},
                          or_null(org == nullptr ? "" : org->code), Value{rule->version}});
  }
  ctx.print(list(ctx.for_reader(std::move(table))));
  return Exit::ok;
}

/// "category 1, 2; mode 3": which entries a clause is about. Empty: all.
std::string fit_text(const credits::Fit& fit) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < credits::kTraits; ++i) {
    if (fit.lists[i].empty()) continue;
    parts.push_back(
        text("rule.trait." + std::string{credits::name(static_cast<credits::Trait>(i))}) + " " +
        joined(fit.lists[i], ", "));
  }
  return joined(parts, "; ");
}

Table conversions_table(const RuleSet& set) {
  Table table{{{"conversion"},
               {"when"},
               {"hours_per_credit"},
               {"credits_each"},
               {"factor"},
               {"counts_in_cycle"}},
              {}};
  for (const auto& c : set.conversions) {
    const Value amount{credits::to_text(c.amount)};
    table.rows.push_back({Value{c.id}, or_null(fit_text(c.when)), c.each ? Value{} : amount,
                          c.each ? amount : Value{}, Value{credits::to_text(c.factor)},
                          Value{credits::to_text(c.counts_in_cycle)}});
  }
  return table;
}

Table requirements_table(const RuleSet& set) {
  Table table{{{"requirement"},
               {"label"},
               {"per", Kind::text, {}, "rule.per."},
               {"group"},
               {"at_least"},
               {"checked", Kind::boolean},
               {"warning", Kind::boolean}},
              {}};
  for (const auto& r : set.requirements) {
    table.rows.push_back({Value{r.id}, Value{here(r.zh, r.en)}, Value{r.yearly ? "year" : "cycle"},
                          or_null(fit_text(r.group)), Value{credits::to_text(r.at_least)},
                          Value{std::int64_t{r.checked}}, Value{std::int64_t{r.warning}}});
  }
  return table;
}

Table caps_table(const RuleSet& set) {
  static constexpr const char* kWindows[] = {"project", "year", "cycle"};
  Table table{{{"cap"}, {"group"}, {"per", Kind::text, {}, "rule.per."}, {"at_most"}}, {}};
  for (const auto& c : set.caps) {
    table.rows.push_back({Value{c.id}, or_null(fit_text(c.group)),
                          Value{kWindows[static_cast<std::size_t>(c.per)]},
                          Value{credits::to_text(c.at_most)}});
  }
  return table;
}

Exit show_rule(Context& ctx, const std::string& id) {
  Desk& desk = ctx.read();
  desk.permit("credits rule show");
  const workflow::RuleBook book{desk};
  const KnownRule& rule = book.named(id);
  const RuleSet& set = rule.set;
  Answer answer;
  answer.figure("id", set.id).figure("label", here(set.zh, set.en)).figure("level", set.level);
  answer.figure("province", set.province).figure("unit", set.unit).figure("state", rule.state);
  answer.figures.emplace_back("valid_from", day_or_null(set.valid_from));
  answer.figures.emplace_back("valid_until", day_or_null(set.valid_until));
  answer.figure("years", std::int64_t{set.cycles.years});
  answer.figure("cycle_start", to_iso(to_day(set.cycles.start))).figure("version", rule.version);
  answer.tables.emplace_back("requirements", requirements_table(set));
  answer.tables.emplace_back("conversion", conversions_table(set));
  answer.tables.emplace_back("caps", caps_table(set));
  ctx.print(answer);
  return Exit::ok;
}

/// Why an example can't be computed, or what comes out otherwise.
Finding finding_of(const RuleSet& set, const credits::ExampleRun& run,
                   const credits::Difference* difference) {
  Finding out;
  if (difference == nullptr) {
    out.code = run.refusal == codes::credits_no_rule.name ? &codes::credits_no_rule
                                                          : &codes::credits_example_cycle;
    out.args = {arg("example", run.id), arg("what", run.id)};
    return out;
  }
  const auto said = [](const std::string& value) { return value.empty() ? "–" : value; };
  out.code = &codes::credits_example_differs;
  out.args = {arg("rule", set.id), arg("example", run.id), arg("place", difference->place),
              arg("expected", said(difference->expected)), arg("found", said(difference->found))};
  return out;
}

Exit test_file(Context& ctx, const std::string& path) {
  const std::string content = rule_file(ctx, path);
  ctx.read().permit("credits rule test");
  Table table{{{"rule"}, {"example"}, {"place"}, {"expected"}, {"found"}, {"code"}, {"message"}},
              {}};
  std::size_t sets = 0, examples = 0;
  for (const RuleSet& set : reading(path, [&] { return credits::read_rule_file(content); })) {
    ++sets;
    for (const auto& run : credits::run_examples(set)) {
      ++examples;
      const auto add = [&](const credits::Difference* d) {
        const Finding finding = finding_of(set, run, d);
        table.rows.push_back({Value{set.id}, Value{run.id}, or_null(d == nullptr ? "" : d->place),
                              or_null(d == nullptr ? "" : d->expected),
                              or_null(d == nullptr ? "" : d->found), Value{finding.code->name},
                              Value{message(finding)}});
      };
      if (!run.refusal.empty()) add(nullptr);
      for (const auto& d : run.differences) add(&d);
    }
  }
  const bool good = table.rows.empty();
  Answer answer = list(std::move(table));
  if (good) answer.text = text("credits.rules-tested", arg("rules", sets), arg("n", examples));
  ctx.print(answer);
  return good ? Exit::ok : Exit::findings;
}

}  // namespace

void add_credit_rules(Verb credits) {
  Verb group = credits.verb("rule");
  auto word = std::make_shared<std::string>();
  Verb import_verb = group.verb("import");
  import_verb.required("FILE", *word);
  import_verb.run([word](Context& ctx) { return import_file(ctx, *word); });
  Verb list_verb = group.verb("list");
  list_verb.lists();
  list_verb.run(list_rules);
  Verb show = group.verb("show");
  show.required("ID", *word);
  show.run([word](Context& ctx) { return show_rule(ctx, *word); });
  Verb test = group.verb("test");
  test.required("FILE", *word);
  test.run([word](Context& ctx) { return test_file(ctx, *word); });
}

}  // namespace tmis::cmd
