#!/usr/bin/env python3
"""An organisation renews its key: what is on its way arrives, the others take the new key in by the word of the old one and
by nothing less, and nobody in the own file loses a dossier."""
import csv
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
from school import fail_if  # noqa: E402
from two_files import AUTHORITY, SCHOOL, complete, founded, renewed, shown_key, teachers_of, trust  # noqa: E402

problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def verifies(one, who, what):
    """To the program, and to the second verifier where it can run (python3-nacl)."""
    check(one.run("journal", "verify", user=who)["ok"] is True, "verify: " + what)
    if not importlib.util.find_spec("nacl"):
        return
    kept = one.path("verified.db")
    db = sqlite3.connect(one.env["TMIS_DB"])
    db.execute("VACUUM INTO ?", (kept,))
    db.close()
    second = subprocess.run([sys.executable, os.path.join(HERE, "..", "verify", "verify.py"), kept], stdout=subprocess.PIPE, text=True)
    os.remove(kept)
    check(second.returncode == 0, "verify.py: %s: %s" % (what, second.stdout))


def sent(school, teacher, name):
    complete(school, teacher)
    out = school.path(name)
    school.run("submission", "send", "--teacher", teacher, "--out", out, user="manager")
    return out


def refused(one, code, exit, *args, user):
    answer = one.run(*args, user=user, want=exit)
    check(answer["error"]["code"] == code, "%s: %r instead of %s" % (" ".join(args), answer, code))


def own_file(school, teacher, initial):
    """Everybody opens what he opened before; who held nothing that could be sealed to is named, and gets the key again."""
    for who in ("late", "gone"):
        school.run("accounts", "staff", "--login", who, "--role", "manager", "--passwords", school.path(who + ".csv"), user="admin")
    with open(school.path("late.csv"), encoding="utf-8") as f:
        school.write("late.pw", list(csv.DictReader(f))[0]["password"] + "\n")
    with open(school.path("gone.csv"), encoding="utf-8") as f:
        school.write("gone.pw", list(csv.DictReader(f))[0]["password"] + "\n")
    own_password(school, "gone")
    school.run("accounts", "disable", "gone", "--reason", "调离", user="admin")
    school.write(teacher + ".pw", initial + "\n")
    own_password(school, teacher)
    show = ("record", "show", "contact", "--teacher", teacher)
    before = {who: school.run(*show, user=who) for who in ("manager", teacher)}
    given = school.run("journal", "checkpoint", user="manager")

    refused(school, "usage.missing", 2, "org", "key", "--renew", user="admin")
    refused(school, "denied.role", 4, "org", "key", "--renew", "--reason", "x", user="manager")
    dry = school.run("--dry-run", "org", "key", "--renew", "--reason", "试一试", user="admin")
    shown = school.run("org", "key", user="admin")
    check(dry["key"] != shown["key"] == dry["old_key"], "a rehearsal renewed the key")
    old, _ = shown_key(school, "admin")
    new, done = renewed(school, "admin")
    check(done["left_out"] == "gone,late", "left out: %r" % done)
    check(done["wrapped"] >= len(teachers_of(school)), "wrapped: %r" % done)
    with open(new, encoding="utf-8") as f:
        told = json.load(f)
    check(len(told["renewals"]) == 1 and done["old_key"] == shown["key"], "renewals: %r" % told)
    for who, what in before.items():
        check(school.run(*show, user=who) == what, "%s reads something else than before" % who)
    own_password(school, "late")
    check(school.run(*show, user="late") != before["manager"], "late reads without the key")
    school.run("accounts", "grant", "late", "--role", "manager", user="admin")
    check(school.run(*show, user="late") == before["manager"], "the key given again opens something else")
    note = school.write("held.txt", given["checkpoint"])
    check(school.run("journal", "verify", "--checkpoint", note, user="manager")["ok"] is True, "a checkpoint from before the renewal")
    verifies(school, "manager", "the school renewed its key")
    return old, new


def own_password(school, login):
    school.run("passwd", "--new-password-file", school.write("new.pw", "gong-zuo-%s-7\n" % login.lower()), user=login)
    shutil.move(school.path("new.pw"), school.path(login + ".pw"))


def recovered(school, teacher):
    """The code from the safe opens what lies under the new key."""
    one = school.path("recovered.db")
    db = sqlite3.connect(school.env["TMIS_DB"])
    db.execute("VACUUM INTO ?", (one,))
    db.close()
    os.chmod(one, 0o600)
    code = school.env["TMIS_DB"] + ".recovery"
    out = school.path("chen.csv")
    at = ("--db", one)
    school.run(*at, "accounts", "recover", "--code-file", code, "--admin", "rescuer", "--org", SCHOOL, "--passwords", out)
    with open(out, encoding="utf-8") as f:
        school.write("rescuer.pw", list(csv.DictReader(f))[0]["password"] + "\n")
    school.run(*at, "passwd", "--new-password-file", school.write("new.pw", "jiu-ren-2017-x\n"), user="rescuer")
    shutil.move(school.path("new.pw"), school.path("rescuer.pw"))
    school.run(*at, "accounts", "grant", "late", "--role", "manager", user="rescuer")
    check(school.run(*at, "org", "key", user="rescuer")["key"] == school.run("org", "key", user="admin")["key"], "the recovery code")
    os.remove(one)


def forged(authority, key, whose):
    """A chain that doesn't hold is no key; one that begins with another key is a key like any other: by fingerprint."""
    with open(key, encoding="utf-8") as f:
        good = json.load(f)
    link = good["renewals"][0]
    bad = [("another signature", {"renewals": [{**link, "signature": "00" * 64}]}), ("another old key", {"renewals": [{**link, "box": good["box"]}]}),
           ("another new key", {"box": "11" * 32}), ("no list", {"renewals": 7}), ("a link without a key", {"renewals": [{}]}),
           ("a key twice", {"renewals": [link, link]})]
    for what, change in bad:
        path = authority.write("forged.key", json.dumps({**good, **change}, ensure_ascii=False))
        answer = authority.run("org", "trust", SCHOOL, "--key", path, user=whose, want=3)
        check(answer["error"]["code"] == "trust.malformed", "%s: %r" % (what, answer))
    alone = authority.write("alone.key", json.dumps({k: v for k, v in good.items() if k != "renewals"}, ensure_ascii=False))
    refused(authority, "trust.fingerprint", 8, "org", "trust", SCHOOL, "--key", alone, "--fingerprint", "0000-" * 7 + "0000", user=whose)
    refused(authority, "trust.fingerprint", 8, "org", "trust", SCHOOL, "--key", key, "--fingerprint", "0000-" * 7 + "0000", user=whose)


def states(authority):
    db = sqlite3.connect(authority.env["TMIS_DB"])
    found = [s for s, in db.execute("SELECT state FROM trusted_key ORDER BY row")]
    db.close()
    return found


def road(program):
    school, authority = founded(program, 6)
    with open(school.path("passwords.csv"), encoding="utf-8") as f:
        initial = {t["login"]: t["password"] for t in csv.DictReader(f)}
    numbers = teachers_of(school)
    for one, who, code, other, whose in ((school, "admin", AUTHORITY, authority, "chief"), (authority, "chief", SCHOOL, school, "admin")):
        trust(one, who, code, *shown_key(other, whose))
    first, second = sent(school, numbers[0], "first.tmispkg"), sent(school, numbers[1], "second.tmispkg")
    authority.run("package", "read", first, user="chen")
    own_file(school, numbers[0], initial[numbers[0]])
    recovered(school, numbers[0])
    third = sent(school, numbers[2], "third.tmispkg")
    between, _ = renewed(school, "admin", "再次更换")  # the authority never sees this key by itself
    fourth = sent(school, numbers[3], "fourth.tmispkg")
    newest, _ = renewed(school, "admin", "又一次更换")
    fifth = sent(school, numbers[4], "fifth.tmispkg")

    refused(authority, "package.untrusted", 8, "package", "read", third, user="chen")
    forged(authority, newest, "chief")
    taken = authority.run("org", "trust", SCHOOL, "--key", newest, user="chief")
    check(taken["state"] == "trusted" and "signed_by" in taken, "trusted by the old key: %r" % taken)
    check(states(authority) == ["renewed"] * 3 + ["trusted"], "states: %r" % states(authority))
    check(authority.run("org", "trust", SCHOOL, "--key", newest, user="chief")["state"] == "unchanged", "trust twice")
    for package in (second, third, fourth):  # each was on its way when its key was renewed
        check(authority.run("package", "read", package, user="chen")["state"] == "read", "on its way: %s" % package)
    refused(authority, "package.untrusted", 8, "package", "read", second, user="chen")
    check(authority.run("package", "read", fifth, user="chen")["state"] == "read", "by the newest key")
    refused(authority, "package.untrusted", 8, "package", "read", fourth, user="chen")
    receipts(school, authority, fifth)
    revoked(school, authority, numbers[5], newest)
    for one, who in ((school, "manager"), (authority, "chen")):
        verifies(one, who, "in the end")
        one.close()


def receipts(school, authority, package):
    """The authority renews too: what was sealed to its old key opens, and its receipt needs its new one."""
    late = school.path("late.receipt")
    authority.run("package", "receipt", package, "--out", late, user="chen")
    key, _ = renewed(authority, "chief")
    again = authority.path("again.receipt")
    authority.run("submission", "accept", authority.run("submission", "list", user="chen")["items"][-1]["id"], user="chen")
    authority.run("package", "receipt", package, "--out", again, user="chen")
    check(school.run("package", "read", late, user="manager")["result"] == "received", "a receipt sealed to the key before")
    refused(school, "package.untrusted", 8, "package", "read", again, user="manager")
    school.run("org", "trust", AUTHORITY, "--key", key, user="admin")
    check(school.run("package", "read", again, user="manager")["state"] == "read", "a receipt by the authority's new key")


def revoked(school, authority, teacher, trusted):
    """Sealed to the authority's key before the last; and a key that was revoked vouches for none."""
    package = sent(school, teacher, "last.tmispkg")
    renewed(authority, "chief", "再次更换")
    check(authority.run("package", "read", package, user="chen")["state"] == "read", "sealed to the authority's old key")
    key, done = renewed(school, "admin", "密钥外泄")
    authority.run("org", "trust", SCHOOL, "--revoke", "--reason", "密钥外泄", user="chief")
    check(set(states(authority)) == {"revoked"}, "revoked: %r" % states(authority))
    refused(authority, "trust.fingerprint", 8, "org", "trust", SCHOOL, "--key", key, "--fingerprint", "0000-" * 7 + "0000", user="chief")
    refused(authority, "package.untrusted", 8, "package", "read", package, user="chen")
    by_telephone = trust(authority, "chief", SCHOOL, key, done["fingerprint"])
    check("signed_by" not in by_telephone and states(authority)[-1] == "trusted", "by fingerprint: %r" % by_telephone)
    check(states(authority).count("revoked") == 4, "the revoked ones: %r" % states(authority))


road(sys.argv[1])
fail_if(problems)
print("renewal: packages on their way, chains of keys, everybody's dossiers")
