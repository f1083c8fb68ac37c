//! How one engine writes what all of them can do.

/// An engine's own tongue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    DuckDb,
    Postgres,
    Spark,
}

/// Full-width signs with their half-width twins, in order.
const FULL: &str = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．，％－−＋（）：；／＜＞＝＿\u{3000}\u{a0}";
const HALF: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,%--+():;/<>=_  ";
/// Other blanks, and one sign that nobody sees, which goes.
const BLANKS: &[u32] = &[
    9, 10, 11, 12, 13, 0x85, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a,
    0x2028, 0x2029, 0x202f, 0x205f,
];
const UNSEEN: u32 = 0xfeff;

impl Dialect {
    pub const ALL: [(&'static str, Self); 3] = [("duckdb", Self::DuckDb), ("postgres", Self::Postgres), ("spark", Self::Spark)];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|(_, d)| *d)
    }

    /// A name of a table or a column, whatever is in it.
    pub fn name(self, name: &str) -> String {
        match self {
            Self::DuckDb | Self::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::Spark => format!("`{}`", name.replace('`', "``")),
        }
    }

    /// `schema.table`, each part a name.
    pub fn path(self, path: &str) -> String {
        path.split('.').map(|part| self.name(part)).collect::<Vec<_>>().join(".")
    }

    /// A text, whatever is in it.
    pub fn text(self, text: &str) -> String {
        match self {
            Self::DuckDb | Self::Postgres => format!("'{}'", text.replace('\'', "''")),
            Self::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        }
    }

    /// Texts are compared by their bytes.
    pub fn as_text(self, value: &str) -> String {
        match self {
            Self::DuckDb => format!("CAST({value} AS VARCHAR)"),
            Self::Postgres => format!("(CAST({value} AS text) COLLATE \"C\")"),
            Self::Spark => format!("CAST({value} AS STRING)"),
        }
    }

    /// The whole text has this shape.
    pub fn matches(self, value: &str, shape: &str) -> String {
        match self {
            Self::DuckDb => format!("regexp_full_match({value}, {})", self.text(shape)),
            Self::Postgres => format!("{value} ~ {}", self.text(&format!("^({shape})$"))),
            Self::Spark => format!("{value} RLIKE {}", self.text(&format!("\\A({shape})\\z"))),
        }
    }

    /// With full-width signs folded, as texts are here.
    pub fn folded(self, value: &str) -> String {
        format!("translate({value}, {}, {})", self.text(FULL), self.text(HALF))
    }

    /// Texts that are one here are one under this form, once they are folded; some others are as well.
    pub fn pressed(self, value: &str) -> String {
        let one = |code: &u32| format!("{}({code})", if self == Self::Spark { "char" } else { "chr" });
        let from: Vec<String> = BLANKS.iter().chain([&UNSEEN]).map(one).collect();
        format!("trim(translate({value}, {}, {}))", from.join(" || "), self.text(&" ".repeat(BLANKS.len())))
    }

    /// Whole numbers of 38 digits.
    pub fn wide(self) -> &'static str {
        match self {
            Self::DuckDb => "HUGEINT",
            Self::Postgres => "numeric",
            Self::Spark => "DECIMAL(38,0)",
        }
    }

    /// Digits with at most so many behind the point, as a whole number of the smallest of them.
    pub fn scaled(self, text: &str, decimals: u32) -> String {
        let ten = format!("1{}", "0".repeat(decimals as usize));
        match (self, decimals) {
            (_, 0) => format!("CAST({text} AS {})", self.wide()),
            (Self::Postgres, _) => format!("trunc(CAST({text} AS numeric) * {ten})"),
            (Self::DuckDb | Self::Spark, _) => {
                format!("CAST(CAST({text} AS DECIMAL(38,{decimals})) * {ten} AS {})", self.wide())
            }
        }
    }

    /// A day that exists, as days since 1970-01-01.
    pub fn day(self, text: &str) -> String {
        match self {
            Self::DuckDb => format!("CAST(date_diff('day', DATE '1970-01-01', CAST({text} AS DATE)) AS HUGEINT)"),
            Self::Postgres => format!("CAST(CAST({text} AS date) - DATE '1970-01-01' AS numeric)"),
            Self::Spark => format!("CAST(datediff(CAST({text} AS DATE), DATE '1970-01-01') AS DECIMAL(38,0))"),
        }
    }

    /// Characters of a text from the first (1) on.
    pub fn part(self, text: &str, from: usize, len: usize) -> String {
        format!("substr({text}, {from}, {len})")
    }

    pub fn number(self, text: &str) -> String {
        format!("CAST({text} AS {})", self.wide())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::to_halfwidth;

    #[test]
    fn the_table_of_full_width_signs_is_that_of_the_texts() {
        assert_eq!(FULL.chars().count(), HALF.chars().count());
        for (full, half) in FULL.chars().zip(HALF.chars()) {
            assert_eq!(to_halfwidth(full), half);
        }
        let folded = (0..=0xFFFFu32).filter_map(char::from_u32).filter(|c| to_halfwidth(*c) != *c);
        assert!(folded.into_iter().all(|c| FULL.contains(c)));
    }

    #[test]
    fn nothing_leaves_its_quotes() {
        for dialect in [Dialect::DuckDb, Dialect::Postgres] {
            assert_eq!(dialect.text("a'; DROP TABLE t; --"), "'a''; DROP TABLE t; --'");
            assert_eq!(dialect.text("a\\"), "'a\\'");
            assert_eq!(dialect.name("a\" b"), "\"a\"\" b\"");
        }
        assert_eq!(Dialect::Spark.text("a\\' b"), "'a\\\\\\' b'");
        assert_eq!(Dialect::Spark.name("a`b"), "`a``b`");
        assert_eq!(Dialect::Postgres.path("public.县\""), "\"public\".\"县\"\"\"");
    }
}
