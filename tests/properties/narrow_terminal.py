#!/usr/bin/env python3
"""Tables on terminals of many widths: no line is wider than the screen, and numbers, records and commands stay whole, so
that they can be copied. `narrow_terminal.py PROGRAM`"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from school import ROOT, School, fail_if  # noqa: E402
from screen import on_screen, width  # noqa: E402

PROBLEMS = []
WIDTHS = (60, 80, 100, 132, 200)
REASON = "毕业证书复印件缺页（第 3 页），请于 2017-02-28 前补交；原件由人事部门核对后当场退还。"
LISTS = [("audit", "list", "--state", "returned"), ("record", "check"), ("record", "list", "basic_information"), ("today",),
         ("evidence", "missing"), ("accounts", "list"), ("journal", "list"), ("report", "deadlines"),
         ("report", "completeness"),
         ("report", "stats", "--by", "education"), ("campaign", "status"), ("schema", "show", "study_experience"), ("org", "list")]
WHOLE = ("teacher_number", "record", "login", "command")


def make(school):
    school.found()
    data = school.generate("data", "--teachers", "6", "--school", "s")
    school.accounts(os.path.join(data, "accounts.csv"))
    school.run("campaign", "import", os.path.join(ROOT, "examples", "campaign-2017.json"), user="manager")
    school.run("record", "import", "dossier", "--from", data, user="manager", want={0, 3})
    school.run("record", "submit", "--all", user="manager", want={0, 1})
    for row in range(1, 4):
        school.run("audit", "return", "--record", "study_experience#%d" % row, "--reason", REASON, user="manager")


def check(school, command, rows, columns, lang):
    shown = on_screen(school, columns, *command, lang=lang, want=(0, 1))
    where = "%s, %d columns, %s" % (" ".join(command), columns, lang)
    commands = {row["command"] for row in rows if row.get("command")}
    for line in shown.splitlines():
        if width(line) > columns and line.strip() not in commands:
            PROBLEMS.append("%s: %d wide: %s" % (where, width(line), line))
    for key in WHOLE:
        for value in {row[key] for row in rows if row.get(key)}:
            if value not in shown:
                PROBLEMS.append("%s: no %s %s" % (where, key, value))


def main():
    school = School(sys.argv[1], "2017-02-27 09:00:00")
    make(school)
    for command in LISTS:
        rows = school.run(*command, user="manager", want={0, 1}).get("items", [])
        for columns in WIDTHS:
            check(school, command, rows, columns, "zh" if columns % 40 else "en")
    reasons = on_screen(school, 80, *LISTS[0], lang="zh")
    if REASON not in "".join(line.strip() for line in reasons.splitlines()):
        PROBLEMS.append("a reason isn't told whole: %s" % reasons)
    school.close()
    fail_if(PROBLEMS)


main()
