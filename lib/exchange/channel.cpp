// Order of writing: part on the disk, then the event, then the name. The transaction keeps the
// bytes, so that whatever a crash leaves between can be finished.
#include "exchange/channel.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/text.h"
#include "exchange/kept_lines.h"
#include "exchange/parts.h"
#include "keys/box.h"
#include "keys/stream.h"

namespace tmis::exchange {
namespace {

using store::program_table;

constexpr std::size_t kPart = std::size_t{1} << 20;

constexpr std::string_view kSelectPackage =
    "SELECT row, id, way, kind, org, other, file, n, hash, head_seq, head_hash, ref, submission, "
    "state FROM package ";

PackageRow package_in(const store::Statement& s) {
  PackageRow p;
  p.row = s.integer(0);
  p.id = s.text(1);
  p.way = s.text(2);
  p.kind = s.text(3);
  p.org = s.integer(4);
  p.other = s.integer(5);
  p.file = s.text(6);
  p.n = s.integer(7);
  p.hash = to_hex(s.blob(8));
  p.head_seq = s.integer(9);
  p.head_hash = to_hex(s.blob(10));
  if (!s.is_null(11)) p.ref = s.integer(11);
  if (!s.is_null(12)) p.submission = s.integer(12);
  p.state = s.text(13);
  return p;
}

std::optional<PackageRow> first(store::Statement& s) {
  return s.step() ? std::optional{package_in(s)} : std::nullopt;
}

Values columns_of(const PackageRow& p) {
  return {Value{p.id},       Value{p.way},
          Value{p.kind},     Value{p.org},
          Value{p.other},    Value{p.file},
          Value{p.n},        Value::blob(*from_hex(p.hash)),
          Value{p.head_seq}, Value::blob(*from_hex(p.head_hash)),
          or_null(p.ref),    or_null(p.submission),
          Value{p.state}};
}

}  // namespace

std::optional<PackageRow> package_by_id(store::Database& db, std::string_view id) {
  auto find = db.statement(std::string{kSelectPackage} + "WHERE id = ?");
  find.with(id);
  return first(find);
}

std::optional<PackageRow> package_at(store::Database& db, std::int64_t row) {
  auto find = db.statement(std::string{kSelectPackage} + "WHERE row = ?");
  find.with(row);
  return first(find);
}

std::optional<PackageRow> last_read(store::Database& db, std::string_view file, std::int64_t org) {
  auto find = db.statement(std::string{kSelectPackage} +
                           "WHERE way = 'in' AND file = ? AND org = ? ORDER BY n DESC LIMIT 1");
  find.with(file, org);
  return first(find);
}

std::optional<PackageRow> last_sent(store::Database& db, std::int64_t other) {
  auto find = db.statement(std::string{kSelectPackage} +
                           "WHERE way = 'out' AND other = ? ORDER BY n DESC LIMIT 1");
  find.with(other);
  return first(find);
}

std::optional<PackageRow> read_as(store::Database& db, std::string_view file, std::int64_t org,
                                  std::int64_t n) {
  auto find = db.statement(std::string{kSelectPackage} +
                           "WHERE way = 'in' AND file = ? AND org = ? AND n = ?");
  find.with(file, org, n);
  return first(find);
}

std::string signer_of(store::Database& db, const PackageRow& read) {
  auto row =
      db.statement("SELECT e.body FROM package p JOIN event e ON e.seq = p.seq WHERE p.row = ?");
  row.with(read.row);
  const auto event = row.step() ? journal::from_body(row.blob(0)) : std::nullopt;
  return event ? journal::argument(*event, kSigner).text : "";
}

std::string hash_before_next(const std::optional<PackageRow>& last) {
  return last ? last->hash : std::string(2 * sizeof(keys::Hash), '0');
}

std::vector<PackageRow> packages(Desk& desk, const Permit& permit) {
  std::vector<PackageRow> out;
  auto rows = desk.db.statement(std::string{kSelectPackage} + "ORDER BY row");
  while (rows.step()) {
    PackageRow row = package_in(rows);
    if (permit.reaches(row.org)) out.push_back(std::move(row));
  }
  return out;
}

std::int64_t insert(journal::Transaction& tx, const PackageRow& row) {
  return tx.insert(program_table("package"), columns_of(row));
}

void update(journal::Transaction& tx, const PackageRow& row) {
  tx.update(program_table("package"), row.row, columns_of(row));
}

std::string schema_hash(Desk& desk) {
  auto texts = desk.catalogue.texts();
  std::sort(texts.begin(), texts.end());
  keys::Hasher hasher;
  hasher.update("tmis/schema/1\n");
  for (const auto& [name, text] : texts) {
    std::string length;
    keys::append_integer(length, static_cast<std::uint64_t>(text.size()));
    hasher.update(name).update("\n").update(length).update(text);
  }
  return keys::hex(hasher.finish());
}

Outgoing::Outgoing(Desk& desk, journal::Transaction& tx, std::int64_t org, Trusted to,
                   std::string target)
    : desk_(desk),
      tx_(tx),
      org_(org),
      to_(std::move(to)),
      target_(std::move(target)),
      pair_(keys::KeyPair::of_organisation(desk.organisation_key(org))),
      key_(keys::random_secret(keys::kStreamKeySize)) {
  clear_parts(desk, target_);
  payload_.emplace(folder_of(target_), key_);
  const auto last = last_sent(desk.db, to_.org);
  const journal::Head head = journal::head(desk.db);
  manifest.id = keys::random_id();
  manifest.from_org = desk.organisations().find(org)->code;
  manifest.from_file = desk.file_id();
  manifest.from_key = keys::hex(pair_.id());
  manifest.to_org = to_.key.code;
  manifest.to_key = keys::hex(to_.key.id());
  manifest.n = last ? last->n + 1 : 1;
  manifest.prev = hash_before_next(last);
  manifest.t = to_iso(desk.clock.now());
  manifest.head_seq = head.seq;
  manifest.head_hash = keys::hex(head.hash);
  manifest.schema = schema_hash(desk);
}

void Outgoing::close(std::string_view meaning) {
  const PayloadFigures figures = payload_->finish();
  manifest.payload_hash = figures.hash;
  manifest.payload_size = figures.size;
  manifest.plain_size = figures.plain_size;
  if (figures.size > kMostPayload || figures.plain_size > kMostPlain)
    throw Error{codes::package_too_large, {arg("what", manifest.kind)}};
  manifest.seal[manifest.to_key] = keys::seal_to(to_.key.box, key_);
  PackageWord word{to_text(manifest), manifest, {}};
  word.signatures = {sign(pair_, meaning, word.text),
                     sign(desk_.signer.value(), meaning, word.text)};
  const std::string hash = word.hash();
  part_.emplace(target_, word, *payload_);
  const std::int64_t row = insert(
      tx_, {0, manifest.id, "out", manifest.kind, org_, to_.org, manifest.from_file, manifest.n,
            hash, manifest.head_seq, manifest.head_hash, about, submission, "sent"});
  keep_lines(tx_, row, std::nullopt, {to_line(word)});
  auto& args = tx_.act().args;
  args.emplace_back("package", Value{manifest.id});
  args.emplace_back("package_hash", Value{hash});
  keep_bytes(row);
}

void Outgoing::keep_bytes(std::int64_t package) {
  const FileBytes written{part_->path()};
  std::string_view rest = written.view();
  const std::string target = std::filesystem::absolute(target_).string();
  for (std::int64_t part = 0; !rest.empty(); ++part) {
    auto row = desk_.db.statement(
        "INSERT INTO outgoing (package, part, target, bytes) VALUES (?, ?, ?, ?)");
    row.with(package, part, std::string_view{target});
    row.bind_blob(4, rest.substr(0, kPart)).run();
    rest.remove_prefix(std::min(rest.size(), kPart));
  }
}

void Outgoing::finish() { part_->finish(); }

}  // namespace tmis::exchange
