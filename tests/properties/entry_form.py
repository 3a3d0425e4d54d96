#!/usr/bin/env python3
"""A teacher fills in on a terminal, in Chinese: field by field, codes by pinyin, back and forward, faults at the field;
what is typed outlives a closed window, Ctrl-C and a lock, and is nowhere readable. `entry_form.py PROGRAM`"""
import csv
import glob
import json
import os
import re
import signal
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", folder) for folder in ("support", "durability", "sheets")]
from school import ROOT, School, fail_if  # noqa: E402
from terminal import Terminal  # noqa: E402
from watched import ACCOUNTS, person  # noqa: E402

PROBLEMS = []
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>()][A-Z0-9]?|[\x07\x0f\r]")
UP, DOWN = "\x1b[A", "\x1b[B"
STORED = 0


def check(sentence, holds, seen=""):
    if not holds:
        PROBLEMS.append("%s: %s" % (sentence, seen))


class Form(Terminal):
    """A form on a terminal, as it is read: without what moves the cursor."""
    looked = 0

    def text(self):
        return CONTROLS.sub("", self.shown)

    def expect(self, *texts):
        """Reads on until each text was shown, one behind the other."""
        for text in texts:
            while (found := self.text().find(text, self.looked)) < 0:
                if not self._more():
                    sys.exit("ended before %r; it showed\n%s" % (text, self.text()[self.looked:][-3000:]))
            self.looked = found + len(text)
        return self

    def line(self):
        """The line that the last expected text ends."""
        return self.text()[:self.looked].rstrip("\n").split("\n")[-1]

    def type(self, text):
        self.press(text)
        return self

    def enter(self, text=""):
        return self.type(text + "\r")

    def ended(self):
        return self.end()[1]

    def hang_up(self):
        """The window is closed: the kernel sends SIGHUP."""
        os.close(self.at)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def interrupt(self):
        return self.type("\x03").ended()

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        return self.ended()


class Entering(School):
    def __init__(self, program):
        super().__init__(program)
        self.left = set()
        self.found()
        self.accounts(self.write("people.csv", ACCOUNTS + "\n" + person(0) + person(1, "李娜")))
        with open(self.path("passwords.csv"), encoding="utf-8") as f:
            first = list(csv.DictReader(f))[0]
        self.teacher = first["login"]
        self.write(self.teacher + ".pw", first["password"] + "\n")
        self.run("passwd", "--new-password-file", self.write("new.pw", "wo-de-mi-ma-3\n"), user=self.teacher)
        os.rename(self.path("new.pw"), self.path(self.teacher + ".pw"))

    def form(self, *args, user=None, lang="zh"):
        user = user or self.teacher
        command = [self.program, "--lang", lang, "--user", user, "--password-file", self.path(user + ".pw"), *args]
        return Form(command, {**self.env, "FAKETIME": self.day, "TERM": "xterm"}, self.folder, columns=100)

    def add(self, table, **how):
        return self.form("record", "add", table, "--teacher", self.teacher, **how)

    def rows(self, table):
        return self.run("record", "show", table, "--teacher", self.teacher, "--values", "code", user=self.teacher)[table]

    def drafts(self):
        """But for those that a test has left there on purpose."""
        return sorted(set(glob.glob(self.path(".state", "tmis", "drafts", "*"))) - self.left)


def a_whole_entry_in_chinese(s):
    t = s.add("study_experience")
    t.expect("填写《学习经历》：王强", "回车", "1/", "获得学历 *", "拼音").enter("bk")
    t.expect("大学本科", "请输入序号").enter("1").expect("→", "2/", "国家", "[默认 中国]").enter()
    t.expect("院校或机构 *").enter("").expect("未填").enter("青澜师范大学")
    t.expect("所学专业 *").enter("汉语言文字").expect("师范类").type(UP)
    t.expect("所学专业 *", "[汉语言文字] >").type("\t").expect("汉语言文字").type("学").enter().expect("师范类", "[默认 否]").enter("是")
    t.expect("入学年月 *").enter("1998年13月").expect("入学年月", "1998").enter("1998.9")
    t.expect("毕业年月").enter("1998-06").expect("入学年月").enter("2002年6月")
    t.expect("学位层次 *").enter("4").expect("学位名称 *").enter("wx").expect("→", "获得学位的国家")
    t.enter().expect("院校或机构 *").enter("青澜师范大学").expect("学位授予年月 *").enter("200206")
    t.expect("学习方式 *").enter("?").expect("请输入序号").enter("1").expect("在学单位类别").enter()
    t.expect("请核对", "汉语言文字学", "保存吗").enter().expect("已添加")
    check("a whole entry ends with 0", t.ended() == STORED, t.text()[-500:])
    row = s.rows("study_experience")
    check("one row is stored", len(row) == 1 and row[0]["institution"] == "青澜师范大学" and row[0]["major"] == "汉语言文字学"
          and row[0]["entry_month"] == "1998-09" and row[0]["education_country"] == "156", row)
    check("no draft is left of what is stored", not s.drafts(), s.drafts())


def codes_by_initials(s):
    t = s.form("record", "edit", "basic_information#1").expect("修改《基本信息》")
    label = ""
    while label != "民族":
        label = t.expect("  ", "\n").line().split("  ")[1].rstrip(" *")
        t.expect(" > ").enter("") if label == "国籍/地区" else t.expect(" > ").type(DOWN) if label != "民族" else t
    t.expect(" > ").enter("hz").expect("1  01  汉族", "2  03  回族", "请输入序号").enter("hui").expect("→ 回族", "政治面貌").type(UP)
    t.expect("民族", "[回族] > ").enter("zz").expect("藏族", "壮族", "请输入序号").enter("<").expect("[回族] > ").enter("cxz").expect("→ 朝鲜族")
    t.expect("政治面貌").enter("q").expect("草稿已保留")
    check("leaving is no fault", t.ended() == 0)
    s.left = set(s.drafts())
    check("an identity number isn't whole in a form", "196001" not in t.text(), t.text())


def conditions_hide_fields(s):
    t = s.add("overseas_study", lang="en")
    t.expect("1/7", "has overseas study *", "[yes] >").enter("no").expect("What will be stored", "store?")
    check("fields that a condition empties aren't asked", "host institution" not in t.text(), t.text())
    t.enter("1").expect("1/1", "[no] >").enter("yes").expect("start date")
    check("leaving gives 0 and keeps the draft", t.enter("q").expect("draft is kept").ended() == 0 and len(s.drafts()) == 1)
    t = s.add("overseas_study", lang="en").expect("a draft of 2017-02-20", "[Y/n]").enter("n").expect("1/7").enter("n")
    t.expect("store?").enter().expect("added")
    check("the answer no stores", t.ended() == STORED)


def a_wrong_pair_is_mended_where_it_is_wrong(s):
    t = s.add("work_experience")
    t.expect("任职单位名称").enter("青澜市第二中学").expect("任职开始年月").enter(">").expect("任职结束年月").enter("2005-01")
    t.expect("单位性质类别").enter("?").expect("请输入序号").enter("1").expect("任职岗位").enter("教师")
    t.expect("有 1 处需要改正", "“任职开始年月”未填", "2/5").enter("2006-01").expect("有 1 处需要改正", "任职结束年月", "3/5")
    t.expect("[2005-01] >").enter("2007.3").expect("请核对", "2007-03", "保存吗").enter("<").expect("5/5").enter().expect("保存吗").enter("y").expect("已添加")
    check("it is stored once it is right", t.ended() == STORED, t.text()[-800:])
    check("the months are as mended", [(r["start_month"], r["end_month"]) for r in s.rows("work_experience")] == [("2006-01", "2007-03")])


def drafts_outlive_the_terminal(s):
    mobile, address = "13987650123", "青澜市澄明街263号"
    for leave in (Form.hang_up, Form.interrupt, Form.kill):
        t = s.add("contact")
        if s.drafts():
            t.expect("接着填吗").enter("n")
        t.expect("通讯地址").enter(address).expect("联系电话").enter(">").expect("手机").enter("139").expect("格式不对").enter(mobile).expect("Email", " > ")
        code = leave(t)
        check("a draft is there after %s (%d)" % (leave.__name__, code), len(s.drafts()) == 1)
        if leave is Form.interrupt:
            check("Ctrl-C ends with 130 and says what became of it", code == 130 and "草稿" in t.text(), (code, t.text()[-300:]))
        for at, _, names in os.walk(s.folder):
            for name in names:
                with open(os.path.join(at, name), "rb") as f:
                    data = f.read()
                check("no draft is readable in " + name, mobile.encode() not in data and address.encode() not in data)
    check("a draft is its owner's alone", os.stat(s.drafts()[0]).st_mode & 0o077 == 0)
    t = s.add("contact").expect("接着填吗").enter().expect("4/5", "Email").type(UP).expect("手机", mobile).enter()
    t.expect("Email").enter().expect("其他联系方式").enter().expect("保存吗").enter().expect("已添加")
    check("it goes on where it was left", t.ended() == STORED and s.rows("contact")[0]["mobile"] == mobile)


def a_lock_in_the_middle(s):
    t = s.add("talent_project").expect("1/2").enter("?").expect("请输入序号").enter("2").expect("入选年份", " > ")
    s.run("lock", "--scope", "self-entry", "--teacher", s.teacher, "--reason", "材料核对", user="manager")
    t.enter("2016").expect("保存吗").enter().expect("所填内容已留作草稿", "自助填报已关闭", "信息管理员")
    check("storing under a lock is refused", t.ended() == 5, t.text()[-500:])
    check("nothing is stored", not s.rows("talent_project"))
    t = s.add("talent_project").expect("自助填报已关闭")
    check("under a lock no form opens", t.ended() == 5)
    lock = next(o["id"] for o in s.run("lock", "list", user="manager")["items"] if o["state"] == "order")
    s.run("lock", "release", str(lock), "--reason", "核对完毕", user="manager")
    t = s.add("talent_project").expect("接着填吗").enter().expect("2016", "保存吗").enter().expect("已添加")
    check("after the release it goes on from the draft", t.ended() == STORED and len(s.rows("talent_project")) == 1)


def what_is_missing_comes_in_the_order_of_the_form(s):
    places = {}
    for name in glob.glob(os.path.join(ROOT, "schemas", "tables", "*.json")):
        with open(name, encoding="utf-8") as f:
            table = json.load(f)
        key = (table["x-tmis-category"]["order"], table["x-tmis-number"])
        for place, field in enumerate([None, *table["properties"]]):
            places[os.path.basename(name)[:-5], field] = (*key, place)
    gaps = s.run("record", "check", "--teacher", s.teacher, user=s.teacher, want=1)["items"]
    found = [places[g["table"], g["field"]] for g in gaps]
    check("record check goes as the form goes", found == sorted(found) and len(found) > 10, gaps)


def who_may_not(s):
    t = s.add("basic_pay").expect("学校统一导入", "信息管理员")
    check("a school's table opens no form for a teacher", t.ended() == 4, t.text())
    for command, want in ((["record", "add", "work_experience", "--teacher", s.teacher], "--set unit_name="), (["record", "edit", "work_experience#1"], "--set")):
        answer = s.run(*command, user=s.teacher, want=2)["error"]
        check("without a terminal the values must be given", answer["code"] == "usage.missing" and want in answer["message"], answer)


def a_manager_gives_a_reason(s):
    t = s.form("record", "edit", "work_experience#1", user="manager", lang="en")
    t.expect("1/5").type(DOWN).expect("2/5").type(DOWN).expect("3/5").enter("-").expect("4/5").type(DOWN).expect("5/5").type(DOWN)
    t.expect("was: 2007-03", "reason").enter("  ").expect("reason").enter("合同记载").expect("store?").enter().expect("changed")
    check("a manager's change is stored", t.ended() == STORED)
    versions = s.run("record", "history", "work_experience#1", user="manager")["items"]
    check("with the reason", versions[0]["reason"] == "合同记载" and not versions[0]["end_month"], versions)


def without_a_place_for_drafts(s):
    s.env["XDG_STATE_HOME"] = "/proc/nowhere"
    t = s.add("contact") if not s.rows("contact") else s.form("record", "edit", "contact#1")
    t.expect("通讯地址", " > ").enter("青澜市").expect("无法保留草稿", "联系电话", " > ").enter("q")
    check("a form is left without a draft too", t.ended() == 0 and "草稿已保留" not in t.text(), t.text()[-300:])


def main():
    s = Entering(sys.argv[1])
    a_whole_entry_in_chinese(s)
    codes_by_initials(s)
    conditions_hide_fields(s)
    a_wrong_pair_is_mended_where_it_is_wrong(s)
    drafts_outlive_the_terminal(s)
    a_lock_in_the_middle(s)
    what_is_missing_comes_in_the_order_of_the_form(s)
    who_may_not(s)
    a_manager_gives_a_reason(s)
    without_a_place_for_drafts(s)
    verdict = s.run("journal", "verify", user="manager")
    check("the journal is sound after it all", verdict["ok"], verdict)
    fail_if(PROBLEMS)
    s.close()


if __name__ == "__main__":
    main()
