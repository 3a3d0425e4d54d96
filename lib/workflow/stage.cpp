// What follows from the counts of a dossier: its flags and its stage, the last whose conditions
// hold.
#include <algorithm>

#include "workflow/standing.h"

namespace tmis::workflow {
namespace {

constexpr std::array<std::string_view, 8> kStages = {
    "collecting", "submitted", "audited", "printed", "signed", "reported", "accepted", "returned"};

/// Whether the tables of one source have what they need.
bool is_clean(const schema::Catalogue& catalogue, const Standing& s, bool from_school) {
  std::size_t i = 0;
  for (const schema::FieldSet& set : catalogue.all()) {
    const TableStanding& t = s.tables[i++];
    if (set.from_school() != from_school) continue;
    if (t.incomplete > 0 || (set.starred() && t.rows() == 0)) return false;
  }
  return true;
}

Stage stage_of(const Standing& s) {
  if (s.report.state == "returned") return Stage::returned;
  if (s.report.state == "accepted") return Stage::accepted;
  if (s.report.state == "sent" || s.report.state == "received") return Stage::reported;
  if (s.complete()) return Stage::signed_off;
  if (s.audited) return s.printed ? Stage::printed : Stage::audited;
  return s.submitted ? Stage::submitted : Stage::collecting;
}

}  // namespace

std::string_view name(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }

unsigned TableStanding::rows() const {
  unsigned sum = 0;
  for (const auto n : in_state) sum += n;
  return sum;
}

void conclude(const schema::Catalogue& catalogue, Standing& s) {
  s.teacher_part_clean = is_clean(catalogue, s, false);
  s.school_part_clean = is_clean(catalogue, s, true);
  bool entered = true, handed_in = true, passed = true;
  std::size_t i = 0;
  for (const schema::FieldSet& set : catalogue.all()) {
    const TableStanding& t = s.tables[i++];
    const unsigned to_do = t.in(ItemState::draft) + t.in(ItemState::returned);
    if (!set.from_school() && to_do > 0) entered = false;
    if (!set.from_school() && to_do + t.in(ItemState::reopened) > 0) handed_in = false;
    if (t.in(ItemState::audited) != t.rows()) passed = false;
  }
  s.entered = entered && s.teacher_part_clean;
  s.submitted = handed_in && s.teacher_part_clean;
  s.audited = s.submitted && s.school_part_clean && passed;
  s.originals_seen = std::equal(s.called.begin(), s.called.end(), s.seen.begin(),
                                [](auto called, auto seen) { return seen >= called; });
  s.signatures_good = std::all_of(s.sets.begin(), s.sets.end(), [](const SetStanding& set) {
    return !set.wanted || set.state == "signed";
  });
  s.stage = stage_of(s);
}

}  // namespace tmis::workflow
