// The file as it was after an event: rows with their values of then, and who did what when.
// Nothing is stored for it: earlier versions stand in history, their time in their events.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/value.h"
#include "journal/event.h"
#include "keys/hash.h"
#include "store/database.h"

namespace tmis::journal {

/// The present, wherever an event's number asks for the past.
inline constexpr std::int64_t kNow = std::numeric_limits<std::int64_t>::max();

/// The last event up to the end of `day`; -1 before the first. `kNow` when there is none after it.
std::int64_t last_event_of(store::Database& db, Day day);

/// One row at the time asked for. `seq`, `idx`: the item of the journal that made this version.
/// Without PastQuestion::items `version` and `idx` mean nothing.
struct PastRow {
  std::int64_t row = 0;
  std::uint32_t version = 0;
  std::int64_t seq = 0;
  std::int64_t idx = 0;
  Values values;  // of the columns asked for
};

/// Which rows, of when.
struct PastQuestion {
  const store::TableDef& table;
  std::vector<std::string> columns;  // names, in the order in which they are wanted
  std::int64_t at = kNow;
  /// Only rows with this number in this column.
  std::optional<std::pair<std::string, std::int64_t>> where = std::nullopt;
  /// Whether `version` and `idx` are wanted too: over a million rows each column counts.
  bool items = true;
};

/// Visits the rows in the order of their numbers. For the present it is one query over the table;
/// for the past, versions that were replaced since come from history. `visit` may ask the database
/// anything but the same question.
void each_row(store::Database& db, const PastQuestion& question,
              const std::function<void(const PastRow&)>& visit);

/// Events by number, each read once.
class Events {
 public:
  explicit Events(store::Database& db) : db_(db) {}

  /// Throws journal.damaged when there is no such event.
  const Event& at(std::int64_t seq);
  /// YYYY-MM-DD.
  std::string day(std::int64_t seq) { return at(seq).t.substr(0, 10); }

 private:
  store::Database& db_;
  std::unordered_map<std::int64_t, Event> known_;
};

/// Commitments by the item that holds them. Rows come mostly in the order of their items, so the
/// run that was looked up last nearly always has the next one too.
class Commitments {
 public:
  explicit Commitments(store::Database& db) : db_(db) {}

  /// 32 bytes, good until the next call. Throws journal.damaged.
  std::string_view at(std::int64_t seq, std::int64_t idx);

 private:
  store::Database& db_;
  std::int64_t seq_ = -1;
  std::int64_t idx_ = 0;
  std::string run_;
};

}  // namespace tmis::journal
