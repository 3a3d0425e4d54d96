// The kernel keeps the pages in its cache; giving them back only takes them out of our memory.
#include "sheet/input.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace tmis::sheet {

void Input::give_back(std::string_view part) const {
  if (!file_ || !file_->mapped()) return;
  static const auto kPage = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  // From the first page that begins in the part to the last that ends in it.
  const auto begin = reinterpret_cast<std::uintptr_t>(part.data());
  const std::uintptr_t skip = (kPage - begin % kPage) % kPage;
  if (skip >= part.size()) return;
  const std::uintptr_t size = (part.size() - skip) / kPage * kPage;
  if (size > 0) madvise(const_cast<char*>(part.data()) + skip, size, MADV_DONTNEED);
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
