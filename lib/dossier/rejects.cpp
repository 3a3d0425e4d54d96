// The second reading of the file: only its refused lines go out.
#include "dossier/rejects.h"

#include <algorithm>

#include "base/message.h"
#include "schema/heading.h"
#include "sheet/fix_copy.h"
#include "sheet/rejects_writer.h"

namespace tmis::dossier {
namespace {

/// The faults of one row, which stand together in the findings.
struct RowFaults {
  std::string reason;
  std::vector<std::uint32_t> columns;
};

RowFaults faults_of(std::uint64_t row, const Findings& findings, std::size_t& at) {
  RowFaults out;
  while (at < findings.size() && findings[at].row < row) ++at;
  for (; at < findings.size() && findings[at].row == row; ++at) {
    out.reason.append(out.reason.empty() ? "" : text("reasons.and")).append(message(findings[at]));
    if (findings[at].column > 0) out.columns.push_back(findings[at].column);
  }
  return out;
}

}  // namespace

void write_rejects(const sheet::OpenOptions& from, const schema::FieldSet& set,
                   const Findings& findings, const std::vector<std::uint64_t>& rejected,
                   const std::string& out) {
  const auto source = sheet::open(from);
  const auto writer = sheet::create_rejects(out, source->origin(), text("reasons.column"));
  // Titles above the heading are kept, so that the office knows its sheet again.
  struct Copying {
    Source& source;
    sheet::RejectsWriter& writer;
    Line last{};
    bool first = true;
    bool next(Line& line) {
      if (!first) writer.title(last);
      first = false;
      const bool more = source.next(line);
      last = line;
      return more;
    }
  } lines{*source, *writer};
  schema::HeadingFinder{set}.find(lines);
  writer->heading(lines.last);
  Line line;
  std::size_t at = 0;
  for (const std::uint64_t row : rejected) {
    while (source->next(line) && line.number != row) {
    }
    const RowFaults faults = faults_of(row, findings, at);
    writer->row(line, faults.reason, faults.columns);
  }
  writer->finish();
}

void write_fix_copy(const std::string& workbook, const std::vector<SheetFaults>& faults,
                    const std::string& out) {
  std::vector<sheet::Mark> marks;
  for (const SheetFaults& one : faults) {
    for (const Finding& f : *one.findings) {
      marks.push_back({one.sheet, f.row, f.column, message(f) + " — " + hint(f)});
    }
  }
  sheet::fix_copy(workbook, out, marks,
                  {text("reasons.sheet"), text("reasons.sheet-name"), text("reasons.cell"),
                   text("reasons.column")});
}

}  // namespace tmis::dossier
