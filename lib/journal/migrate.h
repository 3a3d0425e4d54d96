// Bringing changed field sets into force: columns are only added, old rows keep their meaning.
#pragma once

#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::journal {

/// What a new catalogue changes: tables, fields and codes that come in, texts that differ.
struct Changes {
  std::vector<std::string> tables;
  std::vector<std::string> fields;  // table.field
  std::vector<std::string> texts;   // files whose text differs or is new
  bool nothing() const { return texts.empty() && tables.empty(); }
};

/// Compares what is in force with `wanted`. Throws schema.incompatible (5) for a table or field
/// that is gone, has another type, number or place of storage, or a new field whose x-tmis-since
/// isn't above the version in force.
Changes changes(Desk& desk, const schema::Catalogue& wanted);

/// Makes tables and columns, keeps the texts as evidence, rebuilds labels and views, in one
/// transaction with one event. The desk works with the old catalogue until it is opened again.
Written migrate(Desk& desk, const schema::Catalogue& wanted);

/// Fills table `code` from the code tables: what it must hold is derived from the catalogue alone.
void fill_codes(store::Database& db, const schema::Catalogue& catalogue);

}  // namespace tmis::journal
