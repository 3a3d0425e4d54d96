// Pango breaks lines and finds glyphs, Cairo draws; nothing outside this file knows either.
#include "form/pen.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <utility>

#include "base/error.h"

namespace tmis::form {

template <class T, auto free>
struct Freed {
  void operator()(T* thing) const { free(thing); }
};
template <class T, auto free>
using Owned = std::unique_ptr<T, Freed<T, free>>;

namespace {

constexpr double kPadding = 3;
constexpr double kGrey = 0.93;
/// Serif first: that is what offices file.
constexpr const char* kFonts =
    "Noto Serif CJK SC, Noto Sans CJK SC, Source Han Serif SC, SimSun, serif";
/// Texts laid out that are kept: labels and values come again with every person, and laying out is
/// most of the work (tests/bench/forms.sh).
constexpr std::size_t kMostKept = 30000;

using Layout = std::shared_ptr<PangoLayout>;

double height_of(PangoLayout* layout) {
  int height = 0;
  pango_layout_get_size(layout, nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

}  // namespace

/// Something on a page: a text, or without one a frame, filled or not, or the line to cut along.
struct PenMark {
  Layout text = nullptr;
  double x = 0, y = 0, width = 0, height = 0;
  bool grey = false;
  bool dashed = false;  // across, from x to x + width
};

struct Pen::Inside {
  using Key = std::pair<std::pair<double, Look>, std::string>;

  std::FILE* file = nullptr;
  int fault = 0;  // errno of the first write that failed: Cairo's own status keeps silent about it
  Owned<cairo_surface_t, &cairo_surface_destroy> surface;
  Owned<cairo_t, &cairo_destroy> cairo;
  Owned<PangoContext, &g_object_unref> context;
  Owned<PangoAttrList, &pango_attr_list_unref> no_hyphens{pango_attr_list_new()};
  std::map<Key, Layout> kept;
  std::vector<std::vector<PenMark>> pages;  // of the document that is being laid out
  bool printing = false;                    // marks go to the paper at once
  bool unknown_glyphs = false;

  Inside() {
    // An address that is broken gets no hyphen: it would read as part of it.
    pango_attr_list_insert(no_hyphens.get(), pango_attr_insert_hyphens_new(FALSE));
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() {
    surface.reset();  // writes its end
    if (file != nullptr) std::fclose(file);
  }

  static cairo_status_t write(void* pen, const unsigned char* bytes, unsigned int n) {
    auto& inside = *static_cast<Inside*>(pen);
    if (inside.file != nullptr && inside.fault == 0 && std::fwrite(bytes, 1, n, inside.file) != n)
      inside.fault = errno;
    return inside.fault == 0 ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
  }

  /// `width` 0: one line.
  Layout layout(const std::string& text, double width, const Look& look) {
    Key key{{width, look}, text};
    if (const auto found = kept.find(key); found != kept.end()) return found->second;
    if (kept.size() >= kMostKept) kept.clear();
    return kept.emplace(std::move(key), laid_out(text, width, look)).first->second;
  }

  Layout laid_out(const std::string& text, double width, const Look& look) {
    Layout out{pango_layout_new(context.get()), &g_object_unref};
    const Owned<PangoFontDescription, &pango_font_description_free> font{
        pango_font_description_new()};
    pango_font_description_set_family_static(font.get(), kFonts);
    pango_font_description_set_absolute_size(font.get(), look.size * PANGO_SCALE);
    if (look.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(out.get(), font.get());
    pango_layout_set_text(out.get(), text.data(), static_cast<int>(text.size()));
    if (width > 0) {
      pango_layout_set_width(out.get(), static_cast<int>(width * PANGO_SCALE));
      pango_layout_set_wrap(out.get(), PANGO_WRAP_WORD_CHAR);
      pango_layout_set_attributes(out.get(), no_hyphens.get());
    }
    pango_layout_set_alignment(out.get(), look.align == Align::left     ? PANGO_ALIGN_LEFT
                                          : look.align == Align::centre ? PANGO_ALIGN_CENTER
                                                                        : PANGO_ALIGN_RIGHT);
    if (pango_layout_get_unknown_glyphs_count(out.get()) > 0) unknown_glyphs = true;
    return out;
  }

  void put(PenMark mark) {
    if (printing) {
      draw(mark);
    } else {
      pages.back().push_back(std::move(mark));
    }
  }

  void draw(const PenMark& mark) {
    cairo_t* c = cairo.get();
    if (mark.text) {
      cairo_move_to(c, mark.x, mark.y);
      pango_cairo_show_layout(c, mark.text.get());
      return;
    }
    if (mark.dashed) return draw_dashes(mark);
    cairo_rectangle(c, mark.x, mark.y, mark.width, mark.height);
    if (mark.grey) {
      cairo_set_source_rgb(c, kGrey, kGrey, kGrey);
      cairo_fill_preserve(c);
      cairo_set_source_rgb(c, 0, 0, 0);
    }
    cairo_stroke(c);
  }

  void draw_dashes(const PenMark& mark) {
    constexpr std::array<double, 2> kDashes{4, 3};
    cairo_t* c = cairo.get();
    cairo_set_dash(c, kDashes.data(), static_cast<int>(kDashes.size()), 0);
    cairo_move_to(c, mark.x, mark.y);
    cairo_line_to(c, mark.x + mark.width, mark.y);
    cairo_stroke(c);
    cairo_set_dash(c, nullptr, 0, 0);
  }

  std::vector<Layout> cells(const std::vector<double>& widths,
                            const std::vector<std::string>& texts, const std::vector<bool>& grey,
                            double size) {
    std::vector<Layout> out;
    for (std::size_t i = 0; i < texts.size(); ++i)
      out.push_back(layout(texts[i], widths[i] - 2 * kPadding, {.size = size, .bold = grey[i]}));
    return out;
  }

  static double tallest(const std::vector<Layout>& layouts) {
    double height = 0;
    for (const Layout& l : layouts) height = std::max(height, height_of(l.get()));
    return height + 2 * kPadding;
  }
};

Pen::Pen(const std::string& path, const Paper& paper)
    : inside_(std::make_unique<Inside>()), paper_(paper) {
  inside_->file = std::fopen(path.c_str(), "wb");
  if (inside_->file == nullptr) inside_->fault = errno;
  inside_->surface.reset(
      cairo_pdf_surface_create_for_stream(Inside::write, inside_.get(), paper.width, paper.height));
  inside_->cairo.reset(cairo_create(inside_->surface.get()));
  inside_->context.reset(pango_cairo_create_context(inside_->cairo.get()));
  cairo_set_line_width(inside_->cairo.get(), 0.5);
}

Pen::~Pen() = default;

void Pen::new_page() {
  inside_->pages.emplace_back();
  y_ = kTextTop;
}

void Pen::want(double height) {
  if (y_ + height > bottom()) new_page();
}

void Pen::paragraph(const std::string& text, const Look& look, double space_below) {
  const Layout layout = inside_->layout(text, text_width(), look);
  const double height = height_of(layout.get());
  want(height);
  inside_->put({.text = layout, .x = kMargin, .y = y_});
  y_ += height + space_below;
}

double Pen::paragraph_height(const std::string& text, const Look& look) {
  return height_of(inside_->layout(text, text_width(), look).get());
}

void Pen::row(const std::vector<double>& widths, const std::vector<std::string>& cells,
              const std::vector<bool>& grey, const std::function<void()>& heading, double size) {
  const auto layouts = inside_->cells(widths, cells, grey, size);
  const double height = Inside::tallest(layouts);
  if (y_ + height > bottom()) {
    new_page();
    if (heading) heading();
  }
  double x = kMargin;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    inside_->put({.x = x, .y = y_, .width = widths[i], .height = height, .grey = grey[i]});
    if (!cells[i].empty())
      inside_->put({.text = layouts[i], .x = x + kPadding, .y = y_ + kPadding});
    x += widths[i];
  }
  y_ += height;
}

double Pen::row_height(const std::vector<double>& widths, const std::vector<std::string>& cells,
                       const std::vector<bool>& grey, double size) {
  return Inside::tallest(inside_->cells(widths, cells, grey, size));
}

void Pen::frame(double x, double y, double width, double height) {
  inside_->put({.x = x, .y = y, .width = width, .height = height});
}

void Pen::rule(double x, double y, double width) { frame(x, y, width, 0); }

void Pen::cut_line(const std::string& words) {
  constexpr double kEdge = 12;
  const Look look{.size = 7, .align = Align::centre};
  const double gap = width(words, look) + 8, half = (paper_.width - gap) / 2 - kEdge;
  inside_->put({.x = kEdge, .y = y_, .width = half, .dashed = true});
  inside_->put({.x = paper_.width - kEdge - half, .y = y_, .width = half, .dashed = true});
  text_at(kMargin, y_ - look.size * 0.7, text_width(), words, look);
}

void Pen::text_at(double x, double y, double width, const std::string& text, const Look& look) {
  inside_->put({.text = inside_->layout(text, width, look), .x = x, .y = y});
}

double Pen::width(const std::string& text, const Look& look) {
  int width = 0;
  pango_layout_get_size(inside_->layout(text, 0, look).get(), &width, nullptr);
  return static_cast<double>(width) / PANGO_SCALE + 2 * kPadding + 1;
}

void Pen::print(int copies, const std::string& bookmark,
                const std::function<void(Pen&, int, int)>& edge) {
  const int of = static_cast<int>(inside_->pages.size());
  const std::string target = "page=" + std::to_string(pages_ + 1);
  cairo_pdf_surface_add_outline(inside_->surface.get(), CAIRO_PDF_OUTLINE_ROOT, bookmark.c_str(),
                                target.c_str(), static_cast<cairo_pdf_outline_flags_t>(0));
  inside_->printing = true;
  for (int copy = 0; copy < copies; ++copy) {
    for (int n = 1; n <= of; ++n) {
      for (const PenMark& mark : inside_->pages[static_cast<std::size_t>(n) - 1])
        inside_->draw(mark);
      edge(*this, n, of);
      cairo_show_page(inside_->cairo.get());
    }
  }
  inside_->printing = false;
  pages_ += of * copies;
  inside_->pages.clear();
}

void Pen::finish(const std::string& path) {
  cairo_surface_finish(inside_->surface.get());
  if (inside_->file != nullptr && std::fclose(std::exchange(inside_->file, nullptr)) != 0 &&
      inside_->fault == 0)
    inside_->fault = errno;
  if (inside_->fault != 0) {
    throw Error{codes::file_unwritable,
                {arg("file", path), arg("why", std::strerror(inside_->fault))}};
  }
  if (inside_->unknown_glyphs) throw Error{codes::form_no_font};
  const cairo_status_t status = cairo_surface_status(inside_->surface.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    const std::string why = cairo_status_to_string(status);
    throw Error{codes::file_unwritable, {arg("file", path), arg("why", why)}};
  }
}

}  // namespace tmis::form
