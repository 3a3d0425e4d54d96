#!/usr/bin/env python3
"""Walks the real commands through every state and step of the business processes about a person: transfer, rotation, employment
status, disputed identity, change of key data; the allowed and the refused, by right and wrong hands. What is expected stands in
tables written from the description of the processes, as in state_walk.py. Usage: business_states.py PROGRAM"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import two_files  # noqa: E402
from country import COUNTY, FAR, FIRST, OTHER_COUNTY, SECOND, THIRD, Country, identity_number  # noqa: E402
from states import WALKED, check, expected, finish, left_out, refusals, told  # noqa: E402

# As support/states.py says.
TRANSFER = {
    "": "apply confirm reject withdraw take",
    "none": "10 transfer.not-found:6 transfer.not-found:6 transfer.not-found:6 transfer.not-found:6",
    "10": "transfer.already-open:5 20 90 91 transfer.not-ready:5",
    "20": "transfer.already-open:5 30 90 91 transfer.not-ready:5",
    "30": "transfer.already-open:5 40 90 91 transfer.not-ready:5",
    "40": "transfer.already-open:5 transfer.wrong-step:5 transfer.wrong-step:5 91 50",
    "50": "10 transfer.closed:5 transfer.closed:5 transfer.closed:5 =",
    "90": "10 transfer.closed:5 transfer.closed:5 transfer.closed:5 transfer.closed:5",
    "91": "10 transfer.closed:5 transfer.closed:5 transfer.closed:5 transfer.closed:5",
}
TRANSFER_TURN = {"10": "to-authority", "20": "from-school", "30": "from-authority", "40": "to-school"}
TRANSFER_BY = {
    "": "confirm reject withdraw take",
    "to-school": "denied.relation:4 denied.relation:4 . .",
    "to-authority": ". . denied.role:4 denied.role:4",
    "from-school": ". . denied.relation:4 denied.relation:4",
    "from-authority": ". . denied.role:4 denied.role:4",
    "another school": "denied.relation:4 denied.relation:4 denied.relation:4 denied.relation:4",
    "an authority above": "denied.relation:4 denied.relation:4 denied.role:4 denied.role:4",
    "institution": "denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "administrator": "denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "teacher": "denied.role:4 denied.role:4 denied.role:4 denied.role:4",
}
ROTATION = {
    "": "confirm reject withdraw end",
    "none": "rotation.not-found:6 rotation.not-found:6 rotation.not-found:6 rotation.not-found:6",
    "applied": "in_force rejected withdrawn rotation.not-in-force:5",
    "in_force": "= rotation.wrong-step:5 rotation.wrong-step:5 ended",
    "ended": "rotation.closed:5 rotation.closed:5 rotation.closed:5 rotation.closed:5",
    "rejected": "rotation.closed:5 rotation.closed:5 rotation.closed:5 rotation.closed:5",
    "withdrawn": "rotation.closed:5 rotation.closed:5 rotation.closed:5 rotation.closed:5",
}
ROTATION_BY = {
    "": "confirm reject withdraw end",
    "school": "denied.role:4 denied.role:4 . .",
    "authority": ". . denied.role:4 denied.role:4",
    "the other unit": "denied.role:4 denied.role:4 denied.relation:4 denied.relation:4",
    "another authority": "denied.relation:4 denied.relation:4 denied.role:4 denied.role:4",
    "an authority above": "denied.relation:4 denied.relation:4 denied.role:4 denied.role:4",
    "administrator": "denied.role:4 denied.role:4 denied.role:4 denied.role:4",
    "teacher": "denied.role:4 denied.role:4 denied.role:4 denied.role:4",
}
# Now and set. "/" parts: as it is, with --correct, from before the last change.
STATUS = {
    "": "100 203 306 303 101 205 305",
    "serving": "=/serving/= absent/absent/status.out-of-order:5 gone/gone/status.out-of-order:5 gone/gone/status.out-of-order:5 "
               "status.by-rotation:5 status.by-rotation:5 status.by-transfer:5",
    "absent": "serving/serving/status.out-of-order:5 absent/absent/status.out-of-order:5 gone/gone/status.out-of-order:5 "
              "gone/gone/status.out-of-order:5 status.by-rotation:5 status.by-rotation:5 status.by-transfer:5",
    "gone": "status.final:5/serving/status.final:5 status.final:5/absent/status.final:5 status.final:5/gone/status.final:5 "
            "status.final:5/gone/status.final:5 status.by-rotation:5 status.by-rotation:5 status.by-transfer:5",
    "retired": "status.final:5/serving/status.final:5 status.final:5/absent/status.final:5 status.final:5/gone/status.final:5 "
               "gone/gone/status.out-of-order:5 status.by-rotation:5 status.by-rotation:5 status.by-transfer:5",
    "away": "status.by-rotation:5 status.by-rotation:5 gone gone status.by-rotation:5 status.by-rotation:5 status.by-transfer:5",
}
CAUSES = {"201": "6", "202": "6", "203": "4", "204": "5", "207": "1", "301": "12", "302": "11", "303": "53", "306": "41", "308": "52"}
CLAIM = {
    "": "claim withdraw resolve",
    "none": "open claim.not-found:6 claim.not-found:6",
    "open": "claim.already-open:5 closed closed",
    "closed": "open claim.wrong-step:5 claim.wrong-step:5",
}
CLAIM_BY = {
    "": "withdraw resolve",
    "claimant": ". denied.role:4",
    "holder": "claim.not-found:6 denied.role:4",
    "another school": "claim.not-found:6 denied.role:4",
    "common authority": ". .",
    "another authority": "claim.not-found:6 denied.relation:4",
    "an authority above": ". denied.relation:4",
    "administrator": "denied.role:4 denied.role:4",
    "teacher": "denied.role:4 denied.role:4",
}
CHANGE = {
    "": "propose withdraw",
    "none": "proposed change.not-found:6",
    "proposed": "change.already-open:5 withdrawn",
    "sent": "change.already-open:5 change.wrong-step:5",
    "accepted": "proposed change.wrong-step:5",
    "returned": "proposed change.wrong-step:5",
    "withdrawn": "proposed =",
}
CHANGE_BY = {
    "": "propose withdraw",
    "school": ". .",
    "another school": "teacher.not-found:6 change.not-found:6",
    "authority": "denied.role:4 denied.role:4",
    "administrator": "denied.role:4 denied.role:4",
    "teacher": "denied.role:4 denied.role:4",
}
ELSEWHERE = {("transfer", "lose"), ("transfer", "close"), ("transfer", "settle"), ("transfer", "none", None), ("rotation", "close"), ("rotation", "apply"), ("rotation", "send"),
             ("rotation", "cross"), ("claim", "correct"), ("change", "send"), ("change", "accept"), ("change", "return"), ("change", "recall")}


# ---------------------------------------------------------------- transfer


def transfer_args(step, id, *more):
    return ["transfer", step, id, *(["--reason", "核对"] if step == "reject" else []), *more]


def apply_for(w, teacher, by="zhou", school=FIRST, *more):
    w.by(by)
    got = w.outcome("transfer", "apply", "--teacher", teacher, "--from", school, "--reason", "工作需要", *more)
    return got if got != "" else w.answer["id"]


class Transfers:
    """Cases that stand where a row of the table begins: one for every way out of a state."""

    def __init__(self, w, teachers):
        self.w, self.person = w, dict(zip(["all", "reject10", "withdraw10", "reject20", "withdraw20", "reject30", "withdraw30", "withdraw40"], teachers))
        self.parties = {"to-school": "zhou", "to-authority": "he", "from-school": "wang", "from-authority": "chen", "another school": "liu",
                        "an authority above": "hunan", "institution": "trainer", "administrator": "root", "teacher": self.person["all"]}
        self.id = {}

    def state(self, name):
        return self.w.run("transfer", "show", self.id[name])["state"]

    def refused(self, state, name):
        def turn(party, step):
            if step in ("confirm", "reject") and state in TRANSFER_TURN and party != TRANSFER_TURN[state]:
                return "transfer.wrong-step:5"
            return None
        refusals(self.w, "transfer", TRANSFER, TRANSFER_BY, self.parties, state, lambda step: transfer_args(step, self.id[name]),
                 strangers=state in ("10", "50"), turn=turn)
        if state in TRANSFER_TURN:
            check("transfer", TRANSFER, state, "apply", apply_for(self.w, self.person[name]))

    def step(self, state, step, name, *more):
        check("transfer", TRANSFER, state, step, self.w.outcome(*transfer_args(step, self.id[name], *more), state=lambda: self.state(name)))

    def on(self, state, by, names):
        for name in names:
            self.w.by(by)
            self.step(state, "confirm", name)


def walk_transfers(w, teachers):
    c = Transfers(w, teachers)
    one = c.person["all"]
    w.first_login(one)
    for step in ("confirm", "reject", "withdraw", "take"):
        login = {"withdraw": "zhou", "take": "zhou"}.get(step, "chen")
        check("transfer", TRANSFER, "none", step, w.by(login).outcome(*transfer_args(step, "D00000000")))
    apply_refused(w, one)
    for name, teacher in c.person.items():
        c.id[name] = apply_for(w, teacher, "zhou", FIRST, "--position", "物理教师")
        told("transfer: apply", c.state(name), "10")
        WALKED.add(("transfer", "none", "apply"))
    w.by("wang").run("lock", "--scope", "self-entry", "--teacher", one, "--reason", "核对")  # hinders nothing
    rest = list(c.person)
    for state, after in (("10", "20"), ("20", "30"), ("30", "40")):
        c.refused(state, "all")
        for name in ["reject" + state, "withdraw" + state]:
            step = name[:-2]
            w.by(c.parties[TRANSFER_TURN[state] if step == "reject" else "to-school"])
            c.step(state, step, name)
            rest.remove(name)
            if state == "30":  # on its way it was read only; now it isn't
                told("transfer: an entry after %s" % step, w.by("wang").outcome(*entry(c.person[name])), "")
        c.on(state, c.parties[TRANSFER_TURN[state]], rest)
        if after == "30":
            read_only(w, one)
    c.refused("40", "all")
    c.step("40", "withdraw", "withdraw40") if w.by("zhou") else None
    before = w.rows("work_experience", one) if w.by("wang") else []
    w.by("zhou")
    c.step("40", "take", "all")
    told("transfer: a finding", "post.missing" in [f["code"] for f in w.answer["findings"]], True)
    for state, name in (("50", "all"), ("90", "reject10"), ("91", "withdraw10")):
        c.refused(state, name)
    taken(w, one, before)
    # A closed case hinders no other.
    for state, name, by, school in (("50", "all", "liu", THIRD), ("90", "reject10", "zhou", FIRST), ("91", "withdraw10", "zhou", FIRST)):
        again = apply_for(w, c.person[name], by, school)
        check("transfer", TRANSFER, state, "apply", w.run("transfer", "show", again)["state"])
        w.run("transfer", "withdraw", again)


def entry(teacher):
    return ["record", "add", "paper", "--teacher", teacher, "--set", "name=论文%d" % len(WALKED), "--reason", "补录"]


def apply_refused(w, teacher):
    told("apply: another school than hers", apply_for(w, teacher, "zhou", SECOND), "teacher.not-found:6")
    told("apply: to the same school", apply_for(w, teacher, "wang", FIRST), "transfer.same-school:2")
    told("apply: for another school", apply_for(w, teacher, "zhou", FIRST, "--to", SECOND), "denied.relation:4")
    for who in ("chen", "root", "trainer", teacher):
        told("apply by %s" % who, apply_for(w, teacher, who), "denied.role:4")


def read_only(w, teacher):
    """From the releasing school's confirmation on nobody writes into the dossier."""
    for who in ("wang", teacher):
        told("on its way: an entry by %s" % who, w.by(who).outcome(*entry(teacher)), "dossier.in-transfer:5")
    w.by("wang")
    for args in (["status", "set", "--teacher", teacher, "--status", "203", "--from", "2018-07-01", "--reason", "x"],
                 ["record", "submit", "--teacher", teacher], ["audit", "pass", "--teacher", teacher], ["submission", "send", "--teacher", teacher]):
        told("on its way: %s" % args[:2], w.outcome(*args), "dossier.in-transfer:5")
    told("on its way: read", w.outcome("record", "show", "--teacher", teacher), "=")
    told("on its way: read by the new school", w.by("zhou").outcome("record", "show", "--teacher", teacher), "teacher.not-found:6")


def taken(w, teacher, before):
    """What the taking over wrote, and who sees it."""
    w.by("zhou")
    rows = sorted(w.rows("work_experience", teacher), key=lambda r: r["start_month"])
    told("taken: posts", [(r["unit_name"], r["start_month"], r["end_month"], r["position"], r["state"]) for r in rows],
         [("某校", "2008-09", "2018-07", "数学教师", "audited"), ("青山县中学", "2018-07", None, "物理教师", "audited")])
    told("taken: one post before", len(before), 1)
    person = w.rows("basic_information", teacher)[0]
    told("taken: the person", [person[f] for f in ("school_entry_month", "staff_source", "staff_number", "personnel_status")], ["2018-07", "30", None, "100"])
    told("taken: the account", w.run("accounts", "show", teacher)["org"], THIRD)
    told("taken: the teacher writes again", w.by(teacher).outcome(*entry(teacher)), "")
    told("taken: the lock of the old school is gone", [r["name"] for r in w.rows("paper", teacher)] != [], True)
    w.by("wang")
    told("taken: the old school's list", [r["status"] for r in w.run("status", "list", "--status", "305")["items"] if r["teacher_number"] == teacher], ["305"])
    told("taken: the old school reads", w.outcome("record", "show", "--teacher", teacher), "teacher.not-found:6")


def transfer_guards(w, teachers):
    """What holds a transfer back: a rotation, a dispute, a status that is final. And what runs by the same officers."""
    rotating, disputed, resigned, retired, moving = teachers
    ids = {t: apply_for(w, t) for t in (disputed,)}
    w.by("wang")
    for t, status in ((resigned, "306"), (retired, "301")):
        w.run("status", "set", "--teacher", t, "--status", status, "--from", "2018-07-01", "--reason", "证明")
    rotation = w.run("rotation", "apply", "--teacher", rotating, "--to", SECOND, "--type", "1", "--from", "2018-07-02", "--until", "2018-12-31", "--reason", "x")["id"]
    w.by("chen").run("rotation", "confirm", rotation)
    told("apply: retired", apply_for(w, retired), "dossier.closed:5")
    ids[resigned] = apply_for(w, resigned)
    told("apply: who resigned may come back", w.run("transfer", "show", ids[resigned])["state"], "10")
    ids[rotating] = apply_for(w, rotating)
    for id in ids.values():
        w.by("he").run("transfer", "confirm", id)
    told("20: a rotation in force", w.by("wang").outcome("transfer", "confirm", ids[rotating]), "transfer.rotation-open:5")
    w.run("rotation", "end", rotation)
    claim = w.by("qian").run("accounts", "claim", "--teacher", disputed)["id"]
    told("20: a dispute", w.by("wang").outcome("transfer", "confirm", ids[disputed]), "person.claim-open:5")
    told("apply: a dispute", apply_for(w, disputed, "liu"), "person.claim-open:5")
    w.by("qian").run("accounts", "claim", "--withdraw", claim)
    for id in ids.values():
        w.by("wang").run("transfer", "confirm", id)
    for id in ids.values():
        w.by("chen").run("transfer", "confirm", id)
    claim = w.by("qian").run("accounts", "claim", "--teacher", disputed)["id"]
    told("40: a dispute", w.by("zhou").outcome("transfer", "take", ids[disputed]), "person.claim-open:5")
    w.by("qian").run("accounts", "claim", "--withdraw", claim)
    w.by("zhou")
    for t, id in ids.items():
        told("taken: %s" % id, w.outcome("transfer", "take", id, state=lambda i=id: w.run("transfer", "show", i)["state"]), "50")
        told("taken: status", w.rows("basic_information", t)[0]["personnel_status"], "100")
    # Within one county its authority confirms twice; with change of the relation it is a rotation too.
    got = w.by("liu").run("rotation", "apply", "--move", "--teacher", moving, "--from", FIRST, "--type", "1", "--reason", "县管校聘")
    told("rotation --move", (got["state"], w.run("transfer", "show", got["id"])["type"]), ("10", "2"))
    for who in ("chen", "wang", "chen"):
        w.by(who).run("transfer", "confirm", got["id"])
    w.by("liu").run("transfer", "take", got["id"])
    told("rotation --move: the row", [(r["personnel_relation_moved"], r["original_unit"], r["rotation_unit"]) for r in w.rows("exchange_rotation", moving)],
         [(True, "青澜市第一中学", "青澜市第二中学")])


def transfer_hands(w, teachers):
    """The person himself, and one officer for two sides in a row."""
    himself, one, two, three = teachers
    w.first_login(himself)
    w.grant(himself, FIRST, COUNTY, OTHER_COUNTY)
    id = apply_for(w, himself)
    for org, officer in ((OTHER_COUNTY, "he"), (FIRST, "wang"), (COUNTY, "chen")):
        w.by(himself)
        for step in ("confirm", "reject"):
            told("himself: %s for %s" % (step, org), w.outcome(*transfer_args(step, id, "--as", org)), "denied.own-dossier:4")
        w.by(officer).run("transfer", "confirm", id)
    told("himself: another's, for which side?", w.by("double").outcome("transfer", "confirm", id), "org.ambiguous:2")
    # Every step by `double`, then the next of them by the same hand.
    sides = [("apply", THIRD, "zhou"), ("confirm", OTHER_COUNTY, "he"), ("confirm", FIRST, "wang"), ("confirm", COUNTY, "chen"), ("take", THIRD, "zhou")]
    for turn, teacher in ((0, one), (1, two)):
        for n, (step, org, officer) in enumerate(sides):
            mine = n % 2 == turn
            if step == "apply":
                id = apply_for(w, teacher, "double" if mine else officer, FIRST, *(["--to", org] if mine else []))
                continue
            if not mine:
                w.by("double")
                for other in ("confirm", "reject") if step == "confirm" else ("take",):
                    told("the same hand: %s for %s" % (other, org), w.outcome(*transfer_args(other, id, "--as", org)), "denied.same-person:4")
                if org != THIRD and sides[n - 1][1] != THIRD:
                    told("the same hand: withdraw", w.outcome("transfer", "withdraw", id, "--as", THIRD), "denied.same-person:4")
            w.by("double" if mine else officer).run(*transfer_args(step, id, *(["--as", org] if mine else [])))
        told("by turns", w.by("zhou").run("transfer", "show", id)["state"], "50")
    # Two accounts of one person are one person.
    w.officer("shadow", org=FIRST, by="root", teacher=himself)
    id = apply_for(w, three)
    w.by("he").run("transfer", "confirm", id)
    w.by("shadow").run("transfer", "confirm", id)
    told("the same person by two accounts", w.by(himself).outcome("transfer", "confirm", id, "--as", COUNTY), "denied.same-person:4")


# ---------------------------------------------------------------- rotation


def rotation_args(step, id, *more):
    return ["rotation", step, id, *(["--reason", "核对"] if step == "reject" else []), *more]


def rotate(w, teacher, first="2018-07-02", last="2018-12-31", by="wang", *more, to=SECOND):
    got = w.by(by).outcome("rotation", "apply", "--teacher", teacher, "--to", to, "--type", "1", "--from", first, "--until", last, "--reason", "县管校聘", *more)
    return got if got != "" else w.answer["id"]


def walk_rotations(w, teachers):
    person = dict(zip(("ended", "rejected", "withdrawn", "late", "left"), teachers))
    one = person["ended"]
    parties = {"school": "wang", "authority": "chen", "the other unit": "liu", "another authority": "he", "an authority above": "hunan",
               "administrator": "root", "teacher": one}
    w.first_login(one)
    for step in ROTATION[""].split():
        check("rotation", ROTATION, "none", step, w.by("chen" if step in ("confirm", "reject") else "wang").outcome(*rotation_args(step, "R00000000")))
    for who, want in (("chen", "denied.role:4"), (one, "denied.role:4"), ("root", "denied.role:4"), ("liu", "teacher.not-found:6")):
        told("rotation apply by %s" % who, rotate(w, one, by=who), want)
    told("rotation apply: to the own school", rotate(w, one, to=FIRST), "rotation.same-unit:2")
    told("rotation apply: ends before it begins", rotate(w, one, "2018-07-02", "2018-07-01"), "rotation.days:2")
    id = {name: rotate(w, t) for name, t in person.items()}

    def state(name):
        return lambda: w.run("rotation", "show", id[name])["state"]

    def refused(at, name):
        refusals(w, "rotation", ROTATION, ROTATION_BY, parties, at, lambda step: rotation_args(step, id[name]), strangers=at in ("applied", "in_force"))

    def step(at, word, name, *more):
        check("rotation", ROTATION, at, word, w.by("chen" if word in ("confirm", "reject") else "wang").outcome(*rotation_args(word, id[name], *more), state=state(name)))
    told("rotation apply: on days of another", rotate(w, one, "2018-12-31", "2019-01-31"), "rotation.overlap:5")
    refused("applied", "ended")
    step("applied", "reject", "rejected")
    step("applied", "withdraw", "withdrawn")
    transfer = apply_for(w, one)
    told("rotation confirm: a transfer is open", w.by("chen").outcome("rotation", "confirm", id["ended"]), "rotation.transfer-open:5")
    told("rotation apply: a transfer is open", rotate(w, one, "2019-01-01", "2019-01-31"), "rotation.transfer-open:5")
    w.by("zhou").run("transfer", "withdraw", transfer)
    step("applied", "confirm", "ended")
    told("rotation: the row", [(r["personnel_relation_moved"], r["start_month"], r["end_month"], r["rotation_unit"], r["state"])
                               for r in w.by("wang").rows("exchange_rotation", one)], [(False, "2018-07", None, "青澜市第二中学", "audited")])
    told("rotation: status", status(w, one)[:3], ("absent", "205", "2018-07-02"))
    told("rotation apply: who is away", rotate(w, one, "2019-01-01", "2019-01-31"), "rotation.not-serving:5")
    refused("in_force", "ended")
    told("rotation end: before it began", w.by("wang").outcome("rotation", "end", id["ended"], "--on", "2018-07-01"), "rotation.days:2")
    step("in_force", "end", "ended", "--on", "2018-07-06")
    told("rotation: the row at the end", [r["end_month"] for r in w.by("wang").rows("exchange_rotation", one)], ["2018-07"])
    told("rotation: status at the end", status(w, one)[1], "100")
    for name in ("ended", "rejected", "withdrawn"):
        refused(name, name)
    # Its planned end passes: late, and nothing else. Who leaves ends it.
    for name, first, last in (("late", "2018-06-04", "2018-06-29"), ("left", "2018-06-04", "2018-12-31")):
        w.by("wang").run("rotation", "withdraw", id[name])
        id[name] = rotate(w, person[name], first, last)
        step("applied", "confirm", name)
    late = w.by("wang").run("rotation", "list", want=1)["items"]
    told("rotation: late", [(r["state"], r["days_over"]) for r in late if r["id"] == id["late"]], [("in_force", 10)])
    w.run("status", "set", "--teacher", person["left"], "--status", "306", "--from", "2018-07-02", "--reason", "辞职信")
    told("rotation: who left", state("left")(), "ended")
    WALKED.add(("rotation", "in_force", "close"))


def rotation_hands(w, teachers):
    himself, one, two = teachers
    w.first_login(himself)
    w.grant(himself, COUNTY)
    id = rotate(w, himself)
    for step in ("confirm", "reject"):
        told("himself: rotation %s" % step, w.by(himself).outcome(*rotation_args(step, id)), "denied.own-dossier:4")
    id = rotate(w, one, "2018-07-02", "2018-12-31", "double", "--org", FIRST)
    for step in ("confirm", "reject"):
        told("the same hand: rotation %s" % step, w.outcome(*rotation_args(step, id, "--as", COUNTY)), "denied.same-person:4")
    id = rotate(w, two)
    w.by("double").run("rotation", "confirm", id, "--as", COUNTY)
    told("the same hand: rotation end", w.outcome("rotation", "end", id, "--as", FIRST), "denied.same-person:4")


# ---------------------------------------------------------------- employment status


def status(w, teacher):
    """State, code, first day and cause as the school's list has them; who serves isn't on it."""
    lines = w.by("wang").run("status", "list", want={0, 1})["items"]
    return next(((r["state"], r["status"], r["since"], r["cause"]) for r in lines if r["teacher_number"] == teacher), ("serving", "100", None, None))


def set_status(w, teacher, code, day, *more):
    got = w.by("wang").outcome("status", "set", "--teacher", teacher, "--status", code, "--from", day, "--reason", "证明", *more)
    return w.answer["state"] if got == "" else got


def walk_statuses(w, one):
    """One person through all cells: each takes the next day, and then the person is brought back to where the cell begins."""
    days = iter("%d-%02d-%02d" % (y, m, d) for y in (2016, 2017) for m in range(2, 13) for d in range(1, 29))
    home = {"serving": "100", "absent": "204", "gone": "307", "retired": "301"}

    def put(code, *more, day=None):
        return set_status(w, one, code, day or next(days), *(["--cause", "41"] if code == "307" else []), *more)
    now = "100"
    for state, begin in home.items():
        for code in STATUS[""].split():
            variants = [[], ["--correct"], []] if code in ("100", "203", "306", "303") else [[]]
            for which, more in enumerate(variants):
                if now != begin:
                    told("status: back to %s" % state, put(begin, *(["--correct"] if now[0] == "3" else [])), home_state(state))
                    now = begin
                got = put(code, *more, day="2016-01-01" if which == 2 else None)
                check("status", STATUS, state, code, got, which)
                WALKED.add(("status", home_state(state), {"1": "serve", "2": "leave", "3": "depart"}[code[0]]))
                now = now if ":" in got or got == "=" else code
                told("status: %s in state %s shown" % (code, state), status(w, one)[1], now)
    told("status: corrected to before the one before", put("307", "--correct", day="2016-01-01"), "status.out-of-order:5")


def home_state(state):
    return "gone" if state == "retired" else state


def status_effects(w, teachers):
    left, himself, away = teachers
    told("status: no cause", set_status(w, left, "209", "2018-01-31"), "usage.missing:2")
    told("status: ends before it begins", set_status(w, left, "203", "2018-01-31", "--until", "2018-01-30"), "status.days:2")
    for n, (code, cause) in enumerate(CAUSES.items()):
        set_status(w, left, code, "2018-02-%02d" % (n + 1), *(["--correct"] if n else []))
        told("status: cause of %s" % code, status(w, left), ("absent" if code[0] == "2" else "gone", code, "2018-02-%02d" % (n + 1), cause))
    told("status: back", set_status(w, left, "100", "2018-03-01", "--correct"), "serving")
    transfer = apply_for(w, left)
    told("status: leaves", set_status(w, left, "306", "2018-07-02"), "gone")
    told("status: the open transfer", [w.run("transfer", "show", transfer)[f] for f in ("state", "outcome")], ["90", "person.left"])
    WALKED.update(("transfer", s, "close") for s in ("10", "20", "30", "40"))
    told("status: the post ends", [r["end_month"] for r in w.rows("work_experience", left)], ["2018-07"])
    told("status: the account", w.run("accounts", "show", left)["state"], "disabled")
    told("status: the dossier", w.outcome(*entry(left)), "dossier.closed:5")
    told("status: corrected", set_status(w, left, "100", "2018-07-03", "--correct"), "serving")
    told("status: the post goes on", [r["end_month"] for r in w.rows("work_experience", left)], [None])
    told("status: the dossier again", w.outcome(*entry(left)), "")
    # Who is away by a rotation comes back by it.
    rotation = rotate(w, away, "2018-07-02")
    w.by("chen").run("rotation", "confirm", rotation)
    for code in STATUS[""].split():
        if expected_away(code) != "gone":
            told("status: %s of who is away" % code, set_status(w, away, code, "2018-07-05"), expected_away(code))
    told("status: who is away leaves", set_status(w, away, "306", "2018-07-05"), "gone")
    w.first_login(himself)
    w.grant(himself, FIRST)
    told("himself: status set", w.by(himself).outcome("status", "set", "--teacher", himself, "--status", "203", "--from", "2018-07-02", "--reason", "x"), "denied.own-dossier:4")
    for who, want in (("chen", "denied.role:4"), ("root", "denied.role:4"), ("liu", "teacher.not-found:6"), ("trainer", "denied.role:4")):
        got = w.by(who).outcome("status", "set", "--teacher", left, "--status", "203", "--from", "2018-07-04", "--reason", "x")
        told("status set by %s" % who, got, want)


def expected_away(code):
    return expected(STATUS, "away", code)


# ---------------------------------------------------------------- disputed identity


def claim(w, teacher, by="liu", *more):
    got = w.by(by).outcome("accounts", "claim", "--teacher", teacher, *more)
    return got if got != "" else w.answer["id"]


def claim_args(step, id, how="--keep"):
    return ["accounts", "claim", "--withdraw", id] if step == "withdraw" else ["accounts", "resolve", id, how, "--reason", "原件在此"]


def walk_claims(w, teachers):
    kept, withdrawn, wrong, moved, third, himself, same = teachers
    parties = {"claimant": "liu", "holder": "wang", "another school": "zhou", "common authority": "chen", "another authority": "he", "an authority above": "hunan",
               "administrator": "root", "teacher": kept}
    w.first_login(kept, himself)

    def state(id):
        lines = w.run("accounts", "duplicates", "--all", want={0, 1})["items"]
        return next((r["state"] + (":" + r["outcome"] if r["outcome"] else "") for r in lines if r["id"] == id), None)

    def step(word, id, by, how="--keep"):
        got = w.by(by).outcome(*claim_args(word, id, how), state=lambda: state(id))
        check("claim", CLAIM, "open", word, got.split(":")[0])
        told("claim: outcome of %s %s" % (word, how), got, "closed:" + ("withdrawn" if word == "withdraw" else how[2:]))
    for word in ("withdraw", "resolve"):
        check("claim", CLAIM, "none", word, w.by("chen").outcome(*claim_args(word, "C00000000")))
    for who, want in (("root", "denied.role:4"), ("trainer", "denied.role:4"), (kept, "denied.role:4"), ("wang", "claim.own:5")):
        told("claim by %s" % who, claim(w, kept, who), want)
    id = {}
    for t in teachers[:4]:
        id[t] = claim(w, t)
        check("claim", CLAIM, "none", "claim", state(id[t]))
    check("claim", CLAIM, "open", "claim", claim(w, kept, "zhou"))
    refusals(w, "claim", CLAIM, CLAIM_BY, parties, "open", lambda s: claim_args(s, id[kept]))
    # Neither side is told who the other is, and nothing goes on about the person.
    lines = {who: next(r for r in w.by(who).run("accounts", "duplicates", want=1)["items"] if r["id"] == id[kept]) for who in ("wang", "liu", "chen")}
    told("claim: what each sees", {who: (r["org"], r["other_org"]) for who, r in lines.items()},
         {"wang": (FIRST, None), "liu": (None, SECOND), "chen": (FIRST, SECOND)})
    told("claim: a report upward", w.by("wang").outcome("submission", "send", "--teacher", kept), "person.claim-open:5")
    told("claim: a transfer", apply_for(w, kept), "person.claim-open:5")
    step("withdraw", id[withdrawn], "liu")
    step("resolve", id[kept], "chen")
    step("resolve", id[wrong], "chen", "--error")
    step("resolve", id[moved], "chen", "--move")
    refusals(w, "claim", CLAIM, CLAIM_BY, parties, "closed", lambda s: claim_args(s, id[kept]))
    check("claim", CLAIM, "closed", "claim", state(claim(w, kept)))
    # Whom the claimant gets goes by a transfer that the holder has to let go.
    lines = w.by("wang").run("transfer", "list", "--waiting-for-me", "--teacher", moved)["items"]
    told("claim: moved", [(r["to"], r["state"]) for r in lines], [(SECOND, "20")])
    WALKED.add(("transfer", "none", "settle"))
    for who, word in (("wang", "confirm"), ("chen", "confirm"), ("liu", "take")):
        told("claim: moved, %s" % word, w.by(who).outcome("transfer", word, lines[0]["id"]), "")
    told("claim: whose", len(w.rows("work_experience", moved)), 2)
    # Between counties the province decides, for nobody of the two, and no one for himself.
    between = claim(w, third, "zhou")
    for who, want in (("chen", "denied.relation:4"), ("he", "denied.relation:4"), ("nation", "denied.relation:4")):
        told("claim between counties: %s" % who, w.by(who).outcome(*claim_args("resolve", between)), want)
    told("claim between counties: hunan", w.by("hunan").outcome(*claim_args("resolve", between)), "")
    w.grant(himself, COUNTY)
    mine = claim(w, himself)
    for how in ("--keep", "--move", "--error"):
        told("himself: resolve %s" % how, w.by(himself).outcome(*claim_args("resolve", mine, how)), "denied.own-dossier:4")
    twice = claim(w, same, "double", "--org", FIRST)
    told("the same hand: resolve", w.by("double").outcome(*claim_args("resolve", twice)), "denied.same-person:4")


# ---------------------------------------------------------------- change of key data


def walk_changes(w, teachers, himself):
    """A state a teacher with a dossier that can be reported."""
    person = dict(zip(("withdrawn", "accepted", "returned", "sent"), teachers))
    one = person["withdrawn"]
    parties = {"school": "wang", "another school": "liu", "authority": "chen", "administrator": "root", "teacher": one}
    w.first_login(one)
    id, sent = {}, {}

    def args(word, name, which="--set", value="name=欧阳明"):
        if word == "withdraw":
            return ["record", "propose", "--withdraw", id.get(name, "key_data_proposal#99"), "--reason", "误报"]
        return ["record", "propose", "--teacher", person.get(name, name), which, value, "--reason", "户籍更名"]

    def state(name):
        lines = w.run("record", "proposals", "--all", "--teacher", person[name])["items"]
        return lines[-1]["state"] if lines else "none"

    def step(at, word, name):
        check("change", CHANGE, at, word, w.by("wang").outcome(*args(word, name), state=lambda: state(name)))
        if word == "propose" and "id" in w.answer:
            id[name] = w.answer["id"]

    def decide(word, name):
        w.by("wang" if word in ("send", "recall") else "chen")
        if word == "send":
            sent[name] = w.run("submission", "send", "--teacher", person[name])["id"]
        else:
            w.run("submission", word, sent[name], *(["--reason", "材料不全"] if word == "return" else []))
        w.by("wang")

    def refused(at, name):
        refusals(w, "change", CHANGE, CHANGE_BY, parties, at, lambda word: args(word, name), strangers=at == "proposed")
    told("change: without the original", w.by("wang").outcome(*args("propose", himself)), "change.original:5")
    for t in [*teachers, himself]:
        two_files.complete(w, t, "wang")
        w.who = "wang"
    check("change", CHANGE, "none", "withdraw", w.by("wang").outcome(*args("withdraw", "nobody")))
    for name in person:
        step("none", "propose", name)
    refused("proposed", "withdrawn")
    told("change: no key data", w.by("wang").outcome(*args("propose", "sent", value="native_place=长沙")), "change.field:2")
    told("change: the old name holds", [r["name"] for r in w.rows("basic_information", one)][0] != "欧阳明", True)
    step("proposed", "withdraw", "withdrawn")
    refused("withdrawn", "withdrawn")
    step("withdrawn", "propose", "withdrawn")
    for name in ("accepted", "returned", "sent"):
        decide("send", name)
        told("change: %s goes up" % name, state(name), "sent")
    refused("sent", "sent")
    told("transfer: reported and not decided", reported_away(w, person["sent"]), "transfer.submission-open:5")
    for word, name, after in (("recall", "sent", "proposed"), ("accept", "accepted", "accepted"), ("return", "returned", "returned")):
        decide(word, name)
        told("change: after %s" % word, state(name), after)
    told("change: who it is now", [w.run("accounts", "show", person[name])["name"] == "欧阳明" for name in ("accepted", "returned")], [True, False])
    for name in ("accepted", "returned"):
        refused(name, name)
        check("change", CHANGE, name, "propose", w.by("wang").outcome(*args("propose", name, value="name=欧阳光明"), state=lambda: state(name)))
    w.first_login(himself)
    w.grant(himself, FIRST)
    told("himself: propose", w.by(himself).outcome(*args("propose", himself)), "denied.own-dossier:4")
    mine = w.by("wang").run(*args("propose", himself))["id"]
    told("himself: withdraw", w.by(himself).outcome("record", "propose", "--withdraw", mine, "--reason", "误报"), "denied.own-dossier:4")


def reported_away(w, teacher):
    """What the releasing school gets for letting a person go."""
    id = apply_for(w, teacher)
    w.by("he").run("transfer", "confirm", id)
    got = w.by("wang").outcome("transfer", "confirm", id)
    w.by("zhou").run("transfer", "withdraw", id)
    return got


# ---------------------------------------------------------------- all of it


def reported_dossiers(w, n):
    """Teachers of the first school whose dossiers are entered and audited."""
    data = w.generate("data", "--teachers", str(n), "--layout", "workbook")
    w.by("root").run("accounts", "create", "--from", os.path.join(data, "accounts.xlsx"), "--org", FIRST, "--passwords", w.path("generated.csv"))
    w.by("wang").run("record", "import", "dossier", "--from", os.path.join(data, "dossier.xlsx"))
    numbers = w.keep_initial(w.path("generated.csv"))
    for t in numbers:
        w.run("record", "submit", "--teacher", t)
        w.run("audit", "pass", "--teacher", t)
    return numbers


def main():
    w = Country(sys.argv[1], "2018-07-09 09:00:00")
    people = iter(w.hire(FIRST, 40))

    def some(n):
        return [next(people) for _ in range(n)]
    walk_transfers(w, some(8))
    transfer_guards(w, some(5))
    transfer_hands(w, some(4))
    walk_rotations(w, some(5))
    rotation_hands(w, some(3))
    walk_statuses(w, next(people))
    status_effects(w, some(3))
    same = w.hire(SECOND, 1)
    walk_claims(w, some(6) + same)
    *changing, himself = reported_dossiers(w, 5)
    walk_changes(w, changing, himself)
    left_out({"transfer": TRANSFER, "rotation": ROTATION, "status": STATUS, "claim": CLAIM, "change": CHANGE}, ELSEWHERE)
    finish(w, "chen")


if __name__ == "__main__":
    main()
