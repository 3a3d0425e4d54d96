// tmis org: the tree of organisations.
#include "base/message.h"
#include "cmd/verbs.h"
#include "people/organisation.h"
#include "people/person.h"

namespace tmis::cmd {
namespace {

Value or_null(const std::string& s) { return s.empty() ? Value{} : Value{s}; }

Table organisations_table(const std::vector<people::Organisation>& all) {
  Table table{{{"code"},
               {"name", Column::Kind::text, text("column.org-name")},
               {"kind"},
               {"level"},
               {"parent"},
               {"division"},
               {"teachers", Column::Kind::number}},
              {}};
  for (const auto& o : all) {
    table.rows.push_back({Value{o.code}, Value{o.name}, Value{o.kind}, or_null(o.level),
                          or_null(o.parent_code), or_null(o.division), Value{o.teachers}});
  }
  return table;
}

void add_add(Verb org) {
  struct Options {
    people::Organisation org;
    bool above = false;
  };
  auto o = std::make_shared<Options>();
  Verb verb = org.verb("add");
  verb.required("--code", o->org.code);
  verb.required("--name", o->org.name);
  verb.required("--kind", o->org.kind);
  verb.option("--level", o->org.level);
  verb.option("--parent", o->org.parent_code);
  verb.option("--division", o->org.division);
  verb.flag("--above", o->above);
  verb.run([o](Context& ctx) {
    const auto made = people::add_organisation(ctx.write(), o->org, o->above);
    Answer answer;
    answer.figure("id", o->org.code).figure("state", "active").figure("event", made.event);
    answer.text = text("org.added", arg("code", o->org.code), arg("name", o->org.name));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_org(Verb app) {
  Verb org = app.verb("org");
  add_add(org);

  org.verb("list").run([](Context& ctx) {
    Desk& desk = ctx.read();
    ctx.print(list(organisations_table(people::organisations(desk, desk.permit("org list")))));
    return Exit::ok;
  });

  auto code = std::make_shared<std::string>();
  Verb show = org.verb("show");
  show.required("CODE", *code);
  show.run([code](Context& ctx) {
    Desk& desk = ctx.read();
    const auto o = people::organisation(desk, *code);
    access::Subject subject;
    subject.org = o.row;
    desk.permit("org show", subject);
    ctx.print(object(organisations_table({o})));
    return Exit::ok;
  });

  auto of = std::make_shared<std::string>();
  Verb departments = org.verb("departments");
  departments.option("--org", *of);
  departments.run([of](Context& ctx) {
    Desk& desk = ctx.read();
    const auto permit = desk.permit("org departments", people::subject_of(desk, *of));
    Table table{{{"department"}, {"teachers", Column::Kind::number}}, {}};
    for (const auto& d : people::departments(desk, permit.about())) {
      table.rows.push_back({or_null(d.name), Value{d.teachers}});
    }
    ctx.print(list(std::move(table)));
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
