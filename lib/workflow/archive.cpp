// A row a teacher and form; filing a newer paper is a new version of it.
#include "workflow/archive.h"

#include <algorithm>
#include <map>

#include "access/machine.h"
#include "base/error.h"
#include "base/text.h"
#include "journal/as_of.h"
#include "journal/transaction.h"
#include "workflow/standing.h"

namespace tmis::workflow {
namespace {

/// A row of the table, and the event that wrote it.
struct Bagged {
  std::int64_t row = 0, seq = -1;
  std::string bag, content;
};
using BagKey = std::pair<std::int64_t, std::string>;  // teacher and form

const store::TableDef& paper_table() { return store::program_table("archived_paper"); }

std::map<BagKey, Bagged> bagged(Desk& desk, std::optional<std::int64_t> teacher) {
  journal::PastQuestion q{paper_table(), {"teacher", "form", "bag", "content_hash"}};
  if (teacher) q.where.emplace("teacher", *teacher);
  std::map<BagKey, Bagged> out;
  journal::each_row(desk.db, q, [&](const journal::PastRow& row) {
    out[{row.values[0].number, row.values[1].text}] = {row.row, row.seq, row.values[2].text,
                                                       row.values[3].text};
  });
  return out;
}

/// The sets to file: those named, else all that are signed.
std::vector<std::size_t> to_file(const Standings& now, const Standing& s,
                                 const std::vector<std::string>& forms) {
  std::vector<std::size_t> out;
  for (const std::string& form : forms) out.push_back(now.set_index(form));
  for (std::size_t i = 0; i < s.sets.size() && forms.empty(); ++i) {
    if (s.sets[i].wanted && s.sets[i].state == "signed") out.push_back(i);
  }
  return out;
}

}  // namespace

FileDone file_papers(Desk& desk, const FileRequest& request) {
  const std::string bag{trimmed(request.bag)};
  if (bag.empty())
    throw Error{codes::usage_missing, {arg("what", "--bag"), arg("command", "archive file")}};
  const auto [permit, person] = people::admit(desk, "archive file", request.teacher);
  FileDone done;
  done.number = person.number;
  journal::Transaction tx{
      desk, permit, {.args = {{"teacher", Value{person.number}}, {"bag", Value{bag}}}}};
  const Standings now = standings(desk, permit, {journal::kNow, person.row});
  if (now.all.empty()) throw people::no_teacher(person.number);
  const Standing& s = now.all.front();
  const auto sets = to_file(now, s, request.forms);
  if (sets.empty()) throw Error{codes::archive_not_signed, {arg("teacher", person.number)}};
  const auto there = bagged(desk, person.row);
  for (const std::size_t i : sets) {
    const std::string& form = now.sets[i].id;
    if (s.sets[i].state != "signed")
      throw Error{codes::archive_not_signed, {arg("teacher", person.number)}};
    const auto known = there.find({person.row, form});
    if (known != there.end() && known->second.bag == bag &&
        known->second.content == s.sets[i].content) {
      ++done.unchanged;
      continue;
    }
    const Values columns{Value{person.row}, Value{form}, Value{bag},
                         Value::blob(s.sets[i].content)};
    if (known == there.end()) {
      tx.insert(paper_table(), columns);
    } else {
      tx.update(paper_table(), known->second.row, columns);
    }
    done.forms.push_back(form);
  }
  if (!done.forms.empty()) done.event = tx.commit().seq;
  return done;
}

std::vector<FiledPaper> filed_papers(Desk& desk, const Permit& permit,
                                     std::optional<std::int64_t> teacher) {
  std::vector<FiledPaper> out;
  const auto there = bagged(desk, teacher);
  journal::Events events{desk.db};
  const Standings now = standings(desk, permit, {journal::kNow, teacher});
  for (const Standing& s : now.all) {
    for (std::size_t i = 0; i < s.sets.size(); ++i) {
      const auto found = there.find({s.person.row, now.sets[i].id});
      if (found == there.end()) continue;
      const Bagged& b = found->second;
      out.push_back({s.person, now.sets[i].id, b.bag, events.day(b.seq), events.at(b.seq).actor,
                     b.content != s.sets[i].content});
    }
  }
  return out;
}

std::vector<Unfiled> unfiled(Desk& desk, const Permit& permit,
                             std::optional<std::int64_t> teacher) {
  std::vector<Unfiled> out;
  const auto there = bagged(desk, teacher);
  journal::Events events{desk.db};
  const Standings now = standings(desk, permit, {journal::kNow, teacher});
  for (const Standing& s : now.all) {
    for (std::size_t i = 0; i < s.sets.size(); ++i) {
      const SetStanding& set = s.sets[i];
      if (!set.wanted || set.state != "signed") continue;
      const auto found = there.find({s.person.row, now.sets[i].id});
      if (found != there.end() && found->second.content == set.content) continue;
      out.push_back({s.person, now.sets[i].id, events.day(set.seq),
                     found == there.end() ? std::string{} : found->second.bag});
    }
  }
  return out;
}

}  // namespace tmis::workflow
