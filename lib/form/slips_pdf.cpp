// A slip takes a third of the page or as much as it needs, so that a pile of short ones is cut in
// one go.
#include "form/slips_pdf.h"

#include <algorithm>

#include "base/message.h"
#include "form/paper_sheet.h"
#include "form/pen.h"

namespace tmis::form {
namespace {

constexpr double kSlipTitle = 14, kSlipLetters = 10, kSlipTable = 9;
constexpr double kSlipGap = 14;  // above and below a line to cut along
constexpr int kSlipsOnPage = 3;
const Look kSlipText{.size = kSlipLetters};
const Look kSlipHead{.size = kSlipTitle, .bold = true, .align = Align::centre};
const Look kSlipEnd{.size = kSlipLetters, .align = Align::right};

/// The texts of a slip in the order in which they stand there.
struct SlipText {
  std::string greeting, request, where, end;
  std::vector<std::vector<std::string>> rows;
};

SlipText text_of(const Slip& slip, const std::string& day) {
  SlipText out;
  out.greeting =
      text(slip.department.empty() ? "form.slip.dear-without-department" : "form.slip.dear",
           arg("name", slip.name), arg("department", slip.department), arg("number", slip.number));
  out.request = text("form.slip.request", arg("n", slip.items.size()), arg("due", slip.due));
  bool anything = false;
  for (std::size_t i = 0; i < slip.items.size(); ++i) {
    const SlipItem& item = slip.items[i];
    anything = anything || !item.bring.empty();
    out.rows.push_back({std::to_string(i + 1), item.table + "\n" + item.record, item.what,
                        item.reason, item.bring.empty() ? text("form.slip.nothing") : item.bring});
  }
  out.where = text(anything ? "form.slip.bring-to" : "form.slip.ask", arg("where", slip.where));
  out.end = text("form.slip.end", arg("organisation", slip.organisation), arg("day", day));
  return out;
}

std::vector<std::string> slip_headings() {
  return {text("form.slip.no"), text("form.slip.table"), text("form.slip.what"),
          text("form.slip.reason"), text("form.slip.bring")};
}

std::vector<double> slip_widths(const Pen& pen) {
  std::vector<double> out{0.06, 0.23, 0.27, 0.27, 0.17};
  for (double& share : out) share *= pen.text_width();
  return out;
}

const std::vector<bool> kSlipGrey(5, true), kSlipPlain(5, false);

double slip_height(Pen& pen, const SlipText& slip) {
  const auto widths = slip_widths(pen);
  double sum = pen.paragraph_height(text("form.slip.title"), kSlipHead) + 8 +
               pen.paragraph_height(slip.greeting, kSlipText) + 4 +
               pen.paragraph_height(slip.request, kSlipText) + 6 +
               pen.row_height(widths, slip_headings(), kSlipGrey, kSlipTable);
  for (const auto& row : slip.rows) sum += pen.row_height(widths, row, kSlipPlain, kSlipTable);
  return sum + 6 + pen.paragraph_height(slip.where, kSlipText) + 6 +
         pen.paragraph_height(slip.end, kSlipEnd);
}

void draw_slip(Pen& pen, const SlipText& slip) {
  const auto widths = slip_widths(pen);
  pen.paragraph(text("form.slip.title"), kSlipHead, 8);
  pen.paragraph(slip.greeting, kSlipText, 4);
  pen.paragraph(slip.request, kSlipText, 6);
  const auto heading = [&] { pen.row(widths, slip_headings(), kSlipGrey, {}, kSlipTable); };
  heading();
  for (const auto& row : slip.rows) pen.row(widths, row, kSlipPlain, heading, kSlipTable);
  pen.space(6);
  pen.paragraph(slip.where, kSlipText, 6);
  pen.paragraph(slip.end, kSlipEnd, 0);
}

}  // namespace

std::int64_t write_slips_pdf(const std::vector<Slip>& slips, const Foot& foot,
                             const std::string& path) {
  Pen pen{path};
  pen.new_page();
  const double slot = pen.whole() / kSlipsOnPage - 2 * kSlipGap;
  bool first = true;  // on its page
  for (const Slip& slip : slips) {
    const SlipText words = text_of(slip, foot.time.substr(0, 10));
    const double height = slip_height(pen, words);
    if (!first && pen.left() < height + 2 * kSlipGap) {
      pen.new_page();
      first = true;
    }
    if (!first) {
      pen.space(kSlipGap);
      pen.cut_line(text("form.slip.cut"));
      pen.space(kSlipGap);
    }
    first = false;
    draw_slip(pen, words);
    if (height < slot) pen.space(slot - height);
  }
  pen.print(1, text("form.slip.title"), [&](Pen& p, int n, int of) { draw_foot(p, foot, n, of); });
  pen.finish(path);
  return pen.pages();
}

}  // namespace tmis::form
