//! Policies, their clauses, and what rules cite of them.

use crate::ast::{self, ExprKind, Name, Prop};
use crate::check::base::calendar::day_number;
use crate::check::base::item::What;
use crate::check::base::names::{is_called, meant};
use crate::check::diagnostics as say;
use crate::check::scope::checker::Checker;
use crate::finding::Citation;
use crate::hir::{Clause, DayRange, Policy};
use crate::text::{Span, same_name};

/// A clause a rule cites: indexes into [`Checker::policies`] and its clauses.
#[derive(Clone, Copy, Debug)]
pub(in crate::check) struct Cited {
    pub policy: usize,
    pub clause: usize,
    pub span: Span,
}

impl Checker<'_> {
    pub fn add_library(&mut self, l: &ast::Library) {
        if self.is_first_module(&l.name) {
            self.declare(&l.name, l.title.as_ref(), What::Library);
        }
    }

    /// A module's name stands for it in the whole run.
    fn is_first_module(&mut self, name: &Name) -> bool {
        let first = self.items.modules.named(&name.text).and_then(|m| Some((m, self.items.modules.declared(m)?)));
        match first {
            Some((other, span)) if other != self.items.modules.at(name.span) => {
                let what = self.items.inside(other, &name.text).map_or(What::Library, |e| e.what);
                self.report(say::duplicate_item(name, what, span));
                false
            }
            _ => true,
        }
    }

    pub fn add_policy(&mut self, p: &ast::Policy) {
        if !self.is_first_module(&p.name) {
            return;
        }
        if !self.declare(&p.name, p.title.as_ref(), What::Policy(self.policies.len())) {
            return;
        }
        let mut policy = Policy {
            name: p.name.text.clone(),
            title: p.title.as_ref().map(|t| t.text.clone()),
            number: None,
            issued: None,
            jurisdiction: None,
            effective: DayRange::default(),
            clauses: Vec::new(),
            span: p.name.span,
        };
        for prop in &p.props {
            match prop {
                Prop::Number(text) => policy.number = Some(text.text.clone()),
                Prop::Jurisdiction(text) => policy.jurisdiction = Some(text.text.clone()),
                Prop::Issued(day) => policy.issued = self.day(day),
                Prop::Effective(range) => policy.effective = self.days(range),
            }
        }
        for clause in &p.clauses {
            let first = policy.clauses.iter().find(|c| same_name(&c.name, &clause.name.text)).map(|c| c.span);
            match first {
                Some(first) => self.report(say::duplicate_clause(&clause.name, first)),
                None => {
                    let clause = self.clause(clause);
                    policy.clauses.push(clause);
                }
            }
        }
        self.policies.push(policy);
    }

    fn clause(&mut self, c: &ast::Clause) -> Clause {
        let force = c.force.as_ref().and_then(|word| {
            let known = ast::words::clause_force(&word.text);
            if known.is_none() {
                self.report(say::unknown_force(word));
            }
            known.map(str::to_string)
        });
        let text = |s: &Option<ast::Str>| s.as_ref().map(|s| s.text.clone());
        Clause {
            name: c.name.text.clone(),
            number: text(&c.number),
            title: text(&c.title),
            force,
            qualitative: text(&c.qualitative),
            span: c.name.span,
        }
    }

    pub fn day(&mut self, day: &ast::Day) -> Option<i64> {
        let number = day_number(day);
        if number.is_none() {
            self.report(say::no_such_day(day.span));
        }
        number
    }

    pub fn days(&mut self, range: &ast::DayRange) -> DayRange {
        let from = range.from.as_ref().and_then(|d| self.day(d));
        let to = range.to.as_ref().and_then(|d| self.day(d));
        if let (Some(a), Some(b)) = (from, to)
            && a > b
        {
            self.report(say::empty_range(range.span));
            return DayRange::default();
        }
        DayRange { from, to }
    }

    /// The name under which the rest of the run knows what is declared at a place: that of its module, or of the only policy in
    /// its file where a folder holds several.
    pub fn module_of(&self, place: Span) -> Option<&str> {
        let mut here = self.policies.iter().filter(|p| p.span.file == place.file);
        let in_file = here.next().filter(|_| here.next().is_none()).map(|p| p.name.as_str());
        self.items.modules.name(self.items.modules.at(place)).or(in_file)
    }

    /// `policy.clause`, or a bare clause name that only one policy has.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn cited(&mut self, cite: &ast::Expr) -> Option<Cited> {
        match &cite.kind {
            ExprKind::Path { base, field } => {
                let ExprKind::Name(policy) = &base.kind else {
                    self.report(say::not_a_citation(cite.span));
                    return None;
                };
                let at = self.policies.iter().position(|p| is_called(&policy.text, &p.name, p.title.as_deref()));
                let Some(at) = at else {
                    let names: Vec<String> = self.policies.iter().map(|p| p.name.clone()).collect();
                    self.report(say::unknown_policy(policy, meant(&policy.text, &names).as_deref()));
                    return None;
                };
                self.clause_named(&[at], field, cite.span)
            }
            ExprKind::Name(name) => {
                let module = self.items.modules.at(name.span);
                let of = |p: &usize| self.policies.get(*p).map(|p| self.items.modules.at(p.span));
                let all: Vec<usize> = (0..self.policies.len()).collect();
                let own: Vec<usize> = all.iter().copied().filter(|p| of(p) == Some(module)).collect();
                let seen: Vec<usize> =
                    all.into_iter().filter(|p| of(p).is_some_and(|m| self.items.modules.sees(module, m))).collect();
                let is_own = own.iter().any(|&p| self.has_clause(p, name));
                self.clause_named(if is_own { &own } else { &seen }, name, cite.span)
            }
            ExprKind::Bad => None,
            _ => {
                self.report(say::not_a_citation(cite.span));
                None
            }
        }
    }

    fn has_clause(&self, policy: usize, name: &Name) -> bool {
        let named = |c: &Clause| std::iter::once(&c.name).chain(&c.number).chain(&c.title).any(|n| same_name(n, &name.text));
        self.policies.get(policy).is_some_and(|p| p.clauses.iter().any(named))
    }

    fn clause_named(&mut self, among: &[usize], name: &Name, span: Span) -> Option<Cited> {
        let mut found = Vec::new();
        for &policy in among {
            for (clause, c) in self.policies.get(policy)?.clauses.iter().enumerate() {
                let names = std::iter::once(&c.name).chain(&c.number).chain(&c.title);
                if names.into_iter().any(|n| same_name(n, &name.text)) {
                    found.push(Cited { policy, clause, span });
                }
            }
        }
        if let [only] = found.as_slice() {
            return Some(*only);
        }
        if let [first, second, ..] = found.as_slice() {
            let places = [*first, *second].map(|c| self.policies[c.policy].clauses[c.clause].span);
            self.report(say::ambiguous_clause(name, places));
            return None;
        }
        let clauses = among.iter().flat_map(|&p| &self.policies[p].clauses);
        let names: Vec<String> = clauses.flat_map(|c| std::iter::once(c.name.clone()).chain(c.title.clone())).collect();
        let policy = among.first().filter(|_| among.len() == 1).map(|&p| self.policies[p].span);
        self.report(say::unknown_clause(name, policy, meant(&name.text, &names).as_deref()));
        None
    }

    pub fn citation(&self, cited: Cited) -> Option<Citation> {
        let policy = self.policies.get(cited.policy)?;
        let clause = policy.clauses.get(cited.clause)?;
        Some(Citation {
            policy: policy.title.clone().unwrap_or_else(|| policy.name.clone()),
            document_number: policy.number.clone(),
            clause: clause.name.clone(),
            number: clause.number.clone(),
            title: clause.title.clone(),
        })
    }
}
