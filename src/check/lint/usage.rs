//! What was declared and never used.

use crate::ast::{Expr, ExprKind, GrantPart, Item};
use crate::check::base::names::is_called;
use crate::check::base::walk;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;

impl Checker<'_> {
    /// Warns of parameters no rule and no definition names.
    pub fn warn_unused(&mut self, items: &[&Item]) {
        let mut used: Vec<String> = Vec::new();
        for item in items {
            match item {
                Item::Rule(rule) => walk::of_rule(&rule.body, &mut |e| mentioned(e, &mut used)),
                Item::Exception(x) => x.body.iter().for_each(|part| {
                    if let GrantPart::Line(line) = part {
                        mentioned(&line.expr, &mut used);
                    }
                }),
                Item::Record(record) => record.due.iter().for_each(|d| mentioned(&d.at, &mut used)),
                Item::Extend(x) => x.due.iter().for_each(|d| mentioned(&d.at, &mut used)),
                Item::Define(define) => mentioned(&define.value, &mut used),
                // What another parameter is tied to is used by it.
                Item::Param(param) => param.than.iter().for_each(|t| mentioned(&t.other, &mut used)),
                Item::Classify(c) => c.stages.iter().flat_map(|s| &s.needs).for_each(|n| mentioned(&n.cond, &mut used)),
                Item::Policy(_)
                | Item::Library(_)
                | Item::Use(_)
                | Item::Table(_)
                | Item::Alias(_)
                | Item::Test(_)
                | Item::Scorecard(_)
                | Item::Unit(_)
                | Item::Kind(_) => {}
            }
        }
        for item in items {
            let Item::Param(p) = item else { continue };
            // Whoever uses a library need not use all of it.
            if self.items.modules.is_library(self.items.modules.at(p.name.span)) {
                continue;
            }
            let label = p.label.as_ref().map(|l| l.text.as_str());
            if !used.iter().any(|name| is_called(name, &p.name.text, label)) {
                self.report(say::unused_param(&p.name));
            }
        }
    }
}

/// Bare names, and the ends of two-part paths (`policy.param`).
#[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
fn mentioned(e: &Expr, out: &mut Vec<String>) {
    match &e.kind {
        ExprKind::Name(name) => out.push(name.text.clone()),
        ExprKind::Path { base, field } if matches!(base.kind, ExprKind::Name(_)) => out.push(field.text.clone()),
        _ => {}
    }
    walk::parts(e, &mut |part| mentioned(part, out));
}
