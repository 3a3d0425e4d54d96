// A spreadsheet that saves the copy numbers formats anew; the colour is what an earlier round is
// known by. The colour below it is kept in the red fill's second colour, which a solid fill
// doesn't show: cells that look alike share a format, so the format must tell them apart.
#include "sheet/red_styles.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "sheet/place.h"
#include "sheet/xml.h"
#include "sheet/xml_edit.h"

namespace tmis::sheet {
namespace {

constexpr std::string_view kRed = "FFFF9B9B";

/// Prefix of an element's name with its colon, or nothing.
std::string prefix_of(const std::string& name) {
  const auto colon = name.find(':');
  return colon == std::string::npos ? std::string{} : name.substr(0, colon + 1);
}

int channel(std::string_view rgb, std::size_t at) {
  int value = 0;
  std::from_chars(rgb.data() + at, rgb.data() + at + 2, value, 16);
  return value;
}

/// LibreOffice forgets the second colour and writes that of its old palette nearest to the first.
bool is_near_red(std::string_view rgb) {
  constexpr int kNear = 64;
  if (rgb.size() != kRed.size()) return true;
  int distance = 0;
  for (const std::size_t at : {2U, 4U, 6U})
    distance += std::abs(channel(rgb, at) - channel(kRed, at));
  return distance < kNear;
}

/// The attributes of a colour; nothing for the colours of the window.
std::string color_of(const Attributes& attributes) {
  constexpr std::size_t kSystemColours = 64;
  const auto indexed = attributes.get("indexed");
  if (!indexed.empty() && attribute_number<std::size_t>(indexed) >= kSystemColours) return {};
  std::string out;
  for (const char* name : {"rgb", "theme", "indexed", "tint"}) {
    const auto value = attributes.get(name);
    if (value.empty()) continue;
    out.append(out.empty() ? "" : " ").append(name).append("=\"");
    out.append(xml_escaped(value)).append("\"");
  }
  return out;
}

}  // namespace

RedStyles::RedStyles(const Origin& origin, const std::string& name, std::string text)
    : text_(std::move(text)) {
  XmlReader reader{origin, name, text_, *this};
  reader_ = &reader;
  reader.run();
  reader_ = nullptr;
  const bool wide = text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF");  // UTF-16
  if (wide || fills_.empty() || formats_.empty()) {
    throw fault(codes::xlsx_broken, origin,
                {arg("part", name), arg("line", "-"), arg("why", "cellXfs")});
  }
}

void RedStyles::start(std::string_view name, const Attributes& attributes) {
  const auto offset = static_cast<std::size_t>(reader_->offset());
  if (name == "fills") {
    in_fills_ = true;
    fill_list_.begin = offset;
  } else if (in_fills_) {
    start_fill(name, attributes);
  } else if (name == "cellXfs") {
    in_formats_ = true;
    format_list_.begin = offset;
  } else if (name == "xf" && in_formats_) {
    const std::size_t fill = attribute_number<std::size_t>(attributes.get("fillId"));
    if (fill < fills_.size() && fills_[fill].red) red_formats_.insert(formats_.size());
    formats_.push_back({offset, 0});
  }
}

void RedStyles::start_fill(std::string_view name, const Attributes& attributes) {
  if (name == "fill") fills_.emplace_back();
  if (fills_.empty()) return;
  Fill& fill = fills_.back();
  if (name == "patternFill") {
    fill.solid = attributes.get("patternType") == "solid";
  } else if (name == "fgColor") {
    fill.red = attributes.get("rgb") == kRed;
    if (fill.solid && !fill.red) fill.color = color_of(attributes);
  } else if (name == "bgColor" && fill.red) {
    const auto rgb = attributes.get("rgb");
    if (rgb.empty() || !is_near_red(rgb)) fill.color = color_of(attributes);
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

/// The colour of a format's own fill; empty when it has none, or a pattern.
const std::string& RedStyles::color_below(const std::string& format_tag) const {
  static const std::string kNone;
  const std::size_t fill = attribute_number<std::size_t>(Tag{format_tag}.get("fillId"));
  return fill < fills_.size() ? fills_[fill].color : kNone;
}

/// Number of the new fill that is red over `color`, or is `color`.
std::size_t RedStyles::fill_of(const std::string& color, bool red) {
  const auto found = std::find_if(new_fills_.begin(), new_fills_.end(),
                                  [&](const Fill& f) { return f.red == red && f.color == color; });
  const auto at = static_cast<std::size_t>(found - new_fills_.begin());
  if (found == new_fills_.end()) new_fills_.push_back({true, red, color});
  return fills_.size() + at;
}

/// The start tag of a format that was red, with the fill that it had before.
std::string RedStyles::cleaned(std::size_t style) {
  const std::string old = tag_at(formats_[style].begin);
  const std::string& color = color_below(old);
  Tag tag{old};
  tag.set("fillId", color.empty() ? "0" : std::to_string(fill_of(color, false)));
  return tag.text();
}

std::string RedStyles::twin(std::size_t style) {
  const Span span = formats_[style];
  const std::string old = tag_at(span.begin);
  Tag tag{old};
  tag.set("fillId", std::to_string(fill_of(color_below(old), true)));
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

std::string RedStyles::new_fills() const {
  const std::string p = prefix_of(Tag{tag_at(fill_list_.begin)}.name());
  const std::string red = "rgb=\"" + std::string{kRed} + "\"";
  std::string out;
  for (const Fill& fill : new_fills_) {
    const std::string below =
        fill.red && !fill.color.empty() ? fill.color : std::string{"indexed=\"64\""};
    out.append("<" + p + "fill><" + p + "patternFill patternType=\"solid\"><" + p + "fgColor ");
    out.append(fill.red ? red : fill.color).append("/><" + p + "bgColor ").append(below);
    out.append("/></" + p + "patternFill></" + p + "fill>");
  }
  return out;
}

std::string RedStyles::result() {
  std::vector<Edit> edits;
  for (const std::size_t style : red_formats_) {
    edits.push_back({formats_[style].begin, tag_at(formats_[style].begin).size(), cleaned(style)});
  }
  if (!twins_.empty()) {
    std::string formats;
    for (const std::size_t style : twins_) formats.append(twin(style));
    append_to(format_list_, formats_.size() + twins_.size(), formats, edits);
  }
  if (!new_fills_.empty())
    append_to(fill_list_, fills_.size() + new_fills_.size(), new_fills(), edits);
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
