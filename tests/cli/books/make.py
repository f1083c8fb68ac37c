"""Writes the workbooks of this folder with other programs than fadu: python3 make.py (openpyxl, xlwt and LibreOffice are needed).

One form throughout: a title, the unit beside the table, a header of two rows with merged cells, numbers of columns, three counties (60 %, 58 % and
nothing), a total and notes. 枣强县 stands in row 7, or in row 6 where no numbers of columns do."""

import datetime
import os
import subprocess

import openpyxl
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

ROWS = [("安平县", 60000, 40000, 0.05), ("枣强县", 58000, 42000, 0.049), ("饶阳县", 0, 0, -0.01)]
DAY = datetime.date(2026, 1, 15)


def form(sheet, divided=1, shown=None):
    sheet["A1"] = "2025年各县财力情况表"
    sheet["E2"] = "单位：万元"
    heads = {"A3": "县", "B3": "收入", "B4": "税收", "C4": "非税", "D3": "增速", "E3": "报出日期"}
    for at, text in heads.items():
        sheet[at] = text
    for block in ["A1:E1", "A3:A4", "B3:C3", "D3:D4", "E3:E4"]:
        sheet.merge_cells(block)
    for col in range(1, 6):
        sheet.cell(5, col, col)
    for row, (name, tax, fee, rate) in enumerate(ROWS, 6):
        sheet.cell(row, 1, name)
        for col, figure in [(2, tax), (3, fee)]:
            cell = sheet.cell(row, col, figure * divided)
            if shown:
                cell.number_format = shown
        sheet.cell(row, 4, rate).number_format = "0.0%"
        sheet.cell(row, 5, DAY).number_format = "yyyy-mm-dd"
    sheet["A9"] = "合计"
    sheet["B9"], sheet["C9"] = 118000 * divided, 82000 * divided
    sheet["A10"] = "注：快报数。"
    sheet["A11"], sheet["C11"] = "填表人：张三", "审核人：李四"


def saved(name, change=lambda sheet: None, epoch=None, **more):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    form(book.active, **more)
    change(book.active)
    book.save(name)


def converted(name, endings):
    """Saved again by LibreOffice; the file itself is left out."""
    for ending in endings:
        subprocess.run(["soffice", "--headless", "--convert-to", ending, name], check=True, capture_output=True)
    os.remove(name)


def hide(sheet):
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["C"].hidden = True


def stems():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B3"], sheet["B4"], sheet["B5"], sheet["C5"] = "附件2", "各县财力情况（2025年）", "计量单位：", "亿元"
    heads = {"B6": "县", "C6": "收入", "C7": "税收", "D7": "非税", "E6": "增速（%）", "F6": "备注"}
    for at, text in heads.items():
        sheet[at] = text
    for block in ["B4:F4", "B6:B8", "C6:D6", "C7:C8", "D7:D8", "E6:E8", "F6:F8"]:
        sheet.merge_cells(block)
    for col, text in enumerate(["甲", "1", "2", "3", "乙"], 2):
        sheet.cell(9, col, text)
    for row, (name, tax, fee, rate) in enumerate(ROWS, 10):
        for col, value in enumerate([name, tax / 10000, fee / 10000, rate * 100], 2):
            sheet.cell(row, col, value)
    book.save("stems.xlsx")


def old():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表一")
    percent, day = xlwt.easyxf(num_format_str="0.0%"), xlwt.easyxf(num_format_str="yyyy-mm-dd")
    sheet.write_merge(0, 0, 0, 4, "2025年各县财力情况表")
    sheet.write(1, 4, "单位：万元")
    sheet.write_merge(2, 3, 0, 0, "县")
    sheet.write_merge(2, 2, 1, 2, "收入")
    sheet.write(3, 1, "税收")
    sheet.write(3, 2, "非税")
    sheet.write_merge(2, 3, 3, 3, "增速")
    sheet.write_merge(2, 3, 4, 4, "报出日期")
    for row, (name, tax, fee, rate) in enumerate(ROWS, 4):
        sheet.write(row, 0, name)
        sheet.write(row, 1, tax)
        sheet.write(row, 2, fee)
        sheet.write(row, 3, rate, percent)
        sheet.write(row, 4, DAY, day)
    sheet.row(5).hidden = True
    sheet.col(2).hidden = True
    book.save("old.xls")


os.chdir(os.path.dirname(os.path.abspath(__file__)))
saved("merged.xlsx")
converted("merged.xlsx", ["ods", "xls"])
saved("hidden.xlsx", hide)
converted("hidden.xlsx", ["ods", "xls"])
saved("days1904.xlsx", epoch=CALENDAR_MAC_1904)
converted("days1904.xlsx", ["ods", "xls"])
saved("thousands.xlsx", divided=1000, shown="#,##0.0,")
converted("thousands.xlsx", ["ods", "xls"])
saved("damaged.xlsx", lambda sheet: sheet.__setitem__("B7", "五万八"))
converted("damaged.xlsx", ["ods", "xls"])
saved("error.xlsx", lambda sheet: sheet.__setitem__("B7", "=1/0"))
converted("error.xlsx", ["ods", "xls"])
stems()
old()
