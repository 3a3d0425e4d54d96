// What was decided is in the file before the next key is read: Ctrl-C or a closed terminal loses
// nothing, and `u` takes a decision back by a counter-event that names it.
#include <algorithm>
#include <optional>
#include <set>

#include "base/interrupt.h"
#include "base/message.h"
#include "base/text.h"
#include "cmd/audit.h"
#include "cmd/console/keys.h"
#include "cmd/record.h"
#include "people/credentials.h"
#include "workflow/audit.h"
#include "workflow/originals.h"
#include "workflow/reasons.h"
#include "workflow/undo.h"

namespace tmis::cmd {
namespace {

/// What no next key can mend.
bool ends_the_walk(const Error& error) {
  if (&error.code() == &codes::login_required) return true;
  const Exit exit = error.code().exit;
  return exit == Exit::unavailable || exit == Exit::integrity || exit == Exit::internal;
}

class Walk {
 public:
  Walk(Context& ctx, Desk& desk, const WalkOptions& how)
      : ctx_(ctx),
        desk_(desk),
        how_(how),
        permit_(desk.permit("audit list", people::subject_of(desk, how.filter.org))),
        reasons_(workflow::return_reasons(ctx.schemas_folder() + "/return-reasons.json")),
        waiting_(workflow::waiting(desk, how.filter)) {
    for (std::size_t d = 0; d < waiting_.dossiers.size(); ++d) {
      for (const auto& id : waiting_.dossiers[d].items) places_.push_back({d, id, false});
    }
  }

  Exit run() {
    if (waiting_.own > 0) say(text("walk.own", arg("n", waiting_.own)));
    if (places_.empty()) {
      say(text("walk.nothing"));
      return Exit::ok;
    }
    say(text("walk.begin", arg("dossiers", waiting_.dossiers.size()),
             arg("items", waiting_.items)));
    Keys keys;
    while (!left_) {
      const bool waits = find_waiting();
      if (waits && at_ != shown_) show(false);
      ctx_.console.say(text(waits ? "walk.keys" : "walk.end", arg("left", left())) + " ");
      answered();
      const Key key = keys.next();
      waits ? act(key) : act_at_end(key);
    }
    farewell();
    return Exit::ok;
  }

 private:
  struct Place {
    std::size_t dossier = 0;
    dossier::RecordId id;
    bool decided = false;
  };
  enum class Kind { passed, returned, seen };
  struct Decision {
    Kind kind = Kind::passed;
    std::int64_t event = -1;  // -1: a rehearsal
    std::int64_t items = 0;
    std::vector<std::size_t> places;
  };

  void say(const std::string& line) { ctx_.console.say(line + "\n"); }
  const people::Person& teacher() const { return waiting_.dossiers[places_[at_].dossier].teacher; }
  static std::string id_of(const Place& place) {
    return place.id.set->id + "#" + std::to_string(place.id.record);
  }
  std::int64_t left() const {
    return std::count_if(places_.begin(), places_.end(), [](const Place& p) { return !p.decided; });
  }

  /// From where the walk stands to the next item that still waits; what others decided meanwhile is
  /// passed by.
  bool find_waiting() {
    for (; at_ < places_.size(); ++at_) {
      Place& place = places_[at_];
      if (!place.decided && !still_waits(place)) {
        place.decided = true;
        say(text("walk.meanwhile", arg("id", id_of(place))));
      }
      if (!place.decided) return true;
    }
    return false;
  }

  bool still_waits(const Place& place) {
    try {
      return dossier::item(desk_, place.id).state == how_.filter.state;
    } catch (const Error& error) {
      if (&error.code() == &codes::record_not_found) return false;
      throw;
    }
  }

  void show(bool whole) {
    const std::size_t dossier = places_[at_].dossier;
    const auto& who = teacher();
    const std::string where = text("walk.progress", arg("dossier", dossier + 1),
                                   arg("dossiers", waiting_.dossiers.size()), arg("items", left()));
    say("\n" + ctx_.console.coloured(
                   "── " + shown(who.name) + "  " + who.number +
                       (who.department.empty() ? "" : "  " + shown(who.department)) + "  " + where,
                   Colour::bold));
    view_ = workflow::look_at(desk_, permit_, who, places_[at_].id, revealed(who));
    ctx_.console.say(item_text(desk_, ctx_.console, *view_, whole));
    shown_ = at_;
  }

  /// Whether identity numbers are shown in full; the first look at each dossier's is recorded.
  bool revealed(const people::Person& who) {
    if (!how_.reveal || !places_[at_].id.set->with_role("identity_number")) return false;
    if (revealed_.insert(who.row).second) {
      access::Subject subject;
      subject.teacher = who.row;
      subject.teacher_org = who.org;
      record_reveal(desk_, subject, who.number);
    }
    return true;
  }

  void act(const Key& key) {
    say("");
    if (key.is('p')) return pass({at_});
    if (key.is('r')) return give_back();
    if (key.is('s') || key.kind == Key::Kind::right || key.kind == Key::Kind::down) {
      ++at_;
      return;
    }
    if (key.is('v')) return show(true);
    if (key.is('e')) return see_originals();
    if (key.is('a')) return pass(rest_of_dossier());
    act_anywhere(key);
  }

  void act_at_end(const Key& key) {
    say("");
    if (key.kind == Key::Kind::enter || key.kind == Key::Kind::escape) {
      left_ = true;
      return;
    }
    act_anywhere(key);
  }

  void act_anywhere(const Key& key) {
    if (key.is('b') || key.kind == Key::Kind::left || key.kind == Key::Kind::up) return back();
    if (key.is('u')) return take_back();
    if (key.is('q') || key.kind == Key::Kind::end) {
      left_ = true;
      return;
    }
    if (key.is('?') || key.is('h')) return say(text("walk.help"));
    say(text("walk.no-key"));
  }

  void back() {
    for (std::size_t i = at_; i-- > 0;) {
      if (places_[i].decided) continue;
      at_ = i;
      shown_ = kNothing;
      return;
    }
    say(text("walk.nothing-before"));
  }

  std::vector<std::size_t> rest_of_dossier() const {
    std::vector<std::size_t> out;
    for (std::size_t i = at_; i < places_.size(); ++i) {
      if (places_[i].dossier == places_[at_].dossier && !places_[i].decided) out.push_back(i);
    }
    return out;
  }

  /// Does what a key asks for; a refusal is said, and the walk stands where it stood.
  template <class Work>
  void trying(Work work) {
    try {
      people::stay_seated(desk_);
      work();
    } catch (const Error& error) {
      if (ends_the_walk(error)) throw;
      say(ctx_.console.coloured(message(error), Colour::red));
      if (const std::string how = hint(error); !how.empty())
        say(text("walk.hint", arg("how", how)));
    }
  }

  void decided(Kind kind, const workflow::AuditOutcome& done, std::vector<std::size_t> places) {
    for (const auto& p : done.passed_over) {
      const Finding why{p.code, 0, 0, {}, {}, p.args};
      say("  " + p.item.id() + "  " + message(why));
    }
    for (const std::size_t i : places) places_[i].decided = true;
    if (done.items == 0) {
      say(text("unchanged"));
    } else {
      decisions_.push_back({kind, desk_.dry_run ? -1 : done.event, done.items, std::move(places)});
    }
  }

  void pass(std::vector<std::size_t> places) {
    trying([&] {
      workflow::ItemFilter which{.teacher = teacher().number};
      for (const std::size_t i : places) which.records.push_back(places_[i].id);
      const auto done = workflow::pass(desk_, which);
      decided(Kind::passed, done, std::move(places));
      if (done.items > 0)
        say(ctx_.console.coloured(text("walk.passed", arg("n", done.items)), Colour::green));
    });
  }

  void give_back() {
    const auto reason = ask_reason();
    if (!reason) return say(text("walk.not-returned"));
    trying([&] {
      const auto done =
          workflow::give_back(desk_, {.record = id_of(places_[at_])}, *reason, how_.until);
      decided(Kind::returned, done, {at_});
      if (done.items > 0)
        say(ctx_.console.coloured(text("walk.returned", arg("reason", shown(*reason))),
                                  Colour::green));
    });
  }

  std::string ask(const std::string& question) {
    const Keys::Line line;
    return std::string{trimmed(ctx_.console.ask(question))};
  }

  /// A number of the list or own words; nothing when there are none: then nothing is given back.
  std::optional<std::string> ask_reason() {
    for (std::size_t i = 0; i < reasons_.size(); ++i)
      say("  " + std::to_string(i + 1) + "  " + shown(reasons_[i].here()));
    while (true) {
      std::string said = ask(text(reasons_.empty() ? "walk.ask-words" : "walk.ask-reason"));
      if (said.empty()) return std::nullopt;
      if (bad_utf8(said)) {
        say(text("walk.not-text"));
      } else if (!is_digits(said)) {
        return said;
      } else if (const auto n = said.size() > 3 ? 0 : std::stoul(said);
                 n >= 1 && n <= reasons_.size()) {
        return reasons_[n - 1].here();
      } else {
        say(text("walk.no-reason", arg("n", shown(said)), arg("most", reasons_.size())));
      }
    }
  }

  void see_originals() {
    if (view_->papers.empty()) return say(text("walk.no-papers"));
    for (const auto& paper : view_->papers) {
      const std::string kind = text("evidence." + paper.kind);
      const std::string number =
          paper.number.empty() ? ask(text("walk.ask-number", arg("kind", kind))) : paper.number;
      if (number.empty()) continue;
      trying([&] {
        const auto done =
            workflow::add_original(desk_, {teacher().number, paper.kind, number, "", true});
        if (!done.unchanged)
          decisions_.push_back({Kind::seen, desk_.dry_run ? -1 : done.event, 1, {}});
        say(text(done.unchanged ? "walk.seen-already" : "walk.seen", arg("kind", kind)));
      });
    }
    shown_ = kNothing;
  }

  void take_back() {
    if (decisions_.empty()) return say(text("walk.nothing-to-undo"));
    const Decision last = decisions_.back();
    trying([&] {
      if (last.event >= 0) workflow::undo(desk_, last.event, text("walk.undo-reason"));
      decisions_.pop_back();
      for (const std::size_t i : last.places) {
        places_[i].decided = false;
        find_again(places_[i]);
      }
      if (!last.places.empty()) at_ = last.places.front();
      shown_ = kNothing;
      say(text(last.kind == Kind::seen ? "walk.undone-seen" : "walk.undone", arg("n", last.items)));
    });
  }

  /// A row that was withdrawn by a pass comes back under another number.
  void find_again(Place& place) {
    if (still_waits(place)) return;
    const std::int64_t teacher = waiting_.dossiers[place.dossier].teacher.row;
    for (const auto& item : dossier::items(desk_, teacher)) {
      const bool known = std::any_of(places_.begin(), places_.end(), [&](const Place& p) {
        return p.id.set == item.set && p.id.record == item.record;
      });
      if (item.set == place.id.set && item.state == how_.filter.state && !known)
        place.id.record = item.record;
    }
  }

  void farewell() {
    const auto sum = [&](Kind kind) {
      std::int64_t items = 0;
      for (const Decision& d : decisions_) items += d.kind == kind ? d.items : 0;
      return items;
    };
    say("\n" + text("walk.done", arg("passed", sum(Kind::passed)),
                    arg("returned", sum(Kind::returned)), arg("seen", sum(Kind::seen)),
                    arg("left", left())));
    if (desk_.dry_run) say(text("dry-run"));
  }

  static constexpr std::size_t kNothing = static_cast<std::size_t>(-1);

  Context& ctx_;
  Desk& desk_;
  const WalkOptions& how_;
  Permit permit_;
  std::vector<schema::Label> reasons_;
  workflow::Waiting waiting_;
  std::vector<Place> places_;
  std::size_t at_ = 0;
  std::size_t shown_ = kNothing;
  std::optional<workflow::ItemView> view_;  // of the item that is shown
  std::vector<Decision> decisions_;         // of this walk, the last one last
  std::set<std::int64_t> revealed_;         // dossiers whose identity number was shown in full
  bool left_ = false;
};

}  // namespace

Exit walk_audit(Context& ctx, const WalkOptions& how) {
  Desk& desk = ctx.write();
  ctx.want_recent_password(desk.permit("audit", people::subject_of(desk, how.filter.org)));
  catch_interrupts("\ntmis: " + text("interrupted.kept") + "\n");
  return Walk{ctx, desk, how}.run();
}

}  // namespace tmis::cmd
