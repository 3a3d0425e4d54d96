// Every table is printed with all its fields: an empty one is an answer, too, on paper.
#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "dossier/records.h"
#include "form/form.h"
#include "journal/as_of.h"
#include "people/organisation.h"
#include "schema/row_reader.h"
#include "workflow/paper.h"

namespace tmis::form {
namespace {

using dossier::Reading;
using schema::FieldSet;

constexpr std::string_view kDossier = "dossier";
/// Letters are texts: `letter.LETTER.1` and so on, as long as there are any.
constexpr std::array<std::string_view, 2> kLetters = {"responsibility", "commitment"};

bool is_letter(std::string_view kind) {
  return std::find(kLetters.begin(), kLetters.end(), kind) != kLetters.end();
}

/// Who passed an item, and when: "王敏 2017-02-26"; empty where nobody has.
class Auditors {
 public:
  explicit Auditors(Desk& desk) : desk_(desk), events_(desk.db) {}

  std::string of(const dossier::Item& item) {
    if (item.state != "audited") return {};
    auto find = desk_.db.statement("SELECT seq FROM item_state WHERE table_id = ? AND record = ?");
    find.with(std::int64_t{item.set->number}, item.record);
    if (!find.step()) return {};
    const std::int64_t seq = find.integer(0);
    return name_of(events_.at(seq).actor) + " " + events_.day(seq);
  }

 private:
  /// Officers have a name beside their login.
  std::string name_of(const std::string& login) {
    auto find = desk_.db.statement("SELECT ifnull(name, login) FROM account WHERE login = ?");
    find.with(std::string_view{login});
    return find.step() ? std::string{find.text(0)} : login;
  }

  Desk& desk_;
  journal::Events events_;
};

bool says_none(const FieldSet& set, const Reading& r) {
  return set.none_row && r.record.values[set.none_row->field] == set.none_row->value;
}

std::vector<std::string> cells(const FieldSet& set, const Permit& permit, const Reading& r,
                               Auditors& auditors) {
  const bool none = says_none(set, r);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < set.fields.size(); ++i) {
    // A row that says "none" says nothing else; what the form shows there would only mislead.
    const bool shown = !none || i == set.none_row->field;
    const schema::Field& field = set.fields[i];
    if (!shown) {
      out.emplace_back();
    } else if (dossier::hidden(set, field, permit, r.record.closed, true)) {
      out.emplace_back("***");
    } else {
      out.push_back(schema::display(field, r.record.values[i], schema::Form::label));
    }
  }
  out.push_back(Machine::of("item").state_text(r.item.state));
  out.push_back(auditors.of(r.item));
  return out;
}

Block block(Desk& desk, const FieldSet& set, const Permit& permit, const people::Person& person,
            Auditors& auditors) {
  Block out;
  out.title = set.label.here();
  for (const auto& field : set.fields) out.headings.push_back(field.label.here());
  out.headings.push_back(text("form.state"));
  out.headings.push_back(text("form.auditor"));
  for (const Reading& r : dossier::records_of(desk, set, permit, person)) {
    out.rows.push_back(cells(set, permit, r, auditors));
    out.none = out.rows.size() == 1 && says_none(set, r);
  }
  return out;
}

std::vector<std::string> paragraphs(const std::string& letter, const Form& form,
                                    const std::string& identity) {
  std::vector<std::string> out;
  for (int n = 1; has_text("letter." + letter + "." + std::to_string(n)); ++n) {
    out.push_back(text("letter." + letter + "." + std::to_string(n), arg("name", form.person.name),
                       arg("organisation", form.organisation), arg("number", form.person.number),
                       arg("identity", identity)));
  }
  return out;
}

/// Who signs and what above it: the teacher, then the school; a letter of its own has its own
/// lines.
void end(Desk& desk, Form& form, const std::string& kind, bool from_school) {
  form.seal = text("form.seal");
  if (is_letter(kind)) {
    const auto identity = people::identity_number(desk, form.person.row);
    form.statements =
        paragraphs(kind, form, identity ? schema::masked_identity(*identity) : std::string{"***"});
    form.signatures = {text("letter." + kind + ".signer"), text("letter." + kind + ".other")};
    return;
  }
  form.statements = {text(from_school ? "form.checked" : "form.true-and-complete")};
  form.signatures = {text("form.teacher"), text(from_school ? "form.importer" : "form.filler"),
                     text("form.auditor-signs")};
}

/// Headings of the categories, numbered as they are in the field sets; a table that is all of its
/// category needs none of its own.
void name_blocks(Form& form, const std::vector<const FieldSet*>& sets) {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const auto& category = sets[i]->category;
    const bool first = i == 0 || sets[i - 1]->category.id != category.id;
    const bool last = i + 1 == sets.size() || sets[i + 1]->category.id != category.id;
    if (first) {
      form.blocks[i].category =
          text("form.category", arg("n", category.order), arg("label", category.label.here()));
    }
    if (first && last) form.blocks[i].title.clear();
  }
}

}  // namespace

std::string title(Desk& desk, const std::string& kind) {
  if (kind == kDossier) return text("form.dossier.title");
  if (is_letter(kind)) return text("letter." + kind + ".title");
  if (workflow::is_credits_paper(kind)) return text("credits.paper.title");
  return text("form.table.title", arg("label", desk.catalogue.at(kind).label.here()));
}

std::vector<std::string> kinds(Desk& desk) {
  std::vector<std::string> out{std::string{kDossier}};
  for (const FieldSet& set : desk.catalogue.all()) out.push_back(set.id);
  out.insert(out.end(), kLetters.begin(), kLetters.end());
  return out;
}

std::vector<Form> forms(Desk& desk, const Permit& permit, const std::string& kind,
                        const std::vector<people::Person>& persons) {
  const auto known = kinds(desk);
  if (std::find(known.begin(), known.end(), kind) == known.end()) {
    throw Error{codes::form_unknown,
                {arg("kind", kind), arg("near", nearest(kind, known).value_or(known.front()))}};
  }
  std::vector<Form> out;
  Auditors auditors{desk};
  const workflow::PaperContents contents{
      desk, persons.size() == 1 ? std::optional{persons.front().row} : std::nullopt};
  for (const people::Person& person : persons) {
    Form& form = out.emplace_back();
    form.title = title(desk, kind);
    form.organisation = people::organisation(desk, person.org).name;
    form.person = person;
    form.day = to_iso(desk.today());
    form.cover = kind == kDossier;
    std::vector<const FieldSet*> sets;
    for (const FieldSet& set : desk.catalogue.all()) {
      if (kind != kDossier && kind != set.id) continue;
      form.blocks.push_back(block(desk, set, permit, person, auditors));
      sets.push_back(&set);
    }
    if (form.cover) name_blocks(form, sets);
    if (form.blocks.size() == 1) form.blocks.front().title.clear();  // the form is called so
    end(desk, form, kind, !form.cover && !sets.empty() && sets.front()->from_school());
    form.content = contents.of(person, kind);
    form.code = workflow::paper_code(form.content);
  }
  return out;
}

}  // namespace tmis::form
