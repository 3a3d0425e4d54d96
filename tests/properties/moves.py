#!/usr/bin/env python3
"""What goes along with a person who is transferred: training credits that are open or confirmed, what is signed, and, when he comes back to a
school he had left, his dossier with its history, readable again and nothing of it twice. Usage: moves.py PROGRAM"""
import importlib.util
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
sys.dont_write_bytecode = True
from country import FIRST, INSTITUTION, SECOND, THIRD, Country  # noqa: E402
from school import ROOT, fail_if  # noqa: E402
from states import PROBLEMS, told  # noqa: E402


def moved(w, teacher, from_school, to, officers, until="take"):
    """A transfer up to a step. `officers`: of the receiving school, its authority, the releasing school, its authority."""
    id = w.by(officers[0]).run("transfer", "apply", "--teacher", teacher, "--from", from_school, "--to", to, "--reason", "工作需要")["id"]
    for who in officers[1:]:
        w.by(who).run("transfer", "confirm", id)
    if until == "take":
        w.by(officers[0]).run("transfer", "take", id)
    return id


def project(w, by, name, *more):
    return w.by(by).run("credits", "project", "add", "--name", name, "--hours", "24", "--start", "2018-07-02", "--end", "2018-07-06", *more)["id"]


def listed(w, name, *rows):
    return ["--from", w.sheet(name, [["teacher_number", "result"][:len(rows[0])], *rows])]


def participants(w, by, id):
    return {p["teacher_number"]: p["state"] for p in w.by(by).run("credits", "project", "show", id).get("participants", [])}


def ledger(w, by, teacher):
    return sorted((e["case"], e["hours"]) for e in w.by(by).run("credits", "ledger", "--teacher", teacher)["entries"])


def claimed(w, by):
    return {c["id"]: c["state"] for c in w.by(by).run("credits", "claim", "list")["items"]}


def walk_credits(w):
    """From one county to another, with every sort of credits under way."""
    one, stays = w.hire(FIRST, 2)
    w.first_login(one)
    w.by("chen").run("credits", "institution", "add", INSTITUTION)
    assessed, unassessed = project(w, "wang", "校本一"), project(w, "wang", "校本二")
    county = project(w, "chen", "县级培训", "--institution", INSTITUTION, "--mode", "集中面授")
    for id in (assessed, unassessed):
        w.by("chen").run("credits", "project", "approve", id)
    for id in (assessed, unassessed, county):
        w.by("wang").run("credits", "enrol", id, *listed(w, "list.csv", [one], [stays]))
    w.run("credits", "assess", assessed, *listed(w, "results.csv", [one, "pass"], [stays, "pass"]))
    w.run("credits", "assess", unassessed, *listed(w, "results.csv", [stays, "pass"]))
    ids = []
    for name in ("自学一", "自学二", "自学三"):
        w.by(one).run("credits", "claim", "--name", name, "--hours", "8", "--start", "2018-06-01", "--end", "2018-06-30", "--evidence", "结业证")
        ids.append("credit_claim#%d" % (len(ids) + 1))
    w.by("chen").run("credits", "return", "--claim", ids[2], "--reason", "请写明编号")
    transfer = moved(w, one, FIRST, THIRD, ("zhou", "he", "wang", "chen"), until="confirm")
    # On its way the dossier can only be read, but credits are confirmed.
    told("on the way: a claim is confirmed", w.by("chen").run("credits", "confirm", "--claim", ids[0])["done"], 1)
    told("on the way: the ledger", ledger(w, "wang", one), [(ids[0], "8")])
    w.by("zhou").run("transfer", "take", transfer)

    told("moved: open claims go to the new authority", claimed(w, "he"), {ids[1]: "claimed", ids[2]: "returned"})
    told("moved: the old authority keeps what it decided", claimed(w, "chen"), {ids[0]: "confirmed"})
    told("moved: the old authority doesn't decide", w.by("chen").outcome("credits", "confirm", "--claim", ids[1]), "denied.relation:4")
    told("moved: the old school's project, no result", set(participants(w, "chen", unassessed)), {stays})
    told("moved: the old school's project, a result", set(participants(w, "chen", assessed)), {one, stays})
    told("moved: the county's project", set(participants(w, "chen", county)), {one, stays})
    w.by(one).run("credits", "claim", "--again", ids[2], "--evidence", "结业证118")
    for id in ids[1:]:
        told("moved: the new authority decides %s" % id, w.by("he").run("credits", "confirm", "--claim", id)["state"], "confirmed")
    w.by("trainer").run("credits", "assess", county, *listed(w, "results.csv", [one, "pass"], [stays, "pass"]))
    for who, id in (("wang", assessed), ("wang", unassessed), ("trainer", county)):
        w.by(who).run("credits", "close", id)
        told("moved: confirmed %s" % id, w.by("chen").run("credits", "confirm", id)["state"], "confirmed")
    told("moved: the ledger", ledger(w, "zhou", one), [*((id, "8") for id in ids), (assessed, "24"), (county, "24")])
    told("moved: the rows", sorted(r["project_name"] for r in w.rows("domestic_training", one)), ["县级培训", "校本一", "自学一", "自学三", "自学二"])
    told("moved: who stays", ledger(w, "wang", stays), [(assessed, "24"), (unassessed, "24"), (county, "24")])
    told("moved: the old school's ledger", w.by("wang").outcome("credits", "ledger", "--teacher", one), "teacher.not-found:6")


def contact(w, teacher, mobile):
    """The row with a sealed field: made, or given another number."""
    rows = w.rows("contact", teacher)
    if rows:
        w.run("record", "edit", rows[0]["id"], "--set", "mobile=" + mobile, "--reason", "更正")
        return rows[0]["id"]
    w.run("record", "add", "contact", "--teacher", teacher, "--set", "mobile=" + mobile, "--reason", "补录")
    return w.rows("contact", teacher)[0]["id"]


def walk_return(w):
    """From a school to another and, months later, back."""
    one = w.hire(FIRST, 1)[0]
    w.first_login(one)
    w.by(one).run("credits", "claim", "--name", "自学四", "--hours", "8", "--start", "2018-06-01", "--end", "2018-06-30", "--evidence", "结业证")
    claim = list(claimed(w, one))[-1]
    row = contact(w.by("wang"), one, "13800138000")
    w.run("evidence", "add", "--teacher", one, "--kind", "id_card", "--number", w.identity[one], "--seen-original")
    w.run("record", "add", "annual_assessment", "--teacher", one, "--set", "year=2016", "--set", "result=1")
    moved(w, one, FIRST, SECOND, ("liu", "chen", "wang", "chen"))
    told("away: no more to be read", w.by("wang").outcome("record", "history", row), "teacher.not-found:6")
    # One's own step is no other side's, though one stands at another school now.
    told("away: the own claim", w.by(one).run("credits", "claim", "withdraw", claim)["state"], "withdrawn")
    told("away: the old list", [r["status"] for r in w.by("wang").run("status", "list")["items"] if r["teacher_number"] == one], ["305"])
    told("away: the same row", contact(w.by("liu"), one, "13900139000"), row)
    w.run("record", "add", "annual_assessment", "--teacher", one, "--set", "year=2017", "--set", "result=1")
    w.day, w.who = "2018-09-03 09:00:00", None
    moved(w, one, SECOND, FIRST, ("wang", "chen", "liu", "chen"))

    w.by("wang")
    posts = sorted(w.rows("work_experience", one), key=lambda r: r["start_month"])
    told("back: posts", [(r["unit_name"], r["start_month"], r["end_month"]) for r in posts],
         [("某校", "2008-09", "2018-07"), ("青澜市第二中学", "2018-07", "2018-09"), ("青澜市第一中学", "2018-09", None)])
    told("back: what was written here and there", sorted(r["year"] for r in w.rows("annual_assessment", one)), ["2016", "2017"])
    told("back: the sealed field", w.run("record", "show", "--teacher", one, "contact", "--reveal")["contact"][0]["mobile"], "13900139000")
    told("back: its history", len(w.run("record", "history", row)["items"]), 2)
    told("back: the original", [e["kind"] for e in w.run("evidence", "list", "--teacher", one)["items"]], ["id_card"])
    told("back: one person", (len(w.rows("basic_information", one)), w.rows("basic_information", one)[0]["personnel_status"]), (1, "100"))
    told("back: the list", [r["status"] for r in w.run("status", "list", want={0, 1})["items"] if r["teacher_number"] == one], [])
    accounts = [a["login"] for a in w.run("accounts", "list")["items"]]
    told("back: one account", accounts.count(one), 1)
    told("back: the school writes", w.outcome("record", "edit", row, "--set", "mobile=13700137000", "--reason", "更正"), "")
    told("back: the teacher sees", len(w.by(one).rows("work_experience", one)), 3)
    told("back: the teacher writes", w.outcome("record", "add", "paper", "--teacher", one, "--set", "name=论文"), "")
    w.by("liu")
    told("back: the other school reads no more", w.outcome("record", "show", "--teacher", one), "teacher.not-found:6")
    told("back: the other school's list", [r["status"] for r in w.run("status", "list")["items"] if r["teacher_number"] == one], ["305"])
    states = [(c["from"], c["to"], c["state"]) for c in w.by("chen").run("transfer", "list", "--all", "--teacher", one)["items"]]
    told("back: both transfers", states, [(FIRST, SECOND, "50"), (SECOND, FIRST, "50")])


def walk_signatures(w):
    """What was signed and moves unchanged is signed at the new school; the taking over writes into the dossier itself."""
    one = w.hire(FIRST, 1)[0]
    w.by("wang").run("record", "add", "annual_assessment", "--teacher", one, "--set", "year=2016", "--set", "result=1")
    w.run("audit", "pass", "--teacher", one, want={0, 1})
    w.run("sign", "record", "--teacher", one, "--set", "annual_assessment", "--paper", "2018-1")
    before = [(s["state"], s["by"], s["day"]) for s in w.run("sign", "list", "--teacher", one)["items"]]
    moved(w, one, FIRST, THIRD, ("zhou", "he", "wang", "chen"))
    told("moved: signed as before", [(s["state"], s["by"], s["day"]) for s in w.by("zhou").run("sign", "list", "--teacher", one)["items"]], before)
    told("moved: what is to sign", {s["set"] for s in w.run("sign", "missing", want={0, 1})["items"] if s["teacher_number"] == one}, {"dossier"})
    w.run("record", "add", "annual_assessment", "--teacher", one, "--set", "year=2017", "--set", "result=1")
    told("moved: changed since", [s["state"] for s in w.run("sign", "list", "--teacher", one)["items"]], ["stale"])


def main():
    w = Country(sys.argv[1], "2018-07-09 09:00:00")
    walk_credits(w)
    walk_return(w)
    walk_signatures(w)
    verdict = w.by("root").run("journal", "verify", want={0, 1, 8})
    told("the file is sound", (verdict["ok"], verdict["findings"][:3]), (True, []))
    if importlib.util.find_spec("nacl"):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tests", "verify", "verify.py"), w.env["TMIS_DB"]], stdout=subprocess.PIPE, text=True)
        told("the second verifier", (done.returncode, done.stdout[-500:] if done.returncode else ""), (0, ""))
    w.close()
    fail_if(PROBLEMS)


if __name__ == "__main__":
    main()
