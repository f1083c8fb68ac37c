//! What rules ask of a row, laid out for integers: figures at fixed decimals, texts by the truth of each different one. A test says of a row that
//! it surely holds, or surely does not; of everything else it says nothing.

use super::meaning::{Asked, LARGEST, Meanings};
use crate::ast::CmpOp;
use crate::num::{Rat, pow10};
use crate::plan::{
    Atom, Compare, Cond, CondId, Key, LinearForm, Measure, Num, Plan, Row, RowRefId, ScopeId, TableNeeds, Text, own_cell, own_key,
};
use crate::ty::{ColId, RelId};
use std::collections::BTreeMap;

/// Where a figure of a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A column of numbers: index into [`Program::numbers`].
    Number(usize),
    /// What a text or a period stands for: the column in [`Program::texts`], and which of its figures.
    Meaning(usize, usize),
}

/// `Σ factor · source + constant`.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub terms: Vec<(Source, i128)>,
    pub constant: i128,
    /// It fits into `i64` whatever the figures are.
    pub narrow: bool,
}

#[derive(Clone, Debug)]
pub enum Test {
    Const(bool),
    Compare {
        form: Form,
        op: CmpOp,
        bases: Vec<(Form, Form)>,
    },
    /// The column of texts, and which of what is asked of them.
    Text {
        column: usize,
        asked: usize,
        negated: bool,
    },
    And(Vec<usize>),
    Or(Vec<usize>),
    Not(usize),
}

/// A rule of one row.
#[derive(Clone, Debug)]
pub struct RowRule {
    pub rule: usize,
    pub when: usize,
    pub lines: Vec<usize>,
}

/// Groups that aggregates make.
#[derive(Clone, Debug)]
pub struct Groups {
    /// `None` for groups that are only subjects of a rule: of each its first rows are kept.
    pub scope: Option<ScopeId>,
    pub filter: Vec<usize>,
    pub key: Vec<Part>,
    pub figures: Vec<Figure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A column of [`Program::texts`].
    Text(usize),
    Number(usize),
}

#[derive(Clone, Debug)]
pub struct Figure {
    pub agg: crate::plan::AggId,
    pub fold: Fold,
    pub form: Form,
    pub scale: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    Count,
    Sum,
    Least,
    Greatest,
}

/// All that is asked of the rows of one table.
#[derive(Debug)]
pub struct Program {
    pub rel: RelId,
    /// Columns of numbers with the decimals they are held at.
    pub numbers: Vec<(ColId, u32)>,
    /// Columns whose different texts are looked at once each.
    pub texts: Vec<(ColId, Asked)>,
    /// How many of each rules ask for; the others are only looked at.
    pub asked: [usize; 2],
    /// Each stands behind those it is made of.
    pub tests: Vec<Test>,
    pub rules: Vec<RowRule>,
    pub groups: Vec<Groups>,
}

/// Lays out what is asked; `None` where something cannot be told of figures and texts alone.
pub fn compile(plan: &Plan, needs: &TableNeeds, rel: RelId, meanings: &Meanings<'_>) -> Option<Program> {
    let program = Program {
        rel,
        numbers: Vec::new(),
        texts: Vec::new(),
        asked: [0; 2],
        tests: Vec::new(),
        rules: Vec::new(),
        groups: Vec::new(),
    };
    let mut layout = Layout { plan, meanings, program, known: BTreeMap::new() };
    for &at in &needs.row_rules {
        let rule = &plan.rules[at];
        let when = layout.test(rule.when)?;
        let lines = rule.lines.iter().map(|l| layout.test(l.cond)).collect::<Option<Vec<usize>>>()?;
        layout.program.rules.push(RowRule { rule: at, when, lines });
    }
    for &id in &needs.scopes {
        let groups = layout.groups(id, needs)?;
        layout.program.groups.push(groups);
    }
    for &at in &needs.group_rules {
        for subject in &plan.rules[at].subjects {
            layout.subjects(&subject.by)?;
        }
    }
    let mut program = layout.program;
    program.asked = [program.numbers.len(), program.texts.len()];
    Some(program)
}

struct Layout<'p> {
    plan: &'p Plan,
    meanings: &'p Meanings<'p>,
    program: Program,
    known: BTreeMap<CondId, usize>,
}

impl Layout<'_> {
    fn push(&mut self, test: Test) -> usize {
        self.program.tests.push(test);
        self.program.tests.len() - 1
    }

    fn test(&mut self, id: CondId) -> Option<usize> {
        if let Some(at) = self.known.get(&id) {
            return Some(*at);
        }
        let test = self.test_anew(id)?;
        let at = self.push(test);
        self.known.insert(id, at);
        Some(at)
    }

    fn test_anew(&mut self, id: CondId) -> Option<Test> {
        match self.plan.cond(id) {
            Cond::Const(value) => Some(Test::Const(*value)),
            Cond::Compare(compare) => self.compare(compare),
            Cond::SameText { left, right, negated } => {
                let (cell, other) = match (self.own_text(left), self.own_text(right)) {
                    (Some(col), None) => (col, right),
                    (None, Some(col)) => (col, left),
                    _ => return None,
                };
                let (Text::Const(text) | Text::Bound(_, text)) = other else { return None };
                self.text_test(cell, *negated, |asked, meanings| asked.is_text(meanings, text))
            }
            Cond::InSet { value, set } => {
                let (cell, set) = (self.own_text(value)?, &self.plan.sets[*set]);
                self.text_test(cell, false, |asked, meanings| asked.is_among(meanings, set))
            }
            Cond::Like { value, pattern } => {
                let cell = self.own_text(value)?;
                self.text_test(cell, false, |asked, _| asked.is_like(pattern))
            }
            Cond::Flag { row, col } if self.is_own(*row) => self.text_test(*col, false, |asked, _| Some(asked.is_flag())),
            Cond::Exists { row, col } if self.is_own(*row) => {
                // Rows in which something is not there are looked at in full.
                self.column(*col)?;
                Some(Test::Const(true))
            }
            Cond::And(parts) | Cond::Or(parts) => {
                let all = parts.iter().map(|p| self.test(*p)).collect::<Option<Vec<usize>>>()?;
                Some(if matches!(self.plan.cond(id), Cond::And(_)) { Test::And(all) } else { Test::Or(all) })
            }
            Cond::Not(part) => self.test(*part).map(Test::Not),
            // What has no base is not told here, so it holds or it does not.
            Cond::Holds(part) => self.test(*part).map(|at| Test::And(vec![at])),
            Cond::StartsWith { .. }
            | Cond::Rank { .. }
            | Cond::Flag { .. }
            | Cond::FlagParam(_)
            | Cond::Exists { .. }
            | Cond::Filled { .. }
            | Cond::RowExists(_)
            | Cond::SetRelation { .. }
            | Cond::Choose { .. }
            | Cond::Quantified { .. } => None,
        }
    }

    fn is_own(&self, row: RowRefId) -> bool {
        *self.plan.row(row) == Row::Slot(0)
    }

    fn own_text(&self, text: &Text) -> Option<ColId> {
        match text {
            Text::Cell { row, col } if self.is_own(*row) => Some(*col),
            Text::Const(_)
            | Text::Cell { .. }
            | Text::Param(_)
            | Text::Bound(..)
            | Text::Classification(_)
            | Text::Join { .. }
            | Text::Choose(_) => None,
        }
    }

    fn text_test(
        &mut self,
        col: ColId,
        negated: bool,
        ask: impl FnOnce(&mut Asked, &Meanings<'_>) -> Option<usize>,
    ) -> Option<Test> {
        let column = self.text_column(col)?;
        let asked = ask(&mut self.program.texts[column].1, self.meanings)?;
        Some(Test::Text { column, asked, negated })
    }

    /// The column of texts, made at the first call.
    fn text_column(&mut self, col: ColId) -> Option<usize> {
        if let Some(at) = self.program.texts.iter().position(|(c, _)| *c == col) {
            return Some(at);
        }
        let asked = self.meanings.of_column(col)?;
        self.program.texts.push((col, asked));
        Some(self.program.texts.len() - 1)
    }

    fn number_column(&mut self, col: ColId) -> Option<usize> {
        if let Some(at) = self.program.numbers.iter().position(|(c, _)| *c == col) {
            return Some(at);
        }
        let scale = self.meanings.decimals(col)?;
        self.program.numbers.push((col, scale));
        Some(self.program.numbers.len() - 1)
    }

    fn column(&mut self, col: ColId) -> Option<Part> {
        match self.meanings.is_number(col) {
            true => self.number_column(col).map(Part::Number),
            false => self.text_column(col).map(Part::Text),
        }
    }

    /// A figure of the row in hand, or of the row of the policy's that it names; with its decimals.
    fn source(&mut self, atom: &Atom) -> Option<(Source, u32)> {
        let Atom::Cell { row, col } = atom else { return None };
        match self.plan.row(*row) {
            Row::Slot(0) => match self.column(*col)? {
                Part::Number(at) => Some((Source::Number(at), self.program.numbers[at].1)),
                Part::Text(at) => {
                    let figure = self.program.texts[at].1.own_figure(self.meanings)?;
                    Some((Source::Meaning(at, figure), 0))
                }
            },
            Row::Lookup { rel, key } => {
                let [Key::Text(text)] = key.as_slice() else { return None };
                let at = self.own_text(text).and_then(|col| self.text_column(col))?;
                let (figure, scale) = self.program.texts[at].1.looked_up(self.meanings, *rel, *col)?;
                Some((Source::Meaning(at, figure), scale))
            }
            Row::Slot(_) | Row::Only { .. } | Row::Parent { .. } => None,
        }
    }

    /// A linear form in integers, and by what it is to be divided.
    fn form(&mut self, lin: &LinearForm) -> Option<(Form, Rat)> {
        let own = |atom| own_cell(self.plan, atom).is_some();
        if !lin.gone.iter().all(|atom| own(*atom)) {
            return None;
        }
        let mut terms = Vec::new();
        for (atom, factor) in &lin.terms {
            let (source, scale) = self.source(self.plan.atom(*atom))?;
            terms.push((source, factor / Rat::from(pow10(scale))));
        }
        let numbers = terms.iter().map(|(_, f)| f.denominator()).chain([lin.constant.denominator()]);
        let common = crate::num::common_multiple(numbers);
        let whole = |r: &Rat| i128::try_from((r * &common).numerator().clone()).ok();
        let constant = whole(&lin.constant)?;
        let terms = terms.iter().map(|(s, f)| Some((*s, whole(f)?))).collect::<Option<Vec<_>>>()?;
        // The greatest that can come of it.
        let mut most = constant.unsigned_abs();
        for (_, factor) in &terms {
            most = most.checked_add(factor.unsigned_abs().checked_mul(LARGEST.unsigned_abs().into())?)?;
        }
        let narrow = most <= i64::MAX.unsigned_abs().into();
        (most <= i128::MAX.unsigned_abs()).then_some((Form { terms, constant, narrow }, common))
    }

    fn compare(&mut self, compare: &Compare) -> Option<Test> {
        let own = |atom| own_cell(self.plan, atom).is_some();
        if !compare.cancelled.iter().all(|atom| own(*atom)) {
            return None;
        }
        let form = self.form(&compare.diff)?.0.reduced();
        let mut bases = Vec::new();
        for (a, b) in &compare.bases {
            bases.push((self.form(a)?.0, self.form(b)?.0));
        }
        Some(Test::Compare { form, op: compare.op, bases })
    }

    /// Groups that a rule judges: the first row of each is its subject, whatever rows aggregates ask for.
    fn subjects(&mut self, by: &[ColId]) -> Option<()> {
        let key = by.iter().map(|col| self.key_column(*col)).collect::<Option<Vec<Part>>>()?;
        let same = |g: &Groups| g.filter.is_empty() && g.key.len() == key.len() && key.iter().all(|part| g.key.contains(part));
        if !self.program.groups.iter().any(same) {
            self.program.groups.push(Groups { scope: None, filter: Vec::new(), key, figures: Vec::new() });
        }
        Some(())
    }

    /// A column of a key; a number with decimals is none.
    fn key_column(&mut self, col: ColId) -> Option<Part> {
        let part = self.column(col)?;
        let whole = !matches!(part, Part::Number(at) if self.program.numbers[at].1 > 0);
        whole.then_some(part)
    }

    fn groups(&mut self, id: ScopeId, needs: &TableNeeds) -> Option<Groups> {
        let scope = self.plan.scope(id);
        let filter = scope.filter.iter().map(|c| self.test(*c)).collect::<Option<Vec<usize>>>()?;
        let key = scope.key.iter().map(|part| own_key(self.plan, part).and_then(|col| self.key_column(col)));
        let key = key.collect::<Option<Vec<Part>>>()?;
        let mut figures = Vec::new();
        for &agg in needs.aggs.iter().filter(|a| self.plan.agg(**a).scope == id) {
            let (fold, lin) = match &self.plan.agg(agg).measure {
                Measure::Count => (Fold::Count, None),
                Measure::Sum(lin) => (Fold::Sum, Some(lin)),
                Measure::Min(Num::LinearForm(lin)) => (Fold::Least, Some(lin)),
                Measure::Max(Num::LinearForm(lin)) => (Fold::Greatest, Some(lin)),
                Measure::Min(Num::Ratio(..))
                | Measure::Max(Num::Ratio(..))
                | Measure::Valued(_)
                | Measure::Quantile(..)
                | Measure::Distinct(_)
                | Measure::Places(_)
                | Measure::Truth(_) => return None,
            };
            let (form, common) = match lin {
                Some(lin) => self.form(lin)?,
                None => (Form { narrow: true, ..Form::default() }, Rat::ONE),
            };
            let (form, scale) = form.at_decimals(&common)?;
            figures.push(Figure { agg, fold, form, scale });
        }
        Some(Groups { scope: Some(id), filter, key, figures })
    }
}

impl Program {
    /// The columns that rules ask for.
    pub fn asked(&self) -> Vec<ColId> {
        let [numbers, texts] = self.asked;
        let numbers = self.numbers.iter().take(numbers).map(|(col, _)| *col);
        numbers.chain(self.texts.iter().take(texts).map(|(col, _)| *col)).collect()
    }
}

impl Form {
    /// Divided by what its factors have in common: its sign is the same.
    fn reduced(mut self) -> Self {
        let all = self.terms.iter().map(|(_, f)| f.unsigned_abs()).chain([self.constant.unsigned_abs()]);
        let common = all.fold(0, divisor);
        if let Ok(common) = i128::try_from(common)
            && common > 1
        {
            self.terms.iter_mut().for_each(|(_, f)| *f /= common);
            self.constant /= common;
            let of = |f: &i128| f.unsigned_abs().saturating_mul(LARGEST.unsigned_abs().into());
            let most = self.terms.iter().fold(self.constant.unsigned_abs(), |sum, (_, f)| sum.saturating_add(of(f)));
            self.narrow = most <= i64::MAX.unsigned_abs().into();
        }
        self
    }

    /// The form over a power of ten in place of `common`, and which.
    fn at_decimals(mut self, common: &Rat) -> Option<(Self, u32)> {
        let scale = (0..=18).find(|n| (Rat::from(pow10(*n)) / common).is_int())?;
        let up = i128::try_from((Rat::from(pow10(scale)) / common).numerator().clone()).ok()?;
        let mut most = self.constant.checked_mul(up)?.unsigned_abs();
        for (_, factor) in &mut self.terms {
            *factor = factor.checked_mul(up)?;
            most = most.checked_add(factor.unsigned_abs().checked_mul(LARGEST.unsigned_abs().into())?)?;
        }
        self.constant *= up;
        self.narrow = most <= i64::MAX.unsigned_abs().into();
        // Sums of as many rows as a table can have must fit.
        (most <= u128::from(u64::MAX) << 24).then_some((self, scale))
    }
}

fn divisor(a: u128, b: u128) -> u128 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    x
}
