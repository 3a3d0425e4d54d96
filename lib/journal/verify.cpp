// Steps 1, 5 and 6 here; events, items and rows in files of their own.
#include "journal/verify.h"

#include <algorithm>
#include <future>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "journal/credit_ledger.h"
#include "journal/verify_steps.h"

namespace tmis::journal {
namespace {

constexpr int kPages = 64;  // MiB for each connection: events and runs of items are asked for again

/// A column that was added stands in SQLite's text of a table with other spaces than in a new
/// file's: none but those between words count.
std::string spaced(std::string_view sql) {
  if (!sql.starts_with("CREATE TABLE")) return std::string{sql};
  constexpr std::string_view kMarks = ",()";
  std::string out;
  for (const char c : sql) {
    if (c == ' ' || c == '\n') {
      if (!out.empty() && out.back() != ' ' && kMarks.find(out.back()) == std::string_view::npos)
        out.push_back(' ');
      continue;
    }
    if (kMarks.find(c) != std::string_view::npos && !out.empty() && out.back() == ' ')
      out.pop_back();
    out.push_back(c);
  }
  return out;
}

/// Whether an entry of the schema is called what its text makes: SQLite goes by either.
bool says_itself(std::string_view type, std::string_view name, std::string_view sql) {
  const auto words = split(sql, ' ');
  const std::size_t at = words.size() > 1 && words[1] == "UNIQUE" ? 2 : 1;
  if (words.size() < at + 2) return false;
  std::string kind{words[at]}, made{words[at + 1].substr(0, words[at + 1].find('('))};
  for (char& c : kind) c = static_cast<char>(c | 0x20);
  if (made.starts_with('"')) made = made.substr(1, made.size() - 2);
  return type == kind && name == made;
}

/// 1. Only the tables, indexes and views that this program makes, with just their text.
void check_schema(Inspection& in) {
  std::map<std::string, int> expected;
  for (const store::TableDef* table : in.desk.tables()) {
    for (const std::string& sql : table->sql) ++expected[spaced(sql)];
  }
  auto master =
      in.desk.db.statement("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
  while (master.step()) {
    const auto found = expected.find(spaced(master.text(2)));
    const bool known = found != expected.end() && found->second-- > 0;
    if (!known || !says_itself(master.text(0), master.text(1), found->first)) {
      in.report(codes::journal_schema, -1, std::string{master.text(1)});
    }
  }
  for (const auto& [sql, left] : expected) {
    if (left > 0) in.report(codes::journal_schema, -1, std::string{split(sql, ' ')[2]});
  }
}

/// SQLite's own check of all pages, which takes about as long as the rest: on a thread and a
/// connection of its own beside it. Its findings stand where they would stand without the thread.
class IntegrityCheck {
 public:
  explicit IntegrityCheck(Inspection& in)
      : in_(in),
        place_(in.verdict.findings.size()),
        beside_(in.desk.db.beside()),
        complaints_(std::async(beside_ ? std::launch::async : std::launch::deferred, [this] {
          if (beside_) beside_->keep_pages(kPages);
          return (beside_ ? *beside_ : in_.desk.db).complaints();
        })) {}

  void finish() {
    std::vector<Discrepancy> found;
    for (std::string& complaint : complaints_.get())
      found.push_back({&codes::journal_integrity, -1, {}, 0, {arg("what", std::move(complaint))}});
    auto& all = in_.verdict.findings;
    all.insert(all.begin() + place_, found.begin(), found.end());
  }

 private:
  Inspection& in_;
  std::ptrdiff_t place_;
  std::optional<store::Database> beside_;
  std::future<std::vector<std::string>>
      complaints_;  // last: its end is waited for before the rest goes
};

void check_labels(Inspection& in) {
  std::uint64_t expected = 0;
  auto find = in.desk.db.statement("SELECT zh, en FROM code WHERE list = ? AND code = ?");
  for (const std::string& list : in.desk.catalogue.code_tables()) {
    for (const auto& entry : in.desk.catalogue.codes(list).entries()) {
      ++expected;
      find.with(std::string_view{list}, std::string_view{entry.code});
      if (!find.step() || find.text(0) != entry.zh || find.text(1) != entry.en)
        in.report(codes::journal_derived, -1, "code " + list);
      find.reset();
    }
  }
  if (static_cast<std::uint64_t>(in.desk.db.number("SELECT count(*) FROM code")) != expected)
    in.report(codes::journal_derived, -1, "code");
}

/// 5. What is derived: the labels of `code` must be what the code tables in force say, the sums of
/// `credit_ledger` what the entries come to.
void check_derived(Inspection& in) {
  try {
    check_labels(in);
  } catch (const Error& e) {  // of a table that is none there are no labels
    if (&e.code() != &codes::schema_invalid) throw;
    in.report(codes::journal_derived, -1, "code");
  }
  const auto differs = [&](std::int64_t teacher) {
    in.report(codes::journal_derived, -1, "credit_ledger", teacher);
  };
  try {
    check_credit_ledger(in.desk.db, differs);
  } catch (const Error& e) {  // from rows like these no program derived anything
    if (&e.code() != &codes::journal_damaged && &e.code() != &codes::credits_rule_invalid) throw;
    differs(0);
  }
}

/// 6. What went out says how the journal ended then: others hold it.
void check_packages(Inspection& in) {
  auto sent = in.desk.db.statement(
      "SELECT p.id, p.head_seq, p.row FROM package p LEFT JOIN event e ON e.seq = p.head_seq WHERE "
      "p.way = 'out' AND (e.hash IS NULL OR e.hash <> p.head_hash)");
  while (sent.step()) {
    in.report(codes::package_head, sent.integer(1), "package", sent.integer(2),
              {arg("what", sent.text(0))});
  }
}

/// Others may write meanwhile: between two queries their event would look like a forgery.
struct Snapshot {
  explicit Snapshot(store::Database& file) : db{file} { db.begin_reading(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot() { db.rollback(); }
  store::Database& db;
};

}  // namespace

Exit Verdict::exit() const {
  if (findings.empty()) return Exit::ok;
  const bool altered = std::any_of(findings.begin(), findings.end(),
                                   [](const auto& d) { return d.code->exit == Exit::integrity; });
  return altered ? Exit::integrity : Exit::findings;
}

Verdict verify(Desk& desk, const VerifyOptions& how) {
  desk.db.keep_pages(kPages);
  const Snapshot one_state{desk.db};
  Inspection in{desk, how, Rights{desk}, {}};
  check_schema(in);
  IntegrityCheck integrity{in};
  try {
    check_chain(in);
    check_rows(in);
    check_derived(in);
    check_packages(in);
  } catch (const Error& e) {
    integrity.finish();
    // A table with another schema can't be read, and has been named.
    if (in.verdict.findings.empty() || &e.code() != &codes::internal) throw;
    return std::move(in.verdict);
  }
  integrity.finish();
  return std::move(in.verdict);
}

}  // namespace tmis::journal
