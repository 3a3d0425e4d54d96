// Records of a CSV or TSV file (RFC 4180, any of , ; TAB, any line ends), as a stream.
//
//   file   = [mark] *(record end) [record]        end   = LF / CRLF / CR
//   record = field *(delimiter field)             field = plain / quoted
//   plain  = *any but delimiter, end and "        quoted = '"' *(any but '"' / '""') '"'
//
// What doesn't fit this is an error at its place: guessing would move cells into other columns.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/codes.h"
#include "sheet/cell_memory.h"
#include "sheet/encoding.h"
#include "sheet/input.h"
#include "sheet/source.h"

namespace tmis::sheet {

/// The delimiter that cuts the first records of `sample` (UTF-8) most evenly.
char find_delimiter(std::string_view sample);

class CsvReader : public Source {
 public:
  /// `origin` has path and name; encoding, delimiter and line end are found here.
  CsvReader(SharedInput input, Origin origin, const std::string& encoding);

  bool next(Line& line) override;
  double progress() const override;
  std::string_view bytes() const override { return input_->view(); }
  void for_each_piece(const std::function<void(std::string_view)>& visit) const override {
    input_->for_each_piece(visit);
  }

 private:
  void refill();
  void read_record(Line& line);
  void read_plain(Cell& cell);
  void read_quoted(Cell& cell);
  void finish_cell(Line& line, Cell& cell);
  void end_record();
  [[noreturn]] void refuse(const Code& code, const char* at, std::uint32_t column);

  SharedInput input_;
  std::unique_ptr<Converter> converter_;  // none for UTF-8, which is read where it is mapped
  std::string_view raw_;                  // what is still to be converted
  std::string window_;                    // what is converted
  const char* begin_ = nullptr;           // of the text at hand
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  const char* record_ = nullptr;  // begin of the record being read
  const char* limit_ = nullptr;   // as far as it may reach
  char delimiter_ = ',';
  std::uint64_t number_ = 0;
  std::uint64_t lines_before_ = 0;  // line ends in text that left the window
  std::uint32_t column_ = 0;
  CellMemory memory_;
  Trail trail_;
};

}  // namespace tmis::sheet
