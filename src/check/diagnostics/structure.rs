//! R: rules, records and tests as wholes.

use crate::ast::{Name, Str};
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;

pub fn no_line(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("R001", format!("规则“{n}”什么也没有要求"), format!("the rule `{n}` asks for nothing"))
        .at(name.span, "没有“要求”“核实”“力争”“列示”或“填报”", "no `require`, `verify`, `aim`, `show` or `report`")
        .help("加上一行：要求 …", "add a line: `require …`")
}

pub fn field_without_subject(name: &Name, record: &Bilingual, declared: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error(
        "R002",
        format!("“{n}”是“{}”的字段，但这条规则没有说查谁", record.zh),
        format!("`{n}` is a field of `{}`, but this rule does not say who is judged", record.en),
    )
    .at(name.span, "这里用到字段", "the field is used here")
    .at(declared, "字段属于这里", "it belongs to this")
    .help(format!("加上：对 x 在 {}", record.zh), format!("add `for x in {}`", record.en))
}

pub fn partial_key(span: Span, title: &str, key: &[&str], given: usize, declared: Span) -> Diagnostic {
    let (zh, en) = (key.join("、"), key.join(", "));
    Diagnostic::error("R003", format!("查“{title}”要写全主键：{zh}"), format!("`{title}` is looked up by its full key: {en}"))
        .at(span, format!("这里写了 {given} 项"), format!("{given} given here"))
        .at(declared, "主键在这里声明", "its key is declared here")
        .help(
            "只有期间可以省略；要查多行用合计、个数等",
            "only the period may be left out; for several rows use an aggregate such as `sum` or `count`",
        )
}

pub fn lookup_in_list(span: Span) -> Diagnostic {
    Diagnostic::error("R003", "列表里的行不能按主键查", "rows of a list cannot be looked up by key")
        .at(span, "这是列表", "this is a list")
        .help("用合计、个数或“有的”逐行查看", "go through them with an aggregate such as `sum`, `count` or `some`")
}

pub fn no_key(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("R004", format!("“{n}”没有主键"), format!("`{n}` has no key"))
        .at(name.span, "主键说明两行怎样区分", "a key says how rows are told apart")
        .help("加上：主键 …", "add `key …`")
}

pub fn key_twice(key: &Name) -> Diagnostic {
    let n = &key.text;
    Diagnostic::error("R004", format!("主键里“{n}”写了两次"), format!("`{n}` stands twice in the key")).at(
        key.span,
        "又一次",
        "again",
    )
}

pub fn key_type(key: &Name, declared: Span, found: &Bilingual, optional: bool) -> Diagnostic {
    let n = &key.text;
    let out = Diagnostic::error("R004", format!("“{n}”不能做主键"), format!("`{n}` cannot be part of a key")).at(
        key.span,
        "列为主键",
        "named as key",
    );
    if optional {
        return out
            .at(declared, "可以没有（?）", "may be none (`?`)")
            .help("主键必须有值：去掉“?”", "a key must have a value: drop the `?`");
    }
    out.at(declared, format!("这是{}", found.zh), format!("this is {}", found.en)).help(
        "主键用文本、之一、引用、个数、日期或期间；给各行编上序号也可以",
        "keys are texts, candidates, references, counts, dates or periods; the rows may be given numbers of their own",
    )
}

pub fn two_periods(key: &Name) -> Diagnostic {
    let n = &key.text;
    Diagnostic::error(
        "R004",
        format!("主键里已有期间，“{n}”是第二个"),
        format!("the key already has a period; `{n}` is a second one"),
    )
    .at(key.span, "第二个期间", "the second period")
    .help("一行只属于一个期间", "a row belongs to one period")
}

pub fn ref_needs_one_key(span: Span, title: &str, target: Span) -> Diagnostic {
    Diagnostic::error(
        "R004",
        format!("不能引用“{title}”：它的主键不是单独一项"),
        format!("`{title}` cannot be referred to: its key is not one field"),
    )
    .at(span, "引用", "the reference")
    .at(target, "除期间外，主键应只有一项", "beside the period its key must be one field")
}

pub fn stands_twice(span: Span, first: Span, en: &str, zh: &str) -> Diagnostic {
    Diagnostic::error("R005", format!("“{zh}”只能写一次"), format!("`{en}` may stand only once"))
        .at(span, "第二次", "the second")
        .at(first, "第一次在这里", "the first is here")
}

pub fn duplicate_row(span: Span, key: &str, first: Span) -> Diagnostic {
    Diagnostic::error("R006", format!("主键“{key}”重复"), format!("the key `{key}` stands twice"))
        .at(span, "又一次", "again")
        .at(first, "第一次在这里", "the first is here")
        .help("删去一行，或改正主键", "remove one of the rows, or correct its key")
}

pub fn row_width(span: Span, found: usize, wanted: usize, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "R006",
        format!("这一行有 {found} 格，表头有 {wanted} 格"),
        format!("this row has {found} cells, the header has {wanted}"),
    )
    .at(span, "这一行", "this row")
    .at(declared, "表", "the table")
}

pub fn never_met(span: Span, left: Span, right: Span, declared: Option<Span>) -> Diagnostic {
    let out = Diagnostic::error("R007", "这个条件不可能成立", "this can never hold").at(span, "不可能成立", "never true");
    let out = match declared {
        Some(place) => out.at(place, "声明的范围排除了它", "the declared range excludes it"),
        None => out,
    };
    if left == right {
        out
    } else {
        out.help("检查界限、单位和声明的范围", "check the bound, its unit and the declared range")
    }
}

pub fn empty_between(span: Span, low: Span, high: Span) -> Diagnostic {
    Diagnostic::error("R007", "下限高于上限，没有值能满足", "the lower end is above the upper: nothing fits")
        .at(span, "这个区间是空的", "this range is empty")
        .at(low, "一端", "one end")
        .at(high, "另一端", "the other end")
        .help("把两端对调", "exchange the two ends")
}

pub fn field_of_group(span: Span, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "R008",
        format!("一个分组有许多行，不清楚取哪一行的“{title}”"),
        format!("a group has many rows: it is not clear whose `{title}` is meant"),
    )
    .at(span, "这里用到", "used here")
    .at(declared, "不是分组的依据", "not one of the grouping columns")
    .help("用合计等：合计（…）", "use an aggregate: `sum(…)`")
}

pub fn cannot_group(name: &Name, found: &Bilingual, declared: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("R008", format!("不能按“{n}”分组"), format!("rows cannot be grouped by `{n}`"))
        .at(name.span, "按它分组", "grouped by this")
        .at(declared, format!("这是{}", found.zh), format!("this is {}", found.en))
        .help(
            "按文本、之一、引用、是否、个数、日期或期间分组",
            "group by texts, candidates, references, flags, counts, days or periods",
        )
}

pub fn by_in_aggregate(by: &Name) -> Diagnostic {
    Diagnostic::error("R008", "合计等里面不能再分组", "an aggregate cannot group")
        .at(by.span, "分组", "the grouping")
        .help("把分组写在规则的“对 … 按 …”里", "group in the rule's `for … by …`")
}

pub fn by_and_over(by: &Name, over: Span) -> Diagnostic {
    Diagnostic::error("R008", "不能既按字段分组又按名册", "rows cannot be grouped and taken over a roster at once")
        .at(by.span, "分组", "the grouping")
        .at(over, "名册", "the roster")
}

pub fn group_has_no_period(span: Span) -> Diagnostic {
    Diagnostic::error("R008", "分组没有上一期", "a group has no earlier period").at(span, "这里", "here").help(
        "用带条件的合计：合计（x.… 对 x 在 … 当 x.年度 = …）",
        "use an aggregate with a condition on the period: `sum(x.… for x in … when x.year = …)`",
    )
}

pub fn roster_join(span: Span, title: &str, keys: &[&str], declared: Span) -> Diagnostic {
    let (zh, en) = (keys.join("、"), keys.join(", "));
    Diagnostic::error(
        "R009",
        format!("不清楚名册对应“{title}”的哪一项主键"),
        format!("it is not clear which key of `{title}` the roster names"),
    )
    .at(span, "名册", "the roster")
    .at(declared, format!("期间之外的主键：{zh}"), format!("keys beside the period: {en}"))
    .help(
        "名册只能用于除期间外只有一项文本主键的记录；几张表的组合写成：对 a 在 表一，b 在 表二",
        "a roster needs a record with one text key beside the period; for combinations write `for a in T1, b in T2`",
    )
}

pub fn roster_needs_record(span: Span) -> Diagnostic {
    Diagnostic::error("R009", "名册用于报送的记录", "a roster goes with a record that is sent in").at(span, "这里", "here")
}

pub fn test_expects_nothing(name: &crate::ast::Str) -> Diagnostic {
    Diagnostic::error("R010", format!("测试“{}”没有写预期", name.text), format!("the test \"{}\" expects nothing", name.text))
        .at(name.span, "没有“预期”，测试不会失败", "without `expect` it cannot fail")
        .help("加上：预期 规则 符合", "add `expect RULE met`")
}

pub fn table_is_given(name: &Name, declared: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error(
        "R010",
        format!("“{n}”是政策自己的表，测试不能给它加行"),
        format!("`{n}` is the policy's own table; a test cannot give rows to it"),
    )
    .at(name.span, "这里", "here")
    .at(declared, "在这里声明", "declared here")
}

pub fn too_large(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error("R011", format!("展开后太大（超过 {limit}）"), format!("too large when spelled out (more than {limit})"))
        .at(span, "到这里为止", "up to here")
        .help("拆成几条规则，或少套几层定义", "split the rule, or nest fewer definitions")
}

pub fn no_period(span: Span, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::error("R012", format!("查“{title}”缺少期间"), format!("looking up `{title}` lacks the period"))
        .at(span, "手头的行没有这种期间", "no row in hand has such a period")
        .at(declared, "期间是它主键的一部分", "the period is part of its key")
        .help("把期间写进方括号", "write the period between the brackets")
}

pub fn row_without_period(span: Span, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "R012",
        format!("“{title}”的行没有期间，谈不上别的期间"),
        format!("rows of `{title}` have no period, so there is no other one"),
    )
    .at(span, "这里", "here")
    .at(declared, "主键里没有年度等期间", "its key has no year or other period")
}

pub fn nested_has_no_period(span: Span, title: &str, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "R012",
        format!("“{title}”的行列在别的行里，不能直接取别的期间"),
        format!("rows of `{title}` are listed in other rows; another period cannot be taken of them"),
    )
    .at(span, "这里", "here")
    .at(declared, "列在这里", "listed here")
    .help("先取外层那一行的上期，再对它的列表用合计等", "take the other period of the outer row, then aggregate over its list")
}

pub fn only_rows_have_periods(span: Span) -> Diagnostic {
    Diagnostic::error("R012", "只有一行或它的一个字段可以取别的期间", "only a row, or a field of it, has another period").at(
        span,
        "这里都不是",
        "this is neither",
    )
}

pub fn nothing_has_a_period(span: Span) -> Diagnostic {
    Diagnostic::error("R012", "这里没有哪一项属于某个期间，谈不上增长", "nothing here belongs to a period, so nothing grows")
        .at(span, "没有带期间的行，也没有期间", "neither a row with a period nor a period")
        .help("两个现成的数之间的增长写成“增长率（期末, 期初）”", "between two given figures write `growth(end, start)`")
}

pub fn rows_of_no_period(span: Span) -> Diagnostic {
    Diagnostic::error(
        "R012",
        "看不出这里汇总的是哪个期间的行，不能换成别的期间",
        "which period these rows are of cannot be told, so they cannot be taken of another",
    )
    .at(span, "这里", "here")
    .help(
        "在“当”里写明期间等于所在行的期间，例如“当 e.年度 = c.年度”",
        "say in the filter that their period is that of the row in hand, `when e.year = c.year`",
    )
}

pub fn aggregate_of_one(name: &Name, arg: Span) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("R013", format!("“{n}”要对许多行计算，这里没有"), format!("`{n}` works on many rows; there are none here"))
        .at(arg, "只有一个值", "one value only")
        .help(format!("写成：{n}（x.字段 对 x 在 记录 当 条件）"), format!("write `{n}(x.field for x in RECORD when condition)`"))
}

pub fn aggregate_needs_field(span: Span) -> Diagnostic {
    Diagnostic::error("R013", "没有说对哪个字段计算", "it is not said which field is meant")
        .at(span, "只有行", "rows only")
        .help("在后面加上字段：….字段", "add the field: `….field`")
}

pub fn aggregate_needs_value(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("R013", format!("“{n}”没有说对什么计算"), format!("`{n}` is not told what to take"))
        .at(name.span, "这里", "here")
        .help(format!("写成：{n}（x.字段 对 x 在 记录）"), format!("write `{n}(x.field for x in RECORD)`"))
}

pub fn report_needs_field(span: Span) -> Diagnostic {
    Diagnostic::error("R014", "“填报”问的是表格里的一个字段", "`report` asks about a field of the form").at(
        span,
        "这不是字段",
        "this is no field",
    )
}

/// `filled` in a rule about the world: filling the field in would change the verdict.
pub fn filled_of_world(span: Span) -> Diagnostic {
    Diagnostic::error("R014", "是否已填，只能在“填报”里问", "whether a field is filled in is asked in `report` lines only")
        .at(span, "这里问的是填没填", "this asks what was written")
        .note(
            "对世上的事情作判断的规则如果看填没填，补填一格就会改变结论",
            "a verdict about the world would change when somebody fills the cell in",
        )
        .help(
            "写成“填报 …”一条；问世上有没有，用“有”（字段类型后加“?”）",
            "write it as a `report` line; for what there is in the world ask `exists` (of a field with `?`)",
        )
}

/// `report c.x >= 1`: a question about the world under the word for the form.
pub fn report_asks_nothing(span: Span) -> Diagnostic {
    Diagnostic::error("R014", "这一条没有问填报了什么", "this line asks nothing about the form")
        .at(span, "这里没有“已填”", "no `filled` in it")
        .help(
            "问数据本身的用“要求”；问填报的写 x 已填、x 必填 或 x 形如 \"…\"",
            "for the figures themselves write `require`; of the form ask `x filled`, `x required` or `x like \"…\"`",
        )
}

pub fn like_needs_text(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("R014", "“形如”“以…开头”“长度”只能用于文本", "`like`, `starts with` and `length` go with texts").at(
        span,
        format!("这是{}", found.zh),
        format!("this is {}", found.en),
    )
}

pub fn due_needs_period(span: Span, found: &Bilingual) -> Diagnostic {
    Diagnostic::error("R020", "到期要写某一期或某一天", "what is due says a period or a day")
        .at(span, format!("这里是{}", found.zh), format!("this is {}", found.en))
        .help("例如 到期 2010、到期 近期（年度参数）", "for example `due 2010`, or `due near` with a parameter of type year")
}

pub fn due_without_line(span: Span) -> Diagnostic {
    Diagnostic::error("R021", "到期后面没有要求", "nothing stands below this due date")
        .at(span, "从这时起要求什么？", "what binds from then on?")
        .help("“到期”写在它所管的各行之前：到期 近期 要求 …", "`due` stands before the lines it concerns: due near require …")
}

pub fn tightens_itself(span: Span) -> Diagnostic {
    Diagnostic::error("R022", "规则不能严于自己", "a rule does not tighten itself").at(span, "这是本规则", "this rule")
}

pub fn loosens(place: Span, own: (Span, &str), higher: (Span, &str)) -> Diagnostic {
    Diagnostic::error(
        "R022",
        format!("本规则的限值 {} 比上位规则的 {} 宽", own.1, higher.1),
        format!("this rule's bound {} is looser than the higher rule's {}", own.1, higher.1),
    )
    .at(own.0, "本规则", "this rule")
    .at(higher.0, "上位规则", "the higher rule")
    .at(place, "这里说严于", "said to tighten here")
    .help("收紧限值，或去掉“严于”", "tighten the bound, or drop `tightens`")
}

pub fn no_stages(name: &Name) -> Diagnostic {
    let n = &name.text;
    Diagnostic::error("R015", format!("分级“{n}”一级也没有"), format!("the classification `{n}` has no stages"))
        .at(name.span, "这里", "here")
        .help("从低到高写出各级：“名称” 需要 …", "write its stages from the lowest to the highest: `\"name\" needs …`")
}

pub fn stage_twice(label: &Str, first: Span) -> Diagnostic {
    let n = &label.text;
    Diagnostic::error("R015", format!("“{n}”这一级写了两次"), format!("the stage `{n}` stands twice"))
        .at(label.span, "又一次", "again")
        .at(first, "第一次", "the first time")
        .help("把所需要素写在一处，用逗号隔开", "write all it needs in one place, separated by commas")
}
