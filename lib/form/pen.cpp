// Pango breaks lines and finds glyphs, Cairo draws; nothing outside this file knows either.
#include "form/pen.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
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

constexpr double kBottom = kPageHeight - kMargin - 18;  // the foot stands below
constexpr double kPadding = 3;
constexpr double kGrey = 0.93;
/// Serif first: that is what offices file.
constexpr const char* kFonts =
    "Noto Serif CJK SC, Noto Sans CJK SC, Source Han Serif SC, SimSun, serif";

using Layout = Owned<PangoLayout, &g_object_unref>;

}  // namespace

struct Pen::Inside {
  std::FILE* file = nullptr;
  int fault = 0;  // errno of the first write that failed: Cairo's own status keeps silent about it
  Owned<cairo_surface_t, &cairo_surface_destroy> surface;
  Owned<cairo_t, &cairo_destroy> cairo;
  bool unknown_glyphs = false;

  Inside() = default;
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

  Layout layout(const std::string& text, double width, const Look& look) {
    Layout out{pango_cairo_create_layout(cairo.get())};
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
      // An address that is broken gets no hyphen: it would read as part of it.
      const Owned<PangoAttrList, &pango_attr_list_unref> attributes{pango_attr_list_new()};
      pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
      pango_layout_set_attributes(out.get(), attributes.get());
    }
    pango_layout_set_alignment(out.get(), look.align == Align::left     ? PANGO_ALIGN_LEFT
                                          : look.align == Align::centre ? PANGO_ALIGN_CENTER
                                                                        : PANGO_ALIGN_RIGHT);
    if (pango_layout_get_unknown_glyphs_count(out.get()) > 0) unknown_glyphs = true;
    return out;
  }

  static double height_of(PangoLayout* layout) {
    int height = 0;
    pango_layout_get_size(layout, nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }

  void draw(PangoLayout* layout, double x, double y) {
    cairo_move_to(cairo.get(), x, y);
    pango_cairo_show_layout(cairo.get(), layout);
  }
};

Pen::Pen(const std::string& path, std::function<void(Pen&)> foot)
    : inside_(std::make_unique<Inside>()), foot_(std::move(foot)) {
  if (!path.empty()) inside_->file = std::fopen(path.c_str(), "wb");
  if (!path.empty() && inside_->file == nullptr) inside_->fault = errno;
  inside_->surface.reset(path.empty() ? cairo_pdf_surface_create(nullptr, kPageWidth, kPageHeight)
                                      : cairo_pdf_surface_create_for_stream(
                                            Inside::write, inside_.get(), kPageWidth, kPageHeight));
  inside_->cairo.reset(cairo_create(inside_->surface.get()));
  cairo_set_line_width(inside_->cairo.get(), 0.5);
}

Pen::~Pen() = default;

void Pen::end_page() {
  if (page_ == 0) return;
  foot_(*this);
  cairo_show_page(inside_->cairo.get());
}

void Pen::new_page() {
  end_page();
  ++page_;
  y_ = kMargin;
}

void Pen::want(double height) {
  if (y_ + height > kBottom) new_page();
}

void Pen::paragraph(const std::string& text, const Look& look, double space_below) {
  const Layout layout = inside_->layout(text, kTextWidth, look);
  const double height = Inside::height_of(layout.get());
  want(height);
  inside_->draw(layout.get(), kMargin, y_);
  y_ += height + space_below;
}

void Pen::row(const std::vector<double>& widths, const std::vector<std::string>& cells,
              const std::vector<bool>& grey, const std::function<void()>& heading) {
  std::vector<Layout> layouts;
  double height = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    layouts.push_back(inside_->layout(cells[i], widths[i] - 2 * kPadding, {.bold = grey[i]}));
    height = std::max(height, Inside::height_of(layouts.back().get()));
  }
  height += 2 * kPadding;
  if (y_ + height > kBottom) {
    new_page();
    if (heading) heading();
  }
  double x = kMargin;
  cairo_t* cairo = inside_->cairo.get();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    cairo_rectangle(cairo, x, y_, widths[i], height);
    if (grey[i]) {
      cairo_set_source_rgb(cairo, kGrey, kGrey, kGrey);
      cairo_fill_preserve(cairo);
      cairo_set_source_rgb(cairo, 0, 0, 0);
    }
    cairo_stroke(cairo);
    inside_->draw(layouts[i].get(), x + kPadding, y_ + kPadding);
    x += widths[i];
  }
  y_ += height;
}

void Pen::line_at(double y, const std::string& text, const Look& look) {
  inside_->draw(inside_->layout(text, kTextWidth, look).get(), kMargin, y);
}

double Pen::width(const std::string& text, const Look& look) {
  int width = 0;
  pango_layout_get_size(inside_->layout(text, 0, look).get(), &width, nullptr);
  return static_cast<double>(width) / PANGO_SCALE + 2 * kPadding + 1;
}

void Pen::bookmark(const std::string& title) {
  const std::string target = "page=" + std::to_string(page_);
  cairo_pdf_surface_add_outline(inside_->surface.get(), CAIRO_PDF_OUTLINE_ROOT, title.c_str(),
                                target.c_str(), static_cast<cairo_pdf_outline_flags_t>(0));
}

void Pen::finish(const std::string& path) {
  end_page();
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
