// The rows are chosen first and written then: reading a table while it changes would see its own
// writes.
#include "workflow/effects.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.h"
#include "dossier/item.h"
#include "journal/field_rows.h"

namespace tmis::embedded {
extern const std::string_view effects;
}

namespace tmis::workflow {
namespace {

struct Effect {
  std::string table, field;
  bool own_rows = false;  // those that the case wrote; else those that are open
  std::string fact;       // empty: the field is emptied
};

std::vector<Effect> effects_of(std::string_view name) {
  static const auto all = nlohmann::json::parse(embedded::effects).at("effects");
  const auto found = all.find(std::string{name});
  if (found == all.end()) bug("unknown effect " + std::string{name});
  std::vector<Effect> out;
  for (const auto& e : *found) {
    out.push_back({e.at("table").get<std::string>(), e.at("field").get<std::string>(),
                   e.at("rows").get<std::string>() == "case",
                   e.at("value").is_null() ? "" : e.at("value").get<std::string>()});
  }
  return out;
}

/// The row's next version, audited by the event that is being written.
void put_business(Desk& desk, journal::Transaction& tx, const Permit& permit,
                  const journal::Record& record, const dossier::Item& item, const Values& values,
                  const std::string& business) {
  journal::RecordHead head = record.head;
  head.business = business;
  Values columns;
  journal::Sealer{desk, *item.set}.columns(head, values, record, columns);
  tx.update(desk.table(*item.set), record.row, columns);
  auto moved = dossier::after(item, dossier::look(item, permit, "business"));
  moved.version = record.version + 1;
  moved.audited_version = moved.version;
  moved.reason.clear();
  dossier::put_state(tx, moved);
}

}  // namespace

std::int64_t write_effect(Desk& desk, journal::Transaction& tx, const Permit& permit,
                          std::string_view effect, const Case& of) {
  std::int64_t written = 0;
  for (const Effect& e : effects_of(effect)) {
    const auto& set = desk.catalogue.at(e.table);
    const std::size_t field = set.field_index(e.field).value();
    const auto fact = of.facts.find(e.fact);
    const Value value = fact == of.facts.end() ? Value{} : fact->second;
    std::vector<std::pair<journal::Record, dossier::Item>> chosen;
    dossier::each_row(
        desk, set, of.teacher, [&](journal::Record& record, const dossier::Item& item) {
          const bool hit =
              e.own_rows ? record.head.business == of.id : record.values[field].is_null();
          if (hit && !(record.values[field] == value)) chosen.emplace_back(record, item);
        });
    for (const auto& [record, item] : chosen) {
      Values values = record.values;
      values[field] = value;
      put_business(desk, tx, permit, record, item, values, of.id);
      ++written;
    }
  }
  return written;
}

}  // namespace tmis::workflow
