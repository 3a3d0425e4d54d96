#!/usr/bin/env python3
"""The papers of examples/campaign-2017.sh, made of what dossiers.py invents.

  campaign.py people STAFF DEPARTMENTS OUT   accounts.csv of so many people in so many departments, and all/ their tables;
                                             officers.csv and officers-trained.csv, the list of information officers
  campaign.py share OUT REJECTS              once the accounts are made: who hands in what, of those who are not in REJECTS

`share` writes into OUT, a folder of CSV files named after the tables each:
  department-01/ …     the teachers' tables of a department, for the manager to import
  own-0/first, /rest   the same of a teacher who logs in and imports it in two portions
  late/                of those who are late
  school/              the four tables that the school imports; late/ has ethics_assessment of the late ones
  broken.xlsx          department-03 as a workbook with three bad cells; corrected.xlsx without them
  own.txt, late.txt    whose they are: places in the list of accounts that were made, from 0
"""
import csv
import os
import subprocess
import sys

import dossiers

DEPARTMENTS = ["语文教研组", "数学教研组", "英语教研组", "理化生教研组", "政史地教研组", "体育教研组", "艺术教研组", "信息技术教研组", "教务处", "学生处",
               "办公室", "总务处"]
SCHOOL = ["basic_pay", "annual_assessment", "discipline", "ethics_assessment"]
LINKS = ("id_number", "identity_document_number")
BROKEN = 3  # the department whose workbook has faults


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.reader(f))


def write(path, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


def people(staff, departments, out):
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run([sys.executable, os.path.join(here, "dossiers.py"), "--teachers", str(staff), "--school", "青澜市第一中学", "--out",
                    os.path.join(out, "all")], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    accounts = read(os.path.join(out, "all", "accounts.csv"))
    place = accounts[0].index("department")
    for i, row in enumerate(accounts[1:]):
        row[place] = DEPARTMENTS[i % departments]
    write(os.path.join(out, "accounts.csv"), accounts)
    officers(accounts, departments, out)
    os.remove(os.path.join(out, "all", "accounts.csv"))
    basic = read(os.path.join(out, "all", "basic_information.csv"))
    status = basic[0].index("personnel_status")
    for row in basic[1:]:  # who is gone has no part in the story
        row[status] = "100"
    write(os.path.join(out, "all", "basic_information.csv"), basic)


def officers(accounts, departments, out):
    """One in each department, its second person; the last one missed the training and has it two days later."""
    name, place = accounts[0].index("name"), accounts[0].index("department")
    heading = ["部门", "姓名", "职责", "办公电话", "手机", "培训日期", "备注"]
    rows = [[row[place], row[name], "部门信息员", "0731-8400%04d" % i, "138007300%02d" % i, "2017-02-14", ""]
            for i, row in enumerate(accounts[departments + 1:2 * departments + 1], 1)]
    missed = rows[-1][:5] + ["", "2月14日出差"]
    write(os.path.join(out, "officers.csv"), [heading] + rows[:-1] + [missed])
    write(os.path.join(out, "officers-trained.csv"), [heading] + rows[:-1] + [missed[:5] + ["2017-02-16", "补训"]])


def link_of(heading):
    return next(i for i, name in enumerate(heading) if name in LINKS)


def pick(rows, ids):
    at = link_of(rows[0])
    return [rows[0]] + [r for r in rows[1:] if r[at] in ids]


def workbook(path, tables, damage):
    domain = dossiers.Domain(os.path.join(os.path.dirname(os.path.abspath(__file__)), "domain"))
    book = dossiers.Xlsx(path, list(tables), True, False)
    for name, rows in tables.items():
        fields = [domain.tables[name].by_id[column] for column in rows[0]]
        body = [list(r) for r in rows[1:]]
        for (table, column), value in damage.items():
            if table == name:
                body[0][rows[0].index(column)] = value
        book.sheet([f.zh for f in fields], fields)
        book.rows(body)
        book.end_sheet()
    book.close()


def share(out, rejects):
    refused = {row[link_of(read(rejects)[0])] for row in read(rejects)[1:]} if os.path.exists(rejects) else set()
    accounts = read(os.path.join(out, "accounts.csv"))
    number, department = link_of(accounts[0]), accounts[0].index("department")
    known = [r for r in accounts[1:] if r[number] not in refused]
    ids = [r[number] for r in known]
    own = range(6)
    late = range(len(ids) - max(3, len(ids) // 40), len(ids))
    write(os.path.join(out, "own.txt"), [[k] for k in own])
    write(os.path.join(out, "late.txt"), [[k] for k in late])
    apart = {ids[k] for k in list(own) + list(late)}
    named = list(dict.fromkeys(r[department] for r in accounts[1:]))
    for file in sorted(os.listdir(os.path.join(out, "all"))):
        rows = read(os.path.join(out, "all", file))
        table = file[:-4]
        if table in SCHOOL:
            without = {ids[k] for k in late} if table == "ethics_assessment" else set()
            write(os.path.join(out, "school", file), pick(rows, set(ids) - without))
            if without:
                write(os.path.join(out, "late-ethics", file), pick(rows, without))
            continue
        for i, name in enumerate(named):
            members = {r[number] for r in known if r[department] == name} - apart
            write(os.path.join(out, "department-%02d" % (i + 1), file), pick(rows, members))
        for k in own:
            portion = "first" if table in ("basic_information", "study_experience", "work_experience", "post_appointment", "contact") else "rest"
            write(os.path.join(out, "own-%d" % k, portion, file), pick(rows, {ids[k]}))
        write(os.path.join(out, "late", file), pick(rows, {ids[k] for k in late}))
    folder = os.path.join(out, "department-%02d" % BROKEN)
    tables = {file[:-4]: read(os.path.join(folder, file)) for file in sorted(os.listdir(folder))}
    workbook(os.path.join(out, "corrected.xlsx"), tables, {})
    workbook(os.path.join(out, "broken.xlsx"), tables, {
        ("work_experience", "start_month"): "2008年13月", ("post_appointment", "post_category"): "教书", ("contact", "mobile"): "1380013800"})


if __name__ == "__main__":
    if len(sys.argv) == 5 and sys.argv[1] == "people":
        people(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    elif len(sys.argv) == 4 and sys.argv[1] == "share":
        share(sys.argv[2], sys.argv[3])
    else:
        sys.exit(__doc__)
