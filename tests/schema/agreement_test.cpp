// Two readers of one table file: the compiled row checks, made for millions of rows, and the
// validator, which takes the file as plain JSON Schema. Reads TABLE.jsonl of a folder
// (examples/data/dossiers.py), and holds every row, as it is after its cells have become values,
// before both: what JSON Schema can say, both must say of the same fields.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "schema/display.h"
#include "schema/row_reader.h"
#include "schema/rules.h"
#include "schema/validator.h"

namespace {

using namespace tmis;
using nlohmann::json;
using schema::FieldType;

using Names = std::set<std::string>;

struct Counts {
  std::size_t rows = 0, sound = 0, refused = 0, unreadable = 0, other = 0, wrong = 0;
};

/// Faults that JSON Schema can tell; the others need a code table, a calendar, another field or the
/// day.
bool sayable(const Code* code) {
  return code == &codes::value_required || code == &codes::value_must_be_empty ||
         code == &codes::value_too_long || code == &codes::value_range ||
         code == &codes::value_not_allowed || code == &codes::value_pattern ||
         code == &codes::value_identity || code == &codes::rule_implies;
}

json value_of(const schema::Field& f, const Value& v) {
  if (f.multiple) {
    json codes = json::array();
    for (const auto code : split(v.text, ';')) codes.push_back(code);
    return codes;
  }
  if (f.type == FieldType::boolean) return v.number != 0;
  if (f.type == FieldType::integer) return v.number;
  return schema::display(f, v, schema::Form::code);
}

/// The row as a document of the table's schema: an empty field is an absent member.
json document(const schema::FieldSet& set, const Values& values) {
  json out = json::object();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].is_null()) out[set.fields[i].id] = value_of(set.fields[i], values[i]);
  }
  return out;
}

/// Fields that the validator finds fault with.
Names complaints(const schema::Validator& validator, const json& row) {
  Names out;
  for (const auto& fault : validator.validate(row.dump())) {
    const bool missing = fault.keyword == "required";
    std::string field = missing ? fault.args.front().value : fault.at.substr(1);
    out.insert(field.substr(0, field.find('/')));
  }
  return out;
}

std::string text_of(const json& v) {
  if (v.is_string()) return v.get<std::string>();
  if (v.is_boolean()) return v.get<bool>() ? "1" : "0";
  if (!v.is_array()) return v.dump();
  std::string out;
  for (const json& code : v) out.append(out.empty() ? "" : ";").append(code.get<std::string>());
  return out;
}

std::string listed(const Names& names) {
  std::string out;
  for (const std::string& name : names) out.append(out.empty() ? "" : ", ").append(name);
  return "[" + out + "]";
}

class TableCheck {
 public:
  TableCheck(const schema::FieldSet& set, const std::string& schemas, Day today)
      : set_(set),
        today_(today),
        validator_(schema::schema_of(schemas, "tables/" + set.id + ".json")) {
    titles_ = {"id_number"};
    for (const auto& f : set.fields) titles_.push_back(f.id);
    Line line;
    for (const auto& title : titles_) put(line, title);
    reader_.emplace(set_, schema::HeadingFinder{set_}.match(line), today_);
  }

  void row(const std::string& text, Counts& counts) {
    const json parsed = json::parse(text);
    std::vector<std::string> cells;
    for (const auto& title : titles_)
      cells.push_back(parsed.contains(title) ? text_of(parsed.at(title)) : "");
    check(cells, counts);
    for (int again = 0; again < kAgain && !before_.empty(); ++again) check(mixed(cells), counts);
    before_ = std::move(cells);
  }

 private:
  static constexpr int kAgain = 4;

  std::vector<std::string> mixed(std::vector<std::string> cells) {
    for (std::size_t changes = 1 + random_() % 3; changes > 0; --changes) {
      const std::size_t at = random_() % cells.size();
      cells[at] = random_() % 3 == 0 ? "" : before_[at];
    }
    return cells;
  }

  void check(const std::vector<std::string>& cells, Counts& counts) {
    Line line;
    line.number = ++counts.rows;
    for (const auto& cell : cells) put(line, cell);
    schema::IncomingRow in;
    Findings findings;
    if (!reader_->read(line, in, findings)) return;
    std::vector<schema::RuleFault> faults;
    schema::check_row(set_, in.values, today_, in.unreadable, faults);
    compare(in, faults, counts);
  }

  static void put(Line& line, const std::string& text) {
    Cell& cell = line.add();
    cell.text = text;
    cell.kind = text.empty() ? Cell::Kind::empty : Cell::Kind::text;
  }

  void compare(const schema::IncomingRow& in, const std::vector<schema::RuleFault>& faults,
               Counts& counts) {
    const json row = document(set_, in.values);
    const Names theirs = complaints(validator_, row);
    // A cell that is no value is no member of the document: nothing can be compared.
    if (std::find(in.unreadable.begin(), in.unreadable.end(), true) != in.unreadable.end()) {
      ++counts.unreadable;
      return;
    }
    Names ours, others;
    for (const auto& fault : faults)
      (sayable(fault.code) ? ours : others).insert(set_.fields[fault.field].id);
    ++(faults.empty() ? counts.sound : ours.empty() ? counts.other : counts.refused);
    if (ours == theirs) return;
    if (++counts.wrong <= 20) {
      std::cout << set_.id << ": the row checks find " << listed(ours) << ", the validator "
                << listed(theirs) << ": " << row.dump() << "\n";
    }
  }

  const schema::FieldSet& set_;
  Day today_;
  schema::Validator validator_;
  std::vector<std::string> titles_;
  std::optional<schema::RowReader> reader_;
  std::vector<std::string> before_;
  std::mt19937 random_{2017};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string schemas = TMIS_SOURCE_DIR "/schemas";
  try {
    const auto catalogue = schema::Catalogue::load(schemas);
    const Day today = *day_from_iso("2017-02-13");
    Counts counts;
    for (const auto& set : catalogue.all()) {
      std::ifstream rows(std::string(argv[1]) + "/" + set.id + ".jsonl");
      TableCheck table{set, schemas, today};
      for (std::string text; std::getline(rows, text);) table.row(text, counts);
    }
    std::cout << counts.rows << " rows: " << counts.sound << " sound, " << counts.refused
              << " refused by both alike, " << counts.other
              << " with faults that JSON Schema can't tell, " << counts.unreadable
              << " with a cell that is no value, " << counts.wrong << " wrong\n";
    return counts.wrong == 0 && counts.sound > 1000 && counts.refused > 1000 ? 0 : 1;
  } catch (const Error& e) {
    std::cout << e.what() << "\n";
    for (const auto& a : e.args()) std::cout << a.name << ": " << a.value << "\n";
    return 1;
  }
}
