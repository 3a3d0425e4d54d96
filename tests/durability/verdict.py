"""Judges what a command that was killed or failed has left behind: all of its work or none, nothing that can't be gone on
with."""
import os
import re
import stat

from workshop import PACKAGES, agrees, content, is_whole, read

REMAINS = re.compile(r"school\.db(-wal|-shm|-journal|\.before-.*|\.pre-\d+|\.restoring)?|.*\.tmp(-journal|-wal|-shm)?|tmp\.\w+")


class Clean:
    """What the command does when nothing comes between, twice from the same file; and given once more."""

    def __init__(self, shop, case):
        runs = []
        shop.enter(case.file, [case.who])
        for _ in range(2):
            shop.lay(case.file)
            shop.calls()
            ended = shop.give(case, LOG=shop.log)
            calls = shop.calls()
            after, outputs = content(shop.db), shop.outputs(case)
            again = shop.give(case)
            runs.append((ended, calls, after, outputs, again.exit, content(shop.db)))
            if ended.exit != 0 or outputs.keys() != set(case.outputs):
                raise SystemExit("%s: exit %d: %s" % (case.name, ended.exit, ended.err))
            if case.packages and shop.outputs(case) != outputs:
                raise SystemExit("%s: given again, it wrote another package" % case.name)
        self.case = case
        self.before = content(shop.path(case.file))
        self.ops = [call.op for call in max((run[1] for run in runs), key=len)]
        self.calls = len(self.ops)
        self.after = [run[2] for run in runs]
        self.outputs = runs[0][3]
        self.again_exit = runs[0][4]
        self.again = [run[5] for run in runs]
        self.between = content(case.between) if case.between else None
        self.sound = []  # contents that `journal verify` has been through with

    def is_sound(self, shop, now, problems, what):
        if now in self.sound:
            return
        verdict = shop.tell(self.case.who, "journal", "verify")
        if verdict.exit != 0:
            problems.append("%s: journal verify: exit %d: %s" % (what, verdict.exit, (verdict.out + verdict.err)[-600:]))
        if len(self.sound) < 8:
            self.sound.append(now)

    def judge(self, shop, ended, problems, what, go_on=True):
        """Which state the file is in; adds to `problems` what a user would have to complain of."""
        case = self.case
        if not os.path.exists(shop.db):
            problems.append("%s: the file is gone; beside it: %s" % (what, sorted(os.listdir(shop.place))))
            return "gone"
        parts = [name + ".part" for name in case.packages]
        for name in os.listdir(shop.place):
            if name not in case.outputs and not REMAINS.fullmatch(name) and name not in parts:
                problems.append("%s: left behind: %s" % (what, name))
            if stat.S_IMODE(os.stat(os.path.join(shop.place, name)).st_mode) & 0o077:
                problems.append("%s: others can read %s" % (what, name))
        for name in shop.outputs(case):
            if not is_whole(os.path.join(shop.place, name), self.outputs[name]):
                problems.append("%s: %s is half written" % (what, name))
        there = set(shop.outputs(case))
        verdict = shop.tell(case.who, "journal", "verify") if ended.exit < 0 else None  # as it lies there, log and all
        if verdict and verdict.exit != 0:
            problems.append("%s: journal verify: exit %d: %s" % (what, verdict.exit, (verdict.out + verdict.err)[-600:]))
        now = content(shop.db)
        state = "before" if now == self.before else "between" if self.between and now == self.between else \
            "after" if agrees(now, *self.after) else "half"
        if state == "half":
            problems.append("%s: neither as before nor as after it: %s" % (what, difference(now, self.before, self.after[0])))
            return state
        if ended.exit == 0 and (state != "after" or there != set(case.outputs)):
            problems.append("%s: exit 0, and yet the file is as %s it, with %s" % (what, state, sorted(there)))
        if verdict is None and state != "before":
            self.is_sound(shop, now, problems, what)
        if not go_on:
            return state
        if state == "after" and any(part in os.listdir(shop.place) for part in parts):
            shop.tell(case.who, "package", "read", "nothing")  # whichever command of exchange comes next
            self.check_packages(shop, problems, what + ": by the next command")
        again = shop.give(case)
        expected = self.again_exit if state == "after" else 0
        if again.exit != expected and not (case.keeps and there and again.exit == 5):
            problems.append("%s (%s): given again: exit %d: %s" % (what, state, again.exit, again.err[:300]))
        elif again.exit == 0 and not agrees(content(shop.db), *(self.again if state == "after" else self.after)):
            problems.append("%s (%s): given again, it made something else" % (what, state))
        if again.exit == 0:
            self.check_packages(shop, problems, what + ": given again")
        return state

    def check_packages(self, shop, problems, what):
        """Under its name is what the file keeps of the package, for nobody else."""
        for name in self.case.packages:
            path = os.path.join(shop.place, name)
            if not os.path.exists(path):
                problems.append("%s: no %s" % (what, name))
            elif read(path) != b"".join(row[-1] for row in content(shop.db)["outgoing"]) or not is_whole(path, b""):
                problems.append("%s: %s isn't the package" % (what, name))
            elif stat.S_IMODE(os.stat(path).st_mode) != 0o600:
                problems.append("%s: the mode of %s" % (what, name))


def difference(now, before, after):
    """The tables that fit neither, in numbers of rows."""
    return ", ".join("%s %d, not %d or %d" % (n, len(now.get(n, [])), len(before.get(n, [])), len(after.get(n, [])))
                     for n in sorted(set(now) | set(after)) if now.get(n) not in (before.get(n), after.get(n)))
