// Read once; a fault in the data is a bug and shows at the first question.
#include "people/employment_codes.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.h"

namespace tmis::embedded {
extern const std::string_view employment;
}

namespace tmis::people {
namespace {

struct EmploymentData {
  std::array<std::string, 3> prefix;
  std::array<std::string, 3> cause_table;
  std::map<std::string, std::string, std::less<>> by, cause;
  std::map<std::string, std::vector<std::string>, std::less<>> follows;
  std::vector<std::string> open_ended, may_return;
  std::string usual;
};

const EmploymentData& employment_data() {
  static const EmploymentData data = [] {
    const auto j = nlohmann::json::parse(embedded::employment);
    EmploymentData d;
    for (const Employment e : {Employment::serving, Employment::absent, Employment::gone}) {
      const std::string id{name(e)};
      d.prefix[static_cast<std::size_t>(e)] = j.at("groups").at(id).get<std::string>();
      const auto causes = j.at("causes").find(id);
      if (causes == j.at("causes").end()) continue;
      d.cause_table[static_cast<std::size_t>(e)] = causes->at("codes").get<std::string>();
      for (const auto& [code, cause] : causes->at("of").items())
        d.cause[code] = cause.get<std::string>();
    }
    for (const auto& [code, process] : j.at("by").items()) d.by[code] = process.get<std::string>();
    for (const auto& [code, before] : j.at("follows").items())
      d.follows[code] = before.get<std::vector<std::string>>();
    d.open_ended = j.at("open_ended").get<std::vector<std::string>>();
    d.may_return = j.at("may_return").get<std::vector<std::string>>();
    d.usual = j.at("usual").get<std::string>();
    return d;
  }();
  return data;
}

std::string_view word_of(const std::map<std::string, std::string, std::less<>>& words,
                         std::string_view code) {
  const auto found = words.find(code);
  return found == words.end() ? std::string_view{} : found->second;
}

}  // namespace

std::string_view name(Employment state) {
  static constexpr std::string_view kNames[] = {"serving", "absent", "gone"};
  return kNames[static_cast<std::size_t>(state)];
}

Employment employment(std::string_view code) {
  const auto& prefix = employment_data().prefix;
  for (const Employment e : {Employment::absent, Employment::gone}) {
    if (code.starts_with(prefix[static_cast<std::size_t>(e)])) return e;
  }
  return Employment::serving;
}

std::string_view set_by(std::string_view code) { return word_of(employment_data().by, code); }

bool open_ended(std::string_view code) {
  const auto& all = employment_data().open_ended;
  return std::find(all.begin(), all.end(), code) != all.end();
}

bool may_return(std::string_view code) {
  const auto& all = employment_data().may_return;
  return std::find(all.begin(), all.end(), code) != all.end();
}

bool follows(std::string_view code, std::string_view present) {
  const auto found = employment_data().follows.find(code);
  return found != employment_data().follows.end() &&
         std::find(found->second.begin(), found->second.end(), present) != found->second.end();
}

std::string_view transferred_status() {
  for (const auto& [code, process] : employment_data().by) {
    if (process == "transfer") return code;
  }
  bug("no status of a transfer");
}

std::string_view usual_status() { return employment_data().usual; }

std::string_view cause_table(Employment state) {
  return employment_data().cause_table[static_cast<std::size_t>(state)];
}

std::string_view usual_cause(std::string_view code) {
  return word_of(employment_data().cause, code);
}

}  // namespace tmis::people
