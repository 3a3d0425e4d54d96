// The readings are built in as text (pinyin.tsv) and put in order when first asked for: commands
// without a form pay nothing.
#include "schema/pinyin.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"

namespace tmis::embedded {
extern const std::string_view pinyin;
}

namespace tmis::schema {
namespace {

constexpr char32_t kFirstHan = 0x3400, kLastHan = 0x9FFF;

/// What of a label is heard: a character by its readings, a letter or digit by itself.
struct Syllable {
  std::vector<std::string_view> readings;
  char letter = 0;
};

/// Every character with its readings, sorted by character.
using Readings = std::vector<std::pair<char32_t, std::string_view>>;

const Readings& readings() {
  static const Readings all = [] {
    Readings out;
    for (const std::string_view line : split(embedded::pinyin, '\n')) {
      const auto tab = line.find('\t');
      if (line.starts_with('#') || tab == std::string_view::npos) continue;
      for (std::string_view rest = line.substr(tab + 1); !rest.empty();)
        out.emplace_back(take_code_point(rest), line.substr(0, tab));
    }
    std::sort(out.begin(), out.end());
    return out;
  }();
  return all;
}

std::vector<Syllable> heard(std::string_view label) {
  std::vector<Syllable> out;
  std::string half{label};
  to_half_width(half);
  for (std::string_view rest{half}; !rest.empty();) {
    const char32_t c = take_code_point(rest);
    if (c >= kFirstHan && c <= kLastHan) {
      Syllable s;
      auto at =
          std::lower_bound(readings().begin(), readings().end(), std::pair{c, std::string_view{}});
      for (; at != readings().end() && at->first == c; ++at) s.readings.push_back(at->second);
      out.push_back(std::move(s));
    } else if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9')) {
      out.push_back({{}, static_cast<char>(c)});
    } else if (c >= U'A' && c <= U'Z') {
      out.push_back({{}, static_cast<char>(c - U'A' + U'a')});
    }
  }
  return out;
}

bool same_letter(char reading, char typed) {
  return reading == typed || (reading == 'v' && typed == 'u');
}

/// Whether `letters` go through the syllables from `at` on; with `to_the_end` all of them.
bool go(const std::vector<Syllable>& syllables, std::size_t at, std::string_view letters,
        bool to_the_end) {
  if (letters.empty()) return !to_the_end || at == syllables.size();
  if (at == syllables.size()) return false;
  const Syllable& s = syllables[at];
  if (s.letter != 0)
    return s.letter == letters.front() && go(syllables, at + 1, letters.substr(1), to_the_end);
  return std::any_of(s.readings.begin(), s.readings.end(), [&](std::string_view reading) {
    for (std::size_t n = 0; n < std::min(reading.size(), letters.size()); ++n) {
      if (!same_letter(reading[n], letters[n])) return false;
      if (go(syllables, at + 1, letters.substr(n + 1), to_the_end)) return true;
    }
    return false;
  });
}

}  // namespace

Sound sounds_like(std::string_view label, std::string_view letters) {
  if (letters.empty()) return Sound::none;
  const auto syllables = heard(label);
  if (go(syllables, 0, letters, true)) return Sound::whole;
  if (go(syllables, 0, letters, false)) return Sound::start;
  for (std::size_t at = 1; at < syllables.size(); ++at) {
    if (go(syllables, at, letters, false)) return Sound::within;
  }
  return Sound::none;
}

}  // namespace tmis::schema
