// Charts that the spreadsheet draws from the cells beside them: who changes a number there changes
// the picture. In constant memory the library keeps no copy of the numbers, and none is needed.
#include <xlsxwriter.h>

#include <algorithm>

#include "base/error.h"
#include "base/interrupt.h"
#include "sheet/xlsx_file.h"

namespace tmis::sheet {
namespace {

constexpr std::uint64_t kRowPixels = 20;
constexpr std::uint64_t kChartWidth = 640;
constexpr std::uint64_t kChartHeight = 320;
constexpr std::uint64_t kBarPixels = 24;
constexpr double kTitlePoints = 12;
constexpr std::uint16_t kGap = 50;  // between bars, in percent of one

std::uint8_t type_of(Chart::Kind kind) {
  switch (kind) {
    case Chart::Kind::bars:
      return LXW_CHART_BAR;
    case Chart::Kind::stacked:
      return LXW_CHART_BAR_STACKED;
    case Chart::Kind::lines:
      return LXW_CHART_LINE;
  }
  bug("no such kind of chart");
}

void paint(lxw_chart_series* to, const Series& series, bool lines) {
  if (lines) {
    lxw_chart_line line{};
    line.color = colour(series.tone);
    line.width = series.planned ? 1.25F : 2.25F;
    if (series.planned) line.dash_type = LXW_CHART_LINE_DASH_DASH;
    chart_series_set_line(to, &line);
  } else {
    lxw_chart_fill fill{};
    fill.color = colour(series.tone);
    chart_series_set_fill(to, &fill);
  }
}

}  // namespace

std::uint64_t XlsxFile::draw(const Chart& chart, std::uint64_t head, std::uint32_t column) {
  const bool lines = chart.kind == Chart::Kind::lines;
  lxw_chart* drawn = workbook_add_chart(workbook_, type_of(chart.kind));
  if (drawn == nullptr) fail(LXW_ERROR_MEMORY_MALLOC_FAILED);
  const auto first = static_cast<lxw_row_t>(head + 1);
  const auto last =
      static_cast<lxw_row_t>(head + std::max<std::size_t>(chart.categories.size(), 1));
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const auto of_series = static_cast<lxw_col_t>(i + 1);
    lxw_chart_series* series = chart_add_series(drawn, nullptr, nullptr);
    chart_series_set_categories(series, last_name_.c_str(), first, 0, last, 0);
    chart_series_set_values(series, last_name_.c_str(), first, of_series, last, of_series);
    chart_series_set_name_range(series, last_name_.c_str(), static_cast<lxw_row_t>(head),
                                of_series);
    paint(series, chart.series[i], lines);
    if (chart.kind == Chart::Kind::bars) chart_series_set_labels(series);
  }
  lxw_chart_font title{};
  title.size = kTitlePoints;
  title.bold = LXW_TRUE;
  chart_title_set_name(drawn, chart.title.c_str());
  chart_title_set_name_font(drawn, &title);
  if (!lines) chart_set_series_gap(drawn, kGap);
  if (chart.series.size() < 2) {
    chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
  } else {
    chart_legend_set_position(drawn, LXW_CHART_LEGEND_BOTTOM);
  }
  std::uint64_t height = kChartHeight;
  if (!lines) {  // the first category on top, as in the table
    chart_axis_set_reverse(drawn->y_axis);
    height = std::max(kChartHeight, 96 + kBarPixels * chart.categories.size());
  }
  lxw_chart_options place{};
  place.x_scale = static_cast<double>(kChartWidth) / 480.0;  // of the library's own size
  place.y_scale = static_cast<double>(height) / 288.0;
  const auto error = worksheet_insert_chart_opt(sheets_.back(), static_cast<lxw_row_t>(head),
                                                static_cast<lxw_col_t>(column), drawn, &place);
  if (error != LXW_NO_ERROR) fail(error);
  return height / kRowPixels + 1;
}

}  // namespace tmis::sheet
