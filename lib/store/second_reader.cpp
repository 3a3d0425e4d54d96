// A database in memory has no second connection, a process at its limit no second thread.
#include "store/second_reader.h"

#include <system_error>
#include <utility>

namespace tmis::store {

SecondReader::SecondReader(Database& db, const std::function<std::int64_t(Database&)>& state,
                           std::function<void(Database&)> work)
    : db_(db), work_(std::move(work)), second_(db.beside()) {
  if (second_) {
    second_->begin_reading();
    if (state(*second_) != state(db)) second_.reset();
  }
  try {
    if (second_) done_ = std::async(std::launch::async, [this] { work_(*second_); });
  } catch (const std::system_error&) {  // finish does it
  }
}

void SecondReader::finish() {
  if (done_.valid()) return done_.get();
  work_(db_);
}

}  // namespace tmis::store
