// The counter is a row of a local table. A desk that only reads opens the file a second time for
// it.
#include "people/login_failures.h"

#include "access/login_wait.h"
#include "base/error.h"

namespace tmis::people {

LoginFailures::LoginFailures(Desk& desk, std::string_view login) : desk_(desk), login_(login) {
  auto row = desk.db.statement("SELECT count, last_at FROM login_failure WHERE login = ?");
  row.with(login);
  if (!row.step()) return;
  count_ = row.integer(0);
  last_ = instant_from_iso(row.text(1)).value_or(Instant{});
}

void LoginFailures::wait_if_needed() const {
  const std::int64_t left = access::login_wait(count_, last_, desk_.clock.now());
  if (left > 0) throw Error{codes::login_wait, {arg("seconds", (left + 999) / 1000)}};
}

void LoginFailures::add() {
  write([&](store::Database& db) {
    db.statement(
          "INSERT INTO login_failure (login, count, last_at) VALUES (?, 1, ?) "
          "ON CONFLICT (login) DO UPDATE SET count = count + 1, last_at = excluded.last_at")
        .with(std::string_view{login_}, std::string_view{to_iso(desk_.clock.now())})
        .run();
  });
}

void LoginFailures::clear() {
  if (count_ == 0) return;
  write([&](store::Database& db) {
    db.statement("DELETE FROM login_failure WHERE login = ?").with(std::string_view{login_}).run();
  });
}

void LoginFailures::write(const std::function<void(store::Database&)>& work) {
  if (!desk_.db.read_only()) return work(desk_.db);
  try {
    store::Database writable{desk_.db.path(), store::Database::Mode::read_write};
    work(writable);
  } catch (const Error&) {
    // A file that can't be written can't count; the password is checked all the same.
  }
}

}  // namespace tmis::people
