// How a command is declared: words and options here, meaning in lib/, prose in man/. What reads the
// command line (CLI11, long to compile) is known to verb.cpp and to those who walk the tree of
// commands.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "cmd/context.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tmis::cmd {

/// The group of the options that all lists have; the manual says them once.
inline constexpr const char* kListOptions = "lists";

/// What a command does once its options are known; gives the exit code.
using Run = std::function<Exit(Context&)>;

/// The command that was chosen on the command line. `listing` is filled by the options of lists.
struct Chosen {
  Run run;
  std::string command;
  Listing listing;
};
Chosen& chosen();

/// The program, a group of commands or a command; its texts are the section of the same name in
/// man/LANG/GROUP.md. A name with dashes is an option ("-q,--quiet"), one without a positional.
/// Values must live until the command line is read; a list's option takes one value each time it is
/// given.
class Verb {
 public:
  explicit Verb(CLI::App& parser) : parser_(&parser) {}

  /// A command below this one.
  Verb verb(const std::string& name);
  void option(const std::string& name, std::string& value);
  void option(const std::string& name, int& value);
  void option(const std::string& name, std::int64_t& value);
  void option(const std::string& name, std::size_t& value);
  void option(const std::string& name, std::vector<std::string>& values);
  void required(const std::string& name, std::string& value);
  void required(const std::string& name, std::int64_t& value);
  void required(const std::string& name, std::vector<std::string>& values);
  void flag(const std::string& name, bool& value);
  /// Up to `most` words without dashes.
  void words(const std::string& name, std::vector<std::string>& values, int most);
  /// The command gives a list: --limit, --offset, --sort, --out, and --department where the table
  /// has that column and the command has no such option of its own.
  enum class Departments { no, yes };
  void lists(Departments departments = Departments::no);
  /// Not for people: absent from help and completion.
  void hidden_flag(const std::string& name, bool& value);
  void run(Run what);

  CLI::App& parser() const { return *parser_; }

 private:
  CLI::App* parser_;
};

}  // namespace tmis::cmd
