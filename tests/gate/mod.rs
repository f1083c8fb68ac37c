//! `fadu gate`, `diff` and `baseline`: what a change makes worse, and every way in which a comparison could wrongly say that nothing is.

mod baseline;
mod between;
mod checkout;
mod green;
mod history;
mod kept;
mod page;
mod recipes;
mod shared;
mod waivers;

use crate::cli::{Folder, Run};
use std::path::Path;
use std::process::Command;

pub const RULES: &str = r#"record County "县" key name {
  name  "县名" : text
  tax   "税收" : money in 万元
  total "收入" : money in 万元
}
rule share "税收占收入60%" { for c in County  require c.tax >= 60% of c.total }
rule city  "全市收入不少于1000万元" { require sum(c.total for c in County) >= 1000万元 }
"#;

pub const PROJECT: &str = r#"[project]
rules = ["rules/*.fadu"]

[[submissions]]
files  = "data/*.csv"
record = "County"
"#;

/// A county's form.
pub fn form(name: &str, tax: &str, total: &str) -> String {
    format!("县名,税收,收入\n{name},{tax},{total}\n")
}

/// A repository of its own.
pub struct Repository(pub Folder);

impl Repository {
    /// Three counties: 甲 at the bound, 乙 below it, 丙 above; together exactly 1000.
    pub fn new() -> Self {
        let folder = Folder::new()
            .with("fadu.toml", PROJECT)
            .with("rules/a.fadu", RULES)
            .with("data/甲.csv", form("甲", "240", "400"))
            .with("data/乙.csv", form("乙", "150", "300"))
            .with("data/丙.csv", form("丙", "200", "300"));
        let repository = Self(folder);
        repository.git(&["init", "-q", "-b", "main"]);
        repository.commit("first");
        repository
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .args([
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.org",
                "-c",
                "commit.gpgsign=false",
                "-c",
                "core.quotepath=off",
            ])
            .args(args)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .output()
            .unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_string()
    }

    pub fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    pub fn gate(&self, more: &[&str]) -> Run {
        let mut args = vec!["gate", "--lang", "en"];
        args.extend(more);
        self.0.run(&args)
    }
}

/// The changes of a report, without what is the same: `new data share 甲`.
pub fn changes(run: &Run) -> Vec<String> {
    let document: serde_json::Value = serde_json::from_str(&run.out()).unwrap_or_else(|e| panic!("{e}: {}", run.text()));
    let text = |v: &serde_json::Value| v.as_str().unwrap().to_string();
    let list = document["changes"].as_array().unwrap();
    let line = |c: &serde_json::Value| {
        let words = [text(&c["class"]), text(&c["origin"]), text(&c["rule"]), text(&c["subject"])];
        words.join(" ").trim_end().to_string()
    };
    let mut out: Vec<String> = list.iter().filter(|c| c["class"] != "same").map(line).collect();
    out.sort();
    // Each class is counted as it is listed.
    for (class, count) in document["counts"].as_object().unwrap() {
        let listed = list.iter().filter(|c| c["class"].as_str() == Some(class)).count();
        assert_eq!(count.as_u64(), Some(listed as u64), "{class}");
    }
    out
}
