// The pages of man/LANG as data: sections, summaries and the words of options. Help shows them,
// completion asks them what an option takes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tmis::cmd {

/// A part of a page under its `#` or `##` heading, the marks of Markdown taken off.
struct Section {
  std::string heading;  // "record import SET --from FILE" or "EXAMPLES"
  std::vector<std::string> lines;
};
using Page = std::vector<Section>;

/// The folder of the pages in the present language.
std::string manual_folder();
/// A page, `record` or `topics/dates`; empty where there is none.
Page manual_page(std::string_view name);

/// The topics of `tmis help`, sorted.
std::vector<std::string> manual_topics();

/// The page that a command stands on: that of its group, or the one that has its section (logout:
/// login).
std::string page_name_of(std::string_view command);
Page page_of(std::string_view command);

/// The section of these words, whatever options its heading names after them.
const Section* find_section(const Page& page, std::string_view words);
std::string section_body(const Section& section);
/// What a command does, in a line: the first sentence of its section, or what its group's NAME
/// says.
std::string command_summary(const std::vector<std::string>& words);

/// What stands after an option in the manual: `FILE` for `--from`, `keep|clear` for `--blank`;
/// empty for a flag.
std::string option_word(const Page& page, std::string_view words, std::string_view option);

}  // namespace tmis::cmd
