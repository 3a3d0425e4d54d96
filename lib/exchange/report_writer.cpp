// Only what was audited goes up; all that there is goes along with a person.
#include "exchange/report_writer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "exchange/channel.h"
#include "exchange/kept_lines.h"
#include "exchange/road.h"
#include "keys/base64.h"
#include "people/person.h"
#include "workflow/key_data.h"
#include "workflow/record_proof.h"

namespace tmis::exchange {

using nlohmann::json;
using store::program_table;

namespace {

Error too_large(const char* what) { return Error{codes::package_too_large, {arg("what", what)}}; }

}  // namespace

ReportWriter::ReportWriter(Desk& desk, PayloadWriter& out, Manifest& manifest)
    : desk_(desk),
      out_(out),
      counts_(manifest.counts),
      format_(manifest.min_reader),
      prover_(desk) {}

void ReportWriter::submission(const std::string& id) {
  out_.line(json{{"submission", {{"id", id}}}}.dump());
}

void ReportWriter::dossier(std::int64_t teacher, const std::string& content,
                           const std::string& base) {
  rows_.clear();
  DossierLines own = own_line(teacher, content);
  own.base = base;
  write_dossier(out_, own);
  newest(program_table("teacher"), teacher);
  for (const schema::FieldSet& set : desk_.catalogue.all()) {
    for (const std::int64_t record : rows_of(set.id, teacher)) passed(desk_.table(set), record);
  }
  beside(teacher);
  for (const std::int64_t record : workflow::proposals_to_send(desk_, teacher))
    newest(program_table(kProposals), record);
  road(teacher);
}

void ReportWriter::whole_dossier(std::int64_t teacher) {
  rows_.clear();
  write_dossier(out_, own_line(teacher, std::string(sizeof(keys::Hash), '\0')));
  newest(program_table("teacher"), teacher);
  for (const schema::FieldSet& set : desk_.catalogue.all()) {
    for (const std::int64_t record : rows_of(set.id, teacher)) as_it_is(desk_.table(set), record);
  }
  beside(teacher);
  for (const std::int64_t record : rows_of(kSignatureOrigins, teacher))
    newest(program_table(kSignatureOrigins), record);
}

void ReportWriter::history(const store::TableDef& table, std::int64_t record) {
  for (const auto& version : journal::versions(desk_.db, table, record)) prover_.add(version);
  ++counts_[table.name];
}

/// Whoever sits at the desk signs the package, and may have signed nothing else in it: the role has
/// to be shown.
void ReportWriter::officer(std::string_view org) {
  std::vector<std::int64_t> grants;
  {
    auto find = desk_.db.statement(
        "SELECT g.row FROM grant_role g JOIN organisation o ON o.row = g.org WHERE g.account = ? "
        "AND "
        "o.code = ?");
    find.with(desk_.actor.account, org);
    while (find.step()) grants.push_back(find.integer(0));
  }
  for (const std::int64_t grant : grants) {
    for (const auto& version : journal::versions(desk_.db, program_table("grant_role"), grant))
      prover_.add(version);
  }
}

void ReportWriter::chain(std::string_view org) {
  officer(org);
  prover_.add_checkpoint(org);
  const journal::Proof& proof = prover_.proof();
  for (const journal::ProofRow& row : proof.rows)
    out_.line("{\"chain\":" + journal::to_line(row) + "}");
  for (const auto& [seq, event] : proof.events) {
    out_.line(json{{"event", {{"body", event.body}, {"sig", keys::base64(event.sig)}}}}.dump());
  }
  out_.line(json{{"checkpoint", proof.checkpoint}}.dump());
  for (const std::int64_t package : came_by_) origins(package, std::string{org});
}

DossierLines ReportWriter::own_line(std::int64_t teacher, const std::string& content) {
  const people::Person person = people::person(desk_, teacher);
  DossierLines own;
  own.number = person.number;
  own.teacher = teacher;
  own.org = person.org_code;
  own.department = person.department;
  own.content = content;
  auto months = desk_.db.statement("SELECT contract_months FROM teacher WHERE row = ?");
  months.with(teacher);
  if (months.step() && !months.is_null(0)) own.contract_months = months.integer(0);
  const std::uint32_t newest_key = desk_.dossier_key(teacher).number;
  for (std::uint32_t number = 1; number <= newest_key; ++number) {
    const std::string_view key = desk_.keyring().dossier(desk_.db, teacher, number);
    if (!key.empty()) own.keys.push_back({number, Secret{key}});
  }
  return own;
}

std::vector<std::int64_t> ReportWriter::rows_of(std::string_view table, std::int64_t teacher) {
  std::vector<std::int64_t> out;
  auto rows = desk_.db.statement("SELECT row FROM \"" + std::string{table} +
                                 "\" WHERE teacher = ? ORDER BY row");
  rows.with(teacher);
  while (rows.step()) out.push_back(rows.integer(0));
  return out;
}

void ReportWriter::row(const store::TableDef& table, const journal::StoredVersion& version) {
  rows_.push_back(prover_.show(version));
  out_.line("{\"row\":" + journal::to_line(rows_.back()) + "}");
  ++counts_[table.name];
}

void ReportWriter::beside(std::int64_t teacher) {
  for (const std::string_view table : kBesideTables) {
    for (const std::int64_t record : rows_of(table, teacher)) newest(program_table(table), record);
  }
}

/// What proved the dossier when it came by a report, if it is still what came.
void ReportWriter::road(std::int64_t teacher) {
  const auto last = kept_last(desk_.db, teacher);
  if (!last) return;
  const DossierLines came = of_package(last->id, [&] { return dossier_of(last->lines); });
  const PackageRow package = package_at(desk_.db, last->package).value();
  if (package.kind != kReport) return;
  if (!same_content(desk_, rows_, desk_.file_id(), came.rows, package.file)) return;
  if (came.road.size() >= kMostLegs) throw too_large("leg");
  out_.line(leg_line(last->id));
  for (const std::string& line : last->lines) out_.line(line);
  came_by_.insert(last->package);
  format_ = kRoadFormat;
}

/// What the legs rest on: of a package that was read here, and of those that it brought along.
void ReportWriter::origins(std::int64_t package, const std::string& org) {
  bool nearest = true;
  for (KeptLines& kept : kept_of_package(desk_.db, package)) {
    const Leg leg = of_package(kept.id, [&] { return leg_of(kept.lines); });
    const std::string id = leg.word.manifest.id;
    if (nearest) {
      const auto key = trusted_key(desk_, leg.word.manifest.from_key);
      if (!key) bug("trusted_key");  // they are never deleted
      kept.lines.insert(kept.lines.begin(), origin_line(key->key, org));
    }
    nearest = false;
    if (!told_.insert(id).second) continue;
    for (const std::string& line : kept.lines) origin(line);
    if (told_.size() > kMostOrigins) throw too_large("origin");
  }
}

void ReportWriter::origin(const std::string& line) {
  origin_bytes_ += line.size();
  if (origin_bytes_ > kMostOriginBytes) throw too_large("origin");
  out_.line(line);
}

void ReportWriter::newest(const store::TableDef& table, std::int64_t record) {
  const auto all = journal::versions(desk_.db, table, record);
  if (!all.empty()) row(table, all.back());
}

/// The version that was audited, and what says so; a row that never was doesn't travel.
void ReportWriter::passed(const store::TableDef& table, std::int64_t record) {
  const auto found = workflow::passed_version(desk_, table, record);
  if (!found) return;
  row(table, found->version);
  row(program_table("item_state"), found->pass);
}

/// The state stands before its row: none is known by it alone.
void ReportWriter::as_it_is(const store::TableDef& table, std::int64_t record) {
  auto find = desk_.db.statement("SELECT row FROM item_state WHERE table_id = ? AND record = ?");
  find.with(std::int64_t{table.number}, record);
  std::optional<std::int64_t> audited;
  if (find.step()) {
    const auto& states = program_table("item_state");
    const auto all = journal::versions(desk_.db, states, find.integer(0));
    const Value& version = all.back().columns[states.column("audited_version")];
    if (!version.is_null()) audited = version.number;
    row(states, all.back());
  }
  const auto versions = journal::versions(desk_.db, table, record);
  for (const auto& version : versions) {
    if (version.row.version == audited && &version != &versions.back()) row(table, version);
  }
  row(table, versions.back());
}

}  // namespace tmis::exchange
