#include "workflow/standing.h"

#include <doctest/doctest.h>

#include <set>

#include "workflow/employment.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;

TEST_CASE("a dossier's stage follows from what was done to it, step by step") {
  TestDossiers t;
  CHECK(t.stage(t.wang) == "collecting");
  t.fill(t.wang);
  CHECK(t.stage(t.wang) == "collecting");
  t.hand_in(t.wang);
  CHECK(t.stage(t.wang) == "submitted");
  pass(t.desk, {.teacher = t.wang.number});
  CHECK(t.stage(t.wang) == "audited");
  t.see_originals(t.wang);
  CHECK(t.stage(t.wang) == "audited");
  t.sign_all(t.wang);
  CHECK(t.stage(t.wang) == "signed");
  CHECK(t.stage(t.li) == "collecting");
}

TEST_CASE("an incomplete row or a returned item takes a dossier back to collecting") {
  TestDossiers t;
  t.fill(t.wang);
  t.hand_in(t.wang);
  const auto row = t.put("paper", t.wang, {}, false);
  t.hand_in(t.wang);
  CHECK(t.stage(t.wang) == "collecting");
  t.change("paper", row, "name", "论文");
  CHECK(t.stage(t.wang) == "submitted");
  give_back(t.desk, {.record = "paper#" + std::to_string(row)}, "x");
  CHECK(t.stage(t.wang) == "collecting");
  REQUIRE(t.standing(t.wang).open.size() == 1);
  CHECK(t.standing(t.wang).open[0].record == row);
}

TEST_CASE("an earlier time shows the dossier as it stood then, whatever came later") {
  TestDossiers t;
  std::vector<std::pair<std::int64_t, std::string>> seen;
  const auto note = [&] {
    seen.emplace_back(t.last_event(), std::string{t.stage(t.wang)} + t.standing(t.wang).content);
  };
  t.fill(t.wang);
  note();
  t.hand_in(t.wang);
  note();
  pass(t.desk, {.teacher = t.wang.number});
  note();
  t.see_originals(t.wang);
  t.sign_all(t.wang);
  note();
  const auto row = t.own_row(t.desk.catalogue.at("basic_pay"), t.wang);
  t.change("basic_pay", row, "year", "2014");
  note();
  const auto& table = t.desk.table(t.desk.catalogue.at("basic_pay"));
  {
    journal::Transaction tx{t.desk, t.desk.permit("record submit"), {}};
    tx.withdraw(table, row);
    tx.commit();
  }
  note();
  for (const auto& [seq, expected] : seen) {
    const auto then = t.standing(t.wang, seq);
    CHECK(std::string{name(then.stage)} + then.content == expected);
  }
}

TEST_CASE("one dossier alone stands as it does among all") {
  TestDossiers t;
  t.make_complete(t.wang);
  t.fill(t.li);
  const auto all = standings(t.desk, t.desk.permit("sign list"));
  REQUIRE(all.all.size() == 2);
  for (const Standing& s : all.all) {
    const Standing alone = t.standing(s.person);
    CHECK(alone.stage == s.stage);
    CHECK(alone.content == s.content);
    CHECK(alone.person.name == s.person.name);
    for (std::size_t i = 0; i < s.sets.size(); ++i)
      CHECK(alone.sets[i].content == s.sets[i].content);
  }
}

TEST_CASE("who has left owes nothing any more, unless somebody asks for him") {
  TestDossiers t;
  t.fill(t.wang);
  t.fill(t.li);
  const auto names = [&](std::optional<std::int64_t> teacher = {}) {
    std::set<std::string> out;
    for (const auto& m : missing_originals(t.desk, t.desk.permit("evidence missing"), teacher))
      out.insert(m.teacher.name);
    return out;
  };
  CHECK(names() == std::set<std::string>{"王强", "李娜"});
  set_status(t.desk, {t.wang.number, "306", "2017-02-21", "", "", "辞职报告"});
  CHECK(names().size() == 2);  // up to that day
  t.on("2017-02-21");
  CHECK(names() == std::set<std::string>{"李娜"});
  CHECK(names(t.wang.row) == std::set<std::string>{"王强"});
  for (const auto& line : missing_signatures(t.desk, t.desk.permit("sign missing")))
    CHECK(line.teacher.name == "李娜");
}

TEST_CASE("the last event of a day is found by its time") {
  TestDossiers t;
  const auto day = [](const char* iso) { return day_from_iso(iso).value(); };
  const auto before = t.last_event();
  t.on("2017-02-22");
  t.put("paper", t.wang, {});
  CHECK(journal::last_event_of(t.desk.db, day("2017-02-19")) == -1);
  CHECK(journal::last_event_of(t.desk.db, day("2017-02-21")) == before);
  CHECK(journal::last_event_of(t.desk.db, day("2017-02-22")) == journal::kNow);
  CHECK(standings(t.desk, t.desk.permit("sign list"), {-1, {}}).all.empty());
}
