//! What reading workbooks costs, beside the library for workbooks alone: both are whole processes on one thread in the same run, and the figure is
//! the ratio of their times.
//!
//! `cargo bench --bench workbooks [-- BOOKS ROWS]` makes so many workbooks (100 of 1,000 rows unless told), reads every cell of them with the
//! library, and checks them with one rule.

use calamine::{Reader, open_workbook_auto};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

const RULES: &str = r#"
record Firm "企业" key county, name {
  county "县"       : text
  name   "企业名称" : text
  sales  "营业收入" : money in 万元
  tax    "税收"     : money in 万元
  profit "利润"     : money in 万元
  staff  "人数"     : count
}
rule share "税收占比" { for f in Firm  require f.tax >= 0.1% of f.sales }
"#;

/// Runs of each, of which the fastest counts.
const RUNS: usize = 5;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if args.first().is_some_and(|a| a == "floor") {
        return floor(Path::new(&args[1]));
    }
    let number = |at: usize, usual: usize| args.get(at).and_then(|n| n.parse().ok()).unwrap_or(usual);
    measure(number(0, 100), number(1, 1_000));
}

/// Every cell of every workbook of a folder, read by the library and looked at.
fn floor(folder: &Path) {
    let mut filled = 0usize;
    for path in files(folder) {
        let mut book = open_workbook_auto(path).expect("a workbook");
        for name in book.sheet_names() {
            filled += book.worksheet_range(&name).expect("a sheet").used_cells().count();
        }
    }
    println!("{filled}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
    all.sort();
    all
}

fn book(number: usize, rows: usize) -> Vec<u8> {
    let text = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let heads = ["县", "企业名称", "营业收入", "税收", "利润", "人数"];
    let mut data = "<row r=\"1\">".to_string();
    ('A'..).zip(heads).for_each(|(col, head)| data += &text(&format!("{col}1"), head));
    data += "</row>";
    for row in 2..rows + 2 {
        let _ = write!(
            data,
            "<row r=\"{row}\">{}{}<c r=\"C{row}\"><v>{}.25</v></c><c r=\"D{row}\"><v>{}.5</v></c><c r=\"E{row}\"><v>{row}</v></c><c r=\"F{row}\"><v>{row}</v></c></row>",
            text(&format!("A{row}"), &format!("县{number}")),
            text(&format!("B{row}"), &format!("企业{row}")),
            row * 1_000,
            row * 9 + number,
        );
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"企业\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>")),
    ];
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, SimpleFileOptions::default()).expect("a part");
        out.write_all(text.as_bytes()).expect("in memory");
    }
    out.finish().expect("a package").into_inner()
}

fn fastest(make: impl Fn() -> Command) -> Duration {
    let once = || {
        let start = Instant::now();
        let status = make().stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it runs");
        assert!(status.code().is_some_and(|code| code < 2), "{status}");
        start.elapsed()
    };
    (0..RUNS).map(|_| once()).min().expect("a run")
}

fn measure(books: usize, rows: usize) {
    let folder = std::env::temp_dir().join(format!("fadu-workbooks-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("in")).expect("a folder");
    std::fs::write(folder.join("r.fadu"), RULES).expect("rules");
    for number in 0..books {
        std::fs::write(folder.join(format!("in/{number:03}.xlsx")), book(number, rows)).expect("a file");
    }
    let floor = fastest(|| {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("floor").arg(folder.join("in"));
        command
    });
    let check = |threads: &'static str| {
        fastest(|| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_fadu"));
            command.current_dir(&folder).args([
                "check",
                "--isolated",
                "-r",
                "r.fadu",
                "in",
                "--format",
                "short",
                "--threads",
                threads,
            ]);
            command
        })
    };
    let (one, two) = (check("1"), check("2"));
    let ratio = |d: Duration| d.as_millis() * 100 / floor.as_millis().max(1);
    println!("{books} workbooks of {rows} rows");
    println!("the library alone    {:>6} ms", floor.as_millis());
    println!("fadu, one thread     {:>6} ms  {} %", one.as_millis(), ratio(one));
    println!("fadu, two threads    {:>6} ms  {} %", two.as_millis(), ratio(two));
    let _ = std::fs::remove_dir_all(&folder);
}
