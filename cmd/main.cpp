// The roof: words in, one service call, an answer out. Every error of the program ends here.
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <new>

#include "base/file.h"
#include "base/heap.h"
#include "base/interrupt.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/answer_json.h"
#include "cmd/help.h"
#include "cmd/import_answer.h"
#include "cmd/manual.h"
#include "cmd/verbs.h"

namespace tmis::cmd {

namespace {

void add_globals(Verb app, Globals& g) {
  app.option("--db", g.db);
  app.option("--user", g.user);
  app.option("--password-file", g.password_file);
  app.option("--lang", g.lang);
  app.option("--schemas", g.schemas);
  app.flag("--json", g.json);
  app.flag("-q,--quiet", g.quiet);
  app.flag("-y,--yes", g.yes);
  app.flag("-n,--dry-run", g.dry_run);
  app.flag("--no-color", g.no_color);
}

void add_groups(Verb app) {
  for (const auto add : {add_init,    add_login,      add_org,      add_accounts,   add_schema,
                         add_record,  add_evidence,   add_audit,    add_sign,       add_archive,
                         add_lock,    add_status,     add_transfer, add_rotation,   add_campaign,
                         add_credits, add_submission, add_package,  add_form,       add_today,
                         add_report,  add_journal,    add_db,       add_completion, add_help}) {
    add(app);
  }
}

/// The words of the commands that were recognised, from the group down.
std::vector<std::string> recognised(const CLI::App& app) {
  std::vector<std::string> path;
  for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    path.push_back(at->get_name());
  }
  return path;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& candidates) {
  const auto near = nearest(word, candidates);
  if (near) return text("usage.did-you-mean", arg("word", *near));
  return text("usage.one-of", arg("words", joined(candidates, ", ")));
}

Error unknown_word(const CLI::App& app, const std::vector<std::string>& path,
                   const std::string& word) {
  const CLI::App* at = &app;
  for (const std::string& name : path) at = at->get_subcommand(name);
  std::vector<std::string> candidates;
  const bool option = word.starts_with('-');
  if (option) {
    for (const CLI::App* up = at; up != nullptr; up = up->get_parent()) {
      for (const CLI::Option* o : up->get_options()) {
        if (up->get_parent() != nullptr && o->check_lname("help")) continue;  // once is enough
        for (const auto& name : o->get_lnames()) candidates.push_back("--" + name);
      }
    }
  } else {
    for (const CLI::App* verb : at->get_subcommands({})) candidates.push_back(verb->get_name());
  }
  return Error{codes::usage_unknown,
               {arg("kind", text(option               ? "usage.option"
                                 : candidates.empty() ? "usage.argument"
                                                      : "usage.command")),
                arg("word", shown(word)),
                arg("suggestion", candidates.empty()
                                      ? text("usage.see-help", arg("command", joined(path, " ")))
                                      : suggestion(word, candidates))}};
}

/// What CLI11 says of an option: its name stands before `between`, or after "Could not convert: ".
std::pair<std::string, std::string> option_and_rest(std::string what, std::string_view between) {
  constexpr std::string_view kConvert = "Could not convert: ";
  if (what.starts_with(kConvert)) what.erase(0, kConvert.size());
  const auto at = std::min(what.find(between), what.size());
  return {what.substr(0, at), what.substr(std::min(at + between.size(), what.size()))};
}

/// CLI11's refusals in the words of the program.
Error usage_error(const CLI::App& app, const CLI::ParseError& e,
                  const std::vector<std::string>& words) {
  const auto path = recognised(app);
  const std::string command = joined(path, " ");
  const std::string name = e.get_name();
  if (e.get_exit_code() ==
      static_cast<int>(CLI::ExitCodes::ExtrasError)) {  // its name is the command's
    const auto rest = app.remaining(true);
    const auto option = std::find_if(rest.begin(), rest.end(),
                                     [](const auto& word) { return word.starts_with('-'); });
    if (!rest.empty())
      return unknown_word(app, path, option != rest.end() ? *option : rest.front());
  }
  if (name == "RequiredError" && path.size() < 2 && !words.empty() && path.empty() &&
      !words.front().starts_with('-')) {
    return unknown_word(app, path, words.front());
  }
  if (name == "RequiredError") {
    std::string what = e.what();
    what = what.substr(0, what.find(" is required"));
    if (what.starts_with("A subcommand")) what = text("usage.verb");
    return Error{codes::usage_missing, {arg("what", what), arg("command", command)}};
  }
  if (name == "ConversionError" || name == "ValidationError") {
    const bool converted = name == "ConversionError";
    const auto [option, value] = option_and_rest(e.what(), converted ? " = " : ": ");
    return Error{codes::usage_value,
                 {arg("value", shown(value)), arg("option", option),
                  arg("expected", text(converted ? "usage.integer" : "usage.no-negative"))}};
  }
  if (name == "ArgumentMismatch") {
    const auto [option, why] = option_and_rest(e.what(), ": ");
    const bool again = why.starts_with("At Most");
    return Error{codes::usage,
                 {arg("what", text(again ? "usage.once" : "usage.no-value", arg("option", option))),
                  arg("command", command)}};
  }
  return Error{codes::usage, {arg("what", e.what()), arg("command", command)}};
}

std::string where(const Place& place) {
  std::string out = place.file.empty() ? "" : shown(place.file);
  const auto add = [&](const std::string& part) {
    out.append(out.empty() ? "" : text("place.separator")).append(part);
  };
  if (!place.sheet.empty()) add(text("place.sheet", arg("sheet", shown(place.sheet))));
  if (place.row > 0) add(text("place.row", arg("row", place.row)));
  if (place.column > 0) add(text("place.column", arg("column", column_letters(place.column))));
  if (!place.field.empty()) add(place.field);
  return out.empty() ? out : " (" + out + ")";
}

/// The faults that led to an error, a line each.
void show_details(Context& ctx, const Error& error) {
  constexpr std::size_t kMost = 50;
  const Findings& details = error.details();
  for (std::size_t i = 0; i < std::min(details.size(), kMost); ++i) {
    const Finding& f = details[i];
    const std::string place =
        f.row == 0 && f.column == 0 ? "" : where({{}, {}, f.row, f.column, {}});
    ctx.console.error("  - " + message(f) + place);
  }
  if (details.size() > kMost)
    ctx.console.error("  " + text("import.more", arg("n", details.size() - kMost)));
}

void show(Context& ctx, const Error& error) {
  if (ctx.globals.json) {
    ctx.console.error(error_json(error));
    return;
  }
  const std::string what = message(error);
  const Place& place = error.place();
  const bool named =
      place.row == 0 && !place.file.empty() && what.find(place.file) != std::string::npos;
  ctx.console.error("tmis: " + what + (named ? "" : where(place)));
  if (error.details().size() > 1 ||
      (error.details().size() == 1 && error.details()[0].code != &error.code())) {
    show_details(ctx, error);
  }
  if (const std::string how = hint(error); !how.empty()) ctx.console.error("hint: " + how);
}

/// --json and --lang must hold even for a command line that can't be parsed.
void peek(Globals& g, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--json") g.json = true;
    if (words[i] == "--lang" && i + 1 < words.size()) g.lang = words[i + 1];
    if (words[i].starts_with("--lang=")) g.lang = words[i].substr(7);
  }
}

/// Whatever is no file's name must be text: it may be stored.
void want_text(const std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 9> kFiles = {
      "--from",      "--out",           "--db",
      "--file",      "--password-file", "--rejects",
      "--passwords", "--fix-copy",      "--new-password-file"};
  std::string_view before;
  for (const std::string& word : words) {
    const bool file = std::find(kFiles.begin(), kFiles.end(), before) != kFiles.end();
    if (bad_utf8(word) && !file && !file_exists(word))
      throw Error{codes::usage_not_text, {arg("word", word)}};
    before = word;
  }
}

/// What a command's list is called in a file: its title, or what the command is said to do.
std::string title_of(const std::string& command) {
  std::vector<std::string> path;
  for (const std::string_view word : split(command, ' ')) path.emplace_back(word);
  const std::string key = "title." + joined(path, "-");
  return has_text(key) ? text(key) : command_summary(path);
}

Exit parse_and_run(Context& ctx, CLI::App& app, const std::vector<std::string>& words) {
  try {
    app.parse(std::vector<std::string>{words.rbegin(), words.rend()});
  } catch (const CLI::CallForHelp&) {
    ctx.console.out(help(app, recognised(app)));
    return Exit::ok;
  } catch (const CLI::CallForVersion&) {
    ctx.console.out("tmis " + std::string{version()} + "\n");
    return Exit::ok;
  } catch (const CLI::ParseError& e) {
    throw usage_error(app, e, words);
  }
  want_text(words);
  ctx.settle();
  if (!chosen().run) {
    ctx.console.out(help(app, recognised(app)));
    return Exit::usage;
  }
  ctx.listing = chosen().listing;
  if (!ctx.listing.out.empty()) {
    ctx.list_title = title_of(chosen().command);
  }
  const Exit exit = chosen().run(ctx);
  ctx.remember_head();
  return exit;
}

/// The last words must be there before they can't be made any more.
void prepare_for_no_memory(const Globals& globals) {
  const Error error{codes::memory_exhausted};
  catch_no_memory(globals.json ? error_json(error) + "\n"
                               : "tmis: " + message(error) + "\nhint: " + hint(error) + "\n");
}

Exit run(const std::vector<std::string>& words) {
  Context ctx;
  peek(ctx.globals, words);
  open_texts(choose_language(ctx.globals.lang), locale_folder());
  prepare_for_no_memory(ctx.globals);
  try {
    if (words == std::vector<std::string>{"--version"}) {
      ctx.console.out("tmis " + std::string{version()} + "\n");
      return Exit::ok;
    }
    catch_interrupts("\ntmis: " + text("interrupted") + "\n");
    CLI::App app;
    app.name("tmis");
    app.fallthrough();
    app.set_help_flag("-h,--help");
    app.set_version_flag("--version", [] { return "tmis " + std::string{version()}; });
    add_globals(Verb{app}, ctx.globals);
    add_groups(Verb{app});
    return parse_and_run(ctx, app, words);
  } catch (const Error& error) {
    show(ctx, error);
    return error.code().exit;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& e) {
    const Error error{codes::internal, {arg("what", e.what())}};
    show(ctx, error);
    return error.code().exit;
  }
}

}  // namespace
}  // namespace tmis::cmd

int main(int argc, char** argv) {
  tmis::prepare_heap();
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::umask(077);
  std::signal(SIGPIPE, SIG_DFL);
  tmis::catch_no_memory("tmis\n");
  try {
    return static_cast<int>(tmis::cmd::run({argv + 1, argv + argc}));
  } catch (const std::bad_alloc&) {
    tmis::no_memory();
  }
}
