// Every state and step of the processes against tables copied from the description of the
// processes by hand, not from the data.
#include "access/machine.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include "access/test_machine.h"
#include "base/error.h"

using namespace tmis;
using namespace tmis::access_test;

TEST_CASE("an account takes the steps of its table and no others") {
  const std::vector<std::string> steps{"create",  "first-login", "login",    "reset",
                                       "disable", "enable",      "departure"};
  const std::string wrong = "account.wrong-step:5";
  Table table{
      {"none",
       {"initial", "login.refused:4", "login.refused:4", "account.not-found:6",
        "account.not-found:6", "account.not-found:6", wrong}},
      {"initial",
       {"person.differs:3", "active", "login.initial:4", "initial", "disabled", "=", "disabled"}},
      {"active",
       {"person.differs:3", wrong, "active", "initial +key-revoked", "disabled", "=", "disabled"}},
      {"disabled",
       {"person.differs:3", "login.disabled:4", "login.disabled:4", wrong, "=", "active", "="}}};
  compare("account", steps, table, {});
  // The same four fields; a password that is too old; an account that never logged in.
  for (const char* state : {"initial", "active", "disabled"}) table[state][0] = "=";
  table["initial"][1] = "login.expired:4";
  table["disabled"][5] = "initial";
  compare("account", steps, table, {"same-person", "expired", "was-initial"});
}

TEST_CASE(
    "an item of a teacher's table takes the steps of its table, as the teacher and as a manager") {
  const std::vector<std::string> steps{"fill",   "remove", "submit",  "pass",
                                       "return", "reopen", "business"};
  const std::string wrong = "record.wrong-step:5";
  const std::string none = "record.not-found:6";
  const std::string not_submitted = "audit.not-submitted:5";
  const std::string not_audited = "audit.not-audited:5";
  Table table{
      {"none", {"draft", none, wrong, none, none, none, "audited"}},
      {"draft",
       {"draft", "withdrawn", "submitted", not_submitted, not_submitted, not_audited, "audited"}},
      {"submitted", {"submitted", "withdrawn", "=", "audited", "returned", not_audited, "audited"}},
      {"returned",
       {"draft", "withdrawn", "record.not-corrected:5", not_submitted, "=", wrong, "audited"}},
      {"audited",
       {"submitted +changed", "submitted +changed +proposed-removal", "=", "=",
        "audit.already-done:5", "reopened", "audited +next-version"}},
      {"reopened",
       {"draft +changed", "draft +changed +proposed-removal", "audited", wrong, "audited", "=",
        "audited"}},
      {"withdrawn", {"draft +new-row", "=", wrong, wrong, wrong, wrong, wrong}}};
  compare("item", steps, table, {});
  table["submitted"][1] = "submitted +proposed-removal";
  table["draft"][1] = table["returned"][1] = "draft +proposed-removal";
  compare("item", steps, table, {"audited-before"});
  table["draft"][1] = table["submitted"][1] = "=";
  table["draft"][2] = "submitted +proposed-removal";
  table["submitted"][3] = "withdrawn";
  table["submitted"][4] = "audited";
  compare("item", steps, table, {"audited-before", "removal", "untouched"});
  table["draft"][1] = table["returned"][1] = "withdrawn";
  table["draft"][2] = "submitted";
  table["submitted"][3] = "audited";
  table["submitted"][4] = "returned";
  table["submitted"][0] = table["submitted"][1] = "record.submitted:5";
  table["audited"][0] = table["audited"][1] = "record.audited:5";
  compare("item", steps, table, {"teacher"});
}

TEST_CASE("an item of a school's table is submitted as soon as it is filled in") {
  const Machine& item = Machine::of("item");
  const auto fill = [&](std::string_view state) {
    return told(item.look(state, "fill", {"school-table"}));
  };
  CHECK(fill("none") == "submitted");
  CHECK(fill("submitted") == "submitted");
  CHECK(fill("returned") == "submitted");
  CHECK(fill("audited") == "submitted +changed");
  CHECK(fill("reopened") == "submitted +changed");
  CHECK(fill("withdrawn") == "submitted +new-row");
  CHECK(told(item.look("reopened", "remove", {"school-table"})) ==
        "submitted +changed +proposed-removal");
}

TEST_CASE("a signature takes the steps of its table, by the teacher and in ink alike") {
  const std::vector<std::string> steps{"change", "confirm", "record", "refuse"};
  Table table{{"unsigned", {"=", "signed", "signed", "refused"}},
              {"signed", {"stale", "=", "=", "sign.already-done:5"}},
              {"stale", {"=", "signed", "signed", "refused"}},
              {"refused", {"unsigned", "signed", "signed", "="}}};
  compare("signature", steps, table, {"audited"});
  table["unsigned"][1] = table["unsigned"][2] = "sign.not-audited:5";
  compare("signature", steps, table, {});
}

TEST_CASE("the lock of self-entry takes the steps of its table") {
  const std::vector<std::string> steps{"lock", "release", "deadline-passes", "new-campaign"};
  Table table{{"open", {"order", "lock.not-locked:5", "deadline", "="}},
              {"deadline", {"order", "released", "=", "open"}},
              {"order", {"=", "open", "order", "order"}},
              {"released", {"order", "=", "=", "open"}}};
  compare("lock", steps, table, {});
  table["order"][1] = "deadline";
  table["released"][2] = "deadline";
  compare("lock", steps, table, {"past-deadline", "release-over"});
}

TEST_CASE("a dossier that was reported upward takes the steps of its table") {
  const std::vector<std::string> steps{"send", "receipt", "accept", "return", "recall"};
  const std::string wrong = "submission.wrong-step:5";
  const std::string none = "submission.not-found:6";
  const std::string decided = "submission.decided:5";
  Table table{{"none", {"sent", none, none, none, none}},
              {"sent", {"=", "received", "accepted", "returned", "recalled"}},
              {"received", {"=", "=", "accepted", "returned", "submission.received:5"}},
              {"accepted", {"=", "=", "=", decided, decided}},
              {"returned", {"sent +new", "=", wrong, "=", "="}},
              {"recalled", {"sent +new", "=", wrong, "=", "="}}};
  compare("submission", steps, table, {});
  table["accepted"][0] = "sent +new";
  compare("submission", steps, table, {"changes"});
  table["recalled"][2] = "accepted";  // by a receipt that crossed the recall on its way
  compare("submission", steps, table, {"changes", "too-late"});
}

TEST_CASE("the table of claims to a person") {
  const std::vector<std::string> steps{"claim", "withdraw", "resolve", "correct"};
  const std::string wrong = "claim.wrong-step:5";
  const std::string none = "claim.not-found:6";
  compare("claim", steps,
          {{"none", {"open", none, none, wrong}},
           {"open", {"claim.already-open:5", "closed", "closed", "closed"}},
           {"closed", {"open +new", wrong, wrong, wrong}}},
          {});
}

TEST_CASE("the table of changes of key data") {
  const std::vector<std::string> steps{"propose", "withdraw", "send", "accept", "return", "recall"};
  const std::string wrong = "change.wrong-step:5";
  const std::string open = "change.already-open:5";
  compare("change", steps,
          {{"none", {"proposed", "change.not-found:6", wrong, wrong, wrong, wrong}},
           {"proposed", {open, "withdrawn", "sent", wrong, wrong, wrong}},
           {"sent", {open, wrong, "=", "accepted", "returned", "proposed"}},
           {"accepted", {"proposed +new", wrong, wrong, "=", wrong, wrong}},
           {"returned", {"proposed +new", wrong, wrong, wrong, "=", wrong}},
           {"withdrawn", {"proposed +new", "=", wrong, wrong, wrong, wrong}}},
          {});
}

TEST_CASE("employment takes the steps of its table, and what is final only a correction undoes") {
  const std::vector<std::string> steps{"serve", "leave", "depart"};
  const std::string final = "status.final:5", early = "status.out-of-order:5";
  Table table{{"serving", {"=", "absent", "gone"}},
              {"absent", {"serving", "absent", "gone"}},
              {"gone", {final, final, final}}};
  compare("status", steps, table, {});
  table["gone"][2] = "gone";  // 301 -> 303
  compare("status", steps, table, {"follows"});
  table["gone"] = {"serving", "absent", "gone"};
  table["serving"][0] = "serving";
  compare("status", steps, table, {"correct"});
  compare("status", steps,
          {{"serving", {"=", early, early}},
           {"absent", {early, early, early}},
           {"gone", {final, final, final}}},
          {"early"});
  compare("status", steps,
          {{"serving", {"=", "absent", "gone"}},
           {"absent", {"serving", "=", "gone"}},
           {"gone", {final, final, "="}}},
          {"same"});
  const std::string rotation = "status.by-rotation:5";
  compare("status", steps,
          {{"serving", {rotation, rotation, "gone"}},
           {"absent", {rotation, rotation, "gone"}},
           {"gone", {rotation, rotation, final}}},
          {"by-rotation"});
  const std::string transfer = "status.by-transfer:5";
  compare("status", steps,
          {{"serving", {"=", "absent", transfer}},
           {"absent", {"serving", "absent", transfer}},
           {"gone", {final, final, transfer}}},
          {"by-transfer"});
}

TEST_CASE("a training project takes the steps of its table, and a national one its own way") {
  const std::vector<std::string> steps{"add",   "approve",    "reject",  "enrol",  "assess",
                                       "close", "distribute", "confirm", "return", "correct"};
  const std::string w = "project.wrong-step:5", open = "project.not-closed:5";
  const std::string closed = "project.closed:5", proposed = "project.not-approved:5";
  const std::string ordinary = "project.not-national:5", done = "credits.confirmed:5";
  Table table{
      {"none", {"registered", w, w, w, w, w, w, w, w, w}},
      {"proposed", {w, "registered", "rejected", proposed, w, w, w, w, w, w}},
      {"registered", {w, "=", w, "registered", "running", "project.no-results:5", w, open, w, w}},
      {"running", {w, w, w, "running", "running", "results", w, open, w, w}},
      {"results", {w, w, w, closed, closed, "=", ordinary, "confirmed", "returned", w}},
      {"distributed", {w, w, w, w, w, w, "=", "confirmed", "returned", w}},
      {"returned", {w, w, w, w, "running", "results", w, w, "=", w}},
      {"confirmed", {w, w, w, w, w, w, w, "=", done, "confirmed +version"}},
      {"rejected", {w, w, w, w, w, w, w, w, w, w}}};
  compare("credit_project", steps, table, {});
  table["results"][7] = "results";  // somebody's credits wait: the project does
  table["distributed"][7] = "distributed";
  compare("credit_project", steps, table, {"rest"});
  table["results"][6] = table["none"][6] = "distributed";  // a province's part begins with it
  table["results"][7] = "project.not-distributed:5";
  compare("credit_project", steps, table, {"rest", "national"});
  table["distributed"][7] = "confirmed";
  compare("credit_project", steps, table, {"national"});
  table["none"][6] = w;
  table["results"][6] = ordinary;
  table["results"][7] = "confirmed";
  table["none"][0] = "proposed";
  compare("credit_project", steps, table, {"school-based"});
}

TEST_CASE("what is certain about a project leaves no other way for it") {
  const Machine& machine = Machine::of("credit_project");
  const auto all = [](std::string_view) { return true; };
  CHECK(machine.leads("none", "add", "registered", all));
  CHECK_FALSE(machine.leads("none", "add", "registered", all, {"school-based"}));
  CHECK(machine.leads("none", "add", "proposed", all, {"school-based"}));
  CHECK_FALSE(machine.leads("results", "confirm", "confirmed", all, {"national"}));
  CHECK(machine.reaches("none", "confirmed", all, all, {"national"}));
  const auto not_approve = [](std::string_view step) { return step != "approve"; };
  const auto own = [](std::string_view fact) { return fact != "national"; };
  CHECK_FALSE(machine.reaches("none", "results", not_approve, own, {"school-based"}));
}

TEST_CASE("the table of claims of credits") {
  const std::vector<std::string> steps{"claim", "withdraw", "confirm", "return", "correct", "end"};
  const std::string w = "credits.wrong-step:5", done = "credits.confirmed:5";
  Table table{{"none", {"claimed", w, w, w, w, w}},
              {"claimed", {w, "withdrawn", "confirmed", "returned", w, "withdrawn"}},
              {"confirmed", {done, done, "=", done, "confirmed +version", w}},
              {"returned", {"claimed", "withdrawn", w, "=", w, "withdrawn"}},
              {"withdrawn", {w, "=", w, w, w, w}}};
  compare("credit_claim", steps, table, {});
  table["none"][0] = table["returned"][0] = "claim.no-evidence:3";
  compare("credit_claim", steps, table, {"no-evidence"});
}

TEST_CASE("a refused step leaves the state and says what may be done instead") {
  const Machine& item = Machine::of("item");
  CHECK(item.look("draft", "pass").state == "draft");
  CHECK(item.open_steps("returned") == std::vector<std::string_view>{"fill", "remove"});
  CHECK(item.open_steps("submitted", {"teacher"}) ==
        std::vector<std::string_view>{"pass", "return"});
  try {
    item.step("returned", "reopen");
    FAIL("a returned item was reopened");
  } catch (const Error& e) {
    CHECK(std::string{e.code().name} == "record.wrong-step");
    CHECK(e.args().at(0).value == item.state_text("returned"));
    CHECK(e.args().at(2).value.find(item.step_text("fill")) != std::string::npos);
  }
}

TEST_CASE("a step that may be taken is taken, and one that changes nothing is no fault") {
  CHECK(Machine::of("lock").step("open", "lock").state == "order");
  const auto again = Machine::of("lock").step("order", "lock");
  CHECK(again.unchanged);
  CHECK(again.state == "order");
  CHECK(Machine::of("account").step("active", "reset").marked("key-revoked"));
  CHECK_FALSE(Machine::of("account").step("initial", "reset").marked("key-revoked"));
}

TEST_CASE("a state, step, fact or process that isn't there is a bug, never a quiet refusal") {
  const Machine& lock = Machine::of("lock");
  CHECK_THROWS_AS(lock.look("shut", "lock"), Error);
  CHECK_THROWS_AS(lock.look("open", "unlock"), Error);
  CHECK_THROWS_AS(lock.look("open", "lock", {"raining"}), Error);
  CHECK_THROWS_AS(Machine::of("marriage"), Error);
}

TEST_CASE("a table that names what it doesn't declare is refused") {
  const auto table = [](const std::string& cell) {
    return R"({"process":"p","wrong_step":"lock.wrong-step","states":["a","b"],"steps":["s"],)"
           R"("automatic":[],"facts":{"f":""},"table":{"a":{"s":")" +
           cell + R"("}}})";
  };
  CHECK(Machine{table("f: b")}.look("a", "s", {"f"}).state == "b");
  for (const char* cell : {"c", "!no.such", "g: b", ""}) {
    CHECK_THROWS_AS(Machine{table(cell)}, Error);
  }
  CHECK_THROWS_AS(Machine{"{}"}, Error);
  CHECK_THROWS_AS(Machine{"not json"}, Error);
}
