// Inside this room: what packages about one case (a transfer, a training project) have in common,
// whatever the case is.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/channel.h"
#include "exchange/opened.h"
#include "exchange/parts.h"
#include "exchange/report_lines.h"
#include "journal/transaction.h"

namespace tmis::exchange {

struct CaseSent {
  std::string id, state;  // of the case
  std::string to;         // code
  std::string package, file;
  bool again = false;  // the same bytes as before: nothing was decided since
  std::int64_t event = -1;
};

/// What is told of a case, and to whom.
struct News {
  std::string_view kind;     // of the package
  std::string_view meaning;  // of the organisation's signature under it
  std::string id, state;     // of the case
  std::int64_t since = -1;   // last event that wrote anything of what is told
  const Permit& permit;
  std::int64_t to = 0;  // organisation
  std::function<void(Outgoing&)> write;
};
/// What was told and not decided anew is sent again, the same bytes: a lost package costs nothing.
/// Throws trust.needed (5), key.needed, file.*, and what `write` throws.
CaseSent send_news(Desk& desk, const News& news, const std::string& out);

/// A line of the case's own, taken apart. Throws package.damaged for one that is none.
void read_news(std::string_view line, const std::function<void(const nlohmann::json&)>& take);
/// What the rows that came rest on: `lines` are chain, events and checkpoint. Throws
/// package.damaged.
Leg sender_leg(const Opened& p, const std::vector<std::string>& lines);
/// Keeps the package and its proof; its row.
std::int64_t keep_news(journal::Transaction& tx, const Opened& p,
                       const std::vector<std::string>& lines);

}  // namespace tmis::exchange
