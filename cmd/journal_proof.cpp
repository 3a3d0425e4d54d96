// tmis journal prove and check-proof: one record for somebody who has no file.
#include "base/file.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/journal.h"
#include "people/person.h"
#include "workflow/record_proof.h"

namespace tmis::cmd {
namespace {

using workflow::ProofStep;

Exit prove(Context& ctx, const std::string& id, const std::string& out) {
  Desk& desk = ctx.read();
  desk.permit("journal prove");
  const auto record = dossier::record_id(desk, id);
  const std::int64_t teacher = dossier::owner(desk, record);
  const Permit permit =
      people::admit(desk, "journal prove", people::person(desk, teacher).number).permit;
  ctx.want_place(out);
  const auto proof = workflow::prove(desk, permit, record, permit.limited(access::Limit::reported));
  if (!ctx.globals.dry_run) write_file(out, journal::to_json(proof));
  const auto head = journal::head(desk.db);
  Answer answer;
  answer.figure("id", id)
      .figure("file", out)
      .figure("rows", static_cast<std::int64_t>(proof.rows.size()))
      .figure("events", static_cast<std::int64_t>(proof.events.size()))
      .figure("short", journal::short_form(head));
  answer.text = text("proof.written", arg("id", id), arg("file", out),
                     arg("short", journal::short_form(head)));
  ctx.print(answer);
  return Exit::ok;
}

Table steps_table(const workflow::ProofStory& story) {
  Table table{{{"step", Kind::text, {}, "proof.step."},
               {"version", Kind::number},
               {"event", Kind::number},
               {"at"},
               {"actor"},
               {"role", Kind::text, {}, "role."},
               {"org"},
               {"paper"}},
              {}};
  for (const ProofStep& step : story.steps) {
    table.rows.push_back({Value{step.name()}, Value{std::int64_t{step.version}}, Value{step.seq},
                          Value{step.at}, Value{step.actor}, Value{step.role}, Value{step.org},
                          or_null(step.paper)});
  }
  return table;
}

/// What the checkpoint of somebody else adds to the proof's own.
std::string about_checkpoint(const journal::Checkpoint& given, const workflow::ProofStory& story) {
  if (given.seq == story.head.seq) return text("proof.same-head", arg("seq", given.seq));
  return given.seq > story.head.seq
             ? text("proof.later-head", arg("seq", given.seq), arg("head", story.head.seq))
             : text("proof.earlier-head", arg("seq", given.seq), arg("head", story.head.seq));
}

Exit check_proof(Context& ctx, const std::string& file, const std::string& checkpoint) {
  const auto proof = journal::proof_from_json(read_file(file), file);
  const auto own = schema::Catalogue::load(ctx.schemas_folder());
  auto story = workflow::story(proof, file, own);
  std::string compared;
  if (!checkpoint.empty()) {
    const auto given =
        journal::read_checkpoint(file_exists(checkpoint) ? read_file(checkpoint) : checkpoint);
    const auto unlike = journal::against(proof, journal::check(proof), given);
    if (unlike) story.findings.push_back(*unlike);
    if (!unlike) compared = about_checkpoint(given, story) + "\n";
  }
  for (auto& d : story.findings) d.args.push_back(arg("record", story.record));
  const bool ok = story.findings.empty();
  Answer answer;
  answer.booleans.emplace_back("ok", ok);
  answer.figure("id", story.record)
      .figure("teacher_number", story.teacher)
      .figure("file_id", story.file)
      .figure("first", story.first)
      .figure("head", story.head.seq);
  answer.tables.emplace_back("findings", discrepancies(story.findings));
  if (!ok) story.steps.clear(), story.values.clear();  // nothing that anybody could take for proved
  answer.tables.emplace_back("steps", steps_table(story));
  Table values{{{"field"}, {"label"}, {"value"}}, {}};
  for (const auto& shown : story.values)
    values.rows.push_back({Value{shown.field}, Value{shown.label}, Value{shown.value}});
  answer.tables.emplace_back("values", std::move(values));
  answer.text = ok ? text("proof.fits", arg("id", story.record), arg("teacher", story.teacher)) +
                         "\n" + compared +
                         (story.sealed ? text("proof.sealed") + "\n" : std::string{}) +
                         text("proof.limits", arg("head", story.head.seq),
                              arg("first", story.first.substr(0, 16)))
                   : text("proof.differs", arg("n", story.findings.size()));
  ctx.print(answer);
  return ok ? Exit::ok : Exit::integrity;
}

}  // namespace

void add_journal_proofs(Verb journal) {
  auto record = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  Verb prove_verb = journal.verb("prove");
  prove_verb.required("RECORD", *record);
  prove_verb.required("--out", *out);
  prove_verb.run([record, out](Context& ctx) { return prove(ctx, *record, *out); });

  auto file = std::make_shared<std::string>();
  auto checkpoint = std::make_shared<std::string>();
  Verb check_verb = journal.verb("check-proof");
  check_verb.required("FILE", *file);
  check_verb.option("--checkpoint", *checkpoint);
  check_verb.run([file, checkpoint](Context& ctx) { return check_proof(ctx, *file, *checkpoint); });
}

}  // namespace tmis::cmd
