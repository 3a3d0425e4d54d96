// What a file may cost us, however it was made. The numbers are promised in the manual (formats).
#pragma once

#include <cstddef>
#include <cstdint>

namespace tmis::sheet {

inline constexpr std::size_t kRowBytes = 1 << 20;      // text of one row or record, in UTF-8
inline constexpr std::size_t kCellCharacters = 32767;  // as a spreadsheet allows
inline constexpr std::size_t kCellBytes = 4 * kCellCharacters;
inline constexpr std::uint32_t kColumns = 16384;
inline constexpr std::uint64_t kRows = 1048576;

inline constexpr std::size_t kContainerBytes = 200u << 20;
inline constexpr std::size_t kParts = 1000;
inline constexpr std::size_t kDirectoryBytes = 4u << 20;  // the zip's list of parts
inline constexpr std::uint64_t kInflatedBytes = 2ull << 30;
inline constexpr std::size_t kSharedTextBytes = 256u << 20;  // of shared strings, held in memory
inline constexpr std::size_t kXmlMemory = 64u << 20;         // of all XML parsers together
inline constexpr std::size_t kJsonDepth = 16;

}  // namespace tmis::sheet
