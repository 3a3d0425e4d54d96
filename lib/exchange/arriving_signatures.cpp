// A signature is over the rows of one file, by their numbers and commitments: the other file's
// prove it, and those here, which say the same, stand for them from now on.
#include "exchange/arriving_signatures.h"

#include <algorithm>

#include "access/machine.h"
#include "exchange/signed_rows.h"
#include "journal/versions.h"
#include "workflow/content.h"

namespace tmis::exchange {
namespace {

using journal::ProofRow;
using store::program_table;

const Value& column(std::string_view table, const Values& columns, std::string_view name) {
  return columns[program_table(table).column(name)];
}

/// Whether an event gives signatures, or brought them from a file before.
bool signs(const journal::Event& event) {
  return event.kind.starts_with("sign.") || event.kind == "transfer.take";
}

/// The row of a table for a teacher's set; 0: none.
std::int64_t row_for(store::Database& db, std::string_view table, std::int64_t teacher,
                     std::string_view set_id) {
  auto find =
      db.statement("SELECT row FROM " + std::string{table} + " WHERE teacher = ? AND set_id = ?");
  find.with(teacher, set_id);
  return find.step() ? find.integer(0) : 0;
}

}  // namespace

ArrivingSignatures::ArrivingSignatures(Desk& desk, journal::Transaction& tx, const LegProof& proof,
                                       const std::vector<ProofRow>& rows, std::int64_t teacher)
    : desk_(desk), teacher_(teacher) {
  const auto rows_in = [&](std::string_view name, const auto& take) {
    const auto& table = program_table(name);
    for (const ProofRow& row : rows) {
      if (row.row.table == table.number) take(row, journal::decode_columns(table, row.columns));
    }
  };
  tx.settle();
  rows_in("signature", [&](const ProofRow& row, Values columns) {
    const std::string& set_id = column("signature", columns, "set_id").text;
    const auto& event = proof.checked().events.at(row.seq);
    Arriving one{{}, false, content(set_id), event.actor, event.t.substr(0, 10)};
    rows_in(kSignatureOrigins, [&](const ProofRow& origin, const Values& from) {
      if (origin.seq != row.seq || column(kSignatureOrigins, from, "set_id").text != set_id) return;
      one.signer = column(kSignatureOrigins, from, "signer").text;
      one.day = column(kSignatureOrigins, from, "signed_on").text;
    });
    for (const workflow::SignSet& set : workflow::sign_sets(desk_)) {
      if (set.id != set_id) continue;
      std::set<ShownRow> over;
      one.good = signs(event) && content_shown(desk_, set, rows, over) ==
                                     column("signature", columns, "content_hash").text;
    }
    one.columns = std::move(columns);
    all_.push_back(std::move(one));
  });
}

/// What a set says in this file; empty when there is no such set.
std::string ArrivingSignatures::content(const std::string& set_id) const {
  for (const workflow::SignSet& set : workflow::sign_sets(desk_)) {
    if (set.id != set_id) continue;
    workflow::Content computed{set.id};
    workflow::each_signed(desk_, set.tables, teacher_, journal::kNow,
                          [&](const schema::FieldSet& part, const journal::PastRow& row,
                              std::string_view c) { computed.add(part, row, c); });
    return computed.finish();
  }
  return {};
}

void ArrivingSignatures::store(journal::Transaction& tx) {
  tx.settle();
  for (Arriving& signature : all_) put(tx, signature);
}

void ArrivingSignatures::put(journal::Transaction& tx, Arriving& signature) {
  const auto& table = program_table("signature");
  Values& columns = signature.columns;
  const std::string set_id = column("signature", columns, "set_id").text;
  const std::string now = content(set_id);
  columns[table.column("teacher")] = Value{teacher_};
  if (signature.good && signature.content == now) {
    columns[table.column("content_hash")] = Value::blob(now);
  } else {
    const std::string& state = column("signature", columns, "state").text;
    columns[table.column("state")] = Value{Machine::of("signature").look(state, "change").state};
  }
  const std::int64_t known = row_for(desk_.db, table.name, teacher_, set_id);
  if (known != 0) {
    const Values is = journal::versions(desk_.db, table, known).back().columns;
    if (std::equal(is.begin(), is.end(), columns.begin(), columns.end())) return;
    tx.update(table, known, columns);
  } else {
    tx.insert(table, columns);
  }
  const auto& origins = program_table(kSignatureOrigins);
  const Values origin{Value{teacher_}, Value{set_id}, Value{signature.signer},
                      Value{signature.day}};
  const std::int64_t told = row_for(desk_.db, origins.name, teacher_, set_id);
  if (told != 0) {
    tx.update(origins, told, origin);
  } else {
    tx.insert(origins, origin);
  }
}

}  // namespace tmis::exchange
