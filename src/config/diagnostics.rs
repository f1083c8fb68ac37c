//! Mistakes of the project file.

use super::entry::Refusal;
use super::project::Level;
use crate::diag::{Bilingual, Diagnostic};
use crate::text::Span;
use crate::world::{WorldError, WorldErrorKind, show_path};

fn why(error: &WorldError) -> Bilingual {
    match &error.kind {
        WorldErrorKind::NotFound => Bilingual::new("没有这个文件或目录", "there is no such file or directory"),
        WorldErrorKind::Denied => Bilingual::new("没有读取权限", "permission denied"),
        WorldErrorKind::NotAFile => Bilingual::new("不是普通文件", "it is not a regular file"),
        WorldErrorKind::TooLarge { .. } => Bilingual::new("文件过大", "it is too large"),
        WorldErrorKind::LinkLoop => {
            Bilingual::new("符号链接成环，未再进入", "a link leads back to a directory it lies in; not followed")
        }
        WorldErrorKind::ReadOnly => Bilingual::new("文件是只读的", "it is write-protected"),
        WorldErrorKind::OtherNames => Bilingual::new("它另有名称（硬链接）", "it has another name (a hard link)"),
        WorldErrorKind::Changed => Bilingual::new("读取过程中文件有变动", "it changed while it was read"),
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
    }
}

pub fn unreadable(error: &WorldError) -> Diagnostic {
    let (path, why) = (show_path(&error.path), why(error));
    Diagnostic::error(
        "C007",
        format!("无法读取项目文件 {path}：{}", why.zh),
        format!("cannot read the project file {path}: {}", why.en),
    )
    .in_file(path)
}

pub fn not_utf8(path: &str) -> Diagnostic {
    Diagnostic::error("C007", format!("项目文件 {path} 不是 UTF-8 编码"), format!("the project file {path} is not in UTF-8"))
        .help("请另存为 UTF-8 编码", "save it again as UTF-8")
        .in_file(path)
}

pub fn not_found(start: &str) -> Diagnostic {
    Diagnostic::error(
        "C008",
        format!("在 {start} 及其上级目录中找不到项目文件 fadu.toml"),
        format!("there is no project file fadu.toml in {start} or above"),
    )
    .help(
        "请在项目目录中运行，或直接写出规则和数据文件：fadu check 规则.fadu 数据.csv",
        "run it inside a project, or name the files: fadu check rules.fadu data.csv",
    )
}

pub fn syntax(message: &str, place: Option<Span>, path: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "C001",
        format!(
            "项目文件写法有误：{}",
            if message.contains("duplicate key") { "同一名称写了两次" } else { "不符合 TOML 的写法" }
        ),
        format!("syntax of the project file: {message}"),
    );
    let diagnostic = match place {
        Some(span) => diagnostic.at(span, "在这里", "here"),
        None => diagnostic.in_file(path),
    };
    diagnostic.help(
        "中文名称和文字都要加英文双引号，如 \"衡水.银行比例\" = \"50%\"",
        "Chinese names and all texts stand in straight quotes, like \"衡水.银行比例\" = \"50%\"",
    )
}

pub fn unknown_key(table: &str, key: &str, known: &[&str], near: Option<&str>, place: Span) -> Diagnostic {
    let (zh, en) = match table {
        "" => ("项目文件".to_string(), "the project file".to_string()),
        table => (format!("[{table}]"), format!("[{table}]")),
    };
    Diagnostic::error("C002", format!("{zh} 中没有“{key}”这一项"), format!("{en} has no key `{key}`"))
        .at(place, "没有这一项", "no such key")
        .note(format!("可以写的有：{}", known.join("、")), format!("it may hold: {}", known.join(", ")))
        .suggest(near)
}

pub fn wrong_value(key: &str, want: &Bilingual, place: Span) -> Diagnostic {
    Diagnostic::error("C003", format!("“{key}”应是{}", want.zh), format!("`{key}` must be {}", want.en)).at(
        place,
        format!("不是{}", want.zh),
        format!("not {}", want.en),
    )
}

pub fn missing(table: &str, key: &str, place: Span) -> Diagnostic {
    Diagnostic::error("C003", format!("[{table}] 缺少“{key}”"), format!("[{table}] lacks `{key}`")).at(
        place,
        format!("这里没有写 {key}"),
        format!("without {key}"),
    )
}

pub fn no_match(pattern: &str, directory: bool, place: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("C004", format!("没有文件符合“{pattern}”"), format!("no file matches `{pattern}`")).at(
        place,
        "一个文件也没有找到",
        "nothing found",
    );
    match directory {
        true => diagnostic.help(
            format!("这是一个目录，请写成 {}/**/*.csv 之类", pattern.trim_end_matches('/')),
            format!("this is a directory: write {}/**/*.csv or the like", pattern.trim_end_matches('/')),
        ),
        false => diagnostic.note("没有收到的报送不会被当作合格", "what was not handed in never counts as passed").help(
            "请核对路径和大小写；确实可以没有的，写进 [allow] no_files",
            "check the path and the case of letters; if there may be none, list it under [allow] no_files",
        ),
    }
}

pub fn bad_pattern(pattern: &str, words: &str, place: Span) -> Diagnostic {
    Diagnostic::error("C005", format!("“{pattern}”不是正确的文件模式"), format!("`{pattern}` is not a file pattern: {words}"))
        .at(place, "文件模式", "the pattern")
        .note(
            "* 代表一段名称，** 代表任意层目录，? 代表一个字符，{a,b} 代表其中之一",
            "* is any part of a name, ** any directories, ? one character, {a,b} one of them",
        )
}

pub fn cannot_look(error: &WorldError, place: Span) -> Diagnostic {
    let (path, why) = (show_path(&error.path), why(error));
    let help = match error.kind {
        // In the words of whoever reads a file: by them a gate knows what it lacks.
        WorldErrorKind::NotHeld => Bilingual::new(
            "请取回内容：git lfs pull；子模块用 git submodule update --init --recursive；actions/checkout 写 lfs: true、submodules: true",
            "fetch it: `git lfs pull`, for a submodule `git submodule update --init --recursive`; `lfs: true` and `submodules: true` for actions/checkout",
        ),
        WorldErrorKind::LeftOut => Bilingual::new(
            "请检出全部文件：git sparse-checkout disable；actions/checkout 不写 sparse-checkout",
            "check out all files: `git sparse-checkout disable`; no `sparse-checkout` for actions/checkout",
        ),
        WorldErrorKind::NotFound
        | WorldErrorKind::Denied
        | WorldErrorKind::NotAFile
        | WorldErrorKind::TooLarge { .. }
        | WorldErrorKind::LinkLoop
        | WorldErrorKind::ReadOnly
        | WorldErrorKind::OtherNames
        | WorldErrorKind::Changed
        | WorldErrorKind::TooMany
        | WorldErrorKind::TooDeep
        | WorldErrorKind::Other(_) => {
            Bilingual::new("请改正链接或权限，或把模式写得更窄", "mend the link or the permissions, or narrow the pattern")
        }
    };
    Diagnostic::error("C006", format!("{path}：{}", why.zh), format!("{path}: {}", why.en))
        .at(place, "按这个模式查找文件时", "while looking for files of this pattern")
        .note("其中的报送可能没有被检查", "submissions in it may have gone unchecked")
        .help(help.zh, help.en)
        .in_file(path)
}

pub fn matched_twice(path: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        "C009",
        format!("{path} 同时符合两组 [[submissions]]"),
        format!("{path} belongs to two sets of [[submissions]]"),
    )
    .at(second, "这一组也包括它", "this set holds it too")
    .at(first, "已经在这一组中", "already in this set")
    .note("只按前一组读取一次", "it is read once, as the first set says")
    .help("请把其中一组的模式写得更窄", "narrow the pattern of one of them")
}

/// Parts that the numbers of the others show to be missing: the folder, and the numbers from each first to its last.
pub type Missing = Vec<(String, Vec<(u64, u64)>)>;

/// Numbers in the names of the parts show that others are missing.
pub fn parts_missing(there: u32, missing: &Missing, place: Option<Span>) -> Diagnostic {
    let numbers = numbers(missing);
    let diagnostic = Diagnostic::warning(
        "I058",
        format!("一张表分成的几份没有齐：缺第 {} 份", numbers.zh),
        format!("parts of one table are missing: number {}", numbers.en),
    )
    .note(
        format!("现有 {there} 份，从文件名的编号看出有缺；这张表按没有报全处理"),
        format!("{there} are here, and the numbers in their names show a gap; the table counts as not sent whole"),
    )
    .help(
        format!("请补上缺的几份；编号本来就不连续的，写明共有几份：as_one = {there}"),
        format!("hand in what is missing; where the numbers do have gaps say how many parts there are: as_one = {there}"),
    );
    of_one_table(diagnostic, place)
}

/// There are more parts, or fewer, than the project file says.
pub fn other_number_of_parts(said: u32, there: u32, missing: &Missing, place: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::warning(
        "I058",
        format!("一张表应有 {said} 份，现有 {there} 份"),
        format!("a table should have {said} parts and has {there}"),
    );
    let diagnostic = match missing.is_empty() {
        true => diagnostic,
        false => {
            let numbers = numbers(missing);
            let zh = format!("从文件名的编号看，缺第 {} 份", numbers.zh);
            diagnostic.note(zh, format!("by the numbers in their names, number {} is missing", numbers.en))
        }
    };
    let diagnostic = match there < said {
        true => diagnostic
            .note("这张表按没有报全处理", "the table counts as not sent whole")
            .help("请补上缺的几份，或改正 as_one", "hand in what is missing, or correct `as_one`"),
        false => diagnostic
            .note("各份都读取了", "all of them are read")
            .help("请核对文件模式，或改正 as_one", "check the pattern, or correct `as_one`"),
    };
    of_one_table(diagnostic, place)
}

/// A file that nobody sent: an office program leaves it beside a workbook that is open, or a system beside the files of a folder.
pub fn left_by_a_program(path: &str) -> Diagnostic {
    let lock = path.rsplit('/').next().is_some_and(|name| name.starts_with("~$") || name.starts_with(".~"));
    let diagnostic = Diagnostic::warning(
        "I067",
        format!("{path} 是程序留下的文件，没有读取"),
        format!("{path} was left by a program and not read"),
    );
    match lock {
        true => diagnostic.note(
            "同名的工作簿可能正由别人打开着：没有存盘的改动不在核查之内",
            "somebody may have the workbook of that name open: what is not saved is not checked",
        ),
        false => diagnostic,
    }
    .in_file(path)
}

/// Of a table in several files only some are named on the command line, or some are missing.
pub fn parts_not_named(path: &str) -> Diagnostic {
    Diagnostic::warning(
        "I058",
        format!("{path} 所在的一张表，各份没有都读到"),
        format!("not all parts of the table that {path} is a part of are read"),
    )
    .note("这张表按没有报全处理", "the table counts as not sent whole")
    .help(
        "请写出各份文件，或不写文件、按项目文件核查",
        "name all parts, or no files, so that the project file says which they are",
    )
    .in_file(path)
}

fn of_one_table(diagnostic: Diagnostic, place: Option<Span>) -> Diagnostic {
    match place {
        Some(place) => diagnostic.at(place, "这里说各文件是一张表", "said to be one table here"),
        None => diagnostic,
    }
}

/// `3、7–9`, with the folder where there are several.
fn numbers(missing: &Missing) -> Bilingual {
    const MOST: usize = 8;
    let mut each = Vec::new();
    for (folder, gaps) in missing {
        let before = if missing.len() > 1 { format!("{folder}: ") } else { String::new() };
        let one = |(first, last): &(u64, u64)| {
            if first == last { format!("{before}{first}") } else { format!("{before}{first}–{last}") }
        };
        each.extend(gaps.iter().map(one));
    }
    let more = each.len().saturating_sub(MOST);
    each.truncate(MOST);
    let (zh, en) = (each.join("、"), each.join(", "));
    match more {
        0 => Bilingual::new(zh, en),
        _ => Bilingual::new(format!("{zh} 等（另有 {more} 处）"), format!("{en} and {more} more")),
    }
}

/// An entry for a file that another reads already.
pub fn entry_stands(path: &str, place: Span) -> Diagnostic {
    Diagnostic::error("C021", format!("{path} 已有一组 [[submissions]] 读取"), format!("{path} is read by an entry already"))
        .at(place, "在这一组中", "this one")
        .note("没有写入，项目文件没有变动", "nothing was written: the project file is as it was")
        .help("要改读法，请直接改这一组", "to have it read otherwise, change this entry")
}

/// A project file to which no entry can be added.
pub fn takes_no_entry(path: &str, refusal: Refusal) -> Diagnostic {
    let why = match refusal {
        Refusal::Syntax => Bilingual::new("它不符合 TOML 的写法", "it is no TOML"),
        Refusal::Shape => {
            Bilingual::new("其中的 submissions 不是 [[submissions]]", "its `submissions` are not written as [[submissions]]")
        }
    };
    Diagnostic::error("C022", format!("写不进 {path}：{}", why.zh), format!("{path} takes no entry: {}", why.en))
        .help("请先改正，或自己把提出的一组抄进去", "mend it first, or copy the proposed entry by hand")
        .in_file(path)
}

/// Nowhere to write an entry to.
pub fn no_project_to_write() -> Diagnostic {
    Diagnostic::error("C022", "没有项目文件 fadu.toml 可以写入", "there is no project file fadu.toml to write to")
        .help("请先建 fadu.toml，写上 [project] 和 rules", "make fadu.toml first, with [project] and its `rules`")
}

pub fn unknown_blank(word: &str, place: Span) -> Diagnostic {
    Diagnostic::error("C010", format!("空白不能为“{word}”"), format!("a blank cannot mean `{word}`"))
        .at(place, "这里", "here")
        .note("可以写：0、\"none\"（无）、\"no\"（否）、\"unknown\"（未知）", "it may be: 0, \"none\", \"no\", \"unknown\"")
}

pub fn unknown_not_alone(place: Span) -> Diagnostic {
    Diagnostic::error("C010", "“未知”要单独写", "`unknown` goes with no other word").at(
        place,
        "和别的词写在一起",
        "beside other words",
    )
}

/// A rule that does not block says why.
pub fn level_without_reason(rule: &str, level: &str, place: Span) -> Diagnostic {
    Diagnostic::error("C011", format!("“{rule}”设为 {level}，没有写理由"), format!("`{rule}` is set to {level} without a reason"))
        .at(place, "这里", "here")
        .help(
            format!("写成 {{ level = \"{level}\", because = \"……\" }}"),
            format!("write {{ level = \"{level}\", because = \"…\" }}"),
        )
}

/// A level of a rule that there is not.
pub fn level_of_nothing(rule: &str, near: Option<&str>, place: Span) -> Diagnostic {
    Diagnostic::error("C011", format!("没有规则“{rule}”"), format!("there is no rule `{rule}`"))
        .at(place, "[levels] 里写的", "named in [levels]")
        .note("写错名称的级别不会起作用", "a level for a misspelt name does nothing")
        .suggest(near)
}

/// What is judged otherwise than the rules say is told in every report.
pub fn level_in_use(rule: &str, level: Level, because: &str, place: Span) -> Diagnostic {
    let (zh, en) = match level {
        Level::Off => (
            format!("规则 {rule} 按项目文件没有核查：{because}"),
            format!("the rule {rule} is not judged, as the project file says: {because}"),
        ),
        Level::Warn => (
            format!("规则 {rule} 按项目文件不阻断：{because}"),
            format!("the rule {rule} does not block, as the project file says: {because}"),
        ),
        Level::Block => {
            (format!("规则 {rule} 按项目文件都阻断"), format!("all of the rule {rule} blocks, as the project file says"))
        }
    };
    Diagnostic::warning("C012", zh, en).at(place, "[levels] 里写的", "named in [levels]")
}

/// The project is for another version of the program.
pub fn other_version(asked: &str, own: &str, place: Span) -> Diagnostic {
    Diagnostic::error(
        "C013",
        format!("项目要求 fadu {asked}，现在是 {own}"),
        format!("the project is for fadu {asked}; this is {own}"),
    )
    .at(place, "要求的版本", "the versions it is for")
    .note("别的版本可能不认识项目文件里的某些项，或判法不同", "another version may not know some of its keys, or judge otherwise")
    .help("请换用所要求的版本", "use a version that it is for")
}

pub fn no_version(asked: &str, place: Span) -> Diagnostic {
    Diagnostic::error("C013", format!("“{asked}”不是版本的要求"), format!("`{asked}` is no requirement of a version"))
        .at(place, "这里", "here")
        .help("写作 \">=0.2\" 或 \">=0.2, <0.4\"", "write \">=0.2\" or \">=0.2, <0.4\"")
}
