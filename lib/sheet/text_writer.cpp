// A record is built in one string that is used again, then handed to the sink.
#include "sheet/text_writer.h"

#include "base/error.h"
#include "base/text.h"
#include "sheet/csv_text.h"
#include "sheet/xml_edit.h"

namespace tmis::sheet {
namespace {

class CsvWriter : public Writer {
 public:
  CsvWriter(std::unique_ptr<Sink> sink, const WriteOptions& options)
      : sink_(std::move(sink)), mark_(options.byte_order_mark) {}

  void begin_table(const TableHead& head) override {
    if (columns_ != 0) refuse_second_table(head);
    columns_ = head.columns.size();
    if (mark_) sink_->write("\xEF\xBB\xBF");
    std::vector<CellOut> titles;
    for (const Column& column : head.columns) titles.push_back({column.title});
    row(titles);
  }
  void row(const std::vector<CellOut>& cells) override {
    record_.clear();
    for (std::size_t i = 0; i < columns_; ++i) {
      if (i > 0) record_.push_back(',');
      if (i >= cells.size()) continue;
      const bool number = cells[i].kind == Cell::Kind::number;
      append_csv_cell(cells[i].text, ',', number ? Guard::none : Guard::text, record_);
    }
    // One empty column would read as an empty line, which is no row.
    if (record_.empty()) record_ = "\"\"";
    record_.push_back('\n');
    sink_->write(record_);
  }

 private:
  void end() override { sink_->close(); }
  void appear() override { sink_->finish(); }

  std::unique_ptr<Sink> sink_;
  bool mark_;
  std::size_t columns_ = 0;
  std::string record_;
};

class TsvWriter : public Writer {
 public:
  explicit TsvWriter(std::unique_ptr<Sink> sink) : sink_(std::move(sink)) {}

  void begin_table(const TableHead& head) override {
    if (columns_ != 0) refuse_second_table(head);
    columns_ = head.columns.size();
    std::vector<CellOut> titles;
    for (const Column& column : head.columns) titles.push_back({column.title});
    row(titles);
  }
  void row(const std::vector<CellOut>& cells) override {
    record_.clear();
    for (std::size_t i = 0; i < columns_; ++i) {
      if (i > 0) record_.push_back('\t');
      if (i < cells.size()) record_.append(shown(cells[i].text));
    }
    record_.push_back('\n');
    sink_->write(record_);
  }

 private:
  void end() override { sink_->close(); }
  void appear() override { sink_->finish(); }

  std::unique_ptr<Sink> sink_;
  std::size_t columns_ = 0;
  std::string record_;
};

void append_html(std::string_view text, std::string& out) { out.append(xml_escaped(shown(text))); }

constexpr std::string_view kStyle = R"(<style>
body{font-family:"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:1.5em;color:#222}
table{border-collapse:collapse}
th,td{border:1px solid #bbb;padding:.25em .6em;text-align:left;vertical-align:top}
th{background:#eef;position:sticky;top:0}
td.n{text-align:right;font-variant-numeric:tabular-nums}
td.bad{background:#fcc}
</style>
)";

class HtmlWriter : public Writer {
 public:
  HtmlWriter(std::unique_ptr<Sink> sink, WriteOptions options)
      : sink_(std::move(sink)), options_(std::move(options)) {}

  void begin_table(const TableHead& head) override {
    if (columns_ != 0) refuse_second_table(head);
    columns_ = head.columns.size();
    std::string title;
    append_html(options_.title.empty() ? head.name : options_.title, title);
    std::string out = "<!DOCTYPE html>\n<html";
    if (!options_.language.empty()) {
      out.append(" lang=\"");
      append_html(options_.language, out);
      out.append("\"");
    }
    out.append("><head><meta charset=\"utf-8\"><title>").append(title).append("</title>\n");
    out.append(kStyle)
        .append("</head><body><h1>")
        .append(title)
        .append("</h1>\n<table><thead><tr>");
    for (const Column& column : head.columns) {
      out.append("<th>");
      append_html(column.title, out);
      out.append("</th>");
    }
    sink_->write(out.append("</tr></thead><tbody>\n"));
  }
  void row(const std::vector<CellOut>& cells) override {
    record_ = "<tr>";
    for (std::size_t i = 0; i < columns_ && i < cells.size(); ++i) {
      const bool number = cells[i].kind == Cell::Kind::number;
      record_.append(cells[i].bad ? "<td class=\"bad\"" : number ? "<td class=\"n\"" : "<td");
      if (!cells[i].comment.empty()) {
        record_.append(" title=\"");
        append_html(cells[i].comment, record_);
        record_.append("\"");
      }
      record_.append(">");
      append_html(cells[i].text, record_);
      record_.append("</td>");
    }
    sink_->write(record_.append("</tr>\n"));
  }

 private:
  void end() override {
    sink_->write("</tbody></table></body></html>\n");
    sink_->close();
  }
  void appear() override { sink_->finish(); }

  std::unique_ptr<Sink> sink_;
  WriteOptions options_;
  std::size_t columns_ = 0;
  std::string record_;
};

}  // namespace

std::unique_ptr<Writer> csv_writer(std::unique_ptr<Sink> sink, const WriteOptions& options) {
  return std::make_unique<CsvWriter>(std::move(sink), options);
}

std::unique_ptr<Writer> tsv_writer(std::unique_ptr<Sink> sink) {
  return std::make_unique<TsvWriter>(std::move(sink));
}

std::unique_ptr<Writer> html_writer(std::unique_ptr<Sink> sink, const WriteOptions& options) {
  return std::make_unique<HtmlWriter>(std::move(sink), options);
}

void refuse_second_table(const TableHead& head) {
  throw Error{codes::sheet_one_table, {arg("file", shown(head.name))}};
}

}  // namespace tmis::sheet
