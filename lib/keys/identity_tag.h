// Finding an account by its owner's identity number, before anything is unsealed: the tag can only
// be made by somebody who knows both the number and the password, so it tells nothing to others,
// and a guess at it costs what a guess at the envelope costs.
#pragma once

#include <optional>
#include <string_view>

#include "keys/hash.h"
#include "keys/secret.h"

namespace tmis::keys {

/// The first 16 bytes of Argon2id(password, salt), salt = the first 16 bytes of
/// H("tmis/identity-login/1\n" ‖ file id[16] ‖ number), the number in upper case.
Hash128 identity_tag(std::string_view file_id, std::string_view number, const Secret& password);
/// The same for an initial password, whose 80 random bits need no Argon2id: BLAKE2b-128 of the salt
/// under H of its 16 symbols. Nothing when it has not the form of one.
std::optional<Hash128> initial_identity_tag(std::string_view file_id, std::string_view number,
                                            std::string_view password);

}  // namespace tmis::keys
