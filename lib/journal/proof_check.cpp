// Every event must be signed by a key that an earlier row shows; only the first one, and the first
// login of an account, show their own. So by induction all rest on the first event.
#include "journal/proof_check.h"

#include <algorithm>
#include <array>

#include "access/matrix.h"
#include "base/error.h"
#include "base/text.h"
#include "journal/rights.h"

namespace tmis::journal {
namespace {

using store::program_table;

const store::TableDef* program_table_of(std::uint16_t number) {
  for (const store::TableDef& table : store::program_tables()) {
    if (table.number == number) return &table;
  }
  return nullptr;
}

/// Whether a row with this commitment is an item of the event.
bool leads_to(const Event& event, const ProofRow& row, const keys::Hash& c) {
  const auto root =
      root_by_path(leaf(row.seq, row.idx, {row.row, row.op, c}), row.idx, event.n, row.path);
  return root && keys::hex(*root) == event.root;
}

class ProofCheck {
 public:
  explicit ProofCheck(const Proof& proof) : proof_(proof) {}

  CheckedProof run() {
    for (const auto& [seq, stored] : proof_.events) read_event(seq, stored);
    for (const ProofRow& row : proof_.rows) check_row(row);
    if (!out_.events.contains(0)) report(codes::proof_signer, 0, "", "", 0);
    for (const auto& [seq, event] : out_.events) check_event(event);
    check_head();
    return std::move(out_);
  }

 private:
  void report(const Code& code, std::int64_t seq, const std::string& actor,
              const std::string& table, std::int64_t record) {
    out_.findings.push_back({&code, seq, table, record, {arg("actor", actor)}});
  }

  void refuse(const Code& code, const Event& event) {
    out_.findings.push_back(
        {&code,
         event.seq,
         {},
         0,
         {arg("actor", event.actor), arg("role", event.role), arg("org", event.org)}});
  }

  void read_event(std::int64_t seq, const ProofEvent& stored) {
    auto event = from_body(stored.body);
    if (!event) return;  // proof_from_json took none
    if (out_.file.empty()) out_.file = event->file;
    out_.events[seq] = std::move(*event);
  }

  void check_row(const ProofRow& row) {
    const store::TableDef* table = program_table_of(row.row.table);
    const auto event = out_.events.find(row.seq);
    ProvenRow proven{&row, commitment(row.row, row.salt, row.columns), {}};
    bool fits = event != out_.events.end() && leads_to(event->second, row, proven.c);
    try {
      if (table != nullptr) proven.columns = decode_columns(*table, row.columns);
    } catch (const Error&) {
      fits = false;
    }
    if (!fits) {
      const std::string name =
          table == nullptr ? proof_.record.substr(0, proof_.record.find('#')) : table->name;
      report(codes::proof_row, row.seq, "", name, row.row.record);
      return;
    }
    out_.rows.push_back(std::move(proven));
  }

  /// The newest version up to `seq` of a row that `wanted` picks; nullptr when none is shown.
  template <class Wanted>
  const ProvenRow* row_at(std::string_view table_name, std::int64_t seq, Wanted wanted) const {
    const store::TableDef& table = program_table(table_name);
    const ProvenRow* found = nullptr;
    for (const ProvenRow& r : out_.rows) {
      if (r.row->row.table != table.number || r.row->seq > seq || r.row->op == Op::withdraw)
        continue;
      const auto value = [&](std::string_view name) -> const Value& {
        return r.columns[table.column(name)];
      };
      if (wanted(r, value) && (found == nullptr || found->row->row.version < r.row->row.version))
        found = &r;
    }
    return found;
  }

  void check_event(const Event& event) {
    const ProofEvent& stored = proof_.events.at(event.seq);
    const std::int64_t before = std::max<std::int64_t>(event.seq - 1, 0);
    const auto& keys_table = program_table("account_key");
    const ProvenRow* key =
        row_at("account_key", event.seq, [&](const ProvenRow& r, const auto& value) {
          return r.row->row.version == 1 && to_hex(value("key_id").text) == event.key;
        });
    if (key == nullptr) return refuse(codes::proof_signer, event);
    const std::string& sign = key->columns[keys_table.column("sign")].text;
    if (event.file != out_.file || sign.size() != sizeof(keys::PublicKey) ||
        !keys::verify(keys::to_array<32>(sign), signed_bytes(stored.body), stored.sig))
      return refuse(codes::proof_event, event);
    if (key->columns[keys_table.column("state")].text == "recovery") {
      if (event.kind != "key.recover" || key->row->seq != 0) refuse(codes::proof_right, event);
      return;
    }
    const std::int64_t owner = key->columns[keys_table.column("account")].number;
    const ProvenRow* account = row_at("account", before, [&](const ProvenRow& r, const auto&) {
      return r.row->row.record == owner;
    });
    const auto& accounts = program_table("account");
    if (account == nullptr || account->columns[accounts.column("login")].text != event.actor)
      return refuse(codes::proof_signer, event);
    const bool first_login = account->columns[accounts.column("state")].text == "initial";
    if (event.seq > 0 && key->row->seq == event.seq &&
        !(first_login &&
          proves_first_login(event, account->columns[accounts.column("initial")].text)))
      return refuse(codes::proof_signer, event);
    if (event.seq == 0) {
      if (event.kind != "genesis") refuse(codes::proof_right, event);
    } else if (!permitted(event, owner, account->columns[accounts.column("teacher")])) {
      refuse(codes::proof_right, event);
    }
  }

  /// The role as it is shown, asked of the matrix of that time.
  bool permitted(const Event& event, std::int64_t owner, const Value& teacher) const {
    const std::int64_t before = event.seq - 1;
    const ProvenRow* org = row_at("organisation", before, [&](const ProvenRow&, const auto& value) {
      return value("code").text == event.org;
    });
    if (org == nullptr) return false;
    const std::int64_t place = org->row->row.record;
    access::Actor actor;
    actor.account = owner;
    actor.login = event.actor;
    if (!teacher.is_null()) actor.teacher = teacher.number;
    const ProvenRow* own = row_at("teacher", before, [&](const ProvenRow& r, const auto&) {
      return actor.teacher == r.row->row.record;
    });
    if (own != nullptr)
      actor.teacher_org = own->columns[program_table("teacher").column("org")].number;
    const bool granted = row_at("grant_role", before, [&](const ProvenRow&, const auto& value) {
                           return value("account").number == owner &&
                                  value("role").text == event.role && value("org").number == place;
                         }) != nullptr;
    if (!granted && (event.role != "teacher" || actor.teacher_org != place)) return false;
    actor.grants = {{event.role, place}};
    const auto& table = program_table("organisation");
    const auto word = [&](std::string_view name) { return org->columns[table.column(name)].text; };
    const Value& parent = org->columns[table.column("parent")];
    const access::Organisations tree{
        {{place, word("code"), word("name"), word("kind"), word("level"),
          parent.is_null() ? std::nullopt : std::optional{parent.number}}}};
    const auto matrix = access::Matrix::of_version(event.tool);
    const std::string command = command_of(event);
    if (!matrix.knows(command) || matrix.meaning(command) != event.meaning) return false;
    return std::any_of(kSources.begin(), kSources.end(), [&](access::TableSource source) {
      access::Subject subject;
      subject.source = source;
      return matrix.allows(tree, actor, command, subject);
    });
  }

  void check_head() {
    out_.head = read_checkpoint(proof_.checkpoint);
    const bool known = std::any_of(out_.rows.begin(), out_.rows.end(), [&](const ProvenRow& r) {
      const auto& table = program_table("account_key");
      if (r.row->row.table != table.number) return false;
      const std::string& sign = r.columns[table.column("sign")].text;
      return sign.size() == sizeof(keys::PublicKey) &&
             out_.head.signed_by(r.columns[table.column("key_id")].text, keys::to_array<32>(sign));
    });
    if (!known || out_.head.file != out_.file || out_.events.rbegin()->first > out_.head.seq)
      out_.findings.push_back({&codes::checkpoint_forged, out_.head.seq, {}, 0, {}});
  }

  static constexpr std::array<access::TableSource, 2> kSources = {access::TableSource::school,
                                                                  access::TableSource::teacher};
  const Proof& proof_;
  CheckedProof out_;
};

}  // namespace

CheckedProof check(const Proof& proof) {
  if (proof.events.empty())
    throw Error{codes::proof_malformed, {arg("file", proof.record), arg("what", "events")}};
  return ProofCheck{proof}.run();
}

bool proves(const CheckedProof& checked, const ProofRow& row) {
  const auto event = checked.events.find(row.seq);
  return event != checked.events.end() &&
         leads_to(event->second, row, commitment(row.row, row.salt, row.columns));
}

std::optional<Discrepancy> against(const Proof& proof, const CheckedProof& checked,
                                   const Checkpoint& checkpoint) {
  const auto differs = [&](std::string_view hash) {
    return hash.substr(0, checkpoint.hash.size()) != checkpoint.hash;
  };
  if (!checkpoint.file.empty() && checkpoint.file != checked.file)
    return Discrepancy{&codes::checkpoint_other_file, checkpoint.seq, {}, 0, {}};
  const auto event = proof.events.find(checkpoint.seq);
  const bool other_event = event != proof.events.end() &&
                           differs(keys::bytes(chain_hash(event->second.body, event->second.sig)));
  const bool other_head = checkpoint.seq == checked.head.seq && differs(checked.head.hash);
  if (other_event || other_head)
    return Discrepancy{&codes::checkpoint_differs, checkpoint.seq, {}, 0, {}};
  return std::nullopt;
}

}  // namespace tmis::journal
