#!/usr/bin/env python3
"""A teacher goes from a file that his school shares with all authorities above it to a school with a file of its own, and comes
back: what was confirmed of his claims, and of a national project by his province, goes along, what waits goes to the authority
of the new school, and each counts once."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from between import check, problems, sound  # noqa: E402
from credit_files import INSTITUTION  # noqa: E402
from school import School, fail_if  # noqa: E402
from transfer_files import TO, TO_AUTHORITY, outside, receiving  # noqa: E402
from two_files import AUTHORITY, SCHOOL, shown_key, trust  # noqa: E402

NATION, PROVINCE = "000000", "430000"
OFFICERS = {SCHOOL: "manager", AUTHORITY: "chen", TO: "manager", TO_AUTHORITY: "chen"}


def shared(program):
    """The nation's file, with a province, a county and one school in it, which has one teacher; and an institution."""
    one = School(program)
    one.write("root.pw", "lan-tian-2017\n")
    one.run("init", "--code", NATION, "--name", "教育部", "--kind", "authority", "--level", "national", "--admin", "root", "--password-file",
            one.path("root.pw"))
    for code, parent, kind, level in ((PROVINCE, NATION, "authority", "province"), (AUTHORITY, PROVINCE, "authority", "county"),
                                      (SCHOOL, AUTHORITY, "school", None), (INSTITUTION, NATION, "institution", None)):
        one.run("org", "add", "--code", code, "--parent", parent, "--name", "单位" + code, "--kind", kind, *(["--level", level] if level else []), user="root")
        one.run("accounts", "grant", "root", "--role", "sysadmin", "--org", code, user="root")
    for login, role, org in (("chief", "sysadmin", AUTHORITY), ("admin", "sysadmin", SCHOOL), ("manager", "manager", SCHOOL), ("chen", "manager", AUTHORITY),
                             ("hunan", "manager", PROVINCE), ("nation", "manager", NATION), ("zhao", "manager", INSTITUTION)):
        one.officer(login, role, org, by="root")
    data = one.generate("data", "--teachers", "1", "--layout", "workbook")
    one.accounts(os.path.join(data, "accounts.xlsx"))
    one.run("record", "import", "dossier", "--from", os.path.join(data, "dossier.xlsx"), user="manager")
    one.run("record", "submit", "--all", user="manager")
    one.run("audit", "pass", "--all", user="manager", want={0, 1})
    return one


def national(one, number):
    """Credits of a national project, whose part the province confirms."""
    one.run("credits", "institution", "add", INSTITUTION, user="nation")
    project = one.run("credits", "project", "add", "--name", "国培计划", "--kind", "national", "--hours", "40", "--start", "2017-02-20", "--end",
                      "2017-02-24", "--institution", INSTITUTION, "--mode", "集中面授", user="nation")["id"]
    names, results = one.write("names.csv", "个人标识码\n%s\n" % number), one.write("results.csv", "个人标识码,考核结果\n%s,合格\n" % number)
    one.run("credits", "enrol", project, "--from", names, user="nation")
    one.run("credits", "assess", project, "--from", results, user="zhao")
    one.run("credits", "close", project, user="zhao")
    one.run("credits", "distribute", project, user="nation")
    one.run("credits", "confirm", project, user="hunan")
    return project


def first_login(one, passwords):
    with open(one.path(passwords), encoding="utf-8") as f:
        line = f.read().splitlines()[1].split(",")
    one.write(line[0] + ".pw", line[3] + "\n")
    one.write("own.pw", "wo-de-mi-ma-88\n")
    one.run("passwd", "--new-password-file", one.path("own.pw"), user=line[0])
    os.replace(one.path("own.pw"), one.path(line[0] + ".pw"))
    return line[0]


def ledger(one, number):
    lines = one.run("credits", "ledger", "--teacher", number, "--cycle", "2017", user="manager", want={0, 1})["entries"]
    return [(e["end_date"], e["category"], str(e["hours"]), str(e["credits"]), str(e["counted"]), e["state"]) for e in lines]


def claims(one, number):
    return sorted((c["study"], c["state"], c["authority"]) for c in one.run("credits", "claim", "list", user=number)["items"])


class Way:
    """Packages of one case: each step by whose turn it is, in his file."""

    def __init__(self, files, number, frm, to):
        self.files, self.n = files, 0
        (school, above), (new, above_new) = frm, to
        self.id = files[new].run("transfer", "apply", "--from", school, "--from-authority", above, "--reason", "工作需要", "--teacher", number,
                                 user=OFFICERS[new])["id"]
        self.tell(new, above_new)
        self.confirm(above_new)
        self.tell(above_new, school)
        self.confirm(school)
        self.tell(school, above)
        self.confirm(above)
        self.tell(above, new)
        files[new].run("transfer", "take", self.id, "--passwords", files[new].path(self.id + ".csv"), user=OFFICERS[new])
        for code in (above_new, school):
            self.tell(new, code)

    def confirm(self, code):
        self.files[code].run("transfer", "confirm", self.id, "--note", "同意", user=OFFICERS[code])

    def tell(self, code, other):
        if self.files[code] is self.files[other]:
            return
        self.n += 1
        out = self.files[code].path("%s-%d.tmispkg" % (self.id, self.n))
        self.files[code].run("transfer", "send", self.id, "--to", other, "--out", out, user=OFFICERS[code])
        self.files[other].run("package", "read", out, user=OFFICERS[other])


def there_and_back(program):
    old, (new, new_bureau) = shared(program), receiving(program)
    files = {SCHOOL: old, AUTHORITY: old, TO: new, TO_AUTHORITY: new_bureau}
    admins = {SCHOOL: "admin", AUTHORITY: "chief", TO: "admin", TO_AUTHORITY: "chief"}
    keys = {code: shown_key(files[code], who) for code, who in admins.items()}
    for code, strangers in ((AUTHORITY, (TO, TO_AUTHORITY)), (TO, (SCHOOL, AUTHORITY)), (TO_AUTHORITY, (SCHOOL, AUTHORITY))):
        for other in strangers:
            outside(files[code], admins[code], other, "school" if other in (SCHOOL, TO) else "authority")
        for other in keys:
            if files[other] is not files[code]:
                trust(files[code], admins[code], other, *keys[other])
    for one in (old, new, new_bureau):
        one.day = "2017-03-01 09:00:00"
    number = first_login(old, "passwords.csv")

    def claim(one, name, hours):
        return one.run("credits", "claim", "--name", name, "--hours", hours, "--start", "2017-02-21", "--end", "2017-02-24", "--evidence", "证书12",
                       user=number)["id"]
    done, waits = claim(old, "自学", "30"), claim(old, "读书", "12")
    old.run("credits", "confirm", "--claim", done, user="chen")
    project = national(old, number)
    said = ledger(old, number)
    check(len(said) == 2, "the ledger: %r" % said)
    for code, kind, *level in ((NATION, "authority", "--level", "national"), (PROVINCE, "authority", "--level", "province"), (INSTITUTION, "institution")):
        new.run("org", "add", "--code", code, "--name", "单位" + code, "--kind", kind, *level, "--outside", user="admin")

    case = Way(files, number, (SCHOOL, AUTHORITY), (TO, TO_AUTHORITY))
    check(first_login(new, case.id + ".csv") == number, "the account")
    check(ledger(new, number) == said, "the ledger: %r, there %r" % (said, ledger(new, number)))
    check(claims(new, number) == sorted([("自学", "confirmed", AUTHORITY), ("读书", "claimed", TO_AUTHORITY)]), "claims: %r" % claims(new, number))
    (mine,) = [p["id"] for p in new.run("credits", "project", "list", "--kind", "national", user="manager")["items"]]
    check([p["state"] for p in new.run("credits", "project", "show", mine, user="manager")["participants"]] == ["confirmed"], "the part")
    there = {c["study"]: c["id"] for c in new.run("credits", "claim", "list", user=number)["items"]}
    refusal = new.run("credits", "correct", "--claim", there["自学"], "--hours", "8", "--reason", "不能", user="manager", want=4)
    check(refusal["error"]["code"].startswith("denied."), "corrected where it wasn't confirmed: %r" % refusal)
    old.run("credits", "confirm", "--claim", waits, user="chen", want=5)  # it went along
    for one, name, user in ((old, "of the nation", "manager"), (new, "of the new school", "manager"), (new_bureau, "of its authority", "chen")):
        sound(one, name, user)

    case = Way(files, number, (TO, TO_AUTHORITY), (SCHOOL, AUTHORITY))
    check(first_login(old, case.id + ".csv") == number, "the account again")
    check(ledger(old, number) == said, "back: %r, then %r" % (said, ledger(old, number)))
    check(claims(old, number) == sorted([("自学", "confirmed", AUTHORITY), ("读书", "claimed", AUTHORITY)]), "claims, back: %r" % claims(old, number))
    old.run("credits", "confirm", "--claim", waits, user="chen")
    old.run("credits", "correct", project, "--teacher", number, "--hours", "30", "--reason", "实到30学时", user="hunan")
    check(sorted(line[2] for line in ledger(old, number) if line[-1] != "replaced") == ["12", "30", "30"], "confirmed at last: %r" % ledger(old, number))
    for one, name, user in ((old, "of the nation", "manager"), (new, "of the new school", "manager"), (new_bureau, "of its authority", "chen")):
        sound(one, name + ", back", user)
        one.close()


if __name__ == "__main__":
    there_and_back(sys.argv[1])
    fail_if(problems)
