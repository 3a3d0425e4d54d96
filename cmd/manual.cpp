// Reads the little of Markdown that the pages use. Laying out printed pages is left to lowdown.
#include "cmd/manual.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/message.h"
#include "base/text.h"

namespace tmis::cmd {
namespace {

/// What stands between backticks is said as it is.
std::string without_marks(std::string_view line) {
  std::string out;
  bool as_it_is = false;
  for (const char c : line) {
    if (c == '`') {
      as_it_is = !as_it_is;
    } else if (c != '*' || as_it_is) {
      out.push_back(c);
    }
  }
  return out;
}

/// The items of a section's lists, each in one line.
std::vector<std::string> items(const Section& section) {
  std::vector<std::string> out;
  for (const std::string& line : section.lines) {
    if (line.starts_with("- ")) {
      out.push_back(line.substr(2));
    } else if (line.starts_with("  ") && !out.empty()) {
      out.back().append(" ").append(trimmed(line));
    }
  }
  return out;
}

/// The options of an item such as `--name NAME, --sex 1|2: one teacher`, before the colon of either
/// language.
std::vector<std::string> options_of(const std::string& item) {
  std::string head = item.substr(0, std::min(item.find(": "), item.find("：")));
  const std::string_view comma = "、";
  for (std::size_t at; (at = head.find(comma)) != std::string::npos;)
    head.replace(at, comma.size(), ",");
  std::vector<std::string> out;
  for (const std::string_view part : split(head, ',')) out.emplace_back(trimmed(part));
  return out;
}

std::string first_sentence(const Section& section) {
  std::string paragraph;
  for (const std::string& line : section.lines) {
    if (line.starts_with("    ") || line.starts_with("- ")) break;
    if (line.empty() && !paragraph.empty()) break;
    if (!line.empty())
      paragraph.append(paragraph.empty() || language() == Language::zh ? "" : " ").append(line);
  }
  std::string first = paragraph.substr(0, std::min(paragraph.find(". "), paragraph.find("。")));
  if (first.ends_with('.')) first.pop_back();
  return first;
}

}  // namespace

std::string manual_folder() {
  return data_folder() + "/help/" + (language() == Language::zh ? "zh" : "en");
}

Page manual_page(std::string_view name) {
  const std::string path = manual_folder() + "/" + std::string{name} + ".md";
  if (!file_exists(path)) return {};
  Page out(1);
  const std::string page = read_file(path);
  for (const std::string_view line : split(page, '\n')) {
    if (line.starts_with("# ") || line.starts_with("## ")) {
      out.push_back({without_marks(line.substr(line.find(' ') + 1)), {}});
    } else {
      out.back().lines.push_back(without_marks(line));
    }
  }
  return out;
}

std::vector<std::string> manual_topics() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator{manual_folder() + "/topics"}) {
    if (entry.path().extension() == ".md") out.push_back(entry.path().stem().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string page_name_of(std::string_view command) {
  if (file_exists(manual_folder() + "/" + std::string{command} + ".md"))
    return std::string{command};
  for (const auto& entry : std::filesystem::directory_iterator{manual_folder()}) {
    std::string name = entry.path().stem().string();
    if (entry.path().extension() == ".md" && find_section(manual_page(name), command) != nullptr)
      return name;
  }
  return std::string{command};
}

Page page_of(std::string_view command) { return manual_page(page_name_of(command)); }

const Section* find_section(const Page& page, std::string_view words) {
  const auto is_it = [&](const Section& s) {
    if (!s.heading.starts_with(words)) return false;
    const std::string_view rest = std::string_view{s.heading}.substr(words.size());
    const bool more_words =
        rest.size() > 1 && rest[1] >= 'a' && rest[1] <= 'z';  // `org add` isn't `org`
    return rest.empty() || (rest.front() == ' ' && !more_words);
  };
  const auto found = std::find_if(page.begin(), page.end(), is_it);
  return found == page.end() ? nullptr : &*found;
}

std::string section_body(const Section& section) {
  std::string out;
  for (const std::string& line : section.lines) {
    if (out.empty() && line.empty()) continue;
    out.append(line.empty() ? "" : line.starts_with("    ") ? line : "  " + line).append("\n");
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

std::string command_summary(const std::vector<std::string>& words) {
  const Page page = page_of(words.front());
  if (const Section* own = find_section(page, joined(words, " "))) return first_sentence(*own);
  const Section* name = words.size() == 1 ? find_section(page, text("help.section.name")) : nullptr;
  if (name == nullptr) return {};
  const std::string line = section_body(*name);
  const auto dash = line.find(" - ");
  if (dash == std::string::npos) return {};
  std::string what{trimmed(std::string_view{line}.substr(dash + 3))};
  if (!what.empty() && what[0] >= 'a' && what[0] <= 'z')
    what[0] = static_cast<char>(what[0] - 'a' + 'A');
  return what;
}

std::string option_word(const Page& page, std::string_view words, std::string_view option) {
  const Section* section = find_section(page, words);
  if (section == nullptr) return {};
  for (const std::string& item : items(*section)) {
    for (const std::string& one : options_of(item)) {
      if (one == option) return one.starts_with('-') ? std::string{} : one;
      if (one.starts_with(std::string{option} + " ")) return one.substr(option.size() + 1);
    }
  }
  return {};
}

}  // namespace tmis::cmd
