//! What the nodes of a plan are made of. Every walk over a plan is made of these steps: a kind of node that is added, or a part that a
//! node gains, is named here, and all walks see it.

use super::{
    AggId, Atom, AtomId, Choice, Cond, CondId, Key, LinearForm, Measure, Num, Op, Place, Plan, Row, RowRefId, ScopeId, Text,
    Window,
};
use crate::hir::ParamId;
use std::collections::HashSet;

/// A node of the plan, or a form that stands in one.
#[derive(Clone, Copy, Debug)]
pub enum Node<'p> {
    Cond(CondId),
    Atom(AtomId),
    Row(RowRefId),
    /// Seen from rows of its own, not from the rows in hand.
    Agg(AggId),
    Scope(ScopeId),
    /// Index into [`Plan::classifications`].
    Classification(usize),
    /// Index into [`Plan::sets`].
    Set(usize),
    /// An open parameter.
    Param(ParamId),
    Text(&'p Text),
    Num(&'p Num),
    LinearForm(&'p LinearForm),
}

/// What a child is to its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Its value enters.
    Enters,
    /// It decides which of the others is taken.
    Decides,
}

impl Plan {
    /// Calls `f` on every child of a node: all that its value rests on. What a comparison only shows (its sides) is made of the same
    /// nodes and is not among them.
    pub fn children<'p>(&'p self, node: Node<'p>, f: &mut dyn FnMut(Role, Node<'p>)) {
        let mut children = Children { plan: self, f };
        match node {
            Node::Cond(id) => children.of_cond(self.cond(id)),
            Node::Atom(id) => children.of_atom(self.atom(id)),
            Node::Row(id) => children.of_row(self.row(id)),
            Node::Agg(id) => children.of_agg(id),
            Node::Scope(id) => children.of_scope(id),
            Node::Classification(at) => {
                let steps = self.classifications.get(at).map_or(&[][..], |l| &l.steps);
                steps.iter().for_each(|s| children.decides(s.cond));
            }
            Node::Set(_) | Node::Param(_) => {}
            Node::Text(text) => children.of_text(text),
            Node::Num(Num::LinearForm(form)) => children.enters(Node::LinearForm(form)),
            Node::Num(Num::Ratio(n, d, _)) => [n, d].into_iter().for_each(|l| children.enters(Node::LinearForm(l))),
            Node::LinearForm(form) => form.terms.keys().chain(&form.gone).for_each(|a| children.enters(Node::Atom(*a))),
        }
    }

    /// Calls `enter` on the roots and on all they are made of, on every pooled node once; what is below a node it returns false for is
    /// left out.
    pub fn reach<'p>(&'p self, roots: impl IntoIterator<Item = Node<'p>>, enter: &mut dyn FnMut(Node<'p>) -> bool) {
        let mut seen = HashSet::new();
        let mut open: Vec<Node<'p>> = roots.into_iter().collect();
        while let Some(node) = open.pop() {
            if node.pooled().is_some_and(|pooled| !seen.insert(pooled)) || !enter(node) {
                continue;
            }
            self.children(node, &mut |_, child| open.push(child));
        }
    }
}

impl super::Value {
    pub fn node(&self) -> Node<'_> {
        match self {
            Self::Text(text) => Node::Text(text),
            Self::Num(num) => Node::Num(num),
        }
    }
}

impl Node<'_> {
    /// Which pool it lies in and where, if it lies in one.
    pub fn pooled(self) -> Option<(u8, usize)> {
        let at = |id: u32| id as usize;
        match self {
            Self::Cond(id) => Some((0, at(id.0))),
            Self::Atom(id) => Some((1, at(id.0))),
            Self::Row(id) => Some((2, at(id.0))),
            Self::Agg(id) => Some((3, at(id.0))),
            Self::Scope(id) => Some((4, at(id.0))),
            Self::Classification(id) => Some((5, id)),
            Self::Set(id) => Some((6, id)),
            Self::Param(id) => Some((7, at(id.0))),
            Self::Text(Text::Choose(at)) => Some((8, *at)),
            Self::Text(Text::Const(_) | Text::Cell { .. } | Text::Param(_) | Text::Bound(..)) => None,
            Self::Text(Text::Classification(_) | Text::Join { .. }) => None,
            Self::Num(_) | Self::LinearForm(_) => None,
        }
    }
}

struct Children<'p, 'f> {
    plan: &'p Plan,
    f: &'f mut dyn FnMut(Role, Node<'p>),
}

impl<'p> Children<'p, '_> {
    fn enters(&mut self, node: Node<'p>) {
        (self.f)(Role::Enters, node);
    }

    fn decides(&mut self, cond: CondId) {
        (self.f)(Role::Decides, Node::Cond(cond));
    }

    fn of_cond(&mut self, cond: &'p Cond) {
        match cond {
            Cond::Const(_) => {}
            Cond::Compare(compare) => {
                self.enters(Node::LinearForm(&compare.diff));
                compare.bases.iter().flat_map(|(a, b)| [a, b]).for_each(|l| self.enters(Node::LinearForm(l)));
                compare.cancelled.iter().for_each(|a| self.enters(Node::Atom(*a)));
            }
            Cond::SameText { left, right, negated: _ } => [left, right].into_iter().for_each(|t| self.enters(Node::Text(t))),
            Cond::InSet { value, set } => {
                self.enters(Node::Text(value));
                self.enters(Node::Set(*set));
            }
            Cond::Like { value, pattern: _ } => self.enters(Node::Text(value)),
            Cond::StartsWith { value, prefix, part: _ } => [value, prefix].into_iter().for_each(|t| self.enters(Node::Text(t))),
            Cond::Rank { labels: _, words: _, left, op: _, right } => [left, right].into_iter().for_each(|place| match place {
                Place::Rank(_) => {}
                Place::Classification(at) => self.enters(Node::Classification(*at)),
                Place::Text(text) => self.enters(Node::Text(text)),
            }),
            Cond::Flag { row, col: _ } | Cond::Exists { row, col: _ } | Cond::RowExists(row) => self.enters(Node::Row(*row)),
            Cond::Filled { row, col: _, sent } => {
                self.enters(Node::Row(*row));
                sent.iter().for_each(|s| self.enters(Node::Cond(*s)));
            }
            Cond::FlagParam(param) => self.enters(Node::Param(*param)),
            Cond::SetRelation { words: _, left, right } => [left, right].into_iter().for_each(|s| self.enters(Node::Set(*s))),
            Cond::And(parts) | Cond::Or(parts) => parts.iter().for_each(|p| self.enters(Node::Cond(*p))),
            Cond::Not(part) | Cond::Holds(part) => self.enters(Node::Cond(*part)),
            Cond::Choose { arms, otherwise } => {
                for (when, then) in arms {
                    self.decides(*when);
                    self.enters(Node::Cond(*then));
                }
                otherwise.iter().for_each(|o| self.enters(Node::Cond(*o)));
            }
            Cond::Quantified { all: _, agg, key, set: _ } => self.asked(*agg, key),
        }
    }

    fn of_atom(&mut self, atom: &'p Atom) {
        match atom {
            Atom::Cell { row, col: _ } => self.enters(Node::Row(*row)),
            Atom::Param(param) => self.enters(Node::Param(*param)),
            Atom::Agg { agg, key } => self.asked(*agg, key),
            Atom::Op(op) => self.of_op(op),
        }
    }

    /// An aggregate for a key: the key, and the periods that are asked for, are seen from the rows in hand.
    fn asked(&mut self, agg: AggId, key: &'p [Key]) {
        key.iter().for_each(|k| self.key(k));
        let scope = self.plan.scope(self.plan.agg(agg).scope);
        scope.calendar.iter().flat_map(|(from, to)| [from, to]).for_each(|l| self.enters(Node::LinearForm(l)));
        match &scope.window {
            Window::None | Window::Any | Window::Unclear => {}
            Window::Within(bounds) => bounds.iter().for_each(|(_, bound)| self.enters(Node::LinearForm(bound))),
        }
        self.enters(Node::Agg(agg));
    }

    fn of_op(&mut self, op: &'p Op) {
        match op {
            Op::Product(a, b)
            | Op::Lesser(a, b)
            | Op::Greater(a, b)
            | Op::Modulo(a, b)
            | Op::AddMonths(a, b)
            | Op::FullMonths(a, b) => {
                [a, b].into_iter().for_each(|n| self.enters(Node::Num(n)));
            }
            Op::Quotient(n, d) => [n, d].into_iter().for_each(|l| self.enters(Node::LinearForm(l))),
            Op::Quantile(list, _) => list.iter().for_each(|n| self.enters(Node::Num(n))),
            Op::DayOf(parts) => parts.iter().for_each(|n| self.enters(Node::Num(n))),
            Op::Abs(x) | Op::Round(x, ..) | Op::Floor(x, _) | Op::MonthStart(x) | Op::MonthOf(x) => self.enters(Node::Num(x)),
            Op::Power(x, n) | Op::Raised(x, n) => {
                self.enters(Node::Num(x));
                self.enters(Node::LinearForm(n));
            }
            Op::Length(text) => self.enters(Node::Text(text)),
            Op::Rank(rank) => {
                self.enters(Node::Num(&rank.own));
                rank.row.iter().for_each(|row| self.enters(Node::Row(*row)));
                self.asked(rank.agg, &rank.key);
            }
            Op::SentOn { row, col: _ } => self.enters(Node::Row(*row)),
            Op::ReportDay | Op::AsOfDay => {}
            Op::Choose { arms, otherwise } => {
                for (when, then) in arms {
                    self.decides(*when);
                    self.enters(Node::Num(then));
                }
                otherwise.iter().for_each(|o| self.enters(Node::Num(o)));
            }
        }
    }

    fn of_row(&mut self, row: &'p Row) {
        match row {
            Row::Slot(_) => {}
            Row::Parent { child, rel: _ } => self.enters(Node::Row(*child)),
            Row::Lookup { rel: _, key } => key.iter().for_each(|k| self.key(k)),
            Row::Only { rel: _, agg, key } => self.asked(*agg, key),
        }
    }

    fn key(&mut self, key: &'p Key) {
        self.enters(match key {
            Key::Text(text) => Node::Text(text),
            Key::Int(form) => Node::LinearForm(form),
            Key::Row(row) => Node::Row(*row),
        });
    }

    fn of_text(&mut self, text: &'p Text) {
        match text {
            Text::Const(_) | Text::Bound(..) => {}
            Text::Cell { row, col: _ } => self.enters(Node::Row(*row)),
            Text::Param(param) => self.enters(Node::Param(*param)),
            Text::Classification(at) => self.enters(Node::Classification(*at)),
            Text::Join { parts, shape: _ } => parts.iter().for_each(|t| self.enters(Node::Text(t))),
            Text::Choose(at) => {
                let Choice { arms, otherwise } = self.plan.choice(*at);
                for (when, then) in arms {
                    self.decides(*when);
                    self.enters(Node::Text(then));
                }
                otherwise.iter().for_each(|t| self.enters(Node::Text(t)));
            }
        }
    }

    fn of_agg(&mut self, id: AggId) {
        let agg = self.plan.agg(id);
        self.enters(Node::Scope(agg.scope));
        match &agg.measure {
            Measure::Count => {}
            Measure::Valued(form) | Measure::Sum(form) => self.enters(Node::LinearForm(form)),
            Measure::Min(num) | Measure::Max(num) | Measure::Quantile(num, _) => self.enters(Node::Num(num)),
            Measure::Places(places) => self.enters(Node::Num(&places.figure)),
            Measure::Distinct(value) => self.enters(value.node()),
            Measure::Truth(cond) => self.enters(Node::Cond(*cond)),
        }
    }

    fn of_scope(&mut self, id: ScopeId) {
        let scope = self.plan.scope(id);
        scope.filter.iter().for_each(|c| self.enters(Node::Cond(*c)));
        scope.key.iter().for_each(|k| self.key(k));
        scope.residual.iter().for_each(|(c, _)| self.enters(Node::Cond(*c)));
    }
}
