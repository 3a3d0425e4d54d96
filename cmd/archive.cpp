// tmis archive: the paper archive.
#include "workflow/archive.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/verbs.h"
#include "people/person.h"

namespace tmis::cmd {
namespace {

struct ArchiveOptions {
  std::string teacher, org;
  bool missing = false;
};

Exit file(Context& ctx, const workflow::FileRequest& what) {
  Desk& desk = ctx.write();
  const auto done = workflow::file_papers(desk, what);
  std::vector<std::string> forms;
  for (const std::string& form : done.forms) forms.push_back(signed_words(desk, form));
  Answer answer;
  answer.figure("id", done.number)
      .figure("state", done.forms.empty() ? "unchanged" : "filed")
      .figure("bag", what.bag)
      .figure("done", static_cast<std::int64_t>(done.forms.size()))
      .figure("unchanged", done.unchanged);
  answer.event(done.event);
  answer.text = text(done.forms.empty() ? "unchanged" : "archive.filed",
                     arg("teacher", done.number), arg("bag", what.bag), arg("n", done.forms.size()),
                     arg("forms", joined(forms, text("list.names"))));
  ctx.print(answer);
  return Exit::ok;
}

Table papers_table(const std::vector<workflow::FiledPaper>& all) {
  Table table{{{"teacher_number"},
               {"name"},
               {"department"},
               {"form", Kind::set, {}, "sign."},
               {"bag"},
               {"day"},
               {"by"},
               {"outdated", Kind::boolean}},
              {}};
  for (const auto& p : all) {
    table.rows.push_back({Value{p.teacher.number}, Value{p.teacher.name},
                          Value{p.teacher.department}, Value{p.form}, Value{p.bag}, Value{p.day},
                          Value{p.by}, Value{std::int64_t{p.outdated}}});
  }
  return table;
}

Table unfiled_table(const std::vector<workflow::Unfiled>& all) {
  Table table{{{"teacher_number"},
               {"name"},
               {"department"},
               {"form", Kind::set, {}, "sign."},
               {"signed_on"},
               {"bag", Kind::text, text("column.earlier_bag")}},
              {}};
  for (const auto& p : all) {
    table.rows.push_back({Value{p.teacher.number}, Value{p.teacher.name},
                          Value{p.teacher.department}, Value{p.form}, Value{p.signed_on},
                          or_null(p.bag)});
  }
  return table;
}

Exit list_papers(Context& ctx, const ArchiveOptions& o) {
  Desk& desk = ctx.read();
  std::optional<std::int64_t> teacher;
  const Permit permit = [&] {
    if (o.teacher.empty()) return desk.permit("archive list", people::subject_of(desk, o.org));
    const auto who = people::admit(desk, "archive list", o.teacher);
    teacher = who.person.row;
    return who.permit;
  }();
  if (!o.missing) {
    ctx.print(list(papers_table(workflow::filed_papers(desk, permit, teacher))));
    return Exit::ok;
  }
  const auto all = workflow::unfiled(desk, permit, teacher);
  ctx.print(list(unfiled_table(all)));
  return all.empty() ? Exit::ok : Exit::findings;
}

}  // namespace

void add_archive(Verb app) {
  Verb group = app.verb("archive");
  auto f = std::make_shared<workflow::FileRequest>();
  auto forms = std::make_shared<std::string>();
  Verb verb = group.verb("file");
  verb.required("--teacher", f->teacher);
  verb.required("--bag", f->bag);
  verb.option("--forms", *forms);
  verb.run([f, forms](Context& ctx) {
    for (const std::string_view form : split(*forms, ',')) {
      if (!trimmed(form).empty()) f->forms.emplace_back(trimmed(form));
    }
    return file(ctx, *f);
  });

  auto o = std::make_shared<ArchiveOptions>();
  Verb list_verb = group.verb("list");
  list_verb.option("--teacher", o->teacher);
  list_verb.option("--org", o->org);
  list_verb.flag("--missing", o->missing);
  list_verb.lists(Verb::Departments::yes);
  list_verb.run([o](Context& ctx) { return list_papers(ctx, *o); });
}

}  // namespace tmis::cmd
