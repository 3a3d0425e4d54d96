#include "schema/ecma_pattern.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

namespace tmis::schema {
namespace {

bool found(std::string_view pattern, std::string_view text) {
  const auto compiled = compile_pattern(pattern);
  REQUIRE(compiled);
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled);
}

TEST_CASE("digits and word characters of a pattern are those of ASCII") {
  CHECK(found(R"(^\d{4}$)", "2017"));
  CHECK_FALSE(found(R"(^\d{4}$)", "２０１７"));
  CHECK_FALSE(found(R"(^\d{4}$)", "2017\n"));
  CHECK_FALSE(found(R"(\w)", "王"));
}

TEST_CASE("white space of a pattern is that of Unicode, as ECMA-262 has it") {
  CHECK(found(R"(\s)", "王\u3000明"));
  CHECK_FALSE(found(R"(^[^@\s]+@[^@\s]+$)", "wang\u3000ming@example.cn"));
  CHECK(found(R"(^\S+$)", "王明"));
  CHECK_FALSE(found("^.$", "\u2028"));
  CHECK(found("^.$", "𠅤"));
}

TEST_CASE("characters written as numbers mean the character") {
  CHECK(found(R"(^\u738b\u{660e}\x41\cJ\0?$)", "王明A\n"));
  CHECK(found(R"(^\ud840\udd64$)", "𠅤"));
  CHECK(found(R"(^[\b\-\/]$)", "\b"));
}

TEST_CASE("a bracket inside a class is itself, a class of POSIX is none") {
  CHECK(found("^[[a]+$", "[a"));
  CHECK_FALSE(compile_pattern("[[:alpha:]]"));
}

TEST_CASE(
    "what can't be said in time proportional to the text, or means something else, is refused") {
  for (const char* pattern :
       {"(?=a)",  "(?<!a)b", R"((a)\1)",      "(?<n>a)",   "(?i)a", R"(\Qa\E)",
        R"(\Aa)", R"(a\z)",  "[]a]",          "[^]",       "(",     "a)",
        "a**",    "[b-a]",   R"(\u{110000})", R"(\ud800)", R"(\)",  R"(\c)",
        R"(\x4)", R"(\01)",  R"(\a)",         R"(\p{^L})"}) {
    CAPTURE(pattern);
    CHECK_FALSE(compile_pattern(pattern));
  }
}

}  // namespace
}  // namespace tmis::schema
