// Order of guessing: byte order mark; UTF-16 without one where it is obvious; valid UTF-8; GB18030.
#include "sheet/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

#include "base/text.h"
#include "sheet/place.h"

namespace tmis::sheet {
namespace {

constexpr std::string_view kMarkUtf8 = "\xEF\xBB\xBF";
constexpr std::string_view kMarkLittle = "\xFF\xFE";
constexpr std::string_view kMarkBig = "\xFE\xFF";
constexpr std::string_view kMarkGb18030 = "\x84\x31\x95\x33";
constexpr std::size_t kChunk = 1 << 16;

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// Line ends in UTF-8 (or any text where LF and CR are single bytes): LF, CRLF, CR.
std::uint64_t line_ends(std::string_view text) {
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) ++n;
    if (text[i] == '\r') ++n;
  }
  return n;
}

/// In pieces that stay in the cache for the second look, for NUL.
std::optional<BadByte> find_bad_utf8(std::string_view bytes, const Input* input) {
  Trail trail;
  std::size_t begin = 0;
  while (begin < bytes.size()) {
    std::size_t end = std::min(begin + kChunk, bytes.size());
    while (end < bytes.size() && end - begin < kChunk + 4 && is_tail(bytes[end])) ++end;
    const auto piece = bytes.substr(begin, end - begin);
    const auto wrong = bad_utf8(piece);
    const auto* nul = static_cast<const char*>(std::memchr(piece.data(), 0, piece.size()));
    if (wrong || nul != nullptr) {
      const std::size_t at_nul =
          nul == nullptr ? piece.size() : static_cast<std::size_t>(nul - piece.data());
      const std::size_t at = std::min(wrong.value_or(piece.size()), at_nul);
      return BadByte{begin + at, 1 + line_ends(bytes.substr(0, begin + at)), at == at_nul};
    }
    if (input != nullptr) trail.passed(*input, bytes.data() + begin);
    begin = end;
  }
  return std::nullopt;
}

std::optional<BadByte> find_bad_other(std::string_view bytes, const std::string& encoding,
                                      const Input* input) {
  Converter converter{encoding, "utf-8"};
  std::string piece;
  std::string_view rest = bytes;
  std::uint64_t line = 1;
  bool after_cr = false;
  Trail trail;
  for (;;) {
    piece.clear();
    const std::string_view before = rest;
    const auto state = converter.convert(rest, piece, kChunk);
    const auto nul = piece.find('\0');
    if (nul != std::string::npos) {
      // Rare: convert once more up to there, to know the byte.
      Converter again{encoding, "utf-8"};
      std::string_view left = before;
      std::string part;
      again.convert(left, part, nul + 1);
      const std::size_t unit = encoding.starts_with("utf-16") ? 2 : 1;
      return BadByte{bytes.size() - left.size() - unit, line + line_ends(piece.substr(0, nul)),
                     true};
    }
    line += line_ends(piece);
    if (after_cr && piece.starts_with('\n')) --line;
    if (!piece.empty()) after_cr = piece.back() == '\r';
    if (state == Converter::State::bad) return BadByte{bytes.size() - rest.size(), line, false};
    if (state == Converter::State::done) return std::nullopt;
    if (input != nullptr) trail.passed(*input, rest.data());
  }
}

/// What a text in UTF-16 is sure to have many of: ASCII signs that end a cell, a row or a number.
bool is_frequent(char c) {
  return c == '\n' || c == '\r' || c == '\t' || c == ',' || c == ';' || (c >= '0' && c <= '9');
}

/// UTF-16 without a mark: line ends, commas and digits show as a zero byte on one side. Characters
/// such as 一 (4E 00) have one on the other side, so that the sides are compared; and the beginning
/// decodes.
std::string obvious_utf16(std::string_view bytes) {
  const auto head = bytes.substr(0, 4096);
  if (bytes.size() % 2 != 0 || head.size() < 8) return {};
  std::size_t zeros = 0, little = 0, big = 0;
  for (std::size_t i = 0; i + 1 < head.size(); i += 2) {
    if (head[i] == '\0' || head[i + 1] == '\0') ++zeros;
    if (head[i + 1] == '\0' && is_frequent(head[i])) ++little;
    if (head[i] == '\0' && is_frequent(head[i + 1])) ++big;
  }
  if (zeros < 2 || zeros * 16 < head.size() / 2 || little == big) return {};
  const std::string encoding = little > big ? "utf-16le" : "utf-16be";
  const auto bad = find_bad(head.substr(0, head.size() - head.size() % 2), encoding);
  // A pair may be cut at the end of the part that is looked at.
  return !bad || (!bad->nul && bad->offset + 4 > head.size()) ? encoding : std::string{};
}

std::string canonical_name(const std::string& name, const Origin& origin) {
  static const std::map<std::string, std::string> kNames = {
      {"AUTO", "auto"},         {"UTF-8", "utf-8"},      {"UTF8", "utf-8"},
      {"GB18030", "gb18030"},   {"GBK", "gb18030"},      {"GB2312", "gb18030"},
      {"CP936", "gb18030"},     {"UTF-16", "utf-16"},    {"UTF16", "utf-16"},
      {"UTF-16LE", "utf-16le"}, {"UTF-16BE", "utf-16be"}};
  std::string upper = name;
  to_upper(upper);
  const auto found = kNames.find(upper);
  if (found == kNames.end()) {
    throw fault(codes::usage_value, origin,
                {arg("option", "--encoding"), arg("value", name),
                 arg("expected", "auto, utf-8, gb18030, utf-16")});
  }
  return found->second;
}

std::string marked_encoding(std::string_view bytes) {
  if (bytes.starts_with(kMarkUtf8)) return "utf-8";
  if (bytes.starts_with(kMarkLittle)) return "utf-16le";
  if (bytes.starts_with(kMarkBig)) return "utf-16be";
  if (bytes.starts_with(kMarkGb18030)) return "gb18030";
  return {};
}

[[noreturn]] void refuse(const BadByte& bad, std::string_view bytes, const std::string& encoding,
                         const Origin& origin) {
  Args args{arg("encoding", encoding), arg("line", bad.line), arg("offset", bad.offset),
            arg("byte", to_hex(bytes.substr(bad.offset, 1)))};
  throw fault(bad.nul ? codes::csv_nul : codes::csv_encoding, origin, std::move(args), bad.line);
}

}  // namespace

std::optional<BadByte> find_bad(std::string_view bytes, const std::string& encoding) {
  return encoding == "utf-8" ? find_bad_utf8(bytes, nullptr)
                             : find_bad_other(bytes, encoding, nullptr);
}

std::optional<BadByte> find_bad(const Input& input, const std::string& encoding) {
  return encoding == "utf-8" ? find_bad_utf8(input.view(), &input)
                             : find_bad_other(input.view(), encoding, &input);
}

std::size_t mark_length(std::string_view bytes, const std::string& encoding) {
  if (marked_encoding(bytes) != encoding) return 0;
  return encoding == "utf-8" ? 3 : encoding == "gb18030" ? 4 : 2;
}

void recognise_encoding(const Input& input, const std::string& wanted, Origin& origin) {
  const std::string_view bytes = input.view();
  std::string encoding = canonical_name(wanted, origin);
  const std::string marked = marked_encoding(bytes);
  if (encoding == "utf-16") {
    encoding = marked.starts_with("utf-16") ? marked : obvious_utf16(bytes);
    if (encoding.empty()) encoding = "utf-16le";
  }
  if (encoding == "auto") encoding = marked.empty() ? obvious_utf16(bytes) : marked;
  std::optional<BadByte> bad;
  if (encoding.empty()) {
    encoding = "utf-8";
    bad = find_bad(input, encoding);
    if (bad && !bad->nul) {
      const auto other = find_bad(input, "gb18030");
      // Neither fits: the one that gets further is what the writer meant.
      if (!other || other->offset > bad->offset) {
        bad = other;
        encoding = "gb18030";
      }
    }
  } else {
    bad = find_bad(input, encoding);
  }
  if (bad) refuse(*bad, bytes, encoding, origin);
  origin.encoding = encoding;
  origin.mark = marked == encoding;
}

Converter::Converter(const std::string& from, const std::string& to)
    : handle_(iconv_open(to.c_str(), from.c_str())) {
  if (reinterpret_cast<std::intptr_t>(handle_) == -1) bug("iconv");
}

Converter::~Converter() { iconv_close(handle_); }

Converter::State Converter::convert(std::string_view& in, std::string& out, std::size_t room) {
  const std::size_t before = out.size();
  out.resize(before + room);
  char* from = const_cast<char*>(in.data());
  std::size_t left = in.size();
  char* to = out.data() + before;
  std::size_t space = room;
  const std::size_t result = iconv(handle_, &from, &left, &to, &space);
  const int why = errno;
  out.resize(out.size() - space);
  in.remove_prefix(in.size() - left);
  if (result != static_cast<std::size_t>(-1)) return State::done;
  return why == E2BIG ? State::more : State::bad;
}

}  // namespace tmis::sheet
