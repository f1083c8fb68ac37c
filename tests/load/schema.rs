//! A small reader of `record` declarations, enough for the tests of the loaders: they must not wait for the rule parser, and a
//! page's example must say what it declares.

use fadu::num::{Interval, Rat, int, ratio};
use fadu::text::{FileId, Source, Sources, Span};
use fadu::ty::{
    ColId, ColumnDef, Dims, Flavour, Nature, NumTy, Origin, PeriodKind, RelId, Relation, Schema, SentBy, Type, Unit, Units,
};

/// Words, strings and signs of a declaration, each with its place.
fn words(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut out: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let len = if c == '"' {
            text[at + 1..].find('"').expect("a closed string") + 2
        } else if c == '#' {
            at += text[at..].find('\n').unwrap_or(text.len() - at);
            continue;
        } else if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if "{}:,?".contains(c) {
            1
        } else {
            text[at..].find(|c: char| c.is_whitespace() || "{}:,?\"".contains(c)).unwrap_or(text.len() - at)
        };
        out.push((text[at..at + len].to_string(), at..at + len));
        at += len;
    }
    out
}

struct Reader {
    words: Vec<(String, std::ops::Range<usize>)>,
    at: usize,
    units: Units,
    file: FileId,
}

impl Reader {
    fn peek(&self) -> &str {
        self.words.get(self.at).map_or("", |w| w.0.as_str())
    }

    fn next(&mut self) -> String {
        self.at += 1;
        self.words.get(self.at - 1).map_or(String::new(), |w| w.0.clone())
    }

    fn eat(&mut self, word: &str) -> bool {
        let hit = self.peek() == word;
        self.at += usize::from(hit);
        hit
    }

    fn string(&mut self) -> Option<String> {
        self.peek().starts_with('"').then(|| self.next().trim_matches('"').to_string())
    }

    fn span(&self) -> Span {
        let range = self.words[self.at].1.clone();
        Span::new(self.file, range.start, range.end)
    }

    fn names(&mut self) -> Vec<String> {
        let mut names = vec![self.next()];
        while self.eat(",") {
            names.push(self.next());
        }
        names
    }

    fn unit(&mut self) -> Option<Unit> {
        self.eat("in").then(|| {
            let name = self.next();
            fadu::internals::load::find_unit(&self.units, &name).unwrap_or_else(|| panic!("unit {name}"))
        })
    }

    fn number(text: &str) -> Rat {
        let (digits, factor) = match text.strip_suffix('%') {
            Some(digits) => (digits, ratio(1, 100)),
            None => (text, int(1)),
        };
        fadu::num::Decimal::parse(digits).unwrap().to_rat() * factor
    }
}

/// A record before its names are known.
struct Raw {
    relation: Relation,
    key: Vec<String>,
    sent_by: Option<(String, Option<String>)>,
    /// (column, relation named)
    links: Vec<(usize, String)>,
}

/// The schema that declarations describe; the text becomes the first source.
pub fn schema(text: &str, sources: &mut Sources) -> Schema {
    let file = sources.add(Source::new("rules.fadu", text));
    let mut reader = Reader { words: words(text), at: 0, units: Units::default(), file };
    let (mut raws, mut aliases) = (Vec::new(), Vec::new());
    while !reader.peek().is_empty() {
        match reader.next().as_str() {
            "record" => raws.push(record(&mut reader, Origin::Submitted)),
            "table" => raws.push(record(&mut reader, Origin::Policy)),
            "alias" => {
                let alias = reader.string().unwrap();
                assert!(reader.eat("="));
                aliases.push((alias, reader.string().unwrap()));
            }
            other => panic!("unexpected {other}"),
        }
    }
    link(raws, aliases)
}

fn record(reader: &mut Reader, origin: Origin) -> Raw {
    let span = reader.span();
    let name = reader.next();
    let label = reader.string();
    let key = if reader.eat("key") { reader.names() } else { Vec::new() };
    let sent_by = reader.eat("sent").then(|| {
        assert!(reader.eat("by"));
        let roster = reader.next();
        (roster, reader.eat("as").then(|| reader.next()))
    });
    let mut total_rows = Vec::new();
    if reader.eat("total") {
        assert!(reader.eat("row"));
        total_rows.extend(reader.string());
        while reader.eat(",") {
            total_rows.extend(reader.string());
        }
    }
    assert!(reader.eat("{"), "{{ of {name}");
    let (mut columns, mut links) = (Vec::new(), Vec::new());
    while !reader.eat("}") {
        let (column, link) = field(reader);
        links.extend(link.map(|l| (columns.len(), l)));
        columns.push(column);
        reader.eat(",");
    }
    let relation = Relation { name, label, origin, columns, key: Vec::new(), sent_by: None, total_rows, span };
    Raw { relation, key, sent_by, links }
}

fn field(reader: &mut Reader) -> (ColumnDef, Option<String>) {
    let span = reader.span();
    let name = reader.next();
    let label = reader.string();
    let aliases =
        if reader.eat("also") { reader.names().iter().map(|n| n.trim_matches('"').into()).collect() } else { Vec::new() };
    assert!(reader.eat(":"), "a colon behind {name}");
    let plain = |flavour| Type::Number(NumTy::plain(flavour));
    let (mut unit, mut link) = (None, None);
    let ty = match reader.next().as_str() {
        "text" => Type::Text,
        "flag" => Type::Flag,
        "count" => plain(Flavour::Count),
        "number" => plain(Flavour::Number),
        "share" => {
            unit = Some(Unit::percent());
            plain(Flavour::Share)
        }
        "points" => plain(Flavour::Points),
        "growth" => plain(Flavour::Growth),
        "money" => {
            unit = reader.unit();
            Type::Number(NumTy::amount(Dims::base("元")))
        }
        "quantity" => {
            unit = reader.unit();
            Type::Number(unit.clone().expect("a unit").ty)
        }
        "date" => Type::Date,
        "year" => Type::Period(PeriodKind::Year),
        "month" => Type::Period(PeriodKind::Month),
        "one" => {
            assert!(reader.eat("of"));
            Type::OneOf(reader.names().iter().map(|n| n.trim_matches('"').into()).collect())
        }
        "list" => {
            assert!(reader.eat("of"));
            link = Some(reader.next());
            Type::List(RelId(0))
        }
        "ref" => {
            link = Some(reader.next());
            Type::Ref(RelId(0))
        }
        other => panic!("type {other}"),
    };
    let mut column = ColumnDef {
        name,
        label,
        aliases,
        ty,
        unit,
        step: None,
        optional: false,
        signed: false,
        fixed: false,
        range: None,
        nature: Nature::During,
        life: fadu::ty::Life::default(),
        blank: None,
        blank_is_own: false,
        added_by: None,
        span,
    };
    loop {
        if reader.eat("?") {
            column.optional = true;
        } else if reader.eat("signed") {
            column.signed = true;
        } else if reader.eat("to") {
            column.step = Some(Reader::number(&reader.next()));
        } else if reader.eat("in") {
            let range = reader.next();
            let (lo, hi) = range.split_once("..").expect("a range");
            let factor = match &column.ty {
                Type::Number(n) if n.flavour == Flavour::Amount => column.unit.as_ref().map_or(int(1), |u| u.factor.clone()),
                _ => int(1),
            };
            column.range = Some(Interval::closed(Reader::number(lo) * &factor, Reader::number(hi) * factor));
        } else {
            return (column, link);
        }
    }
}

fn link(raws: Vec<Raw>, aliases: Vec<(String, String)>) -> Schema {
    let names: Vec<String> = raws.iter().map(|r| r.relation.name.clone()).collect();
    let find = |name: &str| {
        let at = names.iter().position(|n| n == name).unwrap_or_else(|| panic!("record {name}"));
        RelId(u32::try_from(at).unwrap())
    };
    let col = |relation: &Relation, name: &str| {
        let at = relation.columns.iter().position(|c| c.name == name).unwrap_or_else(|| panic!("column {name}"));
        ColId(u32::try_from(at).unwrap())
    };
    let mut schema = Schema { relations: Vec::new(), aliases, ..Schema::default() };
    let mut nested = Vec::new();
    for (at, raw) in raws.into_iter().enumerate() {
        let mut relation = raw.relation;
        relation.key = raw.key.iter().map(|k| col(&relation, k)).collect();
        relation.sent_by =
            raw.sent_by.map(|(roster, column)| SentBy { roster: find(&roster), column: column.map(|c| col(&relation, &c)) });
        for (column, target) in raw.links {
            let target = find(&target);
            match &mut relation.columns[column].ty {
                Type::List(rel) => {
                    *rel = target;
                    nested.push((target, RelId(u32::try_from(at).unwrap()), ColId(u32::try_from(column).unwrap())));
                }
                Type::Ref(rel) => *rel = target,
                _ => {}
            }
        }
        schema.relations.push(relation);
    }
    for (child, parent, column) in nested {
        schema.relations[child.index()].origin = Origin::Nested { parent, column };
    }
    schema
}
