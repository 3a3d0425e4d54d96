// The file is whole before the event is written and has its name after it, as with exports.
#include "form/print.h"

#include "base/error.h"
#include "base/file.h"
#include "form/pdf.h"
#include "form/workbook.h"
#include "journal/checkpoint.h"
#include "journal/transaction.h"

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

Foot foot(Desk& desk) {
  std::string time = to_iso(desk.clock.now()).substr(0, 16);
  time[10] = ' ';
  return {journal::short_form(journal::head(desk.db)), time};
}

std::int64_t record(Desk& desk, const Permit& permit, const PrintOptions& how,
                    const std::vector<Form>& forms) {
  journal::EventArgs args{{"form", Value{how.kind}},
                          {"forms", Value{static_cast<std::int64_t>(forms.size())}},
                          {"file", Value{file_name(how.out)}}};
  if (forms.size() == 1) {
    args.emplace_back("teacher", Value{forms.front().number});
    args.emplace_back("content", Value{forms.front().content});
  }
  journal::Transaction tx{desk, permit, {.args = std::move(args)}};
  return tx.commit().seq;
}

}  // namespace

Printed print(Desk& desk, const PrintOptions& how) {
  const Asked who = asked(desk, how);
  if (who.persons.empty()) throw Error{codes::form_nobody};
  const auto all = forms(desk, who.permit, how.kind, who.persons);
  Printed out;
  out.forms = static_cast<std::int64_t>(all.size());
  if (desk.dry_run) return out;
  if (file_ending(how.out) == "pdf") {
    OutputFile file{how.out};
    out.pages = write_pdf(all, foot(desk), how.copies, file.path());
    out.event = record(desk, who.permit, how, all);
    file.commit();
  } else {
    const auto writer = sheet::create(how.out);
    write_workbook(all, *writer);
    writer->close();
    out.event = record(desk, who.permit, how, all);
    writer->finish();
  }
  return out;
}

}  // namespace tmis::form
