"""A project whose results were handed in, with all the teachers of a province as participants, written past the program into a
file it made: for timing, not for verifying. Usage: confirm_file.py FILE PARTICIPANTS ENTRIES; standard input: version of the rule"""
import random
import sqlite3
import sys

PER_SCHOOL = 300
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
chance = random.Random(7)


def main():
    path, participants, entries = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys=OFF")

    def insert(table, rows):
        """Rows as dicts; what must not be empty and isn't given is nothing in particular."""
        names = [(c[1], c[2], c[3]) for c in db.execute("PRAGMA table_info(%s)" % table)]
        filler = {name: ({"INTEGER": 1, "TEXT": "-", "BLOB": b"0" * 32}[kind] if needed else None) for name, kind, needed in names}
        sql = "INSERT INTO %s (%s) VALUES (%s)" % (table, ",".join('"%s"' % c[0] for c in names), ",".join("?" * len(names)))
        db.executemany(sql, (tuple({**filler, **row}[c[0]] for c in names) for row in rows))

    top = db.execute("SELECT row FROM organisation WHERE kind = 'authority'").fetchone()[0]
    schools = range(top + 1, top + 1 + -(-participants // PER_SCHOOL))
    insert("organisation", ({"row": s, "code": "43%08d" % s, "name": "学校%d" % s, "kind": "school", "parent": top, "level": None,
                             "division": "430102", "idx": s} for s in schools))
    people = range(1, participants + 1)
    insert("teacher", ({"row": t, "number": "T" + "".join(chance.choices(ALPHABET, k=12)), "org": schools[0] + (t - 1) // PER_SCHOOL,
                        "id_index": b"%032d" % t, "department": "语文组", "seq": 1, "idx": t} for t in people))
    insert("basic_information", ({"row": t, "teacher": t, "key": b"%016d" % t, "name": "王%d" % t, "work_start_month": "2003-09",
                                  "complete": 1} for t in people))
    version = sys.stdin.read().strip()
    insert("credit_entry", ({"row": (t - 1) * entries + i + 1, "teacher": t, "entry": "project#%d" % (i + 2), "case_id": "project#%d" % (i + 2),
                             "end_day": "%d-06-%02d" % (2016 + i % 5, 10 + i % 18), "hours": 2000, "category": "4", "mode": "1", "times": 1,
                             "result": "pass", "rule": "hunan-2011", "rule_version": version, "credits": 200000, "counted": 200000,
                             "surplus": 0, "org": top, "idx": (t - 1) * entries + i + 1} for t in people for i in range(entries)))
    insert("credit_project", [{"row": 1, "id": "project#1", "name": "历史阅读教学", "kind": "ordinary", "authority": top, "institution": top,
                               "category": "2", "mode": "1", "hours": 24, "start_day": "2018-07-02", "end_day": "2018-07-06",
                               "year": "2018", "state": "results"}])
    insert("credit_enrolment", ({"row": t, "project": 1, "teacher": t, "result": "pass", "hours": 24, "state": "enrolled", "idx": t}
                                for t in people))
    db.commit()


main()
