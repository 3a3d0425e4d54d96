// Events in their order, each against the one before, against its signer and against its items.
// Signatures take the longest by far, and are the same in any order: they are checked on threads
// of their own, while this one reads, asks for rights and hashes items.
#include <algorithm>
#include <utility>

#include "base/ordered_work.h"
#include "base/text.h"
#include "journal/verify_steps.h"

namespace tmis::journal {
namespace {

constexpr unsigned kCores = 2;
constexpr std::size_t kChainPart = 64;          // events that a thread takes at a time
constexpr std::size_t kChainPartsInFlight = 4;  // and how far reading runs ahead

/// An event as it stands there, and what its bytes alone say.
struct Link {
  std::int64_t seq = 0;
  std::string body, sig, hash;
  bool fits = false;  // the hash is that of body and signature
  std::optional<Event> event;
  bool is_signed = false;  // by the key that it names
};

struct ChainPart {
  std::vector<Link> links = std::vector<Link>(kChainPart);
  std::size_t used = 0;
};

class ChainCheck {
 public:
  explicit ChainCheck(Inspection& in) : in_(in), items_(in) {}

  void run() {
    const std::int64_t since = in_.how.since;
    const std::int64_t total = in_.desk.db.number("SELECT count(*) FROM event");
    if (since >= 0) take_up(since);
    auto rows =
        in_.desk.db.statement("SELECT seq, body, sig, hash FROM event WHERE seq > ? ORDER BY seq");
    rows.with(since);
    std::vector<ChainPart> parts(kChainPartsInFlight);
    OrderedWork<ChainPart> work{kCores, [this](ChainPart& part) { prove(part); }};
    const auto hand_in = [&](ChainPart& part) {
      if (read(rows, part)) work.hand_in(part);
    };
    for (ChainPart& part : parts) hand_in(part);
    std::int64_t expected = since + 1;
    while (ChainPart* part = work.take()) {
      for (std::size_t i = 0; i < part->used; ++i, ++expected) {
        const Link& link = part->links[i];
        if (link.seq != expected) in_.report(codes::journal_gap, link.seq), expected = link.seq;
        check(link);
        ++in_.verdict.events;
      }
      in_.tell(kChainShare * static_cast<double>(expected) / static_cast<double>(total + 1));
      hand_in(*part);
    }
    items_.finish();
  }

 private:
  /// Goes on behind an event that is known to be right.
  void take_up(std::int64_t since) {
    auto row = in_.desk.db.statement("SELECT body, hash FROM event WHERE seq = ?");
    row.with(since);
    if (!row.step()) return;
    prev_ = to_hex(row.blob(1));
    if (const auto event = from_body(row.blob(0))) time_ = event->t;
    remember(since, row.blob(1));
  }

  bool read(store::Statement& rows, ChainPart& part) {
    for (part.used = 0; part.used < kChainPart && (more_ = more_ && rows.step()); ++part.used) {
      Link& link = part.links[part.used];
      link.seq = rows.integer(0);
      link.body = rows.blob(1);
      link.sig = rows.blob(2);
      link.hash = rows.blob(3);
    }
    return part.used > 0;
  }

  /// On one of the threads: nothing here may touch the database.
  void prove(ChainPart& part) const {
    const PeoplePast& people = std::as_const(in_.rights).people();
    for (std::size_t i = 0; i < part.used; ++i) {
      Link& link = part.links[i];
      link.fits = keys::bytes(chain_hash(link.body, link.sig)) == link.hash;
      link.event = from_body(link.body);
      const PeoplePast::Key* key = link.event ? people.key(link.event->key) : nullptr;
      link.is_signed = key != nullptr && keys::verify(key->sign, signed_bytes(link.body), link.sig);
    }
  }

  void check(const Link& link) {
    if (!link.fits) in_.report(codes::journal_hash, link.seq);
    if (!link.event || link.event->seq != link.seq || link.event->file != in_.desk.file_id()) {
      in_.report(codes::journal_body, link.seq);
    } else {
      const Event& event = *link.event;
      if (event.prev != prev_) in_.report(codes::journal_chain, link.seq);
      check_signer(event, link.is_signed);
      if (event.t < time_) {
        in_.verdict.notes.push_back(
            {&codes::journal_clock, link.seq, {}, 0, {arg("at", event.t), arg("before", time_)}});
      }
      time_ = event.t;
    }
    if (link.event) items_.check(*link.event);
    prev_ = to_hex(link.hash);
    remember(link.seq, link.hash);
  }

  void check_signer(const Event& event, bool is_signed) {
    if (!is_signed) {
      in_.report(codes::journal_signature, event.seq, {}, 0, {arg("actor", event.actor)});
      return;
    }
    if (const auto objection = in_.rights.against(event)) in_.report(*objection, event.seq);
    if (in_.rights.disputed(event))
      in_.report(codes::journal_disputed, event.seq, {}, 0, {arg("actor", event.actor)});
  }

  void remember(std::int64_t seq, std::string_view hash) {
    Head& last = in_.verdict.last;
    last.seq = seq;
    std::copy_n(hash.begin(), std::min(hash.size(), last.hash.size()), last.hash.begin());
  }

  Inspection& in_;
  ItemCheck items_;
  bool more_ = true;  // a statement that has ended would begin anew
  std::string prev_ = std::string(64, '0');
  std::string time_;
};

}  // namespace

void check_chain(Inspection& in) { ChainCheck{in}.run(); }

}  // namespace tmis::journal
