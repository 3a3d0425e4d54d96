// Where in a file of rows something is, for errors.
#pragma once

#include <cstdint>
#include <utility>

#include "base/error.h"
#include "sheet/source.h"

namespace tmis::sheet {

inline Place place_in(const Origin& origin, std::uint64_t row = 0, std::uint32_t column = 0) {
  Place place;
  place.file = origin.path;
  place.sheet = origin.sheet;
  place.row = row;
  place.column = column;
  return place;
}

/// An Error of the file itself, ready to be thrown: `{file}` is its name.
inline Error fault(const Code& code, const Origin& origin, Args args = {}, std::uint64_t row = 0,
                   std::uint32_t column = 0) {
  args.push_back(arg("file", origin.name));
  Error error{code, std::move(args)};
  error.at(place_in(origin, row, column));
  return error;
}

}  // namespace tmis::sheet
