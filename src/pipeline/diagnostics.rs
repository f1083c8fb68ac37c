//! Mistakes that show when rules and data come together.

use crate::diag::Diagnostic;
use crate::text::Span;
use crate::ty::ColumnDef;

pub(super) fn nothing_to_use(place: &str, named: Span) -> Diagnostic {
    Diagnostic::error("M004", format!("“{place}”里没有规则文件"), format!("there is no rule file in `{place}`"))
        .at(named, "这里引用", "used here")
        .help("路径从写“引用”的这个文件算起", "the path starts from the file that says `use`")
}

/// Rules that are not judged because a table of the policy has a fault.
pub(super) fn not_judged(table: &str, declared: Span, rules: &[String], first: Option<Span>) -> Diagnostic {
    let (zh, en) = (rules.join("、"), rules.join(", "));
    let diagnostic = Diagnostic::error(
        "L012",
        format!("政策的表“{table}”没有读全，用到它的规则没有核查"),
        format!("the policy's table `{table}` could not be read whole; rules that use it are not judged"),
    )
    .at(declared, "表在此声明", "the table is declared here");
    let diagnostic = match first {
        Some(span) => diagnostic.at(span, "没有核查", "not judged"),
        None => diagnostic,
    };
    match rules {
        [] => diagnostic.note("没有规则用到它", "no rule uses it"),
        _ => diagnostic.note(format!("没有核查的规则：{zh}"), format!("not judged: {en}")),
    }
    .help("请先改正这张表的其他问题", "mend the other mistakes of this table first")
}

/// A column that rules need and no submission has: a misspelt header looks like this.
pub(super) fn column_nobody_found(relation: &str, def: &ColumnDef) -> Diagnostic {
    let title = def.title();
    // Its name, where it has a label as well.
    let (zh, en) = match def.name == title {
        true => (String::new(), String::new()),
        false => (format!("（或 {}）", def.name), format!(" (or `{}`)", def.name)),
    };
    Diagnostic::error(
        "L004",
        format!("所有报送文件都没有“{relation}”的“{title}”"),
        format!("no submission has `{title}` of `{relation}`"),
    )
    .at(def.span, "规则用到此列", "rules use this column")
    .help(
        format!("请核对表头或键名是否写作“{title}”{zh}；确实不报的，用 fadu check --allow missing-columns 放行"),
        format!(
            "check that the header or key is `{title}`{en}; if nobody is to report it, `fadu check --allow missing-columns` lets it pass"
        ),
    )
}
