// A login that lasts: the master key in a file that counts for this boot, session leader and
// terminal only. Opening the envelope is left to keys/, asking for the password to cmd/.
//   $XDG_RUNTIME_DIR/tmis/<file id>-<sid>.json, else $XDG_STATE_HOME/tmis/sessions/…; folder 0700,
//   file 0600 one JSON object; `master` is hex, with `"sealed":true` under the token; times are
//   milliseconds of /proc/uptime, so that no wall clock plays a part
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keys/envelope.h"
#include "keys/secret.h"

namespace tmis::access {

inline constexpr std::int64_t kSessionIdle = 30 * 60'000;  // since the last use, in milliseconds
inline constexpr std::int64_t kSessionLife = 8 * 60 * 60'000;  // since the login

/// What a session is bound to.
struct Surroundings {
  std::string folder;              // where the file lies
  std::string boot;                // id of this run of the machine
  std::int64_t leader = 0;         // session leader
  std::uint64_t leader_start = 0;  // its start time (/proc/PID/stat field 22); 0: it has gone
  std::int64_t terminal = 0;       // device of the controlling terminal; 0: none
  std::int64_t uptime = 0;         // milliseconds

  /// Those of this process.
  static Surroundings here();
};

/// Who is logged in.
struct Session {
  std::int64_t account = 0;
  keys::KeyId key{};
  Secret master;
  bool terminal = false;          // it was opened on a terminal
  std::int64_t password_age = 0;  // milliseconds since the password was given
};

/// What the program keeps for itself on this machine: $XDG_STATE_HOME/tmis, else
/// ~/.local/state/tmis.
std::string state_folder();

class Sessions {
 public:
  Sessions(const keys::FileId& file, Surroundings here);

  /// Writes the session; an older one of the same place is overwritten. Throws session.unsafe (4:
  /// folder or file belong to another or are open to others), session.no-leader (7),
  /// session.unwritable (7).
  void remember(std::int64_t account, const keys::KeyId& key, const Secret& master);
  /// The same with the key under a token, which is returned and kept nowhere: for the shell's
  /// TMIS_SESSION.
  std::string remember_sealed(std::int64_t account, const keys::KeyId& key, const Secret& master);

  /// The live session of this place, or nothing; one that has run out is removed. `token` is
  /// TMIS_SESSION. Throws session.unsafe.
  std::optional<Session> find(std::string_view token = {});
  /// It was used now: the 30 minutes begin anew.
  void touch();
  /// The password was given again now.
  void password_given();
  /// Overwrites and removes it. Whether there was one.
  bool forget();
  /// The same when it is that of the account; another's stays.
  void forget_of(std::int64_t account);

  const std::string& path() const { return path_; }

 private:
  void use(bool with_password);

  std::string path_;
  Surroundings here_;
};

}  // namespace tmis::access
