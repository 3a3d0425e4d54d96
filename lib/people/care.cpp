// SQLite makes and checks the copies; here is only what is done around it.
#include "people/care.h"

#include <sys/stat.h>

#include <cstdio>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace tmis::people {

journal::Written back_up(Desk& desk, const std::string& target) {
  const Permit permit = desk.permit("db backup");
  if (file_exists(target)) throw Error{codes::file_exists, {arg("file", target)}};
  if (!desk.dry_run) desk.db.back_up(target);
  journal::Transaction tx{desk, permit, {.args = {{"file", Value{file_name(target)}}}}};
  return tx.commit();
}

std::vector<Concern> concerns(Desk& desk) {
  std::vector<Concern> out;
  for (const std::string& complaint : desk.db.complaints())
    out.push_back({&codes::db_damaged, {arg("file", desk.db.path()), arg("why", complaint)}});
  struct stat info {};
  if (::stat(desk.db.path().c_str(), &info) == 0 && (info.st_mode & (S_IRGRP | S_IROTH)) != 0) {
    out.push_back({&codes::db_readable, {arg("file", desk.db.path())}});
  }
  if (desk.db.number("SELECT count(*) FROM grant_role g JOIN account a ON a.row = g.account "
                     "WHERE g.role = 'sysadmin' AND a.state = 'active'") < 2) {
    out.push_back({&codes::db_one_administrator, {}});
  }
  auto holders = desk.db.statement(
      "SELECT o.code, (SELECT count(*) FROM key_wrap w JOIN account a ON w.parent = 'account:' || "
      "a.row WHERE w.child = 'org:' || o.row AND a.state <> 'disabled') FROM organisation o "
      "ORDER BY o.code");
  while (holders.step()) {
    if (holders.integer(1) < 2) {
      out.push_back(
          {&codes::db_few_holders, {arg("org", holders.text(0)), arg("n", holders.integer(1))}});
    }
  }
  const std::string code = desk.db.path() + ".recovery";
  if (file_exists(code)) out.push_back({&codes::db_recovery_beside, {arg("file", code)}});
  return out;
}

void check_backup(Desk& desk, const std::string& backup) {
  store::Database copy{backup, store::Database::Mode::read_only};
  if (!copy.complaints().empty())
    throw Error{codes::db_damaged, {arg("file", backup), arg("why", copy.complaints().front())}};
  auto id = copy.statement("SELECT value FROM setting WHERE name = 'file_id'");
  if (!id.step() || to_hex(id.blob(0)) != desk.file_id())
    throw Error{codes::db_other_file, {arg("file", backup)}};
}

void put_back(const std::string& path, const std::string& backup, const std::string& kept) {
  OutputFile copy{path + ".restoring"};
  write_file(copy.path(), FileBytes{backup}.view());
  std::error_code none;
  for (const char* beside : {"-wal", "-shm"}) {
    if (file_exists(path + beside)) std::filesystem::rename(path + beside, kept + beside, none);
  }
  // A second name, so that there is a file under the first at any moment.
  std::filesystem::create_hard_link(path, kept, none);
  if (none && file_exists(path)) std::filesystem::rename(path, kept, none);
  if (none) throw Error{codes::file_unwritable, {arg("file", kept), arg("why", none.message())}};
  copy.commit();
  std::filesystem::rename(path + ".restoring", path, none);
  if (none) throw Error{codes::file_unwritable, {arg("file", path), arg("why", none.message())}};
}

}  // namespace tmis::people
