//! An entry `[[submissions]]` to be put into a project file, whose other lines stay as they are.

use toml_edit::{Array, DocumentMut, Item, Value};

/// What an entry says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub files: Vec<String>,
    pub record: Option<String>,
    pub sheet: Option<String>,
    pub title: Vec<String>,
    pub ignore: Vec<String>,
    /// Lines for people to fill in: the text of a line of TOML, and why; written behind a `#`.
    pub open: Vec<(String, String)>,
}

/// Why a project file takes no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no TOML.
    Syntax,
    /// Its `submissions` are no `[[submissions]]`.
    Shape,
}

/// A text, or a list of them, as a value of TOML.
pub fn value_of(texts: &[String]) -> String {
    match texts {
        [one] => Value::from(one.as_str()).to_string(),
        many => Value::from(many.iter().map(String::as_str).collect::<Array>()).to_string(),
    }
}

impl Entry {
    /// As it stands in a project file.
    pub fn text(&self) -> String {
        let one = |text: &Option<String>| text.iter().cloned().collect::<Vec<_>>();
        let lists = [
            ("files", self.files.clone()),
            ("record", one(&self.record)),
            ("sheet", one(&self.sheet)),
            ("title", self.title.clone()),
        ];
        let mut out = "[[submissions]]\n".to_string();
        for (key, texts) in lists.iter().filter(|(_, texts)| !texts.is_empty()) {
            out += &format!("{key:<6} = {}\n", value_of(texts));
        }
        if !self.ignore.is_empty() {
            let list: Array = self.ignore.iter().map(String::as_str).collect();
            out += &format!("ignore = {}\n", Value::from(list));
        }
        // A comment ends with its line, and control characters have no place in one.
        let clean = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
        for (line, why) in &self.open {
            out += &format!("# {}  # {}\n", clean(line), clean(why));
        }
        out
    }
}

/// The text of a project file with entries added at its end.
pub fn with_entries(text: &str, entries: &[Entry]) -> Result<String, Refusal> {
    let document: DocumentMut = text.parse().map_err(|_| Refusal::Syntax)?;
    match document.get("submissions") {
        None | Some(Item::ArrayOfTables(_)) => {}
        Some(Item::None | Item::Value(_) | Item::Table(_)) => return Err(Refusal::Shape),
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = text.to_string();
    if !out.is_empty() && !out.ends_with('\n') {
        out += end;
    }
    for entry in entries {
        if !out.is_empty() {
            out += end;
        }
        out += &entry.text().replace('\n', end);
    }
    // What was written is read again, whatever stood in the names.
    out.parse::<DocumentMut>().map(|_| out).map_err(|_| Refusal::Syntax)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            files: vec!["{region}-*.xlsx".into()],
            record: Some("County".into()),
            ignore: vec!["备\"注".into()],
            open: vec![("period = \"\"".into(), "填\n[x]".into())],
            ..Entry::default()
        }
    }

    #[test]
    fn what_stood_there_stays_and_the_entry_is_what_it_says() {
        let before = "# 说明\r\n[project]\r\nname = '甲'   # 名称\r\n\r\n[[submissions]]\r\nfiles = 'a.csv' # 一";
        let after = with_entries(before, &[entry()]).unwrap();
        assert!(after.starts_with(before));
        let table: toml::Table = toml::from_str(&after).unwrap();
        let all = table["submissions"].as_array().unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(all[1]["files"].as_str(), Some("{region}-*.xlsx"));
        assert_eq!(all[1]["ignore"].as_array().unwrap()[0].as_str(), Some("备\"注"));
        assert!(all[1].get("period").is_none() && !after.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn files_that_take_no_entry_are_refused() {
        assert_eq!(with_entries("[submissions]\nfiles = 'a'\n", &[entry()]), Err(Refusal::Shape));
        assert_eq!(with_entries("submissions = []\n", &[entry()]), Err(Refusal::Shape));
        assert_eq!(with_entries("[project\n", &[entry()]), Err(Refusal::Syntax));
        assert!(with_entries("", &[entry()]).unwrap().starts_with("[[submissions]]"));
    }
}
