// Own passwords: what is refused, and reading one from a file. Asking on a terminal is left to
// cmd/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "keys/secret.h"

namespace tmis::keys {

inline constexpr std::size_t kLeastPassword = 8;
inline constexpr std::size_t kMostPassword = 256;

/// What is known about the owner and would be guessed first; empty where unknown.
struct PasswordOwner {
  std::string login;
  std::string birth_date;  // YYYY-MM-DD
  std::string id_number;
  std::vector<std::string> telephones;
};

/// Throws password.weak, with the reason: not 8 to 256 bytes of UTF-8; the login, the birth date,
/// the end of the identity number or the telephone with fewer than 6 other characters; a common
/// one.
void check_password(const Secret& password, const PasswordOwner& owner);

/// The first line of a file without its line end; "-" is standard input, of which no more than the
/// line is read. Throws password.file-mode for a regular file that group or others may read,
/// file.missing, file.not-regular, file.unreadable, password.file-empty, password.weak when the
/// line is too long.
Secret read_password_file(const std::string& path);

}  // namespace tmis::keys
