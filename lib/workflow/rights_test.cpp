// What verify says of events that another program than this one signed: each is forged here with a
// real key, as somebody with the file and a changed program could.
#include <doctest/doctest.h>

#include "journal/verify.h"
#include "workflow/submission.h"
#include "workflow/test_dossiers.h"

using namespace tmis;
using namespace tmis::workflow;
using people::code_of;
using store::program_table;

namespace {

/// The one finding of verify; nullptr when there is none.
const Code* found(TestDossiers& t) {
  const auto verdict = journal::verify(t.desk);
  CHECK(verdict.findings.size() <= 1);
  return verdict.findings.empty() ? nullptr : verdict.findings.front().code;
}

/// An event without rows under any name.
void write(TestDossiers& t, const char* command, std::string kind = {}) {
  journal::Transaction tx{t.desk, t.desk.permit(command), {.kind = std::move(kind)}};
  tx.commit();
}

std::int64_t school(TestDossiers& t) { return t.wang.org; }

}  // namespace

TEST_CASE("what everybody did in his own role verifies") {
  TestDossiers t;
  t.make_complete(t.wang);
  t.sit(t.li.number);
  t.put("paper", t.li, {});
  CHECK(found(t) == nullptr);
}

TEST_CASE("an authority that sends on what it accepted from below stays in its reach") {
  TestDossiers t;
  t.make_complete(t.wang);
  const auto sent = send(t.desk, {.teacher = t.wang.number});
  t.sit("bureau");
  accept(t.desk, sent.id, "");
  t.sit("bureau-admin");
  people::add_organisation(
      t.desk, {.code = "4301", .name = "青澜市教育局", .kind = "authority", .level = "city"}, true);
  t.sit("bureau");
  REQUIRE(send(t.desk, {.all = true}).done == 1);
  CHECK(found(t) == nullptr);
}

TEST_CASE("an event in a role that its signer didn't hold is found") {
  TestDossiers t;
  t.sit(t.wang.number);
  t.desk.actor.grants = {{"manager", school(t)}};
  write(t, "audit pass");
  CHECK(found(t) == &codes::journal_role);
}

TEST_CASE("a role ends with its withdrawal, and what was done before stays right") {
  TestDossiers t;
  write(t, "record submit");
  t.sit("admin");
  {
    auto grant = t.desk.db.statement(
        "SELECT g.row FROM grant_role g JOIN account a ON a.row = "
        "g.account WHERE a.login = 'manager'");
    REQUIRE(grant.step());
    const std::int64_t row = grant.integer(0);
    grant.reset();
    journal::Transaction tx{t.desk, t.desk.permit("accounts revoke"), {}};
    tx.withdraw(program_table("grant_role"), row);
    tx.commit();
  }
  CHECK(found(t) == nullptr);
  t.sit("manager");
  t.desk.actor.grants = {{"manager", school(t)}};
  write(t, "record submit");
  CHECK(found(t) == &codes::journal_role);
}

TEST_CASE("a command that isn't for the role, and a signature that means something else") {
  TestDossiers t;
  t.sit(t.wang.number);
  write(t, "passwd", "journal.checkpoint");
  CHECK(found(t) == &codes::journal_permission);
  TestDossiers other;
  write(other, "record submit", "audit.pass");
  CHECK(found(other) == &codes::journal_meaning);
}

TEST_CASE("nobody signs in the name of another") {
  TestDossiers t;
  t.sit(t.wang.number);
  t.desk.actor = access::read_actor(t.desk.db, "manager").value();
  write(t, "record submit");
  CHECK(found(t) == &codes::journal_actor);
}

TEST_CASE("a key that somebody puts into the file for another's account is found") {
  TestDossiers t;
  t.desk.take_key(t.desk.actor.account, keys::new_master());
  const keys::KeyPair& key = *t.desk.signer;
  journal::Transaction tx{t.desk, t.desk.permit("passwd"), {.kind = "key.activate"}};
  tx.insert(program_table("account_key"), people::key_columns(t.desk.actor.account, key, "active"));
  tx.commit();
  CHECK(found(t) == &codes::journal_key);
}

TEST_CASE("a recovery key that didn't come with the file recovers nothing") {
  TestDossiers t;
  Secret master = keys::new_master();
  const keys::KeyPair key{master};
  {
    journal::Transaction tx{t.desk, t.desk.permit("passwd"), {.kind = "key.rotate"}};
    tx.insert(program_table("account_key"),
              people::key_columns(t.desk.actor.account, key, "recovery"));
    tx.commit();
  }
  CHECK(found(t) == nullptr);
  t.desk.signer.emplace(master);
  write(t, "accounts recover", "key.recover");
  CHECK(found(t) == &codes::journal_permission);
}

TEST_CASE("a disabled account and a closed key sign nothing more") {
  TestDossiers t;
  t.sit("admin");
  people::disable(t.desk, "manager", {"调离"});
  t.break_in("manager");
  write(t, "record submit");
  CHECK(found(t) == &codes::journal_account);
  TestDossiers other;
  other.sit("admin");
  people::reset(other.desk, "manager", {"密码遗忘"});
  CHECK(found(other) == nullptr);
  other.break_in("manager");
  write(other, "record submit");
  CHECK(found(other) == &codes::journal_key);
}

TEST_CASE("a teacher who writes into the dossier of another is found, with the row") {
  TestDossiers t;
  t.sit(t.wang.number);
  const auto row = t.put("paper", t.li, {});
  const auto verdict = journal::verify(t.desk);
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].code == &codes::journal_reach);
  CHECK(verdict.findings[0].table == "paper");
  CHECK(verdict.findings[0].record == row);
}

TEST_CASE("nobody passes his own items while handing them in") {
  TestDossiers t;
  t.sit(t.wang.number);
  const auto row = t.put("paper", t.wang, {});
  auto item = dossier::item(t.desk, {&t.desk.catalogue.at("paper"), row});
  item.state = "audited";
  item.audited_version = 1;
  journal::Transaction tx{t.desk, t.desk.permit("record submit"), {}};
  dossier::put_state(tx, item);
  tx.commit();
  CHECK(found(t) == &codes::journal_reach);
}

TEST_CASE("nobody writes without the reason that is due, and a blank is none") {
  TestDossiers t;
  for (const char* reason : {"", " ", "\u3000"}) {
    CHECK(code_of([&] {
            journal::Transaction{t.desk, t.desk.permit("audit return"), {.reason = reason}};
          }) == &codes::record_reason);
  }
  CHECK(found(t) == nullptr);
}

TEST_CASE("an event that gives no reason where one is due is found") {
  TestDossiers t;
  write(t, "audit pass", "audit.return");
  CHECK(found(t) == &codes::journal_reason);
}

TEST_CASE("findings stand in the order of the events, however many threads look") {
  TestDossiers t;
  const std::int64_t first = t.last_event() + 1;
  for (int i = 0; i < 200; ++i) write(t, "audit pass", "audit.return");
  const auto verdict = journal::verify(t.desk);
  REQUIRE(verdict.findings.size() == 200);
  for (std::size_t i = 0; i < 200; ++i)
    CHECK(verdict.findings[i].seq == first + static_cast<std::int64_t>(i));
}

TEST_CASE("a manager who fills in for a teacher and doesn't say why is found, with the row") {
  TestDossiers t;
  const auto row = t.put("paper", t.li, {});
  auto item = dossier::item(t.desk, {&t.desk.catalogue.at("paper"), row});
  item.removal = true;
  journal::Transaction tx{t.desk, t.desk.permit("record submit"), {.kind = "record.none"}};
  dossier::put_state(tx, item);
  tx.commit();
  CHECK(found(t) == &codes::journal_reason);
}

TEST_CASE("roles come from those who may give them, whatever the event is called") {
  TestDossiers t;
  journal::Transaction tx{t.desk, t.desk.permit("record submit"), {.kind = "record.edit"}};
  tx.insert(program_table("grant_role"),
            Values{Value{t.desk.actor.account}, Value{"sysadmin"}, Value{school(t)}});
  tx.commit();
  CHECK(found(t) == &codes::journal_reach);
}

TEST_CASE("events of a time in which the key was in strange hands are disputed, not altered") {
  TestDossiers t;
  t.on("2017-03-01");
  write(t, "record submit");
  t.on("2017-03-05");
  write(t, "record submit");
  t.sit("admin");
  const auto& table = program_table("account_key");
  std::int64_t row = 0;
  {
    auto find = t.desk.db.statement(
        "SELECT k.row FROM account_key k JOIN account a ON a.row = "
        "k.account WHERE a.login = 'manager'");
    REQUIRE(find.step());
    row = find.integer(0);
  }
  Values columns = journal::versions(t.desk.db, table, row).back().columns;
  columns[table.column("state")] = Value{"revoked"};
  journal::Transaction tx{t.desk,
                          t.desk.permit("accounts reset"),
                          {.args = {{"suspect_since", Value{"2017-03-03"}}}, .kind = "key.revoke"}};
  tx.update(table, row, columns);
  tx.commit();
  const auto verdict = journal::verify(t.desk);
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].code == &codes::journal_disputed);
  CHECK(verdict.exit() == Exit::findings);
}

TEST_CASE("a clock that went back is a note and no finding") {
  TestDossiers t;
  t.on("2017-03-05");
  write(t, "record submit");
  t.on("2017-03-01");
  write(t, "record submit");
  const auto verdict = journal::verify(t.desk);
  CHECK(verdict.exit() == Exit::ok);
  REQUIRE(verdict.notes.size() == 1);
  CHECK(verdict.notes[0].seq == t.last_event());
}

TEST_CASE("from a checkpoint on, only what came later is looked at") {
  TestDossiers t;
  const auto early = t.put("paper", t.wang, {});
  const std::int64_t since = t.last_event();
  const auto late = t.put("paper", t.li, {});
  CHECK(journal::verify(t.desk, {.since = since, .progress = {}}).events == 1);
  CHECK(journal::verify(t.desk, {.since = since, .progress = {}}).findings.empty());
  auto change = t.desk.db.statement("UPDATE paper SET faults = 'x' WHERE row = ?");
  change.with(early).run();
  CHECK(journal::verify(t.desk, {.since = since, .progress = {}}).findings.empty());
  change.with(late).run();
  const auto verdict = journal::verify(t.desk, {.since = since, .progress = {}});
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].code == &codes::journal_row);
}
