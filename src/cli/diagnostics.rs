//! Mistakes of a run: options that cannot be used, nothing to judge, expectations of tests that failed.

use crate::diag::{Bilingual, Diagnostic, Lang, nearest};
use crate::gate::{FieldChange, Unreadable};
use crate::hir::RuleSet;
use crate::receipt::Unusable;
use crate::report::one_line;
use crate::ruletest::{Failure, Outcome};
use crate::text::Span;
use crate::world::GitError;

/// No submission at all: nothing was checked, which must not look like success.
pub fn no_files() -> Diagnostic {
    Diagnostic::error("L002", "没有任何报送文件", "there are no submissions").help(
        "在命令行给出文件，或在 fadu.toml 写 [[submissions]]；确实没有的，用 --allow no-files 放行",
        "name files on the command line or write [[submissions]] in fadu.toml; pass --allow no-files if there are none",
    )
}

/// `--date` of notices.
pub fn no_date_of_notices(text: &str) -> Diagnostic {
    Diagnostic::error("L008", format!("--date {text} 不能用：不是日期"), format!("--date {text} cannot be used: it is no date"))
        .help("例如 --date 2008-03-01", "for example --date 2008-03-01")
}

/// A template of notices that cannot be filled in; `why` begins with the line where that is known.
pub fn wrong_template(path: &str, why: &str) -> Diagnostic {
    let name = if path.is_empty() { String::new() } else { format!("{path}:") };
    Diagnostic::error(
        "L024",
        format!("通知书的模板有误：{name}{why}"),
        format!("the template of the notices is wrong: {name}{why}"),
    )
    .help(
        "自带的模板写明了可用的名称：fadu notice --print-template",
        "the shipped template says which names there are: fadu notice --print-template",
    )
}

/// Several notices, or a document, with nowhere to go.
pub fn several_notices(n: usize) -> Diagnostic {
    Diagnostic::error("L023", format!("有 {n} 份通知书，没有说写到哪里"), format!("{n} notices, and no place for them")).help(
        "用 --output-dir 指明文件夹；只要一个地区的，用 --region 和 --output",
        "name a folder by --output-dir; for one region alone use --region and --output",
    )
}

/// A format that is no text, with nowhere to go.
pub fn no_text(format: &str, ending: &str) -> Diagnostic {
    Diagnostic::error(
        "L042",
        format!("{format} 格式不是文本，要写入文件"),
        format!("the format {format} is no text and goes to a file"),
    )
    .help(format!("加上 -o 报告.{ending}"), format!("add -o report.{ending}"))
}

/// The library for workbooks refuses the copy.
#[cfg(feature = "xlsx-out")]
pub fn not_copied(path: &str) -> Diagnostic {
    Diagnostic::error("L043", format!("{path} 抄不成带标注的工作簿"), format!("no copy with marks can be made of {path}"))
        .help(
            "其余的报告不受影响；请把它另存为 .xlsx 再试",
            "the report is not touched by this; save the file as .xlsx and try again",
        )
        .in_file(path)
}

/// `--region` names a region of which nothing was sent or asked.
pub fn no_such_region(name: &str, known: &[String], near: Option<&str>) -> Diagnostic {
    const LISTED: usize = 40;
    let list: Vec<&str> = known.iter().take(LISTED).map(String::as_str).collect();
    let more = known.len().saturating_sub(LISTED);
    let (zh, en) = match more {
        0 => (String::new(), String::new()),
        n => (format!("等，另有 {n} 个"), format!(" and {n} more")),
    };
    Diagnostic::error("L021", format!("这次核查里没有地区“{name}”"), format!("there is no region `{name}` in this run"))
        .note(format!("有的地区：{}{zh}", list.join("、")), format!("its regions: {}{en}", list.join(", ")))
        .suggest(near)
}

/// A folder named on the command line without a file in it.
pub fn empty_folder(path: &str) -> Diagnostic {
    Diagnostic::error("L002", format!("{path} 里没有任何文件"), format!("there is no file in {path}"))
        .help("请核对文件夹；确实没有的，用 --allow no-files 放行", "check the folder; pass --allow no-files if there are none")
        .in_file(path)
}

/// Rule files without a rule: nothing is judged, which must not look like success.
pub fn no_rule_in_files() -> Diagnostic {
    Diagnostic::error("L003", "规则文件里一条规则也没有", "the rule files hold no rule")
        .note("没有规则就没有核查", "without a rule nothing is judged")
        .help("用 --rules 指明写有规则的文件或文件夹", "name the files or folders that hold rules with --rules")
}

pub fn no_rules() -> Diagnostic {
    Diagnostic::error("L003", "没有找到规则文件（.fadu）", "no rule file (.fadu) was found")
        .help("用 --rules 指明文件或文件夹", "name files or folders with --rules")
}

/// Every subject of every rule lies outside, or none of the rules applies: there is no verdict that could be passed.
pub fn nothing_judged() -> Diagnostic {
    Diagnostic::error(
        "L014",
        "没有一项要求适用于这些报送，什么也没有核查",
        "no rule applies to these submissions: nothing was judged",
    )
    .note(
        "报送地区都不在辖区内，条件、施行日期、到期日都没有到，或没有可以计算的数；理由见各对象",
        "the regions lie outside the jurisdiction, no condition, date in force or due date is reached, or there is no base; the reason stands with each subject",
    )
    .help(
        "请核对报送的地区、期间和核查日期（--as-of）；确实如此的，用 --allow nothing-judged 放行",
        "check the regions, periods and the as-of date (--as-of); pass --allow nothing-judged if it is so",
    )
}

/// Rule files without a policy: there is nothing that could be covered, which must not look like success.
pub fn no_policy() -> Diagnostic {
    Diagnostic::error("L015", "规则文件里没有政策", "the rule files hold no policy")
        .help("写上：政策 名称 { 条 c \"一\" }", "write `policy NAME { clause c \"1\" }`")
}

/// Nothing was audited, which must not look like success.
pub fn none_about_policy() -> Diagnostic {
    Diagnostic::error(
        "L005",
        "没有只涉及政策自身的规则，什么也没有核查",
        "no rule is about the policy alone: nothing was audited",
    )
}

pub fn no_scorecard(only: Option<&str>, known: &[String]) -> Diagnostic {
    match only {
        None => Diagnostic::error("L011", "规则文件中没有评分表", "the rule files hold no scorecard")
            .help("写上：评分表 名称 { 规则 权重 20 }", "write `scorecard NAME { RULE weight 20 }`"),
        Some(name) => Diagnostic::error("L011", format!("没有叫“{name}”的评分表"), format!("there is no scorecard `{name}`"))
            .suggest(nearest(name, known.iter().map(String::as_str))),
    }
}

pub fn unknown_name(name: &str, set: &RuleSet) -> Diagnostic {
    let names = set.rules.iter().flat_map(|r| [r.id.as_str(), r.id.rsplit('.').next().unwrap_or("")]);
    let names = names.chain(crate::diag::codes::ALL.iter().map(|c| c.id));
    Diagnostic::error("L006", format!("没有代码或规则“{name}”"), format!("there is no code or rule `{name}`"))
        .suggest(nearest(name, names))
}

/// A failed expectation as a placed message, with the values and margins it came from.
pub fn failed_expectation(outcome: &Outcome, failure: &Failure) -> Diagnostic {
    let (want, got, name) = (&failure.expected, &failure.found, &outcome.name);
    let (zh, en) = match outcome.case {
        None => (format!("测试“{name}”"), format!("test `{name}`")),
        Some(row) => (format!("测试“{name}”第 {row} 行"), format!("test `{name}`, row {row}")),
    };
    let mut diagnostic = Diagnostic::error(
        "X001",
        format!("{zh}：预期{}，实得{}", want.zh, got.zh),
        format!("{en}: expected {}, found {}", want.en, got.en),
    )
    .at(failure.span, format!("实得{}", got.zh), format!("found {}", got.en));
    for finding in failure.findings.iter().take(4) {
        let lines = [Lang::Zh, Lang::En].map(|lang| one_line(finding, lang));
        let [zh, en] = lines;
        diagnostic = diagnostic.note(zh, en);
    }
    diagnostic
}

/// A rule with mistakes, with the expectations that wait for it.
pub fn faulty_rule(rule: &str, list: &[&Failure]) -> Diagnostic {
    let n = list.len();
    let mut out = Diagnostic::error(
        "X001",
        format!("规则“{rule}”有误，未能核查，{n} 条预期无从比对"),
        format!(
            "the rule `{rule}` has mistakes and was not checked; {n} expectation{} cannot be compared",
            if n == 1 { "" } else { "s" }
        ),
    );
    for failure in list.iter().take(FAULTY_PLACES) {
        out = out.at(failure.span, "这里预期", "expected here");
    }
    let more = n.saturating_sub(FAULTY_PLACES);
    if more > 0 {
        out.note(format!("另有 {more} 处预期同此"), format!("{more} more expectations wait likewise"))
    } else {
        out
    }
}

/// Expectations underlined for one faulty rule.
const FAULTY_PLACES: usize = 3;

/// The as-of date of the project file is no date; `written` is its place.
pub fn no_date(text: &str, written: Span) -> Diagnostic {
    Diagnostic::error("L008", format!("核查日期“{text}”不是日期"), format!("the as-of date `{text}` is no date"))
        .help(AS_OF.0, AS_OF.1)
        .at(written, "写在这里", "written here")
}

/// The option `--as-of` is no date.
pub fn no_date_asked(text: &str) -> Diagnostic {
    Diagnostic::error("L008", format!("--as-of {text} 不能用：不是日期"), format!("--as-of {text} cannot be used: it is no date"))
        .help(AS_OF.0, AS_OF.1)
        .note("没有核查", "nothing was checked")
}

const AS_OF: (&str, &str) = (
    "例如 --as-of 2007-09-30，或项目文件里 [run] as_of = 2007-09-30",
    "for example --as-of 2007-09-30, or [run] as_of = 2007-09-30 in fadu.toml",
);

/// The option `--param` without a name and a value.
pub fn no_value_of_param(text: &str) -> Diagnostic {
    Diagnostic::error("L001", format!("--param {text} 不是“名称=值”"), format!("--param {text} is not NAME=VALUE"))
        .help("例如 --param hengshui.bank_share=50%", "for example --param hengshui.bank_share=50%")
}

/// No finding is called so. `shortest`: where what is asked for is shorter than a fingerprint may be cut to.
pub fn no_such_finding(asked: &str, subject: Option<&str>, shortest: Option<usize>) -> Diagnostic {
    let (zh, en) = match subject {
        None if shortest.is_some() => (
            format!("“{asked}”太短：标识至少写前 {} 位", shortest.unwrap_or_default()),
            format!("`{asked}` is too short: at least {} digits of a fingerprint", shortest.unwrap_or_default()),
        ),
        Some(subject) => {
            (format!("没有“{subject}”对规则“{asked}”的发现"), format!("there is no finding of `{asked}` for `{subject}`"))
        }
        None => {
            (format!("没有标识以“{asked}”开头的发现"), format!("there is no finding whose fingerprint begins with `{asked}`"))
        }
    };
    Diagnostic::error("L022", zh, en).help(
        "标识见 fadu check --format json 的 fingerprint，至少写前 6 位；或写：fadu answer 规则 --for 对象",
        "fingerprints are in fadu check --format json, at least 6 digits do; or: fadu answer RULE --for SUBJECT",
    )
}

pub fn no_such_rule(asked: &str) -> Diagnostic {
    Diagnostic::error("L022", format!("没有规则“{asked}”"), format!("there is no rule `{asked}`"))
}

pub fn several_findings(count: usize, names: Vec<String>) -> Diagnostic {
    let all = names.join("\n");
    Diagnostic::error("L022", format!("有 {count} 项发现符合，没有添"), format!("{count} findings fit, so nothing was added"))
        .note(all.clone(), all)
        .help("请写全标识，或加 --line、在 --for 里写明期间", "name it by its fingerprint, or add --line, or the period in --for")
}

/// A requirement cannot be explained away.
pub fn not_explained() -> Diagnostic {
    Diagnostic::error(
        "L022",
        "这一项是“要求”，说明不能代替整改",
        "the finding is of a `require`: an explanation does not settle it",
    )
    .help("要特许的，用 --as waiver", "pass --as waiver to have it waived")
}

pub fn cannot_add(path: &str) -> Diagnostic {
    Diagnostic::error(
        "L022",
        format!("{path} 里添不进去：写法有误，或不是以 [[…]] 分项写的"),
        format!("nothing can be added to {path}: it has mistakes, or its list is not written as [[…]]"),
    )
    .help("请先改正这个文件", "mend the file first")
    .in_file(path)
}

/// A receipt that nothing can be held against.
pub fn no_receipt(path: &str, why: &Unusable) -> Diagnostic {
    let (zh, en) = match why {
        Unusable::NoReceipt => ("不是核查凭证".to_string(), "it is no receipt".to_string()),
        Unusable::Broken => ("凭证已损坏，不完整".to_string(), "the receipt is damaged: part of it is missing".to_string()),
        Unusable::Changed => (
            "凭证已损坏或被改动，与其封记不符".to_string(),
            "the receipt was damaged or changed: it is not what its seal says".to_string(),
        ),
        Unusable::Schema(version) => (
            format!("凭证出自更新的版本（{version}），本版本不认识"),
            format!("the receipt is of a later version ({version}) that this one does not know"),
        ),
        Unusable::Algorithm(name) => {
            (format!("不认识凭证的摘要算法“{name}”"), format!("the receipt's digests are made by `{name}`, which is not known"))
        }
    };
    let diagnostic = Diagnostic::error("L020", zh, en).in_file(path);
    match why {
        Unusable::Schema(_) | Unusable::Algorithm(_) => {
            diagnostic.help("请用写下它的版本，或更新的版本", "use the version that wrote it, or a later one")
        }
        Unusable::NoReceipt | Unusable::Broken | Unusable::Changed => diagnostic.help(
            "凭证由 fadu check --receipt 写下；请换一份完好的副本",
            "receipts are written by fadu check --receipt; use another copy",
        ),
    }
}

/// A receipt names files by where they lie on some machine; none that fadu wrote does.
pub fn absolute_in_receipt(path: &str) -> Diagnostic {
    Diagnostic::error(
        "L020",
        format!("凭证里有绝对路径“{path}”，不会照它读取"),
        format!("the receipt names an absolute path, `{path}`, which is not read"),
    )
    .help("请换一份完好的副本", "use another copy")
}

/// No subject that was judged is called so.
pub fn not_judged(name: &str) -> Diagnostic {
    Diagnostic::error("L007", format!("没有核查到“{name}”"), format!("`{name}` was not judged"))
}

/// A summary was asked for, and nothing says where to.
pub fn no_step_summary(variable: &str) -> Diagnostic {
    Diagnostic::error(
        "L013",
        format!("要写步骤摘要，但环境变量 {variable} 没有给出文件"),
        format!("a step summary was asked for, but the variable {variable} names no file"),
    )
    .help(
        "--step-summary 只在 GitHub 的工作流里用；别处请用 --format summary -o 文件",
        "--step-summary is for workflows on GitHub; elsewhere use --format summary -o FILE",
    )
}

/// The state of before cannot be had from git.
pub fn no_base(why: &GitError) -> Diagnostic {
    match why {
        GitError::NoProgram => Diagnostic::error(
            "B001",
            "没有找到 git 程序，读不到先前的版本",
            "there is no program `git`, so that the revision cannot be read",
        )
        .help("请安装 git；或用 --base-dir 给出另一份检出的目录", "install git, or name the directory of another checkout with --base-dir"),
        GitError::NoRepository(words) | GitError::Other(words) if words.contains("safe.directory") => Diagnostic::error(
            "B001",
            "仓库属于另一个用户，git 不肯读（容器里常见）",
            "the repository belongs to another user, and git refuses to read it (usual in containers)",
        )
        .note(words.clone(), words.clone())
        .help(
            "目录可信的，先运行 git config --global --add safe.directory \"$PWD\"",
            "if the directory is trusted, run `git config --global --add safe.directory \"$PWD\"` first",
        ),
        GitError::NoRepository(words) => Diagnostic::error("B001", "这里不在 git 仓库里", "this is no repository of git")
            .note(words.clone(), words.clone())
            .help(
                "请在仓库里运行，或用 --base-dir 给出另一份检出的目录",
                "run it inside the repository, or name the directory of another checkout with --base-dir",
            ),
        GitError::UnknownRevision { revision, shallow: true } => Diagnostic::error(
            "B002",
            format!("浅克隆里没有版本 {revision}"),
            format!("the shallow clone does not have the revision `{revision}`"),
        )
        .help(
            "请取回全部历史：actions/checkout 写 fetch-depth: 0，GitLab 写 GIT_DEPTH: 0，本地用 git fetch --unshallow",
            "fetch the whole history: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` on GitLab, `git fetch --unshallow` by hand",
        ),
        GitError::UnknownRevision { revision, shallow: false } => Diagnostic::error(
            "B002",
            format!("仓库里没有版本 {revision}"),
            format!("the repository does not know the revision `{revision}`"),
        )
        .help(
            "请核对名称；远程分支写 origin/main，没有取回的先 git fetch",
            "check the name; a remote branch is written origin/main, and fetched by `git fetch`",
        ),
        GitError::Shallow => Diagnostic::error(
            "B002",
            "浅克隆里找不到可靠的分叉点",
            "in a shallow clone it cannot be told where two revisions went apart",
        )
        .help(
            "请取回全部历史：actions/checkout 写 fetch-depth: 0，GitLab 写 GIT_DEPTH: 0",
            "fetch the whole history: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` on GitLab",
        ),
        GitError::Unrelated { revision } => Diagnostic::error(
            "B002",
            format!("{revision} 与当前提交没有共同的历史"),
            format!("`{revision}` and the commit of the work tree have no history in common"),
        )
        .help("请不用 --merge-base，直接与该版本相比", "compare with the revision itself, without --merge-base"),
        GitError::Other(words) => Diagnostic::error("B001", "git 没有读出先前的版本", "git could not read the revision")
            .note(words.clone(), words.clone()),
    }
}

pub fn no_base_directory(name: &str) -> Diagnostic {
    Diagnostic::error("B001", format!("目录 {name} 里没有文件"), format!("there is no file in the directory {name}"))
        .help("--base-dir 要写另一份检出的目录", "--base-dir names the directory of another checkout")
        .in_file(name)
}

/// Compared with itself nothing is ever worse, which must not look like success.
pub fn base_is_head(name: &str) -> Diagnostic {
    Diagnostic::error(
        "B003",
        format!("{name} 就是当前的状态，没有可比的改动"),
        format!("`{name}` is the state of now: there is no change to compare"),
    )
    .help(
        "合并请求请与目标分支相比（--base origin/main）；在目标分支上请与前一提交相比（--base HEAD^），或用 fadu check",
        "for a pull request name its target (--base origin/main); on that branch name the commit before (--base HEAD^), or use `fadu check`",
    )
}

/// Data of before no longer fit the forms of now.
pub fn forms_changed(list: &[FieldChange]) -> Diagnostic {
    const SHOWN: usize = 6;
    let name = |c: &FieldChange| c.field.as_ref().map_or_else(|| c.record.clone(), |f| format!("{}.{f}", c.record));
    let names: Vec<String> = list.iter().take(SHOWN).map(name).collect();
    let (zh, en) = (names.join("、"), names.join(", "));
    let more = list.len().saturating_sub(SHOWN);
    let (zh, en) = if more > 0 { (format!("{zh} 等 {} 处", list.len()), format!("{en} and {more} more")) } else { (zh, en) };
    Diagnostic::error(
        "B004",
        format!("报表格式有改动（{zh}），先前的数据不能按现在的规则核查"),
        format!("the forms have changed ({en}): data of before cannot be judged by the rules of now"),
    )
    .note(
        "表、主键，或栏目的类型、单位有变；增加的栏目和表不算",
        "a record, its key, or the type or unit of a field is another; fields and records that were added do not count",
    )
    .help(
        "请把格式的改动连同数据单独提交；确需一次完成的，加 --schema-changed，只按标识比对",
        "make the change of forms, with the data, a change of its own; where it must be one, pass --schema-changed: then findings are compared by fingerprint alone",
    )
}

/// A kept report, or a list, that cannot be compared with.
pub fn baseline_unusable(name: &str, why: &Bilingual) -> Diagnostic {
    Diagnostic::error("B005", format!("{name} 不能用来比对：{}", why.zh), format!("{name} cannot be compared with: {}", why.en))
        .help(
            "请用同一版本的 fadu check --format json -o 文件，或 fadu baseline write 重新写一份",
            "write it anew with this version: `fadu check --format json -o FILE`, or `fadu baseline write`",
        )
        .in_file(name)
}

pub fn why_unreadable(why: &Unreadable) -> Bilingual {
    match why {
        Unreadable::Syntax(words) => Bilingual::new(format!("不是正确的 JSON：{words}"), format!("it is no JSON: {words}")),
        Unreadable::Schema(None) => Bilingual::new("不是 fadu 的报告", "it is no report of fadu"),
        Unreadable::Schema(Some(found)) => {
            Bilingual::new(format!("格式是 {found}，不是 fadu-report/1"), format!("its schema is {found}, not fadu-report/1"))
        }
        Unreadable::Finding(at) => {
            Bilingual::new(format!("第 {} 项发现不完整", at + 1), format!("finding {} is not complete", at + 1))
        }
        Unreadable::Partial(n) => Bilingual::new(
            format!("有 {n} 项没有列出，会被当作新增"),
            format!("{n} findings are not listed in it and would look new"),
        ),
        Unreadable::Incomplete => Bilingual::new("那次核查没有完成", "it is of a check that could not be done"),
    }
}

/// The list was written, and more fails than is on it.
pub fn not_taken_in(n: usize) -> Diagnostic {
    Diagnostic::error(
        "B006",
        format!("有 {n} 项不符不在清单上，没有认下"),
        format!("{n} findings fail, are not on the list and were not taken in"),
    )
    .help("请改正它们；确要认下的，加 --grow", "mend them; pass --grow to take them in")
}

pub fn old_rules_unusable(name: &str, problem: &Diagnostic) -> Diagnostic {
    Diagnostic::error(
        "B007",
        format!("按旧规则 {name} 没有核查成：{} {}", problem.code, problem.message.zh),
        format!("the old rules {name} could not be judged by: {} {}", problem.code, problem.message.en),
    )
    .help("请先用 fadu check --rules 旧规则 核查", "run `fadu check --rules OLD` first")
}

/// A new project never writes over what is there.
pub fn exists_already(path: &str) -> Diagnostic {
    Diagnostic::error("L016", format!("{path} 已存在，没有新建"), format!("{path} exists already; nothing was made"))
        .help("请换一个目录，或先移开它", "name another directory, or move it away first")
        .in_file(path)
}

/// Standard input has no ending that says what it is.
pub fn no_name_of_input() -> Diagnostic {
    Diagnostic::error(
        "L013",
        "从标准输入读报送（-），没有写 --stdin-name",
        "a submission is read from standard input (-) without --stdin-name",
    )
    .note("格式和表名要由文件名得知", "its name says which format and which record it is")
    .help("例如 --stdin-name County.csv", "for example --stdin-name County.csv")
}
