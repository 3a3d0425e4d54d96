// Files of rows coming in: CSV, TSV, XLSX and JSON Lines, recognised by content, read as a stream.
// Which row is the heading and what a cell means is left to schema.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"

namespace tmis {

/// Where rows come from and in which form they stood there: enough to write them back in the same
/// form.
struct Origin {
  enum class Format : std::uint8_t { csv, xlsx, jsonl };  // csv whatever the delimiter

  std::string path;   // as given
  std::string name;   // without folders
  std::string sheet;  // XLSX only
  Format format = Format::csv;
  // The rest only in CSV; JSON Lines are always UTF-8.
  std::string encoding = "utf-8";  // utf-8, gb18030, utf-16le, utf-16be
  bool mark = false;               // begins with a byte order mark
  char delimiter = ',';            // , ; or tab
  std::string line_end = "\n";     // of the first record
};

/// The rows of one table, in the order of the file. Rows without any cell may be left out.
///
/// `Line::number` is the row as the user sees it: XLSX its row number; CSV the number of the
/// record, a line end inside quotes not counted; JSON Lines the line. JSON Lines begin with a line
/// number 0 that is not in the file: the names of all members in order of appearance; members that
/// a line lacks are empty.
class Source {
 public:
  virtual ~Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  /// The next row, false after the last. Throws Error with its place for what makes the rest
  /// unreadable: csv.quote, csv.unterminated, csv.nul, cell.too-long, sheet.row-too-long,
  /// sheet.too-wide, xlsx.*, jsonl.* (exit 3).
  virtual bool next(Line& line) = 0;
  /// Part of the file that has been read, 0 to 1.
  virtual double progress() const = 0;
  /// The bytes of the file as opened once, so that what is hashed is what was parsed.
  virtual std::string_view bytes() const = 0;
  /// The same piece by piece; memory doesn't grow with the file. For hashing.
  virtual void for_each_piece(const std::function<void(std::string_view)>& visit) const = 0;

  const Origin& origin() const { return origin_; }

 protected:
  explicit Source(Origin origin) : origin_(std::move(origin)) {}
  Origin origin_;
};

namespace sheet {

struct OpenOptions {
  std::string path = {};          // "-" is standard input
  std::string sheet = {};         // XLSX: name of the sheet; empty: the first that is not hidden
  std::string encoding = "auto";  // CSV: auto, utf-8, gb18030, utf-16le, utf-16be, utf-16
};

/// Opens a file. What it is, its content tells, not its name. Throws file.missing,
/// file.not-regular, sheet.empty, sheet.not-found, sheet.wrong-kind, csv.encoding, xlsx.encrypted,
/// xlsx.old-xls, xlsx.web-page, xlsx.truncated and their like (exit 3), usage.value for an unknown
/// encoding.
std::unique_ptr<Source> open(const OpenOptions& options);
/// The same for bytes in memory; `options.path` is only their name.
std::unique_ptr<Source> open_bytes(std::string bytes, const OpenOptions& options);

struct SheetName {
  std::string name;
  bool hidden = false;
};

/// A workbook opened once, its sheets read one after another (or again).
class Workbook {
 public:
  explicit Workbook(const std::string& path);
  ~Workbook();
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  /// In the order of the tabs, hidden ones too; charts are not sheets.
  const std::vector<SheetName>& sheets() const;
  /// Rows of the sheet `name` (as in sheets(); empty: the first that is not hidden). The Source
  /// keeps the workbook's bytes alive. Throws sheet.not-found naming those there.
  std::unique_ptr<Source> open(const std::string& name) const;
  std::string_view bytes() const;

 private:
  struct Inside;
  std::shared_ptr<Inside> inside_;
};

/// Sheets of the workbook at `path`, the visible ones first.
std::vector<SheetName> sheet_names(const std::string& path);
/// Whether the file begins as a workbook does (a zip file); false for text. Throws as FileBytes.
bool is_workbook(const std::string& path);

}  // namespace sheet
}  // namespace tmis
