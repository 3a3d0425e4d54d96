// Inflates without parsing: text has no '<' of its own, so `<c ` is a cell.
#include "sheet/xlsx_verify.h"

#include <zip.h>

#include <string_view>

namespace tmis::sheet {
namespace {

struct Found {
  std::string head;  // enough to see the root element
  std::string tail;
  std::uint64_t cells = 0;  // `<c `
  bool good = false;        // inflated to its end, checksum right
};

void count_cells(std::string_view piece, std::string& seam, std::uint64_t& cells) {
  constexpr std::string_view kCell = "<c ";
  std::string across = seam;  // what the last piece ended with, and the beginning of this one
  across.append(piece.substr(0, kCell.size() - 1));
  if (across.find(kCell) != std::string::npos) ++cells;
  for (auto at = piece.find(kCell); at != std::string_view::npos; at = piece.find(kCell, at + 1))
    ++cells;
  seam.append(piece);
  if (seam.size() > kCell.size() - 1) seam.erase(0, seam.size() - (kCell.size() - 1));
}

Found read(zip_t* zip, zip_uint64_t part) {
  Found found;
  zip_file_t* file = zip_fopen_index(zip, part, 0);
  if (file == nullptr) return found;
  std::string buffer(1 << 16, '\0');
  std::string seam;
  zip_int64_t n = 0;
  while ((n = zip_fread(file, buffer.data(), buffer.size())) > 0) {
    const std::string_view piece{buffer.data(), static_cast<std::size_t>(n)};
    if (found.head.size() < 1024) found.head.append(piece.substr(0, 1024));
    count_cells(piece, seam, found.cells);
    found.tail.append(piece.size() > 256 ? piece.substr(piece.size() - 256) : piece);
    if (found.tail.size() > 256) found.tail.erase(0, found.tail.size() - 256);
  }
  zip_fclose(file);
  found.good = n == 0;
  return found;
}

/// Whether the root element that `head` begins with is closed by `tail`.
bool is_closed(std::string_view head, std::string_view tail) {
  const auto at = head.starts_with("<?xml") ? head.find('<', 1) : 0;
  if (at == std::string_view::npos || head.size() < at + 2) return false;
  const auto end = head.find_first_of(" >/\r\n", at + 1);
  const std::string root{head.substr(at + 1, end - at - 1)};
  while (tail.ends_with('\n')) tail.remove_suffix(1);
  return tail.ends_with("</" + root + ">") ||
         (tail.ends_with("/>") && head.find('>', at) + 1 == head.find_last_of('>') + 1);
}

bool check(zip_t* zip, const std::vector<std::uint64_t>& cells) {
  std::size_t sheets = 0;
  for (zip_int64_t i = 0; i < zip_get_num_entries(zip, 0); ++i) {
    const auto part = static_cast<zip_uint64_t>(i);
    const std::string_view name{zip_get_name(zip, part, 0)};
    const Found found = read(zip, part);
    if (!found.good || !is_closed(found.head, found.tail)) return false;
    if (!name.starts_with("xl/worksheets/sheet")) continue;
    const auto number = std::stoul(std::string{name.substr(19)});
    if (number == 0 || number > cells.size() || found.cells != cells[number - 1]) return false;
    ++sheets;
  }
  return sheets == cells.size();
}

}  // namespace

bool is_whole(const std::string& path, const std::vector<std::uint64_t>& cells) {
  int error = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &error);
  if (zip == nullptr) return false;
  const bool whole = check(zip, cells);
  zip_discard(zip);
  return whole;
}

}  // namespace tmis::sheet
