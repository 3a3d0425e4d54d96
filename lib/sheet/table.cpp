// Which writer an ending means.
#include "sheet/table.h"

#include "base/error.h"
#include "base/file.h"
#include "sheet/text_writer.h"
#include "sheet/xlsx_file.h"

namespace tmis::sheet {
namespace {

constexpr const char* kEndings = ".csv .tsv .jsonl .json .html .xlsx";

std::unique_ptr<Writer> text_writer(std::unique_ptr<Sink> sink, Format format,
                                    const WriteOptions& options) {
  switch (format) {
    case Format::csv:
      return csv_writer(std::move(sink), options);
    case Format::tsv:
      return tsv_writer(std::move(sink));
    case Format::jsonl:
    case Format::json:
      return json_writer(std::move(sink), format);
    case Format::html:
      return html_writer(std::move(sink), options);
    case Format::xlsx:
      break;
  }
  bug("a workbook is no stream of text");
}

}  // namespace

Format format_of(const std::string& path) {
  const std::string ending = file_ending(path);
  if (ending == "csv") return Format::csv;
  if (ending == "tsv") return Format::tsv;
  if (ending == "jsonl" || ending == "ndjson") return Format::jsonl;
  if (ending == "json") return Format::json;
  if (ending == "html" || ending == "htm") return Format::html;
  if (ending == "xlsx") return Format::xlsx;
  throw Error{codes::file_ending,
              {arg("file", path), arg("ending", ending), arg("endings", kEndings)}};
}

std::unique_ptr<Writer> create(const std::string& path, const WriteOptions& options) {
  return create(path, format_of(path), options);
}

std::unique_ptr<Writer> create(const std::string& path, Format format,
                               const WriteOptions& options) {
  if (format == Format::xlsx) return xlsx_writer(path);
  return text_writer(std::make_unique<Sink>(path), format, options);
}

std::unique_ptr<Writer> create(std::ostream& out, Format format, const WriteOptions& options) {
  return text_writer(std::make_unique<Sink>(out), format, options);
}

}  // namespace tmis::sheet
