#!/usr/bin/env python3
"""Two files, a school's and its authority's, where people are not who they seem: a dossier whose number another school holds
is set aside and the rest is read; changes of key data go up as a proposal and come back by the receipt; a report that rests
on another content than was accepted is refused, or set aside. Both verifiers agree after each. The two managers have sessions, for
the password each time would take longer."""
import csv
import importlib.util
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from school import ROOT, fail_if  # noqa: E402
from two_files import AUTHORITY, SCHOOL, complete, founded, shown_key, teachers_of, trust  # noqa: E402

OTHER = "4301020013"
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def sound(one, when):
    check(one.run("journal", "verify", want=None)["ok"] is True, "verify %s" % when)
    if importlib.util.find_spec("nacl"):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tests", "verify", "verify.py"), one.env["TMIS_DB"]],
                              stdout=subprocess.PIPE, text=True)
        check(done.returncode == 0, "the second verifier %s: %s" % (when, done.stdout[-500:]))


class Post:
    """Packages on their way up, receipts on their way back."""

    def __init__(self, school, authority):
        self.school, self.authority, self.n = school, authority, 0

    def up(self, *options, want=0):
        self.n += 1
        self.file = self.school.path("report%d.tmispkg" % self.n)
        return self.school.run("submission", "send", *options, "--out", self.file, want=want)

    def read(self, *options, want=0):
        return self.authority.run("package", "read", self.file, *options, want=want)

    def decide(self, id):
        return self.authority.run("submission", "accept", id)

    def back(self):
        receipt = self.file + ".receipt"
        if os.path.exists(receipt):
            os.remove(receipt)
        self.authority.run("package", "receipt", self.file, "--out", receipt)
        return self.school.run("package", "read", receipt)


def numbers_by_teacher(school):
    """Identity number, name and birth date of each teacher, as the school's export has them."""
    school.run("record", "export", "basic_information", "--out", school.path("people.csv"))
    with open(school.path("people.csv"), encoding="utf-8-sig") as f:
        rows = list(csv.DictReader(f))
    return {r["teacher_identifier"]: r for r in rows if r.get("teacher_identifier")}


def states(one):
    return {s["id"]: s for s in one.run("submission", "list")["items"]}


def disputed(post, mine, whole):
    """One of two dossiers is of a person whom a school of the authority's own file holds."""
    school, authority = post.school, post.authority
    authority.run("org", "add", "--code", OTHER, "--name", "青澜市第二中学", "--kind", "school", user="chief")
    authority.officer("admin2", role="sysadmin", org=OTHER, by="chief")
    person = mine[1]
    authority.run("accounts", "create", "--name", person["name"], "--sex", person["sex"], "--birth", person["birth_date"],
                  "--id-number", person["identity_document_number"], "--passwords", authority.path("second.csv"), user="admin2")
    sent = post.up("--all", want={0, 1})
    check(sent["done"] == 2, "sent: %r" % sent)
    read = post.read(want=1)
    check((read["dossiers"], read["set_aside"]) == (1, 1), "set aside: %r" % read)
    claims = authority.run("accounts", "duplicates", want=1)["items"]
    check([(c["code"], c["state"], c["org"], c["other_org"], c["name"]) for c in claims]
          == [("person.claim-open", "open", OTHER, SCHOOL, person["name"])], "the claim: %r" % claims)
    seen = authority.run("accounts", "duplicates", user="admin2", want=1)["items"]
    check([(c["id"], c["org"], c["other_org"]) for c in seen] == [(claims[0]["id"], OTHER, None)], "what the holder sees: %r" % seen)
    check(authority.run("package", "show", read["id"], "--proof")["ok"], "the proof of what was read")
    post.decide(sent["id"])
    back = post.back()
    check(back["result"] == "returned", "the receipt: %r" % back)
    mine_now = states(school)[sent["id"]]
    check((mine_now["accepted"], mine_now["returned"]) == (1, 1) and claims[0]["id"] in mine_now["reason"], "back: %r" % mine_now)
    sound(authority, "with a claim")
    sound(school, "with a dossier that came back")
    again = post.up("--teacher", whole[1])
    read = post.read(want=1)
    check(read["set_aside"] == 1 and len(authority.run("accounts", "duplicates", want=1)["items"]) == 1, "again: %r" % read)
    post.back()
    authority.run("accounts", "resolve", claims[0]["id"], "--keep", "--reason", "原件在二中")
    check(authority.run("accounts", "duplicates")["total"] == 0, "after the decision")
    decided = authority.run("accounts", "duplicates", "--all")["items"]
    check([(c["state"], c["outcome"], c["reason"]) for c in decided] == [("closed", "keep", "原件在二中")], "decided: %r" % decided)
    check(states(school)[again["id"]]["state"] == "returned", "the second time")


def renamed(post, teacher):
    """A new name goes up as a proposal and holds in the school once it has read the receipt."""
    school, authority = post.school, post.authority
    name = school.run("record", "propose", "--teacher", teacher, "--set", "name=欧阳改名", "--reason", "户籍更名")
    check(name["state"] == "proposed", "proposed: %r" % name)
    sent = post.up("--teacher", teacher)
    post.read()
    there = authority.run("record", "proposals")["items"]
    check([(p["teacher_number"], p["field"], p["after"], p["state"]) for p in there] == [(teacher, "name", "欧阳改名", "sent")],
          "above: %r" % there)
    post.decide(sent["id"])
    check(school.run("record", "proposals")["items"][0]["state"] == "sent", "not before the receipt")
    post.back()
    check(school.run("record", "proposals")["total"] == 0, "after the receipt")
    shown = school.run("accounts", "show", teacher)
    check(shown["name"] == "欧阳改名", "the account: %r" % shown)
    sound(school, "with a new name")
    refused = post.up("--teacher", teacher, want=5)
    check([d["code"] for d in refused["error"]["details"]] == ["submission.signature"], "to be signed: %r" % refused)
    school.run("sign", "record", "--teacher", teacher, "--set", "dossier", "--paper", "2017-2")
    post.up("--teacher", teacher)
    post.read()
    check(any(a["name"] == "欧阳改名" for a in authority.run("record", "list", "basic_information")["items"]),
          "the new name above")
    sound(authority, "with a new name")


def other_base(post, teacher):
    """The school takes back what the authority has accepted already, and reports on without knowing it."""
    school, authority = post.school, post.authority
    first = states(school)
    last = list(first)[-1]
    post.decide(last)
    early = post.file
    school.run("submission", "recall", last)
    sent = post.up("--teacher", teacher)
    said = post.read(want=5)
    check(said["error"]["code"] == "submission.base" and teacher in said["error"]["message"], "another base: %r" % said)
    read = post.read("--set-aside", want=1)
    check((read["dossiers"], read["set_aside"]) == (0, 1), "set aside: %r" % read)
    here = post.file
    post.file = early
    post.back()
    check(states(school)[last]["state"] == "accepted", "accepted before it was recalled")
    post.file = here
    post.back()
    check(states(school)[sent["id"]]["state"] == "returned", "what was set aside comes back")
    sent = post.up("--teacher", teacher)
    check(post.read()["dossiers"] == 1, "with the right base")
    post.decide(sent["id"])
    sound(authority, "at the end")
    sound(school, "at the end")


def main(program):
    school, authority = founded(program, 3)
    whole = teachers_of(school)[:2]
    for teacher in whole:
        complete(school, teacher)
    authority.run("--password-file", authority.path("chen.pw"), "login", "chen")
    trust(school, "admin", AUTHORITY, *shown_key(authority, "chief"))
    trust(authority, "chief", SCHOOL, *shown_key(school, "admin"))
    everybody = numbers_by_teacher(school)
    post = Post(school, authority)
    disputed(post, [everybody[t] for t in whole], whole)
    renamed(post, whole[0])
    other_base(post, whole[0])
    school.close()
    authority.close()


main(sys.argv[1])
fail_if(problems)
print("disputes: set aside and given back, key data by receipt, another base")
