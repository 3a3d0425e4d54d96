// Rows going out: columns with their types, and a writer for each format. What a value looks like
// (label or code, masked or not) is decided by the caller; what a file format must be kept from is
// done here.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "sheet/chart.h"

namespace tmis::sheet {

struct Column {
  enum class Kind : std::uint8_t { text, integer, decimal, boolean, date, month, year, code };

  std::string id;     // member name in JSON
  std::string title;  // heading in all other formats
  Kind kind = Kind::text;
  int decimals = 0;
  double width = 0;  // in characters of the sheet; 0: from title and kind
  bool identity =
      false;             // digits that are no number: text format, so that a spreadsheet keeps them
  bool several = false;  // values joined by ';': a list in JSON
  bool required = false;                  // templates: starred
  std::vector<std::string> choices = {};  // templates: drop-down
  std::string note = {};                  // templates: comment on the heading
};

struct TableHead {
  std::string name;  // of the sheet; made fit where a spreadsheet would refuse it
  std::vector<Column> columns;
};

/// One cell going out. `kind` says what it is in formats with types: number (plain decimal
/// notation), boolean (1/0 or true/false), everything else is text there, dates too. An empty text
/// is no value.
struct CellOut {
  std::string text;
  Cell::Kind kind = Cell::Kind::text;
  bool bad = false;          // XLSX: filled red
  std::string comment = {};  // XLSX: comment on the cell
};

/// Writes tables to a file that comes into being, whole, with finish(). Without it nothing is left.
class Writer {
 public:
  virtual ~Writer() = default;
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Begins a table and writes its heading. A second table is a second sheet; formats without
  /// sheets throw sheet.one-table.
  virtual void begin_table(const TableHead& head) = 0;
  /// At most as many cells as there are columns; missing ones are empty.
  virtual void row(const std::vector<CellOut>& cells) = 0;
  /// Behind all tables, on a sheet of their own with the numbers they show; in formats that have
  /// no charts nothing is written.
  virtual void charts(const std::string& /*sheet*/, const std::vector<Chart>& /*charts*/) {}
  /// Everything is written, under a temporary name still: what is left for finish() can't fail for
  /// want of room. Throws file.unwritable.
  void close() {
    if (!closed_) end();
    closed_ = true;
  }
  /// The file takes its name. Throws file.unwritable; then the file is as it was before.
  void finish() {
    close();
    appear();
  }

 private:
  virtual void end() = 0;
  virtual void appear() = 0;

  bool closed_ = false;
};

enum class Format : std::uint8_t { csv, tsv, jsonl, json, html, xlsx };

struct WriteOptions {
  bool byte_order_mark = false;  // CSV: for those who open it with Excel by double click
  std::string title = {};        // HTML: of the page
  std::string language = {};     // HTML: lang attribute, "zh" or "en"
};

/// The format that the ending of `path` names (.csv .tsv .jsonl .ndjson .json .html .htm .xlsx).
/// Throws file.ending naming those there are.
Format format_of(const std::string& path);
/// Writer for `path`, mode 0600, by its ending.
std::unique_ptr<Writer> create(const std::string& path, const WriteOptions& options = {});
std::unique_ptr<Writer> create(const std::string& path, Format format,
                               const WriteOptions& options = {});
/// Writer to a stream, each row at once; every format but xlsx. The stream's failures are the
/// caller's.
std::unique_ptr<Writer> create(std::ostream& out, Format format, const WriteOptions& options = {});

}  // namespace tmis::sheet
