// The words of the command line as CLI11 wants them. What a refusal says is left to main.
#include "cmd/verb.h"

#include <CLI/App.hpp>

namespace tmis::cmd {
namespace {

CLI::Option* one_each(CLI::Option* list) { return list->allow_extra_args(false); }

/// What it refuses is the value: CLI11 would take -3 for a very large number.
CLI::Option* not_negative(CLI::Option* number) {
  return number->check(
      [](const std::string& word) { return word.starts_with('-') ? word : std::string{}; }, "");
}

}  // namespace

Chosen& chosen() {
  static Chosen the_one;
  return the_one;
}

Verb Verb::verb(const std::string& name) {
  CLI::App* below = parser_->add_subcommand(name);
  below->fallthrough();
  parser_->require_subcommand(0, 1);  // a login or topic may be called like a group
  return Verb{*below};
}

void Verb::option(const std::string& name, std::string& value) { parser_->add_option(name, value); }
void Verb::option(const std::string& name, int& value) { parser_->add_option(name, value); }
void Verb::option(const std::string& name, std::int64_t& value) {
  parser_->add_option(name, value);
}
void Verb::option(const std::string& name, std::size_t& value) {
  not_negative(parser_->add_option(name, value));
}
void Verb::option(const std::string& name, std::vector<std::string>& values) {
  one_each(parser_->add_option(name, values));
}

void Verb::required(const std::string& name, std::string& value) {
  parser_->add_option(name, value)->required();
}
void Verb::required(const std::string& name, std::int64_t& value) {
  parser_->add_option(name, value)->required();
}
void Verb::required(const std::string& name, std::vector<std::string>& values) {
  one_each(parser_->add_option(name, values))->required();
}

void Verb::flag(const std::string& name, bool& value) { parser_->add_flag(name, value); }

void Verb::words(const std::string& name, std::vector<std::string>& values, int most) {
  parser_->add_option(name, values)->expected(0, most);
}

void Verb::lists(Departments departments) {
  Listing& listing = chosen().listing;
  if (departments == Departments::yes)
    parser_->add_option("--department", listing.department)->group(kListOptions);
  not_negative(parser_->add_option("--limit", listing.limit))->group(kListOptions);
  not_negative(parser_->add_option("--offset", listing.offset))->group(kListOptions);
  parser_->add_option("--sort", listing.sort)->group(kListOptions);
  parser_->add_option("--out", listing.out)->group(kListOptions);
}

void Verb::hidden_flag(const std::string& name, bool& value) {
  parser_->add_flag(name, value)->group("");
}

void Verb::run(Run what) {
  parser_->callback([verb = parser_, what = std::move(what)] {
    if (!verb->get_subcommands().empty())
      return;  // `lock list`: the verb was chosen, not its group
    chosen().run = what;
    std::string command = verb->get_name();
    for (const CLI::App* up = verb->get_parent(); up != nullptr && up->get_parent() != nullptr;
         up = up->get_parent()) {
      command = up->get_name() + " " + command;
    }
    chosen().command = command;
  });
}

}  // namespace tmis::cmd
