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

  /// The format that looks like `style` but is filled red.
  std::size_t red(std::size_t style);
  /// styles.xml with the red formats. Formats that an earlier round made red are red no more.
  std::string result() const;

 private:
  struct Edit {
    std::size_t offset, length;
    std::string text;
  };
  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  void start(std::string_view name, const Attributes& attributes) override;
  void end(std::string_view name) override;
  std::string tag_at(std::size_t offset) const;
  std::string cleaned(std::size_t style) const;
  std::string twin(std::size_t style) const;
  void append_to(Span list, std::size_t count, const std::string& items,
                 std::vector<Edit>& edits) const;

  std::string text_;
  XmlReader* reader_ = nullptr;
  bool in_fills_ = false;
  bool in_formats_ = false;
  std::size_t fills_ = 0;
  Span fill_list_;
  Span format_list_;
  std::vector<Span> formats_;        // <xf …>…</xf>
  std::set<std::size_t> red_fills_;  // made in an earlier round
  std::set<std::size_t> red_formats_;
  std::vector<std::size_t> twins_;  // of which format each new one is
  std::map<std::size_t, std::size_t> twin_of_;
};

}  // namespace tmis::sheet
