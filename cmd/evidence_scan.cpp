// A barcode reader types a number and Enter; a pipe gives a line. Each line is answered before the
// next one is read.
#include <array>
#include <iostream>
#include <optional>

#include "base/interrupt.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/evidence.h"
#include "people/credentials.h"
#include "schema/row_reader.h"
#include "workflow/scan.h"

namespace tmis::cmd {
namespace {

using workflow::Paper;

/// How a line ended, in the order in which they are counted.
enum class Outcome { seen, already, own, not_submitted, ambiguous, unknown };
constexpr std::array<std::string_view, 6> kOutcomes = {"seen",          "already",   "own",
                                                       "not-submitted", "ambiguous", "unknown"};

class Scan {
 public:
  Scan(Context& ctx, Desk& desk, const std::string& org)
      : ctx_(ctx),
        desk_(desk),
        papers_(desk, org),
        talks_(ctx.console.asks() && ctx.console.out_is_terminal() && !ctx.globals.json),
        streams_(!ctx.globals.json) {}

  Exit run() {
    if (talks_) ctx_.console.say(text("scan.begin") + "\n");
    if (streams_ && !ctx_.console.out_is_terminal()) ctx_.console.say(tsv_heading());
    std::string line;
    while (next_line(line)) {
      ++line_;
      if (!trimmed(line).empty()) take(line);
    }
    return finish();
  }

 private:
  bool next_line(std::string& line) {
    answered();
    if (!talks_) return static_cast<bool>(std::getline(std::cin, line));
    line = ctx_.console.ask(text("scan.ask"));
    return std::cin.good() && trimmed(line) != "q";  // readers that send CR and LF give empty lines
  }

  void take(const std::string& line) {
    std::vector<Paper> found;
    try {
      found = papers_.find(line);
    } catch (const Error& error) {
      if (&error.code() != &codes::evidence_number) throw;
      return note(line, Outcome::unknown, std::nullopt, &codes::evidence_number);
    }
    if (found.empty()) return note(line, Outcome::unknown, std::nullopt, &codes::evidence_unknown);
    const auto chosen = found.size() == 1 ? std::optional{found.front()} : choose(found);
    if (!chosen) return several(line, found);
    if (chosen->refusal != nullptr) return note(line, Outcome::own, chosen, chosen->refusal);
    if (!chosen->handed_in)
      return note(line, Outcome::not_submitted, chosen, &codes::evidence_not_submitted);
    if (chosen->seen) return note(line, Outcome::already, chosen, nullptr);
    people::stay_seated(desk_);
    const auto done = papers_.tick(*chosen, line);
    note(line, done.unchanged ? Outcome::already : Outcome::seen, chosen, nullptr, &done);
  }

  static std::string who(const Paper& paper) {
    const std::string kind = "evidence." + paper.kind;
    return text("scan.who", arg("name", shown(paper.teacher.name)),
                arg("number", paper.teacher.number),
                arg("department", shown(paper.teacher.department)),
                arg("kind", has_text(kind) ? text(kind) : paper.kind));
  }

  /// People say which of several papers lies before them.
  std::optional<Paper> choose(const std::vector<Paper>& found) {
    if (!talks_) return std::nullopt;
    for (std::size_t i = 0; i < found.size(); ++i)
      ctx_.console.say("  " + std::to_string(i + 1) + "  " + who(found[i]) + "\n");
    const std::string answer{trimmed(ctx_.console.ask(text("scan.which")))};
    if (!is_digits(answer) || answer.size() > 3) return std::nullopt;
    const auto n = std::stoul(answer);
    if (n < 1 || n > found.size()) return std::nullopt;
    return found[n - 1];
  }

  void several(const std::string& line, const std::vector<Paper>& found) {
    std::vector<std::string> all;
    for (const Paper& paper : found) all.push_back(who(paper));
    note(line, Outcome::ambiguous, std::nullopt, &codes::evidence_ambiguous, nullptr,
         joined(all, text("scan.or")));
  }

  void note(const std::string& line, Outcome outcome, const std::optional<Paper>& paper,
            const Code* code, const workflow::OriginalDone* done = nullptr,
            const std::string& all = {}) {
    ++counts_[static_cast<std::size_t>(outcome)];
    const std::string_view word = kOutcomes[static_cast<std::size_t>(outcome)];
    const std::string number = schema::masked_identity(trimmed(shown(line)));
    std::string message_text;
    if (code != nullptr) {
      const Finding why{code, 0, 0, {}, {}, {arg("who", paper ? who(*paper) : all)}};
      message_text = message(why);
    }
    Values row{Value{line_},
               Value{number},
               Value{word},
               paper ? Value{paper->teacher.number} : Value{},
               paper ? Value{paper->teacher.name} : Value{},
               paper ? Value{paper->teacher.department} : Value{},
               paper ? Value{paper->kind} : Value{},
               done != nullptr && done->event >= 0 ? Value{done->event} : Value{},
               code != nullptr ? Value{code->name} : Value{},
               or_null(message_text)};
    if (streams_) ctx_.console.say(said(row, outcome, paper, message_text));
    if (!streams_) table_.rows.push_back(std::move(row));
  }

  /// A line for people, or for a pipe.
  std::string said(const Values& row, Outcome outcome, const std::optional<Paper>& paper,
                   const std::string& why) {
    if (!ctx_.console.out_is_terminal()) return tsv_row(row);
    const bool good = outcome == Outcome::seen || outcome == Outcome::already;
    const std::string number = talks_ ? "" : row[1].text + "  ";
    const std::string words = good ? text(outcome == Outcome::seen ? "scan.seen" : "scan.already",
                                          arg("who", who(*paper)))
                                   : why;
    const Colour colour = outcome == Outcome::seen      ? Colour::green
                          : outcome == Outcome::already ? Colour::plain
                                                        : Colour::red;
    return number + ctx_.console.coloured(words, colour) + "\n";
  }

  std::string tsv_heading() const {
    std::string out;
    for (const Column& column : table_.columns)
      out.append(out.empty() ? "" : "\t").append(column.key);
    return out + "\n";
  }
  static std::string tsv_row(const Values& row) {
    std::string out;
    for (std::size_t i = 0; i < row.size(); ++i) {
      out.append(i > 0 ? "\t" : "")
          .append(row[i].kind == Value::Kind::integer ? std::to_string(row[i].number)
                                                      : shown(row[i].text));
    }
    return out + "\n";
  }

  std::int64_t count(Outcome outcome) const { return counts_[static_cast<std::size_t>(outcome)]; }

  Exit finish() {
    const std::int64_t refused = count(Outcome::own) + count(Outcome::not_submitted) +
                                 count(Outcome::ambiguous) + count(Outcome::unknown);
    Answer answer;
    answer.figure("done", count(Outcome::seen))
        .figure("unchanged", count(Outcome::already))
        .figure("skipped", refused);
    for (std::size_t i = 2; i < kOutcomes.size(); ++i)
      answer.figure(i == 3 ? "not_submitted" : std::string{kOutcomes[i]}, counts_[i]);
    answer.text = text(
        "scan.done", arg("seen", count(Outcome::seen)), arg("already", count(Outcome::already)),
        arg("own", count(Outcome::own)), arg("early", count(Outcome::not_submitted)),
        arg("several", count(Outcome::ambiguous)), arg("unknown", count(Outcome::unknown)));
    if (!streams_) answer.tables.emplace_back("items", std::move(table_));
    if (streams_ && !ctx_.console.out_is_terminal()) {
      ctx_.console.note(answer.text);  // what goes to the pipe is lines alone
    } else {
      ctx_.print(answer);
    }
    return refused > 0 ? Exit::findings : Exit::ok;
  }

  Context& ctx_;
  Desk& desk_;
  workflow::Papers papers_;
  bool talks_;    // numbers are typed or scanned at a terminal
  bool streams_;  // each line is told at once; with --json all of them at the end
  std::int64_t line_ = 0;
  std::array<std::int64_t, kOutcomes.size()> counts_{};
  Table table_{{{"line", Kind::number},
                {"number"},
                {"outcome"},
                {"teacher_number"},
                {"name"},
                {"department"},
                {"kind"},
                {"event", Kind::number},
                code_before_words("code"),
                {"message"}},
               {}};
};

}  // namespace

Exit scan_evidence(Context& ctx, const std::string& org) {
  Desk& desk = ctx.write();
  ctx.want_recent_password(desk.permit("evidence scan", people::subject_of(desk, org)));
  catch_interrupts("\ntmis: " + text("interrupted.kept") + "\n");
  return Scan{ctx, desk, org}.run();
}

}  // namespace tmis::cmd
