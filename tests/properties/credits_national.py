#!/usr/bin/env python3
"""A national training project between the files of the nation, its institution, a province's authority and a school: the
nation distributes the results, each province confirms its own part in its own file, by its own rule, and its schools get the
credits. Another province works in the nation's file. No side decides for another, whatever its package says; both verifiers
agree in all files at the end."""
import csv
import os
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from between import check, login, problems, refused, sound  # noqa: E402
from credit_files import INSTITUTION, altered, hours_in, insider, institution_of, reported, sent_up  # noqa: E402
from school import fail_if  # noqa: E402
from two_files import AUTHORITY, SCHOOL, founded, founded_above, shown_key, teachers_of, trust  # noqa: E402

NATION, OTHER, OTHER_SCHOOL = "000000", "330000", "3301020034"
ABOVE = ("全国教师管理", "national")


class Files:
    """Nobody stands between the nation and the county's authority, so this is the province that confirms."""

    def __init__(self, program):
        self.school, self.province = founded(program, 2)
        self.nation = founded_above(program, self.province, NATION, *ABOVE)
        self.institution = institution_of(program, (NATION, *ABOVE))
        self.officers = {self.school: "manager", self.province: "chen", self.nation: "liu", self.institution: "zhao"}
        college = ("org", "add", "--code", INSTITUTION, "--name", "青澜教师进修学院", "--kind", "institution")
        self.nation.run(*college, user="head")
        self.province.run(*college, "--outside", user="chief")
        self.school.run(*college, "--outside", user="admin")
        self.school.run("org", "add", "--code", NATION, "--name", ABOVE[0], "--kind", "authority", "--level", ABOVE[1], "--outside", user="admin")
        for code, name, level in ((AUTHORITY, "青澜县教育局", "county"), (OTHER, "浙省教育厅", "province")):
            self.institution.run("org", "add", "--code", code, "--name", name, "--kind", "authority", "--level", level, "--outside", user="admin")
        keys = {code: shown_key(one, who) for code, one, who in (
            (SCHOOL, self.school, "admin"), (AUTHORITY, self.province, "chief"), (NATION, self.nation, "head"), (INSTITUTION, self.institution, "admin"))}
        for one, who, others in ((self.school, "admin", (AUTHORITY, NATION)), (self.province, "chief", (SCHOOL,)),
                                 (self.nation, "head", (INSTITUTION, SCHOOL)), (self.institution, "admin", (NATION, AUTHORITY))):
            for code in others:
                trust(one, who, code, *keys[code])
        self.other = self.another_province()
        self.numbers = teachers_of(self.school)
        reported(self.school, self.province, self.numbers)
        sent_up(self.province, "chen", self.nation, "liu")
        for one, who in self.officers.items():
            login(one, who)
            one.day = "2017-03-01 09:00:00"
        self.n = 0

    def another_province(self):
        """In the nation's file: its officer is sun; the number of its teacher."""
        one = self.nation
        one.run("org", "add", "--code", OTHER, "--name", "浙省教育厅", "--kind", "authority", "--level", "province", user="head")
        one.officer("other", "sysadmin", OTHER, by="head")
        one.officer("sun", org=OTHER, by="other")
        one.run("org", "add", "--code", OTHER_SCHOOL, "--name", "云塘中学", "--kind", "school", user="other")
        one.officer("cloud", "sysadmin", OTHER_SCHOOL, by="other")
        one.write("one.csv", "姓名,性别,出生日期,身份证件类型,身份证件号,教职工号\n周敏,女,1970-01-05,1,110101197001050026,B1\n")
        one.run("accounts", "create", "--from", one.path("one.csv"), "--passwords", one.path("passwords.csv"), user="cloud")
        with open(one.path("passwords.csv"), encoding="utf-8") as f:
            return next(v for v in list(csv.DictReader(f))[0].values() if v.startswith("T"))

    def sent(self, one, project, *to, want=0):
        self.n += 1
        out = one.path("%d.tmispkg" % self.n)
        said = one.run("credits", "send", project, "--out", out, *(["--to", *to] if to else []), want=want)
        return said["error"]["code"] if want else out

    def told(self, one, project, other, *to):
        return other.run("package", "read", self.sent(one, project, *to))

    def parts(self, one, project):
        return {p["authority"]: p["state"] for p in one.run("credits", "project", "show", project)["parts"]}

    def states(self, one, project):
        return {p["teacher_number"]: p["state"] for p in one.run("credits", "project", "show", project)["participants"]}

    def assessed(self, project, results):
        one = self.institution
        one.write("results.csv", "个人标识码,考核结果,学时\n" + "".join("%s,%s,%d\n" % (number, *result) for number, result in results.items()))
        one.run("credits", "assess", project, "--from", one.path("results.csv"))
        one.run("credits", "close", project)


def distributed(f):
    """From the registration to the provinces' parts; ids in the nation's, the institution's and the province's file."""
    f.nation.run("credits", "institution", "add", INSTITUTION)
    project = f.nation.run("credits", "project", "add", "--kind", "national", "--name", "国培骨干教师研修", "--hours", "60", "--start", "2017-02-21",
                           "--end", "2017-02-25", "--institution", INSTITUTION, "--mode", "混合研修")["id"]
    f.nation.write("names.csv", "个人标识码\n" + "\n".join([*f.numbers, f.other]) + "\n")
    f.nation.run("credits", "enrol", project, "--from", f.nation.path("names.csv"))
    trains = f.told(f.nation, project, f.institution)["project"]
    f.assessed(trains, {number: ("合格", 60) for number in (*f.numbers, f.other)})
    check(f.told(f.institution, trains, f.nation)["result"] == "results", "results")
    check(f.sent(f.nation, project, AUTHORITY, want=5) == "credits.none-there", "nothing is distributed yet")
    f.nation.run("credits", "distribute", project)
    own = f.sent(f.nation, project, AUTHORITY)
    refused(f.institution, "the province's part", own, "package.misaddressed", 5)
    read = f.province.run("package", "read", own)
    check(read["result"] == "distributed", "distributed: %r" % read)
    check(f.province.run("package", "read", own)["state"] == "unchanged", "read twice")
    here = read["project"]
    check(set(f.states(f.province, here)) == set(f.numbers), "participants of the part")
    db = sqlite3.connect(f.province.env["TMIS_DB"])
    check(db.execute("SELECT count(*) FROM teacher WHERE number = ?", (f.other,)).fetchone()[0] == 0, "somebody else's teacher came")
    db.close()
    return project, trains, here


def confirmed(f, project, trains, here):
    """One is confirmed, the rest goes back, round again, and down to the school."""
    check(f.sent(f.province, here, want=5) == "credits.none-there", "nothing is decided yet")
    f.province.run("credits", "distribute", here, want=4)
    f.nation.run("credits", "confirm", project, want=4)
    f.province.run("credits", "confirm", here, "--teacher", f.numbers[0])
    check(f.told(f.province, here, f.nation)["result"] == "distributed", "one is confirmed")
    late = f.sent(f.nation, project, AUTHORITY)  # on its way while the rest is sent back
    f.province.run("credits", "return", here, "--reason", "学时待核")
    f.province.run("package", "read", late)
    check(f.parts(f.province, here) == {AUTHORITY: "returned"}, "news from before changes nothing: %r" % f.parts(f.province, here))
    check(f.told(f.province, here, f.nation)["result"] == "returned", "returned")
    f.nation.run("credits", "confirm", project, "--as", OTHER, user="sun")
    check(f.parts(f.nation, project) == {AUTHORITY: "returned", OTHER: "confirmed"}, "the parts: %r" % f.parts(f.nation, project))
    check(f.states(f.nation, project) == {f.numbers[0]: "confirmed", f.numbers[1]: "returned", f.other: "confirmed"}, "the nation's participants")
    f.told(f.nation, project, f.institution)
    check(f.parts(f.institution, trains) == {AUTHORITY: "returned", OTHER: "confirmed"}, "the institution knows")
    f.assessed(trains, {f.numbers[1]: ("合格", 50)})
    f.told(f.institution, trains, f.nation)
    check(f.parts(f.nation, project)[AUTHORITY] == "results", "handed in again")
    f.nation.run("credits", "distribute", project)
    check(f.told(f.nation, project, f.province, AUTHORITY)["result"] == "distributed", "given out again")
    check(f.states(f.province, here) == {f.numbers[0]: "confirmed", f.numbers[1]: "enrolled"}, "what is confirmed stays")
    f.province.run("credits", "confirm", here)
    check(f.told(f.province, here, f.nation)["result"] == "confirmed", "the nation sees it")
    check(set(f.parts(f.nation, project).values()) == {"confirmed"} and set(f.states(f.nation, project).values()) == {"confirmed"}, "all is confirmed")
    check(f.sent(f.nation, project, SCHOOL, want=5) == "credits.none-there", "the nation confirmed nothing for the school")
    down = f.sent(f.province, here, SCHOOL)
    check(f.school.run("package", "read", down)["result"] == "confirmed", "the school's")
    check([hours_in(f.school, n) for n in f.numbers] == [hours_in(f.province, n) for n in f.numbers], "the ledgers: %r" % hours_in(f.school, f.numbers[1]))
    check(any("国培骨干教师研修" in str(row) for row in f.school.run("record", "list", "domestic_training")["items"]), "the dossier")
    f.province.run("credits", "correct", here, "--teacher", f.numbers[0], "--hours", "40", "--reason", "实到40学时")
    f.told(f.province, here, f.school, SCHOOL)
    f.told(f.province, here, f.nation)
    check(hours_in(f.school, f.numbers[0]) == hours_in(f.province, f.numbers[0]), "corrected: %r" % hours_in(f.school, f.numbers[0]))
    shown = f.nation.run("credits", "project", "show", project)["participants"]
    check([p["hours"] for p in shown if p["teacher_number"] == f.numbers[0]] == [40], "the nation is told of the correction")
    check(f.school.run("package", "read", down)["state"] == "unchanged", "old news")


def forged(f, project, here):
    """The nation confirms for the province, the province people of the other one."""
    def part(db, authority):
        return db.execute("SELECT p.row FROM credit_part p JOIN organisation o ON o.row = p.authority WHERE o.code = ?", (authority,)).fetchone()[0]
    sent_back = {"state": "returned", "reason": "再核"}

    def by_sqlite(db):
        db.execute("UPDATE credit_part SET state = 'returned' WHERE row = ?", (part(db, AUTHORITY),))
    bad = altered(f.nation, "liu", by_sqlite, lambda: f.sent(f.nation, project, AUTHORITY))
    refused(f.province, "sent back by sqlite", bad, "package.forged", 8)
    key = insider(f.nation, "liu")
    if key is None:
        return

    def by_the_nation(db):
        key.writes("credits.return", [("credit_part", 357, part(db, AUTHORITY), sent_back)], meaning="credit", role="manager", org=NATION, reason="再核",
                   args={"case": "credit_part#%d" % part(db, AUTHORITY)})(db)
    bad = altered(f.nation, "liu", by_the_nation, lambda: f.sent(f.nation, project, AUTHORITY))
    refused(f.province, "sent back by the nation", bad, "package.forged", 8)
    own = insider(f.province, "chen")

    def taken(db):
        (row,) = db.execute("SELECT row FROM teacher WHERE number = ?", (f.numbers[1],)).fetchone()
        own.writes("package.read", [("teacher", 202, row, {"number": f.other})], meaning="report", role="manager", org=AUTHORITY)(db)
        (row,) = db.execute("SELECT row FROM credit_enrolment WHERE teacher = ?", (row,)).fetchone()
        own.writes("credits.correct", [("credit_enrolment", 353, row, {"hours": 30})], meaning="credit", role="manager", org=AUTHORITY, reason="核实",
                   args={"case": "credit_part#%d" % part(db, AUTHORITY)})(db)
    bad = altered(f.province, "chen", taken, lambda: f.sent(f.province, here))
    refused(f.nation, "confirmed for the other province", bad, "teacher.not-found", 3)
    check(set(f.parts(f.nation, project).values()) == {"confirmed"}, "nothing was taken in")


if __name__ == "__main__":
    files = Files(sys.argv[1])
    project, trains, here = distributed(files)
    confirmed(files, project, trains, here)
    forged(files, project, here)
    for one, name, user in ((files.school, "the school", None), (files.province, "the province", None), (files.nation, "the nation", "head"),
                            (files.institution, "the institution", "admin")):
        sound(one, name, user)
        one.close()
    fail_if(problems)
