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
inline constexpr double kTextTop = kMargin + 14;  // the running head stands above
inline constexpr double kFootRoom = 18;           // the foot stands below
inline constexpr double kTextBottom = kPageHeight - kMargin - kFootRoom;

/// Width and height of a page: A4 standing, or lying.
struct Paper {
  double width = kPageWidth, height = kPageHeight;
};
inline constexpr Paper kStanding{}, kLying{kPageHeight, kPageWidth};

enum class Align { left, centre, right };

inline constexpr double kBodyLetters = 9;  // size of those in tables

struct Look {
  double size = kBodyLetters;
  bool bold = false;
  Align align = Align::left;
  auto operator<=>(const Look&) const = default;
};

/// Pages of one document after another into one file. A document is laid out once, however many
/// copies are printed, and its number of pages is known when its heads and feet are drawn.
class Pen {
 public:
  explicit Pen(const std::string& path, const Paper& paper = kStanding);
  Pen(const Pen&) = delete;
  Pen& operator=(const Pen&) = delete;
  ~Pen();

  void new_page();
  /// Text over the whole width, from the present height downward.
  void paragraph(const std::string& text, const Look& look, double space_below);
  /// One row of cells in frames; a row that doesn't fit any more begins a new page, under
  /// `heading` again when that isn't empty.
  void row(const std::vector<double>& widths, const std::vector<std::string>& cells,
           const std::vector<bool>& grey, const std::function<void()>& heading = {},
           double size = kBodyLetters);
  double row_height(const std::vector<double>& widths, const std::vector<std::string>& cells,
                    const std::vector<bool>& grey, double size = kBodyLetters);
  double paragraph_height(const std::string& text, const Look& look);
  /// An empty frame, and text in a column of the page; neither moves the present height.
  void frame(double x, double y, double width, double height);
  void text_at(double x, double y, double width, const std::string& text, const Look& look);
  void rule(double x, double y, double width);
  /// A dashed line across the page, to cut along, with a few words in its middle.
  void cut_line(const std::string& words);
  /// Begins a new page when less than this is left.
  void want(double height);
  void space(double height) { y_ += height; }
  double y() const { return y_; }
  double left() const { return bottom() - y_; }         // height that is left on the page
  double whole() const { return bottom() - kTextTop; }  // height of an empty page
  double text_width() const { return paper_.width - 2 * kMargin; }
  const Paper& paper() const { return paper_; }

  /// Width of a text in one line, as a cell needs it.
  double width(const std::string& text, const Look& look);

  /// Prints the pages since the last document so many times, the first under a bookmark. `edge`
  /// draws what stands at the edges of page `n` of `of`.
  void print(int copies, const std::string& bookmark,
             const std::function<void(Pen&, int n, int of)>& edge);
  int pages() const { return pages_; }  // printed
  /// Throws file.unwritable naming `path`, form.no-font.
  void finish(const std::string& path);

 private:
  struct Inside;
  double bottom() const { return paper_.height - kMargin - kFootRoom; }

  std::unique_ptr<Inside> inside_;
  Paper paper_;
  double y_ = kTextTop;
  int pages_ = 0;
};

}  // namespace tmis::form
