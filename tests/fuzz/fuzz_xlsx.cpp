// Any bytes as a workbook (first byte even), or as one part of a sound workbook (odd): refused or
// read. A sheet that is read must also survive being marked: its rows stay the same.
#include <unistd.h>
#include <zip.h>

#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "fuzz.h"
#include "sheet/fix_copy.h"

using namespace tmis;

namespace {

constexpr const char* kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr const char* kDoc = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relation(const char* id, const char* type, const char* target) {
  return std::string{"<Relationship Id=\""} + id + "\" Type=\"" + kDoc + "/" + type +
         "\" Target=\"" + target + "\"/>";
}

/// A workbook in which the part number `which` is `text`.
std::string workbook(unsigned which, std::string_view text) {
  const std::string rels = "<Relationships>";
  const std::string main = std::string{" xmlns=\""} + kMain + "\"";
  std::vector<std::pair<std::string, std::string>> parts = {
      {"xl/worksheets/sheet1.xml",
       "<worksheet" + main +
           "><sheetData><row r=\"1\"><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>"},
      {"xl/sharedStrings.xml", "<sst" + main + "><si><t>x</t></si></sst>"},
      {"xl/styles.xml", "<styleSheet" + main +
                            "><fills count=\"1\"><fill><patternFill/></fill></fills><cellXfs "
                            "count=\"1\"><xf numFmtId=\"14\"/></cellXfs></styleSheet>"},
      {"xl/workbook.xml",
       "<workbook" + main + " xmlns:r=\"" + kDoc +
           "\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", rels + relation("s", "worksheet", "worksheets/sheet1.xml") +
                                         relation("t", "sharedStrings", "sharedStrings.xml") +
                                         relation("u", "styles", "styles.xml") +
                                         "</Relationships>"},
      {"_rels/.rels",
       rels + relation("w", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
      {"[Content_Types].xml", "<Types></Types>"},
  };
  parts[which % 5].second = std::string{text};
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(buffer);
  zip_t* zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  for (const auto& [name, part] : parts) {
    const auto index =
        zip_file_add(zip, name.c_str(), zip_source_buffer(zip, part.data(), part.size(), 0), 0);
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  zip_close(zip);
  zip_source_open(buffer);
  std::string out(static_cast<std::size_t>(1) << 20, '\0');
  out.resize(static_cast<std::size_t>(zip_source_read(buffer, out.data(), out.size())));
  zip_source_close(buffer);
  zip_source_free(buffer);
  zip_error_fini(&error);
  return out;
}

void mark(const std::string& bytes, const fuzz::Rows& rows) {
  static const std::string folder =
      (std::filesystem::temp_directory_path() / ("tmis-fuzz-" + std::to_string(::getpid())))
          .string();
  std::filesystem::create_directories(folder);
  const std::string in = folder + "/in.xlsx";
  const std::string out = folder + "/out.xlsx";
  write_file(in, bytes);
  try {
    const auto source = sheet::open({.path = in});
    const std::string name = source->origin().sheet;
    sheet::fix_copy(in, out, {{name, 1, 1, "r"}, {name, 3, 2, "r"}}, {"Reasons", "a", "b", "c"});
    fuzz::require(fuzz::read(read_file(out), {.path = "out.xlsx", .sheet = name}) == rows);
  } catch (const Error&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > (1u << 18)) return 0;
  std::string bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  if (data[0] % 2 == 1) bytes = workbook(data[0] / 2, bytes);
  const auto rows = fuzz::read(bytes, {.path = "t.xlsx"});
  if (rows && bytes.starts_with("PK")) mark(bytes, *rows);
  return 0;
}
