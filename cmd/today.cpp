// tmis today: what the one who asks has to do now.
#include "report/today.h"

#include <algorithm>

#include "base/message.h"
#include "cmd/verbs.h"

namespace tmis::cmd {
namespace {

Exit today(Context& ctx) {
  Desk& desk = ctx.read();
  desk.permit("today");
  const auto tasks = report::today(desk, desk.permit("report deadlines"), desk.today());
  Table table{{{"due"},
               {"days_left", Kind::number},
               {"state", Kind::text, {}, "state.task."},
               {"step"},
               {"zh"},
               {"en"},
               {"count", Kind::number},
               {"command"}},
              {}};
  for (const auto& t : tasks) {
    table.rows.push_back({Value{t.due}, Value{t.days_left}, Value{t.state}, Value{t.step},
                          Value{t.zh}, Value{t.en}, Value{t.count}, or_null(t.command)});
  }
  Answer answer = list(ctx.for_reader(std::move(table)));
  if (tasks.empty() && ctx.console.out_is_terminal()) answer.text = text("today.nothing");
  ctx.print(std::move(answer));
  const bool late = std::any_of(tasks.begin(), tasks.end(), [](const auto& t) { return t.late(); });
  return late ? Exit::findings : Exit::ok;
}

}  // namespace

void add_today(Verb app) {
  Verb verb = app.verb("today");
  verb.lists();
  verb.run(today);
}

}  // namespace tmis::cmd
