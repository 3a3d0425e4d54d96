// Where dossiers stand: what is filled in, passed, seen, signed and reported, for one or for many,
// now or at an earlier time. The stage of a dossier is derived from it, never stored.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/as_of.h"
#include "journal/desk.h"
#include "people/person.h"
#include "workflow/item_states.h"

namespace tmis::workflow {

/// In their order; `printed`: the form of the whole dossier was printed over its present content,
/// or signed without paper; `signed_off` is the stage signed, that is complete.
enum class Stage : std::uint8_t {
  collecting,
  submitted,
  audited,
  printed,
  signed_off,
  reported,
  accepted,
  returned
};
std::string_view name(Stage stage);

/// The rows of one table of a dossier.
struct TableStanding {
  std::array<std::uint16_t, kItemStates> in_state{};
  std::uint16_t incomplete = 0;

  unsigned rows() const;
  unsigned in(ItemState state) const { return in_state[static_cast<std::size_t>(state)]; }
};

/// An item that its teacher has to correct or may change.
struct OpenItem {
  const schema::FieldSet* set = nullptr;
  std::int64_t record = 0;
  ItemState state = ItemState::returned;
  std::int64_t seq = 0;  // event that opened it
};

/// What teachers sign: each of the school's tables, and `dossier`: all others.
struct SignSet {
  std::string id;
  std::vector<const schema::FieldSet*> tables;
};
std::vector<SignSet> sign_sets(Desk& desk);

/// One set of a dossier and its signature. `state` is of the machine `signature`; a signature over
/// other content than the present one is stale.
struct SetStanding {
  std::string state = "unsigned";
  std::int64_t row = 0;       // of table signature; 0: none
  std::int64_t seq = -1;      // event that signed
  bool wanted = false;        // there is something to sign
  bool audited = false;       // all of it has been passed
  std::int64_t changed = -1;  // last event that wrote one of its rows
  std::string paper, reason;
  std::string content;  // hash over the commitments of its rows, business rows left out
};

/// The last report upward of a dossier by its school.
struct ReportStanding {
  std::int64_t submission = 0;  // row; 0: never reported
  std::int64_t row = 0;         // of table submission_dossier
  std::string id, state = "none", content;
  std::int64_t to_org = 0;
  std::int64_t seq = -1;
};

struct Standing {
  people::Person person;
  std::int64_t made = 0;               // event that made the dossier
  std::vector<TableStanding> tables;   // in the order of the catalogue
  std::vector<OpenItem> open;          // returned and reopened ones
  std::int64_t oldest_submitted = -1;  // event since which an item waits for audit; -1: none does
  std::int64_t last_entry = -1;        // last event that wrote a row of the teacher's part
  std::vector<std::uint16_t> called, seen;  // originals by kind, as in Standings::kinds
  std::vector<SetStanding> sets;            // as in Standings::sets
  ReportStanding report;
  std::string content;  // hash over all rows

  bool teacher_part_clean = false;  // nothing missing or incomplete in the teacher's tables
  bool school_part_clean = false;
  bool entered = false;    // the teacher's part is clean, nothing in it is a draft or returned
  bool submitted = false;  // the teacher's part is handed in, clean
  bool audited = false;    // and so is everything, and passed
  bool printed = false;    // a form of the whole dossier holds; asked for with `contents` only
  bool originals_seen = false;
  bool signatures_good = false;
  bool complete() const { return audited && originals_seen && signatures_good; }
  Stage stage = Stage::collecting;
};

/// Derives from the counts of a dossier (tables, originals, sets, report) what is clean, entered,
/// audited …, and its stage.
void conclude(const schema::Catalogue& catalogue, Standing& dossier);

struct StandingQuestion {
  std::int64_t at = journal::kNow;      // as of this event
  std::optional<std::int64_t> teacher;  // only this dossier
  /// The hashes `content`, and whether a printed form holds. Without it only those that a signature
  /// is compared with: reports over thousands of dossiers don't name them, nor the stage printed.
  bool contents = true;
  /// Who has left by this day (status 3xx) is left out, unless the question names the dossier;
  /// without it nobody is.
  std::optional<Day> serving_on = std::nullopt;
};

/// Dossiers in the reach of a permit (those it refuses are left out), in the order in which they
/// were made. A few queries a table, however many dossiers.
struct Standings {
  std::vector<std::string> kinds;  // of originals
  std::vector<SignSet> sets;
  std::vector<Standing> all;

  const Standing* find(std::int64_t teacher) const;  // nullptr: not among them
  std::size_t place(const Standing& s) const { return static_cast<std::size_t>(&s - all.data()); }
  std::size_t set_index(std::string_view id) const;  // throws sign.no-set (2)
  /// The place of the set that a table of the catalogue is signed with.
  std::size_t set_of(const schema::FieldSet& table) const;
};
Standings standings(Desk& desk, const Permit& permit, const StandingQuestion& question = {});

/// The same while the caller does something else: where `contents` are not asked for, their rows
/// are being read meanwhile. The permit is looked at again by `get`.
class ComingStandings {
 public:
  ComingStandings(Desk& desk, const Permit& permit, const StandingQuestion& question);
  ~ComingStandings();
  Standings get();  // once

 private:
  class Survey;
  std::unique_ptr<Survey> survey_;
};

/// Kinds of originals that any table calls for, in the order of the tables.
std::vector<std::string> original_kinds(Desk& desk);

}  // namespace tmis::workflow
