// The pages go from memory to memory: no plain copy of them is ever a file.
#include "people/sealed_backup.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "keys/base64.h"
#include "keys/box.h"
#include "keys/key_pair.h"
#include "keys/recovery_code.h"
#include "keys/stream.h"

namespace tmis::people {
namespace {

constexpr std::string_view kMark = "TMIS-BACKUP 1\n";
constexpr std::string_view kPurpose = "tmis/backup/1\n";
constexpr int kLines = 5;
constexpr std::size_t kLongestHead = 512;

struct RecoveryKey {
  std::string id;
  keys::PublicKey box{};
};

RecoveryKey recovery_key(Desk& desk) {
  auto find =
      desk.db.statement("SELECT key_id, sign, box FROM account_key WHERE state = 'recovery'");
  if (!find.step()) throw Error{codes::journal_damaged, {arg("what", "account_key")}};
  const auto sign = keys::to_array<32>(find.blob(1));
  const auto box = keys::to_array<32>(find.blob(2));
  const auto id = keys::key_id(sign, box);
  // Else whoever can write the file could have the backup sealed to a box of his own.
  if (keys::bytes(id) != find.blob(0))
    throw Error{codes::journal_damaged, {arg("what", "account_key")}};
  return {keys::hex(id), box};
}

struct Parts {
  std::string_view head;  // with all line ends
  std::string key_id, sealed_key;
  std::string_view stream;
};

std::optional<Parts> parts(std::string_view backup) {
  std::size_t end = 0;
  std::vector<std::string_view> lines;
  for (int i = 0; i < kLines; ++i) {
    const auto next = backup.substr(0, kLongestHead).find('\n', end);
    if (next == std::string_view::npos) return std::nullopt;
    lines.push_back(backup.substr(end, next - end));
    end = next + 1;
  }
  const auto sealed = keys::from_base64(lines[3]);
  if (!is_sealed(backup) || !sealed || !lines[4].empty() ||
      backup.size() < end + keys::kStreamHeader)
    return std::nullopt;
  return Parts{backup.substr(0, end), std::string{lines[2]}, *sealed, backup.substr(end)};
}

/// Everything, or nothing.
std::optional<std::string> opened(std::string_view stream, const Secret& key,
                                  std::string_view head) {
  keys::StreamOpener opener{key, stream.substr(0, keys::kStreamHeader),
                            std::string{kPurpose} + std::string{head}};
  stream.remove_prefix(keys::kStreamHeader);
  std::string pages;
  pages.reserve(stream.size());
  while (!stream.empty()) {
    const auto chunk = opener.pull(stream.substr(0, keys::kSealedChunk));
    if (!chunk) return std::nullopt;
    pages += *chunk;
    stream.remove_prefix(std::min(stream.size(), keys::kSealedChunk));
  }
  if (!opener.finished()) return std::nullopt;
  return pages;
}

}  // namespace

bool is_sealed(std::string_view backup) { return backup.starts_with(kMark); }

void write_sealed(Desk& desk, const std::string& target, std::string_view pages) {
  const RecoveryKey receiver = recovery_key(desk);
  const Secret key = keys::random_secret(keys::kStreamKeySize);
  const std::string head = std::string{kMark} + desk.file_id() + "\n" + receiver.id + "\n" +
                           keys::base64(keys::seal_to(receiver.box, key)) + "\n\n";
  keys::StreamSealer sealer{key, std::string{kPurpose} + head};
  OutputFile out{target};
  out.append(head + sealer.header());
  bool final = false;
  while (!final) {
    final = pages.size() <= keys::kStreamChunk;
    const auto chunk = pages.substr(0, keys::kStreamChunk);
    out.append(sealer.push(chunk, final));
    pages.remove_prefix(chunk.size());
  }
  out.commit();
}

std::string open_sealed(std::string_view backup, std::string_view code, Desk* desk,
                        const std::string& name) {
  const auto master = keys::recovery_master(code);
  if (!master) throw Error{codes::recovery_code};
  const Error damaged{codes::db_backup_damaged, {arg("file", name)}};
  const std::string id = keys::hex(keys::KeyPair{*master}.id());
  const auto found = parts(backup);
  // The right code of a backup that names another key: a bit of the name was flipped.
  const bool right =
      (found && found->key_id == id) || (desk != nullptr && recovery_key(*desk).id == id);
  if (!right) throw Error{codes::recovery_code};
  if (!found) throw damaged;
  const auto key = keys::BoxPair::of_account(*master).open(found->sealed_key);
  if (!key || key->size() != keys::kStreamKeySize) throw damaged;
  auto pages = opened(found->stream, *key, found->head);
  if (!pages) throw damaged;
  return std::move(*pages);
}

}  // namespace tmis::people
