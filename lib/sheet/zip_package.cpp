// The list of parts is read here before libzip sees the file: libzip doesn't tell where parts lie,
// and overlapping ones are how a small file inflates without end. libzip must then see the same
// list.
#include "sheet/zip_package.h"

#include <zip.h>

#include <algorithm>

#include "base/text.h"
#include "sheet/limits.h"
#include "sheet/place.h"

namespace tmis::sheet {
namespace {

constexpr std::string_view kLocal{"PK\3\4", 4};
constexpr std::string_view kCentral{"PK\1\2", 4};
constexpr std::string_view kEnd{"PK\5\6", 4};
constexpr std::string_view kEnd64{"PK\6\6", 4};
constexpr std::string_view kEnd64Locator{"PK\6\7", 4};
constexpr std::size_t kLocalSize = 30;
constexpr std::size_t kCentralSize = 46;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kLocatorSize = 20;
constexpr std::size_t kEnd64Size = 56;

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t n = 0;
  for (std::size_t i = width; i-- > 0;) n = n << 8 | static_cast<unsigned char>(bytes[at + i]);
  return n;
}

std::string canonical(std::string_view name) {
  std::string out{name};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '\\') c = '/';
  }
  return out;
}

/// The extra field 1 of a record holds what doesn't fit 32 bits, in this order.
void widen(std::string_view extra, std::initializer_list<std::uint64_t*> values) {
  while (extra.size() >= 4) {
    const auto id = number(extra, 0, 2);
    const auto size = static_cast<std::size_t>(number(extra, 2, 2));
    if (size > extra.size() - 4) return;
    if (id == 1) {
      std::size_t at = 4;
      for (std::uint64_t* value : values) {
        if (*value != 0xFFFFFFFF) continue;
        if (at + 8 > 4 + size) return;
        *value = number(extra, at, 8);
        at += 8;
      }
      return;
    }
    extra.remove_prefix(4 + size);
  }
}

struct Directory {
  std::uint64_t entries;
  std::uint64_t size;
  std::uint64_t offset;
};

/// From the record at the very end of the file, or its larger form before it.
std::optional<Directory> find_directory(std::string_view bytes) {
  const std::size_t from = bytes.size() > 0xFFFF + kEndSize ? bytes.size() - 0xFFFF - kEndSize : 0;
  std::size_t at = bytes.rfind(kEnd);
  while (
      at != std::string_view::npos && at >= from &&
      (bytes.size() - at < kEndSize || at + kEndSize + number(bytes, at + 20, 2) != bytes.size())) {
    at = at == 0 ? std::string_view::npos : bytes.rfind(kEnd, at - 1);
  }
  if (at == std::string_view::npos || at < from) return std::nullopt;
  Directory found{number(bytes, at + 10, 2), number(bytes, at + 12, 4), number(bytes, at + 16, 4)};
  if (found.entries != 0xFFFF && found.size != 0xFFFFFFFF && found.offset != 0xFFFFFFFF)
    return found;
  if (at < kLocatorSize || bytes.substr(at - kLocatorSize, 4) != kEnd64Locator) return found;
  const auto wide = number(bytes, at - kLocatorSize + 8, 8);
  if (bytes.size() < kEnd64Size || wide > bytes.size() - kEnd64Size ||
      bytes.substr(static_cast<std::size_t>(wide), 4) != kEnd64)
    return std::nullopt;
  const auto end = bytes.substr(static_cast<std::size_t>(wide));
  return Directory{number(end, 32, 8), number(end, 40, 8), number(end, 48, 8)};
}

}  // namespace

ZipPackage::ZipPackage(SharedInput input, Origin origin)
    : input_(std::move(input)), origin_(std::move(origin)) {
  if (bytes().size() > kContainerBytes) {
    throw fault(codes::xlsx_too_large, origin_, {arg("megabytes", kContainerBytes >> 20)});
  }
  read_directory();
  open_zip();
}

ZipPackage::~ZipPackage() {
  if (zip_ != nullptr) zip_discard(zip_);
}

void ZipPackage::read_directory() {
  const auto directory = find_directory(bytes());
  if (!directory) throw fault(codes::xlsx_truncated, origin_);
  if (directory->entries > kParts) {
    throw fault(codes::xlsx_too_many_parts, origin_, {arg("parts", kParts)});
  }
  if (directory->offset > bytes().size() || directory->size > bytes().size() - directory->offset)
    throw fault(codes::xlsx_truncated, origin_);
  if (directory->size > kDirectoryBytes) throw fault(codes::xlsx_damaged, origin_);
  auto rest = bytes().substr(static_cast<std::size_t>(directory->offset),
                             static_cast<std::size_t>(directory->size));
  for (std::uint64_t i = 0; i < directory->entries; ++i) {
    if (rest.size() < kCentralSize || !rest.starts_with(kCentral))
      throw fault(codes::xlsx_damaged, origin_);
    const auto size = static_cast<std::size_t>(kCentralSize + number(rest, 28, 2) +
                                               number(rest, 30, 2) + number(rest, 32, 2));
    if (size > rest.size()) throw fault(codes::xlsx_damaged, origin_);
    add_entry(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  check_overlap(directory->offset);
}

void ZipPackage::add_entry(std::string_view record) {
  if ((number(record, 8, 2) & 1) != 0) throw fault(codes::xlsx_encrypted, origin_);
  const auto method = number(record, 10, 2);
  if (method != 0 && method != 8) throw fault(codes::xlsx_damaged, origin_);
  const auto name_size = static_cast<std::size_t>(number(record, 28, 2));
  Entry entry;
  entry.name = std::string{record.substr(kCentralSize, name_size)};
  entry.compressed = number(record, 20, 4);
  entry.declared = number(record, 24, 4);
  entry.offset = number(record, 42, 4);
  const auto extra =
      record.substr(kCentralSize + name_size, static_cast<std::size_t>(number(record, 30, 2)));
  widen(extra, {&entry.declared, &entry.compressed, &entry.offset});
  // Two parts of one name: which one is meant depends on the reader.
  if (!index_.emplace(canonical(entry.name), entries_.size()).second)
    throw fault(codes::xlsx_overlap, origin_);
  entries_.push_back(std::move(entry));
}

void ZipPackage::check_overlap(std::uint64_t directory) const {
  std::vector<const Entry*> sorted;
  for (const Entry& entry : entries_) sorted.push_back(&entry);
  std::sort(sorted.begin(), sorted.end(),
            [](const Entry* a, const Entry* b) { return a->offset < b->offset; });
  std::uint64_t free = 0;  // first byte that no part has taken
  for (const Entry* entry : sorted) {
    if (entry->offset < free) throw fault(codes::xlsx_overlap, origin_);
    if (entry->offset > directory || directory - entry->offset < kLocalSize)
      throw fault(codes::xlsx_damaged, origin_);
    const auto local = bytes().substr(static_cast<std::size_t>(entry->offset), kLocalSize);
    if (!local.starts_with(kLocal)) throw fault(codes::xlsx_damaged, origin_);
    const std::uint64_t head = kLocalSize + number(local, 26, 2) + number(local, 28, 2);
    const std::uint64_t room = directory - entry->offset;
    if (head > room || entry->compressed > room - head) throw fault(codes::xlsx_overlap, origin_);
    free = entry->offset + head + entry->compressed;
  }
}

void ZipPackage::open_zip() {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes().data(), bytes().size(), 0, &error);
  if (source != nullptr) zip_ = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (zip_ == nullptr) {
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&error);
    throw fault(codes::xlsx_damaged, origin_);
  }
  zip_error_fini(&error);
  bool same = static_cast<std::size_t>(zip_get_num_entries(zip_, 0)) == entries_.size();
  for (std::size_t i = 0; same && i < entries_.size(); ++i) {
    zip_stat_t info;
    same = zip_stat_index(zip_, i, ZIP_FL_ENC_RAW, &info) == 0 &&
           (info.valid & ZIP_STAT_COMP_SIZE) != 0 && info.comp_size == entries_[i].compressed &&
           entries_[i].name == zip_get_name(zip_, i, ZIP_FL_ENC_RAW);
  }
  if (!same) {
    zip_discard(zip_);
    zip_ = nullptr;
    throw fault(codes::xlsx_damaged, origin_);
  }
}

std::optional<std::size_t> ZipPackage::find(std::string_view name) const {
  const auto found = index_.find(canonical(name));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

std::string ZipPackage::read(std::size_t part, std::size_t most) {
  Stream stream{*this, part};
  std::string out;
  char buffer[1 << 14];
  while (const std::size_t n = stream.read(buffer, sizeof buffer)) {
    if (out.size() + n > most) {
      throw fault(codes::xlsx_bomb, origin_, {arg("part", shown(entries_[part].name))});
    }
    out.append(buffer, n);
  }
  return out;
}

ZipPackage::Stream::Stream(ZipPackage& package, std::size_t part)
    : package_(package), part_(part), file_(zip_fopen_index(package.zip_, part, 0)) {
  if (file_ == nullptr) throw fault(codes::xlsx_damaged, package_.origin_);
}

ZipPackage::Stream::~Stream() { zip_fclose(file_); }

std::size_t ZipPackage::Stream::read(char* to, std::size_t size) {
  const auto n = zip_fread(file_, to, size);
  Entry& entry = package_.entries_[part_];
  const bool lied = n == 0 && size > 0 && read_ != entry.declared;
  if (n < 0 || lied) {
    throw fault(codes::xlsx_damaged, package_.origin_, {arg("part", shown(entry.name))});
  }
  read_ += static_cast<std::uint64_t>(n);
  if (read_ > entry.inflated) {
    package_.inflated_ += read_ - entry.inflated;
    entry.inflated = read_;
  }
  if (package_.inflated_ > kInflatedBytes) {
    throw fault(codes::xlsx_bomb, package_.origin_, {arg("part", shown(entry.name))});
  }
  return static_cast<std::size_t>(n);
}

double ZipPackage::Stream::progress() const {
  const auto declared = static_cast<double>(package_.entries_[part_].declared);
  return declared > 0 ? std::min(1.0, static_cast<double>(read_) / declared) : 1;
}

}  // namespace tmis::sheet
