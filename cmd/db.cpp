// tmis db: care of the file.
#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/db.h"
#include "cmd/verbs.h"
#include "journal/event.h"
#include "journal/migrate.h"
#include "keys/password.h"
#include "people/care.h"
#include "people/credentials.h"

namespace tmis::cmd {
namespace {

Exit info(Context& ctx) {
  Desk& desk = ctx.read();
  desk.permit("db info");
  const auto& root = desk.organisations().all().front();
  std::int64_t records = 0;
  for (const auto& set : desk.catalogue.all())
    records += desk.db.number("SELECT count(*) FROM \"" + set.id + "\"");
  const auto head = journal::head(desk.db);
  Table table{{{"file"},
               {"file_id"},
               {"org"},
               {"bytes", Kind::number},
               {"teachers", Kind::number},
               {"records", Kind::number},
               {"events", Kind::number},
               {"head"},
               {"schema_version", Kind::number},
               {"layout", Kind::number},
               {"tool"}},
              {}};
  table.rows.push_back(
      {Value{desk.db.path()}, Value{desk.file_id()}, Value{root.code + " " + root.name},
       Value{static_cast<std::int64_t>(std::filesystem::file_size(desk.db.path()))},
       Value{desk.db.number("SELECT count(*) FROM teacher")}, Value{records}, Value{head.seq + 1},
       Value{to_hex(keys::bytes(head.hash))}, Value{std::int64_t{desk.catalogue.version()}},
       Value{store::kLayout}, Value{std::string{version()}}});
  ctx.print(ctx.object(table));
  return Exit::ok;
}

Exit check(Context& ctx) {
  Desk& desk = ctx.read();
  desk.permit("db check");
  Table table{{{"code"}, {"message"}, {"hint"}}, {}};
  bool damaged = false;
  for (const auto& c : people::concerns(desk)) {
    const Finding finding{c.code, 0, 0, {}, {}, c.args};
    damaged = damaged || c.code->exit == Exit::integrity;
    table.rows.push_back({Value{c.code->name}, Value{message(finding)}, Value{hint(finding)}});
  }
  Answer answer;
  answer.booleans.emplace_back("ok", table.rows.empty());
  answer.text = text(table.rows.empty() ? "db.sound" : "db.concerns", arg("n", table.rows.size()),
                     arg("file", desk.db.path()));
  const bool sound = table.rows.empty();
  answer.tables.emplace_back("findings", std::move(table));
  ctx.print(answer);
  return damaged ? Exit::integrity : sound ? Exit::ok : Exit::findings;
}

Exit print_file(Context& ctx, std::string_view key, const std::string& file, std::int64_t event) {
  Answer answer;
  answer.figure("file", file).figure("event", event);
  answer.text = text(key, arg("file", file));
  ctx.print(answer);
  return Exit::ok;
}

struct Restoring {
  std::string file, code_file;
  bool older = false;
};

/// Empty where none was given; then a sealed backup is refused.
Secret code_for(const Restoring& o) {
  if (!o.code_file.empty()) return keys::read_password_file(o.code_file);
  if (people::KeptCopy::needs_code(o.file)) {
    throw Error{codes::usage_missing,
                {arg("what", "--code-file FILE"), arg("command", "db restore")}};
  }
  return {};
}

/// Where there is no file any more nobody can log in: whoever has the code from the safe may. The
/// code signs nothing of the kind, so that no event can tell of it.
Exit restore_lost(Context& ctx, const Restoring& o) {
  const Secret code = code_for(o);
  people::KeptCopy backup{o.file, code.view(), nullptr};
  people::check_sound(backup);
  if (!ctx.confirmed(text("ask.restore", arg("file", o.file)))) return Exit::ok;
  if (!ctx.globals.dry_run) people::put_back(ctx.db_path(), backup.bytes(), {});
  ctx.console.note(text("db.restored-lost"));
  return print_file(ctx, "db.restored", o.file, -1);
}

/// Allowed by the present file, then recorded in the one that takes its place, by the same account.
Exit restore(Context& ctx, const Restoring& o) {
  const bool sealed = !o.code_file.empty() && file_exists(o.file);
  if (sealed && !file_exists(ctx.db_path()) && people::KeptCopy::needs_code(o.file))
    return restore_lost(ctx, o);
  Desk& desk = ctx.write();
  desk.permit("db restore");
  const Secret code = code_for(o);
  people::KeptCopy backup{o.file, code.view(), &desk};
  people::check_backup(desk, backup);
  if (const auto lost = journal::lost_by(desk, backup.db(), ctx.heads().known());
      lost > 0 && !o.older)
    throw Error{codes::db_behind, {arg("file", o.file), arg("n", lost)}};
  const std::string path = desk.db.path();
  std::string stamp = to_iso(ctx.clock().now()).substr(0, 19);
  std::replace(stamp.begin(), stamp.end(), ':', '-');
  const std::string kept = path + ".before-" + stamp;
  if (!ctx.confirmed(text("ask.restore", arg("file", o.file)))) return Exit::ok;
  if (ctx.globals.dry_run) return print_file(ctx, "db.restored", o.file, -1);
  const std::int64_t account = desk.actor.account;
  Secret master{desk.master().view()};
  ctx.close();
  people::put_back(path, backup.bytes(), kept);
  ctx.heads().forget();
  Desk& restored = ctx.open(store::Database::Mode::read_write);
  people::sit_down(restored, account, std::move(master));
  journal::Transaction tx{
      restored, restored.permit("db restore"), {.args = {{"file", Value{file_name(o.file)}}}}};
  const auto written = tx.commit();
  ctx.console.note(text("db.kept", arg("file", kept)));
  return print_file(ctx, "db.restored", o.file, written.seq);
}

Exit migrate(Context& ctx) {
  Desk& desk = ctx.write();
  desk.permit("db migrate");
  const auto wanted = schema::Catalogue::load(ctx.schemas_folder());
  const auto what = journal::changes(desk, wanted);
  Answer answer;
  answer.figure("texts", static_cast<std::int64_t>(what.texts.size()));
  answer.figure("tables", joined(what.tables, " ")).figure("fields", joined(what.fields, " "));
  if (what.nothing()) {
    answer.event(-1);
    answer.text = text("unchanged");
  } else {
    const std::string backup =
        desk.db.path() + ".pre-" + std::to_string(journal::head(desk.db).seq);
    if (!ctx.globals.dry_run && !file_exists(backup)) desk.db.back_up(backup);
    answer.figure("event", journal::migrate(desk, wanted).seq);
    answer.text =
        text("db.migrated", arg("texts", what.texts.size()), arg("tables", what.tables.size()),
             arg("fields", what.fields.size()), arg("backup", backup));
  }
  ctx.print(answer);
  return Exit::ok;
}

}  // namespace

void add_db(Verb app) {
  Verb group = app.verb("db");
  group.verb("info").run(info);
  group.verb("check").run(check);
  auto file = std::make_shared<std::string>();
  auto sealed = std::make_shared<bool>(false);
  Verb backup = group.verb("backup");
  backup.required("FILE", *file);
  backup.flag("--seal", *sealed);
  backup.run([file, sealed](Context& ctx) {
    const auto written = people::back_up(ctx.write(), *file, *sealed);
    return print_file(ctx, *sealed ? "db.sealed" : "db.backed-up", *file, written.seq);
  });
  Verb back = group.verb("restore");
  auto o = std::make_shared<Restoring>();
  back.required("FILE", o->file);
  back.option("--code-file", o->code_file);
  back.flag("--older", o->older);
  back.run([o](Context& ctx) { return restore(ctx, *o); });
  group.verb("migrate").run(migrate);
  add_db_salvage(group);
}

}  // namespace tmis::cmd
