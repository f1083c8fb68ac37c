//! A line's word against the force of the clauses it cites.

use crate::ast::{Force, Item};
use crate::check::declare::policies::Cited;
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::hir::Rule;
use crate::text::Span;
use std::collections::BTreeMap;

/// The lines of a rule beside the clauses it cites.
struct CitedLines {
    cited: Vec<Cited>,
    lines: Vec<(Span, Force)>,
}

impl<'a> Checker<'a> {
    /// Warns where a rule demands more, or less, than the text does; and where it measures what was said to be unmeasurable. A rule about
    /// the policy itself demands nothing of anybody: its word tells a contradiction from a remark.
    pub fn check_forces(&mut self, items: &[&'a Item], rules: &[Rule]) {
        let mut all: Vec<CitedLines> = Vec::new();
        for item in items {
            let Item::Rule(written) = item else { continue };
            let Some(rule) = rules.iter().find(|r| r.span == written.span) else { continue };
            let about_policy = rule.is_about_policy(&self.schema);
            let lines = rule.lines.iter().filter(|_| !about_policy).map(|l| (l.span, l.force)).collect();
            all.push(CitedLines { cited: self.citations(written).0, lines });
        }
        // Beside a line of the clause's own force, in whatever rule, a milder one says what the text leaves open: an upper bound that
        // only asks, a sentence of the clause that supports where the rest demands.
        let mut strongest: BTreeMap<(usize, usize), u8> = BTreeMap::new();
        for CitedLines { cited, lines } in &all {
            for c in cited {
                let Some((force, _)) = self.force_of(*c) else { continue };
                let fitting = lines.iter().filter(|(_, word)| allows(&force, *word)).map(|(_, word)| strength(*word)).max();
                if let Some(most) = fitting {
                    let known = strongest.entry((c.policy, c.clause)).or_default();
                    *known = most.max(*known);
                }
            }
        }
        for rule in &all {
            self.check_force(rule, &strongest);
        }
    }

    fn check_force(&mut self, rule: &CitedLines, strongest: &BTreeMap<(usize, usize), u8>) {
        let mut forces: Vec<(String, Span)> = Vec::new();
        for c in &rule.cited {
            let Some(clause) = self.policies.get(c.policy).and_then(|p| p.clauses.get(c.clause)) else { continue };
            if let Some(reason) = clause.qualitative.clone() {
                let (name, span) = (clause.name.clone(), clause.span);
                self.report(say::cites_qualitative(c.span, &name, &reason, span));
            }
            match self.force_of(*c) {
                Some(force) => forces.push(force),
                // A clause without a force word allows any line.
                None => return,
            }
        }
        let Some((force, declared)) = forces.first().cloned() else { return };
        let bound = rule.cited.iter().filter_map(|c| strongest.get(&(c.policy, c.clause))).max();
        for (span, word) in &rule.lines {
            // A word that a clause allows is among its lines of that strength.
            if bound.is_none_or(|most| strength(*word) > *most) {
                self.report(say::force_differs(*span, *word, &force, wanted(&force), declared));
            }
        }
    }

    /// The force of a clause, and where it is declared.
    fn force_of(&self, c: Cited) -> Option<(String, Span)> {
        let clause = self.policies.get(c.policy)?.clauses.get(c.clause)?;
        clause.force.clone().map(|force| (force, clause.span))
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
