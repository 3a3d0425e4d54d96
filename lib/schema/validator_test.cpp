#include "schema/validator.h"

#include <doctest/doctest.h>

#include "base/file.h"

namespace tmis::schema {
namespace {

std::string faults(std::string_view schema, std::string_view document) {
  std::string out;
  for (const auto& f : Validator::compile(schema).validate(document)) {
    out.append(out.empty() ? "" : " ").append(f.at).append(":").append(f.keyword);
  }
  return out;
}

/// The code of the error that compiling or validating ends with; empty when it doesn't.
std::string refusal(std::string_view schema, std::string_view document = "null") {
  try {
    Validator::compile(schema).validate(document);
  } catch (const Error& e) {
    return e.code().name;
  }
  return "";
}

TEST_CASE("a fault says where it is and which word of the schema says so") {
  constexpr std::string_view schema = R"({
    "type": "object", "required": ["name", "steps"], "additionalProperties": false,
    "properties": {"name": {"type": "string", "maxLength": 3},
                   "steps": {"type": "array", "items": {"type": "integer", "minimum": 1}}}})";
  CHECK(faults(schema, R"({"name": "王小明", "steps": [1, 2]})") == "");
  CHECK(faults(schema, R"({"name": "王小明二", "steps": []})") == "/name:maxLength");
  CHECK(faults(schema, R"({"name": "x", "steps": [1, 0, "2"]})") ==
        "/steps/1:minimum /steps/2:type");
  CHECK(faults(schema, R"({"naem": "x", "steps": []})") == ":required :additionalProperties");
  CHECK(faults(R"({"properties": {"a/b~c": false}})", R"({"a/b~c": 1})") == "/a~1b~0c:false");
}

TEST_CASE("lengths count code points, also beyond the basic plane") {
  CHECK(faults(R"({"minLength": 2, "maxLength": 2})", "\"\xF0\xA0\x85\xA4\xF0\xAB\x96\xAF\"") ==
        "");
  CHECK(faults(R"({"maxLength": 1})", "\"\xF0\xA0\x85\xA4x\"") == ":maxLength");
}

TEST_CASE("1.0 is the integer 1, true is not") {
  CHECK(faults(R"({"type": "integer"})", "1.0") == "");
  CHECK(faults(R"({"type": "integer"})", "1.5") == ":type");
  CHECK(faults(R"({"const": 1})", "1.0") == "");
  CHECK(faults(R"({"const": 1})", "true") == ":const");
  CHECK(faults(R"({"uniqueItems": true})", "[1, true, \"1\"]") == "");
  CHECK(faults(R"({"uniqueItems": true})", "[{\"a\": 1, \"b\": 2}, {\"b\": 2.0, \"a\": 1}]") ==
        ":uniqueItems");
}

TEST_CASE("multiples are counted in decimals, not in binary fractions") {
  CHECK(faults(R"({"multipleOf": 0.01})", "4.35") == "");
  CHECK(faults(R"({"multipleOf": 0.01})", "4.355") == ":multipleOf");
  CHECK(faults(R"({"multipleOf": 0.0001})", "0.0075") == "");
  CHECK(faults(R"({"multipleOf": 3})", "1e20") == ":multipleOf");
  CHECK(faults(R"({"multipleOf": 9007199254740993})", "9007199254740993") == "");
  CHECK(faults(R"({"multipleOf": 9007199254740993})", "9007199254740992") == ":multipleOf");
}

TEST_CASE("a field under a condition is asked for, or refused, as the condition holds") {
  constexpr std::string_view schema = R"({"allOf": [
    {"if": {"properties": {"type": {"const": "0"}}, "required": ["type"]}, "then": {"properties": {"name": false}}},
    {"if": {"properties": {"type": {"not": {"const": "0"}}}}, "then": {"required": ["name"]}}]})";
  CHECK(faults(schema, R"({"type": "0"})") == "");
  CHECK(faults(schema, R"({"type": "0", "name": "x"})") == "/name:false");
  CHECK(faults(schema, R"({"type": "1"})") == ":required");
  CHECK(faults(schema, R"({})") == ":required");
}

TEST_CASE("a schema with a word that is not evaluated is refused, not taken lightly") {
  for (const char* word : {"unevaluatedProperties", "dependentSchemas", "format", "$anchor",
                           "$dynamicRef", "contentEncoding", "definitions", "requried"}) {
    CAPTURE(word);
    CHECK(refusal(std::string("{\"") + word + "\": {}}") == "schema.unknown-keyword");
    CHECK(refusal(std::string("{\"items\": {\"not\": {\"") + word + "\": {}}}}") ==
          "schema.unknown-keyword");
  }
  CHECK(refusal(R"({"x-tmis-anything": 1, "title": "t", "$comment": "c"})") == "");
  CHECK(refusal(R"({"properties": {"format": {"type": "string"}}})") ==
        "");  // a member of that name
}

TEST_CASE("a keyword whose value makes no sense is refused") {
  for (const char* schema :
       {R"({"type": "int"})", R"({"type": []})", R"({"required": "name"})", R"({"minLength": -1})",
        R"({"minLength": 1.5})", R"({"enum": 1})", R"({"allOf": []})", R"({"properties": []})",
        R"({"multipleOf": 0})", R"({"pattern": "["})", R"({"pattern": "\\1"})", R"({"pattern": 1})",
        R"({"uniqueItems": 1})", R"({"minimum": "1"})", R"({"not": 1})", "1",
        R"({"$schema": "http://json-schema.org/draft-07/schema#"})",
        R"({"patternProperties": {"[": true}})"}) {
    CAPTURE(schema);
    CHECK(refusal(schema) == "schema.keyword");
  }
}

TEST_CASE("a reference leads to its schema, in the same text or another") {
  constexpr std::string_view schema = R"({"$id": "https://tmis.example/schemas/a.json",
    "$ref": "b.json#/$defs/word", "$defs": {"tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}})";
  const auto load = [](std::string_view id) -> std::optional<std::string> {
    if (id != "https://tmis.example/schemas/b.json") return std::nullopt;
    return R"({"$defs": {"word": {"anyOf": [{"type": "string"}, {"$ref": "a.json#/$defs/tree"}]}}})";
  };
  const Validator validator = Validator::compile(schema, load);
  CHECK(validator.validate("\"x\"").empty());
  CHECK(validator.validate("[[], [[]]]").empty());
  CHECK(validator.validate("[[1]]").size() == 1);
  CHECK(refusal(schema) == "schema.keyword");  // no loader
  CHECK(refusal(R"({"$ref": "#/$defs/none", "$defs": {}})") == "schema.keyword");
  CHECK(refusal(R"({"$ref": "#/const", "const": {"type": "string"}})") == "schema.keyword");
}

TEST_CASE("a schema that only leads back to itself is refused") {
  CHECK(refusal(R"({"$ref": "#"})") == "schema.keyword");
  CHECK(
      refusal(
          R"({"$ref": "#/$defs/a", "$defs": {"a": {"not": {"$ref": "#/$defs/b"}}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}})") ==
      "schema.keyword");
  CHECK(refusal(R"({"items": {"$ref": "#"}})") == "");
}

TEST_CASE(
    "a text that is no JSON, names a member twice or is nested too deeply is refused before it is "
    "judged") {
  CHECK(refusal("true", "{\"a\": 1,}") == "document.syntax");
  CHECK(refusal("true", "") == "document.syntax");
  CHECK(refusal("true", "\"\xFF\"") == "document.syntax");
  CHECK(refusal("true", "1e999") == "document.syntax");
  CHECK(refusal("true", R"({"a": 1, "b": {"a": 1}})") == "");
  CHECK(refusal("true", R"([{"a": 1, "b": 2, "a": 1}])") == "document.syntax");
  CHECK(refusal("true",
                std::string(Validator::kDepth, '[') + std::string(Validator::kDepth, ']')) == "");
  CHECK(refusal("true", std::string(Validator::kDepth + 1, '[') +
                            std::string(Validator::kDepth + 1, ']')) == "document.syntax");
  CHECK(refusal("true", std::string(1000000, '[')) == "document.syntax");
}

TEST_CASE("a document with faults without end gets a list that ends") {
  std::string document = "[1";
  for (int i = 0; i < 5000; ++i) document += ",1";
  CHECK(Validator::compile(R"({"items": {"type": "string"}})").validate(document + "]").size() ==
        Validator::kMostFaults);
}

TEST_CASE("a finding of a document names the place, the word and what stands there") {
  const Validator validator =
      Validator::compile(R"({"properties": {"a": {"maximum": 3}}, "required": ["b"]})");
  const Findings findings = validator.check(R"({"a": 4})");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].code == &codes::document_word_missing);
  CHECK(findings[1].code == &codes::document_value);
  CHECK(findings[1].field == "/a");
  CHECK(findings[1].value == "4");
}

}  // namespace
}  // namespace tmis::schema
