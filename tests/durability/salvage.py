#!/usr/bin/env python3
"""What can be read of a damaged file is saved, what is lost is said, and the damaged file stays as it was: pages zeroed,
the end cut off, bits flipped; and nothing usable at all."""
import hashlib
import os
import random
import shutil
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from school import School, fail_if  # noqa: E402

PAGE = 4096


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def count(path):
    db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    found = {name: db.execute('SELECT count(*) FROM "%s"' % name).fetchone()[0] for name in ("event", "history", "teacher", "work_experience")}
    db.close()
    return found


class Damages:
    def __init__(self, school):
        self.school, self.problems, self.n = school, [], 0
        self.good = school.path("good.db")
        self.random = random.Random(20170220)
        self.whole = count(self.good)

    def salvage(self, sentence, damage, want, user=None):
        """What is left of a copy with this damage."""
        self.n += 1
        path, out = self.school.path("%d.db" % self.n), self.school.path("%d.saved" % self.n)
        shutil.copy(self.good, path)
        damage(path)
        before = digest(path)
        told = self.school.run("db", "salvage", path, "--out", out, user=user, want=None)
        code = self.school.last.returncode
        if code not in want:
            self.problems.append("%s: exit %s\n%s" % (sentence, code, self.school.last.stderr[-500:]))
        if digest(path) != before or [n for n in os.listdir(self.school.folder) if ".wreck" in n or n.endswith(".tmp")]:
            self.problems.append("%s: the damaged file was changed, or something lies beside it" % sentence)
        if (code in (0, 1)) != os.path.exists(out):
            self.problems.append("%s: exit %s, new file: %s" % (sentence, code, os.path.exists(out)))
        elif code in (0, 1):
            if told["ok"] != (code == 0) or (code == 1 and not told["findings"] and not any(t["unread"] for t in told["tables"])):
                self.problems.append("%s: nothing is said to be lost" % sentence)
            return count(out)
        return None

    def zeroed(self, pages):
        def work(path):
            with open(path, "r+b") as f:
                for page in pages:
                    f.seek(page * PAGE)
                    f.write(bytes(PAGE))
        return work

    def cut(self, size):
        return lambda path: os.truncate(path, size)

    def flipped(self, n):
        def work(path):
            size = os.path.getsize(path)
            with open(path, "r+b") as f:
                for _ in range(n):
                    at = self.random.randrange(PAGE, size)
                    f.seek(at)
                    byte = f.read(1)[0] ^ (1 << self.random.randrange(8))
                    f.seek(at)
                    f.write(bytes([byte]))
        return work


def leaf_pages(path, table):
    db = sqlite3.connect(path)
    try:
        return [n for (n,) in db.execute("SELECT pageno - 1 FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno", (table,))]
    except sqlite3.Error:  # this SQLite doesn't tell
        return []
    finally:
        db.close()


def main():
    school = School(sys.argv[1])
    school.found()
    data = school.generate("data", "--teachers", "40")
    school.accounts(os.path.join(data, "accounts.csv"))
    school.run("record", "import", "dossier", "--from", data, user="manager", want={0, 3})
    school.run("db", "backup", school.path("good.db"), user="admin")
    d = Damages(school)
    got = d.salvage("a sound file", lambda path: None, {0}, user="admin")
    if got != d.whole:
        d.problems.append("a sound file: %s of %s" % (got, d.whole))
    d.salvage("a sound file, nobody logged in", lambda path: None, {4})
    d.salvage("a sound file, a manager", lambda path: None, {4}, user="manager")
    pages = os.path.getsize(d.good) // PAGE
    for table in ("work_experience", "item", "history", "event", "field_set_text"):
        leaves = leaf_pages(d.good, table)
        for lost in {leaves[0], leaves[len(leaves) // 2], leaves[-1]} if leaves else ():
            got = d.salvage("page %d of %s zeroed" % (lost, table), d.zeroed([lost]), {0, 1, 8})
            if len(leaves) > 2 and (not got or got["teacher"] != d.whole["teacher"] or (table in got and got[table] < d.whole[table] // 4)):
                d.problems.append("page %d of %s zeroed: %s of %s" % (lost, table, got, d.whole))
    for n in range(6):
        d.salvage("three pages zeroed", d.zeroed(d.random.sample(range(1, pages), 3)), {0, 1})
        d.salvage("20 bits flipped", d.flipped(20), {0, 1, 4})
    for share in (9, 7, 5):
        got = d.salvage("cut to %d0 %%" % share, d.cut(pages * share // 10 * PAGE), {1})
        if not got or not got["event"]:
            d.problems.append("cut to %d0 %%: %s" % (share, got))
    d.salvage("the first page zeroed", d.zeroed([0]), {8})
    d.salvage("an empty file", d.cut(0), {8})
    print("%d damages" % d.n)
    school.close()
    fail_if(d.problems)


main()
