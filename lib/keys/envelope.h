// The master key under its owner's password. Which passwords are good enough is left to
// password_rules.
//   blob: version u8 = 1 ‖ alg u8 = 1 ‖ opslimit u32 ‖ memlimit u64 ‖ salt[16] ‖ nonce[24] ‖
//         XChaCha20-Poly1305(master) of 48 bytes; integers little-endian; 102 bytes in all
//   alg 1: key = Argon2id(password, salt, opslimit, memlimit in bytes), 32 bytes
//   alg 2: key = BLAKE2b-256, keyed by the salt, of "tmis/service/1\n" ‖ secret; opslimit and
//   memlimit
//          are 0. Only for secrets of 256 random bits, which nobody guesses
//   AAD:  "tmis/envelope/1\n" ‖ file id[16] ‖ account u64 ‖ key id[16]
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keys/key_pair.h"
#include "keys/secret.h"

namespace tmis::keys {

using FileId = std::array<unsigned char, 16>;

/// What Argon2id costs: passes, and bytes of memory. The default takes about 0.16 s.
struct Cost {
  std::uint32_t passes = 3;
  std::uint64_t memory = std::uint64_t{64} << 20;

  /// Cheaper is guessed too fast, dearer stops the machine that opens it.
  static constexpr Cost least() { return {2, std::uint64_t{19} << 20}; }
  static constexpr Cost most() { return {10, std::uint64_t{1} << 30}; }
};

/// Whose envelope it is: moved to another file, account or key it doesn't open.
struct EnvelopeOwner {
  FileId file{};
  std::int64_t account = 0;  // row of the account
  KeyId key{};
};

/// The blob to keep. Throws key.envelope when `cost` is outside the limits.
std::string seal_envelope(const Secret& master, const Secret& password, const EnvelopeOwner& owner,
                          Cost cost = {});

/// The same for the secret of a service account.
std::string seal_service_envelope(const Secret& master, const Secret& secret,
                                  const EnvelopeOwner& owner);

/// The master key; nothing when the password is wrong, or the blob or its owner were altered (which
/// can't be told apart). Throws key.envelope when the blob has another form or its cost is outside
/// the limits.
std::optional<Secret> open_envelope(std::string_view blob, const Secret& password,
                                    const EnvelopeOwner& owner);

/// Argon2id: 32 bytes that cost so much to make from a password. `salt` has 16 bytes.
Secret stretched(const Secret& password, std::string_view salt, const Cost& cost = {});

/// Takes as long as opening an envelope: for a login that doesn't exist.
void open_no_envelope(const Secret& password, Cost cost = {});

}  // namespace tmis::keys
