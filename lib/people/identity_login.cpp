// Rows of identity_login, local like the envelopes: losing one only means to log in by another
// name.
#include "people/identity_login.h"

#include "base/text.h"
#include "keys/identity_tag.h"

namespace tmis::people {
namespace {

std::string upper(std::string_view number) {
  std::string out{number};
  if (out.ends_with('x')) out.back() = 'X';
  return out;
}

void keep(Desk& desk, std::int64_t account, const keys::Hash128& tag) {
  desk.db.statement("INSERT OR REPLACE INTO identity_login (account, tag) VALUES (?, ?)")
      .bind(1, account)
      .bind_blob(2, keys::bytes(tag))
      .run();
}

void forget(Desk& desk, std::int64_t account) {
  desk.db.statement("DELETE FROM identity_login WHERE account = ?").with(account).run();
}

std::optional<StoredAccount> account_tagged(Desk& desk, const keys::Hash128& tag) {
  auto row = desk.db.statement(
      "SELECT a.login FROM identity_login i JOIN account a ON a.row = i.account WHERE i.tag = ?");
  row.bind_blob(1, keys::bytes(tag));
  if (!row.step()) return std::nullopt;
  const std::string login{row.text(0)};
  return find_account(desk, login);
}

}  // namespace

bool looks_like_identity_number(std::string_view word) {
  return word.size() == 18 && is_digits(word.substr(0, 17));
}

void keep_identity_login(Desk& desk, std::int64_t account, std::string_view number,
                         const Secret& password) {
  if (number.empty()) return forget(desk, account);
  keep(desk, account, keys::identity_tag(desk.file_key(), upper(number), password));
}

void keep_initial_identity_login(Desk& desk, std::int64_t account, std::string_view number,
                                 std::string_view password) {
  const auto tag = keys::initial_identity_tag(desk.file_key(), upper(number), password);
  if (number.empty() || !tag) return forget(desk, account);
  keep(desk, account, *tag);
}

std::optional<StoredAccount> account_by_identity(Desk& desk, std::string_view number,
                                                 const Secret& password) {
  const std::string one = upper(number);
  auto found = account_tagged(desk, keys::identity_tag(desk.file_key(), one, password));
  const auto initial = keys::initial_identity_tag(desk.file_key(), one, password.view());
  if (!found && initial) found = account_tagged(desk, *initial);
  return found;
}

std::string failures_of_identity(Desk& desk, std::string_view number) {
  constexpr std::size_t kTelling = 5;  // hex digits: a million groups of sixty thousand people
  const keys::Hash hash = keys::Hasher{}
                              .update("tmis/failures/1\n")
                              .update(desk.file_key())
                              .update(upper(number))
                              .finish();
  return "#" + keys::hex(hash).substr(0, kTelling);
}

}  // namespace tmis::people
