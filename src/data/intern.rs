//! Texts turned into small integers while they are read: equality of texts is equality of codes.

use crate::text::fold_name;
use std::collections::HashMap;

/// The code of an interned text.
pub type Code = u32;

/// Interned texts. Spellings that fold to one form (full width, blanks) share a code, and so do declared aliases; the spelling
/// seen first is the one shown.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    /// Both raw spellings and folded forms lead here.
    map: HashMap<Box<str>, Code>,
    shown: Vec<Box<str>>,
}

impl Interner {
    /// An interner that knows the aliases (alias, canonical).
    pub fn with_aliases(aliases: &[(String, String)]) -> Self {
        let mut interner = Self::default();
        for (alias, canonical) in aliases {
            let code = interner.intern(canonical);
            interner.map.insert(fold_name(alias).into_boxed_str(), code);
        }
        interner
    }

    pub fn intern(&mut self, text: &str) -> Code {
        if let Some(&code) = self.map.get(text) {
            return code;
        }
        let folded = fold_name(text);
        let code = match self.map.get(folded.as_str()) {
            Some(&code) => code,
            None => {
                let code = Code::try_from(self.shown.len()).unwrap_or(Code::MAX);
                self.shown.push(text.trim().into());
                self.map.insert(folded.into_boxed_str(), code);
                code
            }
        };
        self.map.entry(text.into()).or_insert(code);
        code
    }

    /// The code of a text that was interned before.
    pub fn find(&self, text: &str) -> Option<Code> {
        self.map.get(text).or_else(|| self.map.get(fold_name(text).as_str())).copied()
    }

    pub fn text(&self, code: Code) -> &str {
        self.shown.get(code as usize).map_or("", |s| s)
    }

    pub fn len(&self) -> usize {
        self.shown.len()
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_spellings_and_aliases_share_a_code() {
        let mut texts = Interner::with_aliases(&[("软件与信息服务".into(), "软件和信息服务".into())]);
        let a = texts.intern("软件和信息服务");
        assert_eq!(texts.intern("　软件与信息服务 "), a);
        assert_eq!(texts.text(a), "软件和信息服务");
        assert_ne!(texts.intern("10²"), texts.intern("102"));
        assert_eq!(texts.find("never seen"), None);
    }
}
