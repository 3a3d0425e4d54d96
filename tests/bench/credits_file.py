"""A province of invented teachers with ten confirmed entries each, written past the program into a copy of a file it made:
for timing what reads, not for verifying. Usage: credits_file.py FILE TEACHERS BEHIND_IN_A_HUNDRED"""
import random
import sqlite3
import sys

PER_SCHOOL = 300
SOMEONE = "T" + 12 * "0"  # the others' check symbols are wrong
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
chance = random.Random(7)


def main():
    path, teachers, behind = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA foreign_keys=OFF")

    def columns(table):
        return [(c[1], c[2], c[3]) for c in db.execute("PRAGMA table_info(%s)" % table)]

    def insert(table, rows):
        """Rows as dicts; what must not be empty and isn't given is nothing in particular."""
        names = columns(table)
        filler = {name: ({"INTEGER": 1, "TEXT": "-", "BLOB": b"0" * 32}[kind] if needed else None) for name, kind, needed in names}
        sql = "INSERT INTO %s (%s) VALUES (%s)" % (table, ",".join('"%s"' % c[0] for c in names), ",".join("?" * len(names)))
        db.executemany(sql, (tuple({**filler, **row}[c[0]] for c in names) for row in rows))

    top = db.execute("SELECT row FROM organisation WHERE kind = 'authority'").fetchone()[0]
    schools = range(top + 1, top + 1 + -(-teachers // PER_SCHOOL))
    insert("organisation", ({"row": s, "code": "43%08d" % s, "name": "学校%d" % s, "kind": "school", "parent": top, "level": None,
                             "division": "430102", "idx": s} for s in schools))
    people = range(1, teachers + 1)
    def number(t):
        return SOMEONE if t == teachers // 2 else "T" + "".join(chance.choices(ALPHABET, k=12))

    insert("teacher", ({"row": t, "number": number(t), "org": schools[0] + (t - 1) // PER_SCHOOL,
                        "id_index": b"%032d" % t, "department": "语文组", "seq": 1, "idx": t} for t in people))
    insert("basic_information", ({"row": t, "teacher": t, "key": b"%016d" % t, "name": "王%d" % t, "work_start_month": "2003-09",
                                  "complete": 1} for t in people))
    slow = [chance.randrange(100) < behind for _ in people]
    version = sys.stdin.read().strip()

    def entries():
        row = 0
        for t in people:
            for i in range(10):
                row += 1
                hours = (1 if slow[t - 1] else 90) * 100
                yield {"row": row, "teacher": t, "entry": "project#%d" % (i + 1), "case_id": "project#%d" % (i + 1),
                       "end_day": "%d-06-%02d" % (2016 + i // 2, 10 + i), "hours": hours, "category": "4", "mode": "1", "times": 1,
                       "result": "pass", "rule": "hunan-2011", "rule_version": version, "credits": hours * 100, "counted": hours * 100,
                       "surplus": 0, "org": top, "idx": row}

    insert("credit_entry", entries())

    def sums(t):
        each = 2 * (1 if slow[t - 1] else 90) * 10000
        return each * 5, " ".join(["0=%d" % (each * 5)] + ["1@%d=%d" % (y, each) for y in range(2016, 2021)])

    insert("credit_ledger", ({"teacher": t, "cycle": "2016-01-01", "rule": "hunan-2011", "rule_version": version, "entries": 10,
                              "total": sums(t)[0], "sums": sums(t)[1]} for t in people))
    db.commit()


main()
