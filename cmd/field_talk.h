// One field of a form: what is said of it, what may be typed, how a code is found. Which field
// comes next is left to record_form.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cmd/console/console.h"
#include "cmd/console/line_editor.h"
#include "dossier/entry.h"

namespace tmis::cmd {

/// What a whole line means to a form; `other`: what stands there.
enum class Word { enter, yes, no, back, forward, empty, explain, leave, other };
/// Signs may be full-width, as a Chinese keyboard gives them.
Word word_of(const Typed& typed);
/// A whole number without a zero in front: the place in a list. A code has the zero.
std::optional<std::size_t> number_of(std::string_view line);

class FieldTalk {
 public:
  FieldTalk(Console& console, dossier::Entry& entry) : console_(console), entry_(entry) {}

  enum class Move { next, skip, back, leave };
  /// Until the field has a value that fits or is left; `number` of `of` fields.
  Move ask(std::size_t field, std::size_t number, std::size_t of);

  /// The row as it would be stored, a line a field.
  void summary() const;
  void tell(const Findings& faults) const;
  Typed line(const std::string& prompt, const std::string& text = {}) {
    return editor_.read(prompt, text);
  }
  std::string faint(const std::string& what) const {
    return console_.coloured(what, Colour::faint, true);
  }
  std::string red(const std::string& what) const {
    return console_.coloured(what, Colour::red, true);
  }

 private:
  /// The value for people; what may not be read on a screen is ***.
  std::string shown_value(std::size_t field, const Value& value) const;
  bool masked(std::size_t field) const;
  void head(std::size_t field, std::size_t number, std::size_t of) const;
  void explain(std::size_t field) const;
  Move keep(std::size_t field);
  std::optional<Move> take(std::size_t field, const std::string& typed);
  std::optional<Move> take_plain(std::size_t field, const std::string& typed);
  /// One code out of those that `typed` may mean.
  struct Choice {
    std::string code;          // empty: none
    std::optional<Move> move;  // the form was left, or gone back in
    bool unknown = false;      // nothing like it in the table
  };
  Choice choose(std::size_t field, std::string typed);
  std::optional<Move> take_code(std::size_t field, const std::string& typed);
  void list(const std::vector<const schema::CodeEntry*>& entries, std::size_t first) const;

  Console& console_;
  dossier::Entry& entry_;
  LineEditor editor_;
};

}  // namespace tmis::cmd
