// Everybody may ask; who may not see the dossier learns whether the paper holds, and no more.
#include "form/verify.h"

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "form/form.h"
#include "people/organisation.h"
#include "workflow/paper.h"

namespace tmis::form {

Verdict verify(Desk& desk, const std::string& typed) {
  desk.permit("form verify");
  const auto code = workflow::typed_paper_code(typed);
  if (!code) throw Error{codes::form_code, {arg("code", shown(shortened(typed, 60)))}};
  const auto paper = workflow::find_paper(desk, *code);
  if (!paper) throw Error{codes::form_no_print, {arg("code", *code)}};
  Verdict out;
  out.code = *code;
  out.kind = paper->kind;
  out.title = title(desk, paper->kind);
  out.valid = paper->valid;
  out.known = workflow::may_know(desk, paper->person);
  if (!out.known) return out;
  out.number = paper->person.number;
  out.name = paper->person.name;
  out.organisation = people::organisation(desk, paper->person.org).name;
  out.day = paper->day;
  out.by = paper->by;
  out.event = paper->seq;
  out.times = paper->times;
  if (paper->head_changed) out.changed.push_back(text("form.head-of"));
  if (!paper->valid && !paper->head_changed && workflow::is_credits_paper(paper->kind))
    out.changed.push_back(text("credits.paper.entries"));
  for (const schema::FieldSet* set : paper->changed) out.changed.push_back(set->label.here());
  return out;
}

}  // namespace tmis::form
