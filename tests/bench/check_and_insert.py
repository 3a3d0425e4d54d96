#!/usr/bin/env python3
"""What a careful office script would do: read the CSV, check every row by the same rules, find its teacher,
insert it with a unique key. Usage: check_and_insert.py ROWS.csv ACCOUNTS.csv OUT.db"""
import csv
import os
import sqlite3
import sys

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "data")
sys.path.insert(0, DATA)
import dossiers  # noqa: E402


def main():
    rows_path, accounts_path, out = sys.argv[1:4]
    if os.path.exists(out):
        os.remove(out)
    domain = dossiers.Domain(os.path.join(DATA, "domain"))
    table = domain.tables["study_experience"]
    check = dossiers.Checker(domain, table)
    with open(accounts_path, encoding="utf-8-sig", newline="") as f:
        teachers = {row["identity_document_number"] for row in csv.DictReader(f)}
    db = sqlite3.connect(out)
    names = [f.id for f in table.fields]
    db.execute("CREATE TABLE t (%s)" % ", ".join('"%s" TEXT' % n for n in names))
    db.execute("CREATE UNIQUE INDEX k ON t (%s)" % ", ".join('"%s"' % n for n in ["id_number"] + table.key))
    insert = "INSERT INTO t VALUES (%s)" % ", ".join("?" * len(names))
    bad = 0
    with open(rows_path, encoding="utf-8-sig", newline="") as f:
        for cells in csv.DictReader(f):
            row = {f.id: check.normal(f, cells.get(f.id, "")) for f in table.fields}
            if check.row(row) or row["id_number"] not in teachers:
                bad += 1
                continue
            db.execute(insert, [row[n] for n in names])
    db.commit()
    print(bad, "bad rows")


if __name__ == "__main__":
    main()
