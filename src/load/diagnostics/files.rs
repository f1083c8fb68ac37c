//! Mistakes of whole files: what cannot be read, decoded, taken apart, or matched with a record.

use super::clip;
use crate::diag::{Bilingual, Diagnostic};
use crate::load::json::scan::FaultKind;
use crate::text::Span;
use crate::world::{WorldError, WorldErrorKind, show_path};

pub fn unreadable(error: &WorldError) -> Diagnostic {
    let path = show_path(&error.path);
    let why = match &error.kind {
        WorldErrorKind::NotFound => Bilingual::new("没有这个文件", "there is no such file"),
        WorldErrorKind::Denied => Bilingual::new("没有读取权限", "permission denied"),
        WorldErrorKind::NotAFile => Bilingual::new("不是普通文件", "it is not a regular file"),
        WorldErrorKind::TooLarge { size, limit } => {
            let (size, limit) = (size.div_ceil(1 << 20), limit >> 20);
            return Diagnostic::error(
                "I005",
                format!("文件过大：{path} 有 {size} MiB，上限 {limit} MiB"),
                format!("file too large: {path} has {size} MiB, the limit is {limit} MiB"),
            )
            .help("请拆成几个文件", "split it into several files")
            .in_file(path);
        }
        WorldErrorKind::LinkLoop => {
            Bilingual::new("符号链接成环，未再进入", "a link leads back to a directory it lies in; not followed")
        }
        WorldErrorKind::ReadOnly => Bilingual::new("文件是只读的", "it is write-protected"),
        WorldErrorKind::OtherNames => Bilingual::new("它另有名称（硬链接）", "it has another name (a hard link)"),
        WorldErrorKind::Changed => Bilingual::new(
            "读取过程中文件有变动，请等它写完再核查",
            "it changed while it was read; check again when it is written",
        ),
        WorldErrorKind::TooMany => {
            Bilingual::new("文件太多，其余未再查看", "it holds too many files; the rest was not looked at")
        }
        WorldErrorKind::TooDeep => Bilingual::new("目录层次太深，未再进入", "directories are nested too deeply; not entered"),
        WorldErrorKind::NotHeld => Bilingual::new(
            "内容不在仓库里（Git LFS、子模块或未取回的历史）",
            "its content is not in the repository (Git LFS, a submodule, history that was not fetched)",
        ),
        WorldErrorKind::LeftOut => Bilingual::new(
            "检出时没有放到工作目录里（稀疏检出）",
            "the checkout leaves it out of the work tree (a sparse checkout)",
        ),
        WorldErrorKind::Other(words) => Bilingual::same(words.clone()),
    };
    let told = Diagnostic::error("I001", format!("无法读取 {path}：{}", why.zh), format!("cannot read {path}: {}", why.en));
    match content_to_fetch(&error.kind) {
        Some(help) => told.help(help.zh, help.en),
        None => told.help("请检查路径、权限和链接", "check the path, its permissions and links"),
    }
    .in_file(path)
}

/// How content is had that a repository knows of and the work tree does not hold.
#[expect(clippy::wildcard_enum_match_arm, reason = "all other kinds are about files that are there, or are nowhere")]
pub fn content_to_fetch(kind: &WorldErrorKind) -> Option<Bilingual> {
    match kind {
        WorldErrorKind::NotHeld => Some(Bilingual::new(
            "请取回内容：git lfs pull；子模块用 git submodule update --init --recursive；actions/checkout 写 lfs: true、submodules: true",
            "fetch it: `git lfs pull`, for a submodule `git submodule update --init --recursive`; `lfs: true` and `submodules: true` for actions/checkout",
        )),
        WorldErrorKind::LeftOut => Some(Bilingual::new(
            "请检出全部文件：git sparse-checkout disable；actions/checkout 不写 sparse-checkout",
            "check out all files: `git sparse-checkout disable`; no `sparse-checkout` for actions/checkout",
        )),
        _ => None,
    }
}

/// Git LFS has left its pointer in place of the file.
pub fn only_a_pointer(path: &str) -> Diagnostic {
    unreadable(&WorldError { path: path.into(), kind: WorldErrorKind::NotHeld })
        .note("这是 Git LFS 的指针文件，不是数据", "this is a pointer of Git LFS, not the data")
}

/// Files that are said to be one table speak of two regions or periods.
pub fn parts_disagree(path: &str, first: &str, place: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::warning(
        "I059",
        format!("{path} 与 {first} 说是一张表，报送地区或报告期却不同"),
        format!("{path} and {first} are said to be one table, but not of one region and period"),
    )
    .note(
        "各份按自己所写的读取；其中一份没有报全，就都按没有报全处理",
        "each is read as it says of itself; where one is not complete, none of them counts as complete",
    )
    .help(
        "几个地区、几期的表，请在文件模式里用 {region}、{period} 分开，或去掉 as_one",
        "for tables of several regions or periods tell them apart in the pattern by {region} and {period}, or leave as_one out",
    );
    match place {
        Some(place) => diagnostic.at(place, "这一份", "this part"),
        None => diagnostic.in_file(path),
    }
}

pub fn unwritable(error: &WorldError) -> Diagnostic {
    let path = show_path(&error.path);
    let why = match &error.kind {
        WorldErrorKind::NotFound => Bilingual::new("没有这个文件夹", "there is no such folder"),
        WorldErrorKind::Denied => Bilingual::new("没有写入权限", "permission denied"),
        WorldErrorKind::NotAFile => Bilingual::new("那是一个文件夹", "it is a folder"),
        WorldErrorKind::LinkLoop => Bilingual::new("链接指向不存在的文件", "it is a link that leads nowhere"),
        WorldErrorKind::ReadOnly => {
            Bilingual::new("这个文件是只读的，没有改动", "the file is write-protected and was left as it is")
        }
        WorldErrorKind::OtherNames => Bilingual::new(
            "这个文件另有名称（硬链接），改写会使两者不再相同，没有改动",
            "the file has another name (a hard link); writing would part the two, so it was left as it is",
        ),
        WorldErrorKind::Other(words) => Bilingual::same(words.clone()),
        WorldErrorKind::TooLarge { .. }
        | WorldErrorKind::Changed
        | WorldErrorKind::TooMany
        | WorldErrorKind::TooDeep
        | WorldErrorKind::NotHeld
        | WorldErrorKind::LeftOut => Bilingual::new("写不进去", "it cannot be written"),
    };
    Diagnostic::error("I001", format!("无法写入 {path}：{}", why.zh), format!("cannot write {path}: {}", why.en))
        .help("请检查文件夹是否存在、能否写入", "check that the folder exists and may be written to")
        .in_file(path)
}

/// The report was to be written over something the run has read.
pub fn output_over_input(path: &str) -> Diagnostic {
    Diagnostic::error(
        "I032",
        format!("--output {path} 会覆盖本次读取的文件，没有写入"),
        format!("--output {path} would overwrite a file this run has read; nothing was written"),
    )
    .help("请换一个文件名", "name another file")
    .in_file(path)
}

pub fn too_large_here(path: &str) -> Diagnostic {
    Diagnostic::error("I005", format!("文件过大：{path} 超过 4 GiB"), format!("file too large: {path} has more than 4 GiB"))
        .help("请拆成几个文件", "split it into several files")
        .in_file(path)
}

/// Ctrl-Z ends a text; something stands behind it.
pub fn end_sign_inside(place: Span) -> Diagnostic {
    Diagnostic::error(
        "I004",
        "文件中间有一个文件结束符（Ctrl-Z），后面还有内容",
        "a sign that ends a file (Ctrl-Z) stands inside this one",
    )
    .at(place, "结束符", "the end sign")
    .note(
        "后面的内容可能是残留的，没有读取，这个文件的表都视为不完整",
        "what follows may be left over from another file: it was not read, and the tables count as incomplete",
    )
    .help("请删去这个符号，或删去它后面的内容", "remove the sign, or what stands behind it")
}

pub fn json_syntax(kind: FaultKind, place: Span) -> Diagnostic {
    let words = match kind {
        FaultKind::End => {
            Bilingual::new("文件没有写完（缺少括号或引号）", "the file ends too early (a bracket or a quote is missing)")
        }
        FaultKind::Value => {
            Bilingual::new("这里应有一个值（文字要加英文双引号）", "a value is expected (texts stand in straight quotes)")
        }
        FaultKind::Key => Bilingual::new("这里应有一个加英文双引号的名称", "a name in straight quotes is expected"),
        FaultKind::Colon => Bilingual::new("名称后面缺少冒号", "a colon is missing behind the name"),
        FaultKind::Comma => Bilingual::new("两项之间缺少逗号，或括号没有成对", "a comma or a closing bracket is missing"),
        FaultKind::TrailingComma => Bilingual::new("最后一项后面多了逗号", "there is a comma behind the last item"),
        FaultKind::Number => Bilingual::new(
            "数字写法不对（不能以 0 开头；带逗号或单位的要加引号）",
            "this is no number (no leading zeros; with commas or units it stands in quotes)",
        ),
        FaultKind::Control => {
            Bilingual::new("文字中有换行或控制字符", "there is a line break or a control character inside a text")
        }
        FaultKind::Escape => Bilingual::new("反斜杠后面的字符不对", "what follows the backslash is wrong"),
        FaultKind::TooDeep => Bilingual::new("嵌套太深", "it is nested too deeply"),
        FaultKind::Trailing => Bilingual::new("结尾之后还有多余的内容", "there is something behind the end"),
    };
    Diagnostic::error("I009", format!("JSON 写法有误：{}", words.zh), format!("JSON syntax: {}", words.en))
        .at(place, "从这里起无法读取", "cannot be read from here on")
        .note(
            "此处以前的内容已读取，以后的内容视为没有报送完整",
            "what stands before was read; what follows counts as not sent completely",
        )
}

/// A record named on the command line.
pub fn unknown_record_said(name: &str, near: Option<&str>) -> Diagnostic {
    let shown = clip(name);
    Diagnostic::error("I010", format!("规则中没有“{shown}”这张表"), format!("the rules declare no record `{shown}`"))
        .suggest(near)
}

pub fn unknown_record(name: &str, near: Option<&str>, place: Span) -> Diagnostic {
    unknown_record_said(name, near)
        .at(place, "没有这张表", "no such record")
        .note("其中的内容没有使用", "what it holds is not used")
}

pub fn record_not_named(path: &str, names: &[&str]) -> Diagnostic {
    let list = names.join(", ");
    let (zh, en) = match names {
        [] => ("规则里一张表也没有声明".to_string(), "the rules declare no record at all".to_string()),
        _ => (format!("规则中的表有：{list}"), format!("the rules declare: {list}")),
    };
    // As the file would be called.
    let packed = |e: &&str| !matches!(*e, "gz" | "zst" | "zstd");
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let ending = name.split('.').skip(1).filter(packed).last().unwrap_or("csv");
    let file = names.first().map(|name| format!("{name}.{ending}"));
    let zh_file = file.as_ref().map_or_else(String::new, |f| format!("（如 {f}）"));
    let en_file = file.as_ref().map_or_else(String::new, |f| format!(" ({f})"));
    Diagnostic::error("I011", format!("不知道 {path} 报的是哪张表"), format!("which record {path} holds is not said"))
        .note(zh, en)
        .help(
            format!("请在项目文件 [[submissions]] 中写 record = \"…\"，或用表名作文件名{zh_file}"),
            format!("write record = \"…\" in the project file's [[submissions]], or name the file after the record{en_file}"),
        )
        .in_file(path)
}

pub fn empty(path: &str) -> Diagnostic {
    Diagnostic::error("I012", format!("{path} 是空文件"), format!("{path} is empty"))
        .note(
            "没有内容不等于“零报告”：确实没有可报的，请只留表头（CSV）或写成空列表 []",
            "nothing is not a nil report: for that keep the header (CSV) or write an empty list []",
        )
        .in_file(path)
}

pub fn no_header(path: &str, record: &str, wanted: &[&str], place: Span) -> Diagnostic {
    let list = wanted.join(", ");
    Diagnostic::error("I013", format!("{path} 中找不到“{record}”的表头"), format!("{path} has no header row of `{record}`"))
        .at(place, "从这里起没有一行写着规定的栏名", "no line from here on has the names of its columns")
        .note(format!("规定的栏有：{list}"), format!("its columns are: {list}"))
}

pub fn separator(path: &str, sign: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "I013",
        format!("{path} 的各栏是用“{sign}”分隔的，应当用逗号、分号或制表符"),
        format!("the columns of {path} are separated by `{sign}`; commas, semicolons and tabs will do"),
    )
    .at(place, "整行被看作一格", "the whole line is one cell")
    .help("请另存为“CSV UTF-8（逗号分隔）”", "save it as “CSV UTF-8 (comma delimited)”")
}

/// Two signs make equally good headers of a line.
pub fn ambiguous_separator(path: &str, signs: [u8; 2], place: Span) -> Diagnostic {
    let name = |sign: u8| match sign {
        b'\t' => Bilingual::new("制表符", "tabs"),
        b';' => Bilingual::new("分号", "semicolons"),
        _ => Bilingual::new("逗号", "commas"),
    };
    let [a, b] = signs.map(name);
    Diagnostic::error(
        "I018",
        format!("看不出 {path} 的各栏是用{}还是用{}分隔的", a.zh, b.zh),
        format!("it cannot be told whether the columns of {path} are separated by {} or by {}", a.en, b.en),
    )
    .at(place, "表头", "the header")
    .help("请在第一行写明，如 sep=;", "say so in the first line: `sep=;`")
}

pub fn unclosed_quote(place: Span) -> Diagnostic {
    Diagnostic::error(
        "I014",
        "引号没有成对，其后的内容都落入了这一格",
        "this quote is never closed: all that follows fell into one cell",
    )
    .at(place, "从这个引号起", "from this quote on")
    .note("其后各行没有读取，这张表视为不完整", "the rows behind it were not read; the table counts as incomplete")
    .help("请补上或删去这个引号（格内的引号要写两个）", "close or remove it (a quote inside a cell is written twice)")
}

pub fn wrong_shape(what: Bilingual, place: Span) -> Diagnostic {
    Diagnostic::error(
        "I015",
        format!("文件的结构不对：{}", what.zh),
        format!("the file is not built as it should be: {}", what.en),
    )
    .at(place, "在这里", "here")
    .help(
        "JSON：{\"submission\": {…}, \"表名\": [{…}, …]}；TOML：每一行数据以 [[\"表名\"]] 开头",
        "JSON: {\"submission\": {…}, \"Record\": [{…}, …]}; TOML: each row begins with [[Record]]",
    )
}

pub fn envelope_field(name: &str, near: Option<&str>, place: Span) -> Diagnostic {
    let shown = clip(name);
    Diagnostic::warning("I016", format!("报送信息中没有“{shown}”这一项"), format!("the envelope has no field `{shown}`"))
        .at(place, "没有这一项", "no such field")
        .note(
            "报送信息有：地区（region）、期间（period）、日期（date）、部分（partial）",
            "an envelope has: region (地区), period (期间), date (日期), partial (部分)",
        )
        .suggest(near)
}

pub fn envelope_value(name: &str, want: Bilingual, place: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "I016",
        format!("报送信息的“{name}”应是{}", want.zh),
        format!("`{name}` of the envelope must be {}", want.en),
    );
    match place {
        Some(span) => diagnostic.at(span, format!("不是{}", want.zh), format!("not {}", want.en)),
        None => diagnostic,
    }
}

/// `said`: where the project file has the pattern.
pub fn no_title(said: Option<Span>, place: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "I020",
        "表格上方没有一格合乎项目文件写的标题样式（title）",
        "no cell above the table is like the title that the project file says",
    )
    .at(place, "在这里以下的各行中找过", "looked for from here on")
    .note("样式要取的地区、期间因此没有取到", "what it seeks, the region or the period, is not known")
    .help("请核对标题，或改正样式，如 title = \"{period}年*\"", "mend the title or the pattern, like title = \"{period}年*\"");
    match said {
        Some(span) => diagnostic.at(span, "样式在这里", "the pattern"),
        None => diagnostic,
    }
}

/// A second envelope in one file.
pub fn envelope_again(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error("I030", "一个文件里写了两份报送信息", "one file holds two envelopes")
        .at(second, "第二份", "the second")
        .at(first, "第一份", "the first")
        .note("两份说法不同的各项都不采用", "nothing is taken for what the two say differently")
        .help("请只留一份", "keep one of them")
}

/// An item that an envelope says twice.
pub fn envelope_twice(title: &Bilingual, second: Span, first: Option<Span>, agree: bool) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "I030",
        format!("报送信息的“{}”写了两次", title.zh),
        format!("the envelope says its {} twice", title.en),
    )
    .at(second, "第二次", "the second time");
    let diagnostic = match first {
        Some(span) => diagnostic.at(span, "第一次", "the first time"),
        None => diagnostic,
    };
    let diagnostic = match agree {
        true => diagnostic.note("两次所写相同", "both say the same"),
        false => diagnostic.note("以哪一次为准无法判断，两次都不采用", "which of the two holds cannot be told: neither is taken"),
    };
    diagnostic
        .help("请删去其中一处（中文名与英文名是同一项）", "remove one of them (its Chinese and its English name are one item)")
}

/// The project file says another thing of a file than the file does.
pub fn envelope_against_project(title: &Bilingual, own: Span, project: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "I031",
        format!("文件自己写的“{}”与项目文件所写不同", title.zh),
        format!("the file states another {} than the project file", title.en),
    )
    .at(own, "文件自己这样写", "the file says this");
    let diagnostic = match project {
        Some(span) => diagnostic.at(span, "项目文件这样写", "the project file says this"),
        None => diagnostic,
    };
    diagnostic
        .note("以哪一处为准无法判断，两处都不采用", "which of the two holds cannot be told: neither is taken")
        .help("请改正其中一处，或从项目文件里删去这一项", "mend one of them, or take the item out of the project file")
}

/// A packed file that is not what its name says, or not whole.
pub fn packed_damaged(path: &str) -> Diagnostic {
    Diagnostic::error("I045", format!("无法解压：{path}"), format!("cannot be unpacked: {path}"))
        .note("压缩文件损坏、不完整，或者不是文件名所说的格式", "it is damaged, cut short, or not packed as its name says")
        .help("请重新压缩后报送，或直接报送未压缩的文件", "pack it again, or send it as it is without packing")
        .in_file(path)
}

/// A packed file that comes to more than a file may.
pub fn packed_too_large(path: &str, limit: u64) -> Diagnostic {
    Diagnostic::error(
        "I046",
        format!("解压后过大：{path} 解压后超过 {limit} MiB"),
        format!("too large when unpacked: {path} comes to more than {limit} MiB"),
    )
    .help("请拆成几个文件", "split it into several files")
    .in_file(path)
}

pub fn unknown_format(path: &str, known: &str) -> Diagnostic {
    Diagnostic::error("I017", format!("不认识的文件类型：{path}"), format!("unknown kind of file: {path}"))
        .note(format!("可以读取的有：{known}"), format!("these can be read: {known}"))
        .in_file(path)
}
