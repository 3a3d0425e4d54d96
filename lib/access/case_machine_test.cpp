// The cases of several sides: transfers and rotations.
#include "access/test_machine.h"

using namespace tmis;
using namespace tmis::access_test;

TEST_CASE("a transfer takes the steps of its table, each by the side whose turn it is") {
  const std::vector<std::string> steps{"apply", "confirm", "reject", "withdraw",
                                       "take",  "lose",    "close",  "settle"};
  const std::string wrong = "transfer.wrong-step:5", closed = "transfer.closed:5",
                    early = "transfer.not-ready:5";
  const Table nobody{{"none", {"10", wrong, wrong, wrong, wrong, wrong, wrong, "20"}},
                     {"10", {wrong, wrong, wrong, wrong, early, "90", "90", wrong}},
                     {"20", {wrong, wrong, wrong, wrong, early, "90", "90", wrong}},
                     {"30", {wrong, wrong, wrong, wrong, early, wrong, "90", wrong}},
                     {"40", {wrong, wrong, wrong, wrong, wrong, wrong, "90", wrong}},
                     {"50", {wrong, closed, closed, closed, closed, wrong, wrong, wrong}},
                     {"90", {wrong, closed, closed, closed, closed, wrong, wrong, wrong}},
                     {"91", {wrong, closed, closed, closed, closed, wrong, wrong, wrong}}};
  compare("transfer", steps, nobody, {});
  Table to_school = nobody;
  for (const char* state : {"10", "20", "30", "40"}) to_school[state][3] = "91";
  to_school["40"][4] = "50";
  to_school["50"][4] = "=";
  compare("transfer", steps, to_school, {"to-school"});
  const auto decides = [&](const char* state, const char* to, const char* who) {
    Table table = nobody;
    table[state][1] = to;
    table[state][2] = "90";
    compare("transfer", steps, table, {who});
  };
  decides("10", "20", "to-authority");
  decides("20", "30", "from-school");
  decides("30", "40", "from-authority");
  Table both = nobody;  // one authority above both schools
  both["10"][1] = "20";
  both["30"][1] = "40";
  both["10"][2] = both["30"][2] = "90";
  compare("transfer", steps, both, {"to-authority", "from-authority"});
}

TEST_CASE("a rotation takes the steps of its table") {
  const std::vector<std::string> steps{"apply", "confirm", "reject", "withdraw",
                                       "end",   "send",    "close",  "cross"};
  const std::string wrong = "rotation.wrong-step:5", closed = "rotation.closed:5",
                    not_yet = "rotation.not-in-force:5", others = "rotation.others-tell:5";
  const Table nobody{{"none", {wrong, wrong, wrong, wrong, wrong, wrong, wrong, wrong}},
                     {"applied", {wrong, wrong, wrong, wrong, not_yet, "=", "withdrawn", wrong}},
                     {"in_force", {wrong, wrong, wrong, wrong, wrong, "=", "ended", wrong}},
                     {"ended", {wrong, closed, closed, closed, closed, "=", wrong, wrong}},
                     {"rejected", {wrong, closed, closed, closed, closed, "=", wrong, wrong}},
                     {"withdrawn", {wrong, closed, closed, closed, closed, "=", wrong, wrong}}};
  compare("rotation", steps, nobody, {});
  Table school = nobody;
  school["none"][0] = "applied";
  school["applied"][3] = school["in_force"][7] = "withdrawn";
  school["in_force"][4] = "ended";
  compare("rotation", steps, school, {"school"});
  Table authority = nobody;
  authority["applied"][1] = authority["in_force"][1] = "in_force";
  authority["in_force"][1] = "=";
  authority["applied"][2] = "rejected";
  compare("rotation", steps, authority, {"authority"});
  // What was read isn't told on, but for the other unit, which hears of it from the school.
  Table told_on = authority, to_host = school;
  for (const char* state : {"applied", "in_force", "ended", "rejected", "withdrawn"}) {
    told_on[state][5] = others;
    to_host[state][5] = not_yet;
  }
  compare("rotation", steps, told_on, {"authority", "read"});
  to_host["in_force"][5] = to_host["ended"][5] = "=";
  compare("rotation", steps, to_host, {"school", "read", "to-host"});
}
