// Drawing on A4 pages: text that wraps, cells in rows, pages that end where no room is left.
// What is drawn, and in which order, is left to pdf. Coordinates are points from the upper left.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tmis::form {

inline constexpr double kPageWidth = 595.28;
inline constexpr double kPageHeight = 841.89;
inline constexpr double kMargin = 48;
inline constexpr double kTextWidth = kPageWidth - 2 * kMargin;

enum class Align { left, centre, right };

struct Look {
  double size = 9;  // of the letters
  bool bold = false;
  Align align = Align::left;
};

class Pen {
 public:
  /// `path` empty: nothing is written, only counted. `foot` draws what stands below each page.
  Pen(const std::string& path, std::function<void(Pen&)> foot);
  Pen(const Pen&) = delete;
  Pen& operator=(const Pen&) = delete;
  ~Pen();

  void new_page();
  /// Text over the whole width, from the present height downward.
  void paragraph(const std::string& text, const Look& look, double space_below);
  /// One row of cells in frames; a row that doesn't fit any more begins a new page, under
  /// `heading` again when that isn't empty.
  void row(const std::vector<double>& widths, const std::vector<std::string>& cells,
           const std::vector<bool>& grey, const std::function<void()>& heading = {});
  /// Text at a place of its own, in one line; for the foot.
  void line_at(double y, const std::string& text, const Look& look);
  /// Begins a new page when less than this is left.
  void want(double height);
  void space(double height) { y_ += height; }

  /// Width of a text in one line.
  double width(const std::string& text, const Look& look);
  void bookmark(const std::string& title);
  int page() const { return page_; }  // of all, from 1
  /// Ends the last page. Throws file.unwritable naming `path`, form.no-font.
  void finish(const std::string& path);

 private:
  struct Inside;
  double height(const std::string& text, double width, const Look& look);
  void end_page();

  std::unique_ptr<Inside> inside_;
  std::function<void(Pen&)> foot_;
  double y_ = kMargin;
  int page_ = 0;
};

}  // namespace tmis::form
