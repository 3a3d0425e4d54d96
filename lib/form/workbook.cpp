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

/// Name and number stand before the columns of the block.
sheet::TableHead head(const std::string& name, const std::vector<std::string>& headings) {
  sheet::TableHead out;
  out.name = name;
  out.columns = {column(text("form.name")), column(text("form.number"))};
  for (const std::string& heading : headings) out.columns.push_back(column(heading));
  return out;
}

void write_row(sheet::Writer& writer, const Form& form, const std::vector<std::string>& values) {
  std::vector<sheet::CellOut> cells{{form.name}, {form.number}};
  for (const std::string& value : values) cells.push_back({value});
  writer.row(cells);
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
    writer.begin_table(head(first.blocks[i].title, first.blocks[i].headings));
    for (const Form& form : forms) {
      for (const auto& row : form.blocks[i].rows) write_row(writer, form, row);
    }
  }
}

}  // namespace tmis::form
