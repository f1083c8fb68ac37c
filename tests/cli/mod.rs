//! The program from outside: exit codes, and the guarantee rule against every way in which a county can get it wrong.

mod advised;
mod among;
mod apart;
mod appraise;
mod asked;
mod blanks;
mod case_by_case;
mod coverage;
mod denied;
mod deriving;
mod doubting;
mod due;
mod encoded;
mod engine;
mod every_case;
mod exit;
mod faces;
mod form;
mod formats;
mod granted;
mod guarantee;
mod handed;
mod heads;
mod honest;
mod in_parts;
mod inspect;
mod layouts;
mod let_go;
mod merged;
mod naming;
mod no_tables;
mod nobodys;
mod output;
mod packs;
mod platforms;
mod policy;
#[cfg(unix)]
mod progress;
mod proof;
mod ranges;
mod reading;
mod remedies;
mod repairing;
mod results;
mod start;
mod told;
mod unseen;
mod wording;
mod workbooks;
mod worked_out;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder of its own for one test, gone when dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("fadu-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
        self
    }

    /// Runs fadu here.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    /// The same with variables of the environment.
    pub fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fadu"));
        command
            .args(args)
            .current_dir(&self.0)
            .env("LANG", "zh_CN.UTF-8")
            .env_remove("FADU_LANG")
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env_remove("NO_COLOR")
            .env_remove("GITHUB_STEP_SUMMARY")
            .envs(variables.iter().copied());
        Run(command.output().unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub struct Run(pub Output);

impl Run {
    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap_or(-1)
    }

    /// Standard output alone: what a program reads.
    pub fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    /// Both streams: what a person sees.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).to_string() + &String::from_utf8_lossy(&self.0.stderr)
    }

    #[track_caller]
    pub fn expect(&self, code: i32, words: &[&str]) -> &Self {
        let text = self.text();
        assert_eq!(self.code(), code, "{text}");
        for word in words {
            assert!(text.contains(word), "`{word}` is missing in:\n{text}");
        }
        self
    }

    #[track_caller]
    pub fn without(&self, words: &[&str]) -> &Self {
        let text = self.text();
        for word in words {
            assert!(!text.contains(word), "`{word}` should not be in:\n{text}");
        }
        self
    }
}
