#!/usr/bin/env python3
"""Whichever call of a command the disk refuses, the command says so with exit 7 and has changed nothing, or it has done
all of its work; never does it claim what it hasn't done. `io_error.py PROGRAM SHIM`; TMIS_ALL_COMMANDS=1 before a
release; TMIS_ONLY=NAME,… some of these."""
import errno
import os
import sys
from collections import Counter

import exchange
from workshop import Workshop, asked, told
from verdict import Clean

EVERY_RUN = {"record import of one table", "accounts create", "audit pass"}
UNAVAILABLE = 7


def main():
    shop = Workshop(*sys.argv[1:3], teachers=6)
    shop.furnish()
    everything = bool(os.environ.get("TMIS_ALL_COMMANDS"))
    cases = [c for c in shop.cases() if c.name in EVERY_RUN or everything]
    cases = asked(cases + (exchange.cases(shop) if everything else []))
    problems, runs = [], 0
    for case in cases:
        clean = Clean(shop, case)
        ways = Counter()
        for k in range(1, clean.calls + 1, 10 if shop.sanitized and not everything else 1):
            if clean.ops[k - 1] == "stdio" and k % 20:  # pieces of one file, a thousand of them in a PDF
                continue
            for number, onwards in ((errno.EIO, 0), (errno.ENOSPC, 0), (errno.ENOSPC, 1)):
                if onwards and k % 4:  # a disk that stays full takes the same ways
                    continue
                shop.lay(case.file)
                ended = shop.give(case, FAIL=k, ERRNO=number, FROM=onwards)
                what = "%s, %s at call %d%s" % (case.name, errno.errorcode[number], k, " and all after it" if onwards else "")
                state = clean.judge(shop, ended, problems, what, go_on=everything or k % 4 == 0)
                if ended.exit not in (0, UNAVAILABLE):
                    problems.append("%s: exit %d: %s" % (what, ended.exit, (ended.err or ended.out)[:300]))
                if ended.exit == UNAVAILABLE and '"hint"' not in ended.err:
                    problems.append("%s: no hint: %s" % (what, ended.err[:300]))
                ways[ended.exit, state] += 1
                runs += 1
        if not any(exit == UNAVAILABLE for exit, _ in ways):
            problems.append("%s: no call that failed was noticed" % case.name)
        print("%-26s %3d calls: %s" % (case.name, clean.calls, ", ".join("exit %d and %s %d" % (*way, n) for way, n in sorted(ways.items()))), flush=True)
    shop.close()
    told(problems, "%d errors in %d commands" % (runs, len(cases)))


main()
