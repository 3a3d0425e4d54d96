// Rotation (交流轮岗) without change of the personnel relation: the sending school applies, its
// authority confirms, the school ends it. The dossier stays where it is. With change of the
// relation it is a transfer of type 2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/desk.h"
#include "workflow/case_file.h"

namespace tmis::workflow {

inline constexpr std::string_view kRotationTable = "rotation_case";
/// State of one that the authority has confirmed.
inline constexpr std::string_view kRotationInForce = "in_force";

struct RotationApplication {
  std::string teacher = {};
  std::string org = {};               // code of the sending school; empty: one's own
  std::string to = {};                // code of the other unit, where this file knows it …
  std::string unit = {};              // … or its name
  std::string type = {};              // code rotation_type, or its label
  std::string from = {}, until = {};  // YYYY-MM-DD, planned; both in the rotation
  std::string reason = {};
};
struct RotationDone {
  std::string id, state;
  std::int64_t event = -1;
  std::int64_t rows = 0;  // of the dossier that changed with it
  bool unchanged = false;
};
/// Throws teacher.not-found, org.not-found (6), rotation.same-unit, rotation.days, usage.* (2),
/// rotation.not-serving, rotation.overlap, rotation.transfer-open, transfer.no-authority (5).
RotationDone apply_rotation(Desk& desk, const RotationApplication& given);
Permit rotation_apply_permit(Desk& desk, const std::string& org);

struct RotationStep {
  std::string id = {}, as = {}, note = {};
  std::string on = {};  // of `end`: the day, YYYY-MM-DD; empty: today
};
/// Throws rotation.not-found (6), denied.*, the refusals of the machine, rotation.days (2) for an
/// end before the beginning.
RotationDone confirm_rotation(Desk& desk, const RotationStep& step);
RotationDone reject_rotation(Desk& desk, const RotationStep& step);
RotationDone withdraw_rotation(Desk& desk, const RotationStep& step);
RotationDone end_rotation(Desk& desk, const RotationStep& step);
Permit rotation_permit(Desk& desk, const std::string& command, const RotationStep& step);

/// In another transaction: the authority has confirmed. Row and status of the dossier, which is
/// kept here; returns the number of rows of it that changed. Throws rotation.not-serving,
/// rotation.transfer-open (5).
std::int64_t begin_rotation(Desk& desk, journal::Transaction& tx, const Permit& permit,
                            const CaseFile& file);

/// The id of the rotation that the person is on; nothing when there is none.
std::optional<std::string> rotation_in_force(Desk& desk, std::int64_t teacher);
/// In another transaction: the person's employment ends on `day`, or another school takes the
/// person over, and with it what is open ends. Returns the number of rows of the dossier that
/// changed.
std::int64_t close_rotations(Desk& desk, journal::Transaction& tx, const Permit& permit,
                             std::int64_t teacher, const std::string& day);

struct RotationLine {
  CaseFile file;
  std::string number, name, department;
  std::string since;  // day of the last step
  std::optional<Turn> turn;
  std::int64_t days_over = 0;  // past the planned end
};
struct RotationFilter {
  std::string state;
  bool waiting_for_me = false, all = false;
};
/// Those in which the permit's owner has a side (the other unit as well) or which are about the own
/// dossier; open ones unless `all` or a state is asked for.
std::vector<RotationLine> rotations(Desk& desk, const Permit& permit, const RotationFilter& filter);
/// One of them; throws rotation.not-found.
RotationLine rotation(Desk& desk, const Permit& permit, const std::string& id);

}  // namespace tmis::workflow
