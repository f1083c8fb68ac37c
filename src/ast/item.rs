//! Items: what stands at the top level of a file, and the statements inside.

use super::{Binder, CmpOp, Day, DayRange, Exception, Expr, Line, Name, Str};
use crate::text::Span;

#[derive(Clone, Debug)]
pub enum Item {
    Policy(Policy),
    Library(Library),
    Use(Use),
    Record(Record),
    Extend(Extend),
    Table(Table),
    Alias(Alias),
    Param(Param),
    Define(Define),
    Classify(Classify),
    Rule(Rule),
    Test(Test),
    Scorecard(Scorecard),
    Exception(Exception),
    Unit(UnitDecl),
    Kind(KindDecl),
}

/// `policy hengshui "…" { … }`
#[derive(Clone, Debug)]
pub struct Policy {
    pub name: Name,
    pub title: Option<Str>,
    pub props: Vec<Prop>,
    pub clauses: Vec<Clause>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Prop {
    Number(Str),
    Issued(Day),
    /// `jurisdiction "131100"`
    Jurisdiction(Str),
    /// `effective 2006-08-18 .. 2010-12-31`
    Effective(DayRange),
}

/// `clause guarantee_share "四(五)" "担保额度占比" mandate`
#[derive(Clone, Debug)]
pub struct Clause {
    pub name: Name,
    pub number: Option<Str>,
    pub title: Option<Str>,
    /// `mandate`, `target`, `aspiration`, `encourage`, `fact`, `definition`, `derived`: the canonical English word.
    pub force: Option<Name>,
    /// `qualitative "reason"`: nothing measurable, and why.
    pub qualitative: Option<Str>,
    pub span: Span,
}

/// `library schema "…"`: names a folder of rule files that states nothing by itself.
#[derive(Clone, Debug)]
pub struct Library {
    pub name: Name,
    pub title: Option<Str>,
    pub span: Span,
}

/// `use schema`, `use schema from "../schema"`: brings the names of another module.
#[derive(Clone, Debug)]
pub struct Use {
    pub module: Name,
    /// A folder or file, relative to the rule file.
    pub from: Option<Str>,
    pub span: Span,
}

/// `extend County sent by counties as code { fields }`: more fields for a record declared elsewhere.
#[derive(Clone, Debug)]
pub struct Extend {
    pub record: Name,
    pub sent_by: Option<(Name, Option<Name>)>,
    pub due: Option<DueBy>,
    /// `blank means 0` for the fields it adds.
    pub blanks: Vec<Blank>,
    pub fields: Vec<FieldDecl>,
    pub span: Span,
}

/// `record GuaranteeBody "信用担保机构" key name, year sent by counties as county { fields }`
#[derive(Clone, Debug)]
pub struct Record {
    pub name: Name,
    pub label: Option<Str>,
    pub key: Vec<Name>,
    /// `sent by ROSTER [as COLUMN]`
    pub sent_by: Option<(Name, Option<Name>)>,
    pub due: Option<DueBy>,
    /// `total row "合计", "小计"`: its forms have rows of sums under these texts.
    pub total_rows: Vec<Str>,
    /// `blank means 0, no`
    pub blanks: Vec<Blank>,
    pub fields: Vec<FieldDecl>,
    pub span: Span,
}

/// `due last_day(quarter) + 15天 on filed`: by when a row must be in, and the field that says when it was sent.
#[derive(Clone, Debug)]
pub struct DueBy {
    pub at: Expr,
    pub on: Option<Name>,
    /// What messages call it.
    pub name: Name,
    pub span: Span,
}

/// `total "担保总额度" : money in 万元`
#[derive(Clone, Debug)]
pub struct FieldDecl {
    pub name: Name,
    pub label: Option<Str>,
    pub ty: TypeExpr,
    /// `also "旧称", "别名"`: other headers under which the column may arrive.
    pub also: Vec<Str>,
    pub life: Life,
    pub span: Span,
}

/// `from 2007 until 2009 was "…" until 2008`: the years in which a form has a field, and what it was called before.
#[derive(Clone, Debug, Default)]
pub struct Life {
    pub from: Option<Year>,
    pub until: Option<Year>,
    /// Former headers, each with its last year.
    pub was: Vec<(Str, Option<Year>)>,
}

#[derive(Clone, Copy, Debug)]
pub struct Year {
    pub year: i64,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct TypeExpr {
    pub kind: TypeKind,
    /// `?` after the type.
    pub optional: bool,
    /// `signed`
    pub signed: bool,
    /// `fixed`: no remedy asks for another value.
    pub fixed: bool,
    /// `in 0%..100%` (a declared range; `in U` directly after `money` or `quantity` is the unit).
    pub range: Option<(Expr, Expr)>,
    /// `to 0.01`: the smallest step, in the unit.
    pub step: Option<Name>,
    /// `during`, `at end`, `to date`, as canonical English words.
    pub nature: Option<Name>,
    /// `blank means 0`
    pub blank: Option<Blank>,
    pub span: Span,
}

/// One word behind `blank means`, with its place.
#[derive(Clone, Debug)]
pub struct Blank {
    pub word: BlankWord,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlankWord {
    Unknown,
    None,
    Zero,
    No,
    /// Anything else, as written.
    Other(String),
}

#[derive(Clone, Debug)]
pub enum TypeKind {
    Text,
    Flag,
    Count,
    Number,
    Share,
    Points,
    Growth,
    /// `money in 万元`; the unit may be missing.
    Money(Option<Name>),
    /// `quantity in 万元/亩`: numerator and, after a slash, denominator.
    Quantity(Name, Option<Name>),
    Date,
    Year,
    Half,
    Quarter,
    Month,
    /// Any whole months of one year.
    Period,
    OneOf(Vec<Str>),
    /// `reading "逐项", "合计"`: another word for `one of`.
    Reading(Vec<Str>),
    List(Name),
    Ref(Name),
    /// A declared `kind`, with its unit: `sales in 亿元`.
    Kind(Name, Option<Name>),
    Bad,
}

/// `table targets "目标表" key cluster { | cluster | near : money in 亿元 | … }`
#[derive(Clone, Debug)]
pub struct Table {
    pub name: Name,
    pub label: Option<Str>,
    pub key: Vec<Name>,
    pub columns: Vec<TableColumn>,
    pub rows: TableRows,
    pub span: Span,
}

/// A header cell `near "近期" : money in 亿元`; without a type it is text.
#[derive(Clone, Debug)]
pub struct TableColumn {
    pub name: Name,
    pub label: Option<Str>,
    pub ty: Option<TypeExpr>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum TableRows {
    Inline(Vec<Vec<Cell>>),
    /// `from "targets.csv"`, relative to the rule file.
    File(Str),
}

/// A cell of an inline table: the text between two bars, blanks trimmed, quotes (if any) removed.
#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    /// Written between quotes.
    pub quoted: bool,
    pub span: Span,
}

/// `alias "软件与信息服务" = "软件和信息服务"`: the first means the second.
#[derive(Clone, Debug)]
pub struct Alias {
    pub alias: Str,
    pub canonical: Str,
    pub span: Span,
}

/// `param bank_share "…" : share in 0%..100% = 60% because "…"`; without a value it is open.
#[derive(Clone, Debug)]
pub struct Param {
    pub name: Name,
    pub label: Option<Str>,
    pub ty: TypeExpr,
    /// `after near`, `above low`, `at least low`.
    pub than: Option<Than>,
    /// One value; or several, of which one is meant (`|`), or each from a day on (`,`).
    pub values: Vec<ParamValue>,
    pub joined: Joined,
    /// Why there is no value.
    pub because: Option<Str>,
    pub span: Span,
}

/// One value of a parameter with its source.
#[derive(Clone, Debug)]
pub struct ParamValue {
    pub value: Expr,
    /// `from 2008-01-01`: a day, or a year, which means its first day.
    pub from: Option<Expr>,
    pub because: Option<Str>,
}

/// How several values of a parameter stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// `a | b`: one of them is meant.
    Alternatives,
    /// `a from D, b from E`: each from its day on.
    ByDate,
}

/// `after near`: what one parameter must be, seen from another.
#[derive(Clone, Debug)]
pub struct Than {
    pub word: ThanWord,
    pub other: Expr,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThanWord {
    After,
    Above,
    AtLeast,
}

/// `define County.share "…" = …` (a derived field), `define scope15 = …`, `define share(x, y) = …`.
#[derive(Clone, Debug)]
pub struct Define {
    pub owner: Option<Name>,
    pub name: Name,
    /// Names of the arguments; `None` for a definition that takes none and is used without brackets.
    pub args: Option<Vec<Name>>,
    pub label: Option<Str>,
    pub value: Expr,
    pub span: Span,
}

/// `classify Park.stage "发展阶段" { "集中" needs …; "集聚" needs … }`: ordered labels, each with what it needs beside all before it.
#[derive(Clone, Debug)]
pub struct Classify {
    pub owner: Name,
    pub name: Name,
    pub label: Option<Str>,
    pub stages: Vec<Stage>,
    pub span: Span,
}

/// `"集聚" needs "有协会": association exists, firms >= 10`
#[derive(Clone, Debug)]
pub struct Stage {
    pub label: Str,
    pub needs: Vec<Need>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Need {
    pub label: Option<Str>,
    pub cond: Expr,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub name: Name,
    pub title: Option<Str>,
    pub body: Vec<Stmt>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Stmt {
    /// `cite hengshui.guarantee_share, …`
    Cite(Vec<Expr>),
    /// `for c in County, p in kinds`
    For(Vec<Binder>),
    /// `tightens hengshui.guarantee_share`
    Tightens(Vec<Expr>),
    /// `due near`: the lines below bind from there on, until the next `due`.
    Due(Due),
    When(Expr),
    Let(Let),
    Line(Line),
    /// `show "share" : a as share of b ranked`
    Show(Show),
    /// `except when c require e`
    Except {
        when: Expr,
        line: Line,
        span: Span,
    },
    Exempt(Exempt),
    /// `no exceptions`: no document may lift this rule for anybody.
    NoExceptions(Span),
    /// `otherwise "… {shortfall} …"`: the rule's own message.
    Otherwise(Str),
    Effective(DayRange),
    Report {
        kind: ReportKind,
        span: Span,
    },
}

/// `due near`
#[derive(Clone, Debug)]
pub struct Due {
    pub at: Expr,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Let {
    pub name: Name,
    pub value: Expr,
    pub span: Span,
}

/// `show "share" : a as share of b ranked`: a figure, or the subjects that fulfil a condition, as a result of its own.
#[derive(Clone, Debug)]
pub struct Show {
    pub label: Option<Str>,
    pub expr: Expr,
    pub ranked: Option<Ranked>,
    pub span: Span,
}

/// The order in which figures have places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranked {
    /// The largest has the first place.
    Descending,
    Ascending,
}

/// `exempt when c because "…"`
#[derive(Clone, Debug)]
pub struct Exempt {
    pub when: Expr,
    pub because: Option<Str>,
    pub span: Span,
}

/// Questions about the form itself.
#[derive(Clone, Debug)]
pub enum ReportKind {
    /// `report c.x, c.y required`
    Required(Vec<Expr>),
    /// `report count(c in County when c.x filled) >= 10`
    Holds(Expr),
    /// `report c.x like "13????"`: `?` is one character, `*` any run of them, `#` a digit.
    Like(Expr, Str),
    /// `report c in time`: the row was sent by the day its record says.
    InTime(Expr),
    /// `report exactly one of c.a, c.b`
    ExactlyOne(Vec<Expr>),
}

#[derive(Clone, Debug)]
pub struct Test {
    pub name: Str,
    pub body: Vec<TestStmt>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum TestStmt {
    Given(Given),
    /// `param x = 60%` inside a test.
    Param {
        name: Name,
        value: Expr,
        span: Span,
    },
    Expect(Expect),
    ExpectShown(ExpectShown),
    Cases(Cases),
}

/// `cases { | clusters | guarantee_share | … }`: the first row names fields of given rows, parameters and rules; each further row is
/// the test once more with these values and these verdicts.
#[derive(Clone, Debug)]
pub struct Cases {
    pub header: Vec<Cell>,
    pub rows: Vec<Vec<CaseCell>>,
    pub span: Span,
}

/// A cell under the header, as written.
#[derive(Clone, Debug)]
pub struct CaseCell {
    pub kind: CaseKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum CaseKind {
    /// Nothing: the value of the given row stands, or no verdict is expected.
    Blank,
    Value(Cell),
    /// `unknown` / `none`
    Unknown,
    None,
    /// The rule of the inner `expect` is the column's and stands empty here.
    Verdict(Box<Expect>),
}

/// `given GuaranteeBody { name = "…", total = 100万元 }`, `given partial Cluster`, `given empty Cluster`.
#[derive(Clone, Debug)]
pub enum Given {
    Row {
        record: Name,
        fields: Vec<(Name, GivenValue)>,
        span: Span,
    },
    /// The table is not complete: more rows may exist.
    Partial(Name),
    /// The table was sent and has no rows (a nil report).
    Empty(Name),
    /// `given from "fixtures/anping.csv"`, `given County from "x.csv"`: a submission as it is sent, relative to the rule file.
    File {
        record: Option<Name>,
        path: Str,
        span: Span,
    },
    /// `given submission { region = "…", period = 2007 }`
    Submission {
        fields: Vec<(Name, GivenValue)>,
        span: Span,
    },
}

#[derive(Clone, Debug)]
pub enum GivenValue {
    /// A literal expression (number with unit, text, flag, date, bounds such as `>= 50亿元` as a Str).
    Value(Expr),
    /// `unknown` / `none`
    Unknown(Span),
    None(Span),
    /// Nested rows.
    List(Vec<Vec<(Name, GivenValue)>>, Span),
}

/// Verdicts an `expect` can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    Met,
    Violated,
    Undetermined,
    Exempt,
    NotApplicable,
}

impl Verdict {
    /// Of several lines the one that comes first here speaks for the whole.
    pub fn precedence(self) -> u8 {
        match self {
            Self::Violated => 0,
            Self::Undetermined => 1,
            Self::Met => 2,
            Self::Exempt => 3,
            Self::NotApplicable => 4,
        }
    }
}

/// `expect RULE violated by 1元 because "…" for "安平县担保中心"`
#[derive(Clone, Debug)]
pub struct Expect {
    pub rule: Expr,
    /// One line of the rule, by its label.
    pub line: Option<Str>,
    pub verdict: Verdict,
    /// The consequence asked for in place of the verdict.
    pub asked: Option<Asked>,
    /// The margin's size.
    pub by: Option<Expr>,
    /// A cause that must be named among the reasons.
    pub because: Option<Str>,
    /// Which subject, by a text of its key; needed when the rule met several.
    pub subject: Option<Str>,
    pub span: Span,
}

/// `expect RULE "label" = 12.5% for "…"`: what a `show` line comes to.
#[derive(Clone, Debug)]
pub struct ExpectShown {
    pub rule: Expr,
    pub label: Str,
    pub shown: Shown,
    pub because: Option<Str>,
    pub subject: Option<Str>,
    pub span: Span,
}

/// What is expected of a result.
#[derive(Clone, Debug)]
pub enum Shown {
    /// `= 12.5%`; `>= 3%`, `> 0% <= 40%`: what it can be, up to these ends; `or none`: it may have no base.
    Value {
        ends: Vec<(CmpOp, Expr)>,
        or_none: bool,
    },
    /// `= unknown`: not known exactly.
    Unknown,
    /// `= none`: no base, no value.
    None,
    Listed(Listed),
}

/// Whether a subject stands in a list of those that fulfil a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listed {
    Surely,
    Possibly,
    Not,
}

/// What follows from a line for the one who is judged: `breach`, `query`, `shortfall`, `open`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Breach,
    Query,
    Shortfall,
    Open,
}

/// `scorecard appraisal "…" { RULE weight 20 in proportion }`
#[derive(Clone, Debug)]
pub struct Scorecard {
    pub name: Name,
    pub title: Option<Str>,
    pub cites: Vec<Expr>,
    pub items: Vec<ScoreItem>,
    pub span: Span,
}

/// A rule with its points.
#[derive(Clone, Debug)]
pub struct ScoreItem {
    pub rule: Expr,
    /// A number literal.
    pub weight: Expr,
    pub in_proportion: bool,
    pub span: Span,
}

/// `unit 标箱`, or `unit 万标箱 = 10000 标箱`
#[derive(Clone, Debug)]
pub struct UnitDecl {
    pub name: Name,
    pub of: Option<(String, Name)>,
    pub span: Span,
}

/// `kind sales "销售收入" : money`
#[derive(Clone, Debug)]
pub struct KindDecl {
    pub name: Name,
    pub label: Option<Str>,
    pub ty: TypeExpr,
    pub span: Span,
}

impl Item {
    pub fn span(&self) -> Span {
        match self {
            Self::Policy(x) => x.span,
            Self::Library(x) => x.span,
            Self::Use(x) => x.span,
            Self::Extend(x) => x.span,
            Self::Record(x) => x.span,
            Self::Table(x) => x.span,
            Self::Alias(x) => x.span,
            Self::Param(x) => x.span,
            Self::Define(x) => x.span,
            Self::Classify(x) => x.span,
            Self::Rule(x) => x.span,
            Self::Test(x) => x.span,
            Self::Scorecard(x) => x.span,
            Self::Exception(x) => x.span,
            Self::Unit(x) => x.span,
            Self::Kind(x) => x.span,
        }
    }
}
