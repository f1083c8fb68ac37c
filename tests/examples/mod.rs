//! The Hengshui example as its users see it: the whole report in both languages, the planned cases one by one, and the rule pack itself.

mod cases;
mod national;
mod pack;
mod report;
mod workbooks;

use std::path::PathBuf;
use std::process::Command;

/// A run of the program in a folder of the repository.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs fadu in `folder`, without the colours and the language of whoever runs the tests.
pub fn fadu(folder: &str, args: &[&str]) -> Run {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), folder].iter().collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fadu"));
    command.args(args).current_dir(folder).env("NO_COLOR", "1").env("LANG", "zh_CN.UTF-8");
    for name in ["LC_ALL", "LC_MESSAGES", "FADU_LANG", "COLUMNS", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// `fadu check` on the example.
pub fn check(args: &[&str]) -> Run {
    fadu("examples/hengshui", &[&["check"], args].concat())
}
