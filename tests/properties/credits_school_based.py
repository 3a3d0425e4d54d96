#!/usr/bin/env python3
"""A school's own training project between its file and that of its authority: proposed there, approved or rejected here, held
and assessed there, confirmed or sent back here. No side can decide for the other one, whatever its package says, and what was
read, left out or comes late changes nothing; both verifiers agree in both files at the end."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from between import check, login, problems, refused, sound, verdicts  # noqa: E402
from credit_files import altered, hours_in, insider, reported, sent_up  # noqa: E402
from school import fail_if  # noqa: E402
from two_files import AUTHORITY, SCHOOL, founded, shown_key, teachers_of, trust  # noqa: E402


class Sides:
    """The school and its authority, whose packages go by number."""

    def __init__(self, program):
        self.school, self.authority = founded(program, 2)
        keys = {SCHOOL: shown_key(self.school, "admin"), AUTHORITY: shown_key(self.authority, "chief")}
        trust(self.school, "admin", AUTHORITY, *keys[AUTHORITY])
        trust(self.authority, "chief", SCHOOL, *keys[SCHOOL])
        self.numbers = teachers_of(self.school)
        reported(self.school, self.authority, self.numbers)
        login(self.school, "manager")
        login(self.authority, "chen")
        self.n = 0
        self.now("2017-03-01")

    def now(self, day):
        self.school.day = self.authority.day = day + " 09:00:00"

    def sent(self, one, project, want=0):
        self.n += 1
        out = one.path("%d.tmispkg" % self.n)
        said = one.run("credits", "send", project, "--out", out, want=want)
        return said["error"]["code"] if want else out

    def told(self, one, project, other):
        return other.run("package", "read", self.sent(one, project))

    def add(self, name):
        return self.school.run("credits", "project", "add", "--name", name, "--hours", "10", "--start", "2017-03-06", "--end", "2017-03-10")["id"]

    def state(self, one, project):
        return one.run("credits", "project", "show", project)["state"]

    def assess(self, project, *results):
        rows = "".join("%s,%s,%d\n" % (number, *result) for number, result in zip(self.numbers, results))
        self.school.run("credits", "assess", project, "--from", self.school.write("results.csv", "个人标识码,考核结果,学时\n" + rows))
        self.school.run("credits", "close", project)

    def enrol(self, project):
        self.school.run("credits", "enrol", project, "--from", self.school.write("names.csv", "个人标识码\n" + "\n".join(self.numbers) + "\n"))


def decided(s):
    """Approved, rejected; neither by the school."""
    one, two = s.add("课例研讨"), s.add("校本读书会")
    proposal = s.sent(s.school, one)
    read = s.authority.run("package", "read", proposal)
    here = read["project"]
    check(read["result"] == "proposed", "proposed: %r" % read)
    check(s.authority.run("package", "read", proposal)["state"] == "unchanged", "read twice")
    shown = s.authority.run("credits", "project", "show", here)
    check((shown["kind"], shown["authority"], shown["school"]) == ("school_based", AUTHORITY, SCHOOL), "the proposal: %r" % shown)
    s.school.run("credits", "enrol", one, "--from", s.school.write("names.csv", "个人标识码\n" + s.numbers[0] + "\n"), want=5)
    s.school.run("credits", "project", "approve", one, want=4)
    check(s.sent(s.school, one) and s.school.last.returncode == 0, "sent again")
    other = s.told(s.school, two, s.authority)["project"]
    s.authority.run("credits", "project", "approve", here)
    s.authority.run("credits", "project", "reject", other, "--reason", "与县级培训重复")
    check(s.told(s.authority, here, s.school)["result"] == "registered", "approved")
    check(s.told(s.authority, other, s.school)["result"] == "rejected", "rejected")
    shown = s.school.run("credits", "project", "show", two)
    check((shown["state"], shown["reason"]) == ("rejected", "与县级培训重复"), "the rejection: %r" % shown)
    check(s.sent(s.school, one, want=5) == "project.not-closed", "nothing was handed in yet")
    return one, here


def held(s, one, here):
    """Results up, sent back, up again; confirmed in part and whole; corrected: all in the school's ledger and dossiers."""
    s.enrol(one)
    s.now("2017-03-13")
    s.assess(one, ("合格", 10), ("合格", 8))
    check(s.told(s.school, one, s.authority)["result"] == "results", "results")
    s.authority.run("credits", "return", here, "--reason", "学时待核")
    late = s.sent(s.authority, here)
    check(s.school.run("package", "read", late)["result"] == "returned", "returned")
    check({p["state"] for p in s.school.run("credits", "project", "show", one)["participants"]} == {"returned"}, "everybody was sent back")
    s.assess(one, ("合格", 10), ("合格", 6))
    check(s.school.run("package", "read", late)["state"] == "unchanged", "sent back twice by one package")
    check(s.told(s.school, one, s.authority)["result"] == "results", "results once more")
    s.authority.run("credits", "confirm", here, "--teacher", s.numbers[0])
    check(s.told(s.authority, here, s.school)["result"] == "results", "one is confirmed")
    check((hours_in(s.school, s.numbers[0]), hours_in(s.school, s.numbers[1])) == (hours_in(s.authority, s.numbers[0]), []), "one's ledger")
    check(s.school.run("package", "read", s.sent(s.authority, here))["state"] == "unchanged", "nothing was decided since")
    s.authority.run("credits", "confirm", here)
    confirmed = s.sent(s.authority, here)
    rows = len(s.school.run("record", "list", "domestic_training")["items"])
    check(s.school.run("package", "read", confirmed)["result"] == "confirmed", "confirmed")
    check(len(s.school.run("record", "list", "domestic_training")["items"]) == rows + 1, "a row in the other dossier")
    for number in s.numbers:
        check(len(hours_in(s.school, number)) == 1 and hours_in(s.school, number) == hours_in(s.authority, number), "the ledger of %s" % number)
    s.authority.run("credits", "correct", here, "--teacher", s.numbers[1], "--hours", "4", "--reason", "实到4学时")
    first = s.sent(s.authority, here)
    s.authority.run("credits", "correct", here, "--teacher", s.numbers[0], "--result", "不合格", "--reason", "补考未过")
    second = s.sent(s.authority, here)
    refused(s.school, "the second correction before the first", second, "package.gap", 5)
    for package in (first, second):
        s.school.run("package", "read", package)
    for number in s.numbers:
        check(hours_in(s.school, number) == hours_in(s.authority, number), "corrected: %r" % hours_in(s.school, number))
    check(s.school.run("package", "read", first)["state"] == "unchanged", "old news")


def forged(s):
    """The school approves, or confirms, for its authority."""
    project = s.add("自行批准的研修")
    row = int(project.split("#")[1])
    s.told(s.school, project, s.authority)

    def registered(db):
        db.execute("UPDATE credit_project SET state = 'registered' WHERE row = ?", (row,))

    def handed_in():
        s.enrol(project)
        s.assess(project, ("合格", 10), ("合格", 10))
        return s.sent(s.school, project)
    refused(s.authority, "approved by sqlite", altered(s.school, "manager", registered, handed_in), "package.forged", 8)
    key = insider(s.school, "manager")
    if key is None:
        return
    columns = [("credit_project", 351, row, {"state": "registered"})]
    for kind, meaning, code, exit in (("credits.project.approve", "credit", "package.forged", 8), ("package.read", "report", "credits.not-theirs", 3)):
        work = key.writes(kind, columns, meaning=meaning, role="manager", args={"case": project})
        refused(s.authority, "approved by the school with %s" % kind, altered(s.school, "manager", work, handed_in), code, exit)
    check(s.state(s.authority, s.authority.run("credits", "project", "list", "--state", "proposed")["items"][0]["id"]) == "proposed",
          "nothing was taken in")


def tied(s, here):
    """Rows of one project written in the name of another are found, by both verifiers."""
    key = insider(s.authority, "chen")
    if key is None:
        return
    other = next(p["id"] for p in s.authority.run("credits", "project", "list")["items"] if p["id"] != here)

    def case_of(db, table):
        column, value = ("project", int(here.split("#")[1])) if table == "credit_enrolment" else ("case_id", here)
        return db.execute("SELECT row FROM %s WHERE %s = ? ORDER BY row LIMIT 1" % (table, column), (value,)).fetchone()[0]
    said = {"meaning": "credit", "role": "manager", "org": AUTHORITY, "reason": "实到2学时"}
    for table, number, columns in (("credit_enrolment", 353, {"hours": 2}), ("credit_entry", 355, {"times": 2})):
        for case, good in ((other, False), (here, True)):
            def work(db):
                key.writes("credits.correct", [(table, number, case_of(db, table), columns)], args={"case": case}, **said)(db)
            for who, (ok, found) in zip(("first", "second"), altered(s.authority, "chen", work, lambda: verdicts(s.authority))):
                about = "%s of %s in the name of %s, the %s verifier: %r" % (table, here, case, who, found)
                check(ok == good or (good and "ledger" in str(found)), about)


def reported_alike(s):
    """Two projects of one name and year are two rows, also in the authority's file."""
    for id in (s.add("集体备课"), s.add("集体备课")):
        there = s.told(s.school, id, s.authority)["project"]
        s.authority.run("credits", "project", "approve", there)
        s.told(s.authority, there, s.school)
        s.enrol(id)
        s.assess(id, ("合格", 10), ("合格", 8))
        s.told(s.school, id, s.authority)
        s.authority.run("credits", "confirm", there)
        s.told(s.authority, there, s.school)
    accepted = s.authority.path("accepted.receipt")
    s.authority.run("package", "receipt", s.school.path("report.tmispkg"), "--out", accepted)
    s.school.run("package", "read", accepted)
    os.remove(s.school.path("report.tmispkg"))
    sent_up(s.school, "manager", s.authority, "chen")
    for one in (s.school, s.authority):
        rows = [r for r in one.run("record", "list", "domestic_training")["items"] if r["project_name"] == "集体备课"]
        check(sorted((r["teacher_number"], r["hours"]) for r in rows) == sorted((t, h) for t, h in zip(s.numbers, (10, 8)) for _ in "12"),
              "two trainings of one name: %r" % rows)


if __name__ == "__main__":
    sides = Sides(sys.argv[1])
    project, here = decided(sides)
    held(sides, project, here)
    reported_alike(sides)
    forged(sides)
    tied(sides, here)
    sound(sides.school, "the school")
    sound(sides.authority, "the authority")
    for one in (sides.school, sides.authority):
        one.close()
    fail_if(problems)
