// tmis package: what comes from other files, and the receipts that go back.
#include "base/message.h"
#include "cmd/verbs.h"
#include "exchange/parts.h"
#include "exchange/receipt.h"
#include "people/person.h"

namespace tmis::cmd {
namespace {

void add_read(Verb group) {
  auto o = std::make_shared<exchange::ReadRequest>();
  Verb read = group.verb("read");
  read.required("FILE", o->path);
  read.flag("--from-here", o->from_here);
  read.option("--reason", o->reason);
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
        .figure("dossiers", done.dossiers)
        .figure("done", done.rows)
        .figure("unchanged", done.unchanged)
        .figure("result", done.result);
    answer.event(done.event);
    const bool receipt = done.kind == exchange::kReceipt;
    answer.text =
        text(done.already_read ? "package.read-before"
             : receipt         ? "package.receipt-read"
                               : "package.report-read",
             arg("from", done.from), arg("n", done.n), arg("id", done.submission),
             arg("dossiers", done.dossiers), arg("rows", done.rows),
             arg("result",
                 receipt && !done.already_read ? text("state.submission." + done.result) : ""));
    ctx.print(answer);
    return Exit::ok;
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
                 {"n", Kind::number},
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
}

}  // namespace tmis::cmd
