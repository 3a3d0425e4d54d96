// One event erases all versions at once: history keeps their numbers, the items their commitments.
#include "dossier/erase.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "journal/event.h"
#include "journal/transaction.h"
#include "journal/versions.h"
#include "people/person.h"

namespace tmis::dossier {
namespace {

/// What the program itself calls copies that it keeps beside the file: db restore, db migrate.
constexpr std::string_view kBeside[] = {".before-", ".pre-"};

std::string name(const RecordId& id) { return id.set->id + "#" + std::to_string(id.record); }

people::Admitted admitted(Desk& desk, const RecordId& id) {
  return people::admit(desk, "record erase", people::person(desk, owner(desk, id)).number);
}

/// The first version that has to stay: in force, or none at all.
std::int64_t first_to_stay(Desk& desk, const RecordId& id, bool earlier) {
  auto live = desk.db.statement("SELECT 1 FROM \"" + id.set->id + "\" WHERE row = ?");
  live.with(id.record);
  const bool stands = live.step();
  live.reset();
  if (!stands) return std::numeric_limits<std::int64_t>::max();
  if (!earlier) throw Error{codes::record_in_use, {arg("id", name(id))}};
  const Item present = item(desk, id);
  return std::min(present.version, present.audited_version.value_or(present.version));
}

/// Versions that still have their content, and the event that made the first of them.
struct Content {
  std::vector<std::int64_t> versions;
  std::int64_t since = 0;
};
Content content(Desk& desk, const RecordId& id, std::int64_t below) {
  auto rows = desk.db.statement(
      "SELECT version, seq FROM history WHERE table_id = ? AND record = ? AND version < ? AND body "
      "IS NOT NULL ORDER BY version");
  rows.with(std::int64_t{id.set->number}, id.record, below);
  Content out;
  while (rows.step()) {
    if (out.versions.empty()) out.since = rows.integer(1);
    out.versions.push_back(rows.integer(0));
  }
  return out;
}

std::vector<Backup> backups(Desk& desk, std::int64_t since) {
  std::vector<Backup> out;
  for (const auto& event : journal::events_of_kind(desk.db, "db.backup")) {
    if (event.seq > since)
      out.push_back({journal::argument(event, "file").text, event.t, event.seq});
  }
  const std::filesystem::path file{desk.db.path()};
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator{file.parent_path(), none}) {
    const std::string there = entry.path().filename().string();
    const bool copy = std::any_of(std::begin(kBeside), std::end(kBeside), [&](auto mark) {
      return there.starts_with(file.filename().string() + std::string{mark});
    });
    if (copy && !there.ends_with("-wal") && !there.ends_with("-shm"))
      out.push_back({there, "", -1});
  }
  std::stable_sort(out.begin(), out.end(), [](const Backup& a, const Backup& b) {
    return a.event == -1 && b.event == -1 ? a.file < b.file : b.event == -1 && a.event != -1;
  });
  return out;
}

Erased erase_versions(Desk& desk, const RecordId& record, const people::Admitted& who,
                      const std::string& reason, bool earlier) {
  journal::Transaction tx{
      desk,
      who.permit,
      {.args = {{"record", Value{name(record)}}, {"teacher_number", Value{who.person.number}}},
       .reason = reason,
       .kind = std::string{journal::kErase}}};
  const Content there = content(desk, record, first_to_stay(desk, record, earlier));
  Erased out{name(record), there.versions, -1, there.versions.empty(), true, {}};
  if (out.unchanged) return out;
  for (const std::int64_t version : there.versions)
    tx.erase(desk.table(*record.set), record.record, static_cast<std::uint32_t>(version));
  tx.act().args.emplace_back("versions", Value{static_cast<std::int64_t>(there.versions.size())});
  out.event = tx.commit().seq;
  out.backups = backups(desk, there.since);
  return out;
}

}  // namespace

Permit erase_permit(Desk& desk, const std::string& id) {
  return admitted(desk, record_id(desk, id)).permit;
}

Erased erase(Desk& desk, const std::string& id, const std::string& reason, bool earlier) {
  const RecordId record = record_id(desk, id);
  const auto who = admitted(desk, record);
  if (trimmed(reason).empty()) throw Error{codes::record_reason};
  Erased out = erase_versions(desk, record, who, reason, earlier);
  // Of one that was killed before this the bytes may be there yet.
  const bool erased =
      !out.unchanged || !journal::erasures(desk.db, desk.table(*record.set), record.record).empty();
  if (erased && !desk.dry_run) out.scrubbed = desk.db.scrub();
  return out;
}

}  // namespace tmis::dossier
