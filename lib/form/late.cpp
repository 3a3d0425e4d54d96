// The functions of Pango and Cairo that `pen` calls, under their own names. The libraries behind
// them are loaded with the first page: with their thirty others they took more than half of the
// start of every command (of `tmis --version` 35 ms, 17 without them), and few commands draw.
#include <cairo-pdf.h>
#include <dlfcn.h>
#include <pango/pangocairo.h>

#include <string>

#include "base/error.h"

namespace {

// It brings Pango, Cairo and GObject along; the number is its binary interface.
constexpr const char* kLibrary = "libpangocairo-1.0.so.0";

[[noreturn]] void fail() {
  const char* why = ::dlerror();
  throw tmis::Error{tmis::codes::form_no_library,
                    {tmis::arg("file", std::string{kLibrary}),
                     tmis::arg("why", std::string{why == nullptr ? kLibrary : why})}};
}

template <class Function>
Function* late(const char* name) {
  static void* const library = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  void* const found = library == nullptr ? nullptr : ::dlsym(library, name);
  if (found == nullptr) fail();
  return reinterpret_cast<Function*>(found);
}

}  // namespace

// Looked up at the first call.
#define LATE(name)                                             \
  ([] {                                                        \
    static auto* const function = late<decltype(name)>(#name); \
    return function;                                           \
  }())

extern "C" {

cairo_surface_t* cairo_pdf_surface_create_for_stream(cairo_write_func_t write, void* closure,
                                                     double width, double height) {
  return LATE(cairo_pdf_surface_create_for_stream)(write, closure, width, height);
}
int cairo_pdf_surface_add_outline(cairo_surface_t* surface, int parent, const char* words,
                                  const char* target, cairo_pdf_outline_flags_t flags) {
  return LATE(cairo_pdf_surface_add_outline)(surface, parent, words, target, flags);
}
void cairo_surface_destroy(cairo_surface_t* surface) { LATE(cairo_surface_destroy)(surface); }
void cairo_surface_finish(cairo_surface_t* surface) { LATE(cairo_surface_finish)(surface); }
cairo_status_t cairo_surface_status(cairo_surface_t* surface) {
  return LATE(cairo_surface_status)(surface);
}
const char* cairo_status_to_string(cairo_status_t status) {
  return LATE(cairo_status_to_string)(status);
}
cairo_t* cairo_create(cairo_surface_t* surface) { return LATE(cairo_create)(surface); }
void cairo_destroy(cairo_t* c) { LATE(cairo_destroy)(c); }
void cairo_show_page(cairo_t* c) { LATE(cairo_show_page)(c); }
void cairo_move_to(cairo_t* c, double x, double y) { LATE(cairo_move_to)(c, x, y); }
void cairo_line_to(cairo_t* c, double x, double y) { LATE(cairo_line_to)(c, x, y); }
void cairo_rectangle(cairo_t* c, double x, double y, double width, double height) {
  LATE(cairo_rectangle)(c, x, y, width, height);
}
void cairo_stroke(cairo_t* c) { LATE(cairo_stroke)(c); }
void cairo_fill_preserve(cairo_t* c) { LATE(cairo_fill_preserve)(c); }
void cairo_set_line_width(cairo_t* c, double width) { LATE(cairo_set_line_width)(c, width); }
void cairo_set_source_rgb(cairo_t* c, double red, double green, double blue) {
  LATE(cairo_set_source_rgb)(c, red, green, blue);
}
void cairo_set_dash(cairo_t* c, const double* dashes, int n, double offset) {
  LATE(cairo_set_dash)(c, dashes, n, offset);
}

void g_object_unref(gpointer object) { LATE(g_object_unref)(object); }

PangoContext* pango_cairo_create_context(cairo_t* c) { return LATE(pango_cairo_create_context)(c); }
void pango_cairo_show_layout(cairo_t* c, PangoLayout* layout) {
  LATE(pango_cairo_show_layout)(c, layout);
}
PangoAttribute* pango_attr_insert_hyphens_new(gboolean on) {
  return LATE(pango_attr_insert_hyphens_new)(on);
}
PangoAttrList* pango_attr_list_new() { return LATE(pango_attr_list_new)(); }
void pango_attr_list_insert(PangoAttrList* list, PangoAttribute* one) {
  LATE(pango_attr_list_insert)(list, one);
}
void pango_attr_list_unref(PangoAttrList* list) { LATE(pango_attr_list_unref)(list); }
PangoFontDescription* pango_font_description_new() { return LATE(pango_font_description_new)(); }
void pango_font_description_free(PangoFontDescription* font) {
  LATE(pango_font_description_free)(font);
}
void pango_font_description_set_family_static(PangoFontDescription* font, const char* family) {
  LATE(pango_font_description_set_family_static)(font, family);
}
void pango_font_description_set_absolute_size(PangoFontDescription* font, double size) {
  LATE(pango_font_description_set_absolute_size)(font, size);
}
void pango_font_description_set_weight(PangoFontDescription* font, PangoWeight weight) {
  LATE(pango_font_description_set_weight)(font, weight);
}
PangoLayout* pango_layout_new(PangoContext* context) { return LATE(pango_layout_new)(context); }
void pango_layout_set_font_description(PangoLayout* layout, const PangoFontDescription* font) {
  LATE(pango_layout_set_font_description)(layout, font);
}
void pango_layout_set_text(PangoLayout* layout, const char* text, int size) {
  LATE(pango_layout_set_text)(layout, text, size);
}
void pango_layout_set_width(PangoLayout* layout, int width) {
  LATE(pango_layout_set_width)(layout, width);
}
void pango_layout_set_wrap(PangoLayout* layout, PangoWrapMode wrap) {
  LATE(pango_layout_set_wrap)(layout, wrap);
}
void pango_layout_set_attributes(PangoLayout* layout, PangoAttrList* list) {
  LATE(pango_layout_set_attributes)(layout, list);
}
void pango_layout_set_alignment(PangoLayout* layout, PangoAlignment alignment) {
  LATE(pango_layout_set_alignment)(layout, alignment);
}
void pango_layout_get_size(PangoLayout* layout, int* width, int* height) {
  LATE(pango_layout_get_size)(layout, width, height);
}
int pango_layout_get_unknown_glyphs_count(PangoLayout* layout) {
  return LATE(pango_layout_get_unknown_glyphs_count)(layout);
}

}  // extern "C"
