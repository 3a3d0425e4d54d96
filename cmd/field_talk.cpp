// A present value stands in brackets, so that a sign typed alone is always a sign; what may be read
// on a screen comes into the line by a key.
#include "cmd/field_talk.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "dossier/records.h"
#include "schema/display.h"

namespace tmis::cmd {
namespace {

using schema::CodeEntry;
using schema::Field;

constexpr std::size_t kShownAtOnce = 9;
constexpr std::size_t kLongestInBrackets = 40;  // columns
constexpr std::string_view kIndent = "     ";

std::string name_of(const CodeEntry& entry) {
  return language() == Language::zh || entry.en.empty() ? entry.zh : entry.en;
}

/// A number for a list, in its own column.
std::string numbered(std::size_t n) {
  const std::string digits = std::to_string(n);
  return std::string(digits.size() < 3 ? 3 - digits.size() : 0, ' ') + digits + "  ";
}

/// Codes typed one behind the other: by semicolon, comma, their full-width forms, or 、.
std::vector<std::string> several(const std::string& typed) {
  std::string half = typed;
  to_half_width(half);
  std::vector<std::string> out(1);
  for (std::string_view rest{half}; !rest.empty();) {
    const char32_t c = take_code_point(rest);
    if (c == U';' || c == U',' || c == U'、') {
      out.emplace_back();
    } else {
      append_code_point(c, out.back());
    }
  }
  std::erase_if(out, [](const std::string& one) { return trimmed(one).empty(); });
  return out;
}

}  // namespace

Word word_of(const Typed& typed) {
  if (typed.key == Typed::Key::end) return Word::leave;
  if (typed.key == Typed::Key::up) return Word::back;
  if (typed.key == Typed::Key::down) return Word::forward;
  std::string line{trimmed(typed.line)};
  to_half_width(line);
  if (line.empty()) return Word::enter;
  static const std::array<std::pair<std::string_view, Word>, 14> kWords{{{"<", Word::back},
                                                                         {"《", Word::back},
                                                                         {">", Word::forward},
                                                                         {"》", Word::forward},
                                                                         {"-", Word::empty},
                                                                         {"?", Word::explain},
                                                                         {"q", Word::leave},
                                                                         {"Q", Word::leave},
                                                                         {"y", Word::yes},
                                                                         {"Y", Word::yes},
                                                                         {"是", Word::yes},
                                                                         {"n", Word::no},
                                                                         {"N", Word::no},
                                                                         {"否", Word::no}}};
  for (const auto& [word, meaning] : kWords) {
    if (line == word) return meaning;
  }
  return Word::other;
}

std::optional<std::size_t> number_of(std::string_view line) {
  std::string half{trimmed(line)};
  to_half_width(half);
  std::size_t n = 0;
  if (!is_digits(half) || half.starts_with('0')) return std::nullopt;
  const auto [end, wrong] = std::from_chars(half.data(), half.data() + half.size(), n);
  return wrong == std::errc{} && end == half.data() + half.size() ? std::optional{n} : std::nullopt;
}

/// Whether the screen doesn't show all of it.
bool FieldTalk::masked(std::size_t field) const {
  const Field& f = entry_.set().fields[field];
  const Value& value = entry_.value(field);
  return dossier::hidden(entry_.set(), f, entry_.permit(), false, false) ||
         dossier::shown_value(f, value, schema::Form::label, false) !=
             schema::display(f, value, schema::Form::label);
}

std::string FieldTalk::shown_value(std::size_t field, const Value& value) const {
  if (value.is_null()) return text("entry.nothing");
  const Field& f = entry_.set().fields[field];
  if (dossier::hidden(entry_.set(), f, entry_.permit(), false, false)) return "***";
  std::string out = shown(dossier::shown_value(f, value, schema::Form::label, false));
  const schema::CodeTable* table = f.suggests.empty() ? nullptr : entry_.table(field);
  const CodeEntry* entry = table == nullptr ? nullptr : table->find(value.text);
  return entry == nullptr ? out : out + " " + name_of(*entry);
}

void FieldTalk::head(std::size_t field, std::size_t number, std::size_t of) const {
  const Field& f = entry_.set().fields[field];
  const std::string place = std::to_string(number) + "/" + std::to_string(of) + "  ";
  const std::string star = entry_.required(field) ? " *" : "";
  const std::string expected = entry_.table(field) == nullptr
                                   ? schema::describe(entry_.set(), f)
                                   : text(f.multiple ? "entry.choose-several" : "entry.choose");
  console_.error("");
  console_.error(faint(place) + console_.coloured(f.label.here() + star, Colour::bold, true) +
                 "  " + faint(expected));
}

void FieldTalk::explain(std::size_t field) const {
  const Field& f = entry_.set().fields[field];
  std::vector<std::string> lines{schema::describe(entry_.set(), f)};
  if (const std::string form = "describe.form." + f.id; has_text(form)) lines.push_back(text(form));
  if (f.sensitive) lines.push_back(text("entry.sealed"));
  if (language() == Language::en && !f.note.empty()) lines.push_back(f.note);
  lines.push_back(text("entry.literal"));
  for (const std::string& one : lines) console_.error(std::string{kIndent} + faint(one));
}

void FieldTalk::tell(const Findings& faults) const {
  for (const Finding& f : faults) {
    console_.error(std::string{kIndent} + red(message(f)));
    if (const std::string how = hint(f); !how.empty())
      console_.error(std::string{kIndent} + faint(how));
  }
}

FieldTalk::Move FieldTalk::ask(std::size_t field, std::size_t number, std::size_t of) {
  const Field& f = entry_.set().fields[field];
  head(field, number, of);
  while (true) {
    const Value& value = entry_.value(field);
    const auto offer = value.is_null() ? entry_.offered(field) : std::nullopt;
    std::string prompt{kIndent};
    if (!value.is_null()) {
      prompt += "[" + shortened(shown_value(field, value), kLongestInBrackets) + "] ";
    } else if (offer) {
      prompt += "[" + text("entry.offer", arg("value", shown_value(field, *offer))) + "] ";
    }
    // A text is mended where it stands; a code is chosen anew.
    const bool mendable = entry_.table(field) == nullptr && !value.is_null() && !masked(field);
    const Typed typed = editor_.read(
        prompt + "> ", mendable ? schema::display(f, value, schema::Form::label) : std::string{});
    switch (word_of(typed)) {
      case Word::back:
        return Move::back;
      case Word::forward:
        return Move::skip;
      case Word::leave:
        return Move::leave;
      case Word::explain: {
        explain(field);
        if (entry_.table(field) == nullptr) break;
        if (const auto move = take_code(field, "")) return *move;
        break;
      }
      case Word::empty:
        entry_.give(field, "");
        if (!entry_.required(field)) return Move::next;
        tell({Finding{&codes::value_required, 0, 0, f.id, {}, {arg("label", f.label.here())}}});
        break;
      case Word::enter:
        if (const Move move = keep(field); move != Move::back) return move;
        break;
      default:
        if (const auto move = take(field, typed.line)) return *move;
    }
  }
}

/// Enter alone. Move::back stands for: nothing is there, ask again.
FieldTalk::Move FieldTalk::keep(std::size_t field) {
  if (!entry_.value(field).is_null()) return Move::next;
  const Field& f = entry_.set().fields[field];
  if (const auto offer = entry_.offered(field)) {
    const Findings wrong = entry_.give(field, schema::display(f, *offer, schema::Form::code));
    if (wrong.empty()) return Move::next;
    tell(wrong);
    return Move::back;
  }
  if (!entry_.required(field)) return Move::next;
  tell({Finding{&codes::value_required, 0, 0, f.id, {}, {arg("label", f.label.here())}}});
  return Move::back;
}

std::optional<FieldTalk::Move> FieldTalk::take(std::size_t field, const std::string& typed) {
  // A backslash in front: the rest is meant as it stands, a lone "-" too.
  if (typed.starts_with('\\')) return take_plain(field, typed.substr(1));
  return entry_.table(field) != nullptr ? take_code(field, typed) : take_plain(field, typed);
}

std::optional<FieldTalk::Move> FieldTalk::take_plain(std::size_t field, const std::string& typed) {
  const Findings wrong = entry_.give(field, typed);
  tell(wrong);
  return wrong.empty() ? std::optional{Move::next} : std::nullopt;
}

std::optional<FieldTalk::Move> FieldTalk::take_code(std::size_t field, const std::string& typed) {
  const Field& f = entry_.set().fields[field];
  std::vector<std::string> words = f.multiple ? several(typed) : std::vector{typed};
  if (words.empty()) words.push_back(typed);
  std::vector<std::string> codes;
  for (const std::string& word : words) {
    const Choice choice = choose(field, word);
    if (choice.move) return choice.move == Move::back ? std::nullopt : choice.move;
    // What is not in a table that only suggests is a value by itself; else the reader says what is
    // wrong.
    codes.push_back(choice.unknown ? word : choice.code);
  }
  const Findings wrong = entry_.give(field, joined(codes, ";"));
  tell(wrong);
  if (!wrong.empty()) return std::nullopt;
  console_.error(std::string{kIndent} + "→ " + shown_value(field, entry_.value(field)));
  return Move::next;
}

void FieldTalk::list(const std::vector<const CodeEntry*>& entries, std::size_t first) const {
  const std::size_t last = std::min(first + kShownAtOnce, entries.size());
  std::size_t widest = 0;
  for (std::size_t i = first; i < last; ++i) widest = std::max(widest, entries[i]->code.size());
  for (std::size_t i = first; i < last; ++i) {
    console_.error(std::string{kIndent} + numbered(i + 1) +
                   faint(padded(entries[i]->code, widest)) + "  " + name_of(*entries[i]));
  }
  if (last < entries.size()) {
    console_.error(std::string{kIndent} +
                   faint(text("entry.more", arg("n", entries.size() - last))));
  }
}

FieldTalk::Choice FieldTalk::choose(std::size_t field, std::string typed) {
  auto found = entry_.choices(field, typed);
  if (found.entries.empty()) return {{}, {}, true};
  std::size_t first = 0;
  while (true) {
    // Who only asks what there is picks, even out of one.
    if (found.exact || (found.entries.size() == 1 && !trimmed(typed).empty()))
      return {found.entries.front()->code, {}, false};
    list(found.entries, first);
    const Typed answer =
        editor_.read(std::string{kIndent} + text("entry.pick", arg("n", found.entries.size())));
    switch (word_of(answer)) {
      case Word::leave:
        return {{}, Move::leave, false};
      case Word::enter:
      case Word::back:
      case Word::empty:
        return {{}, Move::back, false};
      case Word::explain:
      case Word::forward:
        first = first + kShownAtOnce < found.entries.size() ? first + kShownAtOnce : 0;
        continue;
      default:
        break;
    }
    if (const auto n = number_of(answer.line); n && *n >= 1 && *n <= found.entries.size())
      return {found.entries[*n - 1]->code, {}, false};
    auto narrower = entry_.choices(field, answer.line);
    if (narrower.entries.empty()) {
      console_.error(std::string{kIndent} +
                     red(text("entry.none-such", arg("word", shown(answer.line)))));
      continue;
    }
    found = std::move(narrower);
    typed = answer.line;
    first = 0;
  }
}

void FieldTalk::summary() const {
  console_.error("");
  console_.error(console_.coloured(text("entry.summary"), Colour::bold, true));
  const auto asked = entry_.asked();
  std::size_t widest = 0;
  for (const std::size_t i : asked)
    widest = std::max(widest, width(entry_.set().fields[i].label.here()));
  for (std::size_t n = 0; n < asked.size(); ++n) {
    const std::size_t i = asked[n];
    std::string line = numbered(n + 1) + padded(entry_.set().fields[i].label.here(), widest) +
                       "  " + shown_value(i, entry_.value(i));
    const bool differs = !entry_.is_new() && !(entry_.value(i) == entry_.before(i));
    if (differs)
      line += "  " + faint(text("entry.before", arg("value", shown_value(i, entry_.before(i)))));
    console_.error(line);
  }
}

}  // namespace tmis::cmd
