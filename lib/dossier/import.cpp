// Checked rows become stored rows here: one transaction over all tables of the command.
#include "dossier/import.h"

#include <algorithm>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "dossier/business.h"
#include "dossier/intake.h"
#include "dossier/item.h"
#include "dossier/opening.h"
#include "journal/transaction.h"
#include "people/account_batch.h"
#include "people/person.h"

namespace tmis::dossier {
namespace {

using schema::FieldSet;

constexpr std::size_t kMany = 10'000;  // rows, whose dossiers' keys lie all over the file
constexpr int kPages = 32;             // MiB of it at hand meanwhile

/// Puts the checked rows of one table into the transaction.
class Storing {
 public:
  Storing(Desk& desk, journal::Transaction& tx, const Permit& permit, const Intake& intake)
      : desk_(desk),
        tx_(tx),
        permit_(permit),
        intake_(intake),
        set_(intake.set()),
        table_(desk.table(set_)),
        sealer_(desk, set_),
        hash_key_(desk.hash_key(set_)) {}

  void run() {
    const Rows& rows = intake_.rows();
    if (rows.size() > kMany) desk_.db.keep_pages(kPages);
    prepare();
    std::vector<std::uint32_t> fresh;  // stays empty as long as all are new: then i is the i-th
    bool all_new = true;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool new_row = rows.head(i).record == 0 && rows.head(i).same == 0;
      if (all_new && !new_row) {
        all_new = false;
        for (std::size_t k = 0; k < i; ++k) fresh.push_back(static_cast<std::uint32_t>(k));
      }
      if (new_row && !all_new) fresh.push_back(static_cast<std::uint32_t>(i));
      if (!new_row && rows.head(i).same == 0) change(i);
    }
    const std::int64_t first = tx_.next_record(table_);
    // The unique key of the table refuses a row that someone else made in the meantime.
    tx_.insert_many(table_, all_new ? rows.size() : fresh.size(), [&] {
      return [&, sealer = sealer_.beside(), values = Values(set_.fields.size())](
                 std::size_t n, Values& out) mutable {
        const std::size_t i = all_new ? n : fresh[n];
        rows.read(i, values);
        sealer->columns(head_of(i, values), values, first + static_cast<std::int64_t>(n), out);
      };
    });
    open_timelines();
  }

 private:
  /// Has the keys of all dossiers at hand that get something.
  void prepare() {
    std::vector<std::int64_t> teachers;
    for (std::size_t i = 0; i < intake_.rows().size(); ++i) {
      const Rows::Head head = intake_.rows().head(i);
      if (head.same == 0 && (teachers.empty() || teachers.back() != head.teacher))
        teachers.push_back(head.teacher);
    }
    std::ranges::sort(teachers);
    teachers.erase(std::unique(teachers.begin(), teachers.end()), teachers.end());
    sealer_.prepare(teachers);
  }

  journal::RecordHead head_of(std::size_t i, const Values& values) const {
    journal::RecordHead head;
    head.teacher = intake_.rows().head(i).teacher;
    head.key = journal::record_key(set_, hash_key_, values);
    return head;
  }

  /// The first personnel status that an import gives opens a person's timeline.
  void open_timelines() {
    const auto status = set_.with_role("personnel_status");
    if (!status) return;
    Values values(set_.fields.size());
    for (std::size_t i = 0; i < intake_.rows().size(); ++i) {
      intake_.rows().read(i, values);
      if (!values[*status].is_null())
        open_timeline(desk_, tx_, intake_.rows().head(i).teacher, values[*status]);
    }
  }

  void change(std::size_t i) {
    const Rows::Head head = intake_.rows().head(i);
    const Item present = item(desk_, {&set_, head.record});
    if (present.version != head.version)
      throw Error{codes::record_changed_meanwhile, {arg("id", present.id())}};
    const auto before = journal::find_record(desk_, set_, "r.row = ?", head.record);
    Values values(set_.fields.size()), columns;
    intake_.rows().read(i, values);
    sealer_.columns(head_of(i, values), values, before.value(), columns);
    const Item filled = after(present, look(present, permit_, "fill"));
    tx_.update(table_, head.record, columns);
    if (filled.state != present.state || filled.removal != present.removal) put_state(tx_, filled);
  }

  Desk& desk_;
  journal::Transaction& tx_;
  const Permit& permit_;
  const Intake& intake_;
  const FieldSet& set_;
  const store::TableDef& table_;
  journal::Sealer sealer_;
  std::string hash_key_;
};

/// Name and hash of each file: together with the rows' items they say what came from where.
journal::EventArgs origin_args(const std::vector<Incoming>& parts,
                               const std::vector<ImportReport>& reports) {
  journal::EventArgs args;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string prefix = parts.size() == 1 ? "" : parts[i].set->id + ".";
    args.emplace_back(prefix + "file", Value{reports[i].origin.name});
    args.emplace_back(prefix + "hash", Value{people::file_hash(*parts[i].source)});
    args.emplace_back(prefix + "rows",
                      Value{static_cast<std::int64_t>(reports[i].accepted + reports[i].updated)});
  }
  return args;
}

/// The same of workbooks: once a workbook that brings something, numbered where there are several.
journal::EventArgs workbook_args(const std::vector<Incoming>& parts,
                                 const std::vector<ImportReport>& reports) {
  journal::EventArgs args;
  const auto same_book = [&](std::size_t i, std::size_t k) {
    return &parts[i].workbook->book() == &parts[k].workbook->book();
  };
  const bool several = !same_book(0, parts.size() - 1);
  std::size_t number = 0;
  for (std::size_t i = 0, end = 0; i < parts.size(); i = end) {
    std::uint64_t rows = 0;
    for (; end < parts.size() && same_book(i, end); ++end)
      rows += reports[end].accepted + reports[end].updated;
    ++number;
    if (rows == 0) continue;
    const std::string prefix = several ? std::to_string(number) + "." : "";
    args.emplace_back(prefix + "file", Value{reports[i].origin.name});
    args.emplace_back(prefix + "hash", Value{people::file_hash(*parts[i].source)});
    args.emplace_back(prefix + "rows", Value{static_cast<std::int64_t>(rows)});
  }
  return args;
}

/// Who may fill in only for oneself brings only one's own workbook.
void check_owner(const Permit& permit, const FilledWorkbook& book) {
  const bool own = !permit.own() || (book.teachers().size() == 1 && book.holds(*permit.own()));
  if (own) return;
  Place place;
  place.file = file_name(book.path());
  const std::string who = book.numbers().size() == 1 ? book.numbers().front() : "…";
  throw Error{codes::workbook_other_teacher, {arg("teacher", who)}}.at(place);
}

access::Subject subject_for(Desk& desk, const FieldSet& set, const ImportOptions& how) {
  access::Subject subject = people::subject_of(desk, how.org_code);
  subject.source = set.from_school() ? access::TableSource::school : access::TableSource::teacher;
  if (desk.actor.teacher && how.org_code.empty()) {
    const bool only_teacher = std::all_of(desk.actor.grants.begin(), desk.actor.grants.end(),
                                          [](const Grant& g) { return g.role == "teacher"; });
    if (only_teacher) {
      subject.teacher = desk.actor.teacher;
      subject.teacher_org = desk.actor.teacher_org;
    }
  }
  return subject;
}

}  // namespace

ImportReport import_records(Desk& desk, const FieldSet& set, Source& source,
                            const ImportOptions& how) {
  return std::move(import_dossier(desk, {{&set, &source}}, how).front());
}

std::vector<ImportReport> import_dossier(Desk& desk, const std::vector<Incoming>& parts,
                                         const ImportOptions& how) {
  std::vector<ImportReport> reports(parts.size());
  std::vector<Permit> permits;
  for (const Incoming& part : parts)
    permits.push_back(desk.permit("record import", subject_for(desk, *part.set, how)));
  if (parts.empty()) return reports;
  std::optional<Args> closed;  // but for items that the audit opened
  if (permits.front().role() == "teacher") {
    const auto self = people::person(desk, *desk.actor.teacher);
    campaign::require_open(desk, self, any_open_after_deadline(desk, self.row));
    closed = campaign::closed_because(desk, self, false);
  }

  for (const Incoming& part : parts) {
    if (part.workbook != nullptr) check_owner(permits.front(), part.workbook->book());
  }

  const people::Teachers teachers{desk, permits.front()};
  std::vector<std::unique_ptr<Intake>> intakes;
  std::uint64_t rejected = 0, changes = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    intakes.push_back(std::make_unique<Intake>(desk, *parts[i].set, permits[i], teachers, how,
                                               parts[i].workbook));
    if (closed) intakes.back()->only_opened(*closed);
    intakes.back()->read(*parts[i].source, reports[i]);
    rejected += reports[i].rejected;
    changes += reports[i].accepted + reports[i].updated;
  }
  if (how.give_back) how.give_back(reports);
  if (changes == 0 || (rejected > 0 && !how.partial)) return reports;

  journal::Transaction tx{desk,
                          permits.front(),
                          {.args = parts.front().workbook != nullptr ? workbook_args(parts, reports)
                                                                     : origin_args(parts, reports),
                           .reason = how.reason}};
  for (std::size_t i = 0; i < parts.size(); ++i) Storing{desk, tx, permits[i], *intakes[i]}.run();
  const journal::Written written = tx.commit();
  for (ImportReport& report : reports) {
    report.event = written.seq;
    report.stored = !written.dry;
  }
  return reports;
}

}  // namespace tmis::dossier
