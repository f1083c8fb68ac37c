//! How a header was understood, cell by cell, and where region, period and day were taken from.

use super::Extent;
use crate::text::Span;
use crate::ty::{ColId, RelId, Unit};
use serde::{Deserialize, Serialize};

/// The header of a table, or the fields that a file without headers names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HeaderAccount {
    /// No place where the fields stand in every row.
    pub place: Option<Extent>,
    pub cells: Vec<HeaderCell>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct HeaderCell {
    /// As it stands there.
    pub text: String,
    /// Of the cell, or of the first value where fields stand in every row.
    pub place: Extent,
    pub heads: Heads,
}

/// What a cell of a header stands over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Heads {
    /// A field; `usable` unless its unit or its figures are in doubt.
    Field {
        col: ColId,
        unit: Option<Unit>,
        said: UnitFrom,
        usable: bool,
    },
    /// A field that another cell heads as well.
    Twice(ColId),
    /// The unit of the figures, row by row.
    RowUnit,
    /// Nothing: it says the unit of the form.
    FormUnit,
    /// The key of the row of its record that a row of a list belongs to.
    Link {
        rel: RelId,
        col: ColId,
    },
    /// A column that the project says nobody needs.
    Ignored,
    /// Figures or texts under an empty cell.
    Nameless,
    Unknown,
}

/// Where the unit of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum UnitFrom {
    /// In the rules alone.
    #[default]
    Declared,
    /// In the cell of the header.
    Header,
    /// In what is said of the whole form, here.
    Form(Span),
    /// In a line of units below the header, here.
    Line(Span),
}

/// What an envelope says, item by item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Item {
    Region,
    Period,
    Date,
    Partial,
}

/// Where an item was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidItem {
    pub item: Item,
    pub place: Option<Span>,
    pub by: SaidBy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SaidBy {
    /// The project file: outright, or by a pattern of paths.
    Project,
    /// The file itself, in its envelope.
    File,
    /// The name of the sheet.
    Sheet,
    /// A line above the table.
    Title,
}
