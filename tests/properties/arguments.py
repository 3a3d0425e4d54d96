#!/usr/bin/env python3
"""Whatever is typed behind `tmis`, it ends with an exit code that is written down, says what is wrong and what to do, and
nothing is called a bug. Words and options are the program's own, with values that fit nowhere. `arguments.py PROGRAM`;
TMIS_SEED, TMIS_ARGUMENTS=20000 before a release."""
import json
import os
import random
import re
import sys
from pathlib import Path

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", folder) for folder in ("support", "house", "sheets")]
from manual import commands  # noqa: E402
from school import fail_if  # noqa: E402
from watched import Watched, identity, work  # noqa: E402

EVERY_RUN = 400
CODES = {0, 1, 2, 3, 4, 5, 6, 7}  # 8 would be a damaged file, 9 a bug
VALUES = ["", " ", "-", "--", "---", "=", "0", "-1", "1.5", "99999999999999999999", "18446744073709551616", "1e309", "2017-02-30", "2017-02-20",
          "T00000000000", "manager", "admin", "4301020012", "work_experience", "work_experience#1", "work_experience#", "#", "#-1", "x#99999999999999999999",
          "name=", "=x", "unit_name=a=b", "position", "teacher", "manager", "basic_pay", "dossier", "all", "people.csv", "work.csv", "nowhere.csv",
          ".", "/", "/dev/null", "out.xlsx", "out.pdf", "out.csv", "zh", "王强", "\u202e", "\udcff\udcfe", "a" * 5000, "%s%n", "'", "\"", "\\", "\t", "\n", "{what}",
          "--help", "--json", "--version", "-n", "-q", "-h", "-x", "--lang=zh", "--unknown", identity(0)]
NOT = {("logout",), ("init",)}  # without a session nothing more would be seen


def typed(draw, tree):
    words, options = draw.choice(sorted((words, sorted(c.options | c.of_lists)) for words, c in tree.items() if words not in NOT))
    out = list(words)
    for _ in range(draw.choice((0, 1, 1, 2, 2, 3, 5))):
        known = [*options, *sorted(tree[()].options)]
        way = draw.random()
        if way < 0.6 and known:
            option, value = draw.choice(known), draw.choice(VALUES)
            out += [option + "=" + value] if draw.random() < 0.2 and option.startswith("--") else [option, value][:draw.choice((1, 2, 2))]
        elif way < 0.9:
            out.append(draw.choice(VALUES))
        else:
            out.insert(draw.randint(0, len(out)), draw.choice(VALUES))
    return [word for word in out if word not in ("-n", "--dry-run")] + (["--dry-run"] if draw.random() < 0.3 else [])


def judge(args, ended):
    if ended.exit not in CODES:
        return "exit %d: %s" % (ended.exit, (ended.err or ended.out)[:300])
    err = [line for line in ended.err.splitlines() if not line.startswith("warning: ")]
    if ended.exit >= 4 or ended.exit == 2 and err:
        if '{"error":' in ended.err:
            error = json.loads(next(line for line in err if line.startswith('{"error":')))["error"]
            if error["exit"] != ended.exit or not error["message"] or not error["hint"]:
                return "says %s" % error
        elif not any(re.match(r"(tmis: .|hint: .)", line) for line in err):
            return "says neither what nor how: %r" % ended.err[:300]
    return None


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    school = Watched(sys.argv[1])
    school.give("work.csv", work())
    draw = random.Random(os.environ.get("TMIS_SEED", "2017"))
    tree, problems, ends = commands(Path(school.program)), [], {}
    for _ in range(int(os.environ.get("TMIS_ARGUMENTS") or EVERY_RUN)):
        args = typed(draw, tree)
        ended = school.tell(*args)
        ends[ended.exit] = ends.get(ended.exit, 0) + 1
        wrong = judge(args, ended)
        if wrong:
            problems.append("tmis %s\n    %s" % (" ".join(map(ascii, args))[:300], wrong))
    print(", ".join("exit %d: %d" % pair for pair in sorted(ends.items())))
    if not {0, 2, 6} <= ends.keys():
        problems.append("not all kinds of ends were met")
    school.close()
    fail_if(problems)


main()
