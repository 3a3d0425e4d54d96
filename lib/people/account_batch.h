// Accounts in a batch (R6): one dossier, one number, one login a row of the list.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/desk.h"
#include "people/account.h"
#include "people/row_intake.h"

namespace tmis::people {

/// What the scope rule of a campaign needs to know of a person in the list.
struct Candidate {
  std::string sex;
  std::string birth_date;
  std::optional<std::int64_t> contract_months;  // nothing: on the establishment, or not said
};
/// Why a person is not collected, or nullptr.
using ScopeRule = std::function<const Code*(const Candidate&)>;

struct BatchReport;

struct BatchOptions {
  bool partial = false;
  std::string org_code = {};
  ScopeRule out_of_scope = {};
  RowProgress progress = {};
  HandOver hand_over = {};
  /// Called when all is read and before anything is stored, to write what goes back to the clerk.
  std::function<void(const BatchReport&)> give_back = {};
};

struct BatchReport : RowsRead {
  std::uint64_t accepted = 0, unchanged = 0;
  std::vector<InitialPassword> passwords;
  std::int64_t event = -1;
  bool stored = false;
};

/// The faults of an identity as its account made it: nobody has filled in the rest yet.
inline constexpr std::string_view kUntouched = "draft";

/// Makes dossiers (their identity in draft), numbers and accounts from the rows of `source`. One
/// bad row: none is made, unless partial. A row whose number is in this organisation already is
/// unchanged when it says the same, else person.differs; held by another organisation:
/// person.claimed-elsewhere (holder not named).
BatchReport create_accounts(Desk& desk, Source& source, const BatchOptions& how);

}  // namespace tmis::people
