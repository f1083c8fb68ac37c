//! One column of a table in an engine: the value of its cells where they are written in the plainest way, NULL elsewhere. What is plain
//! here the loaders read without a message; a text that they would fold, call a mark or take for a total is not plain.

use super::binding::BoundColumn;
use super::dialect::Dialect;
use super::reason::Reason;
use crate::num::{End, IBig, Rat, UBig, pow10};
use crate::text::{fold_name, fold_text};
use crate::ty::{ColumnDef, Flavour, NumTy, PeriodKind, Relation, Type};

/// The characters of a plain text, its first, and what a mark for "no value" may begin with.
const INSIDE: &str = "!-*,-~·、《》〔〕“”—一-鿿";
const FIRST: &str = "0-9A-Za-z一-鿿";
const MARKS: &str = "无不未待暂缺空没尚同nNeEtTuUmM";
/// A code: letters and digits in one word, one digit at least.
const CODE: &str = "[0-9A-Za-z_-]*[0-9][0-9A-Za-z_-]*";
/// What may be read as a row of sums or means.
const TOTALS: &str = ".*([合总小共累][ ]*[计数额和]|[合總小共][ ]*計|汇[ ]*总|全[ ]*[市县区省国州盟旗镇乡]|均).*|其[ ]*中.*\
    |.*([tT][oO][tT][aA][lL]|[sS][uU][mM]|[mM][eE][aA][nN]|[aA][vV][eE]?[rR]?[aA]?[gG]|[wW][hH][iI][cC][hH]).*";

/// What the values of a column are.
#[derive(Clone, Debug)]
pub enum Kind {
    Text,
    /// Whole numbers; a stored figure (in the unit of the column) is the whole number times `step`.
    Whole {
        step: Rat,
        most: UBig,
    },
}

/// What notes, headings and lines of units may begin with.
const NOTES: &str = "[续接转下注附备说资数来口负单統统部分主领审复批核制填报经联电手传邮地日上编盖公签單栏列].*|.*[单單].*\
    |.*([nN][oO][tT][eE]|[rR][eE][mM][aA][rR][kK]|[sS][oO][uU][rR][cC][eE]|[sS][iI][gG][nN]|[cC][oO][nN][tT]|[pP][aA][gG][eE]).*\
    |.*([pP][rR][eE][pP][aA][rR]|[aA][pP][pP][rR][oO][vV]|[cC][hH][eE][cC][kK]|[rR][eE][vV][iI][eE][wW]).*\
    |.*([uU][nN][iI][tT]|[dD][aA][tT][eE]|[pP][hH][oO][nN][eE]).*";

/// A column ready to be asked.
#[derive(Clone, Debug)]
pub struct Cells {
    pub kind: Kind,
    /// From the text of the cell (`r0`, folded `f0`) to its value, NULL where it is not plain.
    pub value: String,
    /// What the value must fulfil besides: `>= 5`.
    pub range: Vec<String>,
    /// Another way in which the loaders have nothing to say of the cell.
    pub quiet: Option<String>,
}

/// How wide figures may be: digits before the point, and behind it where no step is declared.
#[derive(Clone, Copy, Debug)]
pub struct Width {
    pub whole: u32,
    pub decimals: u32,
}

/// Where a column stands in its relation.
#[derive(Clone, Copy)]
pub struct Place<'s> {
    pub relation: &'s Relation,
    pub def: &'s ColumnDef,
    /// Its texts may be read as totals.
    pub heads: bool,
    pub aliases: &'s [(String, String)],
}

pub fn cells(dialect: Dialect, place: Place<'_>, bound: &BoundColumn, width: Width, r: &str) -> Result<Cells, Reason> {
    let def = place.def;
    match &def.ty {
        Type::Text | Type::Ref(_) => text(dialect, place, r),
        Type::OneOf(options) => {
            let list: Result<Vec<String>, Reason> = options.iter().map(|o| literal(dialect, o)).collect();
            let value = format!("CASE WHEN {r} IN ({}) THEN {} END", list?.join(", "), folded_name(r));
            Ok(Cells { kind: Kind::Text, value, range: Vec::new(), quiet: None })
        }
        Type::Flag => Ok(whole(flag(dialect, r), Rat::ONE, UBig::ONE, Vec::new())),
        Type::Date => Ok(whole(day(dialect, r), Rat::ONE, pow10(7), range(def, &Rat::ONE))),
        Type::Period(kind) => {
            let value = period(dialect, *kind, r).ok_or_else(|| Reason::Figures(def.title().to_string()))?;
            Ok(whole(value, Rat::ONE, pow10(6), range(def, &Rat::ONE)))
        }
        Type::Number(ty) => number(dialect, def, ty, bound, width, r),
        Type::List(_) | Type::Row(_) | Type::Set | Type::Error => Err(Reason::Loop),
    }
}

fn whole(value: String, step: Rat, most: UBig, range: Vec<String>) -> Cells {
    Cells { kind: Kind::Whole { step, most }, value, range, quiet: None }
}

/// What the folded text of a cell is called.
fn folded_name(r: &str) -> String {
    r.replacen('r', "f", 1)
}

/// A text as a statement holds it.
pub fn literal(dialect: Dialect, text: &str) -> Result<String, Reason> {
    if text.contains('\0') { Err(Reason::Character) } else { Ok(dialect.text(text)) }
}

fn text(dialect: Dialect, place: Place<'_>, r: &str) -> Result<Cells, Reason> {
    let k = folded_name(r);
    let plain = dialect.matches(&k, &format!("[{FIRST}]([ {INSIDE}]*[{INSIDE}])?"));
    let code = dialect.matches(&k, CODE);
    let mark = dialect.matches(&k, &format!("[{MARKS}].*"));
    let mut conditions = vec![plain, format!("({code} OR NOT ({mark}))")];
    if place.heads {
        conditions.push(format!("NOT ({})", may_be_total(dialect, place.relation, &k)?));
    }
    let aliases: Result<Vec<String>, Reason> = place.aliases.iter().map(|(a, _)| literal(dialect, &fold_text(a))).collect();
    let aliases = aliases?;
    if !aliases.is_empty() {
        conditions.push(format!("{k} NOT IN ({})", aliases.join(", ")));
    }
    let value = format!("CASE WHEN {} THEN {k} END", conditions.join(" AND "));
    let begun = dialect.matches(r, "[0-9A-Za-z\u{4000}-\u{9fff}][^+]*");
    let quiet = (!place.heads).then(|| format!("({begun} AND NOT ({mark}))"));
    Ok(Cells { kind: Kind::Text, value, range: Vec::new(), quiet })
}

/// Whether the loaders may take a text for the word of a row of totals.
pub fn may_be_total(dialect: Dialect, relation: &Relation, folded: &str) -> Result<String, Reason> {
    let own: Result<Vec<String>, Reason> = relation.total_rows.iter().map(|t| literal(dialect, &joined(t))).collect();
    let own = own?;
    let named = if own.is_empty() { String::new() } else { format!(" OR replace({folded}, ' ', '') IN ({})", own.join(", ")) };
    Ok(format!("{}{named}", dialect.matches(folded, TOTALS)))
}

/// Whether the loaders may take a line that begins with a text for a note, a heading, a line of units or the header once more.
pub fn may_be_line(dialect: Dialect, relation: &Relation, folded: &str) -> Result<String, Reason> {
    let names = relation.columns.iter().flat_map(|c| [Some(&c.name), c.label.as_ref()]).flatten();
    let also = relation.columns.iter().flat_map(|c| &c.aliases);
    let list: Result<Vec<String>, Reason> = names.chain(also).map(|name| literal(dialect, &fold_text(name))).collect();
    Ok(format!("{} OR {folded} IN ({})", dialect.matches(folded, NOTES), list?.join(", ")))
}

fn joined(text: &str) -> String {
    fold_name(text).chars().filter(|c| !c.is_whitespace()).collect()
}

fn flag(dialect: Dialect, r: &str) -> String {
    let one_of = |words: &[&str]| words.iter().map(|w| dialect.text(w)).collect::<Vec<_>>().join(", ");
    let (yes, no) = (one_of(&["是", "有", "√", "true", "yes"]), one_of(&["否", "没有", "×", "false", "no"]));
    format!("CASE WHEN {r} IN ({yes}) THEN {} WHEN {r} IN ({no}) THEN {} END", dialect.number("1"), dialect.number("0"))
}

/// `2006-08-18`; the 29th of February is left to those who know the calendar.
fn day(dialect: Dialect, r: &str) -> String {
    let shape = "[1-9][0-9][0-9][0-9]-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))";
    format!("CASE WHEN {} THEN {} END", dialect.matches(r, shape), dialect.day(r))
}

/// The number of a period written `2007`, `2007-03`, `2007Q3`, `2007H1`.
fn period(dialect: Dialect, kind: PeriodKind, r: &str) -> Option<String> {
    let year = "[1-9][0-9][0-9][0-9]";
    let y = dialect.number(&dialect.part(r, 1, 4));
    let of = |shape: String, per: u32, from: usize, len: usize| {
        let part = dialect.number(&dialect.part(r, from, len));
        format!("CASE WHEN {} THEN {y} * {per} + {part} - 1 END", dialect.matches(r, &shape))
    };
    match kind {
        PeriodKind::Year => Some(format!("CASE WHEN {} THEN {y} END", dialect.matches(r, year))),
        PeriodKind::Half => Some(of(format!("{year}H[12]"), 2, 6, 1)),
        PeriodKind::Quarter => Some(of(format!("{year}Q[1-4]"), 4, 6, 1)),
        PeriodKind::Month => Some(of(format!("{year}-(0[1-9]|1[0-2])"), 12, 6, 2)),
        PeriodKind::Span => None,
    }
}

fn number(dialect: Dialect, def: &ColumnDef, ty: &NumTy, bound: &BoundColumn, width: Width, r: &str) -> Result<Cells, Reason> {
    let refuse = || Reason::Figures(def.title().to_string());
    let factor = def.unit.as_ref().map_or(Rat::ONE, |u| u.factor.clone());
    // From the unit that bare figures are in to that of the column.
    let unit = match &bound.unit {
        Some(unit) => &unit.factor / &factor,
        None if matches!(ty.flavour, Flavour::Share | Flavour::Points | Flavour::Growth) => return Err(refuse()),
        None if ty.flavour == Flavour::Amount && def.unit.is_none() => return Err(refuse()),
        None => Rat::ONE,
    };
    let decimals = match (&def.step, ty.is_integral()) {
        (_, true) if unit == Rat::ONE => 0,
        (Some(step), _) if !step.is_zero() => decimals_of(&(step / &unit)).ok_or_else(refuse)?,
        _ => width.decimals,
    };
    if ty.is_integral() && unit != Rat::ONE {
        return Err(refuse());
    }
    let sign = if def.signed { "-?" } else { "" };
    let before = format!("{sign}(0|[1-9][0-9]{{0,{}}})", width.whole.saturating_sub(1));
    let shape = match decimals {
        0 => before,
        n => format!("{before}([.][0-9]{{1,{n}}})?"),
    };
    let value = format!("CASE WHEN {} THEN {} END", dialect.matches(r, &shape), dialect.scaled(r, decimals));
    let step = unit / Rat::from(pow10(decimals));
    let range = range(def, &(&step * &factor));
    Ok(whole(value, step, pow10(width.whole + decimals), range))
}

/// Digits behind the point of a step, if it is one of ten parts.
fn decimals_of(step: &Rat) -> Option<u32> {
    (0..=12).find(|n| step * Rat::from(pow10(*n)) == Rat::ONE)
}

/// What values in the declared range fulfil; one whole number is worth `base` of it.
fn range(def: &ColumnDef, base: &Rat) -> Vec<String> {
    let Some(range) = &def.range else { return Vec::new() };
    let end = |end: &End, up: bool| -> Option<String> {
        let (at, open) = match end {
            End::Unbounded => return None,
            End::Closed(at) => (at / base, false),
            End::Open(at) => (at / base, true),
        };
        let whole: IBig = if up { at.ceil() } else { at.floor() };
        let exact = Rat::from(whole.clone()) == at;
        let sign = match (up, open && exact) {
            (true, true) => ">",
            (true, false) => ">=",
            (false, true) => "<",
            (false, false) => "<=",
        };
        Some(format!("{sign} {whole}"))
    };
    [end(&range.lo, true), end(&range.hi, false)].into_iter().flatten().collect()
}
