//! Declared units, kinds and aliases.

use crate::ast::{self, Item};
use crate::check::base::item::What;
use crate::check::diagnostics as say;
use crate::check::scope::checker::{Checker, KindInfo};
use crate::num::{Decimal, signum};
use crate::text::{FileId, Span, fold_name, same_name};
use crate::ty::Type;
use std::collections::BTreeMap;

impl Checker<'_> {
    /// Units may be declared in any order, so those that lean on others wait until these are known.
    pub fn add_units(&mut self, items: &[&Item]) {
        let mut waiting: Vec<&ast::UnitDecl> = Vec::new();
        for item in items {
            let Item::Unit(u) = item else { continue };
            // Two modules may declare the same unit; only the same word for something else is a mistake.
            let module = |u: &ast::UnitDecl| self.items.modules.at(u.span);
            let told =
                |u: &ast::UnitDecl| (fold_name(&u.name.text), u.of.as_ref().map(|(n, of)| (fold_name(n), fold_name(&of.text))));
            if !waiting.iter().any(|w| module(w) != module(u) && told(w) == told(u)) {
                waiting.push(u);
            }
        }
        loop {
            let before = waiting.len();
            waiting.retain(|u| !self.add_unit(u));
            if waiting.is_empty() {
                return;
            }
            if waiting.len() == before {
                break;
            }
        }
        let declared: Vec<String> = waiting.iter().map(|u| fold_name(&u.name.text)).collect();
        for u in waiting {
            let Some((_, of)) = &u.of else { continue };
            if declared.contains(&fold_name(&of.text)) {
                self.report(say::unit_cycle(&u.name, of.span));
            } else if let Err(diagnostic) = self.unit_named(of) {
                self.report(*diagnostic);
            }
        }
    }

    /// False while the unit it is a multiple of is not known.
    fn add_unit(&mut self, u: &ast::UnitDecl) -> bool {
        let of = match &u.of {
            None => None,
            Some((digits, name)) => {
                let Some(unit) = self.units.get(&fold_name(&name.text)).cloned() else { return false };
                match Decimal::parse(&fold_name(digits)).map(|d| d.to_rat()) {
                    Ok(factor) if signum(&factor) > 0 => Some((factor, unit)),
                    _ => {
                        self.report(say::bad_number(u.span));
                        return true;
                    }
                }
            }
        };
        let name = fold_name(&u.name.text);
        if !self.units.declare(&name, of.as_ref().map(|(f, unit)| (f, unit))) {
            self.report(say::unit_taken(&u.name));
        } else {
            self.declare(&u.name, None, What::Unit);
        }
        true
    }

    pub fn add_kind(&mut self, k: &ast::KindDecl) {
        let label = k.label.as_ref().map(|l| l.text.clone());
        if !self.declare(&k.name, k.label.as_ref(), What::Kind(self.kinds.len())) {
            return;
        }
        let info = self.type_info(&k.ty);
        if let Some(blank) = &k.ty.blank {
            self.report(say::blank_of_no_field(blank));
        }
        let (ty, unit) = match (info.ty, info.unit) {
            (Type::Number(ty), Some(unit)) => (ty, unit),
            (Type::Error, _) => return,
            _ => {
                self.report(say::kind_of_no_number(k.ty.span));
                return;
            }
        };
        let name = label.unwrap_or_else(|| k.name.text.clone());
        let ty = crate::ty::NumTy { kind: Some(k.name.text.clone()), ..ty };
        self.kinds.push(KindInfo { name, ty, unit, span: k.name.span });
    }

    /// Other spellings. Chains of aliases are followed to their end.
    pub fn add_aliases(&mut self, items: &[&Item]) {
        let mut map: BTreeMap<String, (String, Span)> = BTreeMap::new();
        for item in items {
            let Item::Alias(a) = item else { continue };
            let key = fold_name(&a.alias.text);
            if key == fold_name(&a.canonical.text) {
                self.report(say::alias_of_itself(a.span));
                continue;
            }
            match map.get(&key) {
                // Two modules may say the same.
                Some((canonical, first))
                    if same_name(canonical, &a.canonical.text)
                        && self.items.modules.at(*first) != self.items.modules.at(a.span) => {}
                Some((_, first)) => {
                    let first = *first;
                    self.report(say::alias_twice(&a.alias, first));
                }
                None => {
                    map.insert(key, (a.canonical.text.clone(), a.alias.span));
                }
            }
        }
        self.check_alias_targets(items);
        let mut aliases = Vec::new();
        for (alias, (canonical, span)) in &map {
            let (mut end, mut steps) = (canonical, 0);
            while let Some((next, _)) = map.get(&fold_name(end)) {
                (end, steps) = (next, steps + 1);
                if steps > map.len() {
                    break;
                }
            }
            if steps > map.len() {
                self.report(say::alias_of_itself(*span));
            } else {
                aliases.push((alias.clone(), end.clone()));
            }
        }
        self.schema.aliases = aliases;
    }

    /// A name that stands in no rule file but behind an alias is misspelt: whoever uses the alias would mean nobody. Rows of a table in
    /// a file of its own are not known here.
    fn check_alias_targets(&mut self, items: &[&Item]) {
        let from_file = |i: &&Item| matches!(i, Item::Table(t) if matches!(t.rows, ast::TableRows::File(_)));
        if !items.iter().any(|i| matches!(i, Item::Alias(_))) || items.iter().any(from_file) {
            return;
        }
        let known = self.written_beside_aliases(items);
        for item in items {
            let Item::Alias(a) = item else { continue };
            let own = |other: &&Item| matches!(other, Item::Alias(b) if same_name(&b.alias.text, &a.canonical.text));
            if !known.contains(&fold_name(&a.canonical.text)) && !items.iter().any(own) {
                self.report(say::alias_of_nothing(&a.canonical));
            }
        }
    }

    /// All rule text but the aliases, folded.
    fn written_beside_aliases(&self, items: &[&Item]) -> String {
        let mut aliases: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
        for item in items {
            let spans = aliases.entry(item.span().file).or_default();
            if let Item::Alias(a) = item {
                spans.push(a.span);
            }
        }
        let mut out = String::new();
        for (file, mut spans) in aliases {
            spans.sort_unstable();
            let text = &self.sources.get(file).text;
            let mut from = 0;
            for span in spans {
                out.push_str(text.get(from..span.start as usize).unwrap_or(""));
                out.push('\n');
                from = span.end as usize;
            }
            out.push_str(text.get(from..).unwrap_or(""));
        }
        fold_name(&out)
    }
}
