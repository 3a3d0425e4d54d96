// Items of one event after another, beside the chain: each event is read and parsed once.
#include <algorithm>
#include <cstdint>
#include <limits>

#include "base/text.h"
#include "journal/commitment.h"
#include "journal/verify_steps.h"

namespace tmis::journal {
namespace {

bool is_u16(std::int64_t n) { return n >= 1 && n <= std::numeric_limits<std::uint16_t>::max(); }
bool is_op(std::int64_t op) {
  return op >= static_cast<int>(Op::insert) && op <= static_cast<int>(Op::hand_over);
}

bool add_run(const store::Statement& run, std::int64_t seq, MerkleTree& tree) {
  const std::string_view c = run.blob(6);
  const std::size_t n = c.size() / sizeof(keys::Hash);
  if (n == 0 || c.size() % sizeof(keys::Hash) != 0 ||
      static_cast<std::uint64_t>(run.integer(0)) != tree.size() ||
      static_cast<std::uint64_t>(run.integer(1)) != n || !is_u16(run.integer(2)) ||
      run.integer(3) < 1 || !is_u32(run.integer(4)) || !is_op(run.integer(5)))
    return false;
  Item item;
  item.row.table = static_cast<std::uint16_t>(run.integer(2));
  item.row.version = static_cast<std::uint32_t>(run.integer(4));
  item.op = static_cast<Op>(run.integer(5));
  for (std::size_t i = 0; i < n; ++i) {
    item.row.record = run.integer(3) + static_cast<std::int64_t>(i);
    std::copy_n(c.begin() + static_cast<std::ptrdiff_t>(i * item.c.size()), item.c.size(),
                item.c.begin());
    tree.add(leaf(seq, static_cast<std::uint32_t>(tree.size()), item));
  }
  return true;
}

}  // namespace

ItemCheck::ItemCheck(Inspection& in)
    : in_(in),
      runs_(in.desk.db.statement("SELECT idx, n, table_id, record, version, op, c FROM item WHERE "
                                 "seq = ? ORDER BY idx")) {}

void ItemCheck::check(const Event& event) {
  MerkleTree tree;
  bool sound = true;
  runs_.with(event.seq);
  while (runs_.step()) sound = add_run(runs_, event.seq, tree) && sound;
  runs_.reset();
  const bool right =
      event.n == 0 ? tree.size() == 0 : to_hex(keys::bytes(tree.root())) == event.root;
  if (!sound || tree.size() != event.n || !right) in_.report(codes::journal_items, event.seq);
  in_.verdict.items += tree.size();
}

void ItemCheck::finish() {
  auto orphans = in_.desk.db.statement(
      "SELECT DISTINCT seq FROM item WHERE seq NOT IN (SELECT seq FROM event) ORDER BY seq");
  while (orphans.step()) in_.report(codes::journal_items, orphans.integer(0));
}

}  // namespace tmis::journal
