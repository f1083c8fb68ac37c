//! The syntax tree. English and Chinese keywords, half- and full-width signs, give the same tree; spans tell what was written.
//!
//! Trees decide nothing: names are unresolved, numbers are digits as written. [`dump`] prints a tree without places, so that two
//! trees can be compared (the formatter proves itself with it).

mod dump;
mod exception;
mod expr;
mod item;
mod line;
pub mod words;

pub use dump::dump;
pub use exception::{Exception, GrantPart, Until};
pub use expr::{
    Asks, BinaryOp, Binder, CmpLink, CmpOp, Expr, ExprKind, First, GrowthOver, Length, Order, Period, TextPart, Ties, UnaryOp,
};
pub use item::{
    Alias, Asked, Blank, BlankWord, CaseCell, CaseKind, Cases, Cell, Classify, Clause, Define, Due, DueBy, Exempt, Expect,
    ExpectShown, Extend, FieldDecl, Given, GivenValue, Item, Joined, KindDecl, Let, Library, Life, Listed, Need, Param,
    ParamValue, Policy, Prop, Ranked, Record, ReportKind, Rule, ScoreItem, Scorecard, Show, Shown, Stage, Stmt, Table,
    TableColumn, TableRows, Test, TestStmt, Than, ThanWord, TypeExpr, TypeKind, UnitDecl, Use, Verdict, Year,
};
pub use line::{Force, Line};

use crate::text::{FileId, Span};

/// One rule file.
#[derive(Clone, Debug)]
pub struct File {
    pub file: FileId,
    pub items: Vec<Item>,
}

/// A name as written (without the quotes 「」).
#[derive(Clone, Debug)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A text literal, unescaped.
#[derive(Clone, Debug)]
pub struct Str {
    pub text: String,
    pub span: Span,
}

/// A calendar day as written: `2006-08-18`, `2006年8月18日`.
#[derive(Clone, Debug)]
pub struct Day {
    pub year: i32,
    pub month: u32,
    pub day: u32,
    pub span: Span,
}

/// A span of days, both ends included; a missing end is open.
#[derive(Clone, Debug)]
pub struct DayRange {
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub span: Span,
}
