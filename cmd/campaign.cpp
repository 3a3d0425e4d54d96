// tmis campaign: the dates of a collection and whom it collects.
#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "campaign/declaration.h"
#include "campaign/lock.h"
#include "cmd/verbs.h"
#include "report/campaign_status.h"
#include "report/scope.h"
#include "schema/validator.h"

namespace tmis::cmd {
namespace {

campaign::Campaign wanted(Desk& desk, std::int64_t org) {
  auto found = campaign::campaign_of(desk, org);
  if (!found) throw Error{codes::campaign_missing};
  return std::move(*found);
}

Exit show(Context& ctx) {
  Desk& desk = ctx.read();
  const auto campaign = wanted(desk, desk.permit("campaign show").org());
  Table table{{{"number", Kind::number}, {"step"}, {"label"}, {"start"}, {"end"}, {"responsible"}},
              {}};
  const bool zh = language() == Language::zh;
  for (const auto& s : campaign.steps) {
    table.rows.push_back({Value{std::int64_t{s.number}}, Value{s.id}, Value{zh ? s.zh : s.en},
                          s.start ? Value{to_iso(*s.start)} : Value{}, Value{to_iso(s.end)},
                          Value{zh ? s.role_zh : s.role_en}});
  }
  Answer answer;
  answer.figure("id", campaign.id).figure("label", zh ? campaign.zh : campaign.en);
  answer.figure("starts", to_iso(campaign.starts)).figure("ends", to_iso(campaign.ends));
  answer.tables.emplace_back("steps", std::move(table));
  ctx.print(answer);
  return Exit::ok;
}

/// As the campaign file names them; people read words, and nothing of what there is none of.
std::string counts_text(const schema::Catalogue& catalogue, const report::StepStatus& s,
                        bool read) {
  constexpr std::string_view kMissing = "missing.";
  std::vector<std::string> parts;
  for (const auto& [name, n] : s.counts) {
    if (!read) {
      parts.push_back(name + "=" + std::to_string(n));
    } else if (n != 0) {
      const auto* table =
          name.starts_with(kMissing) ? catalogue.named(name.substr(kMissing.size())) : nullptr;
      parts.push_back(table == nullptr
                          ? text("count." + name, arg("n", n))
                          : text("count.missing", arg("table", table->label.here()), arg("n", n)));
    }
  }
  return joined(parts, read ? text("list.comma") : " ");
}

Exit status(Context& ctx, const std::string& org, const std::string& date) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("campaign status", people::subject_of(desk, org));
  const bool zh = language() == Language::zh;
  Table table{{{"org"},
               {"number", Kind::number},
               {"step"},
               {"label"},
               {"start"},
               {"end"},
               {"status", Kind::text, {}, "state.task."},
               {"counts"}},
              {}};
  bool late = false;
  for (const auto& s : report::campaign_status(desk, permit, ctx.day(date))) {
    late = late || s.status == "late";
    table.rows.push_back({Value{s.organisation}, Value{std::int64_t{s.number}}, Value{s.step},
                          Value{zh ? s.zh : s.en}, or_null(s.start), Value{s.end}, Value{s.status},
                          Value{counts_text(desk.catalogue, s, ctx.for_people())}});
  }
  ctx.print(list(std::move(table)));
  return late ? Exit::findings : Exit::ok;
}

/// The label of a fact of the scope rule: a field of a table, or a column of the list of accounts.
std::string fact_label(const schema::Catalogue& catalogue, const std::string& fact) {
  const std::string field = fact.substr(fact.rfind('.') + 1);
  for (const auto& set : catalogue.all()) {
    if (!fact.starts_with(set.id + ".")) continue;
    if (const auto at = set.field_index(field)) return set.fields[*at].label.here();
  }
  const auto at = catalogue.accounts().field_index(field);
  return at ? catalogue.accounts().fields[*at].label.here() : fact;
}

struct ScopeOptions {
  std::string date, org, scope;
};

Exit scope(Context& ctx, const ScopeOptions& o) {
  using Scope = campaign::Judgement::Scope;
  const std::vector<std::string> words{"in", "out", "undecided"};
  if (!o.scope.empty() && std::find(words.begin(), words.end(), o.scope) == words.end()) {
    throw Error{
        codes::usage_value,
        {arg("value", o.scope), arg("option", "--scope"), arg("expected", joined(words, ", "))}};
  }
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("campaign scope", people::subject_of(desk, o.org));
  Table table{{{"organisation"},
               {"department"},
               {"teacher_number"},
               {"name"},
               {"scope", Kind::text, {}, "state.scope."},
               {"clause"},
               {"zh", Kind::text, text("column.message")},
               {"en", Kind::text, text("column.message")},
               {"lacks"}},
              {}};
  std::map<Scope, std::int64_t> counts;
  for (const auto& l : report::scope(desk, permit, ctx.day(o.date))) {
    ++counts[l.scope];
    const std::string word{campaign::name(l.scope)};
    if (!o.scope.empty() && o.scope != word) continue;
    std::vector<std::string> missing = l.missing;
    if (ctx.console.out_is_terminal()) {
      for (auto& fact : missing) fact = fact_label(desk.catalogue, fact);
    }
    table.rows.push_back({Value{l.person.org_code}, Value{l.person.department},
                          Value{l.person.number}, Value{l.person.name}, Value{word},
                          or_null(l.clause), or_null(l.zh), or_null(l.en),
                          or_null(joined(missing, ";"))});
  }
  Answer answer = list(ctx.for_reader(std::move(table)));
  if (ctx.console.out_is_terminal()) {
    answer.text = text("campaign.scope.summary", arg("in", counts[Scope::in]),
                       arg("out", counts[Scope::out]), arg("undecided", counts[Scope::undecided]));
  }
  ctx.print(std::move(answer));
  return counts[Scope::undecided] > 0 ? Exit::findings : Exit::ok;
}

void add_scope(Verb group) {
  auto o = std::make_shared<ScopeOptions>();
  Verb verb = group.verb("scope");
  verb.option("--scope", o->scope);
  verb.option("--date", o->date);
  verb.option("--org", o->org);
  verb.lists(Verb::Departments::yes);
  verb.run([o](Context& ctx) { return scope(ctx, *o); });
}

void add_progress(Verb group) {
  auto org = std::make_shared<std::string>();
  auto date = std::make_shared<std::string>();
  Verb verb = group.verb("status");
  verb.option("--date", *date);
  verb.option("--org", *org);
  verb.lists();
  verb.run([org, date](Context& ctx) { return status(ctx, *org, *date); });
}

void add_done(Verb group) {
  auto o = std::make_shared<campaign::Declaration>();
  Verb verb = group.verb("done");
  verb.required("STEP", o->step);
  verb.option("--org", o->org_code);
  verb.flag("--undo", o->undo);
  verb.run([o](Context& ctx) {
    const auto done = campaign::declare_done(ctx.write(), *o);
    Answer answer;
    answer.figure("id", done.campaign).figure("step", o->step);
    answer.figure("state", done.unchanged ? "unchanged" : o->undo ? "open" : "done");
    answer.event(done.event);
    const char* said = o->undo ? "campaign.undone" : "campaign.done";
    answer.text = text(done.unchanged ? "unchanged" : said, arg("step", o->step));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_campaign(Verb app) {
  Verb group = app.verb("campaign");
  auto file = std::make_shared<std::string>();
  Verb import_verb = group.verb("import");
  import_verb.required("FILE", *file);
  import_verb.run([file](Context& ctx) {
    Desk& desk = ctx.write();
    const std::string content = read_file(*file);
    const Findings faults = reading(*file, [&] {
      return schema::schema_of(ctx.schemas_folder(), "campaign.json").check(content);
    });
    if (!faults.empty()) {
      Place place;
      place.file = *file;
      throw Error{codes::campaign_invalid, {arg("what", message(faults.front()))}}.at(place).with(
          faults);
    }
    const auto made = campaign::import_campaign(desk, content, "");
    Answer answer;
    answer.figure("id", campaign::read_campaign(content).id).figure("state", "in-force");
    answer.event(made.event);
    answer.text = text(made.event < 0 ? "unchanged" : "campaign.imported", arg("file", *file));
    ctx.print(answer);
    return Exit::ok;
  });
  group.verb("show").run(show);
  add_scope(group);
  add_progress(group);
  add_done(group);
}

}  // namespace tmis::cmd
