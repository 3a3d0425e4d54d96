// tmis completion: scripts for bash, zsh and fish. Words and options come from the command tree,
// what an option takes from the manual; the scripts' own syntax is in completion_scripts.
#include <CLI/App.hpp>
#include <algorithm>

#include "base/message.h"
#include "base/text.h"
#include "cmd/completion_scripts.h"
#include "cmd/manual.h"
#include "cmd/verbs.h"

namespace tmis::cmd {
namespace {

/// `FILE`, `DIR` and what is written as an alternative of them, by the manual's own words.
Takes takes(const std::string& word) {
  if (word.empty()) return {};
  if (word == "FILE" || word == "DIR") return {Takes::Kind::files, {}};
  if (word == "SET") return {Takes::Kind::sets, {}};
  std::vector<std::string> choices;
  for (const std::string_view part : split(word, '|')) choices.emplace_back(part);
  const bool literal = std::all_of(choices.begin(), choices.end(), [](const std::string& choice) {
    return !choice.empty() &&
           std::none_of(choice.begin(), choice.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  });
  return literal ? Takes{Takes::Kind::choices, choices} : Takes{Takes::Kind::words, {}};
}

/// What a word without dashes may be. TOPIC and SHELL are lists that the manual has only as prose.
Takes takes_positional(const std::string& name, const std::vector<std::string>& topics) {
  if (name == "TOPIC") return {Takes::Kind::choices, topics};
  if (name == "SHELL") return {Takes::Kind::choices, {"bash", "zsh", "fish"}};
  return takes(name);
}

CompletedCommand command(const CLI::App& at, const std::vector<std::string>& words) {
  CompletedCommand out{words, words.empty() ? std::string{} : command_summary(words), {}, {}, {}};
  const Page page = words.empty() ? manual_page("tmis") : page_of(words.front());
  const Page common = manual_page("tmis");
  const std::string section = words.empty() ? text("help.section.options") : joined(words, " ");
  for (const CLI::Option* option : at.get_options()) {
    if (option->get_group().empty()) continue;
    if (option->get_positional()) {
      out.positional = takes_positional(option->get_name(true), manual_topics());
      continue;
    }
    if (!words.empty() && option->check_lname("help"))
      continue;  // every command has it: with the global ones
    for (const std::string& name : option->get_lnames()) {
      const bool flag = option->get_items_expected_max() == 0;
      const bool of_lists = option->get_group() == kListOptions;
      Takes value =
          flag ? Takes{}
               : takes(of_lists ? option_word(common, text("help.section.lists"), "--" + name)
                                : option_word(page, section, "--" + name));
      if (!flag && value.kind == Takes::Kind::nothing) value.kind = Takes::Kind::words;
      out.options.push_back({"--" + name, std::move(value)});
    }
  }
  for (const CLI::App* verb : at.get_subcommands({})) out.verbs.push_back(verb->get_name());
  return out;
}

void collect(const CLI::App& at, const std::vector<std::string>& words,
             std::vector<CompletedCommand>& out) {
  out.push_back(command(at, words));
  for (const CLI::App* verb : at.get_subcommands({})) {
    std::vector<std::string> longer = words;
    longer.push_back(verb->get_name());
    collect(*verb, longer, out);
  }
}

std::string script(const CLI::App& app, const std::string& shell) {
  std::vector<CompletedCommand> commands;
  collect(app, {}, commands);
  if (shell == "bash") return bash_script(commands);
  if (shell == "zsh") return zsh_script(commands);
  if (shell == "fish") return fish_script(commands);
  throw Error{codes::usage_value,
              {arg("value", shell), arg("option", "SHELL"), arg("expected", "bash, zsh, fish")}};
}

}  // namespace

void add_completion(Verb app) {
  auto shell = std::make_shared<std::string>();
  Verb verb = app.verb("completion");
  verb.required("SHELL", *shell);
  verb.run([&app = app.parser(), shell](Context& ctx) {
    Answer answer;
    std::string made = script(app, *shell);
    if (ctx.globals.json) {
      answer.figure("shell", *shell).figure("text", std::move(made));
    } else {
      answer.only_output = std::move(made);
    }
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
