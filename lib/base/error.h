// What stops a command (`Error`) and what is wrong with the user's data (`Finding`).
// Wording is left to base/message; how they are shown to cmd/.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/codes.h"

namespace tmis {

/// A named argument of a text: `{name}` in the catalogue.
struct Arg {
  std::string name;
  std::string value;
};
using Args = std::vector<Arg>;

inline Arg arg(std::string name, std::string value) { return {std::move(name), std::move(value)}; }
inline Arg arg(std::string name, std::string_view value) {
  return {std::move(name), std::string(value)};
}
inline Arg arg(std::string name, const char* value) { return {std::move(name), value}; }
template <class Integer>
requires std::is_integral_v<Integer> Arg arg(std::string name, Integer value) {
  return {std::move(name), std::to_string(value)};
}

/// Where something is. Rows and columns count from 1, 0 is "none"; a heading in row 1 makes row 2
/// the first of the data, as a spreadsheet shows it. In JSON Lines the row is the line.
struct Place {
  std::string file;
  std::string sheet;
  std::uint64_t row = 0;
  std::uint32_t column = 0;
  std::string field;  // field id
};

/// One fault in the user's data. Collected to the last row, never thrown one by one.
struct Finding {
  const Code* code = nullptr;
  std::uint64_t row = 0;
  std::uint32_t column = 0;
  std::string field;  // field id; empty where the whole row is meant
  std::string value;  // as the file has it; already masked where the field is sensitive
  Args args;
};
using Findings = std::vector<Finding>;
/// Of one file no more are kept: nobody mends a hundred thousand cells by hand, and each takes
/// memory. The rest is counted.
inline constexpr std::size_t kMostFindings = 100'000;

/// Ends the command: thrown where the fault is known, caught once in cmd/main.
class Error : public std::exception {
 public:
  explicit Error(const Code& code, Args args = {}) : code_(&code), args_(std::move(args)) {}

  /// Says where. Returns itself, to be used as `throw Error{codes::x}.at({…})`.
  Error& at(Place place) {
    place_ = std::move(place);
    return *this;
  }
  /// Says in which file, where only the row was known.
  Error& in(const std::string& file, const std::string& sheet) {
    if (place_.file.empty()) {
      place_.file = file;
      place_.sheet = sheet;
    }
    return *this;
  }
  /// Adds the faults that led to it, for the `details` of JSON.
  Error& with(Findings details) {
    details_ = std::move(details);
    return *this;
  }

  const Code& code() const { return *code_; }
  const Args& args() const { return args_; }
  const Place& place() const { return place_; }
  const Findings& details() const { return details_; }
  const char* what() const noexcept override { return code_->name; }

 private:
  const Code* code_;
  Args args_;
  Place place_;
  Findings details_;
};

/// Ends the command for a fault of the program's own: `internal`, with what it was about.
[[noreturn]] void bug(std::string_view what);

}  // namespace tmis
