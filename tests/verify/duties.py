"""What nobody may do whatever role he holds, as tmis-security(7) has it: act without the reason that is due, decide about
the own dossier, hold roles that exclude each other, or use the recovery key for more than naming an administrator."""
BLANK = " \t\n\v\f\r\u3000\u00a0\ufeff"
ALWAYS = {"accounts.different", "accounts.resolve", "audit.return", "audit.reopen", "erase", "journal.undo", "lock.release", "record.propose",
          "record.remove", "status.plan", "status.set", "submission.return"}
FOR_TEACHERS = {"record.add", "record.edit", "record.none"}  # … by the manager, in the tables that teachers fill in
NOT_OWN = {"audit.pass", "audit.return", "audit.reopen", "evidence.add", "evidence.scan", "record.propose", "sign.record", "archive.file", "status.set",
           "status.plan",
           "transfer.confirm", "transfer.reject", "rotation.confirm", "rotation.reject", "credits.confirm", "credits.return", "credits.correct"}
EXCLUSIVE = ({b"sysadmin", b"manager"}, {b"sysadmin", b"viewer"})
TEACHER, ACCOUNT, GRANT, KEY, STATE = 202, 203, 204, 205, 206
INSERT, UPDATE = 1, 2


class Duties:
    """`verifier` has read all: its tables, events, keys and accounts."""

    def __init__(self, verifier):
        self.v = verifier
        self.dossier_of = {}  # (table, row) → row of the teacher

    def check(self):
        for seq, event in self.v.events.items():
            if event["kind"] in ALWAYS and self.blank(event):
                self.v.say("event %s" % seq, "gives no reason for %s" % event["kind"])
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
        dossier = self.dossier_of.get(about) if table == STATE else row if table == TEACHER else is_.get("teacher")
        if event["kind"] in NOT_OWN and dossier is not None and dossier == self.teacher(account, event["seq"]):
            self.v.say(where, "event %s decides about the dossier of its own signer" % event["seq"])

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
