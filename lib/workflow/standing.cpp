// One pass over the rows of each table: counts, originals called for and content hashes are made on
// the way.
#include "workflow/standing.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "people/timeline.h"
#include "store/second_reader.h"
#include "workflow/content.h"
#include "workflow/dossier_rows.h"
#include "workflow/paper.h"

namespace tmis::workflow {
namespace {

using journal::PastQuestion;
using journal::PastRow;
using schema::FieldSet;
using store::program_table;

bool any_signature(Desk& desk) {
  return desk.db.number("SELECT EXISTS (SELECT 1 FROM signature)") != 0;
}

}  // namespace

class ComingStandings::Survey {
 public:
  Survey(Desk& desk, const Permit& permit, const StandingQuestion& question)
      : desk_(desk),
        permit_(permit),
        question_(question),
        states_(desk, question.at, question.teacher,
                question.contents ? ItemStates::Reading::here : ItemStates::Reading::later),
        rows_(desk, question.at, question.teacher,
              /*items=*/question.contents || any_signature(desk)),
        commitments_(desk.db) {
    if (!question.contents) {
      second_.emplace(desk.db, journal::head_seq, [this](store::Database& db) {
        states_.read(db);
        rows_.read(db);
      });
    }
    out_.kinds = original_kinds(desk);
    out_.sets = sign_sets(desk);
  }

  Standings run() {
    persons();
    names();
    if (!question_.contents) hash_what_was_signed();
    tables();
    originals();
    signatures();
    if (question_.contents) prints();
    reports();
    for (Standing& s : out_.all) conclude(desk_.catalogue, s);
    return std::move(out_);
  }

 private:
  PastQuestion about(const store::TableDef& table, std::vector<std::string> columns) const {
    PastQuestion q{table, std::move(columns), question_.at};
    if (question_.teacher) q.where.emplace("teacher", *question_.teacher);
    return q;
  }

  Standing* standing(std::int64_t teacher) {
    if (teacher == last_teacher_) return last_;  // rows of one dossier mostly follow each other
    last_teacher_ = teacher;
    const Standing* found = out_.find(teacher);
    last_ = found == nullptr ? nullptr : &out_.all[out_.place(*found)];
    return last_;
  }

  void persons() {
    const auto left = question_.serving_on && !question_.teacher
                          ? people::gone_on(desk_.db, *question_.serving_on, question_.at)
                          : std::unordered_set<std::int64_t>{};
    const PastQuestion q{program_table("teacher"), {"number", "org", "department"}, question_.at};
    if (!question_.teacher)
      out_.all.reserve(static_cast<std::size_t>(desk_.db.number("SELECT max(row) FROM teacher")));
    journal::each_row(desk_.db, q, [&](const PastRow& row) {
      if (question_.teacher && *question_.teacher != row.row) return;
      if (left.contains(row.row)) return;
      const auto* org = desk_.organisations().find(row.values[1].number);
      if (org == nullptr || permit_.refusal(row.row, org->row) != nullptr) return;
      Standing s;
      s.person = {row.row, row.values[0].text, org->row, org->code, row.values[2].text, ""};
      s.made = row.seq;
      s.tables.resize(desk_.catalogue.all().size());
      s.called.resize(out_.kinds.size());
      s.seen.resize(out_.kinds.size());
      s.sets.resize(out_.sets.size());
      for (SetStanding& set : s.sets) set.audited = true;
      out_.all.push_back(std::move(s));
    });
    hashed_.resize(out_.all.size() * (out_.sets.size() + 1));
    if (!question_.contents) return;
    for (const Standing& s : out_.all) {
      for (std::size_t i = 0; i < out_.sets.size(); ++i) hash_also(s, i, out_.sets[i].id);
      hash_also(s, out_.sets.size(), "all");
    }
  }

  void hash_what_was_signed() {
    const PastQuestion q{program_table("signature"), {"teacher", "set_id"}, question_.at};
    journal::each_row(desk_.db, q, [&](const PastRow& row) {
      const Standing* s = standing(row.values[0].number);
      if (s == nullptr) return;
      for (std::size_t i = 0; i < out_.sets.size(); ++i) {
        if (out_.sets[i].id == row.values[1].text) hash_also(*s, i, out_.sets[i].id);
      }
    });
  }

  void names() {
    const FieldSet& set = desk_.catalogue.person();
    const std::string& name = set.fields[set.with_role("name").value()].id;
    journal::each_row(desk_.db, about(desk_.table(set), {"teacher", name}),
                      [&](const PastRow& row) {
                        if (Standing* s = standing(row.values[0].number))
                          s->person.name = row.values[1].text;
                      });
  }

  std::size_t content_index(const Standing& s, std::size_t set) const {
    return static_cast<std::size_t>(&s - out_.all.data()) * (out_.sets.size() + 1) + set;
  }
  void hash_also(const Standing& s, std::size_t set, const std::string& id) {
    auto& hashed = hashed_[content_index(s, set)];
    if (hashed != 0) return;
    contents_.emplace_back(id);
    hashed = static_cast<std::uint32_t>(contents_.size());
  }
  /// Of one set of a dossier, or after the sets over all its rows; nullptr when nobody asks for it.
  Content* content(const Standing& s, std::size_t set) {
    const auto hashed = hashed_[content_index(s, set)];
    return hashed == 0 ? nullptr : &contents_[hashed - 1];
  }

  std::size_t kind_index(std::string_view kind) const {
    return static_cast<std::size_t>(std::find(out_.kinds.begin(), out_.kinds.end(), kind) -
                                    out_.kinds.begin());
  }

  void tables() {
    rows_.read(desk_.db);
    if (second_) second_->finish();
    const auto rows = rows_.take();
    for (std::size_t place = 0; place < rows.size(); ++place) {
      const FieldSet& set = desk_.catalogue.all()[place];
      const std::size_t sign_set = out_.set_of(set);
      for (const DossierRow& row : rows[place]) {
        if (Standing* s = standing(row.teacher)) add(set, row, s->tables[place], sign_set, *s);
      }
    }
  }

  void add(const FieldSet& set, const DossierRow& row, TableStanding& table, std::size_t sign_set,
           Standing& s) {
    const auto state = states_.of(set, row.record, row.seq);
    ++table.in_state[static_cast<std::size_t>(state.state)];
    if (!row.complete) ++table.incomplete;
    if (!set.from_school()) s.last_entry = std::max(s.last_entry, row.seq);
    note(set, state, s);
    for (std::size_t i = 0; row.calls >> i != 0; ++i) {
      if ((row.calls >> i & 1) == 0) continue;
      auto& called = s.called[kind_index(set.originals[i].kind)];
      called = static_cast<std::uint16_t>(set.originals[i].by_hand ? 1 : called + 1);
    }
    hash(content(s, out_.sets.size()), set, row);
    SetStanding& signing = s.sets[sign_set];
    signing.audited = signing.audited && state.state == ItemState::audited;
    if (row.business) return;  // it carries its own signature
    signing.wanted = true;
    signing.changed = std::max(signing.changed, row.seq);
    hash(content(s, sign_set), set, row);
  }

  void hash(Content* content, const FieldSet& set, const DossierRow& row) {
    if (content == nullptr) return;
    content->add(set.number, row.record, row.version, commitments_.at(row.seq, row.idx));
  }

  static void note(const FieldSet& set, const ItemStates::Entry& state, Standing& s) {
    switch (state.state) {
      case ItemState::returned:
      case ItemState::reopened:
        s.open.push_back({&set, state.record, state.state, state.seq});
        break;
      case ItemState::submitted:
        s.oldest_submitted =
            s.oldest_submitted < 0 ? state.seq : std::min(s.oldest_submitted, state.seq);
        break;
      case ItemState::audited:
      case ItemState::draft:
        break;
    }
  }

  void originals() {
    journal::each_row(desk_.db,
                      about(program_table("original"), {"teacher", "kind", "seen_original"}),
                      [&](const PastRow& row) {
                        Standing* s = standing(row.values[0].number);
                        const std::size_t kind = kind_index(row.values[1].text);
                        if (s != nullptr && kind < s->seen.size() && row.values[2].number != 0)
                          ++s->seen[kind];
                      });
  }

  void signatures() {
    for (Standing& s : out_.all) {
      for (std::size_t i = 0; i < s.sets.size(); ++i) {
        if (auto* hash = content(s, i)) s.sets[i].content = hash->finish();
        s.sets[i].audited = s.sets[i].audited && s.sets[i].wanted;
      }
      if (auto* hash = content(s, s.sets.size())) s.content = hash->finish();
    }
    const auto q = about(program_table("signature"),
                         {"teacher", "set_id", "state", "content_hash", "paper", "reason"});
    journal::each_row(desk_.db, q, [&](const PastRow& row) {
      Standing* s = standing(row.values[0].number);
      if (s == nullptr) return;
      for (std::size_t i = 0; i < out_.sets.size(); ++i) {
        if (out_.sets[i].id != row.values[1].text) continue;
        SetStanding& set = s->sets[i];
        set.row = row.row;
        set.seq = row.seq;
        set.state = row.values[2].text;
        // `change` of the machine, found when it is asked for: other content than was signed.
        if (row.values[3].text != set.content)
          set.state = Machine::of("signature").look(set.state, "change").state;
        set.paper = row.values[4].text;
        set.reason = row.values[5].text;
      }
    });
  }

  /// A sheet that was printed holds when its hash is the present one; who signs without paper needs
  /// none.
  void prints() {
    std::unordered_map<std::int64_t, std::vector<std::string>> papers;
    auto q = about(program_table("form_print"), {"teacher", "form", "content_hash"});
    journal::each_row(desk_.db, q, [&](const PastRow& row) {
      if (row.values[1].text == kWholeDossier)
        papers[row.values[0].number].push_back(row.values[2].text);
    });
    std::optional<PaperContents> contents;
    for (Standing& s : out_.all) {
      const SetStanding& whole = s.sets.back();
      s.printed = whole.wanted && whole.state == "signed" && whole.paper.empty();
      const auto found = papers.find(s.person.row);
      if (s.printed || found == papers.end()) continue;
      if (!contents) contents.emplace(desk_, question_.teacher, question_.at);
      const auto& all = found->second;
      s.printed =
          std::find(all.begin(), all.end(), contents->of(s.person, kWholeDossier)) != all.end();
    }
  }

  void reports() {
    struct Sent {
      std::string id;
      std::int64_t from = 0, to = 0;
    };
    std::unordered_map<std::int64_t, Sent> sent;
    journal::each_row(
        desk_.db, {program_table("submission"), {"id", "from_org", "to_org"}, question_.at},
        [&](const PastRow& row) {
          sent[row.row] = {row.values[0].text, row.values[1].number, row.values[2].number};
        });
    const auto q = about(program_table("submission_dossier"),
                         {"teacher", "submission", "state", "content_hash"});
    journal::each_row(desk_.db, q, [&](const PastRow& row) {
      Standing* s = standing(row.values[0].number);
      const Sent& submission = sent[row.values[1].number];
      if (s == nullptr || submission.from != s->person.org) return;  // sent on by an authority
      s->report = {row.values[1].number, row.row,       submission.id, row.values[2].text,
                   row.values[3].text,   submission.to, row.seq};
    });
  }

  Desk& desk_;
  const Permit& permit_;
  StandingQuestion question_;
  ItemStates states_;
  RowReader rows_;
  journal::Commitments commitments_;
  std::int64_t last_teacher_ = 0;
  Standing* last_ = nullptr;
  // A hash takes 400 bytes; in most looks nearly nobody asks for one.
  std::vector<std::uint32_t> hashed_;  // of each dossier, in the order of `content`: 0 none, else
  std::deque<Content> contents_;       // its place here, from 1
  Standings out_;
  std::optional<store::SecondReader> second_;  // the last member: what it fills must outlive it
};

std::vector<SignSet> sign_sets(Desk& desk) {
  std::vector<SignSet> out;
  SignSet dossier{"dossier", {}};
  for (const FieldSet& set : desk.catalogue.all()) {
    if (set.from_school()) {
      out.push_back({set.id, {&set}});
    } else {
      dossier.tables.push_back(&set);
    }
  }
  out.push_back(std::move(dossier));
  return out;
}

std::vector<std::string> original_kinds(Desk& desk) {
  std::vector<std::string> out;
  for (const FieldSet& set : desk.catalogue.all()) {
    for (const auto& rule : set.originals) {
      if (std::find(out.begin(), out.end(), rule.kind) == out.end()) out.push_back(rule.kind);
    }
  }
  return out;
}

const Standing* Standings::find(std::int64_t teacher) const {
  const auto at =
      std::lower_bound(all.begin(), all.end(), teacher,
                       [](const Standing& s, std::int64_t row) { return s.person.row < row; });
  return at == all.end() || at->person.row != teacher ? nullptr : &*at;
}

std::size_t Standings::set_of(const FieldSet& table) const {
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const auto& tables = sets[i].tables;
    if (std::find(tables.begin(), tables.end(), &table) != tables.end()) return i;
  }
  bug(table.id);
}

std::size_t Standings::set_index(std::string_view id) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (sets[i].id == id) return i;
    names.push_back(sets[i].id);
  }
  throw Error{codes::sign_no_set, {arg("set", id), arg("sets", joined(names, ", "))}};
}

Standings standings(Desk& desk, const Permit& permit, const StandingQuestion& question) {
  return ComingStandings{desk, permit, question}.get();
}

ComingStandings::ComingStandings(Desk& desk, const Permit& permit, const StandingQuestion& question)
    : survey_(std::make_unique<Survey>(desk, permit, question)) {}
ComingStandings::~ComingStandings() = default;
Standings ComingStandings::get() { return survey_->run(); }

}  // namespace tmis::workflow
