// An item on the screen of whoever audits it: what it says, what it said, what proves it.
#include <algorithm>

#include "base/message.h"
#include "base/text.h"
#include "cmd/audit.h"
#include "dossier/records.h"

namespace tmis::cmd {
namespace {

constexpr std::size_t kWidestLabel = 40;

std::string kind_text(const std::string& kind) {
  return has_text("evidence." + kind) ? text("evidence." + kind) : shown(kind);
}

/// What to look out for, each in brackets.
std::string marks(const workflow::ItemView& view) {
  std::string out;
  const auto mark = [&](bool set, const std::string& words) {
    if (set) out.append("  [").append(words).append("]");
  };
  const auto& line = view.line;
  mark(line.item.changed(), text("walk.changed"));
  mark(line.item.removal, text("walk.removal"));
  mark(line.same_hand && !view.own_hand, text("walk.same-hand", arg("by", shown(line.by))));
  mark(view.own_hand, text("walk.own-hand"));
  mark(line.original_pending, text("walk.original-pending"));
  mark(line.item.business, text("walk.business"));
  return out;
}

std::string field_lines(const Console& console, const workflow::ItemView& view, bool whole) {
  std::size_t widest = 0;
  for (const auto& f : view.fields) widest = std::max(widest, width(f.field->label.here()));
  widest = std::min(widest, kWidestLabel);
  std::string out;
  for (const auto& f : view.fields) {
    if (!whole && f.now.empty() && !f.changed) continue;
    const std::string label = padded(shortened(f.field->label.here(), kWidestLabel), widest);
    std::string line = label + "  " + (f.now.empty() ? "–" : shown(f.now));
    if (f.changed) {
      line.append("  ").append(
          text("walk.before", arg("value", f.before.empty() ? "–" : shown(f.before))));
      line = console.coloured(line, Colour::yellow);
    }
    out.append(f.changed ? "* " : "  ").append(line).append("\n");
  }
  return out;
}

std::string paper_lines(const workflow::ItemView& view) {
  std::string out;
  for (const auto& paper : view.papers) {
    out.append("  ").append(text("walk.paper", arg("kind", kind_text(paper.kind)),
                                 arg("called", paper.called), arg("seen", paper.seen)));
    out.append("\n");
    for (const auto& one : paper.recorded) {
      out.append("    ").append(text(one.seen ? "walk.paper-seen" : "walk.paper-copy",
                                     arg("number", shown(one.number)), arg("day", one.day),
                                     arg("by", shown(one.by))));
      out.append("\n");
    }
  }
  return out;
}

std::string version_lines(Desk& desk, const workflow::ItemView& view) {
  std::string out;
  for (const auto& version : dossier::history(desk, {view.line.item.set, view.line.item.record})) {
    out.append("  ").append(text("walk.version", arg("n", version.version),
                                 arg("day", version.at.substr(0, 10)),
                                 arg("by", shown(version.actor)), arg("kind", version.kind),
                                 arg("reason", shown(version.reason))));
    out.append("\n");
  }
  return out;
}

}  // namespace

std::string item_text(Desk& desk, const Console& console, const workflow::ItemView& view,
                      bool whole) {
  const auto& line = view.line;
  std::string out = console.coloured(line.item.set->label.here(), Colour::bold) + "  " +
                    line.item.id() + "  " +
                    text("walk.since", arg("state", text("state.item." + line.item.state)),
                         arg("day", line.since)) +
                    console.coloured(marks(view), Colour::yellow) + "\n";
  if (!line.item.reason.empty())
    out.append("  ").append(text("walk.returned-for", arg("reason", shown(line.item.reason)))) +=
        "\n";
  out.append(field_lines(console, view, whole));
  if (!view.passed_written.empty() && line.item.changed())
    out.append("  ").append(text("walk.passed-version", arg("day", view.passed_written))) += "\n";
  out.append(paper_lines(view));
  if (whole) out.append(version_lines(desk, view));
  return out;
}

}  // namespace tmis::cmd
