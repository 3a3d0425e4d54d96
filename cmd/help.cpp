// Sections of the manual, with the marks of Markdown taken off. Laying out pages is left to
// lowdown.
#include "cmd/help.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"

namespace tmis::cmd {
namespace {

std::string page_path(std::string_view name) {
  return data_folder() + "/help/" + (language() == Language::zh ? "zh/" : "en/") +
         std::string{name} + ".md";
}

std::string without_marks(std::string_view line) {
  std::string out;
  for (const char c : line) {
    if (c != '`' && c != '*') out.push_back(c);
  }
  return out;
}

struct Section {
  std::string heading;  // without marks, "record import SET --from FILE" or "EXAMPLES"
  std::vector<std::string> lines;
};

/// The sections of a page; `#` and `##` both open one.
std::vector<Section> sections(const std::string& page) {
  std::vector<Section> out(1);
  for (const std::string_view line : split(page, '\n')) {
    if (line.starts_with("# ") || line.starts_with("## ")) {
      out.push_back({without_marks(line.substr(line.find(' ') + 1)), {}});
    } else {
      out.back().lines.push_back(without_marks(line));
    }
  }
  return out;
}

std::string body(const Section& section) {
  std::string out;
  for (const std::string& line : section.lines) {
    if (out.empty() && line.empty()) continue;
    out.append(line.empty() ? "" : line.starts_with("    ") ? line : "  " + line).append("\n");
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

const Section* find(const std::vector<Section>& all, std::string_view heading) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Section& s) {
    return s.heading == heading || s.heading.starts_with(std::string{heading} + " ");
  });
  return found == all.end() ? nullptr : &*found;
}

/// The first sentence, for the list of verbs.
std::string summary(const Section& section) {
  for (const std::string& line : section.lines) {
    if (line.empty() || line.starts_with("    ")) continue;
    const auto stop = std::min(line.find(". "), line.find("。"));
    std::string first = line.substr(0, stop);
    if (first.ends_with('.')) first.pop_back();
    return first;
  }
  return {};
}

const CLI::App* command_at(const CLI::App& app, const std::vector<std::string>& path) {
  const CLI::App* at = &app;
  for (const std::string& word : path) at = at->get_subcommand(word);
  return at;
}

std::string verbs_list(const CLI::App& group, const std::string& prefix,
                       const std::vector<Section>& page) {
  std::vector<std::pair<std::string, std::string>> lines;
  std::size_t widest = 0;
  for (const CLI::App* verb : group.get_subcommands({})) {
    const Section* section = find(page, prefix + verb->get_name());
    lines.emplace_back(prefix + verb->get_name(), section ? summary(*section) : "");
    widest = std::max(widest, lines.back().first.size());
  }
  std::string out;
  for (const auto& [name, what] : lines)
    out.append("  ").append(padded(name, widest + 2)).append(what).append("\n");
  return out;
}

std::string page_or_empty(std::string_view name) {
  const std::string path = page_path(name);
  return file_exists(path) ? read_file(path) : std::string{};
}

}  // namespace

std::string help(const CLI::App& app, const std::vector<std::string>& path) {
  const CLI::App& command = *command_at(app, path);
  const auto page = sections(page_or_empty(path.empty() ? "tmis" : path[0]));
  const std::string prefix = path.empty() ? "" : joined(path, " ") + " ";
  std::string out;
  const Section* own = path.empty() ? nullptr : find(page, joined(path, " "));
  if (path.size() <= 1) {
    if (const Section* name = find(page, text("help.section.name")))
      out.append(body(*name)).append("\n");
    if (const Section* examples = find(page, text("help.section.examples"))) {
      out.append(text("help.examples")).append("\n").append(body(*examples)).append("\n");
    }
  }
  if (own != nullptr)
    out.append("tmis ").append(own->heading).append("\n\n").append(body(*own)).append("\n");
  if (!command.get_subcommands({}).empty()) {
    out.append(text(path.empty() ? "help.commands" : "help.verbs")).append("\n");
    out.append(verbs_list(command, prefix, page)).append("\n");
  }
  if (path.empty()) {
    if (const Section* options = find(page, text("help.section.options"))) {
      out.append(text("help.options")).append("\n").append(body(*options)).append("\n");
    }
  } else {
    out.append(text("help.more", arg("group", path[0]))).append("\n");
  }
  return out;
}

std::string help_topic(std::string_view topic) {
  std::vector<std::string> topics;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path{page_path("x")}.parent_path() / "topics")) {
    topics.push_back(entry.path().stem().string());
  }
  std::sort(topics.begin(), topics.end());
  const std::string name{topic};
  if (std::find(topics.begin(), topics.end(), name) == topics.end()) {
    const auto near = nearest(topic, topics);
    throw Error{
        codes::usage_unknown,
        {arg("kind", text("usage.topic")), arg("word", topic),
         arg("suggestion", near ? text("usage.did-you-mean", arg("word", *near))
                                : text("usage.one-of", arg("words", joined(topics, ", "))))}};
  }
  std::string out;
  for (const Section& section : sections(read_file(page_path("topics/" + name)))) {
    if (!section.heading.empty()) out.append(section.heading).append("\n\n");
    out.append(body(section)).append("\n");
  }
  return out;
}

std::string command_tree(const CLI::App& app) {
  std::string out;
  const std::function<void(const CLI::App&, const std::string&)> walk =
      [&](const CLI::App& at, const std::string& path) {
        std::string line = path;
        for (const CLI::Option* option : at.get_options()) {
          for (const std::string& name : option->get_lnames()) line.append(" --").append(name);
        }
        if (!path.empty()) out.append(line).append("\n");
        for (const CLI::App* verb : at.get_subcommands({})) {
          walk(*verb, path.empty() ? verb->get_name() : path + " " + verb->get_name());
        }
      };
  walk(app, "");
  return out;
}

}  // namespace tmis::cmd
