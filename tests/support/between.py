"""What tests of cases between files have in common: what they found, packages that are refused, both verifiers, and a file put
back as it was."""
import importlib.util
import os
import shutil
import subprocess
import sys

from school import ROOT

problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def refused(one, what, path, code, exit):
    said = one.run("package", "read", path, want=None) or {}
    said = said.get("error", said)
    codes = [said.get("code")] + [d.get("code") for d in said.get("details", [])]
    check(one.last.returncode == exit and code in codes, "%s: exit %d, %r" % (what, one.last.returncode, said))


def damaged(one, path, kind, other, code):
    """Neither with one bit flipped nor under the name of another kind is a package read."""
    with open(path, "rb") as f:
        bytes_ = f.read()
    bad = one.path("bad.tmispkg")
    with open(bad, "wb") as f:
        f.write(bytes_[:-1] + bytes([bytes_[-1] ^ 1]))
    refused(one, "a flipped bit", bad, "package.damaged", 8)
    with open(bad, "wb") as f:
        f.write(bytes_.replace(b'"kind":"%s"' % kind, b'"kind":"%s"' % other))
    refused(one, "another kind", bad, code, 8)


def verdicts(one, user=None):
    """What the two verifiers say: (ok, what was found). Without the library that the second one needs, the first one's twice."""
    said = one.run("journal", "verify", want=None, user=user)
    first = (said.get("ok") is True, said)
    if not importlib.util.find_spec("nacl"):
        return first, first
    done = subprocess.run([sys.executable, os.path.join(ROOT, "tests", "verify", "verify.py"), one.env["TMIS_DB"]], stdout=subprocess.PIPE, text=True)
    return first, (done.returncode == 0, done.stdout[-500:])


def sound(one, name, user=None):
    for ok, said in verdicts(one, user):
        check(ok, "verify %s: %r" % (name, said))


def login(one, who):
    one.run("--password-file", one.path(who + ".pw"), "login", who)


def keep(one):
    shutil.copy(one.env["TMIS_DB"], one.path("kept.db"))


def put_back(one, who):
    """The file as it was kept; the machine remembers nothing of what came after."""
    file = one.env["TMIS_DB"]
    for end in ("-wal", "-shm"):
        if os.path.exists(file + end):
            os.remove(file + end)
    shutil.copy(one.path("kept.db"), file)
    shutil.rmtree(one.path(".state"), ignore_errors=True)
    login(one, who)
