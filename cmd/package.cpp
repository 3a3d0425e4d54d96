// tmis package: what comes from other files, and the receipts that go back.
#include <algorithm>

#include "base/message.h"
#include "cmd/verbs.h"
#include "exchange/parts.h"
#include "exchange/receipt.h"
#include "exchange/show.h"
#include "people/person.h"

namespace tmis::cmd {
namespace {

std::string what_was_read(const exchange::PackageRead& done) {
  const bool receipt = done.kind == exchange::kReceipt;
  const bool transfer = done.kind == exchange::kTransfer;
  if (!done.rotation.empty()) {
    return text("package.rotation-read", arg("from", done.from), arg("n", done.n),
                arg("id", done.rotation),
                arg("state", Machine::of("rotation").state_text(done.result)));
  }
  if (transfer && !done.already_read) {
    return text("package.transfer-read", arg("from", done.from), arg("n", done.n),
                arg("id", done.transfer),
                arg("state", Machine::of("transfer").state_text(done.result)));
  }
  if (!done.credits.empty()) {
    return text("package.credits-read", arg("from", done.from), arg("n", done.n),
                arg("id", done.credits), arg("rows", done.rows),
                arg("state", Machine::of("credit_project").state_text(done.result)));
  }
  return text(
      done.already_read ? "package.read-before"
      : receipt         ? "package.receipt-read"
                        : "package.report-read",
      arg("from", done.from), arg("n", done.n), arg("id", done.submission),
      arg("dossiers", done.dossiers), arg("rows", done.rows),
      arg("result", receipt && !done.already_read ? text("state.submission." + done.result) : ""));
}

void add_read(Verb group) {
  auto o = std::make_shared<exchange::ReadRequest>();
  Verb read = group.verb("read");
  read.required("FILE", o->path);
  read.flag("--from-here", o->from_here);
  read.option("--reason", o->reason);
  read.flag("--set-aside", o->set_aside);
  read.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(desk.permit("package read"));
    const auto done = exchange::read_package(desk, *o);
    Answer answer;
    answer.figure("id", done.id)
        .figure("state", done.already_read ? "unchanged" : "read")
        .figure("kind", done.kind)
        .figure("from", done.from)
        .figure("n", done.n)
        .figure("submission", done.submission)
        .figure("transfer", done.transfer)
        .figure("rotation", done.rotation)
        .figure("project", done.credits)
        .figure("dossiers", done.dossiers)
        .figure("set_aside", done.aside)
        .figure("done", done.rows)
        .figure("unchanged", done.unchanged)
        .figure("result", done.result);
    answer.event(done.event);
    answer.text = what_was_read(done);
    if (done.aside > 0) answer.text += "\n" + text("package.aside", arg("n", done.aside));
    ctx.print(answer);
    return done.aside > 0 ? Exit::findings : Exit::ok;
  });
}

void add_package_list(Verb group) {
  auto of = std::make_shared<std::string>();
  Verb verb = group.verb("list");
  verb.option("--org", *of);
  verb.lists();
  verb.run([of](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("package list", people::subject_of(desk, *of));
    Table table{{{"id"},
                 {"way", Kind::text, {}, "package.way."},
                 {"kind", Kind::text, {}, "package.kind."},
                 {"org"},
                 {"other"},
                 {"n", Kind::number, text("column.package-n")},
                 {"state", Kind::text, {}, "package.state."},
                 {"head", Kind::number}},
                {}};
    const auto code = [&](std::int64_t org) { return desk.organisations().find(org)->code; };
    for (const auto& p : exchange::packages(desk, permit)) {
      table.rows.push_back({Value{p.id}, Value{p.way}, Value{p.kind}, Value{code(p.org)},
                            Value{code(p.other)}, Value{p.n}, Value{p.state}, Value{p.head_seq}});
    }
    ctx.print(list(std::move(table)));
    return Exit::ok;
  });
}

Table counts_table(const exchange::Manifest& manifest) {
  Table table{{{"table"}, {"rows", Kind::number, text("column.n")}}, {}};
  for (const auto& [name, rows] : manifest.counts) table.rows.push_back({Value{name}, Value{rows}});
  return table;
}

Answer about(const exchange::PackageShown& shown) {
  const exchange::Manifest& m = shown.word.manifest;
  Table facts{{{"id"},
               {"kind", Kind::text, {}, "package.kind."},
               {"from", Kind::text, text("column.sender")},
               {"to"},
               {"n", Kind::number, text("column.package-n")},
               {"sent", Kind::text, text("column.sent-at")},
               {"head", Kind::number},
               {"head_hash"},
               {"state", Kind::text, {}, "package.state."},
               {"signer", Kind::text, {}, "package.signer."},
               {"receipt"},
               {"result", Kind::text, {}, "state.submission."}},
              {{Value{m.id}, Value{m.kind}, Value{m.from_org}, Value{m.to_org}, Value{m.n},
                Value{m.t}, Value{m.head_seq}, Value{m.head_hash},
                Value{shown.row ? shown.row->state : std::string{"unread"}}, Value{shown.signer},
                or_null(shown.receipt), or_null(shown.result)}}};
  Answer answer = object(facts);
  answer.tables.emplace_back("counts", counts_table(m));
  return answer;
}

Table legs_table(const exchange::PackageProof& proof) {
  Table table{{{"package"},
               {"org"},
               {"name"},
               {"file_id"},
               {"first"},
               {"fingerprint"},
               {"vouched_by"},
               {"revoked", Kind::boolean},
               {"n", Kind::number, text("column.package-n")},
               {"sent", Kind::text, text("column.sent-at")},
               {"head", Kind::number}},
              {}};
  for (const exchange::RoadLeg& leg : proof.legs) {
    table.rows.push_back({Value{leg.package}, Value{leg.org}, Value{leg.name}, Value{leg.file},
                          Value{leg.first}, Value{leg.fingerprint}, or_null(leg.by),
                          Value{std::int64_t{leg.revoked}}, Value{leg.n}, Value{leg.sent},
                          Value{leg.head}});
  }
  return table;
}

Table steps_of(const exchange::PackageProof& proof) {
  Table table{{{"teacher_number"},
               {"record"},
               {"step", Kind::text, {}, "proof.step."},
               {"version", Kind::number},
               {"at"},
               {"actor"},
               {"role", Kind::text, {}, "role."},
               {"org"},
               {"event", Kind::number},
               {"paper"},
               {"file_id"},
               {"record_there"}},
              {}};
  for (const auto& [teacher, here, org, file, record, step] : proof.steps) {
    table.rows.push_back({Value{teacher}, or_null(here), Value{step.name()},
                          Value{std::int64_t{step.version}}, Value{step.at}, Value{step.actor},
                          Value{step.role}, Value{step.org}, Value{step.seq}, or_null(step.paper),
                          Value{file}, Value{record}});
  }
  return table;
}

/// What proves the dossiers, behind what the package is. False when something doesn't hold.
bool add_proof(Answer& answer, const exchange::PackageProof& proof) {
  const bool ok = proof.findings.empty();
  Table findings{{{"teacher_number"}, code_before_words("code"), {"message"}}, {}};
  for (const auto& [teacher, finding] : proof.findings)
    findings.rows.push_back({or_null(teacher), Value{finding.code->name}, Value{message(finding)}});
  answer.booleans.emplace_back("ok", ok);
  answer.figure("dossiers", proof.dossiers);
  answer.tables.emplace_back("findings", std::move(findings));
  answer.tables.emplace_back("legs", legs_table(proof));
  answer.tables.emplace_back("steps", steps_of(proof));
  const bool no_dossier = proof.dossiers == 0;  // a rotation, credits: the case alone
  answer.text = !ok          ? text("package.proof-broken", arg("n", proof.findings.size()))
                : no_dossier ? text("package.proof-holds-case")
                             : text("package.proof-holds", arg("n", proof.dossiers));
  const bool vouched = std::any_of(proof.legs.begin(), proof.legs.end(),
                                   [](const auto& leg) { return !leg.by.empty(); });
  if (vouched) answer.text += "\n" + text("package.vouched");
  return ok;
}

void add_package_show(Verb group) {
  struct Options {
    std::string name, org, teacher;
    bool proof = false;
  };
  auto o = std::make_shared<Options>();
  Verb verb = group.verb("show");
  verb.required("PACKAGE", o->name);
  verb.flag("--proof", o->proof);
  verb.option("--teacher", o->teacher);
  verb.option("--org", o->org);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.read();
    const Permit permit = desk.permit("package show", people::subject_of(desk, o->org));
    const auto shown = exchange::show(desk, permit, o->name);
    Answer answer = about(shown);
    bool ok = true;
    if (o->proof || !o->teacher.empty()) {
      if (!shown.row) throw Error{codes::package_unread, {arg("file", o->name)}};
      ok = add_proof(answer, exchange::prove(desk, *shown.row, o->teacher));
    }
    ctx.print(answer);
    return ok ? Exit::ok : Exit::integrity;
  });
}

void add_receipt(Verb group) {
  struct Options {
    std::string file, out;
  };
  auto o = std::make_shared<Options>();
  Verb receipt = group.verb("receipt");
  receipt.required("FILE", o->file);
  receipt.option("--out", o->out);
  receipt.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    ctx.want_recent_password(desk.permit("package receipt"));
    if (!desk.dry_run) exchange::finish_parts(desk);
    const std::string out = o->out.empty() ? o->file + ".receipt" : o->out;
    ctx.want_place(out);
    const auto done = exchange::write_receipt(desk, o->file, out);
    Answer answer;
    answer.figure("id", done.id)
        .figure("state", done.event < 0 ? "unchanged" : "sent")
        .figure("about", done.package)
        .figure("result", done.result)
        .figure("file", done.file);
    answer.event(done.event);
    answer.text = text("package.receipt-written", arg("file", done.file),
                       arg("result", text("state.submission." + done.result)));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_package(Verb app) {
  Verb group = app.verb("package");
  add_read(group);
  add_receipt(group);
  add_package_list(group);
  add_package_show(group);
}

}  // namespace tmis::cmd
