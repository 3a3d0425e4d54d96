// libzip copies compressed bytes untouched when asked for them compressed.
#include "sheet/zip_copy.h"

#include <zip.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/file.h"

namespace tmis::sheet {
namespace {

[[noreturn]] void fail(const std::string& target, const char* why) {
  Place place;
  place.file = target;
  throw Error{codes::file_unwritable, {arg("file", target), arg("why", why)}}.at(place);
}

class ZipOutput {
 public:
  ZipOutput(const std::string& path, std::string target) : target_(std::move(target)) {
    int error = 0;
    zip_ = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (zip_ == nullptr) fail(target_, std::strerror(errno));
  }
  ~ZipOutput() {
    if (zip_ != nullptr) zip_discard(zip_);
  }
  ZipOutput(const ZipOutput&) = delete;
  ZipOutput& operator=(const ZipOutput&) = delete;

  void copy(ZipPackage& from, std::size_t part) {
    const std::string& name = from.name(part);
    if (name.ends_with('/')) {
      if (zip_dir_add(zip_, name.c_str(), ZIP_FL_ENC_GUESS) < 0) refuse();
      return;
    }
    zip_stat_t info;
    if (zip_stat_index(from.handle(), part, 0, &info) != 0) refuse();
    const auto index =
        add(name, zip_source_zip(zip_, from.handle(), part, ZIP_FL_COMPRESSED, 0, -1));
    if (zip_set_file_compression(zip_, index, info.comp_method, 0) != 0) refuse();
  }
  void write(const std::string& name, Scratch& scratch) {
    add(name, zip_source_filep(zip_, scratch.release(), 0, -1));
  }
  void close() {
    if (zip_close(zip_) != 0) refuse();
    zip_ = nullptr;
  }

 private:
  zip_uint64_t add(const std::string& name, zip_source_t* source) {
    if (source == nullptr) refuse();
    const auto index = zip_file_add(zip_, name.c_str(), source, ZIP_FL_ENC_GUESS);
    if (index < 0) {
      zip_source_free(source);
      refuse();
    }
    return static_cast<zip_uint64_t>(index);
  }
  [[noreturn]] void refuse() const { fail(target_, zip_strerror(zip_)); }

  std::string target_;
  zip_t* zip_ = nullptr;
};

}  // namespace

Scratch::Scratch(std::string target) : target_(std::move(target)), file_(std::tmpfile()) {
  if (!file_) fail(target_, std::strerror(errno));
}

void Scratch::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
    fail(target_, std::strerror(errno));
}

std::FILE* Scratch::release() {
  if (std::fflush(file_.get()) != 0) fail(target_, std::strerror(errno));
  std::rewind(file_.get());
  return file_.release();
}

void copy_zip(ZipPackage& package, NewParts parts, const std::string& target) {
  OutputFile file{target};
  ZipOutput out{file.path(), target};
  for (std::size_t part = 0; part < package.parts(); ++part) {
    const auto found = parts.find(package.name(part));
    if (found == parts.end()) {
      out.copy(package, part);
    } else {
      out.write(found->first, found->second);
      parts.erase(found);
    }
  }
  for (auto& [name, scratch] : parts) out.write(name, scratch);
  out.close();
  file.commit();
}

}  // namespace tmis::sheet
