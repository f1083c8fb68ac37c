//! What is to be done about a finding.

use crate::diag::Lang;
use crate::finding::{Cause, CauseKind, Finding, Verdict};
use crate::report::prose::reasons;
use crate::report::prose::values;
use crate::report::prose::words::{quoted, say};

/// Sentences without their end: what would mend a breach, each led by “or” or “and”; what is missing for what is open.
pub(crate) fn now(f: &Finding, lang: Lang) -> Vec<String> {
    let together = f.repairs.iter().any(|r| r.together);
    let lead = |i: usize| match (i, together) {
        (0, _) => "",
        (_, true) => say(lang, "且", "and "),
        (_, false) => say(lang, "或", "or "),
    };
    if !f.repairs.is_empty() {
        return f.repairs.iter().enumerate().map(|(i, r)| format!("{}{}", lead(i), reasons::repair(r, lang))).collect();
    }
    let mut out: Vec<String> = Vec::new();
    if f.verdict == Verdict::Undetermined {
        for step in f.causes.iter().filter(|c| c.kind != CauseKind::Others).map(|c| step(c, lang)) {
            if !out.contains(&step) {
                out.push(step);
            }
        }
    }
    out
}

/// What settles one thing that is missing.
fn step(c: &Cause, lang: Lang) -> String {
    let what = quoted(&values::what(&Cause { about: crate::finding::About::Named, ..c.clone() }, lang), lang);
    let (zh, en) = match c.kind {
        CauseKind::Blank | CauseKind::Absent | CauseKind::NoRow | CauseKind::NotReported | CauseKind::Unread => {
            (format!("补报{what}"), format!("report {what}"))
        }
        CauseKind::Unusable | CauseKind::Refused(_) => (format!("改正{what}后重报"), format!("correct {what} and send it again")),
        CauseKind::Bounds => (format!("补报{what}的确数"), format!("report the exact figure of {what}")),
        CauseKind::NotInTable => (format!("在政策的表里补列{what}"), format!("add {what} to the table of the policy")),
        CauseKind::NoneFits => (format!("查明{what}为何没有一行合适"), format!("find out why no row of {what} fits")),
        CauseKind::SeveralFit => {
            (format!("查明{what}为何不止一行合适"), format!("find out why more than one row of {what} fits"))
        }
        CauseKind::Unseen => (
            format!("改正读不出的文件后重报，看其中有没有{what}"),
            format!("mend the file that could not be read, for rows of {what}"),
        ),
        CauseKind::Partial => (format!("报全{what}"), format!("complete {what}")),
        CauseKind::AnyPeriod => (format!("写明{what}按哪一期间核查"), format!("say for which period {what} is judged")),
        CauseKind::OpenParameter => (format!("确定参数{what}"), format!("settle the parameter {what}")),
        CauseKind::UnknownFact | CauseKind::UnknownPeriod => (format!("查明{what}"), format!("find out {what}")),
        CauseKind::NoAsOf => ("给出核查日期（--as-of）".to_string(), "give the as-of date (--as-of)".to_string()),
        // Nothing that its reader could do.
        CauseKind::Others => Default::default(),
        CauseKind::Conflict => {
            (format!("理清互相矛盾的例外规定：{what}"), format!("settle the exceptions that contradict: {what}"))
        }
    };
    let turn =
        reasons::turning(c, lang).map_or_else(String::new, |t| format!("{}{t}{}", say(lang, "（", " ("), say(lang, "）", ")")));
    format!("{}{turn}", say(lang, &zh, &en))
}
