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

std::optional<Discrepancy> against_short(Desk& desk, std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) malformed();
  const auto bytes = keys::from_crockford(text.substr(space + 1), kShortBytes);
  if (!bytes) malformed();
  return compare(desk, number(text.substr(0, space)), *bytes);
}

/// Whether `note` (key id[4] ‖ signature) is by a key of this file over `lines`.
bool signed_by_known(Desk& desk, std::string_view note, const std::string& lines) {
  if (note.size() != kKeyBytes + keys::kSignatureSize) return false;
  auto known = desk.db.statement("SELECT key_id, sign FROM account_key");
  while (known.step()) {
    if (known.blob(0).substr(0, kKeyBytes) != note.substr(0, kKeyBytes)) continue;
    if (known.blob(1).size() != sizeof(keys::PublicKey)) continue;
    const auto key = keys::to_array<sizeof(keys::PublicKey)>(known.blob(1));
    if (keys::verify(key, std::string{kSigned} + lines, note.substr(kKeyBytes))) return true;
  }
  return false;
}

std::optional<Discrepancy> against_note(Desk& desk, std::string_view text) {
  const auto lines = split(text, '\n');
  if (lines.size() < 6 || !lines[4].empty() || !lines[5].starts_with(kDash)) malformed();
  const std::int64_t seq = number(lines[1]);
  if (lines[0].substr(kPrefix.size()) != desk.file_id())
    return discrepancy(codes::checkpoint_other_file, seq);
  const auto hash = keys::from_base64(lines[2]);
  const auto note = keys::from_base64(lines[5].substr(lines[5].rfind(' ') + 1));
  if (!hash || hash->size() != sizeof(keys::Hash) || !note) malformed();
  const auto empty = text.find("\n\n");
  if (!signed_by_known(desk, *note, std::string{text.substr(0, empty + 1)}))
    return discrepancy(codes::checkpoint_forged, seq);
  return compare(desk, seq, *hash);
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

std::optional<Discrepancy> against(Desk& desk, std::string_view checkpoint) {
  return checkpoint.starts_with(kPrefix) ? against_note(desk, checkpoint)
                                         : against_short(desk, trimmed(checkpoint));
}

}  // namespace tmis::journal
