//! The form that a region fills in, from the schema: which columns with which units, what may stand in them, and what will be checked.
//! A filled form is read back as it is: its headers are the names of fields, its cover says who sends it and for which period.

pub mod diagnostics;
mod text;
#[cfg(feature = "xlsx-out")]
mod xlsx;

pub use text::{csv, toml};
#[cfg(feature = "xlsx-out")]
pub use xlsx::book;

use crate::data::Dataset;
use crate::diag::Lang;
use crate::hir::RuleSet;
use crate::num::show_exact_or;
use crate::report::{rule_cites, rule_lines};
use crate::text::Sources;
use crate::ty::{ColId, ColumnDef, Origin, PeriodKind, RelId, Type};

/// Rows of a table of which nobody knows beforehand how many it will have.
const ROWS: u32 = 100;

#[derive(Clone, Debug)]
pub struct Form {
    pub lang: Lang,
    /// The record's name, and what people call it.
    pub record: String,
    pub title: String,
    /// What is known of who fills it in, and for which period; it stands on the cover.
    pub region: Option<String>,
    pub region_name: Option<String>,
    pub period: Option<String>,
    pub fields: Vec<Field>,
    pub rows: u32,
    /// The word of a row of sums that the form has.
    pub total: Option<String>,
    pub clauses: Vec<Clause>,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub unit: Option<String>,
    head: String,
    pub kind: Kind,
    pub key: bool,
    pub optional: bool,
    /// Rows of it may be summed up.
    pub additive: bool,
    /// Fields of nested rows.
    pub rows: Vec<Field>,
    /// The sheet of nested rows, by a name that is read back.
    pub sheet: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number { whole: bool, decimals: Option<usize>, low: Option<String>, high: Option<String> },
    Flag,
    Date,
    Period(PeriodKind),
    Choice(Vec<String>),
    List,
}

/// What will be checked.
#[derive(Clone, Debug)]
pub struct Clause {
    pub cites: Vec<String>,
    pub title: String,
    pub says: Vec<String>,
}

/// For whom and for when a form is made.
#[derive(Clone, Debug, Default)]
pub struct Addressee {
    pub region: Option<String>,
    pub name: Option<String>,
    pub period: Option<String>,
}

/// The form of a record.
pub fn of(set: &RuleSet, data: &Dataset, sources: &Sources, rel: RelId, (to, lang): (&Addressee, Lang)) -> Form {
    let relation = set.schema.get(rel);
    let senders = set.schema.sender_columns(rel);
    let period = relation.period().map(|(col, _)| col);
    // What the cover says of all rows is not asked of each.
    let on_cover = |col: ColId| (senders.contains(&col) && to.region.is_some()) || (Some(col) == period && to.period.is_some());
    let ids = || (0u32..).take(relation.columns.len()).map(ColId);
    let fields: Vec<Field> = ids().filter(|c| !on_cover(*c)).map(|c| field(set, data, rel, c)).collect();
    let single = relation.key.iter().all(|k| senders.contains(k) || Some(*k) == period) && to.region.is_some();
    // What is asked of its lists is asked of the form.
    let reads =
        |r: &&crate::hir::Rule| !r.only_shows() && set.relations_read(r).into_iter().any(|read| set.schema.top_of(read) == rel);
    let clause = |r: &crate::hir::Rule| Clause {
        cites: rule_cites(set, r, lang),
        title: r.title.clone(),
        says: rule_lines(set, r, sources, lang),
    };
    Form {
        lang,
        record: relation.name.clone(),
        title: relation.title().to_string(),
        region: to.region.clone(),
        region_name: to.name.clone(),
        period: to.period.clone(),
        fields,
        rows: if single { 1 } else { ROWS },
        total: relation.total_rows.first().cloned().filter(|_| !single),
        clauses: set.rules.iter().filter(reads).map(clause).collect(),
    }
}

fn field(set: &RuleSet, data: &Dataset, rel: RelId, col: ColId) -> Field {
    let def = set.schema.column(rel, col);
    let sheet = if let Type::List(_) = def.ty { list_name(set, rel, def) } else { String::new() };
    let rows = if let Type::List(inner) = def.ty {
        let columns = (0u32..).take(set.schema.get(inner).columns.len()).map(ColId);
        columns.map(|c| field(set, data, inner, c)).collect()
    } else {
        Vec::new()
    };
    Field {
        name: def.name.clone(),
        label: def.title().to_string(),
        unit: def.unit.as_ref().map(|u| u.name.clone()).filter(|n| !n.is_empty()),
        head: def.head(),
        kind: kind(set, data, (rel, col), def),
        key: set.schema.get(rel).key.contains(&col),
        optional: def.optional,
        additive: def.adds_up(),
        rows,
        sheet,
    }
}

/// What the sheet of a list is called: the list's title, and behind those of all it stands in where there are several of one title or it is a
/// record's.
fn list_name(set: &RuleSet, rel: RelId, def: &ColumnDef) -> String {
    let of = |id: RelId| {
        let Origin::Nested { parent, column } = set.schema.get(id).origin else { return None };
        Some((parent, set.schema.column(parent, column)))
    };
    let is = |name: &str| name == def.title();
    let lists = set.schema.ids().filter_map(of).filter(|(_, c)| is(&c.name) || c.label.as_deref().is_some_and(is)).count();
    let records = set.schema.ids().map(|id| set.schema.get(id)).any(|r| is(&r.name) || r.label.as_deref().is_some_and(is));
    let (mut titles, mut names, mut at) = (vec![def.title()], vec![def.name.as_str()], rel);
    while let Some((up, list)) = of(at) {
        titles.push(list.title());
        names.push(&list.name);
        at = up;
    }
    titles.push(set.schema.get(at).title());
    names.push(&set.schema.get(at).name);
    let path = |mut parts: Vec<&str>| {
        parts.reverse();
        parts.join(".")
    };
    let alone = (lists <= 1 && !records).then(|| def.title().to_string());
    alone.into_iter().chain([path(titles)]).find(|name| may_name_a_sheet(name)).unwrap_or_else(|| path(names))
}

/// What office programs take as the name of a sheet.
fn may_name_a_sheet(name: &str) -> bool {
    /// In characters.
    const LONGEST: usize = 31;
    name.encode_utf16().count() <= LONGEST
        && !name.contains(['[', ']', ':', '*', '?', '/', '\\'])
        && !name.starts_with('\'')
        && !name.ends_with('\'')
}

fn kind(set: &RuleSet, data: &Dataset, (rel, col): (RelId, ColId), def: &ColumnDef) -> Kind {
    match &def.ty {
        Type::Flag => Kind::Flag,
        Type::Date => Kind::Date,
        Type::Period(kind) => Kind::Period(*kind),
        Type::OneOf(options) => Kind::Choice(options.clone()),
        Type::List(_) => Kind::List,
        Type::Number(n) => {
            let factor = def.unit.as_ref().map_or(crate::num::Rat::ONE, |u| u.factor.clone());
            let domain = def.domain();
            let end = |e: Option<&crate::num::Rat>| e.map(|v| show_exact_or(&(v / &factor), 12)).filter(|t| !t.starts_with('≈'));
            let decimals = def.step.as_ref().map(|s| show_exact_or(s, 12)).filter(|t| !t.starts_with('≈'));
            let whole = n.is_integral() && factor == crate::num::Rat::ONE;
            let decimals = decimals.map(|t| t.split_once('.').map_or(0, |(_, behind)| behind.len()));
            Kind::Number {
                whole,
                decimals: if whole { Some(0) } else { decimals },
                low: end(domain.lo.value()),
                high: end(domain.hi.value()),
            }
        }
        Type::Text | Type::Ref(_) | Type::Row(_) | Type::Set | Type::Error => {
            let members = members(set, data, (rel, col));
            if members.is_empty() { Kind::Text } else { Kind::Choice(members) }
        }
    }
}

/// Who may stand in a column: the rosters of its senders, and the policy's tables that rules join by it.
fn members(set: &RuleSet, data: &Dataset, (rel, col): (RelId, ColId)) -> Vec<String> {
    let senders = set.schema.rosters(rel).into_iter().filter(|s| s.column == Some(col)).map(|s| s.roster);
    let refers = if let Type::Ref(of) = set.schema.column(rel, col).ty { Some(of) } else { None };
    let mut out: Vec<String> = Vec::new();
    for of in senders.chain(refers) {
        let relation = set.schema.get(of);
        let Some(key) = relation.key.first().filter(|_| relation.origin == Origin::Policy) else { continue };
        let table = data.table(of);
        let codes = (0..table.rows).filter_map(|row| table.columns.get(key.index())?.code(row));
        for text in codes.map(|code| data.texts.text(code).to_string()) {
            if !out.contains(&text) {
                out.push(text);
            }
        }
    }
    out
}

impl Field {
    /// `税收（万元）`: the name and its unit as headers say them.
    pub fn header(&self) -> String {
        self.head.clone()
    }
}

/// The sheet of a list: by its name, with the keys of the rows it stands in before its own fields.
pub struct ListSheet<'f> {
    pub list: &'f Field,
    /// With the titles of the records they are keys of.
    keys: Vec<(&'f str, &'f Field)>,
}

impl<'f> ListSheet<'f> {
    /// Heads with what stands below them. A key that is called as a field of the list is told from it by its record: `企业/名称`.
    pub fn columns(&self) -> Vec<(String, &'f Field)> {
        let own = || self.list.rows.iter().filter(|f| f.kind != Kind::List);
        let all = || own().chain(self.keys.iter().map(|(_, key)| *key));
        let alike = |key: &Field| all().filter(|f| f.label == key.label || f.name == key.label || f.name == key.name).count() > 1;
        let key = |(of, key): &(&str, &'f Field)| (if alike(key) { format!("{of}/{}", key.label) } else { key.header() }, *key);
        self.keys.iter().map(key).chain(own().map(|f| (f.header(), f))).collect()
    }
}

impl Form {
    /// Whether some of its rows have rows inside.
    pub fn has_lists(&self) -> bool {
        self.fields.iter().any(|f| f.kind == Kind::List)
    }

    /// The lists of its rows, and those inside them.
    pub fn lists(&self) -> Vec<ListSheet<'_>> {
        let mut out = Vec::new();
        lists((&self.title, &self.fields), &[], &mut out);
        out
    }
}

fn lists<'f>((title, fields): (&'f str, &'f [Field]), above: &[(&'f str, &'f Field)], out: &mut Vec<ListSheet<'f>>) {
    let own = fields.iter().filter(|f| f.key).map(|f| (title, f));
    let keys: Vec<(&str, &Field)> = above.iter().copied().chain(own).collect();
    for list in fields.iter().filter(|f| f.kind == Kind::List) {
        out.push(ListSheet { list, keys: keys.clone() });
        lists((&list.label, &list.rows), &keys, out);
    }
}
