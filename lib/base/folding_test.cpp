#include "base/folding.h"

#include <doctest/doctest.h>

using namespace tmis;

TEST_CASE("a long text goes on in the next line, whole") {
  using Lines = std::vector<std::string>;
  CHECK(folded("", 10) == Lines{""});
  CHECK(folded("event 22 is late", 16) == Lines{"event 22 is late"});
  CHECK(folded("event 22 is late", 10) == Lines{"event 22", "is late"});
  CHECK(folded("event 22 is late", 8) == Lines{"event 22", "is late"});
  CHECK(folded("事件二十二的时间", 7) == Lines{"事件二", "十二的", "时间"});
  CHECK(folded("abcdefghij", 4) == Lines{"abcd", "efgh", "ij"});
  CHECK(folded("至 2017-02-28，尚缺", 11) == Lines{"至", "2017-02-28", "，尚缺"});
  CHECK(folded("见 study_experience#1", 18) == Lines{"见", "study_experience#1"});
  CHECK(folded("没有填写，请补充。", 16) == Lines{"没有填写，请补", "充。"});
  CHECK(folded("请填写（必填）", 8) == Lines{"请填写", "（必填）"});
  CHECK(folded("late    ", 5) == Lines{"late "});
}

TEST_CASE("columns are as narrow as they must, the widest first, and never break a word") {
  using Widths = std::vector<std::size_t>;
  CHECK(widest_word("") == 0);
  CHECK(widest_word("event 22 is late") == 5);
  CHECK(widest_word("编号T69WZBR9NC06T有误") == 13);
  CHECK(widest_word("（必填）") == 4);
  CHECK(fitted({10, 20, 30}, {1, 1, 1}, 60) == Widths{10, 20, 30});
  CHECK(fitted({10, 20, 30}, {1, 1, 1}, 45) == Widths{10, 17, 18});
  CHECK(fitted({10, 20, 30}, {10, 20, 12}, 45) == Widths{10, 20, 15});
  CHECK(fitted({10, 20, 30}, {10, 20, 12}, 20) == Widths{10, 20, 12});
  CHECK(fitted({}, {}, 20).empty());
}
