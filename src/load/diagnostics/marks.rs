//! Marks and words that stand in a cell where a value should.

use super::cells::{flavour, problem, sample};
use super::{CellProblem, clip};
use crate::diag::Diagnostic;
use crate::load::number::is_formula;
use crate::ty::ColumnDef;

pub fn footnote(column: &ColumnDef, text: &str, mark: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D012",
            format!("“{title}”填了“{shown}”，数字后带有注释记号“{mark}”"),
            format!("`{title}`: “{shown}” carries the footnote mark “{mark}”"),
        )
        .note(
            "带记号的数字容易被误读：10² 不是 102，12.5① 不是 12.51",
            "such marks are misread: 10² is not 102, 12.5① is not 12.51",
        )
        .help("请只填数字，注释另写", "write the figure alone and the note elsewhere"),
        "带注释记号",
        "footnote mark",
    )
}

/// Something of the cell was struck out by hand.
pub fn struck_out(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    problem(
        Diagnostic::error(
            "D054",
            format!("“{title}”的“{shown}”划了删除线，算不算数不清楚"),
            format!("`{title}`: “{shown}” is struck out; whether it counts cannot be told"),
        )
        .note(
            "这一格按未知处理；整行划掉的，只在关键栏报告一次",
            "it counts as unknown; a row that is struck out is told once, at its key",
        )
        .help("作废的请删去，算数的请去掉删除线", "delete what is void, or take the line off what counts"),
        "划了删除线",
        "struck out",
    )
}

pub fn doubtful_mark(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    let (note_zh, note_en) = match text.contains(char::is_alphabetic) {
        true => (
            "这样的字可以是说没有，也可以是说不知道；本程序不作猜测",
            "such words may say that there is none, or that it is not known; this program does not guess",
        ),
        false => (
            "这样的记号在有的报表中表示不足半个单位，在有的报表中表示没有数据；本程序不作猜测",
            "such marks stand for “less than half a unit” in some forms and for “no data” in others; this program does not guess",
        ),
    };
    // Where there must be a value, a dash is no way out.
    let (none_zh, none_en) = match column.optional {
        true => ("，确无此项请填“—”", ", write — when there is no such thing"),
        false => ("", ""),
    };
    problem(
        Diagnostic::error(
            "D013",
            format!("“{title}”填了“{shown}”，含义不明"),
            format!("`{title}`: what “{shown}” means is not certain"),
        )
        .note(note_zh, note_en)
        .help(
            format!("没有数据请留空{none_zh}，有的请照实填写"),
            format!("leave it empty when it is not known{none_en}, or write what it is"),
        ),
        "含义不明",
        "not certain",
    )
}

pub fn spreadsheet_error(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    if is_formula(text.trim()) {
        let shown = shown.trim_start_matches('#');
        return problem(
            Diagnostic::error(
                "D013",
                format!("“{title}”中的“{shown}”是公式，没有存下计算结果"),
                format!("`{title}`: “{shown}” is a formula without a saved result"),
            )
            .help("请用表格软件打开，重新计算后存盘", "open it in a spreadsheet program, calculate and save it"),
            "没有结果的公式",
            "a formula without a result",
        );
    }
    problem(
        Diagnostic::error(
            "D013",
            format!("“{title}”中的“{shown}”是电子表格的错误值，不是数据"),
            format!("`{title}`: “{shown}” is a spreadsheet error, not a value"),
        )
        .help(
            "请在电子表格中改正公式（一串 # 是列宽不够），填入实际的值再导出",
            "mend the formula in the spreadsheet (a run of # means the column is too narrow), and export the value",
        ),
        "电子表格的错误值",
        "a spreadsheet error",
    )
}

pub fn approximate(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown, sample) = (column.title(), clip(text), sample(column));
    problem(
        Diagnostic::error("D013", format!("“{title}”填了约数“{shown}”"), format!("`{title}`: “{shown}” is only about a number"))
            .help(
                format!("请填准确数字，或用界限表示，如“{sample}以上”"),
                format!("write the exact figure, or bounds, like {sample}以上"),
            ),
        "约数",
        "approximate",
    )
}

pub fn none_in_required(column: &ColumnDef, text: &str) -> CellProblem {
    let (title, shown) = (column.title(), clip(text));
    let (zero_zh, zero_en) = if flavour(column).is_some() { ("为零请填 0，", "write 0 for zero, ") } else { ("", "") };
    problem(
        Diagnostic::error(
            "D014",
            format!("“{title}”填了“{shown}”（无此项），但这一项必须有值"),
            format!("`{title}`: “{shown}” says there is no such thing, but this must have a value"),
        )
        .help(
            format!("{zero_zh}暂缺请留空；确实可以没有的，应在规则文件中该项类型后加“?”"),
            format!("{zero_en}leave it empty when unknown; if there may be none, the field's type needs a `?`"),
        ),
        "必须有值",
        "must have a value",
    )
}
