#!/usr/bin/env python3
"""Files as offices really send them, through the real binary: what is taken, what is stored, what is said of the
rest, and what the clerk gets back to correct. Each case is a sentence that a user would sign."""
import csv
import datetime
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "support"), os.path.join(HERE, "..", "sheets")]
from office import openpyxl  # noqa: E402
import openpyxl.chart  # noqa: E402
from openpyxl.comments import Comment  # noqa: E402
from openpyxl.formatting.rule import CellIsRule  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side  # noqa: E402
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900  # noqa: E402
from openpyxl.worksheet.datavalidation import DataValidation  # noqa: E402

from make_hostile import container, pack, parts  # noqa: E402
from school import School, fail_if  # noqa: E402

FILES = os.path.join(HERE, "..", "sheets", "files")
RED = "FFFF9B9B"
REASON = "reason for rejection"
CASES = []


def case(name):
    """The function is the proof of the sentence."""
    def add(function):
        CASES.append((name, function))
        return function
    return add


# People and rows.

def identity(first17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first17 + "10X98765432"[sum(w * int(c) for w, c in zip(weights, first17)) % 11]


def ending_in_x(birth):
    return next(n for n in (identity("430102%s%03d" % (birth, k)) for k in range(1, 999, 2)) if n.endswith("X"))


LI, WANG, ZHAO, QIAN = (identity("430102198001%02d001" % day) for day in (1, 2, 3, 4))
SUN = ending_in_x("19800105")
NOBODY = identity("43010219790909001")
WRONG = LI[:17] + str((int(LI[17]) + 1) % 10 if LI[17] != "X" else 0)
PEOPLE = [("李一", LI, "1980-01-01", "A01"), ("王二", WANG, "1980-01-02", "A02"), ("赵三", ZHAO, "1980-01-03", "A03"),
          ("钱四", QIAN, "1980-01-04", "A04"), ("孙五", SUN, "1980-01-05", "A05")]
ACCOUNT = ["name", "sex", "birth_date", "identity_document_type", "identity_document_number"]

REPORT = ["身份证件号", "报告题目", "报告时间"]
WORK = ["身份证件号", "任职单位名称", "任职开始年月", "任职结束年月", "单位性质类别", "任职岗位"]
ROWS = [[LI, "青澜市第一中学", "2008-09", "2012-07", "23", "语文教师"],
        [WANG, "麓山小学，东校区", "2010-09", "", "其他教育单位", "“数学”教师\n兼班主任"]]
STORED = [{"id_number": LI, "unit_name": "青澜市第一中学", "start_month": "2008-09", "end_month": "2012-07", "unit_nature": "23", "position": "语文教师"},
          {"id_number": WANG, "unit_name": "麓山小学，东校区", "start_month": "2010-09", "unit_nature": "23", "position": "“数学”教师\n兼班主任"}]


def text_of(rows, delimiter=",", end="\n"):
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL  # the module would leave a LF bare
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def in_order(rows):
    return sorted(rows, key=lambda r: json.dumps(r, sort_keys=True))


class Office:
    """A school with five teachers, the manager logged in; every case finds it as it was founded."""

    def __init__(self, program):
        self.problems = []
        self.wrong = []  # in the present case
        self.school = s = School(program)
        s.found()
        s.write("people.csv", text_of([ACCOUNT + ["staff_number"]] + [[n, "1", b, "1", i, k] for n, i, b, k in PEOPLE]))
        s.accounts("people.csv")
        s.run("login", "manager", "--password-file", s.path("manager.pw"), json_out=False)
        self.founded = s.folder + ".founded"
        shutil.copytree(s.folder, self.founded, symlinks=True)

    def again(self):
        shutil.rmtree(self.school.folder)
        shutil.copytree(self.founded, self.school.folder, symlinks=True)

    def close(self):
        shutil.rmtree(self.founded)
        shutil.rmtree(self.founded + ".office", ignore_errors=True)
        self.school.close()

    def path(self, name):
        return self.school.path(name)

    def run(self, *args, **how):
        return self.school.run(*args, **how)

    def same(self, what, got, want):
        if got != want:
            self.wrong.append("%s: %r\n        should be: %r" % (what, got, want))

    def holds(self, what, condition, seen=""):
        if not condition:
            self.wrong.append("not so: %s %s" % (what, seen))

    # Files.

    def bytes(self, name, data):
        with open(self.path(name), "wb") as f:
            f.write(data)
        return name

    def read(self, name):
        with open(self.path(name), "rb") as f:
            return f.read()

    def csv(self, name, rows, encoding="utf-8", **how):
        return self.bytes(name, text_of(rows, **how).encode(encoding))

    def jsonl(self, name, rows):
        return self.bytes(name, "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode())

    def book(self, name, sheets, change=None):
        """A workbook by openpyxl: {sheet: rows}; `change` gets it before it is saved."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        if change:
            change(book)
        book.save(self.path(name))
        return name

    # Commands.

    def take(self, file, *more, table="work_experience", want=0):
        return self.run("record", "import", table, "--from", file, *more, want=want)

    def counts(self, what, answer, **want):
        got = {k: answer[k] for k in ("read", "accepted", "updated", "unchanged", "rejected")}
        self.same("counts of " + what, {k: v for k, v in got.items() if v}, {k: v for k, v in want.items() if v})
        if answer["errors"] and not want.get("rejected"):
            self.same("errors of " + what, [(e["row"], e["column"], e["message"]) for e in answer["errors"]], [])

    def faults(self, answer):
        return [(e["row"], e["column"], e["field"], e["code"]) for e in answer["errors"]]

    def said(self, *args, want=3, lang="en"):
        """What stands on the terminal."""
        self.run(*args, "--lang", lang, json_out=False, want=want)
        return self.school.last.stdout + self.school.last.stderr

    def refusal(self, file, *more, table="work_experience", want=3):
        return self.run("record", "import", table, "--from", file, *more, want=want)["error"]

    def stored(self, table="work_experience"):
        self.run("record", "export", table, "--out", "stored.jsonl")
        # Digits as they stand there, members without value left out.
        rows = [json.loads(line, parse_float=str, object_hook=lambda r: {k: v for k, v in r.items() if v is not None})
                for line in self.read("stored.jsonl").decode().splitlines()]
        return in_order(rows)

    def stores(self, file, *more, table="work_experience", want=None):
        """The file is taken whole, and these values stand in the records then. Afterwards the school is as it was founded."""
        want = STORED if want is None else want
        rows = len(want)
        answer = self.take(file, *more, table=table, want={0, 3})
        if "error" in answer:
            return self.same("refusal of " + os.path.basename(file), answer["error"]["message"], None)
        self.counts(os.path.basename(file), answer, read=rows, accepted=rows)
        self.same("stored from " + os.path.basename(file), self.stored(table), in_order(want))
        self.again()


# Text files.

@case("a CSV file is read whatever separates its cells, ends its lines and encodes its text")
def every_csv(o):
    wanted = {"accepted": 2}
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"):
        for delimiter in ",;\t":
            for end in ("\n", "\r\n", "\r"):
                text = ("\ufeff" if "16" in encoding else "") + text_of([WORK] + ROWS, delimiter, end)
                name = "%s %r %r.csv" % (encoding, delimiter, end)
                o.bytes(name, text.encode(encoding))
                o.counts(name, o.take(name, want={0, 3}), read=2, **wanted)
                wanted = {"unchanged": 2}
    o.same("stored", o.stored(), STORED)


@case("an encoding may be named; one that doesn't fit is told, with the way out")
def named_encoding(o):
    o.stores(o.csv("a.csv", [WORK] + ROWS, "gb18030"), "--encoding", "gb18030")
    error = o.refusal(o.csv("a.csv", [WORK] + ROWS, "gb18030"), "--encoding", "utf-8")
    o.same("code", error["code"], "csv.encoding")
    o.holds("the hint names the encoding", "--encoding gb18030" in error["hint"], error)
    o.same("stored", o.stored(), [])


@case("UTF-16 without a mark is known by itself, 一 or not")
def bare_utf16(o):
    for encoding in ("utf-16-le", "utf-16-be"):
        for school in ("青澜市第二中学", "青澜市第一中学"):
            o.bytes("bare.csv", text_of([WORK] + [[LI, school, "2008-09", "", "23", "教师"]] * 3).encode(encoding))
            answer = o.take("bare.csv", want={0, 3})
            o.same("%s %s" % (encoding, school), answer.get("error", {}).get("message"), None)


@case("JSON Lines are read with numbers, lists, null and members in any order")
def json_lines(o):
    keys = ["id_number", "unit_name", "start_month", "end_month", "unit_nature", "position"]
    rows = [dict(zip(keys, ROWS[0])), dict(reversed(list(zip(keys, ROWS[1]))))]
    rows[0]["unit_nature"] = 23
    rows[1]["end_month"] = None
    o.stores(o.jsonl("a.jsonl", rows))
    o.stores(o.jsonl("zh.jsonl", [dict(zip(WORK, r)) for r in ROWS]))
    pay = {"id_number": LI, "year": 2015, "annual_income": 61234.5, "basic_salary": "3000", "performance_pay": 2000, "rural_teacher_subsidy": 0,
           "other_allowances": "1,200.50", "other_pay": 0, "insurance_fund": ["1", "2"]}
    want = dict(pay, year="2015", annual_income="61234.50", basic_salary="3000.00", performance_pay="2000.00",
                rural_teacher_subsidy="0.00", other_allowances="1200.50", other_pay="0.00")
    o.stores(o.jsonl("pay.jsonl", [pay]), table="basic_pay", want=[want])


# Workbooks.

def inline(reference, text):
    return '<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (reference, text)


def row_of(number, values):
    return '<row r="%d">%s</row>' % (number, "".join(v if v.startswith("<c") else inline("ABCDEF"[i] + str(number), v)
                                                     for i, v in enumerate(values) if v))


@case("a workbook by openpyxl is read: shared strings, number cells, date cells, a hidden first sheet")
def by_openpyxl(o):
    day = datetime.date
    rows = [[LI, "青澜市第一中学", day(2008, 9, 1), day(2012, 7, 31), 23, "语文教师"], [WANG, "麓山小学，东校区", "2010年9月", None, "其他教育单位", ROWS[1][5]]]

    def dress(book):
        book["代码"].sheet_state = "hidden"
        for cell in ("C2", "D2"):
            book["任职"][cell].number_format = 'yyyy"年"m"月"'
    o.stores(o.book("a.xlsx", {"代码": [WORK, [LI, "不该读到", "2001-01", "", "23", "x"]], "任职": [WORK] + rows}, dress))


@case("a workbook is read in both date systems")
def date_systems(o):
    for epoch in (CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904):
        def change(book):
            book.epoch = epoch
            for row, form in enumerate(("yyyy/m/d", '[$-804]yyyy"年"m"月"d"日";@', "m/d/yy", "yyyy-mm-dd hh:mm"), 2):
                book["报告"].cell(row, 3).number_format = form
        days = [datetime.datetime(2017, 2, 3)] * 3 + [datetime.datetime(2017, 2, 3, 8, 30)]
        o.stores(o.book("days.xlsx", {"报告": [REPORT] + [[LI, "报告%d" % n, d] for n, d in enumerate(days)]}, change), table="report",
                 want=[{"id_number": LI, "name": "报告%d" % n, "report_date": "2017-02-03"} for n in range(4)])


@case("a bare day number in a workbook of the 1904 system is never taken for a day four years before")
def bare_number_1904(o):
    def change(book):
        book.epoch = CALENDAR_MAC_1904
    o.take(o.book("mac.xlsx", {"报告": [REPORT, [LI, "报告", 41307]]}, change), table="report", want={0, 3})
    o.holds("the right day, or refused", {r["report_date"] for r in o.stored("report")} <= {"2017-02-03"}, o.stored("report"))


@case("inline strings, rich text, phonetic marks and formulas with their values are read as they look")
def by_hand(o):
    heading = row_of(1, WORK)
    rich = '<si><r><t>青澜市</t></r><r><rPr><b/></rPr><t>第一</t></r><rPh sb="0" eb="1"><t>qing</t></rPh><r><t xml:space="preserve">中学 </t></r></si>'
    first = row_of(2, [LI, '<c r="B2" t="s"><v>0</v></c>', '<c r="C2" t="str"><f>"2008"&amp;"-09"</f><v>2008-09</v></c>', '<c r="D2"><f>201200+7</f><v>201207</v></c>',
                       '<c r="E2"><f>20+3</f><v>23</v></c>', '<c r="F2" t="inlineStr"><is><r><t>语</t></r><r><rPr><i/></rPr><t>文教师</t></r></is></c>'])
    second = row_of(5, [WANG, "麓山小学，东校区", "2010.9", "", " 其他教育单位 ", "“数学”教师_x000A_兼班主任"])
    o.bytes("hand.xlsx", pack(parts(heading + first + '<row r="3"/><row r="4"><c r="A4" s="0"/></row>' + second, rich)))
    o.stores("hand.xlsx")


@case("a formula that has no value yet is told, not taken for an empty cell")
def formula_without_value(o):
    o.book("a.xlsx", {"任职": [WORK, [LI, "甲校", "2008-09", '="2012-"&"07"', "23", "教师"]]})
    answer = o.take("a.xlsx", want={0, 3})
    o.same("rejected", (answer["rejected"], [e["column"] for e in answer["errors"]]), (1, ["D"]))
    o.same("stored", o.stored(), [])


def soffice(o, name):
    """Lets LibreOffice open and save a workbook: office/NAME."""
    subprocess.run(["soffice", "-env:UserInstallation=file://" + o.founded + ".office", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                    "--outdir", o.path("office"), o.path(name)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@case("a workbook by LibreOffice is read, the one that was kept and one that it writes now")
def by_libreoffice(o):
    o.stores(os.path.join(FILES, "records.xlsx"))
    if not shutil.which("soffice"):
        return

    def hide(book):
        book["代码"].sheet_state = "hidden"
        book.active = 1
    source = o.book("again.xlsx", {"代码": [WORK, [LI, "不该读到", "2001-01", "", "23", "x"]],
                                   "任职": [WORK, [LI, '="青澜市"&"第一中学"', "2008-09", "2012-07", 23, "语文教师"], ROWS[1]]}, hide)
    soffice(o, source)
    o.stores("office/again.xlsx")


@case("a template filled in with a spreadsheet is taken, in both languages")
def by_template(o):
    for lang, nature in (("en", "other education unit"), ("zh", "其他教育单位")):
        o.run("schema", "template", "work_experience", "--out", lang + ".xlsx", "--lang", lang)
        book = openpyxl.load_workbook(o.path(lang + ".xlsx"))
        sheet = book.worksheets[0]
        o.holds("required headings are starred", [c.value.endswith("*") for c in sheet[1]] == [True, True, True, False, True, True], [c.value for c in sheet[1]])
        o.same("the number column is text", sheet.column_dimensions["A"].number_format, "@")
        for n, row in enumerate(ROWS, 2):
            for column, value in enumerate(row, 1):
                sheet.cell(n, column).value = value or None
        sheet["C2"].value, sheet["E2"].value = datetime.date(2008, 9, 1), nature
        book.save(o.path("filled.xlsx"))
        o.stores("filled.xlsx")


@case("what was exported comes in again and changes nothing, in every format and with labels")
def exported(o):
    o.take(o.csv("a.csv", [WORK] + ROWS))
    for name in ("out.xlsx", "out.csv", "out.jsonl"):
        for values in ("code", "label"):
            for lang in ("en", "zh"):
                o.run("record", "export", "work_experience", "--out", name, "--values", values, "--lang", lang)
                o.counts("%s, %s, %s" % (name, values, lang), o.take(name, want={0, 3}), read=2, unchanged=2)


@case("--sheet chooses a sheet, a hidden one too; a name that isn't there is answered with those that are")
def sheet_chosen(o):
    rows = {"说明": [["请看第二张表"]], "在职": [WORK, ROWS[0]], "离退休": [WORK, ROWS[1]], "旧表": [WORK] + ROWS}

    def hide(book):
        book["旧表"].sheet_state = "veryHidden"
    o.book("a.xlsx", rows, hide)
    o.stores("a.xlsx", "--sheet", "离退休", want=STORED[1:])
    o.book("a.xlsx", rows, hide)
    o.stores("a.xlsx", "--sheet", "旧表")
    o.book("a.xlsx", rows, hide)
    error = o.refusal("a.xlsx", "--sheet", "离退修")
    o.same("code", error["code"], "sheet.not-found")
    o.holds("names them", all(n in error["message"] for n in ("说明", "在职", "离退休")) and "离退休" in error["hint"], error)
    error = o.refusal("a.xlsx")
    o.holds("the first sheet is no table, and it is told which sheet that was", error["code"] == "heading.missing", error)
    o.holds("the place names the sheet", "说明" in o.said("record", "import", "work_experience", "--from", "a.xlsx"), o.school.last.stderr)
    o.same("CSV has no sheets", o.refusal(o.csv("a.csv", [WORK] + ROWS), "--sheet", "在职")["code"], "sheet.no-sheets")


@case("an old workbook, one under a password and a web page are refused with what to do")
def refused_kinds(o):
    for name, code, way_out in (("old.xls", "xlsx.old-xls", "save it as .xlsx"), ("password.xlsx", "xlsx.encrypted", "remove the password"),
                                ("page.xls", "xlsx.web-page", "save it as .xlsx"), ("old.ods", "sheet.wrong-kind", "save it as .xlsx"),
                                ("document.pdf", "sheet.wrong-kind", "save it as .xlsx")):
        for named in (name, "教师名单.xlsx", "教师名单.csv"):
            shutil.copy(os.path.join(FILES, name), o.path(named))
            error = o.refusal(named)
            o.same("%s as %s" % (name, named), (error["code"], error["exit"]), (code, 3))
            o.holds("the file is named", named in error["message"], error)
            o.holds("the hint says what to do", way_out in error["hint"], error)
    for name, how in (("EncryptedPackage", "xlsx.encrypted"), ("Workbook", "xlsx.old-xls"), ("Book", "xlsx.old-xls")):
        o.bytes("a.xlsx", container(name))
        o.same(name, o.refusal("a.xlsx")["code"], how)
    for page in ("<html xmlns:o='urn:schemas-microsoft-com:office:office'><table>", "\ufeff\r\n  <!DOCTYPE html>", "<meta charset=gb2312><table border=1>"):
        o.bytes("工资.xls", page.encode())
        o.same(page, o.refusal("工资.xls")["code"], "xlsx.web-page")
    o.same("stored", o.stored(), [])


# Headings.

@case("a heading is known by id, Chinese or English label, with stars, brackets, spaces, line ends and full-width forms")
def headings(o):
    variants = [
        ["id_number", "unit_name", "start_month", "end_month", "unit_nature", "position"],
        ["identity document number", "name of the employer", "start month", "end month", "nature of the employer", "post held"],
        ["*身份证件号", "任职单位名称*", "★任职开始年月", "任职结束年月☆", "※单位性质类别", "＊任职岗位 *"],
        ["身份证件号（18位）", "任职单位名称(必填)", "任职开始年月[yyyy-mm]", "任职结束年月【在职不填】", "单位性质类别（见代码表）*", "任职岗位〔必填〕"],
        ["身份证 件号", " 任职　单位名称", "任职开始\n年月", "任职结束年月\u00a0", "单位性质类别：", "任 职 岗 位"],
        ["ｉｄ＿ｎｕｍｂｅｒ", "ＵＮＩＴ＿ＮＡＭＥ", "Ｓｔａｒｔ　Ｍｏｎｔｈ", "ｅｎｄ＿ｍｏｎｔｈ", "ＮＡＴＵＲＥ of the employer", "Ｐｏｓｔ　ｈｅｌｄ"],
        ["ID_NUMBER", "Unit_Name", "START MONTH", "End Month", "Nature Of The Employer", "POSITION"],
        ["身份证号码", "unit_name*", "任职开始年月", "end month", "*单位性质类别*", "position"],
        ["身份证件号码", "任职单位名称", "任职开始年月", "任职结束年月", "单位性质类别", "任职岗位"],
    ]
    for n, heading in enumerate(variants):
        o.stores(o.csv("a.csv", [heading] + ROWS) if n % 2 else o.book("a.xlsx", {"表": [heading] + ROWS}))


@case("a label may have two remarks in brackets behind it")
def two_brackets(o):
    o.stores(o.csv("a.csv", [["身份证号", "任职单位名称", "任职开始年月（必填）(格式2008-09)", "任职结束年月", "单位性质类别", "任职岗位"]] + ROWS))


@case("brackets that belong to a label may be written, widened or left out")
def labels_with_brackets(o):
    values = [LI, "2015", "60000", "3000", "2000", "0", "0", "0", "0"]
    want = [{"id_number": LI, "year": "2015", "annual_income": "60000.00", "basic_salary": "3000.00", "performance_pay": "2000.00",
             "rural_teacher_subsidy": "0.00", "other_allowances": "0.00", "other_pay": "0.00", "insurance_fund": ["0"]}]
    for heading in (["身份证件号", "年度", "年工资收入(元)", "基本工资(元/月)", "绩效工资(元/月)", "乡村教师生活补助(元/月)", "其他津贴补贴(元/月)", "其他(元/月)", "五险一金"],
                    ["身份证件号", "年度*", "年工资收入（元）*", "基本工资（元／月）", "绩效工资（元/月）*", "乡村教师生活补助", "其他津贴补贴（元）", "其他", "五险一金（可多选）"]):
        o.stores(o.csv("a.csv", [heading, values]), table="basic_pay", want=want)


@case("a row is found by identity number, teacher number or staff number")
def whose(o):
    numbers = {r["name"]: r["login"] for r in o.run("accounts", "list")["items"]}
    for title, li, wang in (("教职工号", "A01", "Ａ０２"), ("staff_number", "A01", " A02 "), ("个人标识码", numbers["李一"], numbers["王二"]),
                            ("teacher identifier", numbers["李一"], numbers["王二"].lower())):
        o.stores(o.csv("a.csv", [[title] + WORK[1:], [li] + ROWS[0][1:], [wang] + ROWS[1][1:]]))
    # Of several such columns the identity number counts.
    o.stores(o.csv("a.csv", [["教职工号"] + WORK, ["A05"] + ROWS[0], ["A05"] + ROWS[1]]))


@case("titles, merged titles, notes and empty rows around the table are passed over; running numbers too")
def around_the_table(o):
    above = [["青澜市第一中学教师任职经历登记表"], [], ["填报单位：青澜市第一中学", None, None, None, None, "填表时间：2017年2月"], ["说明：带*的必填；任职单位名称写全称"]]
    below = [[], ["填表人：某某　审核人：某某"], ["注：本表一式两份"]]
    rows = above + [["序号"] + WORK, [1] + ROWS[0], [], [None] * 7, [2] + ROWS[1], [3]]

    def dress(book):
        sheet = book["登记表"]
        sheet.merge_cells("A1:G1")
        sheet.merge_cells("A4:G4")
        sheet["A1"].font = Font(size=18, bold=True)
    o.stores(o.book("a.xlsx", {"登记表": rows + below}, dress))
    o.stores(o.csv("a.csv", rows + below))
    bad = above + [["序号"] + WORK, [1] + ROWS[0], [], [2, WANG, "", "2010-09", "", "23", "教师"]] + below
    for file in (o.csv("bad.csv", bad), o.book("bad.xlsx", {"登记表": bad})):
        o.same("the row is that of the file", o.faults(o.take(file, want=3)), [(8, "C", "unit_name", "value.required")])


@case("a line of signatures below the table is passed over")
def signatures(o):
    o.stores(o.book("a.xlsx", {"登记表": [WORK] + ROWS + [[], ["填表人：某某", None, None, "审核人：某某", None, "填表时间：2017年2月"]]}))


@case("a heading that is nearly right is refused with the nearest label, all such columns at once")
def near_headings(o):
    error = o.refusal(o.csv("a.csv", [["身份证件号", "任职单位名陈", "任职开始年月", "任职结束年月", "单位性质类型", "备注"]] + ROWS))
    o.same("code", error["code"], "heading.unknown")
    o.same("columns", [d["message"].split(":")[0] for d in error["details"]], ["column B", "column E", "column F"])
    for detail, near in zip(error["details"], ("任职单位名称", "单位性质类别")):
        o.holds("the nearest is named", near in detail["hint"], detail)
    o.same("twice", o.refusal(o.csv("a.csv", [WORK + ["post held"]] + ROWS))["code"], "heading.twice")
    o.same("nobody's", o.refusal(o.csv("a.csv", [WORK[1:]] + [r[1:] for r in ROWS]))["code"], "heading.no-teacher")
    o.same("a value beyond the heading", o.faults(o.take(o.csv("a.csv", [WORK, ROWS[0] + ["多出的"]]), want=3)), [(2, "G", "", "heading.beyond")])


# Cells.

@case("a code field takes the code or its label, and names the nearest label when it is mistyped")
def codes(o):
    forms = ["23", 23, "２３", " 23 ", "其他教育单位", "　其他教育单位", "other education unit", "Other Education Unit"]
    file = o.book("a.xlsx", {"表": [WORK] + [[LI, "单位%d" % n, "2008-09", None, form, "教师"] for n, form in enumerate(forms)]})
    o.counts("codes", o.take(file, want={0, 3}), read=len(forms), accepted=len(forms))
    o.same("stored", {r["unit_nature"] for r in o.stored()}, {"23"})
    answer = o.take(o.csv("b.csv", [WORK] + [[LI, "甲", "2008-0%d" % n, "", form, "教师"] for n, form in enumerate(("其它教育单位", "other educaton unit", "博物馆", "123"), 1)]), want=3)
    o.same("faults", [(r, c, f, k) for r, c, f, k in o.faults(answer)], [(2, "E", "unit_nature", "value.code-near"), (3, "E", "unit_nature", "value.code-near"),
                                                                         (4, "E", "unit_nature", "value.code"), (5, "E", "unit_nature", "value.code")])
    o.holds("the nearest label is named", "其他教育单位" in answer["errors"][0]["hint"], answer["errors"][0])
    for e in answer["errors"]:
        o.holds("message names value and label", e["value"] in e["message"] and "nature of the employer" in e["message"], e)


@case("a day is read in every form that offices write")
def days(o):
    forms = ["2017-02-03", "2017-2-3", "2017/2/3", "2017/02/03", "2017.2.3", "2017.02.03", "2017年2月3日", "2017年02月03日", "2017 年 2 月 3 日", "2017年2月3号",
             "20170203", "42769", "２０１７年２月３日", "２０１７－０２－０３", "２０１７／２／３", " 2017-02-03　", "2017-02-03 00:00:00", "2017/2/3 0:00", "2017-02-03T00:00:00",
             "2017．2．3", "2017－2－3"]
    rows = [[LI, "报告%02d" % n, form] for n, form in enumerate(forms)]
    numbers = rows + [[LI, "报告%02d" % n, form] for n, form in enumerate((20170203, 42769), len(rows))]
    for file, sent in ((o.csv("days.csv", [REPORT] + rows), rows), (o.book("days.xlsx", {"表": [REPORT] + numbers}), numbers)):
        answer = o.take(file, "--partial", table="report", want={0, 3})
        o.same(file, [sent[e["row"] - 2][2] for e in answer["errors"]], [])
    o.same("stored", ({r["report_date"] for r in o.stored("report")}, len(o.stored("report"))), ({"2017-02-03"}, len(numbers)))


@case("a day that nobody can be sure of is refused")
def no_days(o):
    forms = ["2017-02-30", "2017-13-01", "17-2-3", "2/3/2017", "2017-02", "2017年2月", "2017", "201702", "去年", "2017-02-03 08:30", "2017-02-03至2017-02-05", "1017-02-03", "7", "2017-2/3"]
    for file in (o.csv("a.csv", [REPORT] + [[LI, "报告%02d" % n, f] for n, f in enumerate(forms)]),
                 o.book("a.xlsx", {"表": [REPORT] + [[LI, "报告%02d" % n, f] for n, f in enumerate(forms)]})):
        faults = o.faults(o.take(file, table="report", want=3))
        o.same("refused in " + file, [forms[row - 2] for row, *_ in faults], forms)
        o.same("codes in " + file, {f[1:3] for f in faults}, {("C", "report_date")})


@case("a month is read in every form that offices write")
def months(o):
    forms = ["2017-02", "2017-2", "2017/2", "2017/02", "2017.2", "2017.02", "201702", "2017年2月", "2017年02月", "2017年2月份", "2017 年 2 月", "２０１７年２月", "２０１７．０２", " 2017-02\u00a0"]
    o.csv("a.csv", [WORK] + [[LI, "单位%02d" % n, form, "", "23", "教师"] for n, form in enumerate(forms)])
    answer = o.take("a.csv", want={0, 3})
    o.same("text", [forms[e["row"] - 2] for e in answer["errors"]], [])
    cells = [201702, 2017.02, 42769, datetime.date(2017, 2, 1), datetime.date(2017, 2, 28), datetime.datetime(2017, 2, 3, 8, 30), "2017年2月"]

    def dress(book):
        for row, form in ((5, "mmm-yy"), (6, 'yyyy"年"m"月"'), (7, "yyyy/m")):
            book["表"].cell(row, 3).number_format = form
    o.book("a.xlsx", {"表": [WORK] + [[LI, "表格%02d" % n, cell, None, "23", "教师"] for n, cell in enumerate(cells)]}, dress)
    answer = o.take("a.xlsx", want={0, 3})
    o.same("cells", [str(cells[e["row"] - 2]) for e in answer["errors"]], [])
    o.same("stored", {r["start_month"] for r in o.stored()}, {"2017-02"})
    o.again()
    refused = ["2017", "2017-13", "2017-00", "2017-02-03", "17-02", "02/2017", "2017年", "至今", 2017]
    o.book("b.xlsx", {"表": [WORK] + [[LI, "单位%02d" % n, form, None, "23", "教师"] for n, form in enumerate(refused)]})
    faults = o.faults(o.take("b.xlsx", want=3))
    o.same("refused", [refused[row - 2] for row, *_ in faults], refused)


@case("2017.10 typed into a number cell has become 2017.1: it is refused, not taken for January")
def october(o):
    o.take(o.book("a.xlsx", {"表": [WORK, [LI, "甲校", 2017.10, None, "23", "教师"]]}), want={0, 3})
    o.same("stored", [r["start_month"] for r in o.stored()], [])
    o.again()
    o.take(o.csv("a.csv", [WORK, [LI, "甲校", "2017.10", "", "23", "教师"]]))
    o.same("in a text file nothing is lost", [r["start_month"] for r in o.stored()], ["2017-10"])


@case("text is trimmed and composed; numbers of telephones and the like become half-width")
def text(o):
    o.csv("a.csv", [WORK, [LI, "　Cafe\u0301 学校 \u00a0", "2008-09", "", "23", "\t教师 "]])
    o.take("a.csv")
    o.same("stored", [(r["unit_name"], r["position"]) for r in o.stored()], [("Café 学校", "教师")])
    o.counts("composed already", o.take(o.csv("a.csv", [WORK, [LI, "Café 学校", "2008-09", "", "23", "教师"]])), read=1, unchanged=1)
    contact = [["身份证件号", "手机", "联系电话", "Email"], [WANG, "１３８００１３８０００", "（０７３１）８８８８６６６６", " ｌａｏｓｈｉ＠ｅｘａｍｐｌｅ．ｃｎ "], [ZHAO, 13800138001, "0731-88886666", None]]
    o.counts("contact", o.take(o.book("c.xlsx", {"表": contact}), table="contact", want={0, 3}), read=2, accepted=2)
    o.same("contact", [(r["mobile"], r["telephone"], r.get("email")) for r in o.stored("contact")],
           [("13800138000", "(0731)88886666", "laoshi@example.cn"), ("13800138001", "0731-88886666", None)])


@case("characters that nobody sees neither spoil an identity number nor make a second name")
def unseen(o):
    o.csv("a.csv", [WORK, ["\u202d" + LI + "\u202c", "甲\u200b校", "2008-09", "", "23", "教师"], [WANG + "\u200b", "乙校", "2008-09", "", "23", "教师\ufeff"]])
    answer = o.take("a.csv", want={0, 3})
    o.counts("unseen", answer, read=2, accepted=2)
    o.same("stored", [(r["unit_name"], r["position"]) for r in o.stored()], [("甲校", "教师"), ("乙校", "教师")])


# Identity numbers.

@case("an identity number is taken with spaces, a quote before it, full-width digits and a small x")
def identity_forms(o):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in SUN)
    for form in (SUN, SUN.lower(), wide, wide.lower(), "'" + SUN, " %s " % SUN, "%s %s %s" % (SUN[:6], SUN[6:14], SUN[14:])):
        o.stores(o.book("a.xlsx", {"表": [WORK, [form] + ROWS[0][1:]]}), want=[dict(STORED[0], id_number=SUN)])


@case("a wrong check digit, an old number, a spoilt one and nobody's are told apart, each with what to do")
def identity_faults(o):
    old = LI[:6] + LI[8:17]
    numbers = [WRONG, old, "4.30102E+17", NOBODY, "43010219800101001", "4301021980010100111", ""]
    want = ["value.identity-checksum", "value.identity-15", "value.identity-spoilt", "teacher.unknown", "teacher.unknown", "teacher.unknown", "value.required"]
    answer = o.take(o.csv("a.csv", [WORK] + [[n] + ROWS[0][1:] for n in numbers]), want=3)
    o.same("faults", o.faults(answer), [(n, "A", "id_number", code) for n, code in enumerate(want, 2)])
    errors = answer["errors"]
    o.holds("the form of 18 is named", LI in errors[1]["hint"], errors[1])
    o.holds("why digits are lost", "spreadsheet" in errors[2]["message"] and "last digits are lost" in errors[2]["message"], errors[2])
    o.holds("how to keep them", "text" in errors[2]["hint"] and "15 digits" in errors[2]["hint"], errors[2])
    o.holds("how to make an account", "accounts create" in errors[3]["hint"], errors[3])
    for e in errors[:4]:
        o.holds("numbers are masked", WRONG not in str(e) and NOBODY not in str(e) and old not in str(e), e)
    answer = o.take(o.book("a.xlsx", {"表": [WORK] + [[n] + ROWS[0][1:] for n in (float(LI), int(old), 4.30102e17)]}), want=3)
    o.same("number cells", o.faults(answer), [(2, "A", "id_number", want[2]), (3, "A", "id_number", want[1]), (4, "A", "id_number", want[2])])
    o.holds("as the cell shows it", all("4.30102E+17" in answer["errors"][n]["message"] for n in (0, 2)), answer["errors"])
    said = o.said("record", "import", "work_experience", "--from", "a.xlsx", lang="zh")
    o.holds("in Chinese, too", "a.xlsx，工作表“表”，第 2 行，A 列" in said and "前 15 位" in said and "文本" in said and LI in said, said)


@case("permits of Hong Kong, Macao and Taiwan and passports are taken with their document type")
def other_documents(o):
    papers = [("陈港", "6", "H1234567890"), ("何澳", "香港特区护照/身份证明", "A123456（3）"), ("林台", "澳门特区护照/身份证明", "M1234567801"), ("黄台", "台湾居民来往大陆通行证", "01234567"),
              ("Anna Schmidt", "护照", "c01x00t47"), ("John", "A", "E12345678"), ("Olga", "9", "RUS310180010203")]
    file = o.book("people.xlsx", {"名单": [ACCOUNT] + [[n, "2", "1980-05-06", kind, number] for n, kind, number in papers]})
    answer = o.run("accounts", "create", "--from", file, "--passwords", "p.csv", user="admin", want={0, 3})
    o.counts("accounts", answer, read=len(papers), accepted=len(papers))
    kept = ["H1234567890", "A123456(3)", "M1234567801", "01234567", "C01X00T47", "E12345678", "RUS310180010203"]
    o.counts("their rows", o.take(o.csv("a.csv", [WORK] + [[n] + ROWS[0][1:] for n in kept]), want={0, 3}), read=len(kept), accepted=len(kept))
    o.same("numbers", {r["id_number"] for r in o.stored()}, set(kept))
    wrong = [("甲", "1", "H1234567890"), ("乙", "1", WRONG), ("丙", "1", LI[:6] + LI[8:17]), ("丁", "居民身份证", "E12345678"), ("戊", "1", SUN.lower())]
    answer = o.run("accounts", "create", "--from", o.csv("b.csv", [ACCOUNT] + [[n, "1", "1980-01-01", k, i] for n, k, i in wrong]), "--passwords", "q.csv", user="admin", want=3)
    o.same("of type 1", [(r, c) for r, c, f, k in o.faults(answer) if f == "identity_document_number"], [(2, "E"), (3, "E"), (4, "E"), (5, "E")])
    o.holds("a passport under type 1 is sent to the document type", "type" in next(e for e in answer["errors"] if e["row"] == 5)["hint"], answer["errors"])


# All faults at once.

BAD = [WORK,
       [WRONG, "甲校", "2008-13", "", "教育单位", "教师"],
       ROWS[1],
       ["", "", "2009-09", "2008-07", "23", ""],
       [ZHAO, "甲" * 61, "去年", "", "", "=1+1"]]
FAULTS = {(2, "A", "id_number", "value.identity-checksum"), (2, "C", "start_month", "value.no-such-day"), (2, "E", "unit_nature", "value.code-near"),
          (4, "A", "id_number", "value.required"), (4, "B", "unit_name", "value.required"), (4, "D", "end_month", "rule.not-before"),
          (4, "F", "position", "value.required"), (5, "B", "unit_name", "value.too-long"), (5, "C", "start_month", "value.month"),
          (5, "E", "unit_nature", "value.required")}


def typed(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"  # a text that begins with =


@case("every fault of a file is told at once, with sheet, row, column and label, in both languages")
def all_faults(o):
    files = [o.csv("bad.csv", BAD), o.csv("gb.csv", BAD, "gb18030", delimiter=";", end="\r\n"), o.book("bad.xlsx", {"任职": BAD}, typed),
             o.jsonl("bad.jsonl", [dict(zip(WORK, r)) for r in BAD[1:]])]
    for file in files:
        answer = o.take(file, want=3)
        o.same("counts", (answer["read"], answer["rejected"], answer["event"]), (4, 3, None))
        shift = 1 if file.endswith("jsonl") else 0
        o.same("faults of " + file, {(row + shift, *rest) for row, *rest in o.faults(answer)}, FAULTS)
        o.same("told once each", len(answer["errors"]), len(FAULTS))
        order = [e["row"] for e in answer["errors"]]
        o.same("row by row", order, sorted(order))
        for e in answer["errors"]:
            o.holds("message and hint", e["message"] and e["hint"], e)
    o.same("stored", o.stored(), [])
    said = o.said("record", "import", "work_experience", "--from", "bad.xlsx")
    for line in ("bad.xlsx, sheet 任职, row 2, column C: “2008-13” in “start month”", "bad.xlsx, sheet 任职, row 4, column B: “name of the employer” is empty",
                 "bad.xlsx, sheet 任职, row 4, column D: “end month” (2008-07) must not lie before “start month”", "“教育单位” is no choice of “nature of the employer”",
                 "“name of the employer” has 61 characters; 60 are allowed", "did you mean “其他教育单位”?"):
        o.holds("said", line in said, line)
    said = o.said("record", "import", "work_experience", "--from", "bad.csv", lang="zh")
    for line in ("bad.csv，第 2 行，C 列：“任职开始年月”的“2008-13”", "第 4 行，B 列：“任职单位名称”未填", "您是不是要填“其他教育单位”？"):
        o.holds("said", line in said, line)


@case("the faults of a row are told from left to right")
def left_to_right(o):
    faults = o.faults(o.take(o.csv("bad.csv", BAD), want=3))
    o.same("order", [f[:2] for f in faults], sorted(f[:2] for f in faults))


@case("what is sensitive is masked wherever a fault is told")
def masked(o):
    secrets = ["1380013800", "zhang.example.cn", "0731-8888-abc", NOBODY, WRONG]
    rows = [["身份证件号", "手机", "Email", "联系电话"], [LI, *secrets[:3]], [NOBODY, "", "", "1"], [WRONG, "", "", "1"]]
    answer = o.take(o.book("c.xlsx", {"联系": rows}), "--rejects", "r.xlsx", "--fix-copy", "f.xlsx", table="contact", want=3)
    o.same("faults", sorted(o.faults(answer)), [(2, "B", "mobile", "value.pattern"), (2, "C", "email", "value.pattern"), (2, "D", "telephone", "value.pattern"),
                                                (3, "A", "id_number", "teacher.unknown"), (4, "A", "id_number", "value.identity-checksum")])
    o.same("values", [e["value"] for e in answer["errors"]], ["***"] * 3 + [n[:6] + "********" + n[-4:] for n in (NOBODY, WRONG)])
    reasons = [r[-1].value for r in openpyxl.load_workbook(o.path("r.xlsx")).active] + [r[2].value for r in openpyxl.load_workbook(o.path("f.xlsx")).worksheets[-1]]
    told = json.dumps(answer, ensure_ascii=False) + o.said("record", "import", "contact", "--from", "c.xlsx") + "".join(map(str, reasons))
    o.same("told", [s for s in secrets if s in told], [])
    pay = [["身份证件号", "年度", "年工资收入(元)"], [LI, 2015, "61234元五角"], [LI, 2014, 61234.567]]
    answer = o.take(o.csv("p.csv", pay), table="basic_pay", want=3)
    o.holds("pay", "61234" not in str(answer), answer["errors"])


@case("a hint is for people: no regular expression stands in it")
def plain_hints(o):
    answer = o.take(o.csv("c.csv", [["身份证件号", "手机", "Email", "联系电话"], [LI, "1380013800", "zhang.example.cn", "0731-abc"]]), table="contact", want=3)
    for e in answer["errors"]:
        o.holds("plain", not set("^\\$") & set(e["hint"]), e["hint"])


# What the clerk gets back.

def corrected(rows):
    """The rejects with what was wrong in BAD put right, by column."""
    for row in rows:
        if row[5] == "教师":
            row[:5] = [LI, "甲校", "2008-12", "", "其他教育单位"]
        elif row[2] == "2009-09":
            row[:6] = [QIAN, "乙校", "2009-09", "2010-07", "23", "教师"]
        elif "=1+1" in str(row[5]):
            row[:5] = [ZHAO, "丙校", "2011-09", "", "23"]
    return rows


MENDED = [("丙校", "=1+1"), ("乙校", "教师"), ("甲校", "教师"), ("麓山小学，东校区", "“数学”教师\n兼班主任")]


def mended(o, name):
    answer = o.take(name, want={0, 3})
    if answer["read"] == 4:
        o.counts("corrected " + name, answer, read=4, accepted=3, unchanged=1)
    else:
        o.counts("corrected " + name, answer, read=3, accepted=3)
    o.same("stored after " + name, sorted((r["unit_name"], r["position"]) for r in o.stored()), MENDED)


@case("the rejects of a text file have its form and columns and a reason; once corrected they are taken as they are")
def text_rejects(o):
    above = [["青澜市第一中学"] + [""] * 5, [""] * 6]
    for encoding, delimiter, end in (("utf-8", ",", "\n"), ("utf-8-sig", ";", "\r\n"), ("gb18030", ",", "\r\n"), ("gb18030", "\t", "\n"), ("utf-16-le", "\t", "\r\n"), ("utf-16-be", ",", "\r")):
        mark = "\ufeff" if "16" in encoding else ""
        o.bytes("bad.csv", (mark + text_of(above + BAD, delimiter, end)).encode(encoding))
        answer = o.take("bad.csv", "--partial", "--rejects", "rejects.csv", want=3)
        o.same("counts", [answer[k] for k in ("read", "accepted", "rejected")], [4, 1, 3])
        data = o.read("rejects.csv")
        o.same("mode", os.stat(o.path("rejects.csv")).st_mode & 0o777, 0o600)
        o.same("byte order mark", data.startswith(b"\xef\xbb\xbf"), encoding == "utf-8-sig")
        text = data.decode(encoding)
        o.same("mark of UTF-16", text.startswith("\ufeff"), "16" in encoding)
        o.same("line ends of %s" % encoding, set(re.findall("\r\n|\n|\r", text)), {end})
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter))
        rows = [r for r in rows if r and any(r)]
        o.same("title is kept", rows[0][0], above[0][0])
        o.same("columns", rows[1], WORK + [REASON])
        o.same("rows", [[c.removeprefix("'") for c in r[:6]] for r in rows[2:]], [BAD[1], BAD[3], BAD[4]])
        o.holds("each fault is in the reason", "check digit" in rows[2][6] and "“2008-13”" in rows[2][6] and "“教育单位”" in rows[2][6], rows[2][6])
        again = o.take("rejects.csv", "--rejects", "twice.csv", want=3)
        o.same("uncorrected, the same faults", sorted((c, k) for _, c, _, k in o.faults(again)), sorted((c, k) for _, c, _, k in FAULTS))
        o.same("one column of reasons", o.read("twice.csv").decode(encoding).count(REASON), 1)
        o.bytes("mended.csv", (mark + text_of(rows[:2] + corrected(rows[2:]), delimiter, end)).encode(encoding))
        mended(o, "mended.csv")
        o.again()


@case("the rejects of a workbook have its sheet and columns, a reason, bad cells in colour, and digits stay text")
def workbook_rejects(o):
    rows = [["任职经历登记表"], []] + BAD + [[float(WANG), "丁校", datetime.date(2008, 9, 1), None, 23, "教师"]]
    o.book("bad.xlsx", {"任职": rows}, typed)
    answer = o.take("bad.xlsx", "--partial", "--rejects", "rejects.xlsx", want=3)
    o.same("counts", [answer[k] for k in ("read", "accepted", "rejected")], [5, 1, 4])
    book = openpyxl.load_workbook(o.path("rejects.xlsx"))
    sheet = book.active
    o.same("sheet", book.sheetnames, ["任职"])
    o.same("title", sheet["A1"].value, "任职经历登记表")
    head = next(r for r in sheet if r[0].value == "身份证件号")
    o.same("columns", [c.value for c in head], WORK + [REASON])
    body = list(sheet.iter_rows(min_row=head[0].row + 1))
    red = {(n, c.column_letter) for n, r in enumerate(body) for c in r if c.fill.fill_type and c.fill.fgColor.rgb == RED}
    place = {2: 0, 4: 1, 5: 2}
    o.same("red", red, {(place[row], column) for row, column, _, _ in FAULTS} | {(3, "A")})
    o.same("values", [[c.value or "" for c in r[:6]] for r in body[:3]], [BAD[1], BAD[3], BAD[4]])
    o.same("number cells are text now, so that digits typed again stay", [c.number_format for c in (body[0][0], body[1][0], body[3][0])], ["@"] * 3)
    o.same("date cell", body[3][2].value, "2008-09-01")
    o.counts("uncorrected", o.take("rejects.xlsx", want=3), read=4, rejected=4)
    values = corrected([[c.value or "" for c in r] for r in body[:3]])
    for cells, new in zip(body, values):
        for cell, value in zip(cells, new):
            cell.value = value or None
    for cell in body[3]:
        cell.value = None
    typed(book)
    book.save(o.path("mended.xlsx"))
    mended(o, "mended.xlsx")


@case("the rejects of JSON Lines are JSON Lines with a reason")
def jsonl_rejects(o):
    o.jsonl("bad.jsonl", [dict(zip(WORK, r)) for r in BAD[1:]])
    o.take("bad.jsonl", "--partial", "--rejects", "rejects.jsonl", want=3)
    rows = [json.loads(line) for line in o.read("rejects.jsonl").decode().splitlines()]
    o.same("members", set(rows[0]), {*WORK, REASON} - {"任职结束年月"})
    o.same("rows", [{k: v for k, v in r.items() if k != REASON} for r in rows], [{k: v for k, v in zip(WORK, BAD[n]) if v} for n in (1, 3, 4)])
    values = corrected([[r.get(k, "") for k in WORK] + [r[REASON]] for r in rows])
    o.jsonl("mended.jsonl", [dict(zip(WORK + [REASON], r)) for r in values])
    mended(o, "mended.jsonl")


def office_book(o, name):
    """The workbook of a clerk who knows her spreadsheet."""
    thin = Side("thin", color="FF808080")

    def dress(book):
        typed(book)
        sheet, other, hidden = book["任职"], book["统计"], book["代码"]
        hidden.sheet_state = "hidden"
        sheet.merge_cells("A1:F1")
        sheet["A1"].font = Font("SimHei", size=18, bold=True, color="FF003366")
        sheet["A1"].alignment = Alignment("center", "center", wrap_text=True)
        for row in sheet.iter_rows(min_row=2, max_col=6):
            for cell in row:
                cell.border = Border(thin, thin, thin, thin)
        for cell in sheet[2]:
            cell.fill, cell.font = PatternFill("solid", fgColor="FFCCE5FF"), Font(bold=True)
        sheet["B3"].fill, sheet["B3"].font = PatternFill("solid", fgColor="FFFFFF00"), Font(italic=True, strike=True)
        sheet["A3"].number_format, sheet["A3"].protection = "@", Protection(locked=False)
        sheet["C4"].number_format = 'yyyy"年"m"月"'
        sheet["F4"].comment = Comment("兼班主任", "校办")
        sheet["B4"].hyperlink = "https://example.cn/"
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width, sheet.column_dimensions["D"].hidden = 24.5, 40, True
        sheet.row_dimensions[1].height = 36
        sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows = "B3", "A2:F6", "1:2"
        choices = DataValidation("list", "代码!$A$1:$A$3")
        choices.add("E3:E99")
        sheet.add_data_validation(choices)
        sheet.conditional_formatting.add("C3:C99", CellIsRule("equal", ['"2008-13"'], fill=PatternFill(bgColor="FFFFC7CE")))
        other["B1"] = "=SUM(A1:A3)"
        chart = openpyxl.chart.BarChart()
        chart.add_data(openpyxl.chart.Reference(other, min_col=1, min_row=1, max_row=3))
        other.add_chart(chart, "D2")
    rows = [["青澜市第一中学任职经历登记表"]] + [list(r) for r in BAD]
    rows[3][2] = datetime.date(2010, 9, 1)
    return o.book(name, {"代码": [["机关"], ["其他教育单位"], ["企业"]], "任职": rows, "统计": [[1], [2], [3]]}, dress)


def looks(cell):
    return {"value": cell.value, "type": cell.data_type, "format": cell.number_format, "comment": cell.comment and cell.comment.text,
            "link": cell.hyperlink and cell.hyperlink.target, **{k: repr(getattr(cell, k)) for k in ("font", "border", "alignment", "protection", "fill")}}


def sheet_looks(sheet):
    return {"state": sheet.sheet_state, "widths": {k: (d.width, d.hidden) for k, d in sheet.column_dimensions.items()},
            "heights": {k: d.height for k, d in sheet.row_dimensions.items() if d.height}, "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "frozen": sheet.freeze_panes, "filter": sheet.auto_filter.ref, "titles": sheet.print_title_rows, "charts": len(sheet._charts),
            "choices": [(str(v.sqref), v.formula1) for v in sheet.data_validations.dataValidation],
            "conditions": [(str(c.sqref), [r.formula for r in c.rules]) for c in sheet.conditional_formatting]}


def differences(before, after, marked, sheet):
    """What differs beside the red of the marked cells."""
    out = []
    for title in before.sheetnames:
        was, now = before[title], after[title]
        out += [(title, k) for k, v in sheet_looks(was).items() if sheet_looks(now)[k] != v]
        for row in was.iter_rows():
            for cell in row:
                old, new = looks(cell), looks(now[cell.coordinate])
                if title == sheet and cell.coordinate in marked:
                    old.pop("fill"), new.pop("fill")
                out += [(title, cell.coordinate, k) for k in old if old[k] != new[k]]
    return out


def reds(sheet):
    return {c.coordinate for row in sheet.iter_rows() for c in row if c.fill.fill_type == "solid" and c.fill.fgColor.rgb == RED}


MARKED = {c + str(r + 1) for r, c, _, _ in FAULTS}


@case("--fix-copy gives the clerk's own workbook back: bad cells red, reasons on a last sheet, nothing else changed")
def fix_copy(o):
    source = office_book(o, "a.xlsx")
    before = o.read(source)
    answer = o.take(source, "--sheet", "任职", "--fix-copy", "fix.xlsx", want=3)
    o.same("faults", {c + str(r) for r, c, _, _ in o.faults(answer)}, MARKED)
    o.same("the clerk's own file", o.read(source), before)
    was, now = openpyxl.load_workbook(o.path(source)), openpyxl.load_workbook(o.path("fix.xlsx"))
    o.same("sheets", now.sheetnames, was.sheetnames + ["Reasons"])
    o.same("red", reds(now["任职"]), MARKED)
    o.same("changed beside", differences(was, now, MARKED, "任职"), [])
    reasons = [[c.value for c in row] for row in now["Reasons"]]
    o.same("headings", reasons[0], ["sheet", "cell", REASON])
    o.same("places", {(r[0], r[1]) for r in reasons[1:]}, {("任职", c) for c in MARKED})
    o.same("reasons", [r[2] for r in reasons[1:]], ["%s — %s" % (e["message"], e["hint"]) for e in answer["errors"]])
    with zipfile.ZipFile(o.path(source)) as old, zipfile.ZipFile(o.path("fix.xlsx")) as new:
        changed = {n for n in old.namelist() if n not in new.namelist() or old.read(n) != new.read(n)}
    o.same("parts that changed", changed, {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet2.xml"})
    o.same("mode", os.stat(o.path("fix.xlsx")).st_mode & 0o777, 0o600)


@case("a marked copy that is marked again shows only what is still wrong, and the right one is taken as it is")
def fix_copy_again(o):
    office_book(o, "a.xlsx")
    o.take("a.xlsx", "--fix-copy", "fix.xlsx", "--partial", want=3)
    book = openpyxl.load_workbook(o.path("fix.xlsx"))
    sheet = book["任职"]
    for cell, value in (("A3", LI), ("C3", "2008-12"), ("A5", QIAN)):
        sheet[cell].value = value
    book.save(o.path("half.xlsx"))
    without_reasons = openpyxl.load_workbook(o.path("half.xlsx"))
    del without_reasons["Reasons"]
    left = MARKED - {"A3", "C3", "A5"}
    answer = o.take("half.xlsx", "--fix-copy", "again.xlsx", want=3)
    o.same("faults", {c + str(r) for r, c, _, _ in o.faults(answer)}, left)
    now = openpyxl.load_workbook(o.path("again.xlsx"))
    o.same("red", reds(now["任职"]), left)
    o.same("one sheet of reasons", now.sheetnames, ["代码", "任职", "统计", "Reasons"])
    o.same("reasons", {r[1].value for r in list(now["Reasons"])[1:]}, left)
    o.same("changed beside", differences(without_reasons, now, MARKED, "任职"), [])
    for cell, value in (("E3", "其他教育单位"), ("B5", "乙校"), ("D5", "2010-07"), ("F5", "教师"), ("B6", "丙校"), ("C6", "2011-09"), ("E6", 23)):
        sheet[cell].value = value
    typed(book)
    book.save(o.path("right.xlsx"))
    answer = o.take("right.xlsx", "--fix-copy", "last.xlsx", want={0, 3})
    o.counts("corrected", answer, read=4, accepted=3, unchanged=1)
    o.same("stored", sorted((r["unit_name"], r["position"]) for r in o.stored()), MENDED)
    if os.path.exists(o.path("last.xlsx")):
        last = openpyxl.load_workbook(o.path("last.xlsx"))
        o.same("nothing red", reds(last["任职"]), set())
        o.same("no reasons", [r for r in list(last[last.sheetnames[-1]])[1:] if last.sheetnames[-1] == "Reasons"], [])


@case("a copy marked in one language and again in the other has one sheet of reasons")
def fix_copy_in_two_languages(o):
    office_book(o, "a.xlsx")
    o.take("a.xlsx", "--fix-copy", "en.xlsx", want=3)
    o.take("en.xlsx", "--fix-copy", "zh.xlsx", "--lang", "zh", want=3)
    o.same("sheets", openpyxl.load_workbook(o.path("zh.xlsx")).sheetnames, ["代码", "任职", "统计", "退回原因"])


@case("a workbook that LibreOffice saved is marked too, and a marked copy that it saved is known again")
def fix_copy_of_others(o):
    shutil.copy(os.path.join(FILES, "records.xlsx"), o.path("a.xlsx"))
    o.same("faults", o.faults(o.take("a.xlsx", "--sheet", "有误", "--fix-copy", "fix.xlsx", want=3)),
           [(2, "C", "start_month", "value.no-such-day"), (2, "E", "unit_nature", "value.code-near")])
    was, now = openpyxl.load_workbook(o.path("a.xlsx")), openpyxl.load_workbook(o.path("fix.xlsx"))
    o.same("sheets", now.sheetnames, ["任职经历", "有误", "Reasons"])
    o.same("red", reds(now["有误"]), {"C2", "E2"})
    o.same("changed beside", differences(was, now, {"C2", "E2"}, "有误"), [])
    if not shutil.which("soffice"):
        return
    soffice(o, "fix.xlsx")
    o.take("office/fix.xlsx", "--sheet", "有误", "--fix-copy", "again.xlsx", want=3)
    again = openpyxl.load_workbook(o.path("again.xlsx"))
    o.same("sheets again", again.sheetnames, now.sheetnames)
    o.same("red again", reds(again["有误"]), {"C2", "E2"})


@case("what can't be given back is refused before anything is stored, and nobody's file is written over")
def given_back(o):
    o.csv("a.csv", BAD)
    office_book(o, "a.xlsx")
    for what, args in (("a folder that isn't there", ("a.csv", "--rejects", "no/r.csv")), ("CSV can't be marked", ("a.csv", "--fix-copy", "f.xlsx")),
                       ("a copy of a workbook is one", ("a.xlsx", "--fix-copy", "f.csv")), ("rejects over the file itself", ("a.csv", "--rejects", "a.csv")),
                       ("the copy over the file itself", ("a.xlsx", "--fix-copy", "a.xlsx")), ("both in one file", ("a.xlsx", "--rejects", "f.xlsx", "--fix-copy", "f.xlsx"))):
        before = {n: o.read(n) for n in ("a.csv", "a.xlsx")}
        answer = o.take(*args, "--partial", want=None)
        o.holds(what + " is refused", "error" in answer, {k: v for k, v in answer.items() if k != "errors"})
        if what.startswith("CSV"):
            o.holds("the way out is named", "--rejects" in answer.get("error", {}).get("hint", ""), answer.get("error"))
        o.same(what + ": the clerk's files", [n for n, data in before.items() if o.read(n) != data], [])
        o.same(what + ": stored", [r["unit_name"] for r in o.stored()], [])
        o.again()
        o.csv("a.csv", BAD)
        office_book(o, "a.xlsx")


# In and back.

@case("without --partial one bad row stores nothing; with it the good ones are stored")
def partial(o):
    o.csv("bad.csv", BAD)
    answer = o.take("bad.csv", want=3)
    o.same("event", answer["event"], None)
    o.same("stored", o.stored(), [])
    answer = o.take("bad.csv", "--partial", want=3)
    o.counts("partial", answer, read=4, accepted=1, rejected=3)
    o.same("stored", [r["unit_name"] for r in o.stored()], ["麓山小学，东校区"])
    o.counts("again", o.take("bad.csv", "--partial", want=3), read=4, unchanged=1, rejected=3)


@case("--dry-run checks everything and writes nothing")
def dry_run(o):
    o.csv("good.csv", [WORK] + ROWS)
    o.csv("bad.csv", BAD)
    events = o.run("journal", "list")["total"]
    o.counts("good", o.take("good.csv", "--dry-run"), read=2, accepted=2)
    o.same("faults", set(o.faults(o.take("bad.csv", "--dry-run", "--partial", want=3))), FAULTS)
    o.run("record", "import", "dossier", "--from", o.book("d.xlsx", {"work_experience": [WORK] + ROWS}), "--dry-run")
    o.same("stored", o.run("record", "list", "work_experience")["total"], 0)
    o.same("events", o.run("journal", "list")["total"], events)
    o.counts("for good", o.take("good.csv"), read=2, accepted=2)


@case("the same file again changes nothing; a changed row is a new version, the old one stays in history")
def versions(o):
    o.csv("a.csv", [WORK] + ROWS)
    o.take("a.csv")
    again = o.take("a.csv")
    o.counts("again", again, read=2, unchanged=2)
    o.same("no event", again["event"], None)
    o.counts("in other words", o.take(o.book("b.xlsx", {"表": [WORK, [LI, "青澜市第一中学", datetime.date(2008, 9, 1), "2012年7月", "其他教育单位", "语文教师 "], ROWS[1]]}), want={0, 3}), read=2, unchanged=2)
    o.counts("changed", o.take(o.csv("c.csv", [WORK, ROWS[0][:5] + ["数学教师"], ROWS[1]])), read=2, updated=1, unchanged=1)
    item = next(r["id"] for r in o.run("record", "list", "work_experience")["items"] if r["position"] == "数学教师")
    history = o.run("record", "history", item)["items"]
    o.same("history", [(h["version"], h["position"], h["actor"]) for h in history], [(2, "数学教师", "manager"), (1, "语文教师", "manager")])
    o.counts("another employer is another row", o.take(o.csv("d.csv", [WORK, [LI, "另一学校"] + ROWS[0][2:]])), read=1, accepted=1)


@case("a row that stands twice in a file is one; with one key and other values the second is refused and names the first")
def twice(o):
    o.counts("the same", o.take(o.csv("a.csv", [WORK] + ROWS + ROWS)), read=4, accepted=2, unchanged=2)
    answer = o.take(o.csv("b.csv", [WORK, [ZHAO] + ROWS[0][1:], ROWS[1], [ZHAO] + ROWS[0][1:5] + ["校长"]]), want=3)
    o.same("faults", o.faults(answer), [(4, "B", "unit_name", "record.duplicate")])
    o.holds("the first is named", "row 2" in answer["errors"][0]["message"], answer["errors"])


@case("an empty cell keeps the value, --blank clear empties it, a column that isn't there keeps it")
def blanks(o):
    o.take(o.csv("a.csv", [WORK] + ROWS))
    empty = o.csv("b.csv", [WORK, ROWS[0][:3] + [""] + ROWS[0][4:]])
    without = o.csv("c.csv", [WORK[:3] + WORK[4:], ROWS[0][:3] + ROWS[0][4:]])

    def value():
        return next(r.get("end_month") for r in o.stored() if r["id_number"] == LI)
    o.counts("empty", o.take(empty), read=1, unchanged=1)
    o.same("kept", value(), "2012-07")
    o.counts("no such column", o.take(without, "--blank", "clear"), read=1, unchanged=1)
    o.same("kept", value(), "2012-07")
    o.counts("cleared", o.take(empty, "--blank", "clear"), read=1, updated=1)
    o.same("cleared", value(), None)
    answer = o.take(o.csv("d.csv", [WORK, ROWS[0][:5] + [""]]), "--blank", "clear", want=3)
    o.same("what is required can't be cleared", o.faults(answer), [(2, "F", "position", "value.required")])
    o.same("other words", o.refusal("d.csv", "--blank", "wipe", want=2)["exit"], 2)
    dash = o.take(o.csv("e.csv", [WORK, ROWS[0][:3] + ["无"] + ROWS[0][4:]]), want=3)
    o.same("a word is no month", o.faults(dash), [(2, "D", "end_month", "value.month")])


@case("journal undo takes a whole batch back, one after another, the last first")
def undo(o):
    first = o.take(o.csv("a.csv", [WORK] + ROWS))["event"]
    second = o.take(o.csv("b.csv", [WORK, ROWS[0][:5] + ["数学教师"], [ZHAO] + ROWS[0][1:]]))["event"]
    error = o.run("journal", "undo", str(first), "--reason", "传错文件", want=5)["error"]
    o.holds("the row that was changed since is named", "work_experience#1" in error["message"], error)
    o.run("journal", "undo", str(second), "--reason", "传错文件")
    o.same("after the second", o.stored(), STORED)
    answer = o.run("journal", "undo", str(first), "--reason", "传错文件", want={0, 5})
    o.same("the first, too", answer.get("error", {}).get("message"), None)
    o.same("after the first", o.stored(), [])
    o.same("the journal holds", o.run("journal", "verify")["ok"], True)


@case("a batch that was taken back can be imported again")
def undone_and_again(o):
    o.csv("a.csv", [WORK] + ROWS)
    event = o.take("a.csv")["event"]
    o.run("journal", "undo", str(event), "--reason", "传错文件")
    o.same("gone", o.stored(), [])
    o.counts("again", o.take("a.csv", want={0, 3}), read=2, accepted=2)
    o.same("stored", o.stored(), STORED)


# Dossiers.

TABLES = {"work_experience": [WORK] + ROWS, "report": [REPORT, [LI, "课堂观察报告", "2016-05-04"]],
          "annual_assessment": [["身份证件号", "考核年度", "考核结果"], [LI, 2015, "合格"], [WANG, 2015, 1]]}


def dossier_of(o):
    return {t: o.stored(t) for t in TABLES}


@case("a dossier comes from a workbook with a sheet a table, named by id or label, or from a folder of mixed files")
def dossier(o):
    labels = {"work_experience": "工作经历", "report": "咨询报告或研究报告", "annual_assessment": "年度考核"}
    want = None

    def hide(book):
        book["草稿"].sheet_state = "hidden"
    notes = {"README": [["说明"]], "草稿": [["x", "y"]]}
    for name, sheets in (("ids.xlsx", TABLES), ("labels.xlsx", {labels[t]: rows for t, rows in TABLES.items()})):
        answer = o.take(o.book(name, {**notes, **sheets}, hide), table="dossier", want={0, 3})
        if "error" in answer:
            o.same(name, answer["error"]["message"], None)
            continue
        o.counts(name, answer, read=5, accepted=5)
        o.same("tables", {t["table"]: (t["read"], t["accepted"]) for t in answer["tables"]}, {"work_experience": (2, 2), "report": (1, 1), "annual_assessment": (2, 2)})
        want = want or dossier_of(o)
        o.same("stored from " + name, dossier_of(o), want)
        o.counts("again", o.take(name, table="dossier"), read=5, unchanged=5)
        o.again()
    os.makedirs(o.path("folder"))
    o.csv("folder/work_experience.csv", TABLES["work_experience"], "gb18030")
    o.book("folder/%s.xlsx" % labels["report"], {"表": TABLES["report"]})
    o.jsonl("folder/annual_assessment.jsonl", [dict(zip(TABLES["annual_assessment"][0], r)) for r in TABLES["annual_assessment"][1:]])
    o.csv("folder/accounts.csv", [ACCOUNT])
    o.bytes("folder/README.txt", b"x")
    answer = o.take("folder", table="dossier")
    o.counts("folder", answer, read=5, accepted=5)
    o.same("stored from the folder", dossier_of(o), want)
    o.run("journal", "undo", str(answer["event"]), "--reason", "传错")
    o.same("undone as a whole", dossier_of(o), {t: [] for t in TABLES})


@case("a dossier with faults names file and sheet, stores nothing, and gives rejects and a marked copy back")
def dossier_faults(o):
    sheets = {"work_experience": BAD, "report": [REPORT, [LI, "报告", "2017-02-30"]], "annual_assessment": TABLES["annual_assessment"]}
    o.book("d.xlsx", sheets, typed)
    answer = o.take("d.xlsx", "--rejects", "rejects", "--fix-copy", "fix.xlsx", table="dossier", want=3)
    o.same("faults", {(e["file"], e["sheet"], e["row"], e["column"]) for e in answer["errors"]},
           {("d.xlsx", "work_experience", r, c) for r, c, _, _ in FAULTS} | {("d.xlsx", "report", 2, "C")})
    o.same("stored", dossier_of(o), {t: [] for t in TABLES})
    o.holds("said", "d.xlsx, sheet report, row 2, column C: “2017-02-30” in" in o.said("record", "import", "dossier", "--from", "d.xlsx"), o.school.last.stderr)
    o.same("rejects", sorted(os.listdir(o.path("rejects"))), ["report.xlsx", "work_experience.xlsx"])
    now = openpyxl.load_workbook(o.path("fix.xlsx"))
    o.same("red", {t: reds(now[t]) for t in sheets}, {"work_experience": {c + str(r) for r, c, _, _ in FAULTS}, "report": {"C2"}, "annual_assessment": set()})
    o.counts("the rejects are a dossier", o.take("rejects", table="dossier", want=3), read=4, rejected=4)
    answer = o.take("fix.xlsx", "--fix-copy", "again.xlsx", table="dossier", want=3)
    o.same("the marked copy is a dossier, its reasons no table", answer.get("error", {}).get("message"), None)
    book = openpyxl.load_workbook(o.path("fix.xlsx"))
    corrected([[c.value for c in r] for r in book["work_experience"]])
    for row in book["work_experience"].iter_rows(min_row=2):
        for cell, value in zip(row, corrected([[c.value or "" for c in row]])[0]):
            cell.value = value or None
    book["report"]["C2"].value = "2017-02-03"
    typed(book)
    book.save(o.path("right.xlsx"))
    answer = o.take("right.xlsx", table="dossier", want={0, 3})
    o.same("corrected, it is taken as it is", answer.get("error", {}).get("message") or (answer["read"], answer["accepted"]), (7, 7))


@case("a sheet or file that is no table is named, and nothing is stored")
def no_table(o):
    error = o.refusal(o.book("d.xlsx", {**TABLES, "工作经例": [WORK] + ROWS}), table="dossier")
    o.holds("the sheet is named", "工作经例" in error["message"], error)
    o.same("stored", dossier_of(o), {t: [] for t in TABLES})


@case("an empty dossier template goes round: filled in where there is something, the empty sheets are no fault")
def dossier_template(o):
    for lang in ("en", "zh"):
        o.run("schema", "template", "dossier", "--out", "t.xlsx", "--lang", lang)
        book = openpyxl.load_workbook(o.path("t.xlsx"))
        for row in ROWS:
            book["work_experience"].append([c or None for c in row])
        book.save(o.path("filled.xlsx"))
        answer = o.take("filled.xlsx", table="dossier", want={0, 3})
        o.same("refusal", answer.get("error", {}).get("message"), None)
        if "error" not in answer:
            o.counts("filled", answer, read=2, accepted=2)
        o.again()


@case("a list of accounts keeps the same promises: all faults, rejects that are the input, the same again unchanged")
def accounts(o):
    def one(day, kind="1"):
        return ["新人%02d" % day, "男", "1985年3月%d日" % day, kind, identity("430102198503%02d001" % day)]
    rows = [["新聘教师名单"], ["姓名*", "性别*", "出生日期*", "身份证件类型*", "身份证件号*"], one(1), one(2)[:2] + ["1985-03-03"] + one(2)[3:],
            one(4, "居民身份正"), one(5)[:4] + [one(5)[4][:17] + ("0" if one(5)[4][17] != "0" else "1")], one(6)]

    def go(file, *more, want):
        passwords = "passwords-%d.csv" % len(os.listdir(o.school.folder))
        return o.run("accounts", "create", "--from", file, "--passwords", passwords, *more, user="admin", want=want)
    o.book("list.xlsx", {"名单": rows})
    answer = go("list.xlsx", want=3)
    o.same("faults", [(r, c, k) for r, c, _, k in o.faults(answer)],
           [(4, "C", "rule.birth-date"), (5, "D", "value.code-near"), (6, "E", "value.identity-checksum")])
    o.same("nobody yet", len([a for a in o.run("accounts", "list")["items"] if a["name"].startswith("新人")]), 0)
    answer = go("list.xlsx", "--partial", "--rejects", "r.xlsx", want=3)
    o.counts("partial", answer, read=5, accepted=2, rejected=3)
    book = openpyxl.load_workbook(o.path("r.xlsx"))
    body = list(book.active.iter_rows(min_row=3))
    o.same("red", reds(book.active), {"C3", "D4", "E5"})
    for row, column, value in ((0, 2, "1985-03-02"), (1, 3, "居民身份证"), (2, 4, one(5)[4])):
        body[row][column].value = value
    book.save(o.path("mended.xlsx"))
    o.counts("mended", go("mended.xlsx", want={0, 3}), read=3, accepted=3)
    o.counts("again", go("mended.xlsx", want={0, 3}), read=3, unchanged=3)


def main():
    office = Office(sys.argv[1])
    words = sys.argv[2:]  # of the cases to run, while one is being written
    for name, proof in CASES:
        if words and not any(word in name for word in words):
            continue
        office.again()
        office.wrong = []
        try:
            proof(office)
        except (Exception, SystemExit) as why:  # the others are to be heard, too
            office.wrong.append("broke off: %s %s" % (type(why).__name__, why))
        if office.wrong:
            office.problems.append("\n    ".join([name] + office.wrong[:12]))
    office.close()
    fail_if(office.problems)


main()
