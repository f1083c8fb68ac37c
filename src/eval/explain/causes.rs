//! What keeps a line open, by name: cells, rows, parameters, rows that may or may not count.

use crate::data::{CellId, Code, FileAccount, RowId, Submission};
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::{LISTED, Trace};
use crate::eval::types::affine::{PartOf, Symbol};
use crate::eval::types::env::{Env, FIRST_EXPECTED};
use crate::eval::types::truth::Truth;
use crate::finding::{Cause, CauseKind, CellNote, Whose};
use crate::plan::{Measure, Node, Rank, RulePlan};
use crate::text::Span;
use crate::ty::{Origin, RelId};

impl Explain<'_> {
    /// The subject is what somebody did not send.
    pub fn silence(&self, env: &Env) -> Option<Cause> {
        let row = env.rows.iter().copied().find(|row| self.is_perhaps(*row))?;
        let expected = row.checked_sub(FIRST_EXPECTED)?;
        let (what, root) = (self.expected_title(expected), Some(self.expected_root(expected)));
        let (kind, span) = self.not_there(expected);
        let whose = self.whose(self.expecteds.get(expected as usize)?.rel, row);
        Some(Cause { root, ..Cause::new(kind, what) }.at(span).of(whose))
    }

    /// Why an expected row is not there: nothing was sent for it, or what was sent cannot be used.
    pub fn not_there(&self, expected: u32) -> (CauseKind, Option<Span>) {
        let (rel, texts) = self.expected_key(expected);
        let key: Vec<Code> = texts.iter().filter_map(|text| self.data.texts.find(text)).collect();
        self.not_there_of(rel, &key)
    }

    /// The same for what a sender owes of a table: sent, but with a line that cannot be used, or as a part; or nothing was sent.
    pub fn not_there_of(&self, rel: RelId, key: &[Code]) -> (CauseKind, Option<Span>) {
        for account in &self.data.accounts {
            let Some(sent) = account.submission.and_then(|id| self.data.submissions.get(id.0 as usize)) else { continue };
            let region = sent.region.as_ref().map(|r| self.data.texts.find(r));
            let whole = account.tables.is_empty();
            let refused = account.tables.iter().filter(|t| t.rel == rel).flat_map(|t| &t.others).find(|l| l.what.is_refused());
            // A file that names no sender may be anybody's, and so may one of an office that is none of those who owe the table.
            let owes = |code: &Code| self.rules.schema.rosters(rel).iter().any(|o| self.lists(o.roster, *code));
            let may_be_its = match region.flatten() {
                Some(code) if key.contains(&code) => true,
                code => refused.is_some() && !code.as_ref().is_some_and(owes),
            };
            if may_be_its && (whole || sent.sent.get(&rel) == Some(&false)) {
                let span = refused.map(|l| Span { file: account.file, start: l.place.start, end: l.place.end });
                let kind = match refused {
                    None if !whole => CauseKind::Partial,
                    line => CauseKind::Refused(line.map(|l| l.line)),
                };
                return (kind, span);
            }
        }
        // Of a file that cannot be read and names no sender, nobody can say whose it is.
        let of_nobody = |id| self.data.submissions.get(id as usize).is_some_and(|s: &Submission| s.region.is_none());
        let unread = |a: &FileAccount| a.tables.is_empty() && a.submission.is_some_and(|id| of_nobody(id.0));
        let kind = if self.data.accounts.iter().any(|a| unread(a)) { CauseKind::Unread } else { CauseKind::NotReported };
        (kind, None)
    }

    /// A row of a roster has this key.
    fn lists(&self, roster: RelId, code: Code) -> bool {
        let key = self.rules.schema.get(roster).key.first();
        key.is_some_and(|key| (0..self.data.table(roster).rows).any(|row| self.column(roster, *key).code(row) == Some(code)))
    }

    /// A row of a list that was sent and cannot be used: one in this holder's list, else one in a list of the same file.
    pub fn refused_in(&self, list: RelId, (parent, holder): (RelId, u32)) -> Option<(u32, Span)> {
        let submission = self.data.table(parent).batch_of(holder).and_then(|b| b.submission);
        let own = self.data.row_span(RowId { rel: parent, row: holder });
        let accounts = self.data.accounts.iter().filter(|a| a.submission.is_some() && a.submission == submission);
        let refused: Vec<(u32, Span)> = accounts
            .flat_map(|a| a.tables.iter().filter(|t| t.rel == list).map(move |t| (a.file, t)))
            .flat_map(|(file, t)| t.others.iter().map(move |l| (file, l)))
            .filter(|(_, l)| l.what.is_refused())
            .map(|(file, l)| (l.line, Span { file, start: l.place.start, end: l.place.end }))
            .collect();
        let inside = |(_, s): &&(u32, Span)| own.is_some_and(|o| o.file == s.file && o.start <= s.start && s.end <= o.end);
        refused.iter().find(inside).or(refused.first()).copied()
    }

    /// What keeps the conditions before the line open.
    pub fn gate_causes(&self, plan: &RulePlan, env: &Env, trace: &mut Trace) {
        let gates = std::iter::once(plan.when).chain(plan.exempt.iter().copied()).chain(plan.except.iter().map(|(c, _)| *c));
        for cond in gates {
            if !self.settled(cond, env).is_single() {
                let mut inner = Trace::default();
                self.detail(cond, env, &mut inner);
                inner.symbols.iter_mut().for_each(|s| s.1 = None);
                trace.symbols.extend(inner.symbols);
                trace.facts.extend(inner.facts);
                trace.keys_named |= inner.keys_named;
            }
        }
        let held: Vec<Span> =
            plan.except.iter().filter(|(c, _)| self.settled(*c, env) == Truth::TRUE).map(|(_, l)| l.span).collect();
        if let [first, _, ..] = held.as_slice() {
            let texts: Vec<&str> = held.iter().map(|span| self.sources.slice(*span)).collect();
            trace.facts.push(Cause::new(CauseKind::Conflict, texts.join(" · ")).at(Some(*first)).of(Whose::nobodys()));
        }
        self.calendar_causes(plan, env, trace);
        if !self.applies(plan, env).is_single() && self.in_calendar(plan, env).is_single() {
            let span = self.subject(plan, env).span;
            trace.facts.push(self.applies_cause(plan, env).at(span).of(Whose::nobodys()));
        }
    }

    /// The cells a verdict rests on. Days and numbers that a loop runs over stand nowhere.
    pub fn told_cells(&self, cells: Vec<CellNote>) -> Vec<CellNote> {
        let stands = |id: CellId| self.rules.schema.get(id.rel).origin != Origin::Calendar;
        cells.into_iter().filter(|c| c.cell.is_none_or(stands)).take(LISTED).collect()
    }

    /// What is missing, in the order of importance.
    pub fn causes(&self, trace: &mut Trace) -> Vec<Cause> {
        let single = trace.symbols.len() == 1 && trace.facts.is_empty();
        let mut causes: Vec<Cause> = Vec::new();
        // Nobody sends rows of the policy's own tables: which of them is meant turns on something else, that is named where it is known.
        let mut of_policy: Vec<Cause> = Vec::new();
        for (symbol, turns_at) in std::mem::take(&mut trace.symbols) {
            if let Symbol::Tail { agg, part } = &symbol {
                let scope = self.plan.scope(self.plan.agg(*agg).scope);
                causes.extend(self.unsent_causes(scope, &part.key, None));
                continue;
            }
            let told = self.membership_causes(&symbol);
            if !told.is_empty() {
                causes.extend(told);
                continue;
            }
            if let Symbol::Member { scope, .. } = &symbol
                && trace.told_scopes.contains(scope)
            {
                continue;
            }
            if let Symbol::MaybeTerm { agg, .. } = &symbol
                && trace.told_scopes.contains(&self.plan.agg(*agg).scope)
            {
                continue;
            }
            let named = self.name_symbol(&symbol);
            // Which row is meant is not known; what would tell is named already.
            if named.what.is_empty() || (trace.keys_named && matches!(symbol, Symbol::SomeRow { .. })) {
                continue;
            }
            if let Symbol::SomeRow { rel, .. } = &symbol
                && self.rules.schema.get(*rel).origin == Origin::Policy
            {
                of_policy.push(named);
                continue;
            }
            let root = self.root_of_symbol(&symbol);
            // A list that was not sent is no figure that could be this or that.
            let turns = single && self.list_of(&symbol).is_none();
            causes.push(Cause { root, turns_at: if turns { turns_at } else { None }, ..named });
        }
        causes.append(&mut trace.facts);
        if causes.is_empty() {
            causes = of_policy;
        }
        let mut seen: Vec<Cause> = Vec::new();
        for cause in causes {
            if !seen.iter().any(|s| s.kind == cause.kind && s.what == cause.what) {
                seen.push(cause);
            }
        }
        seen.truncate(LISTED);
        seen
    }

    /// What is not known of a row that may or may not count: the cells its filter and its group ask for.
    fn membership_causes(&self, symbol: &Symbol) -> Vec<Cause> {
        let (scope, row) = match symbol {
            Symbol::Member { scope, row, .. } => (self.plan.scope(*scope), *row),
            Symbol::MaybeTerm { agg, row, .. } => (self.plan.scope(self.plan.agg(*agg).scope), *row),
            Symbol::Cell(_)
            | Symbol::NoRow { .. }
            | Symbol::Expected { .. }
            | Symbol::SomeRow { .. }
            | Symbol::Param(_)
            | Symbol::Tail { .. }
            | Symbol::Many { .. }
            | Symbol::Opaque(_) => return Vec::new(),
        };
        let alone = Env::of(scope.rel, row);
        let mut trace = Trace::default();
        self.parts_causes(&scope.key, &alone, &mut trace);
        // What looks at two rows at once is left out: the outer one is not in hand here.
        for filter in &scope.filter {
            if !self.truth(*filter, &alone).is_single() {
                self.detail(*filter, &alone, &mut trace);
            }
        }
        let cells =
            trace.symbols.iter().filter(|(s, _)| matches!(s, Symbol::Cell(_) | Symbol::NoRow { .. } | Symbol::Expected { .. }));
        let named = cells.map(|(s, _)| Cause { root: self.root_of_symbol(s), ..self.name_symbol(s) });
        let mut out: Vec<Cause> = named.collect();
        out.append(&mut trace.facts);
        out
    }

    /// What keeps it open whether a rule binds: which region a row is of, or which period.
    fn applies_cause(&self, plan: &RulePlan, env: &Env) -> Cause {
        let region = plan.jurisdiction.iter().any(|code| !self.in_jurisdiction(code, env).is_single());
        let mut rows = env.rels.iter().zip(&env.rows).filter(|(rel, row)| self.unknown_sender(**rel, **row).is_some());
        let column = |rel: RelId, row: u32| {
            let (top, _) = self.top(rel, row)?;
            let sent_by = self.rules.schema.get(top).sent_by.as_ref()?;
            Some(self.def(top, sent_by.column?).title().to_string())
        };
        let named = rows.find_map(|(rel, row)| column(*rel, *row)).filter(|_| region);
        named.map_or_else(|| Cause::new(CauseKind::UnknownPeriod, ""), |column| Cause::new(CauseKind::UnknownFact, column))
    }

    /// What a place rests on: the figure in hand, and what is not known of the rows it is held against.
    pub fn rank_cells(&self, rank: &Rank, env: &Env, trace: &mut Trace) {
        self.trace_forms(Node::Num(&rank.own), env, trace);
        if self.rank(rank, env).form.as_constant().is_some() {
            return;
        }
        let agg = self.plan.agg(rank.agg);
        let Measure::Places(places) = &agg.measure else { return };
        self.filter_causes(rank.agg, &rank.key, env, trace);
        let ((own, row), table) = (self.own_figure(rank, env), self.place_table(rank, env));
        let key: Vec<Option<u64>> = rank.key.iter().map(|k| self.key_part(k, env)).collect();
        let part = PartOf { key: key.into(), outer: env.rows.clone().into(), id: 0 };
        for other in table.undetermined(&own.form, row, rank.last).take(LISTED) {
            if !other.sure {
                let member = Symbol::Member { scope: agg.scope, row: other.row, part: part.clone() };
                trace.add_symbol(&member, None);
            }
            let mut seen = Trace::default();
            self.trace_forms(Node::Num(&places.figure), &self.inner_env(rank.agg, other.row, env), &mut seen);
            // What is known of the others is not what the place turns on.
            seen.symbols.iter().for_each(|(symbol, _)| trace.add_symbol(symbol, None));
            trace.facts.append(&mut seen.facts);
        }
        if table.is_open() {
            trace.add_symbol(&Symbol::Tail { agg: rank.agg, part }, None);
        }
    }
}
