#!/usr/bin/env python3
"""A table is added by dropping in a file: template, import, check, export and form work on it, in a new file and, after
`db migrate`, in an old one, whose rows keep their meaning."""
import csv
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import reading_club  # noqa: E402
from school import ROOT, School, fail_if  # noqa: E402

TABLE = reading_club.table({
    "book": reading_club.BOOK,
    "read_on": reading_club.field("读完日期", "read on", "date", type="string", pattern="^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$"),
    "liked": reading_club.field("是否喜欢", "liked", "boolean", type="boolean"),
    "private_note": reading_club.field("私人笔记", "private note", "string", type="string", minLength=1, maxLength=50, **{"x-tmis-sensitive": True})},
    ["book", "liked"],
    allOf=[{"if": {"properties": {"liked": {"const": False}}, "required": ["liked"]}, "then": {"properties": {"private_note": False}}}])


def use(school, problems, what):
    """Import, check, export of the new table; good rows, then one that breaks its rules."""
    with open(os.path.join(school.folder, "data", "accounts.csv"), encoding="utf-8-sig") as f:
        number = list(csv.DictReader(f))[0]["identity_document_number"]
    school.write("club.csv", "身份证件号,书名*,读完日期,是否喜欢,私人笔记\n%s,边城,2016年5月1日,是,\"=写得好\"\n" % number)
    answer = school.run("record", "import", "reading_club", "--from", school.path("club.csv"), user="manager")
    if answer["accepted"] != 1:
        problems.append("%s: not imported: %s" % (what, answer))
    school.write("bad.csv", "id_number,book,liked,private_note\n%s,很长很长很长很长很长的书名,是,\n%s,围城,否,不该有\n%s,,是,\n" % (number, number, number))
    bad = school.run("record", "import", "reading_club", "--from", school.path("bad.csv"), user="manager", want=3)
    found = [(e["row"], e["field"], e["code"]) for e in bad["errors"]]
    if found != [(2, "book", "value.too-long"), (3, "private_note", "value.must-be-empty"), (4, "book", "value.required")]:
        problems.append("%s: faults: %s" % (what, found))
    school.run("record", "export", "reading_club", "--out", school.path("club-out.csv"), user="manager")
    with open(school.path("club-out.csv"), encoding="utf-8-sig") as f:
        out = list(csv.DictReader(f))
    os.remove(school.path("club-out.csv"))
    if out != [{"id_number": number, "book": "边城", "read_on": "2016-05-01", "liked": "1", "private_note": "'=写得好"}]:
        problems.append("%s: exported: %s" % (what, out))
    school.run("form", "print", "--teacher", number, "--form", "reading_club", "--out", school.path("club.pdf"), user="manager")
    school.run("form", "print", "--teacher", number, "--form", "reading_club", "--out", school.path("club-form.xlsx"), user="manager")
    with open(school.path("club.pdf"), "rb") as f:
        if not f.read().startswith(b"%PDF-"):
            problems.append("%s: the form is no PDF" % what)
    os.remove(school.path("club.pdf"))
    os.remove(school.path("club-form.xlsx"))
    gaps = school.run("record", "check", user="manager", want=1)
    if sum(g["table"] == "reading_club" for g in gaps["items"]) != 4:
        problems.append("%s: the others' missing rows aren't reported" % what)
    if not school.run("journal", "verify", user="manager")["ok"]:
        problems.append("%s: journal verify" % what)


def main():
    problems = []
    program = sys.argv[1]
    old = School(program)
    old.found()
    data = old.generate("data", "--teachers", "5")
    old.accounts(os.path.join(data, "accounts.csv"))
    before = old.run("record", "import", "dossier", "--from", data, user="manager")
    if before["rejected"]:
        problems.append("the data were not taken: %s" % before["errors"][:3])

    schemas = os.path.join(old.folder, "schemas")
    shutil.copytree(os.path.join(ROOT, "schemas"), schemas)
    with open(os.path.join(schemas, "tables", "reading_club.json"), "w", encoding="utf-8") as f:
        json.dump(TABLE, f, ensure_ascii=False)
    checked = old.run("--schemas", schemas, "schema", "check", os.path.join(schemas, "tables", "reading_club.json"))
    if checked["items"]:
        problems.append("schema check: %s" % checked["items"])
    old.run("--schemas", schemas, "schema", "template", "reading_club", "--out", old.path("club.xlsx"))

    # an old file takes it up by `db migrate`; nothing that was there changes
    migrated = old.run("--schemas", schemas, "db", "migrate", user="admin")
    if migrated["tables"] != "reading_club":
        problems.append("migrate: %s" % migrated)
    use(old, problems, "migrated file")
    again = old.run("record", "import", "dossier", "--from", data, user="manager")
    if again["unchanged"] != before["read"]:
        problems.append("old rows changed by the migration: %s" % {k: again[k] for k in ("read", "unchanged", "updated", "accepted")})
    if old.run("--schemas", schemas, "db", "migrate", user="admin")["event"] is not None:
        problems.append("a second migration found something to do")

    # a field that is retyped is refused, and the file stays as it was
    changed = json.loads(json.dumps(TABLE))
    changed["properties"]["liked"]["x-tmis-type"] = "string"
    changed["properties"]["liked"]["type"] = "string"
    changed["allOf"] = []
    with open(os.path.join(schemas, "tables", "reading_club.json"), "w", encoding="utf-8") as f:
        json.dump(changed, f, ensure_ascii=False)
    old.run("--schemas", schemas, "db", "migrate", user="admin", want=5)
    if not old.run("journal", "verify", user="manager")["ok"]:
        problems.append("journal verify after a refused migration")
    old.close()
    fail_if(problems)


main()
