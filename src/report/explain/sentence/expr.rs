//! Expressions in words.

use crate::ast::{CmpOp, TextPart};
use crate::builtins::facts;
use crate::diag::Lang;
use crate::hir::{Agg, AggFn, Classification, DayFunc, Expr, Func, Kind, Link, RowRef, SetMembers, VarId};
use crate::num::{Rat, int, to_i64};
use crate::report::explain::sentence::rows::equated;
use crate::report::explain::sentence::speaker::Speaker;
use crate::report::prose::names;
use crate::report::prose::units::figure;
use crate::report::prose::words::say;
use crate::ty::{Dims, Flavour, NumTy, PeriodKind, Type, Unit, day_text, period_text};

impl Speaker<'_> {
    /// An expression that stands by itself.
    pub(crate) fn whole(&self, e: &Expr) -> String {
        self.expr(e, None)
    }

    /// An expression as a part of a greater one.
    pub(crate) fn part(&self, e: &Expr) -> String {
        self.inside(e, None)
    }

    pub(crate) fn inside(&self, e: &Expr, inner: Option<VarId>) -> String {
        let text = self.expr(e, inner);
        let joined =
            matches!(e.kind, Kind::And(_) | Kind::Or(_) | Kind::Implies(_) | Kind::Choose { .. } | Kind::Add(..) | Kind::Sub(..));
        if joined && !e.is_none() { self.either(|| format!("（{text}）"), || format!("({text})")) } else { text }
    }

    pub(crate) fn expr(&self, e: &Expr, inner: Option<VarId>) -> String {
        let part = |x: &Expr| self.inside(x, inner);
        match &e.kind {
            Kind::Num(n) => self.number(n, e),
            Kind::Text(text) => self.quoted(text),
            Kind::Param(id) => {
                let title = self.set.params.get(id.0 as usize).map_or("", |p| p.title());
                self.quoted(title)
            }
            Kind::Field { row, col } => {
                let field = self.field(row, *col, inner);
                match e.ty {
                    Type::Flag => self.either(|| format!("{field}为“是”"), || format!("{field} is `yes`")),
                    Type::Text
                    | Type::Number(_)
                    | Type::Date
                    | Type::Period(_)
                    | Type::OneOf(_)
                    | Type::Ref(_)
                    | Type::List(_)
                    | Type::Row(_)
                    | Type::Set
                    | Type::Error => field,
                }
            }
            Kind::Neg(x) => format!("−{}", part(x)),
            Kind::Add(a, b) => format!("{} + {}", self.expr(a, inner), part(b)),
            Kind::Sub(a, b) => format!("{} − {}", self.expr(a, inner), part(b)),
            Kind::Mul(a, b) => format!("{} × {}", part(a), part(b)),
            Kind::Div(a, b) => format!("{} ÷ {}", part(a), part(b)),
            Kind::ShareOf { share, base } => {
                self.either(|| format!("{}的{}", part(base), part(share)), || format!("{} of {}", part(share), part(base)))
            }
            Kind::AsShare { part: a, base } => self
                .either(|| format!("{}占{}的比重", part(a), part(base)), || format!("{} as a share of {}", part(a), part(base))),
            Kind::Func(func, args) => self.function(*func, args, e, inner),
            Kind::Agg(agg) => self.aggregate(agg, inner),
            Kind::Defined(defined) => {
                let name = self.definition(defined);
                if e.ty == Type::Flag { self.either(|| format!("{name}成立"), || format!("{name} holds")) } else { name }
            }
            Kind::Compare { .. }
            | Kind::About { .. }
            | Kind::WithinRounding { .. }
            | Kind::In { .. }
            | Kind::SetRelation { .. }
            | Kind::Same { .. }
            | Kind::Classification(_)
            | Kind::Like { .. }
            | Kind::StartsWith { .. }
            | Kind::Join { .. }
            | Kind::Rank { .. }
            | Kind::And(_)
            | Kind::Or(_)
            | Kind::Implies(_)
            | Kind::Not(_)
            | Kind::Exists(_)
            | Kind::Filled(..)
            | Kind::RowExists(_)
            | Kind::Choose { .. } => self.truth(e, inner),
        }
    }

    /// A figure: as the author wrote it in Chinese, spelled out in English.
    fn number(&self, value: &Rat, e: &Expr) -> String {
        match &e.ty {
            Type::Flag => self.quoted(if value.is_zero() { self.say("否", "no") } else { self.say("是", "yes") }),
            Type::Date => to_i64(value).and_then(day_text).unwrap_or_default(),
            Type::Period(kind) => {
                let text = to_i64(value).map(|n| period_text(n, *kind)).unwrap_or_default();
                if (*kind, self.lang) == (PeriodKind::Year, Lang::Zh) { format!("{text}年") } else { text }
            }
            Type::Number(ty) => {
                let written = self.sources.slice(e.span).trim();
                // `15 days` is no Chinese.
                let plain = written.starts_with(|c: char| c.is_ascii_digit())
                    && !written.contains(['\n', '(', '=', '"'])
                    && !(ty.flavour == Flavour::Amount && written.ends_with(|c: char| c.is_ascii_lowercase()));
                if self.lang == Lang::Zh && plain && written.chars().count() <= 20 {
                    return written.replace(' ', "");
                }
                let mut unit = self.set.units.base_of(ty);
                if ty.flavour == Flavour::Count || (ty.flavour == Flavour::Amount && !ty.is_money() && unit.name.is_empty()) {
                    unit = Unit { name: String::new(), ..unit };
                }
                figure(value, &unit, self.lang)
            }
            Type::Text | Type::OneOf(_) | Type::Ref(_) | Type::List(_) | Type::Row(_) | Type::Set | Type::Error => {
                figure(value, &Unit::one(), self.lang)
            }
        }
    }

    fn function(&self, func: Func, args: &[Expr], e: &Expr, inner: Option<VarId>) -> String {
        let arg = |at: usize, alone: bool| {
            let arg = args.get(at);
            arg.map(|a| if alone { self.expr(a, inner) } else { self.inside(a, inner) }).unwrap_or_default()
        };
        match (func, &e.ty) {
            // The quarter of a day is that of its month.
            (Func::PeriodOf, Type::Period(kind)) => {
                let word = self.period_word(*kind);
                if let Some(Expr { kind: Kind::Func(Func::Day(DayFunc::MonthOf), days), .. }) = args.first() {
                    return self.function(Func::PeriodOf, days, e, inner);
                }
                self.either(|| format!("{}所在的{word}", arg(0, false)), || format!("the {word} of {}", arg(0, false)))
            }
            (Func::Day(DayFunc::AddMonths), _) => match args {
                [day, by] => self.moved(day, by, inner),
                _ => String::new(),
            },
            (Func::Quantile(share), _) => self.middle_of(share, args, inner),
            (Func::Lesser | Func::Greater, _) => match least_parts(func, args).as_slice() {
                parts if parts.len() > 2 => {
                    let list: Vec<String> = parts.iter().map(|p| self.inside(p, inner)).collect();
                    let list = list.join(self.say("、", ", "));
                    let words = if func == Func::Lesser {
                        ["中最小的", "the smallest of"]
                    } else {
                        ["中最大的", "the largest of"]
                    };
                    self.either(|| format!("{list}{}", words[0]), || format!("{} {list}", words[1]))
                }
                _ => facts(func).words(self.lang, &arg),
            },
            _ => facts(func).words(self.lang, &arg),
        }
    }

    /// A day and by what it is moved.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn moved(&self, day: &Expr, by: &Expr, inner: Option<VarId>) -> String {
        let (sign, by) = match &by.kind {
            Kind::Neg(by) => ("−", (**by).clone()),
            Kind::Num(n) if *n < Rat::ZERO => ("−", Expr { kind: Kind::Num(-n.clone()), ..by.clone() }),
            _ => ("+", by.clone()),
        };
        // Twelve months are a year.
        let by = if let Kind::Num(n) = &by.kind
            && (n / int(12)).is_int()
        {
            Expr { kind: Kind::Num(n / int(12)), ty: Type::Number(NumTy::amount(Dims::base("年限"))), ..by }
        } else {
            by
        };
        format!("{} {sign} {}", self.inside(day, inner), self.inside(&by, inner))
    }

    fn aggregate(&self, agg: &Agg, inner: Option<VarId>) -> String {
        let rows = self.filtered(agg, !matches!(agg.func, AggFn::Every | AggFn::Some), inner);
        let value = agg.value.as_ref().map(|v| self.inside(v, Some(agg.var))).unwrap_or_default();
        let of = |zh: &str, en: &str| {
            self.either(|| format!("各{rows}的{value}{zh}"), || format!("the {en} of {value} over all {rows}"))
        };
        match agg.func {
            AggFn::Sum => of("合计", "sum"),
            AggFn::Min => of("最小值", "least"),
            AggFn::Max => of("最大值", "greatest"),
            AggFn::Avg => of("平均值", "mean"),
            AggFn::Median => of("中位数", "median"),
            AggFn::Rank(order) => {
                let (zh, en) = match (order.lowest, order.last) {
                    (false, false) => ("的名次", "the place"),
                    (true, false) => ("由低到高的名次", "the place, the lowest first,"),
                    (false, true) => ("的名次（并列的取最后一名）", "the last of the places shared, the highest first,"),
                    (true, true) => ("由低到高的名次（并列的取最后一名）", "the last of the places shared, the lowest first,"),
                };
                let own = agg.own.as_ref().map(|own| self.inside(&own.figure, inner)).unwrap_or_default();
                self.either(
                    || format!("{own}在各{rows}的{value}中{zh}"),
                    || format!("{en} of {own} among the {value} of all {rows}"),
                )
            }
            AggFn::Distinct => self
                .either(|| format!("各{rows}中不同{value}的个数"), || format!("the number of different {value} over all {rows}")),
            AggFn::Quantile(share) => {
                let at = figure(&crate::num::ratio(i64::from(share), 10_000), &Unit::one(), self.lang);
                of(&format!("{at}%分位数"), &format!("{at}% quantile"))
            }
            AggFn::Count => self.either(|| format!("{rows}的个数"), || format!("the number of {rows}")),
            AggFn::Every | AggFn::Some => match &agg.set {
                Some(SetMembers { words, .. }) if agg.func == AggFn::Every => {
                    let set = self.filtered(agg, false, inner);
                    let told = agg
                        .value
                        .as_ref()
                        .and_then(|v| if let Kind::Not(x) = &v.kind { self.texts_of_rows(x) } else { self.texts_of_rows(v) });
                    let other = told.unwrap_or_else(|| self.quoted(&names::name(&words.other, self.lang)));
                    match words.subset {
                        true => self.either(|| format!("每一个{set}都在{other}里"), || format!("every {set} is in {other}")),
                        false => self.either(|| format!("没有一个{set}在{other}里"), || format!("no {set} is in {other}")),
                    }
                }
                _ => format!("{}{}{value}", self.quantifier(agg, inner), self.say("", " ")),
            },
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "what is no sentence of its own is told as it is written")]
    fn truth(&self, e: &Expr, inner: Option<VarId>) -> String {
        let part = |x: &Expr| self.inside(x, inner);
        if let Some(same) = equated(e).and_then(|(a, b)| self.same_column(a, b, inner)) {
            return same;
        }
        if let Some((act, day)) = e.deadline().map(|(act, day)| (part(act), part(day))) {
            return self.either(|| format!("{act}最迟在{day}"), || format!("{act} is by {day} at the latest"));
        }
        match &e.kind {
            Kind::Compare { first, links } => self.compared(first, links, inner),
            Kind::About { value, target, tolerance } => self.either(
                || format!("{}为{}左右（相差不超过{}）", part(value), part(target), part(tolerance)),
                || format!("{} is about {} (within {})", part(value), part(target), part(tolerance)),
            ),
            Kind::WithinRounding { left, right, .. } => self.either(
                || format!("{}等于{}（四舍五入的误差除外）", part(left), part(right)),
                || format!("{} equals {} (but for rounding)", part(left), part(right)),
            ),
            Kind::In { value, set } => {
                let set = self.set_words(set);
                self.either(|| format!("{}在{set}里", part(value)), || format!("{} is in {set}", part(value)))
            }
            Kind::Like { .. } | Kind::StartsWith { .. } => self.shape(e, true, inner),
            Kind::SetRelation { words, left, right } => {
                let (a, b) = (self.set_words(left), self.set_words(right));
                match words.subset {
                    true => self.either(|| format!("{a}都在{b}里"), || format!("all of {a} is in {b}")),
                    false => {
                        self.either(|| format!("{a}与{b}没有共同的成员"), || format!("{a} and {b} have no member in common"))
                    }
                }
            }
            Kind::Same { left, right, negated } => {
                let (a, b) = (self.text_side(left, inner), self.text_side(right, inner));
                match negated {
                    false => self.either(|| format!("{a}为{b}"), || format!("{a} is {b}")),
                    true => self.either(|| format!("{a}不为{b}"), || format!("{a} is not {b}")),
                }
            }
            Kind::Classification(classification) => self.stage(classification, inner),
            Kind::Rank { left, op, right, .. } => {
                let (a, b) = (part(left), part(right));
                format!("{a}{}{b}", self.relation(*op, &left.ty))
            }
            Kind::And(list) => list.iter().map(part).collect::<Vec<_>>().join(self.say("，且", " and ")),
            Kind::Or(list) | Kind::Implies(list) => match e.implication() {
                Some((when, then)) => self.either(
                    || format!("若{}，则{}", part(when), part(then)),
                    || format!("if {} then {}", part(when), part(then)),
                ),
                None => list.iter().map(part).collect::<Vec<_>>().join(self.say("，或者", " or ")),
            },
            Kind::Not(x) => self.negated(x, inner),
            Kind::Exists(x) => self.exists(x, true, inner),
            Kind::Filled(x, _) => self.filled(x, true, inner),
            Kind::RowExists(row) => self.row_exists(row, true),
            Kind::Choose { .. } if e.is_none() => self.say("无", "none").to_string(),
            Kind::Choose { arms, otherwise } => {
                let mut list: Vec<String> = arms
                    .iter()
                    .map(|(c, v)| {
                        self.either(|| format!("若{}，{}", part(c), part(v)), || format!("if {}: {}", part(c), part(v)))
                    })
                    .collect();
                list.extend(otherwise.as_ref().map(|o| format!("{}{}", self.say("否则", "otherwise "), part(o))));
                list.join(self.say("；", "; "))
            }
            _ => self.expr_source(e),
        }
    }

    /// The form of a text.
    fn shape(&self, e: &Expr, holds: bool, inner: Option<VarId>) -> String {
        let part = |x: &Expr| self.inside(x, inner);
        match (&e.kind, holds) {
            (Kind::Like { value, pattern }, _) if pattern.is_numeral() => {
                let value = part(value);
                match holds {
                    true => self.either(|| format!("{value}是数字"), || format!("{value} is a number")),
                    false => self.either(|| format!("{value}不是数字"), || format!("{value} is not a number")),
                }
            }
            (Kind::Like { value, pattern }, _) => {
                let (value, shape) = (part(value), self.quoted(&pattern.text));
                match holds {
                    true => self.either(|| format!("{value}形如{shape}"), || format!("{value} looks like {shape}")),
                    false => self.either(|| format!("{value}不形如{shape}"), || format!("{value} does not look like {shape}")),
                }
            }
            (Kind::StartsWith { value, prefix, part: at }, _) => {
                let (value, other) = (part(value), part(prefix));
                let (zh, en) = match (at, holds) {
                    (TextPart::Start, true) => (format!("{value}以{other}开头"), format!("{value} starts with {other}")),
                    (TextPart::Start, false) => {
                        (format!("{value}不以{other}开头"), format!("{value} does not start with {other}"))
                    }
                    (TextPart::End, true) => (format!("{value}以{other}结尾"), format!("{value} ends with {other}")),
                    (TextPart::End, false) => (format!("{value}不以{other}结尾"), format!("{value} does not end with {other}")),
                    (TextPart::Anywhere, true) => (format!("{value}包含{other}"), format!("{value} contains {other}")),
                    (TextPart::Anywhere, false) => (format!("{value}不包含{other}"), format!("{value} does not contain {other}")),
                    (TextPart::Shape, true) => (format!("{value}形如{other}"), format!("{value} looks like {other}")),
                    (TextPart::Shape, false) => (format!("{value}不形如{other}"), format!("{value} does not look like {other}")),
                };
                self.either(|| zh, || en)
            }
            _ => String::new(),
        }
    }

    /// A stage, of another row where its elements are read there.
    fn stage(&self, classification: &Classification, inner: Option<VarId>) -> String {
        let title = self.quoted(&classification.title);
        let mut found = None;
        classification.conds().for_each(|c| {
            c.walk(&mut |e| {
                if let (None, Kind::Field { row, .. }) = (found, &e.kind) {
                    found = Some(row.as_ref());
                }
            });
        });
        match found {
            Some(RowRef::Lookup { rel, keys, .. }) => self.looked_up(*rel, keys, title, inner),
            _ => title,
        }
    }

    /// A flag compared with a flag is called by its name alone.
    fn text_side(&self, e: &Expr, inner: Option<VarId>) -> String {
        if let Kind::Field { row, col } = &e.kind { self.field(row, *col, inner) } else { self.inside(e, inner) }
    }

    /// Whether something was written in a field.
    fn filled(&self, field: &Expr, holds: bool, inner: Option<VarId>) -> String {
        let what = self.named(field, inner);
        match holds {
            true => self.either(|| format!("{what}已填"), || format!("{what} is filled in")),
            false => self.either(|| format!("{what}未填"), || format!("{what} is not filled in")),
        }
    }

    /// A field is there or not; of what is worked out, a value.
    fn exists(&self, x: &Expr, there: bool, inner: Option<VarId>) -> String {
        let what = self.named(x, inner);
        match (matches!(x.kind, Kind::Field { .. }), there) {
            (true, true) => self.either(|| format!("有{what}"), || format!("there is {what}")),
            (true, false) => self.either(|| format!("没有{what}"), || format!("there is no {what}")),
            (false, true) => self.either(|| format!("{what}有值"), || format!("{what} has a value")),
            (false, false) => self.either(|| format!("{what}为无"), || format!("{what} has no value")),
        }
    }

    fn named(&self, e: &Expr, inner: Option<VarId>) -> String {
        self.text_side(e, inner)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn negated(&self, x: &Expr, inner: Option<VarId>) -> String {
        match &x.kind {
            Kind::Exists(y) => self.exists(y, false, inner),
            Kind::Filled(y, _) => self.filled(y, false, inner),
            Kind::RowExists(row) => self.row_exists(row, false),
            Kind::In { value, set } => {
                let (a, set) = (self.inside(value, inner), self.set_words(set));
                self.either(|| format!("{a}不在{set}里"), || format!("{a} is not in {set}"))
            }
            Kind::Like { .. } | Kind::StartsWith { .. } => self.shape(x, false, inner),
            Kind::Field { row, col } => {
                let field = self.field(row, *col, inner);
                self.either(|| format!("{field}为“否”"), || format!("{field} is `no`"))
            }
            Kind::Rank { scale, left, op, right } => {
                let (scale, left, right) = (scale.clone(), left.clone(), right.clone());
                self.truth(&Expr { kind: Kind::Rank { scale, left, op: op.negated(), right }, ..x.clone() }, inner)
            }
            Kind::Compare { first, links } if links.len() == 1 => {
                let links: Vec<Link> = links.iter().map(|l| Link { op: l.op.negated(), ..l.clone() }).collect();
                self.compared(first, &links, inner)
            }
            _ => {
                let text = self.expr(x, inner);
                self.either(|| format!("并非（{text}）"), || format!("not ({text})"))
            }
        }
    }

    fn row_exists(&self, row: &RowRef, found: bool) -> String {
        let title = self.quoted(self.title(self.rule.rel_of(&self.set.schema, row)));
        if let RowRef::Only(rows) = row {
            let rows = self.filtered(rows, false, None);
            return match found {
                true => self.either(|| format!("{rows}恰有一行"), || format!("there is exactly one row of {rows}")),
                false => {
                    self.either(|| format!("{rows}没有一行或不止一行"), || format!("there is not exactly one row of {rows}"))
                }
            };
        }
        match found {
            true => self.either(|| format!("{title}里有对应的一行"), || format!("{title} has the row")),
            false => self.either(|| format!("{title}里没有对应的一行"), || format!("{title} has no such row")),
        }
    }

    /// `a 不低于 b`; a chain link by link, a range as a range.
    fn compared(&self, first: &Expr, links: &[Link], inner: Option<VarId>) -> String {
        let part =
            |x: &Expr| if let Kind::Add(..) | Kind::Sub(..) = x.kind { self.expr(x, inner) } else { self.inside(x, inner) };
        if let [low, high] = links
            && (low.op, high.op) == (CmpOp::Le, CmpOp::Le)
        {
            let (a, x, b) = (part(first), part(&low.right), part(&high.right));
            return self
                .either(|| format!("{x}在{a}至{b}之间（含两端）"), || format!("{x} is between {a} and {b} (both included)"));
        }
        let mut left = part(first);
        let mut list = Vec::new();
        for link in links {
            let right = part(&link.right);
            list.push(format!("{left}{}{right}", self.relation(link.op, &first.ty)));
            left = right;
        }
        list.join(self.say("，且", " and "))
    }

    pub(crate) fn relation(&self, op: CmpOp, ty: &Type) -> &'static str {
        let time = matches!(ty, Type::Date | Type::Period(_));
        let count = matches!(ty, Type::Number(n) if n.flavour == Flavour::Count);
        let (zh, en) = match (op, time, count) {
            (CmpOp::Eq, ..) => ("为", " is "),
            (CmpOp::Ne, ..) => ("不等于", " is not "),
            (CmpOp::Ge, true, _) => ("不早于", " is not before "),
            (CmpOp::Gt, true, _) => ("晚于", " is after "),
            (CmpOp::Le, true, _) => ("不晚于", " is not after "),
            (CmpOp::Lt, true, _) => ("早于", " is before "),
            (CmpOp::Ge, _, true) => ("不少于", " is at least "),
            (CmpOp::Gt, _, true) => ("多于", " is more than "),
            (CmpOp::Le, _, true) => ("不多于", " is at most "),
            (CmpOp::Lt, _, true) => ("少于", " is less than "),
            (CmpOp::Ge, ..) => ("不低于", " is at least "),
            (CmpOp::Gt, ..) => ("高于", " is more than "),
            (CmpOp::Le, ..) => ("不高于", " is at most "),
            (CmpOp::Lt, ..) => ("低于", " is less than "),
        };
        say(self.lang, zh, en)
    }

    /// As the author wrote it, for what has no words.
    fn expr_source(&self, e: &Expr) -> String {
        self.sources.slice(e.span).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Of the smallest of several, taken two at a time, all.
fn least_parts(func: Func, args: &[Expr]) -> Vec<&Expr> {
    let mut out = Vec::new();
    for arg in args {
        if let Kind::Func(own, inner) = &arg.kind
            && *own == func
        {
            out.extend(least_parts(func, inner));
        } else {
            out.push(arg);
        }
    }
    out
}
