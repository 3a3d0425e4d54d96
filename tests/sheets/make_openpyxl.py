#!/usr/bin/python3
"""Makes the fixtures that openpyxl writes: make_openpyxl.py FOLDER (Debian: python3-openpyxl).

school.xlsx    hidden first sheet; title rows, merged title, notes row, starred headings, text and number
               identity numbers, dates by format, booleans, an error, an empty row, a second sheet
mac.xlsx       the 1904 date system, dates in Chinese formats
"""
import datetime
import sys

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HEADINGS = ["*姓名", "身份证件号 ★", "出生日期", "参加工作年月", "课时数", "是否在编", "备注"]
ROWS = [
    ["张三", "430102199001012015", datetime.date(1990, 1, 1), datetime.date(2012, 9, 1), 12.5, True, " 前后有空格 "],
    ["欧阳娜娜", 430102199001012015, datetime.date(1985, 12, 31), "2009.7", 8, False, "=cmd|'/c calc'!A0"],
    ["𠮷田", "43010219880229201X", "1988年2月29日", datetime.date(2010, 7, 1), None, None, "第一行\n第二行"],
]


def school(folder):
    book = openpyxl.Workbook()
    hidden = book.active
    hidden.title = "代码"
    hidden.sheet_state = "hidden"
    hidden.append(["不该读到"])
    sheet = book.create_sheet("教师名单")
    sheet["A1"] = "某某学校教师名单"
    sheet["A1"].font = Font(size=16, bold=True)
    sheet.merge_cells("A1:G1")
    sheet["A2"] = "填表说明：带★的必填"
    sheet.append([])
    sheet.append(HEADINGS)
    for cell in sheet[sheet.max_row]:
        cell.fill = PatternFill("solid", fgColor="FFDDE6F3")
    sheet.cell(sheet.max_row, 2).comment = Comment("18位", "x")
    for row in ROWS:
        sheet.append(row)
        number = sheet.max_row
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, datetime.date):
                cell.number_format = 'yyyy"年"m"月"d"日"' if column == 3 else "yyyy-mm"
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl would make a formula of '=…'
    sheet.cell(10, 1, "王五")
    sheet.cell(10, 5, "#N/A").data_type = "e"
    sheet.cell(10, 7, "_x000D_ 原样")
    sheet.freeze_panes = "A5"
    other = book.create_sheet("附表")
    other.append(["a", "b"])
    other.append([1, "x"])
    book.save(f"{folder}/school.xlsx")


def mac(folder):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["date", "time", "month"])
    sheet.append([datetime.date(2016, 9, 1), datetime.datetime(2016, 9, 1, 8, 30), datetime.date(2016, 9, 1)])
    sheet["A2"].number_format = "[$-804]yyyy/m/d;@"
    sheet["B2"].number_format = "yyyy-mm-dd hh:mm"
    sheet["C2"].number_format = 'yyyy"年"m"月"'
    book.save(f"{folder}/mac.xlsx")


if __name__ == "__main__":
    school(sys.argv[1])
    mac(sys.argv[1])
