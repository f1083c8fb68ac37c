//! Results for programs.

use crate::finding::{CaseValue, Figure, Listed, Ranked, Series, ShownCase, ShownRow};
use crate::report::input::Report;
use crate::report::json::document::Scribe;
use crate::report::json::model::{CaseValueDoc, RankDoc, SeriesDoc, ShownCaseDoc, ShownDoc, ShownFigureDoc};
use crate::report::prose::shown;
use crate::report::prose::values;
use crate::ty::Unit;

pub(crate) fn documents(scribe: Scribe, report: &Report) -> Vec<SeriesDoc> {
    let series = |s: &Series| SeriesDoc {
        rule: report.findings.rules.get(s.rule).map_or(String::new(), |r| r.id.clone()),
        name: s.label.clone(),
        kind: match &s.unit {
            Some(_) => "figure",
            None if s.is_list => "list",
            None => "text",
        },
        unit: s.unit.as_ref().map(|u| u.name.clone()),
        ranked: s.ranked.map(|r| match r {
            Ranked::Descending => "descending",
            Ranked::Ascending => "ascending",
        }),
        rule_place: scribe.place(s.span),
        rows: s
            .rows
            .iter()
            .filter(|r| r.figure != Figure::Listed(Listed::Not))
            .map(|r| row(scribe, r, s.unit.as_ref()))
            .collect(),
        others: s.others,
        not_applicable: s.not_applicable,
        may_grow: s.may_grow,
        unlisted: s.unlisted,
    };
    report.findings.results.iter().map(series).collect()
}

fn row(scribe: Scribe, r: &ShownRow, unit: Option<&Unit>) -> ShownDoc {
    ShownDoc {
        subject: scribe.subject(&r.subject),
        text: shown::figure(&r.figure, unit, scribe.lang),
        figure: ShownFigureDoc { settled: r.figure.is_settled() && !r.perhaps, ..figure(scribe, &r.figure, unit) },
        may_not_apply: r.perhaps,
        place: r.place.map(|p| RankDoc { best: p.best, worst: p.worst }),
        workings: r.workings.iter().map(|o| scribe.operand(o)).collect(),
        cells: r.cells.iter().map(|c| scribe.cell(c)).collect(),
        causes: r.causes.iter().map(|c| scribe.cause(c)).collect(),
        cases: r.cases.iter().map(|c| case(scribe, c, unit)).collect(),
    }
}

fn figure(scribe: Scribe, f: &Figure, unit: Option<&Unit>) -> ShownFigureDoc {
    let one = Unit::one();
    let plain = ShownFigureDoc { settled: f.is_settled(), ..ShownFigureDoc::default() };
    match f {
        Figure::Number { value, lacks } => {
            ShownFigureDoc { value: Some(scribe.range(value, unit.unwrap_or(&one))), may_be_nothing: *lacks, ..plain }
        }
        Figure::Text(texts) => ShownFigureDoc { may_be_nothing: texts.contains(&None), texts: Some(texts.clone()), ..plain },
        Figure::Unknown => ShownFigureDoc { may_be_nothing: true, ..plain },
        Figure::Nothing => ShownFigureDoc { nothing: true, ..plain },
        Figure::Listed(listed) => ShownFigureDoc { listed: Some(shown::listed_key(*listed)), ..plain },
    }
}

fn case(scribe: Scribe, c: &ShownCase, unit: Option<&Unit>) -> ShownCaseDoc {
    let value = |v: &CaseValue| CaseValueDoc {
        parameter: v.param.clone(),
        value: values::value(&v.value, scribe.lang),
        because: v.because.clone(),
    };
    ShownCaseDoc {
        values: c.values.iter().map(value).collect(),
        figure: c.figure.as_ref().map(|f| figure(scribe, f, unit)),
        text: shown::case(c, unit, scribe.lang),
    }
}
