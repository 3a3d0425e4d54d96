// tmis org rollcall: a payroll or staff list against the file.
#include <algorithm>
#include <array>
#include <map>

#include "base/message.h"
#include "base/text.h"
#include "cmd/verbs.h"
#include "people/person.h"
#include "report/rollcall.h"
#include "sheet/source.h"

namespace tmis::cmd {
namespace {

struct RollcallOptions {
  sheet::OpenOptions from;
  std::string org;
};

/// Which findings are counted together, under the name that scripts know.
struct Kinds {
  const char* figure;
  std::array<const Code*, 2> codes;
};
constexpr std::array<Kinds, 7> kKinds = {{
    {"missing", {&codes::rollcall_missing, nullptr}},
    {"extra", {&codes::rollcall_extra, nullptr}},
    {"misspelt", {&codes::rollcall_name, &codes::rollcall_number}},
    {"elsewhere", {&codes::rollcall_elsewhere, nullptr}},
    {"department", {&codes::rollcall_department, nullptr}},
    {"twice", {&codes::rollcall_twice, nullptr}},
    {"unnumbered", {&codes::rollcall_unnumbered, nullptr}},
}};

std::string said(const report::RollcallLine& line) {
  return message(Finding{line.code, line.row, 0, {}, {}, line.args});
}

/// One hint for each kind, below the table.
std::string hints(const report::Rollcall& roll) {
  std::map<std::string, std::int64_t> seen;
  std::string out;
  for (const auto& line : roll.lines) {
    if (seen[line.code->name]++ > 0) continue;
    out.append("\n  ")
        .append(said(line))
        .append(text("rollcall.arrow"))
        .append(hint(Finding{line.code, 0, 0, {}, {}, line.args}));
  }
  return out;
}

Exit rollcall(Context& ctx, const RollcallOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("org rollcall", people::subject_of(desk, o.org));
  const auto source = sheet::open(o.from);
  const auto roll = report::rollcall(desk, permit, *source);
  Table table{{{"row", Kind::number},
               code_before_words("code"),
               {"name"},
               {"number"},
               {"teacher_number"},
               {"department"},
               {"message"}},
              {}};
  for (const auto& line : roll.lines) {
    table.rows.push_back({line.row > 0 ? Value{static_cast<std::int64_t>(line.row)} : Value{},
                          Value{line.code->name}, Value{line.name}, or_null(line.number),
                          or_null(line.teacher_number), or_null(line.department),
                          Value{said(line)}});
  }
  Answer answer;
  answer.figure("read", static_cast<std::int64_t>(roll.read))
      .figure("matched", static_cast<std::int64_t>(roll.matched));
  for (const Kinds& kind : kKinds) {
    const auto n = std::count_if(roll.lines.begin(), roll.lines.end(), [&](const auto& line) {
      return std::find(kind.codes.begin(), kind.codes.end(), line.code) != kind.codes.end();
    });
    answer.figure(kind.figure, static_cast<std::int64_t>(n));
  }
  answer.tables.emplace_back("findings", std::move(table));
  answer.text = text(roll.lines.empty() ? "rollcall.fits" : "rollcall.done", arg("read", roll.read),
                     arg("matched", roll.matched), arg("n", roll.lines.size()));
  if (ctx.console.out_is_terminal()) answer.text += hints(roll);
  ctx.print(answer);
  return roll.lines.empty() ? Exit::ok : Exit::findings;
}

}  // namespace

void add_org_rollcall(Verb org) {
  auto o = std::make_shared<RollcallOptions>();
  Verb verb = org.verb("rollcall");
  verb.required("--from", o->from.path);
  verb.option("--sheet", o->from.sheet);
  verb.option("--encoding", o->from.encoding);
  verb.option("--org", o->org);
  verb.run([o](Context& ctx) { return rollcall(ctx, *o); });
}

}  // namespace tmis::cmd
