//! Statements of rules and tests, from pairs.

use super::openers::Place;
use super::{Build, Rule};
use crate::ast::{
    self, Asked, BinaryOp, Binder, CmpOp, Due, Exempt, Expect, ExpectShown, Expr, ExprKind, Force, Given, GivenValue, Let, Line,
    Listed, Name, Ranked, ReportKind, Show, Shown, Stmt, Str, Test, TestStmt, Verdict,
};
use crate::text::Span;
use fadu_grammar::Pair;

impl<'a> Build<'a> {
    pub(super) fn rule(&mut self, pair: Pair<'a, Rule>) -> Option<ast::Rule> {
        let span = self.span(&pair);
        let (mut name, mut title, mut body) = (None, None, Vec::new());
        let (mut open, mut previous) = (None, None);
        self.forget_told();
        for part in pair.into_inner() {
            let place = self.span(&part);
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                Rule::string => title = Some(self.string(&part)),
                Rule::lbrace => open = Some(place),
                Rule::kw_rule | Rule::rbrace | Rule::comma | Rule::semi => {}
                Rule::missing_brace => self.missing_brace(open, &part, name.as_ref()?),
                _ if (place.start as usize) < self.told_to => {}
                Rule::bad_stmt => {
                    self.explain(&part, Place::Rule, previous.take());
                    body.extend(self.remains(part));
                }
                _ => {
                    previous = Some(place.start as usize);
                    body.extend(self.stmt(part));
                }
            }
        }
        Some(ast::Rule { name: name?, title, body, span })
    }

    fn stmt(&mut self, pair: Pair<'a, Rule>) -> Option<Stmt> {
        let span = self.span(&pair);
        Some(match pair.as_rule() {
            Rule::cite => Stmt::Cite(pair.into_inner().filter(|p| p.as_rule() == Rule::path).map(|p| self.path(p)).collect()),
            Rule::tightens => {
                Stmt::Tightens(pair.into_inner().filter(|p| p.as_rule() == Rule::path).map(|p| self.path(p)).collect())
            }
            Rule::due => Stmt::Due(Due { at: self.first_expr(pair)?, span }),
            Rule::for_stmt => {
                Stmt::For(pair.into_inner().filter(|p| p.as_rule() == Rule::binder).map(|p| self.binder(p)).collect())
            }
            Rule::when_stmt => {
                let when = self.first_expr(pair)?;
                self.watch(&when);
                Stmt::When(when)
            }
            Rule::let_stmt => {
                let (mut name, mut value) = (None, None);
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::name => name = Some(self.name(&part)),
                        Rule::expr => value = Some(self.expr(part)),
                        _ => {}
                    }
                }
                Stmt::Let(Let { name: name?, value: value?, span })
            }
            Rule::line => Stmt::Line(self.line(pair)?),
            Rule::show => Stmt::Show(self.show(pair)?),
            Rule::except => {
                let (mut when, mut line) = (None, None);
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::expr => when = Some(self.expr(part)),
                        Rule::line => line = self.line(part),
                        _ => {}
                    }
                }
                let when = when?;
                self.watch(&when);
                Stmt::Except { when, line: line?, span }
            }
            Rule::exempt => {
                let (mut when, mut because) = (None, None);
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::expr => when = Some(self.expr(part)),
                        Rule::because => because = self.first_string(part),
                        _ => {}
                    }
                }
                let when = when?;
                self.watch(&when);
                Stmt::Exempt(Exempt { when, because, span })
            }
            Rule::no_exceptions => Stmt::NoExceptions(span),
            Rule::otherwise => Stmt::Otherwise(self.first_string(pair)?),
            Rule::effective => Stmt::Effective(self.day_range(pair)?),
            Rule::report => Stmt::Report { kind: self.report(pair)?, span },
            _ => return None,
        })
    }

    pub(super) fn line(&mut self, pair: Pair<'a, Rule>) -> Option<Line> {
        let span = self.span(&pair);
        let (mut force, mut label, mut expr) = (Force::Require, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_verify => force = Force::Verify,
                Rule::kw_aim => force = Force::Aim,
                Rule::line_label => label = self.first_string(part),
                Rule::expr => expr = Some(self.expr(part)),
                _ => {}
            }
        }
        let expr = expr?;
        self.watch(&expr);
        Some(Line { force, label, expr, span })
    }

    fn report(&mut self, pair: Pair<'a, Rule>) -> Option<ReportKind> {
        let (mut values, mut like, mut required, mut in_time) = (Vec::new(), None, false, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_in_time => in_time = true,
                Rule::report_one => {
                    let of = part.into_inner().filter(|p| p.as_rule() == Rule::expr).map(|p| self.expr(p)).collect();
                    return Some(ReportKind::ExactlyOne(of));
                }
                Rule::expr | Rule::report_place => values.push(self.expr(part)),
                Rule::kw_required => required = true,
                Rule::report_like => like = self.first_string(part),
                _ => {}
            }
        }
        Some(match like {
            None if in_time => ReportKind::InTime(values.pop()?),
            Some(like) => ReportKind::Like(values.pop()?, like),
            None if required => ReportKind::Required(values),
            None => ReportKind::Holds(values.pop()?),
        })
    }

    /// What a faulty statement still says, so that names it declares do not become further mistakes.
    fn remains(&mut self, bad: Pair<'a, Rule>) -> Option<Stmt> {
        let span = self.span(&bad);
        let words: Vec<&str> = bad.as_str().split_whitespace().take(3).collect();
        let name_at = |build: &Self, word: &str| {
            let start = span.start as usize + bad.as_str().find(word)?;
            Some(Name { text: word.to_string(), span: build.span_at(start, start + word.len()) })
        };
        let bad_expr = self.bad_expr(span);
        match (words.first().copied()?, words.get(1).copied()) {
            ("let" | "设", Some(name)) => Some(Stmt::Let(Let { name: name_at(self, name)?, value: bad_expr, span })),
            ("for" | "对", var) => {
                let in_follows = words.get(2).is_some_and(|w| matches!(*w, "in" | "在"));
                let var = var.filter(|_| in_follows).and_then(|v| name_at(self, v));
                Some(Stmt::For(vec![Binder { var, source: bad_expr, over: None, by: Vec::new(), span }]))
            }
            ("when" | "当", _) => Some(Stmt::When(bad_expr)),
            ("require" | "要求", _) => Some(Stmt::Line(Line { force: Force::Require, label: None, expr: bad_expr, span })),
            ("verify" | "核实", _) => Some(Stmt::Line(Line { force: Force::Verify, label: None, expr: bad_expr, span })),
            ("show" | "列示", _) => Some(Stmt::Show(Show { label: None, expr: bad_expr, ranked: None, span })),
            ("aim" | "力争", _) => Some(Stmt::Line(Line { force: Force::Aim, label: None, expr: bad_expr, span })),
            _ => None,
        }
    }

    /// Remembers conditions that are one single name.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    fn watch(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Name(name) | ExprKind::Path { field: name, .. } => self.lone_names.push(name.clone()),
            ExprKind::Binary { op: ast::BinaryOp::And | ast::BinaryOp::Or, left, right, .. } => {
                self.watch(left);
                self.watch(right);
            }
            ExprKind::Unary { op: ast::UnaryOp::Not, arg, .. } => self.watch(arg),
            _ => {}
        }
    }

    pub(super) fn test(&mut self, pair: Pair<'a, Rule>) -> Option<Test> {
        let span = self.span(&pair);
        let (mut name, mut body): (Option<Str>, _) = (None, Vec::new());
        let (mut open, mut previous) = (None, None);
        self.forget_told();
        for part in pair.into_inner() {
            let place = self.span(&part);
            match part.as_rule() {
                Rule::string => name = Some(self.string(&part)),
                Rule::lbrace => open = Some(place),
                Rule::missing_brace => {
                    let what = name.as_ref()?;
                    let what = Name { text: what.text.clone(), span: what.span };
                    self.missing_brace(open, &part, &what);
                }
                _ if (place.start as usize) < self.told_to => {}
                Rule::bad_test_stmt => self.explain(&part, Place::Test, previous.take()),
                Rule::given | Rule::test_param | Rule::expect | Rule::expect_shown | Rule::cases => {
                    previous = Some(place.start as usize);
                    body.extend(self.test_stmt(part));
                }
                _ => {}
            }
        }
        Some(Test { name: name?, body, span })
    }

    fn test_stmt(&mut self, pair: Pair<'a, Rule>) -> Option<TestStmt> {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::given => {
                let inner = pair.into_inner().find(|p| p.as_rule() != Rule::kw_given)?;
                self.given(inner, span).map(TestStmt::Given)
            }
            Rule::test_param => {
                let (mut name, mut value) = (None, None);
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::name => name = Some(self.name(&part)),
                        Rule::expr => value = Some(self.expr(part)),
                        _ => {}
                    }
                }
                Some(TestStmt::Param { name: name?, value: value?, span })
            }
            Rule::cases => Some(TestStmt::Cases(self.cases(pair))),
            Rule::expect_shown => self.expect_shown(pair).map(TestStmt::ExpectShown),
            _ => self.expect(pair).map(TestStmt::Expect),
        }
    }

    fn given(&mut self, pair: Pair<'a, Rule>, span: Span) -> Option<Given> {
        let rule = pair.as_rule();
        let (mut name, mut fields, mut path) = (None, Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::qname => name = Some(self.name(&part)),
                Rule::fields => fields = self.fields(part),
                Rule::string => path = Some(self.string(&part)),
                _ => {}
            }
        }
        Some(match rule {
            Rule::given_submission => Given::Submission { fields, span },
            Rule::given_partial => Given::Partial(name?),
            Rule::given_empty => Given::Empty(name?),
            Rule::given_file => Given::File { record: name, path: path?, span },
            _ => Given::Row { record: name?, fields, span },
        })
    }

    fn fields(&mut self, pair: Pair<'a, Rule>) -> Vec<(Name, GivenValue)> {
        let fields = pair.into_inner().filter(|p| p.as_rule() == Rule::given_field);
        fields.filter_map(|p| self.given_field(p)).collect()
    }

    fn given_field(&mut self, pair: Pair<'a, Rule>) -> Option<(Name, GivenValue)> {
        let (mut name, mut value) = (None, None);
        for part in pair.into_inner() {
            let place = self.span(&part);
            match part.as_rule() {
                Rule::name => name = Some(self.name(&part)),
                Rule::given_unknown => value = Some(GivenValue::Unknown(place)),
                Rule::given_none => value = Some(GivenValue::None(place)),
                Rule::given_list => {
                    let rows = part.into_inner().filter(|p| p.as_rule() == Rule::fields).map(|p| self.fields(p)).collect();
                    value = Some(GivenValue::List(rows, place));
                }
                Rule::expr => value = Some(GivenValue::Value(self.expr(part))),
                _ => {}
            }
        }
        Some((name?, value?))
    }

    fn expect(&mut self, pair: Pair<'a, Rule>) -> Option<Expect> {
        let span = self.span(&pair);
        let mut out = Expect {
            rule: self.bad_expr(span),
            line: None,
            verdict: Verdict::Met,
            asked: None,
            by: None,
            because: None,
            subject: None,
            span,
        };
        for part in pair.into_inner() {
            self.expect_part(part, &mut out);
        }
        Some(out)
    }

    pub(super) fn expect_part(&mut self, part: Pair<'a, Rule>, out: &mut Expect) {
        match part.as_rule() {
            Rule::path => out.rule = self.path(part),
            Rule::line_label => out.line = self.first_string(part),
            Rule::expect_for => out.subject = self.first_string(part),
            Rule::verdict => self.verdict(part, out),
            _ => {}
        }
    }

    fn verdict(&mut self, pair: Pair<'a, Rule>, out: &mut Expect) {
        for part in pair.into_inner() {
            out.verdict = match part.as_rule() {
                Rule::expect_violated => Verdict::Violated,
                Rule::expect_undetermined => Verdict::Undetermined,
                Rule::expect_exempt => Verdict::Exempt,
                Rule::kw_not_applicable => Verdict::NotApplicable,
                Rule::expect_asked => Verdict::Violated,
                _ => Verdict::Met,
            };
            for p in part.into_inner() {
                match p.as_rule() {
                    Rule::kw_breach => out.asked = Some(Asked::Breach),
                    Rule::kw_query => out.asked = Some(Asked::Query),
                    Rule::kw_shortfall => out.asked = Some(Asked::Shortfall),
                    Rule::kw_open => (out.asked, out.verdict) = (Some(Asked::Open), Verdict::Undetermined),
                    Rule::bound => out.by = Some(self.bound(p)),
                    Rule::because => out.because = self.first_string(p),
                    _ => {}
                }
            }
        }
    }
}

/// Results of rules, and what tests expect of them.
impl<'a> Build<'a> {
    pub(super) fn show(&mut self, pair: Pair<'a, Rule>) -> Option<Show> {
        let span = self.span(&pair);
        let (mut label, mut expr, mut ranked) = (None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::line_label => label = self.first_string(part),
                Rule::expr => expr = Some(self.expr(part)),
                Rule::kw_ranked => ranked = Some(Ranked::Descending),
                Rule::kw_ranked_up => ranked = Some(Ranked::Ascending),
                _ => {}
            }
        }
        Some(Show { label, expr: expr?, ranked, span })
    }

    pub(super) fn expect_shown(&mut self, pair: Pair<'a, Rule>) -> Option<ExpectShown> {
        let span = self.span(&pair);
        let (mut rule, mut label, mut shown, mut because, mut subject) = (None, None, None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::path => rule = Some(self.path(part)),
                Rule::line_label => label = self.first_string(part),
                Rule::shown => shown = self.shown(part),
                Rule::because => because = self.first_string(part),
                Rule::expect_for => subject = self.first_string(part),
                _ => {}
            }
        }
        Some(ExpectShown { rule: rule?, label: label?, shown: shown?, because, subject, span })
    }

    fn shown(&mut self, pair: Pair<'a, Rule>) -> Option<Shown> {
        let (mut ends, mut or_none) = (Vec::new(), false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_listed => return Some(Shown::Listed(Listed::Surely)),
                Rule::kw_possibly_listed => return Some(Shown::Listed(Listed::Possibly)),
                Rule::kw_not_listed => return Some(Shown::Listed(Listed::Not)),
                Rule::given_unknown => return Some(Shown::Unknown),
                Rule::given_none if ends.is_empty() => return Some(Shown::None),
                Rule::given_none => or_none = true,
                Rule::shown_text => {
                    let span = self.span(&part);
                    let text = self.first_string(part)?;
                    ends.push((CmpOp::Eq, Expr { kind: ExprKind::Str(text.text), span }));
                }
                Rule::shown_bound => ends.extend(self.shown_bound(part)),
                _ => {}
            }
        }
        Some(Shown::Value { ends, or_none })
    }

    /// An end, or the quotient of two numbers for what no decimal says exactly.
    fn shown_bound(&mut self, pair: Pair<'a, Rule>) -> Option<(CmpOp, Expr)> {
        let span = self.span(&pair);
        let (mut op, mut value, mut op_span): (_, Option<Expr>, _) = (CmpOp::Eq, None, span);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::op_ge => op = CmpOp::Ge,
                Rule::op_le => op = CmpOp::Le,
                Rule::op_gt => op = CmpOp::Gt,
                Rule::op_lt => op = CmpOp::Lt,
                Rule::op_div => op_span = self.span(&part),
                Rule::bound => {
                    let right = self.bound(part);
                    value = Some(match value.take() {
                        None => right,
                        Some(left) => {
                            let span = left.span.to(right.span);
                            let (left, right) = (Box::new(left), Box::new(right));
                            Expr { kind: ExprKind::Binary { op: BinaryOp::Div, left, right, op_span }, span }
                        }
                    });
                }
                _ => {}
            }
        }
        Some((op, value?))
    }
}
