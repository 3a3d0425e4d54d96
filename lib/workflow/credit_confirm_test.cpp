#include "workflow/credit_confirm.h"

#include <doctest/doctest.h>

#include "journal/verify.h"
#include "workflow/claim.h"
#include "workflow/credit_claim.h"
#include "workflow/credit_participants.h"
#include "workflow/credit_register.h"
#include "workflow/credit_results.h"
#include "workflow/employment.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

/// The school, its authority and an institution that the authority has registered for its courses.
struct TestTraining : TestDossiers {
  std::string course, own;  // ids of a project of the authority and of a school-based one

  TestTraining() {
    sit("bureau-admin");
    people::add_organisation(
        desk, {.code = "JX01", .name = "青澜教师进修学校", .kind = "institution"}, false);
    access::Subject below;
    below.org = people::organisation(desk, "JX01").row;
    below.account_role = "sysadmin";
    add_staff("trainer-admin", "sysadmin", *below.org, below);
    sit("trainer-admin");
    add_staff("trainer", "manager", *below.org, {});
    sit("trainer");
    sit("bureau");
    register_institution(desk, {.code = "JX01"});
    course = add_project(desk, {.code = "2017-08",
                                .name = "历史阅读教学",
                                .institution = "JX01",
                                .mode = "1",
                                .hours = 24,
                                .start = "2017-02-22",
                                .end = "2017-02-24",
                                .places = 2})
                 .id;
    sit("manager");
    own = add_project(desk,
                      {.name = "课例研讨", .hours = 10, .start = "2017-02-21", .end = "2017-02-21"})
              .id;
  }

  ParticipantsReport list(const std::string& project, const std::string& csv, bool results,
                          bool partial = false) {
    const auto source = sheet::open_bytes(csv, {"list.csv", "", "utf-8"});
    const ParticipantsImport how{.project = project, .partial = partial};
    return results ? assess(desk, *source, how) : enrol(desk, *source, how);
  }
  ParticipantsReport enrolled(const std::string& project, bool partial = false) {
    return list(project, "teacher_number\n" + wang.number + "\n" + li.number + "\n", false,
                partial);
  }
  ParticipantsReport assessed(const std::string& project, const std::string& wangs,
                              const std::string& lis) {
    std::string csv = "teacher_number,result,hours\n";
    csv += wang.number + "," + wangs + "\n";
    if (!lis.empty()) csv += li.number + "," + lis + "\n";
    return list(project, csv, true);
  }
  /// Up to the results that the authority has before it.
  void hand_in_course() {
    sit("manager");
    enrolled(course);
    sit("trainer");
    assessed(course, "pass,", "合格,20");
    on("2017-02-24");
    close_project(desk, course, "");
    sit("bureau");
  }
  std::string state(const std::string& project) { return find_project(desk, project)->state; }
};

}  // namespace

TEST_CASE(
    "a project goes from its registration to confirmed credits, and nobody takes a step early") {
  TestTraining t;
  CHECK(t.state("2017-08") == "registered");
  CHECK(code_of([&] { t.assessed(t.course, "pass,", ""); }) == &codes::denied_relation);
  CHECK(t.enrolled(t.course).accepted == 2);
  CHECK(t.enrolled(t.course).unchanged == 2);
  t.sit("trainer");
  CHECK(code_of([&] { close_project(t.desk, t.course, ""); }) == &codes::project_no_results);
  const auto much = t.assessed(t.course, "pass,25", "pass,");
  CHECK(much.rejected == 1);
  CHECK(much.findings.at(0).code == &codes::project_hours);
  CHECK_FALSE(much.stored);
  CHECK(t.assessed(t.course, "pass,", "").updated == 1);
  CHECK(t.state(t.course) == "running");
  CHECK(code_of([&] { close_project(t.desk, t.course, ""); }) == &codes::project_not_ended);
  t.on("2017-02-24");
  CHECK(code_of([&] { close_project(t.desk, t.course, ""); }) == &codes::project_results_missing);
  t.assessed(t.course, "pass,", "absent,");
  t.sit("bureau");
  CHECK(code_of([&] { confirm_credits(t.desk, {.project = t.course}, false); }) ==
        &codes::project_not_closed);
  t.sit("trainer");
  CHECK(close_project(t.desk, t.course, "").state == "results");
  CHECK(close_project(t.desk, t.course, "").unchanged);
  CHECK(code_of([&] { t.assessed(t.course, "fail,", ""); }) == &codes::project_closed);
  CHECK(code_of([&] { confirm_credits(t.desk, {.project = t.course}, false); }) ==
        &codes::denied_role);
  t.sit("bureau");
  const auto done = confirm_credits(t.desk, {.project = t.course}, false);
  CHECK(done.state == "confirmed");
  CHECK(done.done == 2);
  REQUIRE(done.items.size() == 2);
  CHECK(credits_text(done.items[0].credits.credits) == "24");
  CHECK(credits_text(done.items[1].credits.credits) == "0");
  CHECK(confirm_credits(t.desk, {.project = t.course}, false).unchanged == 2);
  CHECK(code_of([&] { return_credits(t.desk, {.project = t.course}, "名单有误"); }) ==
        &codes::credits_confirmed);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("places are limited, and a list with one bad row enrols nobody unless it may in part") {
  TestTraining t;
  t.sit("bureau");
  const auto small = add_project(t.desk, {.name = "小班",
                                          .institution = "JX01",
                                          .mode = "1",
                                          .hours = 8,
                                          .start = "2017-03-01",
                                          .end = "2017-03-01",
                                          .places = 1});
  t.sit("manager");
  const auto refused = t.enrolled(small.id);
  CHECK(refused.rejected == 1);
  CHECK(refused.findings.at(0).code == &codes::project_full);
  CHECK(enrolments(t.desk, find_project(t.desk, small.id)->row).empty());
  CHECK(t.enrolled(small.id, true).accepted == 1);
  const auto stranger = t.list(t.course, "teacher_number\nT00000000000\n", false);
  CHECK(stranger.findings.at(0).code == &codes::teacher_unknown);
}

TEST_CASE("a school-based project waits for its authority, which also confirms it") {
  TestTraining t;
  CHECK(t.state(t.own) == "proposed");
  CHECK(code_of([&] { t.enrolled(t.own); }) == &codes::project_not_approved);
  CHECK(code_of([&] { decide_project(t.desk, t.own, "approve", ""); }) == &codes::denied_role);
  t.sit("bureau");
  CHECK(decide_project(t.desk, t.own, "approve", "").state == "registered");
  CHECK(decide_project(t.desk, t.own, "approve", "").unchanged);
  CHECK(code_of([&] { t.assessed(t.own, "pass,", ""); }) == &codes::denied_role);
  t.sit("manager");
  t.enrolled(t.own);
  t.assessed(t.own, "pass,", "fail,");
  t.on("2017-02-21");
  close_project(t.desk, t.own, "");
  t.sit("bureau");
  return_credits(t.desk, {.project = t.own, .teacher = t.li.number}, "成绩待核");
  CHECK(t.state(t.own) == "returned");
  t.sit("manager");
  t.assessed(t.own, "pass,", "pass,8");
  close_project(t.desk, t.own, "");
  t.sit("bureau");
  const auto done = confirm_credits(t.desk, {.project = t.own}, false);
  CHECK(credits_text(done.items.at(1).credits.credits) == "8");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("who is disputed waits, the others are confirmed where it may be in part") {
  TestTraining t;
  t.other_school();
  t.hand_in_course();
  t.sit("manager2");
  const auto claim = open_claim(t.desk, {.id_number = "110101198001010010", .name = "王强"});
  t.sit("bureau");
  CHECK(code_of([&] { confirm_credits(t.desk, {.project = t.course}, false); }) ==
        &codes::credits_not_all);
  CHECK(code_of([&] {
          confirm_credits(t.desk, {.project = t.course, .teacher = t.wang.number}, false);
        }) == &codes::person_claim_open);
  const auto some = confirm_credits(t.desk, {.project = t.course}, true);
  CHECK(some.done == 1);
  CHECK(some.skipped == 1);
  CHECK(some.state == "results");
  resolve_claim(t.desk, claim.id, ClaimOutcome::keep, "档案原件在一中");
  const auto rest = confirm_credits(t.desk, {.project = t.course}, false);
  CHECK(rest.done == 1);
  CHECK(rest.unchanged == 1);
  CHECK(rest.state == "confirmed");
}

TEST_CASE("nobody confirms his own credits: a colleague does") {
  TestTraining t;
  t.sit(t.wang.number);  // his first login
  t.sit("bureau-admin");
  people::grant(t.desk, t.wang.number, "manager", "430102");
  t.hand_in_course();
  t.sit(t.wang.number);
  CHECK(code_of([&] {
          confirm_credits(t.desk, {.project = t.course, .teacher = t.wang.number}, false);
        }) == &codes::denied_own_dossier);
  const auto done = confirm_credits(t.desk, {.project = t.course}, false);
  CHECK(done.done == 1);
  CHECK(done.skipped == 1);
  CHECK(done.items.at(0).refusal == &codes::denied_own_dossier);
  CHECK(done.state == "results");
  t.sit("bureau");
  CHECK(confirm_credits(t.desk, {.project = t.course}, false).state == "confirmed");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("what was confirmed wrongly gets another version, and both stay") {
  TestTraining t;
  t.hand_in_course();
  confirm_credits(t.desk, {.project = t.course}, false);
  const CreditCase of_li{.project = t.course, .teacher = t.li.number};
  CHECK(code_of([&] { correct_credits(t.desk, of_li, {.hours = 30, .reason = "签到表"}); }) ==
        &codes::project_hours);
  const auto done = correct_credits(t.desk, of_li, {.hours = 16, .reason = "签到表"});
  CHECK(credits_text(done.items.at(0).credits.credits) == "16");
  CHECK(correct_credits(t.desk, of_li, {.hours = 16, .reason = "签到表"}).unchanged == 1);
  const auto entry = find_entry(t.desk, t.li.row, t.course);
  REQUIRE(entry);
  CHECK(entry->row_version == 2);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("study of one's own needs evidence; what came back is handed in again") {
  TestTraining t;
  t.sit(t.li.number);
  NewCreditClaim study{
      .name = "教育统计学", .start = "2017-01-03", .end = "2017-02-10", .hours = 16};
  CHECK(code_of([&] { claim_credits(t.desk, study); }) == &codes::claim_no_evidence);
  study.evidence = "结业证 2017-118";
  const auto claimed = claim_credits(t.desk, study);
  CHECK(claimed.state == "claimed");
  t.sit("manager");
  CHECK(code_of([&] { confirm_credits(t.desk, {.claim = claimed.id}, false); }) ==
        &codes::denied_role);
  t.sit("bureau");
  return_credits(t.desk, {.claim = claimed.id}, "证书编号不清");
  CHECK(code_of([&] { confirm_credits(t.desk, {.claim = claimed.id}, false); }) ==
        &codes::credits_wrong_step);
  t.sit(t.li.number);
  CHECK(claim_credits(t.desk, {.again = claimed.id, .evidence = "结业证 2017-0118"}).state ==
        "claimed");
  t.sit(t.wang.number);
  CHECK(code_of([&] { withdraw_credit_claim(t.desk, claimed.id); }) == &codes::credits_not_found);
  t.sit("bureau");
  CHECK(confirm_credits(t.desk, {.claim = claimed.id}, false).state == "confirmed");
  CHECK(confirm_credits(t.desk, {.claim = claimed.id}, false).unchanged == 1);
  t.sit(t.li.number);
  CHECK(code_of([&] { withdraw_credit_claim(t.desk, claimed.id); }) == &codes::credits_confirmed);
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("an institution gets no project that it isn't registered for") {
  TestTraining t;
  t.sit("bureau");
  register_institution(t.desk, {.code = "JX01", .categories = {"省级培训"}});
  const NewProject other{.name = "新教师",
                         .institution = "JX01",
                         .mode = "1",
                         .hours = 8,
                         .start = "2017-03-01",
                         .end = "2017-03-01"};
  CHECK(code_of([&] { add_project(t.desk, other); }) == &codes::project_institution);
  CHECK(code_of([&] { register_institution(t.desk, {.code = "4301020012"}); }) ==
        &codes::credits_not_institution);
  set_plan(t.desk, {.year = "2017", .places = 1});
  const auto plan = year_plan(t.desk, t.desk.permit("credits plan"), "2017");
  CHECK(plan.places_offered == 2);
  CHECK(plan.exceeded());
}

TEST_CASE("who has left has no open claim of credits") {
  TestTraining t;
  t.sit(t.li.number);
  const auto claimed = claim_credits(t.desk, {.name = "教育统计学",
                                              .start = "2017-01-03",
                                              .end = "2017-02-10",
                                              .hours = 16,
                                              .evidence = "结业证"});
  t.sit("manager");
  set_status(t.desk, {.teacher = t.li.number,
                      .status = "306",
                      .from = "2017-02-20",
                      .until = "",
                      .cause = "",
                      .reason = "辞职报告"});
  CHECK(credit_claim(t.desk, claimed.id).state == "withdrawn");
  CHECK(journal::verify(t.desk).findings.empty());
}

TEST_CASE("nobody takes two steps of a case for two sides") {
  TestTraining t;
  t.hand_in_course();  // closed by `trainer`
  t.sit("bureau-admin");
  people::grant(t.desk, "trainer", "manager", "430102");
  t.sit("trainer");
  CHECK(code_of([&] { confirm_credits(t.desk, {.project = t.course}, false); }) ==
        &codes::denied_same_person);
}
