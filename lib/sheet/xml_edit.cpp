// The tags come from a parser that found them well-formed: only quotes and spaces must be minded.
#include "sheet/xml_edit.h"

namespace tmis::sheet {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out.append("&amp;");
        break;
      case '<':
        out.append("&lt;");
        break;
      case '>':
        out.append("&gt;");
        break;
      case '"':
        out.append("&quot;");
        break;
      default:
        out.push_back(c);
    }
  }
  return out;
}

std::size_t Tag::name_end() const {
  std::size_t i = 1;
  while (!is_space(text_[i]) && text_[i] != '>' && text_[i] != '/') ++i;
  return i;
}

std::string Tag::name() const { return text_.substr(1, name_end() - 1); }

bool Tag::find(std::string_view attribute, Span& span) const {
  std::size_t i = name_end();
  for (;;) {
    span.begin = i;
    while (is_space(text_[i])) ++i;
    if (text_[i] == '>' || text_[i] == '/') return false;
    const std::size_t name = i;
    while (text_[i] != '=' && !is_space(text_[i])) ++i;
    const auto found = std::string_view{text_}.substr(name, i - name);
    while (text_[i] != '"' && text_[i] != '\'') ++i;
    span.value = i + 1;
    span.end = text_.find(text_[i], i + 1) + 1;
    if (found == attribute) return true;
    i = span.end;
  }
}

std::string Tag::get(std::string_view attribute) const {
  Span span{};
  return find(attribute, span) ? text_.substr(span.value, span.end - 1 - span.value)
                               : std::string{};
}

void Tag::set(std::string_view attribute, std::string_view value) {
  Span span{};
  if (find(attribute, span)) {
    text_.replace(span.value, span.end - 1 - span.value, value);
  } else {
    std::string added = " ";
    added.append(attribute).append("=\"").append(value).append("\"");
    text_.insert(name_end(), added);
  }
}

void Tag::remove(std::string_view attribute) {
  Span span{};
  if (find(attribute, span)) text_.erase(span.begin, span.end - span.begin);
}

void Tag::open() {
  if (is_empty()) text_.erase(text_.size() - 2, 1);
}

}  // namespace tmis::sheet
