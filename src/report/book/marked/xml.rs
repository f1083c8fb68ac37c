//! XML looked through piece by piece, each with its place in the text, so that a part is changed where it must be and nowhere else.

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    Empty,
    End,
}

/// A tag and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub(super) kind: Kind,
    /// As written, with its prefix.
    pub(super) full: String,
    attributes: Vec<(String, String)>,
    pub(super) at: Range<usize>,
    /// How many elements it stands in.
    pub(super) depth: usize,
}

impl Tag {
    pub(super) fn name(&self) -> &str {
        self.full.rsplit_once(':').map_or(&self.full, |(_, name)| name)
    }

    /// The prefix with its colon, as other elements of the same kind must have it.
    pub(super) fn prefix(&self) -> &str {
        self.full.rsplit_once(':').map_or("", |(prefix, _)| self.full.get(..=prefix.len()).unwrap_or(""))
    }

    pub(super) fn opens(&self, name: &str) -> bool {
        self.kind != Kind::End && self.name() == name
    }

    /// An attribute by its name without a prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(key, _)| key.rsplit(':').next() == Some(name));
        found.and_then(|(_, value)| unescape(value).ok()).map(|v| v.into_owned())
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// The tag with some attributes set, all others as they are.
    pub(super) fn with(&self, set: &[(&str, &str)], kind: Kind) -> String {
        let mut out = format!("<{}", self.full);
        for (key, value) in self.attributes.iter().filter(|(key, _)| !set.iter().any(|(name, _)| name == key)) {
            // As it stood, with the quotes that it may hold.
            let quote = if value.contains('"') { '\'' } else { '"' };
            out += &format!(" {key}={quote}{value}{quote}");
        }
        set.iter().for_each(|(key, value)| out += &format!(" {key}=\"{}\"", escape(*value)));
        out + if kind == Kind::Empty { "/>" } else { ">" }
    }
}

/// All tags of a text; `None` where it is no XML.
pub(super) fn tags(xml: &str) -> Tags<'_> {
    Tags { reader: Reader::from_str(xml), depth: 0, failed: false }
}

pub(super) struct Tags<'x> {
    reader: Reader<&'x [u8]>,
    depth: usize,
    /// The text ended early.
    pub(super) failed: bool,
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        loop {
            let start = usize::try_from(self.reader.buffer_position()).ok()?;
            let event = self.reader.read_event();
            let end = usize::try_from(self.reader.buffer_position()).ok()?;
            let depth = self.depth;
            let tag = |kind, full: &str, attributes, depth| {
                Some(Tag { kind, full: full.to_string(), attributes, at: start..end, depth })
            };
            match event {
                Ok(Event::Start(e)) => {
                    self.depth += 1;
                    return tag(Kind::Start, e.name().0, attributes(&e), depth);
                }
                Ok(Event::Empty(e)) => return tag(Kind::Empty, e.name().0, attributes(&e), depth),
                Ok(Event::End(e)) => {
                    self.depth = depth.checked_sub(1)?;
                    return tag(Kind::End, e.name().0, Vec::new(), depth - 1);
                }
                Ok(Event::Eof) => {
                    self.failed |= depth > 0;
                    return None;
                }
                Err(_) => {
                    self.failed = true;
                    return None;
                }
                Ok(_) => {}
            }
        }
    }
}

fn attributes(e: &BytesStart) -> Vec<(String, String)> {
    e.attributes().with_checks(false).flatten().map(|a| (a.key.0.to_string(), a.value.to_string())).collect()
}

/// A text that is changed in places, from its beginning to its end.
pub(super) struct Patch<'x> {
    xml: &'x str,
    done: usize,
    out: String,
}

impl<'x> Patch<'x> {
    pub(super) fn new(xml: &'x str) -> Self {
        Self { xml, done: 0, out: String::with_capacity(xml.len() + 4_096) }
    }

    /// Puts something in place of a range.
    pub(super) fn replace(&mut self, range: &Range<usize>, with: &str) {
        self.out += self.xml.get(self.done..range.start).unwrap_or("");
        self.out += with;
        self.done = range.end;
    }

    pub(super) fn insert(&mut self, at: usize, text: &str) {
        self.replace(&(at..at), text);
    }

    pub(super) fn finish(mut self) -> String {
        self.out += self.xml.get(self.done..).unwrap_or("");
        self.out
    }
}

/// A text as the content of an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    escape(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_keep_what_is_not_set() {
        let xml = r#"<a><x:c r="A1" t='s"' s="2"/></a>"#;
        let tag = tags(xml).find(|t| t.name() == "c").unwrap();
        assert_eq!((tag.prefix(), tag.get("r").as_deref(), tag.depth), ("x:", Some("A1"), 1));
        assert_eq!(tag.with(&[("s", "7")], Kind::Empty), r#"<x:c r="A1" t='s"' s="7"/>"#);
        let mut patch = Patch::new(xml);
        patch.replace(&tag.at, "!");
        assert_eq!(patch.finish(), "<a>!</a>");
    }

    #[test]
    fn a_text_that_ends_early_is_known() {
        let mut all = tags("<a><b>");
        assert_eq!(all.by_ref().count(), 2);
        assert!(all.failed);
    }
}
