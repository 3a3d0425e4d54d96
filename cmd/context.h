// The global options, and what a command needs from them: the desk, the terminal, the answer's way
// out.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "access/session.h"
#include "base/clock.h"
#include "cmd/answer.h"
#include "cmd/console/console.h"
#include "cmd/listing.h"
#include "journal/desk.h"
#include "journal/heads.h"
#include "keys/password.h"

namespace tmis::cmd {

/// Global options as given; empty means not given. Option beats environment beats
/// ~/.config/tmis/config.json.
struct Globals {
  std::string db;
  std::string user;
  std::string password_file;
  std::string lang;
  std::string schemas;
  bool json = false;
  bool quiet = false;
  bool yes = false;
  bool dry_run = false;
  bool no_color = false;
};

/// One run of the program.
class Context {
 public:
  Context();

  Globals globals;
  Listing listing;         // of a command that gives a list
  std::string list_title;  // what such a list is called in a file
  Console console;
  const Clock& clock() const { return clock_; }

  /// Fills what wasn't given from the environment and the configuration file, then opens the texts.
  void settle();
  std::string db_path() const;

  /// The open file with nobody at the desk, for commands that need no login. Warns of a file that
  /// is older than this machine has seen it.
  Desk& open(store::Database::Mode mode);
  /// The desk of whoever asks: by --user and password, else by the session of `login`. `first_too`
  /// lets an initial password in, for `passwd`. Throws login.required, login.refused, login.initial
  /// …
  enum class Login { usual, first_too };
  Desk& desk(store::Database::Mode mode, Login login = Login::usual);
  Desk& read() { return desk(store::Database::Mode::read_only); }
  /// For writing: says on standard error as whom it acts, unless --quiet, and warns of a clock that
  /// is behind the last event.
  Desk& write();
  /// For steps with a meaning that want it (sign, report …): the password within the last minutes.
  void want_recent_password(const Permit& permit);
  /// Whose dossier a command is about: `given`'s, or without it one's own where the account is a
  /// teacher's and nothing else. Throws usage.missing (2).
  std::string whose(const std::string& given, std::string_view command,
                    std::string_view missing = "--teacher");
  /// Lets go of the file.
  void close() { desk_.reset(); }
  /// What this machine remembers of the open file.
  const journal::HeadMemory& heads() const { return *heads_; }
  /// At the end of a command: the head that the file has now.
  void remember_head();
  /// Says on standard error what isn't right with the file or the machine, whatever --quiet says.
  void warn(const Code& code, const Args& args);
  /// The sessions of the open file.
  access::Sessions sessions() const;

  /// The password for `login`: from --password-file, else asked on a terminal, else usage.missing.
  Secret password(std::string_view login);
  /// A new password: from `file`, else asked twice on a terminal, and again when it can't be used,
  /// else usage.missing. `owner` is asked for only then: what would be guessed of whose it is.
  Secret new_password(const std::string& file, const std::function<keys::PasswordOwner()>& owner);
  /// Asks on a terminal; true without one, and with --yes.
  bool confirmed(const std::string& question);
  /// Asks before a file that is there is written over. Throws file.exists when that is not wanted.
  void want_place(const std::string& file);
  std::string schemas_folder() const;
  /// The day of --date as it was given, else today. Throws usage.value.
  Day day(const std::string& date) const;

  /// Whether the answer is read on a terminal, neither JSON nor written to a file.
  bool on_terminal() const;
  /// Whether people read it: on a terminal, or in a file that is no JSON.
  bool for_people() const;
  /// The names of what columns of Kind::set and Kind::code say by ids and codes. Of lists for
  /// people alone; `show` without --json is always for them.
  Table named(Table table) const;
  /// A row as an object, for `show`; people read names in it as well.
  Answer object(const Table& row) const;
  /// What a column pair `zh`, `en` says is read in one language by people and in files for them, in
  /// both by scripts.
  Table for_reader(Table table) const;
  /// A list is sorted and cut as told first, and with --out goes to the file instead.
  void print(Answer answer);

 private:
  void write_out(Answer answer);
  void warn_of_clock(Desk& desk);

  SystemClock clock_;
  std::unique_ptr<Desk> desk_;
  std::optional<journal::HeadMemory> heads_;
};

}  // namespace tmis::cmd
