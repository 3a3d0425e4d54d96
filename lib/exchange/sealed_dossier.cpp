// Made when the releasing school confirms, by whoever holds its key: the authorities only pass it
// on.
#include "exchange/sealed_dossier.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "exchange/channel.h"
#include "exchange/ledger_told.h"
#include "keys/box.h"
#include "keys/stream.h"

namespace tmis::exchange {
namespace {

constexpr std::string_view kDossiers = "transfer_dossier";

}  // namespace

void seal_dossier(Desk& desk, journal::Transaction& tx, const workflow::CaseFile& file) {
  const std::int64_t org = file.org("from_org");
  const auto& tree = desk.organisations();
  const auto to = trusted_org(desk, file.org("to_org"));
  if (!to) throw Error{codes::trust_needed, {arg("code", tree.find(file.org("to_org"))->code)}};
  const Secret key = keys::random_secret(keys::kStreamKeySize);
  PayloadWriter payload{folder_of(desk.db.path()), key};
  const keys::KeyPair pair = keys::KeyPair::of_organisation(desk.organisation_key(org));
  const journal::Head head = journal::head(desk.db);
  Manifest m;
  m.kind = kTransfer;
  m.id = keys::random_id();
  m.from_org = tree.find(org)->code;
  m.from_file = desk.file_id();
  m.from_key = keys::hex(pair.id());
  m.to_org = to->key.code;
  m.to_key = keys::hex(to->key.id());
  m.n = 1;
  m.prev = hash_before_next(std::nullopt);
  m.t = to_iso(desk.clock.now());
  m.head_seq = head.seq;
  m.head_hash = keys::hex(head.hash);
  m.schema = schema_hash(desk);
  payload.line(nlohmann::json{{"case", file.id}}.dump());
  ReportWriter writer{desk, payload, m};
  writer.whole_dossier(*file.is.teacher);
  write_ledger(desk, writer, *file.is.teacher);
  writer.chain(m.from_org);
  const PayloadFigures figures = payload.finish();
  m.payload_hash = figures.hash;
  m.payload_size = figures.size;
  m.plain_size = figures.plain_size;
  m.seal[m.to_key] = keys::seal_to(to->key.box, key);
  PackageWord word{to_text(m), m, {}};
  word.signatures = {sign(pair, "transfer", word.text),
                     sign(desk.signer.value(), "transfer", word.text)};
  keep_dossier(desk, tx, file.id, package_bytes(word, payload));
}

std::optional<std::string> sealed_dossier(store::Database& db, const std::string& id) {
  auto find = db.statement("SELECT bytes FROM transfer_dossier WHERE transfer = ?");
  find.with(std::string_view{id});
  return find.step() ? std::optional{std::string{find.blob(0)}} : std::nullopt;
}

void keep_dossier(Desk& desk, journal::Transaction& tx, const std::string& id,
                  const std::string& bytes) {
  const Values columns{Value{id}, Value::blob(bytes)};
  auto find = desk.db.statement("SELECT row FROM transfer_dossier WHERE transfer = ?");
  find.with(std::string_view{id});
  const std::int64_t row = find.step() ? find.integer(0) : 0;
  find.reset();
  if (row == 0) {
    tx.insert(store::program_table(kDossiers), columns);
  } else {
    tx.update(store::program_table(kDossiers), row, columns);
  }
}

}  // namespace tmis::exchange
