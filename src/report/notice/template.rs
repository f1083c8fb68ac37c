//! Filling in a template. The only user of minijinja.

use super::facts::Facts;
use super::marks;
use crate::diag::Lang;
use crate::report::prose::words::say;
use minijinja::{Environment, Error, UndefinedBehavior, Value};

/// Steps that filling in one template may take: far more than a notice of ten thousand items needs, and an end to a loop that has none.
const FUEL: u64 = 8_000_000;

/// The template that comes with the program.
pub fn shipped(lang: Lang) -> &'static str {
    say(lang, include_str!("notice.zh.txt"), include_str!("notice.en.txt"))
}

pub(super) fn fill(template: &str, facts: &Facts) -> Result<String, String> {
    environment().render_str(template, Value::from(minijinja::value::Serde(facts))).map_err(|e| told(&e))
}

/// Whether it can be read as a template.
pub(super) fn check(template: &str) -> Result<(), String> {
    environment().template_from_str(template).map(|_| ()).map_err(|e| told(&e))
}

fn environment<'t>() -> Environment<'t> {
    let mut env = Environment::new();
    // A name that is not there is a mistake of whoever wrote the template, and told.
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_formatter(|out, _, value| {
        if value.is_undefined() {
            return Err(Error::from(minijinja::ErrorKind::UndefinedError));
        }
        let text = if value.is_none() { String::new() } else { value.to_string() };
        out.write_str(&marks::value(&text)).map_err(Error::from)
    });
    env
}

/// The line of a mistake, and what it is.
fn told(error: &Error) -> String {
    let what = error.detail().map_or_else(|| error.kind().to_string(), |d| format!("{}: {d}", error.kind()));
    match error.line() {
        Some(line) => format!("{line}: {what}"),
        None => what,
    }
}
