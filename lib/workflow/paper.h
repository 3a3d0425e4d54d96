// Forms on paper: the hash of what stands on one, the code at its foot, and whether a sheet is
// still what the file says. What is on a form, and how it is drawn, is left to form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "journal/as_of.h"
#include "journal/desk.h"
#include "journal/transaction.h"
#include "people/person.h"

namespace tmis::workflow {

/// The form of all tables; each other one is named after its table, or has none (a letter).
inline constexpr std::string_view kWholeDossier = "dossier";

/// Hashes of the tables of dossiers as they were after an event, read in one pass a table.
class PaperContents {
 public:
  /// Of one dossier, or of all of the file.
  PaperContents(Desk& desk, std::optional<std::int64_t> teacher, std::int64_t at = journal::kNow);

  /// What the form `kind` of a person stands over: 32 bytes, BLAKE2b over "tmis/form/1\n" ‖ kind ‖
  /// "\n" ‖ number ‖ "\n" ‖ name ‖ "\n" ‖ organisation ‖ "\n", then for each of its tables the hash
  /// of the rows (workflow/content, named by the table). Of a statement of credits, the commitments
  /// of its entries instead, in the order of their rows.
  std::string of(const people::Person& person, std::string_view kind) const;
  /// The hash of the rows of one table, by its place in the catalogue.
  const std::string& table(std::int64_t teacher, std::size_t place) const;

 private:
  Desk& desk_;
  std::int64_t at_;
  std::unordered_map<std::int64_t, std::vector<std::string>> tables_;
  std::vector<std::string> empty_;  // of a dossier without rows
};

/// The kind of a statement of credits (学分证明) over the entries from one day to another.
std::string credits_paper(Day first, Day last);
bool is_credits_paper(std::string_view kind);

/// The code for paper: 15 symbols of the content's hash and a check symbol, in groups of four.
std::string paper_code(std::string_view content);
/// The code as it is kept, from one typed in any case, with or without dashes; nothing when it is
/// none or mistyped.
std::optional<std::string> typed_paper_code(std::string_view typed);

/// Records in a transaction that a form was printed over this content.
void record_print(journal::Transaction& tx, const people::Person& person, const std::string& kind,
                  const std::string& content);

/// A form that was printed, and what the file says today.
struct PrintedPaper {
  std::string code, kind;
  people::Person person;
  std::int64_t seq = 0;  // event of the last printing with this code
  std::string day, by;   // of that event; login
  std::int64_t times = 0;
  bool valid = false;
  std::vector<const schema::FieldSet*> changed;  // tables with other content since
  bool head_changed = false;                     // name or organisation
};
/// Nothing when no form of this file has that code.
std::optional<PrintedPaper> find_paper(Desk& desk, const std::string& code);
/// Whether whoever sits at the desk may know whose form it is.
bool may_know(Desk& desk, const people::Person& person);

}  // namespace tmis::workflow
