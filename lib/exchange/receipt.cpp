// One line for the package, one for each dossier in it.
#include "exchange/receipt.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/machine.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "exchange/kept_lines.h"
#include "exchange/parts.h"
#include "schema/json_document.h"
#include "workflow/key_data.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;
using store::program_table;

/// A dossier of a submission, as a receipt tells of it.
struct Decision {
  std::int64_t row = 0, teacher = 0;  // of submission_dossier
  std::string number, state, reason;
  std::string content;
  std::int64_t seq = 0;
};

std::vector<Decision> decisions(store::Database& db, std::int64_t submission) {
  std::vector<Decision> out;
  auto rows = db.statement(
      "SELECT d.row, d.teacher, t.number, d.state, d.reason, d.content_hash, d.seq FROM "
      "submission_dossier d JOIN teacher t ON t.row = d.teacher WHERE d.submission = ? ORDER BY "
      "d.row");
  rows.with(submission);
  while (rows.step()) {
    out.push_back({rows.integer(0), rows.integer(1), std::string{rows.text(2)},
                   std::string{rows.text(3)}, std::string{rows.text(4)}, std::string{rows.blob(5)},
                   rows.integer(6)});
  }
  return out;
}

/// Dossiers of a package that were set aside: they go back, to be sent again.
void add_set_aside(store::Database& db, std::int64_t package, std::vector<Decision>& out) {
  auto rows = db.statement(
      "SELECT a.number, a.content_hash, c.id, a.seq FROM set_aside a LEFT JOIN identity_claim c ON "
      "c.row = a.claim WHERE a.package = ? ORDER BY a.row");
  rows.with(package);
  while (rows.step()) {
    out.push_back({0, 0, std::string{rows.text(0)}, "returned",
                   rows.is_null(2) ? text("package.other-base")
                                   : text("package.set-aside", arg("id", rows.text(2))),
                   std::string{rows.blob(1)}, rows.integer(3)});
  }
}

/// received while any dossier is undecided, else returned when any was.
std::string result_of(const std::vector<Decision>& all) {
  const auto any = [&](std::string_view state) {
    return std::any_of(all.begin(), all.end(), [&](const auto& d) { return d.state == state; });
  };
  return any("received") ? "received" : any("returned") ? "returned" : "accepted";
}

/// The last receipt of a package, when nothing was decided since.
std::optional<PackageRow> still_true(store::Database& db, std::int64_t package,
                                     const std::vector<Decision>& now) {
  auto last = db.statement(
      "SELECT row, seq FROM package WHERE way = 'out' AND ref = ? ORDER BY n DESC LIMIT 1");
  last.with(package);
  if (!last.step()) return std::nullopt;
  const std::int64_t seq = last.integer(1);
  const bool same =
      std::none_of(now.begin(), now.end(), [&](const auto& d) { return d.seq > seq; });
  return same ? package_at(db, last.integer(0)) : std::nullopt;
}

void write_lines(PayloadWriter& out, const std::string& result, const std::vector<Decision>& all) {
  out.line(json{{"receipt", {{"result", result}, {"dossiers", all.size()}}}}.dump());
  for (const Decision& d : all) {
    out.line(json{{"decision",
                   {{"number", d.number},
                    {"state", d.state},
                    {"reason", always_utf8(d.reason)},
                    {"content", to_hex(d.content)}}}}
                 .dump());
  }
}

}  // namespace

ReceiptDone write_receipt(Desk& desk, const std::string& path, const std::string& out) {
  const PackageFile file = open_package(path);
  const auto read = package_by_id(desk.db, file.manifest.id);
  access::Subject subject;
  if (read && read->kind == kReport) subject.org = read->other;
  const Permit permit = desk.permit("package receipt", subject);
  if (!read || read->way != "in" || read->hash != file.hash())
    throw Error{codes::package_unread, {arg("file", file.name)}};
  if (!read->submission || read->kind == kReceipt)
    throw Error{codes::package_no_receipt, {arg("file", file.name)}};
  const auto to = trusted_org(desk, read->other);
  if (!to) throw Error{codes::trust_needed, {arg("code", file.manifest.from_org)}};

  auto all = decisions(desk.db, *read->submission);
  add_set_aside(desk.db, read->row, all);
  ReceiptDone done{"", read->id, out, result_of(all), -1};
  if (const auto last = still_true(desk.db, read->row, all)) {
    done.id = last->id;
    if (desk.dry_run || write_again(desk, last->row, out)) return done;
  }
  journal::Transaction tx{
      desk, permit, {.args = {{"about", Value{read->id}}, {"result", Value{done.result}}}}};
  Outgoing package{desk, tx, read->org, *to, out};
  package.manifest.kind = kReceipt;
  package.manifest.ref = Manifest::Ref{read->id, read->hash};
  package.about = read->row;
  write_lines(package.payload(), done.result, all);
  package.close("report");
  done.id = package.id();
  done.event = tx.commit().seq;
  if (!desk.dry_run) package.finish();
  return done;
}

namespace {

/// What a receipt says, line by line.
struct ReceiptLines {
  std::string result;
  std::vector<Decision> decisions;
};

ReceiptLines read_lines(const Opened& p) {
  ReceiptLines out;
  each_line(p.file.payload, p.file.figures(), p.key, [&](std::string_view line) {
    try {
      const json all = schema::read_json(line, kLineDepth);
      if (all.contains("receipt")) {
        out.result = all.at("receipt").at("result").get<std::string>();
        return;
      }
      const json& one = all.at("decision");
      Decision d;
      d.number = one.at("number").get<std::string>();
      d.state = one.at("state").get<std::string>();
      d.reason = one.at("reason").get<std::string>();
      d.content = from_hex(one.at("content").get<std::string>()).value_or("");
      out.decisions.push_back(std::move(d));
    } catch (const json::exception&) {
      p.refuse(codes::package_damaged);
    } catch (const Error&) {  // document.syntax
      p.refuse(codes::package_damaged);
    }
  });
  if (out.result.empty()) p.refuse(codes::package_damaged);
  return out;
}

/// The step of the machine that brings a dossier to what the receipt says.
std::string_view step_to(std::string_view state) {
  return state == "accepted" ? "accept" : state == "returned" ? "return" : "receipt";
}

}  // namespace

void read_receipt(Desk& desk, const Opened& p, const Permit& permit, PackageRead& out) {
  const ReceiptLines lines = read_lines(p);  // 11
  const Manifest::Ref& ref = *p.file.manifest.ref;
  auto sent = package_by_id(desk.db, ref.id);
  // 12: about a package of this file, the one it knows: else this file has another past.
  if (!sent || sent->way != "out" || sent->hash != ref.hash || sent->other != p.from.org ||
      !sent->submission)
    p.refuse(codes::package_fork);
  std::vector<Decision> here = decisions(desk.db, *sent->submission);
  Findings findings;  // 13
  for (const Decision& d : lines.decisions) {
    const auto known = std::find_if(here.begin(), here.end(), [&](const Decision& h) {
      return h.number == d.number && h.content == d.content;
    });
    if (known == here.end()) {
      findings.push_back(
          {&codes::package_dossier, 0, 0, "", "", {arg("teacher", shown(d.number))}});
    }
  }
  if (!findings.empty()) reject(std::move(findings));

  journal::Transaction tx{desk, permit,
                          p.act({{"about", Value{ref.id}}, {"result", Value{lines.result}}})};
  PackageRow row = p.row();
  row.ref = sent->row;
  row.submission = sent->submission;
  keep_lines(tx, insert(tx, row), std::nullopt, {to_line(p.file)});
  for (const Decision& d : lines.decisions) {
    const auto known = std::find_if(here.begin(), here.end(),
                                    [&](const Decision& h) { return h.number == d.number; });
    const std::string_view step = step_to(d.state);
    const auto outcome = Machine::of("submission").look(known->state, step, {"too-late"});
    if (outcome.refusal != nullptr || outcome.unchanged) {
      ++out.unchanged;
      continue;
    }
    tx.update(program_table("submission_dossier"), known->row,
              Values{Value{*sent->submission}, Value{known->teacher}, Value{outcome.state},
                     Value::blob(known->content), or_null(d.reason),
                     d.state == "received" ? Value{} : Value{p.file.manifest.t}});
    if (d.state != "received")
      workflow::decide_proposal(tx, desk, *sent->submission, known->teacher, step, true);
    ++out.rows;
  }
  sent->state = "received";
  update(tx, *sent);
  forget_bytes(desk, sent->row);
  out.result = lines.result;
  out.dossiers = static_cast<std::int64_t>(lines.decisions.size());
  auto id = desk.db.statement("SELECT id FROM submission WHERE row = ?");
  id.with(*sent->submission);
  if (id.step()) out.submission = id.text(0);
  id.reset();
  out.event = tx.commit().seq;
}

}  // namespace tmis::exchange
