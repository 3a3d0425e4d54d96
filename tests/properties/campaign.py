#!/usr/bin/env python3
"""Plays examples/campaign-2017.sh and holds what the reports said each evening against a count of one's own. It knows the
rules of the campaign, the papers that were handed in (CSV) and the list of what was done on which day (done.tsv), and never
looks at what the program says but in order to compare: counts of each step, who is late by how many days, the state of each
table. Reports that are asked for again later, with --date, must say the same. Usage: campaign.py PROGRAM [STAFF DEPARTMENTS]"""
import csv
import datetime
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import session  # noqa: E402
from school import DOMAIN, ROOT, fail_if  # noqa: E402

FOLDER = os.path.join(ROOT, "build", "campaign-2017")
LINKS = ("id_number", "identity_document_number")
FIELD_SETS = json.load(open(os.path.join(DOMAIN, "field-sets.json"), encoding="utf-8"))
TABLES = [t["id"] for c in FIELD_SETS for t in c["tables"]]
SCHOOL = [t["id"] for c in FIELD_SETS for t in c["tables"] if (t.get("source") or c["source"]) == "school"]
STARRED = {t["id"] for c in FIELD_SETS if c["starred"] for t in c["tables"]}
SETS = SCHOOL + ["dossier"]
# The windows of the notice: first day (none: since the campaign is there) and last.
STEPS = {"accounts": ("", "2017-02-13"), "officer_training": ("2017-02-13", "2017-02-15"), "self_entry": ("2017-02-13", "2017-02-25"),
         "school_tables": ("2017-02-20", "2017-02-28"), "audit": ("2017-02-13", "2017-02-28"),
         "originals_signatures": ("2017-03-01", "2017-03-03"), "report": ("2017-03-04", "2017-03-04")}
DECLARED = {"accounts"}  # done only when somebody has said so
SOON = 3
RETIREMENT_SOON = 183  # half a year
CODE, SCHOOL_NAME = "4301020012", "青澜市第一中学"


def rows_of(path):
    with open(os.path.join(FOLDER, path), encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def days(a, b):
    """From day b to day a."""
    return (datetime.date.fromisoformat(a) - datetime.date.fromisoformat(b)).days


class Row:
    def __init__(self, state, day, complete=True):
        self.state, self.since, self.complete = state, day, complete

    def move(self, state, day):
        self.state, self.since = state, day


class Dossier:
    def __init__(self, account, number, day):
        self.number, self.name, self.department = number, account["name"], account["department"]
        self.sex, self.birth = account["sex"], account["birth_date"]
        self.months = int(account["contract_months"]) if account["contract_months"] else None
        self.established = None
        self.posts = []
        self.rows = {t: [] for t in TABLES}
        self.rows["basic_information"].append(Row("draft", day, False))
        self.made, self.logged_in, self.touched, self.seen = day, False, False, False
        self.signed = {}  # set -> still good
        self.report = ""

    def present_post(self):
        return max(self.posts)[1] if self.posts else ""

    def retires(self):
        """The month of the original age: before 2025 nobody's is delayed."""
        age = 60 if self.sex == "1" else 50 if self.present_post() == "4" else 55
        return "%04d-%s" % (int(self.birth[:4]) + age, self.birth[5:7])

    def out_of_scope(self):
        """Whether it is certain that the campaign doesn't want this person."""
        post = self.present_post()
        if self.retires() <= "2016-12":
            return True
        if self.established is None and self.months is None or self.established:
            return False
        return self.months is not None and self.months < 12 or post not in ("", "1", "2", "3")

    def clean(self, tables):
        return all(all(r.complete for r in self.rows[t]) and (self.rows[t] or t not in STARRED) for t in tables)

    def any(self, *states, tables=TABLES):
        return any(r.state in states for t in tables for r in self.rows[t])

    def tables_of(self, signed_set):
        return TEACHER if signed_set == "dossier" else [signed_set]

    def wanted(self):
        return [s for s in SETS if any(self.rows[t] for t in self.tables_of(s))]

    def changed(self, table):
        which = table if table in SCHOOL else "dossier"
        if which in self.signed:
            self.signed[which] = False

    def entered(self):
        return self.clean(TEACHER) and not self.any("draft", "returned", tables=TEACHER)

    def audited(self):
        return self.clean(TABLES) and not self.any("draft", "submitted", "returned", "reopened")

    def all_signed(self):
        return all(self.signed.get(s) for s in self.wanted())

    def complete(self):
        return self.audited() and self.seen and self.all_signed()

    def done(self, step):
        return {"accounts": True, "self_entry": self.entered(), "school_tables": self.clean(SCHOOL), "audit": self.audited(),
                "originals_signatures": self.seen and self.all_signed() and self.clean(SCHOOL),
                "report": self.report in ("sent", "accepted")}[step]


TEACHER = [t for t in TABLES if t not in SCHOOL]


class School:
    def __init__(self):
        self.all, self.by_number, self.by_id, self.done_at = [], {}, {}, {}
        self.officers, self.declared = {}, set()  # (department, name) -> day of the training; steps

    # ---- what was done

    def accounts(self, day, path):
        numbers = rows_of("passwords.csv")
        for account in rows_of(path):
            dossier = Dossier(account, "", day)
            if dossier.out_of_scope():
                continue
            dossier.number = numbers[len(self.all)]["login"]
            if numbers[len(self.all)]["name"] != dossier.name:
                sys.exit("the list of accounts has %s where %s was expected" % (numbers[len(self.all)]["name"], dossier.name))
            self.all.append(dossier)
            self.by_number[dossier.number] = self.by_id[account["identity_document_number"]] = dossier
        if len(numbers) != len(self.all):
            sys.exit("%d accounts were made, expected were %d" % (len(numbers), len(self.all)))

    def import_(self, day, path):
        files = [path] if path.endswith(".csv") else [os.path.join(path, f) for f in sorted(os.listdir(os.path.join(FOLDER, path)))]
        for file in files:
            table = os.path.basename(file)[:-4]
            for values in rows_of(file):
                dossier = self.by_id[next(values[k] for k in LINKS if k in values)]
                if table == "basic_information":
                    dossier.rows[table][0].complete = True
                    dossier.established = {"1": True, "0": False}.get(values["on_establishment"])
                else:
                    dossier.rows[table].append(Row("submitted" if table in SCHOOL else "draft", day))
                if table == "post_appointment":
                    dossier.posts.append((values["appointment_start_month"], values["post_category"]))
                dossier.touched = dossier.touched or table not in SCHOOL
                dossier.changed(table)

    def submit(self, day, number):
        for table in TEACHER:
            for row in self.by_number[number].rows[table]:
                if row.state == "draft":
                    row.move("submitted", day)

    def submit_all(self, day):
        for dossier in self.all:
            if dossier.clean(TEACHER):
                self.submit(day, dossier.number)

    def pass_all(self, day):
        for dossier in self.all:
            for table in TABLES:
                for row in dossier.rows[table]:
                    if row.state == "submitted":
                        row.move("audited", day)

    def shift(self, day, number, table, before, after):
        row = next(r for r in self.by_number[number].rows[table] if r.state == before)
        row.move(after, day)

    def do(self, day, what, *args):
        dossier = self.by_number.get(args[0]) if args else None
        if what == "accounts":
            self.accounts(day, *args)
        elif what == "declare":
            self.declared.add(args[0])
        elif what == "officers":
            self.officers.update({(row["部门"], row["姓名"]): row["培训日期"] for row in rows_of(args[0])})
        elif what == "import":
            self.import_(day, *args)
        elif what == "login":
            dossier.logged_in = True
        elif what == "submit":
            self.submit(day, *args)
        elif what == "submit-all":
            self.submit_all(day)
        elif what == "pass-all":
            self.pass_all(day)
        elif what == "return":
            self.shift(day, args[0], args[1], "submitted", "returned")
        elif what == "reopen":
            self.shift(day, args[0], args[1], "audited", "reopened")
        elif what in ("edit", "change", "change-open"):
            self.shift(day, args[0], args[1], {"edit": "returned", "change": "audited", "change-open": "reopened"}[what],
                       "submitted" if what == "change" else "draft")
            dossier.changed(args[1])
        elif what == "add":
            dossier.rows[args[1]].append(Row("draft", day))
            dossier.changed(args[1])
        elif what == "see":
            dossier.seen = True
        elif what == "sign":
            dossier.signed[args[1]] = True
        elif what == "send":
            for one in self.all:
                if one.complete() and one.report not in ("sent", "accepted"):
                    one.report = "sent"
        elif what == "send-one":
            dossier.report = "sent"
        elif what == "decline":
            dossier.report = "returned"
        elif what == "accept":
            for one in self.all:
                if one.report == "sent":
                    one.report = "accepted"
        else:
            sys.exit("done.tsv: " + what)

    # ---- what the reports must say

    def collected(self):
        return [d for d in self.all if not d.out_of_scope()]

    def untrained(self):
        return sorted(who for who, trained in self.officers.items() if not trained)

    def without_officer(self):
        return sorted({d.department for d in self.collected()} - {department for department, _ in self.officers})

    def trained(self):
        return bool(self.officers) and not self.untrained() and not self.without_officer()

    def deadlines(self, day):
        lines = []

        def told(step, subject, name, department, due, soon=SOON):
            late = days(day, due)
            if late > -soon:
                lines.append((step, subject, name, department, due, late, "late" if late > 0 else "due_soon"))

        def line(step, dossier, subject, due):
            told(step, subject, dossier.name, dossier.department, due)
        start, end = STEPS["officer_training"]
        if day >= start:
            for department, name in self.untrained():
                told("officer_training", "officer", name, department, end)
            for department in self.without_officer() if self.officers else [""]:
                told("officer_training", CODE, SCHOOL_NAME, department, end)
        for dossier in self.all:
            for step, (start, end) in STEPS.items():
                if step != "officer_training" and day >= start and not dossier.out_of_scope() and not dossier.done(step):
                    line(step, dossier, dossier.number, end)
            waiting = []
            for table in TABLES:
                for row in dossier.rows[table]:
                    if row.state in ("returned", "reopened"):
                        line(row.state + "_item", dossier, table, plus(row.since, 7))
                    if row.state == "submitted":
                        waiting.append(row.since)
            if waiting:
                line("submitted_item", dossier, dossier.number, plus(min(waiting), 15))
            told("retirement", dossier.number, dossier.name, dossier.department, last_day(dossier.retires()), RETIREMENT_SOON)
            if not dossier.logged_in:
                line("initial_password", dossier, dossier.number, plus(dossier.made, 30))
        return sorted(lines)

    def completeness(self):
        out = []
        for table in TABLES:
            n = {k: 0 for k in ("in_scope", "missing", "returned", "draft", "submitted", "audited", "signed")}
            for dossier in self.collected():
                n["in_scope"] += 1
                states = {r.state for r in dossier.rows[table]}
                if not states:
                    n["missing"] += table in STARRED
                elif states & {"returned", "reopened"}:
                    n["returned"] += 1
                elif "draft" in states:
                    n["draft"] += 1
                elif "submitted" in states:
                    n["submitted"] += 1
                else:
                    n["audited"] += 1
                    n["signed"] += bool(dossier.signed.get(table if table in SCHOOL else "dossier"))
            out.append((table, n))
        return out

    def status(self, day):
        everyone = self.collected()
        out = []
        for step, (start, end) in STEPS.items():
            if self.done(step, everyone):
                self.done_at.setdefault(step, set()).add(day)
                state = "done" if day <= end or end in self.done_at[step] else "done_late"
            elif day > end:
                state = "late"
            elif day < start:
                state = "not_yet"
            else:
                state = "due_soon" if days(end, day) < SOON else "open"
            out.append((step, state, self.counts(step, everyone)))
        return out

    def done(self, step, everyone):
        if step == "officer_training":
            return self.trained()
        return all(d.done(step) for d in everyone) and (step not in DECLARED or step in self.declared)

    def counts(self, step, everyone):
        if step == "officer_training":
            return {"departments": len({d.department for d in everyone}), "departments_without_officer": len(self.without_officer()),
                    "officers": len(self.officers), "officers_trained": len(self.officers) - len(self.untrained())}
        return {"in_scope": len(everyone), **self.counts_of_dossiers(step, everyone)}

    def counts_of_dossiers(self, step, everyone):
        def n(holds):
            return sum(1 for d in everyone if holds(d))
        if step == "accounts":
            return {"with_account": len(everyone), "without_account": 0, "never_logged_in": n(lambda d: not d.logged_in)}
        if step == "self_entry":
            entered, untouched = n(Dossier.entered), n(lambda d: not d.entered() and not d.touched)
            return {"not_started": untouched, "started": len(everyone) - entered - untouched, "submitted": entered}
        if step == "school_tables":
            return {"complete": n(lambda d: d.clean(SCHOOL)), **{"missing." + t: n(lambda d, t=t: not d.rows[t]) for t in SCHOOL}}
        if step == "audit":
            return {"waiting_for_audit": n(lambda d: d.any("submitted")), "returned": n(lambda d: d.any("returned")), "audited": n(Dossier.audited)}
        if step == "originals_signatures":
            return {"evidence_missing": n(lambda d: not d.seen), "signature_missing": n(lambda d: any(s not in d.signed for s in d.wanted())),
                    "signature_stale": n(lambda d: any(d.signed.get(s) is False for s in d.wanted())), "complete": n(lambda d: d.done(step))}
        reported = n(lambda d: d.done("report"))
        return {"ready": n(lambda d: d.complete() and not d.done("report")), "reported": reported, "returned": n(lambda d: d.report == "returned")}


def last_day(month):
    year, number = int(month[:4]), int(month[5:7])
    return plus("%04d-%02d-01" % (year + number // 12, number % 12 + 1), -1)


def plus(day, n):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(n)).isoformat()


def said(day, report, again=""):
    with open(os.path.join(FOLDER, "evenings", "%s.%s%s.json" % (day, report, again)), encoding="utf-8") as f:
        return json.load(f)["items"]


def told_deadlines(day):
    return sorted((i["step"], i["subject"].split("#")[0], i["name"], i["department"], i["due"], i["days_late"], i["state"])
                  for i in said(day, "report-deadlines"))


def told_status(day):
    out = []
    for i in said(day, "campaign-status"):
        counts = i["counts"]
        if isinstance(counts, str):
            counts = {k: int(v) for k, v in (pair.split("=") for pair in counts.split())}
        out.append((i["step"], i["status"], counts))
    return out


def compare(day, school):
    problems = []
    for expected, told, what in (
            (school.deadlines(day), told_deadlines(day), "report deadlines"),
            (school.completeness(), [(i["set"], {k: i[k] for k in ("in_scope", "missing", "returned", "draft", "submitted", "audited", "signed")})
                                     for i in said(day, "report-completeness")], "report completeness"),
            (school.status(day), told_status(day), "campaign status")):
        problems += ["%s, %s: missing %s" % (day, what, (x,)) for x in expected if x not in told]
        problems += ["%s, %s: not expected %s" % (day, what, (x,)) for x in told if x not in expected]
        if len(expected) != len(told):
            problems.append("%s, %s: %d lines, expected %d" % (day, what, len(told), len(expected)))
    return problems


def main():
    staff, departments = sys.argv[2:4] if len(sys.argv) > 3 else ("60", "6")
    session.own()
    with open(os.path.join(ROOT, "build", "campaign-2017.log"), "w", encoding="utf-8") as log:
        played = subprocess.run([os.path.join(ROOT, "examples", "campaign-2017.sh"), staff, departments], stdout=log, stderr=log,
                                env={**os.environ, "TMIS": os.path.abspath(sys.argv[1]), "TMIS_LANG": "en",
                                     "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "verify_asan_link_order=0"),
                                     "LD_PRELOAD": os.environ.get("TMIS_QUICK_PASSWORDS", "")})
    if played.returncode != 0:
        with open(log.name, encoding="utf-8", errors="replace") as f:
            sys.exit("the example ended with %d:\n%s" % (played.returncode, f.read()[-3000:]))
    school, problems = School(), []
    with open(os.path.join(FOLDER, "done.tsv"), encoding="utf-8") as f:
        acts = [line.rstrip("\n").split("\t") for line in f]
    evenings = sorted({name[:10] for name in os.listdir(os.path.join(FOLDER, "evenings"))})
    lines = 0
    for day in evenings:
        for act in acts:
            if act[0] == day:
                school.do(*act)
        problems += compare(day, school)
        lines += len(school.deadlines(day))
    left = [act for act in acts if act[0] not in evenings]
    problems += ["no evening after %s" % act for act in left]
    for name in os.listdir(os.path.join(FOLDER, "evenings")):
        if name.endswith(".again.json") and said(name[:10], name[11:-11]) != said(name[:10], name[11:-11], ".again"):
            problems.append("%s says something else when it is asked for later" % name)
    fail_if(problems)
    print("%d evenings, %d acts, %d lines about people late or nearly so: as counted" % (len(evenings), len(acts), lines))


if __name__ == "__main__":
    main()
