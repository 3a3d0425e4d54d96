#include "report/stats.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "base/file.h"
#include "campaign/lock.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::report;

namespace {

Day that_day(const char* iso) { return day_from_iso(iso).value(); }

/// Eight people of two departments. What is audited of them stands in `audit`.
struct Staff : workflow::TestDossiers {
  std::vector<people::Person> all;

  Staff() {
    sit("admin");
    accounts(
        "赵敏,2,1992-02-20,1,110101199202200026,语文教研组\n"
        "钱进,1,1992-02-21,1,110101199202210013,语文教研组\n"
        "孙丽,2,1957-02-20,1,110101195702200024,数学教研组\n"
        "周平,1,1970-07-01,1,110101197007010017,数学教研组\n"
        "吴芳,2,1970-06-30,1,110101197006300020,\n"
        "郑和,1,1988-12-31,1,110101198812310017,数学教研组\n");
    sit("manager");
    all = people::persons(desk, desk.permit("record list"));
  }
  const people::Person& named(std::string_view name) {
    return *std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.name == name; });
  }
  void audit(const people::Person& p) {
    hand_in(p);
    workflow::pass(desk, {.teacher = p.number});
  }
  void basic(const people::Person& p, const char* field, const char* value) {
    const auto& set = desk.catalogue.person();
    change(set.id, own_row(set, p), field, value);
  }
  void status(const people::Person& p, const char* code, const char* from) {
    journal::Transaction tx{desk, desk.permit("record submit"), {}};
    tx.insert(store::program_table("status_change"),
              Values{Value{p.row}, Value{code}, Value{from}, Value{}, Value{}, Value{}});
    tx.commit();
  }
  StatsTable by(std::string_view word, const char* on = "2017-02-20",
                const std::string& department = {}) {
    Stats stats{desk, desk.permit("report stats"), {that_day(on), department}};
    return stats.by(dimension(desk.catalogue, word));
  }
};

/// "group:number" for each group, with what may be shown of it.
std::string words(const StatsTable& table) {
  std::string out;
  for (const auto& g : table.groups) {
    out.append(out.empty() ? "" : " ").append(g.group.code).append(":");
    out.append(g.count.shown == GroupCount::Shown::plain ? std::to_string(g.count.n)
               : g.count.shown == GroupCount::Shown::few ? "<3"
                                                         : "*");
  }
  return out;
}

/// Whether the hidden counts of a row could stand for other ones in every small group.
bool ambiguous(const std::vector<GroupCount>& row) {
  std::int64_t hidden = 0, few = 0, withheld = 0;
  for (const auto& c : row) {
    if (c.shown == GroupCount::Shown::plain) continue;
    hidden += c.n;
    ++(c.shown == GroupCount::Shown::few ? few : withheld);
  }
  if (few == 0) return true;
  for (const std::int64_t one : {1, 2}) {  // whichever small group it is
    const std::int64_t rest = hidden - one;
    const std::int64_t least = (few - 1) + 3 * withheld;
    if (rest < least || (withheld == 0 && rest > 2 * (few - 1))) return false;
  }
  return true;
}

/// Tries every value that a hidden count may have; true when one of them puts `value` at the cell.
class Guesses {
 public:
  explicit Guesses(const std::vector<std::vector<GroupCount>>& table) : t_(table), g_(table) {}
  bool can_be(std::size_t row, std::size_t column, std::int64_t value) {
    row_ = row, column_ = column, value_ = value;
    return guess(0);
  }

 private:
  static bool fits(const GroupCount& c, std::int64_t n) {
    if (c.shown == GroupCount::Shown::plain) return c.n == n;
    return c.shown == GroupCount::Shown::few ? n == 1 || n == 2 : n >= 3;
  }
  bool sums_fit() const {
    const std::size_t rows = t_.size() - 1, columns = t_[0].size() - 1;
    std::vector<std::int64_t> down(columns);
    std::int64_t all = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      std::int64_t across = 0;
      for (std::size_t c = 0; c < columns; ++c) {
        across += g_[r][c].n;
        down[c] += g_[r][c].n;
      }
      all += across;
      const bool here = row_ == r && column_ == columns;
      if (!fits(t_[r][columns], across) || (here && across != value_)) return false;
    }
    for (std::size_t c = 0; c < columns; ++c) {
      const bool here = row_ == rows && column_ == c;
      if (!fits(t_[rows][c], down[c]) || (here && down[c] != value_)) return false;
    }
    return all == t_[rows][columns].n;
  }
  bool guess(std::size_t at) {
    const std::size_t columns = t_[0].size() - 1, cells = (t_.size() - 1) * columns;
    if (at == cells) return sums_fit();
    const std::size_t r = at / columns, c = at % columns;
    for (std::int64_t n = 0; n <= 7; ++n) {
      if (!fits(t_[r][c], n) || (r == row_ && c == column_ && n != value_)) continue;
      g_[r][c].n = n;
      if (guess(at + 1)) return true;
    }
    return false;
  }

  const std::vector<std::vector<GroupCount>>& t_;
  std::vector<std::vector<GroupCount>> g_;
  std::size_t row_ = 0, column_ = 0;
  std::int64_t value_ = 0;
};

}  // namespace

TEST_CASE("people are counted by what was audited; the others have not stated it") {
  Staff t;
  CHECK(words(t.by("sex")) == ":8");
  for (const char* name : {"王强", "李娜", "赵敏", "孙丽"}) t.audit(t.named(name));
  const auto table = t.by("sex");
  CHECK(words(table) == "1:1 2:3 :4");
  CHECK(table.groups[0].share == 125);
  CHECK(table.groups[1].share == 375);
  CHECK(table.groups[2].share == 500);
  CHECK(table.groups[1].tally.women == 3);
  CHECK(table.groups[1].group.label != "2");
  // Who is audited keeps the audited value until the next pass.
  t.basic(t.named("李娜"), "sex", "1");
  CHECK(words(t.by("sex")) == "1:1 2:3 :4");
}

TEST_CASE("ages are full years on the day, and their mean has one decimal") {
  Staff t;
  for (const auto& p : t.all) t.audit(p);
  // On 2017-02-20: 王强 37, 李娜 31, 赵敏 25 (birthday today), 钱进 24, 孙丽 60, 周平 46, 吴芳 46,
  // 郑和 28.
  const auto table = t.by("age");
  CHECK(words(table) == "<25:1 25–29:2 30–34:1 35–39:1 45–49:2 ≥60:1");
  CHECK(table.groups[1].tally.mean_age() == 265);
  const Stats stats{t.desk, t.desk.permit("report stats"), {that_day("2017-02-20")}};
  CHECK(stats.all().mean_age() == 371);  // 297 / 8 = 37.125
  CHECK(stats.all().women == 4);
}

TEST_CASE("an earlier day is counted from what had been audited then") {
  Staff t;
  t.audit(t.wang);
  t.on("2017-02-22");
  t.audit(t.li);
  t.basic(t.wang, "sex", "2");
  t.on("2017-02-24");
  journal::Transaction tx{t.desk, t.desk.permit("record submit"), {}};
  for (auto& item : dossier::items(t.desk, t.wang.row)) {
    item.state = "submitted";
    dossier::put_state(tx, item);
  }
  tx.commit();
  workflow::pass(t.desk, {.teacher = t.wang.number});
  CHECK(words(t.by("sex", "2017-02-20")) == "1:1 :7");
  CHECK(words(t.by("sex", "2017-02-23")) == "1:1 2:1 :6");
  CHECK(words(t.by("sex", "2017-02-24")) == "2:2 :6");
}

TEST_CASE("highest education is the highest audited one, and codes keep their order") {
  Staff t;
  t.put("study_experience", t.wang, {{"education_level", "31"}, {"graduation_month", "2001-07"}});
  t.put("study_experience", t.wang, {{"education_level", "21"}, {"graduation_month", "2003-07"}});
  t.put("study_experience", t.li, {{"education_level", "31"}, {"graduation_month", "2006-07"}});
  t.put("study_experience", t.named("赵敏"), {{"education_level", "14"}});
  for (const char* name : {"王强", "李娜"}) t.audit(t.named(name));
  CHECK(words(t.by("education")) == "21:1 31:1 :6");
  t.audit(t.named("赵敏"));
  CHECK(words(t.by("education")) == "14:1 21:1 31:1 :5");
}

TEST_CASE("of several rows the present one counts, and several codes are one group") {
  Staff t;
  t.put("teaching", t.wang,
        {{"academic_year", "2016"}, {"semester", "1"}, {"teaching_stage", "4;3"}});
  t.put("teaching", t.wang,
        {{"academic_year", "2015"}, {"semester", "2"}, {"teaching_stage", "2"}});
  t.put("teaching", t.li, {{"academic_year", "2016"}, {"semester", "1"}, {"teaching_stage", "3"}});
  t.audit(t.wang);
  t.audit(t.li);
  CHECK(words(t.by("stage")) == "3:1 3;4:1 :6");
  CHECK(words(t.by("teaching.semester")) == "1:2 :6");
}

TEST_CASE("who has left is not counted, who is out of a campaign's scope neither") {
  Staff t;
  t.status(t.wang, "306", "2017-02-01");
  t.status(t.li, "306", "2017-03-01");  // not yet
  CHECK(words(t.by("sex")) == ":7");
  CHECK(words(t.by("department")) == "数学教研组:4 语文教研组:2 :1");
  CHECK(words(t.by("sex", "2017-02-20", "语文教研组")) == ":2");
  campaign::import_campaign(
      t.desk, read_file(std::string{TMIS_SOURCE_DIR} + "/examples/campaign-2017.json"), "");
  const auto& retired = t.named("孙丽");  // a woman of 60
  t.audit(retired);
  CHECK(words(t.by("sex")) == ":6");
}

TEST_CASE("unknown fields, texts and sealed fields are refused") {
  Staff t;
  CHECK(people::code_of([&] { t.by("colour"); }) == &codes::report_no_dimension);
  CHECK(people::code_of([&] { t.by("basic_information.name"); }) == &codes::report_no_dimension);
  CHECK(people::code_of([&] { t.by("discipline.discipline_type"); }) ==
        &codes::report_sealed_field);
  CHECK(people::code_of([&] { t.by("health_status"); }) == &codes::report_sealed_field);
  CHECK(words(t.by("basic_information.it_ability")) == ":8");
}

TEST_CASE("a cross-table has its sums at the end of rows and columns") {
  Staff t;
  for (const auto& p : t.all) t.audit(p);
  Stats stats{t.desk, t.desk.permit("report stats"), {that_day("2017-02-20")}};
  const auto cross =
      stats.cross(dimension(t.desk.catalogue, "department"), dimension(t.desk.catalogue, "sex"));
  REQUIRE(cross.rows.size() == 3);
  REQUIRE(cross.columns.size() == 2);
  std::vector<std::vector<std::int64_t>> numbers;
  for (const auto& row : cross.cells) {
    auto& line = numbers.emplace_back();
    for (const auto& cell : row) line.push_back(cell.n);
  }
  // 数学: 周平, 郑和 | 李娜, 孙丽; 语文: 王强, 钱进 | 赵敏; none: 吴芳.
  const auto row_of = [&](std::string_view name) {
    for (std::size_t i = 0; i < cross.rows.size(); ++i) {
      if (cross.rows[i].code == name) return numbers[i];
    }
    return std::vector<std::int64_t>{};
  };
  CHECK(row_of("数学教研组") == std::vector<std::int64_t>{2, 2, 4});
  CHECK(row_of("语文教研组") == std::vector<std::int64_t>{2, 1, 3});
  CHECK(row_of("") == std::vector<std::int64_t>{0, 1, 1});
  CHECK(numbers.back() == std::vector<std::int64_t>{4, 4, 8});
}

TEST_CASE("an authority sees no small group of the employment status, and can't work one out") {
  Staff t;
  for (const auto& p : t.all) t.status(p, "100", "2016-01-01");
  t.status(t.wang, "203", "2017-01-01");
  CHECK(words(t.by("status")) == "100:7 203:1");
  t.sit("bureau");
  const auto table = t.by("status");
  CHECK(words(table) == "100:* 203:<3");
  CHECK(table.numbers_alone);
  CHECK_FALSE(t.by("sex").numbers_alone);
}

TEST_CASE("shares sum to 100.0 and are never further from the truth than a tenth") {
  std::mt19937 random{17};
  for (int round = 0; round < 300; ++round) {
    std::vector<std::int64_t> counts(1 + random() % 12);
    for (auto& n : counts) n = static_cast<std::int64_t>(random() % (round % 2 == 0 ? 7 : 4000));
    const auto all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    const auto parts = shares(counts);
    CHECK(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}) == (all == 0 ? 0 : 1000));
    for (std::size_t i = 0; all > 0 && i < counts.size(); ++i) {
      CHECK(std::abs(parts[i] * all - counts[i] * 1000) < all);
      if (counts[i] == 0) CHECK(parts[i] == 0);
    }
  }
  CHECK(shares({1, 1, 1}) == std::vector<std::int64_t>{334, 333, 333});
}

TEST_CASE("in a row no small group follows from what is shown") {
  std::mt19937 random{23};
  int shown = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<GroupCount> row(1 + random() % 6);
    for (auto& c : row) c.n = 1 + static_cast<std::int64_t>(random() % 6);
    if (!protect(row)) continue;
    ++shown;
    CHECK(ambiguous(row));
    for (const auto& c : row) {
      if (c.n < kSmallGroup) CHECK(c.shown == GroupCount::Shown::few);
      if (c.n >= kSmallGroup) CHECK(c.shown != GroupCount::Shown::few);
    }
  }
  CHECK(shown > 250);
  std::vector<GroupCount> two{{1}, {1}};
  CHECK_FALSE(protect(two));
}

TEST_CASE("in a cross-table no small group follows from the others and the sums") {
  std::mt19937 random{31};
  int shown = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::vector<GroupCount>> table(3, std::vector<GroupCount>(4));
    for (std::size_t r = 0; r < 2; ++r) {
      for (std::size_t c = 0; c < 3; ++c) {
        const auto n = static_cast<std::int64_t>(random() % 7);
        table[r][c].n = n;
        for (auto* sum : {&table[r][3], &table[2][c], &table[2][3]}) sum->n += n;
      }
    }
    const CrossSums sums{round % 2 == 0, round % 3 == 0};
    if (!protect(table, sums)) continue;
    ++shown;
    for (std::size_t r = 0; r < 3; ++r) {
      for (std::size_t c = 0; c < 4; ++c) {
        if (table[r][c].shown != GroupCount::Shown::few) continue;
        CHECK(Guesses{table}.can_be(r, c, 3 - table[r][c].n));
      }
    }
  }
  CHECK(shown > 20);
}
