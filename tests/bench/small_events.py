#!/usr/bin/env python3
"""Adds events of one row each, as many edits by the manager would: written by tests/verify's insider, since each command
would take the tenth of a second that its password takes. Usage: small_events.py FILE.db PASSWORD_FILE EVENTS"""
import datetime
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "verify"))
import forge  # noqa: E402


def main():
    path, password, events = sys.argv[1], open(sys.argv[2]).readline().strip(), int(sys.argv[3])
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    manager = forge.Insider(db, "manager", password)
    (last,) = db.execute("SELECT max(row) FROM study_experience").fetchone()
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).isoformat(timespec="milliseconds")
    for n in range(events):
        row = 1 + n * 7919 % last  # here and there in the table, as hands would
        manager.writes("record.edit", [("study_experience", 2, row, {"major": "数学%d" % n})], role="manager", org="BENCH01",
                       meaning="fill", reason="更正", t=now)(db)
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


main()
