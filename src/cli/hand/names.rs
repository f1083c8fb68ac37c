//! Names of files for regions: whatever a region is called, its file has a name that every system takes, and one of its own.

use crate::finding::Findings;
use crate::text::fold_name;
use std::collections::BTreeSet;

/// Characters of a region's name in the name of its file.
const LONGEST: usize = 60;

/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "clock$", "conin$"];

/// A name for each region, in order: `131125-安平县`. No two are the same to a system that does not tell small letters from large ones.
pub(super) fn of(regions: &BTreeSet<&str>, findings: &Findings, unknown: &str) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let one = |code: &&str| {
        let text = match findings.regions.get(*code) {
            _ if code.is_empty() => unknown.to_string(),
            Some(name) if name != code => format!("{code}-{name}"),
            _ => (*code).to_string(),
        };
        let plain = safe(&text);
        (1u32..)
            .map(|n| if n == 1 { plain.clone() } else { format!("{plain}-{n}") })
            .find(|name| taken.insert(fold_name(name).to_lowercase()))
            .unwrap_or(plain)
    };
    regions.iter().map(one).collect()
}

/// Letters, digits, `-` and `_`; anything else becomes `_`, so that no name leads out of its folder or hides.
pub(super) fn safe(text: &str) -> String {
    let plain: String =
        text.trim().chars().take(LONGEST).map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' }).collect();
    let lower = plain.to_ascii_lowercase();
    let device = |stem: &str| lower.strip_prefix(stem).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    // One that begins with a dash would be taken for an option where files are named to programs.
    if plain.is_empty() || plain.starts_with('-') || RESERVED.contains(&lower.as_str()) || device("com") || device("lpt") {
        return format!("_{plain}");
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_by_every_system_and_lead_nowhere() {
        for (given, wanted) in [
            ("安平县", "安平县"),
            ("../../etc/passwd", "______etc_passwd"),
            ("a\\b:c*?\"<>|", "a_b_c______"),
            ("CON", "_CON"),
            ("com1", "_com1"),
            ("com10", "com10"),
            ("nul", "_nul"),
            ("", "_"),
            ("-rf", "_-rf"),
            (".hidden", "_hidden"),
            ("a\u{202e}b\u{0}c\n", "a_b_c"),
            ("甲 乙", "甲_乙"),
        ] {
            assert_eq!(safe(given), wanted, "{given:?}");
        }
        assert_eq!(safe(&"长".repeat(300)).chars().count(), LONGEST);
    }

    #[test]
    fn two_regions_with_one_name_have_two_files() {
        let regions: BTreeSet<&str> = ["", "A/B", "A:B", "a_b", "甲"].into();
        let names = of(&regions, &Findings::default(), "no-region");
        assert_eq!(names, ["no-region", "A_B", "A_B-2", "a_b-3", "甲"]);
    }
}
