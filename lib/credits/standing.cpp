// Step 8: sums of a cycle and its years, what one requirement lends another, who has enough.
#include <algorithm>
#include <charconv>
#include <tuple>

#include "credits/calculation.h"

namespace tmis::credits {
namespace {

Amount measure_of(const Counting& c, Measure measure) {
  switch (measure) {
    case Measure::counted:
      return c.counted;
    case Measure::credits:
      return c.give.credits;
    case Measure::hours:
      return c.entry->result == Result::pass ? c.entry->hours : Amount{};
  }
  return {};
}

Amount find(const Sums& sums, std::size_t requirement, int year) {
  for (const Sum& s : sums) {
    if (s.requirement == requirement && s.year == year) return s.have;
  }
  return {};
}

/// What other requirements have too much and this one may take.
Amount lent(const RuleSet& rule, const Sums& sums, std::size_t to, int year) {
  Amount out;
  for (const Offset& offset : rule.offsets) {
    if (offset.to != to) continue;
    const Amount spare = find(sums, offset.from, year) - rule.requirements[offset.from].at_least;
    out += std::max(spare, Amount{});
  }
  return out;
}

}  // namespace

Sums sums(const RuleSet& rule, const std::vector<Counting>& entries) {
  Sums out;
  for (std::size_t i = 0; i < rule.requirements.size(); ++i) {
    const Requirement& r = rule.requirements[i];
    for (const Counting& c : entries) {
      if (!r.group.fits(c.entry->traits)) continue;
      const Amount have = measure_of(c, r.measure);
      if (have == Amount{}) continue;
      const int year = r.yearly ? rule.cycles.year_of(c.entry->end) : 0;
      const auto known = std::find_if(out.begin(), out.end(), [&](const Sum& s) {
        return s.requirement == i && s.year == year;
      });
      if (known == out.end()) {
        out.push_back({i, year, have});
      } else {
        known->have += have;
      }
    }
  }
  std::sort(out.begin(), out.end(), [](const Sum& a, const Sum& b) {
    return std::tie(a.requirement, a.year) < std::tie(b.requirement, b.year);
  });
  return out;
}

bool same_sums(const RuleSet& a, const RuleSet& b) {
  const auto same = [](const Requirement& x, const Requirement& y) {
    return x.group == y.group && x.yearly == y.yearly && x.measure == y.measure;
  };
  return a.cycles.years == b.cycles.years && to_day(a.cycles.start) == to_day(b.cycles.start) &&
         std::equal(a.requirements.begin(), a.requirements.end(), b.requirements.begin(),
                    b.requirements.end(), same);
}

std::string to_text(const Sums& sums) {
  std::string out;
  for (const Sum& s : sums) {
    if (!out.empty()) out += ' ';
    out += std::to_string(s.requirement);
    if (s.year != 0) out += "@" + std::to_string(s.year);
    out += "=" + std::to_string(s.have.units);
  }
  return out;
}

std::optional<Sums> sums_from(const RuleSet& rule, std::string_view text) {
  Sums out;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto number = [&](auto& value) {
    const auto [rest, error] = std::from_chars(at, end, value);
    at = rest;
    return error == std::errc{};
  };
  while (at != end) {
    Sum s;
    if (!out.empty() && *at++ != ' ') return std::nullopt;
    if (!number(s.requirement) || s.requirement >= rule.requirements.size()) return std::nullopt;
    if (at != end && *at == '@' && (++at, !number(s.year))) return std::nullopt;
    if (at == end || *at++ != '=' || !number(s.have.units)) return std::nullopt;
    out.push_back(s);
  }
  return out;
}

std::vector<Standing> standings(const RuleSet& rule, const Sums& sums, int first_year,
                                int last_year) {
  std::vector<Standing> out;
  for (std::size_t i = 0; i < rule.requirements.size(); ++i) {
    const Requirement& r = rule.requirements[i];
    const int last = r.yearly ? last_year : 0;
    for (int year = r.yearly ? first_year : 0; year <= last; ++year) {
      const Amount have = find(sums, i, year) + lent(rule, sums, i, year);
      const Amount shortfall = std::max(r.at_least - have, Amount{});
      out.push_back({&r, year, have, shortfall, shortfall == Amount{}});
    }
  }
  return out;
}

}  // namespace tmis::credits
