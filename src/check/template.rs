//! Placeholders in an `otherwise` message.

use super::diagnostics as say;
use super::modules::name_at;
use super::scope::{Found, RuleCx};
use crate::ast::Str;
use crate::text::Span;

/// What every message can show: the shortfall, the margin, the value, its bound, the subject.
pub const KNOWN: &[&str] = &["shortfall", "margin", "value", "bound", "subject"];

impl RuleCx<'_, '_> {
    /// Reports placeholders that nothing will fill.
    pub fn check_template(&mut self, template: &Str) {
        for (name, place) in placeholders(template) {
            if KNOWN.contains(&name.as_str()) || self.is_field(&name, place) {
                continue;
            }
            let mut names: Vec<String> = KNOWN.iter().map(|k| (*k).to_string()).collect();
            let rows: Vec<(Option<String>, crate::ty::RelId)> = self.visible().map(|r| (r.name.clone(), r.rel)).collect();
            for (var, rel) in rows {
                let fields = self.member_names(rel);
                names.extend(fields.into_iter().map(|f| var.as_ref().map_or(f.clone(), |v| format!("{v}.{f}"))));
            }
            let near = super::names::meant(&name, &names);
            self.fail(say::unknown_placeholder(place, &name, near.as_deref()));
        }
    }

    fn is_field(&self, name: &str, place: Span) -> bool {
        match name.split_once('.') {
            Some((var, field)) => {
                let field = name_at(field, place);
                match self.resolve(&name_at(var, place)) {
                    Found::Row(row) => self.member(row.rel, &field).is_some(),
                    _ => self.visible().any(|r| {
                        r.name.is_none() && self.cx.schema.get(r.rel).name == var && self.member(r.rel, &field).is_some()
                    }),
                }
            }
            None => matches!(
                self.resolve(&name_at(name, place)),
                Found::Field(..) | Found::Let(_) | Found::Item(super::items::What::Param(_))
            ),
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
