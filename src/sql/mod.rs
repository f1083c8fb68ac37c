//! What an engine elsewhere is asked, so that rows need not come here: filters that keep every row whose verdict is not sure, and sums of
//! groups. The engine decides nothing but what is sure; all else is read and judged here. No statement divides.
//!
//! A condition is two statements, *surely holds* and *surely fails*, neither ever NULL. A cell that is not written in the plainest way
//! (empty, a mark, a unit beside the figure, more digits than were proven to fit) makes both false, and its row comes here.

mod asked;
mod binding;
mod bool;
mod cells;
mod dialect;
mod groups;
mod lookups;
mod number;
mod reason;
mod region;
mod rows;
mod rule;
mod source;
mod truth;

pub use asked::{Asked, Role, RuleQueries};
pub use binding::{Binding, BoundColumn, BoundTable};
pub use dialect::Dialect;
pub use reason::Reason;
pub use rule::ask;
pub use source::{Statement, What, form, whole};
