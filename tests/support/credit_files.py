"""What tests of training projects between files have in common: an institution's file, teachers reported upward, and
what an insider with a key of his own may try."""
import importlib.util
import os
import sqlite3
import sys

from between import keep, put_back
from school import ROOT, School
from two_files import AUTHORITY, complete

INSTITUTION = "JSXY01"


def institution_of(program, above=(AUTHORITY, "青澜县教育局", "county")):
    """Officers: admin and zhao."""
    one = School(program)
    one.write("admin.pw", "lan-tian-2017\n")
    one.run("init", "--code", INSTITUTION, "--name", "青澜教师进修学院", "--kind", "institution", "--admin", "admin", "--password-file",
            one.path("admin.pw"))
    one.officer("zhao")
    code, name, level = above
    one.run("org", "add", "--code", code, "--name", name, "--kind", "authority", "--level", level, "--above", user="admin")
    return one


def reported(school, authority, teachers):
    """The officers: manager and chen."""
    for teacher in teachers:
        complete(school, teacher)
    sent_up(school, "manager", authority, "chen")


def sent_up(below, who, above, whose):
    out = below.path("report.tmispkg")
    below.run("submission", "send", "--all", "--out", out, user=who, want={0, 1})
    read = above.run("package", "read", out, user=whose)
    above.run("submission", "accept", read["submission"], user=whose)


def hours_in(one, number):
    """Hours and credits of the entries in somebody's ledger."""
    return sorted((str(e["hours"]), str(e["credits"])) for e in one.run("credits", "ledger", "--teacher", number, want={0, 1})["entries"])


def altered(one, who, work, after):
    """What `after` gives in a copy of the file that `work` (of a connection) has changed; the file is as before then."""
    keep(one)
    db = sqlite3.connect(one.env["TMIS_DB"])
    work(db)
    db.commit()
    db.close()
    given = after()
    put_back(one, who)
    return given


def insider(one, who):
    """Somebody with the key of an account and a SQLite shell (tests/verify/forge.py); None without the library for it."""
    if not importlib.util.find_spec("nacl"):
        return None
    sys.path.insert(0, os.path.join(ROOT, "tests", "verify"))
    from forge import Insider
    db = sqlite3.connect(one.env["TMIS_DB"])
    with open(one.path(who + ".pw"), encoding="utf-8") as f:
        out = Insider(db, who, f.read().strip(), least=bool(os.environ.get("TMIS_QUICK_PASSWORDS")))
    db.close()
    return out
