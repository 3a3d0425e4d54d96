"""The ways in which somebody with a SQLite shell can damage a file: each is a sentence and what it does to a connection.
One thing at a time, in every table of the journal and of the evidence."""
import hashlib
import json
import sqlite3

import formats

JOURNAL = ("event", "item", "history")
FAR = 1000003  # what is added to a number: no row is so far


def columns(db, table):
    """Name, type, whether it may be null, in their order."""
    return [(c[1], c[2], not c[3] and not c[5]) for c in db.execute('PRAGMA table_info("%s")' % table)]


def key(db, table):
    return [c[1] for c in sorted(db.execute('PRAGMA table_info("%s")' % table), key=lambda c: c[5]) if c[5]]


def where(names):
    return " AND ".join('"%s" = ?' % n for n in names)


def another(value, kind):
    if value is None:
        return {"INTEGER": 1, "TEXT": "x", "BLOB": b"x"}[kind]
    if isinstance(value, int):
        return value + FAR
    if isinstance(value, str):
        return value + "x"
    return value[:-1] + bytes([value[-1] ^ 1]) if value else b"x"


def rows(db, table, condition="1"):
    """Keys of the rows, the last first: those of the people who look on stand in front."""
    names = key(db, table)
    return db.execute('SELECT %s FROM "%s" WHERE %s ORDER BY %s' % (
        ", ".join(names), table, condition, ", ".join(n + " DESC" for n in names))).fetchall()


def put(table, names, at, column, value):
    return lambda db: db.execute('UPDATE "%s" SET "%s" = ? WHERE %s' % (table, column, where(names)), (value, *at))


def cells(db, table):
    """Every column once, in a row that has a value there: key of the row, column, type, whether it may be null, value."""
    for column, kind, nullable in columns(db, table):
        filled = rows(db, table, '"%s" IS NOT NULL' % column)
        for at in filled[:1] or rows(db, table)[:1]:
            (value,) = db.execute('SELECT "%s" FROM "%s" WHERE %s' % (column, table, where(key(db, table))), at).fetchone()
            yield at, column, kind, nullable, value


def edits(db, table):
    """Another value in every column; once none, once longer by a zero, where that may be."""
    names = key(db, table)
    for at, column, kind, nullable, value in cells(db, table):
        if (column, table) not in (("name", "field_set_text"), ("text", "field_set_text")):
            yield "%s %s: another %s" % (table, at, column), put(table, names, at, column, another(value, kind))
            if value is not None and nullable and (column, table) != ("salt", "history"):
                yield "%s %s: no %s" % (table, at, column), put(table, names, at, column, None)
            if isinstance(value, bytes) and column != "salt":
                yield "%s %s: a longer %s" % (table, at, column), put(table, names, at, column, value + b"\0")
                yield "%s %s: an empty %s" % (table, at, column), put(table, names, at, column, b"")


def edits_together(db, tables):
    """Another value in the n-th column of all these tables at once. Gives the tables as well: each must be named."""
    edited = {table: [put(table, key(db, table), at, column, another(value, kind)) for at, column, kind, _, value in cells(db, table)]
              for table in tables if rows(db, table)}
    for n in range(max(map(len, edited.values()))):
        now = {table: works[n] for table, works in edited.items() if n < len(works)}
        yield "column %d of each field set" % (n + 1), lambda db, now=now: [work(db) for work in now.values()], set(now)


def deletions(db, table):
    names, there = key(db, table), rows(db, table)
    for at in {there[0]: 0, there[len(there) // 2]: 0}:
        yield "%s %s deleted" % (table, at), lambda db, at=at: db.execute('DELETE FROM "%s" WHERE %s' % (table, where(names)), at)
    yield "%s emptied" % table, lambda db: db.execute('DELETE FROM "%s"' % table)


def whole(db, table, names, at):
    return db.execute('SELECT * FROM "%s" WHERE %s' % (table, where(names)), at).fetchone()


def write(db, table, row):
    db.execute('INSERT INTO "%s" VALUES (%s)' % (table, ", ".join("?" * len(row))), row)


def exchange(table, names, one, two):
    """Two rows take each other's place: all their values but the key."""
    def work(db):
        a, b = whole(db, table, names, one), whole(db, table, names, two)
        places = [i for i, c in enumerate(columns(db, table)) if c[0] in names]
        for at in (one, two):
            db.execute('DELETE FROM "%s" WHERE %s' % (table, where(names)), at)
        for row, other in ((a, b), (b, a)):
            write(db, table, tuple(other[i] if i in places else v for i, v in enumerate(row)))
    return work


def copy(table, names, at):
    """The same row once more, under the next free number."""
    def work(db):
        row = list(whole(db, table, names, at))
        place = next(i for i, c in enumerate(columns(db, table)) if c[0] == names[-1])
        (last,) = db.execute('SELECT max("%s") FROM "%s"' % (names[-1], table)).fetchone()
        row[place] = last + 1
        write(db, table, row)
    return work


def swaps_and_copies(db, table):
    names, there = key(db, table), rows(db, table)
    if len(there) > 1:
        yield "%s %s and %s exchanged" % (table, there[0], there[1]), exchange(table, names, there[0], there[1])
    yield "%s %s twice" % (table, there[0]), copy(table, names, there[0])


def hash_of(body, sig):
    return hashlib.blake2b(b"tmis/chain/1\n" + body + sig, digest_size=32).digest()


def events(db):
    """What was said is said otherwise: with the hash made anew, and with the whole chain behind it."""
    seq, body, sig = db.execute("SELECT seq, body, sig FROM event ORDER BY seq LIMIT 1 OFFSET (SELECT count(*) / 2 FROM event)").fetchone()

    def says(new_body, new_sig=sig, chain=False, at=seq):
        def work(db):
            db.execute("UPDATE event SET body = ?, sig = ?, hash = ? WHERE seq = ?", (new_body, new_sig, hash_of(new_body, new_sig), at))
            prev = hash_of(new_body, new_sig)
            for later, text, s in db.execute("SELECT seq, body, sig FROM event WHERE seq > ? ORDER BY seq", (at,)).fetchall() if chain else ():
                event = {**json.loads(text), "prev": prev.hex()}
                text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
                prev = hash_of(text, s)
                db.execute("UPDATE event SET body = ?, hash = ? WHERE seq = ?", (text, prev, later))
        return work
    event = json.loads(body)

    def with_(**what):
        return json.dumps({**event, **what}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    first_body, first_sig = db.execute("SELECT body, sig FROM event WHERE seq = 0").fetchone()
    for name in sorted(event):
        value = event[name]
        new = value + 1 if isinstance(value, int) else {"x": "x"} if isinstance(value, dict) else value + "x"
        yield "event %d: another %s, hash made anew" % (seq, name), says(with_(**{name: new}))
    for name in sorted(event):
        left = {k: v for k, v in event.items() if k != name}
        yield "event %d: no %s" % (seq, name), says(json.dumps(left, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    yield "event %d: another reason, the chain made anew" % seq, says(with_(reason="x"), chain=True)
    yield "event %d: a space in the body, hash made anew" % seq, says(body.replace(b":", b": ", 1))
    yield "event %d: keys in another order" % seq, says(json.dumps(dict(reversed(event.items())), ensure_ascii=False, separators=(",", ":")).encode())
    yield "event %d: no JSON" % seq, says(b"\xff")
    yield "event %d: the signature of another" % seq, says(body, first_sig)
    yield "event %d: no signature" % seq, says(body, b"")
    yield "event %d: the first one's text and signature" % seq, says(first_body, first_sig)
    yield "genesis: another one, the chain made anew", says(first_body.replace(b'"code"', b'"kode"'), first_sig, True, 0)


def items(db):
    """Runs of items: commitments exchanged, left out, doubled; one run made two with a number wrong."""
    seq, idx, n, c = db.execute("SELECT seq, idx, n, c FROM item WHERE n > 2 ORDER BY seq DESC LIMIT 1").fetchone()
    at = (seq, idx)

    def now(n, c):
        return lambda db: db.execute("UPDATE item SET n = ?, c = ? WHERE seq = ? AND idx = ?", (n, c, *at))
    yield "item %s: two commitments exchanged" % (at,), now(n, c[32:64] + c[:32] + c[64:])
    yield "item %s: the first commitment twice" % (at,), now(n, c[:32] + c[:32] + c[64:])
    yield "item %s: the last commitment left out" % (at,), now(n - 1, c[:-32])
    yield "item %s: one commitment more" % (at,), now(n + 1, c + c[:32])
    yield "item %s: n of more than there are" % (at,), now(n + 1, c)
    yield "item %s: no commitments" % (at,), now(0, b"")
    yield "item %s: all of another event" % (at,), lambda db: db.execute("UPDATE item SET seq = seq + 1 WHERE seq = ?", (seq,))
    yield "items of an event that isn't there", lambda db: db.execute(
        "INSERT INTO item SELECT seq + ?, idx, n, table_id, record, version, op, c FROM item WHERE seq = ?", (FAR, seq))


def histories(db):
    """An old version is put back in the place of the new one, as it was."""
    number, record, version = db.execute(
        "SELECT table_id, record, max(version) FROM history h WHERE table_id = 3 AND EXISTS "
        "(SELECT 1 FROM work_experience w WHERE w.row = h.record) GROUP BY table_id, record ORDER BY record LIMIT 1").fetchone()

    def old_back(keep):
        def work(db):
            cv, salt, seq, idx, body = db.execute("SELECT cv, salt, seq, idx, body FROM history WHERE table_id = ? AND record = ? AND version = ?",
                                                  (number, record, version)).fetchone()
            values = [v.decode() if isinstance(v, formats.Text) else v for v in formats.decode(body)]
            db.execute("DELETE FROM work_experience WHERE row = ?", (record,))
            write(db, "work_experience", (record, version, cv, salt, seq, idx, *values))
            if not keep:
                db.execute("DELETE FROM history WHERE table_id = ? AND record = ? AND version = ?", (number, record, version))
        return work
    yield "work_experience %d: its version %d put back" % (record, version), old_back(False)
    yield "work_experience %d: its version %d put back, and kept in history" % (record, version), old_back(True)


def cut(seq):
    """The events from `seq` on are gone, with all they made: what stands in the file fits, but for the rows that changed."""
    def work(db):
        for table in ("event", "item", "history"):
            db.execute("DELETE FROM %s WHERE seq >= ?" % table, (seq,))
    return work


def all_ways(db, program, sets):
    """(Sentence, work) for a file with these tables of evidence: the program's, and those of the field sets."""
    for table in (*JOURNAL, *program, *sets):
        if rows(db, table):
            if table not in sets:
                yield from edits(db, table)
            if table != "field_set_text":
                yield from deletions(db, table)
            yield from swaps_and_copies(db, table)
    for ways in (events, items, histories):
        yield from ways(db)
    (last,) = db.execute("SELECT max(seq) FROM event").fetchone()
    yield "the last event cut off, its rows left", cut(last)
    yield "the second half of the events cut off", cut(last // 2)
    yield "the first event cut off", lambda db: db.execute("DELETE FROM event WHERE seq = 0")
    yield "the file's id", lambda db: db.execute("UPDATE setting SET value = zeroblob(16) WHERE name = 'file_id'")


def apply(path, work):
    """Whether it could be done: an index that keeps rows apart may be in the way."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA synchronous = OFF")
    try:
        work(db)
        db.commit()
        return True
    except sqlite3.IntegrityError:
        return False
    finally:
        db.close()
