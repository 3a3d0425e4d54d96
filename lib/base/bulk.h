// Memory for lists of a million entries.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tmis {

/// Takes the pages of a great allocation at once: one by one, each when it is first written, they
/// cost more than what is written on them. Where the kernel can't, nothing is lost but that.
template <class T>
class BulkAllocator {
 public:
  using value_type = T;
  BulkAllocator() = default;
  template <class U>
  BulkAllocator(const BulkAllocator<U>&) {}  // NOLINT(google-explicit-constructor): asked for

  T* allocate(std::size_t n) {
    T* const memory = std::allocator<T>{}.allocate(n);
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto from = (reinterpret_cast<std::uintptr_t>(memory) + page - 1) / page * page;
    const auto to = reinterpret_cast<std::uintptr_t>(memory + n) / page * page;
    if (to > from + kFew * page) {
      ::madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
      ::madvise(reinterpret_cast<void*>(from), to - from, MADV_POPULATE_WRITE);
    }
    return memory;
  }
  void deallocate(T* memory, std::size_t n) { std::allocator<T>{}.deallocate(memory, n); }

  friend bool operator==(const BulkAllocator&, const BulkAllocator&) { return true; }

 private:
  static constexpr std::size_t kFew = 16;  // pages that aren't worth a call
};

/// A list that grows to many thousands. What is reserved is taken: no more than will be used.
template <class T>
using BulkVector = std::vector<T, BulkAllocator<T>>;

}  // namespace tmis
