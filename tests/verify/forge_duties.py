"""Events that break a duty and nothing else: the right key, role, permission and meaning, so that only what nobody may do is
left to be found. Beside each stands one that differs in that alone and is good."""
import hashlib

import formats
from forge import Insider

CROCKFORD = formats.CROCKFORD


def recovery(like, code):
    """The recovery key, by its code; `like` is an insider of the same file."""
    symbols = [CROCKFORD.index(c) for c in code if c not in "- \n"]
    secret = sum(s << 5 * i for i, s in enumerate(reversed(symbols))).to_bytes(20, "big")
    key = Insider.__new__(Insider)
    key.__dict__.update(like.__dict__, login="recovery", account=0)
    key.take(hashlib.blake2b(b"tmis/recovery/1\n" + secret, digest_size=32).digest())
    return key


def with_key_id(key, db):
    (key.key_id,) = db.execute("SELECT key_id FROM account_key WHERE state = 'recovery'").fetchone()
    return key


def reasons(db, manager, own):
    (state, record) = db.execute("SELECT s.row, s.record FROM item_state s JOIN work_experience w ON s.table_id = 3 AND s.record = w.row "
                                 "WHERE w.teacher <> ? ORDER BY s.row LIMIT 1", (own,)).fetchone()
    (pay,) = db.execute("SELECT row FROM basic_pay ORDER BY row LIMIT 1").fetchone()
    returned = [("item_state", 206, state, {"state": "returned"})]
    edited = [("work_experience", 3, record, {"position": "组员"})]
    as_manager = {"role": "manager"}
    for reason, good in (("", False), (" \t\u3000", False), ("看不清", True)):
        said = "the reason %r" % reason
        for kind in ("audit.return", "audit.reopen"):
            yield "%s with %s" % (kind, said), manager.writes(kind, returned, meaning="audit", reason=reason, **as_manager), good
        yield "a teacher's row edited by the manager with %s" % said, manager.writes(rows=edited, meaning="fill", reason=reason, **as_manager), good
        yield "a teacher's row undone with %s" % said, manager.writes("journal.undo", edited, meaning="fill", reason=reason, **as_manager), good
        yield "a lock released with %s" % said, manager.writes("lock.release", meaning="lock", reason=reason, **as_manager), good
    yield "a school's row edited without a reason", manager.writes(
        rows=[("basic_pay", 6, pay, {"complete": 1})], meaning="fill", **as_manager), True
    yield "a state of a teacher's row edited without a reason", manager.writes(
        rows=[("item_state", 206, state, {"state": "draft"})], meaning="fill", **as_manager), False


def own_dossier(db, dean, manager, own):
    (state,) = db.execute("SELECT s.row FROM item_state s JOIN work_experience w ON s.table_id = 3 AND s.record = w.row "
                          "WHERE w.teacher = ? ORDER BY s.row LIMIT 1", (own,)).fetchone()
    passed = [("item_state", 206, state, {"state": "audited", "audited_version": 1})]
    left = [("status_change", 213, 99, {"teacher": own, "status": "201", "from_day": "2017-02-21"})]
    for who, good in ((dean, False), (manager, True)):
        yield "%s passes an item of the dean" % who.login, who.writes("audit.pass", passed, meaning="audit", role="manager"), good
        yield "%s sets the dean's status" % who.login, who.writes(
            "status.set", left, meaning="confirm", reason="进修", role="manager"), good
    yield "the dean's status without a reason", manager.writes("status.set", left, meaning="confirm", role="manager"), False


def same_hand(db, admin, manager, dean, own):
    """Four eyes from a moment on: what somebody typed for a teacher is for another to pass."""
    state, record, version = db.execute("SELECT s.row, w.row, w.version FROM item_state s JOIN work_experience w ON s.table_id = 3 AND s.record = w.row "
                                        "WHERE w.teacher <> ? ORDER BY s.row LIMIT 1", (own,)).fetchone()
    typed = manager.writes(rows=[("work_experience", 3, record, {"position": "组员"})], meaning="fill", reason="合同记载", role="manager")

    def settled(value, **said):
        return admin.writes("org.policy.set", [("org_policy", 318, 1, {"org": 1, "policy": "four_eyes", "value": value})], role="sysadmin", **said)

    def passed(by):
        return by.writes("audit.pass", [("item_state", 206, state, {"state": "audited", "audited_version": version + 1})], meaning="audit", role="manager")

    def one_by_one(*works):
        return lambda db: [work(db) for work in works] and None
    on, off = (settled(value, reason="双人复核") for value in (1, 0))
    yield "four eyes settled without a reason", settled(1), False
    yield "the manager passes what he typed, nothing settled", one_by_one(typed, passed(manager)), True
    yield "the manager passes what he typed under four eyes", one_by_one(on, typed, passed(manager)), False
    yield "another manager passes it under four eyes", one_by_one(on, typed, passed(dean)), True
    yield "the manager passes what he typed, four eyes given up", one_by_one(on, off, typed, passed(manager)), True
    yield "the manager passes what he typed, four eyes wanted afterwards", one_by_one(typed, passed(manager), on), True


def exclusive(db, admin, dean):
    def grant(account, role):
        return admin.writes("accounts.grant", [("grant_role", 204, 99, {"account": account, "role": role, "org": 1})], role="sysadmin")
    for role in ("manager", "viewer"):
        yield "the administrator makes himself %s as well" % role, grant(admin.account, role), False
    yield "the manager becomes administrator as well", grant(dean.account, "sysadmin"), False
    yield "the manager becomes viewer as well", grant(dean.account, "viewer"), True


def recoveries(db, key, dean):
    fresh = {"login": "fresh", "name": "fresh", "org": 1, "state": "initial", "initial": bytes(48), "initial_until": "2017-03-22"}
    account = ("account", 203, 99, fresh)
    role = ("grant_role", 204, 99, {"account": 99, "role": "sysadmin", "org": 1})
    (pay,) = db.execute("SELECT row FROM basic_pay ORDER BY row LIMIT 1").fetchone()
    for sentence, rows, named, good in (
            ("names an administrator", [account, role], "fresh", True),
            ("names one and calls him otherwise", [account, role], "other", False),
            ("names a manager", [account, (*role[:3], {**role[3], "role": "manager"})], "fresh", False),
            ("gives the role to somebody else as well", [account, role, ("grant_role", 204, 100, {**role[3], "account": 1, "org": 2})], "fresh", False),
            ("opens the account at once", [("account", 203, 99, {**fresh, "state": "active"}), role], "fresh", False),
            ("makes a service of it", [("account", 203, 99, {**fresh, "commands": ""}), role], "fresh", False),
            ("makes the manager administrator as well", [("grant_role", 204, 99, {**role[3], "account": dean.account})], dean.login, False),
            ("links the account to another dossier", [("account", 203, dean.account, {"state": "initial", "teacher": 1})], dean.login, False),
            ("edits a row", [account, role, ("basic_pay", 6, pay, {"complete": 0})], "fresh", False)):
        yield "the recovery key " + sentence, key.writes("key.recover", rows, role="", org="", args={"login": named}), good


def all_ways(db, people):
    """(Sentence, work, whether it is good). `people`: manager, dean, admin, recovery."""
    (own,) = db.execute("SELECT teacher FROM account WHERE login = 'dean'").fetchone()
    yield from reasons(db, people["manager"], own)
    yield from own_dossier(db, people["dean"], people["manager"], own)
    yield from same_hand(db, people["admin"], people["manager"], people["dean"], own)
    yield from exclusive(db, people["admin"], people["dean"])
    yield from recoveries(db, with_key_id(people["recovery"], db), people["dean"])
