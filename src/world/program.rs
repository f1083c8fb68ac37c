//! Programs of others that are run with a script, in a folder of their own.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Why a program gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramError {
    NoProgram,
    /// What it said.
    Failed(String),
}

/// A program with its arguments.
#[derive(Clone, Debug)]
pub struct Program {
    pub name: String,
    pub args: Vec<String>,
}

/// What a program wrote, by the names of the files.
pub type Written = BTreeMap<String, Vec<u8>>;

/// Runs a program in a folder of its own; `read` gives what lies there in the end.
pub(super) fn run(
    program: &Program,
    script: &dyn Fn(&Path) -> String,
    read: &dyn Fn(&Path) -> Result<Written, String>,
) -> Result<Written, ProgramError> {
    let failed = |error: std::io::Error| ProgramError::Failed(error.to_string());
    let folder = tempfile::Builder::new().prefix("fadu-").tempdir().map_err(failed)?;
    let mut command = Command::new(&program.name);
    command.args(&program.args).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() == std::io::ErrorKind::NotFound {
        true => ProgramError::NoProgram,
        false => ProgramError::Failed(error.to_string()),
    })?;
    let text = script(folder.path());
    let input = child.stdin.take();
    // What it complains of is read while it is still being told: neither waits for the other.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(text.as_bytes())));
        child.wait_with_output()
    });
    let output = output.map_err(failed)?;
    if !output.status.success() {
        return Err(ProgramError::Failed(String::from_utf8_lossy(&output.stderr).trim().to_string()));
    }
    read(folder.path()).map_err(ProgramError::Failed)
}
