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
#include "journal/keyring.h"
#include "keys/box.h"
#include "keys/initial_password.h"
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

  /// Signs as the owner of this master key from now on, and opens what is sealed to the account.
  void take_key(std::int64_t account, Secret master);
  /// Opens what is sealed to an initial password, until the account has a key of its own.
  void take_initial(std::int64_t account, keys::BoxPair pair, keys::InitialSigner signer);
  /// Proves the first login; nothing without an initial password.
  const std::optional<keys::InitialSigner>& first_login() const { return first_login_; }
  /// The master key, for the session and the envelope; empty without one.
  const Secret& master() const { return master_; }

  /// Asks the matrix. Throws login.required, denied.*, org.ambiguous, and dossier.in-transfer (5)
  /// where the command would write into a dossier that is on its way.
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
  /// The same as 16 bytes, as hashes and seals have it.
  const std::string& file_key() const { return file_key_; }
  /// Reads the file id again, after `init` wrote it.
  void read_settings();

  journal::Keyring& keyring() { return keyring_; }
  /// Key of the hashes by which identity numbers are found. Throws key.needed when it isn't held.
  std::string_view index_key();
  /// Key of the hashes by which rows of a set are found: the index key where a key field is sealed;
  /// else the file id, which is no secret, for nothing secret goes in.
  std::string_view hash_key(const schema::FieldSet& set);
  /// The present key of a dossier. Throws key.needed when it isn't held.
  journal::DossierKey dossier_key(std::int64_t teacher);
  /// The seed of an organisation. Throws key.needed when it isn't held.
  const Secret& organisation_key(std::int64_t org);

 private:
  std::vector<store::TableDef> field_tables_;  // in the order of the catalogue
  std::optional<access::Organisations> organisations_;
  Secret master_;
  std::optional<keys::InitialSigner> first_login_;
  std::string file_id_, file_key_;
  journal::Keyring keyring_;
};

}  // namespace tmis
