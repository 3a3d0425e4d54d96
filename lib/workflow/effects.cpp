// The rows are chosen first and written then: reading a table while it changes would see its own
// writes.
#include "workflow/effects.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.h"
#include "dossier/item.h"
#include "journal/field_rows.h"
#include "schema/row_reader.h"

namespace tmis::embedded {
extern const std::string_view effects;
}

namespace tmis::workflow {
namespace {

using schema::FieldSet;

struct Effect {
  std::string table, rows, open_by;
  std::vector<std::pair<std::string, std::string>> set;  // field, and its fact or `=VALUE`
};

std::vector<Effect> effects_of(std::string_view name) {
  static const auto all = nlohmann::json::parse(embedded::effects).at("effects");
  const auto found = all.find(std::string{name});
  if (found == all.end()) bug("unknown effect " + std::string{name});
  std::vector<Effect> out;
  for (const auto& e : *found) {
    Effect effect{e.at("table"), e.at("rows"), e.value("open_by", ""), {}};
    for (const auto& [field, value] : e.at("set").items())
      effect.set.emplace_back(field, value.is_null() ? "" : value.get<std::string>());
    out.push_back(std::move(effect));
  }
  return out;
}

class Writing {
 public:
  Writing(Desk& desk, journal::Transaction& tx, const Permit& permit, const Case& of)
      : desk_(desk), tx_(tx), permit_(permit), of_(of) {}

  std::int64_t apply(const Effect& e) {
    const FieldSet& set = desk_.catalogue.at(e.table);
    if (e.rows == "new") return add(set, e);
    std::int64_t written = 0;
    for (const auto& [record, item] : chosen(set, e)) {
      Values values = record.values;
      fill(set, e, values);
      if (values == record.values) continue;
      put(record, item, values);
      ++written;
    }
    return written;
  }

 private:
  using Row = std::pair<journal::Record, dossier::Item>;

  void fill(const FieldSet& set, const Effect& e, Values& values) const {
    for (const auto& [field, word] : e.set) {
      Value& value = values[set.field_index(field).value()];
      const auto fact = of_.facts.find(word);
      if (word.starts_with('=')) {
        const std::string text = word.substr(1);
        const bool number = value_kind(set, field) == Value::Kind::integer;
        value = number ? Value{std::int64_t{std::stoll(text)}} : Value{text};
      } else {
        value = fact == of_.facts.end() ? Value{} : fact->second;
      }
    }
  }

  static Value::Kind value_kind(const FieldSet& set, const std::string& field) {
    return set.fields[set.field_index(field).value()].type == schema::FieldType::boolean
               ? Value::Kind::integer
               : Value::Kind::text;
  }

  std::vector<Row> chosen(const FieldSet& set, const Effect& e) const {
    std::vector<Row> out;
    dossier::each_row(
        desk_, set, of_.teacher, [&](journal::Record& record, const dossier::Item& item) {
          const bool hit = e.rows == "case"   ? record.head.business == of_.id
                           : e.rows == "open" ? record.values[*set.field_index(e.open_by)].is_null()
                                              : true;
          if (hit) out.emplace_back(record, item);
        });
    return out;
  }

  /// The row that the case wrote before, or one typed with the same key.
  std::optional<Row> there(const FieldSet& set, const Values& values) const {
    const std::string typed = journal::record_key(set, desk_.hash_key(set), values);
    const std::string key = journal::case_key(set, desk_.hash_key(set), of_.id);
    std::optional<Row> out;
    dossier::each_row(desk_, set, of_.teacher,
                      [&](journal::Record& record, const dossier::Item& item) {
                        const bool own = record.head.key == key;
                        const bool alike = record.head.business.empty() && record.head.key == typed;
                        if (own || (alike && !out)) out.emplace(record, item);
                      });
    return out;
  }

  std::int64_t add(const FieldSet& set, const Effect& e) {
    Values values(set.fields.size());
    fill(set, e, values);
    if (const auto known = there(set, values)) {
      Values merged = known->first.values;
      fill(set, e, merged);
      if (merged == known->first.values && known->first.head.business == of_.id) return 0;
      journal::Record record = known->first;
      record.head.key = journal::case_key(set, desk_.hash_key(set), of_.id);
      put(record, known->second, merged);
      return 1;
    }
    withdraw_none(set);
    const auto& table = desk_.table(set);
    journal::RecordHead head;
    head.teacher = of_.teacher;
    head.key = journal::case_key(set, desk_.hash_key(set), of_.id);
    head.business = of_.id;
    Values columns;
    journal::Sealer sealer{desk_, set};
    sealer.prepare(of_.teacher);
    sealer.columns(head, values, tx_.next_record(table), columns);
    dossier::Item item;
    item.set = &set;
    item.record = tx_.insert(table, columns);
    item.teacher = of_.teacher;
    item.state = "none";
    audit(item, 1);
    return 1;
  }

  /// "None" was declared: it is true no longer.
  void withdraw_none(const FieldSet& set) {
    if (!set.none_row) return;
    std::vector<std::int64_t> rows;
    dossier::each_row(desk_, set, of_.teacher, [&](journal::Record& record, const dossier::Item&) {
      if (record.values[set.none_row->field] == set.none_row->value) rows.push_back(record.row);
    });
    for (const std::int64_t row : rows) tx_.withdraw(desk_.table(set), row);
  }

  /// The row's next version, audited by the event that is being written. The single row of a table
  /// stays in the hands of whoever fills it in, and what waits for audit there goes on waiting.
  void put(const journal::Record& record, const dossier::Item& item, const Values& values) {
    const bool single = item.set->one_row();
    journal::RecordHead head = record.head;
    if (!single) head.business = of_.id;
    Values columns;
    journal::Sealer{desk_, *item.set}.columns(head, values, record, columns);
    tx_.update(desk_.table(*item.set), record.row, columns);
    const bool waits = item.state != "audited" || item.changed();
    if (!single || !waits) audit(item, record.version + 1);
  }

  void audit(const dossier::Item& item, std::uint32_t version) {
    auto moved = dossier::after(item, dossier::look(item, permit_, "business"));
    moved.version = version;
    moved.audited_version = version;
    moved.reason.clear();
    dossier::put_state(tx_, moved);
  }

  Desk& desk_;
  journal::Transaction& tx_;
  const Permit& permit_;
  const Case& of_;
};

}  // namespace

std::int64_t write_effect(Desk& desk, journal::Transaction& tx, const Permit& permit,
                          std::string_view effect, const Case& of) {
  std::int64_t written = 0;
  for (const Effect& e : effects_of(effect)) written += Writing{desk, tx, permit, of}.apply(e);
  return written;
}

}  // namespace tmis::workflow
