// Facts are found in whatever order they were put and are asked for.
#include "report/by_teacher.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using tmis::report::ByTeacher;

TEST_CASE("a fact of each teacher is found in any order, and the last one put counts") {
  ByTeacher<std::string> facts;
  for (const auto& [teacher, fact] :
       {std::pair{7, "g"}, {3, "old"}, {9, "i"}, {3, "newer"}, {4, "d"}, {3, "c"}})
    facts.put(teacher, fact);
  facts.settle();
  for (const auto& order : {std::vector{3, 4, 7, 9}, {9, 7, 4, 3}, {4, 4, 9, 3, 7}}) {
    for (const int teacher : order) {
      REQUIRE(facts.find(teacher) != nullptr);
      CHECK(*facts.find(teacher) == std::string(1, static_cast<char>('a' + teacher - 1)));
    }
  }
  for (const int nobody : {0, 5, 8, 10}) CHECK(facts.find(nobody) == nullptr);
  CHECK(*facts.find(3) == "c");  // after one that isn't there
}

TEST_CASE("without facts nobody is found") {
  ByTeacher<int> facts;
  facts.settle();
  CHECK(facts.find(1) == nullptr);
}
