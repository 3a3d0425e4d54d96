// Role × command × relation: the whole matrix against the table of the processes, copied by hand
// with its own words (O own dossier, H own organisation, B below it, X own side of the case, – no).
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "access/matrix.h"
#include "access/test_tree.h"
#include "base/text.h"

using namespace tmis;
using namespace tmis::access;

namespace {

struct Line {
  std::string commands;             // separated by commas
  std::array<std::string, 6> cell;  // A, M, V, T, I, U
};

const std::string kAll = "all";

const std::vector<Line> kTable = {
    {"org add", {"H B", "", "", "", "", ""}},
    {"org list,org show,org departments", {"H B", "H B", "H B", "H", "H", "H B"}},
    {"org policy", {"H B", "H B", "H B", "H", "H", "H B"}},
    {"org policy set", {"H", "", "", "", "", "H B"}},
    {"org officers", {"", "H", "", "", "", "H"}},
    {"org officers list", {"H", "H B", "H B", "H", "", "H B"}},
    {"accounts create", {"H", "", "", "", "", ""}},
    {"accounts staff,accounts disable,accounts enable,accounts reset,accounts unlock,"
     "accounts grant,accounts revoke",
     {"H D", "", "", "", "", ""}},
    {"accounts list,accounts show", {"H", "H", "", "O", "", ""}},
    {"record import teacher,record add teacher,record edit teacher,record remove teacher,"
     "record none teacher,record submit",
     {"", "H", "", "O", "", ""}},
    {"record import school,record add school,record edit school,record remove school,"
     "record none school",
     {"", "H", "", "", "", ""}},
    {"record show,record list,record history,record export,record check",
     {"", "H", "H", "O", "", "B"}},
    {"reveal", {"", "H", "", "O", "", "B"}},
    {"campaign import,campaign done", {"H", "H", "", "", "", "H"}},
    {"campaign show,campaign scope,campaign status,report deadlines",
     {"H", "H", "H B", "O", "H", "H B"}},
    {"lock,lock release", {"H", "H", "", "", "", "H B"}},
    {"lock list", {"H", "H", "H", "O", "", "H B"}},
    {"audit,audit list,audit slips,audit pass,audit return,audit reopen,evidence add,"
     "evidence scan,evidence missing",
     {"", "H not O", "", "", "", ""}},
    {"audit show,evidence list", {"", "H not O", "", "O", "", ""}},
    {"sign confirm,sign refuse", {"", "", "", "O", "", ""}},
    {"sign record,archive file,archive list", {"", "H not O", "", "", "", ""}},
    {"sign list,sign missing", {"", "H", "H", "O", "", ""}},
    {"form print", {"", "H", "", "O", "", ""}},
    {"submission send,submission recall", {"", "H", "", "", "", "H"}},
    {"submission list", {"", "H", "H", "", "", "H B"}},
    {"submission accept,submission return", {"", "", "", "", "", "B"}},
    {"package read,package receipt", {"", "H", "", "", "H", "H B"}},
    {"package show", {"H", "H", "H", "", "H", "H"}},
    {"package list", {"H", "H", "H", "", "H", "H"}},
    {"accounts duplicates", {"H", "H", "", "", "", "B"}},
    {"accounts claim", {"", "H", "", "", "", "B"}},
    {"accounts resolve", {"", "", "", "", "", "B"}},
    {"accounts different", {"", "H", "", "", "", "B"}},
    {"record propose", {"", "H not O", "", "", "", ""}},
    {"record proposals", {"", "H", "", "O", "", "B"}},
    {"transfer apply,transfer withdraw,transfer take", {"", "X", "", "", "", ""}},
    {"transfer confirm,transfer reject", {"", "X not O", "", "", "", "X not O"}},
    {"transfer send,rotation send", {"", "X", "", "", "", "X"}},
    {"status set,status plan", {"", "H not O", "", "", "", ""}},
    {"status list,status due,credits ledger,credits status", {"", "H", "H", "O", "", "B"}},
    {"rotation apply,rotation withdraw,rotation end", {"", "X", "", "", "", ""}},
    {"rotation confirm,rotation reject", {"", "", "", "", "", "X not O"}},
    {"transfer list,transfer show,rotation list,rotation show", {"", "X", "", "O", "", "X B"}},
    {"credits institution add,credits institution list,credits plan set,credits rule "
     "import,credits rule list,credits rule show,"
     "credits rule test,credits recompute",
     {"", "", "", "", "", "H"}},
    {"credits plan", {"", "H", "", "", "H", "H B"}},
    {"credits project add", {"", "H", "", "", "", "H"}},
    {"credits project approve,credits project reject", {"", "", "", "", "", "B"}},
    {"credits project list,credits project show", {"", "H", "H", "", "X", "H B"}},
    {"credits enrol", {"", "H", "", "", "X", "X H"}},
    {"credits assess,credits close", {"", "H", "", "", "X", ""}},
    {"credits send", {"", "X", "", "", "X", "X"}},
    {"credits distribute", {"", "", "", "", "", ""}},  // the nation's authority alone
    {"credits claim,credits claim withdraw", {"", "", "", "O", "", ""}},
    {"credits claim list", {"", "", "", "O", "", "H B"}},
    {"credits confirm,credits return,credits correct", {"", "", "", "", "", "X not O"}},
    {"report completeness,report dossiers,report stats,report officers,report "
     "qualifications,report credits,"
     "report transfers,report rotation,report status",
     {"", "H", "H B", "", "", "H B"}},
    {"report activity", {"H", "H", "H B", "", "", "H B"}},
    {"journal list,journal show", {"H", "H", "", "O", "", "H"}},
    {"journal verify,journal checkpoint,db info,db check", {kAll, kAll, kAll, "", "", kAll}},
    {"journal undo", {"H", "H", "", "", "", "H"}},
    {"journal prove", {"", "H", "", "O", "", "B"}},
    {"record erase,org rollcall", {"", "H", "", "", "", ""}},
    {"form verify,today,whoami,passwd", {kAll, kAll, kAll, kAll, kAll, kAll}},
    {"accounts service add,accounts service list,accounts service revoke,org trust,"
     "org key,org key --renew",
     {"H", "", "", "", "", ""}},
    {"db backup,db restore,db migrate,db salvage", {"", "", "", "", "", ""}},  // the root's alone
};

const std::vector<std::string> kPublic = {"init",
                                          "login",
                                          "logout",
                                          "help",
                                          "completion",
                                          "schema list",
                                          "schema show",
                                          "schema check",
                                          "schema template",
                                          "accounts template",
                                          "org officers template",
                                          "accounts recover",
                                          "journal check-proof"};

/// Where an actor of a column stands, what is below it directly and at depth two (0: nothing).
struct Stand {
  const char* role;
  std::int64_t here, below, deep;
};
const std::array<Stand, 6> kStands = {{{"sysadmin", kCounty, kSchool, kBranch},
                                       {"manager", kSchool, kBranch, 0},
                                       {"viewer", kCounty, kSchool, kBranch},
                                       {"teacher", kSchool, kBranch, 0},
                                       {"manager", kInstitution, kInstitute, 0},
                                       {"manager", kCounty, kSchool, kBranch}}};

/// One cell: all relations, asked one by one.
void check_cell(const std::string& command, TableSource source, std::size_t column,
                const std::string& words) {
  const Organisations tree = test_tree();
  const Stand& stand = kStands[column];
  const Actor actor = test_actor(stand.role, stand.here);
  const auto parts = split(words, ' ');
  const auto has = [&](std::string_view word) {
    return std::find(parts.begin(), parts.end(), word) != parts.end();
  };
  const bool all = has("all");
  // Without a case, the own side of it is the own organisation.
  const bool here = has("H") || has("X") || all;
  const bool below = has("B") || all;
  const bool own = words == "O" || (has("O") && !has("not")) || (here && !has("not"));
  const auto allowed = [&](Subject subject) {
    subject.source = source;
    return Matrix::built_in().allows(tree, actor, command, subject);
  };
  CAPTURE(command);
  CAPTURE(stand.role);
  CAPTURE(words);
  CHECK(allowed(of_teacher(100, stand.here)) == own);
  // On one's own side of a case the dossier may stand anywhere; that is tested apart.
  if (!has("X")) {
    CHECK(allowed(of_teacher(101, stand.here)) == here);
    CHECK(allowed(of_teacher(102, stand.below)) == below);
    CHECK(allowed(of_teacher(103, kFarSchool)) == all);
    if (stand.deep != 0) CHECK(allowed(of_teacher(104, stand.deep)) == below);
  }
  CHECK(allowed(of_org(stand.here)) == (here || words == "O"));
  CHECK(allowed(of_org(stand.below)) == below);
  if (stand.deep != 0) CHECK(allowed(of_org(stand.deep)) == below);
  CHECK(allowed(of_org(kFarSchool)) == all);
  CHECK(allowed(of_org(kCity)) == all);
  CHECK(allowed({}) == !words.empty());
  Subject first_admin = of_org(stand.below);
  first_admin.account_role = "sysadmin";
  CHECK(allowed(first_admin) == (below || has("D")));
  if (stand.deep != 0) {
    first_admin.org = stand.deep;
    CHECK(allowed(first_admin) == below);
  }
}

}  // namespace

TEST_CASE("every role may do with every command exactly what the table of the processes says") {
  for (const Line& line : kTable) {
    for (const auto part : split(line.commands, ',')) {
      std::string command{part};
      TableSource source = TableSource::any;
      if (command.ends_with(" teacher") || command.ends_with(" school")) {
        source = command.ends_with(" school") ? TableSource::school : TableSource::teacher;
        command.resize(command.rfind(' '));
      }
      for (std::size_t column = 0; column < 6; ++column) {
        check_cell(command, source, column, line.cell[column]);
      }
    }
  }
}

TEST_CASE("the table and the matrix know the same commands") {
  std::set<std::string> named(kPublic.begin(), kPublic.end());
  for (const Line& line : kTable) {
    for (const auto part : split(line.commands, ',')) {
      std::string command{part};
      if (command.ends_with(" teacher") || command.ends_with(" school")) {
        command.resize(command.rfind(' '));
      }
      named.insert(command);
    }
  }
  const auto commands = Matrix::built_in().commands();
  CHECK(std::set<std::string>(commands.begin(), commands.end()) == named);
}

TEST_CASE("what needs no account is open to nobody in particular, all else is not") {
  const Organisations tree = test_tree();
  const Matrix& matrix = Matrix::built_in();
  for (const std::string& command : matrix.commands()) {
    CAPTURE(command);
    const bool open = std::find(kPublic.begin(), kPublic.end(), command) != kPublic.end();
    CHECK(matrix.needs_login(command) != open);
    CHECK(matrix.allows(tree, {}, command) == open);
  }
}
