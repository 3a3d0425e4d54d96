#!/usr/bin/env python3
"""What was confirmed of a teacher goes along to a school with a file of its own: ledger, places in projects and claims say there
what they said in the file left behind. Later corrections follow, nobody decides for the other file, who comes back finds
nothing twice, and both verifiers find what is put between."""
import os
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from between import check, login, problems, sound, verdicts  # noqa: E402
from credit_files import INSTITUTION, altered, insider, reported  # noqa: E402
from school import fail_if  # noqa: E402
from transfer_files import TO, four_files, journey  # noqa: E402
from two_files import SCHOOL, teachers_of  # noqa: E402

LINE = ("end_date", "category", "mode", "result", "hours", "credits", "counted", "surplus", "measured", "rule", "rule_version", "state")


def lines(one, number):
    """The ledger, without what each file numbers for itself."""
    said = one.run("credits", "ledger", "--teacher", number, "--cycle", "2017", want={0, 1})
    return [tuple(str(e[c]) for c in LINE) for e in said["entries"]], {k: str(said[k]) for k in ("hours", "credits", "total", "surplus", "measured")}


def trainings(one, number):
    return sorted((r["project_name"], str(r["hours"]), str(r["credits"])) for r in one.run("record", "list", "domestic_training")["items"]
                  if r["teacher_number"] == number)


class Training:
    """Projects of an authority, in its file: the institution works there too."""

    def __init__(self, bureau):
        self.bureau, self.n = bureau, 0
        bureau.run("org", "add", "--code", INSTITUTION, "--name", "青澜教师进修学院", "--kind", "institution", user="chief")
        bureau.officer("boss", "sysadmin", INSTITUTION, by="chief")
        bureau.officer("zhao", "manager", INSTITUTION, by="boss")
        bureau.run("credits", "institution", "add", INSTITUTION, user="chen")

    def add(self, name, numbers, hours=24):
        project = self.bureau.run("credits", "project", "add", "--name", name, "--hours", str(hours), "--start", "2017-02-21", "--end",
                                  "2017-02-25", "--institution", INSTITUTION, "--mode", "集中面授")["id"]
        self.bureau.run("credits", "enrol", project, "--from", self.bureau.write("names.csv", "个人标识码\n" + "\n".join(numbers) + "\n"))
        return project

    def assess(self, project, *results):
        rows = "".join("%s,%s,%d\n" % r for r in results)
        self.bureau.run("credits", "assess", project, "--from", self.bureau.write("results.csv", "个人标识码,考核结果,学时\n" + rows), user="zhao")
        self.bureau.run("credits", "close", project, user="zhao")

    def tell(self, project, to, school):
        self.n += 1
        out = self.bureau.path("credits%d.tmispkg" % self.n)
        self.bureau.run("credits", "send", project, "--to", to, "--out", out)
        return school.run("package", "read", out)


def school_based(school, bureau, number):
    """Three of them: one confirmed, one assessed, one that only began."""
    out = []
    for n, (name, assessed, confirmed) in enumerate((("课例研讨", True, True), ("读书会", True, False), ("听课周", False, False))):
        project = school.run("credits", "project", "add", "--name", name, "--hours", "10", "--start", "2017-02-21", "--end", "2017-02-25")["id"]
        package = lambda what: school.path("%s%d.tmispkg" % (what, n))  # noqa: E731
        school.run("credits", "send", project, "--out", package("proposed"))
        there = bureau.run("package", "read", package("proposed"))["project"]
        bureau.run("credits", "project", "approve", there)
        bureau.run("credits", "send", there, "--out", package("approved"))
        school.run("package", "read", package("approved"))
        school.run("credits", "enrol", project, "--from", school.write("one.csv", "个人标识码\n%s\n" % number))
        if assessed:
            school.run("credits", "assess", project, "--from", school.write("results.csv", "个人标识码,考核结果,学时\n%s,合格,10\n" % number))
            school.run("credits", "close", project)
            school.run("credits", "send", project, "--out", package("results"))
            bureau.run("package", "read", package("results"))
        if confirmed:
            bureau.run("credits", "confirm", there)
            bureau.run("credits", "send", there, "--out", package("confirmed"))
            school.run("package", "read", package("confirmed"))
        out.append((project, there))
    return out


def forged(new, number, project):
    """An entry more in the journal of the new file: by one who works there, or in the name of another case."""
    key = insider(new, "manager")
    if key is None:
        return
    db = sqlite3.connect(new.env["TMIS_DB"])
    (case,) = db.execute("SELECT id FROM transfer_case WHERE state = '50'").fetchone()
    names = [c[1] for c in db.execute("PRAGMA table_info(credit_entry)")]
    entry = dict(zip(names, db.execute("SELECT * FROM credit_entry WHERE case_id = ?", (project,)).fetchone()))
    (here,) = db.execute("SELECT row FROM organisation WHERE code = ?", (TO,)).fetchone()
    (row,) = db.execute("SELECT max(row) + 1 FROM credit_entry").fetchone()
    db.close()
    said = {"meaning": "transfer", "role": "manager", "org": TO}
    for what, named, columns in (("by an organisation of this file", case, {"org": here}), ("of another case", project, {})):
        more = {c: entry[c] for c in names[6:]} | {"entry": "project#99", "case_id": "project#99"} | columns
        work = key.writes("transfer.take", [("credit_entry", 355, row, more)], args={"case": named}, **said)
        for who, (ok, found) in zip(("first", "second"), altered(new, "manager", work, lambda: verdicts(new))):
            check(not ok and "credit_entry %d" % row in str(found).replace("#", " "), "an entry %s, the %s verifier: %r" % (what, who, found))


def there_and_back(program):
    files = four_files(program, 2)
    (old, *_), (bureau, *_), (new, *_), (new_bureau, *_) = files
    at, above_at, to, above_to = (f[:2] for f in files)
    old.run("org", "add", "--code", INSTITUTION, "--name", "青澜教师进修学院", "--kind", "institution", "--outside", user="admin")
    numbers = teachers_of(old)
    number = numbers[0]
    reported(old, bureau, numbers)
    for one, who in ((old, "manager"), (bureau, "chen")):
        login(one, who)
    bureau.run("package", "receipt", old.path("report.tmispkg"), "--out", old.path("receipt.tmispkg"))
    old.run("package", "read", old.path("receipt.tmispkg"))
    for one, *_ in files:
        one.day = "2017-03-01 09:00:00"
    training = Training(bureau)
    # The same name twice, and more in all than counts at once; one is corrected before the transfer.
    first, second = training.add("历史阅读教学", numbers), training.add("历史阅读教学", numbers, 120)
    training.assess(first, (number, "合格", 24), (numbers[1], "合格", 24))
    training.assess(second, (number, "合格", 120), (numbers[1], "不合格", 60))
    for project in (first, second):
        bureau.run("credits", "confirm", project)
        training.tell(project, SCHOOL, old)
    bureau.run("credits", "correct", first, "--teacher", number, "--hours", "20", "--reason", "实到20学时")
    training.tell(first, SCHOOL, old)
    own = school_based(old, bureau, number)
    # The new school numbers its own projects as the old one does.
    for name in ("新校教研", "新校沙龙"):
        new.run("credits", "project", "add", "--name", name, "--hours", "8", "--start", "2017-02-21", "--end", "2017-02-25")
    said, had = lines(old, number), trainings(old, number)
    before = len(had)
    check(len(said[0]) >= 4, "entries: %r" % (said,))

    # An organisation that isn't known stops it, and nothing is stored.
    case = journey(number, to, above_to, at, above_at, "first.csv", until="40")
    refusal = new.run("transfer", "take", case.id, "--passwords", new.path("first.csv"), want=3)["error"]
    check([(d["code"], INSTITUTION in d["message"]) for d in refusal["details"]][:1] == [("credits.unknown-party", True)], "a party: %r" % refusal)
    new.run("org", "add", "--code", INSTITUTION, "--name", "青澜教师进修学院", "--kind", "institution", "--outside", user="admin")
    new.run("transfer", "take", case.id, "--passwords", new.path("first.csv"))
    for one in (above_to, at, above_at):
        case.send(to[0], "--to", one[1])
        case.read(one[0])
    check(lines(new, number) == said, "the ledger: %r, there %r" % (said, lines(new, number)))
    check(lines(old, number)[0] == said[0], "what stays behind: %r" % (lines(old, number),))
    check(trainings(new, number) == had, "trainings: %r, then %r" % (had, trainings(new, number)))
    status = [new.run("credits", "status", "--all", want={0, 1})["items"], old.run("credits", "status", "--all", want={0, 1})["items"]]
    check(any(i["teacher_number"] == number for i in status[0]), "the status: %r" % status[0])
    new.run("credits", "ledger", "--teacher", number, "--cycle", "2017", "--out", new.path("ledger.pdf"))
    projects = {p["name"]: p for p in new.run("credits", "project", "list")["items"]}
    check(set(projects) == {"新校教研", "新校沙龙", "历史阅读教学", "课例研讨", "读书会"}, "projects: %r" % sorted(projects))
    check(new.run("credits", "project", "show", projects["历史阅读教学"]["id"])["participants"][0]["teacher_number"] == number, "her place")
    left = old.run("credits", "project", "show", own[2][0])
    check(left["participants"] == [], "a place that ended: %r" % left)
    db = sqlite3.connect(new.env["TMIS_DB"])
    here = [r[0] for r in db.execute("SELECT e.case_id FROM credit_entry e JOIN credit_project p ON p.id = e.case_id WHERE p.name = '历史阅读教学' "
                                     "ORDER BY e.hours")]
    db.close()
    said_no = new.run("credits", "correct", here[0], "--teacher", number, "--hours", "8", "--reason", "不能", want=4)["error"]["code"]
    check(said_no.startswith("denied."), "corrected where it wasn't confirmed: %s" % said_no)
    for one, name in ((old, "the old school"), (bureau, "its authority"), (new, "the new school"), (new_bureau, "its authority")):
        sound(one, name)
    forged(new, number, here[0])

    # A correction by whoever confirmed, and a confirmation that was due, follow to the new school.
    bureau.run("credits", "correct", second, "--teacher", number, "--hours", "60", "--reason", "实到60学时")
    training.tell(second, TO, new)
    check(sorted(e[4] for e in lines(new, number)[0] if e[-1] != "replaced") == sorted(["20", "60", "10"]), "corrected: %r" % (lines(new, number),))
    bureau.run("credits", "confirm", own[1][1])
    training.tell(own[1][1], TO, new)
    check(sorted(e[4] for e in lines(new, number)[0] if e[-1] != "replaced") == sorted(["20", "60", "10", "10"]), "confirmed: %r" % (lines(new, number),))
    had = trainings(new, number)
    check([t for t in had if t[1] == "60"] != [] and len(had) == before + 1, "the dossier: %r" % (had,))

    # Back again: one entry a case, as it stands now.
    now = lines(new, number)
    journey(number, at, above_at, to, above_to, "second.csv")
    check(lines(old, number) == now, "back: %r, then %r" % (now, lines(old, number)))
    check(trainings(old, number) == had, "trainings: %r" % trainings(old, number))
    for one, name in ((old, "the old school"), (bureau, "its authority"), (new, "the new school"), (new_bureau, "its authority")):
        sound(one, "back, " + name)
    let_go_forged(old, new, numbers, (to, above_to, at, above_at))
    for one, *_ in files:
        one.close()


def let_go_forged(old, new, numbers, sides):
    """What the old school changes before it lets somebody go comes in nowhere."""
    db = sqlite3.connect(old.env["TMIS_DB"])
    mine = "SELECT row, case_id FROM credit_entry WHERE teacher = (SELECT row FROM teacher WHERE number = ?) ORDER BY row"
    db.execute("UPDATE credit_entry SET hours = 9900 WHERE row = ?", (db.execute(mine, (numbers[1],)).fetchone()[0],))
    key = insider(old, "manager")
    if key is not None:
        row, case = db.execute(mine, (numbers[0],)).fetchone()
        key.writes("credits.correct", [("credit_entry", 355, row, {"hours": 9900})], meaning="credit", role="manager", reason="改", args={"case": case})(db)
    db.commit()
    db.close()
    for number, what in ((numbers[1], "by sqlite"), *(((numbers[0], "by the school"),) if key else ())):
        case = journey(number, *sides, "none.csv", until="40")
        said = new.run("transfer", "take", case.id, "--passwords", new.path("none.csv"), want=8)["error"]
        check(said["code"] == "package.forged", "hours %s: %r" % (what, said))


if __name__ == "__main__":
    there_and_back(sys.argv[1])
    fail_if(problems)
