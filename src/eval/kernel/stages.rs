//! Stages over a chunk.

use crate::ast::CmpOp;
use crate::ast::TextPart;
use crate::data::Code;
use crate::eval::exact::texts::PartTest;
use crate::eval::kernel::columns::Chunk;
use crate::eval::kernel::context::Kernel;
use crate::eval::types::env::NO_TEXT;
use crate::eval::types::truth::Truth;
use crate::plan::{Place, Text};
use crate::text::Pattern;
use rustc_hash::FxHashMap;

impl Kernel<'_> {
    /// Ranks over a chunk; `None` for rows that the exact path must decide.
    pub fn ranks_vec(&self, classification: usize, chunk: &Chunk) -> Vec<Option<usize>> {
        let steps = &self.plan.classifications[classification].steps;
        let mut out: Vec<Option<usize>> = vec![Some(0); chunk.len];
        let mut climbing = vec![true; chunk.len];
        for (at, step) in steps.iter().enumerate() {
            for (i, truth) in self.truths(step.cond, chunk).into_iter().enumerate() {
                if !climbing[i] {
                    continue;
                }
                match truth {
                    Truth::TRUE => out[i] = Some(at + 1),
                    Truth::FALSE | Truth::NO_BASE => climbing[i] = false,
                    _ => {
                        out[i] = None;
                        climbing[i] = false;
                    }
                }
            }
        }
        out
    }

    pub fn rank_vec(&self, labels: &[String], sides: [&Place; 2], op: CmpOp, chunk: &Chunk) -> Vec<Truth> {
        let [left, right] = sides.map(|place| match place {
            Place::Rank(rank) => vec![Some(*rank); chunk.len],
            Place::Classification(classification) => self.ranks_vec(*classification, chunk),
            Place::Text(text) => self.codes(text, chunk).into_iter().map(|c| c.map(|c| self.rank_of(labels, c))).collect(),
        });
        let pair = |(a, b): (Option<usize>, Option<usize>)| match (a, b) {
            (Some(a), Some(b)) => Truth::of(op.holds(a.cmp(&b))),
            _ => Truth::OPEN,
        };
        left.into_iter().zip(right).map(pair).collect()
    }

    /// The kernel's view: each text is looked at once.
    pub fn has_shape_vec(&self, value: &Text, pattern: &Pattern, chunk: &Chunk) -> Vec<Truth> {
        self.each_text_vec(value, &|text| pattern.fits(text), chunk)
    }

    /// The same of a part that the rule writes out; what data say is left to the exact path.
    pub fn holds_part_vec(&self, value: &Text, (part, other): (TextPart, &Text), chunk: &Chunk) -> Vec<Truth> {
        let (Text::Const(other) | Text::Bound(_, other)) = other else { return vec![Truth::OPEN; chunk.len] };
        let test = PartTest::new(part, other);
        self.each_text_vec(value, &|text| test.fits(text), chunk)
    }

    fn each_text_vec(&self, value: &Text, test: &dyn Fn(&str) -> bool, chunk: &Chunk) -> Vec<Truth> {
        let mut known: FxHashMap<Code, Truth> = FxHashMap::default();
        let mut judge = |code: Code| match code {
            NO_TEXT => Truth::FALSE,
            code => *known.entry(code).or_insert_with(|| Truth::of(test(&self.written(value, code)))),
        };
        self.codes(value, chunk).into_iter().map(|code| code.map_or(Truth::OPEN, &mut judge)).collect()
    }
}
