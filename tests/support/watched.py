"""A school whose commands are watched while they run: what they say, how they end, how much memory they take, what they
store and leave behind. Promises about them are collected and told at the end."""
import contextlib
import csv
import datetime
import functools
import hashlib
import io
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import make_hostile as make
from school import School

MOST_MEMORY = 512  # MiB
PROMISES = []
PROBLEMS = []
SHOW = os.environ.get("TMIS_SHOW")
HEADING = "id_number,unit_name,start_month,end_month,unit_nature,position"
ACCOUNTS = "name,sex,birth_date,identity_document_type,identity_document_number,department,contract_months"


def promise(sentence):
    def note(test):
        PROMISES.append((sentence, test))
        return test
    return note


def wrong(case, what):
    PROBLEMS.append("%s: %s" % (case, what))


@functools.lru_cache(maxsize=None)
def identity(n):
    born = datetime.date(1960, 1, 1) + datetime.timedelta(n // 400)
    digits = "110101%s%03d" % (born.strftime("%Y%m%d"), 2 * (n % 400) + 1)
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


def person(n, name="王强"):
    number = identity(n)
    return "%s,1,%s-%s-%s,1,%s,数学组,\n" % (name, number[6:10], number[10:12], number[12:14], number)


def work(unit="青澜市第二中学", start="2008-09", end="", nature="23", post="教师", who=0):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([identity(who), unit, start, end, nature, post])
    return out.getvalue()


def table(*rows):
    return HEADING + "\n" + "".join(rows)


class Ended:
    """How a command ended: exit code (negative: killed by that signal), what it said, peak of memory in MiB, and how
    long it was waited for."""

    def __init__(self, status, out, err, memory, seconds):
        self.exit, self.out, self.err, self.memory, self.seconds = os.waitstatus_to_exitcode(status), out, err, memory, seconds


class Watched(School):
    def __init__(self, program, people=3):
        super().__init__(program)
        self.found()
        self.outside = tempfile.mkdtemp(prefix="tmis-test-")
        self.watched_env = {**self.env, "FAKETIME": self.day, "TMPDIR": self.path("tmp"), "XDG_STATE_HOME": os.path.join(self.outside, "state")}
        os.mkdir(self.path("tmp"))
        self.give("people.csv", ACCOUNTS + "\n" + "".join(person(n) for n in range(people)))
        self.accounts(self.path("people.csv"))
        self.logged_in = False  # a session spares the tenth of a second that a password takes
        self.logged_in = self.tell("--password-file", "manager.pw", "login", "manager", user=None).exit == 0

    def give(self, name, content):
        with open(os.path.join(os.fsencode(self.folder), os.fsencode(name)), "wb") as f:
            f.write(make.pack(content) if isinstance(content, dict) else content.encode() if isinstance(content, str) else content)
        os.chmod(f.name, 0o600)
        return name

    def start(self, *args, user="manager", **how):
        who = ["--user", user, "--password-file", user + ".pw"] if user and not (user == "manager" and self.logged_in) else []
        return subprocess.Popen([self.program, "-q", *who, *args], **{"cwd": self.folder, "env": self.watched_env, "stdin": subprocess.DEVNULL, **how})

    def streams(self):
        return [open(os.path.join(self.outside, name), "w+b") for name in ("out", "err")]

    def tell(self, *args, most_file=None, most_space=None, **how):
        """The command to its end; files it writes may be so long, its address space so large."""
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            if most_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_file, most_file))
            if most_space is not None:
                resource.setrlimit(resource.RLIMIT_AS, (most_space, most_space))
        if most_file is not None or most_space is not None:
            how["preexec_fn"] = limit
        out, err = self.streams()
        child = self.start(*args, **{"stdout": out, "stderr": err, **how})
        ended = self.wait(child, out, err)
        if SHOW:
            print(" %4d %4d MiB %.1f s  %s\n      %s" % (ended.exit, ended.memory, ended.seconds, args, (ended.err or ended.out)[:300].replace("\n", " | ")))
        return ended

    def wait(self, child, out, err):
        began = time.monotonic()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        said = []
        for f in (out, err):
            f.seek(0)
            said.append(f.read(1 << 24).decode("utf-8", "surrogateescape"))
            f.close()
        return Ended(status, *said, usage.ru_maxrss // 1024, seconds)

    def files(self):
        return {os.path.relpath(os.path.join(at, n), self.folder) for at, folders, names in os.walk(self.folder) for n in folders + names}

    def content(self, db="school.db"):
        """The whole file, after what a killed command may have left beside it."""
        if os.path.exists(self.path(db + "-wal")):
            beside = sqlite3.connect(self.path(db))
            beside.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            beside.close()
        with open(self.path(db), "rb") as f:
            return hashlib.sha256(f.read()).hexdigest()

    def events(self):
        return json.loads(self.tell("--json", "journal", "list").out)["total"]

    def records(self):
        return json.loads(self.tell("--json", "record", "list", "work_experience").out)["items"]

    def close(self):
        super().close()
        shutil.rmtree(self.outside)


def fits(said, pattern):
    """Whether this was said; … stands for anything."""
    parts = pattern.split("…")
    at = len(parts[0]) if said.startswith(parts[0]) else -1
    for part in parts[1:]:
        at = said.find(part, at) if at >= 0 else -1
        at = at + len(part) if at >= 0 else -1
    return at >= 0 and (not parts[-1] or said.endswith(parts[-1])) and (len(parts) > 1 or said == pattern)


def check_error(school, case, ended, exit, says):
    lines = ended.err.splitlines() or [""]
    if ended.exit not in (exit if isinstance(exit, tuple) else (exit,)):
        wrong(case, "exit %s instead of %s: %r" % (ended.exit, exit, (ended.err or ended.out)[:300]))
    elif not fits(lines[0], "tmis: " + says):
        wrong(case, "said %r instead of %r" % (ended.err[:300], "tmis: " + says))
    elif not any(line.startswith("hint: ") and len(line) > 10 and not re.search(r"[^\\ux]\{[a-z_]+\}", line) for line in lines[1:] or [""]):
        wrong(case, "no hint, or one with a gap: %r" % ended.err[-300:])
    if ended.out:
        wrong(case, "an error, and yet on standard output: %r" % ended.out[:200])
    if "\ufffd" in ended.err:
        wrong(case, "a sign was replaced: %r" % ended.err[:300])


def check_memory(school, case, ended):
    if ended.memory > MOST_MEMORY and not school.sanitized:
        wrong(case, "took %d MiB of memory" % ended.memory)


@contextlib.contextmanager
def nothing_stored(school, case, may_stay=(), db="school.db"):
    """Content and folder are as before. If they aren't, that is said, and mended: no case suffers from another."""
    files, content = school.files(), school.content(db)
    saved = shutil.copy(school.path(db), os.path.join(school.outside, "saved.db"))
    yield
    new = school.files() ^ files
    if new - set(may_stay):
        wrong(case, "left behind or gone: %s" % sorted(new))
    if school.content(db) != content:
        wrong(case, "something was stored")
        shutil.copy(saved, school.path(db))
    for name in new - files - set(may_stay):
        with contextlib.suppress(FileNotFoundError):
            os.remove(school.path(name))


def refused(school, case, args, exit, says, may_stay=(), **how):
    with nothing_stored(school, case, may_stay):
        ended = school.tell(*args, **how)
    check_error(school, case, ended, exit, says)
    check_memory(school, case, ended)


def keep_promises(school, word=""):
    """All of them, or those with this word, each told as soon as it is known."""
    sys.stdout.reconfigure(errors="backslashreplace")
    for sentence, test in PROMISES:
        if word not in sentence:
            continue
        before, began = len(PROBLEMS), time.monotonic()
        try:
            test(school)
        except Exception as e:  # one broken promise mustn't hide the next
            wrong(sentence, "%s in line %d: %s" % (type(e).__name__, e.__traceback__.tb_next.tb_lineno, e))
        print("%s %s%s" % ("ok    " if len(PROBLEMS) == before else "BROKEN", sentence, " (%.1f s)" % (time.monotonic() - began) if SHOW else ""), flush=True)
        for problem in PROBLEMS[before:]:
            print("       " + problem)
    school.close()
    if PROBLEMS:
        sys.exit("%d problems" % len(PROBLEMS))
