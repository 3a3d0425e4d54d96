#!/usr/bin/env python3
"""A command that is killed at any of its writes has done all of its work or none, leaves no half file, and can be given
again. `kill.py PROGRAM SHIM`; TMIS_KILLS=5000 before a release."""
import random
import sys
from collections import Counter

import exchange
from workshop import SEED, Workshop, told
from verdict import Clean


def main():
    shop = Workshop(*sys.argv[1:3])
    shop.furnish()
    problems, states, killed = [], Counter(), 0
    cases = shop.cases() + exchange.cases(shop)
    kills = shop.count("TMIS_KILLS", 200)
    for number, case in enumerate(cases):
        draw = random.Random("%d %s" % (SEED, case.name))
        clean = Clean(shop, case)
        for _ in range(kills // len(cases) + (number < kills % len(cases))):
            first = draw.choice((1, max(1, clean.calls - 15)))  # COMMIT is near the end
            k = draw.randint(first, clean.calls)
            part = draw.choice((0, 0, 512, 1000, 4096))
            shop.lay(case.file)
            ended = shop.give(case, KILL=k, PART=part)
            what = "%s, killed at call %d after %d bytes" % (case.name, k, part)
            if ended.exit not in (-9, 0):
                problems.append("%s: exit %d: %s" % (what, ended.exit, ended.err))
            killed += ended.exit == -9
            states[case.name, clean.judge(shop, ended, problems, what)] += 1
    shop.close()
    for case in cases:
        print("%-26s %s" % (case.name, ", ".join("%d %s" % (n, state) for (name, state), n in sorted(states.items()) if name == case.name)))
    if killed < kills // 2:
        problems.append("only %d of %d commands were killed" % (killed, kills))
    told(problems, "%d kills" % killed)


main()
