"""A school under its authority with work of every kind to do, and the commands that do it. Each starts from a file that was
kept, in a folder of its own; what it made of the file is read with Python's SQLite, not with the program."""
import csv
import glob
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "support")]
sys.dont_write_bytecode = True
from school import ROOT, School  # noqa: E402
import disk  # noqa: E402
import reading_club  # noqa: E402

SCHOOL, AUTHORITY = "4301020012", "4301020001"
LOCAL = {"login_failure"}  # tables that nothing relies on
EARLIER = re.compile(rb"(org:\d+:)[0-9a-f]{32}")
PACKAGES = (".tmispkg", ".receipt")
SEED = int(os.environ.get("TMIS_SEED", "2017"))
CLUB = reading_club.table({"book": reading_club.BOOK}, ["book"])


@dataclass
class Ended:
    exit: int  # negative: killed by that signal
    out: str
    err: str


@dataclass
class Case:
    """A command that writes. `outputs` are files it makes; `keeps` says that it refuses when they are there."""
    name: str
    who: str
    args: list
    outputs: list = field(default_factory=list)
    keeps: bool = False
    password: bool = False  # too much depends on it for a session alone
    between: str = ""  # a file whose content is a state of its own on the way
    file: str = "base.db"  # what it starts from

    @property
    def packages(self):
        """Those of its outputs that are kept in the file too, and may lie there as parts until the next command."""
        return [name for name in self.outputs if name.endswith(PACKAGES)]


def content(path):
    """{table: its rows}, as bytes and numbers."""
    db = sqlite3.connect(path)
    try:
        return tables_of(db)
    finally:
        db.close()


def tables_of(db):
    db.text_factory = bytes
    names = [n.decode() for n, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")]
    tables = {n: db.execute('SELECT * FROM "%s" ORDER BY 1, 2' % n).fetchall() for n in names if n not in LOCAL}
    # Earlier keys of an organisation are called by their ids: in which order these come is drawn by lot.
    tables["key_wrap"] = [(EARLIER.sub(rb"\1*", row[0]) if isinstance(row[0], bytes) else row[0], *row[1:])
                          for row in tables.get("key_wrap", [])]
    return tables


def asked(cases):
    """Of the commands those that TMIS_ONLY=NAME,… names, without it all."""
    names = os.environ.get("TMIS_ONLY")
    return [c for c in cases if not names or c.name in names.split(",")]


def agrees(seen, first, second):
    """Whether `seen` is what two undisturbed runs made: every cell that is the same in both of them (no salt, no number
    drawn by lot) is the same here."""
    if seen.keys() != first.keys():
        return False
    for name, rows in seen.items():
        if len(rows) != len(first[name]):
            return False
        for row, one, two in zip(rows, first[name], second[name]):
            if row != one and any(a == b != c for a, b, c in zip(one, two, row)):
                return False
    return True


class Workshop(School):
    def __init__(self, program, shim, teachers=12):
        super().__init__(program)
        self.shim = os.path.abspath(shim)
        self.teachers = teachers
        self.place = self.path("place")
        self.log = self.path("shim.log")
        os.mkdir(self.place)
        self.db = os.path.join(self.place, "school.db")
        self.env["TMIS_DB"] = self.db
        print("seed %d" % SEED, flush=True)

    def count(self, name, every_run, sanitized=None):
        """How much is done: what the environment says, else what every run can afford."""
        return int(os.environ.get(name) or (sanitized or every_run // 10 if self.sanitized else every_run))

    # -- the file that most commands begin with

    def furnish(self):
        """Of the teachers a third has handed in, the first of them is ready for the authority, a third has accounts, and
        the others are known to their lists only."""
        self.write("county.pw", "lan-tian-2017\n")
        self.run("init", "--code", AUTHORITY, "--name", "青澜县教育局", "--kind", "authority", "--level", "county", "--admin", "county",
                 "--password-file", self.path("county.pw"))
        self.run("org", "add", "--code", SCHOOL, "--name", "青澜市第一中学", "--kind", "school", user="county")
        self.officer("admin", "sysadmin", SCHOOL, by="county")
        self.officer("manager", by="admin")
        for who in ("county", "admin", "manager"):
            self.log_in(who)
        data = self.generate("data", "--teachers", str(self.teachers))
        third = self.teachers // 3
        with open(os.path.join(data, "accounts.csv"), encoding="utf-8-sig") as f:
            self.numbers = [row["identity_document_number"] for row in csv.DictReader(f)]
        self.part(data, "first", "accounts", self.numbers[:2 * third])
        self.accounts(self.path("first", "accounts.csv"))
        for table in sorted(n[:-4] for n in os.listdir(data) if not n.startswith("accounts")):
            self.part(data, "handed_in", table, self.numbers[:third])
            self.part(data, "import", table, self.numbers[third:2 * third])
        self.done("manager", "record", "import", "dossier", "--from", self.path("handed_in"))
        self.done("manager", "record", "submit", "--all", want={0, 1})
        self.send_ready(self.numbers[0])
        self.done("county", "db", "backup", self.path("earlier.db"))
        self.part(data, "undo", "work_experience", self.numbers[third:2 * third])
        self.undo = self.done("manager", "record", "import", "work_experience", "--from", self.path("undo", "work_experience.csv"))["event"]
        self.schemas = self.path("schemas")
        shutil.copytree(os.path.join(ROOT, "schemas"), self.schemas)
        with open(os.path.join(self.schemas, "tables", "reading_club.json"), "w", encoding="utf-8") as f:
            json.dump(CLUB, f, ensure_ascii=False)
        shutil.copy(self.db, self.path("base.db"))
        self.before = content(self.path("base.db"))

    def log_in(self, who):
        ended = self.tell(who, "--password-file", self.path(who + ".pw"), "login", who)
        if ended.exit != 0:
            sys.exit("login %s: %s" % (who, ended.err))

    def enter(self, file, people):
        """Sessions are a file's own."""
        self.lay(file)
        for who in people:
            self.log_in(who)

    def part(self, data, folder, table, numbers):
        """The rows of these teachers, as a file of its own."""
        os.makedirs(self.path(folder), exist_ok=True)
        with open(os.path.join(data, table + ".csv"), encoding="utf-8-sig", newline="") as f, \
                open(self.path(folder, table + ".csv"), "w", encoding="utf-8", newline="") as out:
            rows = csv.reader(f)
            writer = csv.writer(out)
            heading = next(rows)
            writer.writerow(heading)
            at = next(i for i, name in enumerate(heading) if name in ("id_number", "identity_document_number"))
            writer.writerows(row for row in rows if row[at] in numbers)

    def send_ready(self, teacher):
        self.done("manager", "audit", "pass", "--teacher", teacher)
        n = 0
        for item in self.done("manager", "evidence", "missing", "--teacher", teacher, want={0, 1})["items"]:
            for _ in range(item["called"] - item["seen"]):
                n += 1
                self.done("manager", "evidence", "add", "--teacher", teacher, "--kind", item["kind"], "--number", "4301%04d" % n, "--seen-original")
        for part in ("basic_pay", "annual_assessment", "discipline", "ethics_assessment", "dossier"):
            self.run("sign", "record", "--teacher", teacher, "--set", part, "--paper", "2017-0001", user="manager")

    # -- commands

    def cases(self):
        out = lambda name: os.path.join(self.place, name)  # noqa: E731
        teacher, other = self.numbers[0], self.numbers[1]
        return [
            Case("record import", "manager", ["record", "import", "dossier", "--from", self.path("import")]),
            Case("accounts create", "admin", ["accounts", "create", "--from", self.path("data", "accounts.csv"), "--passwords", out("passwords.csv")],
                 ["passwords.csv"], keeps=True),
            Case("record import of one table", "manager", ["record", "import", "study_experience", "--from", self.path("import", "study_experience.csv")]),
            Case("audit pass", "manager", ["audit", "pass", "--all"]),
            Case("evidence add", "manager", ["evidence", "add", "--teacher", other, "--kind", "education", "--number", "430102", "--seen-original"]),
            Case("lock", "manager", ["lock", "--scope", "self-entry", "--reason", "采集截止"]),
            Case("org key --renew", "admin", ["org", "key", "--renew", "--reason", "例行更换"], password=True),
            Case("submission send", "manager", ["submission", "send", "--teacher", teacher], password=True),
            Case("journal undo", "manager", ["journal", "undo", str(self.undo), "--reason", "导入了错误的文件"]),
            Case("form print", "manager", ["form", "print", "--form", "basic_pay", "--teacher", teacher, "--out", out("form.pdf")], ["form.pdf"]),
            Case("record export", "manager", ["record", "export", "work_experience", "--out", out("work.xlsx")], ["work.xlsx"]),
            Case("db backup", "county", ["db", "backup", out("backup.db")], ["backup.db"], keeps=True),
            Case("db migrate", "county", ["--schemas", self.schemas, "db", "migrate"]),
            Case("db restore", "county", ["db", "restore", "--older", self.path("earlier.db")], between=self.path("earlier.db")),
        ]

    def forget_heads(self):
        for state in glob.glob(self.path(".state-*")):
            shutil.rmtree(os.path.join(state, "tmis", "heads"), ignore_errors=True)

    def lay(self, file="base.db"):
        """The file as it was, and nothing beside it; no machine remembers that it was further."""
        self.forget_heads()
        for name in os.listdir(self.place):
            os.remove(os.path.join(self.place, name))
        shutil.copyfile(self.path(file), self.db)
        os.chmod(self.db, 0o600)

    def tell(self, who, *args, password=False, **shim):
        """A command to its end; `shim` are the settings of shim.c without their TMIS_SHIM_."""
        env = {**self.env, "XDG_STATE_HOME": self.path(".state-" + who)}
        if shim:
            env.update({"TMIS_SHIM_" + name: str(value) for name, value in shim.items()})
            env.update(LD_PRELOAD=self.shim + ":" + env["LD_PRELOAD"], TMIS_SHIM_FOLDER=self.place)
        with_password = ["--user", who, "--password-file", self.path(who + ".pw")] if password else []
        done = subprocess.run([self.program, "-q", "-y", "--json", *with_password, *args], cwd=self.folder, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="surrogateescape", timeout=900)
        return Ended(done.returncode, done.stdout, done.stderr)

    def give(self, case, **shim):
        return self.tell(case.who, *case.args, password=case.password, **shim)

    def done(self, who, *args, want=frozenset({0})):
        ended = self.tell(who, *args)
        if ended.exit not in want:
            sys.exit("tmis %s: exit %d\n%s" % (" ".join(args), ended.exit, ended.err[-2000:]))
        return json.loads(ended.out.splitlines()[-1])

    def calls(self):
        """What the shim noted since the last time."""
        found = disk.read(self.log) if os.path.exists(self.log) else []
        if os.path.exists(self.log):
            os.remove(self.log)
        return found

    def outputs(self, case):
        return {n: read(os.path.join(self.place, n)) for n in case.outputs if os.path.exists(os.path.join(self.place, n))}


def read(path):
    with open(path, "rb") as f:
        return f.read()


def is_whole(path, example):
    """Whether a file that was made is one that an undisturbed run could have made."""
    data = read(path)
    if data == example:
        return True
    if path.endswith(PACKAGES):
        return is_package(data)
    if path.endswith(".pdf"):
        return data.startswith(b"%PDF") and data.rstrip().endswith(b"%%EOF")
    try:
        if path.endswith(".xlsx"):
            return zipfile.ZipFile(path).testzip() is None
        if path.endswith(".db"):
            db = sqlite3.connect(path)
            sound = db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            db.close()
            return sound and content(path) == content_of(example)
    except (sqlite3.DatabaseError, zipfile.BadZipFile, zlib.error, EOFError):
        return False
    return data.count(b"\n") == example.count(b"\n") and data.endswith(b"\n")


def is_package(data):
    """First line, length of the manifest, manifest, signatures, an empty line, and as many bytes as the manifest says."""
    try:
        _, length, rest = data.split(b"\n", 2)
        payload = rest[int(length) + 1:].split(b"\n\n", 1)[1]
        return json.loads(rest[:int(length)])["payload"]["size"] == len(payload)
    except (ValueError, IndexError):
        return False


def content_of(data):
    db = sqlite3.connect(":memory:")
    db.deserialize(data)
    return tables_of(db)


def told(problems, what):
    """Ends a test."""
    for problem in problems[:40]:
        print(problem)
    if problems:
        sys.exit("%d problems" % len(problems))
    print(what)
