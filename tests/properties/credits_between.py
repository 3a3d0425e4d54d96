#!/usr/bin/env python3
"""A training project between three files, those of an authority, its institution and a school: the project goes down, the
results come up, the confirmed credits go to the school. What is forged, altered or decided for somebody else is refused; both
verifiers agree in all files at the end."""
import os
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from between import check, login, problems, refused, sound  # noqa: E402
from credit_files import INSTITUTION, altered, institution_of, reported  # noqa: E402
from school import fail_if  # noqa: E402
from two_files import AUTHORITY, SCHOOL, founded, shown_key, teachers_of, trust  # noqa: E402


def travel(program):
    school, authority = founded(program, 2)
    institution = institution_of(program)
    authority.run("org", "add", "--code", INSTITUTION, "--name", "青澜教师进修学院", "--kind", "institution", user="chief")
    school.run("org", "add", "--code", INSTITUTION, "--name", "青澜教师进修学院", "--kind", "institution", "--outside", user="admin")
    keys = {SCHOOL: shown_key(school, "admin"), AUTHORITY: shown_key(authority, "chief"), INSTITUTION: shown_key(institution, "admin")}
    for one, who, others in ((school, "admin", (AUTHORITY,)), (authority, "chief", (SCHOOL, INSTITUTION)), (institution, "admin", (AUTHORITY,))):
        for code in others:
            trust(one, who, code, *keys[code])
    numbers = teachers_of(school)
    reported(school, authority, numbers)
    for one, who in ((school, "manager"), (authority, "chen"), (institution, "zhao")):
        login(one, who)
        one.day = "2017-03-01 09:00:00"

    # The project goes down.
    authority.run("credits", "institution", "add", INSTITUTION)
    project = authority.run("credits", "project", "add", "--name", "历史阅读教学", "--hours", "24", "--start", "2017-02-21", "--end",
                            "2017-02-25", "--institution", INSTITUTION, "--mode", "集中面授")["id"]
    authority.write("names.csv", "个人标识码\n" + "\n".join(numbers) + "\n")
    authority.run("credits", "enrol", project, "--from", authority.path("names.csv"))
    down = authority.path("down.tmispkg")
    check(authority.run("credits", "send", project, "--to", SCHOOL, "--out", down, want=5)["error"]["code"] == "credits.none-there", "nothing")
    sent = authority.run("credits", "send", project, "--out", down)
    check(sent["to"] == INSTITUTION and sent["participants"] == 2, "sent: %r" % sent)
    check(authority.run("credits", "send", project, "--out", authority.path("again.tmispkg"))["state"] == "unchanged", "sent again")
    with open(down, "rb") as f:
        bytes_ = f.read()
    bad = institution.path("bad.tmispkg")
    with open(bad, "wb") as f:
        f.write(bytes_[:-1] + bytes([bytes_[-1] ^ 1]))
    refused(institution, "a flipped bit", bad, "package.damaged", 8)
    read = institution.run("package", "read", down)
    here = read["project"]
    check(read["result"] == "registered", "read: %r" % read)
    check(institution.run("package", "read", down)["state"] == "unchanged", "read twice")
    seen = institution.run("credits", "project", "show", here)
    check({p["teacher_number"] for p in seen["participants"]} == set(numbers), "participants: %r" % seen)
    db = sqlite3.connect(institution.env["TMIS_DB"])
    check(db.execute("SELECT count(*) FROM basic_information").fetchone()[0] == 0, "more than numbers came")
    db.close()

    # The results come up; not before they are handed in, and no state that nobody took.
    up = institution.path("up.tmispkg")
    institution.run("credits", "send", here, "--out", up, want=5)
    institution.write("results.csv", "个人标识码,考核结果\n%s,合格\n%s,不合格\n" % tuple(numbers))
    institution.run("credits", "assess", here, "--from", institution.path("results.csv"))
    institution.run("credits", "close", here)
    altered(institution, "zhao", lambda db: db.execute("UPDATE credit_enrolment SET result = 'pass'"),
            lambda: (institution.run("credits", "send", here, "--out", up), refused(authority, "results by sqlite", up, "package.forged", 8)))
    os.remove(up)
    institution.run("credits", "confirm", here, want=4)  # nobody confirms for the other side
    institution.run("credits", "send", here, "--out", up)
    refused(school, "for somebody else", up, "package.untrusted", 8)
    check(authority.run("package", "read", up)["result"] == "results", "results")

    # Confirmed, and told to the school: ledger and dossier.
    authority.run("credits", "confirm", project)
    credits = authority.path("credits.tmispkg")
    check(authority.run("credits", "send", project, "--to", SCHOOL, "--out", credits)["participants"] == 2, "to the school")
    before = len(school.run("record", "list", "domestic_training")["items"])
    check(school.run("package", "read", credits)["result"] == "confirmed", "the school's")
    check(len(school.run("record", "list", "domestic_training")["items"]) == before + 2, "rows of the dossiers")
    theirs = authority.run("credits", "ledger", "--teacher", numbers[0])["entries"]
    ours = school.run("credits", "ledger", "--teacher", numbers[0])["entries"]
    check(len(ours) == 1 and [(e["hours"], e["credits"]) for e in ours] == [(e["hours"], e["credits"]) for e in theirs], "ledger: %r" % ours)

    # A correction follows on the same way, and the institution is told.
    authority.run("credits", "correct", project, "--teacher", numbers[0], "--hours", "16", "--reason", "实到16学时")
    authority.run("credits", "send", project, "--to", SCHOOL, "--out", authority.path("corrected.tmispkg"))
    school.run("package", "read", authority.path("corrected.tmispkg"))
    rows = [e for e in school.run("credits", "ledger", "--teacher", numbers[0])["entries"]]
    check(any(str(e["hours"]) in ("16", "16.00") for e in rows), "corrected: %r" % rows)
    authority.run("credits", "send", project, "--out", authority.path("done.tmispkg"))
    check(institution.run("package", "read", authority.path("done.tmispkg"))["result"] == "confirmed", "the institution is told")
    for one, name, user in ((school, "the school", None), (authority, "the authority", None), (institution, "the institution", "admin")):
        sound(one, name, user)
        one.close()


if __name__ == "__main__":
    travel(sys.argv[1])
    fail_if(problems)
