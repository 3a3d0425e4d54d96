// The hash that signatures and reports upward name: over the commitments of rows, in their order.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/as_of.h"
#include "journal/desk.h"
#include "keys/hash.h"
#include "schema/field_set.h"

namespace tmis::workflow {

/// BLAKE2b-256 over "tmis/content/1\n" ‖ what ‖ "\n", then for each row table u16 ‖ record u64 ‖
/// version u32 (little endian) ‖ commitment.
class Content {
 public:
  explicit Content(std::string_view what);
  void add(const schema::FieldSet& set, const journal::PastRow& row, std::string_view commitment);
  void add(std::uint16_t table, std::int64_t record, std::uint32_t version,
           std::string_view commitment);
  /// 32 bytes; once only.
  std::string finish();

 private:
  keys::Hasher hasher_;
};

/// Visits what a signature of a set is over, as of an event, in the order of the hash: the rows of
/// one teacher in its tables but those of business, each with its commitment.
void each_signed(Desk& desk, const std::vector<const schema::FieldSet*>& tables,
                 std::int64_t teacher, std::int64_t at,
                 const std::function<void(const schema::FieldSet&, const journal::PastRow&,
                                          std::string_view)>& visit);

}  // namespace tmis::workflow
