// A spreadsheet that saves the copy numbers formats anew; the colour is what an earlier round is
// known by.
#include "sheet/red_styles.h"

#include <algorithm>
#include <charconv>

#include "sheet/place.h"
#include "sheet/xml_edit.h"

namespace tmis::sheet {
namespace {

constexpr std::string_view kRed = "FFFF9B9B";

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Prefix of an element's name with its colon, or nothing.
std::string prefix_of(const std::string& name) {
  const auto colon = name.find(':');
  return colon == std::string::npos ? std::string{} : name.substr(0, colon + 1);
}

}  // namespace

RedStyles::RedStyles(const Origin& origin, const std::string& name, std::string text)
    : text_(std::move(text)) {
  XmlReader reader{origin, name, text_, *this};
  reader_ = &reader;
  reader.run();
  reader_ = nullptr;
  const bool wide = text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF");  // UTF-16
  if (wide || fills_ == 0 || formats_.empty()) {
    throw fault(codes::xlsx_broken, origin,
                {arg("part", name), arg("line", "-"), arg("why", "cellXfs")});
  }
}

void RedStyles::start(std::string_view name, const Attributes& attributes) {
  const auto offset = static_cast<std::size_t>(reader_->offset());
  if (name == "fills") {
    in_fills_ = true;
    fill_list_.begin = offset;
  } else if (name == "fill" && in_fills_) {
    ++fills_;
  } else if (name == "fgColor" && in_fills_ && attributes.get("rgb") == kRed) {
    red_fills_.insert(fills_ - 1);
  } else if (name == "cellXfs") {
    in_formats_ = true;
    format_list_.begin = offset;
  } else if (name == "xf" && in_formats_) {
    if (red_fills_.count(number(attributes.get("fillId"))) != 0)
      red_formats_.insert(formats_.size());
    formats_.push_back({offset, 0});
  }
}

void RedStyles::end(std::string_view name) {
  // For an element `<xf/>` this is behind it, with length 0; else the offset is that of the end
  // tag.
  const auto offset = static_cast<std::size_t>(reader_->offset());
  if (name == "fills") {
    in_fills_ = false;
    fill_list_.end = offset;
  } else if (name == "cellXfs") {
    in_formats_ = false;
    format_list_.end = offset;
  } else if (name == "xf" && in_formats_) {
    formats_.back().end = offset + reader_->length();
  }
}

std::size_t RedStyles::red(std::size_t style) {
  if (style >= formats_.size()) style = 0;
  const auto [found, fresh] = twin_of_.try_emplace(style, formats_.size() + twins_.size());
  if (fresh) twins_.push_back(style);
  return found->second;
}

std::string RedStyles::tag_at(std::size_t offset) const {
  char quote = 0;
  std::size_t i = offset;
  for (; text_[i] != '>' || quote != 0; ++i) {
    if (quote != 0 ? text_[i] == quote : text_[i] == '"' || text_[i] == '\'')
      quote = quote != 0 ? '\0' : text_[i];
  }
  return text_.substr(offset, i + 1 - offset);
}

/// The start tag of a format that was red, without fill.
std::string RedStyles::cleaned(std::size_t style) const {
  Tag tag{tag_at(formats_[style].begin)};
  tag.set("fillId", "0");
  return tag.text();
}

std::string RedStyles::twin(std::size_t style) const {
  const Span span = formats_[style];
  const std::string old = tag_at(span.begin);
  Tag tag{old};
  tag.set("fillId", std::to_string(fills_));
  tag.set("applyFill", "1");
  std::string out = tag.text();
  return out.append(text_, span.begin + old.size(), span.end - span.begin - old.size());
}

/// Puts `items` at the end of a list and counts them.
void RedStyles::append_to(Span list, std::size_t count, const std::string& items,
                          std::vector<Edit>& edits) const {
  const std::string old = tag_at(list.begin);
  Tag tag{old};
  tag.set("count", std::to_string(count));
  edits.push_back({list.begin, old.size(), tag.text()});
  edits.push_back({list.end, 0, items});
}

std::string RedStyles::result() const {
  std::vector<Edit> edits;
  for (const std::size_t style : red_formats_) {
    edits.push_back({formats_[style].begin, tag_at(formats_[style].begin).size(), cleaned(style)});
  }
  if (!twins_.empty()) {
    const std::string p = prefix_of(Tag{tag_at(fill_list_.begin)}.name());
    std::string fill;
    for (const std::string_view piece :
         {"<", "fill><", "patternFill patternType=\"solid\"><", "fgColor rgb=\"FFFF9B9B\"/><",
          "bgColor indexed=\"64\"/></", "patternFill></", "fill>"}) {
      fill.append(fill.empty() ? "" : p).append(piece);
    }
    append_to(fill_list_, fills_ + 1, fill, edits);
    std::string formats;
    for (const std::size_t style : twins_) formats.append(twin(style));
    append_to(format_list_, formats_.size() + twins_.size(), formats, edits);
  }
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.offset < b.offset; });
  std::string out;
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    out.append(text_, done, edit.offset - done).append(edit.text);
    done = edit.offset + edit.length;
  }
  return out.append(text_, done);
}

}  // namespace tmis::sheet
