// What a permit says, which role is chosen, and the duties that are kept apart.
#include "access/matrix.h"

#include <doctest/doctest.h>

#include <string>

#include "access/test_tree.h"
#include "base/error.h"

using namespace tmis;
using namespace tmis::access;

namespace {

const Matrix& matrix() { return Matrix::built_in(); }

Permit ask(const Actor& actor, std::string_view command, const Subject& subject = {}) {
  return matrix().ask(test_tree(), actor, command, subject);
}

/// Code of the refusal, or empty.
std::string refusal(const Actor& actor, std::string_view command, const Subject& subject = {}) {
  try {
    ask(actor, command, subject);
  } catch (const Error& e) {
    return e.code().name;
  }
  return "";
}

Actor with(std::vector<Grant> grants) {
  Actor actor = test_actor("", kSchool);
  actor.grants = std::move(grants);
  return actor;
}

}  // namespace

TEST_CASE("a permit says as what and where one acts, and how far it reaches") {
  const Permit permit = ask(test_actor("manager", kCounty), "report stats");
  CHECK(permit.command() == "report stats");
  CHECK(permit.role() == "manager");
  CHECK(permit.org() == kCounty);
  CHECK(permit.org_code() == "CO");
  CHECK(permit.account() == 1);
  for (const std::int64_t org : {kCounty, kSchool, kBranch, kOtherSchool})
    CHECK(permit.reaches(org));
  for (const std::int64_t org : {kNation, kCity, kFarSchool}) CHECK_FALSE(permit.reaches(org));
  CHECK_FALSE(permit.own().has_value());
}

TEST_CASE("who names an organisation asks about it and those below it only") {
  const Permit permit = ask(test_actor("manager", kCity), "report stats", of_org(kCounty));
  CHECK(permit.org() == kCity);
  CHECK(permit.about() == kCounty);
  for (const std::int64_t org : {kCounty, kSchool, kBranch}) CHECK(permit.reaches(org));
  for (const std::int64_t org : {kCity, kFarSchool}) CHECK_FALSE(permit.reaches(org));
}

TEST_CASE("the first system administrator of an authority put above comes from below") {
  std::vector<Organisation> orgs = test_tree().all();
  orgs[kCounty - 1].staffed = false;
  const Organisations tree{std::move(orgs)};
  const auto may = [&](const char* role, std::int64_t where) {
    Subject subject = of_org(where);
    subject.account_role = role;
    return Matrix::built_in().allows(tree, test_actor("sysadmin", kSchool), "accounts staff",
                                     subject);
  };
  CHECK(may("sysadmin", kCounty));
  CHECK_FALSE(may("manager", kCounty));
  CHECK_FALSE(may("sysadmin", kCity));  // not directly above, and somebody is there
  Subject subject = of_org(kCounty);
  subject.account_role = "sysadmin";
  CHECK_FALSE(Matrix::built_in().allows(test_tree(), test_actor("sysadmin", kSchool),
                                        "accounts staff", subject));
}

TEST_CASE("a teacher's permit reaches the own dossier only") {
  const Permit permit = ask(test_actor("teacher", kSchool), "record list");
  CHECK(permit.own() == 100);
  CHECK(permit.orgs().empty());
  CHECK(permit.refusal(100, kSchool) == nullptr);
  CHECK(permit.refusal(101, kSchool) == &codes::denied_relation);
}

TEST_CASE("a batch passes over the own dossier and those out of reach, and says why") {
  const Permit permit = ask(test_actor("manager", kSchool), "audit pass");
  CHECK(permit.limited(Limit::not_own));
  CHECK(permit.refusal(101, kSchool) == nullptr);
  CHECK(permit.refusal(100, kSchool) == &codes::denied_own_dossier);
  CHECK(permit.refusal(102, kBranch) == &codes::denied_relation);
  CHECK(ask(test_actor("manager", kSchool), "journal verify").refusal(1, kFarSchool) == nullptr);
}

TEST_CASE("nobody is let in without an account") {
  CHECK(refusal({}, "record list") == "login.required");
  CHECK(refusal({}, "schema list") == "");
  CHECK(ask({}, "schema list").org() == 0);
}

TEST_CASE("a missing role and a wrong place are told apart") {
  CHECK(refusal(test_actor("viewer", kSchool), "audit pass") == "denied.role");
  CHECK(refusal(test_actor("manager", kSchool), "audit pass", of_teacher(103, kFarSchool)) ==
        "denied.relation");
  CHECK(refusal(test_actor("teacher", kSchool), "record show", of_teacher(101, kSchool)) ==
        "denied.relation");
  CHECK(refusal(with({}), "record list") == "denied.role");
  CHECK(refusal(with({{"manager", 77}}), "record list") == "denied.role");  // no such organisation
}

TEST_CASE("nobody audits, signs for, sets the status of or confirms for himself") {
  const Subject own = of_teacher(100, kSchool);
  for (const char* command : {"audit pass", "audit return", "audit reopen", "evidence add",
                              "sign record", "archive file", "status set"}) {
    CHECK(refusal(test_actor("manager", kSchool), command, own) == "denied.own-dossier");
  }
  Subject transfer = own;
  transfer.parties = {{"releasing", kSchool}};
  CHECK(refusal(test_actor("manager", kSchool), "transfer confirm", transfer) ==
        "denied.own-dossier");
  Subject credits = own;
  credits.parties = {{"authority", kCounty}};
  CHECK(refusal(test_actor("manager", kCounty), "credits confirm", credits) ==
        "denied.own-dossier");
}

TEST_CASE(
    "a manager who is a teacher looks at his own dossier as a teacher, at his school as a "
    "manager") {
  const Actor both = with({{"manager", kSchool}, {"teacher", kSchool}});
  CHECK(ask(both, "record show", of_teacher(100, kSchool)).role() == "teacher");
  CHECK(ask(both, "record show", of_teacher(101, kSchool)).role() == "manager");
  CHECK(ask(both, "record list").role() == "manager");
  CHECK(ask(both, "audit show", of_teacher(100, kSchool)).role() == "teacher");
  CHECK(ask(both, "sign confirm").role() == "teacher");
}

TEST_CASE("with roles at several organisations one must be named") {
  const Actor two = with({{"manager", kSchool}, {"manager", kOtherSchool}});
  CHECK(refusal(two, "record list") == "org.ambiguous");
  CHECK(codes::org_ambiguous.exit == Exit::usage);
  CHECK(ask(two, "record list", of_org(kOtherSchool)).org() == kOtherSchool);
  CHECK(ask(two, "record show", of_teacher(103, kSchool)).org() == kSchool);
  CHECK(refusal(two, "journal verify") == "");
  CHECK(refusal(two, "record list", of_org(kFarSchool)) == "denied.relation");
}

TEST_CASE("of two organisations above a school the nearer one acts") {
  const Actor two = with({{"manager", kNation}, {"manager", kCounty}});
  CHECK(ask(two, "lock", of_org(kSchool)).org() == kCounty);
  CHECK(ask(two, "lock", of_org(kFarSchool)).org() == kNation);
}

TEST_CASE("of two roles at one organisation the manager's acts, not the viewer's") {
  const Permit school = ask(with({{"viewer", kSchool}, {"manager", kSchool}}), "record export");
  CHECK(school.role() == "manager");
  CHECK_FALSE(school.limited(Limit::unsealed));
  const Permit authority =
      ask(with({{"viewer", kCounty}, {"manager", kCounty}}), "submission list");
  CHECK(authority.role() == "manager");
  CHECK(authority.reaches(kSchool));
}

TEST_CASE("a viewer sees what was audited and nothing sealed, an authority what was reported") {
  const Permit viewer = ask(test_actor("viewer", kSchool), "record list");
  CHECK(viewer.limited(Limit::audited));
  CHECK(viewer.limited(Limit::unsealed));
  const Permit authority = ask(test_actor("manager", kCounty), "record list");
  CHECK(authority.limited(Limit::reported));
  CHECK_FALSE(authority.reaches(kCounty));
  CHECK(authority.reaches(kSchool));
  CHECK(ask(test_actor("sysadmin", kSchool), "journal list").limited(Limit::accounts));
}

TEST_CASE("a teacher can't enter the school's tables, and is told who does") {
  const Actor teacher = test_actor("teacher", kSchool);
  Subject school = of_teacher(100, kSchool);
  school.source = TableSource::school;
  CHECK(refusal(teacher, "record add", school) == "denied.source");
  school.source = TableSource::teacher;
  CHECK(refusal(teacher, "record add", school) == "");
  CHECK(refusal(teacher, "record import") == "denied.source");  // all tables of a dossier
  CHECK(refusal(test_actor("manager", kSchool), "record import") == "");
  school.source = TableSource::school;
  CHECK(refusal(test_actor("viewer", kSchool), "record add", school) == "denied.role");
}

TEST_CASE(
    "a manager gives a reason for a single edit in a teacher's table, not for an import or his "
    "own") {
  const Actor manager = test_actor("manager", kSchool);
  Subject subject;
  subject.source = TableSource::teacher;
  CHECK(ask(manager, "record edit", subject).limited(Limit::reason));
  CHECK_FALSE(ask(manager, "record import", subject).limited(Limit::reason));
  subject.source = TableSource::school;
  CHECK_FALSE(ask(manager, "record edit", subject).limited(Limit::reason));
  subject.source = TableSource::teacher;
  CHECK_FALSE(ask(test_actor("teacher", kSchool), "record edit", subject).limited(Limit::reason));
}

TEST_CASE("one acts on the own side of a case only") {
  Subject transfer = of_teacher(103, kFarSchool);
  transfer.parties = {{"receiving", kSchool},
                      {"releasing", kFarSchool},
                      {"receiving", kCounty},
                      {"releasing", kFarCounty}};
  const auto school = [](std::int64_t org) { return test_actor("manager", org); };
  CHECK(refusal(school(kSchool), "transfer take", transfer) == "");
  CHECK(refusal(school(kFarSchool), "transfer take", transfer) == "denied.relation");
  CHECK(refusal(school(kFarSchool), "transfer confirm", transfer) == "");
  CHECK(refusal(school(kSchool), "transfer confirm", transfer) == "denied.relation");
  CHECK(refusal(school(kCounty), "transfer confirm", transfer) == "");
  CHECK(refusal(school(kFarCounty), "transfer confirm", transfer) == "");
  CHECK(refusal(school(kOtherSchool), "transfer show", transfer) == "denied.relation");
  CHECK(refusal(school(kCity), "transfer confirm", transfer) == "denied.relation");
}

TEST_CASE("whoever stands on both sides of a case says for which one he acts") {
  Subject transfer = of_teacher(103, kFarSchool);
  transfer.parties = {{"receiving", kCounty}, {"releasing", kFarCounty}};
  const Actor both = with({{"manager", kCounty}, {"manager", kFarCounty}});
  CHECK(refusal(both, "transfer confirm", transfer) == "org.ambiguous");
  transfer.org = kFarCounty;
  CHECK(ask(both, "transfer confirm", transfer).org() == kFarCounty);
}

TEST_CASE(
    "national results are distributed by the nation alone, the file is kept by its root alone") {
  CHECK(refusal(test_actor("manager", kNation), "credits distribute") == "");
  CHECK(refusal(test_actor("manager", kCity), "credits distribute") == "denied.relation");
  CHECK(refusal(test_actor("sysadmin", kNation), "db backup") == "");
  CHECK(refusal(test_actor("sysadmin", kCounty), "db backup") == "denied.relation");
}

TEST_CASE("a system administrator of an organisation does no business there by the same account") {
  for (const char* role : {"manager", "viewer"}) {
    const Actor both = with({{"sysadmin", kSchool}, {role, kSchool}});
    CHECK(refusal(both, "record list") == "role.exclusive");
    CHECK_THROWS_AS(matrix().check_grants(test_tree(), both.grants), Error);
  }
  CHECK_NOTHROW(matrix().check_grants(
      test_tree(), {{"sysadmin", kSchool}, {"manager", kOtherSchool}, {"teacher", kSchool}}));
}

TEST_CASE("a service account looks and reports, and does no step with a meaning") {
  Actor service = test_actor("manager", kSchool);
  service.service = true;
  CHECK(refusal(service, "report deadlines") == "");
  for (const char* command : {"audit pass", "lock", "submission send", "transfer apply"}) {
    CHECK(refusal(service, command) == "denied.service");
  }
  service.commands = {"report deadlines"};
  CHECK(refusal(service, "report deadlines") == "");
  CHECK(refusal(service, "report stats") == "denied.service");
}

TEST_CASE("steps that sign need the password of the last minutes, entry and audit a session") {
  const Actor manager = test_actor("manager", kSchool);
  CHECK(ask(manager, "sign record").password_minutes() == 15);
  CHECK(ask(manager, "submission send").password_minutes() == 15);
  CHECK(ask(manager, "audit pass").password_minutes() == 0);
  CHECK(ask(manager, "audit pass").meaning() == "audit");
  CHECK(ask(manager, "record submit").meaning() == "fill");
  CHECK(ask(manager, "lock").meaning() == "lock");
  CHECK(ask(manager, "record list").meaning().empty());
}

TEST_CASE("a command that the matrix doesn't know is a bug, never permitted") {
  CHECK(refusal(test_actor("manager", kSchool), "record destroy") == "internal");
  CHECK_FALSE(matrix().knows("record destroy"));
  CHECK(matrix().knows("record list"));
  CHECK_THROWS_AS(matrix().allows(test_tree(), {}, "record destroy"), Error);
}

TEST_CASE("for events of the past the entries of their version count") {
  const std::string text =
      R"({"since":"1.0","columns":{"V":{"role":"viewer"},"T":{"role":"teacher"}},)"
      R"("meanings":{},"exclusive":[],"commands":[{"command":"look","V":"H"},)"
      R"({"command":"look","since":"1.10","T":"O"},{"command":"listen","since":"1.9","V":"H"}]})";
  const auto may = [&](const char* version, const char* role) {
    return Matrix{text, version}.allows(test_tree(), test_actor(role, kSchool), "look");
  };
  CHECK(may("1.9", "viewer"));
  CHECK_FALSE(may("1.9", "teacher"));
  CHECK_FALSE(may("1.10.1", "viewer"));
  CHECK(may("1.10.1", "teacher"));
  CHECK(Matrix{text, "1.9"}.knows("listen"));
  CHECK_FALSE(Matrix{text, "1.8.7"}.knows("listen"));
}

TEST_CASE("a matrix with a word that nobody knows is refused") {
  const auto text = [](const std::string& entry) {
    return R"({"since":"1.0","columns":{"V":{"role":"viewer"}},"meanings":{"fill":{}},)"
           R"("exclusive":[],"commands":[{"command":"look",)" +
           entry + "}]}";
  };
  CHECK_NOTHROW(Matrix{text(R"("V":"H B audited")"), "1.0"});
  for (const char* entry : {R"("V":"H sometimes")", R"("W":"H")", R"("V":"audited")", R"("V":1)",
                            R"("V":"H","meaning":"play")", R"("V":"H","source":"both")"}) {
    CHECK_THROWS_AS((Matrix{text(entry), "1.0"}), Error);
  }
}

TEST_CASE("an authority lists the cases of its own and of everyone below it, a school its own") {
  const Permit city = ask(test_actor("manager", kCity), "transfer list");
  CHECK(city.reaches(kCity));
  CHECK(city.reaches(kFarSchool));
  CHECK_FALSE(city.reaches(kNation));
  const Permit school = ask(test_actor("manager", kSchool), "transfer list");
  CHECK(school.reaches(kSchool));
  CHECK_FALSE(school.reaches(kOtherSchool));
}

TEST_CASE("the roles that accounts can hold are four") {
  CHECK(matrix().roles() == std::vector<std::string>{"sysadmin", "manager", "viewer", "teacher"});
}
