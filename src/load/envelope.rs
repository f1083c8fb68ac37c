//! What a submission says of itself: who sent it, for which period, on which day, which tables are not complete. Each item is said
//! once: where it is said twice, or otherwise than in the project file, both places are told and nothing is taken for it.

use super::calendar;
use super::diagnostics::files;
use super::form_unit::{is_currency_word, is_measure, is_own_currency, is_unit_word};
use super::input::{Envelope, Item, Partial, StatedAt};
use super::part::Part;
use super::value::fold_value;
use crate::data::SaidBy;
use crate::diag::{Bilingual, nearest};
use crate::load::diagnostics::words;
use crate::text::Span;
use crate::ty::{PeriodKind, read_any_period};

/// Names of the table that holds the envelope.
pub const NAMES: &[&str] = &["submission", "报送", "报送信息", "封面"];

/// A value of an envelope as the readers find it.
pub enum Value<'t> {
    Text(&'t str),
    Flag(bool),
    List(Vec<String>),
    Other,
}

const REGION: &[&str] = &["region", "地区", "报送地区", "报送单位", "单位"];
const PERIOD: &[&str] = &["period", "期间", "年度", "year", "报告期"];
const DATE: &[&str] = &["date", "日期", "报送日期", "填报日期"];
const PARTIAL: &[&str] = &["partial", "部分", "不完整"];

impl Item {
    /// The item a key of an envelope stands for.
    pub fn named(name: &str) -> Option<Self> {
        let table = [(Self::Region, REGION), (Self::Period, PERIOD), (Self::Date, DATE), (Self::Partial, PARTIAL)];
        table.into_iter().find(|(_, names)| names.contains(&name)).map(|(item, _)| item)
    }

    pub fn title(self) -> Bilingual {
        match self {
            Self::Region => words::region(),
            Self::Period => words::period(),
            Self::Date => words::date(),
            Self::Partial => words::partial(),
        }
    }

    fn wanted(self) -> Bilingual {
        match self {
            Self::Region => words::a_region(),
            Self::Period => words::a_period(),
            Self::Date => words::a_date(),
            Self::Partial => words::records(),
        }
    }
}

/// One item of an envelope, read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Region(String),
    Period((i64, PeriodKind)),
    Date(i64),
    Partial(Partial),
}

impl Envelope {
    /// The item and whatever was said of it.
    fn of(&self, item: Item) -> Option<Word> {
        match item {
            Item::Region => self.region.clone().map(Word::Region),
            Item::Period => self.period.map(Word::Period),
            Item::Date => self.date.map(Word::Date),
            Item::Partial => Some(Word::Partial(self.partial.clone())),
        }
    }

    fn take(&mut self, word: Word) {
        match word {
            Word::Region(region) => self.region = Some(region),
            Word::Period(period) => self.period = Some(period),
            Word::Date(day) => self.date = Some(day),
            Word::Partial(partial) => self.partial = partial,
        }
    }

    /// Nothing is known of this item any more: two different things are said of it.
    pub(super) fn dispute(&mut self, item: Item) {
        self.disputed.insert(item);
        match item {
            Item::Region => self.region = None,
            Item::Period => self.period = None,
            Item::Date => self.date = None,
            Item::Partial => self.partial = Partial::All,
        }
    }

    pub fn is_disputed(&self, item: Item) -> bool {
        self.disputed.contains(&item)
    }
}

/// Whether a label stands for something an envelope says: an item, or the unit of the figures.
pub fn is_item(name: &str) -> bool {
    Item::named(name).is_some() || is_unit_word(name, |_| false)
}

/// Begins an envelope at a key of the file; a second one is told, and what it says is compared with the first.
pub fn begin(part: &mut Part<'_>, key: Span) -> usize {
    match part.envelope.first {
        None => {
            part.envelope.first = Some(key);
            0
        }
        Some(first) => {
            part.log.push_file(files::envelope_again(key, first));
            key.start as usize
        }
    }
}

/// Takes one field of the envelope that began with the number `envelope`.
pub fn field(part: &mut Part<'_>, envelope: usize, name: &str, key: Span, value: &Value<'_>, place: Span) {
    said(part, (envelope, SaidBy::File), name, key, value, place);
}

/// Takes an item wherever it stands.
pub fn said(part: &mut Part<'_>, (envelope, by): (usize, SaidBy), name: &str, key: Span, value: &Value<'_>, place: Span) {
    if let (Value::Text(text), true) = (value, says_unit(part, name, value)) {
        if !(is_currency_word(name) && is_own_currency(text)) {
            part.form_units.push((text.trim().to_string(), key.to(place)));
        }
        return;
    }
    let Some(item) = Item::named(name) else {
        let known = [REGION, PERIOD, DATE, PARTIAL].concat();
        return part.log.push_file(files::envelope_field(name, nearest(name, known), key));
    };
    let word = read(part, item, value, place);
    if word.is_none() {
        part.log.push_file(files::envelope_value(name, item.wanted(), Some(place)));
    }
    let whole = key.to(place);
    let Some(before) = part.envelope.said.get(&item).copied() else {
        part.envelope.said.insert(item, StatedAt { place: Some(whole), by, envelope });
        if let Some(word) = word {
            part.envelope.take(word);
        }
        return;
    };
    let agrees = word.is_some() && part.envelope.of(item) == word && !part.envelope.is_disputed(item);
    // From now on the file's own place is the first of the two that a further one repeats.
    if before.by_project() {
        part.envelope.said.insert(item, StatedAt { place: Some(whole), by, envelope });
    }
    if agrees && (before.by_project() || before.envelope != envelope) {
        return;
    }
    part.log.push_file(match before.by_project() {
        true => files::envelope_against_project(&item.title(), whole, before.place),
        false => files::envelope_twice(&item.title(), whole, before.place, agrees),
    });
    if !agrees {
        part.envelope.dispute(item);
    }
}

/// Whether a field says the unit of the figures: 计量单位, and 单位 where what it says is one.
fn says_unit(part: &Part<'_>, name: &str, value: &Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    match Item::named(name) {
        Some(Item::Region) => is_unit_word(name, |_| false) && is_measure(part.context.units, text),
        Some(_) => false,
        None => is_currency_word(name) || is_unit_word(name, |_| false),
    }
}

fn read(part: &mut Part<'_>, item: Item, value: &Value<'_>, place: Span) -> Option<Word> {
    let text = if let Value::Text(text) = value { Some(*text) } else { None };
    match item {
        Item::Region => text
            .map(str::trim)
            .filter(|t| !t.is_empty() && !is_measure(part.context.units, t))
            .map(|t| Word::Region(t.to_string())),
        Item::Period => read_any_period(&fold_value(text?)).map(Word::Period),
        Item::Date => {
            let day = calendar::date(&fold_value(text?)).ok().flatten();
            day.filter(|(first, last)| first == last).map(|(first, _)| Word::Date(first))
        }
        Item::Partial => partial(part, value, place).map(Word::Partial),
    }
}

fn partial(part: &mut Part<'_>, value: &Value<'_>, place: Span) -> Option<Partial> {
    let names = match value {
        Value::Flag(true) => return Some(Partial::All),
        Value::Flag(false) => return Some(Partial::No),
        Value::Text(name) => vec![(*name).to_string()],
        Value::List(names) => names.clone(),
        Value::Other => return None,
    };
    for name in &names {
        if part.context.names.relation(name).is_none() {
            let near = super::names::nearest_record(part.context.schema, name);
            part.log.push_file(files::unknown_record(name, near, place));
        }
    }
    Some(Partial::Named(names))
}
