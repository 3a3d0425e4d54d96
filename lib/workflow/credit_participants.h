// Who takes part in a training project, and with which result: lists that come in from files.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "people/person.h"
#include "people/row_intake.h"
#include "workflow/credit_project.h"

namespace tmis::workflow {

/// A row of credit_enrolment.
struct Enrolment {
  std::int64_t row = 0, project = 0, teacher = 0;
  std::string result;                        // pass, fail, absent; empty: not assessed
  std::optional<std::int64_t> hours, times;  // class hours attended; how often, for lectures …
  std::string state;                         // enrolled, confirmed, returned
  std::int64_t part = 0;                     // row of credit_part; 0: none
};
std::vector<Enrolment> enrolments(Desk& desk, std::int64_t project);
/// Of a teacher in all projects.
std::vector<Enrolment> enrolments_of(Desk& desk, std::int64_t teacher);
void put_enrolment(journal::Transaction& tx, const Enrolment& e);
/// A new one; its row.
std::int64_t add_enrolment(journal::Transaction& tx, const Enrolment& e);

struct ParticipantsReport;
struct ParticipantsImport {
  std::string project = {}, as = {};
  bool partial = false;  // store the good rows
  /// Called when all is read and before anything is stored, to write what goes back to the clerk.
  std::function<void(const ParticipantsReport&)> give_back = {};
};
struct ParticipantsReport : people::RowsRead {
  std::uint64_t accepted = 0, updated = 0, unchanged = 0;
  std::int64_t event = -1;
  bool stored = false;
};

/// The columns of the two lists.
schema::FieldSet enrolment_fields(const schema::Catalogue& catalogue);
schema::FieldSet result_fields(const schema::Catalogue& catalogue);

/// By the institution or the authority any teacher below the authority, by a school its own. A
/// teacher who is enrolled already is unchanged. Rows: teacher.unknown, dossier.closed (no longer
/// employed), project.full, record.duplicate. Throws what ask_project does, refusals of the step
/// `enrol`, record.changed-meanwhile (5).
ParticipantsReport enrol(Desk& desk, Source& source, const ParticipantsImport& how);
/// By the institution, of a school-based project by the school; results may come in several files,
/// the last holds. Rows: project.not-enrolled, project.hours, credits.confirmed. In a national
/// project that was distributed only the parts that came back are open.
ParticipantsReport assess(Desk& desk, Source& source, const ParticipantsImport& how);

/// One participant as `credits project show` has him.
struct Participant {
  Enrolment enrolment;
  people::Person person;
};
/// Those whom the permit may see: of the institution's and the authority's own projects all, else
/// those of organisations in reach; by organisation and number.
std::vector<Participant> participants(Desk& desk, const Permit& permit, const CreditProject& p);

}  // namespace tmis::workflow
