// A chart as data: what it shows, not how. Pages draw it themselves (chart_svg), workbooks let the
// spreadsheet do it (chart_sheet); which charts a list has is decided where the list is made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tmis::sheet {

/// Colours that stay apart for the colour-blind too, on light and on dark.
enum class Tone : std::uint8_t { blue, red, pink, yellow, sky, green, deep_green, grey };

struct Series {
  std::string name;
  std::vector<std::optional<double>> values;  // one a category; nothing: not known, nothing drawn
  Tone tone = Tone::blue;
  bool planned = false;  // lines: dashed, what should have been
};

struct Chart {
  /// bars: of each series, side by side; stacked: on top of each other; lines: over days.
  enum class Kind : std::uint8_t { bars, stacked, lines } kind = Kind::bars;
  std::string title;
  std::string category;  // what the categories are: heading of their column
  std::vector<std::string> categories;
  std::vector<Series> series;
  std::optional<std::size_t>
      mark;  // lines: the category at which a line stands, called `mark_name`
  std::string mark_name;
};

/// The chart as an SVG element for a page that brings the styles of `chart_styles`. Well-formed,
/// needs nothing from outside.
std::string chart_svg(const Chart& chart);
/// CSS: colours for light, dark and paper.
std::string chart_styles();

/// Red, green, blue of a tone on white.
std::uint32_t colour(Tone tone);

}  // namespace tmis::sheet
