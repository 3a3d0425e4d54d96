// A fault in the heading ends the reading; one in a row only rejects it, so that a clerk mends the
// file once.
#include "people/row_intake.h"

#include "keys/hash.h"
#include "schema/heading.h"

namespace tmis::people {
namespace {

constexpr std::uint64_t kProgressEvery = 256;

template <class Work>
auto placed(const Source& source, Work work) {
  try {
    return work();
  } catch (Error& error) {
    throw error.in(source.origin().name, source.origin().sheet);
  }
}

}  // namespace

void read_rows(Source& source, const schema::FieldSet& fields, Day today, RowsRead& out,
               const TakeRow& take, const RowProgress& progress) {
  out.origin = source.origin();
  const schema::RowReader reader{
      fields, placed(source, [&] { return schema::HeadingFinder{fields}.find(source); }), today};
  Line line;
  schema::IncomingRow row;
  Findings findings;
  while (source.next(line)) {
    findings.clear();
    if (!placed(source, [&] { return reader.read(line, row, findings); })) continue;
    ++out.read;
    take(reader, row, findings);
    if (progress && out.read % kProgressEvery == 0) progress(source.progress(), out.read);
    if (findings.empty()) continue;
    ++out.rejected;
    out.rejected_rows.push_back(row.line);
    if (out.findings.size() < kMostFindings) {
      out.findings.insert(out.findings.end(), findings.begin(), findings.end());
    } else {
      out.unlisted += findings.size();
    }
  }
}

std::string file_hash(const Source& source) {
  keys::Hasher hasher;
  source.for_each_piece([&](std::string_view piece) { hasher.update(piece); });
  return keys::hex(hasher.finish());
}

}  // namespace tmis::people
