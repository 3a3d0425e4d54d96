#!/usr/bin/env python3
"""An auditor at a terminal, in Chinese: single keys pass, return, skip and take back; whatever was decided is in the file
whether the walk is quit, interrupted or its terminal closed. Then a pile of certificates, scanned one after another."""
import csv
import importlib.util
import json
import os
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
sys.dont_write_bytecode = True
from school import ROOT, School, fail_if  # noqa: E402
from terminal import Terminal  # noqa: E402

KEYS = "?说明 >"
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def rows(path):
    with open(path, encoding="utf-8-sig") as f:
        return list(csv.DictReader(f))


class Auditor:
    """A school with three dossiers handed in; the auditor's own is one of them."""

    def __init__(self, program):
        self.school = School(program)
        self.school.found()
        data = self.school.generate("data", "--teachers", "3")
        self.data = data
        self.school.accounts(os.path.join(data, "accounts.csv"))
        self.school.run("record", "import", "dossier", "--from", data, user="manager")
        self.school.run("record", "submit", "--all", user="manager")
        self.people = rows(os.path.join(data, "accounts.csv"))
        certified = {r["id_number"] for r in rows(os.path.join(data, "teacher_qualification.csv")) if r["certificate_number"]}
        self.own = [p for p in self.people if p["identity_document_number"] not in certified][0]
        self.own_number = [r["login"] for r in rows(self.school.path("passwords.csv")) if r["name"] == self.own["name"]][0]
        self.school.officer("zhang", teacher=self.own["identity_document_number"])
        self.school.run("--password-file", self.school.path("zhang.pw"), "login", "zhang")

    def terminal(self, *words):
        env = {**self.school.env, "FAKETIME": self.school.day, "TMIS_LANG": "zh", "TERM": "xterm", "NO_COLOR": "1"}
        me = ["--user", "zhang", "--password-file", self.school.path("zhang.pw")]  # a terminal of its own has no session
        return Terminal([self.school.program, *me, *words], env, self.school.folder)

    def items(self, state, *words):
        return self.school.run("audit", "list", "--state", state, *words)["items"]

    def events(self):
        return self.school.run("journal", "list")["total"]

    def sound(self, when):
        check(self.school.run("journal", "verify", want=None)["ok"] is True, "verify %s" % when)
        if importlib.util.find_spec("nacl"):
            done = subprocess.run([sys.executable, os.path.join(ROOT, "tests", "verify", "verify.py"), self.school.env["TMIS_DB"]],
                                  stdout=subprocess.PIPE, text=True)
            check(done.returncode == 0, "the second verifier %s: %s" % (when, done.stdout[-500:]))


def walk(a):
    waiting = a.items("submitted")
    check(all(i["teacher_number"] != a.own_number for i in waiting), "the own dossier is in the queue")
    t = a.terminal("audit", "--set", "work_experience")
    before = t.until(KEYS)
    check("您本人的档案" in before, "the own dossier isn't told: %s" % before[:300])
    check("第 1/2 份档案" in before and "由 manager 代填" in before, "progress or same hand: %s" % before)
    check(not t.echoes(), "keys are echoed")
    mine = [i for i in waiting if i["record"].startswith("work_experience#")]
    first, second = mine[0]["record"], mine[1]["record"]
    check(first in before, "the first item isn't shown first")

    t.press("p")
    said = t.until(KEYS)
    check("已通过 1 条" in said and second in said, "pass: %s" % said)
    check([i["record"] for i in a.items("audited")] == [first], "a pass isn't stored before the next key")

    t.press("r")
    t.until("直接回车不退回）：")
    check(t.echoes(), "words are not echoed")
    t.press("99\n")
    check("没有编号为 99 的原因" in t.until("直接回车不退回）："), "a number that no reason has")
    t.press("3\n")
    said = t.until(KEYS)
    check("已退回：起止年月或日期有误" in said, "return: %s" % said)
    returned = a.items("returned")
    check([(i["record"], i["reason"]) for i in returned] == [(second, "起止年月或日期有误")], "what is returned: %s" % returned)

    t.press("ｕ")  # a full-width letter, as an input method gives it
    said = t.until(KEYS)
    check("已撤销：1 条恢复待审" in said and second in said, "undo: %s" % said)
    check(not a.items("returned"), "the return is not taken back")
    t.press("u")
    check(first in t.until(KEYS), "the pass before isn't taken back")
    check(not a.items("audited"), "the pass is not taken back")
    t.press("u")
    check("没有可以撤销的处理" in t.until(KEYS), "undo of nothing")

    t.press("r")
    t.until("直接回车不退回）：")
    t.press("\n")
    check("未退回" in t.until(KEYS), "a return without a reason")
    t.press("r")
    t.until("直接回车不退回）：")
    t.press("证明人请写全名\n")
    t.until(KEYS)
    check(a.items("returned")[0]["reason"] == "证明人请写全名", "own words: %s" % a.items("returned"))
    t.press("s")
    t.until(KEYS)
    t.press("b")
    check(second in t.until(KEYS), "back to what was skipped")
    t.press("v")
    check("第 1 版" in t.until(KEYS), "the whole row")
    t.press("?")
    check("p   通过这一条" in t.until(KEYS), "help")
    t.press("\x1b[C")  # the arrow skips
    t.until(KEYS)
    count = a.events()
    t.press("\x03")  # Ctrl-C
    rest, code = t.end()
    check(code == 130 and "此前的处理都已保存" in rest, "Ctrl-C: %s %s" % (code, rest))
    check(a.events() == count and len(a.items("returned")) == 1, "what Ctrl-C left")
    a.sound("after the walk")


def evidence_and_rest(a):
    t = a.terminal("audit", "--set", "teacher_qualification")
    said = t.until(KEYS)
    check("证件原件：教师资格证书" in said and "已见 0 件" in said and "原件未核对" in said, "papers: %s" % said)
    t.press("e")
    said = t.until(KEYS)
    check("已见原件：教师资格证书" in said, "seen: %s" % said)
    check([o["kind"] for o in a.school.run("evidence", "list")["items"]] == ["qualification"], "the original isn't recorded")
    t.press("u")
    check("原件恢复为未核对" in t.until(KEYS), "undo of an original")
    check(not a.school.run("evidence", "list")["items"], "the original is still recorded")
    t.press("q")
    rest, code = t.end()
    check(code == 0 and "核对原件 0 件" in rest, "quit: %s %s" % (code, rest))

    full = [p for p in a.people if p is not a.own][0]["identity_document_number"]
    for words, shown in (((), False), (("--reveal",), True)):
        t = a.terminal("audit", "--set", "basic_information", *words)
        line = [x for x in t.until(KEYS).splitlines() if x.strip().startswith("身份证件号")]
        check(len(line) == 1 and (full in line[0]) is shown, "identity number in full %s: %s" % (words, line))
        t.press("q")
        t.end()
    check(a.school.run("journal", "list", "--limit", "1", "--sort", "-seq")["items"][0]["kind"] == "reveal", "the reveal isn't recorded")

    number = a.items("submitted")[0]["teacher_number"]
    waits = len(a.items("submitted", "--teacher", number))
    t = a.terminal("audit", "--teacher", number)
    t.until(KEYS)
    t.press("a")
    said = t.until("回车或q退出 >")
    check("已通过 %d 条" % waits in said, "the rest of the dossier: %s" % said)
    t.press("u")
    t.until(KEYS)
    check(len(a.items("submitted", "--teacher", number)) == waits, "the rest isn't taken back in one step")
    t.press("a")
    t.until("回车或q退出 >")
    os.kill(t.pid, signal.SIGHUP)  # the terminal is closed
    _, code = t.end()
    check(code == -signal.SIGHUP, "SIGHUP: %s" % code)
    check(not a.items("submitted", "--teacher", number), "what a closed terminal left")

    t = a.terminal("audit", "--department", "没有这个部门")
    check("没有等待处理的信息项" in t.end()[0], "nothing waits")
    out = a.school.run("audit", "--set", "work_experience", json_out=False).splitlines()
    check(out[0].startswith("teacher_number\t"), "plain audit without a terminal isn't the list: %s" % out[:1])
    a.sound("after the rest")


def scan(a):
    by_id = {p["identity_document_number"]: p["name"] for p in a.people}
    papers = [(r["certificate_number"], by_id[r["id_number"]], r["id_number"])
              for r in rows(os.path.join(a.data, "teacher_qualification.csv")) if r.get("certificate_number")]
    others = [p for p in papers if p[2] != a.own["identity_document_number"]]
    mine = a.own["identity_document_number"]
    number, name, _ = others[0]
    t = a.terminal("evidence", "scan")
    t.until("编号：")
    t.press(number + "\n")
    said = t.until("编号：")
    check("✓ " + name in said and "教师资格证书：已见原件" in said, "scan: %s" % said)
    seen = [o for o in a.school.run("evidence", "list")["items"] if o["seen"]]
    check([o["kind"] for o in seen] == ["qualification"], "the tick isn't stored before the next number: %s" % seen)
    t.press(number + "\n")
    check("此前已见原件" in t.until("编号："), "seen twice")
    t.press("\n")
    t.until("编号：")
    t.press("99999999\n")
    check("没有人的证件是这个编号" in t.until("编号："), "unknown")
    t.press(mine + "\n")
    t.until("编号：")
    t.press("\x04")
    rest, code = t.end()
    check(code == 1 and "已见 1 件，此前已见 1 件；本人档案 1 件" in rest and "查无此号 1 件" in rest, "the end: %s %s" % (code, rest))

    stranger = [p for p in a.people if p["identity_document_number"] != mine][0]["identity_document_number"]
    said = a.school.run("evidence", "scan", stdin="%s\n\n%s\n%s\n" % (stranger, mine, number), want=1)
    check([i["outcome"] for i in said["items"]] == ["seen", "own", "already"], "from a pipe: %s" % said)
    check((said["done"], said["unchanged"], said["skipped"]) == (1, 1, 1), "counts: %s" % said)
    check(stranger not in json.dumps(said) and number not in json.dumps(said), "a whole number is shown")
    check([i["line"] for i in said["items"]] == [1, 3, 4], "lines: %s" % said)
    out = a.school.run("evidence", "scan", stdin=number + "\n", json_out=False).splitlines()
    check(len(out) == 2 and out[1].split("\t")[2] == "already", "TSV: %s" % out)

    numbers = [o[0] for o in others] + [stranger]
    with open(a.school.env["TMIS_DB"], "rb") as f:
        content = f.read()
    check(stranger.encode() not in content, "an identity number stands plain in the file")
    check(bool(numbers), "no numbers")
    a.sound("after scanning")


def shut_out(a):
    """An account that is closed while its owner sits there decides nothing more."""
    t = a.terminal("audit")
    t.until(KEYS)
    a.school.run("accounts", "disable", "zhang", user="admin")
    count = a.school.run("journal", "list", user="manager")["total"]
    t.press("p")
    rest, code = t.end()
    check(code == 4 and a.school.run("journal", "list", user="manager")["total"] == count, "shut out: %s %s" % (code, rest))


def main():
    a = Auditor(sys.argv[1])
    walk(a)
    evidence_and_rest(a)
    scan(a)
    shut_out(a)
    a.school.close()
    fail_if(problems)


main()
