//! Mistakes of rows, headers and fields.

use super::{Advice, clip, expectation};
use crate::data::CellState;
use crate::diag::{Bilingual, Diagnostic, Severity};
use crate::text::{Span, points, seen};
use crate::ty::{ColumnDef, JoinUse, Relation, Unit};

/// Two rows with one key that say different things.
pub fn duplicate_key(
    relation: &Relation,
    key: &str,
    differing: &[&str],
    (later, earlier): (Option<Span>, Option<Span>),
) -> Diagnostic {
    let (title, key) = (relation.title(), clip(key));
    let (zh, en) = names(differing);
    let diagnostic = Diagnostic::error(
        "D021",
        format!("“{title}”中“{key}”报了不止一次，内容不一"),
        format!("`{title}`: “{key}” is reported more than once, and not alike"),
    );
    twice(diagnostic, later, earlier)
        .note(
            format!("以哪一行为准无法判断，两行不同之处按未知处理：{zh}"),
            format!("which of them holds cannot be told, so what they differ in counts as unknown: {en}"),
        )
        .help(
            "请删去不对的一行；若有一行说的是别的对象，请改正它的主键",
            "remove the row that does not hold; if one of them is about something else, mend its key",
        )
}

/// A row sent twice with the same cells; `count`: so many such rows in the same files.
pub fn row_again(relation: &Relation, key: &str, count: usize, (later, earlier): (Option<Span>, Option<Span>)) -> Diagnostic {
    let (title, key) = (relation.title(), clip(key));
    let diagnostic = match count {
        1 => Diagnostic::warning(
            "D048",
            format!("“{title}”中“{key}”报了两次，内容相同"),
            format!("`{title}`: “{key}” is reported twice, alike"),
        ),
        n => Diagnostic::warning(
            "D048",
            format!("“{title}”中有 {n} 行报了两次，内容相同，第一行是“{key}”"),
            format!("`{title}`: {n} rows are reported twice, alike, the first of them “{key}”"),
        ),
    };
    twice(diagnostic, later, earlier).note("只算一次", "each counts once")
}

/// Names of columns in one message, the first of them where there are many.
pub(super) fn names(columns: &[&str]) -> (String, String) {
    const MOST: usize = 6;
    let shown = columns.iter().take(MOST).map(|name| clip(name));
    let (zh, en): (Vec<String>, Vec<String>) = shown.map(|n| (format!("“{n}”"), format!("`{n}`"))).unzip();
    let (mut zh, mut en) = (zh.join("、"), en.join(", "));
    if columns.len() > MOST {
        zh.push_str(&format!("等 {} 项", columns.len()));
        en.push_str(&format!(" and {} more", columns.len() - MOST));
    }
    (zh, en)
}

fn twice(mut diagnostic: Diagnostic, later: Option<Span>, earlier: Option<Span>) -> Diagnostic {
    if let Some(span) = later {
        diagnostic = diagnostic.at(span, "又报了一次", "reported again here");
    }
    if let Some(span) = earlier {
        diagnostic = diagnostic.at(span, "先前已报", "first reported here");
    }
    diagnostic
}

pub fn missing_key(relation: &Relation, column: &ColumnDef, state: CellState, place: Span) -> Diagnostic {
    let (title, name) = (relation.title(), column.title());
    let (zh, en) = match state {
        CellState::Hole => ("不是一个确定的值", "is not one certain value"),
        CellState::Absent => ("没有填报", "is not there"),
        CellState::Known | CellState::None | CellState::Blank => ("为空", "is empty"),
    };
    Diagnostic::error(
        "D022",
        format!("“{title}”的一行中，主键“{name}”{zh}"),
        format!("a row of `{title}`: its key column `{name}` {en}"),
    )
    .at(place, format!("“{name}”{zh}"), format!("`{name}` {en}"))
    .at(column.span, "主键在此声明", "the key column is declared here")
    .note("没有主键就不知道这一行说的是谁", "without its key nobody knows whom the row is about")
}

/// The lower part of the header names a field, and what stands above it says of which group it is: whether that is the one meant only its author
/// knows.
pub fn under_group(unknown: Diagnostic, column: &ColumnDef, header: &str) -> Diagnostic {
    let (title, shown) = (column.title(), clip(header));
    unknown.at(column.span, format!("“{title}”在此声明"), format!("`{title}` is declared here")).help(
        format!("如果它就是“{title}”，请在规则里这一项的后面写：又名 \"{shown}\""),
        format!("if it is `{title}`, write at that field of the rules: also \"{shown}\""),
    )
}

pub fn unknown_field(relation: &Relation, name: &str, near: Option<&str>, place: Span) -> Diagnostic {
    let (title, shown) = (relation.title(), clip(name));
    let zh = format!("“{title}”没有“{shown}”这一项");
    let en = format!("`{title}` has no field `{shown}`");
    if let Some(twin) = twin(relation, name) {
        let (have, want) = (code_points(name, twin), code_points(twin, name));
        return Diagnostic::error("D023", zh, en)
            .at(place, "没有这一项", "no such field")
            .at(relation.span, format!("“{title}”在此声明"), format!("`{title}` is declared here"))
            .note(
                format!("它看起来与“{twin}”一样，编码却不同：这里是 {have}，规则里是 {want}"),
                format!("it looks like `{twin}` and is coded differently: {have} here, {want} in the rules"),
            )
            .help("重新输入这个表头", "type the header again");
    }
    match near {
        // A field the form lacks beside a column nobody filled: surely a slip, and a figure is lost.
        Some(_) => Diagnostic::error("D023", zh, en).suggest(near),
        None => Diagnostic::warning("D023", zh, en).note("这一项的内容没有使用", "what it holds is not used"),
    }
    .at(place, "没有这一项", "no such field")
    .at(relation.span, format!("“{title}”在此声明"), format!("`{title}` is declared here"))
}

/// The name of a column that a reader cannot tell from this one.
fn twin<'r>(relation: &'r Relation, name: &str) -> Option<&'r str> {
    let form = seen(name.trim());
    let mut names =
        relation.columns.iter().flat_map(|c| std::iter::once(&c.name).chain(&c.label).chain(&c.aliases)).map(String::as_str);
    names.find(|n| *n != name.trim() && seen(n) == form)
}

/// The code points that differ; a name that only lacks some has none of its own.
fn code_points(text: &str, other: &str) -> String {
    let own = points(text, other);
    if own.is_empty() { "—".to_string() } else { own }
}

/// Several columns that a header lacks, none of them a key: one form was made for fewer.
pub fn missing_columns(relation: &Relation, columns: &[&ColumnDef], header: Span) -> Diagnostic {
    let (title, count) = (relation.title(), columns.len());
    let (zh, en) = names(&columns.iter().map(|c| c.title()).collect::<Vec<_>>());
    Diagnostic::warning(
        "D025",
        format!("“{title}”的表头缺少 {count} 栏：{zh}"),
        format!("the header of `{title}` lacks {count} columns: {en}"),
    )
    .note("这些栏的数据一律按未知处理", "their figures count as unknown")
    .at(header, "表头", "the header")
    .help("请在表头增加这些栏", "add these columns to the header")
}

pub fn missing_column(relation: &Relation, column: &ColumnDef, key: bool, header: Span) -> Diagnostic {
    let (title, name) = (relation.title(), column.title());
    let zh = format!("“{title}”的表头缺少“{name}”一栏");
    let en = format!("the header of `{title}` lacks the column `{name}`");
    let diagnostic = match key {
        true => Diagnostic::error("D025", zh, en).note(
            "这一栏是主键，没有它就不知道各行说的是谁",
            "it is a key column: without it nobody knows whom the rows are about",
        ),
        false => Diagnostic::warning("D025", zh, en).note("这一栏的数据一律按未知处理", "its figures count as unknown"),
    };
    diagnostic
        .at(header, "表头", "the header")
        .at(column.span, format!("此处规定填{}", expectation(column).zh), format!("declared here: {}", expectation(column).en))
        .help(
            format!("请在表头增加“{name}”一栏（也可用“{}”）", column.name),
            format!("add a column headed `{name}` or `{}`", column.name),
        )
}

pub fn field_twice(column: &ColumnDef, second: Option<Span>, first: Option<Span>) -> Diagnostic {
    let title = column.title();
    let mut diagnostic =
        Diagnostic::error("D026", format!("同一行中“{title}”写了两次"), format!("`{title}` stands twice in one row"));
    if let Some(span) = second {
        diagnostic = diagnostic.at(span, "第二次", "the second time");
    }
    if let Some(span) = first {
        diagnostic = diagnostic.at(span, "第一次", "the first time");
    }
    diagnostic
        .note("以哪一个为准无法判断，按未知处理", "which of the two holds cannot be told, so it counts as unknown")
        .help("请删去其中一个", "remove one of them")
}

pub fn column_twice(relation: &Relation, column: &ColumnDef, second: Span, first: Span) -> Diagnostic {
    let (title, name) = (relation.title(), column.title());
    Diagnostic::error(
        "D026",
        format!("“{title}”的表头中“{name}”出现了两次"),
        format!("the header of `{title}` has the column `{name}` twice"),
    )
    .at(second, "第二次", "the second time")
    .at(first, "第一次", "the first time")
    .note("以哪一栏为准无法判断，这一栏一律按未知处理", "which of the two holds cannot be told, so the column counts as unknown")
    .help("请删去或改名其中一栏", "remove or rename one of them")
}

pub fn ragged(found: usize, wanted: usize, row: Span, header: Span) -> Diagnostic {
    let (zh, en) = if found < wanted { ("少", "fewer") } else { ("多", "more") };
    Diagnostic::error(
        "D027",
        format!("这一行有 {found} 格，比表头的 {wanted} 栏{zh}"),
        format!("this row has {found} cells, {en} than the {wanted} columns of the header"),
    )
    .at(row, "格数与表头不符", "its cells do not match the header")
    .at(header, format!("表头有 {wanted} 栏"), format!("the header has {wanted} columns"))
    .note(
        "数字可能错了栏，这一行的数据（主键以外）按未知处理",
        "figures may stand in the wrong column, so those of this row (beside its key) count as unknown",
    )
    .help(
        "请检查是否多写或漏写了逗号；格内含逗号的（如 1,234.5）须加引号",
        "look for a missing or an extra comma; a cell that holds a comma (1,234.5) must stand in quotes",
    )
}

/// A cell of a workbook to the right of its table: a remark, or the row was moved.
pub fn beside_table(cell: Span, header: Span) -> Diagnostic {
    Diagnostic::error(
        "D027",
        "这一格在表格右边，上方没有表头",
        "this cell stands beside the table, under no header",
    )
    .at(cell, "不在任何一栏下面", "under no column")
    .at(header, "表头到此为止", "the header")
    .note(
        "这一行可能向右错了格，它的数据（主键以外）按未知处理",
        "the row may have been moved to the right, so its figures (beside its key) count as unknown",
    )
    .help(
        "只是备注的，请移到表格下方，或给这一栏写上表头（如“备注”）；错了格的，请移回各自的栏下",
        "move a remark below the table, or give its column a header (such as 备注); if the row was moved, move it back under its columns",
    )
}

pub fn header_unit(column: &ColumnDef, unit: &str, known: Option<&Unit>, place: Span) -> Diagnostic {
    let (title, unit, want) = (column.title(), clip(unit), expectation(column));
    let diagnostic = match known {
        Some(_) => Diagnostic::error(
            "D003",
            format!("单位不符：“{title}”应填{}，表头却写“{unit}”", want.zh),
            format!("wrong unit: `{title}` takes {}, but its header says {unit}", want.en),
        ),
        None => Diagnostic::error(
            "D004",
            format!("“{title}”的表头中“{unit}”不是已知的单位"),
            format!("the header of `{title}`: “{unit}” is not a known unit"),
        ),
    };
    diagnostic
        .at(place, "表头中的单位", "the unit in the header")
        .at(column.span, format!("此处规定填{}", want.zh), format!("declared here: {}", want.en))
        .note("这一栏的数据一律按未知处理", "the figures of this column count as unknown")
}

pub fn wrong_shape(relation: &Relation, what: Bilingual, place: Span) -> Diagnostic {
    let title = relation.title();
    Diagnostic::error(
        "D024",
        format!("“{title}”的一行应是“名称 = 值”的一组，这里却是{}", what.zh),
        format!("a row of `{title}` must be a set of named values, but this is {}", what.en),
    )
    .at(place, what.zh, what.en)
}

/// A reference, a sender or a text that rules join by names no row; `target` is what it should name, and whether that lists senders.
pub fn names_no_row(
    column: &ColumnDef,
    value: &str,
    (target, sender): (&str, bool),
    advice: &Advice,
    place: Option<Span>,
) -> Diagnostic {
    let (title, value) = (column.title(), clip(value));
    let diagnostic = match sender {
        true => Diagnostic::error(
            "D040",
            format!("“{title}”为“{value}”，名单“{target}”里没有"),
            format!("`{title}` is “{value}”, which is not on the list `{target}`"),
        ),
        false => Diagnostic::error(
            "D040",
            format!("“{title}”为“{value}”，“{target}”里没有这一行"),
            format!("`{title}` is “{value}”, and `{target}` has no such row"),
        ),
    };
    let diagnostic = match place {
        Some(span) => diagnostic.at(span, "对不上", "names no row"),
        None => diagnostic,
    };
    let diagnostic = diagnostic
        .at(column.span, "这一栏在此声明", "the column is declared here")
        .note("按未知处理：它可能属于的各项都不下结论", "it counts as unknown: nothing it could belong to is decided");
    match advice.words() {
        Some(words) => diagnostic.help(words.zh, words.en),
        None => diagnostic,
    }
}

/// A text that rules put together names no row. `near` is a key that it is nearly, `rows` how many there are of its kind.
pub fn made_names_no_row(target: &Relation, made: &str, near: Option<&str>, rows: usize, place: Option<Span>) -> Diagnostic {
    let (title, made) = (target.title(), clip(made));
    let mut diagnostic = Diagnostic::warning(
        "D040",
        format!("拼成的“{made}”在“{title}”里没有这一行"),
        format!("what is put together to “{made}” names no row of `{title}`"),
    );
    if let Some(span) = place {
        diagnostic = diagnostic.at(span, "由此拼成", "put together from this");
    }
    diagnostic = diagnostic.note("所在的行不计入由此取数的各项", "its row counts in nothing that is gathered by it");
    if rows > 1 {
        diagnostic = diagnostic.note(format!("共有 {rows} 行如此"), format!("{rows} rows are like this"));
    }
    match near {
        Some(near) => diagnostic.help(format!("是否应为“{near}”？"), format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

/// A text that rules join by, nearly the name of a row of a table that is known as a whole. It may be another's, so it is no error.
pub fn may_be_meant(diagnostic: Diagnostic, rows: usize) -> Diagnostic {
    let mut diagnostic = Diagnostic { severity: Severity::Warning, ..diagnostic };
    diagnostic.notes.clear();
    let diagnostic = diagnostic.note(
        "它与一个名称只差一点，可能说的就是它，所以按未知处理，它可能属于的各项都不下结论；确是别的，请把它加进那张表",
        "it is nearly a name there and may be meant for it, so it counts as unknown, and nothing it could belong to is decided; \
         if it is another, add it to that table",
    );
    of_rows(diagnostic, rows)
}

/// The same where the value may be meant so, as that of somebody who is on no list here: it is told, and stands. `rows` is how many there are.
pub fn stays_out(mut diagnostic: Diagnostic, elsewhere: bool, use_of: JoinUse, rows: usize) -> Diagnostic {
    diagnostic.notes.clear();
    let diagnostic = match (elsewhere, use_of) {
        (true, _) => diagnostic.note(
            "像是别处报来的，不算任何名单成员的；没有写明管辖范围的规则照样核查它，也把它计入合计和计数",
            "it seems to come from elsewhere and is nobody's on the list; rules without a jurisdiction judge it and count it in their sums",
        ),
        (false, JoinUse::LooksUp) => {
            diagnostic.note("由此取数的各项都不下结论", "nothing that is looked up by it is decided")
        }
        (false, JoinUse::Asks | JoinUse::Gathers) => {
            diagnostic.note("所在的行不计入由此取数的各项", "its row counts in nothing that is gathered by it")
        }
    };
    of_rows(diagnostic, rows)
}

fn of_rows(diagnostic: Diagnostic, rows: usize) -> Diagnostic {
    match rows {
        0 | 1 => diagnostic,
        n => diagnostic.note(format!("这一栏共有 {n} 行如此"), format!("{n} rows of this column are like this")),
    }
}

/// Two texts that look alike, each with the code points that the other has not.
pub fn looks_alike((own, points): (&str, &str), (twin, others): (&str, &str), place: Span, first: Span) -> Diagnostic {
    let (own, twin) = (clip(own), clip(twin));
    let has = |points: &str| match points {
        "" => Bilingual::new("没有这些字符", "none of these"),
        points => Bilingual::same(points),
    };
    let (mine, theirs) = (has(points), has(others));
    Diagnostic::error(
        "D043",
        format!("“{own}”与“{twin}”看起来一样，其实是两个名称"),
        format!("“{own}” and “{twin}” look alike and are two names"),
    )
    .at(place, mine.zh.clone(), mine.en.clone())
    .at(first, theirs.zh.clone(), theirs.en.clone())
    .note(
        format!("不同之处的编码：{} ／ {}", mine.zh, theirs.zh),
        format!("the code points in which they differ: {} / {}", mine.en, theirs.en),
    )
    .help("请统一写法；确实是一个的，也可用“别名”写明", "write them alike, or declare one an `alias` of the other")
}

/// A row is of another period than the file says of itself.
pub fn other_period(column: &ColumnDef, own: &str, file: &str, place: Option<Span>, envelope: Option<Span>) -> Diagnostic {
    let title = column.title();
    let diagnostic = Diagnostic::warning(
        "D041",
        format!("“{title}”为 {own}，而这份文件报的是 {file}"),
        format!("`{title}` is {own}, but the file says it reports on {file}"),
    );
    beside_envelope(diagnostic, place, envelope)
        .note("这一行照写明的期间核查", "the row is judged for the period it states")
        .help(
            "请核对这一行的期间；一份文件报几个期间的，不要写文件的期间",
            "check it; a file that holds several periods says none of itself",
        )
}

/// A row is of another region than the file says of itself.
pub fn other_region(column: &ColumnDef, own: &str, file: &str, place: Option<Span>, envelope: Option<Span>) -> Diagnostic {
    let (title, own, file) = (column.title(), clip(own), clip(file));
    let diagnostic = Diagnostic::error(
        "D042",
        format!("“{title}”为“{own}”，而这份文件是“{file}”报的"),
        format!("`{title}` is “{own}”, but the file says it comes from “{file}”"),
    );
    beside_envelope(diagnostic, place, envelope)
        .note("这一行照写明的地区核查", "the row is judged for the region it states")
        .help("请核对这一行的地区和文件的报送信息", "check the row and the envelope of the file")
}

fn beside_envelope(diagnostic: Diagnostic, place: Option<Span>, envelope: Option<Span>) -> Diagnostic {
    let diagnostic = match place {
        Some(span) => diagnostic.at(span, "这一行写的", "the row says this"),
        None => diagnostic,
    };
    match envelope {
        Some(span) => diagnostic.at(span, "文件写的", "the file says this of itself"),
        None => diagnostic,
    }
}

/// Says how many more there are of a mistake told often enough.
pub fn repeated(code: &'static str, subject: &str, more: usize, last: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        code,
        format!("“{subject}”另有 {more} 处同样的问题，不再逐一列出"),
        format!("`{subject}` has {more} more problems of this kind, not listed one by one"),
    );
    match last {
        Some(span) => diagnostic.at(span, "列出的最后一处", "the last one listed"),
        None => diagnostic,
    }
}

pub fn record_twice(relation: &Relation, second: Span, first: Span) -> Diagnostic {
    let title = relation.title();
    Diagnostic::error("D026", format!("同一文件中“{title}”写了两次"), format!("`{title}` stands twice in one file"))
        .at(second, "第二次", "the second time")
        .at(first, "第一次", "the first time")
        .help("请合并成一个列表", "make one list of the two")
}
