// Everything that ever changed where dossiers stand, sorted by dossier and time, and the dossier
// after each change. Inside this room: `burn_down` asks it for the end of each day.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "report/census.h"
#include "workflow/standing.h"

namespace tmis::report {

class DossierPast {
 public:
  /// Up to event `at`; only of the dossiers of the census.
  DossierPast(Desk& desk, const Census& census);

  /// Follows one dossier, by its place in the census: `after` is called with the dossier as it
  /// stood when the last event up to each of `ends` (ascending) was written, by the place of the
  /// end; only where something had changed since the last call, and not before it was made.
  using After = std::function<void(std::size_t end, const workflow::Standing&)>;
  void follow(std::size_t dossier, const std::vector<std::int64_t>& ends, const After& after);

 private:
  /// What one row is to its dossier.
  struct Row {
    bool there = false;
    bool incomplete = false;
    bool business = false;
    workflow::ItemState state = workflow::ItemState::draft;
    std::uint64_t called = 0;  // kinds of originals, a bit each
    std::uint64_t mark = 0;    // tells this version from all others
    bool operator==(const Row&) const = default;
  };
  enum class What : std::uint8_t { made, row, original, signature, report };
  struct Change {
    std::int64_t seq = 0;
    std::uint32_t dossier = 0;
    What what = What::made;
    std::uint16_t place = 0;              // of the table, the kind, the set
    bool now = false;                     // seen; signed; reported
    std::int64_t id = 0;                  // row of the original, of the report
    std::uint16_t word = 0;               // state of the report, by its place in words_
    std::uint32_t before = 0, after = 0;  // places in rows_
  };

  void read_made();
  void read_rows(const schema::FieldSet& set, std::size_t place);
  void read_states();
  void read_originals();
  void read_signatures();
  void read_reports();
  void add(Change change, std::int64_t teacher);
  /// Gives the place of `after`.
  std::uint32_t add_row(std::int64_t teacher, std::int64_t seq, std::size_t place,
                        std::uint32_t before, const Row& after);
  std::uint16_t word(const std::string& text);
  static void count(workflow::Standing& s, const Row& row, std::size_t place, std::size_t sign_set,
                    std::vector<std::uint64_t>& marks, std::vector<std::int64_t>& wanted, int by);

  Desk& desk_;
  const Census& census_;
  std::unordered_map<std::int64_t, std::uint32_t> dossiers_;  // place by teacher
  struct State {
    std::int64_t table = 0, record = 0, seq = 0;
    workflow::ItemState state = workflow::ItemState::draft;
    bool gone = false;
  };
  std::vector<State> states_;
  std::vector<Row> rows_;
  std::vector<Change> changes_;      // sorted once
  std::vector<std::size_t> begins_;  // of each dossier in changes_, and the end
  std::vector<std::string> words_;
  std::vector<std::size_t> sign_sets_;  // by table
};

}  // namespace tmis::report
