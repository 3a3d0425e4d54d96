// Styles stand in the page; colours follow the reader's choice of light or dark, and paper is
// light.
#include "cmd/page.h"

#include "base/message.h"
#include "base/text.h"
#include "cmd/console/console.h"
#include "sheet/chart.h"

namespace tmis::cmd {
namespace {

constexpr const char* kStyles =
    ":root{color-scheme:light dark;--line:#d5d9de;--head:#f1f4f7;--soft:#5b6670;--card:#fff}\n"
    "@media(prefers-color-scheme:dark){@media screen{:root{--line:#3a4149;--head:#23282e;"
    "--soft:#a4adb6;--card:#181b1f}}}\n"
    "body{font:15px/1.5 sans-serif;margin:1em auto;padding:0 1em;max-width:68em}\n"
    "h1{font-size:1.4em;margin:.6em 0 .2em}h2{font-size:1.1em;margin:1.4em 0 .3em}\n"
    "p.note{color:var(--soft);margin:0 0 1em}\n"
    ".charts{display:flex;flex-wrap:wrap;gap:1em;align-items:flex-start}\n"
    "figure{flex:1 1 20em;max-width:38em;box-sizing:border-box;margin:0;padding:.8em;"
    "border:1px solid var(--line);border-radius:6px;background:var(--card);break-inside:avoid}\n"
    "figcaption{font-weight:bold;margin-bottom:.5em}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse;font-size:.93em}\n"
    "th,td{padding:.3em .7em;border-bottom:1px solid var(--line);text-align:left;"
    "white-space:nowrap}th{background:var(--head)}\n"
    "th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "tfoot td{font-weight:bold;border-top:2px solid var(--line)}\n"
    "@media print{body{max-width:none;margin:0;font-size:11px}.wide{overflow:visible}"
    "thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}}\n";

std::string escaped(std::string_view plain) {
  std::string out;
  for (const char c : shown(plain)) {
    if (c == '&') {
      out.append("&amp;");
    } else if (c == '<') {
      out.append("&lt;");
    } else if (c == '>') {
      out.append("&gt;");
    } else if (c == '"') {
      out.append("&quot;");
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string cells(const Table& table, const Values& row) {
  std::string out = "<tr>";
  for (std::size_t i = 0; i < row.size(); ++i) {
    out.append(table.columns[i].kind == Kind::number ? "<td class=\"n\">" : "<td>")
        .append(escaped(shown_cell(table.columns[i], row[i])))
        .append("</td>");
  }
  return out.append("</tr>\n");
}

void append_table(const Table& table, std::string& out) {
  out.append("<div class=\"wide\"><table>\n<thead><tr>");
  for (const Column& c : table.columns) {
    out.append(c.kind == Kind::number ? "<th class=\"n\">" : "<th>")
        .append(escaped(heading(c)))
        .append("</th>");
  }
  out.append("</tr></thead>\n<tbody>\n");
  for (const Values& row : table.rows) out.append(cells(table, row));
  out.append("</tbody>\n");
  if (!table.foot.empty())
    out.append("<tfoot>").append(cells(table, table.foot)).append("</tfoot>\n");
  out.append("</table></div>\n");
}

void append_charts(const std::vector<sheet::Chart>& charts, std::string& out) {
  if (charts.empty()) return;
  out.append("<div class=\"charts\">\n");
  for (const sheet::Chart& chart : charts) {
    out.append("<figure><figcaption>")
        .append(escaped(chart.title))
        .append("</figcaption>")
        .append(sheet::chart_svg(chart))
        .append("</figure>\n");
  }
  out.append("</div>\n");
}

}  // namespace

std::string page(const Answer& answer, const std::string& title) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"";
  out.append(language() == Language::zh ? "zh-CN" : "en")
      .append(
          "\">\n<head>\n<meta charset=\"utf-8\"/>\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>")
      .append(escaped(title))
      .append("</title>\n<style>\n")
      .append(kStyles);
  if (!answer.charts.empty()) out.append(sheet::chart_styles());
  out.append("</style>\n</head>\n<body>\n<h1>").append(escaped(title)).append("</h1>\n");
  if (!answer.note.empty())
    out.append("<p class=\"note\">").append(escaped(answer.note)).append("</p>\n");
  append_charts(answer.charts, out);
  if (answer.page.empty()) append_table(answer.tables.front().second, out);
  for (const auto& [name, table] : answer.page) {
    out.append("<h2>").append(escaped(name)).append("</h2>\n");
    if (!table.columns.empty()) append_table(table, out);
  }
  return out.append("</body>\n</html>\n");
}

}  // namespace tmis::cmd
