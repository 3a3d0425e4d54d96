#!/usr/bin/env python3
"""In a file of 300 teachers every column of every table that the journal vouches for is altered once, in a row drawn by
chance, by somebody with a SQLite shell: `journal verify` ends with 8 each time, and finds nothing once the value is back.
(agree.py has deletions, swaps, copies and triggers, and the second verifier.) `every_column.py PROGRAM`; TMIS_TEACHERS=3000
before a release."""
import os
import random
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "support"), HERE]
sys.dont_write_bytecode = True
import verify  # noqa: E402
from school import School, fail_if  # noqa: E402


def filed(program):
    school = School(program)
    school.found("4301020012")
    data = school.generate("data", "--teachers", os.environ.get("TMIS_TEACHERS", "300"), "--layout", "workbook")
    school.accounts(os.path.join(data, "accounts.xlsx"))

    def run(*args, want=0):
        return school.run(*args, user="manager", want=want)

    run("record", "import", "dossier", "--from", os.path.join(data, "dossier.xlsx"))
    run("record", "submit", "--all")
    run("audit", "pass", "--all", want={0, 1})
    run("evidence", "add", "--teacher", run("accounts", "list")["items"][-1]["login"], "--kind", "id_card", "--number", "430102",
        "--seen-original")
    return school


def other(value):
    if value is None:
        return 7
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1]) if value else b"x"
    return value + 1 if isinstance(value, int) else value + "x"


def found(school):
    """By the administrator, or by the manager where it was the administrator's role that was altered."""
    codes = []
    for user in ("admin", "manager"):
        school.run("journal", "verify", user=user, want=None)
        codes.append(school.last.returncode)
        if codes[-1] != 4:
            break
    return codes[-1]


def main():
    school = filed(sys.argv[1])
    draw = random.Random(int(os.environ.get("TMIS_SEED", "2017")))
    db = sqlite3.connect(school.env["TMIS_DB"])
    sets = [n[7:-5] for (n,) in db.execute("SELECT name FROM field_set_text WHERE name LIKE 'tables/%.json' ORDER BY name")]
    problems, edits = [], 0
    for table in ["event", "item", "history", *verify.PROGRAM.values(), *sets]:
        columns = [c[1] for c in db.execute('PRAGMA table_info("%s")' % table)]
        names = [c[1] for c in db.execute('PRAGMA table_info("%s")' % table) if c[5]] if table in ("item", "history") else ["rowid"]
        rows = db.execute('SELECT %s FROM "%s"' % (", ".join(names), table)).fetchall()
        if not rows:
            continue
        for column in columns:
            if column in names or column == "row":
                continue  # another key is another row: agree.py
            row = draw.choice(rows)
            where = " AND ".join("%s = ?" % n for n in names)
            (was,) = db.execute('SELECT "%s" FROM "%s" WHERE %s' % (column, table, where), row).fetchone()
            try:
                db.execute('UPDATE "%s" SET "%s" = ? WHERE %s' % (table, column, where), (other(was), *row))
            except sqlite3.Error:
                db.rollback()  # of another type, or there already: the file doesn't take it
                continue
            db.commit()
            edits += 1
            code = found(school)
            if code != 8:
                problems.append("%s.%s of %s altered: exit %d" % (table, column, row, code))
            db.execute('UPDATE "%s" SET "%s" = ? WHERE %s' % (table, column, where), (was, *row))
            db.commit()
    school.run("journal", "verify", user="admin")
    print("%d columns altered" % edits)
    db.close()
    school.close()
    fail_if(problems)


if __name__ == "__main__":
    main()
