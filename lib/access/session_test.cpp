// When a session counts and when not, and what its file is like.
#include "access/session.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/error.h"
#include "base/text.h"
#include "keys/hash.h"

using namespace tmis;
using namespace tmis::access;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kMinute = 60'000;

/// A folder of its own and a place in which sessions count.
struct Spot {
  fs::path folder;
  Surroundings here;
  keys::FileId file{1, 2, 3};
  Secret master = keys::random_secret(32);
  keys::KeyId key{9, 9};

  Spot() {
    std::string name = (fs::temp_directory_path() / "tmis-session-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    here.folder = (folder / "run" / "tmis").string();
    here.boot = "b1";
    here.leader = 4711;
    here.leader_start = 815;
    here.terminal = 34816;
    here.uptime = 1'000'000'000;
  }
  Spot(const Spot&) = delete;
  Spot& operator=(const Spot&) = delete;
  ~Spot() { fs::remove_all(folder); }

  Sessions sessions() const { return {file, here}; }
  Sessions later(std::int64_t milliseconds) const {
    Surroundings then = here;
    then.uptime += milliseconds;
    return {file, then};
  }
  void log_in() const { sessions().remember(12, key, master); }
  std::string path() const { return sessions().path(); }
  std::string text() const {
    std::ostringstream out;
    out << std::ifstream{path()}.rdbuf();
    return out.str();
  }
};

std::string code_of(Sessions sessions) {
  try {
    sessions.find();
  } catch (const Error& e) {
    return e.code().name;
  }
  return "";
}

mode_t mode(const std::string& path) {
  struct stat info {};
  ::stat(path.c_str(), &info);
  return info.st_mode & 07777;
}

}  // namespace

TEST_CASE("a login is remembered with account, key and master") {
  const Spot spot;
  CHECK_FALSE(spot.sessions().find().has_value());
  spot.log_in();
  const auto session = spot.later(kMinute).find();
  REQUIRE(session.has_value());
  CHECK(session->account == 12);
  CHECK(session->key == spot.key);
  CHECK(session->master == spot.master);
  CHECK(session->terminal);
  CHECK(session->password_age == kMinute);
}

TEST_CASE("the session's file and folder are closed to others") {
  const Spot spot;
  const mode_t before = ::umask(0);
  spot.log_in();
  ::umask(before);
  CHECK(mode(spot.path()) == 0600);
  CHECK(mode(spot.here.folder) == 0700);
  CHECK(fs::path{spot.path()}.filename() == "01020300000000000000000000000000-4711.json");
}

TEST_CASE("a session ends 30 minutes after its last use") {
  const Spot spot;
  spot.log_in();
  CHECK(spot.later(30 * kMinute).find().has_value());
  CHECK_FALSE(spot.later(30 * kMinute + 10).find().has_value());
  CHECK_FALSE(fs::exists(spot.path()));  // and its key is gone
}

TEST_CASE("use keeps a session alive, but not beyond 8 hours") {
  const Spot spot;
  spot.log_in();
  for (std::int64_t t = 0; t <= 480; t += 20) {
    REQUIRE(spot.later(t * kMinute).find().has_value());
    spot.later(t * kMinute).touch();
  }
  CHECK_FALSE(spot.later(480 * kMinute + 10).find().has_value());
}

TEST_CASE("commands that run at the same time don't end each other's session") {
  const Spot spot;
  spot.log_in();
  spot.later(2 * kMinute).password_given();
  const auto slower = spot.later(kMinute).find();  // it looked at the clock before the other did
  REQUIRE(slower.has_value());
  CHECK(slower->password_age == 0);
  spot.later(kMinute).touch();
  CHECK(spot.later(32 * kMinute).find().has_value());  // and what the other did still counts
}

TEST_CASE("use doesn't make the password younger, giving it again does") {
  const Spot spot;
  spot.log_in();
  spot.later(20 * kMinute).touch();
  CHECK(spot.later(20 * kMinute).find()->password_age == 20 * kMinute);
  spot.later(21 * kMinute).password_given();
  CHECK(spot.later(22 * kMinute).find()->password_age == kMinute);
}

TEST_CASE("a session counts for the same boot, session leader and terminal only") {
  const Spot spot;
  const auto counts = [&](auto change) {
    spot.log_in();
    Surroundings other = spot.here;
    other.uptime += kMinute;
    change(other);
    return Sessions{spot.file, other}.find().has_value();
  };
  CHECK(counts([](Surroundings&) {}));
  CHECK_FALSE(counts([](Surroundings& s) { s.boot = "b2"; }));
  CHECK_FALSE(counts([](Surroundings& s) { s.leader = 4712; }));
  CHECK_FALSE(counts([](Surroundings& s) { s.leader_start = 816; }));  // the number used again
  CHECK_FALSE(counts([](Surroundings& s) { s.leader_start = 0; }));    // the leader has gone
  CHECK_FALSE(counts([](Surroundings& s) { s.terminal = 34817; }));
  CHECK_FALSE(counts([](Surroundings& s) { s.terminal = 0; }));
  CHECK_FALSE(counts([](Surroundings& s) { s.uptime -= 2 * kMinute; }));  // from the future
}

TEST_CASE("without a terminal a session is bound to the session leader alone") {
  Spot spot;
  spot.here.terminal = 0;
  spot.log_in();
  const auto session = spot.later(kMinute).find();
  REQUIRE(session.has_value());
  CHECK_FALSE(session->terminal);
}

TEST_CASE("another file has its own session") {
  const Spot spot;
  spot.log_in();
  CHECK_FALSE(Sessions({7}, spot.here).find().has_value());
}

TEST_CASE("logging out overwrites the key and removes the file") {
  const Spot spot;
  spot.log_in();
  const std::string kept = (spot.folder / "kept").string();
  fs::create_hard_link(spot.path(), kept);  // the same blocks, to look at afterwards
  const std::string digits{keys::secret_to_hex(spot.master).view()};
  CHECK(spot.text().find(digits) != std::string::npos);
  CHECK(spot.sessions().forget());
  CHECK_FALSE(fs::exists(spot.path()));
  std::ostringstream left;
  left << std::ifstream{kept}.rdbuf();
  CHECK(left.str().find_first_not_of('\0') == std::string::npos);
  CHECK_FALSE(spot.sessions().forget());
}

TEST_CASE("what ends the sessions of one account leaves another's alone") {
  const Spot spot;
  spot.log_in();
  spot.sessions().forget_of(13);
  CHECK(spot.sessions().find().has_value());
  spot.sessions().forget_of(12);
  CHECK_FALSE(spot.sessions().find().has_value());
}

TEST_CASE("a second login takes the place of the first") {
  const Spot spot;
  spot.log_in();
  spot.sessions().remember(13, spot.key, spot.master);
  CHECK(spot.sessions().find()->account == 13);
}

TEST_CASE("a file or folder that is open to others, a link or no file is refused") {
  const Spot spot;
  spot.log_in();
  ::chmod(spot.path().c_str(), 0640);
  CHECK(code_of(spot.sessions()) == "session.unsafe");
  fs::remove(spot.path());
  fs::create_symlink(spot.folder / "elsewhere", spot.path());
  CHECK(code_of(spot.sessions()) == "session.unsafe");
  CHECK_THROWS_AS(spot.log_in(), Error);
  CHECK_FALSE(fs::exists(spot.folder / "elsewhere"));
  fs::remove(spot.path());
  ::chmod(spot.here.folder.c_str(), 0755);
  CHECK_THROWS_AS(spot.log_in(), Error);
  ::chmod(spot.here.folder.c_str(), 0700);
  REQUIRE(::mkfifo(spot.path().c_str(), 0600) == 0);
  CHECK(code_of(spot.sessions()) == "session.unsafe");
}

TEST_CASE("a file of another owner is refused") {
  if (::geteuid() != 0) return;  // only root can give files away
  const Spot spot;
  spot.log_in();
  REQUIRE(::chown(spot.path().c_str(), 1, 1) == 0);
  CHECK(code_of(spot.sessions()) == "session.unsafe");
}

TEST_CASE("a half written or foreign file is no session") {
  const Spot spot;
  spot.log_in();
  const std::string whole = spot.text();
  for (const std::string& text :
       {std::string{}, whole.substr(0, 40), whole.substr(0, whole.size() - 2),
        std::string{R"({"account":"x","master":""})"}, std::string(5'000, 'x')}) {
    spot.log_in();
    std::ofstream{spot.path()} << text;
    CHECK_FALSE(spot.sessions().find().has_value());
  }
}

TEST_CASE("without a session leader nothing is remembered") {
  Spot spot;
  spot.here.leader_start = 0;
  try {
    spot.log_in();
    FAIL("a session without a leader");
  } catch (const Error& e) {
    CHECK(std::string{e.code().name} == "session.no-leader");
  }
  CHECK_FALSE(fs::exists(spot.path()));
}

TEST_CASE("a session under a token opens with the token only, and its file doesn't hold the key") {
  const Spot spot;
  const std::string token = spot.sessions().remember_sealed(12, spot.key, spot.master);
  CHECK(token.size() == 64);
  CHECK(spot.sessions().find(token)->master == spot.master);
  CHECK_FALSE(spot.sessions().find().has_value());
  CHECK_FALSE(spot.sessions().find("0123").has_value());
  CHECK_FALSE(spot.sessions().find(std::string(64, '0')).has_value());
  CHECK(spot.text().find(keys::secret_to_hex(spot.master).view()) == std::string::npos);
  spot.later(kMinute).touch();
  CHECK(spot.later(kMinute).find(token)->master == spot.master);
}

TEST_CASE("the surroundings of this process are those that Linux tells") {
  const Surroundings s = Surroundings::here();
  CHECK(s.leader == ::getsid(0));
  CHECK(s.boot.size() == 36);
  CHECK(s.uptime > 0);
  CHECK(s.folder.ends_with("/tmis/sessions") != s.folder.ends_with("/tmis"));
  CHECK(Surroundings::here().leader_start == s.leader_start);
}
