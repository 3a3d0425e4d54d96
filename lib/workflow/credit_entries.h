// Confirmed training credits: what a confirmation or a correction writes, and the teacher's cycle
// computed anew. Who may confirm what, and the steps of projects and claims, are left to those who
// call; the arithmetic to credits/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/code.h"
#include "journal/desk.h"
#include "journal/transaction.h"

namespace tmis::workflow {

/// One result of one teacher in one project or claim, as it was handed in
/// (how_to_compute.entry of schemas/credit-rules-default.json).
struct CreditResult {
  std::int64_t teacher = 0;  // row
  std::string case_id;       // project#N or credit_claim#N
  /// Orders a teacher's entries of one day, and is unique for the teacher; empty: the case.
  std::string entry_id = {};
  std::string end_date;        // YYYY-MM-DD
  std::int64_t hours = 0;      // hundredths of a class hour
  std::string category, mode;  // codes training_category, training_mode, or empty
  std::string course = {}, activity = {}, honour = {};  // words of the rule set, or empty
  std::int64_t times = 1;                               // from 1; for what is credited each time
  std::string result = "pass";                          // pass, fail, absent
};

/// What became of it. Credits are whole ten-thousandths: every rule rounds to hundredths at most,
/// but a cap may leave four places.
struct ConfirmedCredits {
  const Code* refusal = nullptr;  // nothing was written for this one: credits.no-rule,
                                  // credits.confirmed, credits.too-large
  std::int64_t entry = 0;         // row of credit_entry
  std::int64_t credits = 0, counted = 0, surplus = 0;
  std::string rule, version;  // the rule set and the version it was computed under
};
/// Ten-thousandths in one credit.
inline constexpr std::int64_t kCredit = 10'000;
/// The same in hundredths, as the dossier's tables have it; exact, for credits are rounded to two
/// places at most.
constexpr std::int64_t hundredths(std::int64_t credits) { return credits / 100; }
/// "36", "1.1", "0": without trailing zeros.
std::string credits_text(std::int64_t ten_thousandths);

/// Writes an entry for each result that a rule set covers, and computes counted and surplus of the
/// cycles of these teachers anew. One call for a whole project. A result that is refused is passed
/// over, the others are written. The order of the answers is that of the results. `permit` names
/// the organisation that confirms.
std::vector<ConfirmedCredits> confirm_entries(journal::Transaction& tx, Desk& desk,
                                              const Permit& permit,
                                              const std::vector<CreditResult>& results);

/// A confirmed entry as it stands.
struct CreditEntry {
  std::int64_t row = 0;
  CreditResult result;
  std::int64_t credits = 0, counted = 0, surplus = 0;
  std::string rule, version;
  std::int64_t confirmed_by = 0;  // organisation
  std::uint32_t row_version = 1;  // above 1: corrected, or counted anew
  std::int64_t seq = -1;          // event of this version
};
/// The entry of a teacher in a case; nothing when none is confirmed.
std::optional<CreditEntry> find_entry(Desk& desk, std::int64_t teacher, std::string_view case_id);
/// All of a teacher, in order of end date, then of entry id.
std::vector<CreditEntry> entries_of(Desk& desk, std::int64_t teacher);

/// Other hours or another result for a confirmed entry; what is empty stays.
struct CreditCorrection {
  std::int64_t entry = 0;                            // row of credit_entry
  std::optional<std::int64_t> hours = std::nullopt;  // hundredths
  std::string result = {};
};
/// The next version of the entry, under the rule set and version stored with it; the cycle is
/// computed anew. The earlier version stays in history. Throws credits.not-confirmed (6) when there
/// is no such entry; a refusal as above otherwise.
ConfirmedCredits correct_entry(journal::Transaction& tx, Desk& desk, const Permit& permit,
                               const CreditCorrection& correction);

/// An entry that another file confirmed, with what it was confirmed under.
struct BroughtEntry {
  CreditResult result;
  std::string rule, version;
  std::int64_t confirmed_by = 0;  // organisation
};
/// Writes entries that came from the file of their authority, new ones and later versions of those
/// that are here; under the rule named with each, which has to be in the file. The cycles are
/// computed anew: what else this file has of a teacher counts too. The order of the answers is that
/// of the entries; credits.no-rule where the rule isn't there or doesn't cover it.
std::vector<ConfirmedCredits> bring_entries(journal::Transaction& tx, Desk& desk,
                                            const std::vector<BroughtEntry>& entries);

}  // namespace tmis::workflow
