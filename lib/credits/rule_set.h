// A rule set that turns hours into credits (schemas/credit-rules.json has its form, and
// how_to_compute of schemas/credit-rules-default.json its meaning, to which the steps named here
// belong). Whom a rule set binds is left to workflow/credit_rule.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "credits/amount.h"

namespace tmis::credits {

/// What an entry is, of the five fields that rules ask for: one value each, or none.
enum class Trait : std::uint8_t { category, mode, course, activity, honour };
inline constexpr std::size_t kTraits = 5;
using Traits = std::array<std::string, kTraits>;
/// The name of a trait in files and columns.
std::string_view name(Trait trait);

enum class Result : std::uint8_t { pass, fail, absent };
std::optional<Result> result_from(std::string_view word);
std::string_view name(Result result);

/// One confirmed result of one teacher.
struct Entry {
  std::string id;
  Day end;
  Amount hours;
  Traits traits;
  std::int64_t times = 1;
  Result result = Result::pass;
};

/// A condition or a group: for each trait the values that fit. A trait without a list asks for
/// nothing; an entry without a value is in no list.
struct Fit {
  std::array<std::vector<std::string>, kTraits> lists;
  bool fits(const Traits& traits) const;
  friend bool operator==(const Fit&, const Fit&) = default;
};

struct Conversion {
  std::string id;
  Fit when;
  bool each = false;  // `amount` is what each time gives, else the hours that make a credit
  Amount amount;
  Amount factor = Amount::of(1);
  Amount counts_in_cycle = Amount::of(1);
};
struct Weight {
  Fit when;
  Amount factor;
};

enum class Window : std::uint8_t { project, year, cycle };
struct Cap {
  std::string id;
  Fit group;
  Window per = Window::cycle;
  Amount at_most;
};

enum class Measure : std::uint8_t { counted, credits, hours };
struct Requirement {
  std::string id, zh, en;
  Fit group;
  bool yearly = false;  // of each year, else of the cycle
  Measure measure = Measure::counted;
  Amount at_least;
  bool checked = true;   // false: shown to whom it concerns, never late
  bool warning = false;  // never makes late
  std::string applies_to, exempt;
};
/// What requirement `from` has too much is added to `to`; places in `requirements`.
struct Offset {
  std::size_t from = 0, to = 0;
};

/// Cycles of whole years. A year is named after the calendar year in which it starts.
struct Cycles {
  int years = 1;
  Civil start;  // of cycle 0; its month and day start each year
  int year_of(Day day) const;
  /// First day of the cycle that holds `day`, and the day after its last.
  Day first_day(Day day) const;
  Day next_first_day(Day day) const;
  /// First day of a year.
  Day year_start(int year) const;
};

struct RuleSet {
  std::string id;
  std::string province;  // first two digits of GB/T 2260; empty: none
  std::string level;     // nation, province, city, district; pattern is never bound
  std::string zh, en;
  std::string unit;  // hour, credit: what people call them there
  std::optional<Day> valid_from, valid_until;
  Cycles cycles;
  std::vector<Requirement> requirements;
  std::vector<Conversion> conversions;
  std::vector<Weight> weights;
  std::vector<Cap> caps;
  std::vector<Offset> offsets;
  Rounding rounding;
  std::string text;  // as canonical JSON, without spaces: what is kept and hashed

  bool valid_on(Day day) const;
  bool bound() const { return level != "pattern"; }
  const Requirement* requirement(std::string_view requirement_id) const;
};

/// The rule sets of a file. Throws credits.rule-invalid (3), which names the set and the place, for
/// what the schema can't say: ids that are there twice, a cycle that doesn't start with a year …
std::vector<RuleSet> read_rule_file(std::string_view json);
/// One rule set as `text` has it.
RuleSet read_rule_set(std::string_view json);
/// Those that the program brings along.
const std::vector<RuleSet>& default_rules();
/// The file they stand in.
std::string_view default_rule_file();

}  // namespace tmis::credits
