//! Texts by their form: what has a shape, what begins with what, how long it is.

use crate::data::Code;
use crate::eval::exact::context::Exact;
use crate::eval::types::affine::Affine;
use crate::eval::types::env::{Env, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::{MAYBE_BASE, Value, join_base};
use crate::hir::{Param, ParamValue};
use crate::num::{End, Interval, Rat, floor};
use crate::plan::{Num, Text};
use crate::text::{Pattern, fold_text};
use crate::ty::Type;
use std::collections::BTreeSet;

impl Exact<'_> {
    /// Whether a text has a shape: judged for each text it can be. What does not exist has none.
    pub fn has_shape(&self, value: &Text, pattern: &Pattern, env: &Env) -> Truth {
        self.each_text(value, env, &|text| pattern.fits(text))
    }

    pub fn begins_with(&self, value: &Text, prefix: &Text, env: &Env) -> Truth {
        let Some(prefixes) = self.possible_texts(prefix, env) else { return Truth::UNKNOWN };
        let each = prefixes.into_iter().map(|code| {
            let prefix = (code != NO_TEXT).then(|| fold_text(self.written(prefix, code)));
            self.each_text(value, env, &|text| prefix.as_ref().is_some_and(|p| fold_text(text).starts_with(p.as_str())))
        });
        each.reduce(Truth::or_possible).unwrap_or(Truth::FALSE)
    }

    /// The texts it can be, each as it is shown, `None` among them where it may not exist; nothing where it can be any text.
    pub fn shown_texts(&self, text: &Text, env: &Env) -> Option<BTreeSet<Option<String>>> {
        let known = |t: &String| Some(t.clone());
        match text {
            Text::Const(t) | Text::Bound(_, t) => Some(BTreeSet::from([known(t)])),
            Text::Param(id) => match &self.rules.params[id.0 as usize] {
                param if !param.alternatives.is_empty() => {
                    let texts = param.alternatives.iter().filter_map(|a| match &a.value {
                        ParamValue::Text(t) => Some(known(t)),
                        ParamValue::Number(_) => None,
                    });
                    Some(texts.collect())
                }
                Param { ty: Type::OneOf(list), .. } => Some(list.iter().map(known).collect()),
                _ => None,
            },
            Text::Cell { row, col } => {
                if let Some(code) = self.text(text, env) {
                    return Some(BTreeSet::from([Some(self.data.texts.text(code).to_string())]));
                }
                if self.is_none(*row, *col, env) {
                    return Some(BTreeSet::from([None]));
                }
                let listed = self.one_of(*row, *col, env)?.iter().map(known);
                let none = self.def(self.rel_of(*row, env), *col).optional.then_some(None);
                Some(listed.chain(none).collect())
            }
            Text::Classification(at) => {
                let steps = &self.plan.classifications[*at].steps;
                let label = |rank: usize| rank.checked_sub(1).and_then(|i| steps.get(i)).map(|s| s.label.clone());
                Some(self.ranks(*at, env).into_iter().map(label).collect())
            }
            Text::Choose { arms, otherwise } => {
                let mut found = BTreeSet::new();
                for (when, then) in arms {
                    let truth = self.truth(*when, env);
                    if truth.can_be_true() {
                        found.extend(self.shown_texts(then, env)?);
                    }
                    if truth == Truth::TRUE {
                        return Some(found);
                    }
                }
                match otherwise {
                    Some(otherwise) => found.extend(self.shown_texts(otherwise, env)?),
                    None => found.extend([None]),
                }
                Some(found)
            }
        }
    }

    fn each_text(&self, value: &Text, env: &Env, test: &dyn Fn(&str) -> bool) -> Truth {
        let Some(possible) = self.possible_texts(value, env) else { return Truth::UNKNOWN };
        let fits = |code: &Code| *code != NO_TEXT && test(self.written(value, *code));
        match possible.iter().filter(|code| fits(code)).count() {
            0 => Truth::FALSE,
            n if n == possible.len() => Truth::TRUE,
            _ => Truth::UNKNOWN,
        }
    }

    /// A text of a code; a constant speaks for itself.
    pub fn written<'t>(&'t self, text: &'t Text, code: Code) -> &'t str {
        match text {
            Text::Const(t) | Text::Bound(_, t) => t,
            Text::Cell { .. } | Text::Param(_) | Text::Classification(_) | Text::Choose { .. } => self.data.texts.text(code),
        }
    }

    /// How many characters a text has; one that is not known may have any number.
    pub fn length(&self, text: &Text, env: &Env) -> Value {
        let size = |code: Code| Rat::from(fold_text(self.written(text, code)).chars().count());
        let Some(possible) = self.possible_texts(text, env) else {
            return Value::sure(Affine::symbol(self.opaque(), Interval::non_negative(), true));
        };
        let may_lack = possible.contains(&NO_TEXT);
        let sizes: Vec<Rat> = possible.into_iter().filter(|code| *code != NO_TEXT).map(size).collect();
        let (Some(least), Some(most)) = (sizes.iter().min(), sizes.iter().max()) else { return Value::none() };
        let form = match least == most {
            true => Affine::constant(least.clone()),
            false => Affine::symbol(self.opaque(), Interval::closed(least.clone(), most.clone()), true),
        };
        Value { form, base: if may_lack { MAYBE_BASE } else { Truth::TRUE } }
    }

    /// `a − b·⌊a / b⌋`: between 0 and b, b itself excluded.
    pub fn remainder(&self, a: &Num, b: &Num, env: &Env) -> Value {
        let (a, b) = (self.num(a, env), self.num(b, env));
        let base = join_base(a.base, b.base);
        if let Some(by) = b.form.as_constant() {
            if *by == Rat::ZERO {
                return Value::none();
            }
            if let Some(of) = a.form.as_constant() {
                return Value { form: Affine::constant(of - floor(&(of / by)) * by), base };
            }
        }
        let by = b.form.interval();
        let may_lack = by.contains(&Rat::ZERO);
        let zero = || End::Closed(Rat::ZERO);
        let open = |end: &End| end.value().map_or(End::Unbounded, |v| End::Open(v.clone()));
        let interval = match (by.reaches_below(&Rat::ZERO), by.reaches_above(&Rat::ZERO)) {
            (false, true) => Interval { lo: zero(), hi: open(&by.hi) },
            (true, false) => Interval { lo: open(&by.lo), hi: zero() },
            _ => Interval::all(),
        };
        let integer = a.form.is_integer() && b.form.is_integer();
        let base = if may_lack { join_base(base, MAYBE_BASE) } else { base };
        Value { form: Affine::symbol(self.opaque(), interval, integer), base }
    }
}
