#!/usr/bin/env python3
"""A command that is killed at any of its writes has done all of its work or none, leaves no half file, and can be given
again. `kill.py PROGRAM SHIM`; TMIS_KILLS=5000 before a release."""
import random
import sys
from collections import Counter

from workshop import SEED, Workshop, told
from verdict import Clean


def main():
    shop = Workshop(*sys.argv[1:3])
    shop.furnish()
    problems, states = [], Counter()
    cases = shop.cases()
    kills = shop.count("TMIS_KILLS", 200)
    for number, case in enumerate(cases):
        draw = random.Random("%d %s" % (SEED, case.name))
        shop.log_in(case.who)
        clean = Clean(shop, case)
        for _ in range(kills // len(cases) + (number < kills % len(cases))):
            k = draw.randint(1, clean.calls) if draw.random() < 0.5 else draw.randint(max(1, clean.calls - 15), clean.calls)  # COMMIT is near the end
            part = draw.choice((0, 0, 512, 1000, 4096))
            shop.lay()
            ended = shop.give(case, KILL=k, PART=part)
            what = "%s, killed at call %d after %d bytes" % (case.name, k, part)
            if ended.exit not in (-9, 0):
                problems.append("%s: exit %d: %s" % (what, ended.exit, ended.err))
            states[case.name, clean.judge(shop, ended, problems, what)] += 1
    shop.close()
    for case in cases:
        print("%-26s %s" % (case.name, ", ".join("%d %s" % (n, state) for (name, state), n in sorted(states.items()) if name == case.name)))
    told(problems, "%d kills" % kills)


main()
