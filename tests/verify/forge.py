"""What an insider can do: somebody with an account, its password, and a SQLite shell writes events of his own with his own
good signature. Also what a number that is too large, or a row in the wrong table, may hide."""
import hashlib
import json
import struct

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.pwhash import argon2id
from nacl.signing import SigningKey

import damage
import formats

INSERT, UPDATE, ERASE = 1, 2, 4


class Insider:
    """The key of an account, opened with its password from its envelope. `least`: made under quick_password.c."""

    def __init__(self, db, login, password, least=False):
        self.login = login
        (self.account,) = db.execute("SELECT row FROM account WHERE login = ?", (login,)).fetchone()
        self.key_id, blob = db.execute("SELECT key_id, blob FROM envelope WHERE account = ?", (self.account,)).fetchone()
        (self.file,) = db.execute("SELECT value FROM setting WHERE name = 'file_id'").fetchone()
        _, _, passes, memory = struct.unpack_from("<BBIQ", blob)
        key = argon2id.kdf(32, password.encode(), blob[14:30], *((1, 8192) if least else (passes, memory)))
        owner = b"tmis/envelope/1\n" + self.file + struct.pack("<Q", self.account) + self.key_id
        self.take(crypto_aead_xchacha20poly1305_ietf_decrypt(blob[54:], owner, blob[30:54], key))

    def take(self, master):
        seeds = [hashlib.blake2b(key=master, salt=struct.pack("<QQ", n, 0), person=b"tmiskey1", digest_size=32).digest() for n in (1, 2)]
        self.signer, self.box = SigningKey(seeds[0]), seeds[1]  # nobody seals anything to this box key

    def writes(self, kind="record.edit", rows=(), erased=(), **event):
        """An event of this kind that inserts or updates `rows`: (table, number, row, columns); or erases (number, row, version)."""
        def work(db):
            seq, prev = db.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
            leaves = [self.write_row(db, seq + 1, idx, *row) for idx, row in enumerate(rows)]
            leaves += [self.erase(db, seq + 1, len(rows) + idx, *version) for idx, version in enumerate(erased)]
            body = {"actor": self.login, "args": {}, "file": self.file.hex(), "key": self.key_id.hex(), "kind": kind, "n": len(leaves),
                    "org": "4301020012", "prev": prev.hex(), "reason": "", "role": "teacher", "seq": seq + 1, "tool": "0.1.0", "v": 1,
                    "t": "2017-02-20T10:00:00.000+08:00", **({"root": formats.merkle_root(leaves).hex()} if leaves else {}), **event}
            text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
            sig = self.signer.sign(b"tmis/event/1\n" + text).signature
            db.execute("INSERT INTO event VALUES (?, ?, ?, ?)", (seq + 1, text, sig, damage.hash_of(text, sig)))
        return work

    def erase(self, db, seq, idx, number, row, version):
        made_by, at = db.execute("SELECT seq, idx FROM history WHERE table_id = ? AND record = ? AND version = ?", (number, row, version)).fetchone()
        first, c = db.execute("SELECT idx, c FROM item WHERE seq = ? AND idx <= ? ORDER BY idx DESC LIMIT 1", (made_by, at)).fetchone()
        c = c[32 * (at - first):][:32]
        db.execute("UPDATE history SET salt = NULL, body = NULL WHERE table_id = ? AND record = ? AND version = ?", (number, row, version))
        damage.write(db, "item", (seq, idx, 1, number, row, version, ERASE, c))
        return formats.h(b"\x00", struct.pack("<QIHQIB", seq, idx, number, row, version, ERASE), c)

    def write_row(self, db, seq, idx, table, number, row, values):
        """The row with its item; what stood there before goes to history."""
        salt = bytes(range(16))
        names = [c[0] for c in damage.columns(db, table)][6:]
        old = db.execute('SELECT * FROM "%s" WHERE row = ?' % table, (row,)).fetchone()
        version = old[1] + 1 if old else 1
        values = [{**dict(zip(names, old[6:] if old else ())), **values}.get(n) for n in names]

        def told(v):
            return formats.encode([formats.Text(x.encode()) if isinstance(x, str) else x for x in v])
        if old:
            damage.write(db, "history", (number, row, *old[1:6], told(old[6:])))
            db.execute('DELETE FROM "%s" WHERE row = ?' % table, (row,))
        c = formats.h(b"tmis/row/1\n", struct.pack("<HQII", number, row, version, 1), told(values), key=salt)
        damage.write(db, table, (row, version, 1, salt, seq, idx, *values))
        op = UPDATE if old else INSERT
        damage.write(db, "item", (seq, idx, 1, number, row, version, op, c))
        return formats.h(b"\x00", struct.pack("<QIHQIB", seq, idx, number, row, version, op), c)


def erasures(db, teacher):
    """What was erased stands there again, is gone without a word, or is erased by somebody who may not."""
    erased = "WHERE salt IS NULL AND body IS NULL"
    (record,) = db.execute("SELECT record FROM history " + erased + " AND table_id = 3 ORDER BY record DESC LIMIT 1").fetchone()
    at = "table_id = 3 AND record = %d AND version = 1" % record
    yield "an erased version has a content", lambda db: db.execute("UPDATE history SET salt = ?, body = ? WHERE " + at, (bytes(16), b"\0\0\0\0\0"))
    yield "an erased version has a salt", lambda db: db.execute("UPDATE history SET salt = ? WHERE " + at, (bytes(16),))
    yield "an erased version is gone", lambda db: db.execute("DELETE FROM history WHERE " + at)
    yield "an erased version is that of another event", lambda db: db.execute("UPDATE history SET seq = seq - 1 WHERE " + at)
    yield "an erasure is said to be of another row", lambda db: db.execute("UPDATE item SET record = record + 1 WHERE op = 4")
    for number, table in ((3, "work_experience"), (203, "account")):
        row, version = db.execute("SELECT record, version FROM history WHERE table_id = ? AND body IS NOT NULL AND record IN "
                                  "(SELECT row FROM %s) ORDER BY record LIMIT 1" % table, (number,)).fetchone()
        for kind in ("record.edit", "erase"):
            yield "a version of %s %d erased by a teacher as %s" % (table, row, kind), teacher.writes(kind, erased=[(number, row, version)])


def first_login(teacher, row, login):
    """Somebody else's first login, taken with a key of one's own instead of the initial password."""
    other = Insider.__new__(Insider)
    other.__dict__.update(teacher.__dict__, login=login, account=row)
    other.take(b"a key that I made up, 32 bytes of")
    sign = bytes(other.signer.verify_key)
    other.key_id = formats.h(b"tmis/key/1\n", sign, other.box)[:16]
    key = {"account": row, "key_id": other.key_id, "alg": "ed25519+x25519", "sign": sign, "box": other.box, "state": "active"}
    rows = [("account_key", 205, 99, key), ("account", 203, row, {"state": "active", "initial": None, "initial_until": None})]
    return [("the first login of %s without the initial password" % login, other.writes("key.activate", rows)),
            ("the same with a proof by another key", other.writes("key.activate", rows, args={"first_login": "00" * 64, "login": login}))]


def forgeries(teacher, closed):
    """By a teacher, and by somebody whose key was closed: each event is signed well, and none of them may be."""
    other = Insider.__new__(Insider)
    other.__dict__.update(teacher.__dict__, login="manager")
    other.take(b"a key that I made up, 32 bytes it")
    sign = bytes(other.signer.verify_key)
    other.key_id = formats.h(b"tmis/key/1\n", sign, other.box)[:16]
    key = {"account": 2, "key_id": other.key_id, "alg": "ed25519+x25519", "sign": sign, "box": other.box, "state": "active"}
    grant = {"account": teacher.account, "role": "manager", "org": 1}
    pay = ("basic_pay", 6, 1, {"complete": 0})
    return [("an event in the name of the manager, signed by a teacher", teacher.writes(actor="manager", role="manager", rows=[pay])),
            ("an event in the name of nobody, signed by a teacher", teacher.writes(actor="ghost")),
            ("a teacher acts as manager", teacher.writes(role="manager", rows=[pay])),
            ("a teacher makes himself manager", teacher.writes("accounts.grant", [("grant_role", 204, 99, grant)], role="sysadmin")),
            ("an event by a key that was closed", closed.writes(role="viewer")),
            ("a second key for the manager, which signs for itself", other.writes("key.activate", [("account_key", 205, 99, key)], role="manager")),
            ("a key for the manager, made by a teacher", teacher.writes("key.activate", [("account_key", 205, 99, key)]))]


def renewals(db, admin, teacher):
    """Another key for the organisation, without the word of the key that it has."""
    box, = db.execute("SELECT box FROM organisation WHERE row = 1").fetchone()
    mine = {"sign": bytes(teacher.signer.verify_key), "box": teacher.box}
    code, name = db.execute("SELECT code, name FROM organisation WHERE row = 1").fetchone()
    genesis, = db.execute("SELECT hash FROM event WHERE seq = 0").fetchone()
    ids = [formats.h(b"tmis/key/1\n", mine["sign"], b)[:16].hex() for b in (box, mine["box"])]
    new = {"tmis_key": 1, "alg": "ed25519+x25519", "org": code, "name": name, "file": admin.file.hex(), "genesis": genesis.hex(),
           "sign": mine["sign"].hex(), "box": mine["box"].hex()}
    signature = teacher.signer.sign(b"tmis/org-key-renewal/1\n" + formats.canonical(new)).signature.hex()
    said = {"code": code, "old_key": ids[0], "old_sign": mine["sign"].hex(), "old_box": box.hex(), "new_key": ids[1], "sign": mine["sign"].hex(),
            "box": mine["box"].hex(), "signature": signature}
    rows = [("organisation", 201, 1, {"box": mine["box"]})]
    by_admin = {"role": "sysadmin", "meaning": "confirm", "rows": rows}
    return [("another key of the organisation as org add", admin.writes("org.add", rows, role="sysadmin")),
            ("a renewal that says nothing", admin.writes("key.rotate", **by_admin, args={"code": code})),
            ("a renewal signed by a key that never was the organisation's", admin.writes("key.rotate", **by_admin, args=said)),
            ("a renewal with another box key than it says", admin.writes("key.rotate", **by_admin, args={**said, "box": "00" * 32})),
            ("a renewal by a teacher", teacher.writes("key.rotate", rows, meaning="confirm", args=said)),
            ("a teacher's own new key, and the organisation's", teacher.writes("key.rotate", rows, args={"login": teacher.login}))]


def moved(db):
    """A row that stands in the other table: withdrawn without an event, or back again."""
    names = [c[0] for c in damage.columns(db, "work_experience")]
    (alive,) = db.execute("SELECT max(row) FROM work_experience").fetchone()
    record, version = db.execute("SELECT record, max(version) FROM history WHERE table_id = 3 AND record NOT IN "
                                 "(SELECT row FROM work_experience)").fetchone()

    def to_history(db):
        old = db.execute("SELECT * FROM work_experience WHERE row = ?", (alive,)).fetchone()
        body = formats.encode([formats.Text(v.encode()) if isinstance(v, str) else v for v in old[6:]])
        damage.write(db, "history", (3, *old[:6], body))
        db.execute("DELETE FROM work_experience WHERE row = ?", (alive,))

    def to_life(db):
        at = (record, version)
        old = db.execute("SELECT cv, salt, seq, idx, body FROM history WHERE table_id = 3 AND record = ? AND version = ?", at).fetchone()
        values = [v.decode() if isinstance(v, formats.Text) else v for v in formats.decode(old[4])]
        damage.write(db, "work_experience", (*at, *old[:4], *values))
        db.execute("DELETE FROM history WHERE table_id = 3 AND record = ? AND version = ?", at)
        assert len(values) == len(names) - 6
    yield "work_experience %d moved to history, as if it were withdrawn" % alive, to_history
    yield "work_experience %d, which was withdrawn, stands there again" % record, to_life


def too_large(db):
    """The lower bits are right."""
    for table, column, bits in (("work_experience", "version", 32), ("work_experience", "cv", 32), ("history", "version", 32), ("history", "cv", 32),
                                ("history", "table_id", 16), ("item", "table_id", 16), ("item", "version", 32), ("item", "op", 8)):
        at = damage.rows(db, table)[0]
        yield "%s %s: %s and %d bits more" % (table, at, column, bits), lambda db, table=table, column=column, bits=bits, at=at: db.execute(
            'UPDATE "%s" SET "%s" = "%s" + ? WHERE %s' % (table, column, column, damage.where(damage.key(db, table))), (1 << bits, *at))

    def hidden(db):
        one, two = damage.rows(db, "history")[:2]
        row = damage.whole(db, "history", damage.key(db, "history"), two)
        damage.write(db, "history", (row[0] + (1 << 16), *row[1:]))
        db.execute("DELETE FROM history WHERE table_id = ? AND record = ? AND version = ?", one)
    yield "a version gone from history, and another there twice under a number too large", hidden
    (seq, end) = db.execute("SELECT seq, idx + n FROM item ORDER BY seq DESC, idx DESC LIMIT 1").fetchone()
    for n in (0, 1 << 59, -1):
        yield "a run of %d items without a commitment" % n, lambda db, n=n: damage.write(db, "item", (seq, end, n, 1, 1, 1, 1, b""))


def erased_or_retyped(db):
    for table in ("work_experience", "account_key", "history"):
        names, at = damage.key(db, table), damage.rows(db, table)[0]
        for salt in ((b"", b"\1", bytes(65), None) if table == "history" else (b"", b"\1", bytes(65))):
            yield "%s %s: a salt of %s bytes" % (table, at, "no" if salt is None else len(salt)), damage.put(table, names, at, "salt", salt)
    yield "history erased without an event", lambda db: db.execute("UPDATE history SET salt = NULL, body = NULL WHERE table_id = 3")
    for name in ("accounts.json", "codes/sex.tsv", "tables/contact.json"):
        (at,) = db.execute("SELECT row FROM field_set_text WHERE name = ?", (name,)).fetchone()
        for column in ("name", "text"):
            yield "%s: another %s" % (name, column), lambda db, at=at, column=column: db.execute(
                'UPDATE field_set_text SET "%s" = "%s" || \'x\' WHERE row = ?' % (column, column), (at,))
        yield "%s deleted" % name, lambda db, at=at: db.execute("DELETE FROM field_set_text WHERE row = ?", (at,))


def all_ways(db, insiders):
    (row, login) = db.execute("SELECT row, login FROM account WHERE state = 'initial' ORDER BY row LIMIT 1").fetchone()
    for ways in (moved(db), too_large(db), erased_or_retyped(db), erasures(db, insiders[0]), forgeries(*insiders[:2]),
                 renewals(db, insiders[2], insiders[0]),
                 first_login(insiders[0], row, login)):
        yield from ways
