// GB18030 read in pieces against iconv on the whole text: the same characters, the same refusal.
#include <iconv.h>

#include "fuzz.h"
#include "sheet/csv_reader.h"
#include "sheet/encoding.h"

using namespace tmis;

namespace {

std::optional<std::string> by_iconv(std::string_view bytes) {
  const iconv_t handle = iconv_open("UTF-8", "GB18030");
  std::string out(bytes.size() * 4 + 16, '\0');
  char* from = const_cast<char*>(bytes.data());
  std::size_t left = bytes.size();
  char* to = out.data();
  std::size_t room = out.size();
  const std::size_t result = iconv(handle, &from, &left, &to, &room);
  iconv_close(handle);
  if (result == static_cast<std::size_t>(-1) || left != 0) return std::nullopt;
  out.resize(out.size() - room);
  return out;
}

std::optional<std::string> in_pieces(std::string_view bytes, std::size_t room) {
  sheet::Converter converter{"gb18030", "utf-8"};
  std::string out;
  for (;;) {
    const auto state = converter.convert(bytes, out, room);
    if (state == sheet::Converter::State::bad) return std::nullopt;
    if (state == sheet::Converter::State::done) return out;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  const auto wanted = by_iconv(bytes);
  fuzz::require(in_pieces(bytes, 8u + data[0]) == wanted);
  const auto bad = sheet::find_bad(bytes, "gb18030");
  fuzz::require(bad.has_value() == (!wanted || wanted->find('\0') != std::string::npos));
  if (bad) fuzz::require(bad->offset < bytes.size());
  // The file reads as its UTF-8 form does.
  if (wanted && !bad && !wanted->starts_with("\xEF\xBB\xBF")) {
    const auto read = [](std::string_view text, const char* encoding) {
      return fuzz::read([&] {
        auto input = std::make_shared<sheet::Input>(sheet::Input::InMemory{std::string{text}});
        return std::make_unique<sheet::CsvReader>(input, Origin{}, encoding);
      });
    };
    fuzz::require(read(bytes, "gb18030") == read(*wanted, "utf-8"));
  }
  return 0;
}
