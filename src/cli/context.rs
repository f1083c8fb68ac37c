//! What every command has at hand: the world, how to speak, and where to write.

use super::cache::Cache;
use super::exit::Exit;
use crate::diag::Lang;
use crate::load::Kept;
use crate::report;
use crate::world::{Pace, World};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// What every command has at hand.
#[derive(Clone, Copy)]
pub struct Context<'w> {
    pub world: &'w dyn World,
    pub lang: Lang,
    pub color: bool,
    pub ascii: bool,
    pub width: usize,
    pub quiet: bool,
    pub cache: Option<&'w Cache>,
    /// How far the run has got, where somebody looks.
    pub pace: Option<&'w Arc<Pace>>,
}

impl<'w> Context<'w> {
    /// The same in another world.
    pub fn in_world<'o>(&self, world: &'o dyn World) -> Context<'o>
    where
        'w: 'o,
    {
        Context { world, ..*self }
    }

    /// What is kept of files that were read before, by the project file.
    pub fn kept(&self, project: Option<&Path>) -> Option<&'w Kept> {
        self.cache?.kept(self.world, project)
    }
}

/// Writes a text for people or programs to standard output: whatever it is made of, nothing in it controls, reorders or hides.
pub fn print(context: &Context<'_>, text: &str) -> Exit {
    write_out(context.lang, &report::clean_lines(text, context.color))
}

/// Writes a report of some format: the mark at the beginning of a table and its line ends stay, all else is as clean as with [`print`].
pub fn print_report(context: &Context<'_>, text: &str) -> Exit {
    let Some(table) = text.strip_prefix('\u{feff}') else { return print(context, text) };
    let lines = report::clean_lines(&table.replace("\r\n", "\n"), false).replace('\n', "\r\n");
    write_out(context.lang, &format!("\u{feff}{lines}"))
}

/// Writes to standard output. A closed pipe ends quietly: somebody has read enough. Anything else that hinders it (a full disk) is said,
/// and no run ends well whose report got lost.
pub fn write_out(lang: Lang, text: &str) -> Exit {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(
                false,
                &match lang {
                    Lang::Zh => format!("错误  报告写不出去：{error}\n"),
                    Lang::En => format!("error  the report cannot be written: {error}\n"),
                },
            );
            Exit::Impossible
        }
        _ => Exit::Clean,
    }
}

/// Writes to standard error, as clean as [`print`]; `inked` where the text was coloured by a page.
pub fn complain(inked: bool, text: &str) {
    let text = report::clean_lines(text, inked);
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes());
    let _ = err.flush();
}
