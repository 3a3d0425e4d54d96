#!/usr/bin/env python3
"""Training credits calculated a second time, from how_to_compute alone and with fractions: random rule sets with random
entries, whose worked examples must come out the same in the program, to the last digit. And one digit changed is found."""
import datetime
import json
import os
import random
import sys
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
from school import ROOT, School, fail_if  # noqa: E402

SEED = int(os.environ.get("TMIS_SEED", "20261130"))
RULES, EXAMPLES = 300, 4
FIELDS = {"category": ["1", "2", "3", "4", "5", "6"], "mode": ["1", "2", "3", "6", "9"], "course": ["public", "elective", "practice"],
          "activity": ["open_class", "paper", "new_teacher"], "honour": ["excellent", "good"]}
IDS = ["a", "b", "B", "10", "9", "a1", "a-1", "甲", "乙", "é", "~", " x", "Z", "\U0001f4d6", "ﬀ", "project#2", "project#10"]


# The calculation, step by step as it is written down.

def fits(when, entry):
    return all(entry.get(field) in values for field, values in when.items())


def rounded(value, rounding):
    scaled = value * 10 ** rounding["scale"]
    whole = scaled.numerator // scaled.denominator
    if rounding["mode"] == "half_up" and scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole, 10 ** rounding["scale"])


def day(text):
    return datetime.date.fromisoformat(text)


def year_of(rule, date):
    month, first = (int(part) for part in rule["cycle"]["year_starts"].split("-"))
    return date.year if (date.month, date.day) >= (month, first) else date.year - 1


def credits_of(rule, entry):
    """Steps 2 to 6: credits, and what of them may count."""
    if entry["result"] != "pass":
        return Fraction(0), Fraction(0)
    row = next(c for c in rule["conversion"] if fits(c["when"], entry))
    if "credits_each" in row:
        value = Fraction(row["credits_each"]) * entry.get("times", 1)
    else:
        value = Fraction(entry["hours"]) / Fraction(row["hours_per_credit"])
    value *= Fraction(row.get("factor", "1"))
    for weight in rule.get("weights", []):
        if fits(weight["when"], entry):
            value *= Fraction(weight["factor"])
            break
    credits = rounded(value, rule["rounding"])
    return credits, rounded(credits * Fraction(row.get("counts_in_cycle", "1")), rule["rounding"])


def capped(rule, entries, may_count):
    """Step 7."""
    used, counted = {}, {}
    for entry in sorted(entries, key=lambda e: (e["end_date"], e["id"].encode())):
        windows = []
        for cap in rule["caps"]:
            if fits(cap["group"], entry):
                window = {"project": entry["id"], "year": year_of(rule, day(entry["end_date"])), "cycle": None}[cap["per"]]
                windows.append(((cap["id"], window), Fraction(cap["at_most"])))
        left = [most - used.get(window, 0) for window, most in windows]
        counted[entry["id"]] = max(Fraction(0), min([may_count[entry["id"]]] + left))
        for window, _ in windows:
            used[window] = used.get(window, 0) + counted[entry["id"]]
    return counted


def required(rule, entries, credits, counted):
    """Step 8, for the years from the first entry's to the last's."""
    years = [year_of(rule, day(e["end_date"])) for e in entries]
    years = range(min(years), max(years) + 1)

    def have(requirement, year):
        total = Fraction(0)
        for e in entries:
            if fits(requirement["group"], e) and year in (None, year_of(rule, day(e["end_date"]))):
                measure = requirement.get("measure")
                total += (credits[e["id"]] if measure == "credits" else counted[e["id"]] if measure is None
                          else e["hours"] if e["result"] == "pass" else 0)
        return total

    windows = {r["id"]: years if r["per"] == "year" else [None] for r in rule["requirements"]}
    own = {(r["id"], y): have(r, y) for r in rule["requirements"] for y in windows[r["id"]]}
    total = dict(own)
    at_least = {r["id"]: Fraction(r["at_least"]) for r in rule["requirements"]}
    for offset in rule.get("offsets", []):
        for y in windows[offset["from"]]:
            total[offset["to"], y] += max(Fraction(0), own[offset["from"], y] - at_least[offset["from"]])
    for r in rule["requirements"]:
        for y in windows[r["id"]] if r.get("check", True) else []:
            short = max(Fraction(0), at_least[r["id"]] - total[r["id"], y])
            yield {"requirement": r["id"], **({} if y is None else {"year": y}), "have": text(total[r["id"], y]), "met": short == 0,
                   "short": text(short)}


def text(value):
    whole, rest = divmod(value.numerator * 10 ** 4, value.denominator) if value else (0, 0)
    assert rest == 0
    digits = "%d.%04d" % divmod(whole, 10 ** 4)
    return digits.rstrip("0").rstrip(".")


def expected(rule, entries):
    given = {e["id"]: credits_of(rule, e) for e in entries}
    credits = {i: c for i, (c, _) in given.items()}
    may_count = {i: m for i, (_, m) in given.items()}
    counted = capped(rule, entries, may_count)
    return {"entries": [{"id": e["id"], "credits": text(credits[e["id"]]), "counted": text(counted[e["id"]]),
                         "surplus": text(may_count[e["id"]] - counted[e["id"]])} for e in entries],
            "total": text(sum(counted.values(), Fraction(0))), "requirements": list(required(rule, entries, credits, counted))}


# Random rules and entries.

class Chance(random.Random):
    def amount(self, most, zero=True):
        value = self.choice([self.randint(0, most), round(self.uniform(0, most), self.randint(1, 4)), most])
        return "%.10g" % value if value or zero else "1"

    def group(self, often=0.3):
        return {f: sorted(self.sample(words, self.randint(1, len(words) - 1))) for f, words in FIELDS.items() if self.random() < often}

    def conversion(self, n, last):
        row = {"id": "c%d" % n, "when": {} if last else self.group(), "provenance": "reconstructed"}
        if self.random() < 0.3:
            row["credits_each"] = self.amount(30)
        else:
            row["hours_per_credit"] = self.choice(["1", "10", "20", "8", "3", "7", "0.75", "6.5", "45.1234", "0.03"])
        if self.random() < 0.3:
            row["factor"] = self.choice(["2", "1.2", "0.3333", "1.05"])
        if self.random() < 0.4:
            row["counts_in_cycle"] = self.choice(["0", "0.5", "0.3333", "1", "1.5"])
        return row

    def rule(self, n):
        start = datetime.date(self.randint(2005, 2020), self.randint(1, 12), self.randint(1, 28))
        per = self.choice(["cycle", "year"])
        requirements = [{"id": "r%d" % i, "zh": "要求", "en": "requirement", "per": self.choice([per, per, "year", "cycle"]),
                         "group": self.group(0.2), "at_least": self.amount(60), "provenance": "reconstructed"} for i in range(self.randint(0, 5))]
        for r in requirements:
            r.update(self.choice([{}, {}, {"measure": "hours"}, {"measure": "credits"}, {"check": False}, {"severity": "warning"}]))
        pairs = [(a, b) for a in requirements for b in requirements if a is not b and a["per"] == b["per"]]
        return {
            "id": "random-%d" % n, "province": "43", "level": self.choice(["province", "district", "pattern"]), "zh": "规则", "en": "rules",
            "unit": "credit", "valid": {"from": None, "until": None, "provenance": "reconstructed"},
            "cycle": {"years": self.randint(1, 6), "year_starts": start.isoformat()[5:], "start": start.isoformat(),
                      "provenance": "reconstructed"},
            "requirements": requirements,
            "conversion": [self.conversion(i, False) for i in range(self.randint(0, 3))] + [self.conversion(9, True)],
            "weights": [{"when": self.group(), "factor": self.choice(["1.2", "1.1", "0.5"]), "provenance": "reconstructed"}
                        for _ in range(self.randint(0, 2))],
            "caps": [{"id": "cap%d" % i, "group": self.group(0.2), "per": self.choice(["project", "year", "cycle"]),
                      "at_most": self.amount(60), "provenance": "reconstructed"} for i in range(self.randint(0, 4))],
            "offsets": [{"from": a["id"], "to": b["id"], "provenance": "reconstructed"} for a, b in self.sample(pairs, min(len(pairs), 2))],
            "rounding": {"scale": self.randint(0, 2), "mode": self.choice(["half_up", "down"])}}

    def entries(self, rule):
        start, years = day(rule["cycle"]["start"]), rule["cycle"]["years"]
        first = start.replace(year=start.year + self.randint(-4, 4) * years)
        days = (first.replace(year=first.year + years) - first).days
        dates = [first + datetime.timedelta(self.choice([0, days - 1, self.randrange(days)])) for _ in range(4)]
        out = []
        for name in self.sample(IDS, self.randint(1, 9)):
            entry = {"id": name, "end_date": self.choice(dates).isoformat(), "hours": self.choice([0, 1, self.randint(1, 90), 12]),
                     "result": self.choice(["pass"] * 6 + ["fail", "absent"])}
            entry.update({f: self.choice(words) for f, words in FIELDS.items() if self.random() < 0.6})
            if self.random() < 0.4:
                entry["times"] = self.randint(1, 5)
            out.append(entry)
        return out


def rule_file(rules):
    return json.dumps({"format": "tmis-credit-rules", "version": 1, "rules": rules}, ensure_ascii=False)


def main():
    chance = Chance(SEED)
    rules = []
    for n in range(RULES):
        rule = chance.rule(n)
        entries = [chance.entries(rule) for _ in range(EXAMPLES)]
        rule["examples"] = [{"id": "e%d" % i, "en": "random", "entries": e, "expect": expected(rule, e)} for i, e in enumerate(entries)]
        rules.append(rule)
    problems = []
    with open(os.path.join(ROOT, "schemas", "credit-rules-default.json"), encoding="utf-8") as f:
        for rule in json.load(f)["rules"]:
            for example in rule.get("examples", []):
                if expected(rule, example["entries"]) != example["expect"]:
                    problems.append("%s: the second calculation says otherwise" % example["id"])

    place = School(sys.argv[1])
    place.write("chief.pw", "lan-tian-2017\n")
    place.run("init", "--code", "4301020001", "--name", "青澜县教育局", "--kind", "authority", "--level", "county", "--admin", "chief",
              "--password-file", place.path("chief.pw"))
    place.officer("chen", by="chief")
    found = place.run("credits", "rule", "test", place.write("rules.json", rule_file(rules)), user="chen", want={0, 1})
    problems += [item["message"] for item in found["items"]]

    # A digit changed somewhere is found there, and nowhere else.
    for _ in range(3):
        changed = json.loads(json.dumps(rules))
        rule = chance.choice(changed)
        example = chance.choice(rule["examples"])
        example["expect"]["total"] = text(Fraction(example["expect"]["total"]) + Fraction(1, 100))
        found = place.run("credits", "rule", "test", place.write("changed.json", rule_file(changed)), user="chen", want=1)
        said = [(item["rule"], item["example"], item["place"]) for item in found["items"]]
        if said != [(rule["id"], example["id"], "total")]:
            problems.append("changed %s %s, told %s" % (rule["id"], example["id"], said))
    place.close()
    fail_if(["seed %d" % SEED] * bool(problems) + problems)


main()
