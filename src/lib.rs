//! fadu (法度, "law and measure"): a rule language for the measurable part of a policy document, and a checker that holds regional
//! submissions against it. Every verdict stands whatever figure may still come in; what the data do not decide is said to be so.
//!
//! # The map, in reading order
//!
//! ```text
//! layer 1  text      sources, spans, lines and columns, folding of full width
//!          num       exact rationals, decimals, intervals, fixed-point columns
//!          world     the only window outside: files, environment, clock
//!          digest    digests of bytes with the name of their algorithm
//! layer 2  ty        types, units and dimensions, the schema of relations
//!          diag      mistakes of authors and files: codes, places, both languages
//!          ast       the syntax tree
//! layer 3  data      what was handed in: typed columns with a state and a place for every cell
//! layer 4  hir       the typed rule set            finding   verdicts with arithmetic, causes, repairs
//!          config    the project file              parse     rule text → tree (the only user of the grammar)
//!          load      submissions → columns         builtins  functions of the language
//! layer 5  check     tree → typed rule set         plan      typed rule set → flat plan of linear forms
//!          fmt       tree → text                   report    findings → terminal, JSON, lines
//!          coverage  which clauses of a document the rules encode
//!          score     points for regions from verdicts
//! layer 6  answers   waivers and explanations
//!          eval      plan × data → findings        receipt   what was judged, to be shown later
//!          sql       plan → what an engine elsewhere is asked
//!          stream    large tables read without being kept
//! layer 7  pipeline  the whole pipeline as one short file
//! layer 8  ruletest  the rules' own tests         gate      two states of rules and data compared
//!          repair    the fewest and smallest changes of figures under which all rules hold
//!          doubt     which figure most likely carries a slip    engine    data in an engine of the user's
//! layer 9  cli       commands, terminal, exit codes
//! ```
//!
//! A module imports only from lower layers (`tests/tidy` holds it). Rules and data meet once, in [`eval`].
//!
//! # Never
//!
//! A noun (`text num ty diag ast data hir finding`) imports a pass · `eval` → `ast`'s text or `parse` · `report` → `eval plan check` ·
//! `load` → `hir ast` · `fmt` → `hir` · anything but `parse` → `fadu_grammar`, `cli` → clap and exit codes, `world` → `std::fs`, `digest` → sha2 · a float.
//!
//! # Where a new thing goes
//!
//! A unit: an entry in `ty/known.rs`. A function: an entry in `builtins/`; what else it needs the compiler asks for. An input format: one file in
//! `load/`, one line in its `FORMATS`. An output format: one file in `report/`, one line in its `FORMATS`. A message: a named function
//! in the `diagnostics` of the module that finds the mistake, and its page in `diag/pages/`.
//!
//! # The face
//!
//! A program that embeds fadu reads files through a [`world`], calls the [`pipeline`], and looks at [`finding`]s, mistakes
//! ([`diag`]) and rule sets ([`hir`]) or has them written by [`report`]; [`parse`] and [`fmt`] serve editors. The passes between
//! are the crate's own, so the compiler sees what nothing uses any more.

pub mod ast;
#[expect(unreachable_pub, reason = "its files are private: `pub` says what its neighbours may use")]
pub mod cli;
pub mod config;
pub mod data;
pub mod diag;
pub mod digest;
pub mod finding;
pub mod fmt;
pub mod hir;
pub mod num;
#[expect(clippy::wildcard_enum_match_arm, reason = "a rule of the grammar is matched where it may stand; there are hundreds")]
pub mod parse;
pub mod pipeline;
pub mod report;
pub mod ruletest;
pub mod text;
pub mod ty;
pub mod world;

#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod answers;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod builtins;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod check;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod coverage;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod doubt;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod engine;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod eval;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod form;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod gate;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod load;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod plan;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod receipt;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod repair;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod score;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod sql;
#[expect(unreachable_pub, reason = "the module is private: `pub` says what its neighbours may use")]
mod stream;

/// What the project's own tests look at behind the face. Nothing here is promised to anybody.
#[doc(hidden)]
pub mod internals {
    pub mod builtins {
        pub use crate::builtins::{Builtin, all, english, names};
    }
    pub mod check {
        pub use crate::check::check;
    }
    pub mod eval {
        pub use crate::eval::{evaluate, judge, prepare};
    }
    pub mod load {
        pub use crate::load::{find_unit, load};
    }
    pub mod plan {
        pub use crate::plan::{Plan, lower};
    }
    pub mod repair {
        pub use crate::repair::{Change, Left, Repair, Why, repair};
    }
}
