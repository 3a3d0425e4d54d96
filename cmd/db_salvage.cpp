// tmis db salvage: what is left of a damaged file, and who may ask for it.
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/message.h"
#include "cmd/db.h"
#include "cmd/journal.h"
#include "people/salvage.h"

namespace tmis::cmd {
namespace {

/// A sound file says itself who may. A damaged one can't be believed about that: then whoever owns
/// it on this machine may, who can read and copy every byte of it anyway.
bool let_in_by_file(Context& ctx, store::Wreck& wreck) {
  if (!wreck.sound()) return false;
  ctx.globals.db = wreck.path();
  try {
    ctx.read().permit("db salvage");
  } catch (const Error& error) {
    if (error.code().exit != Exit::integrity) throw;
    return false;  // its pages are in order, what stands on them isn't
  }
  ctx.close();
  return true;
}

void let_in(Context& ctx, store::Wreck& wreck, const std::string& file) {
  if (let_in_by_file(ctx, wreck)) return;
  struct stat info {};
  if (::stat(file.c_str(), &info) == 0 && (info.st_uid == ::geteuid() || ::geteuid() == 0)) return;
  throw Error{codes::db_salvage_owner, {arg("file", file)}};
}

Exit salvage(Context& ctx, const std::string& file, const std::string& target) {
  if (file_exists(target)) throw Error{codes::file_exists, {arg("file", target)}};
  store::Wreck wreck{file, target + ".wreck"};
  let_in(ctx, wreck, file);
  const auto own = schema::Catalogue::load(ctx.schemas_folder());
  const auto saved = people::salvage(wreck, file, target, own, ctx.clock(), ctx.globals.dry_run);
  Table tables{{{"table"}, {"rows", Kind::number}, {"unread", Kind::boolean}}, {}};
  std::int64_t rows = 0;
  for (const auto& t : saved.tables) {
    rows += t.rows;
    if (t.rows > 0 || t.unread)
      tables.rows.push_back({Value{t.name}, Value{t.rows}, Value{std::int64_t{t.unread}}});
  }
  const auto found = static_cast<std::int64_t>(saved.verdict.findings.size());
  Answer answer;
  answer.booleans.emplace_back("ok", saved.whole());
  answer.figure("file", target).figure("rows", rows);
  answer.figure("events", static_cast<std::int64_t>(saved.verdict.events));
  answer.tables.emplace_back("tables", std::move(tables));
  answer.tables.emplace_back("findings", discrepancies(saved.verdict.findings));
  answer.text = text(saved.whole() ? "db.salvaged" : "db.salvaged-part", arg("file", target),
                     arg("rows", rows), arg("n", found));
  ctx.print(answer);
  return saved.whole() ? Exit::ok : Exit::findings;
}

}  // namespace

void add_db_salvage(Verb db) {
  auto file = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  Verb verb = db.verb("salvage");
  verb.required("FILE", *file);
  verb.required("--out", *out);
  verb.run([file, out](Context& ctx) { return salvage(ctx, *file, *out); });
}

}  // namespace tmis::cmd
