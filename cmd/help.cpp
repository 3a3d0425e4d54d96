// Which sections of the manual make the help of a command. Reading the pages is left to cmd/manual.
#include "cmd/help.h"

#include <algorithm>
#include <functional>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/manual.h"
#include "cmd/verb.h"

namespace tmis::cmd {
namespace {

const CLI::App* command_at(const CLI::App& app, const std::vector<std::string>& path) {
  const CLI::App* at = &app;
  for (const std::string& word : path) at = at->get_subcommand(word);
  return at;
}

std::string verbs_list(const CLI::App& group, const std::vector<std::string>& path) {
  std::vector<std::pair<std::string, std::string>> lines;
  std::size_t widest = 0;
  for (const CLI::App* verb : group.get_subcommands({})) {
    std::vector<std::string> words = path;
    words.push_back(verb->get_name());
    lines.emplace_back(joined(words, " "), command_summary(words));
    widest = std::max(widest, lines.back().first.size());
  }
  std::string out;
  for (const auto& [name, what] : lines) {
    out.append("  ").append(padded(name, widest + 2)).append(what).append("\n");
  }
  return out;
}

/// A section as help shows it: options without the dash of a list, which looks like one of theirs.
std::string shown_section(const Section& section) {
  std::string out;
  const std::string all = section_body(section);
  for (const std::string_view line : split(std::string_view{all}.substr(0, all.size() - 1), '\n')) {
    out.append(line.starts_with("  - ") ? "  " + std::string{line.substr(4)} : std::string{line})
        .append("\n");
  }
  return out;
}

bool gives_list(const CLI::App& command) {
  const auto options = command.get_options();
  return std::any_of(options.begin(), options.end(),
                     [](const CLI::Option* option) { return option->get_group() == kListOptions; });
}

}  // namespace

std::string help(const CLI::App& app, const std::vector<std::string>& path) {
  const CLI::App& command = *command_at(app, path);
  const Page page = path.empty() ? manual_page("tmis") : page_of(path[0]);
  std::string out;
  const Section* own = path.empty() ? nullptr : find_section(page, joined(path, " "));
  if (path.size() <= 1) {
    if (const Section* name = find_section(page, text("help.section.name"))) {
      out.append(shown_section(*name)).append("\n");
    }
    if (const Section* examples = find_section(page, text("help.section.examples"))) {
      out.append(text("help.examples")).append("\n").append(shown_section(*examples)).append("\n");
    }
  }
  if (own != nullptr) {
    out.append("tmis ")
        .append(own->heading)
        .append("\n\n")
        .append(shown_section(*own))
        .append("\n");
  }
  if (!command.get_subcommands({}).empty()) {
    out.append(text(path.empty() ? "help.commands" : "help.verbs")).append("\n");
    out.append(verbs_list(command, path)).append("\n");
  }
  if (gives_list(command)) {
    const Page common = manual_page("tmis");
    if (const Section* options = find_section(common, text("help.section.lists")))
      out.append(text("help.lists")).append("\n").append(shown_section(*options)).append("\n");
  }
  if (path.empty()) {
    if (const Section* options = find_section(page, text("help.section.options"))) {
      out.append(text("help.options")).append("\n").append(shown_section(*options)).append("\n");
    }
  } else {
    out.append(text("help.more", arg("group", page_name_of(path[0])))).append("\n");
  }
  return out;
}

std::string help_topic(std::string_view topic) {
  const std::vector<std::string> topics = manual_topics();
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
  for (const Section& section : manual_page("topics/" + name)) {
    if (section.heading.empty()) continue;
    out.append(out.empty() ? "" : "\n")
        .append(section.heading)
        .append("\n\n")
        .append(section_body(section));
  }
  return out;
}

std::string command_tree(const CLI::App& app) {
  std::string out;
  const std::function<void(const CLI::App&, const std::string&)> walk =
      [&](const CLI::App& at, const std::string& path) {
        out.append(path);
        std::string of_lists;
        for (const CLI::Option* option : at.get_options()) {
          if (option->get_group().empty()) continue;  // not for people
          if (option->get_positional()) out.append(" ").append(option->get_name(true));
          std::string& names = option->get_group() == kListOptions ? of_lists : out;
          for (const std::string& name : option->get_lnames()) names.append(" --").append(name);
        }
        if (!of_lists.empty()) out.append(" |").append(of_lists);
        out.append("\n");
        for (const CLI::App* verb : at.get_subcommands({}))
          walk(*verb, path + " " + verb->get_name());
      };
  walk(app, "tmis");
  return out;
}

}  // namespace tmis::cmd
