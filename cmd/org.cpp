// tmis org: the tree of organisations.
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/verbs.h"
#include "exchange/renewal.h"
#include "people/organisation.h"
#include "people/person.h"

namespace tmis::cmd {
namespace {

Table organisations_table(const std::vector<people::Organisation>& all) {
  Table table{{{"code"},
               {"name", Kind::text, text("column.org-name")},
               {"kind", Kind::text, {}, "org.kind."},
               {"level", Kind::text, {}, "org.level."},
               {"parent"},
               {"division"},
               {"teachers", Kind::number}},
              {}};
  for (const auto& o : all) {
    table.rows.push_back({Value{o.code}, Value{o.name}, Value{o.kind}, or_null(o.level),
                          or_null(o.parent_code), or_null(o.division), Value{o.teachers}});
  }
  return table;
}

void add_organisation(Verb org) {
  struct Options {
    people::Organisation org;
    bool above = false;
  };
  auto o = std::make_shared<Options>();
  Verb verb = org.verb("add");
  verb.required("--code", o->org.code);
  verb.required("--name", o->org.name);
  verb.required("--kind", o->org.kind);
  verb.option("--level", o->org.level);
  verb.option("--parent", o->org.parent_code);
  verb.option("--division", o->org.division);
  verb.flag("--above", o->above);
  verb.flag("--outside", o->org.outside);
  verb.run([o](Context& ctx) {
    const auto made = people::add_organisation(ctx.write(), o->org, o->above);
    Answer answer;
    answer.figure("id", o->org.code).figure("state", "active").figure("event", made.event);
    answer.text = text("org.added", arg("code", o->org.code), arg("name", o->org.name));
    ctx.print(answer);
    return Exit::ok;
  });
}

struct KeyOptions {
  std::string of, out, reason;
  bool renew = false;
};

/// The key as others are told of it.
Answer key_answer(const exchange::OrgKey& key, const std::string& out) {
  Answer answer;
  answer.figure("org", key.code)
      .figure("name", key.name)
      .figure("file", key.file)
      .figure("key", keys::hex(key.id()))
      .figure("fingerprint", exchange::fingerprint(key));
  (out.empty() ? answer.content : answer.text) =
      text(out.empty() ? "org.key" : "org.key-written", arg("code", key.code),
           arg("fingerprint", exchange::fingerprint(key)), arg("file", out));
  return answer;
}

Exit show_key(Context& ctx, const KeyOptions& o) {
  Desk& desk = ctx.read();
  const Permit permit = desk.permit("org key", people::subject_of(desk, o.of));
  const exchange::KeyFile file = exchange::own_key(desk, permit.about());
  if (!o.out.empty()) {
    ctx.want_place(o.out);
    if (!desk.dry_run) write_file(o.out, exchange::to_json(file));
  }
  ctx.print(key_answer(file.key, o.out));
  return Exit::ok;
}

Exit renew_key(Context& ctx, const KeyOptions& o) {
  if (o.reason.empty())
    throw Error{codes::usage_missing, {arg("what", "--reason"), arg("command", "org key --renew")}};
  Desk& desk = ctx.write();
  const Permit permit = desk.permit(journal::kRenewCommand, people::subject_of(desk, o.of));
  ctx.want_recent_password(permit);
  const std::string code = desk.organisations().find(permit.about())->code;
  if (!ctx.confirmed(text("ask.renew", arg("code", code)))) return Exit::ok;
  if (!o.out.empty()) ctx.want_place(o.out);
  const auto done = exchange::renew(desk, permit.about(), o.reason);
  if (!o.out.empty() && !desk.dry_run) write_file(o.out, exchange::to_json(done.file));
  Answer answer = key_answer(done.file.key, o.out);
  answer.figure("old_key", done.old_key)
      .figure("wrapped", static_cast<std::int64_t>(done.wrapped))
      .figure("left_out", joined(done.left_out, ","))
      .event(done.event);
  const std::string renewed = text("org.key-renewed", arg("code", code), arg("n", done.wrapped));
  answer.text = answer.text.empty() ? renewed : renewed + "\n" + answer.text;
  if (!done.left_out.empty())
    answer.text += "\n" + text("org.key-left-out", arg("logins", joined(done.left_out, ", ")));
  ctx.print(answer);
  return Exit::ok;
}

void add_key(Verb org) {
  auto o = std::make_shared<KeyOptions>();
  Verb verb = org.verb("key");
  verb.option("--org", o->of);
  verb.option("--out", o->out);
  verb.flag("--renew", o->renew);
  verb.option("--reason", o->reason);
  verb.run([o](Context& ctx) { return o->renew ? renew_key(ctx, *o) : show_key(ctx, *o); });
}

struct TrustOptions {
  std::string code, key, fingerprint, reason;
  bool revoke = false;
};

/// Typed from paper or telephone on a terminal; a script says it with --fingerprint, or has
/// compared it itself. Not asked for where the trusted key has signed this one (`vouched`).
void compare_fingerprint(Context& ctx, const TrustOptions& o, const exchange::OrgKey& key,
                         bool vouched) {
  if (vouched && o.fingerprint.empty()) return;
  std::string typed = o.fingerprint;
  if (typed.empty() && (ctx.globals.yes || !ctx.console.asks())) return;
  if (typed.empty()) {
    typed = ctx.console.ask(text("org.trust-question", arg("code", o.code), arg("name", key.name),
                                 arg("fingerprint", exchange::fingerprint(key))));
  }
  if (!exchange::is_fingerprint(key, typed))
    throw Error{codes::trust_fingerprint, {arg("file", o.key)}};
}

void add_trust(Verb org) {
  auto o = std::make_shared<TrustOptions>();
  Verb verb = org.verb("trust");
  verb.required("CODE", o->code);
  verb.option("--key", o->key);
  verb.option("--fingerprint", o->fingerprint);
  verb.flag("--revoke", o->revoke);
  verb.option("--reason", o->reason);
  verb.run([o](Context& ctx) {
    const std::string wanted = o->revoke ? "--reason" : "--key";
    if ((o->revoke ? o->reason : o->key).empty())
      throw Error{codes::usage_missing, {arg("what", wanted), arg("command", "org trust")}};
    Desk& desk = ctx.write();
    exchange::TrustDone done;
    if (o->revoke) {
      done = exchange::distrust(desk, o->code, o->reason);
    } else {
      desk.permit("org trust");
      const exchange::KeyFile file = exchange::key_file_of(read_file(o->key), o->key);
      const bool vouched = exchange::signed_by_trusted(desk, o->code, file);
      compare_fingerprint(ctx, *o, file.key, vouched);
      done = exchange::trust(desk, o->code, file, !vouched);
    }
    const std::string state = done.unchanged ? "unchanged" : o->revoke ? "revoked" : "trusted";
    Answer answer;
    answer.figure("id", o->code).figure("state", state).figure("fingerprint", done.fingerprint);
    if (!done.signed_by.empty()) answer.figure("signed_by", done.signed_by);
    answer.event(done.event);
    const std::string said = !done.signed_by.empty() ? "trust.renewed" : "trust." + state;
    answer.text = text(done.unchanged ? "unchanged" : said, arg("code", o->code),
                       arg("fingerprint", done.fingerprint));
    ctx.print(answer);
    return Exit::ok;
  });
}

}  // namespace

void add_org(Verb app) {
  Verb org = app.verb("org");
  add_organisation(org);
  add_key(org);
  add_trust(org);
  add_org_officers(org);
  add_org_policy(org);
  add_org_rollcall(org);

  Verb list_verb = org.verb("list");
  list_verb.lists();
  list_verb.run([](Context& ctx) {
    Desk& desk = ctx.read();
    ctx.print(list(organisations_table(people::organisations(desk, desk.permit("org list")))));
    return Exit::ok;
  });

  auto code = std::make_shared<std::string>();
  Verb show = org.verb("show");
  show.required("CODE", *code);
  show.run([code](Context& ctx) {
    Desk& desk = ctx.read();
    const auto o = people::organisation(desk, *code);
    access::Subject subject;
    subject.org = o.row;
    desk.permit("org show", subject);
    ctx.print(ctx.object(organisations_table({o})));
    return Exit::ok;
  });

  auto of = std::make_shared<std::string>();
  Verb departments = org.verb("departments");
  departments.option("--org", *of);
  departments.lists();
  departments.run([of](Context& ctx) {
    Desk& desk = ctx.read();
    const auto permit = desk.permit("org departments", people::subject_of(desk, *of));
    Table table{{{"department"}, {"teachers", Kind::number}}, {}};
    for (const auto& d : people::departments(desk, permit.about())) {
      table.rows.push_back({or_null(d.name), Value{d.teachers}});
    }
    ctx.print(list(std::move(table)));
    return Exit::ok;
  });
}

}  // namespace tmis::cmd
