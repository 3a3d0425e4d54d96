// Documents against JSON Schema 2020-12: campaigns, credit rules, table files, single rows. Rows by
// the million are left to `rules`; which keywords there are schemas/README.md says.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tmis::schema {

class Validator {
 public:
  /// One thing that doesn't fit. `at` is the JSON pointer (RFC 6901) of the place in the document,
  /// empty for the whole; `keyword` the word of the schema that says so; `args` what it asks for
  /// (`expected`, `word`).
  struct Fault {
    std::string at;
    std::string keyword;
    Args args;
  };
  /// The text of the schema that has this $id (an absolute address without fragment), or nothing.
  using Loader = std::function<std::optional<std::string>(std::string_view id)>;

  /// Throws schema.unknown-keyword for a keyword that is not evaluated here, so that no schema is
  /// taken for stricter than it is; schema.keyword for one that makes no sense. Words of x-tmis-…
  /// are passed over.
  static Validator compile(std::string_view schema_text, const Loader& loader = {});

  /// All faults, at most kMostFaults. Throws document.syntax when the text is no JSON, names a
  /// member twice or is nested deeper than `depth`.
  std::vector<Fault> validate(std::string_view json_text, std::size_t depth = kDepth) const;
  /// The same, told as findings (`document.…`) whose value is what stands at the place.
  Findings check(std::string_view json_text, std::size_t depth = kDepth) const;

  static constexpr std::size_t kDepth = 16;
  static constexpr std::size_t kMostFaults = 1000;

  struct Program;  // the compiled schema; for the sources of this room

 private:
  explicit Validator(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

/// The schema file `name` ("campaign.json") of a folder of schemas, compiled; $refs are looked up
/// there too.
Validator schema_of(const std::string& schemas_folder, const std::string& name);

/// `schema check FILE`: a table file against schemas/field-set.json, and what a schema can't say:
/// that keys, rules and conditions name fields of the table, that code tables exist, that defaults
/// fit. Throws document.syntax.
Findings check_field_set(std::string_view schema_text, const std::string& schemas_folder);

}  // namespace tmis::schema
