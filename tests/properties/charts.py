#!/usr/bin/env python3
"""Statistics against a count of one's own over the same sheets, and what reports draw: pages that are well-formed, ask
nothing of the network and hide no text in markup, workbooks whose charts point at the numbers beside them."""
import collections
import csv
import datetime
import fractions
import os
import re
import sys
import xml.etree.ElementTree as xml

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from office import openpyxl  # noqa: E402
from html.parser import HTMLParser  # noqa: E402

from school import ROOT, School, fail_if  # noqa: E402
from screen import on_screen, width  # noqa: E402

TEACHERS = 60
DAY = datetime.date(2017, 2, 28)
HOSTILE = "<b>化学&\"组\"</b>"
PROBLEMS = []


def check(holds, what):
    if not holds:
        PROBLEMS.append(what)


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


# Counting again, from the sheets that went in.

def code_order(name):
    with open(os.path.join(ROOT, "schemas", "codes", name + ".tsv"), encoding="utf-8") as f:
        return [line.split("\t")[0] for line in f if not line.startswith("#")]


def years(since, day=DAY):
    y, m, d = (int(part) for part in (since + "-01")[:10].split("-"))
    return day.year - y - ((day.month, day.day) < (m, d))


def band(age, bounds):
    if age < bounds[0]:
        return "<%d" % bounds[0]
    if age >= bounds[-1]:
        return "≥%d" % bounds[-1]
    low = max(b for b in bounds if b <= age)
    return "%d–%d" % (low, bounds[bounds.index(low) + 1] - 1)


def shares(counts):
    """Largest remainder in tenths of a percent, as a textbook does it."""
    whole = sum(counts)
    parts = [n * 1000 // whole for n in counts]
    order = sorted(range(len(counts)), key=lambda i: (parts[i] - fractions.Fraction(counts[i] * 1000, whole), i))
    for i in order[:1000 - sum(parts)]:
        parts[i] += 1
    return ["%d.%d" % divmod(p, 10) for p in parts]


def highest(data, people):
    place = {code: i for i, code in enumerate(code_order("education_level"))}
    best = {}
    for row in rows(os.path.join(data, "study_experience.csv")):
        code = row["education_level"]
        rank = len(place) if code == "0" else place[code]
        key = row["id_number"]
        if key not in best or rank < best[key][0]:
            best[key] = (rank, code)
    return {p: best[p][1] if p in best else None for p in people}


def title(data, people):
    best = {}
    for row in rows(os.path.join(data, "technical_position_appointment.csv")):
        if row.get("end_month") and row["end_month"] < DAY.isoformat()[:7]:
            continue
        key = row["id_number"]
        if key not in best or row["start_month"] > best[key][0]:
            best[key] = (row["start_month"], row["technical_position"])
    return {p: best[p][1] if p in best else None for p in people}


def check_list(school, by, values, order, people):
    """`values`: the group of each person; None: not stated."""
    answer = school.run("report", "stats", "--by", by, "--date", DAY.isoformat(), user="manager")
    counted = collections.Counter(values.values())
    groups = sorted(counted, key=lambda g: (g is None, order(g) if g is not None else 0))
    expected = [(g, counted[g], s) for g, s in zip(groups, shares([counted[g] for g in groups]))]
    got = [(i["group"], i["number"], i["share"]) for i in answer["items"]]
    check(got == expected, "by %s: %s instead of %s" % (by, got, expected))
    check(answer["persons"] == len(people), "by %s: %s persons" % (by, answer["persons"]))
    return answer


def check_numbers(school, data):
    basic = {r["identity_document_number"]: r for r in rows(os.path.join(data, "basic_information.csv"))}
    accounts = {r["identity_document_number"]: r for r in rows(os.path.join(data, "accounts.csv"))}
    people = list(basic)
    bounds = [25, 30, 35, 40, 45, 50, 55, 60]
    bands = [band(a, bounds) for a in range(20, 70)]
    age = {p: years(accounts[p]["birth_date"]) for p in people}
    answer = check_list(school, "age", {p: band(age[p], bounds) for p in people}, bands.index, people)
    for item in answer["items"]:
        mine = [p for p in people if band(age[p], bounds) == item["group"]]
        check(item["women"] == sum(accounts[p]["sex"] == "2" for p in mine), "women of %s" % item["group"])
        check(item["full_time"] == sum(basic[p]["staff_category"] == "1" for p in mine), "full-time of %s" % item["group"])
        mean = sum(age[p] for p in mine) / len(mine)
        check(abs(float(item["mean_age"]) - mean) <= 0.0501, "mean age of %s: %s, %f" % (item["group"], item["mean_age"], mean))
    sexes = code_order("sex")
    check_list(school, "sex", {p: accounts[p]["sex"] for p in people}, sexes.index, people)
    check_list(school, "education", highest(data, people), code_order("education_level").index, people)
    check_list(school, "title", title(data, people), code_order("technical_position").index, people)
    check_list(school, "establishment", {p: basic[p]["on_establishment"] for p in people}, ["1", "0"].index, people)
    service = [5, 10, 15, 20, 25, 30, 35]
    check_list(school, "service_years", {p: band(years(basic[p]["work_start_month"]), service) for p in people},
               [band(a, service) for a in range(0, 50)].index, people)
    cross = school.run("report", "stats", "--by", "education,sex", "--date", DAY.isoformat(), user="manager")
    education = highest(data, people)
    for item in cross["items"]:
        for code in sexes:
            n = sum(education[p] == item["group"] and accounts[p]["sex"] == code for p in people)
            check(item.get(code, 0) == n, "cross %s %s: %s instead of %d" % (item["group"], code, item.get(code), n))
        check(item["number"] == sum(education[p] == item["group"] for p in people), "sum of %s" % item["group"])


# What is drawn.

class Page(HTMLParser):
    EMPTY = {"meta", "br", "img", "hr", "rect", "line", "polyline"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.words, self.tags = [], [], collections.Counter()
        self.feed(text)
        self.close()
        check(not self.open, "not closed: %s" % self.open)

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        for name, value in attributes:
            check(name not in ("src", "href", "srcset") and not name.startswith("on"), "%s in <%s>" % (name, tag))
        if tag not in self.EMPTY or tag in ("rect", "polyline"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags[tag] += 1

    def handle_endtag(self, tag):
        check(bool(self.open) and self.open.pop() == tag, "</%s> closes nothing" % tag)

    def handle_data(self, data):
        self.words.append(data)


def check_page(school, name, charts, *command, want=0):
    path = school.path(name + ".html")
    school.run(*command, "--out", path, user="manager", want=want, json_out=False)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    page = Page(text)
    check(page.tags["svg"] == charts, "%s: %d drawings" % (name, page.tags["svg"]))
    check("http" not in text and "url(" not in text and "@import" not in text, "%s asks for something elsewhere" % name)
    check(page.tags["script"] + page.tags["b"] == 0, "%s holds markup from data" % name)
    xml.fromstring(text.split("\n", 1)[1])  # raises where it is not well-formed
    return page


def check_book(school, name, charts, *command, want=0):
    path = school.path(name + ".xlsx")
    school.run(*command, "--out", path, user="manager", want=want, json_out=False)
    book = openpyxl.load_workbook(path)
    check(len(book.sheetnames) == 2, "%s: sheets %s" % (name, book.sheetnames))
    drawn = book.worksheets[-1]
    check(len(drawn._charts) == charts, "%s: %d charts" % (name, len(drawn._charts)))
    for chart in drawn._charts:
        for series in chart.series:
            cells = drawn[series.val.numRef.f.split("!")[1].replace("$", "")]
            values = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
            check(all(v is None or isinstance(v, (int, float)) for v in values), "%s: no numbers: %s" % (name, values))
            check(any(v is not None for v in values), "%s: an empty series" % name)
    return book


def check_terminal(school):
    wide = on_screen(school, 130, "report", "stats", "--by", "education")
    bars = [line.count("█") for line in wide.splitlines()]
    check(max(bars) >= 20, "no bars on a terminal: %s" % wide)
    check(all(width(line) <= 130 for line in wide.splitlines()), "bars beyond the edge: %s" % wide)
    narrow = on_screen(school, 60, "report", "stats", "--by", "education")
    check("█" not in narrow, "bars without room: %s" % narrow)


def main():
    school = School(sys.argv[1], "2017-02-13 09:00:00")
    school.found()
    data = school.generate("data", "--teachers", str(TEACHERS))
    accounts = rows(os.path.join(data, "accounts.csv"))
    accounts[0]["department"] = HOSTILE
    with open(os.path.join(data, "accounts.csv"), "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, accounts[0].keys())
        writer.writeheader()
        writer.writerows(accounts)
    school.accounts(os.path.join(data, "accounts.csv"))
    tables = [name for name in sorted(os.listdir(data)) if name.endswith(".csv") and name != "accounts.csv"]
    for name in tables:
        school.run("record", "import", name[:-4], "--from", os.path.join(data, name), user="manager")
    school.day = "2017-02-20 09:00:00"
    school.run("record", "submit", "--all", user="manager", want={0, 1})
    school.day = "2017-02-24 09:00:00"
    school.run("audit", "pass", "--all", user="manager", want={0, 1})
    check_numbers(school, data)
    school.run("campaign", "import", os.path.join(ROOT, "examples", "campaign-2017.json"), user="manager")
    late = school.run("report", "deadlines", "--date", "2017-03-06", user="manager", want=1)
    keys = ["step", "zh", "en", "organisation", "department", "responsible", "subject", "name", "due", "days_late", "state", "command"]
    check(list(late["items"][0]) == keys, "keys of deadlines: %s" % list(late["items"][0]))
    # The school's tables were there before their window opened: nothing to draw of that step.
    page = check_page(school, "deadlines", 4, "report", "deadlines", "--date", "2017-03-06", want=1)
    words = "".join(page.words)
    check(HOSTILE in words, "the page lost a department")
    check(all(i["name"] in words for i in late["items"]), "the page lost somebody who is late")
    check_terminal(school)
    check_page(school, "completeness", 1, "report", "completeness", want={0, 1})
    check_page(school, "stats", 4, "report", "stats")
    check_page(school, "cross", 1, "report", "stats", "--by", "department,sex")
    check_page(school, "activity", 1, "report", "activity")
    check_page(school, "list", 0, "accounts", "list")
    check_book(school, "deadlines", 4, "report", "deadlines", "--date", "2017-03-06", want=1)
    check_book(school, "completeness", 1, "report", "completeness", want={0, 1})
    check_book(school, "cross", 1, "report", "stats", "--by", "department,sex")
    check_book(school, "activity", 1, "report", "activity")
    book = check_book(school, "title", 1, "report", "stats", "--by", "title")
    sheet = book.worksheets[0]
    last = [cell.value for cell in sheet[sheet.max_row]]
    check(last[1] == sum(sheet.cell(r, 2).value for r in range(2, sheet.max_row)), "sums under the rows: %s" % last)
    fail_if(PROBLEMS)
    if len(sys.argv) > 2:
        print(school.folder)
    else:
        school.close()


if __name__ == "__main__":
    main()
