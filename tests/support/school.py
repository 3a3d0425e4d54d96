"""A school in a folder of its own, for tests that drive the real binary: made with invented data, all
commands under faketime, answers as JSON."""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import clock  # noqa: E402
import session  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GENERATOR = os.path.join(ROOT, "examples", "data", "dossiers.py")
DOMAIN = os.path.join(ROOT, "examples", "data", "domain")


def plain(cell):
    """A cell of CSV without the sign that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@＝＋－＠\t\r\n" else cell


class School:
    def __init__(self, program, day="2017-02-20 09:00:00"):
        session.own()
        self.program = os.path.abspath(program)
        self.folder = tempfile.mkdtemp(prefix="tmis-test-")
        self.day = day
        with open(program, "rb") as f:
            self.sanitized = re.search(b"__[at]san_init", f.read()) is not None
        self.env = {"PATH": os.environ["PATH"], "HOME": self.folder, "LANG": "C.UTF-8", "TMIS_LANG": "en",
                    "TMIS_DB": os.path.join(self.folder, "school.db"), "XDG_STATE_HOME": os.path.join(self.folder, ".state"),
                    "TZ": "Asia/Shanghai", **clock.at(day),
                    # Leaks are looked for in units and transcripts: the search at the end of a command takes longer than most
                    # commands, and here are thousands of them.
                    "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0")}

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(self.path(name), 0o600)
        return self.path(name)

    def run(self, *args, user=None, want=0, json_out=True, stdin=None):
        """The answer of a command as JSON (or text); `want` is the exit code, or a set of them, or None."""
        command = [self.program]
        if user:
            command += ["--user", user, "--password-file", self.path(user + ".pw")]
        if json_out:
            command.append("--json")
        done = subprocess.run(command + ["-q"] + list(args), cwd=self.folder, env={**self.env, "FAKETIME": self.day}, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, input=stdin, errors="surrogateescape", timeout=900)
        wanted = {want} if isinstance(want, int) else want
        if wanted is not None and done.returncode not in wanted:
            sys.exit("tmis %s\nexit %d instead of %s\n%s\n%s" % (" ".join(args), done.returncode, wanted, done.stdout[-3000:], done.stderr[-3000:]))
        self.last = done
        if not json_out:
            return done.stdout
        text = done.stdout or done.stderr
        try:
            return json.loads(text.splitlines()[-1]) if text.strip() else None
        except ValueError:
            sys.exit("tmis %s: no JSON: %r" % (" ".join(args), text[-2000:]))

    def found(self, code="4301020012"):
        self.write("admin.pw", "lan-tian-2017\n")
        self.run("init", "--code", code, "--name", "青澜市第一中学", "--kind", "school", "--admin", "admin",
                 "--password-file", self.path("admin.pw"))
        self.officer("manager")

    def officer(self, login, role="manager", org=None, by="admin", teacher=None):
        args = ["accounts", "staff", "--login", login, "--role", role, "--passwords", self.path(login + ".csv")]
        self.run(*args, *(["--org", org] if org else []), *(["--teacher", teacher] if teacher else []), user=by)
        with open(self.path(login + ".csv"), encoding="utf-8") as f:
            initial = list(csv.DictReader(f))[0]["password"]
        self.write(login + ".pw", initial + "\n")
        self.write("new.pw", "gong-zuo-%s-7\n" % login)
        self.run("passwd", "--new-password-file", self.path("new.pw"), user=login)
        shutil.move(self.path("new.pw"), self.path(login + ".pw"))

    def generate(self, out, *options):
        subprocess.run([sys.executable, GENERATOR, "--domain", DOMAIN, "--out", self.path(out)] + list(options), check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self.path(out)

    def accounts(self, file):
        return self.run("accounts", "create", "--from", file, "--passwords", self.path("passwords.csv"), user="admin", want={0, 3})

    def close(self):
        shutil.rmtree(self.folder)


def fail_if(problems):
    for p in problems[:40]:
        print(p)
    if problems:
        sys.exit("%d problems" % len(problems))
