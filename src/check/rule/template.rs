//! Placeholders in an `otherwise` message.

use crate::ast::{self, ExprKind, Str};
use crate::check::base::names;
use crate::check::base::placeholders::path;
use crate::check::base::term::Term;
use crate::check::diagnostics as say;
use crate::check::scope::rule::{Found, RuleCx};
use crate::hir::{Expr, Kind};
use crate::text::Span;
use crate::ty::Type;

/// What every message can show: the shortfall, the margin, the value, its bound, the subject.
pub const KNOWN: &[&str] = &["shortfall", "margin", "value", "bound", "subject"];

impl RuleCx<'_, '_> {
    /// What the placeholders of a message stand for; those that nothing will fill are reported.
    pub fn check_template(&mut self, template: &Str) -> Vec<(String, Expr)> {
        let mut fills = Vec::new();
        for (name, place) in placeholders(template) {
            if KNOWN.contains(&name.as_str()) || fills.iter().any(|(n, _)| *n == name) {
                continue;
            }
            let Some(path) = path(&name, place).filter(|p| self.is_known(p)) else {
                // In a rule with a mistake it may be what could not be made out.
                if self.failed {
                    continue;
                }
                let near = names::meant(&name, &self.fillings());
                self.fail(say::unknown_placeholder(place, &name, near.as_deref()));
                continue;
            };
            let value = self.value(&path);
            match value.ty {
                Type::Error => {}
                Type::Flag if !matches!(value.kind, Kind::Field { .. }) => {
                    self.fail(say::unknown_placeholder(place, &name, None));
                }
                Type::Text
                | Type::Flag
                | Type::Number(_)
                | Type::Date
                | Type::Period(_)
                | Type::OneOf(_)
                | Type::Ref(_)
                | Type::List(_)
                | Type::Row(_)
                | Type::Set => fills.push((name, value)),
            }
        }
        fills
    }

    /// Everything a placeholder can name.
    pub fn fillings(&self) -> Vec<String> {
        let mut names: Vec<String> = KNOWN.iter().map(|k| (*k).to_string()).collect();
        for row in self.visible() {
            let fields = self.member_names(row.rel);
            names.extend(fields.into_iter().map(|f| row.name.as_ref().map_or(f.clone(), |v| format!("{v}.{f}"))));
        }
        names
    }

    /// Every name of a path means something: what does not is no placeholder.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few forms are looked for; any other is none of them")]
    pub fn is_known(&mut self, e: &ast::Expr) -> bool {
        match &e.kind {
            ExprKind::Name(name) => !matches!(self.resolve(name), Found::Nothing | Found::Ambiguous(_)),
            ExprKind::Path { base, field } => {
                if !self.is_known(base) {
                    return false;
                }
                match self.term(base) {
                    Term::Row { rel, .. } | Term::Relation(rel, _) => self.member(rel, field).is_some(),
                    Term::Value(Expr { ty: Type::Ref(rel), .. }) => self.member(rel, field).is_some(),
                    Term::Value(Expr { ty: Type::Error, .. }) => true,
                    Term::Value(_)
                    | Term::Set(..)
                    | Term::Texts(..)
                    | Term::List { .. }
                    | Term::Filtered(_)
                    | Term::Column { .. } => false,
                }
            }
            ExprKind::Lookup { relation, keys } => self.is_known(relation) && keys.iter().all(|k| self.is_known(k)),
            _ => true,
        }
    }
}

/// The names between braces, with their places (those of the whole text where escapes moved them).
fn placeholders(template: &Str) -> Vec<(String, Span)> {
    let mut out = Vec::new();
    let text = template.text.as_str();
    let mut from = 0;
    while let Some(open) = text.get(from..).and_then(|t| t.find('{')).map(|n| from + n) {
        let Some(close) = text.get(open..).and_then(|t| t.find('}')).map(|n| open + n) else { break };
        let name = text.get(open + 1..close).unwrap_or("").trim().to_string();
        out.push((name, template.span));
        from = close + 1;
    }
    out
}
