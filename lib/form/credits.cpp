// The paper is over the entries of the cycle: a correction makes it stale, a later cycle doesn't.
#include "form/credits.h"

#include "base/error.h"
#include "base/file.h"
#include "base/message.h"
#include "form/paper_sheet.h"
#include "form/pdf.h"
#include "form/workbook.h"
#include "journal/transaction.h"
#include "people/organisation.h"
#include "schema/display.h"
#include "workflow/paper.h"

namespace tmis::form {
namespace {

std::string code_text(Desk& desk, std::string_view table, const std::string& code) {
  return code.empty() ? code : schema::code_label(desk.catalogue.codes(table), code);
}

Block entries_block(Desk& desk, const workflow::Ledger& ledger) {
  Block out;
  out.title = text("credits.paper.entries");
  for (const char* key :
       {"end_date", "case", "category", "mode", "result", "hours", "credits", "counted", "rule"})
    out.headings.push_back(text("credits.paper." + std::string{key}));
  for (const auto& line : ledger.lines) {
    if (line.replaced) continue;
    const auto& row = line.row;
    const auto& traits = row.entry.traits;
    out.rows.push_back(
        {to_iso(row.entry.end), row.case_id, code_text(desk, "training_category", traits[0]),
         code_text(desk, "training_mode", traits[1]),
         text("credits.paper.result." + std::string{name(row.entry.result)}),
         to_text(row.entry.hours), to_text(row.credits), to_text(row.counted), row.rule});
  }
  return out;
}

Block requirements_block(const workflow::Ledger& ledger) {
  Block out;
  out.title = text("credits.paper.requirements");
  for (const char* key : {"requirement", "year", "at_least", "have", "short", "until"})
    out.headings.push_back(text("credits.paper." + std::string{key}));
  for (const auto& line : ledger.requirements) {
    const auto& r = *line.requirement;
    out.rows.push_back({language() == Language::zh ? r.zh : r.en,
                        line.year == 0 ? "" : std::to_string(line.year), to_text(r.at_least),
                        to_text(line.have), to_text(line.shortfall), to_iso(line.until)});
  }
  return out;
}

Form credits_form(Desk& desk, const workflow::Ledger& ledger, const std::string& kind) {
  Form out;
  out.title = text("credits.paper.title");
  out.organisation = people::organisation(desk, ledger.person.org).name;
  out.person = ledger.person;
  out.day = to_iso(desk.today());
  out.blocks = {entries_block(desk, ledger), requirements_block(ledger)};
  const auto& set = ledger.cycle->rule->set;
  out.statements = {
      text("credits.paper.statement", arg("from", to_iso(ledger.cycle->first)),
           arg("until", to_iso(ledger.cycle->last())),
           arg("rule", language() == Language::zh ? set.zh : set.en),
           arg("version", ledger.cycle->rule->version), arg("hours", to_text(ledger.hours)),
           arg("credits", to_text(ledger.credits)), arg("counted", to_text(ledger.measured)))};
  out.signatures = {text("credits.paper.signer")};
  out.seal = text("form.seal");
  out.content = workflow::PaperContents{desk, ledger.person.row}.of(ledger.person, kind);
  out.code = workflow::paper_code(out.content);
  return out;
}

}  // namespace

PrintedCredits print_credits(Desk& desk, const Permit& permit, const workflow::Ledger& ledger,
                             const std::string& path) {
  if (!ledger.cycle) throw Error{codes::credits_no_rule, {arg("what", ledger.person.number)}};
  const std::string kind = workflow::credits_paper(ledger.cycle->first, ledger.cycle->last());
  const std::vector<Form> form{credits_form(desk, ledger, kind)};
  PrintedCredits out{form.front().code, -1};
  if (desk.dry_run) return out;
  const auto record = [&] {
    journal::Transaction tx{desk,
                            permit,
                            {.args = {{"teacher", Value{ledger.person.number}},
                                      {"code", Value{out.code}},
                                      {"file", Value{file_name(path)}}}}};
    workflow::record_print(tx, ledger.person, kind, form.front().content);
    out.event = tx.commit().seq;
  };
  if (file_ending(path) == "pdf") {
    OutputFile file{path};
    write_pdf(form, present_foot(desk), 1, file.path());
    record();
    file.commit();
  } else {
    const auto writer = sheet::create(path);
    write_workbook(form, *writer);
    writer->close();
    record();
    writer->finish();
  }
  return out;
}

}  // namespace tmis::form
