// The command tree as shells want it. Where the words come from is left to completion.cpp.
#pragma once

#include <string>
#include <vector>

namespace tmis::cmd {

/// What an option or a word takes.
struct Takes {
  enum class Kind { nothing, words, files, choices, sets };
  Kind kind =
      Kind::nothing;  // words: something that can't be completed; sets: the ids of the field sets
  std::vector<std::string> choices{};
};

struct CompletedOption {
  std::string name;  // with its dashes
  Takes value;
};

/// A command with all that may stand after it; the first of a list is the program itself.
struct CompletedCommand {
  std::vector<std::string> words;  // after `tmis`
  std::string summary;
  std::vector<std::string> verbs;
  std::vector<CompletedOption> options;
  Takes positional;
};

std::string bash_script(const std::vector<CompletedCommand>& commands);
std::string zsh_script(const std::vector<CompletedCommand>& commands);
std::string fish_script(const std::vector<CompletedCommand>& commands);

}  // namespace tmis::cmd
