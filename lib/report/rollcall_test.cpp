#include "report/rollcall.h"

#include <doctest/doctest.h>

#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::report;
using people::code_of;

namespace {

struct CalledRoll : workflow::TestDossiers {
  Rollcall call(const std::string& csv) {
    const auto source = sheet::open_bytes(csv, {"工资表.csv", "", "utf-8"});
    return rollcall(desk, desk.permit("org rollcall"), *source);
  }
  static std::vector<const Code*> codes_of(const Rollcall& roll) {
    std::vector<const Code*> out;
    for (const RollcallLine& line : roll.lines) out.push_back(line.code);
    return out;
  }
  /// A school beside this one, with a teacher.
  void neighbour() {
    sit("bureau-admin");
    const auto org = people::add_organisation(
        desk,
        {.code = "4301020013", .name = "青澜市第二中学", .kind = "school", .parent_code = "430102"},
        false);
    journal::Transaction tx{desk, desk.permit("org add"), {}};
    tx.insert(store::program_table("teacher"),
              Values{Value{"T-ELSEWHERE"}, Value{org.row},
                     Value::blob(journal::identity_index(desk.index_key(), "110101199003030031")),
                     Value{}, Value{}, Value{std::int64_t{1}}, Value::blob(std::string(8, '\0'))});
    tx.commit();
    sit("manager");
  }
};

using Codes = std::vector<const Code*>;

constexpr const char* kFits =
    "身份证号,姓名,部门\n110101198001010010,王强,语文教研组\n"
    "110101198503020024,李 娜,数学教研组\n";

}  // namespace

TEST_CASE("a list that fits has no findings, whatever else stands in it") {
  CalledRoll t;
  CHECK(t.call(kFits).lines.empty());
  const auto roll = t.call(
      "青澜市第一中学二月工资表,,,,,\n序号,工资,姓名,岗位,身份证件号码,备注\n"
      "1,5000.00,王强,教师,110101198001010010,\n2,6000.00,李娜,教师,110101198503020024,\n"
      ",11000.00,合计,,,\n制表人：张三,,,,,\n");
  CHECK(roll.read == 2);
  CHECK(roll.matched == 2);
  CHECK(roll.lines.empty());
}

TEST_CASE("who is missing, who is extra, whose name or department differs") {
  CalledRoll t;
  const auto roll = t.call(
      "姓名,身份证件号,部门\n王 强强,110101198001010010,数学教研组\n赵新,110101199101010018,\n");
  CHECK(t.codes_of(roll) == Codes{&codes::rollcall_name, &codes::rollcall_department,
                                  &codes::rollcall_missing, &codes::rollcall_extra});
  CHECK(roll.lines[0].teacher_number == t.wang.number);
  CHECK(roll.lines[2].number == "110101********0018");
  CHECK(roll.lines[3].name == "李娜");
  CHECK(roll.lines[3].row == 0);
}

TEST_CASE("a number with one slip is found where the name is the same, and only there") {
  CalledRoll t;
  const auto digit = t.call("姓名,身份证件号\n王强,110101198001010018\n李娜,110101198503020024\n");
  CHECK(t.codes_of(digit) == Codes{&codes::rollcall_number});
  const auto turned = t.call("姓名,身份证件号\n王强,110101980101010010\n李娜,110101195803020024\n");
  CHECK(t.codes_of(turned) ==
        Codes{&codes::rollcall_missing, &codes::rollcall_number, &codes::rollcall_extra});
  const auto stranger =
      t.call("姓名,身份证件号\n王刚,110101198001010018\n李娜,110101198503020024\n");
  CHECK(t.codes_of(stranger) == Codes{&codes::rollcall_missing, &codes::rollcall_extra});
}

TEST_CASE("of a number held elsewhere nothing is told but that") {
  CalledRoll t;
  t.neighbour();
  const auto roll = t.call(std::string{kFits} + "110101199003030031,孙立,\n");
  REQUIRE(t.codes_of(roll) == Codes{&codes::rollcall_elsewhere});
  CHECK(roll.lines[0].teacher_number.empty());
  CHECK(roll.lines[0].department.empty());
  for (const Arg& a : roll.lines[0].args) CHECK(a.value.find("430102001") == std::string::npos);
}

TEST_CASE("a row twice, a row without a number, a sheet without names") {
  CalledRoll t;
  const auto twice = t.call(std::string{kFits} + "110101198001010010,王强,语文教研组\n");
  CHECK(t.codes_of(twice) == Codes{&codes::rollcall_twice});
  CHECK(t.call("姓名,身份证件号\n王强,\n李娜,110101198503020024\n").lines.empty());
  CHECK(code_of([&] { t.call("姓名,工资\n王强,1\n"); }) == &codes::rollcall_heading);
  t.sit("admin");
  CHECK(code_of([&] { t.call(kFits); }) == &codes::denied_role);
}
