// Failed logins of one name, so that guessing through the program becomes slow. How long one waits
// is left to access/login_wait.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "journal/desk.h"

namespace tmis::people {

/// Local and without an event; counted even when the command only reads.
class LoginFailures {
 public:
  LoginFailures(Desk& desk, std::string_view login);

  /// Throws login.wait while the time isn't over.
  void wait_if_needed() const;
  void add();
  void clear();

 private:
  void write(const std::function<void(store::Database&)>& work);

  Desk& desk_;
  std::string login_;
  std::int64_t count_ = 0;
  Instant last_{};
};

}  // namespace tmis::people
