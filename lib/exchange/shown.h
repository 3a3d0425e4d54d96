// Inside this room: the rows of the program's tables that a package shows in its chain, each with
// all of its versions. Whether their writers could write so is left to whoever asks.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/road.h"
#include "store/tables.h"

namespace tmis::exchange {

/// By table and row, versions in order. `proof` must outlive this.
class Shown {
 public:
  using Versions = std::vector<const journal::ProvenRow*>;

  explicit Shown(const LegProof& proof);

  /// All of them, from the first on, none withdrawn. Throws package.forged.
  const Versions& whole(std::string_view table, std::int64_t record) const;
  const Values& newest(std::string_view table, std::int64_t record) const {
    return whole(table, record).back()->columns;
  }
  /// Calls `take(row, versions)` for each row of a table. Throws package.forged.
  template <class Take>
  void each(std::string_view table, Take take) const {
    for (const auto& [place, versions] : rows_) {
      if (place.first != store::program_table(table).number) continue;
      check(versions);
      take(place.second, versions);
    }
  }
  const Value& value(std::string_view table, const Values& columns, std::string_view column) const {
    return columns[store::program_table(table).column(column)];
  }
  /// Code of an organisation; 0: none, and empty.
  std::string code(std::int64_t org) const;
  const journal::Event& event(const journal::ProvenRow& row) const {
    return proof_.checked().events.at(row.row->seq);
  }
  [[noreturn]] void forged() const { proof_.forged(); }

 private:
  void check(const Versions& versions) const;

  const LegProof& proof_;
  std::map<std::pair<std::uint16_t, std::int64_t>, Versions> rows_;
};

}  // namespace tmis::exchange
