#include "keys/identity_tag.h"

#include <doctest/doctest.h>

#include <string>

using namespace tmis;
using namespace tmis::keys;

namespace {

const std::string kFile(16, 'f');
constexpr std::string_view kNumber = "110101198503020024";

}  // namespace

TEST_CASE("the tag is another for another file, number or password") {
  const Hash128 tag = identity_tag(kFile, kNumber, Secret{"wo-de-mi-ma-88"});
  CHECK(identity_tag(kFile, kNumber, Secret{"wo-de-mi-ma-88"}) == tag);
  CHECK(identity_tag(std::string(16, 'g'), kNumber, Secret{"wo-de-mi-ma-88"}) != tag);
  CHECK(identity_tag(kFile, "110101198001010010", Secret{"wo-de-mi-ma-88"}) != tag);
  CHECK(identity_tag(kFile, kNumber, Secret{"wo-de-mi-ma-89"}) != tag);
}

TEST_CASE("an initial password has a tag of its own, however it is typed") {
  const auto tag = initial_identity_tag(kFile, kNumber, "xfn0-n0w6-y4j7-se7e");
  REQUIRE(tag.has_value());
  CHECK(initial_identity_tag(kFile, kNumber, "XFNO NOW6 Y4J7 SE7E") == tag);
  CHECK(initial_identity_tag(kFile, kNumber, "xfn0-n0w6-y4j7-se7f") != tag);
  CHECK(identity_tag(kFile, kNumber, Secret{"xfn0-n0w6-y4j7-se7e"}) != *tag);
  CHECK_FALSE(initial_identity_tag(kFile, kNumber, "wo-de-mi-ma-88").has_value());
}
