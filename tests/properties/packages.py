#!/usr/bin/env python3
"""Two files, a school's and its authority's: a report goes up as a package and a receipt comes back. Then every one of the
thirteen checks of `package read`, each with a package that fails at it and at none before: nothing is stored by any."""
import base64
import json
import os
import shutil
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from school import fail_if  # noqa: E402
from two_files import AUTHORITY, SCHOOL, complete, founded, shown_key, teachers_of, trust  # noqa: E402

TEACHERS = int(os.environ.get("TMIS_TEACHERS", "6"))
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def trusted(one, who, code, other, whose):
    key, fingerprint = shown_key(other, whose)
    one.run("org", "trust", code, "--key", key, "--fingerprint", "0000-" * 7 + "0000", user=who, want=8)
    done = trust(one, who, code, key, fingerprint.lower().replace("-", " "))
    check(done["state"] == "trusted", "trust: %r" % done)
    check(one.run("org", "trust", code, "--key", key, user=who)["state"] == "unchanged", "trust twice")


def split(package):
    """The parts of a package: manifest, signature lines, payload."""
    first, length, rest = package.split(b"\n", 2)
    assert first == b"TMIS-PACKAGE 1", first
    manifest, rest = rest[:int(length)], rest[int(length) + 1:]
    signatures, payload = rest.split(b"\n\n", 1)
    return manifest, signatures.split(b"\n"), payload


def joined(manifest, signatures, payload):
    return b"TMIS-PACKAGE 1\n%d\n%s\n%s\n\n%s" % (len(manifest), manifest, b"\n".join(signatures), payload)


def content(school):
    db = sqlite3.connect(school.env["TMIS_DB"])
    names = [n for n, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    counts = {n: db.execute('SELECT count(*) FROM "%s"' % n).fetchone() for n in names if n != "login_failure"}
    db.close()
    return counts


class Desk:
    """The authority's file, put back before each package that is to be refused."""

    def __init__(self, authority):
        self.authority = authority
        self.file = authority.env["TMIS_DB"]
        shutil.copy(self.file, self.file + ".kept")

    def refused(self, what, package, code, exit, user="chen"):
        path = self.authority.path("try.tmispkg")
        with open(path, "wb") as f:
            f.write(package)
        before = content(self.authority)
        answer = self.authority.run("package", "read", path, user=user, want=None)
        said = (answer or {}).get("error", {})
        check(self.authority.last.returncode == exit and said.get("code") == code,
              "%s: exit %d, %r instead of %d, %s" % (what, self.authority.last.returncode, said or answer, exit, code))
        check(content(self.authority) == before, "%s: something was stored" % what)
        return said

    def altered(self, sql, *values):
        db = sqlite3.connect(self.file)
        db.execute(sql, values)
        db.commit()
        db.close()

    def put_back(self):
        for end in ("-wal", "-shm"):
            if os.path.exists(self.file + end):
                os.remove(self.file + end)
        shutil.copy(self.file + ".kept", self.file)
        shutil.rmtree(self.authority.path(".state"), ignore_errors=True)


def rewritten(manifest, **changes):
    """Another manifest, still canonical."""
    all = json.loads(manifest)
    for path, value in changes.items():
        at = all
        *way, last = path.split("__")
        for key in way:
            at = at[key]
        at[last] = value
    return json.dumps(all, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def frame_checks(desk, package):
    """1 to 3, 5, 6: what can be told of the outside."""
    manifest, signatures, payload = split(package)
    bad = [("nothing", b""), ("another first line", b"TMIS-PACKAGE 2" + package[14:]), ("cut in the manifest", package[:200]),
           ("a manifest that is too long", b"TMIS-PACKAGE 1\n70000\n" + b"x" * 70000),
           ("no signatures", b"TMIS-PACKAGE 1\n%d\n%s\n\n%s" % (len(manifest), manifest, payload)),
           ("an unknown key", joined(rewritten(manifest, extra=1), signatures, payload)),
           ("a manifest that isn't canonical", joined(manifest.replace(b'{"campaign"', b'{ "campaign"'), signatures, payload)),
           ("a key given twice", joined(manifest.replace(b'"v":1}', b'"v":1,"v":1}'), signatures, payload)),
           ("a kind that nobody knows", joined(rewritten(manifest, kind="gift"), signatures, payload)),
           ("deep brackets", joined(b"[" * 5000, signatures, payload))]
    for what, bytes in bad:
        desk.refused(what, bytes, "package.malformed", 8)
    desk.refused("a newer format", joined(rewritten(manifest, min_reader=2), signatures, payload), "package.newer", 5)
    desk.refused("a changed manifest", joined(rewritten(manifest, n=7), signatures, payload), "package.forged", 8)
    other = [signatures[1], signatures[0]]
    desk.refused("signatures in another order", joined(manifest, other, payload), "package.forged", 8)
    desk.refused("another key", joined(rewritten(manifest, from__key="0" * 32), signatures, payload), "package.untrusted", 8)
    desk.refused("another file", joined(rewritten(manifest, from__file="0" * 32), signatures, payload), "package.untrusted", 8)


def payload_checks(desk, package):
    """11: the bytes behind the manifest."""
    manifest, signatures, payload = split(package)
    flipped = bytearray(payload)
    for at in (0, 24, len(payload) // 2, len(payload) - 1):
        flipped[at] ^= 1
        desk.refused("a flipped bit at %d" % at, joined(manifest, signatures, bytes(flipped)), "package.damaged", 8)
        flipped[at] ^= 1
    for what, bytes_ in (("cut off", payload[:-1]), ("cut at a chunk", payload[:24 + 65553]), ("nothing", b""),
                         ("more behind it", payload + b"x")):
        desk.refused("payload: " + what, joined(manifest, signatures, bytes_), "package.damaged", 8)


def signers(school, authority, desk, package):
    """12: the officer beside the organisation, and 4: trust that was taken back."""
    manifest, signatures, payload = split(package)
    key, meaning, _ = signatures[1].split(b" ")
    forged = signatures[0], b" ".join([key, meaning, base64.b64encode(b"\1" * 64)])
    desk.refused("an officer's signature that is none", joined(manifest, forged, payload), "package.forged", 8)
    desk.refused("no officer", joined(manifest, signatures[:1], payload), "package.forged", 8)
    authority.run("org", "trust", SCHOOL, "--revoke", "--reason", "key lost", user="chief")
    desk.refused("trust taken back", package, "package.untrusted", 8)
    desk.put_back()


def travel(program):
    school, authority = founded(program, TEACHERS)
    numbers = teachers_of(school)
    for number in numbers[:2]:
        complete(school, number)
    out = school.path("report.tmispkg")
    school.run("submission", "send", "--all", "--out", out, user="manager", want=5)  # no key is trusted yet
    check(not os.path.exists(out) and not os.path.exists(out + ".part"), "a package without trust")
    trusted(school, "admin", AUTHORITY, authority, "chief")
    trusted(authority, "chief", SCHOOL, school, "admin")
    school.run("submission", "send", "--all", user="manager", want=2)  # it needs a file
    school.run("--dry-run", "submission", "send", "--all", "--out", out, user="manager", want={0, 1})
    check(not os.path.exists(out) and not os.path.exists(out + ".part"), "a rehearsal wrote a package")
    sent = school.run("submission", "send", "--all", "--out", out, user="manager", want={0, 1})
    check(sent["done"] == 2 and os.stat(out).st_mode & 0o777 == 0o600, "send: %r" % sent)
    with open(out, "rb") as f:
        package = f.read()
    again = school.run("submission", "send", "--all", "--out", school.path("again.tmispkg"), user="manager", want={0, 1})
    with open(school.path("again.tmispkg"), "rb") as f:
        check(f.read() == package and again["done"] == 0, "sent again: other bytes")

    desk = Desk(authority)
    frame_checks(desk, package)
    payload_checks(desk, package)
    signers(school, authority, desk, package)
    # 6: an organisation of this file, but not the one it is sealed for.
    desk.altered("UPDATE organisation SET code = 'OTHER' WHERE code = ?", AUTHORITY)
    desk.refused("for somebody else", package, "package.misaddressed", 5)
    desk.put_back()
    # 13: another edition of the field sets.
    desk.altered("UPDATE field_set_text SET text = text || ' ' WHERE name = 'accounts.json'")
    said = desk.refused("another edition", package, "record.rejected", 3)
    check([d["code"] for d in said.get("details", [])] == ["package.schema"], "edition: %r" % said)
    desk.put_back()

    path = authority.path("report.tmispkg")
    shutil.copy(out, path)
    authority.run("--dry-run", "package", "read", path, user="chen")
    read = authority.run("package", "read", path, user="chen")
    check(read["state"] == "read" and read["dossiers"] == 2 and read["done"] > 20, "read: %r" % read)
    check(authority.run("package", "read", path, user="chen")["state"] == "unchanged", "read twice")
    check(authority.run("journal", "verify", user="chen")["ok"] is True, "verify of the authority")
    check(school.run("journal", "verify", user="manager")["ok"] is True, "verify of the school")
    same_rows(school, authority)
    order(school, authority, numbers[2], package)
    altered_behind(school, authority, numbers[4])
    receipts(school, authority, path, sent["id"])
    for one in (school, authority):
        one.close()


def same_rows(school, authority):
    """The authority sees what the school audited, sealed fields too."""
    for table in ("study_experience", "basic_pay", "basic_information", "contact"):
        rows = {}
        for one, who in ((school, "manager"), (authority, "chen")):
            one.run("record", "export", table, "--out", one.path(table + ".csv"), user=who)
            with open(one.path(table + ".csv"), encoding="utf-8-sig") as f:
                rows[who] = sorted(f)
        whose = {line.split(",")[0] for line in rows["chen"]}
        here = [line for line in rows["manager"] if line.split(",")[0] in whose]
        check(here == rows["chen"] and len(whose) == 3, "%s: %r, there %r" % (table, here[:3], rows["chen"][:3]))


def order(school, authority, teacher, first):
    """7 to 10: what was read, and in which order."""
    complete(school, teacher)
    second, third = school.path("second.tmispkg"), school.path("third.tmispkg")
    school.run("submission", "send", "--teacher", teacher, "--out", second, user="manager")
    numbers = teachers_of(school)
    complete(school, numbers[3])
    school.run("submission", "send", "--teacher", numbers[3], "--out", third, user="manager")
    desk = Desk(authority)
    with open(third, "rb") as f:
        desk.refused("one left out", f.read(), "package.gap", 5)
    desk.altered("UPDATE package SET n = 9 WHERE way = 'in'")
    with open(second, "rb") as f:
        desk.refused("an old one", f.read(), "package.stale", 5)
    desk.put_back()
    desk.altered("UPDATE package SET hash = zeroblob(32) WHERE way = 'in'")
    desk.refused("the same id, another package", first, "package.fork", 8)
    with open(second, "rb") as f:
        desk.refused("another past", f.read(), "package.gap", 5)
    desk.put_back()
    desk.altered("UPDATE package SET id = 'x', n = 2 WHERE way = 'in'")
    with open(second, "rb") as f:
        desk.refused("the same number, another package", f.read(), "package.fork", 8)
    desk.put_back()
    for package in (second, third):
        authority.run("package", "read", package, user="chen")
    check(authority.run("journal", "verify", user="chen")["ok"] is True, "verify after three packages")


def altered_behind(school, authority, teacher):
    """12: what somebody changed in the school's file behind the program is no proof for the authority."""
    complete(school, teacher)
    shutil.copy(school.env["TMIS_DB"], school.path("kept.db"))
    db = sqlite3.connect(school.env["TMIS_DB"])
    row = db.execute("SELECT row FROM teacher WHERE number = ?", (teacher,)).fetchone()[0]
    db.execute("UPDATE study_experience SET major = '哲学' WHERE teacher = ?", (row,))
    db.commit()
    db.close()
    out = school.path("altered.tmispkg")
    school.run("submission", "send", "--teacher", teacher, "--out", out, user="manager")
    with open(out, "rb") as f:
        Desk(authority).refused("rows altered behind the program", f.read(), "package.forged", 8)
    shutil.copy(school.path("kept.db"), school.env["TMIS_DB"])
    shutil.rmtree(school.path(".state"), ignore_errors=True)


def receipts(school, authority, package, submission):
    """The receipt turns sent into received; a later one tells what was decided."""
    one, two = authority.path("one.receipt"), authority.path("two.receipt")
    done = authority.run("package", "receipt", package, "--out", one, user="chen")
    check(done["result"] == "received", "receipt: %r" % done)
    again = authority.run("package", "receipt", package, "--out", authority.path("again.receipt"), user="chen")
    with open(one, "rb") as f, open(authority.path("again.receipt"), "rb") as g:
        check(f.read() == g.read() and again["state"] == "unchanged", "the receipt again: other bytes")
    read = school.run("package", "read", one, user="manager")
    check(read["result"] == "received" and read["submission"] == submission, "receipt read: %r" % read)
    check(school.run("package", "read", one, user="manager")["state"] == "unchanged", "receipt twice")
    authority.run("submission", "accept", submission, user="chen")
    authority.run("package", "receipt", package, "--out", two, user="chen")
    check(school.run("package", "read", two, user="manager")["result"] == "accepted", "second receipt")
    states = {s["id"]: s["state"] for s in school.run("submission", "list", user="manager")["items"]}
    check(states[submission] == "accepted", "after the receipt: %r" % states)
    school.run("package", "read", package, user="manager", want=8)  # nobody trusts oneself
    authority.run("package", "receipt", one, user="chen", want=6)
    ways = [(p["way"], p["kind"], p["n"], p["state"]) for p in school.run("package", "list", user="manager")["items"]]
    check(ways[0] == ("out", "report", 1, "received") and ways[-1] == ("in", "receipt", 2, "read"), "list: %r" % ways)
    check(len(authority.run("package", "list", user="chen")["items"]) == 5, "list of the authority")
    for who, one_file in (("manager", school), ("chen", authority)):
        check(one_file.run("journal", "verify", user=who)["ok"] is True, "verify in the end")


travel(sys.argv[1])
fail_if(problems)
print("packages: the road up and back, thirteen checks")
