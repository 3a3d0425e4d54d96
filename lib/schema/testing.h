// What the tests of this room share: the field sets of the program and rows made from text.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.h"
#include "base/text.h"
#include "schema/field_set.h"
#include "schema/row_reader.h"

namespace tmis::schema::testing {

inline const Catalogue& catalogue() {
  static const Catalogue loaded = Catalogue::load(TMIS_SOURCE_DIR "/schemas");
  return loaded;
}

inline const Field& field(std::string_view set, std::string_view id) {
  const FieldSet& s = catalogue().at(set);
  return s.fields[s.field_index(id).value()];
}

inline Cell cell(std::string_view text, Cell::Kind kind = Cell::Kind::text) {
  Cell out;
  out.text = text;
  out.kind = text.empty() ? Cell::Kind::empty : kind;
  return out;
}

/// The cells of a row, `|` between them.
inline Line line(std::string_view cells, std::uint64_t number = 1) {
  Line out;
  out.number = number;
  for (const auto text : split(cells, '|')) out.add() = cell(text);
  return out;
}

/// Lines as a file gives them.
class Lines {
 public:
  Lines(std::initializer_list<std::string> rows) {
    for (const auto& row : rows) lines_.push_back(line(row, lines_.size() + 1));
  }
  bool next(Line& out) {
    if (at_ == lines_.size()) return false;
    out = lines_[at_++];
    return true;
  }

 private:
  std::vector<Line> lines_;
  std::size_t at_ = 0;
};

inline const std::string* argument(const Args& args, std::string_view name) {
  for (const Arg& a : args) {
    if (a.name == name) return &a.value;
  }
  return nullptr;
}

/// "field code" of every finding.
inline std::vector<std::string> names(const Findings& findings) {
  std::vector<std::string> out;
  for (const Finding& f : findings) out.push_back(f.field + " " + f.code->name);
  return out;
}

}  // namespace tmis::schema::testing
