// RFC 8259 without recursion: an object, in it a list at most, so depth never exceeds two.
#include "sheet/json_line.h"

#include "base/text.h"

namespace tmis::sheet {

bool JsonLine::next(std::string& name, Cell& cell) {
  if (!opened_) {
    open();
    space();
    if (peek() != '}') {
      string(name);
      expect(':');
      value(cell);
      return true;
    }
  } else {
    space();
    if (peek() == ',') {
      ++at_;
      space();
      string(name);
      expect(':');
      value(cell);
      return true;
    }
  }
  expect('}');
  space();
  if (at_ != line_.size()) fail();
  return false;
}

void JsonLine::open() {
  space();
  if (peek() == '[') fail(codes::jsonl_array);
  expect('{');
  opened_ = true;
}

void JsonLine::value(Cell& cell) {
  space();
  cell.text.clear();
  cell.kind = Cell::Kind::empty;
  switch (peek()) {
    case '"':
      string(cell.text);
      cell.kind = cell.text.empty() ? Cell::Kind::empty : Cell::Kind::text;
      return;
    case '[':
      return list(cell);
    case '{':
      fail(codes::jsonl_nested);
    case 't':
    case 'f':
      cell.text = peek() == 't' ? "true" : "false";
      cell.kind = Cell::Kind::boolean;
      return word(cell.text);
    case 'n':
      return word("null");
    default:
      number(cell.text);
      cell.kind = Cell::Kind::number;
  }
}

void JsonLine::list(Cell& cell) {
  expect('[');
  space();
  std::string part;
  bool first = true;
  while (peek() != ']') {
    if (peek() == '[' || peek() == '{') fail(codes::jsonl_nested);
    part.clear();
    if (peek() == '"') {
      string(part);
    } else {
      number(part);
    }
    if (!first) cell.text.push_back(';');
    first = false;
    cell.text.append(part);
    space();
    if (peek() != ',') break;
    ++at_;
    space();
    if (peek() == ']') fail();
  }
  expect(']');
  if (!cell.text.empty()) cell.kind = Cell::Kind::text;
}

void JsonLine::string(std::string& out) {
  out.clear();
  if (peek() != '"') fail();
  ++at_;
  for (;;) {
    const std::size_t begin = at_;
    while (at_ < line_.size() && line_[at_] != '"' && line_[at_] != '\\' &&
           static_cast<unsigned char>(line_[at_]) >= 0x20)
      ++at_;
    out.append(line_, begin, at_ - begin);
    if (peek() == '"' && at_ < line_.size()) break;
    if (peek() != '\\') fail();
    ++at_;
    escape(out);
  }
  ++at_;
}

void JsonLine::escape(std::string& out) {
  static constexpr std::string_view kNames = "\"\\/bfnrt";
  static constexpr std::string_view kCharacters = "\"\\/\b\f\n\r\t";
  if (at_ == line_.size()) fail();
  const char c = line_[at_];
  if (c != 'u') {
    const auto which = kNames.find(c);
    if (which == std::string_view::npos) fail();
    out.push_back(kCharacters[which]);
    ++at_;
    return;
  }
  ++at_;
  char32_t value = hex4();
  if (value >= 0xD800 && value <= 0xDBFF && line_.substr(at_).starts_with("\\u")) {
    at_ += 2;
    const char32_t low = hex4();
    if (low < 0xDC00 || low > 0xDFFF) fail();
    value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
  }
  if (value == 0 || (value >= 0xD800 && value <= 0xDFFF)) fail();
  append_code_point(value, out);
}

char32_t JsonLine::hex4() {
  const auto bytes = from_hex(line_.substr(at_, 4));
  if (!bytes || bytes->size() != 2) fail();
  at_ += 4;
  return static_cast<char32_t>(static_cast<unsigned char>((*bytes)[0])) * 256 +
         static_cast<unsigned char>((*bytes)[1]);
}

void JsonLine::number(std::string& out) {
  const std::size_t begin = at_;
  const auto digits = [this] {
    const std::size_t first = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    if (at_ == first) fail();
  };
  if (peek() == '-') ++at_;
  const bool zero = peek() == '0';
  const std::size_t whole = at_;
  digits();
  if (zero && at_ - whole > 1) fail();  // 007 is no number
  if (peek() == '.') {
    ++at_;
    digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    digits();
  }
  out.assign(line_.substr(begin, at_ - begin));
}

void JsonLine::word(std::string_view expected) {
  if (!line_.substr(at_).starts_with(expected)) fail();
  at_ += expected.size();
}

void JsonLine::space() {
  while (peek() == ' ' || peek() == '\t' || peek() == '\r') ++at_;
}

void JsonLine::expect(char c) {
  space();
  if (peek() != c || at_ == line_.size()) fail();
  ++at_;
}

void JsonLine::fail(const Code& code) const { throw Fault{&code, at_}; }
void JsonLine::fail() const { fail(codes::jsonl_syntax); }

}  // namespace tmis::sheet
