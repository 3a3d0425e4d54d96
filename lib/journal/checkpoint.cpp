// A signed note as others use them (C2SP signed-note), with lines of our own.
#include "journal/checkpoint.h"

#include <charconv>

#include "base/error.h"
#include "base/text.h"
#include "keys/base64.h"
#include "keys/crockford.h"

namespace tmis::journal {
namespace {

constexpr std::string_view kPrefix = "tmis/";
constexpr std::string_view kSigned = "tmis/checkpoint/1\n";
constexpr std::string_view kDash = "— ";
constexpr std::size_t kShortBytes = 20;
constexpr std::size_t kKeyBytes = 4;

[[noreturn]] void malformed() { throw Error{codes::checkpoint_malformed}; }

std::int64_t number(std::string_view text) {
  std::int64_t out = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out < 0) malformed();
  return out;
}

/// Hash of the event `seq`; nothing when the file doesn't reach so far.
std::optional<std::string> hash_of(Desk& desk, std::int64_t seq) {
  auto find = desk.db.statement("SELECT hash FROM event WHERE seq = ?");
  find.with(seq);
  return find.step() ? std::optional{std::string{find.blob(0)}} : std::nullopt;
}

Discrepancy discrepancy(const Code& code, std::int64_t seq) { return {&code, seq, {}, 0, {}}; }

/// Compares the first bytes of a hash with the event of the file.
std::optional<Discrepancy> compare(Desk& desk, std::int64_t seq, std::string_view bytes) {
  const auto there = hash_of(desk, seq);
  if (!there) return discrepancy(codes::checkpoint_ahead, seq);
  if (there->substr(0, bytes.size()) != bytes) return discrepancy(codes::checkpoint_differs, seq);
  return std::nullopt;
}

Checkpoint read_short(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) malformed();
  const auto bytes = keys::from_crockford(text.substr(space + 1), kShortBytes);
  if (!bytes) malformed();
  return {{}, number(text.substr(0, space)), *bytes, {}, {}};
}

Checkpoint read_note(std::string_view text) {
  const auto lines = split(text, '\n');
  if (lines.size() < 6 || !lines[4].empty() || !lines[5].starts_with(kDash)) malformed();
  const auto hash = keys::from_base64(lines[2]);
  const auto note = keys::from_base64(lines[5].substr(lines[5].rfind(' ') + 1));
  if (!hash || hash->size() != sizeof(keys::Hash) || !note) malformed();
  return {std::string{lines[0].substr(kPrefix.size())}, number(lines[1]), *hash,
          std::string{text.substr(0, text.find("\n\n") + 1)}, *note};
}

/// Whether it is signed by a key of this file.
bool signed_by_known(Desk& desk, const Checkpoint& checkpoint) {
  auto known = desk.db.statement("SELECT key_id, sign FROM account_key");
  while (known.step()) {
    if (known.blob(1).size() != sizeof(keys::PublicKey)) continue;
    const auto key = keys::to_array<sizeof(keys::PublicKey)>(known.blob(1));
    if (checkpoint.signed_by(known.blob(0), key)) return true;
  }
  return false;
}

}  // namespace

std::string short_form(const Head& head) {
  return std::to_string(head.seq) + " " +
         keys::in_groups(keys::crockford(keys::bytes(head.hash).substr(0, kShortBytes)));
}

std::string checkpoint(Desk& desk, std::string_view org) {
  const Head last = head(desk.db);
  const std::string lines = std::string{kPrefix} + desk.file_id() + "\n" +
                            std::to_string(last.seq) + "\n" + keys::base64(keys::bytes(last.hash)) +
                            "\n" + to_iso(desk.clock.now()) + "\n";
  std::string note{keys::bytes(desk.signer->id()).substr(0, kKeyBytes)};
  note.append(desk.signer->sign(std::string{kSigned} + lines));
  return lines + "\n" + std::string{kDash} + std::string{org} + " " + keys::base64(note) + "\n";
}

bool Checkpoint::signed_by(std::string_view key_id, const keys::PublicKey& key) const {
  return note.size() == kKeyBytes + keys::kSignatureSize &&
         key_id.substr(0, kKeyBytes) == std::string_view{note}.substr(0, kKeyBytes) &&
         keys::verify(key, std::string{kSigned} + lines, std::string_view{note}.substr(kKeyBytes));
}

Checkpoint read_checkpoint(std::string_view text) {
  return text.starts_with(kPrefix) ? read_note(text) : read_short(trimmed(text));
}

std::optional<Discrepancy> against(Desk& desk, std::string_view checkpoint) {
  const Checkpoint given = read_checkpoint(checkpoint);
  if (!given.lines.empty()) {
    if (given.file != desk.file_id()) return discrepancy(codes::checkpoint_other_file, given.seq);
    if (!signed_by_known(desk, given)) return discrepancy(codes::checkpoint_forged, given.seq);
  }
  return compare(desk, given.seq, given.hash);
}

}  // namespace tmis::journal
