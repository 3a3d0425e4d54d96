// Whatever a line is not, it is package.damaged: its bytes were sealed and whole, so nobody but the
// sender wrote it.
#include "exchange/report_lines.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "exchange/kept_lines.h"
#include "keys/base64.h"
#include "schema/json_document.h"

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
    for (const Code* what :
         {&codes::proof_malformed, &codes::document_syntax, &codes::trust_malformed}) {
      if (&error.code() == what) damaged();
    }
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
  json all = schema::read_json(line, kLineDepth).at("dossier");
  out.number = all.at("number").get<std::string>();
  out.teacher = all.at("teacher").get<std::int64_t>();
  out.org = all.at("org").get<std::string>();
  out.department = all.at("department").get<std::string>();
  if (all.contains("contract_months"))
    out.contract_months = all.at("contract_months").get<std::int64_t>();
  out.content = bytes_of(all.at("content"), sizeof(keys::Hash));
  if (all.contains("base")) {
    const json& base = all.at("base");
    out.base = base == "" ? std::string{} : bytes_of(base, sizeof(keys::Hash));
  }
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
  if (d.base) own["base"] = to_hex(*d.base);
  if (d.contract_months) own["contract_months"] = *d.contract_months;
  std::string line = json{{"dossier", std::move(own)}}.dump();
  out.line(line);
  keys::wipe(line);
}

std::string leg_line(const std::string& package) { return json{{"leg", package}}.dump(); }

std::string origin_line(const OrgKey& key, const std::string& by) {
  return json{{"origin", {{"key", json::parse(to_json(KeyFile{key, {}}))}, {"by", by}}}}.dump();
}

namespace {

/// A line of what the rows of one file rest on.
void add_to(Leg& leg, const std::string& line) {
  reading([&] {
    if (starts(line, "chain")) {
      leg.chain.rows.push_back(journal::row_of_line(value_of(line, "chain"), ""));
    } else if (starts(line, "package")) {
      leg.word = word_of_line(line);
    } else {
      const json all = schema::read_json(line, kLineDepth);
      if (all.contains("origin")) {
        leg.key = key_file_of(all.at("origin").at("key").dump(), "").key;
        leg.by = all.at("origin").at("by").get<std::string>();
      } else if (all.contains("checkpoint")) {
        leg.chain.checkpoint = all.at("checkpoint").get<std::string>();
      } else {
        const json& event = all.at("event");
        journal::ProofEvent read{
            event.at("body").get<std::string>(),
            keys::from_base64(event.at("sig").get<std::string>()).value_or("")};
        const auto body = journal::from_body(read.body);
        if (!body) damaged();
        leg.chain.events[body->seq] = std::move(read);
      }
    }
  });
  leg.lines.push_back(line);
}

/// A line of a dossier behind its own.
void add_to(DossierLines& dossier, std::string_view line) {
  reading([&] {
    if (starts(line, "row")) {
      auto& rows = dossier.road.empty() ? dossier.rows : dossier.road.back().rows;
      rows.push_back(journal::row_of_line(value_of(line, "row"), ""));
    } else {
      if (dossier.road.size() == kMostLegs) damaged();
      const json all = schema::read_json(line, kLineDepth);
      dossier.road.push_back({all.at("leg").get<std::string>(), {}});
    }
  });
  dossier.proof.emplace_back(line);
}

}  // namespace

Leg leg_of(const std::vector<std::string>& lines) {
  Leg out;
  for (const std::string& line : lines) add_to(out, line);
  return out;
}

DossierLines dossier_of(const std::vector<std::string>& lines) {
  DossierLines out;
  for (const std::string& line : lines) add_to(out, line);
  return out;
}

ReportReader::ReportReader(std::string_view payload, const PayloadFigures& figures,
                           const Secret& key)
    : payload_(payload), figures_(figures), key_(key) {
  each_line(payload_, figures_, key_, [&](std::string_view line) {
    if (starts(line, "dossier")) {
      ++dossiers_;
    } else if (starts(line, "row")) {
      ++rows_;
    } else if (!starts(line, "leg")) {
      read_frame(std::string{line});
    }
  });
  if (frame_.submission.empty() || frame_.own.chain.checkpoint.empty()) damaged();
}

ReportFrame ReportReader::take_frame(const OrgKey& key, const PackageWord& word) {
  frame_.own.key = key;
  frame_.own.word = word;
  return std::move(frame_);
}

void ReportReader::read_frame(const std::string& line) {
  if (starts(line, "case")) {
    reading([&] {
      frame_.submission = schema::read_json(line, kLineDepth).at("case").get<std::string>();
    });
  } else if (starts(line, "submission")) {
    reading([&] {
      const json all = schema::read_json(line, kLineDepth);
      frame_.submission = all.at("submission").at("id").get<std::string>();
    });
  } else if (starts(line, "origin") || !frame_.origins.empty()) {
    add_origin(line);
  } else {
    add_to(frame_.own, line);
  }
}

/// All of them are held in memory at once: what anybody else's file can make of it is limited.
void ReportReader::add_origin(const std::string& line) {
  origin_bytes_ += line.size();
  if (starts(line, "origin")) frame_.origins.emplace_back();
  if (frame_.origins.size() > kMostOrigins || origin_bytes_ > kMostOriginBytes) damaged();
  add_to(frame_.origins.back(), line);
}

void ReportReader::each_dossier(const std::function<void(DossierLines&)>& take) const {
  DossierLines now;
  bool open = false;
  const auto done = [&] {
    if (open) take(now);
    now = {};
  };
  each_line(payload_, figures_, key_, [&](std::string_view line) {
    if (starts(line, "dossier")) {
      done();
      open = true;
      reading([&] { read_dossier(line, now); });
    } else if (starts(line, "row") || starts(line, "leg")) {
      if (!open) damaged();
      add_to(now, line);
    }
  });
  done();
}

}  // namespace tmis::exchange
