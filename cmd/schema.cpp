// tmis schema: the field sets, for people and for those who add one.
#include "base/file.h"
#include "base/message.h"
#include "cmd/verbs.h"
#include "dossier/records.h"
#include "schema/validator.h"

namespace tmis::cmd {
namespace {

using schema::FieldSet;

/// The field sets in force in the file where there is one, else those beside the program.
schema::Catalogue catalogue(Context& ctx) {
  if (ctx.globals.schemas.empty() && file_exists(ctx.db_path())) {
    return std::move(ctx.open(store::Database::Mode::read_only).catalogue);
  }
  return schema::Catalogue::load(ctx.schemas_folder());
}

Exit list_sets(Context& ctx) {
  const auto all = catalogue(ctx);
  Table table{{{"number", Kind::number},
               {"set"},
               {"label"},
               {"category"},
               {"source"},
               {"starred", Kind::boolean},
               {"fields", Kind::number}},
              {}};
  for (const FieldSet& set : all.all()) {
    table.rows.push_back({Value{std::int64_t{set.number}}, Value{set.id}, Value{set.label.here()},
                          Value{set.category.label.here()}, Value{set.source},
                          Value{std::int64_t{set.starred()}},
                          Value{static_cast<std::int64_t>(set.fields.size())}});
  }
  ctx.print(list(std::move(table)));
  return Exit::ok;
}

Exit show_set(Context& ctx, const std::string& id) {
  const auto all = catalogue(ctx);
  const FieldSet& set = all.at(id);
  Table table{{{"field"},
               {"label"},
               {"required", Kind::boolean},
               {"sensitive", Kind::boolean},
               {"codes"},
               {"rule"}},
              {}};
  for (const schema::Field& f : set.fields) {
    table.rows.push_back({Value{f.id}, Value{f.label.here()}, Value{std::int64_t{f.required}},
                          Value{std::int64_t{f.sensitive}},
                          f.codes ? Value{f.codes->id()} : Value{},
                          Value{schema::describe(set, f)}});
  }
  Answer answer;
  answer.figure("set", set.id)
      .figure("label", set.label.here())
      .figure("category", set.category.label.here())
      .figure("source", set.source);
  answer.tables.emplace_back("fields", std::move(table));
  ctx.print(answer);
  return Exit::ok;
}

Exit check_file(Context& ctx, const std::string& path) {
  const auto findings =
      reading(path, [&] { return schema::check_field_set(read_file(path), ctx.schemas_folder()); });
  Table table{{{"code"}, {"field"}, {"message"}}, {}};
  for (const Finding& f : findings)
    table.rows.push_back({Value{f.code->name}, Value{f.field}, Value{message(f)}});
  Answer answer = list(std::move(table));
  if (findings.empty()) answer.text = text("schema.sound", arg("file", path));
  ctx.print(answer);
  return findings.empty() ? Exit::ok : Exit::findings;
}

Exit write_template(Context& ctx, const std::string& id, const std::string& out) {
  const auto all = catalogue(ctx);
  std::vector<const FieldSet*> sets;
  for (const FieldSet& set : all.all()) {
    if (id == "dossier" || id == set.id) sets.push_back(&set);
  }
  if (sets.empty()) all.at(id);
  if (file_exists(out)) throw Error{codes::file_exists, {arg("file", out)}};
  dossier::write_template(sets, out);
  Answer answer;
  answer.figure("file", out);
  answer.text = text("template.written", arg("file", out));
  ctx.print(answer);
  return Exit::ok;
}

}  // namespace

void add_schema(Verb app) {
  Verb group = app.verb("schema");
  Verb list_verb = group.verb("list");
  list_verb.lists();
  list_verb.run(list_sets);

  auto set = std::make_shared<std::string>();
  auto file = std::make_shared<std::string>();
  Verb show = group.verb("show");
  show.required("SET", *set);
  show.run([set](Context& ctx) { return show_set(ctx, *set); });
  Verb check = group.verb("check");
  check.required("FILE", *file);
  check.run([file](Context& ctx) { return check_file(ctx, *file); });
  Verb sheet = group.verb("template");
  sheet.required("SET", *set);
  sheet.required("--out", *file);
  sheet.run([set, file](Context& ctx) { return write_template(ctx, *set, *file); });
}

}  // namespace tmis::cmd
