//! Where in a name or a title a region or a period stands, and the pattern that takes it from there. What stands there twice, differently, is
//! not taken.

use crate::load::folded;
use crate::text::Capture;
use crate::ty::{PeriodKind, as_span, read_any_period};
use std::ops::Range;

/// Something that stands in a text once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    pub name: &'static str,
    pub range: Range<usize>,
    /// The member of the roster, or the number of the period.
    pub means: Meaning,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    Region(String),
    Period(i64, PeriodKind),
}

/// A text under which somebody of a roster is known, and the one that rows name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub text: String,
    pub key: String,
}

/// The one member of a roster that a text names; `None` where it names nobody or several.
pub fn region(text: &str, members: &[Member]) -> Option<Stands> {
    let mut found: Vec<(Range<usize>, &Member)> = Vec::new();
    for member in members.iter().filter(|m| m.text.chars().nth(1).is_some()) {
        let places = text.match_indices(member.text.as_str()).map(|(at, t)| at..at + t.len());
        found.extend(places.filter(|r| stands_alone(text, r)).map(|r| (r, member)));
    }
    let inside =
        |(a, _): &(Range<usize>, &Member)| found.iter().any(|(b, _)| b.start <= a.start && a.end <= b.end && b.len() > a.len());
    let whole: Vec<&(Range<usize>, &Member)> = found.iter().filter(|f| !inside(f)).collect();
    let (range, member) = whole.iter().min_by_key(|(r, _)| r.start)?;
    let one = whole.iter().all(|(_, m)| m.key == member.key);
    one.then(|| Stands { name: "region", range: range.clone(), means: Meaning::Region(member.key.clone()) })
}

/// A code is no part of a longer number, and a name in letters no part of a longer word.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let same =
        |a: Option<char>, b: Option<char>| a.zip(b).is_some_and(|(a, b)| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric());
    let (before, within, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    !same(before.chars().next_back(), within.chars().next()) && !same(within.chars().next_back(), after.chars().next())
}

/// Signs of the longest text of a period.
const LONGEST: usize = 16;

/// The one period of a kind that a text names; `None` where it names none, several, or one of another kind.
pub fn period(text: &str, kind: PeriodKind) -> Option<Stands> {
    let mut found: Vec<(Range<usize>, (i64, PeriodKind))> = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())).map(|n| at + n) {
        let digits = text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
        let begins = digits == 4 && text[start..].starts_with(['1', '2']);
        let ends = text[start..].char_indices().map(|(i, c)| start + i + c.len_utf8()).take(LONGEST);
        let read = |end: usize| read_any_period(&folded(&text[start..end])).map(|p| (start..end, p));
        let longest = ends.filter_map(read).last().filter(|_| begins);
        match longest {
            Some((range, period)) => {
                at = range.end;
                // A day is no month, and 2025-1234 no year.
                let goes_on = text[at..].strip_prefix(['-', '.', '/', '—', '～', '~', '至']).unwrap_or(&text[at..]);
                if goes_on.starts_with(|c: char| c.is_ascii_digit()) || text[at..].starts_with(|c: char| c.is_ascii_digit()) {
                    return None;
                }
                found.push((range, period));
            }
            None => at = start + digits,
        }
    }
    let (range, (n, of)) = found.first()?.clone();
    let number = if of == kind { Some(n) } else { as_span(n, of).filter(|_| kind == PeriodKind::Span) };
    let one = found.iter().all(|(_, p)| *p == (n, of));
    number.filter(|_| one).map(|_| Stands { name: "period", range, means: Meaning::Period(n, of) })
}

/// A pattern that finds what stands in a text: signs before it and between as they are, behind it a sign or a word and, where it may be loose, anything up
/// to `ending`. `None` where no pattern finds just that.
pub fn pattern(text: &str, stands: &[Stands], loose: bool, ending: &str) -> Option<String> {
    let mut stands = stands.to_vec();
    stands.sort_by_key(|s| s.range.start);
    let written = |shorter: usize| {
        let mut out = String::new();
        let mut at = 0;
        for one in &stands {
            let end = shortened(text, &one.range, if one.name == "period" { shorter } else { 0 });
            out += &escaped(&text[at..one.range.start]);
            out += &format!("{{{}}}", one.name);
            at = end;
        }
        let rest = text[at..].strip_suffix(ending).unwrap_or(&text[at..]);
        out += &tail(rest, loose);
        out + &escaped(ending)
    };
    let ending_fits = text.ends_with(ending);
    // What a period ends with (年, 月) is better a sign of the pattern.
    [1, 0].into_iter().map(written).find(|p| ending_fits && finds(p, text, &stands))
}

fn shortened(text: &str, range: &Range<usize>, signs: usize) -> usize {
    let mut end = range.end;
    for _ in 0..signs {
        let last = text[range.start..end].chars().next_back().filter(|c| matches!(c, '年' | '月'));
        end -= last.map_or(0, char::len_utf8);
    }
    end
}

fn tail(rest: &str, loose: bool) -> String {
    let Some(first) = rest.chars().next().filter(|_| loose) else { return escaped(rest) };
    let word = |c: char| c.is_alphanumeric() && !matches!(c, '年' | '月');
    let kept = if word(first) { rest.find(|c| !word(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
    escaped(&rest[..kept]) + if kept < rest.len() { "*" } else { "" }
}

/// Whether the pattern finds in the text what stands there and nothing else.
fn finds(pattern: &str, text: &str, stands: &[Stands]) -> bool {
    let Some(found) = Capture::read(pattern).find(text) else { return false };
    let same = |(name, got): &(&str, String)| {
        stands.iter().any(|s| {
            s.name == *name
                && match &s.means {
                    Meaning::Region(_) => text[s.range.clone()] == *got,
                    Meaning::Period(n, kind) => read_any_period(&folded(got)) == Some((*n, *kind)),
                }
        })
    };
    found.len() == stands.len() && found.iter().all(same)
}

/// A text as a pattern that fits it alone.
pub fn escaped(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '*' | '?' | '[' | ']' | '{' | '}') { format!("[{c}]") } else { c.to_string() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(names: &[&str]) -> Vec<Member> {
        names.iter().map(|n| Member { text: n.to_string(), key: n.to_string() }).collect()
    }

    fn both(text: &str, loose: bool, ending: &str) -> Option<String> {
        let known = members(&["安平县", "枣强县", "安平", "131125"]);
        let stands: Vec<Stands> = region(text, &known).into_iter().chain(period(text, PeriodKind::Year)).collect();
        pattern(text, &stands, loose, ending)
    }

    #[test]
    fn what_stands_once_is_sought_where_it_stands() {
        assert_eq!(both("安平县-2025年-终稿.xlsx", true, ".xlsx").as_deref(), Some("{region}-{period}年*.xlsx"));
        assert_eq!(both("安平县-终稿.xlsx", true, ".xlsx").as_deref(), Some("{region}-*.xlsx"));
        assert_eq!(both("安平县.xlsx", true, ".xlsx").as_deref(), Some("{region}.xlsx"));
        assert_eq!(both("附件1：安平县报表.xlsx", false, ".xlsx").as_deref(), Some("附件1：{region}报表.xlsx"));
        assert_eq!(both("安平县报表（终稿）.xlsx", true, ".xlsx").as_deref(), Some("{region}报表*.xlsx"));
        assert_eq!(both("in/131125/a.csv", false, ".csv").as_deref(), Some("in/{region}/a.csv"));
        assert_eq!(both("2025年各县情况表", true, "").as_deref(), Some("{period}年*"));
        // Signs of patterns are themselves.
        assert_eq!(both("安平县[1].xlsx", false, ".xlsx").as_deref(), Some("{region}[[]1[]].xlsx"));
    }

    #[test]
    fn what_stands_twice_or_runs_into_another_is_not() {
        let known = members(&["安平县", "枣强县", "131125"]);
        assert_eq!(region("安平县和枣强县.xlsx", &known), None);
        assert_eq!(region("1311250.xlsx", &known), None);
        assert_eq!(region("深州市.xlsx", &known), None);
        assert!(region("安平县（安平县统计局）.xlsx", &known).is_some());
        assert_eq!(period("2024年与2025年对比", PeriodKind::Year), None);
        assert_eq!(period("2025年1-9月", PeriodKind::Year), None);
        assert_eq!(period("2025-06-30", PeriodKind::Year), None);
        assert_eq!(period("20250630", PeriodKind::Year), None);
        assert_eq!(period("产值2025.xlsx", PeriodKind::Year).map(|s| s.means), Some(Meaning::Period(2025, PeriodKind::Year)));
        assert_eq!(
            period("2025年6月", PeriodKind::Month).map(|s| s.means),
            Some(Meaning::Period(2025 * 12 + 5, PeriodKind::Month))
        );
        // 安平县2025 cannot be told apart by a pattern.
        assert_eq!(both("安平县2025年表", true, ""), None);
    }
}
