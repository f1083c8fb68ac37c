//! Rules: subjects, conditions, lines.

use super::lower::{Asks, Lower};
use super::{
    CondId, DuePlan, Fill, GrantPlan, LinePlan, LinearForm, Num, Op, ReportPlan, RowRefId, RulePlan, ShowPlan, ShownValue, Side,
    SubjectPlan,
};
use crate::hir::{DefinedId, Due, Expr, Granted, Kind, Line, ReportKind, ReportLine, RowRef, Rule, Show, Source, Subject, VarId};
use crate::ty::{ColId, Type};
use std::collections::HashSet;

impl Lower<'_> {
    pub fn rule(&mut self, index: usize, rule: &Rule) -> RulePlan {
        self.slots.clear();
        self.rels.clear();
        for (i, var) in rule.vars.iter().enumerate() {
            self.rels.insert(VarId(u32::try_from(i).unwrap_or(u32::MAX)), var.rel);
        }
        let mut subjects = Vec::new();
        for (slot, subject) in rule.subjects.iter().enumerate() {
            let nested_in = match &subject.source {
                Source::Nested { of, .. } => Some(self.row(of)),
                Source::Rel(_) | Source::Members { .. } | Source::Periods { .. } => None,
            };
            let calendar = self.calendar(&subject.source);
            self.slots.insert(subject.var, u8::try_from(slot).unwrap_or(u8::MAX));
            let filter = self.group_forming(subject);
            let over = subject.over.as_ref().map(|r| (self.pools.set(&r.set), r.column));
            subjects.push(SubjectPlan { rel: subject.source.rel(), nested_in, by: subject.by.clone(), filter, over, calendar });
        }
        let when = match &rule.when {
            Some(e) => self.condition(e),
            None => self.pools.truth(true),
        };
        let policy = rule.policy.and_then(|p| self.set.policies.get(p));
        let effective = [policy.map(|p| p.effective), Some(rule.effective)].into_iter().flatten();
        RulePlan {
            rule: index,
            subjects,
            effective: effective.filter(|r| r.from.is_some() || r.to.is_some()).collect(),
            jurisdiction: policy.and_then(|p| p.jurisdiction.clone()).into_iter().chain(self.set.jurisdiction.clone()).collect(),
            when,
            exempt: rule.exempt.iter().map(|e| self.condition(&e.when)).collect(),
            except: rule.except.iter().map(|e| (self.condition(&e.when), self.line(&e.line))).collect(),
            grants: self.grants(rule),
            dues: rule.dues.iter().map(|d| self.due(d)).collect(),
            lines: rule.lines.iter().map(|l| self.line(l)).collect(),
            shows: rule.shows.iter().map(|s| self.show(s)).collect(),
            reports: rule.reports.iter().map(|r| self.report(r)).collect(),
            sent: rule.reports.iter().map(|r| r.sent.as_ref().map(|e| self.cond(e))).collect(),
            fills: rule.fills.iter().map(|(name, e)| (name.clone(), self.fill(e))).collect(),
        }
    }

    fn grants(&mut self, rule: &Rule) -> Vec<GrantPlan> {
        let lifted = rule.exempt.iter().filter_map(|e| Some((e.granted.as_ref()?, &e.when)));
        let replaced = rule.except.iter().filter_map(|e| Some((e.granted.as_ref()?, &e.when)));
        let all: Vec<_> = lifted.chain(replaced).collect();
        let plan =
            |(g, when): (&Granted, &Expr)| GrantPlan { grant: g.grant, who: self.condition(&g.who), holds: self.condition(when) };
        all.into_iter().map(plan).collect()
    }

    /// What a row must fulfil to form a group, as far as the row alone tells.
    fn group_forming(&mut self, subject: &Subject) -> Option<CondId> {
        let filter = subject.filter.as_ref().filter(|_| !subject.by.is_empty())?;
        // Under every value of a parameter the same groups are judged.
        let mut parameters = false;
        filter.walk(&mut |e| parameters |= matches!(e.kind, Kind::Param(_)));
        if parameters || filter.vars().iter().any(|v| *v != subject.var) {
            return None;
        }
        let slots = std::mem::replace(&mut self.slots, std::iter::once((subject.var, 0)).collect());
        let cond = self.unplaced(|l| l.condition(filter));
        self.slots = slots;
        Some(cond)
    }

    /// The bounds of a loop over the calendar.
    pub fn calendar(&mut self, source: &Source) -> Option<(LinearForm, LinearForm)> {
        let Source::Periods { from, to, .. } = source else { return None };
        let (from, to) = (self.num(from), self.num(to));
        Some((self.linear(&from), self.linear(&to)))
    }

    fn fill(&mut self, e: &Expr) -> Fill {
        match &e.ty {
            Type::Date => Fill::Day(self.num(e)),
            Type::Period(kind) => Fill::Period(self.num(e), *kind),
            Type::Flag => Fill::Flag(self.cond(e)),
            ty if ty.is_text_like() => Fill::Text(self.text(e)),
            Type::Number(_)
            | Type::Text
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => {
                let unit = self.unit_of(e);
                Fill::Number(self.num(e), unit)
            }
        }
    }

    fn line(&mut self, line: &Line) -> LinePlan {
        let cond = self.asking(Asks::That, |l| l.cond(&line.expr));
        LinePlan { force: line.force, due: line.due, cond, span: line.span }
    }

    fn show(&mut self, show: &Show) -> ShowPlan {
        let e = &show.expr;
        let value = match &e.ty {
            Type::Flag => ShownValue::List(self.condition(e)),
            ty if ty.is_text_like() => ShownValue::Text(self.text(e)),
            Type::Number(_)
            | Type::Date
            | Type::Period(_)
            | Type::Text
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => {
                let mut figures = Vec::new();
                inputs(e, &mut HashSet::new(), &mut figures);
                figures.retain(|x| x.span != e.span);
                let mut sides: Vec<Side> = Vec::new();
                for side in figures.into_iter().map(|x| self.figure(x)) {
                    if !sides.iter().any(|s| s.value == side.value) {
                        sides.push(side);
                    }
                }
                ShownValue::Number(Box::new(self.figure(e)), sides)
            }
        };
        ShowPlan { due: show.due, value, span: show.span }
    }

    /// A number with what people want to know of it.
    fn figure(&mut self, e: &Expr) -> Side {
        let (name, addends) = (self.name_of(e), self.addends(e));
        // As people wrote the figures that enter, where they are of the same kind.
        let mut figures = Vec::new();
        inputs(e, &mut HashSet::new(), &mut figures);
        let written = figures.iter().find(|x| x.ty == e.ty).and_then(|x| self.field_unit(x));
        let unit = self.field_unit(e).or(written).unwrap_or_else(|| self.unit_of(e));
        Side { value: self.num(e), unit, span: e.span, name, addends }
    }

    fn due(&mut self, due: &Due) -> DuePlan {
        let kind = if let Type::Period(kind) = &due.at.ty { Some(*kind) } else { None };
        DuePlan { at: self.num(&due.at), kind, own: self.is_own_day(&due.at), span: due.span }
    }

    /// It follows from the period of the row, or is a day that the row states of itself. A target year of a town is neither: rows of earlier
    /// years are not asked for it, however late it is.
    fn is_own_day(&self, at: &Expr) -> bool {
        let of_row = |row: &RowRef| {
            let mut row = row;
            while let RowRef::Parent(child) = row {
                row = child;
            }
            matches!(row, RowRef::Var(_))
        };
        let mut own = false;
        at.walk(&mut |e| {
            if let Kind::Field { row, col } = &e.kind
                && of_row(row)
            {
                let relation = self.schema().get(self.rel_of(row));
                let (period, stated) = (relation.period().is_some_and(|(c, _)| c == *col), e.ty == Type::Date);
                own |= period || (stated && relation.origin != crate::ty::Origin::Policy);
            }
        });
        own
    }

    fn report(&mut self, report: &ReportLine) -> ReportPlan {
        let span = report.span;
        match &report.kind {
            ReportKind::Required(list) => ReportPlan::Required { cells: list.iter().map(|e| self.cell(e)).collect(), span },
            ReportKind::Holds(e) => {
                self.as_sent = true;
                let cond = self.asking(Asks::That, |l| l.cond(e));
                self.as_sent = false;
                ReportPlan::Holds { cond, span }
            }
            ReportKind::Like(e, pattern) => {
                let (row, col) = self.cell(e);
                ReportPlan::Like { row, col, pattern: pattern.clone(), span }
            }
            ReportKind::InTime(e) => {
                let (row, col) = self.cell(e);
                let cond = match &report.sent {
                    Some(sent) => self.cond(sent),
                    None => self.pools.truth(true),
                };
                ReportPlan::InTime { row, col: Some(col).filter(|_| e.ty == Type::Date), cond, span }
            }
            ReportKind::ExactlyOne(list) => ReportPlan::ExactlyOne { cells: list.iter().map(|e| self.cell(e)).collect(), span },
        }
    }

    /// The day the row of a field was sent: the day that the field says, or the date of its submission.
    pub fn sent_on(&mut self, field: &Expr, said: bool) -> Num {
        let (row, col) = self.cell(field);
        self.op(Op::SentOn { row, col: Some(col).filter(|_| said) })
    }

    fn cell(&mut self, e: &Expr) -> (RowRefId, ColId) {
        if let Kind::Field { row, col } = &e.kind {
            (self.row(row), *col)
        } else {
            (self.pools.row(super::Row::Slot(0)), ColId(0))
        }
    }
}

/// The figures an expression is worked out of: fields, parameters, aggregates; of a choice those of what is chosen. A definition is looked
/// into once.
fn inputs<'e>(e: &'e Expr, seen: &mut HashSet<DefinedId>, out: &mut Vec<&'e Expr>) {
    if let Kind::Defined(defined) = &e.kind {
        if seen.insert(defined.id) {
            inputs(&defined.value, seen, out);
        }
    } else if matches!(e.kind, Kind::Field { .. } | Kind::Param(_) | Kind::Agg(_)) {
        out.extend(matches!(e.ty, Type::Number(_) | Type::Date | Type::Period(_)).then_some(e));
    } else if let Kind::Choose { arms, otherwise } = &e.kind {
        arms.iter().map(|(_, v)| v).chain(otherwise.as_deref()).for_each(|v| inputs(v, seen, out));
    } else {
        e.parts(&mut |part| inputs(part, seen, out));
    }
}
