// A case of several sides out to one of them, whatever it is. Who is to be told
// what is left to each process.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/case_news.h"
#include "exchange/payload.h"
#include "journal/desk.h"
#include "workflow/case_file.h"

namespace tmis::exchange {

/// The side that `to` (code) names; 0 where it is empty. Throws org.not-found (6),
/// transfer.not-party (2).
std::int64_t party_named(Desk& desk, const workflow::CaseFile& file, const std::string& to);

/// What is told, and to whom.
struct CaseNews {
  std::string_view kind;  // of the package
  const workflow::CaseFile& file;
  const Permit& permit;
  std::int64_t to = 0;  // organisation
  /// Writes lines of the payload behind the case's own.
  std::function<void(PayloadWriter&)> beside = {};
  /// Packages, by row, by which this file heard of steps.
  std::vector<std::int64_t> origins = {};
};
/// Throws trust.needed (5), key.needed, file.*.
CaseSent send_case(Desk& desk, const CaseNews& news, const std::string& out);

}  // namespace tmis::exchange
