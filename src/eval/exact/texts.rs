//! Texts by their form: what has a shape, what begins with what, how long it is.

use crate::ast::TextPart;
use crate::data::Code;
use crate::eval::exact::context::Exact;
use crate::eval::types::affine::Affine;
use crate::eval::types::env::{Env, NO_TEXT};
use crate::eval::types::truth::Truth;
use crate::eval::types::value::{Value, join_base};
use crate::hir::{Param, ParamValue};
use crate::num::{End, Interval, Rat, floor};
use crate::plan::{Choice, Num, Text};
use crate::text::{Pattern, escaped, fold_text};
use crate::ty::Type;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// More combinations of texts than this are not tried.
const MOST_JOINED: usize = 64;

/// A question about a text and another, made ready for many texts.
pub enum PartTest {
    Start(String),
    End(String),
    Anywhere(String),
    /// `None` where the other text spells no pattern.
    Shape(Option<Pattern>),
}

impl PartTest {
    pub fn new(part: TextPart, other: &str) -> Self {
        match part {
            TextPart::Start => Self::Start(fold_text(other).to_string()),
            TextPart::End => Self::End(fold_text(other).to_string()),
            TextPart::Anywhere => Self::Anywhere(fold_text(other).to_string()),
            TextPart::Shape => Self::Shape(Pattern::read(other).ok()),
        }
    }

    pub fn fits(&self, text: &str) -> bool {
        match self {
            Self::Start(other) => fold_text(text).starts_with(other.as_str()),
            Self::End(other) => fold_text(text).ends_with(other.as_str()),
            Self::Anywhere(other) => fold_text(text).contains(other.as_str()),
            Self::Shape(pattern) => pattern.as_ref().is_some_and(|p| p.fits(text)),
        }
    }
}

impl Exact<'_> {
    /// Whether a text has a shape: judged for each text it can be. What does not exist has none.
    pub fn has_shape(&self, value: &Text, pattern: &Pattern, env: &Env) -> Truth {
        self.each_text(value, env, &|text| pattern.fits(text))
    }

    /// Whether a text begins with another, ends with it, holds it, or has the shape it spells: judged for each pair of texts they can be.
    pub fn holds_part(&self, value: &Text, (part, other): (TextPart, &Text), env: &Env) -> Truth {
        let Some(others) = self.possible_texts(other, env) else { return Truth::UNKNOWN };
        let each = others.into_iter().map(|code| {
            let test = (code != NO_TEXT).then(|| PartTest::new(part, &self.written(other, code)));
            self.each_text(value, env, &|text| test.as_ref().is_some_and(|t| t.fits(text)))
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
            Text::Join { parts, shape } => {
                let possible = self.joined_texts(parts, *shape, env)?;
                let shown = |code: Code| (code != NO_TEXT).then(|| self.text_of_code(code).into_owned());
                Some(if possible.is_empty() { BTreeSet::from([None]) } else { possible.into_iter().map(shown).collect() })
            }
            Text::Choose(at) => env.known.shown.get(*at, self.plan.uses.choice(*at), || self.shown_choice(*at, env)),
        }
    }

    fn shown_choice(&self, at: usize, env: &Env) -> Option<BTreeSet<Option<String>>> {
        let Choice { arms, otherwise } = self.plan.choice(at);
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

    /// The texts that parts one behind another can make; `None` where there are too many, or a part can be anything.
    pub fn joined_texts(&self, parts: &[Text], shape: bool, env: &Env) -> Option<Vec<Code>> {
        let mut all: Vec<Option<String>> = vec![Some(String::new())];
        for part in parts {
            let possible = self.possible_texts(part, env)?;
            // What does not exist makes nothing with the rest.
            let possible = if possible.is_empty() { vec![NO_TEXT] } else { possible };
            if all.len().saturating_mul(possible.len()) > MOST_JOINED {
                return None;
            }
            let constant = matches!(part, Text::Const(_));
            let texts: Vec<Option<String>> = possible
                .into_iter()
                .map(|code| {
                    let text = (code != NO_TEXT).then(|| self.written(part, code).into_owned())?;
                    Some(if shape && !constant { escaped(&text) } else { text })
                })
                .collect();
            all = all.iter().flat_map(|a| texts.iter().map(move |b| Some(format!("{}{}", a.as_ref()?, b.as_ref()?)))).collect();
        }
        let mut codes: Vec<Code> = all.into_iter().map(|t| t.map_or(NO_TEXT, |t| self.joined_code(&t))).collect();
        codes.sort_unstable();
        codes.dedup();
        if codes == [NO_TEXT] {
            codes.clear();
        }
        Some(codes)
    }

    fn each_text(&self, value: &Text, env: &Env, test: &dyn Fn(&str) -> bool) -> Truth {
        let Some(possible) = self.possible_texts(value, env) else { return Truth::UNKNOWN };
        let fits = |code: &Code| *code != NO_TEXT && test(&self.written(value, *code));
        match possible.iter().filter(|code| fits(code)).count() {
            0 => Truth::FALSE,
            n if n == possible.len() => Truth::TRUE,
            _ => Truth::UNKNOWN,
        }
    }

    /// A text of a code; a constant speaks for itself.
    pub fn written<'t>(&'t self, text: &'t Text, code: Code) -> Cow<'t, str> {
        match text {
            Text::Const(t) | Text::Bound(_, t) => Cow::Borrowed(t),
            Text::Cell { .. } | Text::Param(_) | Text::Classification(_) | Text::Join { .. } | Text::Choose { .. } => {
                self.text_of_code(code)
            }
        }
    }

    /// How many characters a text has; one that is not known may have any number.
    pub fn length(&self, text: &Text, env: &Env) -> Value {
        let size = |code: Code| Rat::from(fold_text(&self.written(text, code)).chars().count());
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
        Value { form, base: if may_lack { Truth::MAYBE_BASE } else { Truth::TRUE } }
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
        let base = if may_lack { join_base(base, Truth::MAYBE_BASE) } else { base };
        Value { form: Affine::symbol(self.opaque(), interval, integer), base }
    }
}
