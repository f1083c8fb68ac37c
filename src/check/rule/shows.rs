//! Results: what a rule states without asking for anything.

use crate::ast::{self, BinaryOp, CaseKind, CmpOp, ExprKind, Listed, Shown, Stmt, Verdict};
use crate::check::base::constant::Constant;
use crate::check::base::declared::TypeInfo;
use crate::check::base::names::meant;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::rule::rules::Body;
use crate::check::rule::ruletests::RuleNames;
use crate::check::scope::checker::Checker;
use crate::check::scope::literal::{fit, read};
use crate::check::scope::rule::RuleCx;
use crate::hir::{ExpectedResult, ParamValue, Rule, Show, WantedResult};
use crate::num::{End, Interval, Rat};
use crate::text::{Span, fold_name, same_name};
use crate::ty::{Type, Unit};

impl RuleCx<'_, '_> {
    pub fn shown(&mut self, show: &ast::Show, body: &Body) -> Option<Show> {
        let expr = self.value(&show.expr);
        let Some(label) = &show.label else {
            self.fail(say::result_without_name(show.expr.span));
            return None;
        };
        let lines = body.lines.iter().filter_map(|l| Some((l.label.as_ref()?, l.span)));
        let mut named = lines.chain(body.shows.iter().map(|s| (&s.label, s.span)));
        if let Some((_, first)) = named.find(|(name, _)| same_name(name, &label.text)) {
            self.fail(say::result_twice(&label.text, label.span, first));
        }
        match &expr.ty {
            Type::Error => self.failed = true,
            Type::List(_) | Type::Row(_) | Type::Set => {
                let found = words::of_type(&expr.ty, None);
                self.fail(say::cannot_be_shown(expr.span, &found));
            }
            ty if show.ranked.is_some() && ty.number().is_none() => {
                let found = words::of_type(ty, None);
                self.fail(say::cannot_be_ranked(expr.span, &found));
            }
            Type::Number(_) | Type::Text | Type::Flag | Type::OneOf(_) | Type::Ref(_) | Type::Date | Type::Period(_) => {}
        }
        let due = body.dues.len().checked_sub(1);
        Some(Show { label: label.text.clone(), due, ranked: show.ranked, expr, span: show.span })
    }

    /// What lifts, replaces or words a duty has nothing to do in a rule that has none.
    pub fn results(&mut self, r: &ast::Rule, body: &Body) {
        if body.asks() || body.shows.is_empty() {
            return;
        }
        for stmt in &r.body {
            let idle = match stmt {
                Stmt::Exempt(x) => Some((x.span, "exempt", "豁免")),
                Stmt::Otherwise(text) => Some((text.span, "otherwise", "否则")),
                Stmt::Tightens(list) => list.first().map(|e| (e.span, "tightens", "严于")),
                Stmt::NoExceptions(span) => Some((*span, "no exceptions", "不得豁免")),
                Stmt::Cite(_) | Stmt::For(_) | Stmt::Due(_) | Stmt::When(_) | Stmt::Let(_) | Stmt::Line(_) => None,
                Stmt::Show(_) | Stmt::Except { .. } | Stmt::Effective(_) | Stmt::Report { .. } => None,
            };
            if let Some((span, en, zh)) = idle {
                self.fail(say::result_has_no_duty(span, en, zh));
            }
        }
    }
}

impl Checker<'_> {
    /// What a test expects of a `show` line.
    pub fn expected_result(&mut self, e: &ast::ExpectShown, names: &RuleNames<'_>) -> Option<ExpectedResult> {
        let (at, name) = self.rule_meant(&e.rule, names)?;
        let rule = at.and_then(|i| names.rules.get(i));
        let mut wanted = Some(WantedResult::Unknown);
        let mut show = None;
        if let Some(rule) = rule {
            show = rule.shows.iter().position(|s| same_name(&s.label, &e.label.text));
            let Some(found) = show.and_then(|i| rule.shows.get(i)) else {
                self.no_such_result(rule, &e.label);
                return None;
            };
            wanted = self.wanted_result(&e.shown, found, e.span);
        }
        Some(ExpectedResult {
            rule: at,
            rule_name: rule.map_or(name, |r| r.id.clone()),
            show,
            label: e.label.text.clone(),
            wanted: wanted?,
            because: e.because.as_ref().map(|s| s.text.clone()),
            subject: e.subject.as_ref().map(|s| s.text.clone()),
            span: e.span,
        })
    }

    /// `expect RULE "label" not applicable` may speak of a result; any other verdict of one is a mistake. `None` where no result is
    /// meant.
    pub fn verdict_of_result(&mut self, e: &ast::Expect, rule: &Rule) -> Option<Option<ExpectedResult>> {
        let Some(label) = &e.line else {
            if !rule.only_shows() {
                return None;
            }
            self.report(say::result_has_no_verdict(e.span, rule.shows.first().map(|s| s.label.as_str()).unwrap_or_default()));
            return Some(None);
        };
        let called = |name: &str| same_name(name, &label.text);
        let (at, show) = rule.shows.iter().enumerate().find(|(_, s)| called(&s.label))?;
        if e.verdict != Verdict::NotApplicable || e.asked.is_some() {
            self.report(say::result_has_no_verdict(e.span, &show.label));
            return Some(None);
        }
        Some(Some(ExpectedResult {
            rule: None,
            rule_name: rule.id.clone(),
            show: Some(at),
            label: show.label.clone(),
            wanted: WantedResult::NotApplicable,
            because: None,
            subject: e.subject.as_ref().map(|s| s.text.clone()),
            span: e.span,
        }))
    }

    fn no_such_result(&mut self, rule: &Rule, label: &ast::Str) {
        let labels: Vec<String> = rule.shows.iter().map(|s| s.label.clone()).collect();
        self.report(say::unknown_result(label.span, &label.text, meant(&label.text, &labels).as_deref()));
    }

    fn wanted_result(&mut self, shown: &Shown, show: &Show, span: Span) -> Option<WantedResult> {
        let is_list = show.expr.ty == Type::Flag;
        match shown {
            Shown::Listed(listed) if is_list => Some(WantedResult::Listed(*listed)),
            Shown::Unknown if !is_list => Some(WantedResult::Unknown),
            Shown::None if !is_list => Some(WantedResult::Nothing),
            Shown::Value { ends, or_none } if !is_list => self.wanted_value(ends, *or_none, show),
            Shown::Listed(_) | Shown::Unknown | Shown::None | Shown::Value { .. } => {
                self.report(say::result_of_another_kind(span, &show.label, is_list, show.span));
                None
            }
        }
    }

    /// What a cell of a table of cases expects: `12.5%`, `>= 3%`, `3%..5%`, `unknown`, `none`, `listed`.
    pub fn wanted_in_cell(&mut self, show: &Show, kind: &CaseKind, span: Span) -> Option<WantedResult> {
        let is_list = show.expr.ty == Type::Flag;
        let wanted = match kind {
            CaseKind::Unknown if !is_list => Some(WantedResult::Unknown),
            CaseKind::None if !is_list => Some(WantedResult::Nothing),
            CaseKind::Verdict(e) if e.verdict == Verdict::NotApplicable => Some(WantedResult::NotApplicable),
            CaseKind::Value(cell) if is_list => listed_word(&cell.text).map(WantedResult::Listed),
            CaseKind::Value(cell) => self.wanted_text(&cell.text, show),
            CaseKind::Unknown | CaseKind::None | CaseKind::Verdict(_) | CaseKind::Blank => None,
        };
        if wanted.is_none() {
            self.report(say::result_of_another_kind(span, &show.label, is_list, show.span));
        }
        wanted
    }

    fn wanted_text(&self, text: &str, show: &Show) -> Option<WantedResult> {
        let unit = show.expr.ty.number().map(|ty| self.units.base_of(ty));
        let info = TypeInfo::plain(show.expr.ty.clone(), unit);
        let number = |text: &str| match read(text, &info, &self.units) {
            Ok(ParamValue::Number(n)) => Some(n),
            Ok(ParamValue::Text(_)) | Err(_) => None,
        };
        if let Ok(ParamValue::Text(text)) = read(text, &info, &self.units) {
            return Some(WantedResult::Text(text));
        }
        let folded = fold_name(text);
        let ends: [(&str, RangeOf); 6] = [
            (">=", Interval::at_least),
            ("<=", Interval::at_most),
            ("≥", Interval::at_least),
            ("≤", Interval::at_most),
            (">", |n| Interval { lo: End::Open(n), hi: End::Unbounded }),
            ("<", |n| Interval { lo: End::Unbounded, hi: End::Open(n) }),
        ];
        let one_end = ends.iter().find_map(|(sign, make)| Some(make(number(folded.strip_prefix(sign)?)?)));
        let both = || folded.split_once("..").and_then(|(lo, hi)| Some(Interval::closed(number(lo)?, number(hi)?)));
        let value = number(text).map(Interval::exact).or(one_end).or_else(both)?;
        Some(WantedResult::Number { value, lacks: false, unit: Box::new(info.unit.unwrap_or_else(Unit::one)) })
    }

    fn wanted_value(&mut self, ends: &[(CmpOp, ast::Expr)], lacks: bool, show: &Show) -> Option<WantedResult> {
        let unit = show.expr.ty.number().map(|ty| self.units.base_of(ty));
        let info = TypeInfo::plain(show.expr.ty.clone(), unit);
        let (mut interval, mut told) = (Interval::all(), info.unit.clone());
        for (op, e) in ends {
            let (value, unit) = self.wanted_end(e, &info, show)?;
            let number = match value {
                ParamValue::Text(text) => return Some(WantedResult::Text(text)),
                ParamValue::Number(n) => n,
            };
            told = unit.or(told);
            match op {
                CmpOp::Eq => interval = Interval::exact(number),
                CmpOp::Ge => interval.lo = End::Closed(number),
                CmpOp::Gt => interval.lo = End::Open(number),
                CmpOp::Le => interval.hi = End::Closed(number),
                CmpOp::Lt => interval.hi = End::Open(number),
                CmpOp::Ne => {}
            }
        }
        Some(WantedResult::Number { value: interval, lacks, unit: Box::new(told.unwrap_or_else(Unit::one)) })
    }

    /// A literal of the type of the result; `2家 / 3` where no decimal says it.
    fn wanted_end(&mut self, e: &ast::Expr, info: &TypeInfo, show: &Show) -> Option<(ParamValue, Option<Unit>)> {
        if let ExprKind::Binary { op: BinaryOp::Div, left, right, .. } = &e.kind
            && let Some(Ok(Constant::Number(below, None))) = self.constant(right)
            && !below.is_zero()
        {
            let (value, unit) = self.wanted_end(left, info, show)?;
            let ParamValue::Number(above) = value else { return Some((value, unit)) };
            return Some((ParamValue::Number(above * (Rat::ONE / below)), unit));
        }
        match self.constant(e) {
            Some(Ok(constant)) => match fit(&constant, info) {
                Ok(value) => {
                    let unit = if let Constant::Number(_, unit) = &constant { unit.clone() } else { None };
                    Some((value, unit))
                }
                Err(why) => {
                    self.report(say::misfit("T016", e.span, &why, info, Some(show.span)));
                    None
                }
            },
            Some(Err(diagnostic)) => {
                self.report(*diagnostic);
                None
            }
            None => {
                self.report(say::result_not_constant(e.span));
                None
            }
        }
    }
}

/// What a sign says of a number.
type RangeOf = fn(Rat) -> Interval;

/// As it stands in a cell.
fn listed_word(text: &str) -> Option<Listed> {
    match fold_name(text).as_str() {
        "listed" | "列入" => Some(Listed::Surely),
        "possibly listed" | "可能列入" => Some(Listed::Possibly),
        "not listed" | "未列入" => Some(Listed::Not),
        _ => None,
    }
}
