// tmis help: the commands, one command, or a topic. The pages are read in cmd/manual, laid out in
// cmd/help.
#include <CLI/App.hpp>

#include "base/message.h"
#include "base/text.h"
#include "cmd/help.h"
#include "cmd/verbs.h"

namespace tmis::cmd {
namespace {

struct HelpOptions {
  std::vector<std::string> words;
  bool tree = false;
};

const CLI::App* command_of(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  for (const std::string& word : words) {
    const auto below =
        at->get_subcommands([&](const CLI::App* verb) { return verb->get_name() == word; });
    if (below.empty()) return nullptr;
    at = below.front();
  }
  return at;
}

std::string explained(const CLI::App& app, const HelpOptions& o) {
  if (o.tree) return command_tree(app);
  if (command_of(app, o.words) != nullptr) return help(app, o.words);
  return help_topic(joined(o.words, " "));
}

}  // namespace

void add_help(Verb app) {
  auto o = std::make_shared<HelpOptions>();
  Verb verb = app.verb("help");
  verb.words("TOPIC", o->words, 3);
  verb.hidden_flag("--tree", o->tree);  // for the tests of completion and tests/house
  verb.run([&app = app.parser(), o](Context& ctx) {
    Answer answer;
    std::string explanation = explained(app, *o);
    if (ctx.globals.json) {
      answer.figure("topic", joined(o->words, " ")).figure("text", std::move(explanation));
    } else {
      answer.only_output = std::move(explanation);
    }
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
