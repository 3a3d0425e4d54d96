// An exception must not pass through expat, which is C: it is kept and thrown again on the other
// side.
#include "sheet/xml.h"

#include <expat.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "base/text.h"
#include "sheet/limits.h"
#include "sheet/place.h"

namespace tmis::sheet {
namespace {

// expat keeps names, nesting and unfinished tags in memory as long as the file likes. Each block
// carries its size, so that all parsers together stay within the limit.
std::atomic<std::size_t> g_used{0};

constexpr std::size_t kHead = alignof(std::max_align_t);
static_assert(kHead >= sizeof(std::size_t));

bool take(std::size_t size) {
  if (size > kXmlMemory) return false;
  if (g_used.fetch_add(size) + size <= kXmlMemory) return true;
  g_used.fetch_sub(size);
  return false;
}

void* allocate(std::size_t size) {
  if (!take(size)) return nullptr;
  auto* block = static_cast<char*>(std::malloc(size + kHead));
  if (block == nullptr) {
    g_used.fetch_sub(size);
    return nullptr;
  }
  std::memcpy(block, &size, sizeof size);
  return block + kHead;
}

void release(void* memory) {
  if (memory == nullptr) return;
  char* block = static_cast<char*>(memory) - kHead;
  std::size_t size = 0;
  std::memcpy(&size, block, sizeof size);
  g_used.fetch_sub(size);
  std::free(block);
}

void* reallocate(void* memory, std::size_t size) {
  if (memory == nullptr) return allocate(size);
  void* larger = allocate(size);
  if (larger == nullptr) return nullptr;
  std::size_t old = 0;
  std::memcpy(&old, static_cast<char*>(memory) - kHead, sizeof old);
  std::memcpy(larger, memory, std::min(old, size));
  release(memory);
  return larger;
}

std::string_view without_prefix(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

constexpr int kPiece = 1 << 16;

}  // namespace

std::string_view Attributes::raw_name(std::string_view name) const {
  for (const char** p = pairs_; *p != nullptr; p += 2) {
    const std::string_view raw{*p};
    // `xmlns:r` is a declaration, not an attribute `r`.
    if (raw == name || (without_prefix(raw) == name && !raw.starts_with("xmlns:"))) return raw;
  }
  return {};
}

const char* Attributes::find(std::string_view name) const {
  const auto raw = raw_name(name);
  if (raw.empty()) return nullptr;
  for (const char** p = pairs_;; p += 2) {
    if (*p == raw.data()) return p[1];
  }
}

bool is_true(std::string_view value) { return value == "1" || value == "true" || value == "on"; }

struct XmlReader::Calls {
  template <class Call>
  static void guarded(void* data, Call call) {
    auto& self = *static_cast<XmlReader*>(data);
    if (self.thrown_) return;
    try {
      call(self);
    } catch (...) {
      self.thrown_ = std::current_exception();
      XML_StopParser(self.parser_, XML_FALSE);
    }
  }
  static void start(void* data, const char* name, const char** attributes) {
    guarded(data, [&](XmlReader& self) {
      self.handler_.start(without_prefix(name), Attributes{attributes});
    });
  }
  static void end(void* data, const char* name) {
    guarded(data, [&](XmlReader& self) { self.handler_.end(without_prefix(name)); });
  }
  static void text(void* data, const char* s, int size) {
    guarded(data, [&](XmlReader& self) {
      self.handler_.text({s, static_cast<std::size_t>(size)});
    });
  }
  static void doctype(void* data, const char*, const char*, const char*, int) {
    guarded(data, [](XmlReader& self) {
      throw fault(codes::xlsx_doctype, self.origin_, {arg("part", self.name_)});
    });
  }
};

XmlReader::XmlReader(ZipPackage& package, std::size_t part, XmlHandler& handler)
    : origin_(package.origin()), name_(shown(package.name(part))), handler_(handler) {
  stream_.emplace(package, part);
  create();
}

XmlReader::XmlReader(const Origin& origin, std::string name, std::string_view text,
                     XmlHandler& handler)
    : origin_(origin), name_(std::move(name)), handler_(handler), text_(text) {
  create();
}

void XmlReader::create() {
  static const XML_Memory_Handling_Suite kMemory{allocate, reallocate, release};
  parser_ = XML_ParserCreate_MM(nullptr, &kMemory, nullptr);
  if (parser_ == nullptr) throw fault(codes::xlsx_bomb, origin_, {arg("part", name_)});
  XML_SetUserData(parser_, this);
  XML_SetElementHandler(parser_, Calls::start, Calls::end);
  XML_SetCharacterDataHandler(parser_, Calls::text);
  XML_SetStartDoctypeDeclHandler(parser_, Calls::doctype);
}

XmlReader::~XmlReader() { XML_ParserFree(parser_); }

void XmlReader::pause() {
  paused_ = true;
  XML_StopParser(parser_, XML_TRUE);
}

std::uint64_t XmlReader::offset() const {
  return static_cast<std::uint64_t>(XML_GetCurrentByteIndex(parser_));
}

std::size_t XmlReader::length() const {
  return static_cast<std::size_t>(XML_GetCurrentByteCount(parser_));
}

void XmlReader::feed() {
  auto* buffer = static_cast<char*>(XML_GetBuffer(parser_, kPiece));
  if (buffer == nullptr) check(XML_STATUS_ERROR);
  std::size_t n = 0;
  if (stream_) {
    n = stream_->read(buffer, kPiece);
  } else {
    n = text_.copy(buffer, kPiece);
    text_.remove_prefix(n);
  }
  if (on_bytes) on_bytes({buffer, n});
  last_ = n == 0;
  check(XML_ParseBuffer(parser_, static_cast<int>(n), last_));
  passed_ = offset();
}

void XmlReader::check(int status) {
  if (thrown_) std::rethrow_exception(thrown_);
  suspended_ = status == XML_STATUS_SUSPENDED;
  if (status != XML_STATUS_ERROR) {
    XML_ParsingStatus state;
    XML_GetParsingStatus(parser_, &state);
    done_ = state.parsing == XML_FINISHED;
    return;
  }
  const auto code = XML_GetErrorCode(parser_);
  if (code == XML_ERROR_NO_MEMORY) throw fault(codes::xlsx_bomb, origin_, {arg("part", name_)});
  throw fault(codes::xlsx_broken, origin_,
              {arg("part", name_), arg("line", XML_GetCurrentLineNumber(parser_)),
               arg("why", XML_ErrorString(code))});
}

bool XmlReader::run() {
  paused_ = false;
  if (suspended_) check(XML_ResumeParser(parser_));
  while (!paused_ && !done_) feed();
  return paused_;
}

void read_xml(ZipPackage& package, std::size_t part, XmlHandler& handler) {
  XmlReader reader{package, part, handler};
  reader.run();
}

}  // namespace tmis::sheet
