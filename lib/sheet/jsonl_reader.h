// JSON Lines: an object a line, its members the columns. A first pass collects their names, which
// become the heading (line 0); the second gives the rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/codes.h"
#include "sheet/cell_memory.h"
#include "sheet/input.h"
#include "sheet/source.h"

namespace tmis::sheet {

class JsonLinesReader : public Source {
 public:
  /// Reads the whole file once: every fault of form is found here. Throws jsonl.syntax,
  /// jsonl.nested, jsonl.duplicate, jsonl.array, jsonl.encoding, sheet.row-too-long,
  /// sheet.too-wide, cell.too-long.
  JsonLinesReader(SharedInput input, Origin origin);

  bool next(Line& line) override;
  double progress() const override;
  std::string_view bytes() const override { return input_->view(); }
  void for_each_piece(const std::function<void(std::string_view)>& visit) const override {
    input_->for_each_piece(visit);
  }

 private:
  bool next_text(std::string_view& text);
  void collect_names();
  void read(std::string_view text, Line& line);
  std::size_t column_of(const std::string& name, std::size_t expected);
  [[noreturn]] void refuse(const Code& code, std::size_t offset, std::size_t column = 0) const;

  SharedInput input_;
  std::string_view rest_;
  std::uint64_t number_ = 0;
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<std::uint64_t> seen_;  // line in which each member was last met
  std::size_t name_bytes_ = 0;
  bool collecting_ = true;
  bool heading_given_ = false;
  std::string name_;
  Cell value_;
  CellMemory memory_;
  Trail trail_;
};

}  // namespace tmis::sheet
