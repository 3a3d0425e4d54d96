// Opens a file with the reader that its content asks for.
#include "sheet/source.h"

#include <algorithm>

#include "base/text.h"
#include "sheet/csv_reader.h"
#include "sheet/input.h"
#include "sheet/jsonl_reader.h"
#include "sheet/place.h"
#include "sheet/recognise.h"
#include "sheet/xlsx_workbook.h"

namespace tmis::sheet {
namespace {

Origin origin_of(const std::string& path) {
  Origin origin;
  origin.path = path;
  origin.name = path == "-" ? "-" : file_name(path);
  return origin;
}

std::unique_ptr<Source> open_input(SharedInput input, const OpenOptions& options) {
  Origin origin = origin_of(options.path);
  const Content content = recognise(input->view(), origin);
  if (content == Content::workbook) {
    return open_xlsx(std::make_shared<XlsxWorkbook>(std::move(input), origin), options.sheet);
  }
  if (!options.sheet.empty()) {
    throw fault(codes::sheet_no_sheets, origin, {arg("sheet", shown(options.sheet))});
  }
  if (content == Content::lines_of_json) {
    return std::make_unique<JsonLinesReader>(std::move(input), std::move(origin));
  }
  return std::make_unique<CsvReader>(std::move(input), std::move(origin), options.encoding);
}

}  // namespace

std::unique_ptr<Source> open(const OpenOptions& options) {
  return open_input(std::make_shared<Input>(options.path), options);
}

std::unique_ptr<Source> open_bytes(std::string bytes, const OpenOptions& options) {
  return open_input(std::make_shared<Input>(Input::InMemory{std::move(bytes)}), options);
}

struct Workbook::Inside {
  std::shared_ptr<XlsxWorkbook> workbook;
  std::vector<SheetName> sheets;
};

Workbook::Workbook(const std::string& path) : inside_(std::make_shared<Inside>()) {
  auto input = std::make_shared<Input>(path);
  const Origin origin = origin_of(path);
  if (recognise(input->view(), origin) != Content::workbook)
    throw fault(codes::sheet_wrong_kind, origin, {arg("kind", "CSV / JSON")});
  inside_->workbook = std::make_shared<XlsxWorkbook>(std::move(input), origin);
  for (const auto& sheet : inside_->workbook->sheets()) {
    inside_->sheets.push_back({sheet.name, sheet.hidden});
  }
}

Workbook::~Workbook() = default;

const std::vector<SheetName>& Workbook::sheets() const { return inside_->sheets; }

std::unique_ptr<Source> Workbook::open(const std::string& name) const {
  return open_xlsx(inside_->workbook, name);
}

std::string_view Workbook::bytes() const { return inside_->workbook->package().bytes(); }

std::vector<SheetName> sheet_names(const std::string& path) {
  std::vector<SheetName> names = Workbook{path}.sheets();
  std::stable_partition(names.begin(), names.end(), [](const SheetName& s) { return !s.hidden; });
  return names;
}

bool is_workbook(const std::string& path) { return FileBytes{path}.view().starts_with("PK\3\4"); }

}  // namespace tmis::sheet
