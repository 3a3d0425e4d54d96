"""Tables of states and steps, and the walk through them by the real commands. A state a line, a step a column: the state after
it, "=" (exit 0, nothing was written), CODE:EXIT, or ":EXIT" whatever the code; "." is no cell, "/" parts the variants of one."""
import json
import os
import sqlite3

from school import ROOT, School, fail_if

PROBLEMS, WALKED = [], set()


def expected(table, state, step, which=0):
    parts = table[state].split()[table[""].split().index(step)].split("/")
    return parts[min(which, len(parts) - 1)]


class Walk(School):
    who = None

    def by(self, login):
        """Who acts from now on; a session spares the time that a password takes."""
        if self.who != login:
            self.run("--password-file", self.path(login + ".pw"), "login", login)
            self.who = login
        return self

    def events(self):
        """How many events the journal has: a step that changes nothing writes none."""
        db = sqlite3.connect(self.env["TMIS_DB"])
        try:
            return db.execute("SELECT max(seq) FROM event").fetchone()[0]
        finally:
            db.close()

    def outcome(self, *args, state=None):
        """CODE:EXIT of what is refused, "=" of what changes nothing, else what `state` says then."""
        before, events = state() if state else "", self.events()
        self.answer = self.run(*args, want=None) or {}
        said, written = self.refusal(), self.events() != events
        if said:
            return said + (", and something was written" if written else "")
        after = state() if state else ""
        return after if written or before != after else "="

    def refusal(self):
        """CODE:EXIT of the last answer; nothing when the command did what it was to do."""
        if "error" in self.answer:
            return "%s:%d" % (self.answer["error"]["code"], self.answer["error"]["exit"])
        if self.answer.get("errors"):
            return "%s:%d" % (self.answer["errors"][0]["code"], self.last.returncode)
        return "" if self.last.returncode in (0, 1) else "%s:%d" % (self.last.stderr[-200:], self.last.returncode)


def check(process, table, state, step, got, which=0):
    WALKED.add((process, state, step))
    want = expected(table, state, step, which)
    told("%s: %s in state %s" % (process, step, state), got, want)


def refusals(w, process, table, rights, parties, state, command, strangers=True, turn=None):
    """What every party gets for every step of a state that isn't its to take. Table of rights: a party a line, "." where it
    may take the step at all; `parties`: their logins; `command`: the words of a step; `strangers`: also the steps that a party
    may never take; `turn`: of a party and a step that it may take, the answer when it isn't the party's turn now, else nothing."""
    for party in [p for p in rights if p]:
        for step in rights[""].split():
            right = expected(rights, party, step)
            want = right if right != "." else (turn and turn(party, step)) or expected(table, state, step)
            if (want != "=" and ":" not in want) or (right != "." and not strangers):
                continue
            if right == ".":
                WALKED.add((process, state, step))
            got = w.by(parties[party]).outcome(*command(step))
            told("%s: %s by %s in state %s" % (process, step, party, state), got, want)


def told(what, got, want):
    """Notes what came out otherwise."""
    if got != want and not (isinstance(want, str) and want.startswith(":") and got.endswith(want)):
        PROBLEMS.append("%s: %s, expected %s" % (what, got, want))


def left_out(tables, elsewhere):
    """Cells of the tables that the program uses which no step has walked through, but those of `elsewhere`: (process, step)
    that nobody types, (process, state, None) that another test walks."""
    for process, table in tables.items():
        with open(os.path.join(ROOT, "schemas", "states", process + ".json"), encoding="utf-8") as f:
            data = json.load(f)
        for state in data["states"]:
            for step in data["steps"]:
                blank = state in table and step in table[""].split() and expected(table, state, step) == "."
                if not blank and (process, state, step) not in WALKED and not {(process, step), (process, state, None)} & elsewhere:
                    PROBLEMS.append("%s: nobody walked through %s in state %s" % (process, step, state))


def finish(w, login):
    """The file must be sound after all of it, as this account sees it; then what was found is told."""
    verdict = w.by(login).run("journal", "verify", want={0, 1, 8})
    if not verdict["ok"]:
        PROBLEMS.append("the file isn't sound after it: %s" % verdict["findings"][:3])
    w.close()
    fail_if(PROBLEMS)
    print("%d cells walked through" % len(WALKED))
