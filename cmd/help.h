// Help from man/LANG/GROUP.md, the same text that the man pages are made from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <CLI/App.hpp>

namespace tmis::cmd {

/// The help of the program, a group or a verb; `path` are the words after `tmis`.
std::string help(const CLI::App& app, const std::vector<std::string>& path);
/// `tmis help TOPIC`. Throws usage.unknown with the nearest topic.
std::string help_topic(std::string_view topic);
/// All words of the command tree and their options, for completion and for tests.
std::string command_tree(const CLI::App& app);

}  // namespace tmis::cmd
