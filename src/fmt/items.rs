//! A file and its items.

use super::MAX_WIDTH;
use super::block::{Slot, Style, after, words};
use super::context::{Context, pad, quote};
use super::doc::{Doc, concat, group, indent, join, print, text, width};
use super::types::text_of;
use super::words::{self as w, Word};
use crate::ast::{
    Alias, Classify, Clause, Define, DueBy, ExprKind, Extend, File, Item, Joined, KindDecl, Library, Name, Param, ParamValue,
    Policy, Prop, Record, Stage, Str, Than, ThanWord, UnitDecl, Use,
};

impl Context<'_> {
    pub(super) fn print(mut self, file: &File) -> String {
        let mut out = String::new();
        let mut last_was_block = false;
        let ends: Vec<usize> = file.items.iter().skip(1).map(|i| i.span().start as usize).chain([self.text.len()]).collect();
        let widths = self.param_widths(&file.items);
        for (i, (item, limit)) in file.items.iter().zip(ends).enumerate() {
            let is_block = is_block(item);
            let (start, end) = (item.span().start as usize, item.span().end as usize);
            let mut wants_blank = self.blank_before(start) || ((is_block || last_was_block) && !out.is_empty());
            for (comment, place) in self.take_before(self.header_end(item)) {
                let inside = place > start;
                let blank = if inside { wants_blank } else { self.blank_before(place) || last_was_block };
                push(&mut out, blank, comment);
                // The comment right above an item stays with it.
                wants_blank = !inside && self.blank_before(start);
                last_was_block = false;
            }
            let mut printed = match item {
                Item::Param(x) => self.param(x, widths.get(i).copied().unwrap_or_default()),
                other @ (Item::Policy(_)
                | Item::Library(_)
                | Item::Use(_)
                | Item::Record(_)
                | Item::Extend(_)
                | Item::Table(_)
                | Item::Alias(_)
                | Item::Define(_)
                | Item::Classify(_)
                | Item::Rule(_)
                | Item::Test(_)
                | Item::Scorecard(_)
                | Item::Exception(_)
                | Item::Unit(_)
                | Item::Kind(_)) => self.item(other),
            };
            if let Some(comment) = self.take_trailing(end, limit) {
                printed = format!("{printed}  {comment}");
            }
            push(&mut out, wants_blank, &printed);
            last_was_block = is_block;
        }
        for (comment, place) in self.take_before(usize::MAX) {
            push(&mut out, self.blank_before(place) || last_was_block, comment);
            last_was_block = false;
        }
        out
    }

    /// Comments before this place are moved above the item; later ones stay where they are inside its braces.
    fn header_end(&self, item: &Item) -> usize {
        let end = item.span().end as usize;
        let open = match item {
            Item::Policy(x) => self.head_end(&x.name, x.title.as_ref(), &[]),
            Item::Record(x) => {
                let sender = x.sent_by.as_ref().map(|(roster, column)| column.as_ref().unwrap_or(roster).span);
                let due = x.due.as_ref().map(|d| d.span);
                let last = x.blanks.last().map(|b| b.span).or(x.total_rows.last().map(|t| t.span)).or(due).or(sender);
                last.map_or_else(|| self.head_end(&x.name, x.label.as_ref(), &x.key), |span| span.end as usize)
            }
            Item::Extend(x) => {
                let sender = x.sent_by.as_ref().map(|(roster, column)| column.as_ref().unwrap_or(roster).span);
                let due = x.due.as_ref().map(|d| d.span);
                x.blanks.last().map(|b| b.span).or(due).or(sender).unwrap_or(x.record.span).end as usize
            }
            Item::Table(x) => match &x.rows {
                crate::ast::TableRows::File(path) => path.span.end as usize,
                crate::ast::TableRows::Inline(_) => self.head_end(&x.name, x.label.as_ref(), &x.key),
            },
            Item::Rule(x) => self.head_end(&x.name, x.title.as_ref(), &[]),
            Item::Classify(x) => self.head_end(&x.name, x.label.as_ref(), &[]),
            Item::Test(x) => x.name.span.end as usize,
            Item::Scorecard(x) => self.head_end(&x.name, x.title.as_ref(), &[]),
            Item::Exception(x) => x.title.as_ref().unwrap_or(&x.number).span.end as usize,
            Item::Library(_)
            | Item::Use(_)
            | Item::Alias(_)
            | Item::Param(_)
            | Item::Define(_)
            | Item::Unit(_)
            | Item::Kind(_) => return end,
        };
        self.open_brace(open, end)
    }

    /// End of name, label and key.
    pub(super) fn head_end(&self, name: &Name, label: Option<&Str>, key: &[Name]) -> usize {
        key.last().map(|k| k.span).or(label.map(|l| l.span)).unwrap_or(name.span).end as usize
    }

    fn item(&mut self, item: &Item) -> String {
        match item {
            Item::Policy(x) => self.policy(x),
            Item::Library(x) => self.library(x),
            Item::Use(x) => self.use_decl(x),
            Item::Extend(x) => self.extend(x),
            Item::Record(x) => self.record(x),
            Item::Table(x) => self.table(x),
            Item::Alias(x) => self.alias(x),
            Item::Param(x) => self.param(x, [0, 0]),
            Item::Define(x) => self.define(x),
            Item::Classify(x) => self.classify(x),
            Item::Rule(x) => self.rule(x),
            Item::Test(x) => self.test(x),
            Item::Scorecard(x) => self.scorecard(x),
            Item::Exception(x) => self.exception(x),
            Item::Unit(x) => self.unit_decl(x),
            Item::Kind(x) => self.kind_decl(x),
        }
    }

    /// The keyword that begins a span, before `next`.
    fn keyword(&self, word: &Word, start: u32, next: u32) -> String {
        self.word(word, start as usize, next as usize).to_string()
    }

    fn policy(&mut self, x: &Policy) -> String {
        let word = self.keyword(&w::POLICY, x.span.start, x.name.span.start);
        let head = words([word, self.name(&x.name), text_of(x.title.as_ref())]);
        let end = x.span.end as usize;
        let open = self.open_brace(self.head_end(&x.name, x.title.as_ref(), &[]), end);
        let mut slots: Vec<Slot> = x.props.iter().map(|p| self.prop_slot(p)).collect();
        slots.extend(x.clauses.iter().map(|c| self.clause_slot(c)));
        slots.sort_by_key(|s| s.start);
        self.block(&head, open, slots, end)
    }

    fn prop_slot(&self, prop: &Prop) -> Slot {
        let (word, start, place, end, value) = match prop {
            Prop::Number(s) => (&w::NUMBER, self.word_before(s.span.start as usize), s.span.start, s.span.end, quote(&s.text)),
            Prop::Jurisdiction(s) => {
                (&w::JURISDICTION, self.word_before(s.span.start as usize), s.span.start, s.span.end, quote(&s.text))
            }
            Prop::Issued(d) => (&w::ISSUED, self.word_before(d.span.start as usize), d.span.start, d.span.end, self.day(d)),
            Prop::Effective(days) => (&w::EFFECTIVE, days.span.start as usize, days.span.end, days.span.end, self.days(days)),
        };
        let columns = vec![self.word(word, start, place as usize).to_string()];
        Slot { start, end: end as usize, style: Style::Prop, columns, rest: text(value) }
    }

    fn clause_slot(&self, c: &Clause) -> Slot {
        let word = self.keyword(&w::CLAUSE, c.span.start, c.name.span.start);
        let mut columns = vec![word, self.name(&c.name), text_of(c.number.as_ref())];
        // Titles are a column where a force follows them.
        let title = text_of(c.title.as_ref());
        let mut rest = Vec::new();
        if c.force.is_some() {
            columns.push(title)
        } else {
            rest.push(title)
        }
        if let Some(force) = &c.force {
            let (start, end) = (force.span.start as usize, force.span.end as usize);
            let written_zh = self.slice(start, end).chars().next().is_some_and(|c| !c.is_ascii());
            let zh = crate::ast::words::chinese(&force.text).unwrap_or(&force.text);
            rest.push(if self.prints_zh(written_zh) { zh.to_string() } else { force.text.clone() });
        }
        if let Some(reason) = &c.qualitative {
            let start = reason.span.start as usize;
            rest.push(self.word(&w::QUALITATIVE, self.word_before(start), start).to_string());
            rest.push(quote(&reason.text));
        }
        let (start, end) = (c.span.start as usize, c.span.end as usize);
        Slot { start, end, style: Style::Clause, columns, rest: text(words(rest)) }
    }

    /// `key a, b`, or nothing.
    pub(super) fn key(&self, key: &[Name], from: usize) -> String {
        let Some(first) = key.first() else { return String::new() };
        format!("{} {}", self.word(&w::KEY, from, first.span.start as usize), self.names(key))
    }

    fn record(&mut self, x: &Record) -> String {
        let word = self.keyword(&w::RECORD, x.span.start, x.name.span.start);
        let before_key = x.label.as_ref().map_or(x.name.span, |l| l.span).end as usize;
        let mut head = words([word, self.name(&x.name), text_of(x.label.as_ref()), self.key(&x.key, before_key)]);
        let mut last = self.head_end(&x.name, x.label.as_ref(), &x.key);
        head = words([head, self.sent_by(x.sent_by.as_ref(), &mut last), self.due_by(x.due.as_ref(), &mut last)]);
        if let Some(first) = x.total_rows.first() {
            let word = self.word(&w::TOTAL_ROW, last, first.span.start as usize);
            let texts = x.total_rows.iter().map(|t| quote(&t.text)).collect::<Vec<_>>().join(", ");
            head = words([head, format!("{word} {texts}")]);
            last = x.total_rows.last().map_or(last, |t| t.span.end as usize);
        }
        head = words([head, self.blank_means(&x.blanks)]);
        last = x.blanks.last().map_or(last, |b| b.span.end as usize);
        let end = x.span.end as usize;
        let open = self.open_brace(last, end);
        let slots = x.fields.iter().map(|f| self.field_slot(f)).collect();
        self.block(&head, open, slots, end)
    }

    /// `sent by counties as code`, or nothing; `last` moves to its end.
    fn sent_by(&self, sent_by: Option<&(Name, Option<Name>)>, last: &mut usize) -> String {
        let Some((roster, column)) = sent_by else { return String::new() };
        let zh = self.is_zh(&w::SENT_BY, *last, roster.span.start as usize);
        let sent = if zh { format!("由 {} 报送", self.name(roster)) } else { format!("sent by {}", self.name(roster)) };
        *last = roster.span.end as usize;
        let column = column.as_ref().map(|c| {
            let word = self.word(&w::AS, *last, c.span.start as usize);
            *last = c.span.end as usize;
            format!("{word} {}", self.name(c))
        });
        words([sent, column.unwrap_or_default()])
    }

    /// `due last_day(quarter) + 15天 on filed`, or nothing; `last` moves to its end.
    fn due_by(&self, due: Option<&DueBy>, last: &mut usize) -> String {
        let Some(due) = due else { return String::new() };
        let word = self.word(&w::DUE, due.span.start as usize, due.at.span.start as usize);
        let on = due.on.as_ref().map(|on| {
            let word = self.word(&w::ON, due.at.span.end as usize, on.span.start as usize);
            format!("{word} {}", self.name(on))
        });
        *last = due.span.end as usize;
        words([word.to_string(), self.flat_expr(&due.at), on.unwrap_or_default()])
    }

    fn library(&self, x: &Library) -> String {
        let word = self.keyword(&w::LIBRARY, x.span.start, x.name.span.start);
        words([word, self.name(&x.name), text_of(x.title.as_ref())])
    }

    fn use_decl(&self, x: &Use) -> String {
        let word = self.keyword(&w::USE, x.span.start, x.module.span.start);
        let from = x.from.as_ref().map(|path| {
            let from = self.word(&w::FROM, x.module.span.end as usize, path.span.start as usize);
            format!("{from} {}", quote(&path.text))
        });
        words([word, self.name(&x.module), from.unwrap_or_default()])
    }

    fn extend(&mut self, x: &Extend) -> String {
        let word = self.keyword(&w::EXTEND, x.span.start, x.record.span.start);
        let mut last = x.record.span.end as usize;
        let sender = self.sent_by(x.sent_by.as_ref(), &mut last);
        let due = self.due_by(x.due.as_ref(), &mut last);
        let head = words([word, self.name(&x.record), sender, due, self.blank_means(&x.blanks)]);
        last = x.blanks.last().map_or(last, |b| b.span.end as usize);
        let end = x.span.end as usize;
        let open = self.open_brace(last, end);
        let slots = x.fields.iter().map(|f| self.field_slot(f)).collect();
        self.block(&head, open, slots, end)
    }

    fn alias(&self, x: &Alias) -> String {
        let word = self.keyword(&w::ALIAS, x.span.start, x.alias.span.start);
        format!("{word} {} = {}", quote(&x.alias.text), quote(&x.canonical.text))
    }

    /// Widths of name and label for each parameter: parameters without a blank line between them share their columns.
    fn param_widths(&self, items: &[Item]) -> Vec<[usize; 2]> {
        let mut out: Vec<[usize; 2]> = vec![[0, 0]; items.len()];
        let mut first = 0;
        for (i, item) in items.iter().enumerate() {
            let Item::Param(x) = item else {
                first = i + 1;
                continue;
            };
            // A comment above belongs to the parameter: the blank line may stand before it.
            let above = i.checked_sub(1).and_then(|p| items.get(p)).map_or(0, |p| p.span().end as usize);
            if self.blank_between(above, x.span.start as usize) {
                first = i;
            }
            let here = [width(&self.name(&x.name)), width(&text_of(x.label.as_ref()))];
            let before = i.checked_sub(1).filter(|p| *p >= first).and_then(|p| out.get(p)).copied().unwrap_or_default();
            let widest = [here[0].max(before[0]), here[1].max(before[1])];
            out.iter_mut().take(i + 1).skip(first).for_each(|w| *w = widest);
        }
        out
    }

    fn param(&self, x: &Param, widths: [usize; 2]) -> String {
        let word = self.keyword(&w::PARAM, x.span.start, x.name.span.start);
        let label = pad(&text_of(x.label.as_ref()), widths[1]);
        let than = x.than.as_ref().map_or(String::new(), |t| self.than(t));
        let head = words([word, pad(&self.name(&x.name), widths[0]), label, ":".into(), self.type_expr(&x.ty), than]);
        let mut parts = vec![text(head)];
        for (at, value) in x.values.iter().enumerate() {
            let mut pieces = vec![indent(2, self.param_value(value))];
            if let Some(because) = &value.because {
                pieces.extend([Doc::Line, self.because(because)]);
            }
            // One value breaks with the whole parameter, several each by itself.
            let doc = if x.values.len() > 1 { group(indent(2, concat(pieces))) } else { concat(pieces) };
            let doc = match (at, x.joined) {
                (0, _) => after("=", doc),
                (_, Joined::Alternatives) => after("|", doc),
                (_, Joined::ByDate) => doc,
            };
            parts.extend([Doc::Line, doc]);
            let comma = x.joined == Joined::ByDate && at + 1 < x.values.len();
            parts.extend(comma.then(|| text(",")));
        }
        if let Some(because) = &x.because {
            parts.push(Doc::Line);
            parts.push(self.because(because));
        }
        lay_out(concat(parts))
    }

    fn than(&self, than: &Than) -> String {
        let word = match than.word {
            ThanWord::After => &w::AFTER,
            ThanWord::Above => &w::ABOVE,
            ThanWord::AtLeast => &w::NOT_BELOW,
        };
        let (from, to) = (than.span.start as usize, than.other.span.start as usize);
        words([self.word(word, from, to).to_string(), self.flat_expr(&than.other)])
    }

    fn param_value(&self, x: &ParamValue) -> Doc {
        let mut parts = vec![self.expr(&x.value)];
        if let Some(from) = &x.from {
            let word = self.word(&w::SINCE, x.value.span.end as usize, from.span.start as usize);
            parts.extend([text(format!(" {word} ")), self.expr(from)]);
        }
        concat(parts)
    }

    pub(super) fn because(&self, because: &Str) -> Doc {
        let start = because.span.start as usize;
        let word = self.word(&w::BECAUSE, self.word_before(start), start);
        text(format!("{word} {}", quote(&because.text)))
    }

    fn define(&self, x: &Define) -> String {
        let first = x.owner.as_ref().unwrap_or(&x.name);
        let word = self.keyword(&w::DEFINE, x.span.start, first.span.start);
        let owner = x.owner.as_ref().map_or(String::new(), |o| format!("{}.", self.name(o)));
        let args = x.args.as_ref().map_or(String::new(), |args| format!("({})", self.names(args)));
        let head = words([word, format!("{owner}{}{args}", self.name(&x.name)), text_of(x.label.as_ref()), "=".into()]);
        let doc = concat([text(head), text(" "), self.expr(&x.value)]);
        // The braces of a choice hold together what they hold: its arms are not set in twice.
        if matches!(x.value.kind, ExprKind::Choose { .. }) { print(&group(doc), 0, MAX_WIDTH) } else { lay_out(doc) }
    }

    fn classify(&mut self, x: &Classify) -> String {
        let word = self.keyword(&w::CLASSIFY, x.span.start, x.owner.span.start);
        let target = format!("{}.{}", self.name(&x.owner), self.name(&x.name));
        let head = words([word, target, text_of(x.label.as_ref())]);
        let end = x.span.end as usize;
        let open = self.open_brace(self.head_end(&x.name, x.label.as_ref(), &[]), end);
        let slots = x.stages.iter().map(|s| self.stage_slot(s)).collect();
        self.block(&head, open, slots, end)
    }

    fn stage_slot(&self, stage: &Stage) -> Slot {
        let (start, end) = (stage.span.start as usize, stage.span.end as usize);
        let first = stage.needs.first().map_or(end, |n| n.label.as_ref().map_or(n.cond.span, |l| l.span).start as usize);
        let needs = self.word(&w::NEEDS, stage.label.span.end as usize, first).to_string();
        let need = |n: &crate::ast::Need| match &n.label {
            Some(label) => concat([text(format!("{}: ", quote(&label.text))), self.expr(&n.cond)]),
            None => self.expr(&n.cond),
        };
        let rest = group(join(stage.needs.iter().map(need), ","));
        Slot { start, end, style: Style::Statement, columns: vec![quote(&stage.label.text), needs], rest }
    }

    fn unit_decl(&self, x: &UnitDecl) -> String {
        let word = self.keyword(&w::UNIT, x.span.start, x.name.span.start);
        let of = x.of.as_ref().map_or(String::new(), |(digits, unit)| format!("= {digits} {}", unit.text));
        words([word, self.unit_name(&x.name), of])
    }

    fn unit_name(&self, name: &Name) -> String {
        if name.text.contains('%') { name.text.clone() } else { self.name(name) }
    }

    fn kind_decl(&self, x: &KindDecl) -> String {
        let word = self.keyword(&w::KIND, x.span.start, x.name.span.start);
        words([word, self.name(&x.name), text_of(x.label.as_ref()), ":".into(), self.type_expr(&x.ty)])
    }
}

/// Items over several lines are set off by blank lines.
fn is_block(item: &Item) -> bool {
    match item {
        Item::Policy(_)
        | Item::Record(_)
        | Item::Extend(_)
        | Item::Classify(_)
        | Item::Rule(_)
        | Item::Test(_)
        | Item::Scorecard(_)
        | Item::Exception(_) => true,
        Item::Table(t) => matches!(t.rows, crate::ast::TableRows::Inline(_)) || !t.columns.is_empty(),
        Item::Library(_) | Item::Use(_) | Item::Alias(_) | Item::Param(_) | Item::Define(_) | Item::Unit(_) | Item::Kind(_) => {
            false
        }
    }
}

fn lay_out(doc: Doc) -> String {
    print(&group(indent(2, doc)), 0, MAX_WIDTH)
}

fn push(out: &mut String, blank: bool, text: &str) {
    if blank && !out.is_empty() {
        out.push('\n');
    }
    out.push_str(text);
    out.push('\n');
}
