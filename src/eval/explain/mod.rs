//! From a verdict to a finding: the arithmetic, the cells, what is missing, what would mend it.

pub mod causes;
pub mod context;
pub mod degree;
pub mod describe;
pub mod due;
pub mod facts;
pub mod keyed;
pub mod lines;
pub mod nearest;
pub mod operand;
pub mod params;
pub mod reasons;
pub mod relations;
pub mod repair;
pub mod roots;
pub mod stages;
pub mod steps;
pub mod trace;
pub mod turning;
