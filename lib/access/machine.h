// A process as data: state, step and facts give the next state or a refusal (schemas/states/, built
// in). What a step writes and who may take it is left to workflow/ and matrix.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.h"

namespace tmis {

class Machine {
 public:
  /// The words that a cell may ask for: "teacher" (a teacher acts), "school-table", "expired" …;
  /// each file lists and explains its own. A word that isn't there is a bug (internal).
  using Facts = std::vector<std::string_view>;

  struct Outcome {
    std::string_view state;         // after the step; as before when refused or unchanged
    bool unchanged = false;         // "=": nothing to do, exit 0
    const Code* refusal = nullptr;  // why not; nullptr when the step may be taken
    /// What besides the state changes: "changed", "proposed-removal", "key-revoked" …
    std::vector<std::string_view> marks;

    bool marked(std::string_view mark) const;
  };

  /// account, change, claim, credit_claim, credit_project, item, lock, rotation, signature, status,
  /// submission, transfer. Another name is a bug (internal).
  static const Machine& of(std::string_view process);
  /// From a text of the same form; a fault in it is a bug (internal).
  explicit Machine(std::string_view json);
  ~Machine();

  /// What the step leads to. For batches, which count refusals; a state or step that the process
  /// doesn't have is a bug (internal).
  Outcome look(std::string_view state, std::string_view step, const Facts& facts = {}) const;
  /// The same, with a refusal thrown as Error; it names the state and the steps that may be taken.
  Outcome step(std::string_view state, std::string_view step, const Facts& facts = {}) const;

  /// Whether the step may lead from `state` to `to`, where `holds` says which facts may have held,
  /// and `certain` which did: what follows when they hold leaves no other way.
  bool leads(std::string_view state, std::string_view step, std::string_view to,
             const std::function<bool(std::string_view fact)>& holds,
             const Facts& certain = {}) const;

  /// Whether steps may lead from one state to another, one after the other: those that `may`
  /// allows, with facts as above.
  bool reaches(std::string_view from, std::string_view to,
               const std::function<bool(std::string_view step)>& may,
               const std::function<bool(std::string_view fact)>& holds,
               const Facts& certain = {}) const;

  const std::string& name() const;
  std::vector<std::string_view> states() const;
  std::vector<std::string_view> steps() const;
  std::vector<std::string_view> facts() const;
  /// Steps that follow from something else.
  std::vector<std::string_view> automatic_steps() const;
  /// Steps that a person may take from `state`: neither refused nor unchanged nor automatic.
  std::vector<std::string_view> open_steps(std::string_view state, const Facts& facts = {}) const;

  /// The word for people, in their language.
  std::string state_text(std::string_view state) const;
  std::string step_text(std::string_view step) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace tmis
