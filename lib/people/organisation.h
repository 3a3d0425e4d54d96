// The tree of authorities, schools and training institutions, and making a file with its first one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::people {

/// One organisation. `kind`: school, authority, institution; `level` (national, province, city,
/// county) only for authorities. `division`: six digits of GB/T 2260, or empty.
struct Organisation {
  std::int64_t row = 0;
  std::string code = {};
  std::string name = {};
  std::string kind = {};
  std::string level = {};
  std::optional<std::int64_t> parent = {};
  std::string parent_code = {};
  std::string division = {};
  std::int64_t teachers = 0;
  std::string box = {};  // the public key that keys are sealed to, 32 bytes
  /// To be added beside the file's tree: a school or an authority elsewhere, which transfers come
  /// from or go to. Nobody reaches it.
  bool outside = false;
};

struct Department {
  std::string name;
  std::int64_t teachers = 0;
};

struct Made {
  std::int64_t row = 0;
  std::int64_t event = -1;
};

/// What a code must look like: 2 to 20 capital letters or digits. Throws org.code.
void check_code(std::string_view code);
/// Throws usage.value for a name that is empty or has characters that nobody sees.
void check_name(std::string_view name, std::string_view option);

/// Checks and inserts an organisation within a transaction; its number.
std::int64_t insert_organisation(Desk& desk, journal::Transaction& tx, Organisation organisation);

/// Gives it another public key, within a transaction.
void change_box(Desk& desk, journal::Transaction& tx, std::int64_t row, const keys::PublicKey& box);

/// The one with this code. Throws org.not-found with the nearest code.
Organisation organisation(Desk& desk, std::string_view code);
Organisation organisation(Desk& desk, std::int64_t row);
/// Those that the permit reaches, in the order of the tree's codes.
std::vector<Organisation> organisations(Desk& desk, const Permit& permit);
std::vector<Department> departments(Desk& desk, std::int64_t org);

/// The organisation at the top of the file's own tree.
std::int64_t top_organisation(Desk& desk);
/// Whether an organisation has a file of its own: its key is trusted here.
bool has_own_file(store::Database& db, std::int64_t org);
/// Whether it works in this file: somebody holds a role there.
bool works_here(Desk& desk, std::int64_t org);

/// Adds an organisation under `parent_code` (or the actor's own). With `above` it goes over the
/// root. Without a division it takes the code's first six digits where they are one, else the
/// parent's. Throws org.code, org.exists (5), org.kind, org.level, org.division (2).
Made add_organisation(Desk& desk, Organisation organisation, bool above);

}  // namespace tmis::people
