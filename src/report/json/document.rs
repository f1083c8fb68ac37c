//! `fadu-report/1`: everything a report knows, for programs. Figures are text, never floats; keys and codes are never translated.

use crate::ast::Verdict;
use crate::diag::{Diagnostic, Lang};
use crate::finding::{
    CaseValue, CaseView, Cause, CellNote, Comparison, Detail, FigureSource, Finding, Known, Operand, Repair, RuleInfo, ShareView,
    Side, Standing, Subject, Value,
};
use crate::num::{End, Interval, Rat, show_exact_or, to_i64};
use crate::report::input::Report;
use crate::report::json::model::*;
use crate::report::places;
use crate::report::prose::arithmetic;
use crate::report::prose::names;
use crate::report::prose::reasons;
use crate::report::prose::truth;
use crate::report::prose::units;
use crate::report::prose::values;
use crate::report::prose::why;
use crate::report::prose::words::{
    Names, cause_key, consequence_key, enumeration, force_key, say, severity_key, subject, verdict_key,
};
use crate::text::{Sources, Span, next_forbidden};
use crate::ty::{Unit, day_text};
use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};
use std::io;

/// Indented, with a line end.
pub(crate) fn write(document: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, CleanFormatter(PrettyFormatter::new()));
    if document.serialize(&mut serializer).is_err() {
        return String::new();
    }
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}

/// In one line, with its end.
pub(crate) fn write_line(document: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut out, CleanLine);
    if document.serialize(&mut serializer).is_err() {
        return String::new();
    }
    out.push(b'\n');
    String::from_utf8(out).unwrap_or_default()
}

/// What every part of the document needs.
#[derive(Clone, Copy)]
pub(crate) struct Scribe<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) names: &'a Names,
    pub(crate) lang: Lang,
}

pub(crate) fn chosen(all: &[(String, Value)], lang: Lang) -> Vec<ChosenDoc> {
    all.iter().map(|(name, value)| ChosenDoc { name: name.clone(), value: values::value(value, lang) }).collect()
}

pub(crate) fn parameter_docs(list: &[crate::finding::ParameterInfo], lang: Lang) -> Vec<ParameterDoc> {
    let doc = |p: &crate::finding::ParameterInfo| ParameterDoc {
        name: p.name.clone(),
        label: p.label.clone(),
        value: values::parameter(p, lang),
        source: p.source.as_ref().map(|s| values::set_by(s, lang)),
        alternatives: values::alternatives(p, lang),
    };
    list.iter().map(doc).collect()
}

impl<'a> Scribe<'a> {
    pub(crate) fn of(report: &Report<'a>) -> Self {
        Scribe { sources: report.sources, names: &report.findings.regions, lang: report.lang }
    }
}

impl Scribe<'_> {
    pub(crate) fn place(self, span: Span) -> Option<Place> {
        let (path, line, column) = places::line_col(self.sources, span)?;
        let source = self.sources.get(span.file);
        let (end_line, end_column) = source.line_col(span.end as usize);
        let cell = source.address(span.start as usize);
        Some(Place {
            path: path.to_string(),
            cell,
            start_byte: source.byte_in_file(span.start),
            end_byte: if span.end > span.start {
                source.byte_in_file(span.end - 1).saturating_add(1)
            } else {
                source.byte_in_file(span.end)
            },
            line,
            column,
            end_line,
            end_column,
        })
    }

    pub(crate) fn rule(self, r: &RuleInfo) -> RuleDoc {
        RuleDoc {
            id: r.id.clone(),
            title: r.title.clone(),
            cites: r.cites.iter().map(CiteDoc::from).collect(),
            place: self.place(r.span),
            subjects: r.subjects,
        }
    }

    pub(crate) fn finding(self, f: &Finding, rule: Option<&RuleInfo>) -> FindingDoc {
        FindingDoc {
            fingerprint: f.fingerprint.to_string(),
            rule: rule.map_or(String::new(), |r| r.id.clone()),
            rule_line: f.line + 1,
            line_name: rule.and_then(|r| r.line_name(f)).map(str::to_string),
            quantity: rule.map(|r| r.quantity(f).to_vec()).unwrap_or_default(),
            force: force_key(f.force),
            verdict: verdict_key(f.verdict),
            consequence: consequence_key(f.plain_consequence()),
            blocking: f.consequence().blocks(),
            standing: match f.standing {
                Standing::Stands => "stands",
                Standing::Waived(_) => "waived",
                Standing::Explained(_) => "explained",
            },
            answer: f.standing.answer(),
            subject: self.subject(&f.subject),
            message: reasons::message(f, rule.map_or("", |r| &r.title), self.names, self.lang),
            author_message: f.message.as_ref().map(|m| values::message(m, self.lang)),
            asked_because: reasons::premise(f, self.lang),
            reason: f.reason.as_ref().map(|r| why::reason(r, self.lang)),
            place: self.place(places::of_finding(f)),
            rule_place: self.place(f.line_span),
            bound: f.bound.and_then(|s| self.place(s)),
            arithmetic: self.detail(&f.detail, f.verdict),
            cells: f.cells.iter().map(|c| self.cell(c)).collect(),
            causes: f.causes.iter().map(|c| self.cause(c)).collect(),
            cases: f.cases.iter().map(|c| self.case(c)).collect(),
            repairs: f.repairs.iter().map(|r| self.repair(r)).collect(),
        }
    }

    pub(crate) fn subject(self, s: &Subject) -> SubjectDoc {
        let key = s.key.iter().map(|(column, value)| KeyDoc { column: column.clone(), value: values::value(value, self.lang) });
        SubjectDoc {
            title: subject(s, self.names, self.lang),
            key: key.collect(),
            region: s.region.clone(),
            region_name: s.region.as_ref().and_then(|r| self.names.get(r).cloned()),
            period: s.period.clone(),
            place: s.span.and_then(|span| self.place(span)),
        }
    }

    /// `verdict` is that of the whole line; inner details tell theirs by their own intervals.
    pub(crate) fn detail(self, detail: &Detail, verdict: Verdict) -> DetailDoc {
        let text = arithmetic::one_line(detail, verdict, self.lang);
        let all_or_one = |all: bool| if all { "all" } else { "at_least_one" };
        match detail {
            Detail::None => DetailDoc::None,
            Detail::Compare(c) => DetailDoc::Comparison(Box::new(ComparisonDoc {
                text,
                left: self.operand(&c.left),
                op: c.op.symbol(),
                right: self.operand(&c.right),
                margin: self.margin(c),
                share: c.share.as_ref().map(|s| self.share(s, c)),
                near: c.near.as_ref().map(|n| NearDoc {
                    value: self.operand(&n.value),
                    target: self.operand(&n.target),
                    tolerance: self.operand(&n.tolerance),
                }),
                mean: c.mean.as_ref().map(|m| MeanDoc {
                    start: self.operand(&m.start),
                    years: m.years.as_exact().and_then(crate::num::to_i64),
                    rate: self.operand(&m.rate),
                }),
            })),
            Detail::Presence { what, filled, found, wanted, .. } => {
                DetailDoc::Presence { text, what: what.clone(), filled: *filled, found: *found, wanted: *wanted }
            }
            Detail::Match { what, value, wanted, .. } => {
                let value = match value {
                    Known::Value(v) => Some(values::value(v, self.lang)),
                    Known::Stages(all) | Known::Chosen(all) => {
                        <&[_; 1]>::try_from(all.as_slice()).ok().and_then(|[only]| only.clone())
                    }
                    Known::Nothing => None,
                };
                DetailDoc::Match { text, what: what.clone(), value, wanted: values::wanted(wanted, self.lang) }
            }
            Detail::ExactlyOne { fields, filled } => DetailDoc::Match {
                text,
                what: enumeration(fields, self.lang),
                value: Some(filled.to_string()),
                wanted: say(self.lang, "恰有一项填报", "exactly one filled in").to_string(),
            },
            Detail::Members { wanted_all, passed, failed, unknown, without_base, more, worst, .. } => DetailDoc::Members {
                text,
                wanted: all_or_one(*wanted_all),
                passed: *passed,
                failed: *failed,
                unknown: *unknown,
                without_base: *without_base,
                more: *more,
                worst: worst.as_deref().map(|(name, d)| WorstDoc { name: name.clone(), arithmetic: Box::new(self.inner(d)) }),
            },
            Detail::Sets { subset, wanted, other, breaking, unknown, open, total, .. } => DetailDoc::Sets {
                text,
                relation: if *subset { "subset" } else { "disjoint" },
                wanted: *wanted,
                other: names::name(other, self.lang),
                breaking: breaking.clone(),
                unknown: unknown.clone(),
                open: *open,
                total: *total,
            },
            Detail::Stage(s) => DetailDoc::Stage(Box::new(self.stage(s, text))),
            Detail::Parts { all, parts } => {
                DetailDoc::Parts { text, wanted: all_or_one(*all), parts: parts.iter().map(|d| self.inner(d)).collect() }
            }
        }
    }

    /// Between days and periods as their distance; between spans of months there is none.
    fn margin(self, c: &Comparison) -> RangeDoc {
        match (c.margin_unit.calendar, c.margin_unit.distance()) {
            (None, _) => self.range(&c.margin, &units::difference_unit(&c.margin_unit)),
            (Some(_), Some(unit)) => self.range(&c.margin, &unit),
            (Some(_), None) => self.range(&Interval::all(), &Unit::one()),
        }
    }

    fn stage(self, s: &crate::finding::Staged, text: String) -> StageDoc {
        let lacking = |list: &[(String, Detail)]| -> Vec<WorstDoc> {
            list.iter().map(|(name, d)| WorstDoc { name: name.clone(), arithmetic: Box::new(self.inner(d)) }).collect()
        };
        let gap = |g: &crate::finding::Gap| GapDoc {
            label: g.label.clone(),
            missing: lacking(&g.missing),
            unknown: lacking(&g.unknown),
        };
        StageDoc {
            text,
            what: s.what.clone(),
            labels: s.labels.clone(),
            op: s.op.symbol(),
            wanted: s.wanted.clone(),
            other: s.other.clone(),
            gaps: s.gaps.iter().map(gap).collect(),
        }
    }

    fn inner(self, detail: &Detail) -> DetailDoc {
        let verdict = match truth::truth(detail) {
            Some(truth::Truth::Yes) => Verdict::Met,
            Some(truth::Truth::No) => Verdict::Violated,
            _ => Verdict::Undetermined,
        };
        self.detail(detail, verdict)
    }

    fn share(self, s: &ShareView, c: &Comparison) -> ShareDoc {
        let unit = arithmetic::share_unit(c);
        ShareDoc {
            part: self.operand(&s.part),
            op: s.op.symbol(),
            base: self.operand(&s.base),
            quotient: s.quotient.as_ref().map(|q| figure(q, &unit)),
            bound: self.range(&s.bound, &unit),
        }
    }

    pub(crate) fn operand(self, o: &Operand) -> OperandDoc {
        let term = |t: &crate::finding::Term| TermDoc {
            label: t.label.clone(),
            value: self.range(&t.adds(), &o.unit),
            may_not_count: t.maybe,
        };
        OperandDoc {
            name: o.name.as_ref().map(|n| names::name(n, self.lang)),
            source: o.text.clone(),
            origin: match o.source {
                FigureSource::Stated => "stated",
                FigureSource::Written => "written",
                FigureSource::Computed => "computed",
            },
            value: self.range(&o.value, &o.unit),
            among: o.among.as_ref().map(|among| self.range(among, &o.unit)),
            day: o.day.as_ref().and_then(to_i64).and_then(day_text),
            terms: o.terms.iter().map(term).collect(),
            more_terms: o.more,
            unsent_terms: o.unsent,
            counted: o.counted.iter().map(|c| c.name.clone()).collect(),
            more_counted: o.more_counted,
        }
    }

    pub(crate) fn range(self, i: &Interval, unit: &Unit) -> RangeDoc {
        let i = &units::within_calendar(i, unit);
        let end = |e: &End| e.value().map(|v| EndDoc { value: value_text(v, unit), included: e.is_closed() });
        RangeDoc {
            text: units::interval(i, unit, self.lang),
            unit: unit.name.clone(),
            exact: i.as_exact().map(|v| value_text(v, unit)),
            low: end(&i.lo),
            high: end(&i.hi),
        }
    }

    pub(crate) fn cell(self, c: &CellNote) -> CellDoc {
        CellDoc {
            label: c.label.clone(),
            state: reasons::cell_key(c.state),
            value: reasons::cell_value(c, self.lang),
            left_blank: c.left_blank,
            place: c.span.and_then(|s| self.place(s)),
        }
    }

    pub(crate) fn cause(self, c: &Cause) -> CauseDoc {
        let turn = |(op, v, unit): &(crate::ast::CmpOp, Rat, Unit)| TurnDoc {
            op: op.symbol(),
            value: value_text(v, unit),
            unit: unit.name.clone(),
        };
        CauseDoc {
            kind: cause_key(c.kind),
            what: values::what(c, self.lang),
            message: reasons::cause(c, self.lang),
            turns_at: c.turns_at.as_ref().map(turn),
            place: c.span.and_then(|s| self.place(s)),
        }
    }

    fn case(self, c: &CaseView) -> CaseDoc {
        let value = |v: &CaseValue| CaseValueDoc {
            parameter: v.param.clone(),
            value: values::value(&v.value, self.lang),
            because: v.because.clone(),
        };
        CaseDoc {
            values: c.values.iter().map(value).collect(),
            verdict: verdict_key(c.verdict),
            margin: c.margin.as_ref().and_then(|(m, unit)| Some(figure(m, &unit.distance()?))),
        }
    }

    fn repair(self, r: &Repair) -> RepairDoc {
        RepairDoc {
            label: r.label.clone(),
            from: r.from.as_ref().map(|v| figure(v, &r.unit)),
            to: r.to.as_ref().map(|v| figure(v, &r.unit)),
            beyond: r.beyond.map(|side| match side {
                Side::Above => "above",
                Side::Below => "below",
            }),
            together: r.together,
            message: reasons::repair(r, self.lang),
            place: r.span.and_then(|s| self.place(s)),
        }
    }

    pub(crate) fn diagnostic(self, d: &Diagnostic) -> DiagnosticDoc {
        let label = |l: &crate::diag::Label| LabelDoc { message: l.text.get(self.lang).to_string(), place: self.place(l.span) };
        let path = d.path.clone().or_else(|| places::line_col(self.sources, d.primary()?).map(|(p, ..)| p.to_string()));
        DiagnosticDoc {
            fingerprint: None,
            code: d.code,
            severity: severity_key(d.severity),
            message: d.message.get(self.lang).to_string(),
            path,
            labels: d.labels.iter().map(label).collect(),
            notes: d.notes.iter().map(|n| n.get(self.lang).to_string()).collect(),
            help: d.help.as_ref().map(|h| h.get(self.lang).to_string()),
        }
    }
}

pub(crate) fn figure(value: &Rat, unit: &Unit) -> FigureDoc {
    FigureDoc { value: value_text(value, unit), unit: unit.name.clone() }
}

/// A figure in its unit, a day or a period as it is written.
fn value_text(value: &Rat, unit: &Unit) -> String {
    unit.calendar_text(value).unwrap_or_else(|| exact_text(&(value / &unit.factor)))
}

/// The exact decimal where it ends within 30 digits, else the fraction: nothing is rounded in a machine's report.
pub fn exact_text(value: &Rat) -> String {
    let text = show_exact_or(value, 30);
    if text.starts_with('≈') { value.to_string() } else { text }
}

/// A part of a text, with every character that could harm a terminal as `\uXXXX`.
fn write_clean<W: ?Sized + io::Write>(writer: &mut W, fragment: &str) -> io::Result<()> {
    let mut plain = 0;
    while let Some(at) = next_forbidden(fragment, plain) {
        let Some(c) = fragment.get(at..).and_then(|rest| rest.chars().next()) else { break };
        writer.write_all(fragment.get(plain..at).unwrap_or("").as_bytes())?;
        let mut units = [0u16; 2];
        for unit in c.encode_utf16(&mut units) {
            write!(writer, "\\u{unit:04x}")?;
        }
        plain = at + c.len_utf8();
    }
    writer.write_all(fragment.get(plain..).unwrap_or("").as_bytes())
}

/// JSON in one line, as clean as [`CleanFormatter`].
struct CleanLine;

impl Formatter for CleanLine {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_clean(writer, fragment)
    }
}

/// Indented JSON in which every character that could harm a terminal is written `\uXXXX`.
struct CleanFormatter<'a>(PrettyFormatter<'a>);

impl Formatter for CleanFormatter<'_> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_clean(writer, fragment)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_array(w)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_array(w)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(w, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_array_value(w)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_object(w)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_object(w)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, w: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(w, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.begin_object_value(w)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, w: &mut W) -> io::Result<()> {
        self.0.end_object_value(w)
    }
}
