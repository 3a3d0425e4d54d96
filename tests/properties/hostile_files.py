#!/usr/bin/env python3
"""Whatever file, name, disk or signal a command meets: it says what and where and how to go on, its exit code is the
right one, nothing is stored, nothing is left behind, memory stays under 512 MiB. hostile_files.py TMIS [WORD]: only the
promises with this word; TMIS_SHOW=1 prints what every command said."""
import contextlib
import csv
import io
import json
import os
import pty
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import termios
import time
import zipfile

sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", folder) for folder in ("support", "sheets")]
import make_hostile as make  # noqa: E402
from hostile_tables import bomb_table, hostile_tables, sheet  # noqa: E402
from watched import ACCOUNTS, HEADING, PROBLEMS, Watched, check_error, check_memory, identity, keep_promises, nothing_stored, person, promise, refused, table, work, wrong  # noqa: E402

WORK = ("record", "import", "work_experience", "--from")
EXPORT = ("record", "export", "work_experience", "--out")
BESIDE = ("school.db-wal", "school.db-shm")  # SQLite's own: the next command that opens the file takes them up
ESCAPE, TURN = "\x1b[31m", "\u202e"  # red; the rest of the line from right to left
UNSAFE = set(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]))


@promise("a hostile table is refused with its place, and nothing of it is stored")
def tables(school):
    for case, name, content, says in hostile_tables():
        school.give(name, content)
        refused(school, case, [*WORK, name], 3, says)
        os.remove(school.path(name))
    for name in ("nul.csv", "cell.csv"):
        school.give(name, ACCOUNTS + "\n" + ("\0" if name == "nul.csv" else "x" * 5_000_000) + person(7))
        refused(school, "accounts from " + name, ["accounts", "create", "--from", name, "--passwords", "new.csv"], 3, "…(%s, row 2…)" % name, user="admin")
        os.remove(school.path(name))


@promise("with --json the error is one object on standard error")
def error_object(school):
    for name, content, code in (("empty.csv", "", "sheet.empty"), ("cut.xlsx", make.pack(sheet(HEADING))[:-9], "xlsx.truncated"), ("bytes.csv", table("\x01").encode() + b"\xff\n", "csv.encoding")):
        school.give(name, content)
        with nothing_stored(school, name):
            ended = school.tell("--json", *WORK, name)
        error = json.loads(ended.err)["error"]
        if (ended.exit, error["exit"], error["code"], ended.out) != (3, 3, code, "") or not error["message"] or not error["hint"]:
            wrong(name, "exit %d, %s" % (ended.exit, error))
        os.remove(school.path(name))


@promise("a table of nothing but a heading stores nothing and is no error")
def only_a_heading(school):
    for name, content in (("heading.csv", HEADING), ("heading.xlsx", sheet(HEADING))):
        school.give(name, content)
        with nothing_stored(school, name):
            ended = school.tell("--json", *WORK, name)
        if ended.exit != 0 or json.loads(ended.out)["read"] != 0 or json.loads(ended.out)["event"] is not None:
            wrong(name, "exit %d: %s%s" % (ended.exit, ended.out, ended.err))
        os.remove(school.path(name))


@promise("a folder, a device or nothing at all is no file")
def no_files(school):
    os.mkdir(school.path("folder"))
    for args, user in ((WORK, "manager"), (("schema", "check"), "manager"), (("campaign", "import"), "manager"), (("accounts", "create", "--passwords", "new.csv", "--from"), "admin")):
        case = " ".join(args[:2])
        refused(school, case + ": a folder", [*args, "folder"], 2, "folder is not a file (Is a directory)", user=user)
        refused(school, case + ": a missing file", [*args, "none.csv"], 6, "there is no file none.csv", user=user)
    refused(school, "a file in a folder that is none", [*WORK, "none/a.csv"], 6, "there is no file none/a.csv")
    refused(school, "a missing dossier", ["record", "import", "dossier", "--from", "none"], 6, "there is no file none")
    refused(school, "a folder as database", ["--db", "folder", "org", "list"], 7, "folder is no database of tmis")
    refused(school, "a missing database", ["--db", "none.db", "org", "list"], 6, "there is no database none.db")
    os.rmdir(school.path("folder"))
    if not school.sanitized:  # which reserves all addresses for itself
        refused(school, "a device that never ends", [*WORK, "/dev/zero"], 2, "/dev/zero is not a file (…)", most_space=1 << 30)


@promise("memory stays under 512 MiB, however much is given")
def memory(school):
    school.give("faults.csv", table("x,x,x,x,x,x\n" * 80_000))
    with nothing_stored(school, "400,000 wrong cells"):
        ended = school.tell("--json", *WORK, "faults.csv")
    check_memory(school, "400,000 wrong cells", ended)
    if ended.exit != 3:
        wrong("400,000 wrong cells", "exit %d: %r" % (ended.exit, ended.err[:300]))
    os.remove(school.path("faults.csv"))
    pipe = subprocess.Popen(["head", "-c", "600000000", "/dev/zero"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    refused(school, "600 MB through a pipe", [*WORK, "-"], 3, "- …", stdin=pipe.stdout)
    pipe.stdout.close()
    pipe.wait()


@promise("a hostile JSON document is refused with its name")
def documents(school):
    for case, name, content in (("lists 100,000 deep", "deep.json", "[" * 100_000 + "]" * 100_000), ("objects 100,000 deep", "objects.json", '{"a":' * 100_000 + "1" + "}" * 100_000),
                                ("a list that never ends", "open.json", "[" * 1_000_000), ("one key twice", "twice.json", '{"title":"a","title":"b"}'), ("a NUL byte", "nul.json", '{"a":"\0"}'),
                                ("bytes that are no UTF-8", "bytes.json", b'{"a":"\xff"}'), ("an empty file", "empty.json", "")):
        school.give(name, content)
        for args in (("schema", "check"), ("campaign", "import")):
            refused(school, "%s in %s" % (case, " ".join(args)), [*args, name], 3, "…%s…" % name)
        os.remove(school.path(name))


def unsafe(text, but=""):
    return sorted({c for c in text if c in UNSAFE and c not in but or "\udc80" <= c <= "\udcff"})


@promise("no control character and no mark of direction reaches the screen from a name")
def names(school):
    evil = ESCAPE + TURN
    commands = [([evil], None), (["record", evil], None), (["help", evil], None), (["--lang", evil, "org", "list"], None), (["--db", evil, "org", "list"], None),
                (["record", "list", evil], "manager"), (["record", "show", "--teacher", evil], "manager"), (["record", "list", "work_experience", "--org", evil], "manager"),
                (["record", "list", "work_experience", "--limit", evil], "manager"), (["record", "history", evil], "manager"), ([*WORK, evil], "manager"), ([*WORK, "people.csv", "--encoding", evil], "manager"),
                ([*EXPORT, evil], "manager"), ([*EXPORT, evil + "/a.csv"], "manager"), (["schema", "check", evil], "manager"), (["schema", "template", "work_experience", "--out", evil + "/a.xlsx"], "manager"),
                (["record", "add", "work_experience", "--teacher", identity(0), "--reason", "r", "--set", evil + "=1"], "manager"), (["journal", "list", "--since", evil], "manager"),
                (["org", "show", evil], "admin"), (["accounts", "show", evil], "admin"), (["accounts", "staff", "--login", evil, "--role", "viewer", "--passwords", "new.csv"], "admin"),
                (["db", "restore", evil], "admin"), (["db", "backup", evil + "/a.db"], "admin")]
    for args, user in commands:
        case = "tmis " + " ".join(args).replace(evil, "EVIL")
        with nothing_stored(school, case):
            ended = school.tell(*args, user=user)
        if unsafe(ended.out + ended.err, "\n"):
            wrong(case, "shown raw: %r" % (ended.out + ended.err)[:200])
        elif "\\u{1b}[31m\\u{202e}" not in ended.err:
            wrong(case, "not shown escaped: %r" % ended.err[:200])
        check_error(school, case, ended, tuple(range(2, 8)), "…")
    for name, content, args in ((evil + ".csv", "", ()), (evil + ".csv", table("x,x,x,x,x,x\n"), ()), (evil + ".xlsx", sheet(HEADING), ("--sheet", "none")), ("h.csv", HEADING + "," + evil + "\n", ()),
                                ("v.csv", table(work(nature=evil)), ()), ("k.jsonl", '{"\\u001b[31m\\u202e":1,"\\u001b[31m\\u202e":1}\n', ())):
        case = "a file %r with %r" % (name, str(content)[:40])
        school.give(name, content)
        with nothing_stored(school, case):
            ended = school.tell(*WORK, name, *args)
        if unsafe(ended.out + ended.err, "\n") or "\\u{202e}" not in ended.err:
            wrong(case, "shown raw: %r" % ended.err[:200])
        os.remove(school.path(name))


@promise("control characters are stored nowhere, and nor are marks of direction, which nobody sees")
def stored_names(school):
    add = ("record", "add", "work_experience", "--teacher", identity(0), "--reason", "test", "--set", "start_month=2001-01", "--set", "unit_nature=23", "--set", "position=a", "--set")
    for sign in ("\x1b", "\x01", "\x7f", "\x9b"):
        case = "U+%04X in a cell" % ord(sign)
        school.give("a.csv", table(work("a" + sign + "b")))
        with nothing_stored(school, case):
            ended = school.tell(*WORK, "a.csv")
        if ended.exit != 3 or not ended.err.startswith("a.csv, row 2, column B: ") or "hint: " not in ended.err:
            wrong(case, "exit %d: %r" % (ended.exit, ended.err[:200]))
        os.remove(school.path("a.csv"))
    for case, args, user in (("a control character in a value", [*add, "unit_name=a" + ESCAPE], "manager"),
                             ("a control character in an organisation's name", ["org", "add", "--code", "AB01", "--kind", "institution", "--name", "a" + ESCAPE], "admin"),
                             ("a control character in an officer's name", ["accounts", "staff", "--login", "li", "--role", "viewer", "--passwords", "new.csv", "--name", "a" + ESCAPE], "admin"),
                             ("bytes that are no UTF-8 in a value", [*add, b"unit_name=\xff\xfe"], "manager"),
                             ("bytes that are no UTF-8 in an organisation's name", ["org", "add", "--code", "AB02", "--kind", "institution", "--name", b"\xff"], "admin"),
                             ("bytes that are no UTF-8 in a reason", ["record", "add", "work_experience", "--teacher", identity(0), "--set", "unit_name=b", "--set", "start_month=2001-02", "--set", "unit_nature=23",
                                                                     "--set", "position=a", "--reason", b"\xff"], "manager")):
        with nothing_stored(school, case):
            ended = school.tell(*args, user=user)
        if ended.exit not in (2, 3) or "hint: " not in ended.err or unsafe(ended.out + ended.err, "\n"):
            wrong(case, "exit %d: %r" % (ended.exit, (ended.out + ended.err)[:200]))

    name = "李" + TURN + "四"
    school.give("a.csv", ACCOUNTS + "\n" + person(90, name))
    if school.tell("accounts", "create", "--from", "a.csv", "--passwords", "turned.csv", user="admin").exit != 0:
        wrong("a mark of direction in a name", "the name isn't stored")
    shown = school.tell("accounts", "list", user="admin").out
    master, slave = pty.openpty()
    school.tell("accounts", "list", user="admin", stdout=slave)
    os.close(slave)
    on_screen = os.read(master, 1 << 16).decode()
    os.close(master)
    for what, text in (("without a terminal", shown), ("on a terminal", on_screen.replace("\x1b[1m", "").replace("\x1b[0m", ""))):
        if "李四" not in text or unsafe(text, "\t\r\n"):
            wrong("a mark of direction in a list " + what, repr(text[:400]))
    said = school.tell("--json", "accounts", "list", user="admin").out
    if "李四" not in [one["name"] for one in json.loads(said)["items"]] or set(said.rstrip("\n")) & set(map(chr, [*range(0x20), *range(0x7F, 0xA0)])):
        wrong("a mark of direction in JSON", repr(said[:400]))
    os.remove(school.path("a.csv"))


@promise("a file whose name is no UTF-8 is a file like others")
def names_of_bytes(school):
    for args in ((), ("--json",)):
        ended = school.tell(*args, *WORK, b"\xff.csv")
        if ended.exit != 6 or "\ufffd" in ended.err or unsafe(ended.err, "\n") or "x{ff}" not in ended.err:
            wrong("a missing file of such a name %s" % (args,), "exit %d: %r" % (ended.exit, ended.err))
    school.give(b"\xff.csv", table(work("名"), work(start="x")))
    with nothing_stored(school, "a bad row"):
        ended = school.tell(*WORK, b"\xff.csv")
    if ended.exit != 3 or not ended.err.startswith("\\x{ff}.csv, row 3, column C: "):
        wrong("a bad row in such a file", "exit %d: %r" % (ended.exit, ended.err[:200]))
    school.give(b"\xff.csv", table(work("名")))
    ended = school.tell(*WORK, b"\xff.csv")
    if ended.exit != 0 or "名" not in [r["unit_name"] for r in school.records()]:
        wrong("a good row in such a file", "exit %d: %r" % (ended.exit, ended.err[:200]))
    os.remove(os.path.join(os.fsencode(school.folder), b"\xff.csv"))


@promise("what looks like a formula is a text, in and out and in again")
def formulas(school):
    texts = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "＝1+1", "＋1", "－1", "＠x", "'=1", "''=1", "'x", '=HYPERLINK("http://x","y")', "-5", "a=1"]
    school.give("f.jsonl", "".join(json.dumps({"id_number": identity(1), "unit_name": t, "start_month": "1990-%02d" % n, "unit_nature": "23", "position": t[:40]}) + "\n" for n, t in enumerate(texts[:12], 1))
                + "".join(json.dumps({"id_number": identity(1), "unit_name": t, "start_month": "1991-%02d" % n, "unit_nature": "23", "position": t}) + "\n" for n, t in enumerate(texts[12:], 1)))
    if school.tell(*WORK, "f.jsonl").exit != 0:
        return wrong("formulas", "are refused")
    mine = lambda: [r["unit_name"] for r in school.records() if r["start_month"][:3] == "199"]  # noqa: E731
    if mine() != texts:
        wrong("formulas", "stored as %s" % mine())
    for ending in ("csv", "xlsx", "jsonl"):
        school.tell(*EXPORT, "f." + ending + ".out." + ending)
        back = school.tell("--json", *WORK, "f." + ending + ".out." + ending)
        if back.exit != 0 or json.loads(back.out)["unchanged"] != json.loads(back.out)["read"] or mine() != texts:
            wrong("formulas as ." + ending, "come back changed: %s%s" % (back.out[:300], back.err[:300]))
    with open(school.path("f.csv.out.csv"), encoding="utf-8", newline="") as f:
        cells = [r["unit_name"] for r in csv.DictReader(f) if r["start_month"][:3] == "199"]
    if cells != ["'" + t if t.lstrip("'")[:1] in "=+-@＝＋－＠" else t for t in texts]:
        wrong("formulas in CSV", "stand there as %s" % cells)
    with zipfile.ZipFile(school.path("f.xlsx.out.xlsx")) as z:
        parts = "".join(z.read(name).decode() for name in z.namelist() if "sheet1" in name or "sharedStrings" in name)
    if "<f" in parts.replace("<fo", "") or "<t>=cmd|' /C calc'!A0</t>" not in parts:
        wrong("formulas in XLSX", "aren't texts: %s" % parts[:300])
    school.give("bad.csv", table(work("=1+1", start="x", post="+1", who=2)))
    with nothing_stored(school, "formulas among the rejects", ["rejects.csv"]):
        ended = school.tell(*WORK, "bad.csv", "--partial", "--rejects", "rejects.csv")
    with open(school.path("rejects.csv"), encoding="utf-8", newline="") as f:
        rejected = list(csv.DictReader(f))
    if ended.exit != 3 or (rejected[0]["unit_name"], rejected[0]["position"]) != ("'=1+1", "'+1"):
        wrong("formulas among the rejects", "exit %d: %s" % (ended.exit, rejected))
    school.give("p.csv", ACCOUNTS + "\n" + person(91, "=cmd|x"))
    school.tell("accounts", "create", "--from", "p.csv", "--passwords", "formula.csv", user="admin")
    with open(school.path("formula.csv"), encoding="utf-8") as f:
        if list(csv.DictReader(f))[0]["name"] != "'=cmd|x":
            wrong("a formula as name", "stands bare in the file of passwords")
    for name in ("f.jsonl", "bad.csv", "p.csv"):
        os.remove(school.path(name))


def many(school, name, rows, unit="单位"):
    return school.give(name, table(*("%s,%s%d,2008-09,,23,教师\n" % (identity(0), unit, n) for n in range(rows))))


@promise("a full disk stores nothing and loses nothing")
def full_disk(school):
    school.tell(*WORK, many(school, "stored.csv", 6000))
    many(school, "more.csv", 20_000, "另一单位")
    size = os.path.getsize(school.path("school.db"))
    for most in (4096, 40_000, 200_000, size, size + 500_000):
        refused(school, "an import where files may have %d bytes" % most, [*WORK, "more.csv"], 7, "the d…", BESIDE, most_file=most)
    for ending in ("csv", "xlsx", "jsonl"):
        refused(school, "an export to ." + ending + " where files may have 200,000 bytes", [*EXPORT, "out." + ending], 7, "out." + ending + " can't be written: File too large", BESIDE, most_file=200_000)
    # What goes out on a screen or into a pipe is no less a promise.
    with open("/dev/full", "w") as full:
        for args in (("record", "list", "work_experience"), ("--json", "record", "list", "work_experience"), ("record", "show", "--teacher", identity(0)), ("help", "formats")):
            ended = school.tell(*args, stdout=full)
            if ended.exit != 7 or not ended.err.startswith('{"error"' if args[0] == "--json" else "tmis: "):
                wrong(" ".join(args) + " > /dev/full", "exit %d: %r" % (ended.exit, ended.err))
    if full_device(school.path("full.csv")):
        refused(school, "an export to a device", [*EXPORT, "full.csv"], (2, 7), "full.csv …")
        if not stat.S_ISCHR(os.stat(school.path("full.csv")).st_mode):
            wrong("an export to a device", "has put a file in its place")
        os.remove(school.path("full.csv"))
    with mounted(school, "disk", "size=4m") as works:
        if works:
            tiny_disk(school)


def full_device(path):
    """A /dev/full of our own for root, who could put a file in the place of the machine's; else a link to that."""
    try:
        if os.geteuid() == 0:
            os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 7))
        else:
            os.symlink("/dev/full", path)
        return stat.S_ISCHR(os.stat(path).st_mode)
    except PermissionError:
        return False


def tiny_disk(school):
    shutil.copy(school.path("school.db"), school.path("disk", "school.db"))
    many(school, "much.csv", 40_000, "第三单位")
    with nothing_stored(school, "an import on a full disk", db="disk/school.db"):
        ended = school.tell("--db", "disk/school.db", *WORK, "much.csv")
    check_error(school, "an import on a full disk", ended, 7, "the disk is full: …(…disk/school.db)")
    os.remove(school.path("disk", "school.db"))
    with open(school.path("disk", "filler"), "wb", buffering=0) as f, contextlib.suppress(OSError):
        while f.write(bytes(4096)):
            pass
    full = "%s can't be written: No space left on device"
    for case, args, user, says in (("an export", [*EXPORT, "disk/a.csv"], "manager", full % "disk/a.csv"), ("a workbook", [*EXPORT, "disk/a.xlsx"], "manager", full % "disk/a.xlsx"),
                                   ("a few rows as workbook", ["record", "export", "study_experience", "--out", "disk/b.xlsx"], "manager", full % "disk/b.xlsx"),
                                   ("a few rows", ["record", "export", "basic_information", "--out", "disk/b.csv"], "manager", full % "disk/b.csv"),
                                   ("a template", ["schema", "template", "work_experience", "--out", "disk/t.xlsx"], "manager", full % "disk/t.xlsx"),
                                   ("a new officer's password", ["accounts", "staff", "--login", "li", "--role", "viewer", "--passwords", "disk/p.csv"], "admin", full % "disk/p.csv"),
                                   ("a backup", ["db", "backup", "disk/b.db"], "admin", "…"), ("a new database", ["--db", "disk/n.db", "init", "--code", "4301020013", "--name", "a", "--kind", "school", "--admin", "a"], "admin", "the disk is full: …")):
        refused(school, case + " on a full disk", args, 7, says, user=user)


@contextlib.contextmanager
def mounted(school, name, options):
    """A small disk of its own, where the test may make one."""
    os.mkdir(school.path(name))
    works = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmis-test", school.path(name)], stderr=subprocess.DEVNULL).returncode == 0
    try:
        yield works
    finally:
        if works:
            subprocess.run(["umount", "-l", school.path(name)], check=True)
        os.rmdir(school.path(name))


@promise("where an output can't be written, nothing is stored either")
def outputs(school):
    school.give("some.csv", table(work("好单位", who=1), work(start="x", who=1)))
    school.give("new.csv", ACCOUNTS + "\n" + person(95) + person(96))
    nowhere = "nowhere/%s can't be written: No such file or directory"
    for case, args, user, name in (("passwords of a batch", ["accounts", "create", "--from", "new.csv", "--passwords", "nowhere/p.csv"], "admin", "p.csv"),
                                   ("an officer's password", ["accounts", "staff", "--login", "zhao", "--role", "viewer", "--passwords", "nowhere/p.csv"], "admin", "p.csv"),
                                   ("a new password", ["accounts", "reset", "manager", "--reason", "test", "--passwords", "nowhere/p.csv"], "admin", "p.csv"),
                                   ("rejects", [*WORK, "some.csv", "--partial", "--rejects", "nowhere/r.csv"], "manager", "r.csv"),
                                   ("an export", [*EXPORT, "nowhere/o.csv"], "manager", "o.csv"), ("a workbook", [*EXPORT, "nowhere/o.xlsx"], "manager", "o.xlsx"),
                                   ("a template", ["schema", "template", "work_experience", "--out", "nowhere/t.xlsx"], "manager", "t.xlsx"), ("a backup", ["db", "backup", "nowhere/b.db"], "admin", "b.db")):
        refused(school, case + " into no folder", args, 7, nowhere % name, user=user)
    os.remove(school.path("some.csv"))
    os.remove(school.path("new.csv"))


@contextlib.contextmanager
def unwritable(path):
    """For root modes are nothing; where the file system has no immutable files either, there is nothing to test."""
    mode = os.stat(path).st_mode
    if os.geteuid() == 0:
        works = subprocess.run(["chattr", "+i", path], stderr=subprocess.DEVNULL).returncode == 0
    else:
        os.chmod(path, mode & ~0o222)
        works = True
    try:
        yield works
    finally:
        if os.geteuid() != 0:
            os.chmod(path, mode)
        elif works:
            subprocess.run(["chattr", "-i", path], check=True)


@promise("what can only be read is not written, and says so")
def read_only(school):
    os.mkdir(school.path("safe"))
    shutil.copy(school.path("school.db"), school.path("safe", "school.db"))
    school.give("one.csv", table(work("只读", who=1)))
    here = ("--db", "safe/school.db")
    add = [*here, *WORK, "one.csv"]
    beside = ["safe/school.db-wal", "safe/school.db-shm"]  # of a reader, which can't remove them from a file it can't write
    with unwritable(school.path("safe", "school.db")) as works:
        if works:
            refused(school, "an import into a read-only file", add, 7, "safe/school.db can only be read", beside)
            if school.tell(*here, "record", "list", "work_experience").exit != 0:
                wrong("a read-only file", "can't be read")
    for name in beside:
        with contextlib.suppress(FileNotFoundError):
            os.remove(school.path(name))
    with unwritable(school.path("safe")) as works:
        if works:
            refused(school, "an import in a read-only folder", add, 7, "…safe/school.db …")
            refused(school, "an export into a read-only folder", [*EXPORT, "safe/a.csv"], 7, "safe/a.csv can't be written: …")
            refused(school, "a workbook into a read-only folder", [*EXPORT, "safe/a.xlsx"], 7, "safe/a.xlsx can't be written: …")
    with mounted(school, "disk", "size=8m") as works:
        if works:
            shutil.copy(school.path("school.db"), school.path("disk", "school.db"))
            subprocess.run(["mount", "-o", "remount,ro", school.path("disk")], check=True)
            refused(school, "an import on a read-only disk", ["--db", "disk/school.db", *WORK, "one.csv"], 7, "disk/school.db can only be read")
            refused(school, "an export on a read-only disk", [*EXPORT, "disk/a.csv"], 7, "disk/a.csv can't be written: Read-only file system")
            ended = school.tell("--db", "disk/school.db", "record", "list", "work_experience")
            if ended.exit != 0 and (ended.exit, ended.err[:6]) != (7, "tmis: "):
                wrong("a read-only disk", "exit %d: %r" % (ended.exit, ended.err))
    shutil.rmtree(school.path("safe"))
    os.remove(school.path("one.csv"))


@promise("a database of another program, or a damaged one, is left as it is")
def other_databases(school):
    other = sqlite3.connect(school.path("other.db"))
    other.execute("CREATE TABLE t(a)")
    other.commit()
    other.close()
    os.chmod(school.path("other.db"), 0o600)
    school.give("text.db", "a text\n" * 1000)
    school.give("empty.db", "")
    with open(school.path("school.db"), "rb") as f:
        whole = f.read()
    sizes = {"cut-100.db": 100, "cut-page.db": 4096, "cut-half.db": len(whole) // 2, "cut-last.db": len(whole) - 4096, "cut-odd.db": len(whole) - 1000}
    for name, size in sizes.items():
        school.give(name, whole[:size])
    school.give("one.csv", table(work("别处", who=1)))
    for name in ("other.db", "text.db", "empty.db", *sizes):
        exit, says = (8, "the database %s is damaged: …" % name) if name in sizes else (7, name + " is no database of tmis")
        for args in (("org", "list"), (*WORK, "one.csv"), (*EXPORT, "a.csv")):
            before = open(school.path(name), "rb").read()
            refused(school, "%s of %s" % (" ".join(args[:2]), name), ["--db", name, *args], exit, says)
            if open(school.path(name), "rb").read() != before:
                wrong("%s of %s" % (" ".join(args[:2]), name), "has changed the file")
        refused(school, "init over " + name, ["--db", name, "init", "--code", "4301020013", "--name", "a", "--kind", "school", "--admin", "a"], 5, name + " exists already", user="admin")
        refused(school, "restore from " + name, ["db", "restore", name], exit, "…" + name + " is …", user="admin")
        os.remove(school.path(name))
    os.remove(school.path("one.csv"))


def signalled(school, args, begun, which, user="manager"):
    """How the command ends when it gets the signal as soon as it has begun with this."""
    out, err = school.streams()
    child = school.start(*args, user=user, stdout=out, stderr=err)
    while not begun() and os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        time.sleep(0.001)
    child.send_signal(which)
    return school.wait(child, out, err)


def interrupt(school, case, args, begun, which, user="manager"):
    for _ in range(5):
        before = len(PROBLEMS)
        with nothing_stored(school, case, BESIDE):
            ended = signalled(school, args, begun, which, user)
        if ended.exit != 0:
            break
        del PROBLEMS[before:]  # too late, it was done: which is no fault, and has been taken back
    if ended.exit not in ((130,) if which == signal.SIGINT else (130, 143)):
        wrong(case, "exit %d: %r" % (ended.exit, ended.err[:200]))
    if not any(line.startswith("tmis: ") for line in ended.err.splitlines()):
        wrong(case, "said nothing of it: %r" % ended.err[:200])
    if ended.seconds > 10:  # one is promised; this is for slow builds
        wrong(case, "went on for %d s" % ended.seconds)
    check_memory(school, case, ended)


def too_late(school, case, args, user="manager"):
    """The file itself grows only after the commit."""
    size, events = os.path.getsize(school.path("school.db")), school.events()
    ended = signalled(school, args, lambda: os.path.getsize(school.path("school.db")) > size, signal.SIGINT, user)
    stored = school.events() > events
    if (ended.exit, stored) not in ((0, True), (130, False)):
        wrong(case, "exit %d, and it was %sstored: %r" % (ended.exit, "" if stored else "not ", ended.err[:200]))
    return stored


def next_works(school, case):
    ended = school.tell("org", "list")
    if ended.exit != 0 or school.files() & set(BESIDE):
        wrong(case, "the next command ends with exit %d and leaves %s: %r" % (ended.exit, school.files() & set(BESIDE), ended.err))


@promise("Ctrl-C ends a command with 130 and nothing half written, and the next command works")
def interrupts(_):
    school = Watched(sys.argv[1], people=1)
    many(school, "large.csv", 200_000)
    school.give("crowd.csv", ACCOUNTS + "\n" + "".join(person(n) for n in range(1, 20_000)))

    def writing():
        with contextlib.suppress(FileNotFoundError):
            return os.path.getsize(school.path("school.db-wal")) > 100_000

    def exporting():
        return any(name.endswith(".tmp") for name in os.listdir(school.folder))

    signals = (("Ctrl-C", signal.SIGINT), ("SIGTERM", signal.SIGTERM))
    events = school.events()
    for name, which in signals:
        interrupt(school, name + " during an import", [*WORK, "large.csv"], writing, which)
        interrupt(school, name + " while accounts are made", ["accounts", "create", "--from", "crowd.csv", "--passwords", "new.csv"], writing, which, user="admin")
        next_works(school, name)
    if school.events() != events or school.records():
        wrong("interrupts", "%d events instead of %d, %d records" % (school.events(), events, len(school.records())))
    if not too_late(school, "Ctrl-C at the end of an import", [*WORK, "large.csv"]) and school.tell(*WORK, "large.csv").exit != 0:
        wrong("the import, told again", "fails")
    for name, which in signals:
        for ending in ("csv", "xlsx", "jsonl"):
            interrupt(school, name + " during an export to ." + ending, [*EXPORT, "out." + ending], exporting, which)
            next_works(school, name + " during an export to ." + ending)
    if school.events() != events + 1:
        wrong("interrupts", "the journal has %d events instead of %d" % (school.events(), events + 1))
    too_late(school, "Ctrl-C when the accounts are made", ["accounts", "create", "--from", "crowd.csv", "--passwords", "new.csv"], user="admin")
    if school.tell("journal", "verify").exit != 0:
        wrong("interrupts", "the journal is not whole")
    school.close()


@promise("Ctrl-C at the question for a password leaves a terminal that shows what is typed")
def interrupted_question(school):
    master, slave = pty.openpty()
    child = school.start("login", "manager", user=None, stdin=slave, stdout=slave, stderr=slave)
    said = b""
    while b": " not in said:
        said += os.read(master, 1 << 12)
    shows = lambda: bool(termios.tcgetattr(slave)[3] & termios.ECHO)  # noqa: E731
    while shows() and child.poll() is None:
        time.sleep(0.001)
    child.send_signal(signal.SIGINT)
    exit = child.wait(10)
    if exit != 130:
        wrong("Ctrl-C at a question", "exit %d" % exit)
    if not shows():
        wrong("Ctrl-C at a question", "what is typed stays hidden")
    os.close(master)
    os.close(slave)


@promise("after all this the file is whole, and an ordinary import works")
def afterwards(school):
    school.give("good.csv", table(work("最后的单位", start="2015-01", who=2)))
    ended = school.tell("--json", *WORK, "good.csv")
    if ended.exit != 0 or json.loads(ended.out)["accepted"] != 1 or "最后的单位" not in [r["unit_name"] for r in school.records()]:
        wrong("an ordinary import", "exit %d: %s%s" % (ended.exit, ended.out, ended.err))
    if school.tell("journal", "verify").exit != 0 or school.tell("db", "check", user="admin").exit > 1:
        wrong("the file", "is not whole any more")
    left = {n for n in school.files() if n.endswith((".tmp", "-journal", "-wal", "-shm"))} | set(os.listdir(school.path("tmp")))
    if left:
        wrong("the folder", "has %s" % sorted(left))


BOMB = "a sheet of 2.3 GB in a file of 3 MB is refused in little memory"


def bomb_meanwhile():
    """The import that takes longest runs beside the others, in a school of its own; what is returned waits for it."""
    school = Watched(sys.argv[1], people=1)
    name, content = bomb_table()
    school.give(name, content)
    out, err = school.streams()
    watch = nothing_stored(school, BOMB)
    watch.__enter__()
    child = school.start(*WORK, name, stdout=out, stderr=err)

    def finish(_):
        ended = school.wait(child, out, err)
        watch.__exit__(None, None, None)
        check_error(school, BOMB, ended, 3, name + " becomes too large when it is unpacked")
        check_memory(school, BOMB, ended)
        school.close()
    return finish


word = "".join(sys.argv[2:])
if word in BOMB:
    promise(BOMB)(bomb_meanwhile())
keep_promises(Watched(sys.argv[1]), word)
