// The matrix as it was read: columns, cells, words. For matrix.cpp only; asking is left to it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/matrix.h"

namespace tmis::access {

enum class Relation : unsigned {
  own = 1U << 0,          // O
  here = 1U << 1,         // H
  below = 1U << 2,        // B
  directly = 1U << 3,     // D
  side = 1U << 4,         // X
  everywhere = 1U << 5,   // all
  first_above = 1U << 6,  // F
};

struct Cell {
  unsigned relations = 0;
  unsigned limits = 0;
  std::string side;  // with Relation::side: only this one; empty: any
  bool root = false;
  bool national = false;

  bool has(Relation r) const { return (relations & static_cast<unsigned>(r)) != 0; }
  bool has(Limit l) const { return (limits & static_cast<unsigned>(l)) != 0; }
};

struct Column {
  std::string letter;
  std::string role;
  std::string kind;  // of the organisation; empty: any
};

struct Entry {
  std::string command;
  TableSource source = TableSource::any;
  bool needs_login = true;
  std::string meaning;
  std::map<std::size_t, Cell> cells;  // by column
};

struct Meaning {
  int password_minutes = 0;  // since the password was given; 0: a live session is enough
  bool dossier = false;      // writes into dossiers
};

struct MatrixData {
  std::vector<Column> columns;
  std::vector<Entry> entries;
  std::map<std::string, std::vector<std::size_t>, std::less<>> places;  // in entries, by command
  std::map<std::string, Meaning, std::less<>> meanings;
  std::vector<std::pair<std::string, std::string>> exclusive;

  /// Entries of a command: one, or one a source. Empty: there is no such command.
  std::vector<const Entry*> find(std::string_view command) const;
};

/// Reads the text of permissions.json; of several entries of one command and source the last that
/// was in force in version `tool`. A fault in it is a bug (internal).
MatrixData read_matrix(std::string_view json, std::string_view tool);

}  // namespace tmis::access
