// The parts of a workbook and how they hang together: sheets, styles, shared strings. Rows are left
// to xlsx_reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/number_text.h"
#include "sheet/source.h"
#include "sheet/xlsx_text.h"
#include "sheet/zip_package.h"

namespace tmis::sheet {

/// One relation of a part to another.
struct Relation {
  std::string id;
  std::string type;    // its last word: worksheet, styles, …
  std::string target;  // name of the part, without a slash in front
  bool external = false;
};

/// Relations of the part `name`; empty when it has none.
std::vector<Relation> read_relations(ZipPackage& package, std::string_view name);

class XlsxWorkbook {
 public:
  struct Sheet {
    std::string name;
    bool hidden = false;
    std::size_t part = 0;
  };

  /// Throws sheet.wrong-kind for other files that are zip files too.
  XlsxWorkbook(SharedInput input, const Origin& origin);

  ZipPackage& package() { return package_; }
  const std::vector<Sheet>& sheets() const { return sheets_; }
  const std::string& part_name() const { return part_name_; }  // of the workbook itself
  bool from_1904() const { return from_1904_; }
  std::optional<std::size_t> styles_part() const { return styles_part_; }

  /// The sheet `name`; empty: the first visible one. Throws sheet.not-found, sheet.none.
  const Sheet& find(const std::string& name) const;

  /// What the cell style `index` shows a number as.
  NumberKind kind(std::size_t index) const {
    return index < kinds_.size() ? kinds_[index] : NumberKind::number;
  }
  const SharedStrings& strings() const { return strings_; }
  /// Reads styles and shared strings, once.
  void load();

 private:
  void refuse_other_kinds();
  void read_workbook();

  ZipPackage package_;
  std::string part_name_;
  std::vector<Sheet> sheets_;
  std::optional<std::size_t> styles_part_;
  std::optional<std::size_t> strings_part_;
  bool from_1904_ = false;
  bool loaded_ = false;
  std::vector<NumberKind> kinds_;
  SharedStrings strings_;
};

/// Rows of one sheet.
std::unique_ptr<Source> open_xlsx(const std::shared_ptr<XlsxWorkbook>& workbook,
                                  const std::string& sheet);

}  // namespace tmis::sheet
