#!/usr/bin/env python3
"""Workbooks to fill in: random cells are edited there while others change in the file. What comes out must be what a
model says that knows nothing of the program: each cell has what it was given (base), what the file has, what the
workbook has. Equal to base: the file's stays. File equal to base, or both the same: the workbook's comes in. Else it
is a conflict, named at its cell, and nothing at all is stored."""
import glob
import json
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from office import openpyxl  # noqa: E402
from openpyxl.utils import get_column_letter  # noqa: E402
from school import ROOT, School, fail_if  # noqa: E402

SEED = int(os.environ.get("TMIS_SEED", "4"))
TEACHERS = 6
ROUNDS = 3


def free_fields():
    """Texts that any words fit, outside of keys and rules: {table: {label: field}}, and which of them may be empty."""
    out, optional = {}, set()
    for path in sorted(glob.glob(os.path.join(ROOT, "schemas", "tables", "*.json"))):
        with open(path, encoding="utf-8") as f:
            schema = json.load(f)
        table = os.path.basename(path)[:-5]
        if table == "basic_information":
            continue
        taken = set(schema.get("x-tmis-key", [])) | {word for word in json.dumps(schema.get("x-tmis-rules", [])).split('"')}
        taken |= {word for word in json.dumps(schema.get("allOf", [])).split('"')}
        for field, about in schema["properties"].items():
            free = about.get("x-tmis-type") == "string" and "pattern" not in about and field not in taken and "x-tmis-role" not in about
            if not free or about.get("readOnly") or about.get("x-tmis-derived") or about.get("x-tmis-sensitive"):
                continue
            if about.get("maxLength", 100) < 8:
                continue
            out.setdefault(table, {})[about["x-tmis-label"]["en"]] = field
            if field not in schema.get("required", []):
                optional.add((table, field))
    return out, optional


class Case:
    def __init__(self, school, rng):
        self.school, self.rng, self.problems = school, rng, []
        self.free, self.optional = free_fields()

    def manager(self, *args, want=0):
        return self.school.run(*args, user="manager", want=want)

    def now(self):
        """What the file has: {record: {field: text}} of the free fields."""
        out = {}
        for table, fields in self.free.items():
            for row in self.manager("record", "list", table)["items"]:
                out[row["id"]] = {f: row.get(f) or "" for f in fields.values()}
        return out

    def cells(self, book):
        """{(record, field): cell} of a workbook, by its marks."""
        out = {}
        for table, fields in self.free.items():
            for sheet in book.worksheets:
                marks = [row for row in range(2, sheet.max_row + 1)
                         if str(sheet.cell(row, sheet.max_column).value or "").startswith(table + "#")]
                for row in marks:
                    record = sheet.cell(row, sheet.max_column).value.split("@")[0]
                    for column in range(1, sheet.max_column - 1):
                        field = fields.get(str(sheet.cell(1, column).value).rstrip("*"))
                        if field:
                            out[record, field] = sheet.cell(row, column)
        return out

    def word(self):
        return "改%05d" % self.rng.randrange(100000)

    def round(self, number):
        path = self.school.path("book-%d.xlsx" % number)
        self.manager("record", "export", "dossier", "--fill-in", "--out", path)
        base = self.now()
        book = openpyxl.load_workbook(path)
        cells = self.cells(book)
        places = sorted(cells)
        wrong = [p for p in places if (cells[p].value or "") != base[p[0]][p[1]]]
        if wrong:
            self.problems.append("round %d: the workbook doesn't say what the file has: %s" % (number, wrong[:3]))
        mine = dict(base_copy(base))
        for record, field in self.rng.sample(places, 40):
            empties = (record.split("#")[0], field) in self.optional and self.rng.random() < 0.3
            mine[record][field] = "" if empties else self.word()
            cells[record, field].value = mine[record][field] or None
        # In the file: some of the same cells, some with the same words, some others.
        theirs = dict(base_copy(base))
        touched = [p for p in places if mine[p[0]][p[1]] != base[p[0]][p[1]]]
        there = self.rng.sample(touched, 8) + self.rng.sample(places, 8)
        for record, field in there:
            same = self.rng.random() < 0.3
            word = mine[record][field] if same else self.word()
            if not word and (record.split("#")[0], field) not in self.optional:
                continue
            theirs[record][field] = word
        for record in sorted({r for r, _ in there}):
            values = ["--set=%s=%s" % (f, theirs[record][f]) for f in theirs[record] if theirs[record][f] != base[record][f]]
            if values:
                self.manager("record", "edit", record, *values, "--reason", "核对")
        book.save(path)

        conflicts, merged = set(), base_copy(theirs)
        for record, field in places:
            b, c, w = base[record][field], theirs[record][field], mine[record][field]
            if w == b or w == c:
                continue
            if b == c:
                merged[record][field] = w
            else:
                conflicts.add((record, field))
        said = self.manager("record", "import", "dossier", "--from", path, want={0, 3})
        found = {(e["sheet"], e["row"], e["column"]) for e in said["errors"]}
        if {e["code"] for e in said["errors"]} - {"record.stale"}:
            self.problems.append("round %d: other faults: %s" % (number, said["errors"][:3]))
        expected = {(cells[p].parent.title, cells[p].row, get_column_letter(cells[p].column)) for p in conflicts}
        if found != expected:
            self.problems.append("round %d: conflicts %s, expected %s" % (number, sorted(found - expected), sorted(expected - found)))
        if conflicts and self.now() != theirs:
            self.problems.append("round %d: something was stored beside conflicts" % number)
        for record, field in conflicts:  # whoever settles it writes what the file has
            cells[record, field].value = theirs[record][field] or None
        book.save(path)
        if conflicts:
            said = self.manager("record", "import", "dossier", "--from", path, want={0, 3})
        after = self.now()
        if said["rejected"] or after != merged:
            bad = [(r, f, after[r][f], merged[r][f]) for r in merged for f in merged[r] if after[r][f] != merged[r][f]]
            self.problems.append("round %d: not merged: %s %s" % (number, said["errors"][:2], bad[:3]))
        event = self.manager("db", "info")["events"]
        again = self.manager("record", "import", "dossier", "--from", path)
        if again["accepted"] or again["updated"] or self.manager("db", "info")["events"] != event:
            self.problems.append("round %d: the same workbook again changed something: %s" % (number, again))
        return len(conflicts)


def base_copy(rows):
    return {record: dict(fields) for record, fields in rows.items()}


def main():
    school = School(sys.argv[1])
    school.found()
    data = school.generate("data", "--teachers", str(TEACHERS))
    school.accounts(os.path.join(data, "accounts.csv"))
    school.run("record", "import", "dossier", "--from", data, user="manager")
    case = Case(school, random.Random(SEED))
    conflicts = sum(case.round(n) for n in range(ROUNDS))
    if not conflicts:
        case.problems.append("no round had a conflict: the test tests nothing")
    school.close()
    fail_if(case.problems)


main()
