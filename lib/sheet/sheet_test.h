// What the tests of this room share: files in a folder of their own, rows as plain lists, workbooks
// and zip files made by hand.
#pragma once

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "sheet/source.h"

namespace tmis::sheet::testing {

using Texts = std::vector<std::string>;
using Rows = std::vector<Texts>;

/// A folder that is gone after the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "sheet-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  std::string put(const std::string& name, std::string_view bytes) const {
    std::ofstream{file(name), std::ios::binary} << bytes;
    return file(name);
  }
  std::size_t count() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{path_}, {}));
  }

 private:
  std::string path_;
};

inline Texts texts(const Line& line) {
  Texts out;
  for (std::size_t i = 0; i < line.used; ++i) out.push_back(line.cells[i].text);
  return out;
}

inline Rows rows(Source& source) {
  Rows out;
  for (Line line; source.next(line);) out.push_back(texts(line));
  return out;
}

inline Rows rows_of(const std::string& path, const std::string& sheet = {}) {
  return rows(*open({.path = path, .sheet = sheet}));
}

inline Rows parse(std::string bytes, const std::string& name = "t.csv",
                  const std::string& encoding = "auto") {
  return rows(*open_bytes(std::move(bytes), {.path = name, .sheet = {}, .encoding = encoding}));
}

/// The error that `act` ends with; fails the test when there is none.
template <class Act>
Error error_of(Act act) {
  try {
    act();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error");
  return Error{codes::internal};
}

template <class Act>
std::string code_of(Act act) {
  return error_of(act).code().name;
}

inline std::string value_of(const Error& error, const std::string& name) {
  for (const Arg& a : error.args()) {
    if (a.name == name) return a.value;
  }
  return "(none)";
}

using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::string make_zip(const Parts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(buffer);
  zip_t* zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  for (const auto& [name, text] : parts) {
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), 0);
  }
  REQUIRE(zip_close(zip) == 0);
  REQUIRE(zip_source_open(buffer) == 0);
  std::string out;
  char piece[4096];
  for (zip_int64_t n = 0; (n = zip_source_read(buffer, piece, sizeof piece)) > 0;)
    out.append(piece, static_cast<std::size_t>(n));
  zip_source_close(buffer);
  zip_source_free(buffer);
  zip_error_fini(&error);
  return out;
}

inline std::string part_of(const std::string& path, const std::string& name) {
  int error = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &error);
  REQUIRE(zip != nullptr);
  std::string out;
  if (zip_file_t* file = zip_fopen(zip, name.c_str(), 0)) {
    char piece[4096];
    for (zip_int64_t n = 0; (n = zip_fread(file, piece, sizeof piece)) > 0;)
      out.append(piece, static_cast<std::size_t>(n));
    zip_fclose(file);
  }
  zip_discard(zip);
  return out;
}

/// What the workbook below is made of; tests change a part and build it.
struct Book {
  std::string sheet_data;  // inside <sheetData>
  std::string strings;     // inside <sst>
  std::string formats;     // inside <numFmts>
  std::string cell_xfs = "<xf numFmtId=\"0\"/>";
  std::string properties;  // attributes of <workbookPr>
  std::string state;       // attributes of the first <sheet>
  std::string second;      // inside <sheetData> of a second sheet "Two", when not empty
  std::string doctype;     // before the root of the sheet

  Parts parts() const {
    const std::string main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const std::string doc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const std::string rels =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    const auto rel = [&](const char* id, const std::string& type, const std::string& target) {
      return std::string{"<Relationship Id=\""} + id + "\" Type=\"" + doc + "/" + type +
             "\" Target=\"" + target + "\"/>";
    };
    const auto sheet = [&](const std::string& data) {
      return "<?xml version=\"1.0\"?>" + doctype + "<worksheet " + main + "><sheetData>" + data +
             "</sheetData></worksheet>";
    };
    Parts out{
        {"[Content_Types].xml",
         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"></Types>"},
        {"_rels/.rels", rels + rel("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
        {"xl/workbook.xml",
         "<workbook " + main + " xmlns:r=\"" + doc + "\"><workbookPr " + properties +
             "/><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"s1\" " + state + "/>" +
             (second.empty() ? "" : "<sheet name=\"Two\" sheetId=\"2\" r:id=\"s2\"/>") +
             "</sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels", rels + rel("s1", "worksheet", "worksheets/sheet1.xml") +
                                           rel("s2", "worksheet", "/xl/worksheets/sheet2.xml") +
                                           rel("st", "styles", "styles.xml") +
                                           rel("ss", "sharedStrings", "sharedStrings.xml") +
                                           "</Relationships>"},
        {"xl/styles.xml", "<styleSheet " + main + "><numFmts>" + formats +
                              "</numFmts><fills count=\"1\"><fill><patternFill "
                              "patternType=\"none\"/></fill></fills><cellXfs count=\"1\">" +
                              cell_xfs + "</cellXfs></styleSheet>"},
        {"xl/sharedStrings.xml", "<sst " + main + ">" + strings + "</sst>"},
        {"xl/worksheets/sheet1.xml", sheet(sheet_data)},
    };
    if (!second.empty()) out.emplace_back("xl/worksheets/sheet2.xml", sheet(second));
    return out;
  }
  std::string zip() const { return make_zip(parts()); }
};

inline Rows parse(const Book& book) { return parse(book.zip(), "t.xlsx"); }

/// One row with one cell, given as XML.
inline Book one_cell(const std::string& cell) {
  Book book;
  book.sheet_data = "<row r=\"1\">" + cell + "</row>";
  return book;
}

}  // namespace tmis::sheet::testing
