// What every list can do: be sorted, cut, kept to a department, written to a file. The options are
// declared once (Verb::lists); an answer that is a list goes through here on its way out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cmd/answer.h"

namespace tmis::cmd {

/// As given on the command line; empty and 0 mean not given.
struct Listing {
  std::size_t limit = 0, offset = 0;
  std::string sort;        // a column's key, `-` before it: the greatest first
  std::string department;  // of lists with such a column
  std::string out;
  /// Whether the file can hold charts: a workbook or a page.
  bool draws() const;
  /// Whether people read what comes out; a program reads CSV and JSON.
  bool for_people(bool terminal) const { return out.empty() ? terminal : draws(); }
};

/// Throws usage.value with the states of a process (access/machine) for a word of --state that is
/// none of them; an empty word means not given.
void check_state(std::string_view word, std::string_view process);

/// Keeps to the department, sorts, and leaves what --limit and --offset say; `total` is the number
/// of rows before they cut. Nulls come last. Throws usage.value when no column is called so.
void shape(Answer& answer, const Listing& how);
/// Writes the list: a workbook, CSV, JSON as with --json, or a page of HTML, as the ending says.
/// Throws usage.value for another ending, file.unwritable.
void write_list(const Answer& answer, const std::string& title, const std::string& path);

}  // namespace tmis::cmd
