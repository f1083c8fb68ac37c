//! `range` of an entry: the cells of a sheet, or of a CSV file, that are read. What is left out and may concern the figures is told.

use super::Folder;
use crate::harness::xlsx::Put::{Number, Text};
use crate::harness::xlsx::{Put, Sheet, book};

const RULES: &str = "record R \"产值表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\n\
                     rule floor { for e in R  require e.v >= 150万元 }\nrule two { require count(e in R) <= 2 }\n";

fn folder(file: &str, bytes: impl AsRef<[u8]>, range: &str) -> Folder {
    let project = format!(
        "[project]\nname = \"x\"\nrules = [\"r.fadu\"]\n\n[[submissions]]\nrecord = \"R\"\nfiles = \"{file}\"\nrange = {range}\n"
    );
    Folder::new().with("r.fadu", RULES).with(file, bytes).with("fadu.toml", project)
}

fn check(folder: &Folder) -> super::Run {
    folder.run(&["check", "--lang", "en", "--format", "short"])
}

/// Last year's table stands right beside this year's, without a gap.
fn beside<'a>() -> Vec<(&'a str, Put<'a>)> {
    let rows = [
        [Text("名称"), Text("产值"), Text("名称"), Text("产值")],
        [Text("甲"), Number("100"), Text("甲"), Number("1")],
        [Text("乙"), Number("200"), Text("乙"), Number("2")],
    ];
    let at = ["A3", "B3", "C3", "D3", "A4", "B4", "C4", "D4", "A5", "B5", "C5", "D5"];
    at.into_iter().zip(rows.into_iter().flatten()).collect()
}

/// 100 is less than 150, 200 is not; 1 and 2 are not read.
#[test]
fn the_cells_of_a_range_are_a_table() {
    let bytes = |cells| book(&[Sheet { name: "产值表", cells, ..Sheet::default() }]);
    for range in ["\"A3:B5\"", "\"A3:B\"", "\"$A$3:$B$5\""] {
        let run = check(&folder("a.xlsx", bytes(beside()), range));
        run.expect(1, &["a.xlsx:产值表!B4: breach[floor] 甲: 1 million yuan"]).without(&["error", "乙", "open"]);
    }
    // The other table alone.
    check(&folder("a.xlsx", bytes(beside()), "\"C3:D5\"")).expect(1, &["产值表!D4: breach[floor] 甲: 10,000 yuan", "D5: breach"]);
    // Without a range nobody knows which column is meant.
    check(&folder("a.xlsx", bytes(beside()), "[]")).expect(2, &["error"]).without(&["breach"]);
    // A range that ends too early is told, and the table is open.
    check(&folder("a.xlsx", bytes(beside()), "\"A3:B4\""))
        .expect(2, &["B4: error[I068] something stands right below the range", "open[two] at least 1"]);
    // A unit outside may be that of the figures.
    let mut cells = beside();
    cells.push(("A1", Text("单位：亿元")));
    check(&folder("a.xlsx", bytes(cells.clone()), "\"A3:B5\""))
        .expect(2, &["error[I041]", "open[floor] 甲"])
        .without(&["breach"]);
    check(&folder("a.xlsx", bytes(cells), "\"A1:B5\"")).expect(0, &[]).without(&["error", "open"]);
}

#[test]
fn several_ranges_of_a_book_are_tables_each() {
    let mut cells = beside();
    cells[6] = ("C4", Text("丙"));
    cells[10] = ("C5", Text("丁"));
    let bytes = book(&[Sheet { name: "产值表", cells, ..Sheet::default() }]);
    let run = check(&folder("a.xlsx", bytes, "[\"A3:B5\", \"C3:D5\"]"));
    run.expect(1, &["B4: breach[floor] 甲", "D4: breach[floor] 丙: 10,000 yuan", "D5: breach[floor] 丁", "breach[two]"]);
    run.without(&["error", "breach[floor] 乙"]);
}

#[test]
fn a_range_of_a_csv_file_keeps_its_places() {
    let data = "表一,,表二,\n名称,产值,名称,产值\n甲,100,\"丙\n二\",1\n乙,200,丁,2\n";
    check(&folder("a.csv", data, "\"A2:B4\"")).expect(1, &["a.csv:3:3: breach[floor] 甲"]).without(&["error", "乙", "open"]);
    check(&folder("a.csv", data, "\"C2:D\"")).expect(1, &["breach[floor] 丁: 20,000 yuan"]).without(&["甲", "error[D"]);
    check(&folder("a.csv", data, "\"A2:B3\"")).expect(2, &["error[I068] something stands right below"]);
    let unit = data.replace("表二", "单位：亿元");
    check(&folder("a.csv", unit, "\"A2:B4\"")).expect(2, &["error[I041]"]).without(&["breach"]);
    let run = check(&folder("a.csv", data, "[\"A2:B4\", \"C2:D4\"]"));
    assert!(run.text().contains("error[I068] a CSV file takes one range"), "{}", run.text());
}

#[test]
fn a_range_that_is_none_reads_nothing() {
    for wrong in ["A3", "A:B", "B3:A5", "A0:B2", "一"] {
        let run = check(&folder("a.csv", "名称,产值\n甲,100\n", &format!("\"{wrong}\"")));
        let text = run.text();
        assert!(text.contains("I016") && text.contains("a range of cells such as A3:F40") && !text.contains("breach"), "{text}");
    }
    let run = check(&folder("a.json", "{\"R\": [{\"name\": \"甲\", \"v\": 100}]}", "\"A1:B2\""));
    assert!(run.text().contains("error[I068] a range (`range`) is for workbooks and CSV"), "{}", run.text());
}
