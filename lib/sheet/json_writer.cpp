// JSON Lines (an object a line) and JSON (one array of the same objects). Built by hand: the values
// are flat, and a number must come out as it stands in the text.
#include "base/text.h"
#include "sheet/json_text.h"
#include "sheet/text_writer.h"

namespace tmis::sheet {
namespace {

/// As in RFC 8259: no leading zero, no bare point. `1.50` stays `1.50`.
bool is_json_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.size() > 1 && text.front() == '0' && text[1] != '.') return false;
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  if (whole.empty() || !is_digits(whole)) return false;
  if (point == std::string_view::npos) return true;
  const auto part = text.substr(point + 1);
  return !part.empty() && is_digits(part);
}

class JsonWriter : public Writer {
 public:
  JsonWriter(std::unique_ptr<Sink> sink, bool lines) : sink_(std::move(sink)), lines_(lines) {}

  void begin_table(const TableHead& head) override {
    if (begun_) refuse_second_table(head);
    begun_ = true;
    for (const Column& column : head.columns) {
      names_.emplace_back();
      append_json_string(column.id, names_.back());
      several_.push_back(column.several);
      exact_.push_back(column.kind == Column::Kind::decimal);
    }
    if (!lines_) sink_->write("[");
  }
  void row(const std::vector<CellOut>& cells) override {
    record_ = lines_ ? "{" : first_ ? "\n{" : ",\n{";
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (i > 0) record_.push_back(',');
      record_.append(names_[i]).push_back(':');
      if (i < cells.size()) {
        // A decimal is a string: a reader's floating point would not give money back.
        const auto kind = exact_[i] ? Cell::Kind::text : cells[i].kind;
        append_json_value(cells[i].text, kind, several_[i], record_);
      } else {
        record_.append("null");
      }
    }
    record_.append(lines_ ? "}\n" : "}");
    sink_->write(record_);
    first_ = false;
  }

 private:
  void end() override {
    if (!lines_) sink_->write(begun_ ? "\n]\n" : "[]\n");
    sink_->close();
  }
  void appear() override { sink_->finish(); }

  std::unique_ptr<Sink> sink_;
  bool lines_;
  std::vector<bool> exact_;
  bool begun_ = false;
  bool first_ = true;
  std::vector<std::string> names_;
  std::vector<bool> several_;
  std::string record_;
};

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\t') {
      out.append("\\t");
    } else if (byte < 0x20 || byte == 0x7F) {
      out.append("\\u00").append({kHex[byte / 16], kHex[byte % 16]});
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void append_json_value(std::string_view text, Cell::Kind kind, bool several, std::string& out) {
  if (text.empty()) {
    out.append("null");
  } else if (several) {
    out.push_back('[');
    bool first = true;
    for (const auto part : split(text, ';')) {
      if (!first) out.push_back(',');
      first = false;
      append_json_string(part, out);
    }
    out.push_back(']');
  } else if (kind == Cell::Kind::boolean && (text == "1" || text == "true")) {
    out.append("true");
  } else if (kind == Cell::Kind::boolean && (text == "0" || text == "false")) {
    out.append("false");
  } else if (kind == Cell::Kind::number && is_json_number(text)) {
    out.append(text);
  } else {
    append_json_string(text, out);
  }
}

std::unique_ptr<Writer> json_writer(std::unique_ptr<Sink> sink, Format format) {
  return std::make_unique<JsonWriter>(std::move(sink), format == Format::jsonl);
}

}  // namespace tmis::sheet
