// Strict in reading: a blob opens to what was written or not at all.
#include "journal/sealed_fields.h"

#include <charconv>
#include <cstring>

#include "base/error.h"
#include "base/text.h"
#include "keys/seal.h"

namespace tmis::journal {
namespace {

using schema::FieldSet;

constexpr char kAlg = 1;
constexpr std::size_t kHead = 1 + sizeof(std::uint32_t);

[[noreturn]] void fail(std::string_view what) {
  throw Error{codes::journal_damaged, {arg("what", what)}};
}

std::string additional(const SealPlace& place) {
  std::string out;
  out.reserve(64);
  out.append("tmis/seal/1\n").append(place.file_id);
  keys::append_integer(out, place.table);
  keys::append_integer(out, place.row);
  keys::append_integer(out, place.version);
  return out;
}

/// Canonical JSON of one value inside the sealed object: numbers bare, texts escaped as JSON wants.
void append_json(std::string& out, const Value& value) {
  if (value.kind == Value::Kind::integer) {
    char digits[20];
    out.append(digits, std::to_chars(digits, std::end(digits), value.number).ptr);
    return;
  }
  out.push_back('"');
  for (const char c : value.text) {
    static constexpr char kHex[] = "0123456789abcdef";
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out.append("\\u00").push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

/// Reads what append_json wrote; anything else is damage.
class SealedReader {
 public:
  explicit SealedReader(std::string_view written) : rest_(written) { expect('{'); }

  /// The next member, or false at the end.
  bool next(std::string& name, Value& value) {
    if (rest_.starts_with('}')) return false;
    if (rest_.starts_with(',')) rest_.remove_prefix(1);
    string(name);
    expect(':');
    if (rest_.starts_with('"')) {
      value.set(std::string_view{});
      string(value.text);
    } else {
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
      if (error != std::errc{}) fail("sealed");
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      value.set(number);
    }
    return true;
  }

 private:
  void expect(char c) {
    if (!rest_.starts_with(c)) fail("sealed");
    rest_.remove_prefix(1);
  }

  void string(std::string& out) {
    expect('"');
    out.clear();
    while (!rest_.starts_with('"')) {
      if (rest_.starts_with("\\u00") && rest_.size() >= 6) {
        const auto byte = from_hex(rest_.substr(4, 2));
        if (!byte) fail("sealed");
        out.append(*byte);
        rest_.remove_prefix(6);
        continue;
      }
      if (rest_.starts_with('\\')) rest_.remove_prefix(1);
      if (rest_.empty()) fail("sealed");
      out.push_back(rest_.front());
      rest_.remove_prefix(1);
    }
    expect('"');
  }

  std::string_view rest_;
};

}  // namespace

void append_blob(const DossierKey& key, const SealPlace& place, std::string_view nonce,
                 std::string_view plain, std::string& out) {
  out.push_back(kAlg);
  keys::append_integer(out, key.number);
  keys::append_sealed(key.key, nonce, plain, additional(place), out);
}

std::uint32_t key_number(std::string_view blob) {
  if (blob.size() < kHead || blob.front() != kAlg) fail("sealed");
  std::uint32_t number = 0;
  std::memcpy(&number, blob.data() + 1, sizeof number);
  return number;
}

void open_blob(std::string_view key, const SealPlace& place, std::string_view blob,
               std::string& plain) {
  if (blob.size() < kHead || !keys::unseal_into(key, blob.substr(kHead), additional(place), plain))
    fail("sealed");
}

void sealed_json(const FieldSet& set, std::span<const Value> values, std::string& out) {
  out.assign("{");
  for (const std::size_t i : set.sealed_order) {
    if (values[i].is_null()) continue;
    if (out.size() > 1) out.push_back(',');
    out.append("\"").append(set.fields[i].id).append("\":");
    append_json(out, values[i]);
  }
  out.push_back('}');
}

void from_sealed_json(const FieldSet& set, std::string_view json, Values& values) {
  SealedReader reader{json};
  std::string name;
  Value value;
  while (reader.next(name, value)) {
    if (const auto field = set.field_index(name)) values[*field] = value;
  }
}

}  // namespace tmis::journal
