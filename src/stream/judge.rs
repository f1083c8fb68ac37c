//! A chunk of rows held against the rules of one row: which surely meet them, of which they surely do not speak, and which are to be looked at.

use super::dictionary::Dictionary;
use super::program::{Form, Program, RowRule, Source, Test};
use super::scan::{CHUNK, Chunk, KEEP, NEAR, ODD};
use crate::ast::CmpOp;
use crate::plan::Verdicts;

/// What a test says of a row.
pub const YES: u8 = 1;
pub const NO: u8 = 2;

/// Rows of which rules do not speak are listed too, the first so many.
pub const LISTED: u64 = 10_000;

/// Answers of all tests for the rows of a chunk.
pub struct Judge<'p> {
    program: &'p Program,
    pub answers: Vec<Vec<u8>>,
    /// Figures that texts stand for, for the rows of the chunk, in order of [`Judge::sources`].
    meant: Vec<Vec<i64>>,
    sources: Vec<Source>,
    /// By rule, how many rows of which it does not speak were kept.
    pub silent: Vec<u64>,
}

impl<'p> Judge<'p> {
    /// `silent`: how many such rows were kept before.
    pub fn new(program: &'p Program, silent: Vec<u64>) -> Self {
        let mut sources: Vec<Source> = Vec::new();
        let forms = program.tests.iter().flat_map(|t| match t {
            Test::Compare { form, bases, .. } => {
                std::iter::once(form).chain(bases.iter().flat_map(|(a, b)| [a, b])).collect::<Vec<_>>()
            }
            Test::Const(_) | Test::Text { .. } | Test::And(_) | Test::Or(_) | Test::Not(_) => Vec::new(),
        });
        let figures = program.groups.iter().flat_map(|g| &g.figures).map(|f| &f.form);
        sources.extend(forms.chain(figures).flat_map(|f| &f.terms).map(|(s, _)| *s).filter(|s| matches!(s, Source::Meaning(..))));
        sources.sort_unstable();
        sources.dedup();
        Self {
            program,
            answers: vec![Vec::with_capacity(CHUNK); program.tests.len()],
            meant: vec![Vec::with_capacity(CHUNK); sources.len()],
            sources,
            silent,
        }
    }

    /// Asks everything of every row.
    pub fn ask(&mut self, chunk: &Chunk, dictionaries: &[Dictionary]) {
        for (to, source) in self.meant.iter_mut().zip(&self.sources) {
            let Source::Meaning(column, figure) = source else { continue };
            let values = &dictionaries[*column].figures[*figure];
            to.clear();
            to.extend(chunk.texts[*column].iter().map(|code| values[*code as usize]));
        }
        let program = self.program;
        for (at, test) in program.tests.iter().enumerate() {
            let mut out = std::mem::take(&mut self.answers[at]);
            out.clear();
            self.answer(test, chunk, dictionaries, &mut out);
            self.answers[at] = out;
        }
    }

    fn answer(&self, test: &Test, chunk: &Chunk, dictionaries: &[Dictionary], out: &mut Vec<u8>) {
        match test {
            Test::Const(value) => out.resize(chunk.len(), if *value { YES } else { NO }),
            Test::Text { column, asked, negated } => {
                let truths = &dictionaries[*column].truths[*asked];
                let flip = if *negated { YES | NO } else { 0 };
                out.extend(chunk.texts[*column].iter().map(|code| truths[*code as usize] ^ flip));
            }
            Test::Compare { form, op, bases } => {
                self.compare(form, *op, chunk, out);
                for (a, b) in bases {
                    let (a, b) = (self.wide(a, chunk), self.wide(b, chunk));
                    // Where there is no base the exact way says what that means.
                    out.iter_mut().zip(a.iter().zip(&b)).filter(|(_, (a, b))| **a == 0 && **b == 0).for_each(|(t, _)| *t = 0);
                }
            }
            Test::And(parts) => {
                out.resize(chunk.len(), YES);
                for part in parts {
                    out.iter_mut().zip(&self.answers[*part]).for_each(|(t, p)| *t = (*t & p & YES) | ((*t | p) & NO));
                }
            }
            Test::Or(parts) => {
                out.resize(chunk.len(), NO);
                for part in parts {
                    out.iter_mut().zip(&self.answers[*part]).for_each(|(t, p)| *t = ((*t | p) & YES) | (*t & p & NO));
                }
            }
            Test::Not(part) => out.extend(self.answers[*part].iter().map(|p| ((p & YES) << 1) | ((p & NO) >> 1))),
        }
    }

    fn compare(&self, form: &Form, op: CmpOp, chunk: &Chunk, out: &mut Vec<u8>) {
        let told = |holds: bool| if holds { YES } else { NO };
        if form.narrow {
            let values = self.narrow(form, chunk);
            match op {
                CmpOp::Lt => out.extend(values.iter().map(|v| told(*v < 0))),
                CmpOp::Le => out.extend(values.iter().map(|v| told(*v <= 0))),
                CmpOp::Gt => out.extend(values.iter().map(|v| told(*v > 0))),
                CmpOp::Ge => out.extend(values.iter().map(|v| told(*v >= 0))),
                CmpOp::Eq => out.extend(values.iter().map(|v| told(*v == 0))),
                CmpOp::Ne => out.extend(values.iter().map(|v| told(*v != 0))),
            }
        } else {
            out.extend(self.wide(form, chunk).iter().map(|v| told(op.holds(v.cmp(&0)))));
        }
    }

    fn figures<'c>(&'c self, source: Source, chunk: &'c Chunk) -> &'c [i64] {
        match source {
            Source::Number(at) => &chunk.numbers[at],
            Source::Meaning(..) => self.sources.binary_search(&source).map_or(&[], |at| &self.meant[at]),
        }
    }

    pub fn narrow(&self, form: &Form, chunk: &Chunk) -> Vec<i64> {
        let narrow = |n: i128| i64::try_from(n).unwrap_or(0);
        let mut out = vec![narrow(form.constant); chunk.len()];
        for (source, factor) in &form.terms {
            let (factor, values) = (narrow(*factor), self.figures(*source, chunk));
            out.iter_mut().zip(values).for_each(|(o, v)| *o += factor * v);
        }
        out
    }

    pub fn wide(&self, form: &Form, chunk: &Chunk) -> Vec<i128> {
        if form.narrow {
            return self.narrow(form, chunk).into_iter().map(i128::from).collect();
        }
        let mut out = vec![form.constant; chunk.len()];
        for (source, factor) in &form.terms {
            let values = self.figures(*source, chunk);
            out.iter_mut().zip(values).for_each(|(o, v)| *o += factor * i128::from(*v));
        }
        out
    }

    /// Marks the rows that a rule must look at itself, and the first ones of which it does not speak.
    pub fn mark(&mut self, chunk: &mut Chunk) {
        for (nth, rule) in self.program.rules.iter().enumerate() {
            let when = &self.answers[rule.when];
            for line in &rule.lines {
                let told = when.iter().zip(&self.answers[*line]);
                chunk.flags.iter_mut().zip(told).for_each(|(flags, (when, line))| {
                    let sure = (*when == NO) | ((*when == YES) & (*line == YES));
                    *flags |= if sure { 0 } else { KEEP | NEAR };
                });
            }
            if self.silent[nth] < LISTED {
                for (flags, _) in chunk.flags.iter_mut().zip(when).filter(|(f, w)| **w == NO && **f & ODD == 0) {
                    if self.silent[nth] < LISTED {
                        *flags |= KEEP;
                        self.silent[nth] += 1;
                    }
                }
            }
        }
    }

    /// Counts what a rule comes to on the rows that are let go.
    pub fn count(&self, chunk: &Chunk, rule: &RowRule, so_far: &mut Verdicts) {
        let when = &self.answers[rule.when];
        let gone = chunk.flags.iter().zip(when).filter(|(flags, _)| **flags & KEEP == 0);
        let (mut met, mut not) = (0, 0);
        gone.for_each(|(_, when)| {
            met += u64::from(*when == YES);
            not += u64::from(*when == NO);
        });
        so_far.met += met;
        so_far.not_applicable += not;
    }
}
