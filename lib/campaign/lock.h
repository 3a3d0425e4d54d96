// Whether self-entry is open: by the campaign's deadline, by order, by release.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "campaign/campaign.h"
#include "journal/desk.h"
#include "people/organisation.h"
#include "people/person.h"

namespace tmis::campaign {

/// The campaign in force for an organisation: its own, or the nearest one above that binds it; the
/// latest imported one. Nothing without one: then self-entry is open and nothing is late.
std::optional<Campaign> campaign_of(Desk& desk, std::int64_t org);
/// Brings a campaign file in; the same file again changes nothing (event −1). Throws
/// campaign.invalid.
people::Made import_campaign(Desk& desk, const std::string& text, const std::string& org_code);

/// States of the lock machine: open, deadline, order, released.
struct LockState {
  std::string state = "open";
  std::string reason;
  std::string since;       // day of the deadline or of the order
  std::int64_t order = 0;  // row of the order or release that decides
};
/// For one teacher of `org` today: order beats released beats deadline.
LockState lock_state(Desk& desk, std::int64_t org, std::int64_t teacher);

/// Throws lock.self-entry (5), naming lock and day, unless self-entry is open to this teacher. An
/// item that was returned or reopened is open after the deadline, but not under an order
/// (`returned_item`).
void require_open(Desk& desk, const people::Person& teacher, bool returned_item);
/// The same as the arguments of lock.self-entry; nothing where it is open.
std::optional<Args> closed_because(Desk& desk, const people::Person& teacher, bool returned_item);

struct LockOrder {
  std::int64_t row = 0;
  std::string org_code, teacher_number, state, since, until, reason;
};
std::vector<LockOrder> lock_orders(Desk& desk, const Permit& permit);
/// Closes self-entry for an organisation (`teacher` empty) or one teacher; "=" when it is so
/// already.
people::Made lock(Desk& desk, const std::string& org_code, const std::string& teacher,
                  const std::string& reason);
/// Releases order `id`, or what the deadline closed (`id` "deadline"). Throws lock.not-locked (5),
/// lock.not-found (6).
struct Release {
  std::string id, org_code, teacher, reason, until;
};
people::Made release(Desk& desk, const Release& release);

}  // namespace tmis::campaign
