// Whatever is wrong with the memory itself, the command goes on: it is a help, no evidence.
#include "journal/heads.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace tmis::journal {
namespace {

constexpr std::size_t kPathDigits = 16;

std::optional<std::string> hash_of(store::Database& db, std::int64_t seq) {
  auto find = db.statement("SELECT hash FROM event WHERE seq = ?");
  find.with(seq);
  return find.step() ? std::optional{std::string{find.blob(0)}} : std::nullopt;
}

/// Whether the file has just this event.
bool has(store::Database& db, const Head& head) {
  const auto there = hash_of(db, head.seq);
  return there && *there == keys::bytes(head.hash);
}

}  // namespace

HeadMemory::HeadMemory(const std::string& folder, Desk& desk)
    : folder_(folder),
      file_(folder + "/" + desk.file_id() + "-" +
            keys::hex(keys::hash(desk.db.path())).substr(0, kPathDigits)),
      path_(desk.db.path()) {}

std::optional<Head> HeadMemory::known() const {
  try {
    if (!file_exists(file_)) return std::nullopt;
    const std::string all = read_file(file_);
    // From the end: a path may hold a line end.
    const auto lines = split(all, '\n');
    if (lines.size() < 4) return std::nullopt;
    const std::string_view seq = lines[lines.size() - 3];
    const auto hash = from_hex(lines[lines.size() - 2]);
    Head head;
    const auto [end, error] = std::from_chars(seq.data(), seq.data() + seq.size(), head.seq);
    if (error != std::errc{} || end != seq.data() + seq.size() || head.seq < 0 || !hash ||
        hash->size() != head.hash.size())
      return std::nullopt;
    std::copy(hash->begin(), hash->end(), head.hash.begin());
    return head;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<Discrepancy> HeadMemory::against(Desk& desk) const {
  const auto seen = known();
  if (!seen || has(desk.db, *seen)) return std::nullopt;
  const std::int64_t last = head(desk.db).seq;
  return Discrepancy{&codes::journal_older,
                     last,
                     {},
                     0,
                     {arg("file", path_), arg("known", seen->seq), arg("memory", file_)}};
}

void HeadMemory::remember(Desk& desk) const noexcept {
  try {
    const Head now = head(desk.db);
    const auto seen = known();
    if (now.seq < 0 || (seen && (seen->seq >= now.seq || !has(desk.db, *seen)))) return;
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    write_file(file_, path_ + "\n" + std::to_string(now.seq) + "\n" + keys::hex(now.hash) + "\n");
  } catch (const std::exception&) {
    return;
  }
}

void HeadMemory::forget() const noexcept {
  std::error_code failed;
  std::filesystem::remove(file_, failed);
}

std::int64_t lost_by(Desk& desk, store::Database& backup, const std::optional<Head>& known) {
  const Head kept = head(backup);
  const Head now = head(desk.db);
  std::int64_t lost = 0;
  const bool same = has(desk.db, kept);
  auto rows = desk.db.statement("SELECT seq, body, hash FROM event WHERE seq > ? ORDER BY seq");
  rows.with(same ? kept.seq : std::int64_t{-1});
  while (rows.step()) {
    const auto event = from_body(rows.blob(1));
    if (!same && hash_of(backup, rows.integer(0)) == std::string{rows.blob(2)}) continue;
    if (!event || !event->kind.starts_with("db.") || event->n > 0) ++lost;
  }
  if (known && known->seq > now.seq && !has(backup, *known))
    lost += known->seq - std::max(now.seq, kept.seq);
  return std::max<std::int64_t>(lost, 0);
}

}  // namespace tmis::journal
