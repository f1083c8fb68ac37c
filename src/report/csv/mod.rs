//! Tables for office programs: UTF-8 with a mark at the beginning, lines ended as they expect.

mod cells;
pub(crate) mod findings;
pub(crate) mod results;
