//! The project file `fadu.toml`: where rules and submissions are, who sets which parameter, what is allowed to be missing.
//!
//! ```toml
//! [project]
//! name         = "衡水"
//! rules        = ["rules/**/*.fadu"]
//! lang         = "zh"
//! jurisdiction = "131100"
//!
//! [[submissions]]
//! files    = "submissions/**/*.csv"
//! record   = "GuaranteeBody"
//! period   = 2007
//! encoding = "gb18030"
//! ignore   = ["序号"]
//!
//! [[submissions]]
//! files    = "loans/{period}/part-*.csv.gz"
//! as_one   = true
//!
//! [[submissions]]
//! files    = "{region}-*.xlsx"
//! sheet    = "表*"
//! range    = "A3:F40"
//! title    = ["{period}年*", "填报单位：{region}"]
//!
//! [parameters]
//! "hengshui.bank_share" = { value = "50%", because = "市政府会议纪要" }
//!
//! [jurisdictions]
//! shaanxi = { value = "130000", because = "对标试算" }
//!
//! [regions]
//! "担保机构" = "所在县"
//!
//! [notice]
//! office    = "衡水市工业和信息化局"
//! addressee = "{region}人民政府"
//! number    = "衡工信改〔{year}〕{n}号"
//! days      = 30
//!
//! [clauses]
//! "hengshui.guarantee_share" = { office = "市财政局", days = 15 }
//!
//! [allow]
//! no_files = ["submissions/late/*.csv"]
//!
//! [run]
//! as_of = 2007-12-31
//!
//! [check]
//! fail_on = "undetermined"
//!
//! [levels]
//! "hengshui.brands" = { level = "warn", because = "试行到年底" }
//! ```

pub mod diagnostics;
mod entry;
mod files;
mod notices;
pub mod parts;
mod project;
mod read;

pub use entry::{Entry, Refusal, value_of, with_entries};
pub use files::{expand, is_left_by_a_program};
pub use project::{
    Allow, AsOne, Binding, Blank, ClauseTerm, FILE_NAME, FailOn, Level, LevelOf, Named, Notices, Project, SubmissionFile,
    SubmissionSet, Text,
};

use crate::diag::Sink;
use crate::text::{Source, Sources};
use crate::world::{Reading, World, tidy_path};
use std::path::{Path, PathBuf};

/// The nearest `fadu.toml` from a directory upward.
pub fn find(world: &dyn World, start: &Path) -> Option<PathBuf> {
    let absolute = tidy_path(&world.current_dir().join(start));
    let mut at = tidy_path(start);
    for _ in 0..=absolute.components().count() {
        let candidate = tidy_path(&at.join(FILE_NAME));
        if world.exists(&candidate) {
            return Some(candidate);
        }
        at = tidy_path(&at.join(".."));
    }
    None
}

/// Reads a project file; `None` when it cannot be read at all. Mistakes inside are reported and the rest is kept.
pub fn load(world: &dyn World, path: &Path, sources: &mut Sources, sink: &mut Sink) -> Option<Project> {
    let name = crate::world::show_path(path);
    world.reading(Reading::Project);
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            sink.push(diagnostics::unreadable(&error));
            return None;
        }
    };
    let Ok(text) = String::from_utf8(bytes) else {
        sink.push(diagnostics::not_utf8(&name));
        return None;
    };
    let root = path.parent().map_or_else(|| PathBuf::from("."), tidy_path);
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_string);
    Some(parse(&name, text, root, sources, sink))
}

/// Reads the text of a project file.
pub fn parse(name: &str, text: String, root: PathBuf, sources: &mut Sources, sink: &mut Sink) -> Project {
    let file = sources.add(Source::new(name, text));
    read::project(file, &sources.get(file).text, root, sink)
}
