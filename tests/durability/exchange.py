"""The commands that exchange packages, as cases: each starts from a school's file or its authority's, with what the other
sent lying outside of the place that is laid anew."""
import os
import shutil

from workshop import Case  # it says where two_files is
import two_files
from two_files import AUTHORITY, SCHOOL

REPORT, RECEIPT = "report.tmispkg", "report.receipt"


def cases(shop):
    """Founds both files, lets a report go up and its receipt be written, and keeps each file before and after."""
    school, authority = two_files.founded(shop.program, teachers=2)
    teacher = two_files.teachers_of(school)[0]
    two_files.complete(school, teacher)
    two_files.trust(school, "admin", AUTHORITY, *two_files.shown_key(authority, "chief"))
    two_files.trust(authority, "chief", SCHOOL, *two_files.shown_key(school, "admin"))
    report, receipt = shop.path(REPORT), shop.path(RECEIPT)
    send, answer = ["submission", "send", "--teacher", teacher, "--out"], ["package", "receipt", report, "--out"]
    keep(shop, school, "to_send.db")
    school.run(*send, report, user="manager")
    keep(shop, school, "sent.db")
    keep(shop, authority, "to_read.db")
    authority.run("package", "read", report, user="chen")
    keep(shop, authority, "read.db")
    authority.run(*answer, receipt, user="chen")
    for one, who in ((school, "manager"), (authority, "chen")):
        shutil.copy(one.path(who + ".pw"), shop.path(who + ".pw"))  # made of the login: a manager's is the same in all files
        one.close()
    return [
        Case("submission send --out", "manager", [*send, os.path.join(shop.place, REPORT)], [REPORT], file="to_send.db"),
        Case("package read", "chen", ["package", "read", report], file="to_read.db"),
        Case("package receipt", "chen", [*answer, os.path.join(shop.place, RECEIPT)], [RECEIPT], file="read.db"),
        Case("package read of a receipt", "manager", ["package", "read", receipt], file="sent.db"),
    ]


def keep(shop, one, name):
    shutil.copy(one.env["TMIS_DB"], shop.path(name))
