#!/usr/bin/env python3
"""Two verifiers, one verdict: a small school's file is good to both, and whatever is damaged in a copy of it both say."""
import concurrent.futures
import contextlib
import csv
import importlib.util
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from school import ROOT, School, fail_if  # noqa: E402

if not importlib.util.find_spec("nacl"):
    print("python3-nacl is missing: tests/packages.sh test")
    sys.exit(77)
import damage  # noqa: E402
import forge  # noqa: E402
import forge_duties  # noqa: E402
import verify  # noqa: E402

OFFICER = "manager"
# Who lost the account, its key, the role or the organisation in the damage is refused, with 4: nobody has been told that all is good.
SANITIZED_STEP = 8  # of so many damages one under sanitizers, which are slow to start
RIGHTS = ("account ", "account_key ", "grant_role ", "organisation ", "the file's id")
FIELDS = ["unit_name=青澜市第二中学", "start_month=1998-09", "unit_nature=23", "position=教师"]


def a_school(program):
    """A dossier goes all the way, others part of it; people come, forget and go: rows in nearly every table, and history."""
    school = School(program, "2017-02-13 09:00:00")
    run = school.run
    school.found()
    data = school.generate("data", "--teachers", "4")
    school.accounts(os.path.join(data, "accounts.csv"))
    run("org", "add", "--code", "4301020001", "--name", "青澜县教育局", "--kind", "authority", "--level", "county", "--above", user="admin")
    run("--password-file", school.path(OFFICER + ".pw"), "login", OFFICER, json_out=False)
    run("campaign", "import", os.path.join(ROOT, "examples", "campaign-2017.json"))
    school.day = "2017-02-20 09:00:00"
    run("record", "import", "dossier", "--from", data)
    with open(school.path("passwords.csv"), encoding="utf-8") as f:
        teachers = list(csv.DictReader(f))
    one, two, three = (t["login"] for t in teachers[:3])
    school.write(one + ".pw", teachers[0]["password"] + "\n")
    run("passwd", "--new-password-file", school.write("new.pw", "wo-de-mi-ma-88\n"), user=one)
    shutil.move(school.path("new.pw"), school.path(one + ".pw"))
    run("record", "add", "work_experience", "--teacher", one, *(w for f in FIELDS for w in ("--set", f)), user=one)
    run("record", "edit", "work_experience#1", "--set", "position=组长", "--reason", "合同记载")
    run("record", "remove", "work_experience#2", "--reason", "重复")
    added = [run("record", "add", "work_experience", "--teacher", two, "--reason", "补录", "--set", "start_month=19%d-09" % year,
                 *(w for f in FIELDS if "start_month" not in f for w in ("--set", f)))["id"] for year in (91, 92)]
    run("record", "edit", added[0], "--set", "position=组长", "--reason", "合同记载")
    run("record", "erase", added[0], "--reason", "依法删除", "--earlier")
    run("record", "remove", added[1], "--reason", "重复")
    run("record", "erase", added[1], "--reason", "依法删除")
    run("lock", "--scope", "self-entry", "--reason", "采集截止")
    run("lock", "release", "1", "--reason", "补录", "--until", "2017-03-01")
    wrong = run("record", "edit", "work_experience#3", "--set", "position=组员", "--reason", "合同记载")
    run("journal", "undo", str(wrong["event"]), "--reason", "有误")
    run("record", "submit", "--all")
    run("audit", "return", "--teacher", two, "--set", "study_experience", "--reason", "看不清")
    run("audit", "pass", "--all")
    for paper in run("evidence", "missing", "--teacher", one, want=1)["items"]:
        for n in range(paper["called"] - paper["seen"]):
            run("evidence", "add", "--teacher", one, "--kind", paper["kind"], "--number", "430102%d" % n, "--seen-original")
    for name in ("basic_pay", "annual_assessment", "discipline", "ethics_assessment", "dossier"):
        run("sign", "record", "--teacher", one, "--set", name, "--paper", "2017-0001")
    run("archive", "file", "--teacher", one, "--bag", "2017-001", "--forms", "dossier")
    run("record", "propose", "--teacher", one, "--set", "name=欧阳明", "--reason", "户籍更名")
    run("submission", "send", "--all", want=1)
    for reason in ("例行更换", "再次更换"):
        run("org", "key", "--renew", "--reason", reason, user="admin")
    school.officer("looker", "viewer")
    school.officer("dean", teacher=three)
    db = sqlite3.connect(school.path("school.db"))
    school.insiders = forge.Insider(db, one, "wo-de-mi-ma-88"), forge.Insider(db, "looker", "gong-zuo-looker-7"), forge.Insider(db, "admin", "lan-tian-2017")
    school.people = {"admin": forge.Insider(db, "admin", "lan-tian-2017"),
                     **{login: forge.Insider(db, login, "gong-zuo-%s-7" % login) for login in ("manager", "dean")}}
    with open(school.path("school.db.recovery"), encoding="utf-8") as f:
        school.people["recovery"] = forge_duties.recovery(school.people["admin"], f.read())
    db.close()
    run("accounts", "reset", "looker", "--reason", "忘记", "--passwords", school.path("again.csv"), user="admin")
    run("accounts", "disable", three, "--reason", "离职", user="admin")
    return school


def evidence_tables(db):
    """As lib/store/tables.sql names them, and the tables of the field sets."""
    with open(os.path.join(ROOT, "lib", "store", "tables.sql"), encoding="utf-8") as f:
        text = f.read()
    program = {int(n): table for n, table in re.findall(r"^-- V (\d+):(?:.|\n)*?^CREATE TABLE (\w+)", text, re.M)}
    if program != verify.PROGRAM:
        sys.exit("tables.sql and verify.py name other tables of evidence: %s" % sorted({*program.items()} ^ {*verify.PROGRAM.items()}))
    sets = [name[7:-5] for (name,) in db.execute("SELECT name FROM field_set_text WHERE name LIKE 'tables/%.json' ORDER BY name")]
    return list(program.values()), sets


class Judges:
    def __init__(self, school):
        self.school, self.folder = school, tempfile.mkdtemp(prefix="copies-", dir=school.folder)
        self.pool = concurrent.futures.ThreadPoolExecutor(2)
        self.problems, self.waiting, self.made, self.impossible = [], [], 0, []

    def copy(self, of):
        self.made += 1
        return shutil.copy(of, os.path.join(self.folder, "%d.db" % self.made))

    def tmis(self, path, *more):
        school = self.school
        done = subprocess.run([school.program, "-q", "--db", path, "journal", "verify", *more], cwd=self.folder, stdout=subprocess.PIPE,
                              env={**school.env, "FAKETIME": school.day}, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=300)
        return done.returncode, done.stdout

    @staticmethod
    def second(path, *more):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = verify.main([path, *more])
        return code, said.getvalue()

    def judge(self, sentence, path, want=8, *more, named=()):
        """Both verdicts, the program's as soon as there is a hand free; each must name these tables."""
        self.waiting.append((sentence, path, want, named, self.second(path, *more), self.pool.submit(self.tmis, path, *more)))
        if len(self.waiting) > 20:
            self.collect(10)

    def collect(self, left=0):
        while len(self.waiting) > left:
            sentence, path, want, named, (second, said), running = self.waiting.pop(0)
            first, told = running.result()
            may_be = {want, 4} if want == 8 and sentence.startswith(RIGHTS) else {want}
            if first not in may_be or second != want:
                self.problems.append("%s: tmis ends with %s, verify.py with %s, not with %s\n    %s\n    %s" % (
                    sentence, first, second, want, " | ".join(told.splitlines()[:3]), " | ".join(said.splitlines()[:3])))
            for table in named:
                if not re.search(r"\t%s\t" % table, told) or not re.search("^%s " % table, said, re.M):
                    self.problems.append("%s: not found by both in %s" % (sentence, table))
            os.remove(path)

    def damaged(self, of, ways):
        n = 0
        for sentence, work, *tables in list(ways)[::SANITIZED_STEP if self.school.sanitized else 1]:
            path = self.copy(of)
            if damage.apply(path, work):
                self.judge(sentence, path, named=tables[0] if tables else ())
                n += len(tables[0]) if tables else 1
            else:
                self.impossible.append(sentence)
                os.remove(path)
        self.collect()
        return n


def duties(judges, good, db, people):
    """What nobody may do is found, and what differs in that alone is good."""
    n = 0
    for n, (sentence, work, is_good) in enumerate(forge_duties.all_ways(db, people), 1):
        path = judges.copy(good)
        if damage.apply(path, work):
            judges.judge(sentence, path, 0 if is_good else 8)
        else:
            judges.problems.append("%s: an index was in the way" % sentence)
    judges.collect()
    return n


def at_rest(school, name):
    """A copy of the file as it is now, without a log beside it."""
    db = sqlite3.connect(school.path("school.db"))
    db.execute("VACUUM INTO ?", (school.path(name),))
    db.close()
    os.chmod(school.path(name), 0o600)
    return school.path(name)


def checkpoints(judges, school, good):
    """Who holds one finds what nobody else can: a tail cut off, an old copy put back."""
    given = school.run("journal", "checkpoint")
    note = school.write("checkpoint.txt", given["checkpoint"])
    before = at_rest(school, "before.db")
    school.run("record", "edit", "work_experience#4", "--set", "position=组员", "--reason", "合同记载")
    later = school.run("journal", "checkpoint")
    later_note = school.write("later.txt", later["checkpoint"])
    now = at_rest(school, "now.db")
    lines = given["checkpoint"].split("\n")
    other = lines[:1] + [str(int(lines[1]) - 1)] + lines[2:]
    strange = ["tmis/" + "0" * 32] + lines[1:]
    cases = [("the checkpoint of this moment", good, 0, note), ("its short form", good, 0, given["short"]),
             ("an older checkpoint", now, 0, note), ("the newer short form", now, 0, later["short"]),
             ("an old copy put back, the checkpoint held", before, 8, later_note), ("an old copy put back, the short form held", before, 8, later["short"]),
             ("a checkpoint of another event", now, 8, "\n".join(other)), ("a checkpoint of another file", now, 8, "\n".join(strange)),
             ("a short form that isn't the event's", now, 8, "%d %s" % (given["seq"], later["short"].split(" ")[1])),
             ("an old copy put back, nothing held", before, 0, None), ("no checkpoint at all", now, 3, "hello")]
    for sentence, of, want, held in cases:
        judges.judge(sentence, judges.copy(of), want, *(["--checkpoint", held] if held else []))
    judges.collect()
    return len(cases)


def migrated(judges, school):
    """A field comes into the middle of a set: old versions keep their proof, new ones have one, and nothing is wrong."""
    schemas = school.path("schemas")
    shutil.copytree(os.path.join(ROOT, "schemas"), schemas)
    path = os.path.join(schemas, "tables", "work_experience.json")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    new = ('"nickname": {"x-tmis-label": {"zh": "简称", "en": "nickname"}, "x-tmis-type": "string", "x-tmis-since": 2, "type": "string",'
           ' "minLength": 1, "maxLength": 20},\n    "start_month": {')
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace('"start_month": {', new))
    school.officer("county", "sysadmin", "4301020001")
    school.run("--schemas", schemas, "db", "migrate", user="county")
    school.run("record", "edit", "work_experience#5", "--set", "nickname=二中", "--reason", "合同记载")
    judges.judge("a field added in the middle of a set, and a row edited", at_rest(school, "migrated.db"), 0)
    judges.collect()


def main():
    school = a_school(sys.argv[1])
    good = at_rest(school, "good.db")
    db = sqlite3.connect(good)
    program, sets = evidence_tables(db)
    judges = Judges(school)
    judges.judge("the good file", judges.copy(good), 0)
    judges.collect()
    fail_if(judges.problems)
    run = subprocess.run([sys.executable, os.path.join(HERE, "verify.py"), good], stdout=subprocess.PIPE, text=True)
    print(run.stdout.strip())
    empty = [t for t in program + sets if not damage.rows(db, t)]
    n = judges.damaged(good, damage.edits_together(db, sets)) + judges.damaged(good, damage.all_ways(db, program, sets))
    n += judges.damaged(good, forge.all_ways(db, school.insiders))
    n += duties(judges, good, db, school.people)
    held = checkpoints(judges, school, good)
    migrated(judges, school)
    db.close()
    print("%d damages, %d cases of checkpoints, %d not agreed on; %d kept off by an index; tables without rows: %s" % (
        n, held, len(judges.problems), len(judges.impossible), ", ".join(empty) or "none"))
    school.close()
    fail_if(judges.problems)


main()
