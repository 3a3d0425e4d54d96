#!/usr/bin/env python3
"""Walks the real commands through every state and step of training credits: projects of the three kinds, a national one's parts,
and claims; the allowed and the refused, by right and wrong hands. What is expected stands in tables written from the description
of the processes, as in state_walk.py. Usage: credit_states.py PROGRAM"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from country import COUNTY, FAR, FIRST, HUNAN, INSTITUTION, NATION, Country  # noqa: E402
from states import WALKED, check, expected, finish, left_out, refusals, told  # noqa: E402

# As support/states.py says. "/" parts ordinary, school_based and national.
PROJECT = {
    "": "approve reject enrol assess close distribute confirm return correct",
    "none": "project.not-found:6 project.not-found:6 project.not-found:6 project.not-found:6 project.not-found:6 "
            "project.not-found:6 project.not-found:6 project.not-found:6 project.not-found:6",
    "proposed": "registered rejected project.not-approved:5 project.wrong-step:5 project.wrong-step:5 denied.relation:4 "
                "project.wrong-step:5 project.wrong-step:5 credits.not-in-project:6",
    "registered": "denied.relation:4/=/denied.relation:4 denied.relation:4/project.wrong-step:5/denied.relation:4 registered running "
                  "project.no-results:5 project.wrong-step:5/denied.relation:4/project.wrong-step:5 project.not-closed:5 "
                  "project.wrong-step:5 project.wrong-step:5",
    "running": "denied.relation:4/project.wrong-step:5/denied.relation:4 denied.relation:4/project.wrong-step:5/denied.relation:4 running running "
               "results project.wrong-step:5/denied.relation:4/project.wrong-step:5 project.not-closed:5 project.wrong-step:5 project.wrong-step:5",
    "results": "denied.relation:4/project.wrong-step:5/denied.relation:4 denied.relation:4/project.wrong-step:5/denied.relation:4 project.closed:5 "
               "project.closed:5 = project.not-national:5/denied.relation:4/distributed confirmed/confirmed/project.not-distributed:5 returned "
               "project.wrong-step:5",
    "returned": "denied.relation:4/project.wrong-step:5/denied.relation:4 denied.relation:4/project.wrong-step:5/denied.relation:4 "
                "project.wrong-step:5 running results project.wrong-step:5/denied.relation:4/project.wrong-step:5 project.wrong-step:5 = "
                "project.wrong-step:5",
    "confirmed": "denied.relation:4/project.wrong-step:5/denied.relation:4 denied.relation:4/project.wrong-step:5/denied.relation:4 "
                 "project.wrong-step:5 project.wrong-step:5 project.wrong-step:5 project.wrong-step:5/denied.relation:4/project.wrong-step:5 = "
                 "credits.confirmed:5 confirmed",
    "rejected": "project.wrong-step:5 project.wrong-step:5 project.wrong-step:5 project.wrong-step:5 project.wrong-step:5 denied.relation:4 "
                "project.wrong-step:5 project.wrong-step:5 credits.not-in-project:6",
}
# What a province has of a national project: its own part's state.
PART = {
    "": "approve reject enrol assess close distribute confirm return correct",
    "distributed": "denied.relation:4 denied.relation:4 project.wrong-step:5 project.wrong-step:5 project.wrong-step:5 = confirmed returned project.wrong-step:5",
    "returned": "denied.relation:4 denied.relation:4 project.wrong-step:5 running results = project.wrong-step:5 = project.wrong-step:5",
    "running": "denied.relation:4 denied.relation:4 project.wrong-step:5 running results = project.not-closed:5 project.wrong-step:5 project.wrong-step:5",
    "results": "denied.relation:4 denied.relation:4 project.wrong-step:5 project.closed:5 = distributed project.not-distributed:5 returned project.wrong-step:5",
    "confirmed": "denied.relation:4 denied.relation:4 project.wrong-step:5 project.wrong-step:5 project.wrong-step:5 = = credits.confirmed:5 confirmed",
}
NO_ROLE = " ".join(["denied.role:4"] * 9)
ABOVE = "denied.relation:4 denied.relation:4 denied.relation:4 denied.role:4 denied.role:4 denied.relation:4 denied.relation:4 denied.relation:4 denied.relation:4"
PROJECT_BY = {
    "": PROJECT[""],
    "authority": ". . . denied.role:4 denied.role:4 . . . .",
    "institution": "denied.role:4 denied.role:4 . . . denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "school": "denied.role:4 denied.role:4 . denied.relation:4 denied.relation:4 denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "another authority": ABOVE,
    "administrator": NO_ROLE,
    "teacher": NO_ROLE,
}
SCHOOL_BASED_BY = {
    "": PROJECT[""],
    "authority": ". . . denied.role:4 denied.role:4 denied.relation:4 . . .",
    "school": "denied.role:4 denied.role:4 . . . denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "another school": "denied.role:4 denied.role:4 denied.relation:4 denied.relation:4 denied.relation:4 denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "institution": "denied.role:4 denied.role:4 denied.relation:4 denied.relation:4 denied.relation:4 denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "another authority": ABOVE,
    "an authority above": ABOVE,
    "nation": "denied.relation:4 denied.relation:4 denied.relation:4 denied.role:4 denied.role:4 . denied.relation:4 denied.relation:4 denied.relation:4",
    "administrator": NO_ROLE,
    "teacher": NO_ROLE,
}
PART_BY = {
    "": PART[""],
    "province": ". . denied.relation:4 denied.role:4 denied.role:4 denied.relation:4 . . .",
    "nation": ". . . denied.role:4 denied.role:4 . denied.relation:4 denied.relation:4 denied.relation:4",
    "institution": "denied.role:4 denied.role:4 . . . denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "county": "denied.relation:4 denied.relation:4 denied.relation:4 denied.role:4 denied.role:4 denied.relation:4 denied.relation:4 denied.relation:4 denied.relation:4",
    "school": "denied.role:4 denied.role:4 . denied.relation:4 denied.relation:4 denied.role:4 denied.role:4 denied.role:4 denied.role:4",
}
CREDIT_CLAIM = {
    "": "claim withdraw confirm return correct",
    "none": "claimed credits.not-found:6 credits.not-found:6 credits.not-found:6 credits.not-found:6",
    "claimed": "credits.wrong-step:5 withdrawn confirmed returned credits.wrong-step:5",
    "confirmed": "credits.confirmed:5 credits.confirmed:5 = credits.confirmed:5 confirmed",
    "returned": "claimed withdrawn credits.wrong-step:5 = credits.wrong-step:5",
    "withdrawn": "credits.wrong-step:5 = credits.wrong-step:5 credits.wrong-step:5 credits.wrong-step:5",
}
CREDIT_CLAIM_BY = {
    "": CREDIT_CLAIM[""],
    "teacher": ". . denied.role:4 denied.role:4 denied.role:4",
    "another teacher": "credits.not-found:6 credits.not-found:6 denied.role:4 denied.role:4 denied.role:4",
    "authority": "denied.role:4 denied.role:4 . . .",
    "another authority": "denied.role:4 denied.role:4 denied.relation:4 denied.relation:4 denied.relation:4",
    "an authority above": "denied.role:4 denied.role:4 denied.relation:4 denied.relation:4 denied.relation:4",
    "school": "denied.role:4 denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "administrator": "denied.role:4 denied.role:4 denied.role:4 denied.role:4 denied.role:4",
}
KINDS = ("ordinary", "school_based", "national")


class Project:
    """One of a kind with who takes its steps: it goes through all its states, from each of them everybody tries everything."""

    def __init__(self, w, kind, teachers):
        self.w, self.which, self.teachers, self.hours = w, KINDS.index(kind), teachers, 23
        own = kind == "school_based"
        side = {"authority": "chen" if own else "nation", "side": "wang" if own else "trainer"}
        self.by = {step: side["side" if step in ("enrol", "assess", "close") else "authority"] for step in PROJECT[""].split()}
        self.by["distribute"] = "nation"
        self.rights = SCHOOL_BASED_BY if own else PROJECT_BY
        self.parties = {"authority": side["authority"], "institution": "trainer", "school": "wang", "another school": "liu", "administrator": "root",
                        "another authority": "he" if own else "hunan", "an authority above": "hunan", "nation": "nation", "teacher": teachers[0]}
        self.id = add(w, kind)
        told("%s: added" % kind, self.state(), "proposed" if own else "registered")
        WALKED.add(("credit_project", "none", "add"))

    def state(self):
        return self.w.run("credits", "project", "show", self.id)["state"]

    def args(self, step, fresh=False):
        """Words of a step; `fresh`: it has something new to say."""
        w, t = self.w, self.teachers
        if step in ("approve", "reject"):
            return ["credits", "project", step, self.id, "--reason", "核对"]
        if step == "enrol":
            return ["credits", "enrol", self.id, "--from", w.sheet("enrol.csv", [["teacher_number"], *([n] for n in (t if fresh else t[:1]))])]
        if step == "assess":
            self.hours -= fresh
            return ["credits", "assess", self.id, "--from", w.sheet("assess.csv", [["teacher_number", "result", "hours"], *([n, "pass", self.hours] for n in t)])]
        more = {"return": ["--reason", "学时待核"], "correct": ["--teacher", t[0], "--hours", "12", "--reason", "签到表"]}
        return ["credits", step, self.id, *more.get(step, [])]

    def refused(self, state):
        table = {s: " ".join(expected(PROJECT, s, step, self.which) for step in PROJECT[""].split()) for s in PROJECT if s}
        refusals(self.w, "credit_project", {"": PROJECT[""], **table}, self.rights, self.parties, state, self.args,
                 strangers=state in ("results", "rejected"))

    def step(self, state, step, fresh=True):
        w = self.w.by(self.by[step])
        got = w.outcome(*self.args(step, fresh), state=self.state)
        check("credit_project", PROJECT, state, step, got, self.which)


def add(w, kind, *more, **given):
    by = {"ordinary": "nation", "school_based": "wang", "national": "nation"}[kind]
    args = {"name": "历史阅读教学", "hours": "24", "start": given.get("start", "2018-07-02"), "end": given.get("end", "2018-07-06"), "kind": kind}
    if kind != "school_based":
        args.update(institution=INSTITUTION, mode="集中面授")
    return w.by(by).run("credits", "project", "add", *(x for k, v in args.items() for x in ("--" + k, v)), *more)["id"]


def walk_project(w, kind, teachers):
    p = Project(w, kind, teachers)
    if kind == "school_based":
        rejected = Project(w, kind, teachers)
        p.refused("proposed")
        rejected.step("proposed", "reject")
        rejected.refused("rejected")
        p.step("proposed", "approve")
    p.step("registered", "enrol", fresh=False)
    p.step("registered", "enrol")
    p.refused("registered")
    p.step("registered", "assess")
    p.refused("running")
    told("%s: enrolled already" % kind, w.by(p.by["enrol"]).outcome(*p.args("enrol")), "=")
    p.step("running", "assess")
    p.step("running", "close")
    p.refused("results")
    p.step("results", "return")
    p.refused("returned")
    p.step("returned", "close")
    p.step("results", "return")
    p.step("returned", "assess")
    p.step("running", "close")
    if kind == "national":
        walk_part(w, p)
        return
    p.step("results", "confirm")
    entries(w, p, "20")
    p.refused("confirmed")
    p.step("confirmed", "correct")
    entries(w, p, "12")


def entries(w, p, hours):
    """Ledger and dossier of the first participant."""
    ledger = w.by("wang").run("credits", "ledger", "--teacher", p.teachers[0])["entries"]
    mine = [e for e in ledger if e["case"] == p.id]
    told("%s: ledger" % p.id, (str(mine[-1]["hours"]), mine[-1]["rule"]) if mine else mine, (hours, "hunan-2011"))
    rows = [r for r in w.rows("domestic_training", p.teachers[0]) if str(r["hours"]) == hours]
    told("%s: the row of the dossier" % p.id, [(r["project_name"], r["credits"], r["state"]) for r in rows][-1:], [("历史阅读教学", hours + ".00", "audited")])


def walk_part(w, p):
    """A national project after it was given out: the first participant is of one province, the last of another."""
    p.step("results", "distribute")
    by = {"enrol": "nation", "assess": "trainer", "close": "trainer", "distribute": "nation", "confirm": "hunan", "return": "hunan", "correct": "hunan"}
    parties = {"province": "hunan", "nation": "nation", "institution": "trainer", "county": "chen", "school": "wang"}
    mine, p.teachers = p.teachers[:1], p.teachers[:1]

    def state():
        w.by("nation")
        return next(part["state"] for part in w.run("credits", "project", "show", p.id)["parts"] if part["authority"] == HUNAN)

    def step(at, word):
        args = p.args(word, word == "assess")
        before = state()
        got = w.by(by[word]).outcome(*args)
        now = state()
        check("credit_project", PART, at, word, got if got != "" else now)
        told("part: before %s" % word, before, at)

    def refused(at):
        refusals(w, "credit_project", PART, PART_BY, parties, at, p.args, strangers=at == "distributed")
    refused("distributed")
    step("distributed", "return")
    refused("returned")
    step("returned", "close")
    refused("results")
    step("results", "return")
    step("returned", "assess")
    refused("running")
    step("running", "assess")
    step("running", "close")
    step("results", "distribute")
    step("distributed", "confirm")
    refused("confirmed")
    entries(w, p, str(p.hours))
    step("confirmed", "correct")
    entries(w, p, "12")
    told("part: the other province's", [(x["authority"], x["state"]) for x in w.by("nation").run("credits", "project", "show", p.id)["parts"]],
         [(HUNAN, "confirmed"), ("330000", "distributed")])
    told("part: the other province confirms its own", w.by("zhejiang").run("credits", "confirm", p.id)["done"], 1)
    told("project: all of it", [x["state"] for x in w.by("nation").run("credits", "project", "show", p.id)["parts"]], ["confirmed"] * 2)
    return mine


def project_guards(w, teachers):
    """What a step wants besides its state."""
    one, two, disputed = teachers
    future = add(w, "school_based", end="2018-07-31")
    w.by("chen").run("credits", "project", "approve", future)
    w.by("wang").run("credits", "enrol", future, "--from", w.sheet("list.csv", [["teacher_number"], [one], [two]]))
    told("enrol: of another school", w.outcome("credits", "enrol", future, "--from", w.sheet("list.csv", [["teacher_number"], ["T000"]])), "teacher.unknown:3")
    told("assess: not enrolled", assess(w, future, [disputed, "pass", 24]), "project.not-enrolled:3")
    told("assess: more hours than there were", assess(w, future, [one, "pass", 25]), "project.hours:3")
    told("assess", assess(w, future, [one, "pass", 24]), "")
    told("close: not before the end", w.outcome("credits", "close", future), "project.not-ended:5")
    id = assessed(w, [[one, "pass", 24], [two, "absent", ""], [disputed, "pass", 24]])
    claim = w.by("qian").run("accounts", "claim", "--teacher", disputed)["id"]
    told("confirm: a dispute", w.by("chen").outcome("credits", "confirm", id), "credits.not-all:5")
    told("confirm: the one in dispute", w.outcome("credits", "confirm", id, "--teacher", disputed), "person.claim-open:5")
    partly = w.run("credits", "confirm", id, "--partial", want=1)
    told("confirm --partial", (partly["done"], partly["skipped"], partly["state"]), (2, 1, "results"))
    w.by("qian").run("accounts", "claim", "--withdraw", claim)
    told("confirm: the rest", w.by("chen").run("credits", "confirm", id)["state"], "confirmed")
    told("confirm: who was absent", [e["credits"] for e in ledger(w, two) if e["case"] == id], ["0"])
    half = add(w, "school_based")
    w.by("chen").run("credits", "project", "approve", half)
    w.by("wang").run("credits", "enrol", half, "--from", w.sheet("list.csv", [["teacher_number"], [one], [two]]))
    assess(w, half, [one, "pass", 24])
    told("close: one has no result", w.outcome("credits", "close", half), "project.results-missing:3")


def ledger(w, teacher):
    return w.run("credits", "ledger", "--teacher", teacher)["entries"]


def assess(w, id, *results, by="wang"):
    return w.by(by).outcome("credits", "assess", id, "--from", w.sheet("results.csv", [["teacher_number", "result", "hours"], *results]))


def assessed(w, results):
    """A school's own project whose results were handed in."""
    id = add(w, "school_based")
    w.by("chen").run("credits", "project", "approve", id)
    w.by("wang").run("credits", "enrol", id, "--from", w.sheet("list.csv", [["teacher_number"], *([r[0]] for r in results)]))
    assess(w, id, *results)
    w.run("credits", "close", id)
    return id


def project_hands(w, himself, one, far):
    """The person himself, and one officer for two sides in a row."""
    w.first_login(himself)
    w.grant(himself, COUNTY)
    id = assessed(w, [[himself, "pass", 24], [one, "pass", 24]])
    done = w.by(himself).run("credits", "confirm", id, want=1)
    told("himself: passed over", [(i["teacher_number"], i["code"]) for i in done["items"] if i["code"]], [(himself, "denied.own-dossier")])
    told("himself: confirm", w.outcome("credits", "confirm", id, "--teacher", himself), "denied.own-dossier:4")
    told("himself: return", w.outcome("credits", "return", id, "--teacher", himself, "--reason", "x"), "denied.own-dossier:4")
    told("a colleague", w.by("chen").run("credits", "confirm", id)["state"], "confirmed")
    told("himself: correct", w.by(himself).outcome("credits", "correct", id, "--teacher", himself, "--hours", "20", "--reason", "x"), "denied.own-dossier:4")

    added = w.by("double").run("credits", "project", "add", "--name", "课例研讨", "--hours", "9", "--start", "2018-07-02", "--end", "2018-07-06", "--org", FIRST,
                               "--kind", "school_based")["id"]
    for step in ("approve", "reject"):
        told("the same hand: %s" % step, w.outcome("credits", "project", step, added, "--reason", "x"), "denied.same-person:4")
    w.by("chen").run("credits", "project", "approve", added)
    w.by("wang").run("credits", "enrol", added, "--from", w.sheet("list.csv", [["teacher_number"], [one]]))
    told("assess by the other hand", assess(w, added, [one, "pass", 9], by="double"), "")
    w.by("double").run("credits", "close", added)
    for step in (["confirm", added], ["return", added, "--reason", "x"]):
        told("the same hand: %s" % step[0], w.outcome("credits", *step, "--as", COUNTY), "denied.same-person:4")
    told("credits for which side?", w.outcome("credits", "confirm", added), "denied.same-person:4")
    national = []
    for closer in ("double", "trainer"):
        national.append(add(w, "national"))
        w.by("trainer").run("credits", "enrol", national[-1], "--from", w.sheet("list.csv", [["teacher_number"], [one], [far]]))
        assess(w, national[-1], [one, "pass", 24], [far, "pass", 24], by="trainer")
        w.by(closer).run("credits", "close", national[-1])
    w.grant("double", NATION, HUNAN)
    told("the same hand: distribute", w.by("double").outcome("credits", "distribute", national[0]), "denied.same-person:4")
    w.run("credits", "distribute", national[1])
    for step in (["confirm", national[1]], ["return", national[1], "--reason", "x"]):
        told("the same hand: %s of a part" % step[0], w.outcome("credits", *step, "--as", HUNAN), "denied.same-person:4")


# ---------------------------------------------------------------- claims of credits


def claim_credits(w, who, *more):
    return w.by(who).outcome("credits", "claim", "--name", "教育统计学", "--hours", "16", "--start", "2018-06-01", "--end", "2018-06-30", *more)


def walk_claims(w, one, other, himself):
    parties = {"teacher": one, "another teacher": other, "authority": "chen", "another authority": "he", "an authority above": "hunan", "school": "wang",
               "administrator": "root"}
    by = {"claim": one, "withdraw": one, "confirm": "chen", "return": "chen", "correct": "chen"}
    told("claim: no evidence", claim_credits(w, one), "claim.no-evidence:3")
    for who in ("wang", "chen", "root", "trainer"):
        told("claim by %s" % who, claim_credits(w, who, "--evidence", "证"), "denied.role:4")
    id = {}
    for name in ("confirmed", "returned", "withdrawn", "back"):
        check("credit_claim", CREDIT_CLAIM, "none", "claim", "claimed" if claim_credits(w, one, "--evidence", "结业证") == "" else w.answer)
        id[name] = w.answer["id"]

    def args(step, name):
        this = id.get(name, name)
        return {"claim": ["credits", "claim", "--again", this, "--evidence", "结业证118"], "withdraw": ["credits", "claim", "withdraw", this],
                "confirm": ["credits", "confirm", "--claim", this], "return": ["credits", "return", "--claim", this, "--reason", "请写明编号"],
                "correct": ["credits", "correct", "--claim", this, "--hours", "12", "--reason", "证书记载"]}[step]

    def state(name):
        return next(c["state"] for c in w.run("credits", "claim", "list")["items"] if c["id"] == id[name])

    def step(at, word, name):
        check("credit_claim", CREDIT_CLAIM, at, word, w.by(by[word]).outcome(*args(word, name), state=lambda: state(name)))

    def refused(at, name):
        refusals(w, "credit_claim", CREDIT_CLAIM, CREDIT_CLAIM_BY, parties, at, lambda word: args(word, name), strangers=at == "claimed")
    for word in ("withdraw", "confirm", "return", "correct"):
        check("credit_claim", CREDIT_CLAIM, "none", word, w.by(by[word]).outcome(*args(word, "credit_claim#999")))
    refused("claimed", "confirmed")
    for at, word, name in (("claimed", "confirm", "confirmed"), ("claimed", "return", "returned"), ("claimed", "return", "back"), ("claimed", "withdraw", "withdrawn"),
                           ("returned", "withdraw", "back")):
        step(at, word, name)
    told("claim: ledger", [(str(e["hours"]), e["counted"]) for e in ledger(w, one) if e["case"] == id["confirmed"]] if w.by("wang") else 0, [("16", "16")])
    told("claim: the row", [(r["project_name"], r["hours"]) for r in w.rows("domestic_training", one) if r["training_category"] == "6"], [("教育统计学", 16)])
    for name in ("confirmed", "returned", "withdrawn"):
        refused(name, name)
    step("returned", "claim", "returned")
    step("confirmed", "correct", "confirmed")
    told("claim: corrected", [str(e["hours"]) for e in ledger(w, one) if e["case"] == id["confirmed"]] if w.by("wang") else 0, ["16", "12"])
    # No one for himself, nobody in a dispute, and who leaves takes open ones along.
    claim_credits(w, himself, "--evidence", "证")
    mine = w.answer["id"]
    for word in ("confirm", "return"):
        told("himself: %s" % word, w.by(himself).outcome(*args(word, mine)), "denied.own-dossier:4")
    dispute = w.by("qian").run("accounts", "claim", "--teacher", himself)["id"]
    told("claim: a dispute", w.by("chen").outcome(*args("confirm", mine)), "person.claim-open:5")
    w.by("qian").run("accounts", "claim", "--withdraw", dispute)
    w.by("chen").run(*args("confirm", mine))
    told("himself: correct", w.by(himself).outcome(*args("correct", mine)), "denied.own-dossier:4")
    w.by("wang").run("status", "set", "--teacher", one, "--status", "306", "--from", "2018-07-02", "--reason", "辞职信")
    told("claim: who left", [c["state"] for c in w.by("chen").run("credits", "claim", "list")["items"] if c["id"] == id["returned"]], ["withdrawn"])


def main():
    w = Country(sys.argv[1], "2018-07-09 09:00:00")
    one, two, three, himself = w.hire(FIRST, 4)
    far = w.hire(FAR, 1)[0]
    w.by("nation").run("credits", "institution", "add", INSTITUTION)
    w.first_login(one, two)
    for step in PROJECT[""].split():
        login = {"enrol": "wang", "assess": "trainer", "close": "trainer", "distribute": "nation"}.get(step, "chen")
        words = {"approve": ["credits", "project", step], "reject": ["credits", "project", step]}.get(step, ["credits", step])
        more = {"reject": ["--reason", "x"], "return": ["--reason", "x"], "correct": ["--teacher", one, "--hours", "1", "--reason", "x"]}.get(step, [])
        file = ["--from", w.sheet("list.csv", [["teacher_number"], [one]])] if step in ("enrol", "assess") else []
        check("credit_project", PROJECT, "none", step, w.by(login).outcome(*words, "project#999", *more, *file))
    walk_project(w, "ordinary", [one, two])
    walk_project(w, "school_based", [one, two])
    walk_project(w, "national", [one, far])
    project_guards(w, [one, two, three])
    project_hands(w, himself, one, far)
    walk_claims(w, one, two, himself)
    # What is distributed is walked by its parts: nobody approves or rejects a national project.
    left_out({"credit_project": PROJECT, "credit_claim": CREDIT_CLAIM}, {("credit_claim", "end"), ("credit_project", "add")})
    finish(w, "chen")


if __name__ == "__main__":
    main()
