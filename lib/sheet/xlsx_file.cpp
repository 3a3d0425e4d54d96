// Rows go to the library's own temporary file beside the target, deleted as soon as it is open.
#include "sheet/xlsx_file.h"

#include <xlsxwriter.h>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "sheet/limits.h"
#include "sheet/xlsx_text.h"
#include "sheet/xlsx_verify.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define TMIS_LEAK_CHECK
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define TMIS_LEAK_CHECK
#endif
#ifdef TMIS_LEAK_CHECK
// libxlsxwriter 1.1.4 loses the text of a drop-down's range, some twenty bytes each. The font
// libraries of the forms keep caches to the end; a program has one list for all of them.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:lxw_strdup\nleak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}
extern "C" const char* __lsan_default_options() { return "print_suppressions=0"; }
#endif

namespace tmis::sheet {
namespace {

constexpr std::size_t kNameUnits = 31;       // UTF-16 units in a sheet's name
constexpr std::size_t kMostComments = 5000;  // each is a drawing; spreadsheets crawl beyond
constexpr std::uint8_t kTextFormat = 49;     // the built-in one, "@"
constexpr lxw_color_t kBad = 0xFF9B9B;
constexpr lxw_color_t kHeading = 0xDDE6F3;
constexpr lxw_color_t kAside = 0xEEEEEE, kAsideText = 0x808080;

std::size_t units(std::string_view text) {
  std::size_t n = 0;
  while (!text.empty()) n += take_code_point(text) > 0xFFFF ? 2 : 1;
  return n;
}

std::string cut(std::string_view text, std::size_t most) {
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    used += c > 0xFFFF ? 2 : 1;
    if (used > most) break;
    append_code_point(c, out);
  }
  return out;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::string sheet_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool refused =
        std::strchr("[]:*?/\\'", c) != nullptr || static_cast<unsigned char>(c) < 0x20;
    out.push_back(refused ? '_' : c);
  }
  out = cut(out, kNameUnits);
  return out.empty() ? "Sheet" : out;
}

bool is_exact_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  std::size_t counted = 0;
  std::size_t digits = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point && digits > 0) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return false;
    ++digits;
    if (counted > 0 || c != '0') ++counted;
  }
  const bool padded = text.size() > 1 && text.front() == '0' && text[1] != '.';  // 007
  return digits > 0 && text.back() != '.' && !padded && counted <= 15 && digits <= 20;
}

XlsxFile::XlsxFile(const std::string& path) : path_(path), file_(path) {
  std::string folder = std::filesystem::path{path}.parent_path().string();
  if (folder.empty()) folder.push_back('.');
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = folder.data();
  workbook_ = workbook_new_opt(file_.path().c_str(), &options);
  if (workbook_ == nullptr) fail(LXW_ERROR_MEMORY_MALLOC_FAILED);
}

XlsxFile::~XlsxFile() {
  if (workbook_ != nullptr) lxw_workbook_free(workbook_);
}

std::string XlsxFile::free_name(std::string_view wanted) const {
  const std::string name = sheet_name(wanted);
  std::string candidate = name;
  for (int n = 2; names_.count(lower(candidate)) != 0; ++n) {
    std::string suffix = " (";
    suffix.append(std::to_string(n)).append(")");
    candidate = cut(name, kNameUnits - suffix.size());
    candidate.append(suffix);
  }
  return candidate;
}

std::string XlsxFile::add_sheet(std::string_view name) {
  std::string free = free_name(name);
  const Uninterrupted made_and_deleted;  // the library's temporary file, which nobody could name
  lxw_worksheet* sheet = workbook_add_worksheet(workbook_, free.c_str());
  if (sheet == nullptr) fail(LXW_ERROR_PARAMETER_VALIDATION);
  names_.insert(lower(free));
  last_name_ = free;
  sheets_.push_back(sheet);
  cells_.push_back(0);
  return free;
}

lxw_format* XlsxFile::format(const CellLook& look) {
  if (look == CellLook{}) return nullptr;
  lxw_format*& found = formats_[look];
  if (found != nullptr) return found;
  found = workbook_add_format(workbook_);
  if (look.bold) {
    format_set_bold(found);
    format_set_bg_color(found, kHeading);
    format_set_border(found, LXW_BORDER_THIN);
  }
  if (look.framed) {
    format_set_border(found, LXW_BORDER_THIN);
    format_set_text_wrap(found);
    format_set_align(found, LXW_ALIGN_VERTICAL_CENTER);
    format_set_font_size(found, 9);
  }
  if (look.centred) format_set_align(found, LXW_ALIGN_CENTER);
  if (look.large) format_set_font_size(found, 16);
  if (look.bad) format_set_bg_color(found, kBad);
  if (look.aside) {
    format_set_bg_color(found, kAside);
    format_set_font_color(found, kAsideText);
  }
  if (look.as_text) format_set_num_format_index(found, kTextFormat);
  if (look.wrap) {
    format_set_text_wrap(found);
    format_set_align(found, LXW_ALIGN_VERTICAL_TOP);
  }
  if (look.decimals >= 0) {
    std::string code = "0";
    if (look.decimals > 0) code.append(".").append(static_cast<std::size_t>(look.decimals), '0');
    format_set_num_format(found, code.c_str());
  }
  return found;
}

void XlsxFile::write(std::uint64_t row, std::uint32_t column, std::string_view text,
                     Cell::Kind kind, const CellLook& look) {
  if (row >= kRows)
    throw Error{codes::sheet_too_many_rows, {arg("rows", kRows), arg("file", path_)}};
  lxw_worksheet* sheet = sheets_.back();
  const auto r = static_cast<lxw_row_t>(row);
  const auto c = static_cast<lxw_col_t>(column);
  lxw_error error = LXW_NO_ERROR;
  if (text.empty()) {
    if (look != CellLook{}) error = worksheet_write_blank(sheet, r, c, format(look));
  } else if (kind == Cell::Kind::boolean && (text == "true" || text == "false")) {
    error = worksheet_write_boolean(sheet, r, c, text == "true", format(look));
  } else if ((kind == Cell::Kind::number || kind == Cell::Kind::boolean) && is_exact_number(text)) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    error = worksheet_write_number(sheet, r, c, value, format(look));
  } else {
    const std::string stored = escaped(text);
    if (units(stored) > kCellCharacters) {
      Place place;
      place.file = path_;
      place.row = row + 1;
      place.column = column + 1;
      throw Error{codes::cell_too_long, {arg("characters", kCellCharacters)}}.at(place);
    }
    error = worksheet_write_string(sheet, r, c, stored.c_str(), format(look));
  }
  if (error != LXW_NO_ERROR) fail(error);
  if (!text.empty() || look != CellLook{}) ++cells_.back();
}

void XlsxFile::comment(std::uint64_t row, std::uint32_t column, std::string_view text) {
  if (text.empty() || comments_ == kMostComments) return;
  ++comments_;
  const std::string shown_text = cut(text, 2000);
  lxw_comment_options options{};
  // About 24 columns a line, so that the box shows all of a short rule.
  options.height = static_cast<std::uint16_t>(
      std::clamp<std::size_t>(
          width(shown_text) / 24 + 2 +
              static_cast<std::size_t>(std::count(shown_text.begin(), shown_text.end(), '\n')),
          4, 20) *
      18);
  options.width = 220;
  worksheet_write_comment_opt(sheets_.back(), static_cast<lxw_row_t>(row),
                              static_cast<lxw_col_t>(column), shown_text.c_str(), &options);
}

void XlsxFile::set_column(std::uint32_t column, double columns, bool as_text) {
  const auto c = static_cast<lxw_col_t>(column);
  worksheet_set_column(sheets_.back(), c, c, columns, format({.as_text = as_text}));
}

void XlsxFile::freeze(std::uint64_t rows) {
  worksheet_freeze_panes(sheets_.back(), static_cast<lxw_row_t>(rows), 0);
}

void XlsxFile::filter(std::uint64_t first_row, std::uint64_t last_row, std::uint32_t columns) {
  if (columns == 0) return;
  worksheet_autofilter(sheets_.back(), static_cast<lxw_row_t>(first_row), 0,
                       static_cast<lxw_row_t>(last_row), static_cast<lxw_col_t>(columns - 1));
}

void XlsxFile::drop_down(std::uint64_t first_row, std::uint32_t column,
                         const std::vector<std::string>& choices, const std::string& formula,
                         bool strict) {
  std::vector<char*> list;
  list.reserve(choices.size() + 1);
  for (const std::string& choice : choices) list.push_back(const_cast<char*>(choice.c_str()));
  list.push_back(nullptr);
  lxw_data_validation rule{};
  rule.ignore_blank = LXW_VALIDATION_ON;
  rule.show_input = LXW_VALIDATION_ON;
  rule.show_error = strict ? LXW_VALIDATION_ON : LXW_VALIDATION_OFF;
  rule.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;  // a code is as good as its label
  std::string range = formula;
  if (formula.empty()) {
    rule.validate = LXW_VALIDATION_TYPE_LIST;
    rule.value_list = list.data();
  } else {
    rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    rule.value_formula = range.data();
  }
  const auto c = static_cast<lxw_col_t>(column);
  const auto error = worksheet_data_validation_range(
      sheets_.back(), static_cast<lxw_row_t>(first_row), c, kRows - 1, c, &rule);
  if (error != LXW_NO_ERROR) fail(error);
}

void XlsxFile::hide() { worksheet_hide(sheets_.back()); }

void XlsxFile::activate(std::size_t sheet) {
  worksheet_activate(sheets_[sheet]);
  worksheet_set_first_sheet(sheets_[sheet]);
}

namespace {

/// libxlsxwriter says on standard error what it also returns; the error that is thrown says it.
class Silence {
 public:
  Silence() : kept_(::dup(STDERR_FILENO)) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept_ >= 0 && nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0) ::close(nowhere);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    if (kept_ < 0) return;
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
  }

 private:
  int kept_;
};

/// The library has lost the reason why not all was written; the file system says it again.
int why_no_more(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) return errno;
  const std::string more(1 << 20, '\0');
  ssize_t n = 0;
  for (int i = 0; i < 64 && n >= 0; ++i) n = ::write(file, more.data(), more.size());
  const int why = n < 0 ? errno : EIO;
  ::close(file);
  return why;
}

}  // namespace

void XlsxFile::close() {
  if (workbook_ == nullptr) return;
  if (sheets_.empty()) add_sheet("Sheet1");
  errno = 0;
  lxw_workbook* workbook = workbook_;
  workbook_ = nullptr;  // closing frees it, whatever comes of it
  lxw_error error = LXW_NO_ERROR;
  int why = 0;
  {
    const Silence silence;
    const Uninterrupted made_and_deleted;  // a temporary file for every part
    error = workbook_close(workbook);
    why = errno;
  }
  errno = why;
  if (error != LXW_NO_ERROR) fail(error);
  if (is_whole(file_.path(), cells_)) return;
  errno = why_no_more(file_.path());
  fail(LXW_ERROR_CREATING_TMPFILE);
}

void XlsxFile::finish() {
  close();
  file_.commit();
}

void XlsxFile::fail(int error) const {
  const int why = errno;
  Place place;
  place.file = path_;
  throw Error{
      codes::file_unwritable,
      {arg("file", path_),
       arg("why", why != 0 ? std::strerror(why) : lxw_strerror(static_cast<lxw_error>(error)))}}
      .at(place);
}

}  // namespace tmis::sheet
