#!/usr/bin/env python3
"""While a school works, no password, code, identity number, pay, telephone or sanction is seen anywhere but where it was
asked for: not in the database or beside it, not in any other file written, not in arguments, environment or what is said.
`leaks.py PROGRAM`; TMIS_SHIM names durability/shim.c as built, which sees what is written to files that don't last."""
import base64
import contextlib
import csv
import glob
import json
import os
import sqlite3
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", folder) for folder in ("support", "durability", "sheets")]
import disk  # noqa: E402
from school import School, fail_if  # noqa: E402
from watched import ACCOUNTS, identity  # noqa: E402

ID, OTHER_ID = identity(0), identity(1)
WRONG_ID = identity(2)[:-1] + ("1" if identity(2)[-1] != "1" else "2")
VALUES = {
    "identity number": ID, "other identity number": OTHER_ID, "third identity number": identity(3), "identity number with a fault": WRONG_ID, "pay": "98765432.19",
    "pay with a fault": "7654321x", "mobile": "13987650123", "telephone": "0731-86420975", "telephone with a fault": "0731-8642 1357",
    "address": "青澜市澄明街263号27栋637室", "email": "quiet.person@mail.example", "new mobile": "13876549021",
    "sanction": "违规补课收费被家长举报", "revocation": "处分期内表现良好经复核",
}


def forms_of(secret):
    """The bytes it would have: as text of any width, in hex, in base64, without dashes; amounts as the integers of a database too."""
    out = set()
    for text in {secret, secret.replace("-", "")}:
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            data = text.encode(encoding)
            out |= {data, data.hex().encode(), data.hex().upper().encode()}
        for shift in range(3):  # whatever stands before it
            out.add(base64.b64encode(b"\0" * shift + text.encode())[4:-4])
    if len(secret) == 18:  # an identity number without region, or without its check digit
        out |= {secret[6:].encode(), secret[:17].encode()}
    digits = secret.replace(".", "").replace("-", "")
    if digits.isdigit() and 1 << 32 <= int(digits) < 1 << 63:
        out |= {struct.pack("<q", int(digits)), struct.pack(">q", int(digits))[2:], digits.encode()}
    return {form for form in out if len(form) >= 5}


# Keeps -wal and -shm in their places; in a process of its own, since this one would drop its locks.
READER = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT 1 FROM event').fetchone(); print(flush=True); sys.stdin.read()"


class Secrets:
    def __init__(self):
        self.forms, self.clean = {}, set()

    def add(self, name, secret):
        self.forms[name] = forms_of(secret)
        self.clean = set()

    def seen_in(self, data):
        if data in self.clean:  # most files stay as they were
            return set()
        seen = {name for name, forms in self.forms.items() if any(form in data for form in forms)}
        if not seen:
            self.clean.add(data)
        return seen


def cells(path):
    """Everything a SQLite shell dumps, whole where it lies on several pages. Integers as text."""
    db = sqlite3.connect(path)
    db.text_factory = bytes
    names = [n.decode() for n, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    out = []
    for name in names:
        for row in db.execute('SELECT * FROM "%s"' % name):
            out.append(b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in row))
    db.close()
    return b"\n".join(out)


def read(path):
    with open(path, "rb") as f:
        return f.read()


class Watch(School):
    """Commands whose password comes through a pipe: they wait for it, and their arguments and environment are read meanwhile."""

    def __init__(self, program, shim):
        super().__init__(program)
        self.log = self.folder + ".log"
        self.problems, self.secrets, self.asked_for, self.passwords, self.commands = [], Secrets(), {}, {}, 0
        self.pipe = self.path("password")
        os.mkfifo(self.pipe, 0o600)
        os.mkdir(self.path("tmp"))
        self.env.update(TMPDIR=self.path("tmp"), XDG_CONFIG_HOME=self.path(".config"), TMIS_SHIM_FOLDER=self.folder, TMIS_SHIM_LOG=self.log)
        self.env["LD_PRELOAD"] = shim + ":" + self.env["LD_PRELOAD"]

    def look(self, where, data, allowed=frozenset()):
        for name in sorted(self.secrets.seen_in(data) - allowed):
            self.problems.append("%s: %s" % (where, name))

    def may_have(self, file, names):
        """A file that was asked for, and what it is there for."""
        self.asked_for[file] = set(names)

    def allowed_in(self, file):
        return next((names for known, names in self.asked_for.items() if file == known or file.startswith((known + ".", "." + known))), set())

    def opened(self, child):
        """The pipe, as soon as the program reads from it; nothing to write to when it ended before."""
        while child.poll() is None:
            with contextlib.suppress(OSError):
                return os.fdopen(os.open(self.pipe, os.O_WRONLY | os.O_NONBLOCK), "w")
        sys.exit("tmis ended without reading the password: %s" % child.stderr.read().decode())

    def tell(self, *args, user=None, want=(0,), stdin="", typed=frozenset(), called=frozenset(), says=frozenset()):
        """`typed` are secrets that the user gives as arguments himself, `called` identity numbers that he calls a person by and
        no message repeats, `says` those that the answer is asked for."""
        what = "tmis " + " ".join(args[:3])
        with_password = ["--password-file", self.pipe] if user else []
        child = subprocess.Popen([self.program, *(["--user", user] if user and args[0] != "login" else []), *with_password, *args], cwd=self.folder,
                                 env={**self.env, "FAKETIME": self.day}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.look(what + ", its arguments", read("/proc/%d/cmdline" % child.pid), typed | called)
        if user:
            with self.opened(child) as f:  # the program waits for its password now
                arguments, environment = (read("/proc/%d/%s" % (child.pid, name)) for name in ("cmdline", "environ"))
                f.write(self.passwords[user] + "\n")
            if self.program.encode() not in arguments or b"TMIS_DB" not in environment:
                sys.exit(what + ": arguments and environment could not be read")
            self.look(what + ", its arguments", arguments, typed | called)
            self.look(what + ", its environment", environment)
        out, err = child.communicate(stdin.encode())
        if child.returncode not in want:
            sys.exit("%s: exit %d: %s" % (what, child.returncode, (err or out).decode()[-2000:]))
        self.look(what + ", what it says", err, typed)
        self.look(what + ", what it answers", out, says | typed)
        self.look_at_files(what)
        self.commands += 1
        return out.decode()

    def look_at_files(self, what):
        """What was written, to names that lasted or not, and what lies there now."""
        for call in disk.read(self.log) if os.path.exists(self.log) else []:
            self.look("%s, written to %s" % (what, call.name), call.data, self.allowed_in(call.name))
            if call.op == "create" and call.name.startswith("tmp/"):
                self.problems.append("%s made %s" % (what, call.name))
        if os.path.exists(self.log):
            os.remove(self.log)
        for at, _, names in os.walk(self.folder):
            for name in names:
                file = os.path.relpath(os.path.join(at, name), self.folder)
                if file != "password":
                    self.look("after %s, %s" % (what, file), file.encode() + b"\n" + read(os.path.join(at, name)), self.allowed_in(file))
                    if file.endswith(".db"):
                        self.look("after %s, %s as a dump" % (what, file), cells(os.path.join(at, name)))

    # -- what is given to it

    def given(self, name, text):
        self.write(name, text)
        self.may_have(name, self.secrets.forms)
        return name

    def password(self, user, text):
        self.passwords[user] = text
        self.secrets.add("password of " + user, text)

    def first_login(self, user, file, password, others=frozenset()):
        """With the initial password that stands in a file of passwords."""
        with open(self.path(file), encoding="utf-8") as f:
            initial = [row["password"] for row in csv.DictReader(f)][-1]
        self.secrets.add("initial password of " + user, initial)
        self.may_have(file, {"initial password of " + user, *others})
        self.passwords[user] = initial
        self.secrets.add("password of " + user, password)
        new = self.given(user + ".new", password + "\n")
        self.tell("passwd", "--new-password-file", new, user=user)
        self.passwords[user] = password
        os.remove(self.path(new))


def work(school):
    """Every kind of command that has a secret in its hands."""
    tell, secrets = school.tell, school.secrets
    for name, value in VALUES.items():
        secrets.add(name, value)
    school.password("admin", "lan-tian-2017")
    school.passwords["init"] = "lan-tian-2017"
    school.may_have("recovery.txt", {"recovery code"})
    tell("init", "--code", "4301020012", "--name", "青澜市第一中学", "--kind", "school", "--admin", "admin", "--recovery", "recovery.txt", user="admin")
    secrets.add("recovery code", read(school.path("recovery.txt")).decode().split()[-1])
    reader = subprocess.Popen([sys.executable, "-c", READER, school.path("school.db")], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    reader.stdout.readline()
    tell("accounts", "staff", "--login", "manager", "--role", "manager", "--passwords", "manager.csv", user="admin")
    school.first_login("manager", "manager.csv", "gong-zuo-manager-7")
    rows = "王强,1,1960-01-01,1,%s,,\n李娜,1,1960-01-01,1,%s,,\n" % (ID, OTHER_ID)
    tell("accounts", "create", "--from", school.given("people.csv", ACCOUNTS + "\n" + rows), "--passwords", "teacher.csv", user="admin")
    with open(school.path("teacher.csv"), encoding="utf-8") as f:
        first, second = csv.DictReader(f)
    other = second["login"]
    secrets.add("initial password of a teacher", first["password"])
    school.first_login(other, "teacher.csv", "wo-de-mi-ma-88", {"initial password of a teacher"})
    school.may_have("bad-accounts.csv", {"identity number with a fault"})
    tell("--json", "accounts", "create", "--from", school.given("bad.csv", ACCOUNTS + "\n张三,1,1960-01-01,1,%s,,\n" % WRONG_ID), "--passwords", "none.csv",
         "--rejects", "bad-accounts.csv", user="admin", want=(3,))
    import_tables(school, tell)
    tell("accounts", "create", "--name", "张三", "--sex", "1", "--birth", "1960-01-01", "--id-type", "1", "--id-number", "-", "--passwords", "third.csv",
         user="admin", stdin=VALUES["third identity number"] + "\n")
    tell("record", "edit", "contact#2", "--set", "mobile=" + VALUES["new mobile"], "--reason", "补录", user="manager", typed={"new mobile"})
    look_and_keep(school, tell, secrets)
    secrets.add("new password of manager", "zai-huan-yi-ci-9")
    tell("passwd", "--new-key", "--new-password-file", school.given("newer.pw", "zai-huan-yi-ci-9\n"), user="manager")
    os.remove(school.path("newer.pw"))
    school.passwords["manager"] = "zai-huan-yi-ci-9"
    tell("whoami", user="manager")
    school.passwords["manager"] = school.passwords["admin"]
    tell("whoami", user="manager", want=(4,))
    reader.communicate()


def import_tables(school, tell):
    pay = "id_number,year,annual_income,basic_salary,performance_pay,rural_teacher_subsidy,other_allowances,other_pay,insurance_fund\n"
    contact = "id_number,address,telephone,mobile,email\n"
    sanction = "id_number,discipline_type,reason,occurrence_date,description,decision_date,revocation_date,revocation_reason\n"
    row = "%s,2015,%s,1,1,1,1,1,1\n"
    contacts = "%s,%s,%s,%s,%s\n" % (ID, VALUES["address"], VALUES["telephone"], VALUES["mobile"], VALUES["email"]) + OTHER_ID + ",,,13712340000,\n"
    sanctions = "%s,1,01,2014-03-05,%s,2014-04-01,2015-04-01,%s\n" % (ID, VALUES["sanction"], VALUES["revocation"])
    for table, text in (("basic_pay", pay + row % (ID, VALUES["pay"])), ("contact", contact + contacts), ("discipline", sanction + sanctions)):
        tell("record", "import", table, "--from", school.given(table + ".csv", text), user="manager")
    faults = (("basic_pay", pay + row % (OTHER_ID, VALUES["pay with a fault"])), ("contact", contact + "%s,,%s,,\n" % (OTHER_ID, VALUES["telephone with a fault"])),
              ("discipline", sanction + "%s,1,01,2014-03-05,%s,2013-04-01,,\n" % (WRONG_ID, VALUES["sanction"])))
    for table, text in faults:
        file = school.given("bad_%s.csv" % table, text)
        school.may_have("rejects_%s.csv" % table, VALUES)
        for options in ([], ["--json"], ["--partial", "--rejects", "rejects_%s.csv" % table]):
            tell("record", "import", table, "--from", file, *options, user="manager", want=(3,))


def look_and_keep(school, tell, secrets):
    for name in ("pay.csv", "pay.xlsx"):
        school.may_have(name, VALUES)
        tell("record", "export", "basic_pay", "--out", name, user="manager")
        if os.stat(school.path(name)).st_mode & 0o077:
            school.problems.append(name + " can be read by others")
    for table in ("basic_pay", "contact", "discipline", "basic_information"):
        tell("record", "export", table, "--masked", "--out", "masked_%s.csv" % table, user="manager")
    tell("record", "check", user="manager", want=(0, 1))
    tell("login", "manager", user="manager")
    session, = glob.glob(school.path(".state", "tmis", "sessions", "*"))
    secrets.add("master key", json.loads(read(session))["master"])
    school.may_have(os.path.relpath(session, school.folder), {"master key"})  # and no password
    tell("audit", "list")
    tell("record", "history", "contact#1", says=set(VALUES))
    tell("journal", "list")
    for seq in range(1, 12):
        tell("--json", "journal", "show", str(seq))
    tell("journal", "prove", "discipline#1", "--out", "proof.json", user="manager")
    tell("journal", "check-proof", "proof.json")
    tell("logout")
    tell("db", "backup", "backup.db", user="admin")
    tell("db", "check", want=(0, 1), user="admin")
    call(tell)
    tell("journal", "verify", user="manager")


def call(tell):
    """Persons by their identity numbers, right ones and one with a fault."""
    steps = (("record", "add", "honor"), ("audit", "pass"), ("audit", "show"), ("submission", "send"), ("archive", "file", "--bag", "1"),
             ("sign", "record", "--set", "discipline", "--paper", "1"), ("status", "set", "--status", "11", "--from", "2017-02-01", "--reason", "1"),
             ("lock", "--scope", "self-entry"), ("rotation", "apply", "--type", "1", "--unit", "1", "--from", "2017-03-01", "--until", "2018-03-01", "--reason", "1"))
    for name in ("other identity number", "identity number with a fault"):
        for step in steps:
            tell(*step, "--teacher", VALUES[name], user="manager", want=range(9), called={name})
        for step in ("unlock", "disable", "enable", "show"):
            tell("accounts", step, VALUES[name], user="admin", want=range(9), called={name})
        tell("--json", "accounts", "unlock", VALUES[name], user="admin", want=range(9), called={name})


PLANT = """#!/bin/sh
echo %(secret)s > tmp/for-a-moment; rm tmp/for-a-moment
cat "$4" > kept; echo %(secret)s; echo %(secret)s >&2
"""


def planted(school):
    """What is found with a secret in each place that is looked at."""
    secret, school.problems = VALUES["mobile"], []
    school.program = school.write("plant", PLANT % {"secret": secret})
    os.chmod(school.program, 0o700)
    school.asked_for = {"plant": set(VALUES)}
    db = sqlite3.connect(school.path("planted.db"))
    db.execute("CREATE TABLE t (text, number)")
    db.execute("INSERT INTO t VALUES (?, ?)", ("x" * 5000 + VALUES["telephone"], int(VALUES["pay"].replace(".", ""))))
    db.commit()
    db.close()
    school.env["PLANTED"] = secret
    school.tell("--mobile=" + secret, user="admin")
    return {problem.partition(secret)[2] for problem in school.problems}


def main():
    school = Watch(sys.argv[1], os.environ["TMIS_SHIM"])
    work(school)
    problems = school.problems
    found = planted(school)
    for place in (", its arguments: mobile", ", its environment: mobile", ", what it says: mobile", ", what it answers: mobile",
                  ", written to tmp/for-a-moment: mobile", ", kept: password of admin", ", planted.db: telephone", ", planted.db as a dump: pay"):
        if place not in found:
            problems.append("planted and not seen" + place)
    school.close()
    fail_if(problems)
    print("%d commands, %d secrets, seen nowhere" % (school.commands, len(school.secrets.forms)))


main()
