#!/usr/bin/env python3
"""Walks the real commands through every state and step of the campaign's five processes, the allowed and the refused alike:
item, signature, lock, account, submission. What is expected stands in tables written from the description of the processes,
not from schemas/states; those are read at the end only, to see that no cell was left out. Usage: state_walk.py PROGRAM"""
import csv
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import two_files  # noqa: E402
from school import ROOT  # noqa: E402
from states import PROBLEMS, WALKED, Walk, check, expected, finish, left_out  # noqa: E402

SCHOOL, AUTHORITY = two_files.SCHOOL, two_files.AUTHORITY

# As support/states.py says. "/" parts what the teacher gets from what the manager gets; "-removal": the removal is proposed.
ITEM = {
    "": "fill remove pass return reopen submit",
    "none": "draft record.not-found:6 record.not-found:6 record.not-found:6 record.not-found:6 .",
    "draft": "draft withdrawn audit.not-submitted:5 audit.not-submitted:5 audit.not-audited:5 submitted",
    "submitted": "record.submitted:5/submitted record.submitted:5/withdrawn audited returned audit.not-audited:5 =",
    "returned": "draft withdrawn audit.not-submitted:5 = record.wrong-step:5 record.not-corrected:5",
    "audited": "record.audited:5/submitted record.audited:5/submitted-removal = audit.already-done:5 reopened =",
    "reopened": "draft draft-removal record.wrong-step:5 audited = audited",
}
SIGNATURE = {
    "": "confirm record refuse change",
    "unsigned": "signed signed refused =",
    "signed": "= = sign.already-done:5 stale",
    "stale": "signed signed refused =",
    "refused": "signed signed = unsigned",
    "unaudited": "sign.not-audited:5 sign.not-audited:5 refused =",
}
LOCK = {
    "": "lock release deadline-passes new-campaign",
    "open": "order lock.not-locked:5 deadline =",
    "deadline": "order released = open",
    "order": "= open/deadline order order",
    "released": "order = =/deadline open",
}
ACCOUNT = {
    "": "create first-login login reset disable enable",
    "none": "initial login.refused:4 login.refused:4 account.not-found:6 account.not-found:6 account.not-found:6",
    "initial": "=/person.differs:3 active/login.expired:4 login.initial:4 initial disabled =",
    "active": "=/person.differs:3 . = initial disabled =",
    "disabled": "=/person.differs:3 :4 login.disabled:4 account.wrong-step:5 = initial/active",
}
SUBMISSION = {
    "": "send accept return recall",
    "none": "sent submission.not-found:6 submission.not-found:6 submission.not-found:6",
    "sent": "= accepted returned recalled",
    "accepted": "=/sent = submission.decided:5 submission.decided:5",
    "returned": "sent submission.wrong-step:5 = =",
    "recalled": "sent submission.wrong-step:5 = =",
}
# Nothing that a person types leads there: a business, a package, a day, or the state has no such thing to name.
AUTOMATIC = {("item", "business"), ("account", "departure"), ("submission", "receipt")}


# ---------------------------------------------------------------- item


def items(w, teacher):
    return {line["record"]: line["state"] + ("-removal" if line["removal"] else "")
            for line in w.run("audit", "show", "--teacher", teacher)["items"]}


def papers(w, teacher, names):
    """New rows of a teacher's table, by name their ids."""
    with open(w.path("papers.csv"), "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([["teacher_number", "name"]] + [[teacher, n] for n in names])
    w.by("manager").run("record", "import", "paper", "--from", w.path("papers.csv"))


def walk_items(w, teacher, other):
    cells = [(state, step, who) for state in ITEM if state not in ("", "none") for step in ("fill", "remove", "pass", "return", "reopen")
             for who in ((0, 1) if step in ("fill", "remove") else (1,))] + [(s, "submit", 0) for s in ("draft", "submitted", "audited", "reopened")]
    named = {"%s %s %d" % c: c for c in cells}

    def of(*states):
        return [n for n, c in named.items() if c[0] in states]
    papers(w, teacher, of("audited", "reopened"))
    w.run("record", "submit", "--teacher", teacher)
    w.run("audit", "pass", "--teacher", teacher)
    papers(w, teacher, of("submitted", "returned"))
    w.run("record", "submit", "--teacher", teacher)
    papers(w, teacher, of("draft"))
    ids = {row["name"]: row["id"] for row in w.run("record", "list", "paper")["items"]}
    for name in of("returned"):
        w.run("audit", "return", "--teacher", teacher, "--record", ids[name], "--set", "paper", "--reason", "不清")
    for name in of("reopened"):
        w.run("audit", "reopen", "--teacher", teacher, "--record", ids[name], "--set", "paper", "--reason", "更正")
    now = items(w, teacher)
    for name, (state, _, _) in named.items():
        if now.get(ids[name]) != state:
            PROBLEMS.append("item: %s is %s before it" % (name, now.get(ids[name])))
    for who, login in ((0, teacher), (1, "manager")):  # all that one does, then all that the other does: two logins
        for name, (state, step, by) in named.items():
            if by != who or step == "submit":
                continue
            reason = ["--reason", "核对"]
            args = {"fill": ["record", "edit", ids[name], "--set", "journal_name=某刊" + name.replace(" ", "")] + (reason if who else []),
                    "remove": ["record", "remove", ids[name]] + reason,
                    "pass": ["audit", "pass", "--teacher", teacher, "--record", ids[name]],
                    "return": ["audit", "return", "--teacher", teacher, "--set", "paper", "--record", ids[name]] + reason,
                    "reopen": ["audit", "reopen", "--teacher", teacher, "--set", "paper", "--record", ids[name]] + reason}[step]
            w.by(login)
            got = w.outcome(*args, state=lambda n=name: items(w, teacher).get(ids[n], "withdrawn"))
            check("item", ITEM, state, step, got if got != state or expected(ITEM, state, step, who) == state else "=", who)
    w.by(teacher).run("record", "submit", "--teacher", teacher)
    after = items(w, teacher)
    for state in ("draft", "submitted", "audited", "reopened"):
        got = after[ids[state + " submit 0"]]
        check("item", ITEM, state, "submit", "=" if got == state else got)
    # Nothing is there yet, and a dossier that has nothing to hand in but what was returned.
    w.by("manager")
    gone = "paper#999"
    for step, args in (("remove", ["record", "remove", gone, "--reason", "x"]), ("pass", ["audit", "pass", "--teacher", other, "--record", gone]),
                       ("return", ["audit", "return", "--teacher", other, "--set", "paper", "--record", gone, "--reason", "x"]),
                       ("reopen", ["audit", "reopen", "--teacher", other, "--set", "paper", "--record", gone, "--reason", "x"])):
        check("item", ITEM, "none", step, w.outcome(*args))
    row = w.run("record", "add", "paper", "--teacher", other, "--set", "name=新论文", "--reason", "补录")
    check("item", ITEM, "none", "fill", row["state"])
    w.run("record", "submit", "--teacher", other)
    w.run("audit", "return", "--teacher", other, "--set", "paper", "--record", row["id"], "--reason", "不清")
    check("item", ITEM, "returned", "submit", w.outcome("record", "submit", "--teacher", other, state=lambda: items(w, other)[row["id"]]))
    w.run("record", "remove", row["id"], "--reason", "重复")
    again = w.run("record", "add", "paper", "--teacher", other, "--set", "name=新论文", "--reason", "补录")
    if again["state"] != "draft" or again["id"] == row["id"]:
        PROBLEMS.append("item: after a withdrawal no new row was made: %s" % again)


# ---------------------------------------------------------------- signature


def signed(w, teacher, name):
    lines = w.run("sign", "list", "--teacher", teacher)["items"]
    return next((line["state"] for line in lines if line["set"] == name), "unsigned")


def change(w, teacher, name):
    """What the school says about a teacher, or the teacher about himself, is changed by the manager."""
    if name == "dossier":
        w.run("record", "add", "paper", "--teacher", teacher, "--set", "name=又一篇%d" % len(WALKED), "--reason", "补录")
        return
    row = next(r for r in w.run("record", "list", name)["items"] if r["teacher_number"] == teacher)
    field = {"basic_pay": "year=2009", "annual_assessment": "unit_name=某校", "ethics_assessment": "assessment_month=2009-12"}[name]
    w.run("record", "edit", row["id"], "--set", field, "--reason", "更正")


def walk_signatures(w, teachers):
    """A state a teacher, a step a set."""
    steps = {"confirm": "basic_pay", "record": "annual_assessment", "refuse": "ethics_assessment", "change": "dossier"}
    for state, teacher in zip(("unsigned", "signed", "stale", "refused", "unaudited"), teachers):
        w.by("manager")
        if state != "unaudited":
            w.run("audit", "pass", "--teacher", teacher)
        if state in ("signed", "stale"):
            for name in steps.values():
                w.run("sign", "record", "--teacher", teacher, "--set", name, "--paper", "1")
        if state == "stale":
            for name in steps.values():
                change(w, teacher, name)
            w.run("record", "submit", "--teacher", teacher)
            w.run("audit", "pass", "--teacher", teacher)
        if state == "refused":
            for name in steps.values():
                w.by(teacher).run("sign", "refuse", "--set", name, "--reason", "金额不对")
        for step, name in steps.items():
            args = {"confirm": ["sign", "confirm", "--set", name], "refuse": ["sign", "refuse", "--set", name, "--reason", "不对"],
                    "record": ["sign", "record", "--teacher", teacher, "--set", name, "--paper", "2"]}.get(step)
            w.by("manager" if step in ("record", "change") else teacher)
            before = signed(w, teacher, name)
            if before != (state if state != "unaudited" else "unsigned"):
                PROBLEMS.append("signature: %s is %s before it, not %s" % (name, before, state))
            if step == "change":
                change(w, teacher, name)
                after = signed(w, teacher, name)
                check("signature", SIGNATURE, state, step, "=" if after == before else after)
            else:
                check("signature", SIGNATURE, state, step, w.outcome(*args, state=lambda n=name: signed(w, teacher, n)))


# ---------------------------------------------------------------- lock


def lock(w, teacher):
    kept = w.who
    w.by("manager")
    lines = w.run("lock", "list")["items"]
    w.by(kept)
    mine = [line["state"] for line in lines if line.get("teacher_number") == teacher]
    passed = any(line["state"] == "deadline" and not line.get("teacher_number") for line in lines)
    until = [line.get("until") for line in lines if line.get("teacher_number") == teacher]
    if mine and mine[-1] == "released" and until[-1] and until[-1] < w.day[:10]:
        mine = []
    listed = mine[-1] if mine and mine[-1] in ("order", "released") else "deadline" if passed else "open"
    return "open" if listed == "released" and not passed else listed


def entry(w, teacher):
    """Whether the teacher may enter something, and why not."""
    w.by(teacher)
    return w.outcome("-n", "record", "add", "paper", "--teacher", teacher, "--set", "name=试填" + teacher)


def walk_locks(w, teachers):
    one, two, three, four, five, six = teachers

    def lock_(t, until=None):
        return w.outcome("lock", "--scope", "self-entry", "--teacher", t, "--reason", "核对", state=lambda: lock(w, t))

    def release(t, number=None, until=None):
        number = number or next((str(line["id"]) for line in w.run("lock", "list")["items"]
                                 if line.get("teacher_number") == t and line["state"] == "order"), "deadline")
        return w.outcome("lock", "release", number, *(["--teacher", t] if number == "deadline" else []), "--reason", "补录",
                         *(["--until", until] if until else []), state=lambda: lock(w, t))

    def closed(t, want):
        got = entry(w, t)
        if got.startswith("lock.self-entry:5") != want:
            PROBLEMS.append("lock: entry of %s on %s: %s" % (lock(w, t), w.day, got))
        w.by("manager")
    campaign(w, "2017-02-25", "a")
    w.by("manager")
    check("lock", LOCK, "open", "release", release(two))
    check("lock", LOCK, "open", "new-campaign", "=" if lock(w, two) == "open" else lock(w, two))
    check("lock", LOCK, "open", "lock", lock_(one))
    closed(one, True)
    closed(two, False)
    check("lock", LOCK, "order", "lock", lock_(one))
    lock_(three)
    check("lock", LOCK, "order", "release", release(three), 0)
    closed(three, False)
    w.day = "2017-02-26 09:00:00"
    w.who = None
    w.by("manager")
    check("lock", LOCK, "open", "deadline-passes", lock(w, two))
    check("lock", LOCK, "order", "deadline-passes", lock(w, one))
    closed(two, True)
    check("lock", LOCK, "deadline", "lock", lock_(four))
    check("lock", LOCK, "deadline", "release", release(two, "deadline", "2017-03-01"))
    closed(two, False)
    check("lock", LOCK, "released", "release", release(two, "deadline", "2017-03-01"))
    check("lock", LOCK, "order", "release", release(four), 1)
    closed(four, True)
    release(five, "deadline", "2017-03-05")
    check("lock", LOCK, "released", "lock", lock_(five))
    release(six, "deadline", "2017-03-05")
    w.day = "2017-03-02 09:00:00"
    w.who = None
    w.by("manager")
    check("lock", LOCK, "deadline", "deadline-passes", "=" if lock(w, three) == "deadline" else lock(w, three))
    check("lock", LOCK, "released", "deadline-passes", lock(w, two), 1)
    check("lock", LOCK, "released", "deadline-passes", "=" if lock(w, six) == "released" else lock(w, six), 0)
    closed(two, True)
    closed(six, False)
    campaign(w, "2017-04-25", "b")
    w.by("manager")
    check("lock", LOCK, "deadline", "new-campaign", lock(w, three))
    check("lock", LOCK, "order", "new-campaign", lock(w, one))
    check("lock", LOCK, "released", "new-campaign", lock(w, six))
    closed(three, False)
    closed(one, True)
    closed(six, False)


def campaign(w, end, name):
    with open(os.path.join(ROOT, "examples", "campaign-2017.json"), encoding="utf-8") as f:
        text = json.load(f)
    text["id"] = name
    next(s for s in text["steps"] if s["id"] == "self_entry")["window"]["end"] = end
    w.by("manager").run("campaign", "import", w.write("campaign.json", json.dumps(text)))


# ---------------------------------------------------------------- account


def walk_accounts(w):
    def person(n, name="王强"):
        identity = two_files_identity(n)
        return ["--name", name, "--sex", "1", "--birth", "%s-%s-%s" % (identity[6:10], identity[10:12], identity[12:14]), "--id-type", "1",
                "--id-number", identity, "--department", "数学组"]

    def create(n, name="王强"):
        w.by("admin")
        file = w.path("one.csv")
        if os.path.exists(file):
            os.remove(file)
        got = w.outcome("accounts", "create", *person(n, name), "--passwords", file, state=lambda: state(n))
        if got != "=" and os.path.exists(file):
            with open(file, encoding="utf-8") as f:
                made = list(csv.DictReader(f))
            if made:
                logins[n], passwords[n] = made[0]["login"], made[0]["password"]
                got = state(n)
        return got

    def state(n):
        return w.by("admin").run("accounts", "show", logins[n])["state"] if n in logins else "none"

    def step(n, verb):
        w.by("admin")
        file = w.path("reset.csv")
        if os.path.exists(file):
            os.remove(file)
        got = w.outcome("accounts", verb, logins.get(n, "TNOBODY"), *(["--reason", "核对"] if verb in ("disable", "reset") else []),
                        *(["--passwords", file] if verb == "reset" else []), state=lambda: state(n))
        if verb == "reset" and os.path.exists(file):
            with open(file, encoding="utf-8") as f:
                passwords[n] = list(csv.DictReader(f))[0]["password"]
        return got

    def first_login(n):
        w.write("initial.pw", passwords.get(n, "nichts") + "\n")
        w.write("own.pw", "wo-de-mi-ma-%d-x\n" % n)
        return w.outcome("--user", logins.get(n, "TNOBODY"), "--password-file", w.path("initial.pw"), "passwd", "--new-password-file", w.path("own.pw"),
                         state=lambda: state(n))

    def login(n, password=None):
        w.write("try.pw", (password or "wo-de-mi-ma-%d-x" % n) + "\n")
        got = w.outcome("--user", logins.get(n, "TNOBODY"), "--password-file", w.path("try.pw"), "whoami")
        return "=" if got == "" else got
    logins, passwords = {}, {}
    for name in ("first-login", "login"):
        check("account", ACCOUNT, "none", name, first_login(0) if name == "first-login" else login(0, "nichts-da-1"))
    for name in ("reset", "disable", "enable"):
        check("account", ACCOUNT, "none", name, step(0, name))
    for n in range(3):
        got = create(n)
        check("account", ACCOUNT, "none", "create", got)
    check("account", ACCOUNT, "initial", "create", create(0), 0)
    check("account", ACCOUNT, "initial", "create", create(0, "王刚"), 1)
    check("account", ACCOUNT, "initial", "enable", step(0, "enable"))
    check("account", ACCOUNT, "initial", "login", login(0, passwords[0]))
    before = passwords[0]
    got = step(0, "reset")
    check("account", ACCOUNT, "initial", "reset", "initial" if got in ("initial", "=") and passwords[0] != before else got)
    check("account", ACCOUNT, "initial", "disable", step(1, "disable"))
    for n, was in ((1, 0),):
        check("account", ACCOUNT, "disabled", "create", create(n), 0)
        check("account", ACCOUNT, "disabled", "create", create(n, "王刚"), 1)
        check("account", ACCOUNT, "disabled", "first-login", first_login(n))
        check("account", ACCOUNT, "disabled", "disable", step(n, "disable"))
        check("account", ACCOUNT, "disabled", "reset", step(n, "reset"))
        check("account", ACCOUNT, "disabled", "enable", step(n, "enable"), was)
    check("account", ACCOUNT, "initial", "first-login", first_login(0), 0)
    check("account", ACCOUNT, "active", "login", login(0))
    check("account", ACCOUNT, "active", "create", create(0), 0)
    check("account", ACCOUNT, "active", "create", create(0, "王刚"), 1)
    check("account", ACCOUNT, "active", "enable", step(0, "enable"))
    check("account", ACCOUNT, "active", "disable", step(0, "disable"))
    check("account", ACCOUNT, "disabled", "login", login(0))
    check("account", ACCOUNT, "disabled", "enable", step(0, "enable"), 1)
    check("account", ACCOUNT, "active", "reset", step(0, "reset"))
    kept, w.day, w.who = w.day, "2017-05-20 09:00:00", None
    check("account", ACCOUNT, "initial", "first-login", first_login(2), 1)
    w.day, w.who = kept, None


def two_files_identity(n):
    digits = "11010119700101%03d" % (2 * n + 1)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * k for d, k in zip(digits, weights)) % 11]


# ---------------------------------------------------------------- submission


def walk_submissions(w, teachers):
    """Each dossier goes alone, so that a submission has the state of its dossier."""
    ids = {}

    def state(t):
        lines = {line["id"]: line["state"] for line in w.run("submission", "list")["items"]}
        return lines.get(ids.get(t), "none")

    def send(t):
        w.by("manager")
        answer = w.run("submission", "send", "--teacher", t, want=None)
        if "error" in answer:
            return "%s:%d" % (answer["error"]["code"], answer["error"]["exit"])
        if not answer["done"]:
            return "="
        ids[t] = answer["id"]
        return state(t)

    def decide(t, step):
        w.by("manager" if step == "recall" else "chen")
        return w.outcome("submission", step, ids.get(t, "S0000"), *(["--reason", "不全"] if step == "return" else []), state=lambda: state(t))
    can_recall = w.run("help", "submission", "recall", want=None, json_out=False) is not None and w.last.returncode == 0
    steps = ("accept", "return") + (("recall",) if can_recall else ())
    if not can_recall:
        for s in SUBMISSION:
            WALKED.add(("submission", s, "recall"))
    for step in steps:
        check("submission", SUBMISSION, "none", step, decide("", step))
    one, two = teachers[:2]
    for t in teachers:
        check("submission", SUBMISSION, "none", "send", send(t))
    check("submission", SUBMISSION, "sent", "send", send(one))
    check("submission", SUBMISSION, "sent", "accept", decide(one, "accept"))
    check("submission", SUBMISSION, "accepted", "send", send(one), 0)
    for step in steps:
        check("submission", SUBMISSION, "accepted", step, decide(one, step))
    check("submission", SUBMISSION, "sent", "return", decide(two, "return"))
    for step in steps:
        check("submission", SUBMISSION, "returned", step, decide(two, step))
    check("submission", SUBMISSION, "returned", "send", send(two))
    if can_recall:
        check("submission", SUBMISSION, "sent", "recall", decide(two, "recall"))
        for step in steps:
            check("submission", SUBMISSION, "recalled", step, decide(two, step))
        check("submission", SUBMISSION, "recalled", "send", send(two))
    else:
        WALKED.update({("submission", "recalled", s) for s in ("send", "accept", "return")})
    # What was accepted and has changed since goes again.
    w.by("manager").run("record", "add", "paper", "--teacher", one, "--set", "name=接收以后的论文", "--reason", "补录")
    w.run("record", "submit", "--teacher", one)
    w.run("audit", "pass", "--teacher", one)
    w.run("sign", "record", "--teacher", one, "--set", "dossier", "--paper", "3")
    check("submission", SUBMISSION, "accepted", "send", send(one), 1)


def main():
    w = Walk(sys.argv[1])
    w.found()
    w.by("admin").run("org", "add", "--code", AUTHORITY, "--name", "青澜县教育局", "--kind", "authority", "--level", "county", "--above")
    w.who = None
    w.officer("chief", "sysadmin", org=AUTHORITY)
    w.officer("chen", by="chief")
    data = w.generate("data", "--teachers", "11", "--layout", "workbook")
    w.accounts(os.path.join(data, "accounts.xlsx"))
    w.by("manager").run("record", "import", "dossier", "--from", os.path.join(data, "dossier.xlsx"))
    with open(w.path("passwords.csv"), encoding="utf-8") as f:
        initial = {row["login"]: row["password"] for row in csv.DictReader(f)}
    teachers = list(initial)

    def log_in(teacher):
        w.write(teacher + ".pw", initial[teacher] + "\n")
        w.write("new.pw", "wo-de-mi-ma-2017\n")
        w.run("passwd", "--new-password-file", w.path("new.pw"), user=teacher)
        os.rename(w.path("new.pw"), w.path(teacher + ".pw"))
    for teacher in teachers[:9]:
        log_in(teacher)
    w.run("record", "submit", "--all", want={0, 1})
    walk_items(w, teachers[0], teachers[1])
    walk_signatures(w, teachers[2:7])
    for teacher in teachers[9:11]:
        w.by("manager").run("audit", "pass", "--teacher", teacher)
        two_files.complete(w, teacher)
        w.who = "manager"
    walk_submissions(w, teachers[9:11])
    walk_accounts(w)
    walk_locks(w, teachers[2:8])
    # A withdrawn row is no more, and a package's states need two files: tests of their own.
    left_out({"item": ITEM, "signature": SIGNATURE, "lock": LOCK, "account": ACCOUNT, "submission": SUBMISSION},
             AUTOMATIC | {("item", "withdrawn", None), ("submission", "received", None)})
    finish(w, "manager")


if __name__ == "__main__":
    main()
