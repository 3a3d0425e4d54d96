// The walk through the fields; what is said of one of them is left to field_talk. Everything goes
// to standard error: the answer on standard output stays what it is without a form.
#include "cmd/record_form.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/field_talk.h"

namespace tmis::cmd {
namespace {

using dossier::Draft;
using dossier::Entry;

class Form {
 public:
  Form(Context& ctx, Entry& entry, std::string reason)
      : ctx_(ctx), entry_(entry), talk_(ctx.console, entry), reason_(std::move(reason)) {}

  Filled run() {
    ctx_.console.error(ctx_.console.coloured(
        text(entry_.is_new() ? "entry.add" : "entry.edit", arg("table", entry_.set().label.here()),
             arg("name", shown(entry_.person().name)), arg("number", entry_.person().number)),
        Colour::bold, true));
    ctx_.console.error(talk_.faint(text("entry.keys")));
    if (!begin()) return {};
    while (true) {
      if (field_ && !walk()) return {};
      const auto done = finish();
      if (done) return *done;
    }
  }

 private:
  /// From the draft where there is one. False when it was left at this question already.
  bool begin() {
    seen_.assign(entry_.set().fields.size(), false);
    const auto draft = entry_.draft();
    std::optional<std::size_t> at;
    if (draft && ctx_.globals.yes) {
      at = take(*draft);
    } else if (draft) {
      const std::string question =
          text("entry.resume", arg("at", draft->saved.substr(0, 16).replace(10, 1, " ")),
               arg("n", draft->values.size()));
      while (true) {
        const Typed typed = talk_.line(question);
        const Word word = word_of(typed);
        if (word == Word::leave) return leave(), false;
        if (word == Word::enter || word == Word::yes) {
          at = take(*draft);
          break;
        }
        if (word == Word::no) break;
      }
    }
    const auto asked = entry_.asked();
    field_ = at ? at : asked.empty() ? std::nullopt : std::optional{asked.front()};
    if (at == entry_.set().fields.size()) field_.reset();
    return true;
  }

  /// The field to go on with; one past the last when all were asked.
  std::size_t take(const Draft& draft) {
    if (!entry_.take(draft)) ctx_.console.error(talk_.red(text("entry.changed-since")));
    kept_ = true;
    announce();
    const auto at = entry_.set().field_index(draft.at);
    for (const std::size_t i : entry_.asked()) seen_[i] = !at || i < *at;
    return at.value_or(entry_.set().fields.size());
  }

  /// Through the fields until there is none left. False when the form was left.
  bool walk() {
    while (field_) {
      const auto asked = entry_.asked();
      const auto here = std::find(asked.begin(), asked.end(), *field_);
      if (here == asked.end()) {  // what was typed before it has emptied it
        field_ = after(*field_);
        continue;
      }
      seen_[*field_] = true;
      const auto number = static_cast<std::size_t>(here - asked.begin()) + 1;
      switch (talk_.ask(*field_, number, asked.size())) {
        case FieldTalk::Move::next:
          field_ = mending_ ? std::nullopt : after(*field_);
          keep();
          break;
        case FieldTalk::Move::skip:
          field_ = mending_ ? std::nullopt : after(*field_);
          break;
        case FieldTalk::Move::back:
          mending_ = false;
          if (here != asked.begin()) field_ = *(here - 1);
          break;
        case FieldTalk::Move::leave:
          return leave(), false;
      }
    }
    return true;
  }

  /// The next field; at the end those that came to light behind the walk's back.
  std::optional<std::size_t> after(std::size_t field) const {
    const auto asked = entry_.asked();
    const auto next =
        std::find_if(asked.begin(), asked.end(), [&](std::size_t i) { return i > field; });
    if (next != asked.end()) return *next;
    const auto unseen =
        std::find_if(asked.begin(), asked.end(), [&](std::size_t i) { return !seen_[i]; });
    return unseen != asked.end() ? std::optional{*unseen} : std::nullopt;
  }

  /// All fields were asked: what is wrong leads back; else the row is shown and stored. Nothing
  /// when it goes on at field_.
  std::optional<Filled> finish() {
    mending_ = true;
    if (const Findings faults = entry_.faults(); !faults.empty()) {
      ctx_.console.error("");
      ctx_.console.error(talk_.red(text("entry.faults", arg("n", faults.size()))));
      talk_.tell(faults);
      field_ = entry_.set().field_index(faults.front().field);
      return std::nullopt;
    }
    talk_.summary();
    if (!entry_.is_new() && !entry_.changed()) ctx_.console.error(talk_.faint(text("entry.same")));
    if (entry_.wants_reason() && !ask_reason()) return field_ ? std::nullopt : left();
    if (!ctx_.globals.yes && !confirm()) return field_ ? std::nullopt : left();
    return store();
  }

  std::optional<Filled> left() {
    leave();
    return Filled{};
  }

  void to_last_field() {
    mending_ = false;
    field_ = entry_.asked().back();
  }

  /// False: not now; field_ is where to go on, or nothing to leave.
  bool ask_reason() {
    while (trimmed(reason_).empty()) {
      const Typed typed = talk_.line(text("entry.reason"));
      const Word word = word_of(typed);
      if (word == Word::leave) return false;
      if (word == Word::back) return to_last_field(), false;
      if (word == Word::other || word == Word::yes || word == Word::no) reason_ = typed.line;
    }
    return true;
  }

  bool confirm() {
    const auto asked = entry_.asked();
    while (true) {
      const Typed typed = talk_.line(text("entry.confirm"));
      switch (word_of(typed)) {
        case Word::enter:
        case Word::yes:
          return true;
        case Word::leave:
        case Word::no:
          return false;
        case Word::back:
          return to_last_field(), false;
        default:
          if (const auto n = number_of(typed.line); n && *n >= 1 && *n <= asked.size()) {
            field_ = asked[*n - 1];
            return false;
          }
      }
    }
  }

  std::optional<Filled> store() {
    try {
      return Filled{true, entry_.store(reason_)};
    } catch (const Error&) {
      if (kept_) ctx_.console.error(talk_.faint(text("entry.not-stored")));
      throw;
    }
  }

  void keep() {
    try {
      entry_.keep(field_);
      if (!ctx_.globals.dry_run && !kept_) announce();
      kept_ = !ctx_.globals.dry_run;
    } catch (const Error& error) {
      if (!unkept_) ctx_.console.error(text("entry.unkept", arg("why", message(error))));
      unkept_ = true;  // once is enough
    }
  }

  /// From now on Ctrl-C says that the draft is there.
  void announce() const { catch_interrupts("\ntmis: " + text("entry.interrupted") + "\n"); }

  void leave() {
    if (kept_) ctx_.console.error(text("entry.left"));
  }

  Context& ctx_;
  Entry& entry_;
  FieldTalk talk_;
  std::string reason_;
  std::optional<std::size_t> field_;  // where the walk stands; nothing behind the last
  std::vector<bool> seen_;
  bool mending_ = false;  // after the next field to the end again
  bool kept_ = false, unkept_ = false;
};

}  // namespace

Filled fill_in(Context& ctx, Entry& entry, std::string reason) {
  return Form{ctx, entry, std::move(reason)}.run();
}

}  // namespace tmis::cmd
