// The kernel keeps the pages in its cache; giving them back only takes them out of our memory.
#include "sheet/input.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace tmis::sheet {

void Input::give_back(std::string_view part) const {
  if (!file_ || !file_->mapped()) return;
  static const auto kPage = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(part.data());
  const std::uintptr_t first = (begin + kPage - 1) / kPage * kPage;
  const std::uintptr_t last = (begin + part.size()) / kPage * kPage;
  if (first < last) madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
}

void Input::for_each_piece(const std::function<void(std::string_view)>& visit) const {
  constexpr std::size_t kPiece = 1 << 20;
  const std::string_view all = view();
  for (std::size_t at = 0; at < all.size(); at += kPiece) {
    const auto piece = all.substr(at, kPiece);
    visit(piece);
    give_back(piece);
  }
}

}  // namespace tmis::sheet
