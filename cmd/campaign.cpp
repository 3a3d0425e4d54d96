// tmis campaign: the dates of a collection.
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "campaign/lock.h"
#include "cmd/verbs.h"
#include "report/campaign_status.h"
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

std::string counts_text(const report::StepStatus& s) {
  std::vector<std::string> parts;
  for (const auto& [name, n] : s.counts) parts.push_back(name + "=" + std::to_string(n));
  return joined(parts, " ");
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
               {"status"},
               {"counts"}},
              {}};
  bool late = false;
  for (const auto& s : report::campaign_status(desk, permit, ctx.day(date))) {
    late = late || s.status == "late";
    table.rows.push_back({Value{s.organisation}, Value{std::int64_t{s.number}}, Value{s.step},
                          Value{zh ? s.zh : s.en}, or_null(s.start), Value{s.end}, Value{s.status},
                          Value{counts_text(s)}});
  }
  ctx.print(list(std::move(table)));
  return late ? Exit::findings : Exit::ok;
}

void add_status(Verb group) {
  auto org = std::make_shared<std::string>();
  auto date = std::make_shared<std::string>();
  Verb verb = group.verb("status");
  verb.option("--date", *date);
  verb.option("--org", *org);
  verb.lists();
  verb.run([org, date](Context& ctx) { return status(ctx, *org, *date); });
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
  add_status(group);
}

}  // namespace tmis::cmd
