//! Names for people: subjects, cells, unknowns.

use crate::data::{CellId, CellState, RowId};
use crate::eval::exact::window::Lacking;
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::types::affine::Symbol;
use crate::eval::types::env::{Env, FIRST_EXPECTED, Found};
use crate::finding::{Cause, CauseKind, CellNote, Subject, Whose};
use crate::plan::{Key, Node, RowRefId, RulePlan, Scope};
use crate::text::Span;
use crate::ty::{ColId, Origin, RelId, period_text};

impl Explain<'_> {
    pub fn subject(&self, plan: &RulePlan, env: &Env) -> Subject {
        let mut subject = Subject::default();
        for ((&rel, &row), loop_) in env.rels.iter().zip(&env.rows).zip(&plan.subjects) {
            match loop_.by.as_slice() {
                // A nested row beside its own parent does not repeat the parent's key.
                [] if self.parent_is_in_hand(rel, row, env) => self.add_own_key(rel, row, &mut subject.key),
                [] => self.add_key(rel, row, &mut subject.key),
                // A group is known by what it is grouped by, not by its first row.
                by => self.add_group_key(rel, row, by, &mut subject.key),
            }
            if self.told_apart {
                // What rows are grouped by is the name of no row.
                let of = if loop_.by.is_empty() { self.whose(rel, row) } else { Whose::nobodys() };
                subject.key_of.resize(subject.key.len(), of);
            }
        }
        subject.region = self.region_of_subject(plan, env);
        subject.period = self.period_of_subject(plan, env).map(|(p, kind)| period_text(p, kind));
        let first = env.rels.iter().zip(&env.rows).next();
        if let Some((&rel, &row)) = first.filter(|(_, row)| **row < FIRST_EXPECTED) {
            let id = RowId { rel, row };
            subject.row = Some(id);
            subject.span = self.data.row_span(id);
        }
        subject
    }

    /// A cell a verdict rests on.
    pub fn cell_note(&self, row: RowRefId, col: ColId, env: &Env) -> Option<CellNote> {
        match self.find(row, env) {
            Found::Row { rel, row } => Some(self.note_of(CellId { rel, row, col })),
            Found::Missing { rel, key, expected } => Some(CellNote {
                cell: None,
                label: self.column_title(rel, col),
                span: None,
                state: CellState::Absent,
                value: None,
                figure: None,
                left_blank: false,
                whose: self.whose_missing(rel, &key, expected),
            }),
        }
    }

    /// What an unknown is called, where it stands, what kind of gap it is.
    pub fn name_symbol(&self, symbol: &Symbol) -> Cause {
        match symbol {
            Symbol::Cell(cell) => {
                let kind = match self.column(cell.rel, cell.col).state(cell.row) {
                    CellState::Blank => CauseKind::Blank,
                    CellState::Hole if self.column(cell.rel, cell.col).bounds(cell.row).is_some() => CauseKind::Bounds,
                    CellState::Hole => CauseKind::Unusable,
                    CellState::Known | CellState::None | CellState::Absent => CauseKind::Absent,
                };
                let note = self.note_of(*cell);
                Cause::new(kind, format!("{} · {}", self.row_title(cell.rel, cell.row), note.label)).at(note.span).of(note.whose)
            }
            Symbol::NoRow { rel, key, col } => {
                let key: Vec<Option<u64>> = key.iter().map(|k| Some(*k)).collect();
                let what = format!("{} · {}", self.keyed_title(*rel, &key), self.column_title(*rel, *col));
                Cause::new(self.no_row(*rel), what).of(self.whose_key(*rel, &key))
            }
            Symbol::Expected { expected, col } => {
                let rel = self.expecteds[*expected as usize].rel;
                // Nothing but the list is known to be missing.
                if let Some(cause) = self.list_of(symbol) {
                    return cause;
                }
                let what = format!("{} · {}", self.expected_title(*expected), self.column_title(rel, *col));
                let (kind, span) = self.not_there(*expected);
                Cause::new(kind, what).at(span).of(self.whose(rel, FIRST_EXPECTED.saturating_add(*expected)))
            }
            Symbol::SomeRow { rel, col, .. } => {
                let what = format!("{} ? · {}", self.rules.schema.get(*rel).title(), self.column_title(*rel, *col));
                Cause::new(CauseKind::NoRow, what).of(Whose::nobodys())
            }
            Symbol::Param(id) => {
                let param = &self.rules.params[id.0 as usize];
                Cause::parameter(&param.name, param.title(), param.span)
            }
            Symbol::Member { scope, row, .. } => self.doubtful_row(self.plan.scope(*scope).rel, *row),
            Symbol::MaybeTerm { agg, row, .. } => self.doubtful_row(self.plan.scope(self.plan.agg(*agg).scope).rel, *row),
            Symbol::Tail { agg, part } => {
                let scope = self.plan.scope(self.plan.agg(*agg).scope);
                let rel = scope.rel;
                match self.rules.schema.get(rel) {
                    loops if loops.origin == Origin::Calendar => Cause::new(CauseKind::UnknownFact, "").of(Whose::nobodys()),
                    relation => {
                        let partial = || Cause::new(CauseKind::Partial, relation.title()).of(Whose::nobodys());
                        let (period, sender) = asked_of(scope, &part.key);
                        self.unseen_rows(rel, period, sender).unwrap_or_else(partial)
                    }
                }
            }
            Symbol::Many { agg, count, .. } => {
                let rel = self.plan.scope(self.plan.agg(*agg).scope).rel;
                Cause::new(CauseKind::Absent, format!("{} × {count}", self.rules.schema.get(rel).title())).of(Whose::nobodys())
            }
            Symbol::Opaque(_) => Cause::new(CauseKind::UnknownFact, "").of(Whose::nobodys()),
        }
    }

    /// A row that may or may not count.
    fn doubtful_row(&self, rel: RelId, row: u32) -> Cause {
        let span = self.data.row_span(RowId { rel, row });
        Cause::new(CauseKind::UnknownFact, self.row_title(rel, row)).at(span).of(self.whose(rel, row))
    }

    /// Of whom a row is that was not found.
    pub fn whose_missing(&self, rel: RelId, key: &[Option<u64>], expected: Option<u32>) -> Whose {
        match expected {
            Some(expected) => self.whose(rel, FIRST_EXPECTED.saturating_add(expected)),
            None => self.whose_key(rel, key),
        }
    }

    /// What is not known of the ends of a loop over periods, numbers or days; nobody can send more of these.
    fn ends_unknown(&self, scope: &Scope, env: Option<&Env>) -> Vec<Cause> {
        let (Some((from, to)), Some(env)) = (&scope.calendar, env) else { return Vec::new() };
        let mut trace = Trace::default();
        for end in [from, to].into_iter().filter(|end| self.lin(end, env).form.as_constant().is_none()) {
            self.trace_forms(Node::LinearForm(end), env, &mut trace);
        }
        trace.symbols.iter_mut().for_each(|(_, turn)| *turn = None);
        self.causes(&mut trace)
    }

    /// Where an unknown stands in a list that is not known: why it is not.
    pub fn list_of(&self, symbol: &Symbol) -> Option<Cause> {
        let Symbol::Expected { expected, .. } = symbol else { return None };
        let row = self.expecteds.get(*expected as usize)?;
        let holder = row.parent.filter(|holder| *holder < FIRST_EXPECTED)?;
        self.unsent_list(row.rel, holder)
    }

    /// Why a list of a row that was sent is not known.
    fn unsent_list(&self, list: RelId, holder: u32) -> Option<Cause> {
        let Origin::Nested { parent, column } = self.rules.schema.get(list).origin else { return None };
        let what = format!("{} · {}", self.row_title(parent, holder), self.column_title(parent, column));
        let (of_row, whose) = (self.data.row_span(RowId { rel: parent, row: holder }), self.whose(parent, holder));
        // It was sent, but a row of it cannot be used.
        if !matches!(self.column(parent, column).state(holder), CellState::Absent | CellState::Blank) {
            let (line, span) = self.refused_in(list, (parent, holder)).unzip();
            return Some(Cause::new(CauseKind::Refused(line), what).at(span.or(of_row)).of(whose));
        }
        Some(Cause::new(CauseKind::Absent, what).at(of_row).of(whose))
    }

    /// Rows of the table may stand in a file that could not be read.
    fn unseen_rows(&self, rel: RelId, period: Option<i64>, sender: Option<u32>) -> Option<Cause> {
        let nth = self.complete.unseen(rel, period, sender)?;
        let file = self.data.submissions.get(nth)?.file;
        Some(Cause::new(CauseKind::Unseen, self.rules.schema.get(rel).title()).at(Some(Span { file, start: 0, end: 0 })))
    }

    /// Why rows may be missing: who has not sent, which list was not sent, or that the table is not complete.
    pub fn unsent_causes(&self, scope: &Scope, key: &[Option<u64>], env: Option<&Env>) -> Vec<Cause> {
        let relation = self.rules.schema.get(scope.rel);
        let part = |at: Option<usize>| at.and_then(|i| key.get(i).copied().flatten());
        // The table alone is named.
        let cause = |kind, what: String, span| Cause::new(kind, what).at(span).of(Whose::nobodys());
        if let Origin::Nested { parent, column } = relation.origin {
            let at = scope.key.iter().position(|k| matches!(k, Key::Row(_)));
            let title = self.column_title(parent, column);
            return match part(at).and_then(|k| u32::try_from(k).ok()) {
                Some(row) => {
                    self.open_lists(scope, row).into_iter().filter_map(|(list, holder)| self.unsent_list(list, holder)).collect()
                }
                None => {
                    let kind =
                        if at.is_none() && self.names_no_period(scope, env) { CauseKind::AnyPeriod } else { CauseKind::Partial };
                    vec![cause(kind, format!("{} · {title}", self.rules.schema.get(parent).title()), None)]
                }
            };
        }
        if relation.origin == Origin::Calendar {
            return self.ends_unknown(scope, env);
        }
        let (period, sender) = asked_of(scope, key);
        let period = match self.lacking(scope, sender, env) {
            Lacking::Period(lacking) => Some(lacking),
            Lacking::Nothing | Lacking::Unknown => period,
        };
        let unsent = self.complete.unsent(scope.rel, period, sender);
        if unsent.is_empty() && self.names_no_period(scope, env) {
            return vec![cause(CauseKind::AnyPeriod, relation.title().to_string(), None)];
        }
        if let Some(unseen) = self.unseen_rows(scope.rel, period, sender).filter(|_| unsent.is_empty()) {
            return vec![unseen];
        }
        if unsent.is_empty() {
            let lacking = match (self.lacking(scope, sender, env), relation.period()) {
                (Lacking::Period(period), Some((_, kind))) => format!(" {}", period_text(period, kind)),
                _ => String::new(),
            };
            return vec![cause(CauseKind::Partial, format!("{}{lacking}", relation.title()), None)];
        }
        let member = |code: &u32| {
            let what = format!("{} {}", relation.title(), self.member_title(relation, *code));
            let (kind, span) = match self.not_there_of(scope.rel, &[*code]) {
                // Rows of it came with the file of another.
                (CauseKind::NotReported | CauseKind::Unread, _) if self.complete.is_unfinished(scope.rel, period, *code) => {
                    (CauseKind::Partial, None)
                }
                found => found,
            };
            cause(kind, what, span).of(self.whose_code(*code))
        };
        unsent.iter().map(member).collect()
    }
}

/// The period and the sender whose rows the key of a part asks for, where it does.
fn asked_of(scope: &Scope, key: &[Option<u64>]) -> (Option<i64>, Option<u32>) {
    let part = |at: Option<usize>| at.and_then(|i| key.get(i).copied().flatten());
    (part(scope.period_part).map(u64::cast_signed), part(scope.sender_part).and_then(|code| u32::try_from(code).ok()))
}
