//! Tables of the policy itself, inline; other names of texts.

use super::load_with;
use fadu::num::int;
use fadu::pipeline::{Input, PolicyRows, PolicyTable};
use fadu::text::{FileId, Span};
use fadu::ty::RelId;

const RECORDS: &str = r#"
table targets "目标表" key cluster {
  cluster : text
  near "近期" : money in 亿元
}
record Cluster "产业集群" key name {
  name "名称" : ref targets
  sales "销售收入" also "销售额", "主营业务收入" : money in 亿元
}
alias "软件与信息服务" = "软件和信息服务"
"#;

#[test]
fn inline_rows_have_their_places_in_the_rules() {
    let at = |start: usize, text: &str| (text.to_string(), Span::new(FileId(0), start, start + text.len()));
    let rows = vec![vec![at(10, "丝网"), at(20, "100")], vec![at(30, "软件和信息服务"), at(60, "一百")]];
    let table = PolicyTable { rel: RelId(0), rows: PolicyRows::Inline(rows) };
    let data = Input::new("产业集群.csv", "名称,销售额\n软件与信息服务,5\n　丝网,7\n");
    let loaded = load_with(RECORDS, vec![data], vec![table]);
    assert_eq!(loaded.diagnostics.iter().map(|d| (d.code, d.primary().unwrap().start)).collect::<Vec<_>>(), [("D001", 60)]);
    assert_eq!(loaded.number("targets", 0, "near"), Some(int(100)));
    let code = |record: &str, row: u32, column: &str| {
        let cell = loaded.cell(record, row, column);
        loaded.data.table(cell.rel).columns[cell.col.index()].code(row).unwrap()
    };
    assert_eq!(code("Cluster", 0, "name"), code("targets", 1, "cluster"), "an alias has the code of what it stands for");
    assert_eq!(code("Cluster", 1, "name"), code("targets", 0, "cluster"), "blanks do not part names");
    assert_eq!(loaded.number("Cluster", 1, "sales"), Some(int(7)), "another header of the column");
    assert!(loaded.data.submission_of(fadu::data::RowId { rel: RelId(0), row: 0 }).is_none());
}
