#!/usr/bin/env python3
"""Whichever request for memory is refused, the command says so with exit 7 and has
changed nothing, or it has done all of its work: no crash, no half. `memory.py PROGRAM SHIM MEMORY_SHIM`; every run takes
some of the requests of 3 commands, from one that TMIS_SEED draws on; TMIS_ALL_COMMANDS=1 before a release takes all of all
commands, or TMIS_REQUESTS of each. TMIS_ONLY=NAME,… takes some commands."""
import os
import random
import sys
from collections import Counter

import exchange
from workshop import SEED, Workshop, asked, told
from verdict import Clean

EVERY_RUN = {"record import of one table", "accounts create", "audit pass"}
ENOUGH = 80  # of a command, in every run
CLEAN = {0, 7}
# libxlsxwriter reads through the null pointer: it may end like a command that was killed, and must have kept the same
# promises. What prints to PDF is left out: without memory Pango and GLib end the process, or wait for themselves.
TO_XLSX, TO_PDF, KILLED = "record export", "form print", {-11}
# So does glibc's gconv_open, at the four requests with which the first text of a catalogue is looked up.
START = 1000  # requests in which that is over
NARROW = 120 << 10  # KiB of addresses
SKIPPED = 77


def requests(shop, case):
    shop.lay(case.file)
    shop.give(case, LOG=shop.log)
    with open(shop.log) as f:
        count = int(f.read())
    os.remove(shop.log)
    return count


def narrow(shop, case, problems):
    """What fits is done, also where the great step with which the heap begins isn't granted."""
    wide, shop.program = shop.program, shop.path("narrow")
    shop.write("narrow", '#!/bin/sh\nulimit -v %d && exec "%s" "$@"\n' % (NARROW, wide))
    os.chmod(shop.program, 0o700)
    shop.lay(case.file)
    ended = shop.give(case)
    shop.program = wide
    if ended.exit != 0:
        problems.append("%s in %d KiB: exit %d: %s" % (case.name, NARROW, ended.exit, (ended.err or ended.out)[:300]))


def main():
    program, shim, memory = sys.argv[1:4]
    shop = Workshop(program, shim, teachers=6)
    if shop.sanitized:
        sys.exit(SKIPPED)  # its heap is its own
    everything = bool(os.environ.get("TMIS_ALL_COMMANDS"))
    most = int(os.environ.get("TMIS_REQUESTS") or (1 << 40 if everything else ENOUGH))
    draw = random.Random(SEED)
    shop.furnish()
    problems, runs = [], 0
    cases = [c for c in shop.cases() if c.name in EVERY_RUN or everything and c.name != TO_PDF]
    cases = asked(cases + (exchange.cases(shop) if everything else []))
    for case in cases:
        shop.shim = os.path.abspath(shim)
        clean = Clean(shop, case)
        shop.shim = os.path.abspath(memory)
        count = requests(shop, case)
        stride = max(1, count // most)
        first = draw.randint(1, stride)
        ways = Counter()
        for k in range(first, count + 1, stride):
            for onwards in (0, 1) if k // stride % 4 == 0 else (0,):
                shop.lay(case.file)
                ended = shop.give(case, FAIL=k, FROM=onwards)
                what = "%s, request %d of %d%s" % (case.name, k, count, " and all after it" if onwards else "")
                state = clean.judge(shop, ended, problems, what, go_on=k // stride % 8 == 0)
                if ended.exit not in CLEAN | (KILLED if case.name == TO_XLSX or k < START else set()):
                    problems.append("%s: exit %d: %s" % (what, ended.exit, (ended.err or ended.out)[:300]))
                ways[ended.exit, state] += 1
                runs += 1
        if not any(exit == 7 for exit, _ in ways):
            problems.append("%s: no request that failed was noticed" % case.name)
        narrow(shop, case, problems)
        print("%-26s %d requests, from %d by %d: %s" % (case.name, count, first, stride, ", ".join(
            "exit %d and %s %d" % (*way, n) for way, n in sorted(ways.items()))), flush=True)
    shop.close()
    told(problems, "%d requests refused in %d commands" % (runs, len(cases)))


main()
