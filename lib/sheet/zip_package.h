// A zip file that is not trusted: what it may cost is bounded, what it says about itself is
// checked. libzip inflates and compares checksums; which part means what is left to the workbook.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/input.h"
#include "sheet/source.h"

struct zip;
struct zip_file;

namespace tmis::sheet {

class ZipPackage {
 public:
  /// Throws xlsx.too-large, xlsx.truncated, xlsx.damaged, xlsx.too-many-parts, xlsx.overlap,
  /// xlsx.encrypted before anything is inflated.
  ZipPackage(SharedInput input, Origin origin);
  ~ZipPackage();
  ZipPackage(const ZipPackage&) = delete;
  ZipPackage& operator=(const ZipPackage&) = delete;

  /// Index of a part, whatever the case of its letters and the direction of its slashes.
  std::optional<std::size_t> find(std::string_view name) const;
  std::size_t parts() const { return entries_.size(); }
  const std::string& name(std::size_t part) const { return entries_[part].name; }
  const Origin& origin() const { return origin_; }
  std::string_view bytes() const { return input_->view(); }
  const Input& input() const { return *input_; }
  zip* handle() const { return zip_; }

  /// A part being inflated. What comes out counts towards the limit of the whole package: a second
  /// reading of the same part counts only where it gets further.
  class Stream {
   public:
    Stream(ZipPackage& package, std::size_t part);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    /// Up to `size` bytes, 0 at the end. Throws xlsx.damaged (checksum too), xlsx.bomb.
    std::size_t read(char* to, std::size_t size);
    /// Part of it that has been read, by the size it declares.
    double progress() const;

   private:
    ZipPackage& package_;
    std::size_t part_;
    zip_file* file_;
    std::uint64_t read_ = 0;
  };

  /// A whole part of at most `most` bytes; more is xlsx.bomb.
  std::string read(std::size_t part, std::size_t most);

 private:
  struct Entry {
    std::string name;
    std::uint64_t offset = 0;
    std::uint64_t compressed = 0;
    std::uint64_t declared = 0;
    std::uint64_t inflated = 0;  // as far as it was read
  };
  void read_directory();
  void add_entry(std::string_view record);
  void check_overlap(std::uint64_t directory) const;
  void open_zip();

  SharedInput input_;
  Origin origin_;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::uint64_t inflated_ = 0;
  zip* zip_ = nullptr;
};

}  // namespace tmis::sheet
