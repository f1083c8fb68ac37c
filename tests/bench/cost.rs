//! What checking costs, beside a floor that only parses and checks by hand. Both are whole processes in the same run; the figure is
//! the ratio of their CPU times.
//!
//! `cargo bench --bench cost [-- ROWS]` makes one CSV and one JSON file of ROWS one-record submissions (100,000 unless told), checks
//! five rules (two shares, a range, parts equal the total, presence), and prints CPU time, ratio and peak memory; then the same with
//! twice the rows (is it linear?) and one small file from start to finish.

use serde::Deserialize;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const RULES: &str = r#"
record Body "机构" key name, year {
  name     "机构名称"     : text
  year     "年度"         : year
  total    "担保总额度"   : money in 万元
  clusters "集群担保额"   : money in 万元
  eagle    "龙鹰担保额"   : money in 万元
  other    "其他担保额"   : money in 万元
  staff    "人数"         : count
  plan     "规划"         : text ?
}
rule cluster_share "集群不低于60%" { for b in Body require b.clusters >= 60% of b.total }
rule eagle_share "龙鹰不低于10%" { for b in Body require b.eagle >= 10% of b.total }
rule staff_range "人数1至500" { for b in Body require b.staff between 1 and 500 }
rule parts "分项等于合计" { for b in Body require b.clusters + b.eagle + b.other = b.total }
rule has_plan "有规划" { for b in Body require b.plan exists }
"#;

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "机构名称")]
    name: String,
    #[serde(rename = "年度")]
    year: i32,
    #[serde(rename = "担保总额度")]
    total: f64,
    #[serde(rename = "集群担保额")]
    clusters: f64,
    #[serde(rename = "龙鹰担保额")]
    eagle: f64,
    #[serde(rename = "其他担保额")]
    other: f64,
    #[serde(rename = "人数")]
    staff: i64,
    #[serde(rename = "规划")]
    plan: Option<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "Body")]
    rows: Vec<Row>,
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    match args.first().map(String::as_str) {
        Some("floor") => floor(Path::new(&args[1])),
        other => measure(other.and_then(|n| n.parse().ok()).unwrap_or(100_000)),
    }
}

/// The floor: parse into typed structs, check by hand, print how many lines fail.
fn floor(path: &Path) {
    let text = std::fs::read_to_string(path).expect("readable");
    let rows: Vec<Row> = if path.extension().is_some_and(|e| e == "csv") {
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(|r| r.expect("row")).collect()
    } else {
        serde_json::from_str::<File>(&text).expect("json").rows
    };
    let mut seen = std::collections::HashSet::new();
    let mut failed = 0usize;
    for r in &rows {
        failed += usize::from(!seen.insert((r.name.as_str(), r.year)));
        failed += usize::from(r.clusters < 0.6 * r.total) + usize::from(r.eagle < 0.1 * r.total);
        failed += usize::from(!(1..=500).contains(&r.staff));
        failed += usize::from((r.clusters + r.eagle + r.other - r.total).abs() > 1e-9);
        failed += usize::from(r.plan.as_deref().unwrap_or("").is_empty());
    }
    println!("{failed}");
}

/// Rows that comply but for one in a thousand.
fn write_inputs(dir: &Path, rows: usize) -> (PathBuf, PathBuf) {
    let mut csv = String::from("机构名称,年度,担保总额度,集群担保额,龙鹰担保额,其他担保额,人数,规划\n");
    let mut json = String::from("{\"Body\":[\n");
    for i in 0..rows {
        let short = usize::from(i % 1000 == 999);
        let (clusters, eagle, other) = (62_0000 + i * 3 - short * 9_0000, 11_0000 + i, 27_0000 + i + short * 9_0000);
        let total = clusters + eagle + other;
        let f = |n: usize| format!("{}.{:04}", n / 10_000, n % 10_000);
        let (total, clusters, eagle, other) = (f(total), f(clusters), f(eagle), f(other));
        let staff = 1 + i % 500;
        let _ = writeln!(csv, "机构{i},2007,{total},{clusters},{eagle},{other},{staff},规划{}", i % 7);
        let comma = if i == 0 { "" } else { ",\n" };
        let _ = write!(
            json,
            "{comma}{{\"机构名称\":\"机构{i}\",\"年度\":2007,\"担保总额度\":{total},\"集群担保额\":{clusters},\"龙鹰担保额\":{eagle},\
             \"其他担保额\":{other},\"人数\":{staff},\"规划\":\"规划{}\"}}",
            i % 7
        );
    }
    json.push_str("\n]}\n");
    let dir = dir.join(rows.to_string());
    std::fs::create_dir_all(&dir).expect("folder");
    let (csv_path, json_path) = (dir.join("Body.csv"), dir.join("rows.json"));
    std::fs::write(&csv_path, csv).expect("written");
    std::fs::write(&json_path, json).expect("written");
    (csv_path, json_path)
}

struct Cost {
    cpu_ms: f64,
    wall_ms: f64,
    peak_mib: f64,
}

/// The least CPU time of five runs (noise only adds), with the peak memory of the last.
fn cost(make: impl Fn() -> Command) -> Cost {
    let mut best = Cost { cpu_ms: f64::MAX, wall_ms: f64::MAX, peak_mib: 0.0 };
    for _ in 0..5 {
        let start = Instant::now();
        #[expect(clippy::zombie_processes, reason = "wait4 below waits for it, and tells what it used")]
        let child = make().stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
        let mut status = 0;
        // SAFETY: `usage` is plain data that wait4 fills for the child just started.
        let usage = unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            libc::wait4(i32::try_from(child.id()).expect("pid"), &mut status, 0, &mut usage);
            usage
        };
        let ms = |t: libc::timeval| t.tv_sec as f64 * 1e3 + t.tv_usec as f64 / 1e3;
        let cpu = ms(usage.ru_utime) + ms(usage.ru_stime);
        best.cpu_ms = best.cpu_ms.min(cpu);
        best.wall_ms = best.wall_ms.min(start.elapsed().as_secs_f64() * 1e3);
        best.peak_mib = usage.ru_maxrss as f64 / 1024.0;
    }
    best
}

fn measure(rows: usize) {
    let dir = std::env::temp_dir().join(format!("fadu-cost-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("folder");
    let rules = dir.join("five.fadu");
    std::fs::write(&rules, RULES).expect("written");
    let own = std::env::current_exe().expect("own path");
    let check = |input: &Path| {
        let mut c = Command::new(env!("CARGO_BIN_EXE_fadu"));
        c.args(["check", "--format", "short", "--rules"]).arg(&rules).arg(input).current_dir(&dir);
        c
    };
    println!("{:<28}{:>12}{:>12}{:>10}{:>12}", "", "floor CPU", "fadu CPU", "ratio", "fadu peak");
    for n in [rows, rows * 2] {
        let (csv, json) = write_inputs(&dir, n);
        for (name, path) in [("CSV", &csv), ("JSON", &json)] {
            let floor = cost(|| {
                let mut c = Command::new(&own);
                c.arg("floor").arg(path);
                c
            });
            let fadu = cost(|| check(path));
            println!(
                "{:<28}{:>9.1} ms{:>9.1} ms{:>9.2}×{:>8.1} MiB",
                format!("{n} rows, {name}"),
                floor.cpu_ms,
                fadu.cpu_ms,
                fadu.cpu_ms / floor.cpu_ms,
                fadu.peak_mib
            );
        }
    }
    let (small, _) = write_inputs(&dir, 1);
    let one = cost(|| check(&small));
    println!(
        "{:<28}{:>12}{:>9.1} ms{:>10}{:>8.1} MiB   (wall {:.1} ms)",
        "one small file", "", one.cpu_ms, "", one.peak_mib, one.wall_ms
    );
    let _ = std::fs::remove_dir_all(&dir);
}
