// tmis report dossiers: where each one stands.
#include <array>
#include <memory>
#include <optional>

#include "base/message.h"
#include "base/text.h"
#include "cmd/report.h"
#include "people/person.h"
#include "report/dossiers.h"

namespace tmis::cmd {
namespace {

using workflow::Stage;

constexpr std::array kStages = {Stage::collecting, Stage::submitted,  Stage::audited,
                                Stage::printed,    Stage::signed_off, Stage::reported,
                                Stage::accepted,   Stage::returned};

struct DossierOptions {
  std::string date, org, department, stage;
};

std::optional<Stage> stage_called(const std::string& word) {
  if (word.empty()) return std::nullopt;
  std::vector<std::string> words;
  for (const Stage stage : kStages) {
    if (word == workflow::name(stage)) return stage;
    words.emplace_back(workflow::name(stage));
  }
  throw Error{codes::usage_value,
              {arg("value", word), arg("option", "--stage"), arg("expected", joined(words, ", "))}};
}

Exit list_dossiers(Context& ctx, const DossierOptions& o) {
  const auto wanted = stage_called(o.stage);
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("report dossiers", people::subject_of(desk, o.org));
  const Day day = ctx.day(o.date);
  Table table{{{"organisation"},
               {"department"},
               {"teacher_number"},
               {"name"},
               {"stage", Kind::text, {}, "stage."},
               {"incomplete", Kind::number},
               {"draft", Kind::number},
               {"returned", Kind::number},
               {"submitted", Kind::number},
               {"originals_missing", Kind::number},
               {"signatures_missing", Kind::number}},
              {}};
  bool complete = true;
  for (const auto& l : report::dossiers(desk, permit, day, o.department)) {
    if (wanted && l.stage != *wanted) continue;
    const bool done = l.stage >= Stage::signed_off && l.stage != Stage::returned;
    complete = complete && done;
    table.rows.push_back({Value{l.person.org_code}, Value{l.person.department},
                          Value{l.person.number}, Value{l.person.name},
                          Value{std::string{workflow::name(l.stage)}}, Value{l.incomplete},
                          Value{l.draft}, Value{l.returned}, Value{l.submitted}, Value{l.originals},
                          Value{l.signatures}});
  }
  Answer answer = list(std::move(table));
  answer.note = text("report.on", arg("date", to_iso(day)), arg("what", ""));
  ctx.print(std::move(answer));
  return complete ? Exit::ok : Exit::findings;
}

}  // namespace

void add_report_dossiers(Verb group) {
  auto o = std::make_shared<DossierOptions>();
  Verb verb = group.verb("dossiers");
  verb.option("--stage", o->stage);
  verb.option("--date", o->date);
  verb.option("--org", o->org);
  verb.option("--department", o->department);
  verb.lists();
  verb.run([o](Context& ctx) { return list_dossiers(ctx, *o); });
}

}  // namespace tmis::cmd
