// What the commands about cases of credits share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cmd/cases.h"
#include "cmd/verb.h"
#include "journal/desk.h"
#include "workflow/credit_project.h"

namespace tmis::cmd {

/// An option that wasn't given is negative.
std::optional<std::int64_t> given(std::int64_t number);
/// id, state, event, and the sentence of `key` with `id` and `more`.
Exit print_case(Context& ctx, const workflow::CaseDone& done, const std::string& key,
                const Args& more = {});

}  // namespace tmis::cmd
