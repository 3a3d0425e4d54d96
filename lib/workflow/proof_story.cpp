// The tables' names and columns come from the field set that the proof itself shows.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "journal/field_table.h"
#include "schema/display.h"
#include "workflow/content.h"
#include "workflow/record_proof.h"

namespace tmis::workflow {
namespace {

using journal::ProvenRow;
using store::program_table;

class Telling {
 public:
  Telling(const journal::Proof& proof, const std::string& file, const schema::Catalogue& codes)
      : proof_(proof), file_(file), codes_(codes), checked_(journal::check(proof)) {}

  ProofStory run() {
    out_.record = proof_.record;
    out_.file = checked_.file;
    out_.head = checked_.head;
    out_.findings = std::move(checked_.findings);
    const auto& genesis = proof_.events.begin()->second;
    out_.first = keys::hex(journal::chain_hash(genesis.body, genesis.sig));
    read_name();
    if (const auto set = field_set()) {
      record(*set);
      audit(*set);
      signatures(*set);
    } else {
      out_.findings.push_back({&codes::proof_record, -1, {}, 0, {}});
    }
    std::stable_sort(out_.steps.begin(), out_.steps.end(),
                     [](const auto& a, const auto& b) { return a.seq < b.seq; });
    return std::move(out_);
  }

 private:
  [[noreturn]] void malformed(const std::string& what) const {
    throw Error{codes::proof_malformed, {arg("file", file_), arg("what", shown(what))}};
  }

  void read_name() {
    const auto mark = proof_.record.find('#');
    const char* end = proof_.record.data() + proof_.record.size();
    if (mark == std::string::npos) malformed(proof_.record);
    const auto [at, error] = std::from_chars(proof_.record.data() + mark + 1, end, record_);
    if (error != std::errc{} || at != end) malformed(proof_.record);
    table_ = proof_.record.substr(0, mark);
  }

  /// As the proof shows it; nothing when it doesn't.
  std::optional<schema::FieldSet> field_set() const {
    const auto& table = program_table("field_set_text");
    const std::string name = "tables/" + table_ + ".json";
    for (const ProvenRow& r : checked_.rows) {
      if (r.row->row.table == table.number && r.columns[table.column("name")].text == name)
        return schema::read_field_set(r.columns[table.column("text")].text, name, codes_);
    }
    return std::nullopt;
  }

  void step(ProofStep::Kind kind, const ProvenRow& row, std::uint32_t version,
            std::string paper = {}) {
    const journal::Event& event = checked_.events.at(row.row->seq);
    out_.steps.push_back(
        {kind, event.seq, version, event.t, event.actor, event.role, event.org, std::move(paper)});
  }

  /// Out of a package: nobody filled it in or audited it here.
  bool came(const ProvenRow& row) const {
    return checked_.events.at(row.row->seq).kind == kPackageRead;
  }

  void record(const schema::FieldSet& set) {
    const ProvenRow* newest = nullptr;
    for (const ProvenRow& r : checked_.rows) {
      if (r.row->row.table != set.number || r.row->row.record != record_) continue;
      versions_.push_back(&r);
      step(r.row->op == journal::Op::withdraw ? ProofStep::Kind::withdrawn
           : came(r)                          ? ProofStep::Kind::read
                                              : ProofStep::Kind::filled,
           r, r.row->row.version);
      if (newest == nullptr || newest->row->row.version < r.row->row.version) newest = &r;
    }
    if (newest == nullptr) {
      out_.findings.push_back({&codes::proof_record, -1, {}, 0, {}});
      return;
    }
    values(set, *newest);
  }

  void values(const schema::FieldSet& set, const ProvenRow& row) {
    const store::TableDef table = journal::field_table(set);
    const Values columns = journal::decode_columns(table, row.row->columns);
    for (const schema::Field& field : set.fields) {
      out_.sealed = out_.sealed || field.sensitive;
      if (!field.stored() || field.sensitive) continue;
      const Value& value = columns[table.column(field.id)];
      if (!value.is_null()) {
        out_.values.push_back(
            {field.id, field.label.here(), schema::display(field, value, schema::Form::label)});
      }
    }
    const std::int64_t owner = columns[table.column("teacher")].number;
    const auto& teachers = program_table("teacher");
    for (const ProvenRow& r : checked_.rows) {
      if (r.row->row.table == teachers.number && r.row->row.record == owner)
        out_.teacher = r.columns[teachers.column("number")].text;
    }
  }

  const ProvenRow* version(std::int64_t number) const {
    const auto found = std::find_if(versions_.begin(), versions_.end(), [&](const ProvenRow* r) {
      return std::int64_t{r->row->row.version} == number;
    });
    return found == versions_.end() ? nullptr : *found;
  }

  void audit(const schema::FieldSet& set) {
    const auto& table = program_table("item_state");
    for (const ProvenRow& r : checked_.rows) {
      if (r.row->row.table != table.number || r.columns.empty()) continue;
      const auto value = [&](std::string_view name) { return r.columns[table.column(name)]; };
      if (value("table_id").number != set.number || value("record").number != record_ ||
          value("state").text != "audited")
        continue;
      const std::int64_t passed = value("audited_version").number;
      if (version(passed) == nullptr) {
        out_.findings.push_back({&codes::proof_record, r.row->seq, {}, 0, {}});
      } else if (!came(r)) {
        step(ProofStep::Kind::audited, r, static_cast<std::uint32_t>(passed));
      }
    }
  }

  void signatures(const schema::FieldSet& set) {
    const auto& table = program_table("signature");
    for (const ProvenRow& r : checked_.rows) {
      if (r.row->row.table != table.number) continue;
      const auto value = [&](std::string_view name) { return r.columns[table.column(name)]; };
      const std::int64_t number = covered(set, r, value("set_id").text, value("content_hash").text);
      if (value("state").text != "signed" || number == 0) {
        out_.findings.push_back({&codes::proof_content, r.row->seq, {}, 0, {}});
      } else {
        step(ProofStep::Kind::signed_off, r, static_cast<std::uint32_t>(number),
             value("paper").text);
      }
    }
  }

  /// The version of the record over which the signature was made; 0: none.
  std::int64_t covered(const schema::FieldSet& set, const ProvenRow& signature,
                       const std::string& set_id, const std::string& hash) const {
    for (const journal::ProofContent& content : proof_.contents) {
      if (content.signature != signature.row->row.record ||
          content.version != signature.row->row.version)
        continue;
      Content computed{set_id};
      std::int64_t found = 0;
      for (const auto& row : content.rows) {
        computed.add(row.table, row.record, row.version, row.c);
        const ProvenRow* shown_row = version(row.version);
        if (row.table == set.number && row.record == record_ && shown_row != nullptr &&
            row.c == keys::bytes(shown_row->c))
          found = row.version;
      }
      if (computed.finish() == hash) return found;
    }
    return 0;
  }

  const journal::Proof& proof_;
  const std::string& file_;
  const schema::Catalogue& codes_;
  journal::CheckedProof checked_;
  ProofStory out_;
  std::string table_;
  std::int64_t record_ = 0;
  std::vector<const ProvenRow*> versions_;
};

}  // namespace

std::string_view ProofStep::name() const {
  static constexpr std::array<std::string_view, 5> kNames = {"filled", "withdrawn", "audited",
                                                             "signed", "read"};
  return kNames[static_cast<std::size_t>(kind)];
}

ProofStory story(const journal::Proof& proof, const std::string& file,
                 const schema::Catalogue& codes) {
  return Telling{proof, file, codes}.run();
}

}  // namespace tmis::workflow
