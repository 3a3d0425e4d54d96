#!/usr/bin/env python3
"""Many write at once and one reads all the while: the chain is whole, every write that was acknowledged is there once, and
none that was refused. `crowd.py PROGRAM SHIM`; TMIS_CROWD=32x500 (writers x writes) before a release."""
import json
import os
import sys
import threading

from workshop import Workshop, content, told

PATIENT = 8  # so many don't keep one of them from writing for half a minute


class Crowd:
    """Each writer adds rows one after the other until all are through; `acknowledged` has what the program answered."""

    def __init__(self, shop, writers, writes):
        self.shop, self.writes = shop, writes
        self.problems, self.acknowledged, self.refused = [], {}, []
        self.verdicts = 0
        self.over = threading.Event()
        threads = [threading.Thread(target=self.write, args=(n,)) for n in range(writers)]
        reader = threading.Thread(target=self.look)
        for thread in [*threads, reader]:
            thread.start()
        for thread in threads:
            thread.join()
        self.over.set()
        reader.join()

    def write(self, who):
        teacher = self.shop.numbers[self.shop.teachers // 3 + who % (self.shop.teachers // 3)]
        for n in range(self.writes):
            unit = "第%d-%d学校" % (who, n)
            ended = self.shop.tell("manager", "record", "add", "work_experience", "--teacher", teacher, "--set", "unit_name=" + unit, "--set",
                                   "start_month=2008-09", "--set", "unit_nature=23", "--set", "position=教师", "--reason", "补录")
            if ended.exit == 0:
                self.acknowledged[unit] = json.loads(ended.out)
            elif ended.exit == 7:  # had to wait too long: it may be given again
                self.refused.append(unit)
            else:
                self.problems.append("%s: exit %d: %s" % (unit, ended.exit, ended.err[:300]))

    def look(self):
        while not self.over.is_set():
            verdict = self.shop.tell("manager", "journal", "verify")
            self.verdicts += 1
            if verdict.exit != 0:
                self.problems.append("journal verify meanwhile: exit %d: %s" % (verdict.exit, (verdict.out + verdict.err)[-300:]))


def main():
    shop = Workshop(*sys.argv[1:3])
    shop.furnish()
    shop.lay()
    writers, _, writes = os.environ.get("TMIS_CROWD", "4x10" if shop.sanitized else "8x50").partition("x")
    crowd = Crowd(shop, int(writers), int(writes))
    problems, done = crowd.problems, crowd.acknowledged
    verdict = shop.tell("manager", "journal", "verify")
    if verdict.exit != 0:
        problems.append("journal verify: exit %d: %s" % (verdict.exit, (verdict.out + verdict.err)[-600:]))
    now = content(shop.db)
    events = {answer["event"] for answer in done.values()}
    first = len(shop.before["event"])
    if events != set(range(first, first + len(done))) or len(now["event"]) != first + len(done):
        problems.append("%d writes were acknowledged with %d events, the file has %d more" % (len(done), len(events), len(now["event"]) - first))
    there = [cell.decode() for row in now["work_experience"] for cell in row if isinstance(cell, bytes) and cell.endswith("学校".encode()) and b"-" in cell]
    if sorted(there) != sorted(done):
        more = sorted(unit for unit in there if unit not in done or there.count(unit) > 1)
        problems.append("lost: %s; twice, or never acknowledged: %s" % (sorted(set(done) - set(there))[:5], more[:5]))
    if not done or (crowd.refused and int(writers) <= PATIENT):
        problems.append("%d writes went through, %d were refused" % (len(done), len(crowd.refused)))
    shop.close()
    told(problems, "%s writers, %d writes, %d had to be given again, %d looks meanwhile" % (writers, len(done), len(crowd.refused), crowd.verdicts))


main()
