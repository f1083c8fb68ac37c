//! A line's word against the force of the clauses it cites.

use crate::ast::Force;
use crate::check::declare::policies::Cited;
use crate::check::diagnostics as say;
use crate::::Checker;
use crate::hir::{Line, Rule};

impl Checker<'_> {
    /// Warns where a rule demands more, or less, than the text does; and where it measures what was said to be unmeasurable.
    /// A rule about the policy itself demands nothing of anybody: its word tells a contradiction from a remark.
    pub fn check_force(&mut self, cited: &[Cited], rule: &Rule) {
        let lines: &[Line] = if rule.is_about_policy(&self.schema) { &[] } else { &rule.lines };
        let mut forces: Vec<(String, crate::text::Span)> = Vec::new();
        for c in cited {
            let Some(clause) = self.policies.get(c.policy).and_then(|p| p.clauses.get(c.clause)) else { continue };
            let (name, span, force) = (clause.name.clone(), clause.span, clause.force.clone());
            if let Some(reason) = clause.qualitative.clone() {
                self.report(say::cites_qualitative(c.span, &name, &reason, span));
            }
            match force {
                Some(force) => forces.push((force, span)),
                // A clause without a force word allows any line.
                None => return,
            }
        }
        let Some((force, declared)) = forces.first().cloned() else { return };
        let fits = |line: &Line| forces.iter().any(|(f, _)| allows(f, line.force));
        // Beside a line of the clause's own force a milder one says what the text leaves open: an upper bound that only asks.
        let bound = lines.iter().filter(|l| fits(l)).map(|l| strength(l.force)).max();
        for line in lines {
            if !fits(line) && bound.is_none_or(|most| strength(line.force) > most) {
                let wanted = wanted(&force);
                self.report(say::force_differs(line.span, line.force, &force, wanted, declared));
            }
        }
    }
}

fn allows(force: &str, line: Force) -> bool {
    match force {
        "mandate" => line == Force::Require,
        "target" => matches!(line, Force::Require | Force::Verify),
        "aspiration" | "encourage" => line == Force::Aim,
        "fact" => line == Force::Verify,
        _ => true,
    }
}

fn strength(force: Force) -> u8 {
    match force {
        Force::Require => 2,
        Force::Verify => 1,
        Force::Aim => 0,
    }
}

fn wanted(force: &str) -> Force {
    match force {
        "aspiration" | "encourage" => Force::Aim,
        "fact" => Force::Verify,
        _ => Force::Require,
    }
}
