// Where a case of credits began that came from another file: that file's id, and its row there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "journal/desk.h"

namespace tmis::workflow {

/// A table of such origins, and its column for the case they are of.
struct OriginTable {
  std::string_view name, column;
};
inline constexpr OriginTable kProjectOrigin{"credit_origin", "project"};
inline constexpr OriginTable kClaimOrigin{"credit_claim_origin", "claim"};

struct CreditOrigin {
  std::int64_t row = 0;  // of the table of origins
  std::string file;
  std::int64_t there = 0;
};
/// Of a case of this file's own: nothing.
std::optional<CreditOrigin> origin_of(Desk& desk, const OriginTable& table, std::int64_t here);
/// The case here that began as row `there` of that file, which may be this one; nothing when none
/// came.
std::optional<std::int64_t> row_from(Desk& desk, const OriginTable& table, std::string_view file,
                                     std::int64_t there);

}  // namespace tmis::workflow
