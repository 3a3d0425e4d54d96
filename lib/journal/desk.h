// What every service takes: the open file, who acts, the clock, and whether it is only a rehearsal.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/actor.h"
#include "access/matrix.h"
#include "access/organisations.h"
#include "base/clock.h"
#include "keys/key_pair.h"
#include "schema/field_set.h"
#include "store/database.h"

namespace tmis {

/// The desk at which a command works. Gives permits, knows the field sets in force and the tables
/// made from them. One command, one desk.
class Desk {
 public:
  Desk(store::Database database, schema::Catalogue field_sets, const Clock& the_clock);

  store::Database db;
  schema::Catalogue catalogue;  // the field sets kept in the file
  const Clock& clock;
  Actor actor;                          // nobody until someone is let in
  std::optional<keys::KeyPair> signer;  // the actor's key, once unlocked
  bool dry_run = false;

  /// Signs as the owner of this master key from now on.
  void take_key(Secret master);
  /// The master key, for the session and the envelope; empty without one.
  const Secret& master() const { return master_; }

  /// Asks the matrix. Throws login.required, denied.*, org.ambiguous.
  /// `command` in the words of the command line: "record import".
  Permit permit(std::string_view command, const access::Subject& subject = {});

  /// The tree of organisations, read when it is first wanted.
  const access::Organisations& organisations();

  /// What was read of the file has changed: called by commit.
  void forget() { organisations_.reset(); }

  Day today() const { return clock.today(); }
  /// The table of a field set, with its columns.
  const store::TableDef& table(const schema::FieldSet& set) const;
  /// Every table of the file: those of the program, then those of the field sets.
  std::vector<const store::TableDef*> tables() const;
  /// 32 hex digits that name this file.
  const std::string& file_id() const { return file_id_; }
  /// Key of the hashes by which identity numbers and record keys are found.
  const std::string& index_key() const { return index_key_; }
  /// Reads file id and index key again, after `init` wrote them.
  void read_settings();

 private:
  std::vector<store::TableDef> field_tables_;  // in the order of the catalogue
  std::optional<access::Organisations> organisations_;
  Secret master_;
  std::string file_id_;
  std::string index_key_;
};

}  // namespace tmis
