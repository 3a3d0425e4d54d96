// tmis evidence: the originals that were checked.
#include <iostream>

#include "base/message.h"
#include "base/text.h"
#include "cmd/evidence.h"
#include "cmd/verbs.h"
#include "workflow/originals.h"

namespace tmis::cmd {
namespace {

struct EvidenceOptions {
  workflow::NewOriginal original;
  std::string teacher, org;
};

/// The reach of a look: one dossier where a teacher is named, else an organisation.
struct Reach {
  Permit permit;
  std::optional<std::int64_t> teacher;
};
Reach reach(Desk& desk, std::string_view command, const EvidenceOptions& o) {
  if (o.teacher.empty())
    return {desk.permit(command, people::subject_of(desk, o.org)), std::nullopt};
  const auto who = people::admit(desk, command, o.teacher);
  return {who.permit, who.person.row};
}

Exit list_originals(Context& ctx, const EvidenceOptions& o) {
  Desk& desk = ctx.read();
  const Reach r = reach(desk, "evidence list", o);
  Table table{{{"id"},
               {"teacher_number"},
               {"name"},
               {"department"},
               {"kind", Kind::text, {}, "evidence."},
               {"number"},
               {"seen", Kind::boolean},
               {"file"},
               {"day"},
               {"by"}},
              {}};
  for (const auto& one : workflow::originals(desk, r.permit, r.teacher)) {
    table.rows.push_back({Value{"original#" + std::to_string(one.row)}, Value{one.teacher.number},
                          Value{one.teacher.name}, Value{one.teacher.department}, Value{one.kind},
                          Value{one.number}, Value{std::int64_t{one.seen}}, or_null(one.file_name),
                          Value{one.day}, Value{one.by}});
  }
  ctx.print(list(std::move(table)));
  return Exit::ok;
}

/// Whether somebody reads the list as it is: then each person is named once.
bool read_in_order(const Context& ctx) {
  const Listing& how = ctx.listing;
  return ctx.on_terminal() && how.sort.empty() && how.offset == 0;
}

Exit list_missing(Context& ctx, const EvidenceOptions& o) {
  Desk& desk = ctx.read();
  const Reach r = reach(desk, "evidence missing", o);
  const bool read = read_in_order(ctx);
  Table table{{{"teacher_number"},
               {"name"},
               {"department"},
               {"kind", Kind::text, {}, "evidence."},
               {"called", Kind::number},
               {"seen", Kind::number},
               {"tables", Kind::set}},
              {}};
  std::int64_t before = 0;
  for (const auto& m : workflow::missing_originals(desk, r.permit, r.teacher)) {
    const bool again = read && m.teacher.row == before;
    before = m.teacher.row;
    const auto once = [&](const std::string& word) { return Value{again ? "" : word}; };
    table.rows.push_back({once(m.teacher.number), once(m.teacher.name), once(m.teacher.department),
                          Value{m.kind}, Value{m.called}, Value{m.seen},
                          Value{joined(m.sets, " ")}});
  }
  const bool none = table.rows.empty();
  ctx.print(list(std::move(table)));
  return none ? Exit::ok : Exit::findings;
}

}  // namespace

void add_evidence(Verb app) {
  Verb group = app.verb("evidence");
  auto o = std::make_shared<EvidenceOptions>();
  Verb add = group.verb("add");
  add.required("--teacher", o->original.teacher);
  add.required("--kind", o->original.kind);
  add.required("--number", o->original.number);
  add.option("--file", o->original.file);
  add.flag("--seen-original", o->original.seen);
  add.run([o](Context& ctx) {
    if (o->original.number == "-") std::getline(std::cin, o->original.number);
    const auto done = workflow::add_original(ctx.write(), o->original);
    Answer answer;
    answer.figure("id", done.id).figure("state", done.state);
    answer.event(done.event);
    answer.text = text(done.unchanged ? "unchanged" : "evidence.added", arg("id", done.id),
                       arg("kind", o->original.kind));
    ctx.print(answer);
    return Exit::ok;
  });

  auto s = std::make_shared<EvidenceOptions>();
  Verb scan = group.verb("scan");
  scan.option("--org", s->org);
  scan.run([s](Context& ctx) { return scan_evidence(ctx, s->org); });

  auto l = std::make_shared<EvidenceOptions>();
  const auto look = [&](const char* name, Exit (*run)(Context&, const EvidenceOptions&)) {
    Verb verb = group.verb(name);
    verb.option("--teacher", l->teacher);
    verb.option("--org", l->org);
    verb.lists(Verb::Departments::yes);
    verb.run([l, run](Context& ctx) { return run(ctx, *l); });
  };
  look("list", list_originals);
  look("missing", list_missing);
}

}  // namespace tmis::cmd
