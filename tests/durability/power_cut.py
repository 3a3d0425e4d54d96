#!/usr/bin/env python3
"""After a power cut at any moment the file holds what was acknowledged, and of all else everything or nothing; files
that were made are whole. `power_cut.py PROGRAM SHIM`; TMIS_CUTS=50000 before a release.

Every state is opened by Python's SQLite, checked, and compared row by row with what the file held after some command;
a sample of them (one in VERIFIED) also by the program. A command that is alone on its file is given again after one cut in
GIVEN_AGAIN. That this test sees losses at all is shown on an ordinary writer:
with synchronous=NORMAL there must be some, with FULL none."""
import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from itertools import groupby, product

import disk
import exchange
from workshop import SEED, Workshop, content, is_whole, read, told

VERIFIED, GIVEN_AGAIN = 40, 8
ALONE = ("db restore", "journal undo", "record import of one table")  # they don't go on from the others
WRITER = """
import os, sqlite3, sys
db, log, acknowledged, synchronous = sys.argv[1:]
db = sqlite3.connect(db, isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=" + synchronous)
db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)")
with open(acknowledged, "w") as out:
    for n in range(60):
        db.execute("INSERT INTO t (text) VALUES (?)", (str(n) * 400,))
        print(os.path.getsize(log), file=out)
os._exit(0)
"""


class Cuts:
    """The states of a disk after cuts all along a log, each different from the others, laid into a folder."""

    def __init__(self, shop, calls, start, ends, cuts, name):
        self.shop, self.calls, self.start, self.ends, self.cuts = shop, calls, start, ends, cuts
        self.draw = random.Random("%d %s" % (SEED, name))
        self.seen = set()
        self.made = 0

    def __iter__(self):
        device = disk.Disk(**self.start)
        for n, call in enumerate(self.calls, 1):
            device.do(call)
            while self.made < self.cuts * n // len(self.calls):
                self.made += 1
                files = device.cut(self.draw)
                acknowledged = sum(end <= call.end for end in self.ends)
                digest = (acknowledged, *sorted((k, hashlib.sha256(v).digest()) for k, v in files.items()))
                if digest not in self.seen:
                    self.seen.add(digest)
                    yield call, acknowledged, self.lay(files)


    def lay(self, files):
        for name in os.listdir(self.shop.place):
            os.remove(os.path.join(self.shop.place, name))
        for name, data in files.items():
            with open(os.path.join(self.shop.place, name), "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as f:
                f.write(data)
        return files


def losses(shop, synchronous, cuts):
    """How many of the cuts lost a commit of the ordinary writer."""
    for name in os.listdir(shop.place):
        os.remove(os.path.join(shop.place, name))
    shop.calls()
    path, noted = os.path.join(shop.place, "plain.db"), shop.path("acknowledged")
    subprocess.run([sys.executable, "-c", WRITER, path, shop.log, noted, synchronous], check=True,
                   env={"LD_PRELOAD": shop.shim, "TMIS_SHIM_FOLDER": shop.place, "TMIS_SHIM_LOG": shop.log})
    ends = [int(line) for line in open(noted, encoding="ascii")]
    lost = 0
    for _, wanted, _ in Cuts(shop, shop.calls(), {}, ends, cuts, synchronous):
        try:
            db = sqlite3.connect(path)
            there = db.execute("SELECT count(*) FROM t").fetchone()[0]
            db.close()
        except sqlite3.DatabaseError:
            there = 0
        lost += there < wanted
    return lost


class Story:
    """The commands one after the other on one file: what it held after each, and how long the log was then."""

    def __init__(self, shop, cases, watched):
        self.cases, self.file = cases, cases[0].file
        shop.enter(self.file, sorted({case.who for case in cases}))
        shop.lay(self.file)
        shop.calls()
        self.states, self.ends, self.outputs = [content(shop.path(self.file))], [], {}
        # Somebody who has the file open keeps its log alive from command to command.
        reader = sqlite3.connect(shop.db) if watched else None
        if reader:
            reader.execute("SELECT count(*) FROM event").fetchone()
        for case in cases:
            ended = shop.give(case, LOG=shop.log)
            if ended.exit != 0:
                sys.exit("%s: exit %d: %s" % (case.name, ended.exit, ended.err))
            self.ends.append(os.path.getsize(shop.log))
            self.states.append(content(shop.db))
            for name, data in shop.outputs(case).items():
                self.outputs[name] = (len(self.ends), data, case.keeps)
        if reader:
            reader.close()
        self.calls = shop.calls()

    def judge(self, shop, acknowledged, problems, what):
        try:
            db = sqlite3.connect(shop.db)
            db.execute("PRAGMA synchronous=OFF")
            sound = db.execute("PRAGMA integrity_check").fetchone()
            db.close()
            now = content(shop.db)
        except sqlite3.DatabaseError as e:
            problems.append("%s: %s" % (what, e))
            return
        if sound != ("ok",):
            problems.append("%s: integrity_check: %s" % (what, sound))
        if now not in self.states:
            problems.append("%s: half an event: %d events" % (what, len(now["event"])))
            return
        state = self.states.index(now)
        if not acknowledged <= state <= acknowledged + 1:
            problems.append("%s: command %d was acknowledged, the file is as after %d" % (what, acknowledged, state))
        for name, (made, data, before_commit) in self.outputs.items():
            path = os.path.join(shop.place, name)
            if os.path.exists(path):
                if not is_whole(path, data):
                    problems.append("%s: %s is half written" % (what, name))
            elif acknowledged >= made or (before_commit and state >= made):
                problems.append("%s: %s is missing" % (what, name))

    def go_on(self, shop, problems, what):
        """Given again, the command that was cut off does its work, and its package has its name."""
        case = self.cases[-1]
        ended = shop.give(case)
        whole = all(is_whole(os.path.join(shop.place, name), b"") for name in shop.outputs(case))
        if ended.exit != 0 or not whole or shop.outputs(case).keys() != set(case.outputs):
            problems.append("%s: %s given again: exit %d, %s: %s" % (what, case.name, ended.exit, sorted(os.listdir(shop.place)), ended.err[:300]))


def main():
    shop = Workshop(*sys.argv[1:3])
    shop.furnish()
    problems, verified, told_of = [], 0, Counter()
    cuts = shop.count("TMIS_CUTS", 2000)
    for synchronous in ("NORMAL", "FULL"):
        lost = losses(shop, synchronous, 300)
        print("an ordinary writer with synchronous=%s: %d of 300 cuts lost a commit" % (synchronous, lost), flush=True)
        if (lost == 0) == (synchronous == "NORMAL"):
            problems.append("synchronous=%s: %d losses" % (synchronous, lost))
    cases = [case for case in shop.cases() + exchange.cases(shop) if case.name not in ALONE]
    stories = [list(its) for _, its in groupby(cases, lambda case: case.file)]
    for watched, its in product((False, True), stories):
        story = Story(shop, its, watched)
        first = cases.index(its[0])
        share = cuts // 2 * (first + len(its)) // len(cases) - cuts // 2 * first // len(cases)
        states = Cuts(shop, story.calls, {"school.db": read(shop.path(story.file))}, story.ends, share, "watched %d %s" % (watched, story.file))
        for n, (call, acknowledged, files) in enumerate(states):
            what = "cut %d, after %s of %s" % (states.made, call.op, call.name)
            if n % VERIFIED == 0:
                shop.forget_heads()  # this machine was further
                verdict = shop.tell(its[0].who, "journal", "verify")
                if verdict.exit != 0:
                    problems.append("%s: journal verify: exit %d: %s" % (what, verdict.exit, (verdict.out + verdict.err)[-300:]))
                verified += 1
                states.lay(files)
            story.judge(shop, acknowledged, problems, what)
            if len(its) == 1 and n % GIVEN_AGAIN == 0:
                shop.forget_heads()
                states.lay(files)
                story.go_on(shop, problems, what)
        told_of["cuts"] += states.made
        told_of["states"] += len(states.seen)
    shop.close()
    told(problems, "%d cuts, %d different disks, of which the program verified %d" % (told_of["cuts"], told_of["states"], verified))


main()
