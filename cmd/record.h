// The verbs of `tmis record`, one file each where they are long.
#pragma once

#include <vector>

#include "cmd/verbs.h"
#include "dossier/completeness.h"
#include "dossier/edit.h"

namespace tmis::cmd {

/// What is missing, as `record check` and `record submit` list it.
Table gaps_table(const std::vector<dossier::Gap>& gaps);

/// A full number is shown only with its event in the journal.
void record_reveal(Desk& desk, const access::Subject& subject, const std::string& what);

/// `field=value`, as --set has it. Throws usage.value.
dossier::Assignments assignments(const std::vector<std::string>& words);

void add_record_import(Verb record);
void add_record_edits(Verb record);    // add, edit, remove, none, submit
void add_record_changes(Verb record);  // propose, proposals
void add_record_looks(Verb record);    // show, list, export, history, check

}  // namespace tmis::cmd
