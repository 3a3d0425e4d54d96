#include "journal/event.h"

#include <doctest/doctest.h>

using namespace tmis;
using namespace tmis::journal;

namespace {
Event sample() {
  Event e;
  e.seq = 815;
  e.actor = "王";
  e.role = "manager";
  e.org = "4301020012";
  e.kind = "audit.pass";
  e.meaning = "audit";
  e.n = 3;
  e.root = std::string(64, 'a');
  e.prev = std::string(64, '0');
  e.t = "2017-02-27T09:14:03.120+08:00";
  e.tool = "0.1.0";
  e.args = {{"rows", Value{std::int64_t{3}}}, {"file", Value{"工资\"表\".csv"}}};
  return e;
}
}  // namespace

TEST_CASE("a body has its keys in the order of their bytes and no spaces") {
  const std::string body = to_body(sample());
  CHECK(body.starts_with(
      R"({"actor":"王","args":{"file":"工资\"表\".csv","rows":3},"file":"","key":"","kind":"audit.pass","meaning":"audit","n":3,)"));
  CHECK(body.ends_with(R"("t":"2017-02-27T09:14:03.120+08:00","tool":"0.1.0","v":1})"));
}

TEST_CASE("a body without arguments has an empty object, and of two of a name the later counts") {
  Event e = sample();
  e.args = {};
  CHECK(to_body(e).find(R"("args":{},)") != std::string::npos);
  e.args = {{"b", Value{"1\n\x01"}}, {"a", Value{std::int64_t{-7}}}, {"b", Value{"\xFF"}}};
  CHECK(to_body(e).find(R"("args":{"a":-7,"b":"\\x{ff}"},)") != std::string::npos);
  e.args.pop_back();
  CHECK(to_body(e).find(R"("args":{"a":-7,"b":"1\n\u0001"},)") != std::string::npos);
}

TEST_CASE("a body reads back to the event it was made from, and only in its canonical form") {
  const std::string body = to_body(sample());
  const auto back = from_body(body);
  REQUIRE(back);
  CHECK(to_body(*back) == body);
  CHECK(back->args.size() == 2);
  CHECK_FALSE(from_body(" " + body));
  CHECK_FALSE(from_body(body.substr(0, body.size() - 1)));
  CHECK_FALSE(from_body("[1]"));
  const auto with = [&](const std::string& what, const std::string& instead) {
    std::string changed = body;
    return from_body(changed.replace(changed.find(what), what.size(), instead));
  };
  CHECK(with("\"seq\":815", "\"seq\":816"));
  CHECK_FALSE(with("\"seq\":815", "\"seq\":815.5"));
  CHECK_FALSE(with("\"seq\":815", "\"seq\":1e300"));
  CHECK_FALSE(with("\"n\":3", "\"n\":-3"));
  CHECK_FALSE(with("\"v\":1", "\"v\":1,\"x\":1"));
  CHECK_FALSE(
      with("\"rows\":3", "\"rows\":" + std::string(2'000'000, '[') + std::string(2'000'000, ']')));
}

TEST_CASE("the chain's hash changes with the body and with the signature") {
  CHECK(chain_hash("a", "b") != chain_hash("a", "c"));
  CHECK(chain_hash("a", "b") != chain_hash("x", "b"));
}
