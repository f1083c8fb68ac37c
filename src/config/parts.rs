//! Files that are the parts of one table: which belong together, and which of them seem to be missing.

use super::diagnostics::{self, Missing};
use super::project::{AsOne, SubmissionFile};
use crate::data::PartOf;
use crate::diag::Sink;
use crate::text::Span;
use crate::world::show_path;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where it is said that files are one table: the project file, or nowhere but on the command line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said {
    pub parts: Option<u32>,
    pub place: Option<Span>,
}

impl From<AsOne> for Said {
    fn from(said: AsOne) -> Self {
        Self { parts: said.parts, place: Some(said.span) }
    }
}

/// Files of an entry are one table for each that the pattern seeks in their paths: region, period, day. `whole`: nothing of what was looked for could
/// not be looked at. Gives how many tables there are up to now.
pub(super) fn group(said: Said, files: &mut [SubmissionFile], whole: bool, first: u32, sink: &mut Sink) -> u32 {
    let mut tables: BTreeMap<Vec<(&str, &str)>, Vec<usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        tables.entry(file.said.iter().map(|(name, text)| (*name, text.text.as_str())).collect()).or_default().push(at);
    }
    let tables: Vec<Vec<usize>> = tables.into_values().collect();
    let mut next = first;
    for own in tables {
        let paths: Vec<&Path> = own.iter().map(|at| files[*at].path.as_path()).collect();
        let whole = look(said, &paths, sink) && whole;
        for at in own {
            files[at].part = Some(PartOf { table: next, whole });
        }
        next = next.saturating_add(1);
    }
    next
}

/// Whether all parts of a table seem to be there, by what is said of their number and by the numbers in their names; tells where not.
pub fn look(said: Said, paths: &[&Path], sink: &mut Sink) -> bool {
    let there = u32::try_from(paths.len()).unwrap_or(u32::MAX);
    let missing = missing(paths);
    match said.parts {
        // Who says how many there are knows better than the names.
        Some(parts) if parts == there => true,
        Some(parts) => {
            sink.push(diagnostics::other_number_of_parts(parts, there, &missing, said.place));
            parts < there
        }
        None if missing.is_empty() => true,
        None => {
            sink.push(diagnostics::parts_missing(there, &missing, said.place));
            false
        }
    }
}

/// Folder by folder, for each may number its own.
fn missing(paths: &[&Path]) -> Missing {
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in paths {
        let folder = path.parent().map(show_path).unwrap_or_default();
        folders.entry(folder).or_default().push(path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    }
    let gaps = |(folder, names): (String, Vec<String>)| Some((folder, gaps(&names)?)).filter(|(_, gaps)| !gaps.is_empty());
    folders.into_iter().filter_map(gaps).collect()
}

/// The numbers that are not there; `None` where the names are not told apart by a number.
fn gaps(names: &[String]) -> Option<Vec<(u64, u64)>> {
    let (numbers, total) = match of_total(names) {
        Some((numbers, total)) => (numbers, Some(total)),
        None => (numbered(names)?, None),
    };
    let (least, most) = (*numbers.first()?, *numbers.last()?);
    let there = numbers.len() as u64;
    let (first, last) = match total {
        Some(total) => {
            if least == 0 {
                (0, most.max(total.saturating_sub(1)))
            } else {
                (1, most.max(total))
            }
        }
        // Parts are numbered from 0 or from 1; years and codes are not.
        None => {
            if least > 1 && least - 1 <= there {
                (1, most)
            } else {
                (least, most)
            }
        }
    };
    // Codes of regions have numbers between them that mean nothing.
    if total.is_none() && last - first + 1 - there > there + 8 {
        return None;
    }
    let mut gaps = Vec::new();
    let mut next = first;
    for number in numbers {
        if number > next {
            gaps.push((next, number - 1));
        }
        next = number + 1;
    }
    if next <= last {
        gaps.push((next, last));
    }
    Some(gaps)
}

/// `part-00001-of-00004`, `第1份共4份`: the numbers, and how many each name says there are.
fn of_total(names: &[String]) -> Option<(BTreeSet<u64>, u64)> {
    let found: Vec<(u64, u64)> = names.iter().map(|name| number_of_total(name)).collect::<Option<_>>()?;
    let total = found.first()?.1;
    found.iter().all(|(number, of)| *of == total && *number <= total).then(|| (found.iter().map(|(n, _)| *n).collect(), total))
}

fn number_of_total(name: &str) -> Option<(u64, u64)> {
    let between = |c: char| matches!(c, '-' | '_' | ' ' | '(' | '（' | '，' | ',' | '部' | '分' | '份' | '片');
    ["of", "共"].iter().flat_map(|word| name.match_indices(word)).find_map(|(at, word)| {
        let before = name[..at].trim_end_matches(between);
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let number = number(&before[before.len() - digits..])?;
        let total = leading_number(name[at + word.len()..].trim_start_matches(between))?.0;
        Some((number, total))
    })
}

/// The numbers by which names differ, where they differ by nothing else.
fn numbered(names: &[String]) -> Option<BTreeSet<u64>> {
    let [first, others @ ..] = names else { return None };
    let common = |a: usize, name: &String| a.min(first.chars().zip(name.chars()).take_while(|(x, y)| x == y).count());
    let common = others.iter().fold(first.chars().count(), common);
    let head: String = first.chars().take(common).collect();
    let head = head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if others.is_empty() {
        return None;
    }
    let mut numbers = BTreeSet::new();
    let mut tail = None;
    for name in names {
        let (number, rest) = leading_number(&name[head..])?;
        // How a part is packed tells nothing.
        let rest = rest.split('.').next().unwrap_or("");
        if *tail.get_or_insert(rest) != rest {
            return None;
        }
        numbers.insert(number);
    }
    Some(numbers)
}

fn leading_number(text: &str) -> Option<(u64, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    Some((number(&text[..text.len() - rest.len()])?, rest))
}

/// Longer ones count nothing.
fn number(digits: &str) -> Option<u64> {
    const LONGEST: usize = 9;
    if digits.is_empty() || digits.len() > LONGEST { None } else { digits.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps_of(names: &[&str]) -> Option<Vec<(u64, u64)>> {
        gaps(&names.iter().map(|n| n.to_string()).collect::<Vec<_>>())
    }

    #[test]
    fn a_number_that_is_not_there_is_seen() {
        assert_eq!(gaps_of(&["part-1.csv", "part-2.csv", "part-4.csv"]), Some(vec![(3, 3)]));
        assert_eq!(gaps_of(&["part-0.csv", "part-1.csv"]), Some(vec![]));
        assert_eq!(gaps_of(&["part-2.csv", "part-3.csv"]), Some(vec![(1, 1)]));
        assert_eq!(gaps_of(&["p08.csv.gz", "p09.csv", "p10.csv.zst", "p13.csv"]), Some(vec![(11, 12)]));
        assert_eq!(gaps_of(&["part-00000-a1-c000.csv", "part-00002-a1-c000.csv"]), Some(vec![(1, 1)]));
        assert_eq!(gaps_of(&["贷款第1份.csv", "贷款第3份.csv"]), Some(vec![(2, 2)]));
    }

    #[test]
    fn names_that_say_how_many_there_are_show_the_last_one_missing() {
        assert_eq!(gaps_of(&["x-1-of-3.csv"]), Some(vec![(2, 3)]));
        assert_eq!(gaps_of(&["x-00000-of-00003.csv", "x-00001-of-00003.csv"]), Some(vec![(2, 2)]));
        assert_eq!(gaps_of(&["第1份共2份.csv", "第2份共2份.csv"]), Some(vec![]));
        // Proof and office are words.
        assert_eq!(gaps_of(&["proof.csv"]), None);
    }

    #[test]
    fn names_that_are_no_numbering_show_nothing() {
        assert_eq!(gaps_of(&["only-3.csv"]), None);
        assert_eq!(gaps_of(&["a.csv", "b.csv"]), None);
        assert_eq!(gaps_of(&["131101.csv", "131125.csv", "131182.csv"]), None);
        assert_eq!(gaps_of(&["2024-01.csv", "2025-02.csv"]), None);
        assert_eq!(gaps_of(&["2023.csv", "2024.csv"]), Some(vec![]));
        assert_eq!(gaps_of(&["part-99999999999999999999.csv", "part-1.csv"]), None);
        assert_eq!(gaps_of(&[]), None);
    }
}
