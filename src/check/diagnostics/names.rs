//! N: names.

use crate::ast::{Name, Str};
use crate::builtins;
use crate::check::base::item::What;
use crate::check::base::names::meant;
use crate::diag::{Bilingual, Diagnostic, elsewhere};
use crate::text::Span;

/// Words that name a type, for suggestions.
pub const TYPE_WORDS: &[&str] = &[
    "text",
    "flag",
    "count",
    "number",
    "share",
    "points",
    "growth",
    "money",
    "quantity",
    "date",
    "year",
    "half",
    "quarter",
    "month",
    "文本",
    "是否",
    "个数",
    "数",
    "占比",
    "百分点",
    "增速",
    "金额",
    "数量",
    "日期",
    "年度",
    "半年度",
    "季度",
    "月度",
];

fn missing(code: &'static str, what_zh: &str, what_en: &str, name: &Name, near: Option<&str>) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error(code, format!("没有叫“{n}”的{what_zh}"), format!("there is no {what_en} called `{n}`"))
        .at(name.span, "这里用到", "used here")
        .suggest(near)
}

pub fn unknown_name(name: &Name, near: Option<&str>) -> Diagnostic {
    let out = missing("N001", "字段、变量、参数或表", "field, variable, parameter or table", name, near);
    here(out, elsewhere::value(&name.text))
}

/// What is written here instead, where a word of another language was met.
fn here(out: Diagnostic, said: Option<Bilingual>) -> Diagnostic {
    match said {
        Some(said) => out.help(said.zh, said.en),
        None => out,
    }
}

pub fn unquoted_text(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("N001", format!("“{n}”不是已知的名称"), format!("`{n}` is no known name"))
        .at(name.span, "这里要的是一段文本", "a text is wanted here")
        .help(format!("文本要加引号：\"{n}\""), format!("a text needs quotes: \"{n}\""))
}

pub fn field_needs_row(name: &Name, hint: &str, row: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error(
        "N001",
        format!("没有叫“{n}”的字段、变量、参数或表"),
        format!("there is no field, variable, parameter or table called `{n}`"),
    )
    .at(name.span, "这里用到", "used here")
    .at(row, "这个变量的记录里有这个字段", "the rows of this variable have such a field")
    .help(format!("写成 {hint}"), format!("write `{hint}`"))
}

pub fn ambiguous_name(name: &Name, rows: &[(String, Span)]) -> Diagnostic {
    let n = &name.text;
    let shown = |sep: &str| rows.iter().map(|(r, _)| format!("{r}.{n}")).collect::<Vec<_>>().join(sep);
    let mut out = Diagnostic::error(
        "N002",
        format!("“{n}”可以指不止一个字段"),
        format!("`{n}` could be a field of more than one row"),
    )
    .at(name.span, "不清楚指哪一个", "it is not clear which one is meant");
    for (row, span) in rows {
        out = out.at(*span, format!("{row} 有这个字段"), format!("`{row}` has such a field"));
    }
    out.help(format!("写明是哪一个：{}", shown("、")), format!("say which: {}", shown(", ")))
}

pub fn field_and_item(name: &Name, row: &str, field: Span, item: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error(
        "N002",
        format!("“{n}”既是字段，又是另外声明的名称"),
        format!("`{n}` is a field and also declared elsewhere"),
    )
    .at(name.span, "不清楚指哪一个", "it is not clear which one is meant")
    .at(field, "字段", "the field")
    .at(item, "另一处声明", "the other declaration")
    .help(format!("字段写成 {row}.{n}，或给参数改名"), format!("write `{row}.{n}` for the field, or rename the other"))
}

pub fn ambiguous_clause(name: &Name, places: [Span; 2]) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("N002", format!("不止一个条款叫“{n}”"), format!("more than one clause is called `{n}`"))
        .at(name.span, "不清楚指哪一个", "it is not clear which one is meant")
        .at(places[0], "一处", "one")
        .at(places[1], "另一处", "another")
        .help("写明政策名：政策.条款", "name the policy too: POLICY.CLAUSE")
}

fn twice(name: &str, span: Span, first: Span, code: &'static str) -> Diagnostic {
    Diagnostic::error(code, format!("“{name}”重复"), format!("`{name}` is declared twice"))
        .at(span, "第二次出现", "the second time")
        .at(first, "第一次在这里", "the first is here")
        .help("给其中一个改名或删去", "rename or remove one of them")
}

pub fn duplicate_item(name: &Name, first_what: What, first: Span) -> Diagnostic {
    let (zh, en) = first_what.words();
    twice(&name.text, name.span, first, "N003").note(format!("这个名称已经是{zh}"), format!("the name already is {en}"))
}

pub fn duplicate_rule(name: &Name, first_what: Option<What>, first: Span) -> Diagnostic {
    let (zh, en) = first_what.map_or(("规则", "a rule"), What::words);
    twice(&name.text, name.span, first, "N003").note(format!("这个名称已经是{zh}"), format!("the name already is {en}"))
}

pub fn alias_twice(alias: &Str, first: Span) -> Diagnostic {
    twice(&alias.text, alias.span, first, "N003")
}

pub fn unit_taken(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("N003", format!("计量单位“{n}”已经有了"), format!("the unit `{n}` is already known"))
        .at(name.span, "重复声明", "declared again")
        .help("直接使用即可，不必声明", "use it without declaring it")
}

pub fn hides_function(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("N004", format!("“{n}”是现成的函数"), format!("`{n}` is a function of the language"))
        .at(name.span, "这个定义会遮住它", "this definition would hide it")
        .help("换一个名称", "choose another name")
}

pub fn shadowing(name: &Name, first: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("N004", format!("“{n}”会遮住已有的同名者"), format!("`{n}` would hide another thing of that name"))
        .at(name.span, "新的名称", "the new name")
        .at(first, "已有的", "the other one")
        .help("换一个名称", "choose another name")
}

pub fn unknown_relation(name: &Name, near: Option<&str>) -> Diagnostic {
    missing("N005", "记录或表", "record or table", name, near)
}

pub fn not_a_relation(span: Span) -> Diagnostic {
    Diagnostic::error("N005", "这里要写记录或表的名称", "a record or a table is wanted here").at(
        span,
        "这不是",
        "this is neither",
    )
}

pub fn not_rows(span: Span) -> Diagnostic {
    Diagnostic::error("N005", "这里没有可以逐行查看的内容", "there are no rows here to go through").at(
        span,
        "不是记录、表、列表字段或集合",
        "no record, table, list field or set",
    )
}

/// What there is, by name.
fn listed(out: Diagnostic, zh: &str, en: &str, known: &[String]) -> Diagnostic {
    const SHOWN: usize = 40;
    if known.is_empty() {
        return out;
    }
    let some = |sep: &str| known.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(sep);
    let more = known.len().saturating_sub(SHOWN);
    let (rest_zh, rest_en) = match more {
        0 => (String::new(), String::new()),
        n => (format!("，另有 {n} 个"), format!(" and {n} more")),
    };
    out.note(format!("{zh}有：{}{rest_zh}", some("、")), format!("{en}: {}{rest_en}", some(", ")))
}

/// `known` are the names of its fields.
pub fn unknown_field(name: &Name, title: &Bilingual, declared: Span, known: &[String]) -> Diagnostic {
    let n = &name.text;
    let out = Diagnostic::error("N006", format!("“{}”没有叫“{n}”的字段", title.zh), format!("`{}` has no field `{n}`", title.en))
        .at(name.span, "这里用到", "used here")
        .at(declared, "字段在这里声明", "its fields are declared here")
        .suggest(meant(&name.text, known).as_deref());
    listed(out, "字段", "its fields", known)
}

pub fn unknown_key(key: &Name, record: &Name, known: &[String]) -> Diagnostic {
    unknown_field(key, &Bilingual::same(record.text.clone()), record.span, known)
        .note("主键由已声明的字段组成", "a key is made of declared fields")
}

pub fn no_fields(field: &Name, base: Span, found: &Bilingual) -> Diagnostic {
    let n = &field.text;
    let out = Diagnostic::error("N006", format!("{}没有字段“{n}”", found.zh), format!("{} has no field `{n}`", found.en))
        .at(field.span, "这里用到", "used here")
        .at(base, format!("这是{}", found.zh), format!("this is {}", found.en));
    here(out, elsewhere::value(n).or_else(|| elsewhere::function(n)))
}

/// `60万` of what? Money and counts both take it.
pub fn scale_without_unit(name: &Name, digits: &str) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("N007", format!("“{n}”后面没有单位"), format!("`{n}` has no unit after it"))
        .at(name.span, "这里用到", "used here")
        .help(
            format!("金额写 {digits}{n}元，个数写 {digits}{n}个、{digits}{n}人等"),
            format!("write `{digits}{n}元` for money, `{digits}{n}个`, `{digits}{n}人` … for counts"),
        )
}

pub fn unknown_unit(name: &Name, near: Option<&str>) -> Diagnostic {
    missing("N007", "计量单位", "unit", name, near)
        .note("新的计量单位先声明：计量单位 标箱", "declare a new unit first: `unit 标箱`")
}

pub fn define_cycle(chain: &[&Name]) -> Diagnostic {
    let mut names: Vec<&str> = chain.iter().map(|n| n.text.as_str()).collect();
    names.extend(chain.first().map(|n| n.text.as_str()));
    let shown = names.join(" → ");
    let mut out = Diagnostic::error("N008", format!("定义绕成了圈：{shown}"), format!("definitions go in a circle: {shown}"));
    for name in chain {
        out = out.at(name.span, "在圈里", "part of the circle");
    }
    out.help("让其中一个不再依赖其他几个", "make one of them independent of the others")
}

pub fn let_cycle(name: &Name, span: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("N008", format!("“{n}”用到了它自己"), format!("`{n}` is defined by itself"))
        .at(span, "又绕回来", "back again")
        .at(name.span, "在这里设定", "set here")
}

pub fn unit_cycle(name: &Name, of: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("N008", format!("计量单位“{n}”绕成了圈"), format!("the unit `{n}` is declared in a circle"))
        .at(of, "又绕回来", "back again")
        .at(name.span, "在这里声明", "declared here")
}

pub fn alias_of_itself(span: Span) -> Diagnostic {
    Diagnostic::error("N008", "别名指回了自己", "an alias leads back to itself").at(span, "在这里", "here")
}

pub fn endless_list(span: Span, target: Span) -> Diagnostic {
    Diagnostic::error("N008", "列表套列表，没有尽头", "lists within lists without end")
        .at(span, "这个列表又包含了外层的记录", "this list holds a record that holds it")
        .at(target, "被列的记录", "the record it lists")
}

pub fn unknown_policy(name: &Name, near: Option<&str>) -> Diagnostic {
    missing("N009", "政策", "policy", name, near)
}

pub fn unknown_clause(name: &Name, policy: Option<Span>, near: Option<&str>) -> Diagnostic {
    let out = missing("N009", "条款", "clause", name, near);
    match policy {
        Some(span) => out.at(span, "这份政策的条款里没有", "this policy has none"),
        None => out,
    }
}

pub fn not_a_citation(span: Span) -> Diagnostic {
    Diagnostic::error("N009", "依据要写成“政策.条款”", "a citation is written POLICY.CLAUSE").at(span, "这里不是", "this is not")
}

/// `defined` are definitions with arguments that are seen there.
pub fn unknown_function(name: &Name, defined: &[String]) -> Diagnostic {
    let known: Vec<String> = builtins::names().map(str::to_string).chain(defined.iter().cloned()).collect();
    let out = missing("N010", "函数", "function", name, meant(&name.text, &known).as_deref());
    there_is(here(out, elsewhere::function(&name.text)), defined)
}

/// The functions of the language and those of the rules.
fn there_is(out: Diagnostic, defined: &[String]) -> Diagnostic {
    let zh = builtins::all().map(|b| b.names_zh.first().copied().unwrap_or(b.name_en)).collect::<Vec<_>>().join("、");
    let en = builtins::all().map(|b| b.name_en).collect::<Vec<_>>().join(", ");
    let out = out.note(format!("现成的函数：{zh}"), format!("functions of the language: {en}"));
    listed(out, "带参数的定义", "definitions with arguments", defined)
}

/// `x.sum()`, `c.need(k)`: nothing is called so on a row or a value. `known` are the definitions with arguments that are seen there, or
/// those of the row.
pub fn unknown_method(name: &Name, known: &[String]) -> Diagnostic {
    let n = &name.text;
    if builtins::find(n).is_some() {
        let out = missing("N010", "带参数的定义", "definition with arguments", name, None);
        return listed(out, "带参数的定义", "definitions with arguments", known)
            .help(format!("函数写在前面：{n}（…）"), format!("a function stands before what it is applied to: `{n}(…)`"));
    }
    let out = missing("N010", "函数", "function", name, meant(n, known).as_deref());
    there_is(here(out, elsewhere::function(n)), known)
}

pub fn unknown_type(name: &Name, near: Option<&str>) -> Diagnostic {
    let out = here(missing("N011", "类型或口径", "type or kind", name, near), elsewhere::type_word(&name.text));
    let words = |zh: bool| TYPE_WORDS.iter().filter(|w| w.is_ascii() != zh).copied().collect::<Vec<_>>();
    out.note(
        format!("类型有：{}、之一、列表、引用", words(true).join("、")),
        format!("types: {}, one of, list of, ref", words(false).join(", ")),
    )
}

pub fn duplicate_field(name: &str, span: Span, first: Span) -> Diagnostic {
    twice(name, span, first, "N012")
}

pub fn duplicate_clause(name: &Name, first: Span) -> Diagnostic {
    twice(&name.text, name.span, first, "N012")
}

pub fn duplicate_let(name: &Name, first: Span) -> Diagnostic {
    twice(&name.text, name.span, first, "N012")
}

pub fn duplicate_candidate(text: &Str, first: Span) -> Diagnostic {
    twice(&text.text, text.span, first, "N012")
}

pub fn unknown_force(word: &Name) -> Diagnostic {
    let n = &word.text;
    Diagnostic::error("N013", format!("没有“{n}”这种力度"), format!("there is no force `{n}`"))
        .at(word.span, "这里", "here")
        .help(
            "可写：强制、目标、力争、鼓励、事实、定义、推导",
            "one of: mandate, target, aspiration, encourage, fact, definition, derived",
        )
}

pub fn unknown_placeholder(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    let out = Diagnostic::error("N013", format!("没有占位符 {{{name}}}"), format!("there is no placeholder {{{name}}}"))
        .at(span, "在这句话里", "in this text")
        .note(
            "可用：{shortfall} {margin} {value} {bound} {subject}，以及主体的字段，如 {c.name}",
            "known: {shortfall} {margin} {value} {bound} {subject}, and fields of the subject such as {c.name}",
        );
    out.suggest(near)
}

pub fn unknown_envelope(name: &Name, near: Option<&str>) -> Diagnostic {
    missing("N013", "报送属性", "property of a submission", name, near)
        .note("可写：region（地区）、period（期间）", "known: region, period")
}

pub fn unknown_line(span: Span, label: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("N014", format!("规则里没有叫“{label}”的一条"), format!("the rule has no line called `{label}`"))
        .at(span, "测试里用到", "the test names it here")
        .help("名称写在要求后面：要求 \"名称\"：…", "a line is named behind its word: `require \"name\": …`")
        .suggest(near)
}

pub fn unknown_rule(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("N014", format!("没有叫“{name}”的规则"), format!("there is no rule called `{name}`"))
        .at(span, "测试里用到", "the test names it here")
        .suggest(near)
}
