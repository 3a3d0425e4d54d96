// The groups of commands.
#pragma once

#include <memory>
#include <string>

#include "base/error.h"
#include "cmd/context.h"
#include "cmd/verb.h"

namespace tmis::cmd {

/// Errors about the text of a document say which file it was.
template <class Work>
auto reading(const std::string& file, Work work) {
  try {
    return work();
  } catch (Error& error) {
    throw error.in(file, {});
  }
}

/// What is signed and filed, a table of the school or the dossier, as people call it.
std::string signed_words(const Desk& desk, const std::string& set);

// One function a group, each in the file of its name.
void add_init(Verb app);
void add_login(Verb app);
void add_org(Verb app);
void add_accounts(Verb app);
void add_schema(Verb app);
void add_record(Verb app);
void add_evidence(Verb app);
void add_audit(Verb app);
void add_sign(Verb app);
void add_archive(Verb app);
void add_lock(Verb app);
void add_status(Verb app);
void add_transfer(Verb app);
void add_rotation(Verb app);
void add_campaign(Verb app);
void add_credits(Verb app);
void add_submission(Verb app);
void add_package(Verb app);
void add_today(Verb app);
void add_report(Verb app);
void add_form(Verb app);
void add_journal(Verb app);
void add_db(Verb app);
void add_completion(Verb app);
void add_help(Verb app);

// Parts of a group that have a file of their own.
void add_org_officers(Verb org);
void add_org_policy(Verb org);
void add_org_rollcall(Verb org);
void add_report_sheets(Verb report);
void add_audit_slips(Verb audit);

}  // namespace tmis::cmd
