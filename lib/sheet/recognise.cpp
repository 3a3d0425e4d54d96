// Signatures at the front of files; the old Office container is told apart by the names of its
// streams.
#include "sheet/recognise.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "sheet/place.h"

namespace tmis::sheet {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kZip = "PK\3\4"sv;
constexpr std::string_view kEmptyZip = "PK\5\6"sv;
constexpr std::string_view kContainer = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv;

constexpr std::pair<std::string_view, const char*> kOthers[] = {
    {"%PDF"sv, "PDF"},       {"\x1F\x8B"sv, "gzip"},
    {"Rar!\x1A"sv, "RAR"},   {"7z\xBC\xAF\x27\x1C"sv, "7z"},
    {"\xFD\x37zXZ"sv, "xz"}, {"{\\rtf"sv, "RTF"},
    {"\x89PNG"sv, "PNG"},    {"\xFF\xD8\xFF"sv, "JPEG"},
    {"GIF8"sv, "GIF"},       {"SQLite format 3"sv, "SQLite"},
    {"\x7F\x45LF"sv, "ELF"},
};

/// Whether the container has a stream of this name. Entries of its list are 128 bytes each, begin
/// with the name in UTF-16 and lie at a multiple of 128 from the front.
bool has_stream(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) wide.append({c, '\0'});
  wide.append(2, '\0');
  const auto length = static_cast<char>(wide.size());
  for (std::size_t at = 512; at + 128 <= bytes.size(); at += 128) {
    if (bytes[at + 64] == length && bytes.substr(at, wide.size()) == wide) return true;
  }
  return false;
}

[[noreturn]] void refuse_container(std::string_view bytes, const Origin& origin) {
  if (has_stream(bytes, "EncryptedPackage")) throw fault(codes::xlsx_encrypted, origin);
  if (has_stream(bytes, "WordDocument"))
    throw fault(codes::sheet_wrong_kind, origin, {arg("kind", "Word (.doc)")});
  // Workbook since Excel 97 and in WPS .et, Book before.
  if (has_stream(bytes, "Workbook") || has_stream(bytes, "Book"))
    throw fault(codes::xlsx_old_xls, origin);
  throw fault(codes::sheet_wrong_kind, origin, {arg("kind", "OLE")});
}

/// The beginning in lower case without mark and white space.
std::string beginning(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  std::string out;
  for (const char c : bytes.substr(0, 1024)) {
    if (c == '\0') continue;  // UTF-16
    if (out.empty() &&
        (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\xFF' || c == '\xFE'))
      continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return out;
}

bool is_web_page(std::string_view start) {
  for (const std::string_view tag :
       {"<html", "<!doctype", "<table", "<head", "<meta", "<?xml", "<!--", "<script", "<style",
        "<body", "<div", "mime-version:"}) {
    if (start.starts_with(tag)) return true;
  }
  return false;
}

}  // namespace

Content recognise(std::string_view bytes, const Origin& origin) {
  if (bytes.starts_with(kZip) || bytes.starts_with(kEmptyZip)) return Content::workbook;
  if (bytes.starts_with(kContainer)) refuse_container(bytes, origin);
  for (const auto& [signature, kind] : kOthers) {
    if (bytes.starts_with(signature))
      throw fault(codes::sheet_wrong_kind, origin, {arg("kind", kind)});
  }
  const std::string start = beginning(bytes);
  if (start.empty() &&
      bytes.find_first_not_of("\r\n\t \xEF\xBB\xBF\xFF\xFE"sv) == std::string_view::npos)
    throw fault(codes::sheet_empty, origin);
  if (is_web_page(start)) throw fault(codes::xlsx_web_page, origin);
  const std::string ending = file_ending(origin.name);
  const bool json = ending == "jsonl" || ending == "ndjson" || ending == "json";
  const bool table = ending == "csv" || ending == "tsv" || ending == "txt" || ending == "tab";
  if (json && start.starts_with('[')) throw fault(codes::jsonl_array, origin);
  return json || (!table && start.starts_with('{')) ? Content::lines_of_json : Content::text;
}

}  // namespace tmis::sheet
