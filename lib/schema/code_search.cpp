// Every entry is looked at once: the longest table has a few thousand, and nobody types faster.
#include "schema/code_search.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "schema/pinyin.h"

namespace tmis::schema {
namespace {

/// Half-width, lower case, without white space at the ends.
std::string simple(std::string_view text) {
  std::string out{trimmed(text)};
  to_half_width(out);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

/// The letters of pinyin: "hàn zú" as people type it, "han zu" or "han'zu"; empty for anything
/// else.
std::string letters_of(std::string_view typed) {
  std::string out;
  for (const char c : typed) {
    if (c == ' ' || c == '\'') continue;
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return {};
    out.push_back(c);
  }
  return out;
}

/// Smaller is nearer; kFar: not at all.
constexpr int kFar = 9;
int distance(const CodeEntry& entry, std::string_view typed, std::string_view letters) {
  if (entry.code.starts_with(typed)) return 0;
  const std::string zh = simple(entry.zh), en = simple(entry.en);
  if (zh.starts_with(typed)) return 1;
  const Sound sound = sounds_like(entry.zh, letters);
  if (sound == Sound::whole) return 2;
  if (en.starts_with(typed)) return 3;
  if (sound == Sound::start) return 4;
  if (zh.find(typed) != std::string::npos) return 5;
  if (en.find(" " + std::string{typed}) != std::string::npos) return 6;
  return sound == Sound::within && letters.size() > 1 ? 7 : kFar;
}

}  // namespace

Found search(const CodeTable& table, std::string_view typed) {
  const std::string word = simple(typed);
  Found out;
  if (word.empty()) {
    for (const CodeEntry& entry : table.entries()) out.entries.push_back(&entry);
    return out;
  }
  if (const CodeEntry* entry = table.meant(word)) return {{entry}, true};
  const std::string letters = letters_of(word);
  std::vector<std::pair<int, const CodeEntry*>> near;
  for (const CodeEntry& entry : table.entries()) {
    if (const int far = distance(entry, word, letters); far < kFar) near.emplace_back(far, &entry);
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [far, entry] : near) out.entries.push_back(entry);
  return out;
}

}  // namespace tmis::schema
