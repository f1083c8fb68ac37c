//! Mistakes of workbooks, and what is to be known of the cells that were read.

use super::clip;
use super::rows::names;
use crate::diag::Diagnostic;
use crate::text::Span;

fn unreadable(path: &str, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error("I019", format!("读不出工作簿 {path}：{zh}"), format!("the workbook {path} cannot be read: {en}"))
        .in_file(path)
}

pub fn encrypted(path: &str) -> Diagnostic {
    unreadable(path, "它设了打开密码", "it is protected by a password")
        .help("请在表格软件中去掉打开密码，另存后再报", "take the password off in the spreadsheet program and save it again")
}

/// `why`: in the words of the library, if it gave any.
pub fn damaged(path: &str, why: &str) -> Diagnostic {
    let diagnostic = unreadable(path, "文件损坏或不是工作簿", "it is damaged or no workbook");
    let diagnostic = match why {
        "" => diagnostic,
        why => diagnostic.note(format!("读取时的问题：{}", clip(why)), format!("what was met: {}", clip(why))),
    };
    diagnostic.help("请用表格软件打开后另存为 .xlsx", "open it in a spreadsheet program and save it as .xlsx")
}

pub fn too_large(path: &str) -> Diagnostic {
    unreadable(path, "解开后过大", "it is too large when unpacked").help(
        "请删去空行、空列和无关的工作表，或拆成几个文件",
        "delete empty rows and columns and other sheets, or split it into several files",
    )
}

/// A book in which nothing stands.
pub fn empty(path: &str) -> Diagnostic {
    unreadable(path, "各工作表都是空的", "all its sheets are empty")
}

/// `said`: where the project file has the pattern of the names of sheets.
pub fn no_such_sheet(path: &str, said: Option<Span>) -> Diagnostic {
    let words = ("没有一张工作表的名称合乎项目文件写的样式（sheet）", "no sheet is named as the project file says (`sheet`)");
    let diagnostic = unreadable(path, words.0, words.1);
    match said {
        Some(span) => diagnostic.at(span, "样式在这里", "the pattern"),
        None => diagnostic,
    }
}

/// A sheet that holds no table of any record, beside sheets that do.
pub fn sheet_left_out(sheet: &str, place: Span) -> Diagnostic {
    let name = clip(sheet);
    Diagnostic::warning(
        "D036",
        format!("工作表“{name}”没有读取：名称和表头都不属于任何一张表"),
        format!("the sheet `{name}` was not read: neither its name nor a header in it is of any record"),
    )
    .at(place, "从这里起没有读取", "not read from here on")
    .help(
        "要读取的，请把工作表名改成表名，或改正表头；只是说明的，不必理会",
        "to have it read, name the sheet for its record or mend its header; a page of notes may stay as it is",
    )
}

/// A sheet whose name is not as the project file wants it; `said`: where it says so.
pub fn sheet_not_wanted(sheet: &str, place: Span, said: Option<Span>) -> Diagnostic {
    let name = clip(sheet);
    let diagnostic = Diagnostic::warning(
        "D036",
        format!("工作表“{name}”没有读取：名称不合项目文件写的样式（sheet）"),
        format!("the sheet `{name}` was not read: its name is not as the project file says (`sheet`)"),
    )
    .at(place, "从这里起没有读取", "not read from here on");
    let diagnostic = match said {
        Some(span) => diagnostic.at(span, "样式在这里", "the pattern"),
        None => diagnostic,
    };
    diagnostic.help("要读取的，请改项目文件里的样式，或改工作表名", "to have it read, change the pattern or rename the sheet")
}

fn remark(count: usize, place: Span, words: [&str; 4]) -> Diagnostic {
    let [zh, en, label_zh, label_en] = words;
    Diagnostic::warning(
        "D037",
        format!("{zh}（{count} 格）"),
        format!("{en} ({count} {})", if count == 1 { "cell" } else { "cells" }),
    )
    .at(place, label_zh, label_en)
}

pub fn formulas(count: usize, place: Span) -> Diagnostic {
    remark(
        count,
        place,
        ["有公式，按存下的计算结果读取", "formulas: the results saved with them are read", "其中第一格", "the first of them"],
    )
    .help("请确认存盘前已重新计算", "make sure that the book was calculated before it was saved")
}

pub fn rounded(count: usize, place: Span) -> Diagnostic {
    remark(
        count,
        place,
        [
            "显示的位数少于存下的位数，按存下的数读取",
            "fewer digits are shown than are stored: the stored figures are read",
            "其中第一格",
            "the first of them",
        ],
    )
}

pub fn scaled(count: usize, place: Span) -> Diagnostic {
    remark(
        count,
        place,
        [
            "数字格式把数缩小了若干位显示，按显示的大小读取",
            "the number format shows figures divided by a power of ten: they are read as shown",
            "其中第一格",
            "the first of them",
        ],
    )
    .help("请确认表头的单位是显示的数的单位", "make sure that the unit in the header is that of the figures shown")
}

pub fn disguised(count: usize, place: Span) -> Diagnostic {
    remark(
        count,
        place,
        [
            "数字格式不显示这个数，或不显示它的负号，按存下的数读取",
            "the number format does not show the figure, or not that it is below zero: the stored figures are read",
            "其中第一格",
            "the first of them",
        ],
    )
}

pub fn covered(count: usize, place: Span) -> Diagnostic {
    remark(
        count,
        place,
        [
            "合并的单元格下面还有内容，表上看不见，没有读取",
            "something stands under merged cells where nobody sees it, and was not read",
            "其中第一处",
            "the first of them",
        ],
    )
    .help("请取消合并，看清各格的内容", "unmerge the cells and look at what each holds")
}

/// Days of the year 1900.
pub fn early(count: usize, place: Span) -> Diagnostic {
    remark(
        count,
        place,
        [
            "显示为 1900 年的日期，存下的是 366 以内的数，照日期读取",
            "shown as a day of the year 1900, which is a number up to 366: read as that day",
            "其中第一格",
            "the first of them",
        ],
    )
    .help("不是日期的，请改用数字格式", "give the cell a number format if it is no day")
}

pub fn unformatted(count: usize, place: Span) -> Diagnostic {
    remark(
        count,
        place,
        [
            "这种工作簿的数字格式读不到，数按存下的读取",
            "number formats of this kind of workbook cannot be read: figures are read as they are stored",
            "其中第一格",
            "the first of them",
        ],
    )
    .help(
        "表上按百分数、按万元显示的，请另存为 .xlsx 再报",
        "where percentages or units of ten thousand are shown, save it as .xlsx and send that",
    )
}

/// Rows and columns of a sheet that nobody sees.
pub fn hidden_lines(count: usize, place: Span) -> Diagnostic {
    Diagnostic::warning(
        "D037",
        format!("有隐藏的行或列（{count} 处），照样读取"),
        format!("hidden rows or columns ({count}) are read all the same"),
    )
    .at(place, "其中第一处", "the first of them")
    .help("不该报送的，请从工作表中删去", "delete them from the sheet if they are not to be handed in")
}

pub fn hidden(place: Span) -> Diagnostic {
    Diagnostic::warning("D037", "这张工作表是隐藏的，照样读取", "this sheet is hidden; it is read all the same")
        .at(place, "隐藏的工作表", "a hidden sheet")
        .help("不该报送的，请从工作簿中删去", "delete it from the book if it is not to be handed in")
}

/// A sheet of lists, and not one sheet with the record they belong to.
pub fn no_record_of_lists(record: &str, found: usize, place: Span) -> Diagnostic {
    let (zh, en) = match found {
        0 => ("没有", "no sheet"),
        _ => ("不止一张", "several sheets"),
    };
    Diagnostic::error(
        "I042",
        format!("这张工作表是“{record}”的明细，工作簿里{zh}“{record}”的表"),
        format!("this sheet holds lists of `{record}`, and the workbook has {en} of `{record}`"),
    )
    .at(place, "明细在此", "the lists")
    .note("这张工作表没有读取", "nothing of this sheet was read")
}

/// A row of a list that belongs to no row of its record, or to several.
pub fn row_of_no_record(record: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "I042",
        format!("“{record}”里找不到这一行明细所属的那一行，或者不止一行"),
        format!("no row of `{record}` is the one to which this row of a list belongs, or several are"),
    )
    .at(place, "属于哪一行不清楚", "belongs to which row?")
    .note("不知道它属于谁，各行的这份明细都按未知处理", "whose it is cannot be told: these lists of all rows count as unknown")
    .help("请写上该行的关键栏，与主表一致", "write the key of its row as it stands in the other sheet")
}

/// A cell that lies over several columns of the table.
pub fn merged_across(columns: &[&str], place: Span) -> Diagnostic {
    let (zh, en) = names(columns);
    let diagnostic = match columns {
        [only] => Diagnostic::error(
            "D053",
            format!("合并的一格跨到了“{only}”一栏，是不是它的内容不清楚"),
            format!("a merged cell reaches into the column `{only}`: whether it speaks of it cannot be told"),
        ),
        _ => Diagnostic::error(
            "D053",
            format!("合并的一格跨了 {} 栏：{zh}，说的是哪一栏不清楚", columns.len()),
            format!("a merged cell lies over {} columns, {en}: of which it speaks cannot be told", columns.len()),
        ),
    };
    diagnostic
        .at(place, "合并的单元格", "the merged cell")
        .note("这几格都按未知处理", "all of them count as unknown")
        .help("请取消合并，在每一格里分别填写", "unmerge the cell and fill in each of them")
}

/// A figure that lies over several rows of the table; told in each.
pub fn merged_down(column: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "D053",
        format!("“{column}”的一个数跨了几行，各行各是多少不清楚"),
        format!("a figure of `{column}` lies over several rows: what each of them has cannot be told"),
    )
    .at(place, "合并的单元格里的数", "a figure in a merged cell")
    .note("各行的这一格都按未知处理", "in each of these rows it counts as unknown")
    .help("请取消合并，在每一行分别填写", "unmerge the cell and fill in each row")
}
