// Whatever a line is not, it is package.damaged: its bytes were sealed and whole, so nobody but the
// sender wrote it.
#include "exchange/report_lines.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "keys/base64.h"

namespace tmis::exchange {
namespace {

using nlohmann::json;

/// Runs `read` over a parsed line; what it misses is damage.
template <class Read>
void reading(Read read) {
  try {
    read();
  } catch (const json::exception&) {
    damaged();
  } catch (const Error& error) {
    if (&error.code() == &codes::proof_malformed) damaged();
    throw;
  }
}

bool starts(std::string_view line, std::string_view key) {
  return line.starts_with("{\"" + std::string{key} + "\":");
}

/// The value of a line's only key.
std::string_view value_of(std::string_view line, std::string_view key) {
  return line.substr(key.size() + 4, line.size() - key.size() - 5);
}

std::string bytes_of(const json& hex, std::size_t size) {
  const auto bytes = from_hex(hex.get<std::string>());
  if (!bytes || bytes->size() != size) damaged();
  return *bytes;
}

void read_dossier(std::string_view line, DossierLines& out) {
  json all = json::parse(line).at("dossier");
  out.number = all.at("number").get<std::string>();
  out.teacher = all.at("teacher").get<std::int64_t>();
  out.org = all.at("org").get<std::string>();
  out.department = all.at("department").get<std::string>();
  if (all.contains("contract_months"))
    out.contract_months = all.at("contract_months").get<std::int64_t>();
  out.content = bytes_of(all.at("content"), sizeof(keys::Hash));
  for (json& key : all.at("keys")) {
    auto& hex = key.at("key").get_ref<std::string&>();
    auto secret = keys::secret_from_hex(hex);
    keys::wipe(hex);
    if (!secret || secret->size() != 32) damaged();
    out.keys.push_back({key.at("number").get<std::uint32_t>(), std::move(*secret)});
  }
}

}  // namespace

void write_dossier(PayloadWriter& out, const DossierLines& d) {
  json keys_json = json::array();
  for (const DossierKeyLine& key : d.keys) {
    keys_json.push_back(
        {{"number", key.number}, {"key", std::string{keys::secret_to_hex(key.key).view()}}});
  }
  json own = {
      {"number", d.number},         {"teacher", d.teacher},         {"org", d.org},
      {"department", d.department}, {"content", to_hex(d.content)}, {"keys", std::move(keys_json)}};
  if (d.contract_months) own["contract_months"] = *d.contract_months;
  std::string line = json{{"dossier", std::move(own)}}.dump();
  out.line(line);
  keys::wipe(line);
}

ReportReader::ReportReader(std::string_view payload, const PayloadFigures& figures,
                           const Secret& key)
    : payload_(payload), figures_(figures), key_(key) {
  each_line(payload_, figures_, key_, [&](std::string_view line) {
    if (starts(line, "dossier")) {
      ++dossiers_;
    } else if (starts(line, "row")) {
      ++rows_;
    } else {
      read_frame(std::string{line});
    }
  });
  if (frame_.submission.empty() || frame_.chain.checkpoint.empty()) damaged();
}

void ReportReader::read_frame(const std::string& line) {
  reading([&] {
    if (starts(line, "chain")) {
      frame_.chain.rows.push_back(journal::row_of_line(value_of(line, "chain"), ""));
    } else {
      const json all = json::parse(line);
      if (all.contains("submission")) {
        frame_.submission = all.at("submission").at("id").get<std::string>();
        return;
      }
      if (all.contains("checkpoint")) {
        frame_.chain.checkpoint = all.at("checkpoint").get<std::string>();
      } else {
        const json& event = all.at("event");
        journal::ProofEvent read{
            event.at("body").get<std::string>(),
            keys::from_base64(event.at("sig").get<std::string>()).value_or("")};
        const auto body = journal::from_body(read.body);
        if (!body) damaged();
        frame_.chain.events[body->seq] = std::move(read);
      }
    }
    frame_.proof.push_back(line);
  });
}

void ReportReader::each_dossier(const std::function<void(DossierLines&)>& take) const {
  DossierLines now;
  bool open = false;
  const auto done = [&] {
    if (open) take(now);
    now = {};
  };
  each_line(payload_, figures_, key_, [&](std::string_view line) {
    reading([&] {
      if (starts(line, "dossier")) {
        done();
        open = true;
        read_dossier(line, now);
      } else if (starts(line, "row")) {
        if (!open) damaged();
        now.rows.push_back(journal::row_of_line(value_of(line, "row"), ""));
        now.proof.emplace_back(line);
      }
    });
  });
  done();
}

}  // namespace tmis::exchange
