// Inside this room: a proposal of key data as its row has it, and what it holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "journal/desk.h"
#include "journal/sealed_fields.h"
#include "store/tables.h"

namespace tmis::workflow {

struct ProposalRow {
  std::int64_t row = 0, teacher = 0;
  std::string state;
  std::string sealed;
  std::int64_t seal_version = 1;
  std::string id_index;  // of another identity number; empty where it stays
  std::string reason;
  std::optional<std::int64_t> submission;
  std::int64_t seq = -1;
};

const store::TableDef& proposal_table();
Values proposal_columns(const ProposalRow& p);
/// By a condition with one parameter, in their order.
std::vector<ProposalRow> proposal_rows(Desk& desk, std::string_view where, std::int64_t value);

journal::SealPlace proposal_place(Desk& desk, std::int64_t row, std::int64_t version);
/// Field ids and values as JSON, sealed for the place.
std::string sealed_values(Desk& desk, std::int64_t teacher, std::int64_t row, std::int64_t version,
                          const std::string& plain);
/// What a proposal holds; nothing when the key isn't held. Throws journal.damaged.
std::optional<std::vector<std::pair<std::size_t, Value>>> proposed_values(Desk& desk,
                                                                          const ProposalRow& p);

}  // namespace tmis::workflow
