// Drawn 420 units wide: a telephone shows them at about one pixel each, so that the texts can be
// read there; a wide window shows them half as large again.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "sheet/chart.h"
#include "sheet/xml_edit.h"

namespace tmis::sheet {
namespace {

constexpr double kWidth = 420;
constexpr double kRow = 24;  // of a bar with its label
constexpr double kBar = 15;
constexpr double kLetter = 7;       // width of a narrow letter of the labels
constexpr std::size_t kLabel = 22;  // columns of the longest label shown whole
constexpr double kNumbers = 48;     // room for a number behind the longest bar
constexpr double kLegendRow = 20;
constexpr double kPlotHeight = 170;

struct Shade {
  const char* name;
  std::uint32_t light, dark;
};
constexpr std::array<Shade, 8> kShades = {{
    {"blue", 0x2266AA, 0x6AA9E0},
    {"red", 0xC8501E, 0xE5794A},
    {"pink", 0xB5638F, 0xD48DB4},
    {"yellow", 0xD9A520, 0xE2BC4E},
    {"sky", 0x5AAEDC, 0x4E9CC8},
    {"green", 0x2E9E78, 0x43B890},
    {"deep-green", 0x0B5F46, 0x8FD6BD},
    {"grey", 0x808080, 0x9A9A9A},
}};
const Shade& shade(Tone tone) { return kShades[static_cast<std::size_t>(tone)]; }

std::string figure(double value) {
  std::array<char, 32> text{};
  const double rounded = std::round(value * 10) / 10;
  std::snprintf(text.data(), text.size(), rounded == std::floor(rounded) ? "%.0f" : "%.1f",
                rounded);
  return text.data();
}

std::string safe(const std::string& plain) { return xml_escaped(shown(plain)); }

std::string attribute(const char* name, double value) {
  return " " + std::string{name} + "=\"" + figure(value) + "\"";
}

std::string label(double x, double y, const char* anchor, const std::string& words,
                  const char* kind = "") {
  std::string out = "<text" + attribute("x", x) + attribute("y", y) + " text-anchor=\"" + anchor;
  out.append("\"");
  if (*kind != '\0') out.append(" class=\"").append(kind).append("\"");
  return out.append(">").append(safe(words)).append("</text>");
}

/// Cut where it is too long; then the whole stands in its title.
std::string cut_label(double x, double y, const std::string& words) {
  const std::string cut = shortened(words, kLabel);
  if (cut == words) return label(x, y, "end", words);
  std::string out = label(x, y, "end", cut);
  return out.insert(out.size() - std::string_view{"</text>"}.size(),
                    "<title>" + safe(words) + "</title>");
}

std::string bar(double x, double y, double width, Tone tone, const std::string& title) {
  return "<rect" + attribute("x", x) + attribute("y", y) + attribute("width", width) +
         attribute("height", kBar) + " class=\"" + shade(tone).name + "\"><title>" + safe(title) +
         "</title></rect>";
}

std::string opened(const Chart& chart, double height) {
  return "<svg viewBox=\"0 0 " + figure(kWidth) + " " + figure(height) +
         "\" role=\"img\" aria-label=\"" + safe(chart.title) + "\">";
}

/// Names of the series with their colours, in as many rows as they need.
std::string legend(const Chart& chart, double& y) {
  std::string out;
  if (chart.series.size() < 2) return out;
  double x = 0;
  y += 12;
  for (const Series& series : chart.series) {
    const double wide = 20 + static_cast<double>(width(series.name)) * kLetter + 14;
    if (x > 0 && x + wide > kWidth) {
      x = 0;
      y += kLegendRow;
    }
    if (series.planned) {
      out.append("<line class=\"plan ").append(shade(series.tone).name).append("\"");
      out.append(attribute("x1", x) + attribute("x2", x + 16) + attribute("y1", y - 4) +
                 attribute("y2", y - 4) + "/>");
    } else {
      out.append("<rect" + attribute("x", x) + attribute("y", y - 10) + attribute("width", 12) +
                 attribute("height", 12) + " class=\"" + shade(series.tone).name + "\"/>");
    }
    out.append(label(x + 20, y, "start", series.name));
    x += wide;
  }
  y += 10;
  return out;
}

double total(const Chart& chart, std::size_t category) {
  double sum = 0;
  for (const Series& series : chart.series) sum += series.values[category].value_or(0);
  return sum;
}

/// Of one category: what its bars are called, and the value beside them.
std::string bar_text(const Chart& chart, const Series& series, std::size_t category) {
  return chart.categories[category] + (chart.series.size() > 1 ? " " + series.name : "") + " " +
         figure(series.values[category].value_or(0));
}

/// Several series on top of each other, with their sum.
std::string stacked_row(const Chart& chart, std::size_t category, double left, double y,
                        double scale) {
  std::string out;
  double x = left;
  for (const Series& series : chart.series) {
    const double value = series.values[category].value_or(0);
    if (value <= 0) continue;
    const double wide = std::max(value * scale, 0.8);
    out.append(bar(x, y + 4, wide, series.tone, bar_text(chart, series, category)));
    x += wide;
  }
  const bool known = std::any_of(chart.series.begin(), chart.series.end(),
                                 [&](const Series& s) { return s.values[category].has_value(); });
  if (known) out.append(label(x + 4, y + 16, "start", figure(total(chart, category)), "number"));
  return out;
}

/// Each series in a line of its own, with its value.
std::string own_rows(const Chart& chart, std::size_t category, double left, double y,
                     double scale) {
  std::string out;
  for (const Series& series : chart.series) {
    if (const auto value = series.values[category]) {
      const double wide = *value <= 0 ? 0 : std::max(*value * scale, 0.8);
      if (wide > 0)
        out.append(bar(left, y + 4, wide, series.tone, bar_text(chart, series, category)));
      out.append(label(left + wide + 4, y + 16, "start", figure(*value), "number"));
    }
    y += kRow;
  }
  return out;
}

/// Bars lie on their side: labels in Chinese and long ones find room before them.
std::string bars(const Chart& chart) {
  const bool stacked = chart.kind == Chart::Kind::stacked;
  double y = 0;
  const std::string names = legend(chart, y);
  std::size_t longest = 0;
  double most = 0;
  for (std::size_t i = 0; i < chart.categories.size(); ++i) {
    longest = std::max(longest, width(shortened(chart.categories[i], kLabel)));
    if (stacked) most = std::max(most, total(chart, i));
    for (const Series& series : chart.series) most = std::max(most, series.values[i].value_or(0));
  }
  const double left = static_cast<double>(longest) * kLetter + 8;
  const double scale = most <= 0 ? 0 : (kWidth - left - kNumbers) / most;
  const double rows = stacked ? 1 : static_cast<double>(chart.series.size());
  std::string out =
      opened(chart, y + kRow * rows * static_cast<double>(chart.categories.size()) + 4) + names;
  for (std::size_t i = 0; i < chart.categories.size(); ++i, y += kRow * rows) {
    out.append(cut_label(left - 6, y + 16, chart.categories[i]));
    out.append(stacked ? stacked_row(chart, i, left, y, scale)
                       : own_rows(chart, i, left, y, scale));
  }
  return out.append("</svg>");
}

/// A step that people count in: 1, 2 or 5 times a power of ten, about four of them up to `most`.
double nice_step(double most) {
  const double rough = std::max(most / 4, 1.0);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (rough <= times * power) return times * power;
  }
  return 10 * power;
}

struct Frame {
  double left, right, top, bottom;
  double most;
  std::size_t count;
  double x(std::size_t i) const {
    return count < 2
               ? left
               : left + (right - left) * static_cast<double>(i) / static_cast<double>(count - 1);
  }
  double y(double value) const { return bottom - (bottom - top) * value / most; }
};

std::string polyline(const Series& series, const Frame& frame) {
  std::string points;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (!series.values[i]) continue;
    points.append(points.empty() ? "" : " ")
        .append(figure(frame.x(i)) + "," + figure(frame.y(*series.values[i])));
  }
  return "<polyline class=\"" + std::string{series.planned ? "plan " : "line "} +
         shade(series.tone).name + "\" points=\"" + points + "\"><title>" + safe(series.name) +
         "</title></polyline>";
}

/// Days under the axis: the first and the last, and between them what finds room.
std::string days(const Chart& chart, const Frame& frame) {
  std::string out;
  constexpr double kApart = 64;
  double last_x = -kApart;
  const std::size_t n = chart.categories.size();
  for (std::size_t i = 0; i < n; ++i) {
    const double x = frame.x(i);
    const bool last = i + 1 == n;
    if (x - last_x < kApart || (!last && frame.x(n - 1) - x < kApart)) continue;
    const std::string& day = chart.categories[i];
    // The year is in the title of the page; month and day tell days apart.
    const std::string words = day.size() == 10 && day[4] == '-' ? day.substr(5) : day;
    out.append(label(x, frame.bottom + 16, i == 0 ? "start" : last ? "end" : "middle", words));
    last_x = x;
  }
  return out;
}

std::string lines(const Chart& chart) {
  double y = 0;
  const std::string names = legend(chart, y);
  double most = 1;
  for (const Series& series : chart.series) {
    for (const auto& value : series.values) most = std::max(most, value.value_or(0));
  }
  const double step = nice_step(most);
  const Frame frame{38,
                    kWidth - 10,
                    y + 14,
                    y + 14 + kPlotHeight,
                    std::ceil(most / step) * step,
                    chart.categories.size()};
  std::string out = opened(chart, frame.bottom + 24) + names;
  for (int line = 0; line * step <= frame.most; ++line) {
    const double value = line * step;
    out.append("<line class=\"grid\"" + attribute("x1", frame.left) + attribute("x2", frame.right) +
               attribute("y1", frame.y(value)) + attribute("y2", frame.y(value)) + "/>");
    out.append(label(frame.left - 5, frame.y(value) + 4, "end", figure(value)));
  }
  out.append(days(chart, frame));
  if (chart.mark) {
    const double x = frame.x(*chart.mark);
    out.append("<line class=\"mark\"" + attribute("x1", x) + attribute("x2", x) +
               attribute("y1", frame.top - 2) + attribute("y2", frame.bottom) + "/>");
    const bool left = x > kWidth / 2;
    out.append(label(left ? x - 4 : x + 4, frame.top + 8, left ? "end" : "start", chart.mark_name,
                     "mark"));
  }
  for (const Series& series : chart.series) out.append(polyline(series, frame));
  return out.append("</svg>");
}

std::string hex(std::uint32_t rgb) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%06x", static_cast<unsigned>(rgb));
  return text.data();
}

std::string rules(bool dark) {
  std::string out;
  for (const Shade& s : kShades) {
    const std::string rgb = hex(dark ? s.dark : s.light);
    out.append("rect." + std::string{s.name} + "{fill:" + rgb + "}." + s.name + "{stroke:" + rgb +
               "}\n");
  }
  return out;
}

}  // namespace

std::uint32_t colour(Tone tone) { return shade(tone).light; }

std::string chart_svg(const Chart& chart) {
  return chart.kind == Chart::Kind::lines ? lines(chart) : bars(chart);
}

std::string chart_styles() {
  return "svg{display:block;width:100%;height:auto;font:12px sans-serif}\n"
         "svg text{fill:currentColor}svg rect{stroke:none!important}\n"
         "svg .line{fill:none;stroke-width:2.4}svg .plan{fill:none;stroke-width:1.4;"
         "stroke-dasharray:5 4}\nsvg .grid{stroke:currentColor;opacity:.18}"
         "svg line.mark{stroke:currentColor;stroke-dasharray:2 3}\n" +
         rules(false) + "@media(prefers-color-scheme:dark){@media screen{\n" + rules(true) + "}}\n";
}

}  // namespace tmis::sheet
