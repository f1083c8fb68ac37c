//! A walk over every expression of a rule.

use super::{Agg, AggFn, DefinedId, Expr, Kind, ParamId, ReportKind, Roster, RowRef, Rule, SetExpr, Source, VarId};
use crate::ast::TextPart;
use crate::text::{Span, deep};
use crate::ty::{ColId, JoinUse, MadeJoin, Origin, Piece, RelId, TextJoin, Type};
use std::collections::{BTreeSet, HashSet};

impl Rule {
    /// Calls `f` on every expression of the rule, outer ones first.
    pub fn walk<'r>(&'r self, f: &mut impl FnMut(&'r Expr)) {
        let conditions = self.when.iter().chain(self.exempt.iter().map(|e| &e.when));
        let lines = self
            .dues
            .iter()
            .map(|d| &d.at)
            .chain(self.lines.iter().map(|l| &l.expr))
            .chain(self.shows.iter().map(|s| &s.expr))
            .chain(self.except.iter().flat_map(|e| [&e.when, &e.line.expr]));
        self.subjects.iter().for_each(|s| s.source.parts(&mut |e| e.walk(f)));
        conditions.chain(lines).for_each(|e| e.walk(f));
        self.fills.iter().for_each(|(_, e)| e.walk(f));
        for report in &self.reports {
            report.sent.iter().for_each(|e| e.walk(f));
            match &report.kind {
                ReportKind::Holds(e) | ReportKind::Like(e, _) | ReportKind::InTime(e) => e.walk(f),
                ReportKind::Required(list) | ReportKind::ExactlyOne(list) => list.iter().for_each(|e| e.walk(f)),
            }
        }
    }
}

impl Rule {
    /// The parameters a rule reads.
    pub fn params(&self) -> BTreeSet<ParamId> {
        let mut ids = BTreeSet::new();
        self.walk(&mut |e| {
            if let Kind::Param(id) = e.kind {
                ids.insert(id);
            }
        });
        ids
    }
}

impl Expr {
    /// Calls `f` on this expression and all inside it, outer ones first; on each definition once.
    pub fn walk<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        let mut seen = HashSet::new();
        self.walk_once(&mut seen, f);
    }

    fn walk_once<'e>(&'e self, seen: &mut HashSet<DefinedId>, f: &mut dyn FnMut(&'e Expr)) {
        if let Kind::Defined(defined) = &self.kind {
            if seen.insert(defined.id) {
                f(self);
                deep(|| defined.value.walk_once(seen, f));
            }
        } else {
            f(self);
            self.parts(&mut |part| part.walk_once(seen, f));
        }
    }

    /// The conditions of which all must hold where it does; those of each definition once.
    pub fn joined(&self) -> Vec<&Self> {
        let mut out = Vec::new();
        self.add_joined(&mut HashSet::new(), &mut out);
        out
    }

    fn add_joined<'e>(&'e self, seen: &mut HashSet<DefinedId>, out: &mut Vec<&'e Self>) {
        if let Kind::And(list) = &self.kind {
            list.iter().for_each(|x| x.add_joined(seen, out));
        } else if let Kind::Defined(defined) = &self.kind
            && matches!(self.core().kind, Kind::And(_))
        {
            if seen.insert(defined.id) {
                deep(|| defined.value.add_joined(seen, out));
            }
        } else {
            out.push(self);
        }
    }

    /// Nodes of an expression, a definition counting as one, and its levels with those of definitions.
    pub fn extent(&self) -> (usize, usize) {
        if let Kind::Defined(defined) = &self.kind {
            return (1, defined.levels + 1);
        }
        let (mut nodes, mut levels) = (1, 0);
        self.parts(&mut |child| {
            let (n, l) = child.extent();
            nodes += n;
            levels = levels.max(l);
        });
        (nodes, levels + 1)
    }

    /// How deep loops over rows lie in one another that are gone through anew for each row around them.
    pub fn loops(&self) -> usize {
        if let Kind::Defined(defined) = &self.kind {
            return defined.loops;
        }
        let mut inside = 0;
        self.parts(&mut |part| inside = inside.max(part.loops()));
        let anew = if let Kind::Agg(agg) = &self.kind {
            agg.filter.iter().chain(&agg.value).any(|part| part.vars().iter().any(|v| *v != agg.var))
        } else {
            false
        };
        inside + usize::from(anew)
    }

    /// All variables it reads, those of its own aggregates excepted.
    pub fn vars(&self) -> BTreeSet<VarId> {
        let mut out = BTreeSet::new();
        self.add_vars(&mut out);
        out
    }

    fn add_vars(&self, out: &mut BTreeSet<VarId>) {
        if let Kind::Field { row, .. } | Kind::RowExists(row) = &self.kind {
            row.add_vars(out);
        } else if let Kind::Agg(agg) = &self.kind {
            agg.add_vars(out);
        } else if let Kind::Defined(defined) = &self.kind {
            out.extend(&defined.vars);
        } else {
            self.parts(&mut |x| x.add_vars(out));
        }
    }

    /// Calls `f` on every direct part of this expression.
    pub fn parts<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            Kind::Num(_) | Kind::Text(_) | Kind::Param(_) | Kind::SetRelation { .. } => {}
            Kind::Field { row, .. } => row.parts(f),
            Kind::RowExists(row) => row.parts(f),
            Kind::Neg(x) | Kind::Not(x) | Kind::Exists(x) | Kind::In { value: x, .. } | Kind::Like { value: x, .. } => f(x),
            Kind::Filled(x, sent) => {
                f(x);
                sent.iter().for_each(|s| f(s));
            }
            Kind::Add(a, b) | Kind::Sub(a, b) | Kind::Mul(a, b) | Kind::Div(a, b) => [a, b].into_iter().for_each(|x| f(x)),
            Kind::ShareOf { share: a, base: b }
            | Kind::AsShare { part: a, base: b }
            | Kind::Same { left: a, right: b, .. }
            | Kind::StartsWith { value: a, prefix: b, .. }
            | Kind::Rank { left: a, right: b, .. } => {
                [a, b].into_iter().for_each(|x| f(x));
            }
            Kind::About { value: a, target: b, tolerance: c } | Kind::WithinRounding { left: a, right: b, slack: c } => {
                [a, b, c].into_iter().for_each(|x| f(x));
            }
            Kind::Func(_, list) | Kind::And(list) | Kind::Or(list) | Kind::Implies(list) | Kind::Join { parts: list, .. } => {
                list.iter().for_each(f)
            }
            Kind::Compare { first, links } => {
                f(first);
                links.iter().for_each(|l| f(&l.right));
            }
            Kind::Choose { arms, otherwise } => {
                arms.iter().for_each(|(c, v)| [c, v].into_iter().for_each(&mut *f));
                otherwise.iter().for_each(|x| f(x));
            }
            Kind::Classification(classification) => classification.conds().for_each(f),
            Kind::Agg(agg) => agg.parts(f),
            Kind::Defined(defined) => f(&defined.value),
        }
    }
}

impl RowRef {
    fn add_vars(&self, out: &mut BTreeSet<VarId>) {
        match self {
            Self::Var(v) => {
                out.insert(*v);
            }
            Self::Lookup { keys, .. } => keys.iter().for_each(|k| k.add_vars(out)),
            Self::Parent(child) => child.add_vars(out),
            Self::Only(rows) => rows.add_vars(out),
        }
    }

    /// Calls `f` on the keys by which a row is looked up, or on what makes it the only one.
    pub fn parts<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        match self {
            Self::Var(_) => {}
            Self::Lookup { keys, .. } => keys.iter().for_each(f),
            Self::Parent(child) => child.parts(f),
            Self::Only(rows) => rows.parts(f),
        }
    }
}

impl Agg {
    /// What all must hold of a row that is among its rows.
    pub fn conditions(&self) -> Vec<&Expr> {
        self.filter.iter().flat_map(Expr::joined).collect()
    }

    /// Variables it reads, but for its own.
    pub fn vars(&self) -> BTreeSet<VarId> {
        let mut out = BTreeSet::new();
        self.add_vars(&mut out);
        out
    }

    fn add_vars(&self, out: &mut BTreeSet<VarId>) {
        let mut inside = BTreeSet::new();
        self.filter.iter().chain(&self.value).for_each(|x| x.add_vars(&mut inside));
        if let Source::Nested { of, .. } = &self.source {
            of.add_vars(&mut inside);
        }
        self.source.bounds().for_each(|x| x.add_vars(&mut inside));
        inside.remove(&self.var);
        if let Some(own) = &self.own {
            own.figure.add_vars(&mut inside);
            own.row.iter().for_each(|row| row.add_vars(&mut inside));
        }
        out.extend(inside);
    }

    fn parts<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        self.source.parts(f);
        self.filter.iter().chain(&self.value).for_each(&mut *f);
        self.own.iter().for_each(|own| f(&own.figure));
    }
}

impl Source {
    /// Calls `f` on every expression that says which rows are meant.
    fn parts<'e>(&'e self, f: &mut dyn FnMut(&'e Expr)) {
        match self {
            Self::Rel(_) | Self::Members { .. } => {}
            Self::Nested { of, .. } => of.parts(f),
            Self::Periods { from, to, .. } => [from, to].into_iter().for_each(|e| f(e)),
        }
    }
}

impl super::RuleSet {
    /// Whether a rule reads nothing but what the policy itself states: its tables, parameters and literals. Its findings are about the
    /// policy, and it needs no submission.
    pub fn is_about_policy(&self, rule: &Rule) -> bool {
        rule.is_about_policy(&self.schema)
    }
}

impl Rule {
    /// The same before the rule set is complete.
    pub fn is_about_policy(&self, schema: &crate::ty::Schema) -> bool {
        let own =
            |rel: crate::ty::RelId| matches!(schema.get(rel).origin, crate::ty::Origin::Policy | crate::ty::Origin::Calendar);
        if !self.reports.is_empty() || !self.subjects.iter().all(|s| own(s.source.rel())) {
            return false;
        }
        let mut all_own = true;
        self.walk(&mut |e| {
            if let Kind::Field { row, .. } | Kind::RowExists(row) = &e.kind {
                all_own &= looked_up(row).is_none_or(own);
            } else if let Kind::Agg(agg) = &e.kind {
                all_own &= own(agg.source.rel());
            }
        });
        all_own
    }
}

impl super::RuleSet {
    /// Every relation on whose rows a rule's verdicts rest: those it runs over, looks into, takes members from, and the rosters of those
    /// who owe them.
    pub fn relations_read(&self, rule: &Rule) -> BTreeSet<RelId> {
        let mut rels: BTreeSet<RelId> = rule.vars.iter().map(|v| v.rel).collect();
        for subject in &rule.subjects {
            of_source(&subject.source, &mut rels);
            subject.over.iter().for_each(|o| of_set(&o.set, &mut rels));
            subject.filter.iter().for_each(|e| of_expr(e, &mut rels));
        }
        rule.walk(&mut |e| of_kind(&e.kind, &mut rels));
        let owed: Vec<RelId> = rels.iter().flat_map(|rel| self.schema.rosters(*rel)).map(|s| s.roster).collect();
        rels.extend(owed);
        rels
    }
}

impl super::RuleSet {
    /// The texts that rules hold data against, and where they are written.
    pub fn texts(&self) -> Vec<(String, Span)> {
        let mut out = Vec::new();
        for rule in self.rules.iter() {
            rule.walk(&mut |e| {
                if let Kind::Text(text) = &e.kind {
                    out.push((text.clone(), e.span));
                }
            });
        }
        out
    }

    /// Columns of texts that a rule holds against a key of one column: the relation, its column, whose key, and whether the key need only be
    /// what the text begins with.
    pub fn joins(&self) -> Vec<TextJoin> {
        let mut out = BTreeSet::new();
        for rule in self.rules.iter() {
            let field = |e: &Expr| {
                let Kind::Field { row, col } = &e.kind else { return None };
                Some((rule.rel_of(&self.schema, row), *col))
            };
            let mut join = |from: Option<(RelId, ColId)>, to: Option<(RelId, ColId)>, (begins, use_of): (bool, JoinUse)| {
                let (Some((rel, col)), Some((target, key))) = (from, to) else { return };
                let (own, other) = (self.schema.get(rel), self.schema.get(target));
                let sent = !matches!(own.origin, Origin::Policy | Origin::Calendar);
                let text = own.columns.get(col.index()).is_some_and(|c| c.ty == Type::Text);
                if rel != target && sent && text && other.key == [key] {
                    out.insert(TextJoin { rel, col, target, begins, use_of });
                }
            };
            // Rows of a record that is judged over a roster, or looked up by its members, and that name none of them are judged by nobody.
            for subject in &rule.subjects {
                let Some(Roster { set: SetExpr::Column { rel: roster, col }, column, .. }) = &subject.over else { continue };
                join(Some((subject.source.rel(), *column)), Some((*roster, *col)), (false, JoinUse::Asks));
            }
            rule.walk(&mut |e| {
                let row: Option<(&RowRef, JoinUse)> = if let Kind::Field { row, .. } = &e.kind {
                    Some((row, JoinUse::LooksUp))
                } else if let Kind::RowExists(row) = &e.kind {
                    Some((row, JoinUse::Asks))
                } else {
                    None
                };
                if let Some((RowRef::Lookup { rel, keys, .. }, use_of)) = row {
                    let key = &self.schema.get(*rel).key;
                    key.iter().zip(keys).for_each(|(col, e)| {
                        join(Some((*rel, *col)), field(e), (false, JoinUse::Asks));
                        join(field(e), Some((*rel, *col)), (false, use_of));
                    });
                }
                if let Kind::Same { left, right, .. } = &e.kind {
                    join(field(left), field(right), (false, JoinUse::Asks));
                    join(field(right), field(left), (false, JoinUse::Asks));
                }
                if let Kind::StartsWith { value, prefix, part: TextPart::Start } = &e.kind {
                    join(field(value), field(prefix), (true, JoinUse::Asks));
                }
                if let Kind::Agg(agg) = &e.kind {
                    gathered(agg).for_each(|(left, right)| {
                        join(field(left), field(right), (false, JoinUse::Gathers));
                        join(field(right), field(left), (false, JoinUse::Gathers));
                    });
                }
            });
        }
        out.into_iter().collect()
    }
}

impl super::RuleSet {
    /// Texts made of columns of one row by which an aggregate gathers rows for a key, or a key for the row.
    pub fn made_joins(&self) -> Vec<MadeJoin> {
        let mut out = BTreeSet::new();
        for rule in self.rules.iter() {
            let key = |e: &Expr| {
                let Kind::Field { row, col } = &e.kind else { return None };
                let rel = rule.rel_of(&self.schema, row);
                (self.schema.get(rel).key == [*col]).then_some(rel)
            };
            rule.walk(&mut |e| {
                let Kind::Agg(agg) = &e.kind else { return };
                for (left, right) in gathered(agg) {
                    for (made, of) in [(left, right), (right, left)] {
                        let Some((target, (rel, pieces))) = key(of).zip(self.pieces(rule, made)) else { continue };
                        if rel != target && !matches!(self.schema.get(rel).origin, Origin::Policy | Origin::Calendar) {
                            out.insert(MadeJoin { rel, pieces, target });
                        }
                    }
                }
            });
        }
        out.into_iter().collect()
    }

    /// A text made of nothing but texts and columns of texts of one row.
    fn pieces(&self, rule: &Rule, made: &Expr) -> Option<(RelId, Vec<Piece>)> {
        let Kind::Join { parts, shape: false } = &made.core().kind else { return None };
        let (mut of, mut pieces) = (None, Vec::new());
        for part in parts {
            if let Kind::Text(text) = &part.core().kind {
                pieces.push(Piece::Written(text.clone()));
                continue;
            }
            let Kind::Field { row, col } = &part.core().kind else { return None };
            let RowRef::Var(var) = &**row else { return None };
            let rel = rule.rel_of(&self.schema, row);
            if of.is_some_and(|of| of != (*var, rel)) || !self.schema.column(rel, *col).ty.is_text_like() {
                return None;
            }
            of = Some((*var, rel));
            pieces.push(Piece::Column(*col));
        }
        of.map(|(_, rel)| (rel, pieces))
    }
}

/// The texts by which an aggregate picks its rows. Whether there are any (`every`, `some`) is a question, and so is how many bear a key.
fn gathered(agg: &Agg) -> impl Iterator<Item = (&Expr, &Expr)> {
    let gathers = !matches!(agg.func, AggFn::Every | AggFn::Some);
    let parts = agg.filter.iter().filter(move |_| gathers).flat_map(Expr::joined);
    parts.filter_map(|part| {
        let Kind::Same { left, right, negated: false } = &part.core().kind else { return None };
        Some((&**left, &**right))
    })
}

fn of_expr(expr: &Expr, rels: &mut BTreeSet<RelId>) {
    expr.walk(&mut |e| of_kind(&e.kind, rels));
}

fn of_kind(kind: &Kind, rels: &mut BTreeSet<RelId>) {
    match kind {
        Kind::Field { row, .. } => rels.extend(looked_up(row)),
        Kind::RowExists(row) => rels.extend(looked_up(row)),
        Kind::Agg(agg) => of_source(&agg.source, rels),
        Kind::In { set, .. } => of_set(set, rels),
        Kind::SetRelation { left, right, .. } => [left, right].into_iter().for_each(|s| of_set(s, rels)),
        Kind::Num(_) | Kind::Text(_) | Kind::Param(_) | Kind::Neg(_) | Kind::Add(..) | Kind::Sub(..) | Kind::Mul(..) => {}
        Kind::Div(..) | Kind::ShareOf { .. } | Kind::AsShare { .. } | Kind::Func(..) | Kind::Compare { .. } => {}
        Kind::About { .. } | Kind::WithinRounding { .. } | Kind::Same { .. } | Kind::Classification(_) | Kind::Like { .. } => {}
        Kind::StartsWith { .. }
        | Kind::Rank { .. }
        | Kind::And(_)
        | Kind::Or(_)
        | Kind::Implies(_)
        | Kind::Not(_)
        | Kind::Exists(_)
        | Kind::Filled(..)
        | Kind::Join { .. } => {}
        Kind::Choose { .. } | Kind::Defined(_) => {}
    }
}

fn of_source(source: &Source, rels: &mut BTreeSet<RelId>) {
    rels.insert(source.rel());
    match source {
        Source::Members { set, .. } => of_set(set, rels),
        Source::Nested { of, .. } => rels.extend(looked_up(of)),
        Source::Rel(_) | Source::Periods { .. } => {}
    }
}

fn of_set(set: &SetExpr, rels: &mut BTreeSet<RelId>) {
    match set {
        SetExpr::Texts(_) => {}
        SetExpr::Column { rel, .. } => {
            rels.insert(*rel);
        }
        SetExpr::Union(a, b) | SetExpr::Minus(a, b) => [a, b].into_iter().for_each(|s| of_set(s, rels)),
    }
}

/// The relation a row is looked up in; variables are known by their loops.
fn looked_up(row: &RowRef) -> Option<crate::ty::RelId> {
    match row {
        RowRef::Var(_) => None,
        RowRef::Lookup { rel, .. } => Some(*rel),
        RowRef::Only(rows) => Some(rows.source.rel()),
        RowRef::Parent(child) => looked_up(child),
    }
}
