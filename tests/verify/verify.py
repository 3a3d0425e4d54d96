#!/usr/bin/env python3
"""Whether a file of tmis is what its journal says. A second verifier: written from the formats in tmis-security(7),
sharing no line with the program, so that nobody has to believe the program about itself. Needs python3-nacl.

    verify.py FILE.db [--checkpoint FILE|TEXT]

Prints a line a finding and a closing line. Exit 0: good; 8: altered; 2: wrong use; 3: the checkpoint is none; 7: the file
can't be read just now.
The schema's own text is left to tmis; here the tables that are needed must be there."""
import bisect
import json
import os
import sqlite3
import struct
import sys

import duties
import formats

EVIDENCE = ("row", "version", "cv", "salt", "seq", "idx")
# The tables of the program that hold evidence: their numbers, for ever. Their columns stand in the file's own order.
PROGRAM = {200: "field_set_text", 201: "organisation", 202: "teacher", 203: "account", 204: "grant_role", 205: "account_key",
           206: "item_state", 207: "original", 208: "signature", 209: "lock_order", 210: "campaign", 211: "submission",
           212: "submission_dossier", 213: "status_change", 214: "trusted_key", 215: "package",
           216: "package_proof", 316: "officer", 317: "step_done", 318: "org_policy", 320: "identity_claim", 321: "set_aside", 322: "declared_different",
           323: "key_data_proposal", 324: "archived_paper", 326: "form_print", 330: "retirement_plan",
           340: "transfer_case", 341: "rotation_case", 342: "transfer_dossier",
           350: "credit_institution", 351: "credit_project", 352: "credit_plan", 353: "credit_enrolment", 354: "credit_claim",
           357: "credit_part", 358: "credit_origin", 359: "credit_claim_origin",
           355: "credit_entry", 356: "credit_rule", 360: "signature_origin"}
# The columns before a field set's own.
FIXED = ("teacher", "key", "origin_file", "origin_row", "complete", "faults", "business", "seal_version", "sealed")
INSERT, UPDATE, WITHDRAW, ERASE, HAND_OVER = 1, 2, 3, 4, 5
NOT_NOW = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY)


def told(columns, name):
    """A text of a version, whose columns may be anything in a file that was damaged."""
    value = columns.get(name)
    return value.decode(errors="replace") if isinstance(value, bytes) else ""


class Verifier:
    def __init__(self, path):
        beside = os.path.exists(path + "-wal") and os.path.getsize(path + "-wal") > 0
        uri = "file:" + os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        self.db = sqlite3.connect(uri + ("?mode=ro" if beside else "?immutable=1"), uri=True)
        self.db.text_factory = formats.Text
        self.findings = []
        self.tables = {}      # number → (name, [(column, since)])
        self.for_teachers = set()  # numbers of the tables that teachers fill in
        self.hashes = []      # of the events, by seq
        self.events = {}      # seq → event
        self.items = {}       # (table, row, version) → (seq, idx, op, c)
        self.leaves = {}      # seq → their hashes
        self.highest = {}     # (table, row) → its last version
        self.erased = set()   # (table, row, version)
        self.erasing = set()  # seq of the events that did it
        self.proved = set()   # those of items that a row shows
        self.accounts = {}    # row → [(seq, login, state, teacher, commands)] in order
        self.grants = []      # (account, role, first seq, last seq or None)
        self.keys = {}        # key id → (account, sign, first seq, last seq or None); the recovery key has no account
        self.new_keys = {}    # seq → [(row, account)]

    def say(self, where, what):
        self.findings.append("".join(c if c.isprintable() else "?" for c in "%s: %s" % (where, what)))

    def run(self, checkpoint=None):
        try:
            for step in (self.sound, self.read_tables, self.read_items, self.check_rows, self.check_history, self.check_items_shown,
                         self.read_people, self.check_chain, self.check_renewals, self.check_roots, duties.Duties(self).check,
                         self.check_packages):
                step()
            if checkpoint is not None:
                self.check_checkpoint(checkpoint)
        except sqlite3.Error as e:
            if getattr(e, "sqlite_errorcode", 0) & 0xFF in NOT_NOW:
                raise
            self.say("file", e)
        return self.findings

    def sound(self):
        for (complaint,) in self.db.execute("PRAGMA integrity_check"):
            if complaint != b"ok":
                self.say("file", complaint.decode(errors="replace"))
        found = {name.decode(errors="replace") for (name,) in self.db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        missing = {"event", "item", "history", "setting", *PROGRAM.values()} - found
        if missing:
            raise sqlite3.DatabaseError("no table " + ", ".join(sorted(missing)))
        ids = self.db.execute("SELECT value FROM setting WHERE name = 'file_id'").fetchall()
        self.file_id = bytes(ids[0][0]).hex() if ids else ""

    def columns_in_file(self, name):
        return [c[1].decode() for c in self.db.execute('PRAGMA table_info("%s")' % name.replace('"', '""'))]

    def read_tables(self):
        """Numbers, columns in the order of commitments and the schema version that brought them."""
        for number, name in PROGRAM.items():
            columns = self.columns_in_file(name)
            if tuple(columns[:6]) != EVIDENCE:
                raise sqlite3.DatabaseError("table %s has other columns" % name)
            self.tables[number] = (name, [(c, 1) for c in columns[6:]])
        for name, text in self.db.execute("SELECT name, text FROM field_set_text WHERE name LIKE 'tables/%.json'"):
            name = name.decode(errors="replace")[7:-5]
            try:
                field_set = json.loads(text)
                number = field_set["x-tmis-number"]
                fields = sorted(field_set["properties"].items(), key=lambda f: f[1].get("x-tmis-since", 1))  # stable: older ones first
                columns = [(c, 1) for c in FIXED]
                columns += [(f, p.get("x-tmis-since", 1)) for f, p in fields if not p.get("x-tmis-sensitive") and "x-tmis-derived" not in p
                            and p.get("x-tmis-role") != "personnel_status"]
                if number in self.tables or {*EVIDENCE, *(c for c, _ in columns)} != {*self.columns_in_file(name)}:
                    raise ValueError("another number or other columns than its table")
                self.tables[number] = (name, columns)
                if field_set.get("x-tmis-source", field_set.get("x-tmis-category", {}).get("source")) == "teacher":
                    self.for_teachers.add(number)
            except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as e:
                self.say("field_set_text %s" % name, e)

    def name(self, table):
        return self.tables[table][0] if table in self.tables else "table %s" % table

    def read_items(self):
        for seq, idx, n, table, row, version, op, c in self.db.execute(
                "SELECT seq, idx, n, table_id, record, version, op, c FROM item ORDER BY seq, idx"):
            where, leaves = "event %s item %s" % (seq, idx), self.leaves.setdefault(seq, [])
            if not (formats.fits(seq, 63) and formats.fits(n, 32, 1) and formats.fits(table, 16) and formats.fits(row, 63, 1)
                    and formats.fits(version, 32, 1) and INSERT <= op <= HAND_OVER):
                self.say(where, "a number out of range")
            elif idx != len(leaves) or len(c) != 32 * n:
                self.say(where, "numbered with a gap, or not as many commitments as rows")
            else:
                for i in range(n):
                    self.read_item(where, seq, idx + i, table, row + i, version, op, c[32 * i:32 * i + 32])

    def read_item(self, where, seq, idx, table, row, version, op, c):
        self.leaves[seq].append(formats.h(b"\x00", struct.pack("<QIHQIB", seq, idx, table, row, version, op), c))
        key, last = (table, row, version), self.highest.get((table, row), 0)
        if op == ERASE:
            if key not in self.items or self.items[key][3] != c or key in self.erased or table in PROGRAM:
                self.say(where, "erases what was never there, is gone already, or is no record of a dossier")
            self.erased.add(key)
            self.erasing.add(seq)
            return
        gone = last and self.items[table, row, last][2] in (WITHDRAW, HAND_OVER)
        if version != last + 1 or (op == INSERT) != (version == 1) or gone:
            self.say(where, "%s %s gets version %s after version %s" % (self.name(table), row, version, "none" if not last else last))
        self.items.setdefault(key, (seq, idx, op, c))
        self.highest[table, row] = max(version, last)

    def check_row(self, table, row, version, cv, salt, seq, idx, columns):
        """Whether an item made this version of this row; gives the item's op."""
        where, key = "%s %s version %s" % (self.name(table), row, version), (table, row, version)
        item = self.items.get(key)
        if not item or item[:2] != (seq, idx):
            self.say(where, "no item made it, or another than it says")
        elif not formats.fits(cv, 32, 1) or salt is None or len(salt) != 16:
            self.say(where, "cv or salt is none")
        elif formats.h(b"tmis/row/1\n", struct.pack("<HQII", table, row, version, cv), columns, key=salt) != item[3]:
            self.say(where, "is not what event %s committed to" % seq)
        elif key in self.proved:
            self.say(where, "stands there twice")
        self.proved.add(key)
        return item[2] if item else None

    def check_rows(self):
        for number, (name, columns) in self.tables.items():
            wanted = ", ".join('"%s"' % c for c in (*EVIDENCE, *(c for c, _ in columns)))
            for row, version, cv, salt, seq, idx, *values in self.db.execute('SELECT %s FROM "%s"' % (wanted, name)):
                told = formats.encode(v for v, (_, since) in zip(values, columns) if since <= cv)
                op = self.check_row(number, row, version, cv, salt, seq, idx, told)
                if (number, row, version) in self.erased:
                    self.say("%s %s" % (name, row), "stands there, but was erased")
                if op in (WITHDRAW, HAND_OVER):
                    self.say("%s %s" % (name, row), "stands there, but was withdrawn by event %s" % seq)
                elif self.highest.get((number, row), version) != version:
                    self.say("%s %s" % (name, row), "is version %s, but there was a later one" % version)

    def check_history(self):
        for table, row, version, cv, salt, seq, idx, body in self.db.execute(
                "SELECT table_id, record, version, cv, salt, seq, idx, body FROM history"):
            where, key = "history of %s %s version %s" % (self.name(table), row, version), (table, row, version)
            if salt is None and body is None and key in self.erased and self.items.get(key, ())[:2] == (seq, idx):
                self.proved.add(key)
                op = self.items[key][2]
            else:
                op = self.check_row(table, row, version, cv, salt, seq, idx, body or b"")
                if table not in self.tables or key in self.erased:
                    self.say(where, "was erased, or there is no such table")
            if self.highest.get((table, row)) == version and op in (INSERT, UPDATE):
                self.say(where, "is the last one, but no row stands there and none was withdrawn")

    def check_items_shown(self):
        for key in self.items.keys() - self.proved:
            self.say("%s %s version %s" % (self.name(key[0]), *key[1:]), "event %s made it, but it is gone" % self.items[key][0])

    def versions(self, number):
        """All versions of a table's rows, in the order in which they were made: row, op, seq, column → value."""
        name, columns = self.tables[number]
        wanted = ", ".join('"%s"' % c for c in ("row", "version", "seq", "idx", *(c for c, _ in columns)))
        found = [(seq, idx, row, version, values) for row, version, seq, idx, *values in self.db.execute('SELECT %s FROM "%s"' % (wanted, name))]
        for row, version, seq, idx, body in self.db.execute("SELECT record, version, seq, idx, body FROM history WHERE table_id = ?", (number,)):
            try:
                found.append((seq, idx, row, version, formats.decode(body or b"")))
            except (ValueError, struct.error):
                self.say("history of %s %s version %s" % (name, row, version), "isn't columns")
        for seq, _, row, version, values in sorted(found, key=lambda f: f[:4]):
            yield row, self.items.get((number, row, version), (0, 0, 0))[2], seq, dict(zip((c for c, _ in columns), values))

    def read_people(self):
        """Who could sign and act, from when to when, as the evidence has it."""
        for row, op, seq, is_ in self.versions(203):
            state = b"withdrawn" if op == WITHDRAW else is_.get("state")
            self.accounts.setdefault(row, []).append((seq, is_.get("login", b"").decode(errors="replace"), state, is_.get("teacher"), is_.get("commands"),
                                                    is_.get("initial") or b""))
        open_grants, open_keys = {}, {}
        for row, op, seq, is_ in self.versions(204):
            if row in open_grants:
                self.grants.append((*open_grants.pop(row), seq))
            if op in (INSERT, UPDATE):
                open_grants[row] = (is_.get("account"), is_.get("role"), seq)
        self.grants += [(*g, None) for g in open_grants.values()]
        for row, op, seq, is_ in self.versions(205):
            key, account, sign, box = (is_.get(c) for c in ("key_id", "account", "sign", "box"))
            if None in (key, sign, box) or formats.h(b"tmis/key/1\n", sign, box)[:16] != key or is_.get("alg") != b"ed25519+x25519":
                self.say("account_key %s" % row, "key id isn't that of the keys")
                continue
            if op == INSERT:
                self.new_keys.setdefault(seq, []).append((row, account))
            if row in open_keys:
                first = open_keys.pop(row)
                self.keys[first[0]] = (*first[1:], seq)
            if op in (INSERT, UPDATE) and is_.get("state") in (b"active", b"recovery"):
                if any(k[1] == account for k in open_keys.values()):
                    self.say("account_key %s" % row, "a second key while the account has one")
                open_keys[row] = (bytes(key).hex(), account, bytes(sign), seq)
        self.keys.update({k[0]: (*k[1:], None) for k in open_keys.values()})

    def check_chain(self):
        prev = "0" * 64
        for expected, (seq, body, sig, stored) in enumerate(self.db.execute("SELECT seq, body, sig, hash FROM event ORDER BY seq")):
            where = "event %s" % seq
            if seq != expected:
                self.say(where, "a gap before it: %s is missing" % expected)
                break
            if formats.h(b"tmis/chain/1\n", body, sig) != stored:
                self.say(where, "hash")
            try:
                event = formats.read_body(body)
            except ValueError as e:
                self.say(where, e)
                event = None
            if event and (event["seq"] != seq or event["file"] != self.file_id or (event["kind"] == "genesis") != (seq == 0)):
                self.say(where, "is that of another place or file")
            elif event:
                if event["prev"] != prev:
                    self.say(where, "doesn't follow the one before")
                self.check_signature(where, event, body, sig)
                self.events[seq] = event
            prev = bytes(stored).hex()
            self.hashes.append(bytes(stored))
        if not self.hashes:
            self.say("file", "no events")

    def check_signature(self, where, event, body, sig):
        account, key, first, last = self.keys.get(event["key"], (None, b"", 0, None))
        seq = event["seq"]
        if not formats.signed_by(key, b"tmis/event/1\n" + body, sig):
            self.say(where, "no signature of %s by a key that is known" % event["actor"])
            return
        if seq < first or (last is not None and seq > last):
            self.say(where, "the key held from event %s to %s" % (first, last))
        if account is None:
            if (event["kind"], event["actor"]) != ("key.recover", "recovery"):
                self.say(where, "the recovery key signs no such event")
        else:
            self.check_actor(where, event, account, self.accounts.get(account, []))
            if seq == first > 0:
                self.check_first_login(where, event, self.accounts.get(account, []))
        for row, owner in self.new_keys.get(seq, []):
            recovery = owner is None and seq == 0
            service = owner in self.accounts and self.accounts[owner][0][4] is not None
            if owner != account and not recovery and not service:
                self.say(where, "gives a key to an account that isn't the signer's: account_key %s" % row)

    def check_actor(self, where, event, account, known):
        """The account of the key is that of the event, was open, and held the role."""
        seq, actor = event["seq"], event["actor"]
        at = known[:bisect.bisect_right([k[0] for k in known], seq)]
        before = [k for k in at if k[0] < seq]
        if not at or at[-1][1] != actor:
            self.say(where, "is said to be of %s, but signed by %s" % (actor, at[-1][1] if at else "nobody"))
        elif before and before[-1][2] in (b"disabled", b"withdrawn"):
            self.say(where, "%s was closed" % actor)
        elif not self.held(account, event["role"], seq, at[-1][3]):
            self.say(where, "%s didn't hold the role %s" % (actor, event["role"]))
        elif at[-1][4] is not None and "meaning" in event:
            self.say(where, "a service account can't %s" % event["meaning"])

    def check_first_login(self, where, event, known):
        """A key that signs its own making: whoever made it knew the initial password."""
        before = [k for k in known if k[0] < event["seq"]]
        check = before[-1][5] if before and before[-1][2] == b"initial" else b""
        message = b"tmis/first-login/1\n" + bytes.fromhex(event["file"] + event["key"]) + event["actor"].encode()
        try:
            proof = bytes.fromhex(event["args"].get("first_login", ""))
        except (TypeError, ValueError):
            proof = b""
        if len(check) != 48 or not formats.signed_by(check[16:], message, proof):
            self.say(where, "a key that nothing shows to be %s's" % event["actor"])

    def held(self, account, role, seq, teacher):
        """Without a role: the genesis, and commands that are open to all."""
        if role in ("", "teacher"):
            return not role or teacher is not None
        return any(a == account and r == role.encode() and first <= seq and (last is None or seq <= last) for a, r, first, last in self.grants)

    def check_renewals(self):
        """Another box key of an organisation comes with the word of its key before, in an event of its own administrator."""
        before = {}  # row → (columns, sign key when it is known)
        for row, _, seq, is_ in self.versions(201):
            known, sign = before.get(row, (is_, None))
            if is_.get("box") != known.get("box"):
                event, args = self.events.get(seq, {}), self.events.get(seq, {}).get("args", {})
                code = told(is_, "code")
                said = (event.get("kind"), event.get("role"), event.get("org"), event.get("meaning"))
                if said != ("key.rotate", "sysadmin", code, "confirm") or not self.renews(args, code, known, is_, sign):
                    self.say("organisation %s" % row, "event %s gives it a key that the one before hasn't signed" % seq)
                sign = str(args.get("sign"))
            before[row] = is_, sign

    def renews(self, args, code, known, is_, sign):
        """Whether these words lead from the keys of the one version to those of the next."""
        try:
            old_sign, old_box, new_sign, new_box, sig = (bytes.fromhex(args[n]) for n in ("old_sign", "old_box", "sign", "box", "signature"))
            ids = args["old_key"], args["new_key"]
        except (LookupError, TypeError, ValueError):
            return False
        new = {"tmis_key": 1, "alg": "ed25519+x25519", "org": code, "name": told(is_, "name"), "file": self.file_id,
               "genesis": self.hashes[0].hex() if self.hashes else "", "sign": new_sign.hex(), "box": new_box.hex()}
        message = b"tmis/org-key-renewal/1\n" + formats.canonical(new)
        return (args.get("code") == code and (old_box, new_box) == (known.get("box"), is_.get("box")) and sign in (None, old_sign.hex())
                and ids == tuple(formats.h(b"tmis/key/1\n", *pair)[:16].hex() for pair in ((old_sign, old_box), (new_sign, new_box)))
                and formats.signed_by(old_sign, message, sig))

    def check_roots(self):
        for seq in sorted(self.erasing):
            event = self.events.get(seq, {})
            if (event.get("kind"), event.get("role")) != ("erase", "manager"):
                self.say("event %s" % seq, "erases, but is of another kind or by another role")
        for seq in sorted(self.events.keys() | self.leaves.keys()):
            leaves, event = self.leaves.get(seq, []), self.events.get(seq)
            if event is None:
                self.say("event %s" % seq, "has items, but isn't there or isn't readable")
            elif event["n"] != len(leaves) or (leaves and event["root"] != formats.merkle_root(leaves).hex()):
                self.say("event %s" % seq, "its %d items aren't the %d that were signed" % (len(leaves), event["n"]))

    def check_packages(self):
        """What was sent says how the journal ended then."""
        for ident, seq, known in self.db.execute("SELECT id, head_seq, head_hash FROM package WHERE way = 'out'"):
            if not 0 <= seq < len(self.hashes) or self.hashes[seq] != known:
                self.say("package %s" % ident.decode(errors="replace"), "was sent when event %s was another one" % seq)

    def check_checkpoint(self, text):
        """The whole note, signed; or the short form of paper, which fits or doesn't."""
        seq, known, note = formats.read_checkpoint(text)
        if note:
            file_id, key_id, message, sig = note
            if file_id != self.file_id:
                self.say("checkpoint", "is that of another file")
            if not any(bytes.fromhex(k)[:4] == key_id and formats.signed_by(v[1], message, sig) for k, v in self.keys.items()):
                self.say("checkpoint", "no signature by a key of this file")
        if seq >= len(self.hashes):
            self.say("checkpoint", "the file ends before event %s" % seq)
        elif self.hashes[seq][:len(known)] != known:
            self.say("checkpoint", "event %s is another one" % seq)


def main(arguments):
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--checkpoint") or not os.path.isfile(arguments[0]):
        print(__doc__, file=sys.stderr)
        return 2
    checkpoint = arguments[2] if len(arguments) == 3 else None
    if checkpoint and os.path.isfile(checkpoint):
        with open(checkpoint, encoding="utf-8") as f:
            checkpoint = f.read()
    try:
        verifier = Verifier(arguments[0])
        findings = verifier.run(checkpoint)
    except formats.NoCheckpoint:
        print("%s: no checkpoint" % arguments[2], file=sys.stderr)
        return 3
    except sqlite3.Error as e:
        print("%s: %s" % (arguments[0], e), file=sys.stderr)
        return 7
    print(*findings, sep="\n", end="\n" if findings else "")
    print("%s: %d findings in %d events, %d versions of rows" % ("altered" if findings else "good", len(findings), len(verifier.hashes), len(verifier.items)))
    return 8 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
