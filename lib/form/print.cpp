// The file is whole before the event is written and has its name after it, as with exports.
#include "form/print.h"

#include <deque>

#include "base/error.h"
#include "base/file.h"
#include "dossier/records.h"
#include "form/paper_sheet.h"
#include "form/pdf.h"
#include "form/workbook.h"
#include "journal/transaction.h"
#include "workflow/paper.h"

namespace tmis::form {
namespace {

struct Asked {
  Permit permit;
  std::vector<people::Person> persons;
};

Asked asked(Desk& desk, const PrintOptions& how) {
  if (!how.teacher.empty()) {
    auto admitted = people::admit(desk, "form print", how.teacher);
    return {std::move(admitted.permit), {std::move(admitted.person)}};
  }
  Permit permit = desk.permit("form print", people::subject_of(desk, how.org_code));
  auto persons = people::persons(desk, permit, how.department);
  return {std::move(permit), std::move(persons)};
}

std::int64_t record(Desk& desk, const Permit& permit, const PrintOptions& how,
                    const std::vector<Form>& forms) {
  journal::EventArgs args{{"form", Value{how.kind}},
                          {"forms", Value{static_cast<std::int64_t>(forms.size())}},
                          {"file", Value{file_name(how.out)}}};
  if (forms.size() == 1) {
    args.emplace_back("teacher", Value{forms.front().person.number});
    args.emplace_back("code", Value{forms.front().code});
  }
  journal::Transaction tx{desk, permit, {.args = std::move(args)}};
  for (const Form& form : forms) workflow::record_print(tx, form.person, how.kind, form.content);
  return tx.commit().seq;
}

Printed print_folder(Desk& desk, const Permit& permit, const PrintOptions& how,
                     const std::vector<Form>& forms) {
  Printed out;
  dossier::make_folder(how.out);
  std::deque<OutputFile> files;
  const Foot edge = present_foot(desk);
  for (const Form& form : forms) {
    const auto& file = files.emplace_back(dossier::file_of(how.out, form.person, ".pdf"));
    out.pages += write_pdf({&form, 1}, edge, how.copies, file.path());
  }
  out.event = record(desk, permit, how, forms);
  for (OutputFile& file : files) file.commit();
  return out;
}

}  // namespace

Printed print(Desk& desk, const PrintOptions& how) {
  const Asked who = asked(desk, how);
  if (who.persons.empty()) throw Error{codes::form_nobody};
  const auto all = forms(desk, who.permit, how.kind, who.persons);
  Printed out;
  if (desk.dry_run) {
    // Only what the file would be.
  } else if (file_ending(how.out).empty()) {
    out = print_folder(desk, who.permit, how, all);
  } else if (file_ending(how.out) == "pdf") {
    OutputFile file{how.out};
    out.pages = write_pdf(all, present_foot(desk), how.copies, file.path());
    out.event = record(desk, who.permit, how, all);
    file.commit();
  } else {
    const auto writer = sheet::create(how.out);
    write_workbook(all, *writer);
    writer->close();
    out.event = record(desk, who.permit, how, all);
    writer->finish();
  }
  out.forms = static_cast<std::int64_t>(all.size());
  return out;
}

}  // namespace tmis::form
