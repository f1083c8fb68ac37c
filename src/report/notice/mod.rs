//! Rectification notices: what one region is told, in words that an office can change. A template gives lines with marks; the lines become
//! a page that prints, or a document for office programs.
//!
//! minijinja fills in values alone: what came from data is neither a directive of the template nor a mark of a line (see `marks`), and the
//! writers of both outputs escape what they are given.

mod docx;
mod facts;
mod marks;
mod page;
mod template;

pub use template::shipped;

use crate::report::input::Report;
use crate::report::office::Office;
use marks::Paragraph;

/// A notice, filled in.
pub struct Notice(Vec<Paragraph>);

impl Notice {
    /// The notice on a report about one region, by a template; `place` counts notices from 1. Nothing where nothing is asked of the region;
    /// an error says where the template is wrong.
    pub fn write(report: &Report, template: &str, office: &Office, place: usize) -> Result<Option<Self>, String> {
        let facts = facts::Facts::of(report, office, place);
        if facts.is_empty() {
            // A template that is wrong is told even so.
            return template::check(template).map(|()| None);
        }
        let filled = template::fill(template, &facts)?;
        Ok(Some(Self(marks::paragraphs(&filled))))
    }

    /// A page that prints.
    pub fn html(&self, report: &Report) -> Vec<u8> {
        page::render(&self.0, report.lang).into_bytes()
    }

    /// A document for office programs.
    pub fn docx(&self, report: &Report) -> Vec<u8> {
        docx::render(&self.0, report.lang)
    }

    /// The words alone.
    pub fn text(&self) -> Vec<u8> {
        let lines: Vec<&str> = self.0.iter().map(|p| p.text.as_str()).collect();
        format!("{}\n", lines.join("\n")).into_bytes()
    }
}
