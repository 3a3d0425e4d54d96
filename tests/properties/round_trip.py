#!/usr/bin/env python3
"""Import, export, import: nothing changes, for all tables and every format; and what is exported is what came in."""
import csv
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from school import School, fail_if, plain  # noqa: E402

TEACHERS = os.environ.get("TMIS_TEACHERS", "60")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def main():
    school = School(sys.argv[1])
    school.found()
    problems = []
    data = school.generate("data", "--teachers", TEACHERS)
    school.accounts(os.path.join(data, "accounts.csv"))
    first = school.run("record", "import", "dossier", "--from", data, user="manager")
    if first["rejected"] or first["accepted"] + first["updated"] != first["read"]:
        problems.append("the valid data were not taken: %s %s" % ({k: first[k] for k in ("read", "accepted", "updated", "unchanged", "rejected")}, first["errors"][:5]))
    for again in ("csv", "jsonl", "xlsx"):
        out = school.path("out.xlsx" if again == "xlsx" else "out-" + again)
        school.run("record", "export", "dossier", "--out", out, "--format", again if again != "xlsx" else "csv", user="manager")
        back = school.run("record", "import", "dossier", "--from", out, user="manager", want={0, 3})
        if back["unchanged"] != back["read"] or back["read"] != first["read"]:
            problems.append("%s: not unchanged: %s %s" % (again, {k: back[k] for k in ("read", "accepted", "updated", "unchanged", "rejected")}, back["errors"][:5]))
    for name in sorted(os.listdir(data)):
        if name.startswith("accounts"):
            continue
        came, went = rows(os.path.join(data, name)), rows(school.path("out-csv", name))
        columns = came[0].keys() if came else []
        strip = lambda r: tuple(plain(r[c]) for c in columns)  # noqa: E731
        missing = sorted(map(strip, came))
        there = sorted(map(strip, went))
        if missing != there:
            example = next(((a, b) for a, b in zip(missing, there) if a != b), (len(missing), len(there)))
            problems.append("%s: exported rows differ: %s" % (name, example))
    verdict = school.run("journal", "verify", user="manager")
    if not verdict["ok"]:
        problems.append("journal verify: %s" % verdict)
    school.close()
    fail_if(problems)


main()
