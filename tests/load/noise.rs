//! Unusable files in every format: nothing panics, every place lies in its file, all columns of a table have the same length.

use super::{RECORDS, load_with};
use fadu::data::{CellId, RowId};
use fadu::pipeline::{Input, Metadata};
use fadu::ty::{ColId, RelId};

const SEEDS: [(&str, &str); 6] = [
    (
        "GuaranteeBody.csv",
        "机构名称,年度,担保总额度（亿元）,clusters\r\n\"甲,\"\"乙\",2007,\"1,234.5\",50—60亿元\r\n丙,2008,—,１２\r\n",
    ),
    ("GuaranteeBody.csv", "标题,,,\n,,单位：万元,\nname,year,total,clusters\na,2007,1,2\na,2007,>=5,18亿\n"),
    (
        "a.json",
        "{\"submission\":{\"region\":\"1\",\"period\":2007,\"partial\":[\"County\"]},\"County\":[{\"funds\":[{\"name\":\"\\u4e00\",\"total\":1.5}],\"park\":null},{\"code\":\"1\",\"funds\":[]}]}",
    ),
    (
        "b.json",
        "{\"GuaranteeBody\":[{\"name\":\"a\",\"year\":2007,\"total\":-1e5,\"clusters\":[1]},5,{\"name\":\"a\",\"year\":2007}]}",
    ),
    (
        "a.toml",
        "[报送]\n地区 = “甲”\n\n[[信用担保机构]]\nname = \"a\"\n年度 ＝ 2007\ntotal = 1,234.5万元\ntotal = 5\n[[County]]\ncode = '1'\n[[County.funds]]\nname = \"x\" # 注\n",
    ),
    ("b.toml", "GuaranteeBody = [{ name = \"a\", year = 2007, 总 = 5 }, 7]\nx.y = 1\n"),
];

const BITS: [&str; 24] = [
    "", "\"", "'", ",", "，", "\n", "\r\n", "=", "＝", "[", "]", "{", "}", "“", "#", "\\", "0", "-", "—", "至", "衡", "\u{3000}",
    ".", "\u{feff}",
];

#[test]
fn spoiled_files_are_read_without_harm() {
    let mut state = 7u64;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n
    };
    for round in 0..600 {
        let (path, seed) = SEEDS[round % SEEDS.len()];
        let mut text = seed.to_string();
        for _ in 0..next(4) {
            let cuts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let from = next(cuts.len());
            let to = (from + next(5)).min(cuts.len() - 1);
            text.replace_range(cuts[from]..cuts[to], BITS[next(BITS.len())]);
        }
        let second = Input::new("GuaranteeBody.csv", "name,year,total,clusters\na,2007,1,2\n");
        let loaded = load_with(RECORDS, vec![Input::new(path, text.clone()), second], Vec::new());
        for d in &loaded.diagnostics {
            for label in &d.labels {
                let source = &loaded.sources.get(label.span.file).text;
                assert!(source.get(label.span.range()).is_some(), "{}: {:?} in {text:?}", d.code, label.span);
            }
        }
        for (at, table) in loaded.data.tables.iter().enumerate() {
            let rel = RelId(u32::try_from(at).unwrap());
            assert!(table.columns.iter().all(|c| c.len() == table.rows as usize), "{text:?}");
            assert!(table.columns.iter().all(|c| c.extents.len() == c.len()));
            for row in 0..table.rows {
                let place = loaded.data.row_span(RowId { rel, row }).unwrap();
                assert!(loaded.sources.get(place.file).text.get(place.range()).is_some(), "{text:?}");
                for col in (0..).take(table.columns.len()).map(ColId) {
                    if let Some(place) = loaded.data.span_of(CellId { rel, row, col }) {
                        assert!(loaded.sources.get(place.file).text.get(place.range()).is_some(), "{text:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_a_project_says_is_checked() {
    let mut sources = fadu::text::Sources::default();
    let schema = super::schema::schema(RECORDS, &mut sources);
    let word = |w: &str| Some((w.to_string(), None));
    let mut sink = fadu::diag::Sink::default();
    let said = Metadata {
        record: word("信用担保机构"),
        period: word("2007年"),
        date: word("2008-01-15"),
        encoding: word("GBK"),
        ..Metadata::default()
    };
    let input = said.input(&schema, "x.csv", Vec::new(), &mut sink);
    assert_eq!(
        (input.record, input.period, input.encoding),
        (Some(RelId(0)), Some((2007, fadu::ty::PeriodKind::Year)), Some(fadu::pipeline::Forced::Gb18030))
    );
    assert!(sink.list().is_empty());
    let said = Metadata {
        record: word("GuaranteeBdoy"),
        period: word("07"),
        date: word("2008"),
        encoding: word("big5"),
        partial_records: vec![("Fun".into(), None)],
        ..Metadata::default()
    };
    let input = said.input(&schema, "x.csv", Vec::new(), &mut sink);
    assert_eq!((input.record, input.period, input.date, input.partial), (None, None, None, fadu::pipeline::Partial::No));
    let codes: Vec<_> = sink.list().iter().map(|d| d.code).collect();
    assert_eq!(codes, ["I010", "I016", "I016", "I016", "I010"]);
}
