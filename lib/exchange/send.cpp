// Only what was audited travels, each row with the way up to the event that wrote it; and what
// proved the dossier to this file, where it came by a package itself.
#include "exchange/send.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "exchange/channel.h"
#include "exchange/kept_lines.h"
#include "exchange/parts.h"
#include "exchange/report_lines.h"
#include "exchange/road.h"
#include "keys/base64.h"
#include "people/person.h"
#include "workflow/key_data.h"
#include "workflow/record_proof.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;
using store::program_table;

/// Puts dossiers into a payload.
class ReportWriter {
 public:
  ReportWriter(Desk& desk, Outgoing& package)
      : desk_(desk),
        out_(package.payload()),
        counts_(package.manifest.counts),
        format_(package.manifest.min_reader),
        prover_(desk) {}

  void submission(const std::string& id) { out_.line(json{{"submission", {{"id", id}}}}.dump()); }

  void dossier(std::int64_t teacher, const std::string& content, const std::string& base) {
    rows_.clear();
    write_dossier(out_, own_line(teacher, content, base));
    newest(program_table("teacher"), teacher);
    for (const schema::FieldSet& set : desk_.catalogue.all()) {
      for (const std::int64_t record : rows_of(set.id, teacher)) passed(desk_.table(set), record);
    }
    for (const std::string_view table : kBesideTables) {
      for (const std::int64_t record : rows_of(table, teacher))
        newest(program_table(table), record);
    }
    for (const std::int64_t record : workflow::proposals_to_send(desk_, teacher))
      newest(program_table(kProposals), record);
    road(teacher);
  }

  /// What all rows rest on.
  void chain(std::string_view org) {
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

 private:
  DossierLines own_line(std::int64_t teacher, const std::string& content, const std::string& base) {
    const people::Person person = people::person(desk_, teacher);
    DossierLines own;
    own.number = person.number;
    own.teacher = teacher;
    own.org = person.org_code;
    own.department = person.department;
    own.content = content;
    own.base = base;
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

  std::vector<std::int64_t> rows_of(std::string_view table, std::int64_t teacher) {
    std::vector<std::int64_t> out;
    auto rows = desk_.db.statement("SELECT row FROM \"" + std::string{table} +
                                   "\" WHERE teacher = ? ORDER BY row");
    rows.with(teacher);
    while (rows.step()) out.push_back(rows.integer(0));
    return out;
  }

  void row(const store::TableDef& table, const journal::StoredVersion& version) {
    rows_.push_back(prover_.show(version));
    out_.line("{\"row\":" + journal::to_line(rows_.back()) + "}");
    ++counts_[table.name];
  }

  /// What proved the dossier when it came, if it is still what came.
  void road(std::int64_t teacher) {
    const auto last = kept_last(desk_.db, teacher);
    if (!last) return;
    const DossierLines came = of_package(last->id, [&] { return dossier_of(last->lines); });
    const PackageRow package = package_at(desk_.db, last->package).value();
    if (!same_content(desk_, rows_, desk_.file_id(), came.rows, package.file)) return;
    if (came.road.size() >= kMostLegs) throw too_large("leg");
    out_.line(leg_line(last->id));
    for (const std::string& line : last->lines) out_.line(line);
    came_by_.insert(last->package);
    format_ = kRoadFormat;
  }

  /// What the legs rest on: of a package that was read here, and of those that it brought along.
  void origins(std::int64_t package, const std::string& org) {
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

  void origin(const std::string& line) {
    origin_bytes_ += line.size();
    if (origin_bytes_ > kMostOriginBytes) throw too_large("origin");
    out_.line(line);
  }

  static Error too_large(const char* what) {
    return Error{codes::package_too_large, {arg("what", what)}};
  }

  void newest(const store::TableDef& table, std::int64_t record) {
    const auto all = journal::versions(desk_.db, table, record);
    if (!all.empty()) row(table, all.back());
  }

  /// The version that was audited, and what says so; a row that never was doesn't travel.
  void passed(const store::TableDef& table, std::int64_t record) {
    const auto found = workflow::passed_version(desk_, table, record);
    if (!found) return;
    row(table, found->version);
    row(program_table("item_state"), found->pass);
  }

  Desk& desk_;
  PayloadWriter& out_;
  std::map<std::string, std::int64_t>& counts_;
  std::int64_t& format_;
  journal::Prover prover_;
  std::vector<journal::ProofRow> rows_;  // of the dossier that is being written
  std::set<std::int64_t> came_by_;       // packages, by row
  std::set<std::string> told_;           // ids of those whose origin stands in the payload
  std::size_t origin_bytes_ = 0;
};

/// The last package to this authority that holds the dossier, or any of them.
std::optional<PackageRow> unreceived(Desk& desk, const workflow::SendOutcome& sent,
                                     std::optional<std::int64_t> teacher) {
  auto find = desk.db.statement(
      "SELECT p.row FROM package p JOIN submission_dossier d ON d.submission = p.submission WHERE "
      "p.way = 'out' AND p.state = 'sent' AND p.org = ?1 AND p.other = ?2 AND (?3 IS NULL OR "
      "d.teacher = ?3) ORDER BY p.n DESC LIMIT 1");
  find.with(sent.from, sent.to);
  teacher ? find.bind(3, *teacher) : find.bind_null(3);
  return find.step() ? package_at(desk.db, find.integer(0)) : std::nullopt;
}

}  // namespace

PackageSent send(Desk& desk, const workflow::SendRequest& request, const std::string& out) {
  PackageSent result;
  std::optional<Outgoing> package;
  workflow::SendRequest with_package = request;
  with_package.before_commit = [&](journal::Transaction& tx, const workflow::Sending& sending) {
    const auto to = trusted_org(desk, sending.to);
    if (!to && out.empty()) return;  // both in this file
    const std::string& code = desk.organisations().find(sending.to)->code;
    if (!to) throw Error{codes::trust_needed, {arg("code", code)}};
    if (out.empty()) throw Error{codes::package_wants_file, {arg("code", code)}};
    package.emplace(desk, tx, sending.from, *to, out);
    package->manifest.kind = kReport;
    package->submission = sending.submission;
    ReportWriter writer{desk, *package};
    writer.submission(sending.id);
    for (const auto& dossier : sending.dossiers) {
      writer.dossier(
          dossier.teacher, dossier.content,
          workflow::accepted_content(desk.db, dossier.teacher, sending.from, sending.to));
    }
    writer.chain(package->manifest.from_org);
    package->close("report");
  };
  result.sent = workflow::send(desk, with_package);
  if (package) {
    result.package = package->id();
    result.file = out;
    if (!desk.dry_run) package->finish();
  } else if (!out.empty() && result.sent.unchanged > 0) {
    std::optional<std::int64_t> teacher;
    if (!request.teacher.empty()) teacher = people::find_person(desk, request.teacher)->row;
    const auto last = unreceived(desk, result.sent, teacher);
    if (last && !desk.dry_run && write_again(desk, last->row, out)) {
      result.package = last->id;
      result.file = out;
      result.again = true;
    }
  }
  return result;
}

}  // namespace tmis::exchange
