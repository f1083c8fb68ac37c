//! A rule taken apart: every expression in it with what it is lowered to, for showing how a verdict comes about.

use super::lower::{Asks, Lower};
use super::{AggId, Atom, Cond, CondId, Key, Num, Plan, RowRefId, Text};
use crate::ast::Force;
use crate::hir::{AggFn, Expr, Kind, ParamId, RuleSet};
use crate::text::{Span, deep};
use crate::ty::{ColId, Type, Unit};

/// The plan of one rule, and its parts in it.
pub struct Traced {
    pub plan: Plan,
    pub when: Option<Part>,
    pub exempt: Vec<Part>,
    /// What is due, stage by stage, and the stage each line belongs to.
    pub dues: Vec<Part>,
    pub stages: Vec<Option<usize>>,
    /// Where the condition holds, its own line is judged.
    pub except: Vec<(Part, Force, Part)>,
    pub lines: Vec<(Force, Part)>,
    pub shows: Vec<Part>,
}

/// One expression.
pub struct Part {
    pub span: Span,
    /// What people call it, where it is the value of a definition.
    pub title: Option<String>,
    pub value: PartValue,
    /// The field it reads.
    pub cell: Option<(RowRefId, ColId)>,
    pub param: Option<ParamId>,
    /// The rows it is made of, where it is an aggregate.
    pub members: Option<(AggId, Vec<Key>)>,
    /// What each of these rows is asked, as an expression on that row.
    pub asked: Option<Box<Part>>,
    /// What it is made of; literals are left out.
    pub parts: Vec<Part>,
}

pub enum PartValue {
    Truth(CondId),
    Number(Box<(Num, Unit)>),
    Text(Text),
    /// Lists and sets: they show in what uses them.
    Other,
}

/// Takes the rule at `index` apart.
pub fn traced(rules: &RuleSet, index: usize) -> Traced {
    let mut lower = Lower::new(rules);
    let mut out = Traced {
        plan: Plan::default(),
        when: None,
        exempt: Vec::new(),
        dues: Vec::new(),
        stages: Vec::new(),
        except: Vec::new(),
        lines: Vec::new(),
        shows: Vec::new(),
    };
    if let Some(rule) = rules.rules.get(index) {
        let plan = lower.rule(index, rule);
        lower.pools.plan.rules.push(plan);
        out.when = rule.when.as_ref().map(|e| lower.part(e));
        out.exempt = rule.exempt.iter().map(|e| lower.part(&e.when)).collect();
        out.except = rule.except.iter().map(|e| (lower.part(&e.when), e.line.force, lower.line_part(&e.line.expr))).collect();
        out.dues = rule.dues.iter().map(|d| lower.part(&d.at)).collect();
        out.stages = rule.lines.iter().map(|l| l.due).collect();
        out.lines = rule.lines.iter().map(|l| (l.force, lower.line_part(&l.expr))).collect();
        out.shows = rule.shows.iter().map(|s| lower.part(&s.expr)).collect();
    }
    lower.pools.plan.count_uses();
    out.plan = lower.pools.plan;
    out
}

impl Lower<'_> {
    /// What a line asks is judged as the line is.
    fn line_part(&mut self, e: &Expr) -> Part {
        self.asking(Asks::That, |l| l.part(e))
    }

    fn part(&mut self, e: &Expr) -> Part {
        if let Kind::Defined(defined) = &e.kind {
            // What a definition is made of is told once.
            let told = !self.shared.told.insert(defined.id);
            return if told { self.taken_apart(&defined.value, false) } else { deep(|| self.part(&defined.value)) };
        }
        self.taken_apart(e, true)
    }

    /// An expression, `whole` or without its parts.
    fn taken_apart(&mut self, e: &Expr, whole: bool) -> Part {
        let e = e.core();
        let value = match &e.ty {
            // It has no value of its own: it shows in the comparison.
            _ if super::mean::mean_of(e).is_some() => PartValue::Other,
            Type::Flag => PartValue::Truth(self.cond(e)),
            Type::Number(_) | Type::Date | Type::Period(_) => {
                let unit = self.unit_of(e);
                PartValue::Number(Box::new((self.num(e), unit)))
            }
            Type::Text | Type::OneOf(_) | Type::Ref(_) => PartValue::Text(self.text(e)),
            Type::List(_) | Type::Row(_) | Type::Set | Type::Error => PartValue::Other,
        };
        // `x not in S` has its own word: it is one with what it denies.
        if let Kind::Not(x) = &e.kind
            && x.span == e.span
        {
            let denied = self.asking(self.asks.opposite(), |l| if whole { l.part(x) } else { l.taken_apart(x, false) });
            return Part { value, ..denied };
        }
        let asked = if let Kind::Exists(x) = &e.kind { x } else { e };
        let cell = if let Kind::Field { row, col } = &asked.kind { Some((self.field_row(row, *col), *col)) } else { None };
        let param = if let Kind::Param(id) = e.kind { Some(id) } else { None };
        let members = self.members_of(e, &value);
        let asked = if let Kind::Agg(agg) = &e.kind
            && matches!(agg.func, AggFn::Every | AggFn::Some)
            && agg.set.is_none()
        {
            self.inner(agg, |l, v| Box::new(l.part(v)))
        } else {
            None
        };
        let parts = if whole { self.distinct_parts(e) } else { Vec::new() };
        let title = self.set.titles.get(&e.span).filter(|t| !t.is_empty()).cloned();
        Part { span: e.span, title, value, cell, param, members, asked, parts }
    }

    /// A range in which a day lies reads the day twice.
    fn distinct_parts(&mut self, e: &Expr) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for part in self.parts_of(e) {
            if !parts.iter().any(|p| p.span == part.span) {
                parts.push(part);
            }
        }
        parts
    }

    /// Parts that are all the author wrote are what they are made of themselves.
    fn parts_of(&mut self, e: &Expr) -> Vec<Part> {
        if let Kind::Defined(defined) = &e.kind {
            return if self.shared.told.insert(defined.id) { deep(|| self.parts_of(&defined.value)) } else { Vec::new() };
        }
        let mut out = Vec::new();
        for (at, x) in inside(e).into_iter().enumerate().filter(|(_, x)| !is_literal(x)) {
            let asks = if let Kind::Not(_) = &e.kind {
                self.asks.opposite()
            } else if is_asked(e, at) {
                self.asks
            } else {
                Asks::Nothing
            };
            let own = x.span == e.span;
            out.extend(self.asking(asks, |l| if own { l.parts_of(x) } else { vec![l.part(x)] }));
        }
        out
    }

    fn members_of(&mut self, e: &Expr, value: &PartValue) -> Option<(AggId, Vec<Key>)> {
        let Kind::Agg(agg) = &e.kind else { return None };
        match (agg.func, value) {
            (AggFn::Sum | AggFn::Count, _) => self.addends(e),
            (AggFn::Rank(_), _) => self.ranked(e),
            (_, PartValue::Truth(id)) => {
                let Cond::Quantified { agg, key, .. } = &self.pools.plan.conds[id.0 as usize] else { return None };
                Some((*agg, key.clone()))
            }
            (_, PartValue::Number(number)) => match &number.0 {
                Num::LinearForm(form) => self.only_aggregate(form),
                Num::Ratio(..) => None,
            },
            (_, PartValue::Text(_) | PartValue::Other) => None,
        }
    }

    /// The aggregate that a form is and nothing else.
    fn only_aggregate(&self, form: &super::LinearForm) -> Option<(AggId, Vec<Key>)> {
        let [one] = form.terms.keys().collect::<Vec<_>>()[..] else { return None };
        let Atom::Agg { agg, key } = &self.pools.plan.atoms[one.0 as usize] else { return None };
        Some((*agg, key.clone()))
    }
}

/// Whether what is asked of an expression is asked of this part of it.
fn is_asked(e: &Expr, at: usize) -> bool {
    if let Kind::Choose { arms, .. } = &e.kind {
        return at % 2 == 1 || at / 2 == arms.len();
    }
    matches!(e.kind, Kind::And(_) | Kind::Or(_)) || (at == 1 && matches!(e.kind, Kind::Implies(_)))
}

fn is_literal(e: &Expr) -> bool {
    matches!(e.kind, Kind::Num(_) | Kind::Text(_))
}

/// The expressions right inside one; rows of aggregates and keys of lookups have values of their own and are not among them.
fn inside(e: &Expr) -> Vec<&Expr> {
    match &e.kind {
        Kind::Neg(x) | Kind::Not(x) | Kind::In { value: x, .. } | Kind::Like { value: x, .. } => vec![x],
        Kind::StartsWith { value, prefix, .. } => vec![value, prefix],
        Kind::Join { parts, .. } => parts.iter().collect(),
        Kind::Rank { left, right, .. } => vec![left, right],
        Kind::Add(a, b) | Kind::Sub(a, b) | Kind::Mul(a, b) | Kind::Div(a, b) => vec![a, b],
        Kind::ShareOf { share: a, base: b } | Kind::AsShare { part: a, base: b } | Kind::Same { left: a, right: b, .. } => {
            vec![a, b]
        }
        Kind::About { value, target, tolerance } => vec![value, target, tolerance],
        Kind::WithinRounding { left, right, .. } => vec![left, right],
        Kind::Func(_, list) | Kind::And(list) | Kind::Or(list) => list.iter().collect(),
        Kind::Implies(_) => e.implication().map_or_else(Vec::new, |(when, then)| vec![when, then]),
        Kind::Compare { first, links } => std::iter::once(first.as_ref()).chain(links.iter().map(|l| &l.right)).collect(),
        Kind::Choose { arms, otherwise } => arms.iter().flat_map(|(c, v)| [c, v]).chain(otherwise.as_deref()).collect(),
        // Their values are their own.
        Kind::Num(_)
        | Kind::Text(_)
        | Kind::Param(_)
        | Kind::Field { .. }
        | Kind::Exists(_)
        | Kind::Filled(..)
        | Kind::RowExists(_)
        | Kind::Agg(_)
        | Kind::SetRelation { .. }
        | Kind::Classification(_)
        | Kind::Defined(_) => Vec::new(),
    }
}
