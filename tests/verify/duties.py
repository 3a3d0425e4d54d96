"""What nobody may do whatever role he holds, as tmis-security(7) has it: act without the reason that is due, decide about
the own dossier, hold roles that exclude each other, or use the recovery key for more than naming an administrator."""
BLANK = " \t\n\v\f\r\u3000\u00a0\ufeff"
ALWAYS = {"accounts.different", "accounts.resolve", "audit.return", "audit.reopen", "credits.correct", "credits.project.reject", "credits.return",
          "erase", "journal.undo", "lock.release", "org.policy.set", "record.propose",
          "record.remove", "status.plan", "status.set", "submission.return"}
FOR_TEACHERS = {"record.add", "record.edit", "record.none"}  # … by the manager, in the tables that teachers fill in
NOT_OWN = {"accounts.resolve", "audit.pass", "audit.return", "audit.reopen", "evidence.add", "evidence.scan", "record.propose", "sign.record", "archive.file", "status.set",
           "status.plan",
           "transfer.confirm", "transfer.reject", "rotation.confirm", "rotation.reject", "credits.confirm", "credits.return", "credits.correct"}
# Cases with several sides: (event, state before) → (column of the organisation that may, state after), or several such ways.
# "project/authority": the column of the case that this one is a part of. "teacher": the person whose row it is.
TURNS = {
    340: {("transfer.apply", None): ("to_org", "10"), ("accounts.resolve", None): (None, "20"),
          ("transfer.confirm", "10"): (("to_authority", "20"), (None, "90")),
          ("transfer.confirm", "20"): (("from_org", "30"), (None, "90")),  # 90: another application was let go
          ("transfer.confirm", "30"): ("from_authority", "40"), ("transfer.take", "40"): ("to_org", "50"),
          ("transfer.reject", "10"): ("to_authority", "90"), ("transfer.reject", "20"): ("from_org", "90"),
          ("transfer.reject", "30"): ("from_authority", "90"),
          **{("transfer.withdraw", state): ("to_org", "91") for state in ("10", "20", "30", "40")},
          **{("status.set", state): (None, "90") for state in ("10", "20", "30", "40")}},
    341: {("rotation.apply", None): ("org", "applied"), ("rotation.confirm", "applied"): ("authority", "in_force"),
          ("rotation.reject", "applied"): ("authority", "rejected"), ("rotation.withdraw", "applied"): ("org", "withdrawn"),
          ("rotation.end", "in_force"): ("org", "ended"), ("transfer.take", "applied"): (None, "withdrawn"),
          ("status.set", "applied"): (None, "withdrawn"), ("status.set", "in_force"): (None, "ended")},
    351: {("credits.project.add", None): (("authority", "registered"), ("school", "proposed")),
          ("credits.project.approve", "proposed"): ("authority", "registered"), ("credits.project.reject", "proposed"): ("authority", "rejected"),
          **{("credits.assess", state): (("institution", "running"), ("school", "running")) for state in ("registered", "returned")},
          **{("credits.close", state): (("institution", "results"), ("school", "results")) for state in ("running", "returned")},
          ("credits.distribute", "results"): ("authority", "distributed"), ("credits.confirm", "results"): ("authority", "confirmed"),
          ("credits.return", "results"): ("authority", "returned")},
    354: {("credits.claim", None): ("teacher", "claimed"), ("credits.claim", "returned"): ("teacher", "claimed"),
          ("credits.confirm", "claimed"): ("authority", "confirmed"), ("credits.return", "claimed"): ("authority", "returned"),
          ("credits.correct", "confirmed"): ("authority", "confirmed"),
          **{("credits.claim.withdraw", state): ("teacher", "withdrawn") for state in ("claimed", "returned")},
          **{("transfer.take", state): (None, state) for state in ("claimed", "returned")},
          **{("status.set", state): (None, "withdrawn") for state in ("claimed", "returned")}},
    357: {("credits.distribute", None): ("project/authority", "distributed"), ("credits.distribute", "results"): ("project/authority", "distributed"),
          ("credits.assess", "returned"): ("project/institution", "running"),
          **{("credits.close", state): ("project/institution", "results") for state in ("running", "returned")},
          ("credits.confirm", "distributed"): ("authority", "confirmed"), ("credits.return", "distributed"): ("authority", "returned")},
}
PARTIES = {340: ("to_org", "to_authority", "from_org", "from_authority"), 341: ("org", "authority", "host"), 351: ("authority", "institution", "school"),
           354: ("authority", "teacher"), 357: ("project", "authority")}
EXCLUSIVE = ({b"sysadmin", b"manager"}, {b"sysadmin", b"viewer"})
ORGANISATION, TEACHER, ACCOUNT, GRANT, KEY, STATE, POLICY, IDENTITY_CLAIM = 201, 202, 203, 204, 205, 206, 318, 320
INSERT, UPDATE, WITHDRAW = 1, 2, 3
PROJECT, ENROLMENT, CLAIM, ENTRY, PART = 351, 353, 354, 355, 357
TRANSFER, SEALED, TRUSTED = 340, 342, 214
ORIGINS = {PROJECT: (358, "project"), CLAIM: (359, "claim")}  # where those from other files say so
CREDITS = tuple("credits." + step for step in ("enrol", "assess", "close", "distribute"))  # write participants, whoever decides
DECIDED = ("credits.confirm", "credits.correct", "credits.return")
COUNTED = ("credits", "counted", "surplus", "rule", "rule_version")  # of an entry: what follows from all of its teacher's


class Duties:
    """`verifier` has read all: its tables, events, keys and accounts."""

    def __init__(self, verifier):
        self.v = verifier
        self.dossier_of = {}  # (table, row) → row of the teacher
        self.org_of = {}      # row of the teacher → [(seq, organisation)]
        self.parents = {}     # organisation → [(seq, the one above)]
        self.four_eyes = {}   # organisation → [(seq, whether it wants them)]
        self.transfers = {}   # id → row of the teacher
        self.sealed = {}      # id of a transfer by which a dossier came sealed → row of the teacher
        self.origins = {}     # table → its rows that began in another file
        self.staff = []       # (organisation, first seq, last seq or None)
        self.trusted = set()  # organisations with a key in another file

    def check(self):
        for seq, event in self.v.events.items():
            if event["kind"] in ALWAYS and self.blank(event):
                self.v.say("event %s" % seq, "gives no reason for %s" % event["kind"])
        for table, column, kept in ((TEACHER, "org", self.org_of), (ORGANISATION, "parent", self.parents)):
            for row, _, seq, is_ in self.v.versions(table):
                kept.setdefault(row, []).append((seq, is_.get(column)))
        for _, op, seq, is_ in self.v.versions(POLICY):
            if is_.get("policy") == b"four_eyes":
                self.four_eyes.setdefault(is_.get("org"), []).append((seq, op in (INSERT, UPDATE) and is_.get("value") != 0))
        for table in sorted(self.v.tables, key=lambda table: table == STATE):  # states last: they are about the others
            before = {}
            for row, op, seq, is_ in self.v.versions(table):
                event = self.v.events.get(seq)
                if event and is_ and seq > 0:
                    self.check_version("%s %s" % (self.v.name(table), row), event, table, row, op, is_, before.get(row, {}))
                before[row] = is_
                if table not in (STATE, TEACHER) and is_.get("teacher") is not None:
                    self.dossier_of[table, row] = is_.get("teacher")
        self.check_roles()
        self.read_arrivals()
        self.check_cases()
        self.check_claims()
        self.check_credits()

    def read_arrivals(self):
        """Who came from other files, and who decides in those."""
        self.transfers = {is_.get("id"): is_.get("teacher") for _, _, _, is_ in self.v.versions(TRANSFER)}
        self.sealed = {is_.get("transfer"): self.transfers.get(is_.get("transfer")) for _, _, _, is_ in self.v.versions(SEALED)}
        self.origins = {table: {is_.get(column) for _, _, _, is_ in self.v.versions(origin)} for table, (origin, column) in ORIGINS.items()}
        self.trusted = {is_.get("org") for _, _, _, is_ in self.v.versions(TRUSTED)}
        held = {}
        for row, op, seq, is_ in self.v.versions(GRANT):
            if row in held:
                self.staff.append((*held.pop(row), seq))
            if op in (INSERT, UPDATE):
                held[row] = (is_.get("org"), seq)
        self.staff += [(*h, None) for h in held.values()]

    def newcomer(self, event):
        """The person whom an event takes over from another file."""
        return self.sealed.get(event["args"].get("case", "").encode()) if event["kind"] == "transfer.take" else None

    def came_along(self, table, row, event, is_, before):
        """Whether a case of credits, or another version of a claim, came with such a person."""
        who = self.newcomer(event)
        if who is None or (before and table != CLAIM) or (table == CLAIM and is_.get("teacher") != who):
            return False
        whole = is_.get("project") if table == PART else row
        return bool(before) or whole in self.origins.get(PROJECT if table == PART else table, ())

    def decides_here(self, org, seq):
        return org not in self.trusted and any(o == org and first < seq and (last is None or seq <= last) for o, first, last in self.staff)

    def check_cases(self):
        """Each step by the organisation whose turn it was, and no person for two organisations in a row."""
        codes = {row: is_.get("code", b"").decode(errors="replace") for row, _, _, is_ in self.v.versions(201)}
        wholes = {row: is_ for row, _, _, is_ in self.v.versions(351)}
        for table, turns in TURNS.items():
            last = {}
            for row, _, seq, is_ in self.v.versions(table):
                event, where = self.v.events.get(seq), "%s %s" % (self.v.name(table), row)
                before, by = last.get(row, ({}, None))
                last[row] = is_, event
                if not event or event["kind"] == "package.read" or self.came_along(table, row, event, is_, before):
                    continue
                state = before["state"].decode() if before else None
                ways = turns.get((event["kind"], state), ())
                ways = [ways] if ways and not isinstance(ways[0], tuple) else ways
                columns = [column for column, after in ways if is_.get("state") == after.encode()]
                if not columns:
                    self.v.say(where, "event %s takes a step that doesn't follow %s" % (seq, state))
                elif not any(self.is_turn(event, column, is_, codes, wholes) for column in columns):
                    self.v.say(where, "event %s is not by the side whose turn it was" % seq)
                if before and event["kind"] != "transfer.take" and any(before.get(c) != is_.get(c) for c in PARTIES[table]):
                    self.v.say(where, "event %s gives it other parties" % seq)
                if by and by["org"] != event["org"] and any(columns) and self.person(by) == self.person(event) and columns != ["teacher"]:
                    self.v.say(where, "events %s and %s are one person's, for two sides" % (by["seq"], seq))

    def check_claims(self):
        """Nobody decides what he claimed for another organisation."""
        claimed = {}
        for row, _, seq, _ in self.v.versions(IDENTITY_CLAIM):
            event = self.v.events.get(seq)
            by = claimed.setdefault(row, event)
            if event and by and event["kind"] == "accounts.resolve" and by["org"] != event["org"] and self.person(by) == self.person(event):
                self.v.say("%s %s" % (self.v.name(IDENTITY_CLAIM), row), "events %s and %s are one person's, for two sides" % (by["seq"], seq))

    def check_credits(self):
        """Participants and confirmed credits are written by the steps of the case that the event names, by no other and for no other."""
        cases = {is_.get("id"): (table, row, is_.get("project") if table == PART else row)
                 for table in (PROJECT, CLAIM, PART) for row, _, _, is_ in self.v.versions(table)}
        for table, writes in ((ENROLMENT, self.writes_participant), (ENTRY, self.writes_entry)):
            last = {}
            for row, op, seq, is_ in self.v.versions(table):
                event, before, last[row] = self.v.events.get(seq), last.get(row, {}), is_
                if event and seq > 0 and not writes(event, cases.get(event["args"].get("case", "").encode(), (None, None, None)), op, is_, before):
                    self.v.say("%s %s" % (self.v.name(table), row), "event %s writes what isn't of its case" % seq)

    def comes(self, event, is_):
        return is_.get("teacher") is not None and is_.get("teacher") == self.newcomer(event)

    def writes_participant(self, event, case, op, is_, before):
        table, row, project = case
        if op == WITHDRAW:  # of who goes: told by the case of his transfer
            return event["kind"] == "transfer.take" or (event["kind"] == "package.read" and event["args"].get("case", "").encode() in self.transfers)
        its_part = is_.get("part") == (row if table == PART else None)
        return self.comes(event, is_) or (table in (PROJECT, PART) and project == is_.get("project")
                and (event["kind"] == "package.read" or (event["kind"] in CREDITS and table == PROJECT) or (event["kind"] in DECIDED and its_part)))

    def writes_entry(self, event, case, op, is_, before):
        table, row, project = case
        named = b"credit_claim#%d" % row if table == CLAIM else b"project#%d" % project if table else None
        kind, its_case = event["kind"], named is not None and named == is_.get("case_id")
        brought = self.comes(event, is_) and not self.decides_here(is_.get("org"), event["seq"])
        if op == INSERT:
            return brought or (its_case and kind in ("credits.confirm", "package.read"))
        counted = all(is_.get(c) == before.get(c) for c in is_ if c not in COUNTED)
        return op == UPDATE and (brought or (counted and (self.comes(event, is_) or kind in ("credits.confirm", "credits.correct", "package.read")))
                                 or (its_case and kind in ("credits.correct", "package.read")))

    def is_turn(self, event, column, is_, codes, wholes):
        if column is None:
            return True
        case = event["args"].get("case", "").encode()
        if column == "teacher":
            return case == is_.get("id") and self.teacher(self.v.keys.get(event["key"], (None,))[0], event["seq"]) == is_.get("teacher")
        if "/" in column:
            whole, column = column.split("/")
            is_ = wholes.get(is_.get(whole), {})
        return codes.get(is_.get(column)) == event["org"] and case == is_.get("id")

    def person(self, event):
        account = self.v.keys.get(event["key"], (None,))[0]
        teacher = self.teacher(account, event["seq"])
        return ("teacher", teacher) if teacher is not None else ("account", account)

    @staticmethod
    def blank(event):
        return not event["reason"].strip(BLANK)

    def check_version(self, where, event, table, row, op, is_, before):
        account = self.v.keys.get(event["key"], (None,))[0]
        if account is None:
            if not self.names_administrator(event, table, op, is_, before):
                self.v.say(where, "event %s is the recovery key's, which may only name an administrator" % event["seq"])
            return
        about = (is_.get("table_id"), is_.get("record")) if table == STATE else (table, row)
        if event["kind"] in FOR_TEACHERS and event["role"] == "manager" and about[0] in self.v.for_teachers and self.blank(event):
            self.v.say(where, "event %s fills in for a teacher and gives no reason" % event["seq"])
        dossier = self.dossier_of.get(about) if table == STATE else row if table == TEACHER else is_.get("dossier" if table == CLAIM else "teacher")
        if event["kind"] in NOT_OWN and dossier is not None and dossier == self.teacher(account, event["seq"]):
            self.v.say(where, "event %s decides about the dossier of its own signer" % event["seq"])

        if table == STATE and event["kind"] == "audit.pass" and is_.get("state") == b"audited" and about[0] in self.v.for_teachers:
            typed = self.v.events.get(self.v.items.get((*about, is_.get("audited_version")), (None,))[0])
            if typed and typed["actor"] == event["actor"] and self.wants_four_eyes(dossier, event["seq"]):
                self.v.say(where, "event %s passes what its signer typed for a teacher, where four eyes are wanted" % event["seq"])

    @staticmethod
    def at(history, seq):
        """The value before event `seq`, of [(seq, value)] in order."""
        before = [value for since, value in history if since < seq]
        return before[-1] if before else None

    def wants_four_eyes(self, teacher, seq):
        org, seen = self.at(self.org_of.get(teacher, []), seq), set()
        while org is not None and org not in seen:
            if self.at(self.four_eyes.get(org, []), seq):
                return True
            seen.add(org)
            org = self.at(self.parents.get(org, []), seq)
        return False

    def teacher(self, account, seq):
        before = [a for a in self.v.accounts.get(account, []) if a[0] < seq]
        return before[-1][3] if before else None

    def names_administrator(self, event, table, op, is_, before):
        named = str(event["args"].get("login", "")).encode()

        def is_named(account):
            return any(a[1].encode() == named for a in self.v.accounts.get(account, []))
        if table == ACCOUNT:
            same = op == INSERT or (op == UPDATE and all(is_.get(c) == before.get(c) for c in ("login", "name", "teacher", "org")))
            return same and is_.get("login") == named and is_.get("state") == b"initial" and is_.get("name") is not None and is_.get("commands") is None
        if table == GRANT:
            return op == INSERT and is_.get("role") == b"sysadmin" and is_named(is_.get("account"))
        return (table == KEY and op == UPDATE and is_.get("state") == b"revoked" and is_named(is_.get("account"))
                and all(is_.get(c) == before.get(c) for c in ("account", "key_id")))

    def check_roles(self):
        """After each event that gave a role, what its account holds at the organisation."""
        held, last, given = {}, None, []
        for row, op, seq, is_ in [*self.v.versions(GRANT), (0, 0, None, {})]:
            if seq != last:
                for account, org in given if last else ():
                    roles = {r for a, r, o in held.values() if (a, o) == (account, org)}
                    if any(pair <= roles for pair in EXCLUSIVE):
                        self.v.say("event %s" % last, "account %s gets roles that exclude each other" % account)
                last, given = seq, []
            held.pop(row, None)
            if op in (INSERT, UPDATE) and is_:
                held[row] = (is_.get("account"), is_.get("role"), is_.get("org"))
                given.append((is_.get("account"), is_.get("org")))
