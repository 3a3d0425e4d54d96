// Events in their order, each against the one before and against its signer.
#include <algorithm>

#include "base/text.h"
#include "journal/verify_steps.h"

namespace tmis::journal {
namespace {

class ChainCheck {
 public:
  explicit ChainCheck(Inspection& in) : in_(in) {}

  void run() {
    const std::int64_t since = in_.how.since;
    const std::int64_t total = in_.desk.db.number("SELECT count(*) FROM event");
    if (since >= 0) take_up(since);
    auto rows =
        in_.desk.db.statement("SELECT seq, body, sig, hash FROM event WHERE seq > ? ORDER BY seq");
    rows.with(since);
    for (std::int64_t expected = since + 1; rows.step(); ++expected) {
      const std::int64_t seq = rows.integer(0);
      if (seq != expected) in_.report(codes::journal_gap, seq), expected = seq;
      check(seq, rows.blob(1), rows.blob(2), rows.blob(3));
      ++in_.verdict.events;
      if (seq % 1024 == 0)
        in_.tell(0.2 * static_cast<double>(seq) / static_cast<double>(total + 1));
    }
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

  void check(std::int64_t seq, std::string_view body, std::string_view sig, std::string_view hash) {
    const keys::Hash computed = chain_hash(body, sig);
    if (keys::bytes(computed) != hash) in_.report(codes::journal_hash, seq);
    const auto event = from_body(body);
    if (!event || event->seq != seq || event->file != in_.desk.file_id()) {
      in_.report(codes::journal_body, seq);
    } else {
      if (event->prev != prev_) in_.report(codes::journal_chain, seq);
      check_signer(*event, body, sig);
      if (event->t < time_) {
        in_.verdict.notes.push_back(
            {&codes::journal_clock, seq, {}, 0, {arg("at", event->t), arg("before", time_)}});
      }
      time_ = event->t;
    }
    prev_ = to_hex(hash);
    remember(seq, hash);
  }

  void check_signer(const Event& event, std::string_view body, std::string_view sig) {
    const PeoplePast::Key* key = in_.rights.people().key(event.key);
    if (key == nullptr || !keys::verify(key->sign, signed_bytes(body), sig)) {
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
  std::string prev_ = std::string(64, '0');
  std::string time_;
};

}  // namespace

void check_chain(Inspection& in) { ChainCheck{in}.run(); }

}  // namespace tmis::journal
