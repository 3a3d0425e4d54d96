// tmis record add, edit, remove, erase, none, submit: single rows by hand.
#include "base/message.h"
#include "cmd/record.h"
#include "cmd/record_form.h"
#include "dossier/edit.h"
#include "dossier/erase.h"

namespace tmis::cmd {
namespace {

Exit print_done(Context& ctx, const dossier::Done& done, std::string_view key) {
  Answer answer;
  answer.figure("id", done.id).figure("state", done.state);
  answer.event(done.event);
  answer.text =
      text(done.unchanged ? "record.unchanged" : key, arg("id", done.id), arg("state", done.state));
  ctx.print(answer);
  return Exit::ok;
}

struct EditOptions {
  std::string set, id, teacher, reason;
  std::vector<std::string> values;
};

/// On a terminal the form; else the values had to be given.
Exit by_form(Context& ctx, dossier::Entry entry, const std::string& command,
             const std::string& reason) {
  if (!ctx.console.talks()) {
    std::string what;
    for (const std::size_t i : entry.asked()) {
      if (entry.is_new() && entry.required(i))
        what.append(" --set ").append(entry.set().fields[i].id).append("=…");
    }
    if (what.empty()) what = " --set FIELD=VALUE";
    throw Error{codes::usage_missing, {arg("what", what.substr(1)), arg("command", command)}};
  }
  const Filled filled = fill_in(ctx, entry, reason);
  if (!filled.stored) return Exit::ok;
  return print_done(ctx, filled.done, entry.is_new() ? "record.added" : "record.edited");
}

void add_adding(Verb record) {
  auto o = std::make_shared<EditOptions>();
  Verb verb = record.verb("add");
  verb.required("SET", o->set);
  verb.option("--teacher", o->teacher);
  verb.option("--set", o->values);
  verb.option("--reason", o->reason);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    const std::string who = ctx.whose(o->teacher, "record add");
    if (o->values.empty())
      return by_form(ctx, dossier::Entry::adding(desk, o->set, who), "record add", o->reason);
    return print_done(ctx, dossier::add(desk, o->set, who, assignments(o->values), o->reason),
                      "record.added");
  });
}

void add_edit(Verb record) {
  auto o = std::make_shared<EditOptions>();
  Verb verb = record.verb("edit");
  verb.required("ID", o->id);
  verb.option("--set", o->values);
  verb.option("--reason", o->reason);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    if (o->values.empty())
      return by_form(ctx, dossier::Entry::editing(desk, o->id), "record edit", o->reason);
    return print_done(ctx, dossier::edit(desk, o->id, assignments(o->values), o->reason),
                      "record.edited");
  });
}

void add_remove(Verb record) {
  auto o = std::make_shared<EditOptions>();
  Verb verb = record.verb("remove");
  verb.required("ID", o->id);
  verb.required("--reason", o->reason);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    const auto done = dossier::remove(desk, o->id, o->reason);
    const bool gone = done.state == "withdrawn";
    return print_done(ctx, done, gone ? "record.removed" : "record.removal-proposed");
  });
}

Exit erase(Context& ctx, const std::string& id, const std::string& reason, bool earlier) {
  Desk& desk = ctx.write();
  ctx.want_recent_password(dossier::erase_permit(desk, id));
  if (!ctx.confirmed(text("ask.erase", arg("id", id)))) return Exit::ok;
  const auto done = dossier::erase(desk, id, reason, earlier);
  if (!done.scrubbed) ctx.warn(codes::record_not_scrubbed, {arg("file", desk.db.path())});
  Answer answer;
  answer.booleans.emplace_back("scrubbed", done.scrubbed);
  answer.figure("id", done.id).figure("versions", static_cast<std::int64_t>(done.versions.size()));
  answer.event(done.event);
  Table backups{{{"file"}, {"at"}, {"event", Kind::number}}, {}};
  for (const auto& b : done.backups) {
    backups.rows.push_back({Value{b.file}, or_null(b.at), b.event < 0 ? Value{} : Value{b.event}});
  }
  answer.text = text(done.unchanged ? "record.nothing-to-erase" : "record.erased",
                     arg("id", done.id), arg("n", done.versions.size()));
  if (!backups.rows.empty()) {
    answer.text += "\n" + text("record.erased-but", arg("n", backups.rows.size()));
  }
  answer.tables.emplace_back("backups", std::move(backups));
  ctx.print(answer);
  return Exit::ok;
}

void add_erase(Verb record) {
  auto o = std::make_shared<EditOptions>();
  auto earlier = std::make_shared<bool>(false);
  Verb verb = record.verb("erase");
  verb.required("ID", o->id);
  verb.required("--reason", o->reason);
  verb.flag("--earlier", *earlier);
  verb.run([o, earlier](Context& ctx) { return erase(ctx, o->id, o->reason, *earlier); });
}

void add_none(Verb record) {
  auto o = std::make_shared<EditOptions>();
  Verb verb = record.verb("none");
  verb.required("SET", o->set);
  verb.option("--teacher", o->teacher);
  verb.option("--reason", o->reason);
  verb.run([o](Context& ctx) {
    Desk& desk = ctx.write();
    const std::string who = ctx.whose(o->teacher, "record none");
    return print_done(ctx, dossier::declare_none(desk, o->set, who, o->reason),
                      "record.declared-none");
  });
}

void add_submit(Verb record) {
  struct Submit {
    std::string teacher, org;
    bool all = false;
  };
  auto o = std::make_shared<Submit>();
  Verb verb = record.verb("submit");
  verb.option("--teacher", o->teacher);
  verb.flag("--all", o->all);
  verb.option("--org", o->org);
  verb.run([o](Context& ctx) {
    constexpr std::string_view kCommand = "record submit", kEither = "--teacher T | --all";
    if (!o->teacher.empty() && o->all)
      throw Error{codes::usage_missing, {arg("what", kEither), arg("command", kCommand)}};
    Desk& desk = ctx.write();
    const auto done = o->all ? dossier::submit_all(desk, o->org)
                             : dossier::submit(desk, ctx.whose(o->teacher, kCommand, kEither));
    Answer answer;
    answer.figure("done", done.dossiers)
        .figure("unchanged", done.unchanged)
        .figure("skipped", done.skipped);
    answer.figure("items", done.items);
    answer.event(done.event);
    answer.tables.emplace_back("findings", gaps_table(done.incomplete));
    answer.text =
        text("record.submitted-all", arg("done", done.dossiers), arg("unchanged", done.unchanged),
             arg("skipped", done.skipped), arg("items", done.items));
    ctx.print(answer);
    return done.skipped > 0 ? Exit::findings : Exit::ok;
  });
}

}  // namespace

dossier::Assignments assignments(const std::vector<std::string>& words) {
  dossier::Assignments out;
  for (const std::string& word : words) {
    const auto at = word.find('=');
    if (at == std::string::npos || at == 0) {
      throw Error{codes::usage_value,
                  {arg("value", word), arg("option", "--set"), arg("expected", "FIELD=VALUE")}};
    }
    out.emplace_back(word.substr(0, at), word.substr(at + 1));
  }
  return out;
}

Table gaps_table(const std::vector<dossier::Gap>& gaps) {
  Table table{{{"teacher_number"},
               {"name"},
               {"table", Kind::set},
               {"record"},
               code_before_words("field"),
               code_before_words("code"),
               {"message"}},
              {}};
  for (const auto& gap : gaps) {
    const Finding finding{gap.code, 0, 0, gap.field, {}, gap.args};
    table.rows.push_back(
        {Value{gap.teacher.number}, Value{gap.teacher.name}, Value{gap.set->id},
         gap.record == 0 ? Value{} : Value{gap.set->id + "#" + std::to_string(gap.record)},
         or_null(gap.field), Value{gap.code->name}, Value{message(finding)}});
  }
  return table;
}

void add_record_edits(Verb record) {
  add_adding(record);
  add_edit(record);
  add_remove(record);
  add_erase(record);
  add_none(record);
  add_submit(record);
}

}  // namespace tmis::cmd
