// Each form is drawn twice: once to count its pages, once for good.
#include "form/pdf.h"

#include <algorithm>

#include "base/message.h"
#include "form/pen.h"

namespace tmis::form {
namespace {

/// Up to so many columns a table stands as a table; wider ones field by field, two beside each
/// other.
constexpr std::size_t kMostColumns = 9;
constexpr double kNarrowest = 34;
constexpr double kSignatureHeight = 26;
constexpr double kWidestLabel = 92;
constexpr std::size_t kMeasuredRows = 40;

/// Widths by what stands in the columns, filling the page.
std::vector<double> widths(Pen& pen, const Block& block) {
  std::vector<double> out;
  const std::size_t columns = block.headings.size();
  const double most = kTextWidth / 3;
  double sum = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    double widest = std::min(pen.width(block.headings[i], {.bold = true}), most / 2);
    for (std::size_t r = 0; r < std::min(block.rows.size(), kMeasuredRows); ++r)
      widest = std::max(widest, std::min(pen.width(block.rows[r][i], {}), most));
    out.push_back(std::max(widest, kNarrowest));
    sum += out.back();
  }
  for (double& width : out) width *= kTextWidth / sum;
  return out;
}

void draw_table(Pen& pen, const Block& block) {
  const auto columns = widths(pen, block);
  const std::vector<bool> grey(columns.size(), true), plain(columns.size(), false);
  const auto heading = [&] { pen.row(columns, block.headings, grey); };
  heading();
  for (const auto& row : block.rows) pen.row(columns, row, plain, heading);
}

void draw_fields(Pen& pen, const Block& block) {
  const double label = kWidestLabel, value = kTextWidth / 2 - kWidestLabel;
  for (std::size_t r = 0; r < block.rows.size(); ++r) {
    if (block.rows.size() > 1)
      pen.paragraph(text("form.row", arg("n", r + 1)), {.size = 8, .bold = true}, 2);
    for (std::size_t i = 0; i < block.headings.size(); i += 2) {
      const bool pair = i + 1 < block.headings.size();
      pen.row(
          pair ? std::vector{label, value, label, value} : std::vector{label, kTextWidth - label},
          pair ? std::vector{block.headings[i], block.rows[r][i], block.headings[i + 1],
                             block.rows[r][i + 1]}
               : std::vector{block.headings[i], block.rows[r][i]},
          pair ? std::vector{true, false, true, false} : std::vector{true, false});
    }
    pen.space(4);
  }
}

void draw_block(Pen& pen, const Block& block) {
  pen.want(60);  // a title doesn't stand alone at the foot of a page
  pen.paragraph(block.title, {.size = 11, .bold = true}, 3);
  if (block.rows.empty()) {
    pen.row({kTextWidth}, {text("form.nothing")}, {false});
  } else if (block.headings.size() <= kMostColumns) {
    draw_table(pen, block);
  } else {
    draw_fields(pen, block);
  }
  pen.space(10);
}

void draw(Pen& pen, const Form& form) {
  pen.paragraph(form.title, {.size = 18, .bold = true, .align = Align::centre}, 8);
  pen.paragraph(text("form.head", arg("organisation", form.organisation), arg("name", form.name),
                     arg("number", form.number)),
                {.size = 10, .align = Align::centre}, 12);
  for (const Block& block : form.blocks) draw_block(pen, block);
  const double body = form.blocks.empty() ? 12 : 10;
  for (const std::string& statement : form.statements)
    pen.paragraph(statement, {.size = body}, body * 0.8);
  pen.space(10);
  pen.want(kSignatureHeight * static_cast<double>(form.signatures.size()));
  for (const std::string& signature : form.signatures) {
    pen.paragraph(text("form.sign-here", arg("who", signature)), {.size = 10},
                  kSignatureHeight - 12);
  }
}

/// Pages of the form that is drawn; the first pass counts them, the second prints them.
struct Place {
  int first = 1, of = 0;
  const Form* form = nullptr;
};

void draw_foot(Pen& pen, const Foot& foot, const Place& place) {
  const double y = kPageHeight - kMargin;
  pen.line_at(
      y - 12,
      text("form.foot", arg("content", place.form->content), arg("checkpoint", foot.checkpoint)),
      {.size = 7});
  pen.line_at(y, foot.time, {.size = 7});
  pen.line_at(y, text("form.page", arg("n", pen.page() - place.first + 1), arg("of", place.of)),
              {.size = 8, .align = Align::right});
}

int count_pages(const Form& form, const Foot& foot) {
  const Place place{1, 0, &form};
  Pen pen{"", [&](Pen& p) { draw_foot(p, foot, place); }};
  pen.new_page();
  draw(pen, form);
  pen.finish("");
  return pen.page();
}

}  // namespace

std::int64_t write_pdf(const std::vector<Form>& forms, const Foot& foot, int copies,
                       const std::string& path) {
  Place place;
  Pen pen{path, [&](Pen& p) { draw_foot(p, foot, place); }};
  for (const Form& form : forms) {
    const int pages = count_pages(form, foot);
    for (int copy = 0; copy < copies; ++copy) {
      pen.new_page();  // ends the page before with the foot of the form before
      place = {pen.page(), pages, &form};
      if (copy == 0) pen.bookmark(form.name + " " + form.number);
      draw(pen, form);
    }
  }
  pen.finish(path);
  return pen.page();
}

}  // namespace tmis::form
