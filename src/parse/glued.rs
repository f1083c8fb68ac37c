//! Words written without blanks: `guarantee不低于`, `担保总额度不低于60%`, `要求担保总额度`.

use super::{Build, diagnostics};
use crate::ast::{FieldDecl, Item, Name, Stmt, Str, Table, TestStmt};
use std::collections::BTreeSet;

/// Words of comparison, longest first among those that begin alike.
const COMPARATORS: &[&str] = &[
    "不低于",
    "不少于",
    "不超过",
    "不高于",
    "不等于",
    "不属于",
    "不早于",
    "不晚于",
    "达到",
    "至少",
    "至多",
    "高于",
    "超过",
    "突破",
    "低于",
    "不足",
    "不满",
    "不到",
    "等于",
    "介于",
    "属于",
    "早于",
    "晚于",
];

/// Words that open a statement.
const OPENERS: &[&str] =
    &["要求", "核实", "力争", "列示", "除非", "例外", "豁免", "否则", "依据", "填报", "当", "设", "到期", "严于"];

/// Splits a word that holds a comparator (or `的`/`占` with what belongs to them) inside: the word with blanks put in.
pub(super) fn split(word: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = word;
    let mut found = false;
    while let Some(c) = rest.chars().next() {
        let joint = COMPARATORS.iter().find(|w| rest.starts_with(**w)).copied().or_else(|| share_word(rest));
        match joint {
            Some(joint) if !out.is_empty() => {
                found = true;
                if !out.ends_with(' ') {
                    out.push(' ');
                }
                out.push_str(joint);
                rest = rest.get(joint.len()..).unwrap_or("");
                if !rest.is_empty() {
                    out.push(' ');
                }
            }
            _ => {
                out.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or("");
            }
        }
    }
    found.then_some(out)
}

/// `的60`, `的比重`: the only uses of 的.
fn share_word(rest: &str) -> Option<&'static str> {
    let after = rest.strip_prefix('的')?;
    if after.starts_with("比重") {
        Some("的比重")
    } else if after.starts_with("比例") {
        Some("的比例")
    } else {
        after.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)).then_some("的")
    }
}

/// Splits the word that opens a statement from a name glued to it.
pub(super) fn split_opener(word: &str) -> Option<String> {
    if let Some((subject, source)) = word.strip_prefix('对').and_then(|rest| rest.split_once('在'))
        && !subject.is_empty()
        && !source.is_empty()
    {
        return Some(format!("对 {subject} 在 {source}"));
    }
    let opener = OPENERS.iter().find(|w| word.len() > w.len() && word.starts_with(**w))?;
    let rest = word.get(opener.len()..)?;
    Some(format!("{opener} {}", split(rest).unwrap_or_else(|| rest.to_string())))
}

impl Build<'_> {
    /// `要求 担保总额度不低于标准` reads as one name; unless a name like that is declared, it is a sentence without blanks.
    pub(super) fn report_glued_names(&mut self, items: &[Item]) {
        let candidates = std::mem::take(&mut self.lone_names);
        if candidates.is_empty() {
            return;
        }
        let known = declared(items);
        for name in candidates {
            let quoted = self.text.get(name.span.range()).is_some_and(|t| t.starts_with('「'));
            if quoted || known.contains(name.text.as_str()) {
                continue;
            }
            if let Some(separated) = split(&name.text).filter(|s| s.split(' ').count() > 2) {
                self.sink.push(diagnostics::glued(name.span, &name.text, &separated));
            }
        }
    }
}

/// Every name and label that is declared anywhere in a file.
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn declared(items: &[Item]) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    for item in items {
        match item {
            Item::Record(r) => {
                add(&mut out, &r.name, r.label.as_ref());
                fields(&mut out, &r.fields);
            }
            Item::Extend(x) => fields(&mut out, &x.fields),
            Item::Table(Table { name, label, columns, .. }) => {
                add(&mut out, name, label.as_ref());
                columns.iter().for_each(|c| add(&mut out, &c.name, c.label.as_ref()));
            }
            Item::Param(p) => add(&mut out, &p.name, p.label.as_ref()),
            Item::Define(d) => {
                add(&mut out, &d.name, d.label.as_ref());
                d.args.iter().flatten().for_each(|a| add(&mut out, a, None));
            }
            Item::Classify(c) => add(&mut out, &c.name, c.label.as_ref()),
            Item::Alias(a) => out.extend([a.alias.text.as_str(), a.canonical.text.as_str()]),
            Item::Rule(r) => {
                for stmt in &r.body {
                    match stmt {
                        Stmt::Let(l) => add(&mut out, &l.name, None),
                        Stmt::For(binders) => out.extend(binders.iter().filter_map(|b| b.var.as_ref()).map(|v| v.text.as_str())),
                        _ => {}
                    }
                }
            }
            Item::Test(t) => out.extend(t.body.iter().filter_map(|s| match s {
                TestStmt::Param { name, .. } => Some(name.text.as_str()),
                TestStmt::Given(_) | TestStmt::Expect(_) | TestStmt::ExpectShown(_) | TestStmt::Cases(_) => None,
            })),
            Item::Policy(_)
            | Item::Scorecard(_)
            | Item::Library(_)
            | Item::Use(_)
            | Item::Unit(_)
            | Item::Kind(_)
            | Item::Exception(_) => {}
        }
    }
    out
}

fn fields<'a>(out: &mut BTreeSet<&'a str>, list: &'a [FieldDecl]) {
    for field in list {
        add(out, &field.name, field.label.as_ref());
        out.extend(field.also.iter().map(|s| s.text.as_str()));
    }
}

fn add<'a>(out: &mut BTreeSet<&'a str>, name: &'a Name, label: Option<&'a Str>) {
    out.insert(&name.text);
    out.extend(label.map(|l| l.text.as_str()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_without_blanks_is_separated() {
        assert_eq!(split_opener("对机在机构").as_deref(), Some("对 机 在 机构"));
        assert_eq!(split_opener("对外投资"), None);
    }

    #[test]
    fn words_are_separated_at_comparators_and_shares() {
        assert_eq!(split("担保总额度不低于60").as_deref(), Some("担保总额度 不低于 60"));
        assert_eq!(split("guarantee不低于").as_deref(), Some("guarantee 不低于"));
        assert_eq!(split("担保额度达到担保总额度的60").as_deref(), Some("担保额度 达到 担保总额度 的 60"));
        assert_eq!(split("规模以上企业"), None);
        assert_eq!(split("达到标准"), None, "nothing stands before the comparator");
        assert_eq!(split_opener("要求担保总额度不低于60").as_deref(), Some("要求 担保总额度 不低于 60"));
    }
}
