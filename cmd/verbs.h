// How a command is declared: words and options here, meaning in lib/, prose in man/.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "cmd/context.h"

namespace tmis::cmd {

/// What a command does once its options are known; gives the exit code.
using Run = std::function<Exit(Context&)>;

/// The command that was chosen on the command line.
struct Chosen {
  Run run;
  std::string command;
};
Chosen& chosen();

/// Errors about the text of a document say which file it was.
template <class Work>
auto reading(const std::string& file, Work work) {
  try {
    return work();
  } catch (Error& error) {
    throw error.in(file, {});
  }
}

/// A verb of a group (or a group); its texts are the section of the same name in man/LANG/GROUP.md.
CLI::App& add_verb(CLI::App& parent, const std::string& name);
void on_run(CLI::App& verb, Run run);

// One function a group, each in the file of its name.
void add_init(CLI::App& app);
void add_login(CLI::App& app);
void add_org(CLI::App& app);
void add_accounts(CLI::App& app);
void add_schema(CLI::App& app);
void add_record(CLI::App& app);
void add_evidence(CLI::App& app);
void add_audit(CLI::App& app);
void add_sign(CLI::App& app);
void add_lock(CLI::App& app);
void add_campaign(CLI::App& app);
void add_submission(CLI::App& app);
void add_report(CLI::App& app);
void add_form(CLI::App& app);
void add_journal(CLI::App& app);
void add_db(CLI::App& app);
void add_completion(CLI::App& app);
void add_help(CLI::App& app);

}  // namespace tmis::cmd
