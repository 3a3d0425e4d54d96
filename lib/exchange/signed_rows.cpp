// Rows come in the order of the tables; the hash wants them in that of the records.
#include "exchange/signed_rows.h"

#include <map>

#include "workflow/content.h"

namespace tmis::exchange {

using journal::ProofRow;

std::string content_shown(Desk& desk, const workflow::SignSet& set,
                          const std::vector<ProofRow>& rows, std::set<ShownRow>& over) {
  workflow::Content computed{set.id};
  for (const schema::FieldSet* part : set.tables) {
    const store::TableDef& table = desk.table(*part);
    std::map<std::int64_t, const ProofRow*> by_number;
    for (const ProofRow& row : rows) {
      if (row.row.table == part->number &&
          journal::decode_columns(table, row.columns)[table.column("business")].is_null())
        by_number[row.row.record] = &row;
    }
    for (const auto& [number, row] : by_number) {
      over.insert(shown_row(*row));
      computed.add(part->number, number, row->row.version,
                   keys::bytes(journal::commitment(row->row, row->salt, row->columns)));
    }
  }
  return computed.finish();
}

}  // namespace tmis::exchange
