//! What to write into the project file so that a file is read: the record that fits best, and patterns for what stands only in names and titles.

use super::seek::{self, Meaning, Member, Stands};
use super::view::{ColumnKind, FileView, TableView, clip};
use crate::config::{Entry, value_of};
use crate::data::{Dataset, Item};
use crate::diag::Lang;
use crate::text::{Sources, fold_name, same_name};
use crate::ty::{PeriodKind, RelId, Schema};

/// An entry for a file, and what it is expected to bring.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub entry: Entry,
    /// Nothing is left to fill in.
    pub complete: bool,
    pub region: Option<String>,
    pub period: Option<(i64, PeriodKind)>,
}

/// What a proposal is made from.
pub struct Given<'a> {
    pub schema: &'a Schema,
    pub data: &'a Dataset,
    pub sources: &'a Sources,
    /// The path below the folder of the project file; `None` where it lies elsewhere.
    pub below: Option<&'a str>,
    pub path: &'a str,
    /// The record was tried, for the file does not say it itself.
    pub tried: bool,
    pub lang: Lang,
}

/// A text in which something may stand, and how it is said in an entry.
enum Place<'a> {
    Path(&'a str),
    Sheet(&'a str),
    Title(String),
}

/// An entry for a file of which something was read.
pub fn proposal(given: &Given<'_>, view: &FileView, loose: bool) -> Option<Proposal> {
    let records: Vec<RelId> = view.tables().map(|(_, t)| t.rel).collect();
    let first = *records.first()?;
    let mut entry = Entry::default();
    let one = records.iter().all(|r| *r == first);
    if one && (given.tried || view.tables().any(|(_, t)| t.header.is_some())) {
        entry.record = Some(given.schema.get(first).name.clone());
    }
    let says = |item: Item| view.parts.iter().any(|p| p.said.iter().any(|s| s.item == item && s.value.is_some()));
    let needs_region = !says(Item::Region) && records.iter().any(|r| needs_region(given.schema, *r, view));
    let kind = records.iter().find_map(|r| needs_period(given.schema, *r, view)).filter(|_| !says(Item::Period));
    let places = places(given, view);
    let members = members(given, &records);
    let said = view.parts.iter().flat_map(|p| &p.said).find(|s| s.item == Item::Region).and_then(|s| s.value.clone());
    // A name that says what the file says itself goes into the pattern: it serves for files that do not.
    let agrees = |found: &Found| match (&said, found) {
        (Some(said), Some((0, Stands { means: Meaning::Region(key), .. }))) => said == key && given.below.is_some(),
        _ => false,
    };
    let stands = stand(&places, |text| seek::region(text, &members));
    let region = (needs_region || agrees(&stands)).then_some(stands);
    // A title says the period more surely than the name that somebody gave the file.
    let period = kind.map(|kind| last_to_first(&places, |text| seek::period(text, kind)));
    let mut proposal = Proposal { entry, complete: true, region: None, period: None };
    proposal.take(given, &places, (region, period), loose);
    proposal.ignore(view, given.lang);
    if region_unsaid(&proposal, needs_region) {
        proposal.ask_region(given, &records, &places);
    }
    if kind.is_some() && proposal.period.is_none() {
        proposal.complete = false;
        let why = given.lang.pick(
            "文件里、文件名里都看不出报告期，请填写后去掉行首的 #",
            "fill in the period and take the # away: neither the file nor its name says it",
        );
        proposal.entry.open.push(("period = \"\"".to_string(), why.to_string()));
    }
    Some(proposal)
}

fn region_unsaid(proposal: &Proposal, needed: bool) -> bool {
    needed && proposal.region.is_none()
}

impl Proposal {
    /// Writes the patterns for what was found, each in the place where it stands.
    fn take(&mut self, given: &Given<'_>, places: &[Place<'_>], (region, period): (Option<Found>, Option<Found>), loose: bool) {
        let found: Vec<(usize, Stands)> = region.flatten().into_iter().chain(period.flatten()).collect();
        let mut files = None;
        for (at, place) in places.iter().enumerate() {
            let here: Vec<Stands> = found.iter().filter(|(n, _)| *n == at).map(|(_, s)| s.clone()).collect();
            if here.is_empty() {
                continue;
            }
            let written = match place {
                Place::Path(path) => seek::pattern(path, &here, loose, ending(path)),
                Place::Sheet(name) => seek::pattern(name, &here, loose, ""),
                Place::Title(title) => seek::pattern(title, &here, loose, ""),
            };
            let Some(pattern) = written else { continue };
            match place {
                Place::Path(_) => files = Some(pattern),
                Place::Sheet(_) => self.entry.sheet = Some(pattern),
                Place::Title(_) => self.entry.title.push(pattern),
            }
            for one in here {
                match one.means {
                    Meaning::Region(region) => self.region = Some(region),
                    Meaning::Period(n, kind) => self.period = Some((n, kind)),
                }
            }
        }
        self.entry.files = vec![files.unwrap_or_else(|| seek::escaped(given.below.unwrap_or(given.path)))];
    }

    /// Columns that no field takes: those every form has are ignored, the others are for people to judge.
    fn ignore(&mut self, view: &FileView, lang: Lang) {
        let unknown = |t: &TableView| {
            let all = t.columns.iter().filter(|c| matches!(c.kind, ColumnKind::Unknown | ColumnKind::Ignored));
            all.map(|c| c.text.clone()).collect::<Vec<_>>()
        };
        let mut names: Vec<String> = view.tables().flat_map(|(_, t)| unknown(t)).collect();
        names.sort();
        names.dedup();
        let (beside, other): (Vec<String>, Vec<String>) = names.into_iter().partition(|n| is_beside(n));
        self.entry.ignore = beside.clone();
        if !other.is_empty() {
            let all: Vec<String> = beside.into_iter().chain(other).collect();
            let line =
                format!("ignore = [{}]", all.iter().map(|n| value_of(std::slice::from_ref(n))).collect::<Vec<_>>().join(", "));
            let why = lang
                .pick("没有字段要的栏，确认无用后用这一行", "columns that no field takes: use this line if nobody needs them");
            self.entry.open.push((line, why.to_string()));
        }
    }

    fn ask_region(&mut self, given: &Given<'_>, records: &[RelId], places: &[Place<'_>]) {
        self.complete = false;
        let called = called(given, records);
        let hint = stand(places, |text| seek::region(text, &called));
        let (value, why) = match hint {
            // A name is no code; that it stands for one is the roster's word, and for people to confirm.
            Some((at, Stands { means: Meaning::Region(key), range, .. })) => {
                let said = places.get(at).and_then(|p| p.text().get(range)).unwrap_or_default().to_string();
                let why = match given.lang {
                    Lang::Zh => format!("名册中“{}”的代码，确认后去掉行首的 #", clip(&said)),
                    Lang::En => format!("what the roster calls `{}`: take the # away if it is meant", clip(&said)),
                };
                (key, why)
            }
            _ => {
                let why = given.lang.pick(
                    "文件里、文件名里都看不出报送地区，请填写后去掉行首的 #",
                    "fill in the region and take the # away: neither the file nor its name says it",
                );
                (String::new(), why.to_string())
            }
        };
        self.entry.open.push((format!("region = {}", value_of(&[value])), why));
    }
}

type Found = Option<(usize, Stands)>;

/// The first place in which something stands.
fn stand(places: &[Place<'_>], seek: impl Fn(&str) -> Option<Stands>) -> Found {
    places.iter().enumerate().find_map(|(at, place)| Some((at, seek(place.text())?)))
}

/// The first cell above the table in which something stands, else the sheet, else the path.
fn last_to_first(places: &[Place<'_>], seek: impl Fn(&str) -> Option<Stands>) -> Found {
    let in_title = |(_, place): &(usize, &Place<'_>)| matches!(place, Place::Title(_));
    let (titles, names): (Vec<_>, Vec<_>) = places.iter().enumerate().partition(in_title);
    titles.into_iter().chain(names.into_iter().rev()).find_map(|(at, place)| Some((at, seek(place.text())?)))
}

impl Place<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Path(text) | Self::Sheet(text) => text,
            Self::Title(text) => text,
        }
    }
}

fn ending(path: &str) -> &str {
    path.rfind('.').filter(|at| !path[*at..].contains('/')).map_or("", |at| &path[at..])
}

/// Where something may stand: the path, the name of the one sheet that is read, cells above its table.
fn places<'a>(given: &Given<'a>, view: &'a FileView) -> Vec<Place<'a>> {
    let mut places: Vec<Place<'a>> = given.below.into_iter().map(Place::Path).collect();
    let mut read = view.parts.iter().filter(|p| p.tables.iter().any(|t| !t.columns.is_empty()));
    let (Some(part), None) = (read.next(), read.next()) else { return places };
    places.extend(part.sheet.as_deref().map(|name| Place::Sheet(name.trim())));
    let header = part.tables.iter().filter_map(|t| t.header).map(|h| h.start as usize).min().unwrap_or(0);
    let source = given.sources.get(part.file);
    let above = source.text.get(..header).unwrap_or("");
    let cells = above
        .split(['\n', '\t'])
        .flat_map(|cell| if source.sheet.is_some() { vec![cell] } else { cell.split([',', ';']).collect() });
    let cells = cells.map(|cell| cell.trim_matches(|c: char| c.is_whitespace() || c == '"')).filter(|c| !c.is_empty());
    places.extend(cells.map(|cell| Place::Title(cell.to_string())));
    places
}

/// Whether neither a column nor the envelope has to say who sent the record.
fn needs_region(schema: &Schema, rel: RelId, view: &FileView) -> bool {
    if schema.rosters(rel).is_empty() {
        return false;
    }
    let senders = schema.sender_columns(rel);
    senders.is_empty() || senders.iter().any(|col| !is_headed(view, rel, &schema.column(rel, *col).name))
}

fn needs_period(schema: &Schema, rel: RelId, view: &FileView) -> Option<PeriodKind> {
    let (col, kind) = schema.get(rel).period()?;
    (!is_headed(view, rel, &schema.column(rel, col).name)).then_some(kind)
}

fn is_headed(view: &FileView, rel: RelId, name: &str) -> bool {
    let mut columns = view.tables().filter(|(_, t)| t.rel == rel).flat_map(|(_, t)| &t.columns);
    columns.any(|c| c.field.as_ref().is_some_and(|(n, _)| n == name))
}

/// The rosters' own texts for those who owe some records, and what data may call them instead.
fn members(given: &Given<'_>, records: &[RelId]) -> Vec<Member> {
    let mut out = Vec::new();
    for (roster, row) in roster_rows(given, records) {
        let Some(key) = given.schema.get(roster).key.first() else { continue };
        let Some(code) = given.data.table(roster).columns.get(key.index()).and_then(|c| c.code(row)) else { continue };
        let key = given.data.texts.text(code).to_string();
        let aliases = given.schema.aliases.iter().filter(|(_, of)| same_name(of, &key)).map(|(alias, _)| alias.clone());
        let texts: Vec<String> = aliases.chain([key.clone()]).collect();
        out.extend(texts.into_iter().map(|text| Member { text, key: key.clone() }));
    }
    out
}

/// Every other text of the rosters' rows: names of those whom rows name by code.
fn called(given: &Given<'_>, records: &[RelId]) -> Vec<Member> {
    let mut out = Vec::new();
    for (roster, row) in roster_rows(given, records) {
        let table = given.data.table(roster);
        let Some(key) = given.schema.get(roster).key.first() else { continue };
        let Some(code) = table.columns.get(key.index()).and_then(|c| c.code(row)) else { continue };
        let key = given.data.texts.text(code).to_string();
        let texts = table.columns.iter().filter_map(|c| c.code(row)).map(|c| given.data.texts.text(c).to_string());
        out.extend(texts.map(|text| Member { text, key: key.clone() }));
    }
    out
}

fn roster_rows(given: &Given<'_>, records: &[RelId]) -> Vec<(RelId, u32)> {
    let mut rosters: Vec<RelId> = records.iter().flat_map(|r| given.schema.rosters(*r)).map(|s| s.roster).collect();
    rosters.sort_unstable();
    rosters.dedup();
    rosters.into_iter().flat_map(|r| (0..given.data.table(r).rows).map(move |row| (r, row))).collect()
}

/// Columns that are part of forms and never of records.
fn is_beside(name: &str) -> bool {
    let words = ["填表人", "审核人", "联系人", "联系电话", "电话", "行次"];
    crate::load::is_beside(name) || words.contains(&fold_name(name).as_str())
}

/// Who may have sent a file, by the texts that patterns of paths may find.
pub fn is_member(given: &Given<'_>, record: RelId, text: &str) -> bool {
    members(given, &[record]).iter().any(|m| m.text == text)
}
