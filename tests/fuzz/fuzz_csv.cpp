// Any bytes as a CSV file: refused or read, and what was read comes back the same when it is
// written.
#include <sstream>

#include "fuzz.h"
#include "sheet/table.h"

using namespace tmis;

namespace {

std::string written(const fuzz::Rows& rows) {
  std::size_t columns = 2;  // of one column the delimiter could not be known
  for (const auto& row : rows) columns = std::max(columns, row.size());
  std::ostringstream out;
  const auto writer = sheet::create(out, sheet::Format::csv);
  sheet::TableHead head{"T", {}};
  head.columns.resize(columns);
  writer->begin_table(head);
  std::vector<sheet::CellOut> cells;
  for (const auto& row : rows) {
    cells.clear();
    for (const auto& text : row) cells.push_back({text});
    writer->row(cells);
  }
  writer->finish();
  return out.str();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const char* const kEncodings[] = {"auto", "utf-8", "gb18030", "utf-16le", "utf-16be"};
  if (size == 0) return 0;
  const std::string bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto rows =
      fuzz::read(bytes, {.path = "t.csv", .sheet = {}, .encoding = kEncodings[data[0] % 5]});
  if (!rows || rows->empty()) return 0;
  fuzz::Rows padded = *rows;
  const std::string text = written(padded);
  const auto source = sheet::open_bytes(text, {.path = "t.csv", .sheet = {}, .encoding = "utf-8"});
  if (source->origin().delimiter != ',') return 0;  // texts may look like another delimiter
  const auto back = fuzz::read(text, {.path = "t.csv", .sheet = {}, .encoding = "utf-8"});
  if (!back) return 0;  // quotes make a record longer than its limit
  fuzz::require(back->size() == padded.size() + 1);
  for (std::size_t i = 0; i < padded.size(); ++i) {
    auto& row = padded[i];
    row.resize((*back)[i + 1].size());
    fuzz::require(row == (*back)[i + 1]);
  }
  return 0;
}
