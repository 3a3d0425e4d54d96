#!/usr/bin/env python3
"""A bit that flips anywhere in the file is found by `journal verify`, or it is one that no content rests on: evidence and
journal are as before, cell by cell. `flips.py PROGRAM SHIM`; TMIS_FLIPS=20000 before a release."""
import contextlib
import os
import random
import sqlite3
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from workshop import SEED, Workshop, content, read, told

NOBODY, UNREADABLE, INTEGRITY = 4, 7, 8
LOCAL = {"setting", "envelope", "key_wrap", "identity_login"}  # no evidence: the file's id, keys under others, logins


def evidence(path):
    return {name: rows for name, rows in content(path).items() if name not in LOCAL}


def main():
    shop = Workshop(*sys.argv[1:3], teachers=6)
    shop.furnish()
    before = evidence(shop.path("base.db"))
    base = read(shop.path("base.db"))
    draw = random.Random(SEED)
    flips = [(draw.randrange(len(base)), draw.randrange(8)) for _ in range(shop.count("TMIS_FLIPS", 2000))]
    problems, ways = [], Counter()

    def look(flip):
        """How verify ended, and, where it found the file sound, what of that which counts isn't as it was."""
        at, bit = flip
        path = shop.path("flipped-%d-%d.db" % flip)
        with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as f:
            f.write(base[:at] + bytes([base[at] ^ 1 << bit]) + base[at + 1:])
        verify = ["--db", path, "journal", "verify"]
        ended = shop.tell("manager", *verify)
        if ended.exit == NOBODY:  # by another file's id nobody is logged in
            ended = shop.tell("manager", *verify, password=True)
        other = ""
        if ended.exit == 0:
            try:
                now = evidence(path)
                other = ", ".join(sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name)))
            except (sqlite3.DatabaseError, UnicodeDecodeError) as e:
                other = repr(e)
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.remove(path + ending)
        return at, bit, ended, other

    with ThreadPoolExecutor(2) as pool:
        for at, bit, ended, other in pool.map(look, flips):
            ways[ended.exit] += 1
            if ended.exit == 0 and other:
                problems.append("byte %d, bit %d: verify finds the file sound, and this is other than before: %s" % (at, bit, other))
            elif ended.exit not in (0, INTEGRITY, UNREADABLE):
                problems.append("byte %d, bit %d: exit %d: %s" % (at, bit, ended.exit, (ended.err or ended.out)[:250]))
    shop.close()
    print(", ".join("exit %d: %d" % way for way in sorted(ways.items())))
    told(problems, "%d flips in %d bytes" % (len(flips), len(base)))


main()
