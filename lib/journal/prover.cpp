// From a row to its event, from the event to its signer's rows, from those to their events: each is
// earlier than the last, so this ends at the first event.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "journal/proof.h"

namespace tmis::journal {
namespace {

using store::program_table;

constexpr std::size_t kMostItems = std::size_t{1} << 21;  // kept at once, with their trees

[[noreturn]] void damaged(const std::string& what) {
  throw Error{codes::journal_damaged, {arg("what", what)}};
}

}  // namespace

const Prover::Items& Prover::items(std::int64_t seq) {
  const auto known = items_.find(seq);
  if (known != items_.end()) return known->second;
  std::vector<Op> ops;
  std::vector<keys::Hash> leaves;
  auto runs = desk_.db.statement(
      "SELECT n, table_id, record, version, op, c FROM item WHERE seq = ? ORDER BY idx");
  runs.with(seq);
  while (runs.step()) {
    const auto n = static_cast<std::size_t>(runs.integer(0));
    const std::string_view c = runs.blob(5);
    if (c.size() != n * sizeof(keys::Hash)) damaged("item " + std::to_string(seq));
    for (std::size_t i = 0; i < n; ++i) {
      Item item;
      item.row.table = static_cast<std::uint16_t>(runs.integer(1));
      item.row.record = runs.integer(2) + static_cast<std::int64_t>(i);
      item.row.version = static_cast<std::uint32_t>(runs.integer(3));
      item.op = static_cast<Op>(runs.integer(4));
      item.c = keys::to_array<32>(c.substr(i * sizeof(keys::Hash), sizeof(keys::Hash)));
      leaves.push_back(leaf(seq, static_cast<std::uint32_t>(leaves.size()), item));
      ops.push_back(item.op);
    }
  }
  items_kept_ += ops.size();
  if (items_kept_ > kMostItems) {
    items_.clear();
    items_kept_ = ops.size();
  }
  return items_.emplace(seq, Items{std::move(ops), MerkleLevels{std::move(leaves)}}).first->second;
}

ProofRow Prover::proven(const StoredVersion& version) {
  const Items& all = items(version.seq);
  const auto idx = static_cast<std::size_t>(version.idx);
  if (version.idx < 0 || idx >= all.ops.size()) damaged("item " + std::to_string(version.seq));
  return {version.row,
          version.salt,
          version.encoded,
          version.seq,
          static_cast<std::uint32_t>(idx),
          all.ops[idx],
          all.tree.path(idx)};
}

void Prover::add(const StoredVersion& version) {
  const RowVersion& row = version.row;
  const bool known = std::any_of(proof_.rows.begin(), proof_.rows.end(), [&](const ProofRow& r) {
    return r.row.table == row.table && r.row.record == row.record && r.row.version == row.version;
  });
  if (known) return;
  proof_.rows.push_back(proven(version));
  add_event(version.seq);
}

ProofRow Prover::show(const StoredVersion& version) {
  add_event(version.seq);
  return proven(version);
}

void Prover::add_event(std::int64_t seq) {
  if (proof_.events.contains(seq)) return;
  ProofEvent stored;
  {
    auto row = desk_.db.statement("SELECT body, sig FROM event WHERE seq = ?");
    row.with(seq);
    if (row.step()) stored = {std::string{row.blob(0)}, std::string{row.blob(1)}};
  }
  const auto event = from_body(stored.body);
  if (!event) damaged("event " + std::to_string(seq));
  proof_.events[seq] = std::move(stored);
  add_signer(*event);
}

void Prover::add_signer(const Event& event) {
  const std::int64_t before = std::max<std::int64_t>(event.seq - 1, 0);
  const PeoplePast::Key* key = people_.key(event.key);
  if (key == nullptr) damaged("event " + std::to_string(event.seq));
  add_at(program_table("account_key"), key->row, key->made);
  if (key->recovery) return;
  add_at(program_table("account"), key->account, before);
  if (event.role.empty()) return;
  const std::int64_t org = people_.org(event.org);
  add_at(program_table("organisation"), org, before);
  if (const auto grant = people_.grant_row(key->account, {event.role, org}, before)) {
    add_at(program_table("grant_role"), *grant, before);
  } else if (const auto account = people_.account(key->account, before);
             account && account->teacher) {
    add_at(program_table("teacher"), *account->teacher, before);
  }
}

void Prover::add_checkpoint(std::string_view org) {
  const PeoplePast::Key* key = people_.key(keys::hex(desk_.signer->id()));
  if (key == nullptr) damaged("account_key");
  add_at(program_table("account_key"), key->row, key->made);
  proof_.checkpoint = checkpoint(desk_, org);
}

void Prover::add_at(const store::TableDef& table, std::int64_t record, std::int64_t seq) {
  const auto all = versions(desk_.db, table, record);
  const StoredVersion* there = at(all, seq);
  if (there == nullptr) damaged(table.name + "#" + std::to_string(record));
  add(*there);
}

}  // namespace tmis::journal
