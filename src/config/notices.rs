//! `[notice]` and `[clauses]` of the project file.

use super::project::{ClauseTerm, Notices};
use super::{Text, read};
use read::{Reader, Value};

impl Reader<'_> {
    pub(super) fn notice(&mut self, notice: &mut Notices, value: &Value<'_>) {
        const KEYS: &[&str] = &["office", "addressee", "number", "contact", "days", "template"];
        let Some(table) = self.table("notice", value) else { return };
        for (key, place, value) in self.entries(table) {
            match key {
                "office" => notice.office = self.text(key, value),
                "addressee" => notice.addressee = self.text(key, value),
                "number" => notice.number = self.text(key, value),
                "contact" => notice.contact = self.text(key, value),
                "template" => notice.template = self.text(key, value),
                "days" => notice.days = self.days(key, value),
                _ => self.unknown("notice", key, KEYS, place),
            }
        }
    }

    pub(super) fn clauses(&mut self, notice: &mut Notices, value: &Value<'_>) {
        const KEYS: &[&str] = &["office", "days"];
        let Some(table) = self.table("clauses", value) else { return };
        for (key, place, value) in self.entries(table) {
            let mut term = ClauseTerm { clause: Text { text: key.to_string(), span: place }, office: None, days: None };
            let Some(inner) = self.table(key, value) else { continue };
            for (key, place, value) in self.entries(inner) {
                match key {
                    "office" => term.office = self.text(key, value),
                    "days" => term.days = self.days(key, value),
                    _ => self.unknown("clauses", key, KEYS, place),
                }
            }
            notice.clauses.push(term);
        }
    }

    /// A term in days: ten years are surely a slip.
    fn days(&mut self, key: &str, value: &Value<'_>) -> Option<u32> {
        const MOST: u32 = 3660;
        let days = self.scalar(key, value)?.text.trim().parse::<u32>().ok().filter(|n| (1..=MOST).contains(n));
        if days.is_none() {
            self.wrong(key, "天数，例如 30", "a number of days such as 30", value);
        }
        days
    }
}
