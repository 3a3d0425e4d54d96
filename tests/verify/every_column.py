#!/usr/bin/env python3
"""In a file of 300 teachers every column of every table that the journal vouches for is altered once, in a row drawn by
chance, by somebody with a SQLite shell: `journal verify` ends with 8 each time, names the row of a dossier, and finds
nothing once the value is back.
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


class Shell:
    """Somebody with SQLite: alters values, and puts them back."""

    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.were = []

    def columns(self, table):
        """Those that can be altered, and by which a row is named: another key is another row (agree.py)."""
        info = self.db.execute('PRAGMA table_info("%s")' % table).fetchall()
        keys = [c[1] for c in info if c[5]] if table in ("item", "history") else ["rowid"]
        return [c[1] for c in info if c[1] not in keys and c[1] != "row"], keys

    def rows(self, table, keys):
        return self.db.execute('SELECT %s FROM "%s"' % (", ".join(keys), table)).fetchall()

    def alter(self, table, keys, column, row):
        """False where the file doesn't take it: of another type, or there already."""
        where = " AND ".join("%s = ?" % k for k in keys)
        (was,) = self.db.execute('SELECT "%s" FROM "%s" WHERE %s' % (column, table, where), row).fetchone()
        update = 'UPDATE "%s" SET "%s" = ? WHERE %s' % (table, column, where)
        try:
            self.db.execute(update, (other(was), *row))
        except sqlite3.Error:
            self.db.rollback()
            return False
        self.db.commit()
        self.were.append((update, (was, *row)))
        return True

    def put_back(self):
        for update, values in reversed(self.were):  # each state on the way back was there before
            self.db.execute(update, values)
        self.db.commit()
        self.were = []


def found(school):
    """By the administrator, or by the manager where it was the administrator's role that was altered."""
    for user in ("admin", "manager"):
        answer = school.run("journal", "verify", user=user, want=None)
        if school.last.returncode != 4:
            break
    return school.last.returncode, answer


def one_by_one(school, shell, draw, table, problems):
    columns, keys = shell.columns(table)
    rows = shell.rows(table, keys)
    edits = 0
    for column in columns if rows else []:
        row = draw.choice(rows)
        if not shell.alter(table, keys, column, row):
            continue
        edits += 1
        code, _ = found(school)
        if code != 8:
            problems.append("%s.%s of %s altered: exit %d" % (table, column, row, code))
        shell.put_back()
    return edits


def all_at_once(school, shell, draw, sets, problems):
    """A column a row in all tables of the dossier, so that each is named; where rows are few, in several rounds."""
    left = {table: shell.columns(table)[0] for table in sets if shell.rows(table, ["rowid"])}
    edits = 0
    while any(left.values()):
        altered = {}
        for table, columns in left.items():
            rows = shell.rows(table, ["rowid"])
            draw.shuffle(rows)
            for row in rows[:len(columns)]:
                column = columns.pop()
                if shell.alter(table, ["rowid"], column, row):
                    altered[table, row[0]] = column
        edits += len(altered)
        code, answer = found(school)
        named = {(f["table"], f["row"]) for f in answer["findings"]}
        problems += ["%s.%s of %d altered: exit %d, not named" % (table, column, row, code)
                     for (table, row), column in altered.items() if code != 8 or (table, row) not in named]
        shell.put_back()
    return edits


def main():
    school = filed(sys.argv[1])
    draw = random.Random(int(os.environ.get("TMIS_SEED", "2017")))
    shell = Shell(school.env["TMIS_DB"])
    sets = [n[7:-5] for (n,) in shell.db.execute("SELECT name FROM field_set_text WHERE name LIKE 'tables/%.json' ORDER BY name")]
    problems = []
    edits = sum(one_by_one(school, shell, draw, table, problems) for table in ["event", "item", "history", *verify.PROGRAM.values()])
    edits += all_at_once(school, shell, draw, sets, problems)
    school.run("journal", "verify", user="admin")
    print("%d columns altered" % edits)
    shell.db.close()
    school.close()
    fail_if(problems)


if __name__ == "__main__":
    main()
