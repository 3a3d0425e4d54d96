// utf8proc does normal forms and widths; the rest is plain byte work.
#include "base/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace tmis {
namespace {

/// Length of the well-formed sequence at the front of `s`, or 0 (table 3-7 of the Unicode
/// standard).
std::size_t sequence_length(std::string_view s) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  const auto tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return i < s.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned b = byte(0);
  if (b < 0x80) return 1;
  if (b >= 0xC2 && b <= 0xDF) return tail(1) ? 2 : 0;
  if (b >= 0xE0 && b <= 0xEF) {
    const unsigned low = b == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = b == 0xED ? 0x9F : 0xBF;
    return tail(1, low, high) && tail(2) ? 3 : 0;
  }
  if (b >= 0xF0 && b <= 0xF4) {
    const unsigned low = b == 0xF0 ? 0x90 : 0x80;
    const unsigned high = b == 0xF4 ? 0x8F : 0xBF;
    return tail(1, low, high) && tail(2) && tail(3) ? 4 : 0;
  }
  return 0;
}

bool unsafe_on_terminal(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

std::string hex_of(std::uint32_t n) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  do {
    out.insert(out.begin(), kDigits[n % 16]);
    n /= 16;
  } while (n != 0);
  return out;
}

std::u32string decoded(std::string_view s) {
  std::u32string out;
  while (!s.empty()) out.push_back(take_code_point(s));
  return out;
}

/// Two neighbours that changed places are one slip of the fingers, not two.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b) {
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] =
          std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::size_t> bad_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::uint64_t chunk = 0;
    if (i + sizeof chunk <= text.size()) {
      std::memcpy(&chunk, text.data() + i, sizeof chunk);
      if ((chunk & 0x8080808080808080U) == 0) {
        i += sizeof chunk;
        continue;
      }
    }
    const std::size_t n = sequence_length(text.substr(i));
    if (n == 0) return i;
    i += n;
  }
  return std::nullopt;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

char32_t take_code_point(std::string_view& text) {
  utf8proc_int32_t c = 0;
  const auto n = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                  static_cast<utf8proc_ssize_t>(text.size()), &c);
  text.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 1);
  return n > 0 ? static_cast<char32_t>(c) : U'\uFFFD';
}

void append_code_point(char32_t c, std::string& out) {
  utf8proc_uint8_t bytes[4];
  const auto n = utf8proc_encode_char(static_cast<utf8proc_int32_t>(c), bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(n));
}

namespace {

/// Whether nothing in the text can change under NFC: ASCII, Latin-1, Chinese characters and
/// punctuation, full-width forms. A quick yes; no means "ask utf8proc".
bool surely_nfc(std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    const auto byte = [&](std::size_t k) {
      return i + k < s.size() ? static_cast<unsigned char>(s[i + k]) : 0U;
    };
    const unsigned lead = byte(0);
    if (lead < 0x80) {
      ++i;
    } else if (lead == 0xC2 || lead == 0xC3) {
      i += 2;
    } else if (lead >= 0xE4 && lead <= 0xE9) {
      i += 3;
    } else if (lead == 0xE3 && byte(1) != 0x82) {  // U+3080–U+30BF holds the combining kana marks
      i += 3;
    } else if (lead == 0xE2 && byte(1) == 0x80 && byte(2) >= 0x90) {  // dashes, quotes, ellipsis
      i += 3;
    } else if (lead == 0xEF && byte(1) >= 0xBC) {
      i += 3;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

void to_nfc(std::string& text) {
  if (surely_nfc(text)) return;
  utf8proc_uint8_t* out = nullptr;
  const auto n = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                              static_cast<utf8proc_ssize_t>(text.size()), &out,
                              static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner{out, &std::free};
  if (n >= 0) text.assign(reinterpret_cast<const char*>(out), static_cast<std::size_t>(n));
}

void to_half_width(std::string& text) {
  // U+3000 is E3 80 80; U+FF01–U+FF3F are EF BC 81–BF, U+FF40–U+FF5E EF BD 80–9E; U+00A0 is C2 A0.
  if (is_ascii(text)) return;
  std::size_t out = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t k) {
      return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
    };
    if (byte(0) == 0xEF && byte(1) == 0xBC && byte(2) >= 0x81) {
      text[out++] = static_cast<char>(byte(2) - 0x60);
      i += 3;
    } else if (byte(0) == 0xEF && byte(1) == 0xBD && byte(2) <= 0x9E && byte(2) >= 0x80) {
      text[out++] = static_cast<char>(byte(2) - 0x20);
      i += 3;
    } else if (byte(0) == 0xE3 && byte(1) == 0x80 && byte(2) == 0x80) {
      text[out++] = ' ';
      i += 3;
    } else if (byte(0) == 0xC2 && byte(1) == 0xA0) {
      text[out++] = ' ';
      i += 2;
    } else {
      text[out++] = text[i++];
    }
  }
  text.resize(out);
}

std::string_view trimmed(std::string_view s) {
  static constexpr std::string_view kWide[] = {"\u3000", "\u00A0", "\uFEFF"};
  const auto ascii = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (bool again = true; again && !s.empty();) {
    again = false;
    if (ascii(s.front())) s.remove_prefix(1), again = true;
    if (!s.empty() && ascii(s.back())) s.remove_suffix(1), again = true;
    for (const auto w : kWide) {
      if (s.starts_with(w)) s.remove_prefix(w.size()), again = true;
      if (s.ends_with(w)) s.remove_suffix(w.size()), again = true;
    }
  }
  return s;
}

void to_upper(std::string& text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const int w = utf8proc_charwidth(static_cast<utf8proc_int32_t>(take_code_point(text)));
    columns += w > 0 ? static_cast<std::size_t>(w) : 0;
  }
  return columns;
}

std::string_view take_character(std::string_view& text) {
  const std::string_view whole = text;
  take_code_point(text);
  return whole.substr(0, whole.size() - text.size());
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (width(text) <= columns) return std::string{text};
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::string_view one = take_character(text);
    const std::size_t w = width(one);
    if (used + w + 1 > columns) break;
    out.append(one);
    used += w;
  }
  return columns > 0 ? out.append("…") : out;
}

std::string padded(std::string_view text, std::size_t columns) {
  std::string out{text};
  const std::size_t w = width(text);
  if (w < columns) out.append(columns - w, ' ');
  return out;
}

std::string shown(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t n = sequence_length(text);
    if (n == 0) {
      out.append("\\x{").append(hex_of(static_cast<unsigned char>(text[0]))).append("}");
      text.remove_prefix(1);
      continue;
    }
    const std::string_view bytes = text.substr(0, n);
    const char32_t c = take_code_point(text);
    if (unsafe_on_terminal(c)) {
      out.append("\\u{").append(hex_of(static_cast<std::uint32_t>(c))).append("}");
    } else {
      out.append(bytes);
    }
  }
  return out;
}

std::string always_utf8(std::string_view text) {
  return bad_utf8(text) ? shown(text) : std::string{text};
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out.append(separator);
    out.append(parts[i]);
  }
  return out;
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  const std::u32string wanted = decoded(word);
  const std::string* best = nullptr;
  std::size_t least = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, decoded(candidate));
    if (distance < least) {
      least = distance;
      best = &candidate;
    }
  }
  return best == nullptr ? std::nullopt : std::optional{*best};
}

std::string column_letters(std::uint64_t column) {
  std::string out;
  for (; column > 0; column = (column - 1) / 26) {
    out.insert(out.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return out;
}

std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    out.push_back(kDigits[b >> 4]);
    out.push_back(kDigits[b & 15]);
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit(hex[i]);
    const int low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
  }
  return out;
}

}  // namespace tmis
