//! Lines and headings that number something: the columns of a form, the parts of a table.

use super::form_unit::{ends, fold_colons};
use super::value::fold_value;
use crate::text::to_halfwidth;

/// The text in half width and lower case, without any blanks.
pub fn pressed(text: &str) -> String {
    fold_colons(&fold_value(&ends(text))).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

/// 合计2户: a word of totals, a number, and what was counted.
pub fn counted(text: &str, word: &str) -> bool {
    const COUNTER: usize = 2;
    let Some(rest) = text.strip_prefix(word).filter(|_| !word.is_ascii()) else { return false };
    let counter = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    counter.len() < rest.len() && counter.chars().count() <= COUNTER
}

/// `第 1 页 共 2 页`, `page 3`, `- 4 -`
pub fn numbers_page(text: &str) -> bool {
    let text = text.trim_matches(['-', '—', '(', ')', '/', '.', '·', ',']);
    let digits = |t: &str| !t.is_empty() && t.len() < 5 && t.bytes().all(|b| b.is_ascii_digit());
    let one = |t: &str| t.strip_prefix(['第', '共']).and_then(|t| t.strip_suffix('页')).is_some_and(digits);
    let (first, second) = text.find('页').map_or((text, ""), |at| text.split_at(at + '页'.len_utf8()));
    let second = second.trim_matches([',', '、', '/', ';']);
    (one(first) && (second.is_empty() || one(second))) || text.strip_prefix("page").is_some_and(digits)
}

/// Whether a cell holds the number of its column and nothing else: `2`, `（２）`.
pub fn is_number_of_column(cell: &str, number: usize) -> bool {
    let cell = cell.trim().trim_matches(['(', ')', '（', '）']);
    cell.len() < 13 && cell.chars().map(to_halfwidth).eq(number.to_string().chars())
}

/// Whether a text is the first cell of a line that numbers the columns of a form.
pub fn is_column_numbers(text: &str) -> bool {
    matches!(pressed(text).trim_matches(['(', ')', ':']), "栏次" | "栏号" | "列次" | "栏目序号" | "栏序")
}

/// Whether a text is what forms call the column that numbers their lines: `序号`.
pub fn is_stem(text: &str) -> bool {
    matches!(
        pressed(text).trim_matches(['(', ')', ':']),
        "序号" | "序" | "编号" | "项次" | "项目" | "代码" | "代号" | "栏码" | "no" | "no." | "code"
    )
}

/// Whether a text begins with a number as headings do: `一、工业`, `（二）其他`, `3、市直`.
pub fn begins_numbered(text: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十百".contains(c) || c.is_ascii_digit();
    let text = pressed(text);
    let (open, rest) = text.strip_prefix('(').map_or((false, text.as_str()), |rest| (true, rest));
    let behind = rest.trim_start_matches(numeral);
    let numbered = behind.len() < rest.len() && rest.len() - behind.len() < 16;
    let said = if open { behind.strip_prefix(')') } else { behind.strip_prefix('、') };
    numbered && said.is_some_and(|said| !said.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_among_rows_are_numbered() {
        for text in ["一、工业", "（二）其他", "(十二)市直", "3、市直", " 一 、农业"] {
            assert!(begins_numbered(text), "{text}");
        }
        for text in ["一厂", "（集团）公司", "三、", "12", "十一学校", "、工业", "一", "3.5", "(3)"] {
            assert!(!begins_numbered(text), "{text}");
        }
    }
}
