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

void add_add(CLI::App& org) {
  struct Options {
    people::Organisation org;
    bool above = false;
  };
  auto o = std::make_shared<Options>();
  CLI::App& verb = add_verb(org, "add");
  verb.add_option("--code", o->org.code)->required();
  verb.add_option("--name", o->org.name)->required();
  verb.add_option("--kind", o->org.kind)->required();
  verb.add_option("--level", o->org.level);
  verb.add_option("--parent", o->org.parent_code);
  verb.add_option("--division", o->org.division);
  verb.add_flag("--above", o->above);
  on_run(verb, [o](Context& ctx) {
    const auto made = people::add_organisation(ctx.write(), o->org, o->above);
    Answer answer;
    answer.figure("id", o->org.code).figure("state", "active").figure("event", made.event);
    answer.text = text("org.added", arg("code", o->org.code), arg("name", o->org.name));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_org(CLI::App& app) {
  CLI::App& org = add_verb(app, "org");
  add_add(org);

  on_run(add_verb(org, "list"), [](Context& ctx) {
    Desk& desk = ctx.read();
    ctx.print(list(organisations_table(people::organisations(desk, desk.permit("org list")))));
    return Exit::ok;
  });

  auto code = std::make_shared<std::string>();
  CLI::App& show = add_verb(org, "show");
  show.add_option("CODE", *code)->required();
  on_run(show, [code](Context& ctx) {
    Desk& desk = ctx.read();
    const auto o = people::organisation(desk, *code);
    access::Subject subject;
    subject.org = o.row;
    desk.permit("org show", subject);
    ctx.print(object(organisations_table({o})));
    return Exit::ok;
  });

  auto of = std::make_shared<std::string>();
  CLI::App& departments = add_verb(org, "departments");
  departments.add_option("--org", *of);
  on_run(departments, [of](Context& ctx) {
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
