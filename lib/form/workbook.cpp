// Numbers stay text here: what is printed is read by people, digit by digit.
#include "form/workbook.h"

#include "base/message.h"

namespace tmis::form {
namespace {

sheet::Column column(const std::string& title) {
  sheet::Column out;
  out.id = out.title = title;
  return out;
}

/// Name, number and code stand before the columns of the block.
sheet::TableHead head(const std::string& name, const std::vector<std::string>& headings) {
  sheet::TableHead out;
  out.name = name;
  out.columns = {column(text("form.name")), column(text("form.number")),
                 column(text("form.code-of"))};
  for (const std::string& heading : headings) out.columns.push_back(column(heading));
  return out;
}

void write_row(sheet::Writer& writer, const Form& form, const std::vector<std::string>& values) {
  std::vector<sheet::CellOut> cells{{form.person.name}, {form.person.number}, {form.code}};
  for (const std::string& value : values) cells.push_back({value});
  writer.row(cells);
}

/// One line a person, with a column for each who signs and for the day.
void write_signing(const std::vector<Form>& forms, sheet::Writer& writer) {
  const Form& first = forms.front();
  std::vector<std::string> headings;
  if (!first.blocks.empty()) headings.push_back(text("form.statement"));
  for (const std::string& signature : first.signatures) {
    headings.push_back(signature);
    headings.push_back(text("form.date-of"));
  }
  headings.push_back(first.seal);
  writer.begin_table(head(text("form.signing"), headings));
  for (const Form& form : forms)
    write_row(writer, form, form.blocks.empty() ? std::vector<std::string>{} : form.statements);
}

}  // namespace

void write_workbook(const std::vector<Form>& forms, sheet::Writer& writer) {
  if (forms.empty()) return;
  const Form& first = forms.front();
  if (first.blocks.empty()) {  // a letter
    writer.begin_table(head(first.title, {first.title}));
    for (const Form& form : forms) {
      for (const std::string& paragraph : form.statements) write_row(writer, form, {paragraph});
    }
  }
  for (std::size_t i = 0; i < first.blocks.size(); ++i) {
    const Block& block = first.blocks[i];
    const std::string& name = block.title.empty() ? block.category : block.title;
    writer.begin_table(head(name.empty() ? first.title : name, block.headings));
    for (const Form& form : forms) {
      for (const auto& row : form.blocks[i].rows) write_row(writer, form, row);
    }
  }
  write_signing(forms, writer);
}

}  // namespace tmis::form
