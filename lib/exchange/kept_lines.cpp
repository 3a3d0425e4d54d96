// Rows of package_proof are read by few commands: inflated whole, a dossier at a time.
#include "exchange/kept_lines.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "exchange/payload.h"
#include "schema/json_document.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;

constexpr std::string_view kSelectKept =
    "SELECT k.package, p.id, k.teacher, k.body FROM package_proof k JOIN package p ON p.row = "
    "k.package WHERE ";

KeptLines kept_in(const store::Statement& row) {
  KeptLines out{row.integer(0), std::string{row.text(1)}, {}, {}};
  if (!row.is_null(2)) out.teacher = row.integer(2);
  out.lines = of_package(out.id, [&] { return unpacked(row.blob(3)); });
  return out;
}

std::vector<KeptLines> all_kept(store::Statement rows) {
  std::vector<KeptLines> out;
  while (rows.step()) out.push_back(kept_in(rows));
  return out;
}

}  // namespace

std::string to_line(const PackageWord& word) {
  json signatures = json::array();
  for (const PackageSignature& s : word.signatures) signatures.push_back(to_line(s));
  return json{{"package", {{"manifest", word.text}, {"signatures", std::move(signatures)}}}}.dump();
}

PackageWord word_of_line(std::string_view line) {
  try {
    const json all = schema::read_json(line, kLineDepth).at("package");
    PackageWord out{all.at("manifest").get<std::string>(), {}, {}};
    auto manifest = manifest_of(out.text);
    if (!manifest) damaged();
    out.manifest = std::move(*manifest);
    for (const json& one : all.at("signatures")) {
      auto signature = signature_of(one.get<std::string>());
      if (!signature) damaged();
      out.signatures.push_back(std::move(*signature));
    }
    if (out.signatures.empty()) damaged();
    return out;
  } catch (const json::exception&) {
    damaged();
  } catch (const Error& error) {
    if (&error.code() == &codes::document_syntax) damaged();
    throw;
  }
}

void keep_lines(journal::Transaction& tx, std::int64_t package, std::optional<std::int64_t> teacher,
                const std::vector<std::string>& lines) {
  tx.insert(store::program_table("package_proof"),
            Values{Value{package}, or_null(teacher), Value::blob(packed(lines))});
}

std::vector<KeptLines> kept_of_package(store::Database& db, std::int64_t package) {
  auto rows =
      db.statement(std::string{kSelectKept} + "k.package = ? AND k.teacher IS NULL ORDER BY k.row");
  rows.with(package);
  return all_kept(std::move(rows));
}

std::vector<KeptLines> kept_of_dossiers(store::Database& db, std::int64_t package,
                                        std::optional<std::int64_t> teacher) {
  auto rows =
      db.statement(std::string{kSelectKept} +
                   "k.package = ?1 AND k.teacher IS NOT NULL AND (?2 IS NULL OR k.teacher = ?2) "
                   "ORDER BY k.row");
  rows.bind(1, package);
  teacher ? rows.bind(2, *teacher) : rows.bind_null(2);
  return all_kept(std::move(rows));
}

std::optional<KeptLines> kept_last(store::Database& db, std::int64_t teacher) {
  auto rows = db.statement(std::string{kSelectKept} + "k.teacher = ? ORDER BY k.row DESC LIMIT 1");
  rows.with(teacher);
  return rows.step() ? std::optional{kept_in(rows)} : std::nullopt;
}

}  // namespace tmis::exchange
