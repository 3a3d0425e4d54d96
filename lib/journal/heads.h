// The highest head that this machine has seen of a file, so that an old copy put back, or a tail
// cut off, is noticed without anybody's checkpoint. What is warned of and when is left to cmd/.
//   FOLDER/<file id>-<16 hex digits of the path's hash>, mode 0600, three lines: path, seq, hash
//   hex
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "journal/event.h"
#include "journal/verify.h"

namespace tmis::journal {

class HeadMemory {
 public:
  /// `folder` is made when there is something to remember.
  HeadMemory(const std::string& folder, Desk& desk);

  /// What was remembered; nothing when there is none or it can't be read.
  std::optional<Head> known() const;
  /// journal.older when the file ends before what is remembered, or went on differently.
  std::optional<Discrepancy> against(Desk& desk) const;
  /// Remembers the present head, unless a higher one is known. A folder that can't be written is no
  /// fault: then nothing is remembered.
  void remember(Desk& desk) const noexcept;
  /// Starts anew, after a copy was put back on purpose.
  void forget() const noexcept;

 private:
  std::string folder_, file_, path_;
};

/// How many events are lost when `backup` takes the place of the file: those that the file has, or
/// this machine remembers, and the copy hasn't. That copies were made or put back isn't lost work.
std::int64_t lost_by(Desk& desk, store::Database& backup, const std::optional<Head>& known);

}  // namespace tmis::journal
