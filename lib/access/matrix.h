// Who may do what, where: schemas/permissions.json, built in, asked by every command and by
// `journal verify` for the past. In which state it may be done is left to machine.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "access/organisations.h"
#include "access/permit.h"

namespace tmis::access {

/// Who fills in a table: its `source` in the field sets. `any` asks for both (a dossier of all
/// tables).
enum class TableSource { any, teacher, school };

/// An organisation that has a part in a case, and on which side (receiving, releasing, sending).
struct Party {
  std::string side;
  std::int64_t org = 0;

  friend bool operator==(const Party&, const Party&) = default;
};

/// What the command is about, as far as it is named.
struct Subject {
  std::optional<std::int64_t> org;          // `--org`, `--as`, or the organisation concerned
  std::optional<std::int64_t> teacher;      // one dossier …
  std::optional<std::int64_t> teacher_org;  // … and where it stands (needed with it)
  TableSource source = TableSource::any;
  std::vector<Party> parties;  // of the case concerned
  std::string account_role;    // role that the account concerned holds or is to get

  friend bool operator==(const Subject&, const Subject&) = default;
};

class Matrix {
 public:
  /// The matrix of the program, as it was in force for events of the version `tool`.
  static const Matrix& built_in();
  static Matrix of_version(std::string_view tool);
  /// From a text of the same form; a fault in it is a bug (internal).
  Matrix(std::string_view json, std::string_view tool);
  Matrix(Matrix&&) noexcept;
  ~Matrix();

  /// May `actor` give this command? Throws login.required, denied.role, denied.relation,
  /// denied.own-dossier, denied.service, role.exclusive (5), org.ambiguous (2). A command without
  /// an entry is a bug (internal).
  Permit ask(const Organisations& tree, const Actor& actor, std::string_view command,
             const Subject& subject = {}) const;
  /// The same as a question: whether ask() would say yes.
  bool allows(const Organisations& tree, const Actor& actor, std::string_view command,
              const Subject& subject = {}) const;

  bool knows(std::string_view command) const;
  /// Whether this role gives the command as a side of a case, which must then be known.
  bool asks_side(std::string_view command, std::string_view role) const;
  bool needs_login(std::string_view command) const;
  std::string meaning(std::string_view command) const;
  std::vector<std::string> commands() const;  // in the order of the file
  std::vector<std::string> roles() const;     // roles that accounts can hold

  /// Throws role.exclusive (5) when two of the grants may not stand together at one organisation.
  void check_grants(const Organisations& tree, const std::vector<Grant>& grants) const;

 private:
  Permit ask_entry(const Organisations& tree, const Actor& actor, std::string_view command,
                   const Subject& subject, TableSource source) const;

  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace tmis::access
