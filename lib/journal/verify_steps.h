// The steps of verify, one file each: they share the verdict and what is known of people, nothing
// else. For verify.cpp only.
#pragma once

#include <limits>
#include <map>
#include <tuple>

#include "journal/rights.h"
#include "journal/verify.h"

namespace tmis::journal {

inline constexpr double kChainShare = 0.3;  // of the time; the rest is for rows

struct Inspection {
  Desk& desk;
  const VerifyOptions& how;
  Rights rights;
  Verdict verdict;

  void report(const Code& code, std::int64_t seq, std::string table = {}, std::int64_t record = 0,
              Args args = {}) {
    verdict.findings.push_back({&code, seq, std::move(table), record, std::move(args)});
  }
  void report(const Objection& objection, std::int64_t seq, std::string table = {},
              std::int64_t record = 0) {
    report(*objection.code, seq, std::move(table), record, objection.args);
  }
  /// Nullptr when the file has no such table.
  const store::TableDef* table(std::int64_t number) const {
    for (const store::TableDef* known : desk.tables()) {
      if (known->number == number) return known;
    }
    return nullptr;
  }
  std::string name_of(std::int64_t number) const {
    const store::TableDef* known = table(number);
    return known == nullptr ? std::to_string(number) : known->name;
  }
  void tell(double share) const {
    if (how.progress) how.progress(share);
  }
};

/// What the events erased, read once. Each erasure is held against the row that it is about.
class Erasures {
 public:
  /// Reads those after `since`, and reports those of nothing, of what still has its content, or by
  /// somebody who couldn't.
  explicit Erasures(Inspection& in);
  /// The commitment of a version that was erased; nullptr when it wasn't.
  const keys::Hash* of(std::uint16_t table, std::int64_t record, std::uint32_t version) const;
  std::uint64_t count() const { return count_; }

 private:
  using Key = std::tuple<std::uint16_t, std::int64_t, std::uint32_t>;
  void add(std::int64_t seq, const Key& key, std::string_view c);
  void check(std::int64_t seq, const Key& key);

  Inspection& in_;
  std::map<Key, keys::Hash> erased_;
  std::uint64_t count_ = 0;
};

/// 3. Items: numbered without gaps within their event; their root is the event's. Taken event by
/// event as the chain is read.
class ItemCheck {
 public:
  explicit ItemCheck(Inspection& in);
  void check(const Event& event);
  /// Those of no event at all.
  void finish();

 private:
  Inspection& in_;
  store::Statement runs_;
};

/// Numbers have their width in hashed bytes: a larger one would be hashed as another.
inline bool is_u32(std::int64_t n) {
  return n >= 1 && n <= std::numeric_limits<std::uint32_t>::max();
}

/// 2. and 3. Events: no gap, each bound to the one before, canonical, signed by a key that was
/// valid, of somebody who was permitted; and their items.
void check_chain(Inspection& in);
/// 4. Rows: each one fits the item that made it, there are no more items than rows, and who wrote
/// them reached so far.
void check_rows(Inspection& in);

}  // namespace tmis::journal
