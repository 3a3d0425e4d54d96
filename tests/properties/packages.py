#!/usr/bin/env python3
"""Two files, a school's and its authority's: a report goes up as a package and a receipt comes back. Then every one of the
thirteen checks of `package read`, each with a package that fails at it and at none before: nothing is stored by any. Then
the road on to a third file, and what `package show` proves in each."""
import base64
import gzip
import importlib.util
import json
import os
import shutil
import sqlite3
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from school import ROOT, fail_if  # noqa: E402
from two_files import AUTHORITY, CITY, SCHOOL, complete, founded, founded_above, shown_key, teachers_of, trust  # noqa: E402

TEACHERS = int(os.environ.get("TMIS_TEACHERS", "6"))
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def sound(one, who, when):
    """Both verifiers find nothing."""
    check(one.run("journal", "verify", user=who, want=None)["ok"] is True, "verify %s" % when)
    if importlib.util.find_spec("nacl"):
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tests", "verify", "verify.py"), one.env["TMIS_DB"]],
                              stdout=subprocess.PIPE, text=True)
        check(done.returncode == 0, "the second verifier %s: %s" % (when, done.stdout[-500:]))


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

    def __init__(self, authority, user="chen"):
        self.authority = authority
        self.user = user
        self.file = authority.env["TMIS_DB"]
        shutil.copy(self.file, self.file + ".kept")

    def refused(self, what, package, code, exit, *options):
        path = self.authority.path("try.tmispkg")
        with open(path, "wb") as f:
            f.write(package)
        before = content(self.authority)
        answer = self.authority.run("package", "read", path, *options, user=self.user, want=None)
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
    desk.refused("a newer format", joined(rewritten(manifest, min_reader=3), signatures, payload), "package.newer", 5)
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
    chunk = 24 + 65553
    cuts = {"cut off": payload[:-1], "nothing": b"", "more behind it": payload + b"x"}
    if len(payload) > chunk:
        cuts["cut at a chunk"] = payload[:chunk]  # a smaller one: keys/stream_test
    for what, bytes_ in cuts.items():
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

    shutil.copy(authority.env["TMIS_DB"], authority.path("before.db"))
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
    sound(authority, "chen", "of the authority")
    sound(school, "manager", "of the school")
    same_rows(school, authority)
    shown(school, authority, read["id"], path, numbers)
    order(school, authority, numbers[2], package)
    begun_late(authority, package, school.path("second.tmispkg"), school.path("third.tmispkg"))
    altered_behind(school, authority, numbers[4])
    parts(school, numbers[5], package)
    receipts(school, authority, path, sent["id"])
    city = founded_above(program, authority)
    sent_on(school, authority, city, numbers)
    for one in (school, authority, city):
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
    sound(authority, "chen", "after three packages")


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
    mine = school.run("package", "show", package, user="manager")
    check((mine["signer"], mine["state"], mine["result"]) == ("own", "received", "accepted"), "show of what was sent: %r" % mine)
    check(school.run("package", "show", two, "--proof", user="manager")["ok"] is True, "the proof of a receipt")
    for who, one_file in (("manager", school), ("chen", authority)):
        sound(one_file, who, "in the end")


def shown(school, authority, ident, path, numbers):
    """What a package is, by its id and as a file; and that its proof is checked anew."""
    said = authority.run("package", "show", ident, user="chen")
    check(said == authority.run("package", "show", path, user="chen"), "show: id and file differ")
    rows = {c["table"]: c["rows"] for c in said["counts"]}
    check((said["kind"], said["from"], said["to"], said["n"], said["state"], said["signer"], rows["teacher"]) ==
          ("report", SCHOOL, AUTHORITY, 1, "read", "trusted", 2), "show: %r" % said)
    stranger = authority.path("stranger.tmispkg")
    with open(path, "rb") as f, open(stranger, "wb") as g:
        manifest, signatures, payload = split(f.read())
        g.write(joined(rewritten(manifest, id="0" * 32), signatures, payload))
    check(authority.run("package", "show", stranger, user="chen", want=8)["error"]["code"] == "package.forged", "a stranger")
    check(authority.run("package", "show", "0" * 32, user="chen", want=6)["error"]["code"] == "package.not-found", "no package")
    school.run("package", "show", path, "--proof", user="manager", want=6)  # proofs are in the receiver's file

    proof = authority.run("package", "show", ident, "--proof", "--teacher", numbers[0], user="chen")
    check(proof["ok"] and proof["dossiers"] == 1 and {s["teacher_number"] for s in proof["steps"]} == {numbers[0]},
          "proof of one: %r" % proof["findings"])
    check({s["step"] for s in proof["steps"]} == {"filled", "audited", "signed"}, "steps: %r" % proof["steps"][:3])
    events = {e["seq"]: e for e in school.run("journal", "list", user="manager")["items"]}
    for step in proof["steps"]:
        event = events[step["event"]]
        check((step["actor"], step["at"]) == (event["actor"], event["at"]), "step %r of event %r" % (step, event))
    records = {s["record"] for s in proof["steps"] if s["record"].startswith("study_experience")}
    there = authority.run("record", "list", "study_experience", user="chen")["items"]
    check(records and records <= {r["id"] for r in there}, "records here: %r" % records)
    check(authority.run("package", "show", ident, "--proof", user="chen")["dossiers"] == 2, "proof of all")
    authority.run("package", "show", ident, "--teacher", numbers[5], user="chen", want=6)  # it didn't come with it
    authority.run("journal", "prove", min(records), "--out", authority.path("record.proof"), user="chen")
    own = authority.run("journal", "check-proof", authority.path("record.proof"))
    check([s["step"] for s in own["steps"]] == ["read"], "the authority's own proof: %r" % own["steps"])

    desk = Desk(authority)
    other = "(SELECT body FROM package_proof WHERE teacher = (SELECT row FROM teacher WHERE number = ?))"
    for what, sql, values, dossiers, code in (
            ("another dossier's proof", "UPDATE package_proof SET body = %s WHERE teacher IS NOT NULL" % other, (numbers[0],), 1,
             "package.forged"),
            ("a proof cut off", "UPDATE package_proof SET body = substr(body, 1, 99) WHERE teacher IS NOT NULL", (), 0, "package.damaged"),
            ("a proof taken away", "DELETE FROM package_proof WHERE teacher = (SELECT row FROM teacher WHERE number = ?)", (numbers[1],), 1,
             "package.damaged"),
            ("another first event", "UPDATE trusted_key SET genesis = zeroblob(32)", (), 0, "package.forged"),
            ("another package", "UPDATE package SET hash = zeroblob(32)", (), None, "package.fork")):
        desk.altered(sql, *values)
        said = authority.run("package", "show", path, "--proof", user="chen", want=8)
        codes = {f["code"] for f in said["findings"]} if "findings" in said else {said["error"]["code"]}
        check(codes == {code} and said.get("dossiers") == dossiers, "%s: %r" % (what, {**said, "steps": 0, "legs": 0}))
        desk.put_back()


def begun_late(authority, first, second, third):
    """A file that has never read anything of the sender begins where it is told to, once."""
    now = authority.path("now.db")
    shutil.copy(authority.env["TMIS_DB"], now)
    shutil.copy(authority.path("before.db"), authority.env["TMIS_DB"])
    shutil.rmtree(authority.path(".state"), ignore_errors=True)
    desk = Desk(authority)
    with open(second, "rb") as f:
        bytes = f.read()
    said = desk.refused("the second one first", bytes, "package.gap", 5)
    check("--from-here" in said.get("hint", ""), "the hint of a gap: %r" % said)
    desk.refused("a beginning without a reason", bytes, "usage.missing", 2, "--from-here")
    read = authority.run("package", "read", second, "--from-here", "--reason", "硬盘损坏，新建的库", user="chen")
    event = authority.run("journal", "show", str(read["event"]), user="chen")
    check(read["state"] == "read" and "began" in json.dumps(event), "began: %r, %r" % (read, event))
    check(event["reason"] == "硬盘损坏，新建的库", "the reason: %r" % event)
    Desk(authority).refused("the first one after it", first, "package.stale", 5, "--from-here", "--reason", "补")
    authority.run("package", "read", third, user="chen")  # from here on as always
    sound(authority, "chen", "of a channel that began late")
    # Where one was read, nothing is left out.
    shutil.copy(authority.path("before.db"), authority.env["TMIS_DB"])
    shutil.rmtree(authority.path(".state"), ignore_errors=True)
    with open(authority.path("first.tmispkg"), "wb") as f:
        f.write(first)
    authority.run("package", "read", authority.path("first.tmispkg"), user="chen")
    with open(third, "rb") as f:
        Desk(authority).refused("one left out, from here", f.read(), "package.gap", 5, "--from-here", "--reason", "补")
    shutil.copy(now, authority.env["TMIS_DB"])
    shutil.rmtree(authority.path(".state"), ignore_errors=True)


def parts(school, teacher, package):
    """What a killed command left is taken away by the next one that writes there, and nothing of anybody else's."""
    complete(school, teacher)
    folder = school.path("out")
    os.mkdir(folder)
    manifest, signatures, payload = split(package)
    mine = joined(rewritten(manifest, id="1" * 32), signatures, payload[:100])
    others = joined(rewritten(manifest, id="2" * 32, **{"from__file": "0" * 32}), signatures, payload)
    left = {"gone.tmispkg.part": mine, "theirs.tmispkg.part": others, "committed.tmispkg.part": package, "film.part": b"\0" * 99}
    for name, bytes in left.items():
        with open(os.path.join(folder, name), "wb") as f:
            f.write(bytes)
    target = os.path.join(folder, "theirs.tmispkg")
    said = school.run("submission", "send", "--teacher", teacher, "--out", target, user="manager", want=5)
    check(said["error"]["code"] == "file.exists" and set(os.listdir(folder)) == set(left), "over another file's part: %r" % said)
    target = os.path.join(folder, "gone.tmispkg")
    school.run("submission", "send", "--teacher", teacher, "--out", target, user="manager")
    check(set(os.listdir(folder)) == {"gone.tmispkg", *left} - {"gone.tmispkg.part"}, "parts left: %r" % os.listdir(folder))
    for name in set(left) - {"gone.tmispkg.part"}:
        with open(os.path.join(folder, name), "rb") as f:
            check(f.read() == left[name], "%s was changed" % name)


def sent_on(school, authority, city, numbers):
    """What the authority sends on comes with the proof of the school, for which the authority vouches."""
    up = authority.path("up.tmispkg")
    sent = authority.run("submission", "send", "--all", "--out", up, user="chen", want={0, 1})
    check(sent["done"] == 2, "sent on: %r" % sent)
    with open(up, "rb") as f:
        check(json.loads(split(f.read())[0])["min_reader"] == 2, "the format of a road")
    read = city.run("package", "read", up, user="liu")
    check(read["dossiers"] == 2, "read above: %r" % read)
    proof = city.run("package", "show", read["id"], "--proof", "--teacher", numbers[0], user="liu")
    legs = [(leg["org"], leg["vouched_by"]) for leg in proof["legs"]]
    check(proof["ok"] and legs == [(AUTHORITY, None), (SCHOOL, AUTHORITY)], "legs: %r" % legs)
    steps = {(s["org"], s["step"]) for s in proof["steps"]}
    check(steps == {(AUTHORITY, "read"), (SCHOOL, "filled"), (SCHOOL, "audited"), (SCHOOL, "signed")}, "the road: %r" % steps)
    records = {s["org"]: set() for s in proof["steps"]}
    for step in proof["steps"]:
        records[step["org"]].add(step["record"])
    check(records[SCHOOL] == records[AUTHORITY], "a record without its beginning")
    below = authority.run("package", "list", user="chen")["items"][0]["id"]
    there = authority.run("package", "show", below, "--proof", "--teacher", numbers[0], user="chen")
    told = [[(s["record_there"], s["step"], s["event"], s["actor"], s["at"]) for s in p["steps"] if s["org"] == SCHOOL]
            for p in (proof, there)]
    check(told[0] == told[1] != [], "the school's steps are told otherwise above")
    trust(city, "head", SCHOOL, *shown_key(school, "admin"))
    proof = city.run("package", "show", read["id"], "--proof", "--teacher", numbers[0], user="liu")
    check([leg["vouched_by"] for leg in proof["legs"]] == [None, None], "a key that is trusted anyway: %r" % proof["legs"])
    city.run("org", "trust", SCHOOL, "--revoke", "--reason", "只作试验", user="head")
    for one, who in ((city, "liu"), (authority, "chen")):
        sound(one, who, "after the road")
    altered_below(authority, city, numbers[2])


def altered_below(authority, city, teacher):
    """What the authority changes of the school's proof, the next one finds; what it vouches for must fit as well."""
    waiting = [s for s in authority.run("submission", "list", user="chen")["items"] if s["open"] > 0 and s["to"] == AUTHORITY]
    for submission in waiting:
        authority.run("submission", "accept", submission["id"], user="chen")
    lower, upper = Desk(authority), Desk(city, "liu")
    db = sqlite3.connect(lower.file)
    which = "FROM package_proof WHERE teacher = (SELECT row FROM teacher WHERE number = ?) ORDER BY row DESC LIMIT 1"
    row, body = db.execute("SELECT row, body " + which, (teacher,)).fetchone()
    db.close()
    lines = gzip.decompress(body).decode().splitlines()
    other = json.loads(lines[1])
    other["row"]["idx"] += 1
    for n, (sql, values) in enumerate((
            ("UPDATE package_proof SET body = ? WHERE row = ?", (gzip.compress("".join(
                line + "\n" for line in (lines[0], json.dumps(other, separators=(",", ":")), *lines[2:])).encode()), row)),
            ("UPDATE trusted_key SET genesis = zeroblob(32) WHERE org = (SELECT row FROM organisation WHERE code = ?)", (SCHOOL,)),
            ("UPDATE trusted_key SET box = zeroblob(32) WHERE org = (SELECT row FROM organisation WHERE code = ?)", (SCHOOL,)))):
        lower.altered(sql, *values)
        up = authority.path("altered%d.tmispkg" % n)
        authority.run("submission", "send", "--teacher", teacher, "--out", up, user="chen")
        with open(up, "rb") as f:
            upper.refused("a road that was altered (%d)" % n, f.read(), "package.forged", 8)
        lower.put_back()
    up = authority.path("good.tmispkg")
    authority.run("submission", "send", "--teacher", teacher, "--out", up, user="chen")
    check(city.run("package", "read", up, user="liu")["dossiers"] == 1, "the road as it is")


travel(sys.argv[1])
fail_if(problems)
print("packages: the road up and back and on, thirteen checks, what is proved")
