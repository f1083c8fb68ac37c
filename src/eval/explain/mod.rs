//! From a verdict to a finding: the arithmetic, the cells, what is missing, what would mend it.

pub mod causes;
pub mod degree;
pub mod describe;
pub mod facts;
pub mod keyed;
pub mod lines;
pub mod nearest;
pub mod operand;
pub mod relations;
pub mod repair;
pub mod roots;
pub mod stages;
pub mod turning;
