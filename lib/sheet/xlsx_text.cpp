// Offsets fit 31 bits since all shared text together is bounded (limits.h).
#include "sheet/xlsx_text.h"

#include <cstring>
#include <optional>

#include "base/text.h"
#include "sheet/limits.h"
#include "sheet/place.h"

namespace tmis::sheet {
namespace {

constexpr std::size_t kEscape = 7;  // _xHHHH_

std::optional<char32_t> escape_at(std::string_view text, std::size_t at) {
  if (text.size() - at < kEscape || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_')
    return std::nullopt;
  char32_t value = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

/// The character that the escapes at `at` stand for and how long they are; two may be a pair.
std::optional<std::pair<char32_t, std::size_t>> character_at(std::string_view text,
                                                             std::size_t at) {
  const auto first = escape_at(text, at);
  if (!first || *first == 0) return std::nullopt;
  if (*first < 0xD800 || *first > 0xDFFF) return std::pair{*first, kEscape};
  const auto second = at + kEscape < text.size() ? escape_at(text, at + kEscape) : std::nullopt;
  if (*first > 0xDBFF || !second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
  return std::pair{0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00), 2 * kEscape};
}

}  // namespace

void unescape(std::string& text) {
  std::size_t at = text.find("_x");
  if (at == std::string::npos) return;
  std::string out;
  std::size_t done = 0;
  while (at != std::string::npos) {
    if (const auto found = character_at(text, at)) {
      out.append(text, done, at - done);
      append_code_point(found->first, out);
      done = at + found->second;
      at = text.find("_x", done);
    } else {
      at = text.find("_x", at + 1);
    }
  }
  out.append(text, done);
  text = std::move(out);
}

std::string escaped(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool control = c < 0x20 && c != '\t' && c != '\n';
    if (control || escape_at(text, i)) {
      out.append("_x00").append({kHex[c / 16], kHex[c % 16], '_'});
    } else if (text.substr(i).starts_with("\xEF\xBF\xBE")) {
      out.append("_xFFFE_");
      i += 2;
    } else if (text.substr(i).starts_with("\xEF\xBF\xBF")) {
      out.append("_xFFFF_");
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

void TextBuilder::finish() {
  unescape(text_);
  if (text_.size() > kCellBytes ||
      (text_.size() > kCellCharacters && code_points(text_) > kCellCharacters))
    too_long_ = true;
  if (too_long_) text_.clear();
}

void SharedStrings::read(ZipPackage& package, std::size_t part) {
  package_ = &package;
  read_xml(package, part, *this);
}

std::string_view SharedStrings::at(std::size_t index) const {
  const std::uint32_t place = places_[index] & ~kTooLong;
  const char* p = blocks_[place / kBlock].get() + place % kBlock;
  std::uint32_t length = 0;
  std::memcpy(&length, p, sizeof length);
  return {p + sizeof length, length};
}

void SharedStrings::start(std::string_view name, const Attributes&) {
  if (name == "si") builder_.clear();
  if (name == "rPh") ++phonetic_;
  if (name == "t") in_text_ = phonetic_ == 0;
}

void SharedStrings::end(std::string_view name) {
  if (name == "rPh") --phonetic_;
  if (name == "t") in_text_ = false;
  if (name == "si") store();
}

void SharedStrings::text(std::string_view piece) {
  if (in_text_) builder_.add(piece);
}

void SharedStrings::store() {
  builder_.finish();
  const std::string& text = builder_.text();
  const auto length = static_cast<std::uint32_t>(text.size());
  if (kBlock - free_ < sizeof length + length) {
    if ((blocks_.size() + 1) * kBlock + places_.size() * sizeof(std::uint32_t) > kSharedTextBytes) {
      throw fault(codes::xlsx_bomb, package_->origin(), {arg("part", "sharedStrings.xml")});
    }
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(kBlock));
    free_ = 0;
  }
  char* p = blocks_.back().get() + free_;
  std::memcpy(p, &length, sizeof length);
  text.copy(p + sizeof length, length);
  const auto place = static_cast<std::uint32_t>((blocks_.size() - 1) * kBlock + free_);
  places_.push_back(place | (builder_.too_long() ? kTooLong : 0u));
  free_ += sizeof length + length;
}

}  // namespace tmis::sheet
