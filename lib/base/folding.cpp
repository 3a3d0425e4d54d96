// Where lines may end, as UAX #14 has it in the cases that tables of teachers have.
#include "base/folding.h"

#include <algorithm>

#include "base/text.h"

namespace tmis {
namespace {

/// Whether a line may end between two characters; closing and opening marks are full-width ones
/// too.
bool may_part(std::string_view before, std::string_view after) {
  constexpr std::string_view kClosing =
      "\uFF0C\u3002\u3001\uFF1B\uFF1A\uFF01\uFF1F\uFF09\u300B\u300D\u300F\u3011\u3009\u201D\u2019"
      "\u2026,.;:!?)]}";
  constexpr std::string_view kOpening = "\uFF08\u300A\u300C\u300E\u3010\u3008\u201C\u2018([{";
  if (before.empty() || after == " " || width(after) == 0) return false;
  if (before == " ") return true;
  return (width(before) > 1 || width(after) > 1) && kClosing.find(after) == kClosing.npos &&
         kOpening.find(before) == kOpening.npos;
}

}  // namespace

std::vector<std::string> folded(std::string_view text, std::size_t columns) {
  if (width(text) <= columns) return {std::string{text}};
  std::vector<std::string> lines(1);
  std::size_t used = 0, parting = 0;  // of the present line; where it can part, 0 for nowhere
  std::string_view before;
  while (!text.empty()) {
    const std::string_view one = take_character(text);
    const std::size_t w = width(one);
    if (may_part(before, one)) parting = lines.back().size();
    if (used + w > columns && one != " ") {
      std::string next;
      if (parting > 0) {
        next = lines.back().substr(parting);
        lines.back().resize(parting);
      }
      while (lines.back().ends_with(' ')) lines.back().pop_back();
      used = width(next);
      parting = 0;
      lines.push_back(std::move(next));
    }
    lines.back().append(one);
    used += w;
    before = one;
  }
  while (used > columns && lines.back().ends_with(' ')) {
    lines.back().pop_back();
    --used;
  }
  return lines;
}

std::size_t widest_word(std::string_view text) {
  std::size_t widest = 0, used = 0;
  std::string_view before;
  while (!text.empty()) {
    const std::string_view one = take_character(text);
    if (may_part(before, one)) used = 0;
    if (one != " ") widest = std::max(widest, used += width(one));
    before = one;
  }
  return widest;
}

std::vector<std::size_t> fitted(std::vector<std::size_t> wanted,
                                const std::vector<std::size_t>& least, std::size_t room) {
  std::size_t taken = 0;
  for (const std::size_t w : wanted) taken += w;
  for (; taken > room; --taken) {
    std::size_t widest = wanted.size();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] > least[i] && (widest == wanted.size() || wanted[i] > wanted[widest]))
        widest = i;
    }
    if (widest == wanted.size()) break;
    --wanted[widest];
  }
  return wanted;
}

}  // namespace tmis
