#include "report/burn_down.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/file.h"
#include "campaign/lock.h"
#include "report/activity.h"
#include "report/census.h"
#include "report/dimension.h"
#include "workflow/submission.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::report;

namespace {

Day on_day(const char* iso) { return day_from_iso(iso).value(); }

/// A campaign with everything in it that opens and closes a step again.
struct Weeks : workflow::TestDossiers {
  Weeks() {
    campaign::import_campaign(
        desk, read_file(std::string{TMIS_SOURCE_DIR} + "/examples/campaign-2017.json"), "");
    on("2017-02-21");
    fill(wang);
    on("2017-02-22");
    hand_in(wang);
    fill(li);
    const auto paper = put("paper", li, {}, false);
    on("2017-02-23");
    withdraw("paper", paper);
    hand_in(li);
    on("2017-02-24");
    workflow::pass(desk, {.teacher = wang.number});
    workflow::pass(desk, {.teacher = li.number});
    on("2017-02-26");
    workflow::reopen(desk, {.teacher = wang.number, .set = "work_experience"}, "年月有误");
    on("2017-02-27");
    const auto& set = desk.catalogue.at("work_experience");
    change(set.id, own_row(set, wang), "position", "教师");
    submit_again(wang);
    on("2017-02-28");
    workflow::pass(desk, {.teacher = wang.number});
    see_originals(wang);
    sign_all(wang);
    see_originals(li);
    sign_all(li);
    on("2017-03-01");
    workflow::send(desk, {.teacher = wang.number});
    on("2017-03-02");
    change("basic_pay", own_row(desk.catalogue.at("basic_pay"), li), "year", "2016");  // stale
    on("2017-03-03");
    submit_again(li);
    workflow::pass(desk, {.teacher = li.number});
    sign_all(li);
    on("2017-03-06");
    workflow::send(desk, {.teacher = li.number});
    on("2017-03-08");
  }
  void withdraw(const char* set, std::int64_t record) {
    journal::Transaction tx{desk, desk.permit("record submit"), {}};
    tx.withdraw(desk.table(desk.catalogue.at(set)), record);
    tx.commit();
  }
  void submit_again(const people::Person& p) {
    journal::Transaction tx{desk, desk.permit("record submit"), {}};
    for (auto& item : dossier::items(desk, p.row)) {
      if (!item.changed()) continue;
      item.state = "submitted";
      dossier::put_state(tx, item);
    }
    tx.commit();
  }
};

}  // namespace

TEST_CASE("each day's open dossiers are those that a report of that day counts") {
  Weeks t;
  const Permit permit = t.desk.permit("report deadlines");
  const auto lines = burn_downs(t.desk, permit, on_day("2017-03-08"));
  CHECK(lines.size() == 5);
  int days = 0;
  bool opened_again = false;
  for (const BurnDown& line : lines) {
    CAPTURE(line.step);
    CHECK(line.open.size() ==
          static_cast<std::size_t>(on_day("2017-03-08").number - line.start.number) + 1);
    for (std::size_t i = 0; i < line.open.size(); ++i, ++days) {
      const Census then{t.desk, permit, {line.start.number + static_cast<std::int32_t>(i)}};
      const auto& all = then.standings().all;
      const auto expected = std::count_if(all.begin(), all.end(), [&](const auto& s) {
        return !step_done(line.step, s).value_or(true);
      });
      CAPTURE(i);
      CHECK(line.open[i] == expected);
      opened_again =
          opened_again || (i > 0 && line.open[i - 1] < line.open[i] && line.open[i - 1] > 0);
    }
    CHECK(line.open.back() == 0);
  }
  CHECK(days > 60);
}

TEST_CASE("a burn-down ends on the day asked for, and knows the departments") {
  Weeks t;
  const Permit permit = t.desk.permit("report deadlines");
  const auto find = [](const std::vector<BurnDown>& all, std::string_view step) {
    return *std::find_if(all.begin(), all.end(), [&](const auto& b) { return b.step == step; });
  };
  const auto early = find(burn_downs(t.desk, permit, on_day("2017-02-23")), "self_entry");
  CHECK(to_iso(early.due) == "2017-02-25");
  CHECK(early.open.back() == 0);
  CHECK(early.open[early.open.size() - 2] == 1);
  const auto chinese =
      find(burn_downs(t.desk, permit, on_day("2017-02-21"), "语文教研组"), "self_entry");
  CHECK(chinese.open.back() == 1);
  CHECK(burn_downs(t.desk, permit, on_day("2017-02-21"), "体育教研组").empty());
}

TEST_CASE("activity counts rows, items and events by who did them") {
  Weeks t;
  const auto& columns = activity_columns();
  const auto count = [&](const ActivityLine& line, std::string_view id) {
    const auto at =
        std::find_if(columns.begin(), columns.end(), [&](const auto& c) { return c.id == id; });
    REQUIRE(at != columns.end());
    return line.counts[static_cast<std::size_t>(at - columns.begin())];
  };
  const auto manager = [&](std::optional<Day> since, std::optional<Day> until) {
    for (auto& line : activity(t.desk, t.desk.permit("report activity"), since, until)) {
      if (line.actor == "manager") return line;
    }
    return ActivityLine{};
  };
  const auto day_after = manager(on_day("2017-02-27"), on_day("2017-02-27"));
  CHECK(count(day_after, "fills") == 1);
  CHECK(count(day_after, "audits") == 0);
  CHECK(day_after.events == 2);
  const auto next = manager(on_day("2017-02-28"), on_day("2017-02-28"));
  CHECK(count(next, "audits") == 1);
  CHECK(count(next, "same_hand") == 1);  // typed by the manager on the day before
  CHECK(count(next, "reports") == 0);
  const auto first = manager(on_day("2017-02-24"), on_day("2017-02-24"));
  const auto whole = manager(std::nullopt, std::nullopt);
  CHECK(count(whole, "audits") == count(first, "audits") + 2);
  CHECK(count(whole, "reports") == 2);
  CHECK(count(whole, "reopens") == 1);
  CHECK(whole.last == "2017-03-06");
  CHECK(manager(on_day("2018-01-01"), std::nullopt).events == 0);
}
