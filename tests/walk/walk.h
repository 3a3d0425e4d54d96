// One walk: steps are taken in the file and in the model, and both must give the same answer.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/error.h"
#include "country.h"
#include "model.h"

namespace tmis::walk {

/// A step in numbers: what they mean (which teacher, which case, whether the right one acts) is
/// found when it is taken, so that a list with gaps means something, too.
struct Step {
  std::uint32_t verb = 0, teacher = 0, actor = 0, choice = 0, detail = 0;
  bool next_day = false;
};

/// What the program did and the model did not expect.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Walk {
 public:
  Walk(const std::string& path, const Country& country) : place_(path, country), m_(country) {}

  struct Verb {
    const char* name;
    std::uint32_t weight;
    void (Walk::*take)(const Step&);
  };
  static const std::vector<Verb>& verbs();

  /// Throws Failure. `check` also looks at what the step touched.
  void take(const Step& step);
  /// Everything that must hold, for all teachers, organisations and projects.
  void check_all();
  /// `journal verify`.
  void verify();

  /// What the last step was, in words, and what it got.
  const std::string& said() const { return said_; }
  std::size_t done() const { return done_; }
  std::size_t refusals() const { return refusals_; }

  // Records of a dossier, signatures, reports upward (records.cpp).
  void fill(const Step& s);
  void complete(const Step& s);
  void add_paper(const Step& s);
  struct ChosenPaper {
    Id teacher, actor;
    Item& item;
    std::string want;  // why it may not be changed; empty: it may
  };
  std::optional<ChosenPaper> choose_paper(const Step& s);
  void edit_paper(const Step& s);
  void remove_paper(const Step& s);
  void add_year(const Step& s);
  void submit(const Step& s);
  void audit(const Step& s);
  void sign(const Step& s);
  void send(const Step& s);
  void decide_report(const Step& s);
  // What changes where and as what a person serves (moves.cpp).
  void apply_transfer(const Step& s);
  void step_transfer(const Step& s);
  void apply_rotation(const Step& s);
  void step_rotation(const Step& s);
  void set_status(const Step& s);
  void claim_person(const Step& s);
  void close_claim(const Step& s);
  // Credits (credits.cpp).
  void add_project(const Step& s);
  void decide_project(const Step& s);
  void enrol(const Step& s);
  void assess(const Step& s);
  void close_project(const Step& s);
  void distribute(const Step& s);
  void confirm_project(const Step& s);
  void correct(const Step& s);
  void claim_credits(const Step& s);
  void decide_study(const Step& s);

 private:
  /// The state or "=" that `act` returns, or CODE:EXIT of the Error it throws. A seat that can't be
  /// taken is an answer, too.
  std::string answer(Id actor, const std::function<std::string()>& act);
  /// Throws Failure when the answer isn't the one that was expected; counts it.
  void expect(const std::string& what, Id actor, const std::string& want, const std::string& got);
  /// Whether the account's own employment has ended, so that nobody sits down.
  bool shut(Id actor) const;
  /// The expected answer of somebody who may not even sit down goes before any other.
  std::string unless_shut(Id actor, std::string want) const;

  /// One of the right actors, or, once in a while, anybody.
  Id choose(const Step& s, const std::vector<Id>& right) const;
  /// For whom he acts: the organisation among `sides` that he manages, or nothing.
  Id acting_for(Id actor, const std::vector<Id>& sides) const;
  bool plural(Id actor) const { return m_.actors[actor].roles.size() > 1; }
  std::string as(Id actor, Id org) const {
    return plural(actor) && org != kNobody ? m_.org(org).code : std::string{};
  }
  std::string today() const { return to_iso(place_.desk.today()); }
  std::string number(Id teacher) const { return m_.country.teachers[teacher].number; }
  std::int64_t row(Id teacher) const { return m_.country.teachers[teacher].row; }
  Id teacher(const Step& s) const { return s.teacher % m_.teachers.size(); }
  std::string unique(const char* word) { return word + std::to_string(++named_); }

  // records.cpp
  std::string refused_writer(Id actor, Id teacher, bool school_table, bool audits) const;
  std::string closed(Id teacher) const;
  void put_row(const std::string& set, Id teacher,
               const std::map<std::string, std::string>& fields);
  void fill_dossier(Id teacher);
  void learn_items(Id teacher);
  Id item_manager(Id teacher) const;
  // moves.cpp
  std::string not_free(Id teacher) const;
  std::string judge_status(Id teacher, const std::string& code, const std::string& from,
                           bool correct) const;
  void depart(Id teacher);
  void arrive(Id teacher, Transfer& transfer);
  // credits.cpp
  Project* project(const Step& s);
  std::string denied_project(Id actor, const std::vector<Id>& right_orgs,
                             std::string_view kinds) const;
  void import_list(const Step& s, bool results);

  // checks.cpp
  void check_teacher(Id teacher);
  void check_project(const Project& p);
  void check_reading(const Step& s);
  void check_lists(Id actor);
  void demand(bool holds, const std::string& what) const;
  std::vector<std::string> column(const std::string& sql, std::int64_t row);

  Place place_;
  Model m_;
  std::string said_, details_;  // of the last step and the last refusal
  std::size_t done_ = 0, refusals_ = 0, named_ = 0;
  std::vector<Id> touched_;
  std::vector<Id> touched_projects_;
};

/// Signed sets that the walk takes: all that the teacher fills in, and one table of the school.
inline constexpr std::array<const char*, 2> kSigned = {"dossier", "annual_assessment"};
/// The one that an item belongs to; empty: none of these.
inline const char* sign_set(const Item& item) {
  return item.set == kSigned[1] ? kSigned[1] : item.school ? "" : kSigned[0];
}
/// Who are gone and may be taken on again.
inline bool may_return(const std::string& status) {
  return status == "305" || status == "306" || status == "307" || status == "399";
}
/// What is said wherever a reason is wanted.
inline constexpr const char* kReason = "核对原件";
/// A day so many days after another one, both YYYY-MM-DD.
inline std::string later(const std::string& day, std::int32_t days) {
  return to_iso(Day{day_from_iso(day)->number + days});
}
/// "CODE:EXIT" as answers have it.
std::string name_of(const Code& code);

}  // namespace tmis::walk
