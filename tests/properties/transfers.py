#!/usr/bin/env python3
"""A transfer between four files: school and authority on either side, each with a key of its own. The case goes round by
packages, the dossier sealed for the receiving school. What is forged, replayed, misaddressed or decided for somebody else is
refused; both verifiers agree in all files at the end."""
import os
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from between import check, damaged, keep, login, problems, put_back, refused, sound  # noqa: E402
from school import fail_if  # noqa: E402
from transfer_files import TO, TO_AUTHORITY, Round, four_files, journey, outside, receiving  # noqa: E402
from two_files import AUTHORITY, SCHOOL, complete, founded, shown_key, teachers_of, trust  # noqa: E402

def forge(bureau, school, case):
    """The releasing school's consent, by somebody whom the authority made its officer in its own file; then by sqlite."""
    keep(bureau)
    bureau.officer("boss", "sysadmin", SCHOOL, by="chief")
    bureau.officer("mole", "manager", SCHOOL, by="boss")
    bureau.run("transfer", "confirm", case.id, "--note", "同意调出", user="mole")
    case.send(bureau, "--to", SCHOOL)
    refused(school, "consent given elsewhere", case.file, "transfer.not-theirs", 3)
    put_back(bureau, "chen")
    db = sqlite3.connect(bureau.env["TMIS_DB"])
    db.execute("UPDATE transfer_case SET state = '30'")
    db.commit()
    db.close()
    case.send(bureau, "--to", SCHOOL)
    refused(school, "a state by sqlite", case.file, "package.forged", 8)
    put_back(bureau, "chen")


def travel(program):
    old, old_bureau = founded(program, 3)
    new, new_bureau = receiving(program)
    number = teachers_of(old)[0]
    admins = {old: "admin", old_bureau: "chief", new: "admin", new_bureau: "chief"}
    codes = {old: SCHOOL, old_bureau: AUTHORITY, new: TO, new_bureau: TO_AUTHORITY}
    for one in (old, old_bureau):
        outside(one, admins[one], TO, "school")
        outside(one, admins[one], TO_AUTHORITY, "authority")
    for one in (new, new_bureau):
        outside(one, admins[one], AUTHORITY, "authority")
    outside(new, "admin", SCHOOL, "school")
    new_bureau.run("org", "add", "--code", SCHOOL, "--name", "青澜市第一中学", "--kind", "school", user="chief")  # as if below: see forge
    seen = {c["code"] for c in new.run("org", "list", user="admin")["items"]}
    check(SCHOOL not in seen, "an organisation outside is seen")
    keys = {one: shown_key(one, admins[one]) for one in admins}
    for one, others in ((new, (new_bureau, old_bureau, old)), (new_bureau, (new, old)), (old, (new_bureau, old_bureau, new)),
                        (old_bureau, (old, new))):
        for whose in others:
            trust(one, admins[one], codes[whose], *keys[whose])
    for one, who in ((old, "manager"), (old_bureau, "chen"), (new, "manager"), (new_bureau, "chen")):
        login(one, who)
    mine = [r for r in old.run("record", "list", "work_experience")["items"] if r["teacher_number"] == number]
    old.run("evidence", "add", "--teacher", number, "--kind", old.run("evidence", "missing", "--teacher", number, want={0, 1})["items"][0]["kind"],
            "--number", "A-100", "--seen-original")

    # 10: applied for. No identity number goes from file to file.
    apply = ["transfer", "apply", "--from", SCHOOL, "--reason", "工作需要", "--position", "语文教师", "--from-authority", AUTHORITY]
    said = new.run(*apply, "--teacher", "110101198503020024", want=2)
    check(said["error"]["code"] == "transfer.number-only", "an identity number: %r" % said)
    new.run(*apply[:-2], "--teacher", number, want=2)  # which authority?
    case = Round(new.run(*apply, "--teacher", number)["id"])
    new.run(*apply, "--teacher", number, want=5)
    sent = case.send(new)
    check(sent["to"] == TO_AUTHORITY, "10 goes to its authority: %r" % sent)
    first = case.file
    again = case.send(new)
    with open(first, "rb") as a, open(case.file, "rb") as b:
        check(a.read() == b.read() and again["state"] == "unchanged", "sent again: other bytes")
    damaged(new_bureau, first, b"transfer", b"receipt ", "package.malformed")
    refused(old, "for somebody else", first, "package.misaddressed", 5)
    read = case.read(new_bureau)
    check(read["transfer"] == case.id and read["result"] == "10", "read: %r" % read)
    check(case.read(new_bureau)["state"] == "unchanged", "read twice")
    check(case.send(new_bureau, want=5)["error"]["code"] == "transfer.here", "nothing was decided yet")

    # 20, and what nobody can decide for a side that works elsewhere.
    new_bureau.run("transfer", "confirm", case.id, "--note", "同意")
    forge(new_bureau, old, case)
    case.send(new_bureau)
    at_school = case.file
    case.read(old)
    check(old.run("transfer", "list", "--waiting-for-me")["items"][0]["id"] == case.id, "the old school's turn")
    new.run("transfer", "confirm", case.id, want=4)
    check(case.send(new_bureau, "--to", "4301009999", want=6)["error"]["code"] == "org.not-found", "to nobody")

    # 30: let go; the dossier is sealed and can only be read.
    done = old.run("transfer", "confirm", case.id, "--note", "同意调出")
    check(done["state"] == "30", "let go: %r" % done)
    old.run("record", "add", "annual_assessment", "--teacher", number, "--set", "year=2016", "--set", "result=1", want=5)
    case.send(old)
    case.read(old_bureau)
    kept = sqlite3.connect(old_bureau.env["TMIS_DB"]).execute("SELECT bytes FROM transfer_dossier").fetchone()
    check(kept is not None and b'"to":{"key"' in kept[0], "the dossier on its way")
    new.run("transfer", "take", case.id, "--passwords", new.path("newcomer.csv"), want=5)  # not yet

    # 40: the old school's authority agrees.
    old_bureau.run("transfer", "confirm", case.id)
    case.send(old_bureau)
    check(case.read(new)["result"] == "40", "on its way")
    check(old.run("package", "read", at_school)["state"] == "unchanged" and case.state(old) == "30", "replayed")

    # 50: taken over.
    new.run("transfer", "take", case.id, want=2)  # where does the password go?
    done = new.run("transfer", "take", case.id, "--passwords", new.path("newcomer.csv"))
    check(done["state"] == "50", "taken: %r" % done)
    rows = [r for r in new.run("record", "list", "work_experience")["items"] if r["teacher_number"] == number]
    check(len(rows) == len(mine) + 1, "work experience: %d, then %d" % (len(mine), len(rows)))
    check(all(r["state"] == "audited" for r in rows), "states: %r" % rows)
    check(len(new.run("evidence", "list", "--teacher", number)["items"]) == 1, "originals")
    with open(new.path("newcomer.csv"), encoding="utf-8") as f:
        line = f.read().splitlines()[1].split(",")
    check(line[0] == number, "the account: %r" % line)
    new.write("newcomer.pw", line[3] + "\n")
    new.write("own.pw", "wo-de-mi-ma-88\n")
    new.run("--user", number, "--password-file", new.path("newcomer.pw"), "passwd", "--new-password-file", new.path("own.pw"))
    shown = new.run("--user", number, "--password-file", new.path("own.pw"), "record", "show", "--teacher", number, "basic_information")
    check(shown is not None, "the teacher sees the dossier")
    new.run("--password-file", new.path("manager.pw"), "login", "manager")

    # All are told; the old school's dossier is closed for good.
    for one in (old, old_bureau, new_bureau):
        if one is new_bureau or codes[one] in (SCHOOL, AUTHORITY):
            case.send(new, "--to", codes[one])
            case.read(one)
            check(case.state(one) == "50", "told: %s" % codes[one])
    left = [i for i in old.run("status", "list")["items"] if i["teacher_number"] == number]
    check(len(left) == 1 and left[0]["status"] == "305", "the old list: %r" % left)
    closed = sqlite3.connect(old.env["TMIS_DB"]).execute(
        "SELECT count(*) FROM key_wrap WHERE child GLOB 'dossier:' || (SELECT row FROM teacher WHERE number = ?) || ':*'", (number,)).fetchone()
    check(closed[0] == 0, "keys are left at the old school")
    for one, name in ((old, "the old school"), (old_bureau, "its authority"), (new, "the new school"), (new_bureau, "its authority")):
        sound(one, "of " + name)

    for one in (old, old_bureau, new, new_bureau):
        one.close()


TABLES = ("annual_assessment", "basic_pay", "discipline", "ethics_assessment")


def signed(one, number):
    """What is signed, by whom and when; what is stale."""
    return {s["set"]: (s["state"], s["by"], s["day"]) for s in one.run("sign", "list", "--teacher", number)["items"]}


def missing(one, number):
    return {s["set"] for s in one.run("sign", "missing", want={0, 1})["items"] if s["teacher_number"] == number}


def there_and_back(program):
    """Who comes back to the school that he left finds one dossier there, with what was written meanwhile; and what was signed and
    moved unchanged is signed wherever it stands."""
    files = four_files(program, 2)
    at, above_at, to, above_to = (f[:2] for f in files)
    old, new = at[0], to[0]
    number = teachers_of(old)[0]
    rows = lambda one: [r for r in one.run("record", "list", "work_experience")["items"] if r["teacher_number"] == number]  # noqa: E731
    had = len(rows(old))
    complete(old, number)
    before = signed(old, number)
    check(all(before[t][0] == "signed" for t in (*TABLES, "dossier")), "signed: %r" % before)
    journey(number, to, above_to, at, above_at, "first.csv")
    there = signed(new, number)
    check(all(there[t] == before[t] for t in TABLES), "signed in the new file: %r, there %r" % (before, there))
    check(there["dossier"][0] == "stale" and missing(new, number) == {"dossier"}, "the taking over wrote into it: %r" % there)
    new.run("record", "add", "annual_assessment", "--teacher", number, "--set", "year=1999", "--set", "result=1")
    new.run("audit", "pass", "--teacher", number)
    check(signed(new, number)["annual_assessment"][0] == "stale", "changed since: %r" % signed(new, number))
    new.run("sign", "record", "--teacher", number, "--set", "annual_assessment", "--paper", "2018-1")
    there = signed(new, number)
    journey(number, at, above_at, to, above_to, "second.csv")
    check(len(rows(old)) == had + 2, "places of work: %d, then %d" % (had, len(rows(old))))
    back = signed(old, number)
    check(all(back[t] == there[t] for t in TABLES) and missing(old, number) == {"dossier"}, "signed, back: %r, then %r" % (there, back))
    years = [r for r in old.run("record", "list", "annual_assessment")["items"] if r["teacher_number"] == number and r["year"] == "1999"]
    check(len(years) == 1 and years[0]["state"] == "audited", "what was written elsewhere: %r" % years)
    check(old.run("record", "show", "--teacher", number, "basic_information") is not None, "the dossier opens")
    status = [i["status"] for i in old.run("status", "list")["items"] if i["teacher_number"] == number]
    check(status in ([], ["100"]), "serves again: %r" % status)
    people = sqlite3.connect(old.env["TMIS_DB"]).execute("SELECT count(*) FROM teacher WHERE number = ?", (number,)).fetchone()
    check(people[0] == 1, "one person twice")
    left = [i["status"] for i in new.run("status", "list")["items"] if i["teacher_number"] == number]
    check(left == ["305"], "the list of the school that was left: %r" % left)
    for one, code, _, _ in files:
        sound(one, "there and back, of " + code)
        one.close()


if __name__ == "__main__":
    travel(sys.argv[1])
    there_and_back(sys.argv[1])
    fail_if(problems)
