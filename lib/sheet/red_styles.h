// The cell formats of a workbook (styles.xml) with a red twin for those of marked cells.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/xml.h"

namespace tmis::sheet {

class RedStyles : private XmlHandler {
 public:
  /// `text`: the whole styles.xml. Throws xlsx.broken when it has no cell formats.
  RedStyles(const Origin& origin, const std::string& name, std::string text);

  /// The format that looks like `style` but is filled red. Its fill remembers the one it covers.
  std::size_t red(std::size_t style);
  /// styles.xml with the red formats. Formats that an earlier round made red have the
  /// fill again that they had before.
  std::string result();

 private:
  struct Edit {
    std::size_t offset, length;
    std::string text;
  };
  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  struct Fill {
    bool solid = false;
    bool red = false;   // made in an earlier round
    std::string color;  // attributes of a solid fill's colour; of a red one: of the fill it covers
  };
  void start(std::string_view name, const Attributes& attributes) override;
  void end(std::string_view name) override;
  void start_fill(std::string_view name, const Attributes& attributes);
  const std::string& color_below(const std::string& format_tag) const;
  std::size_t fill_of(const std::string& color, bool red);
  std::string new_fills() const;
  std::string tag_at(std::size_t offset) const;
  std::string cleaned(std::size_t style);
  std::string twin(std::size_t style);
  void append_to(Span list, std::size_t count, const std::string& items,
                 std::vector<Edit>& edits) const;

  std::string text_;
  XmlReader* reader_ = nullptr;
  bool in_fills_ = false;
  bool in_formats_ = false;
  std::vector<Fill> fills_;
  std::vector<Fill> new_fills_;
  Span fill_list_;
  Span format_list_;
  std::vector<Span> formats_;          // <xf …>…</xf>
  std::set<std::size_t> red_formats_;  // made in an earlier round
  std::vector<std::size_t> twins_;     // of which format each new one is
  std::map<std::size_t, std::size_t> twin_of_;
};

}  // namespace tmis::sheet
