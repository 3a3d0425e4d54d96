// SQLite makes and checks the copies; here is only what is done around it.
#include "people/care.h"

#include <sys/stat.h>

#include <cstdio>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "people/sealed_backup.h"

namespace tmis::people {

namespace {

using namespace std::string_view_literals;
constexpr std::string_view kPlain = "SQLite format 3\0"sv;

/// Of the copy that goes out. Another one that writes meanwhile is in it or isn't, but wholly.
void check_image(Desk& desk, std::string_view pages) {
  auto copy = store::Database::of_image(pages, desk.db.path());
  const auto found = copy.complaints();
  if (!found.empty())
    throw Error{codes::db_damaged, {arg("file", desk.db.path()), arg("why", found.front())}};
}

}  // namespace

journal::Written back_up(Desk& desk, const std::string& target, bool sealed) {
  const Permit permit = desk.permit("db backup");
  if (file_exists(target)) throw Error{codes::file_exists, {arg("file", target)}};
  if (!desk.dry_run && !sealed) desk.db.back_up(target);
  if (!desk.dry_run && sealed) {
    const store::Image pages = desk.db.image();
    check_image(desk, pages.view());
    write_sealed(desk, target, pages.view());
  }
  journal::EventArgs args{{"file", Value{file_name(target)}}};
  if (sealed) args.emplace_back("sealed", Value{1});
  journal::Transaction tx{desk, permit, {.args = std::move(args)}};
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

bool KeptCopy::needs_code(const std::string& path) { return is_sealed(FileBytes{path}.view()); }

KeptCopy::KeptCopy(const std::string& path, std::string_view code, Desk* desk)
    : stored_(path), sealed_(!code.empty() && !stored_.view().starts_with(kPlain)) {
  if (sealed_) {
    opened_ = open_sealed(stored_.view(), code, desk, path);
    db_ = std::make_unique<store::Database>(store::Database::of_image(opened_, path));
  } else {
    db_ = std::make_unique<store::Database>(path, store::Database::Mode::read_only);
  }
}

void check_sound(KeptCopy& backup) {
  const auto found = backup.db().complaints();
  if (!found.empty())
    throw Error{codes::db_damaged, {arg("file", backup.db().path()), arg("why", found.front())}};
}

void check_backup(Desk& desk, KeptCopy& backup) {
  check_sound(backup);
  auto id = backup.db().statement("SELECT value FROM setting WHERE name = 'file_id'");
  if (!id.step() || to_hex(id.blob(0)) != desk.file_id())
    throw Error{codes::db_other_file, {arg("file", backup.db().path())}};
}

namespace {

constexpr std::string_view kHalfWay = ".restoring";

void remove_leftovers(const std::string& path) {
  const std::filesystem::path file{path};
  const std::string begins = file.filename().string() + std::string{kHalfWay};
  std::error_code none;
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  for (const auto& entry : std::filesystem::directory_iterator{folder, none}) {
    if (entry.path().filename().string().starts_with(begins))
      std::filesystem::remove(entry.path(), none);
  }
}

}  // namespace

void put_back(const std::string& path, std::string_view backup, const std::string& kept) {
  const std::string half_way = path + std::string{kHalfWay};
  remove_leftovers(path);
  OutputFile copy{half_way};
  copy.append(backup);
  std::error_code none;
  for (const char* beside : {"-wal", "-shm"}) {
    if (file_exists(path + beside)) std::filesystem::rename(path + beside, kept + beside, none);
  }
  none.clear();
  // A second name, so that there is a file under the first at any moment.
  if (file_exists(path)) {
    std::filesystem::create_hard_link(path, kept, none);
    if (none) std::filesystem::rename(path, kept, none);
  }
  if (none) throw Error{codes::file_unwritable, {arg("file", kept), arg("why", none.message())}};
  copy.commit();
  std::filesystem::rename(half_way, path, none);
  if (none) throw Error{codes::file_unwritable, {arg("file", path), arg("why", none.message())}};
  sync_folder_of(path);
}

}  // namespace tmis::people
