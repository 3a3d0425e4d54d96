// Refusals of transfers (调动) and rotations (交流轮岗), cases in which several organisations have
// a part. Part of codes.h, which everyone includes.
#pragma once

#include "base/code.h"

namespace tmis::codes {

// Transfers; those about sides are said of rotations as well.
inline constexpr Code transfer_not_found{"transfer.not-found", Exit::not_found};
inline constexpr Code transfer_same_school{"transfer.same-school", Exit::usage};
inline constexpr Code transfer_already_open{"transfer.already-open", Exit::conflict};
inline constexpr Code transfer_not_ready{"transfer.not-ready", Exit::conflict};
inline constexpr Code transfer_wrong_step{"transfer.wrong-step", Exit::conflict};
inline constexpr Code transfer_closed{"transfer.closed", Exit::conflict};
inline constexpr Code transfer_rotation_open{"transfer.rotation-open", Exit::conflict};
inline constexpr Code transfer_submission_open{"transfer.submission-open", Exit::conflict};
inline constexpr Code transfer_no_authority{"transfer.no-authority", Exit::conflict};
inline constexpr Code transfer_wait{"transfer.wait", Exit::denied};
inline constexpr Code transfer_number_only{"transfer.number-only", Exit::usage};
inline constexpr Code transfer_not_party{"transfer.not-party", Exit::usage};
inline constexpr Code transfer_here{"transfer.here", Exit::conflict};
inline constexpr Code transfer_no_dossier{"transfer.no-dossier", Exit::conflict};
inline constexpr Code transfer_unknown_party{"transfer.unknown-party", Exit::rejected};
inline constexpr Code transfer_other_parties{"transfer.other-parties", Exit::rejected};
inline constexpr Code transfer_not_theirs{"transfer.not-theirs", Exit::rejected};
inline constexpr Code transfer_not_there{"transfer.not-there", Exit::rejected};

// Rotations.
inline constexpr Code rotation_not_found{"rotation.not-found", Exit::not_found};
inline constexpr Code rotation_overlap{"rotation.overlap", Exit::conflict};
inline constexpr Code rotation_transfer_open{"rotation.transfer-open", Exit::conflict};
inline constexpr Code rotation_not_serving{"rotation.not-serving", Exit::conflict};
inline constexpr Code rotation_same_unit{"rotation.same-unit", Exit::usage};
inline constexpr Code rotation_days{"rotation.days", Exit::usage};
inline constexpr Code rotation_not_in_force{"rotation.not-in-force", Exit::conflict};
inline constexpr Code rotation_wrong_step{"rotation.wrong-step", Exit::conflict};
inline constexpr Code rotation_closed{"rotation.closed", Exit::conflict};
inline constexpr Code rotation_others_tell{"rotation.others-tell", Exit::conflict};

}  // namespace tmis::codes
