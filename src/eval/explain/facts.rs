//! Findings about facts: texts, flags, sets, existence; and questions about the form itself.

use crate::ast::{Force, TextPart, Verdict};
use crate::data::{CellId, CellState};
use crate::eval::explain::context::Explain;
use crate::eval::explain::trace::Trace;
use crate::eval::types::affine::Symbol;
use crate::eval::types::env::{Env, Found};
use crate::eval::types::truth::Truth;
use crate::finding::{
    Cause, CauseKind, CellNote, Detail, Finding, Fingerprint, Known, Possible, Reason, Repair, Standing, Wanted, Whose,
};
use crate::plan::{Cond, CondId, Key, Node, ReportPlan, Row, RowRefId, RulePlan, Text};
use crate::text::{Pattern, Span};
use crate::ty::{ColId, Unit};

/// More texts that a choice may give are not told one by one.
const MOST_TOLD: usize = 8;

impl Explain<'_> {
    pub fn fact_detail(&self, cond: &Cond, negated: bool, truth: Truth, env: &Env, trace: &mut Trace) -> Detail {
        match cond {
            Cond::Exists { row, col } => self.presence(*row, *col, negated, truth, env, trace),
            Cond::Filled { row, col, sent } => self.filling((*row, *col), *sent, (negated, truth), env, trace),
            Cond::RowExists(row) => {
                let what = self.missing_row_title(*row, env);
                // A key nobody knows is what is missing, not the row.
                if !truth.is_single() && !self.unknown_key(*row, truth, env, trace) {
                    let what = what.clone();
                    trace.facts.push(Cause::new(CauseKind::NoRow, what).of(self.whose_row(*row, env)));
                }
                let found = truth.is_single().then_some((truth == Truth::TRUE) != negated);
                Detail::Presence { what, filled: false, found, wanted: !negated, whose: self.whose_row(*row, env) }
            }
            Cond::Flag { row, col } => {
                let value = self.fact_cell(*row, *col, truth, env, trace);
                let whose = self.whose_row(*row, env);
                Detail::Match { what: self.cell_title(*row, *col, env), value, wanted: Wanted::Flag(!negated), whose }
            }
            Cond::FlagParam(id) => {
                let param = &self.rules.params[id.0 as usize];
                trace.facts.push(Cause::parameter(&param.name, param.title(), param.span));
                let (what, value, whose) = (param.title().to_string(), Known::Nothing, Whose::nobodys());
                Detail::Match { what, value, wanted: Wanted::Flag(!negated), whose }
            }
            Cond::SameText { left, right, negated: differs } => {
                let (what, value) = self.fact_text(left, truth, env, trace);
                let (of, other) = self.fact_text(right, truth, env, trace);
                let whose = self.whose_texts([left, right], env);
                Detail::Match { what, value, wanted: Wanted::Text { text: text_of(other), of, same: *differs == negated }, whose }
            }
            Cond::InSet { value, set } => {
                let (what, shown) = self.fact_text(value, truth, env, trace);
                Detail::Match { what, value: shown, wanted: self.among(*set, negated), whose: self.whose_texts([value], env) }
            }
            Cond::Like { value, pattern } => {
                let (what, shown) = self.fact_text(value, truth, env, trace);
                Detail::Match { what, value: shown, wanted: shape(pattern, negated), whose: self.whose_texts([value], env) }
            }
            Cond::StartsWith { value, prefix, part } => {
                let (what, shown) = self.fact_text(value, truth, env, trace);
                let other = text_of(self.fact_text(prefix, truth, env, trace).1);
                let wanted = match (part, other) {
                    (TextPart::Shape, Some(shape)) => Wanted::Like { shape, like: !negated },
                    (part, other) => Wanted::Part { part: *part, other, holds: !negated },
                };
                Detail::Match { what, value: shown, wanted, whose: self.whose_texts([value, prefix], env) }
            }
            Cond::Const(_)
            | Cond::Compare(_)
            | Cond::Rank { .. }
            | Cond::SetRelation { .. }
            | Cond::And(_)
            | Cond::Or(_)
            | Cond::Not(_)
            | Cond::Holds(_)
            | Cond::Choose { .. }
            | Cond::Quantified { .. } => Detail::None,
        }
    }

    /// Of `a implies b`, where a surely holds: how it came to that.
    pub fn premise(&self, cond: CondId, env: &Env) -> Option<Detail> {
        let told = self.plan.cond(cond);
        if let Cond::Holds(inner) = told {
            return self.premise(*inner, env);
        }
        let when = if let Cond::Or(parts) = told
            && let [first, _] = parts.as_slice()
            && let Cond::Not(when) = self.plan.cond(*first)
        {
            *when
        } else if let Cond::Choose { arms, otherwise: Some(otherwise) } = told
            && let [(when, _)] = arms.as_slice()
            && matches!(self.plan.cond(*otherwise), Cond::Const(true))
        {
            *when
        } else {
            return None;
        };
        // A reading that was chosen is no news.
        if self.is_settled(when) {
            return None;
        }
        let told = self.detail(when, env, &mut Trace::default());
        (self.truth(when, env) == Truth::TRUE && told != Detail::None).then_some(told)
    }

    /// Traces the texts of a looked-up row's key that are not known; whether there are any.
    fn unknown_key(&self, row: RowRefId, truth: Truth, env: &Env, trace: &mut Trace) -> bool {
        let before = trace.facts.len();
        if let Row::Only { .. } = self.plan.row(row) {
            self.key_causes(row, env, trace);
            return true;
        }
        let Row::Lookup { key, .. } = self.plan.row(row) else { return false };
        for part in key {
            if let Key::Text(text) = part
                && self.text(text, env).is_none()
            {
                self.fact_text(text, truth, env, trace);
            }
        }
        trace.facts.len() > before
    }

    fn whose_texts<const N: usize>(&self, texts: [&Text; N], env: &Env) -> Whose {
        texts.into_iter().map(|text| self.whose_read(Node::Text(text), env)).fold(Whose::nobodys(), Whose::and)
    }

    fn among(&self, set: usize, negated: bool) -> Wanted {
        let mut texts: Vec<&str> = self.sets[set].iter().map(|c| self.data.texts.text(*c)).collect();
        texts.sort_unstable();
        let more = texts.len().saturating_sub(8);
        texts.truncate(8);
        Wanted::Among { texts: texts.into_iter().map(str::to_string).collect(), more, inside: !negated }
    }

    fn filling(
        &self,
        (row, col): (RowRefId, ColId),
        sent: Option<CondId>,
        (negated, truth): (bool, Truth),
        env: &Env,
        trace: &mut Trace,
    ) -> Detail {
        // It was filled in, and came too late; or it is not known whether its day is over.
        let filled = self.filled(row, col, env);
        let late = sent.filter(|_| filled == Truth::TRUE || (filled == Truth::FALSE && !truth.is_single()));
        if let Some(sent) = late.filter(|s| self.truth(*s, env) != Truth::TRUE) {
            return self.told_as(sent, negated, env, trace);
        }
        let what = self.cell_title(row, col, env);
        if let Some(note) = self.cell_note(row, col, env) {
            trace.add_cell(note);
        }
        trace.facts.extend(self.displaced(row, col, env));
        let found = truth.is_single().then_some((truth == Truth::TRUE) != negated);
        Detail::Presence { what, filled: true, found, wanted: !negated, whose: self.whose_row(row, env) }
    }

    fn presence(&self, row: RowRefId, col: ColId, negated: bool, truth: Truth, env: &Env, trace: &mut Trace) -> Detail {
        self.fact_cell(row, col, truth, env, trace);
        let what = self.cell_title(row, col, env);
        let movable = self.found_row(row, env).is_none_or(|(rel, r)| self.may_move(rel, r, col, env));
        if truth == Truth::FALSE && !negated && movable {
            let note = self.cell_note(row, col, env);
            trace.add_repairs([Repair {
                cell: note.as_ref().and_then(|n| n.cell),
                label: what.clone(),
                span: note.and_then(|n| n.span),
                from: None,
                to: None,
                exactly: false,
                beyond: None,
                together: false,
                unit: Unit::one(),
                establish: true,
                whose: self.whose_row(row, env),
            }]);
        }
        let found = truth.is_single().then_some((truth == Truth::TRUE) != negated);
        Detail::Presence { what, filled: false, found, wanted: !negated, whose: self.whose_row(row, env) }
    }

    fn cell_title(&self, row: RowRefId, col: ColId, env: &Env) -> String {
        match self.find(row, env) {
            Found::Row { rel, .. } | Found::Missing { rel, .. } => self.column_title(rel, col),
        }
    }

    fn missing_row_title(&self, row: RowRefId, env: &Env) -> String {
        match self.find(row, env) {
            Found::Row { rel, row } => format!("{} {}", self.rules.schema.get(rel).title(), self.row_title(rel, row)),
            Found::Missing { expected: Some(expected), .. } => self.expected_title(expected),
            Found::Missing { rel, key, .. } => self.keyed_title(rel, &key),
        }
    }

    /// Notes a cell; if it keeps the condition open it is a cause as well.
    fn fact_cell(&self, row: RowRefId, col: ColId, truth: Truth, env: &Env, trace: &mut Trace) -> Known {
        let Some(note) = self.cell_note(row, col, env) else { return Known::Nothing };
        let value = note.value.clone();
        if !truth.is_single() {
            self.key_causes(row, env, trace);
        }
        let told = trace.keys_named
            && matches!(self.find(row, env), Found::Missing { ref key, expected: None, .. } if key.is_empty() || key.contains(&None));
        if !truth.is_single() && value.is_none() && note.state != CellState::None && !told {
            trace.facts.push(self.fact_cause(row, &note, env));
        }
        let is_none = note.state == CellState::None;
        trace.add_cell(note);
        match value {
            Some(value) => Known::Value(value),
            // What there is not is known.
            None if is_none => Known::Chosen(vec![None]),
            None => Known::Nothing,
        }
    }

    fn fact_cause(&self, row: RowRefId, note: &CellNote, env: &Env) -> Cause {
        let (kind, title) = match self.find(row, env) {
            Found::Row { rel, row } => {
                let kind = match note.state {
                    CellState::Blank => CauseKind::Blank,
                    CellState::Hole => CauseKind::Unusable,
                    CellState::Known | CellState::None | CellState::Absent => CauseKind::Absent,
                };
                (kind, self.row_title(rel, row))
            }
            Found::Missing { expected: Some(expected), .. } => (self.not_there(expected).0, self.expected_title(expected)),
            Found::Missing { rel, key, .. } => (self.no_row(rel), self.keyed_title(rel, &key)),
        };
        let root = match self.find(row, env) {
            Found::Row { rel, row } => Some(self.row_root(rel, row)),
            Found::Missing { expected: Some(expected), .. } => Some(self.expected_root(expected)),
            Found::Missing { .. } => Some(title.clone()),
        };
        Cause { root, ..Cause::new(kind, format!("{title} · {}", note.label)) }.at(note.span).of(note.whose.clone())
    }

    pub fn fact_text(&self, text: &Text, truth: Truth, env: &Env, trace: &mut Trace) -> (String, Known) {
        let known = |t: &str| Known::Value(t.into());
        match text {
            Text::Const(t) => (t.clone(), known(t)),
            Text::Bound(id, t) => (self.rules.params[id.0 as usize].title().to_string(), known(t)),
            Text::Param(id) => {
                let param = &self.rules.params[id.0 as usize];
                trace.facts.push(Cause::parameter(&param.name, param.title(), param.span));
                (param.title().to_string(), Known::Nothing)
            }
            Text::Cell { row, col } => (self.cell_title(*row, *col, env), self.fact_cell(*row, *col, truth, env, trace)),
            Text::Classification(classification) => self.classification_fact(*classification, env, trace),
            Text::Join { parts, .. } => {
                for part in parts {
                    // A part that is known keeps nothing open.
                    let known = self.text(part, env).is_some();
                    self.fact_text(part, if known { Truth::TRUE } else { truth }, env, trace);
                }
                self.fact_worked_out(text, env)
            }
            Text::Choose(at) => {
                // What the choice rests on is what is to be shown; its conditions say what is missing.
                if trace.told_choices.insert((*at, env.rows.clone())) {
                    for (when, _) in &self.plan.choice(*at).arms {
                        self.detail(*when, env, trace);
                    }
                }
                match self.fact_worked_out(text, env) {
                    (title, Known::Nothing) => (title, self.all_chosen(text, env)),
                    told => told,
                }
            }
        }
    }

    /// A text that is put together or chosen: what its definition is called, else nothing, and what it is.
    fn fact_worked_out(&self, text: &Text, env: &Env) -> (String, Known) {
        let title = self.plan.titles.get(text).cloned().unwrap_or_default();
        let shown = self.text(text, env).map(|code| self.text_of_code(code));
        (title, shown.map_or(Known::Nothing, |t| Known::Value(t.as_ref().into())))
    }

    /// What a choice may give, nothing at the end.
    fn all_chosen(&self, text: &Text, env: &Env) -> Known {
        let Some(all) = self.shown_texts(text, env).filter(|all| all.len() <= MOST_TOLD) else { return Known::Nothing };
        let (there, none): (Vec<_>, Vec<_>) = all.into_iter().partition(Option::is_some);
        Known::Chosen([there, none].concat())
    }

    pub fn explain_report(&self, plan: &RulePlan, line: usize, verdict: Verdict, env: &Env) -> Finding {
        let report = &plan.reports[line - plan.lines.len()];
        let (span, mut detail, mut cells, mut causes) = self.report_detail(report, env);
        causes.retain(|_| verdict == Verdict::Undetermined);
        let sent = plan.sent.get(line - plan.lines.len()).copied().flatten();
        if verdict == Verdict::Undetermined {
            let mut gate = Trace::default();
            self.gate_causes(plan, env, &mut gate);
            match sent {
                Some(sent) => causes.extend(self.sending_causes(sent, env)),
                None => causes.extend(self.silence(env).filter(|_| causes.is_empty())),
            }
            causes.extend(self.causes(&mut gate));
        }
        let reason = sent.and_then(|sent| self.sending_reason(report, sent, verdict, env));
        if matches!(reason, Some(Reason::NoDayOfSending | Reason::SentLate)) {
            // What is filled in is not what is wrong: the day is.
            cells = sent.and_then(|sent| self.day_of_sending(sent, env)).map_or(cells, |day| vec![day]);
            if self.report_verdict(report, None, env) == Verdict::Met {
                detail = Detail::None;
            }
        }
        Finding {
            fingerprint: Fingerprint::default(),
            rule: plan.rule,
            line,
            line_span: span,
            force: Force::Require,
            verdict,
            standing: Standing::default(),
            possible: Possible::of(verdict),
            subject: self.subject(plan, env),
            detail,
            cells,
            bound: Some(span),
            causes,
            cases: Vec::new(),
            open_allowed: false,
            repairs: Vec::new(),
            message: None,
            message_of: Whose::nobodys(),
            asked: None,
            reason,
            degree: None,
        }
    }

    pub fn report_detail(&self, report: &ReportPlan, env: &Env) -> (Span, Detail, Vec<CellNote>, Vec<Cause>) {
        match report {
            ReportPlan::Holds { cond, span } => {
                let mut trace = Trace::default();
                let detail = self.detail(*cond, env, &mut trace);
                let causes = self.causes(&mut trace);
                (*span, detail, trace.cells, causes)
            }
            ReportPlan::Required { cells, span } => {
                // What lacks is told, else what may lack; of what is all there, all.
                let which = |wanted: fn(Truth) -> bool| -> Vec<&(RowRefId, ColId)> {
                    cells.iter().filter(|(row, col)| wanted(self.filled(*row, *col, env))).collect()
                };
                let (lacking, doubtful) = (which(|t| t == Truth::FALSE), which(|t| !t.is_single()));
                let causes = doubtful.iter().filter_map(|(row, col)| self.displaced(*row, *col, env)).collect();
                let (found, told) = match (lacking.is_empty(), doubtful.is_empty()) {
                    (false, _) => (Some(false), lacking),
                    (true, false) => (None, doubtful),
                    (true, true) => (Some(true), cells.iter().collect()),
                };
                let parts: Vec<Detail> = told
                    .iter()
                    .map(|(row, col)| Detail::Presence {
                        what: self.cell_title(*row, *col, env),
                        filled: true,
                        found,
                        wanted: true,
                        whose: self.whose_row(*row, env),
                    })
                    .collect();
                let notes = told.iter().filter_map(|(row, col)| self.cell_note(*row, *col, env)).collect();
                let detail = match <[Detail; 1]>::try_from(parts) {
                    Ok([only]) => only,
                    Err(parts) => Detail::Parts { all: true, parts },
                };
                (*span, detail, notes, causes)
            }
            ReportPlan::Like { row, col, pattern, span } => {
                let note = self.cell_note(*row, *col, env);
                let value = note.as_ref().and_then(|n| n.value.clone()).map_or(Known::Nothing, Known::Value);
                let wanted = shape(pattern, false);
                (
                    *span,
                    Detail::Match { what: self.cell_title(*row, *col, env), value, wanted, whose: self.whose_row(*row, env) },
                    note.into_iter().collect(),
                    self.displaced(*row, *col, env).into_iter().collect(),
                )
            }
            ReportPlan::InTime { cond, span, .. } => {
                let mut trace = Trace::default();
                let detail = self.detail(*cond, env, &mut trace);
                (*span, detail, trace.cells, Vec::new())
            }
            ReportPlan::ExactlyOne { cells, span } => {
                let fields: Vec<String> = cells.iter().map(|(row, col)| self.cell_title(*row, *col, env)).collect();
                let filled = cells.iter().filter(|(row, col)| self.has_value(*row, *col, env) == Truth::TRUE).count();
                let causes = cells.iter().filter_map(|(row, col)| self.displaced(*row, *col, env)).collect();
                let notes = cells.iter().filter_map(|(row, col)| self.cell_note(*row, *col, env)).collect();
                (*span, Detail::ExactlyOne { fields, filled }, notes, causes)
            }
        }
    }
}

impl Explain<'_> {
    /// A field of which nobody knows whether it was filled in.
    fn displaced(&self, row: RowRefId, col: ColId, env: &Env) -> Option<Cause> {
        let (rel, at) = self.found_row(row, env)?;
        let lost = self.column(rel, col).may_be_unwritten(at);
        lost.then(|| self.name_symbol(&Symbol::Cell(CellId { rel, row: at, col })))
    }
}

fn shape(pattern: &Pattern, negated: bool) -> Wanted {
    match pattern.is_numeral() {
        true => Wanted::Number(!negated),
        false => Wanted::Like { shape: pattern.text.clone(), like: !negated },
    }
}

/// The text it is, where it is known to be one.
fn text_of(known: Known) -> Option<String> {
    match known {
        Known::Value(value) => Some(value.plain().into_owned()),
        Known::Stages(stages) | Known::Chosen(stages) => <[Option<String>; 1]>::try_from(stages).ok().and_then(|[only]| only),
        Known::Nothing => None,
    }
}
