//! The formatter from outside: layout, comments, both keyword languages.

mod layout;

use fadu::fmt::{FmtOptions, Keywords, format};
use fadu::text::FileId;

/// Formats a text that must be fit for it.
pub fn fmt(source: &str, keywords: Keywords) -> String {
    match format(FileId(0), source, FmtOptions { keywords }) {
        Ok(out) => out,
        Err(mistakes) => panic!("{:?}\n{source}", mistakes.iter().map(|d| (d.code, &d.message.en, &d.notes)).collect::<Vec<_>>()),
    }
}
