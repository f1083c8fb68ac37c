//! Which wording of a clause a rule was last held against: `reviewed.toml` beside the policy. A clause that was changed since makes the rules
//! that cite it stale until somebody has looked at them again.

use super::{Document, diagnostics};
use crate::diag::Diagnostic;
use crate::hir::Clause;
use std::collections::BTreeMap;

/// The file's name.
pub const FILE: &str = "reviewed.toml";

/// By rule, by `policy.clause`: the hash of the clause when the rule was accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reviewed {
    pub rules: BTreeMap<String, BTreeMap<String, String>>,
}

/// A hash of what a clause says: number, title, force, and why nothing is measured. FNV-1a over the parts with their lengths, so that it is
/// the same on every machine and in every version.
pub fn hash(clause: &Clause) -> String {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    let mut eat = |byte: u8| state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    for part in [&clause.number, &clause.title, &clause.force, &clause.qualitative] {
        let text = part.as_deref().unwrap_or("");
        eat(u8::from(part.is_some()));
        u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes().into_iter().chain(text.bytes()).for_each(&mut eat);
    }
    format!("{state:016x}")
}

impl Reviewed {
    /// Reads the file.
    ///
    /// # Errors
    /// `V001` where it is not the file that `--accept` writes.
    pub fn parse(text: &str, path: &str) -> Result<Self, Box<Diagnostic>> {
        let table: toml::Table =
            text.parse().map_err(|e: toml::de::Error| Box::new(diagnostics::unreadable(FILE, path, e.message())))?;
        let mut rules = BTreeMap::new();
        for (rule, clauses) in table {
            let Some(clauses) = clauses.as_table() else { return Err(Box::new(diagnostics::unreadable(FILE, path, &rule))) };
            let mut hashes = BTreeMap::new();
            for (clause, hash) in clauses {
                let Some(hash) = hash.as_str() else { return Err(Box::new(diagnostics::unreadable(FILE, path, clause))) };
                hashes.insert(clause.clone(), hash.to_string());
            }
            rules.insert(rule, hashes);
        }
        Ok(Self { rules })
    }

    /// Takes in the clauses as they stand; what is known of these documents is forgotten, of others kept.
    pub fn accept(&mut self, documents: &[&Document]) {
        let of_these =
            |clause: &String| documents.iter().any(|d| clause.strip_prefix(&d.name).is_some_and(|r| r.starts_with('.')));
        self.rules.values_mut().for_each(|clauses| clauses.retain(|clause, _| !of_these(clause)));
        for document in documents {
            for clause in &document.clauses {
                for rule in &clause.rules {
                    let key = format!("{}.{}", document.name, clause.name);
                    self.rules.entry(rule.clone()).or_default().insert(key, clause.hash.clone());
                }
            }
        }
        self.rules.retain(|_, clauses| !clauses.is_empty());
    }

    /// Marks in a document the rules that were accepted with another wording of their clause, and those never accepted.
    pub fn mark(&self, document: &mut Document) {
        for clause in &mut document.clauses {
            let key = format!("{}.{}", document.name, clause.name);
            let known = |rule: &String| self.rules.get(rule).and_then(|c| c.get(&key));
            clause.stale = clause.rules.iter().filter(|r| known(r).is_some_and(|h| *h != clause.hash)).cloned().collect();
            clause.unreviewed = clause.rules.iter().filter(|r| known(r).is_none()).cloned().collect();
        }
    }

    /// The file's text.
    pub fn text(&self) -> String {
        let mut out = String::from(HEAD);
        for (rule, clauses) in &self.rules {
            out.push_str(&format!("\n[{}]\n", quoted(rule)));
            for (clause, hash) in clauses {
                out.push_str(&format!("{} = \"{hash}\"\n", quoted(clause)));
            }
        }
        out
    }
}

const HEAD: &str = "# 规则最近一次对照条文时，条文的摘要。由 fadu coverage --accept 写入。
# What the clauses said when the rules were last held against them. Written by fadu coverage --accept.
";

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, Span};

    fn clause(number: &str, title: Option<&str>) -> Clause {
        let span = Span::new(FileId(0), 0, 0);
        Clause {
            name: "c".into(),
            number: Some(number.into()),
            title: title.map(str::to_string),
            force: None,
            qualitative: None,
            span,
        }
    }

    #[test]
    fn the_hash_tells_every_part_apart() {
        let hashes: std::collections::BTreeSet<String> =
            [clause("四", Some("担保")), clause("四担", Some("保")), clause("四", None), clause("四", Some(""))]
                .iter()
                .map(hash)
                .collect();
        assert_eq!(hashes.len(), 4);
        assert_eq!(hash(&clause("四", Some("担保"))), hash(&clause("四", Some("担保"))));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut reviewed = Reviewed::default();
        reviewed.rules.entry("p.担保".into()).or_default().insert("p.c".into(), "0123456789abcdef".into());
        assert_eq!(Reviewed::parse(&reviewed.text(), "reviewed.toml"), Ok(reviewed));
        assert_eq!(Reviewed::parse("[a]\nb = 1", "reviewed.toml").map_err(|d| d.code), Err("V001"));
    }
}
