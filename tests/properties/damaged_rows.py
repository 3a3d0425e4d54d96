#!/usr/bin/env python3
"""Every fault that is planted into a file is reported at its row and field, and none other; rows whose cells are only
written in another way are accepted."""
import csv
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from school import School, fail_if  # noqa: E402

# An empty cell keeps what is there, and these the account has said already.
OF_ACCOUNTS = {"name", "sex", "birth_date", "identity_document_type"}
TEACHERS = os.environ.get("TMIS_TEACHERS", "150")
FORMS = [("csv", "id", "code"), ("jsonl", "en", "code"), ("xlsx", "zh", "label"), ("gb18030", "zh", "label"), ("tsv", "id", "code")]


def expected(folder):
    out = {}
    with open(os.path.join(folder, "expect.tsv"), encoding="utf-8") as f:
        for row in csv.DictReader(f, dialect="excel-tab", quoting=csv.QUOTE_NONE):
            out[row["file"], int(row["row"])] = (row["field"], row["kind"], row["verdict"])
    return out


def check(school, form, headings, values, seed):
    folder = school.generate("data-%s-%s" % (form, seed), "--teachers", TEACHERS, "--format", form, "--headings", headings, "--values",
                             values, "--bad", "0.05", "--seed", seed)
    problems = []
    school.accounts(next(os.path.join(folder, n) for n in os.listdir(folder) if n.startswith("accounts.")))
    answer = school.run("record", "import", "dossier", "--from", folder, "--dry-run", user="manager", want={0, 3})
    found = {}
    for e in answer["errors"]:
        found.setdefault((e["file"], e["row"]), []).append((e["field"], e["code"]))
    want = expected(folder)
    for place, (field, kind, verdict) in want.items():
        got = found.pop(place, [])
        kept = place[0].startswith("basic_information.") and kind == "required" and field in OF_ACCOUNTS
        if verdict == "ok" or kept:
            if got:
                problems.append("%s %s: fine, but refused: %s %s" % (place, field, kind, got))
        elif [f for f, _ in got] != [field]:
            problems.append("%s %s %s: reported %s" % (place, field, kind, got))
    problems += ["%s: sound, but refused: %s" % (place, got) for place, got in found.items()]
    return problems


def main():
    problems = []
    for n, (form, headings, values) in enumerate(FORMS):
        school = School(sys.argv[1])
        school.found()
        problems += check(school, form, headings, values, str(2017 + n))
        school.close()
    fail_if(problems)


main()
