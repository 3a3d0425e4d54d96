// Blocks, covers and signatures, laid out for the pen.
#include "form/pdf.h"

#include <algorithm>

#include "base/message.h"
#include "base/text.h"
#include "form/pen.h"

namespace tmis::form {
namespace {

/// Up to so many columns a table stands as a table; wider ones field by field, two beside each
/// other.
constexpr std::size_t kMostColumns = 9;
constexpr double kNarrowest = 30;
constexpr double kWidestLabel = 92;
constexpr std::size_t kMeasuredRows = 40;
constexpr double kSignatureRow = 34, kSealRow = 84;
constexpr double kSignerWidth = 130, kDateWidth = 160;
constexpr double kPhotoWidth = 86, kPhotoHeight = 120;

/// Width of a text in a cell, near enough to share out a page: Chinese signs are square.
double estimated(const std::string& text) {
  return static_cast<double>(width(text)) * kBodyLetters * 0.56 + 8;
}

/// The widest piece that should not be broken: digits and Latin letters without a space between.
double unbroken(const std::string& text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    const bool plain = c > ' ' && static_cast<unsigned char>(c) < 0x80 && c != ';';
    run = plain ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return static_cast<double>(longest) * kBodyLetters * 0.62 + 10;
}

/// Widths by what stands in the columns, filling the page; numbers and addresses in one line where
/// there is room for it.
std::vector<double> widths(const Block& block) {
  const std::size_t columns = block.headings.size();
  std::vector<double> least(columns), wished(columns);
  double sum_least = 0, sum_more = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    wished[i] = std::min(estimated(block.headings[i]), kTextWidth / 6);
    least[i] = kNarrowest;
    for (std::size_t r = 0; r < std::min(block.rows.size(), kMeasuredRows); ++r) {
      wished[i] = std::max(wished[i], std::min(estimated(block.rows[r][i]), kTextWidth / 3));
      least[i] = std::max(least[i], std::min(unbroken(block.rows[r][i]), kTextWidth / 4));
    }
    wished[i] = std::max(wished[i], least[i]);
    sum_least += least[i];
    sum_more += wished[i] - least[i];
  }
  const double room = kTextWidth - sum_least;
  std::vector<double> out;
  for (std::size_t i = 0; i < columns; ++i) {
    const double more = wished[i] - least[i];
    if (room <= 0) {
      out.push_back(least[i] * kTextWidth / sum_least);
    } else if (room > sum_more) {
      out.push_back(wished[i] * kTextWidth / (sum_least + sum_more));
    } else {
      out.push_back(least[i] + more * room / sum_more);
    }
  }
  return out;
}

/// The heading stands again on each page.
void draw_rows(Pen& pen, const Block& block) {
  const auto columns = widths(block);
  const std::vector<bool> grey(columns.size(), true), plain(columns.size(), false);
  const auto heading = [&] { pen.row(columns, block.headings, grey); };
  heading();
  for (const auto& row : block.rows) pen.row(columns, row, plain, heading);
}

/// One row of a record laid out field by field.
struct Fields {
  std::vector<double> widths;
  std::vector<std::string> cells;
  std::vector<bool> grey;
};

std::vector<Fields> fields_of(const Block& block, const std::vector<std::string>& row) {
  constexpr double value = kTextWidth / 2 - kWidestLabel;
  std::vector<Fields> out;
  for (std::size_t i = 0; i < block.headings.size(); i += 2) {
    if (i + 1 < block.headings.size()) {
      out.push_back({{kWidestLabel, value, kWidestLabel, value},
                     {block.headings[i], row[i], block.headings[i + 1], row[i + 1]},
                     {true, false, true, false}});
    } else {
      out.push_back(
          {{kWidestLabel, kTextWidth - kWidestLabel}, {block.headings[i], row[i]}, {true, false}});
    }
  }
  return out;
}

double fields_height(Pen& pen, const std::vector<Fields>& fields) {
  double out = 0;
  for (const Fields& f : fields) out += pen.row_height(f.widths, f.cells, f.grey);
  return out;
}

/// A record that fits a page is on one page.
void draw_records(Pen& pen, const Block& block) {
  constexpr double kNumber = 16;
  for (std::size_t r = 0; r < block.rows.size(); ++r) {
    const auto fields = fields_of(block, block.rows[r]);
    const double height = fields_height(pen, fields) + kNumber;
    if (height < kTextBottom - kTextTop) pen.want(height);
    if (block.rows.size() > 1)
      pen.paragraph(text("form.row", arg("n", r + 1)), {.size = 8, .bold = true}, 2);
    for (const Fields& f : fields) pen.row(f.widths, f.cells, f.grey);
    pen.space(4);
  }
}

/// Where nothing is entered the block is one line: 无, and who passed that.
void draw_none(Pen& pen, const Block& block) {
  const std::vector<std::string>& row = block.rows.front();
  const std::string& state = row[row.size() - 2];
  const std::string& auditor = row.back();
  pen.row({kTextWidth - 190, 50, 140}, {text("form.none"), state, auditor}, {false, false, false});
}

/// Room for the titles of a block and what must stand with them.
double first_height(Pen& pen, const Block& block) {
  if (block.rows.empty() || block.none) return 22;
  if (block.headings.size() <= kMostColumns) {
    const auto columns = widths(block);
    return pen.row_height(columns, block.headings, std::vector<bool>(columns.size(), true)) +
           pen.row_height(columns, block.rows.front(), std::vector<bool>(columns.size(), false));
  }
  const double height = fields_height(pen, fields_of(block, block.rows.front())) + 20;
  return height < (kTextBottom - kTextTop) * 2 / 3 ? height : 60;
}

void draw_block(Pen& pen, const Block& block) {
  const double titles = (block.category.empty() ? 0 : 26) + (block.title.empty() ? 0 : 20);
  pen.want(titles + first_height(pen, block));
  if (!block.category.empty()) pen.paragraph(block.category, {.size = 12, .bold = true}, 4);
  if (!block.title.empty()) pen.paragraph(block.title, {.size = 10, .bold = true}, 3);
  if (block.rows.empty()) {
    pen.row({kTextWidth}, {text("form.nothing")}, {false});
  } else if (block.none) {
    draw_none(pen, block);
  } else if (block.headings.size() <= kMostColumns) {
    draw_rows(pen, block);
  } else {
    draw_records(pen, block);
  }
  pen.space(10);
}

std::string head_line(const Form& form) {
  return text("form.head", arg("organisation", form.organisation), arg("name", form.person.name),
              arg("number", form.person.number));
}

/// The first page of a dossier: whose it is, a place for the photograph, what is inside.
void draw_cover(Pen& pen, const Form& form) {
  pen.space(36);
  pen.paragraph(form.organisation, {.size = 14, .align = Align::centre}, 10);
  pen.paragraph(form.title, {.size = 26, .bold = true, .align = Align::centre}, 38);
  const double label = 90, value = kTextWidth - kPhotoWidth - label - 30;
  const double top = pen.y(), x = kPageWidth - kMargin - kPhotoWidth;
  pen.frame(x, top, kPhotoWidth, kPhotoHeight);
  pen.text_at(x, top + kPhotoHeight / 2 - 6, kPhotoWidth, text("form.photo"),
              {.size = kBodyLetters, .align = Align::centre});
  const std::vector<std::pair<std::string, std::string>> lines = {
      {text("form.name"), form.person.name},
      {text("form.number"), form.person.number},
      {text("form.organisation"), form.organisation},
      {text("form.department"), form.person.department},
      {text("form.day"), form.day}};
  for (const auto& [name, said] : lines) {
    pen.text_at(kMargin, pen.y(), label, name, {.size = 12});
    pen.text_at(kMargin + label, pen.y(), value, said, {.size = 12, .bold = true});
    pen.rule(kMargin + label, pen.y() + 18, value);
    pen.space(28);
  }
  pen.space(24);
  pen.paragraph(text("form.inside"), {.size = 11, .bold = true}, 5);
  const std::vector<double> columns = {kTextWidth - 130, 130};
  pen.row(columns, {text("form.table"), text("form.records")}, {true, true});
  std::vector<std::pair<std::string, std::pair<std::size_t, bool>>> inside;
  for (const Block& block : form.blocks) {
    if (!block.category.empty()) inside.push_back({block.category, {0, true}});
    auto& [rows, none] = inside.back().second;
    if (!block.none) rows += block.rows.size();
    none = none && (block.none || block.rows.empty());
  }
  for (const auto& [category, count] : inside) {
    pen.row(columns, {category, count.second ? text("form.none") : std::to_string(count.first)},
            {false, false});
  }
  pen.new_page();
}

/// A line for each who signs, and the place of the seal; together on one page with the statement.
void draw_end(Pen& pen, const Form& form) {
  const bool letter = form.blocks.empty();
  const double size = letter ? 12 : 10.5;
  double height = kSealRow + kSignatureRow * static_cast<double>(form.signatures.size()) + 14;
  if (!letter) {
    for (const auto& s : form.statements) height += pen.paragraph_height(s, {.size = size}) + 8;
    pen.want(height);
  }
  for (const std::string& statement : form.statements)
    pen.paragraph(statement, {.size = size}, size * 0.8);
  pen.space(letter ? 40 : 6);
  pen.want(kSealRow + kSignatureRow * static_cast<double>(form.signatures.size()));
  const double line = kTextWidth - kSignerWidth - kDateWidth;
  const auto row = [&](const std::string& who, const std::string& date, double tall) {
    const double y = pen.y();
    pen.frame(kMargin, y, kSignerWidth, tall);
    pen.frame(kMargin + kSignerWidth, y, line, tall);
    pen.frame(kMargin + kSignerWidth + line, y, kDateWidth, tall);
    const double text_y = y + tall / 2 - 7;
    pen.text_at(kMargin + 4, text_y, kSignerWidth - 8, who, {.size = 10});
    pen.text_at(kMargin + kSignerWidth + line + 4, text_y, kDateWidth - 8, date, {.size = 10});
    pen.space(tall);
  };
  for (const std::string& signature : form.signatures)
    row(signature, text("form.date"), kSignatureRow);
  row(form.seal, text("form.date"), kSealRow);
}

void draw(Pen& pen, const Form& form) {
  pen.new_page();
  if (form.cover) {
    draw_cover(pen, form);
  } else {
    pen.paragraph(form.title, {.size = 18, .bold = true, .align = Align::centre}, 8);
    pen.paragraph(head_line(form), {.size = 10, .align = Align::centre}, 14);
  }
  for (const Block& block : form.blocks) draw_block(pen, block);
  draw_end(pen, form);
}

/// Head (from the second page on, the first has it large) and foot.
void draw_edge(Pen& pen, const Form& form, const Foot& foot, int n, int of) {
  constexpr double kSmall = 7.5;
  if (n > 1) {
    pen.text_at(kMargin, kMargin - 8, kTextWidth, form.title, {.size = kSmall});
    pen.text_at(kMargin, kMargin - 8, kTextWidth, head_line(form),
                {.size = kSmall, .align = Align::right});
    pen.rule(kMargin, kMargin + 4, kTextWidth);
  }
  const double y = kPageHeight - kMargin;
  pen.rule(kMargin, y - 14, kTextWidth);
  pen.text_at(kMargin, y - 11, kTextWidth, text("form.foot.code", arg("code", form.code)),
              {.size = 8, .bold = true});
  pen.text_at(kMargin, y - 11, kTextWidth, text("form.page", arg("n", n), arg("of", of)),
              {.size = 8, .align = Align::right});
  pen.text_at(kMargin, y + 1, kTextWidth,
              text("form.foot.journal", arg("checkpoint", foot.checkpoint)), {.size = kSmall});
  pen.text_at(kMargin, y + 1, kTextWidth, text("form.foot.time", arg("time", foot.time)),
              {.size = kSmall, .align = Align::right});
}

}  // namespace

std::int64_t write_pdf(std::span<const Form> forms, const Foot& foot, int copies,
                       const std::string& path) {
  Pen pen{path};
  for (const Form& form : forms) {
    draw(pen, form);
    pen.print(copies, form.person.name + " " + form.person.number,
              [&](Pen& p, int n, int of) { draw_edge(p, form, foot, n, of); });
  }
  pen.finish(path);
  return pen.pages();
}

}  // namespace tmis::form
