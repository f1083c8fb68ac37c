//! Mistakes of whole lines of a table: what stands above it and below it, units of the form, rows of totals.

use super::clip;
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;
use crate::ty::{Origin, Relation};

const UNIT_HELP: (&str, &str) = (
    "请在每栏表头里写明单位，如“产值（万元）”，并删去或改正表外的单位",
    "write the unit into the header of each column, like 产值（万元）, and remove or mend the one outside the table",
);

fn unit(zh: String, en: String) -> Diagnostic {
    Diagnostic::error("D031", zh, en).help(UNIT_HELP.0, UNIT_HELP.1)
}

const UNKNOWN: (&str, &str) = ("有关各栏的数据一律按未知处理", "the figures of the columns concerned count as unknown");

pub fn unknown_form_unit(name: &str, place: Span) -> Diagnostic {
    let shown = clip(name);
    unit(
        format!("表头上方写的单位“{shown}”不是已知的单位"),
        format!("the unit that stands above the header, “{shown}”, is not a known unit"),
    )
    .at(place, "全表的单位", "the unit of the form")
    .note(UNKNOWN.0, UNKNOWN.1)
}

pub fn unit_of_no_column(relation: &Relation, name: &str, place: Span) -> Diagnostic {
    let (title, shown) = (relation.title(), clip(name));
    unit(
        format!("表头上方写着单位“{shown}”，但“{title}”没有用这个单位的栏"),
        format!("a unit stands above the header (“{shown}”), but no column of `{title}` takes it"),
    )
    .at(place, "全表的单位", "the unit of the form")
    .note(UNKNOWN.0, UNKNOWN.1)
}

pub fn unit_of_many_counts(name: &str, place: Span) -> Diagnostic {
    let shown = clip(name);
    unit(
        format!("表头上方写着单位“{shown}”，而表中有几栏个数，看不出是哪一栏的单位"),
        format!("the unit above the header, {shown}, may belong to any of several columns of counts"),
    )
    .at(place, "全表的单位", "the unit of the form")
    .note(UNKNOWN.0, UNKNOWN.1)
}

pub fn two_units(first: &str, first_place: Span, second: &str, place: Span) -> Diagnostic {
    let (a, b) = (clip(first), clip(second));
    let diagnostic = unit(
        format!("同一类数字写了两个单位：“{a}”和“{b}”"),
        format!("two units are given for the same kind of figures: {a} and {b}"),
    )
    .at(place, format!("单位“{b}”"), format!("in {b}"));
    let diagnostic = match first_place == place {
        true => diagnostic,
        false => diagnostic.at(first_place, format!("单位“{a}”"), format!("in {a}")),
    };
    diagnostic.note(UNKNOWN.0, UNKNOWN.1)
}

pub fn unit_below(place: Span) -> Diagnostic {
    unit(
        "表头下方又写了一个单位，与表中数字所用的单位不同".into(),
        "a unit stands below the header that is not the one of the figures".into(),
    )
    .at(place, "另一个单位", "another unit")
    .note(
        "不知道它管哪些行，有关各栏的数据按未知处理，此行以下没有读取",
        "which rows it is meant for cannot be told: the figures concerned count as unknown, and nothing below was read",
    )
}

/// Another table of the sheet has a unit above it, and this one has none.
pub fn unit_of_another_table(name: &str, header: Span) -> Diagnostic {
    let zh = format!("同一工作表里另一张表的上方写着“{name}”，这张表没有写单位，不知道用的是不是它");
    let en = format!(
        "`{name}` stands above another table of this sheet, and this one says no unit: whether it is meant here cannot be told"
    );
    Diagnostic::error("I041", zh, en)
        .at(header, "这张表的表头", "the header of this table")
        .note("没有写单位的金额各栏按未知处理", "amounts without a unit of their own count as unknown")
        .help("在这张表的上方或表头里写上单位", "say the unit above this table, or in its header")
}

pub fn unit_of_row(name: &str, place: Span, head: Span) -> Diagnostic {
    let shown = clip(name);
    Diagnostic::error(
        "D031",
        format!("这一行另有单位“{shown}”，与表中数字所用的单位不同"),
        format!("this row has a unit of its own, “{shown}”, which is not the one of its figures"),
    )
    .at(place, "这一行的单位", "the unit of this row")
    .at(head, "单位一栏", "the column of units")
    .note("这一行的数字按未知处理", "the figures of this row count as unknown")
    .help(
        "请把单位写在数字后面（如 100万元），或写在该栏表头里",
        "write the unit behind the figure (100万元), or into the header of its column",
    )
}

fn of_totals(error: bool, zh: String, en: String) -> Diagnostic {
    if error { Diagnostic::error("D032", zh, en) } else { Diagnostic::warning("D032", zh, en) }
}

pub fn total_left_out(relation: &Relation, word: &str, place: Span, agrees: bool) -> Diagnostic {
    let (title, shown) = (relation.title(), clip(word));
    let diagnostic = of_totals(
        false,
        format!("“{title}”的“{shown}”一行是合计，没有当作一个单位核查"),
        format!("the row “{shown}” of `{title}` is a total and is not judged as a member"),
    )
    .at(place, "合计行", "a row of totals");
    let diagnostic = match agrees {
        true => diagnostic.note("它的数字与各行之和一致", "its figures are the sums of its rows"),
        false => diagnostic,
    };
    if relation.origin == Origin::Policy {
        return diagnostic.help("请从这张表中删去合计行", "remove the row of totals from this table of the policy");
    }
    diagnostic.help(
        format!("表式本来就有这一行的，请在规则文件的“{title}”中写明：合计行 \"{shown}\"（total row），其数字就会与各行核对"),
        format!("if the form has this row, say so in the record: total row \"{shown}\" (合计行); its figures are then checked"),
    )
}

/// What the rows come to on an average is none of them.
pub fn average_left_out(relation: &Relation, word: &str, place: Span) -> Diagnostic {
    let (title, shown) = (relation.title(), clip(word));
    of_totals(
        false,
        format!("“{title}”的“{shown}”一行是平均数，没有当作一个单位核查"),
        format!("the row “{shown}” of `{title}` is an average and is not judged as a member"),
    )
    .at(place, "平均数", "an average")
    .help("表里请只留各单位的行", "leave only the rows of members in the table")
}

/// A row of 其中: a part of what stands above it, which is no sum of rows.
pub fn part_left_out(relation: &Relation, word: &str, place: Span) -> Diagnostic {
    let (title, shown) = (relation.title(), clip(word));
    of_totals(
        false,
        format!("“{title}”的“{shown}”一行是上面一行的一部分，没有当作一个单位核查"),
        format!("the row “{shown}” of `{title}` is a part of the row above and is not judged as a member"),
    )
    .at(place, "上面一行的一部分", "a part of the row above")
}

pub fn derived_left_out(relation: &Relation, word: &str, place: Span) -> Diagnostic {
    let (title, shown) = (relation.title(), clip(word));
    of_totals(
        false,
        format!("“{title}”的“{shown}”一行是比较或比重，没有当作一个单位核查"),
        format!("the row “{shown}” of `{title}` compares others and is not judged as a member"),
    )
    .at(place, "比较或比重", "growth, a share, another year")
    .help("表里请只留各单位的行", "leave only the rows of members in the table")
}

/// A row that is judged as a member, though its figures are those of a total.
pub fn total_in_all_but_name(relation: &Relation, name: &str, place: Span) -> Diagnostic {
    let (title, shown) = (relation.title(), clip(name));
    of_totals(
        false,
        format!("“{title}”的“{shown}”一行，各栏都等于其余各行之和，像是合计，却当作一个单位核查"),
        format!("the row “{shown}” of `{title}` is the sum of the other rows in every column, and is judged as a member"),
    )
    .at(place, "像是合计", "it looks like a total")
    .help(
        format!("是合计的，请删去，或在规则文件的“{title}”中写明：合计行 \"{shown}\"（total row）"),
        format!("if it is a total, remove it, or say so in the record: total row \"{shown}\" (合计行)"),
    )
}

/// 其中：甲 right below a total, with rows of members below it.
pub fn member_of_total(relation: &Relation, word: &str, place: Span) -> Diagnostic {
    let (title, shown) = (relation.title(), clip(word));
    of_totals(
        true,
        format!("“{title}”的“{shown}”一行没有当作一个单位，是不是其中一个单位看不出"),
        format!("the row “{shown}” of `{title}` was not taken for a member: whether it is one cannot be told"),
    )
    .at(place, "紧接合计行", "right below a total")
    .note("它可能是数据，这张表视为不完整", "it may be a row, so the table counts as incomplete")
    .help(
        "是一个单位的，请删去“其中：”；不是的，请移到合计行之外",
        "if it is a member, remove 其中：; if not, move it away from the total",
    )
}

/// A figure of a total row that is not what its rows come to.
pub struct TotalOff {
    pub column: String,
    pub stated: Bilingual,
    pub sum: Bilingual,
    /// The difference, without its sign.
    pub by: Bilingual,
}

pub fn total_differs(word: &str, (first, others): (&TotalOff, &[TotalOff]), place: Span, declared: bool) -> Diagnostic {
    let shown = clip(word);
    let TotalOff { column, stated, sum, by } = first;
    let diagnostic = of_totals(
        declared,
        format!("“{shown}”与各行之和不符：“{column}”写 {}，各行之和是 {}", stated.zh, sum.zh),
        format!("“{shown}” is not the sum of its rows: `{column}` says {}, the rows add up to {}", stated.en, sum.en),
    )
    .at(place, format!("相差 {}", by.zh), format!("off by {}", by.en));
    let more = others.iter().map(|off| {
        let TotalOff { column, stated, sum, .. } = off;
        (format!("“{column}”{}，各行之和是 {}", stated.zh, sum.zh), format!("`{column}` {}, not {}", stated.en, sum.en))
    });
    let (zh, en): (Vec<_>, Vec<_>) = more.unzip();
    let diagnostic = match zh.is_empty() {
        true => diagnostic,
        false => diagnostic.note(format!("还有：{}", zh.join("；")), format!("so are {}", en.join("; "))),
    };
    diagnostic
        .note("合计行没有当作一个单位核查，各行照常核查", "the total is not judged as a member; the rows are judged as they are")
        .help(
            "请核对各行和合计：是否少报了行，或有数字填错",
            "check the rows and the total: a row may be missing or a figure wrong",
        )
}

/// A table holds nothing but its total.
pub fn total_alone(word: &str, place: Span) -> Diagnostic {
    let shown = clip(word);
    of_totals(
        true,
        format!("只有“{shown}”一行，没有它所合计的各行"),
        format!("there is the total “{shown}” and none of the rows it sums up"),
    )
    .at(place, "只有合计", "nothing but the total")
    .note("各行没有报来，这张表视为不完整", "the rows were not sent, so the table counts as incomplete")
    .help("请补报各行；确实没有的，合计请填 0", "send the rows; where there are none, the total is 0")
}

/// Nobody can hold what a declared total row says against its rows.
pub fn total_unusable(word: &str, column: &str, place: Span) -> Diagnostic {
    let shown = clip(word);
    of_totals(
        true,
        format!("“{shown}”的“{column}”不是一个数，不能与各行之和核对"),
        format!("`{column}` of “{shown}” is no single figure and cannot be held against its rows"),
    )
    .at(place, "不能核对", "cannot be checked")
    .help("请填合计的准确数字", "write the exact total")
}

/// The envelope names a unit that is not the one of the figures.
pub fn unit_of_envelope(name: &str, place: Span) -> Diagnostic {
    let shown = clip(name);
    Diagnostic::error(
        "D031",
        format!("报送信息写着单位“{shown}”，与规则文件规定的单位不同"),
        format!("the envelope names the unit {shown}, which is not the one that the fields are declared in"),
    )
    .at(place, "报送信息中的单位", "the unit in the envelope")
    .note(UNKNOWN.0, UNKNOWN.1)
    .help(
        "请把单位写在数字后面（如 \"100亿元\"），并删去报送信息中的单位",
        "write the unit behind each figure (\"100亿元\") and remove the one in the envelope",
    )
}

fn outside(error: bool, zh: &str, en: &str) -> Diagnostic {
    if error { Diagnostic::error("D033", zh, en) } else { Diagnostic::warning("D033", zh, en) }
}

/// `unit`: it names one, too.
pub fn figures_above(place: Span, unit: bool) -> Diagnostic {
    let diagnostic =
        outside(true, "表头上方有一行数字，没有读取", "a line with figures stands above the header and was not read")
            .at(place, "这一行在表头上方", "it stands above the header")
            .note("它可能是数据，这张表视为不完整", "it may be a row, so the table counts as incomplete");
    let diagnostic = match unit {
        true => diagnostic.note(
            "行内的单位是不是全表的单位也不清楚，可能用它的各栏按未知处理",
            "nor is it known whether the unit in it is that of the form: the figures that may be meant in it count as unknown",
        ),
        false => diagnostic,
    };
    diagnostic.help("请把表头放在所有数据之前，或删去这一行", "put the header before all rows, or remove this line")
}

/// Cells stand right below the range of the project file.
pub fn beyond_range(place: Span) -> Diagnostic {
    Diagnostic::error(
        "I068",
        "项目文件写的范围（range）下面紧接着还有内容，没有读取",
        "something stands right below the range of the project file (`range`) and was not read",
    )
    .at(place, "范围到这里为止", "the range ends here")
    .note("表可能还没有完，视为不完整", "the table may go on, so it counts as incomplete")
    .help(
        "请把范围写到表的最后一行，或不写末行（如 A3:F）",
        "let the range reach the last row of the table, or leave its end open (A3:F)",
    )
}

/// A range in the project file, for a file that has no cells or more than one table of text.
pub fn no_range_here(said: Option<Span>, many: bool) -> Diagnostic {
    let (zh, en) = match many {
        true => ("一个 CSV 文件只能写一个范围（range）", "a CSV file takes one range (`range`)"),
        false => ("范围（range）只用于工作簿和 CSV", "a range (`range`) is for workbooks and CSV"),
    };
    let diagnostic = Diagnostic::error("I068", zh, en).note("这个文件没有读取", "this file was not read");
    match said {
        Some(span) => diagnostic.at(span, "范围写在这里", "the range"),
        None => diagnostic,
    }
}

pub fn header_above(place: Span) -> Diagnostic {
    outside(true, "表头上方还有一行像是表头，没有使用", "a line above the header looks like a header too and was not used")
        .at(place, "也像表头", "it looks like a header")
        .note(
            "哪一行是表头无法判断，这张表视为不完整",
            "which of the two is meant cannot be told, so the table counts as incomplete",
        )
        .help("请只留一行表头，用规定的栏名", "keep one header row, with the declared names of the columns")
}

pub fn unused_above(place: Span) -> Diagnostic {
    outside(false, "表头上方这一行的内容没有使用", "this line above the header was not used")
        .at(place, "没有使用", "not used")
        .help("多行表头请合并成一行", "make one row of a header of several")
}

pub fn column_numbers(place: Span) -> Diagnostic {
    outside(false, "这一行是各栏的编号（栏次），没有当作数据", "this line numbers the columns and is not taken for a row").at(
        place,
        "栏次",
        "numbers of columns",
    )
}

pub fn header_again(place: Span, header: Span) -> Diagnostic {
    outside(false, "表头又出现了一次，没有当作数据", "the header stands here once more; it is not taken for a row")
        .at(place, "又一次", "once more")
        .at(header, "表头", "the header")
}

pub fn second_header(place: Span, header: Span) -> Diagnostic {
    outside(true, "表中又有一行表头，与前面的不同", "another header stands here, and it is not the same")
        .at(place, "另一行表头", "another header")
        .at(header, "本表的表头", "the header of this table")
        .note("此行以下没有读取，这张表视为不完整", "nothing below was read, and the table counts as incomplete")
        .help("一个文件只放一张表，请分成两个文件", "a file holds one table: make two files of it")
}

pub fn notes(place: Span, count: usize) -> Diagnostic {
    let (zh, en) = match count {
        1 => {
            ("表外的一行文字是附注，没有当作数据".to_string(), "a line of text outside the table is taken for a note".to_string())
        }
        n => {
            (format!("表外的 {n} 行文字是附注，没有当作数据"), format!("{n} lines of text outside the table are taken for notes"))
        }
    };
    outside(false, &zh, &en).at(place, "附注", "notes")
}

pub fn note_or_row(place: Span) -> Diagnostic {
    outside(
        true,
        "这一行只有文字没有数字，看不出是附注还是没有填数的一行",
        "this line has a text and no figures: it may be a note, or a row without figures",
    )
    .at(place, "没有当作数据", "not taken for a row")
    .note("它可能是数据，这张表视为不完整", "it may be a row, so the table counts as incomplete")
    .help(
        "附注请以“注：”开头；小标题请删去；没有数字的一行请填“—”（无此项）或单独成行放在其他行之前",
        "begin a note with 注：; remove a heading; in a row without figures write — where there is no such thing, or move it above other rows",
    )
}

pub fn part_of_header(place: Span, header: Span) -> Diagnostic {
    outside(
        true,
        "表头下面的这一行又写了栏名，像是表头的第二行，没有当作数据",
        "this line below the header names its first column again: it looks like a second row of the header and was not taken for a row",
    )
    .at(place, "没有当作数据", "not taken for a row")
    .at(header, "表头", "the header")
    .note("它可能是数据，这张表视为不完整", "it may be a row, so the table counts as incomplete")
    .help("请把表头并成一行，或把各栏分别写全（如“产值/2007”）", "make the header one row, each column named in full")
}

pub fn numbers_or_row(place: Span) -> Diagnostic {
    outside(
        true,
        "这一行依次写着 1、2、3……，看不出是栏次还是一行数据",
        "this line holds 1, 2, 3 and so on: it may number the columns, or be a row",
    )
    .at(place, "没有当作数据", "not taken for a row")
    .note("它可能是数据，这张表视为不完整", "it may be a row, so the table counts as incomplete")
    .help(
        "栏次请紧接表头，第一格写“栏次”；表中间的请删去",
        "numbers of columns belong below the header, behind a first cell 栏次; remove those further down",
    )
}

pub fn row_in_quotes(line: Span, row: Span) -> Diagnostic {
    Diagnostic::error(
        "D034",
        "引号跨行，把下面的一行也当成了一格里的文字",
        "a pair of quotes spans lines and takes the next row for part of a cell",
    )
    .at(line, "这一行像是单独的一行数据", "this looks like a row of its own")
    .at(row, "引号里的内容属于这一行", "what stands in quotes belongs to this row")
    .note(
        "这一行的数据（主键以外）按未知处理，这张表视为不完整",
        "the figures of this row (beside its key) count as unknown, and the table as incomplete",
    )
    .help(
        "请补上或删去引号；格内确要换行的，请去掉该格内的逗号",
        "close or remove the quote; if the cell does hold lines, take the commas out of it",
    )
}

pub fn nameless_column(relation: &Relation, at: usize, value: Span, header: Span) -> Diagnostic {
    let title = relation.title();
    Diagnostic::warning(
        "D023",
        format!("“{title}”表头的第 {at} 格没有栏名，下面却有内容"),
        format!("cell {at} of the header of `{title}` has no name, but there is something below it"),
    )
    .at(value, "这一栏的内容没有使用", "what it holds is not used")
    .at(header, "表头", "the header")
    .help("请在表头写上栏名，或删去这一栏", "write its name into the header, or remove the column")
}

pub fn stray_quote(place: Span) -> Diagnostic {
    Diagnostic::warning("D034", "格内有一个落单的引号", "a quote stands inside a cell")
        .at(place, "引号按原样读作文字", "the quote is read as part of the text")
        .help(
            "请删去它；确是文字的，整格加引号，格内的引号写两个",
            "remove it, or put the whole cell in quotes and write it twice",
        )
}
