// What glibc does by itself only when an environment variable says so before the program starts
// (glibc manual, "Memory Allocation Tunables": glibc.malloc.hugetlb, glibc.malloc.top_pad).
#include "base/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace tmis {
namespace {

constexpr int kMiB = 1 << 20;
constexpr int kFirstStep = 128 * kMiB;      // of addresses: memory is taken when it is written to
constexpr int kNextSteps = kMiB;            // where a greater one is refused, glibc asks no less
constexpr int kOnTheHeap = 32 * kMiB;       // what is greater gets a mapping of its own
constexpr std::size_t kGrows = 100 * 1024;  // more than is left, less than what gets a mapping
constexpr std::uintptr_t kGreatPage = 2 * kMiB;

}  // namespace

void prepare_heap() {
  ::mallopt(M_TOP_PAD, kFirstStep);
  const auto from = static_cast<char*>(::sbrk(0));
  void* volatile const grows = std::malloc(kGrows);  // volatile: or nothing would be asked for
  std::free(grows);
  const auto over = reinterpret_cast<std::uintptr_t>(from) % kGreatPage;
  char* const first = from + (over == 0 ? 0 : kGreatPage - over);
  char* const last = static_cast<char*>(::sbrk(0));
  if (last > first) ::madvise(first, static_cast<std::size_t>(last - first), MADV_HUGEPAGE);
  ::mallopt(M_TOP_PAD, kNextSteps);
  ::mallopt(M_TRIM_THRESHOLD, 2 * kFirstStep);
  ::mallopt(M_MMAP_THRESHOLD, kOnTheHeap);
}

}  // namespace tmis
