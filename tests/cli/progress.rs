//! How far a run has got is shown on a terminal, and nowhere else; how many threads there are shows nowhere.

use super::Folder;
use std::fs::File;
use std::io::Read;
use std::os::fd::{FromRawFd, OwnedFd};
use std::process::{Command, Stdio};

const RULES: &str = "record R key id { id : text  m : money in 万元 }\nrule a \"\" { for x in R require x.m <= 5万元 }\n";

fn folder() -> Folder {
    let rows: String = (0..9_000).map(|i| format!("{i},1\n")).collect();
    Folder::new().with("r.fadu", RULES).with("R.csv", format!("id,m\n{rows}")).with("b/R.csv", "id,m\nX,2\n")
}

/// Standard output, and what a terminal on standard error gets.
fn on_terminal(folder: &Folder, args: &[&str]) -> (String, String) {
    let (mut ours, mut theirs) = (0, 0);
    let null = std::ptr::null_mut();
    // SAFETY: both ends are written before they are taken over, each once.
    let (mut ours, theirs) = unsafe {
        assert_eq!(libc::openpty(&raw mut ours, &raw mut theirs, null, null.cast(), null.cast()), 0);
        (File::from_raw_fd(ours), OwnedFd::from_raw_fd(theirs))
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_fadu"));
    command.args(args).current_dir(folder.path()).env("TERM", "xterm").env_remove("NO_COLOR");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::from(theirs)).spawn().unwrap();
    drop(command);
    let mut drawn = Vec::new();
    // On Linux the end of a terminal is an error.
    let _ = ours.read_to_end(&mut drawn);
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.wait().unwrap();
    (out, String::from_utf8_lossy(&drawn).into_owned())
}

#[test]
fn a_line_of_progress_is_drawn_on_a_terminal_and_never_into_output() {
    let folder = folder();
    let args = ["check", "--lang", "en", "--rules", "r.fadu", "R.csv", "b/R.csv"];
    let (out, drawn) = on_terminal(&folder, &args);
    assert!(drawn.contains("checking rules") && drawn.contains("1/1"), "{drawn:?}");
    let plain = folder.run(&args);
    assert_eq!(out, plain.out(), "the report is the same");
    assert_eq!(plain.text(), plain.out(), "nothing is drawn where nobody looks");
    for unwanted in ["--no-progress", "--quiet"] {
        let (_, drawn) = on_terminal(&folder, &[&args[..], &[unwanted]].concat());
        assert_eq!(drawn, "", "{unwanted}");
    }
    let (_, drawn) = on_terminal(&folder, &["check", "--lang", "zh", "--rules", "r.fadu", "R.csv"]);
    assert!(drawn.contains("核查规则"), "{drawn:?}");
}

#[test]
fn there_is_at_least_one_thread() {
    let folder = folder();
    let reading: [&[&str]; 6] = [
        &["check", "--rules", "r.fadu", "R.csv"],
        &["score", "--rules", "r.fadu", "R.csv"],
        &["repair", "--rules", "r.fadu", "R.csv"],
        &["doubt", "--rules", "r.fadu", "R.csv"],
        &["inspect", "--rules", "r.fadu", "R.csv"],
        &["test", "r.fadu"],
    ];
    for command in reading {
        let run = folder.run(&[command, &["--threads", "0", "--lang", "zh"]].concat());
        assert_eq!(run.code(), 2, "{command:?} {}", run.text());
        assert!(run.text().contains("--threads") && run.text().contains("“0”不对"), "{command:?} {}", run.text());
        let run = folder.run(&[command, &["--threads", "0", "--lang", "en"]].concat());
        assert!(run.code() == 2 && run.text().contains("invalid value '0'"), "{command:?} {}", run.text());
        assert!(folder.run(&[command, &["--threads", "99999999999"]].concat()).code() < 3, "{command:?}");
    }
}
