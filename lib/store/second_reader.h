// A second thread that reads while the first one does something else.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <optional>

#include "store/database.h"

namespace tmis::store {

/// On a connection of its own, for looks at what is committed; never inside a transaction that
/// writes.
class SecondReader {
 public:
  /// Begins with the work. `state` says which state of the file a connection sees: when somebody
  /// has written since the first one began to read, the second one isn't used.
  SecondReader(Database& db, const std::function<std::int64_t(Database&)>& state,
               std::function<void(Database&)> work);
  SecondReader(const SecondReader&) = delete;
  SecondReader& operator=(const SecondReader&) = delete;
  ~SecondReader() = default;  // waits for the thread

  /// Once: waits for the work and throws what it threw. Without a second connection, or room for
  /// one more thread, it is done now.
  void finish();

 private:
  Database& db_;
  std::function<void(Database&)> work_;
  std::optional<Database> second_;
  std::future<void> done_;
};

}  // namespace tmis::store
