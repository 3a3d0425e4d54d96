// The worked examples of a rule set: what its makers say comes out, against what does.
#pragma once

#include <string>
#include <vector>

#include "credits/rule_set.h"

namespace tmis::credits {

/// What an example says otherwise than the calculation. `place`: "total", "a.credits",
/// "yearly 2017.have"; `found` empty: there is none, `expected` empty: the example has none.
struct Difference {
  std::string place;
  std::string expected, found;
};
struct ExampleRun {
  std::string id;
  std::string refusal;  // why it can't be computed: name of a code; empty: it can
  std::vector<Difference> differences;
  bool good() const { return refusal.empty() && differences.empty(); }
};
/// All examples of a rule set, in their order. Throws credits.rule-invalid for one that makes no
/// sense.
std::vector<ExampleRun> run_examples(const RuleSet& rule);

}  // namespace tmis::credits
