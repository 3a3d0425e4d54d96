#include "campaign/campaign.h"

#include <doctest/doctest.h>

#include <map>

#include "base/file.h"
#include "campaign/lock.h"
#include "people/test_school.h"

using namespace tmis;
using namespace tmis::campaign;

namespace {

std::string text_2017() {
  return read_file(std::string{TMIS_SOURCE_DIR} + "/examples/campaign-2017.json");
}
Day day(const char* iso) { return day_from_iso(iso).value(); }

Judgement::Scope scope(const Campaign& c, std::map<std::string, Value, std::less<>> known) {
  return c
      .judge([&](std::string_view fact) -> std::optional<Value> {
        const auto found = known.find(fact);
        return found == known.end() ? std::nullopt : std::optional{found->second};
      })
      .scope;
}

}  // namespace

TEST_CASE("a step is open to the end of its last day and late from the next") {
  const Campaign c = read_campaign(text_2017());
  const Step& entry = *c.step("self_entry");
  CHECK(c.status(entry, day("2017-02-12"), {}) == Status::not_yet);
  CHECK(c.status(entry, day("2017-02-13"), {}) == Status::open);
  CHECK(c.status(entry, day("2017-02-23"), {}) == Status::due_soon);
  CHECK(c.status(entry, day("2017-02-25"), {}) == Status::due_soon);
  CHECK(c.status(entry, day("2017-02-26"), {}) == Status::late);
  CHECK(c.status(entry, day("2017-03-01"), day("2017-02-25")) == Status::done);
  CHECK(c.status(entry, day("2017-03-01"), day("2017-02-26")) == Status::done_late);
}

TEST_CASE("without a campaign the law says when people retire, the same") {
  const RetirementRule& law = retirement_law();
  CHECK(month_to_iso(law.due_month("man", month_from_iso("1964-12").value())) == "2024-12");
  CHECK(month_to_iso(law.due_month("man", month_from_iso("1965-04").value())) == "2025-05");
  CHECK(month_to_iso(law.original_month("woman_worker", month_from_iso("1975-01").value())) ==
        "2025-01");
  CHECK(law.earlier_at_most == 36);
  CHECK(people::code_of([&] { law.due_month("child", 0); }) == &codes::campaign_invalid);
}

TEST_CASE("retirement months are those of the rule's worked examples") {
  const Campaign c = read_campaign(text_2017());
  struct Example {
    const char *group, *born, *due;
  };
  for (const auto& e : {Example{"man", "1956-12", "2016-12"},
                        {"man", "1964-12", "2024-12"},
                        {"man", "1965-01", "2025-02"},
                        {"man", "1965-05", "2025-07"},
                        {"man", "1976-08", "2039-07"},
                        {"man", "1976-09", "2039-09"},
                        {"woman_cadre", "1970-01", "2025-02"},
                        {"woman_cadre", "1981-09", "2039-09"},
                        {"woman_worker", "1975-03", "2025-05"},
                        {"woman_worker", "1984-10", "2039-09"},
                        {"woman_worker", "1984-11", "2039-11"}}) {
    CHECK(month_to_iso(c.retirement.due_month(e.group, month_from_iso(e.born).value())) == e.due);
  }
}

TEST_CASE("the scope rule decides as the campaign's examples say") {
  const Campaign c = read_campaign(text_2017());
  using Scope = Judgement::Scope;
  const Value yes{std::int64_t{1}}, no{std::int64_t{0}};
  const auto off = [&](std::optional<int> months, const char* post) {
    std::map<std::string, Value, std::less<>> facts{{"basic_information.on_establishment", no},
                                                    {"post_appointment.post_category", Value{post}},
                                                    {"retirement.due_month", Value{"2040-01"}}};
    if (months) facts.emplace("employment.contract_months", Value{std::int64_t{*months}});
    return scope(c, facts);
  };
  CHECK(scope(c, {{"basic_information.on_establishment", yes},
                  {"retirement.due_month", Value{"2016-12"}}}) == Scope::out);
  CHECK(scope(c, {{"basic_information.on_establishment", yes},
                  {"retirement.due_month", Value{"2017-01"}}}) == Scope::in);
  CHECK(off(12, "1") == Scope::in);
  CHECK(off(11, "1") == Scope::out);
  CHECK(off(36, "4") == Scope::out);
  CHECK(off(std::nullopt, "1") == Scope::undecided);
  CHECK(scope(c, {{"basic_information.on_establishment", yes},
                  {"basic_information.personnel_status", Value{"301"}},
                  {"basic_information.personnel_status.since", Value{"2017-05-01"}}}) == Scope::in);
  CHECK(scope(c, {{"basic_information.on_establishment", yes},
                  {"basic_information.personnel_status", Value{"301"}},
                  {"basic_information.personnel_status.since", Value{"2016-05-01"}}}) ==
        Scope::out);
}

TEST_CASE("a file that is no campaign is refused") {
  CHECK(people::code_of([] { read_campaign("{}"); }) == &codes::campaign_invalid);
  CHECK(people::code_of([] { read_campaign("no json"); }) == &codes::campaign_invalid);
}

TEST_CASE(
    "self-entry closes by itself after the deadline, by order at once, and opens by release") {
  people::TestSchool school;
  school.accounts("王强,男,1980-01-01,1,110101198001010010,\n");
  const auto teacher = people::find_person(school.desk, "110101198001010010").value();
  const auto open = [&] {
    return people::code_of([&] { require_open(school.desk, teacher, false); }) == nullptr;
  };
  CHECK(open());
  school.as_manager();
  CHECK(import_campaign(school.desk, text_2017(), "").event > 0);
  CHECK(import_campaign(school.desk, text_2017(), "").event == -1);
  school.clock.set(FixedClock::on("2017-02-25").now());
  CHECK(open());
  school.clock.set(FixedClock::on("2017-02-26").now());
  CHECK_FALSE(open());
  CHECK(people::code_of([&] { require_open(school.desk, teacher, true); }) == nullptr);
  release(school.desk, {"deadline", "", "", "补录", "2017-02-27"});
  CHECK(open());
  school.clock.set(FixedClock::on("2017-02-28").now());
  CHECK_FALSE(open());
  lock(school.desk, "", teacher.number, "核查");
  CHECK(people::code_of([&] { require_open(school.desk, teacher, true); }) ==
        &codes::lock_self_entry);
  CHECK(lock(school.desk, "", teacher.number, "核查").event == -1);
}

TEST_CASE("an order is released where it was given, and leaves what the deadline says") {
  people::TestSchool school;
  school.accounts("王强,男,1980-01-01,1,110101198001010010,\n");
  const auto teacher = people::find_person(school.desk, "110101198001010010").value();
  const auto state = [&] { return lock_state(school.desk, teacher.org, teacher.row).state; };
  school.as_manager();
  import_campaign(school.desk, text_2017(), "");
  school.clock.set(FixedClock::on("2017-02-20").now());
  const auto order = lock(school.desk, "", "", "核查");
  CHECK(state() == "order");
  CHECK(people::code_of([&] {
          release(school.desk, {"deadline", "", teacher.number, "补录", "2017-03-02"});
        }) == &codes::lock_other_order);
  release(school.desk, {std::to_string(order.row), "", "", "核查完毕", ""});
  CHECK(state() == "open");
  school.clock.set(FixedClock::on("2017-02-26").now());
  CHECK(state() == "deadline");
  release(school.desk, {"deadline", "", teacher.number, "补录", "2017-02-27"});
  release(school.desk, {"deadline", "", teacher.number, "补录", "2017-03-02"});  // longer
  school.clock.set(FixedClock::on("2017-03-01").now());
  CHECK(state() == "released");
}
