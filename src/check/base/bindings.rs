//! What is set from outside the rules.

use crate::diag::Bilingual;
use crate::text::Span;
use std::collections::BTreeMap;

/// Values for parameters from outside: the parameter's name, the value as written, who set it.
#[derive(Clone, Debug, Default)]
pub struct Bindings {
    pub params: Vec<(String, String, Bilingual)>,
    /// Where the value of a parameter stands, by its name as written, where it stands in a file.
    pub places: BTreeMap<String, Span>,
}

impl Bindings {
    /// Who set a parameter with `--param`.
    pub fn command_line() -> Bilingual {
        Bilingual::new("命令行", "command line")
    }
}
