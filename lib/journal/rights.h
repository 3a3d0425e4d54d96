// Whether whoever signed an event could do so then: the key, the account, the role and, asked of
// the same matrix that guards commands, the permission; and whether it reached the rows it wrote.
// Events are judged in rights.cpp, their rows in rights_rows.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "access/matrix.h"
#include "journal/cases.h"
#include "journal/event.h"
#include "journal/people_past.h"

namespace tmis::journal {

/// What is wrong, with the arguments of its text.
struct Objection {
  const Code* code = nullptr;
  Args args;
};

/// The policy (schemas/policies.json) by which nobody passes what he has typed for a teacher.
inline constexpr std::string_view kFourEyes = "four_eyes";

/// The command, in the words of the matrix, that wrote an event.
std::string command_of(const Event& event);

class Rights {
 public:
  explicit Rights(Desk& desk);

  /// Against the key, the account, the role, the command, the meaning or the reason of an event
  /// whose signature is right. Nothing: all was in order.
  std::optional<Objection> against(const Event& event);

  /// A version of a row that event `seq` made by `op`. Nothing: its writer reached so far, and gave
  /// a reason where one is due. Events that can't be read are the chain's affair.
  std::optional<Objection> against_row(std::int64_t seq, const store::TableDef& table,
                                       const RowVersion& row, Op op, const Values& columns);

  /// Event `seq` as one that erases a version of this row: only events of that kind do, only in the
  /// tables of the field sets, and within reach where the row still says whose it is.
  std::optional<Objection> against_erasure(std::int64_t seq, const store::TableDef& table,
                                           std::int64_t record);

  /// Whether the event was signed in the time in which its key was said to be in strange hands.
  bool disputed(const Event& event) const;

  const PeoplePast& people() const { return people_; }

 private:
  /// An event with what its writer could do by it, for one kind of tables each.
  struct Judged {
    std::optional<Event> event;
    PeoplePast::Account account;
    bool recovery = false;  // by the recovery key, which has no account
    std::map<access::TableSource, std::optional<Permit>> permits;
    std::optional<CaseRow> of;  // the case that the event says it is about
    std::string reach;          // the command that tells how far it reaches; set by the first row
    bool asks_side = false;     // and only on its sides of a case
  };
  /// What of a table's rows is asked, found out once.
  struct RowKind {
    enum class About {
      nobody,
      dossier,
      teacher,
      state,
      grant,
      key,
      account,
      organisation,
      claim,
      pair,
      process
    };
    About about = About::nobody;
    std::size_t teacher = 0;  // column of the dossier
    access::TableSource source = access::TableSource::teacher;
  };
  /// A question to the matrix: all that its answer depends on.
  struct Question {
    std::string tool;
    std::size_t tree = 0;
    access::Actor who;
    std::string command;
    access::Subject subject;
    friend bool operator==(const Question&, const Question&) = default;
  };
  static std::int64_t before(const Event& event);
  static Objection objection(const Code& code, const Event& event, Args more = {});

  Judged& judged(std::int64_t seq);
  const access::Matrix& matrix(const std::string& tool);
  std::optional<access::Actor> actor(const Event& event, const PeoplePast::Account& account);
  std::optional<Permit> ask(const Event& event, const PeoplePast::Account& account,
                            const std::string& command, const access::Subject& subject);
  const RowKind& kind_of(const store::TableDef& table);
  const Code* refusal(Judged& by, access::TableSource source, std::int64_t teacher);
  bool rules_account(Judged& by, std::int64_t org, const std::string& role);
  std::optional<Objection> against_people(Judged& by, RowKind::About about,
                                          const store::TableDef& table, const RowVersion& row,
                                          Op op, const Values& columns);
  static bool takes_over(const Judged& by, std::optional<std::int64_t> teacher);
  bool moves_away(const Judged& by, std::int64_t account, std::int64_t org);
  std::optional<Objection> against_grants(const Event& event, std::int64_t account);
  std::optional<Objection> against_recovery(const Event& event, RowKind::About about,
                                            const store::TableDef& table, const RowVersion& row,
                                            Op op, const Values& columns);
  std::optional<Objection> against_organisation(Judged& by, const RowVersion& row);
  std::optional<Objection> against_case(Judged& by, const store::TableDef& table,
                                        const RowVersion& row, const Values& columns);
  std::optional<Objection> against_credits(Judged& by, const store::TableDef& table,
                                           const RowVersion& row, Op op, const Values& columns);
  std::optional<std::int64_t> newcomer(const Judged& by);
  bool came_along(const Judged& by, const CaseRow& here, const RowVersion& row);
  bool decides_here(std::int64_t org, std::int64_t seq);
  bool same_person(const Event& one, const Event& other);
  std::optional<Event> event_before(const store::TableDef& table, const RowVersion& row);
  std::optional<Objection> against_claim(Judged& by, const store::TableDef& table,
                                         const RowVersion& row, const Values& columns);
  bool same(const store::TableDef& table, const RowVersion& row,
            std::initializer_list<std::string_view> columns);
  bool before_was(const store::TableDef& table, const RowVersion& row, std::string_view column,
                  std::string_view text);
  std::optional<Objection> against_state(Judged& by, const store::TableDef& table,
                                         const RowVersion& row, const Values& columns);
  std::optional<Objection> against_same_hand(Judged& by, std::int64_t teacher,
                                             const Values& columns);
  bool wants_four_eyes(const Event& event, std::int64_t org);
  std::int64_t teacher_of(std::int64_t table, std::int64_t record);
  const schema::FieldSet* field_set(std::int64_t table) const;
  access::TableSource source_of(std::int64_t table) const;
  void read_disputes();

  Desk& desk_;
  PeoplePast people_;
  std::map<std::string, access::Matrix> matrices_;                        // by version of the tool
  std::deque<std::pair<Question, std::optional<Permit>>> asked_;          // the last ones
  std::unordered_map<std::int64_t, Judged> judged_;                       // by seq
  std::unordered_map<std::uint16_t, RowKind> kinds_;                      // by table
  std::map<std::string, std::pair<std::int64_t, std::string>> disputes_;  // key: closed, since
  std::optional<bool> four_eyes_anywhere_;                                // at any time
};

}  // namespace tmis::journal
