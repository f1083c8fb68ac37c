//! Relations: records (rows come from submissions), tables (rows come from the policy), nested lists. All have typed columns
//! and a key.

use super::blank::{BlankMeans, BlankMisfit};
use super::day::PeriodKind;
use super::number::Flavour;
use super::{Type, Unit};
use crate::num::{Interval, Rat};
use crate::text::{Span, fold_name};
use serde::{Deserialize, Serialize};

/// Index of a relation in a [`Schema`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RelId(pub u32);

/// Index of a column in its relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ColId(pub u32);

impl RelId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl ColId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every relation of a rule set.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Schema {
    pub relations: Vec<Relation>,
    /// Other spellings of texts in data: (alias, what it stands for).
    pub aliases: Vec<(String, String)>,
    /// Every `sent by`, with the module that says it: policies may name different rosters for one record.
    pub senders: Vec<Sender>,
}

/// Who owes a record, as one module says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sender {
    pub module: u32,
    pub rel: RelId,
    pub by: SentBy,
}

/// Where the rows of a relation come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Origin {
    /// Sent in by regions.
    Submitted,
    /// Stated by the policy, inline or in a file it names.
    Policy,
    /// Nested in a field of another relation; the key of such a row includes its parent's.
    Nested { parent: RelId, column: ColId },
    /// The months (quarters, halves, years) of the calendar; its one column is the period.
    Calendar,
}

#[derive(Clone, Debug, Serialize)]
pub struct Relation {
    pub name: String,
    pub label: Option<String>,
    pub origin: Origin,
    pub columns: Vec<ColumnDef>,
    /// Own key columns, in the order declared (without the parent's).
    pub key: Vec<ColId>,
    /// For submitted records: the roster whose members must each send this table, and the column that holds the sender. Where
    /// modules differ, as the module in hand says (see [`Schema::seen_by`]).
    pub sent_by: Option<SentBy>,
    /// Texts of rows that hold the sums of others: `total row "合计"`.
    pub total_rows: Vec<String>,
    pub span: Span,
}

/// `sent by ROSTER as COLUMN`: who owes this table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentBy {
    pub roster: RelId,
    pub column: Option<ColId>,
}

/// What a figure says about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub enum Nature {
    /// Over the period of the row (a flow).
    #[default]
    During,
    /// At the end of it (a stock).
    AtEnd,
    /// From the start of the year to the end of it (cumulative).
    ToDate,
}

#[derive(Clone, Debug, Serialize)]
pub struct ColumnDef {
    pub name: String,
    pub label: Option<String>,
    pub aliases: Vec<String>,
    pub ty: Type,
    /// The unit meant by a bare number; `None` for types without numbers.
    pub unit: Option<Unit>,
    /// Smallest step in `unit` (`万元 to 0.01`), if declared.
    pub step: Option<Rat>,
    /// May be none (`?`).
    pub optional: bool,
    /// May be negative.
    pub signed: bool,
    /// No remedy asks for another value.
    pub fixed: bool,
    /// The declared range, in base units.
    pub range: Option<Interval>,
    pub nature: Nature,
    pub life: Life,
    /// What `blank means` of the field or of its record says; without it a blank is none in a `?` field and unknown elsewhere.
    pub blank: Option<BlankMeans>,
    /// The field says it itself.
    pub blank_is_own: bool,
    /// The module that added it to a record of another: `extend`.
    pub added_by: Option<u32>,
    pub span: Span,
}

/// The years in which a form has a field, both included; a missing end is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
pub struct Life {
    pub from: Option<i64>,
    pub until: Option<i64>,
}

impl Life {
    pub fn is_bounded(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    pub fn holds(&self, year: i64) -> bool {
        self.from.is_none_or(|f| year >= f) && self.until.is_none_or(|u| year <= u)
    }
}

impl Schema {
    /// The record that a list stands in, however deep; a record itself.
    pub fn top_of(&self, mut rel: RelId) -> RelId {
        // Nesting is finite; the bound only guards against a schema that is not.
        for _ in 0..self.relations.len() {
            match self.get(rel).origin {
                Origin::Nested { parent, .. } => rel = parent,
                Origin::Submitted | Origin::Policy | Origin::Calendar => break,
            }
        }
        rel
    }

    pub fn get(&self, id: RelId) -> &Relation {
        &self.relations[id.index()]
    }

    pub fn column(&self, rel: RelId, col: ColId) -> &ColumnDef {
        &self.relations[rel.index()].columns[col.index()]
    }

    /// Where the period of a row stands: so many levels above it (0: in its own key), in this relation and column.
    pub fn period_of(&self, mut rel: RelId) -> Option<(usize, RelId, ColId, PeriodKind)> {
        for level in 0.. {
            let relation = self.get(rel);
            if let Some((col, kind)) = relation.period() {
                return Some((level, rel, col, kind));
            }
            let Origin::Nested { parent, .. } = relation.origin else { return None };
            rel = parent;
        }
        None
    }

    pub fn ids(&self) -> impl Iterator<Item = RelId> {
        (0..u32::try_from(self.relations.len()).unwrap_or(0)).map(RelId)
    }

    /// Columns that hold the sender of a relation's rows, whoever says so.
    pub fn sender_columns(&self, rel: RelId) -> Vec<ColId> {
        let own = self.get(rel).sent_by.iter();
        let all = own.chain(self.senders.iter().filter(|s| s.rel == rel).map(|s| &s.by));
        let mut columns: Vec<ColId> = all.filter_map(|s| s.column).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// The rosters that owe a relation, whoever says so.
    pub fn rosters(&self, rel: RelId) -> Vec<SentBy> {
        let mut all: Vec<SentBy> = self.get(rel).sent_by.iter().cloned().collect();
        for sender in self.senders.iter().filter(|s| s.rel == rel) {
            if !all.contains(&sender.by) {
                all.push(sender.by.clone());
            }
        }
        all
    }

    /// Whether modules name different rosters for one record.
    pub fn senders_differ(&self) -> bool {
        self.senders.iter().enumerate().any(|(i, s)| self.senders.iter().take(i).any(|o| o.rel == s.rel && o.by != s.by))
    }

    /// The schema as one module sees it: who owes a record is what this module says, or the record's own declaration.
    pub fn seen_by(&self, module: u32, home: impl Fn(RelId) -> u32) -> Self {
        let mut out = self.clone();
        for sender in &self.senders {
            let said = |by: u32| self.senders.iter().find(|s| s.rel == sender.rel && s.module == by).map(|s| s.by.clone());
            out.relations[sender.rel.index()].sent_by = said(module).or_else(|| said(home(sender.rel)));
        }
        out
    }

    /// The relation with this name or label (data names are folded before).
    pub fn by_name(&self, name: &str) -> Option<RelId> {
        self.ids().find(|&id| {
            let r = self.get(id);
            !matches!(r.origin, Origin::Nested { .. }) && (r.name == name || r.label.as_deref() == Some(name))
        })
    }
}

impl Relation {
    /// Whether its forms have a row of sums under this text.
    pub fn is_total_row(&self, text: &str) -> bool {
        let pressed = |t: &str| fold_name(t).chars().filter(|c| !c.is_whitespace()).collect::<String>();
        !self.total_rows.is_empty() && {
            let text = pressed(text);
            self.total_rows.iter().any(|word| pressed(word) == text)
        }
    }

    /// The unnamed relation of a loop over what is no table: its rows have one column, which is their key.
    pub fn of_members(title: String, ty: Type, origin: Origin, span: Span) -> Self {
        let column = ColumnDef {
            name: title,
            label: None,
            aliases: Vec::new(),
            ty,
            unit: None,
            step: None,
            optional: false,
            signed: false,
            fixed: false,
            range: None,
            nature: Nature::default(),
            life: Life::default(),
            blank: None,
            blank_is_own: false,
            added_by: None,
            span,
        };
        let columns = vec![column];
        Self {
            name: String::new(),
            label: None,
            origin,
            columns,
            key: vec![ColId(0)],
            sent_by: None,
            total_rows: Vec::new(),
            span,
        }
    }

    /// The column with this name, label or alias.
    pub fn column_named(&self, name: &str) -> Option<ColId> {
        let at = self
            .columns
            .iter()
            .position(|c| c.name == name || c.label.as_deref() == Some(name) || c.aliases.iter().any(|a| a == name))?;
        u32::try_from(at).ok().map(ColId)
    }

    /// The key column that is a period, if any: the period of the row.
    pub fn period(&self) -> Option<(ColId, PeriodKind)> {
        self.key.iter().find_map(|&k| match self.columns[k.index()].ty {
            Type::Period(kind) => Some((k, kind)),
            Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::Date
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => None,
        })
    }

    /// The name people know it by.
    pub fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }
}

impl ColumnDef {
    pub fn title(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }

    /// As forms of this program head it: `税收（万元）`.
    pub fn head(&self) -> String {
        match self.unit.as_ref().map(|u| u.name.as_str()).filter(|name| !name.is_empty()) {
            Some(unit) => format!("{}（{unit}）", self.title()),
            None => self.title().to_string(),
        }
    }

    /// Figures add up over rows: amounts and counts do, shares and figures per something do not.
    pub fn adds_up(&self) -> bool {
        let each = self.unit.as_ref().is_none_or(|u| u.per_counted().is_none());
        match &self.ty {
            Type::Number(ty) => match ty.flavour {
                Flavour::Count => true,
                Flavour::Amount => ty.dims.is_base() && !ty.is_rate() && each,
                Flavour::Number | Flavour::Share | Flavour::Growth | Flavour::Points | Flavour::Ratio => false,
            },
            Type::Text
            | Type::Flag
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => false,
        }
    }

    /// Whether a blank of this column, if it is no key, may mean that.
    pub fn takes_blank(&self, means: BlankMeans) -> Result<(), BlankMisfit> {
        match means {
            BlankMeans::Unknown => Ok(()),
            BlankMeans::None if self.optional => Ok(()),
            BlankMeans::None => Err(BlankMisfit::NotOptional),
            BlankMeans::Zero if !matches!(self.ty, Type::Number(_)) => Err(BlankMisfit::NotANumber),
            BlankMeans::Zero if self.range.as_ref().is_some_and(|r| !r.contains(&Rat::ZERO)) => Err(BlankMisfit::OutOfRange),
            BlankMeans::Zero => Ok(()),
            BlankMeans::No if self.ty == Type::Flag => Ok(()),
            BlankMeans::No => Err(BlankMisfit::NotAFlag),
        }
    }

    /// Of the words said of a whole record or form, the one that goes for this column: `none` for what may be none, else the value of its
    /// type. A range without 0 refuses.
    pub fn blank_of_all(&self, words: &[BlankMeans]) -> Result<Option<BlankMeans>, BlankMisfit> {
        let mut found = None;
        for word in words {
            match self.takes_blank(*word) {
                Ok(()) if *word == BlankMeans::None => return Ok(Some(*word)),
                Ok(()) => found = Some(*word),
                Err(BlankMisfit::OutOfRange) => return Err(BlankMisfit::OutOfRange),
                Err(BlankMisfit::Key | BlankMisfit::NotOptional | BlankMisfit::NotANumber | BlankMisfit::NotAFlag) => {}
            }
        }
        Ok(found)
    }

    /// The smallest step of its figures, in its unit: as declared, else one for counts, one yuan for money, a hundredth for the rest.
    pub fn smallest_step(&self) -> Rat {
        if let Some(step) = &self.step {
            return step.clone();
        }
        let factor = self.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
        match &self.ty {
            Type::Number(n) if n.is_money() => Rat::ONE / factor,
            Type::Number(n) if !n.is_integral() => crate::num::ratio(1, 100),
            Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => Rat::ONE,
        }
    }

    /// The unit in which its values are shown.
    pub fn shown_unit(&self) -> Unit {
        self.unit.clone().unwrap_or_else(|| Unit { calendar: self.ty.calendar(), ..Unit::one() })
    }

    /// What is known of a value that is missing: amounts are non-negative unless `signed`.
    pub fn domain(&self) -> Interval {
        let natural = if self.signed { Interval::all() } else { Interval::non_negative() };
        match &self.range {
            None => natural,
            Some(range) => range.meet(&natural).unwrap_or(natural),
        }
    }
}

/// A column of texts that a rule holds against the key of another relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextJoin {
    pub rel: RelId,
    pub col: ColId,
    pub target: RelId,
    /// The text need only begin with the key.
    pub begins: bool,
    /// What is done with the rows that fit.
    pub use_of: JoinUse,
}

/// A text made of columns of texts, `"{f.kind}-{f.no}"`, by which a rule gathers rows for the key of another relation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MadeJoin {
    pub rel: RelId,
    pub pieces: Vec<Piece>,
    pub target: RelId,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    Written(String),
    Column(ColId),
}

/// What a rule does with the row that a text names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum JoinUse {
    /// It asks whether there is one: that there is none may be the answer.
    #[default]
    Asks,
    /// It looks a figure up: without the row nobody knows it.
    LooksUp,
    /// It gathers rows, for a sum or a count: a row that fits nowhere drops out of all of them.
    Gathers,
}
