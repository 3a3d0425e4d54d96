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

INTEGRITY, UNREADABLE = 8, 7
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
        """How verify ended, and whether what counts is as it was."""
        at, bit = flip
        path = shop.path("flipped-%d-%d.db" % flip)
        with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as f:
            f.write(base[:at] + bytes([base[at] ^ 1 << bit]) + base[at + 1:])
        ended = shop.tell("manager", "--db", path, "journal", "verify")
        try:
            same = evidence(path) == before
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            same = False
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.remove(path + ending)
        return at, bit, ended, same

    with ThreadPoolExecutor(2) as pool:
        for at, bit, ended, same in pool.map(look, flips):
            kept = "as before" if same else "changed"
            ways[ended.exit, kept] += 1
            if ended.exit == 0 and not same:
                problems.append("byte %d, bit %d: the content changed, and verify finds the file sound" % (at, bit))
            elif ended.exit not in (0, INTEGRITY, UNREADABLE):
                problems.append("byte %d, bit %d (content %s): exit %d: %s" % (at, bit, kept, ended.exit, (ended.err or ended.out)[:250]))
    shop.close()
    print(", ".join("exit %d and content %s: %d" % (*way, n) for way, n in sorted(ways.items())))
    told(problems, "%d flips in %d bytes" % (len(flips), len(base)))


main()
