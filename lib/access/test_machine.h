// For tests of machines: a table of cells against what a machine says.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "access/machine.h"
#include "base/error.h"

namespace tmis::access_test {

/// "STATE [+mark …]", "=" or "CODE:EXIT", so that one text tells all of an outcome.
inline std::string told(const Machine::Outcome& outcome) {
  if (outcome.refusal != nullptr) {
    return std::string{outcome.refusal->name} + ":" +
           std::to_string(static_cast<int>(outcome.refusal->exit));
  }
  if (outcome.unchanged) return "=";
  std::string out{outcome.state};
  for (const auto mark : outcome.marks) out.append(" +").append(mark);
  return out;
}

using Table = std::map<std::string, std::vector<std::string>>;  // state -> a cell a step

/// Every cell of `wanted`, and no state or step besides.
inline void compare(std::string_view process, const std::vector<std::string>& steps,
                    const Table& wanted, Machine::Facts facts) {
  const Machine& machine = Machine::of(process);
  REQUIRE(machine.states().size() == wanted.size());
  REQUIRE(machine.steps().size() == steps.size());
  for (const auto& row : wanted) {
    const std::string& state = row.first;
    const auto& cells = row.second;
    REQUIRE(cells.size() == steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      CAPTURE(state);
      CAPTURE(steps[i]);
      CHECK(told(machine.look(state, steps[i], facts)) == cells[i]);
    }
  }
}

}  // namespace tmis::access_test
