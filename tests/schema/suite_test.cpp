// Runs the official JSON Schema Test Suite (tests/schema/suite, draft 2020-12) over the validator.
// A group whose schema has a keyword that we don't claim must be refused; a group that is evaluated
// must come out right.
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "base/file.h"
#include "schema/validator.h"

namespace {

using nlohmann::json;
using tmis::schema::Validator;

constexpr std::string_view kRemotes = "http://localhost:1234/draft2020-12/";
constexpr std::size_t kDepth = 64;
// What the copy beside this file gives. Other figures mean that files are lost, or that a keyword
// is refused that was evaluated before; with another copy of the suite (first argument) they are
// only shown.
constexpr int kCases = 931;
constexpr int kRefused = 16;

struct Counts {
  int groups = 0, refused = 0, cases = 0, wrong = 0;
};

std::optional<std::string> remote(const std::string& folder, std::string_view id) {
  if (id.substr(0, kRemotes.size()) != kRemotes) return std::nullopt;
  const std::string path = folder + "/remotes/" + std::string(id.substr(kRemotes.size()));
  if (!tmis::file_exists(path)) return std::nullopt;
  return tmis::read_file(path);
}

void run(const std::string& folder, const std::string& file, const json& group, Counts& counts) {
  ++counts.groups;
  const auto tell = [&](const std::string& what) {
    std::cout << file << ": " << group.at("description").get<std::string>() << ": " << what << "\n";
  };
  std::optional<Validator> validator;
  try {
    validator = Validator::compile(group.at("schema").dump(),
                                   [&](std::string_view id) { return remote(folder, id); });
  } catch (const tmis::Error& e) {
    ++counts.refused;
    std::string why = e.code().name;
    for (const auto& a : e.args()) why += " " + a.name + "=" + a.value;
    return tell("refused, " + why);
  }
  for (const json& test : group.at("tests")) {
    ++counts.cases;
    bool valid = false;
    try {
      valid = validator->validate(test.at("data").dump(), kDepth).empty();
    } catch (const tmis::Error& e) {
      tell(test.at("description").get<std::string>() + ": " + e.code().name);
    }
    if (valid == test.at("valid").get<bool>()) continue;
    ++counts.wrong;
    tell("WRONG: " + test.at("description").get<std::string>() +
         (valid ? " was accepted" : " was refused"));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : TMIS_SOURCE_DIR "/tests/schema/suite";
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/tests"))
    files.insert(entry.path());
  Counts counts;
  for (const auto& path : files) {
    for (const json& group : json::parse(tmis::read_file(path.string())))
      run(folder, path.filename().string(), group, counts);
  }
  std::cout << counts.cases << " cases of " << counts.groups << " groups, " << counts.refused
            << " groups refused, " << counts.wrong << " wrong\n";
  const bool complete = argc > 1 || (counts.cases == kCases && counts.refused == kRefused);
  return counts.wrong == 0 && complete ? 0 : 1;
}
