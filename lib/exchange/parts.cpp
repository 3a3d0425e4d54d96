// A part that can't be read as a package tells nobody whose it is: it is written over where it lies
// in the way, and left alone elsewhere.
#include "exchange/parts.h"

#include <filesystem>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "exchange/channel.h"

namespace tmis::exchange {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartEnding = ".part";

/// The bytes of a package as they were kept; empty when they aren't.
std::string kept_bytes(store::Database& db, std::int64_t package) {
  std::string out;
  auto rows = db.statement("SELECT bytes FROM outgoing WHERE package = ? ORDER BY part");
  rows.with(package);
  while (rows.step()) out.append(rows.blob(0));
  return out;
}

/// What a part says of itself. Its payload may be cut: nothing but the frame is looked at.
std::optional<Manifest> manifest_in(const fs::path& part) {
  std::error_code ignored;
  if (!fs::is_regular_file(fs::symlink_status(part, ignored))) return std::nullopt;
  try {
    return open_package(part.string()).manifest;
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

void finish_parts(Desk& desk) {
  std::vector<std::pair<std::int64_t, std::string>> all;
  {
    auto rows = desk.db.statement("SELECT package, target FROM outgoing WHERE part = 0");
    while (rows.step()) all.emplace_back(rows.integer(0), rows.text(1));
  }
  for (const auto& [package, target] : all) {
    const std::string path = target + std::string{kPartEnding};
    if (!file_exists(path)) continue;
    const FileBytes part{path};
    if (part.view() != kept_bytes(desk.db, package)) continue;
    fs::rename(path, target);
    sync_folder_of(target);
  }
}

void clear_parts(Desk& desk, const std::string& target) {
  const fs::path own = target + std::string{kPartEnding};
  const auto there = manifest_in(own);
  if (there && there->from_file != desk.file_id())
    throw Error{codes::file_exists, {arg("file", own.string())}};
  if (desk.dry_run) return;
  std::error_code unreadable;  // then there is nothing to find
  for (const auto& entry : fs::directory_iterator{folder_of(target), unreadable}) {
    if (entry.path().extension() != kPartEnding) continue;
    const auto part = manifest_in(entry.path());
    if (part && part->from_file == desk.file_id() && !package_by_id(desk.db, part->id))
      fs::remove(entry.path(), unreadable);
  }
}

bool write_again(Desk& desk, std::int64_t package, const std::string& target) {
  const std::string bytes = kept_bytes(desk.db, package);
  if (bytes.empty()) return false;
  write_file(target, bytes);
  return true;
}

void forget_bytes(Desk& desk, std::int64_t package) {
  desk.db.statement("DELETE FROM outgoing WHERE package = ?").with(package).run();
}

}  // namespace tmis::exchange
