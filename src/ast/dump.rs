//! A tree as text, without places.

mod exprs;
mod trials;

use super::words;
use super::{
    BlankWord, Classify, Clause, Day, DayRange, DueBy, FieldDecl, File, Force, Item, Joined, Name, Param, Policy, Prop, Ranked,
    ReportKind, Rule, Stmt, Str, Table, TableRows, ThanWord, TypeExpr, TypeKind, Verdict,
};

/// The English name of a function, for its name in any language.
pub(super) type Canonical = fn(&str) -> Option<&'static str>;

/// Prints a tree as s-expressions, one item a paragraph: two files of equal meaning print alike. Left out: spans, the spelling
/// of keywords, comparators and functions, word order (`60% of x` and `x 的 60%`), superfluous parentheses.
pub fn dump(file: &File, function: Canonical) -> String {
    let mut out = Dump { text: String::new(), depth: 0, function };
    for item in &file.items {
        out.item(item);
        out.text.push('\n');
    }
    out.text
}

struct Dump {
    text: String,
    depth: usize,
    function: Canonical,
}

impl Dump {
    /// `(head …)` on the same line.
    fn list(&mut self, head: &str, inner: impl FnOnce(&mut Self)) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', '(', ' ']) {
            self.text.push(' ');
        }
        self.text.push('(');
        self.text.push_str(head);
        inner(self);
        self.text.push(')');
    }

    /// `(head …)` on a line of its own.
    fn line(&mut self, head: &str, inner: impl FnOnce(&mut Self)) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        (0..self.depth).for_each(|_| self.text.push_str("  "));
        self.depth += 1;
        self.text.push('(');
        self.text.push_str(head);
        inner(self);
        self.text.push(')');
        self.depth -= 1;
    }

    fn word(&mut self, word: &str) {
        self.text.push(' ');
        self.text.push_str(word);
    }

    fn quoted(&mut self, text: &str) {
        self.text.push(' ');
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                other => self.text.push(other),
            }
        }
        self.text.push('"');
    }

    /// Names are quoted when they hold anything that could be taken for structure.
    fn name(&mut self, name: &Name) {
        if name.text.chars().all(|c| c == '_' || c.is_alphanumeric()) { self.word(&name.text) } else { self.quoted(&name.text) }
    }

    fn names(&mut self, head: &str, names: &[Name]) {
        if !names.is_empty() {
            self.list(head, |d| names.iter().for_each(|n| d.name(n)));
        }
    }

    fn text(&mut self, head: &str, text: Option<&Str>) {
        if let Some(text) = text {
            self.list(head, |d| d.quoted(&text.text));
        }
    }

    fn texts(&mut self, head: &str, texts: &[Str]) {
        if !texts.is_empty() {
            self.list(head, |d| texts.iter().for_each(|t| d.quoted(&t.text)));
        }
    }

    fn day(&mut self, day: &Day) {
        let Day { year, month, day, .. } = day;
        self.word(&format!("{year:04}-{month:02}-{day:02}"));
    }

    fn days(&mut self, days: &DayRange) {
        for end in [&days.from, &days.to] {
            match end {
                Some(day) => self.day(day),
                None => self.word("open"),
            }
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Policy(x) => self.policy(x),
            Item::Library(x) => self.line("library", |d| {
                d.name(&x.name);
                d.text("title", x.title.as_ref());
            }),
            Item::Use(x) => self.line("use", |d| {
                d.name(&x.module);
                d.text("from", x.from.as_ref());
            }),
            Item::Extend(x) => self.line("extend", |d| {
                d.name(&x.record);
                d.sent_by(&x.sent_by);
                d.due_by(x.due.as_ref());
                x.blanks.iter().for_each(|b| d.blank(b));
                x.fields.iter().for_each(|f| d.field(f));
            }),
            Item::Record(x) => self.line("record", |d| {
                d.name(&x.name);
                d.text("label", x.label.as_ref());
                d.names("key", &x.key);
                d.sent_by(&x.sent_by);
                d.due_by(x.due.as_ref());
                x.total_rows.iter().for_each(|t| d.text("total-row", Some(t)));
                x.blanks.iter().for_each(|b| d.blank(b));
                x.fields.iter().for_each(|f| d.field(f));
            }),
            Item::Table(x) => self.table(x),
            Item::Alias(x) => self.line("alias", |d| {
                d.quoted(&x.alias.text);
                d.quoted(&x.canonical.text);
            }),
            Item::Param(x) => self.line("param", |d| {
                d.name(&x.name);
                d.text("label", x.label.as_ref());
                d.ty(&x.ty);
                d.values(x);
            }),
            Item::Define(x) => self.line("define", |d| {
                x.owner.iter().for_each(|o| d.list("of", |d| d.name(o)));
                d.name(&x.name);
                x.args.iter().for_each(|args| d.list("args", |d| args.iter().for_each(|a| d.name(a))));
                d.text("label", x.label.as_ref());
                d.expr(&x.value);
            }),
            Item::Classify(x) => self.classify(x),
            Item::Rule(x) => self.rule(x),
            Item::Test(x) => self.test(x),
            Item::Scorecard(x) => self.scorecard(x),
            Item::Exception(x) => self.exception(x),
            Item::Unit(x) => self.line("unit", |d| {
                d.name(&x.name);
                if let Some((digits, of)) = &x.of {
                    d.word(digits);
                    d.name(of);
                }
            }),
            Item::Kind(x) => self.line("kind", |d| {
                d.name(&x.name);
                d.text("label", x.label.as_ref());
                d.ty(&x.ty);
            }),
        }
    }

    fn values(&mut self, x: &Param) {
        if let Some(than) = &x.than {
            let word = match than.word {
                ThanWord::After => "after",
                ThanWord::Above => "above",
                ThanWord::AtLeast => "at-least",
            };
            self.list(word, |d| d.expr(&than.other));
        }
        let head = match x.joined {
            Joined::Alternatives if x.values.len() > 1 => "either",
            Joined::Alternatives | Joined::ByDate => "value",
        };
        for value in &x.values {
            self.list(head, |d| d.expr(&value.value));
            value.from.iter().for_each(|from| self.list("from", |d| d.expr(from)));
            self.text("because", value.because.as_ref());
        }
        self.text("because", x.because.as_ref());
    }

    fn classify(&mut self, x: &Classify) {
        self.line("classify", |d| {
            d.list("of", |d| d.name(&x.owner));
            d.name(&x.name);
            d.text("label", x.label.as_ref());
            for stage in &x.stages {
                d.line("stage", |d| {
                    d.quoted(&stage.label.text);
                    for need in &stage.needs {
                        d.list("need", |d| {
                            d.text("label", need.label.as_ref());
                            d.expr(&need.cond);
                        });
                    }
                });
            }
        });
    }

    fn sent_by(&mut self, sent_by: &Option<(Name, Option<Name>)>) {
        if let Some((roster, column)) = sent_by {
            self.list("sent-by", |d| {
                d.name(roster);
                column.iter().for_each(|c| d.name(c));
            });
        }
    }

    fn due_by(&mut self, due: Option<&DueBy>) {
        due.iter().for_each(|due| {
            self.list("due", |d| {
                d.expr(&due.at);
                due.on.iter().for_each(|on| d.name(on));
            });
        });
    }

    fn policy(&mut self, x: &Policy) {
        self.line("policy", |d| {
            d.name(&x.name);
            d.text("title", x.title.as_ref());
            for prop in &x.props {
                match prop {
                    Prop::Number(s) => d.line("number", |d| d.quoted(&s.text)),
                    Prop::Issued(day) => d.line("issued", |d| d.day(day)),
                    Prop::Jurisdiction(s) => d.line("jurisdiction", |d| d.quoted(&s.text)),
                    Prop::Effective(days) => d.line("effective", |d| d.days(days)),
                }
            }
            x.clauses.iter().for_each(|c| d.clause(c));
        });
    }

    fn clause(&mut self, x: &Clause) {
        self.line("clause", |d| {
            d.name(&x.name);
            d.text("number", x.number.as_ref());
            d.text("title", x.title.as_ref());
            x.force.iter().for_each(|f| d.list("force", |d| d.word(words::clause_force(&f.text).unwrap_or(&f.text))));
            d.text("qualitative", x.qualitative.as_ref());
        });
    }

    fn field(&mut self, x: &FieldDecl) {
        self.line("field", |d| {
            d.name(&x.name);
            d.text("label", x.label.as_ref());
            d.texts("also", &x.also);
            d.ty(&x.ty);
            for (head, year) in [("from", &x.life.from), ("until", &x.life.until)] {
                year.iter().for_each(|y| d.list(head, |d| d.word(&y.year.to_string())));
            }
            for (was, until) in &x.life.was {
                d.list("was", |d| {
                    d.quoted(&was.text);
                    until.iter().for_each(|y| d.word(&y.year.to_string()));
                });
            }
        });
    }

    fn ty(&mut self, x: &TypeExpr) {
        self.list("type", |d| {
            d.type_kind(&x.kind);
            if x.optional {
                d.word("optional");
            }
            if x.fixed {
                d.word("fixed");
            }
            if x.signed {
                d.word("signed");
            }
            if let Some((low, high)) = &x.range {
                d.list("range", |d| {
                    d.expr(low);
                    d.expr(high);
                });
            }
            x.step.iter().for_each(|s| d.list("step", |d| d.word(&s.text)));
            x.nature.iter().for_each(|n| d.list("nature", |d| d.word(&n.text)));
            x.blank.iter().for_each(|b| d.blank(b));
        });
    }

    fn blank(&mut self, x: &super::Blank) {
        self.list("blank", |d| {
            d.word(match &x.word {
                BlankWord::Unknown => "unknown",
                BlankWord::None => "none",
                BlankWord::Zero => "0",
                BlankWord::No => "no",
                BlankWord::Other(text) => text,
            });
        });
    }

    fn type_kind(&mut self, kind: &TypeKind) {
        match kind {
            TypeKind::Text => self.word("text"),
            TypeKind::Flag => self.word("flag"),
            TypeKind::Count => self.word("count"),
            TypeKind::Number => self.word("number"),
            TypeKind::Share => self.word("share"),
            TypeKind::Points => self.word("points"),
            TypeKind::Growth => self.word("growth"),
            TypeKind::Date => self.word("date"),
            TypeKind::Year => self.word("year"),
            TypeKind::Half => self.word("half"),
            TypeKind::Quarter => self.word("quarter"),
            TypeKind::Month => self.word("month"),
            TypeKind::Period => self.word("period"),
            TypeKind::Bad => self.word("bad"),
            TypeKind::Money(unit) => self.list("money", |d| unit.iter().for_each(|u| d.name(u))),
            TypeKind::Quantity(unit, per) => self.list("quantity", |d| {
                d.name(unit);
                per.iter().for_each(|u| d.name(u));
            }),
            TypeKind::OneOf(texts) => self.texts("one-of", texts),
            TypeKind::Reading(texts) => self.texts("reading", texts),
            TypeKind::List(of) => self.list("list", |d| d.name(of)),
            TypeKind::Ref(of) => self.list("ref", |d| d.name(of)),
            TypeKind::Kind(name, unit) => self.list("kind", |d| {
                d.name(name);
                unit.iter().for_each(|u| d.name(u));
            }),
        }
    }

    fn table(&mut self, x: &Table) {
        self.line("table", |d| {
            d.name(&x.name);
            d.text("label", x.label.as_ref());
            d.names("key", &x.key);
            for column in &x.columns {
                d.line("column", |d| {
                    d.name(&column.name);
                    d.text("label", column.label.as_ref());
                    column.ty.iter().for_each(|t| d.ty(t));
                });
            }
            match &x.rows {
                TableRows::File(path) => d.text("from", Some(path)),
                TableRows::Inline(rows) => {
                    for row in rows {
                        d.line("row", |d| row.iter().for_each(|c| d.quoted(&c.text)));
                    }
                }
            }
        });
    }

    fn rule(&mut self, x: &Rule) {
        self.line("rule", |d| {
            d.name(&x.name);
            d.text("title", x.title.as_ref());
            x.body.iter().for_each(|s| d.stmt(s));
        });
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Cite(paths) => self.line("cite", |d| paths.iter().for_each(|p| d.expr(p))),
            Stmt::For(binders) => self.line("for", |d| binders.iter().for_each(|b| d.binder(b))),
            Stmt::Tightens(paths) => self.line("tightens", |d| paths.iter().for_each(|p| d.expr(p))),
            Stmt::Due(x) => self.line("due", |d| d.expr(&x.at)),
            Stmt::When(e) => self.line("when", |d| d.expr(e)),
            Stmt::Let(x) => self.line("let", |d| {
                d.name(&x.name);
                d.expr(&x.value);
            }),
            Stmt::Line(x) => self.line(force(x.force), |d| {
                d.text("label", x.label.as_ref());
                d.expr(&x.expr);
            }),
            Stmt::Show(x) => self.line("show", |d| {
                d.text("label", x.label.as_ref());
                d.expr(&x.expr);
                x.ranked.iter().for_each(|r| d.word(if *r == Ranked::Ascending { "ascending" } else { "ranked" }));
            }),
            Stmt::Except { when, line, .. } => self.line("except", |d| {
                d.expr(when);
                d.list(force(line.force), |d| {
                    d.text("label", line.label.as_ref());
                    d.expr(&line.expr);
                });
            }),
            Stmt::Exempt(x) => self.line("exempt", |d| {
                d.expr(&x.when);
                d.text("because", x.because.as_ref());
            }),
            Stmt::NoExceptions(_) => self.line("no-exceptions", |_| {}),
            Stmt::Otherwise(s) => self.line("otherwise", |d| d.quoted(&s.text)),
            Stmt::Effective(days) => self.line("effective", |d| d.days(days)),
            Stmt::Report { kind, .. } => self.line("report", |d| match kind {
                ReportKind::Required(of) => d.list("required", |d| of.iter().for_each(|e| d.expr(e))),
                ReportKind::Holds(e) => d.list("holds", |d| d.expr(e)),
                ReportKind::InTime(e) => d.list("in-time", |d| d.expr(e)),
                ReportKind::Like(e, like) => d.list("like", |d| {
                    d.expr(e);
                    d.quoted(&like.text);
                }),
                ReportKind::ExactlyOne(of) => d.list("exactly-one", |d| of.iter().for_each(|e| d.expr(e))),
            }),
        }
    }
}

fn force(force: Force) -> &'static str {
    match force {
        Force::Require => "require",
        Force::Verify => "verify",
        Force::Aim => "aim",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Violated => "violated",
        Verdict::Undetermined => "undetermined",
        Verdict::Exempt => "exempt",
        Verdict::NotApplicable => "not-applicable",
    }
}
