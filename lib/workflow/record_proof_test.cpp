// A proof of a record tells its story by itself, and no other.
#include "workflow/record_proof.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;

namespace {

constexpr std::string_view kShown = "study_experience";

struct Proven : TestDossiers {
  std::int64_t row = 0;
  journal::Proof proof;

  Proven() {
    make_complete(wang);
    row = own_row(desk.catalogue.at(kShown), wang);
    proof = make();
  }
  dossier::RecordId id() { return {&desk.catalogue.at(kShown), row}; }
  journal::Proof make(bool audited_only = false) {
    return prove(desk, desk.permit("journal prove"), id(), audited_only);
  }
  ProofStory tell(const journal::Proof& from) { return story(from, "p.json", desk.catalogue); }

  /// The codes of what doesn't fit once `change` was made.
  std::vector<const Code*> after(const std::function<void(journal::Proof&)>& change) {
    journal::Proof other = proof;
    change(other);
    std::vector<const Code*> out;
    for (const auto& d : tell(other).findings) out.push_back(d.code);
    return out;
  }
  bool says(const Code& code, const std::function<void(journal::Proof&)>& change) {
    const auto codes = after(change);
    return std::find(codes.begin(), codes.end(), &code) != codes.end();
  }
  static journal::ProofRow& of_table(journal::Proof& proof, std::uint16_t number) {
    return *std::find_if(proof.rows.begin(), proof.rows.end(),
                         [&](const auto& r) { return r.row.table == number; });
  }
};

std::string kinds(const ProofStory& story) {
  std::string out;
  for (const ProofStep& step : story.steps) out += "fwas"[static_cast<std::size_t>(step.kind)];
  return out;
}

}  // namespace

TEST_CASE("a proof tells who filled in, audited and signed, and goes round through its file") {
  Proven t;
  const auto read = journal::proof_from_json(journal::to_json(t.proof), "p.json");
  const auto told = t.tell(read);
  CHECK(told.findings.empty());
  CHECK(kinds(told) == "fas");
  CHECK(told.teacher == t.wang.number);
  CHECK(told.file == t.desk.file_id());
  for (const ProofStep& step : told.steps) CHECK(step.actor == "manager");
}

TEST_CASE("a proof shows no row of anybody else") {
  Proven t;
  for (const auto& set : t.desk.catalogue.all()) {
    for (const auto& r : t.proof.rows) {
      if (r.row.table == set.number) CHECK(r.row.record == t.row);
    }
  }
  const std::int64_t li = t.li.row;
  CHECK(std::none_of(t.proof.rows.begin(), t.proof.rows.end(), [&](const auto& r) {
    return r.row.table == store::program_table("teacher").number && r.row.record == li;
  }));
}

TEST_CASE("what changed after the audit is shown to those who may see it only") {
  Proven t;
  t.change(std::string{kShown}, t.row, "institution", "另一所学校");
  CHECK(kinds(t.tell(t.make())) == "fasf");
  CHECK(kinds(t.tell(t.make(true))) == "fas");
}

TEST_CASE("each part of a proof that is altered is named") {
  Proven t;
  const std::uint16_t set = t.desk.catalogue.at(kShown).number;
  const auto key_table = store::program_table("account_key").number;
  CHECK(t.says(codes::proof_row, [&](auto& p) { t.of_table(p, set).columns.back() ^= 1; }));
  CHECK(t.says(codes::proof_row, [&](auto& p) { t.of_table(p, set).row.record += 1; }));
  CHECK(t.says(codes::proof_row, [&](auto& p) { t.of_table(p, set).salt[0] ^= 1; }));
  CHECK(t.says(codes::proof_row, [&](auto& p) { t.of_table(p, key_table).path[0][0] ^= 1; }));
  CHECK(t.says(codes::proof_event, [](auto& p) { p.events.begin()->second.sig[0] ^= 1; }));
  CHECK(t.says(codes::proof_signer, [&](auto& p) { p.events.erase(0); }));
  CHECK(t.says(codes::proof_content, [](auto& p) { p.contents[0].rows[0].c[0] ^= 1; }));
  CHECK(t.says(codes::proof_content, [](auto& p) { p.contents.clear(); }));
  CHECK(t.says(codes::checkpoint_forged,
               [](auto& p) { p.checkpoint[p.checkpoint.find('\n') + 1] ^= 1; }));
  CHECK(t.says(codes::proof_record, [&](auto& p) { p.record = std::string{kShown} + "#999"; }));
  CHECK(t.says(codes::proof_right, [&](auto& p) {
    const auto grants = store::program_table("grant_role").number;
    std::erase_if(p.rows, [&](const auto& r) { return r.row.table == grants; });
  }));
  CHECK(t.says(codes::proof_signer, [&](auto& p) {
    std::erase_if(p.rows, [&](const auto& r) { return r.row.table == key_table; });
  }));
}

TEST_CASE("a checkpoint of the same file fits the proof, another one doesn't") {
  Proven t;
  const auto checked = journal::check(t.proof);
  const auto fits = [&](const std::string& text) {
    return !journal::against(t.proof, checked, journal::read_checkpoint(text));
  };
  CHECK(fits(t.proof.checkpoint));
  CHECK(fits(journal::short_form(journal::head(t.desk.db))));
  journal::Head other = journal::head(t.desk.db);
  other.hash[0] ^= 1;
  CHECK_FALSE(fits(journal::short_form(other)));
  people::TestSchool elsewhere;
  CHECK_FALSE(fits(journal::checkpoint(elsewhere.desk, "4301020012")));
}

TEST_CASE("what is no proof is refused") {
  const auto refused = [](const std::string& text) {
    return code_of([&] { journal::proof_from_json(text, "p.json"); }) == &codes::proof_malformed;
  };
  Proven t;
  CHECK(refused(""));
  CHECK(refused("[]"));
  CHECK(refused("{\"tmis_proof\":2}"));
  const std::string text = journal::to_json(t.proof);
  const auto whole = nlohmann::json::parse(text);
  const auto at = text.find("\"rows\": [") + 9;
  constexpr std::size_t kDeep = 2'000'000;
  CHECK(refused(text.substr(0, at) + "{\"table\":" + std::string(kDeep, '[') +
                std::string(kDeep, ']') + "}," + text.substr(at)));
  for (const char* key : {"rows", "events", "contents", "record", "checkpoint"}) {
    auto part = whole;
    part.erase(key);
    CHECK(refused(part.dump()));
  }
  auto head = whole;
  head["checkpoint"] = "tmis/";
  CHECK(refused(head.dump()));
  CHECK(refused(std::string(200'000, '[')));
  auto negative = whole;
  negative["rows"][0]["row"] = -1;
  CHECK(refused(negative.dump()));
  auto salt = whole;
  salt["rows"][0]["salt"] = "00";
  CHECK(refused(salt.dump()));
}
