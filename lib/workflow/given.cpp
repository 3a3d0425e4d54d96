// A word that is close to a code or label is answered with that one, any other with all codes.
#include "workflow/given.h"

#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/text.h"

namespace tmis::workflow {
namespace {

[[noreturn]] void refuse_value(const std::string& value, const char* option,
                               const std::string& expected) {
  throw Error{codes::usage_value,
              {arg("value", value), arg("option", option), arg("expected", expected)}};
}

}  // namespace

std::string code_meant(const schema::CodeTable& table, const std::string& word,
                       const char* option) {
  const auto found = table.resolve(word);
  if (found.entry != nullptr) return found.entry->code;
  std::vector<std::string> codes;
  for (const auto& e : table.entries()) codes.push_back(e.code);
  refuse_value(word, option, found.near ? *found.near : joined(codes, ", "));
}

std::string day_given(const std::string& day, const char* option) {
  if (!day.empty() && !day_from_iso(day)) refuse_value(day, option, "YYYY-MM-DD");
  return day;
}

std::string month_given(const std::string& month, const char* option) {
  if (!month.empty() && !month_from_iso(month)) refuse_value(month, option, "YYYY-MM");
  return month;
}

}  // namespace tmis::workflow
