"""Writes the six workbooks of this folder as offices send them, with Python's standard library alone: python3 make.py

Each layout differs: titles, units beside the table or in its header, merged headers, numbers of columns, totals and notes, percent and powers of
ten by number format, formulas, figures as text, a page of instructions."""

import zipfile
from html import escape
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FORMATS = ["0.0%", "0!.0,", "#,##0.00"]


def text(value):
    return lambda at: f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def number(value, shown=None):
    style = "" if shown is None else f' s="{FORMATS.index(shown) + 1}"'
    return lambda at: f'<c r="{at}"{style}><v>{value}</v></c>'


def formula(written, result):
    return lambda at: f'<c r="{at}"><f>{escape(written)}</f><v>{result}</v></c>'


def error(value):
    return lambda at: f'<c r="{at}" t="e"><v>{value}</v></c>'


def sheet(cells, merged=()):
    rows = {}
    for at, put in cells.items():
        rows.setdefault(int("".join(c for c in at if c.isdigit())), []).append(put(at))
    body = "".join(f'<row r="{n}">{"".join(rows[n])}</row>' for n in sorted(rows))
    blocks = "".join(f'<mergeCell ref="{m}"/>' for m in merged)
    blocks = f'<mergeCells count="{len(merged)}">{blocks}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{blocks}</worksheet>'


def book(name, sheets):
    path = Path(__file__).parent / "files" / name
    listed = "".join(f'<sheet name="{escape(n)}" sheetId="{i}" r:id="rId{i}"/>' for i, (n, _) in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(sheets) + 1)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{KIND}.worksheet+xml"/>' for i in range(1, len(sheets) + 1)
    )
    codes = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{escape(f)}"/>' for i, f in enumerate(FORMATS))
    used = "".join(f'<xf numFmtId="{164 + i}" applyNumberFormat="1"/>' for i in range(len(FORMATS)))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(FORMATS)}">{codes}</numFmts>'
        f'<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(FORMATS) + 1}"><xf numFmtId="0"/>{used}</cellXfs></styleSheet>',
    }
    for i, (_, xml) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = xml
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, xml in parts.items():
            # The same day in every archive: the same bytes whenever it is made.
            entry = zipfile.ZipInfo(part, (2025, 1, 1, 0, 0, 0))
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + xml)


TITLE = text("2025年县区财力情况表")


def two_rows(top, unit):
    """A header over two rows, its upper part merged; gives the cells and the blocks."""
    cells = {f"A{top}": text("序号"), f"B{top}": text("收入"), f"D{top}": text("增速"), f"B{top + 1}": text("税收"), f"C{top + 1}": text("非税")}
    if unit:
        cells[f"D{top - 1}"] = text(unit)
    return cells, [f"A{top}:A{top + 1}", f"B{top}:C{top}", f"D{top}:D{top + 1}"]


# 6.2 of 10 亿元 are 62 %; 5.5 %: both hold.
cells, merged = two_rows(3, "单位：亿元")
book("东川县-2025年财力（终稿）.xlsx", [("Sheet1", sheet({"A1": TITLE, **cells, "A5": number(1), "B5": number("6.2"), "C5": number("3.8"), "D5": number("0.055", "0.0%"), "A6": text("注：快报数")}, ["A1:D1", *merged]))])

# Units in the header, a row that numbers the columns; 58 %: short.
book("西川县-报送.xlsx", [("财力", sheet({"A1": TITLE, "A2": text("收入/税收（万元）"), "B2": text("收入/非税（亿元）"), "C2": text("增速"), "A3": number(1), "B3": number(2), "C3": number(3), "A4": number(58000), "B4": number("4.2"), "C4": text("6%")}))])

# 万元 by number format: 612345678 stands there and 61234.5678 is shown; a page of instructions beside.
cells, merged = two_rows(2, None)
book("南川县-2025.xlsx", [("Sheet1", sheet({"A1": TITLE, **cells, "A4": number(1), "B4": number(612345678, "0!.0,"), "C4": number(400000000, "0!.0,"), "D4": number("0.05", "0.0%")}, ["A1:D1", *merged])), ("填表说明", sheet({"A1": text("请于一月底前报送")}))])

# Figures as text, full width, with separators; 4.9 %: short.
book("北川县-初稿.xlsx", [("Sheet1", sheet({"A1": TITLE, "C2": text("单位：万元"), "A3": text("收入/税收"), "B3": text("收入/非税"), "C3": text("增速"), "A4": text("７０，０００"), "B4": text("30,000.00"), "C4": text("4.9%"), "A6": text("填表人：张三")}))])

# A formula with its result, and one that went wrong.
book("中川县-财力.xlsx", [("Sheet1", sheet({"A1": TITLE, "C2": text("金额单位：万元"), "A3": text("收入/税收"), "B3": text("收入/非税"), "C3": text("增速"), "A4": formula("60000+1000", "61000"), "B4": number("39000", "#,##0.00"), "C4": error("#DIV/0!")}))])

# A cover beside the table; 60 % exactly.
book("上川县-上报稿.xlsx", [("封面", sheet({"A1": text("平川市县区财力"), "A2": text("报送单位"), "B2": text("上川县")})), ("Sheet1", sheet({"A1": TITLE, "C2": text("单位：万元"), "A3": text("收入/税收"), "B3": text("收入/非税"), "C3": text("增速"), "A4": number(60000), "B4": number(40000), "C4": text("5.0%")}))])
