// Each step reads the case under the write lock, asks the machine, and writes one version of its
// row. Keys travel with the steps: the releasing school seals them to the receiving one, who makes
// a new one when it takes the file over.
#include "workflow/transfer.h"

#include <algorithm>

#include "base/message.h"
#include "base/text.h"
#include "dossier/item.h"
#include "keys/teacher_number.h"
#include "people/key_giving.h"
#include "people/login_failures.h"
#include "people/move.h"
#include "people/organisation.h"
#include "people/timeline.h"
#include "schema/row_reader.h"
#include "workflow/claim.h"
#include "workflow/credit_follow.h"
#include "workflow/effects.h"
#include "workflow/employment.h"
#include "workflow/given.h"
#include "workflow/rotation.h"

namespace tmis::workflow {
namespace {

constexpr std::string_view kReleased = "30", kOnTheWay = "40";
/// Types of a transfer that moves the personnel relation; the third is a rotation without it.
constexpr std::string_view kPlain = "1", kRotating = "2", kStaying = "3";

const access::Organisation& authority_above(Desk& desk, std::int64_t org) {
  const auto* authority = desk.organisations().authority_of(org);
  if (authority == nullptr)
    throw Error{codes::transfer_no_authority, {arg("org", desk.organisations().find(org)->code)}};
  return *authority;
}

/// The person of the school named, by a full number only: whoever tries numbers has to wait.
people::Person person_of(Desk& desk, const std::string& word, std::int64_t from_org) {
  people::LoginFailures failures{desk, "transfer:" + desk.actor.login};
  try {
    failures.wait_if_needed();
  } catch (const Error& error) {
    if (&error.code() != &codes::login_wait) throw;
    throw Error{codes::transfer_wait, error.args()};
  }
  const auto number = keys::teacher_number(word);
  const auto found =
      number ? people::find_person(desk, *number) : people::find_by_identity(desk, word);
  if (!found || found->org != from_org) {
    failures.add();
    throw Error{codes::teacher_not_found,
                {arg("word", number ? word : schema::masked_identity(word))}};
  }
  failures.clear();
  return *found;
}

void want_none_open(Desk& desk, const people::Person& person) {
  for (const CaseFile& file : case_files(desk.db, kTransferTable)) {
    if (file.text("number") == person.number && !is_closed(file))
      throw Error{codes::transfer_already_open, {arg("teacher", person.number)}};
  }
}

/// The person of a school with a file of its own: known by number alone. No identity number is kept
/// or sent.
people::Person person_elsewhere(const std::string& word, const people::Organisation& from) {
  const auto number = keys::teacher_number(word);
  if (!number) throw Error{codes::transfer_number_only, {arg("from", from.code)}};
  people::Person out;
  out.number = *number;
  out.org = from.row;
  out.org_code = from.code;
  return out;
}

void want_returnable(Desk& desk, const people::Person& person) {
  const auto spell = people::spell_on(desk.db, person.row, desk.today());
  if (spell.employment() == people::Employment::gone && !people::may_return(spell.status))
    throw Error{codes::dossier_closed, {arg("name", person.name)}};
}

/// What a dossier may not have open when it leaves its school.
void want_free(Desk& desk, std::int64_t teacher) {
  const auto person = people::person(desk, teacher);
  if (claim_open(desk, teacher))
    throw Error{codes::person_claim_open, {arg("teacher", person.number)}};
  if (const auto rotation = rotation_in_force(desk, teacher))
    throw Error{codes::transfer_rotation_open,
                {arg("teacher", person.number), arg("id", *rotation)}};
  auto sent = desk.db.statement(
      "SELECT s.id FROM submission_dossier d JOIN submission s ON s.row = d.submission WHERE "
      "d.teacher = ? AND d.state IN ('sent', 'received') ORDER BY d.row DESC LIMIT 1");
  sent.with(teacher);
  if (sent.step())
    throw Error{codes::transfer_submission_open,
                {arg("teacher", person.number), arg("id", sent.text(0))}};
}

CaseFile known_transfer(Desk& desk, const std::string& command, const std::string& id) {
  auto found = case_file(desk.db, kTransferTable, std::string_view{id});
  if (!found) {
    desk.permit(command);  // who may not at all is told that, not which ids exist
    throw Error{codes::transfer_not_found, {arg("id", id)}};
  }
  return std::move(*found);
}

/// `from_authority`: code of the one over the releasing school where that isn't known; else empty.
Values new_case(const std::string& id, const people::Person& person, Desk& desk,
                std::int64_t to_org, const std::string& from_authority = {}) {
  const auto& to = authority_above(desk, to_org);
  const std::int64_t from = from_authority.empty() ? authority_above(desk, person.org).row
                                                   : people::organisation(desk, from_authority).row;
  return {Value{id},
          person.row == 0 ? Value{} : Value{person.row},
          Value{person.number},
          Value{to_org},
          Value{to.row},
          Value{person.org},
          Value{from},
          Value{kPlain},
          Value{},
          Value{},
          Value{},
          Value{"none"},
          Value{},
          Value{},
          Value{}};
}

void seal_to_receiver(Desk& desk, const CaseFile& file) {
  people::BatchKey{desk, file.id, file.org("to_org")}.add(*file.is.teacher);
}

class TransferStepping {
 public:
  TransferStepping(Desk& desk, const std::string& verb, const TransferStep& step)
      : desk_(desk),
        verb_(verb),
        step_(step),
        permit_(transfer_permit(desk, "transfer " + verb, step)),
        tx_(desk, permit_,
            {.args = {{std::string{journal::kCaseArgument}, Value{step.id}}}, .reason = step.note}),
        file_(known_transfer(desk, "transfer " + verb, step.id)) {}

  TransferDone run() {
    const auto outcome = next_state(desk_, permit_, file_, verb_);
    done_.id = file_.id;
    done_.state = outcome.state;
    done_.unchanged = outcome.unchanged;
    if (outcome.unchanged) return std::move(done_);
    const std::string before = file_.text("state");
    file_.set("state", Value{outcome.state});
    file_.set("note", or_null(step_.note));
    if (verb_ == "take" && people::has_own_file(desk_.db, file_.org("from_org"))) {
      arrive();
    } else if (file_.is.teacher) {
      act(before, outcome.state);
    }
    tx_.update(*file_.table, file_.is.row, file_.columns);
    done_.event = tx_.commit().seq;
    if (file_.is.teacher && (verb_ == "take" || outcome.state == kReleased))
      done_.findings = unfinished(desk_, *file_.is.teacher);
    return std::move(done_);
  }

 private:
  void act(const std::string& before, std::string_view after) {
    const std::int64_t teacher = *file_.is.teacher;
    if (verb_ == "take") return take(teacher);
    if (after == kReleased) {
      want_free(desk_, teacher);
      people::want_no_last_role(desk_, teacher, file_.org("from_org"));
      lose_transfers(desk_, tx_, file_);
      if (!people::has_own_file(desk_.db, file_.org("to_org")))
        return seal_to_receiver(desk_, file_);
      if (!step_.release) bug("transfer.release");
      step_.release(tx_, file_);
    } else if (verb_ != "confirm" && (before == kReleased || before == kOnTheWay)) {
      people::take_from_batch(desk_, file_.id, teacher);
    }
  }

  /// From another file.
  void arrive() {
    if (!step_.arrive || !step_.arrived) bug("transfer.arrive");
    const std::int64_t teacher = step_.arrive(tx_, file_);
    file_.is.teacher = teacher;
    file_.set("teacher", Value{teacher});
    write_effects(teacher);
    step_.arrived(tx_);
  }

  void take(std::int64_t teacher) {
    want_free(desk_, teacher);
    const auto moved = people::move_person(desk_, tx_, file_.id, teacher, file_.org("from_org"),
                                           file_.org("to_org"));
    done_.key_given = moved.key_given;
    done_.ended = moved.ended;
    write_effects(teacher);
    move_credits(tx_, desk_, teacher, file_.org("to_org"));
  }

  void write_effects(std::int64_t teacher) {
    const Case of{file_.id, teacher, facts(teacher)};
    done_.rows += write_effect(desk_, tx_, permit_, "transfer.take", of);
    if (file_.text("type") == kRotating)
      done_.rows += write_effect(desk_, tx_, permit_, "transfer.rotation", of);
    put_status(desk_, tx_, teacher, people::usual_status(), to_iso(desk_.today()), "",
               file_.text("reason"));
    close_rotations(desk_, tx_, permit_, teacher, to_iso(desk_.today()));  // applied for elsewhere
  }

  std::map<std::string, Value, std::less<>> facts(std::int64_t teacher) {
    const auto name = [&](const char* column) {
      return Value{desk_.organisations().find(file_.org(column))->name};
    };
    const std::string month =
        file_.text("month").empty() ? to_iso(desk_.today()).substr(0, 7) : file_.text("month");
    const std::string position =
        file_.text("position").empty() ? last_position(teacher) : file_.text("position");
    return {{"month", Value{month}},
            {"position", Value{position}},
            {"from_name", name("from_org")},
            {"to_name", name("to_org")},
            {"rotation_type", file_.value("rotation_type")}};
  }

  /// What the person did before, where the application doesn't say what comes.
  std::string last_position(std::int64_t teacher) {
    std::string start, out = text("transfer.position");
    const auto& set = desk_.catalogue.at("work_experience");
    const auto at = [&](const journal::Record& r, const char* field) {
      return r.values[set.field_index(field).value()].text;
    };
    dossier::each_row(desk_, set, teacher, [&](journal::Record& record, const dossier::Item&) {
      if (at(record, "start_month") < start || at(record, "position").empty()) return;
      start = at(record, "start_month");
      out = at(record, "position");
    });
    return out;
  }

  Desk& desk_;
  std::string verb_;
  const TransferStep& step_;
  Permit permit_;
  journal::Transaction tx_;
  CaseFile file_;
  TransferDone done_;
};

}  // namespace

Permit apply_permit(Desk& desk, const std::string& to) {
  access::Subject subject = people::subject_of(desk, to);
  if (subject.org) subject.parties = {{"receiving", *subject.org}};
  return desk.permit("transfer apply", subject);
}

TransferDone apply_transfer(Desk& desk, const TransferApplication& given) {
  const auto& types = desk.catalogue.codes("transfer_type");
  const std::string type =
      given.type.empty() ? std::string{kPlain} : code_meant(types, given.type, "--type");
  if (type == kStaying) {
    throw Error{codes::usage_value,
                {arg("value", given.type), arg("option", "--type"),
                 arg("expected", "1, 2; `tmis rotation apply`")}};
  }
  month_given(given.month, "--month");
  const std::string rotation_type = given.rotation_type.empty()
                                        ? ""
                                        : code_meant(desk.catalogue.codes("rotation_type"),
                                                     given.rotation_type, "--rotation-type");
  if (type == kRotating && rotation_type.empty())
    throw Error{codes::usage_missing,
                {arg("what", "--rotation-type"), arg("command", "transfer apply")}};
  const Permit permit = apply_permit(desk, given.to);
  const auto from = people::organisation(desk, given.from);
  if (from.row == permit.org()) throw Error{codes::transfer_same_school, {arg("org", given.from)}};
  const bool elsewhere = people::has_own_file(desk.db, from.row);
  const auto person =
      elsewhere ? person_elsewhere(given.teacher, from) : person_of(desk, given.teacher, from.row);
  if (!elsewhere) {
    want_returnable(desk, person);
    if (claim_open(desk, person.row))
      throw Error{codes::person_claim_open, {arg("teacher", person.number)}};
  } else if (given.from_authority.empty() &&
             desk.organisations().authority_of(from.row) == nullptr) {
    throw Error{codes::usage_missing,
                {arg("what", "--from-authority"), arg("command", "transfer apply")}};
  }
  const std::string id = new_case_id('D');
  journal::Transaction tx{desk,
                          permit,
                          {.args = {{std::string{journal::kCaseArgument}, Value{id}},
                                    {"teacher", Value{person.number}},
                                    {"from", Value{given.from}}},
                           .reason = given.reason}};
  want_none_open(desk, person);
  CaseFile file;
  file.table = &store::program_table(kTransferTable);
  file.columns = new_case(id, person, desk, permit.org(), given.from_authority);
  file.set("type", Value{type});
  file.set("month", or_null(given.month));
  file.set("position", or_null(given.position));
  file.set("rotation_type", or_null(rotation_type));
  file.set("state", Value{Machine::of("transfer").step("none", "apply").state});
  file.set("reason", or_null(given.reason));
  tx.insert(*file.table, file.columns);
  TransferDone done;
  done.id = id;
  done.state = file.text("state");
  done.event = tx.commit().seq;
  return done;
}

Permit transfer_permit(Desk& desk, const std::string& command, const TransferStep& step) {
  const CaseFile file = known_transfer(desk, command, step.id);
  return desk.permit(command, subject_of_case(desk, file, step.as));
}

TransferDone confirm_transfer(Desk& desk, const TransferStep& step) {
  return TransferStepping{desk, "confirm", step}.run();
}
TransferDone reject_transfer(Desk& desk, const TransferStep& step) {
  return TransferStepping{desk, "reject", step}.run();
}
TransferDone withdraw_transfer(Desk& desk, const TransferStep& step) {
  return TransferStepping{desk, "withdraw", step}.run();
}
TransferDone take_transfer(Desk& desk, const TransferStep& step) {
  return TransferStepping{desk, "take", step}.run();
}

std::string settle_transfer(Desk& desk, journal::Transaction& tx, std::int64_t teacher,
                            std::int64_t to_org, const std::string& reason) {
  const auto person = people::person(desk, teacher);
  want_returnable(desk, person);
  want_none_open(desk, person);
  CaseFile file;
  file.table = &store::program_table(kTransferTable);
  file.columns = new_case(new_case_id('D'), person, desk, to_org);
  file.set("state", Value{Machine::of("transfer").step("none", "settle").state});
  file.set("reason", or_null(reason));
  tx.insert(*file.table, file.columns);
  return file.text("id");
}

void lose_transfers(Desk& desk, journal::Transaction& tx, const CaseFile& winner) {
  const Machine& machine = Machine::of("transfer");
  for (CaseFile& file : case_files(desk.db, kTransferTable, winner.is.teacher)) {
    if (file.id == winner.id) continue;
    const auto outcome = machine.look(file.text("state"), "lose");
    if (outcome.refusal != nullptr || outcome.unchanged) continue;
    file.set("state", Value{outcome.state});
    file.set("outcome", Value{codes::person_left.name});
    tx.update(*file.table, file.is.row, file.columns);
  }
}

void close_transfers(Desk& desk, journal::Transaction& tx, std::int64_t teacher) {
  for (CaseFile& file : case_files(desk.db, kTransferTable, teacher)) {
    if (is_closed(file)) continue;
    file.set("state", Value{Machine::of("transfer").step(file.text("state"), "close").state});
    file.set("outcome", Value{codes::person_left.name});
    tx.update(*file.table, file.is.row, file.columns);
  }
}

}  // namespace tmis::workflow
