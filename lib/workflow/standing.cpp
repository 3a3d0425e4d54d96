// One pass over the rows of each table: counts, originals called for and content hashes are made on
// the way.
#include "workflow/standing.h"

#include <algorithm>
#include <unordered_map>

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "workflow/content.h"
#include "workflow/dossier_rows.h"

namespace tmis::workflow {
namespace {

using journal::PastQuestion;
using journal::PastRow;
using schema::FieldSet;
using store::program_table;

class Survey {
 public:
  Survey(Desk& desk, const Permit& permit, const StandingQuestion& question)
      : desk_(desk),
        permit_(permit),
        question_(question),
        states_(desk, question.at, question.teacher,
                question.contents ? ItemStates::Reading::here : ItemStates::Reading::beside),
        commitments_(desk.db) {
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
    const auto found = by_teacher_.find(teacher);
    last_teacher_ = teacher;
    last_ = found == by_teacher_.end() ? nullptr : &out_.all[found->second];
    return last_;
  }

  void persons() {
    const PastQuestion q{program_table("teacher"), {"number", "org", "department"}, question_.at};
    journal::each_row(desk_.db, q, [&](const PastRow& row) {
      if (question_.teacher && *question_.teacher != row.row) return;
      const auto* org = desk_.organisations().find(row.values[1].number);
      if (org == nullptr || permit_.refusal(row.row, org->row) != nullptr) return;
      by_teacher_[row.row] = out_.all.size();
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
    contents_.resize(out_.all.size() * (out_.sets.size() + 1));
    if (!question_.contents) return;
    for (const Standing& s : out_.all) {
      for (std::size_t i = 0; i < out_.sets.size(); ++i) content(s, i).emplace(out_.sets[i].id);
      content(s, out_.sets.size()).emplace("all");
    }
  }

  void hash_what_was_signed() {
    const PastQuestion q{program_table("signature"), {"teacher", "set_id"}, question_.at};
    journal::each_row(desk_.db, q, [&](const PastRow& row) {
      const Standing* s = standing(row.values[0].number);
      if (s == nullptr) return;
      for (std::size_t i = 0; i < out_.sets.size(); ++i) {
        if (out_.sets[i].id == row.values[1].text) content(*s, i).emplace(out_.sets[i].id);
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

  /// Of one set of a dossier, or after the sets over all its rows; empty when nobody asks for it.
  std::optional<Content>& content(const Standing& s, std::size_t set) {
    const auto index = static_cast<std::size_t>(&s - out_.all.data());
    return contents_[index * (out_.sets.size() + 1) + set];
  }

  std::size_t kind_index(std::string_view kind) const {
    return static_cast<std::size_t>(std::find(out_.kinds.begin(), out_.kinds.end(), kind) -
                                    out_.kinds.begin());
  }

  void tables() {
    const auto rows =
        dossier_rows(desk_, question_.at, question_.teacher, /*beside=*/!question_.contents);
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

  void hash(std::optional<Content>& content, const FieldSet& set, const DossierRow& row) {
    if (!content) return;
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
        if (auto& hash = content(s, i)) s.sets[i].content = hash->finish();
        s.sets[i].audited = s.sets[i].audited && s.sets[i].wanted;
      }
      if (auto& hash = content(s, s.sets.size())) s.content = hash->finish();
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
  const StandingQuestion& question_;
  ItemStates states_;
  journal::Commitments commitments_;
  std::unordered_map<std::int64_t, std::size_t> by_teacher_;
  std::int64_t last_teacher_ = 0;
  Standing* last_ = nullptr;
  std::vector<std::optional<Content>> contents_;  // of each dossier, in the order of `content`
  Standings out_;
};

}  // namespace

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
  return Survey{desk, permit, question}.run();
}

}  // namespace tmis::workflow
