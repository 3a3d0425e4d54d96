// Reading the journal: events by filter, one event with what it changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "journal/desk.h"
#include "journal/event.h"

namespace tmis::journal {

struct EventFilter {
  std::string actor;                    // login
  std::string since;                    // YYYY-MM-DD
  std::optional<std::int64_t> teacher;  // only events that changed rows of this dossier
};

/// Events in the reach of the permit, in their order.
std::vector<Event> events(Desk& desk, const Permit& permit, const EventFilter& filter);

/// A run of rows that an event changed in the same way.
struct ItemRun {
  std::string table;
  std::int64_t record = 0, n = 0, version = 0;
  std::string op;
};
struct EventView {
  Event event;
  std::string hash;
  std::vector<ItemRun> runs;
};
/// Throws event.not-found (6), also for one out of reach.
EventView event(Desk& desk, const Permit& permit, std::int64_t seq);

}  // namespace tmis::journal
