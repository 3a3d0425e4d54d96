#!/usr/bin/env python3
"""The clerk's way: the template of all tables, filled in with a spreadsheet, imported, checked and exported again."""
import csv
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from office import openpyxl  # noqa: E402
from school import School, fail_if, plain  # noqa: E402

TEACHERS = os.environ.get("TMIS_TEACHERS", "40")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f))


def fill(book, name, table):
    """Each value under the heading that the template has for it, as text, the way office people paste."""
    sheet = book[name]
    columns = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    for number, row in enumerate(table[1:], start=2):
        for heading, value in zip(table[0], row):
            if value:
                sheet.cell(number, columns[heading]).value = plain(value)
                sheet.cell(number, columns[heading]).data_type = "s"


def main():
    school = School(sys.argv[1])
    school.found()
    problems = []
    data = school.generate("data", "--teachers", TEACHERS, "--headings", "zh", "--values", "label")
    coded = school.generate("coded", "--teachers", TEACHERS)  # the same people, with ids and codes
    school.accounts(os.path.join(data, "accounts.csv"))
    school.run("--lang", "zh", "schema", "template", "dossier", "--out", school.path("template.xlsx"), user="manager")
    book = openpyxl.load_workbook(school.path("template.xlsx"))
    tables = [name[:-4] for name in sorted(os.listdir(data)) if not name.startswith("accounts")]
    for name in tables:
        fill(book, name, rows(os.path.join(data, name + ".csv")))
    book.save(school.path("filled.xlsx"))
    taken = school.run("record", "import", "dossier", "--from", school.path("filled.xlsx"), user="manager", want={0, 3})
    if taken["rejected"] or len(taken["tables"]) != len(tables):
        problems.append("the filled template was not taken: %s" % taken["errors"][:5])
    found = school.run("record", "check", user="manager", want={0, 1})
    if found["items"]:
        problems.append("complete dossiers are said to lack something: %s" % found["items"][:5])
    school.run("record", "export", "dossier", "--out", school.path("labels.xlsx"), "--values", "label", user="manager")
    again = school.run("record", "import", "dossier", "--from", school.path("labels.xlsx"), user="manager", want={0, 3})
    if again["unchanged"] != taken["read"]:
        problems.append("an export with labels is not unchanged: %s" % again["errors"][:5])
    school.run("record", "export", "dossier", "--out", school.path("out"), "--format", "csv", user="manager")
    for name in tables:
        came, went = rows(os.path.join(coded, name + ".csv")), rows(school.path("out", name + ".csv"))
        columns = [went[0].index(field) for field in came[0]]
        there = sorted([row[i] for i in columns] for row in went[1:])
        if sorted(came[1:]) != there:
            example = next(((a, b) for a, b in zip(sorted(came[1:]), there) if a != b), (len(came) - 1, len(there)))
            problems.append("%s: exported rows differ: %s" % (name, example))
    school.close()
    fail_if(problems)


main()
