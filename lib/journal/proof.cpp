// Reading takes nothing for granted: the file comes from anywhere.
#include "journal/proof.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "keys/base64.h"
#include "schema/json_document.h"

namespace tmis::journal {
namespace {

using nlohmann::json;

constexpr std::size_t kMost = 16U << 20;  // bytes of a proof
constexpr std::size_t kProofDepth = 16;
constexpr std::string_view kVersion = "tmis_proof";

json to_json(const ProofRow& r) {
  json path = json::array();
  for (const keys::Hash& hash : r.path) path.push_back(keys::hex(hash));
  return {{"table", r.row.table}, {"row", r.row.record},    {"version", r.row.version},
          {"cv", r.row.cv},       {"salt", to_hex(r.salt)}, {"columns", keys::base64(r.columns)},
          {"seq", r.seq},         {"idx", r.idx},           {"op", static_cast<int>(r.op)},
          {"path", path}};
}

json to_json(const ProofContent& c) {
  json rows = json::array();
  for (const auto& row : c.rows)
    rows.push_back(json::array({row.table, row.record, row.version, to_hex(row.c)}));
  return {{"signature", c.signature}, {"version", c.version}, {"rows", rows}};
}

/// A fault in the document, before the file's name is known.
struct Malformed {
  std::string what;
};

std::string bytes_of(const json& hex, std::size_t size) {
  const auto bytes = from_hex(hex.get<std::string>());
  if (!bytes || bytes->size() != size) throw Malformed{"hex"};
  return *bytes;
}

std::string base64_of(const json& text) {
  const auto bytes = keys::from_base64(text.get<std::string>());
  if (!bytes) throw Malformed{"base64"};
  return *bytes;
}

/// A whole number from 0 up to what the place can hold.
template <class Number>
Number number_of(const json& value) {
  // Not its dump(), which calls itself for each level of what stands there.
  if (!value.is_number_unsigned()) throw Malformed{value.type_name()};
  const auto n = value.get<std::uint64_t>();
  if (n > static_cast<std::uint64_t>(std::numeric_limits<Number>::max()))
    throw Malformed{std::to_string(n)};
  return static_cast<Number>(n);
}

ProofRow row_of(const json& r) {
  ProofRow out;
  out.row = {number_of<std::uint16_t>(r.at("table")), number_of<std::int64_t>(r.at("row")),
             number_of<std::uint32_t>(r.at("version")), number_of<std::uint32_t>(r.at("cv"))};
  out.salt = bytes_of(r.at("salt"), kSaltSize);
  out.columns = base64_of(r.at("columns"));
  out.seq = number_of<std::int64_t>(r.at("seq"));
  out.idx = number_of<std::uint32_t>(r.at("idx"));
  out.op = static_cast<Op>(number_of<std::uint8_t>(r.at("op")));
  for (const json& hash : r.at("path"))
    out.path.push_back(keys::to_array<32>(bytes_of(hash, sizeof(keys::Hash))));
  return out;
}

ProofContent content_of(const json& c) {
  ProofContent out;
  out.signature = number_of<std::int64_t>(c.at("signature"));
  out.version = number_of<std::uint32_t>(c.at("version"));
  for (const json& row : c.at("rows")) {
    out.rows.push_back({number_of<std::uint16_t>(row.at(0)), number_of<std::int64_t>(row.at(1)),
                        number_of<std::uint32_t>(row.at(2)),
                        bytes_of(row.at(3), sizeof(keys::Hash))});
  }
  return out;
}

Proof read(std::string_view text) {
  if (text.size() > kMost) throw Malformed{"size"};
  const json all = schema::read_json(text, kProofDepth);
  if (number_of<int>(all.at(std::string{kVersion})) != 1) throw Malformed{std::string{kVersion}};
  Proof out;
  out.record = all.at("record").get<std::string>();
  out.checkpoint = all.at("checkpoint").get<std::string>();
  try {
    read_checkpoint(out.checkpoint);
  } catch (const Error&) {
    throw Malformed{"checkpoint"};
  }
  for (const json& row : all.at("rows")) out.rows.push_back(row_of(row));
  for (const json& content : all.at("contents")) out.contents.push_back(content_of(content));
  for (const json& one : all.at("events")) {
    ProofEvent event{one.at("body").get<std::string>(), base64_of(one.at("sig"))};
    const auto body = from_body(event.body);
    if (!body) throw Malformed{"body"};
    out.events[body->seq] = std::move(event);
  }
  return out;
}

}  // namespace

std::string to_json(const Proof& proof) {
  json rows = json::array(), events = json::array(), contents = json::array();
  for (const ProofRow& row : proof.rows) rows.push_back(to_json(row));
  for (const auto& [seq, event] : proof.events)
    events.push_back({{"body", event.body}, {"sig", keys::base64(event.sig)}});
  for (const ProofContent& content : proof.contents) contents.push_back(to_json(content));
  const json all = {
      {std::string{kVersion}, 1}, {"record", proof.record}, {"rows", rows},
      {"events", events},         {"contents", contents},   {"checkpoint", proof.checkpoint}};
  return all.dump(1) + "\n";
}

namespace {
/// Reads with `how`; what it can't read is told of `file`.
template <class How>
auto reading(const std::string& file, How how) {
  try {
    return how();
  } catch (const Malformed& fault) {
    throw Error{codes::proof_malformed, {arg("file", file), arg("what", shown(fault.what))}};
  } catch (const json::exception&) {
    throw Error{codes::proof_malformed, {arg("file", file), arg("what", "JSON")}};
  } catch (const Error& error) {
    if (&error.code() != &codes::document_syntax) throw;
    throw Error{codes::proof_malformed, {arg("file", file), arg("what", "JSON")}};
  }
}
}  // namespace

Proof proof_from_json(std::string_view text, const std::string& file) {
  return reading(file, [&] { return read(text); });
}

std::string to_line(const ProofRow& row) { return to_json(row).dump(); }

ProofRow row_of_line(std::string_view text, const std::string& file) {
  return reading(file, [&] { return row_of(schema::read_json(text, kProofDepth)); });
}

}  // namespace tmis::journal
