//! The line, from rule files and submissions to findings. Each step returns what it made and leaves its mistakes in the sink.
//!
//! ```text
//! rule files ─ read ─ parse ─ check ─▶ RuleSet ─ lower ─▶ Plan ─┐
//! submissions ─ read ─ load ──────────▶ Dataset ────────────────┴─ evaluate ─▶ Findings
//! ```

use crate::check::{self, Bindings};
use crate::data::Dataset;
use crate::diag::{Diagnostic, Sink};
use crate::eval;
use crate::finding::Findings;
use crate::hir::{RuleSet, TableSource};
use crate::load::{self, Input, PolicyRows, PolicyTable, encoding};
use crate::plan;
use crate::text::{Source, Sources};
use crate::world::World;
use std::path::{Path, PathBuf};

/// Reads, parses and checks rule files. A file that cannot be read is said and left out.
pub fn compile(world: &dyn World, files: &[PathBuf], bindings: &Bindings, sources: &mut Sources, sink: &mut Sink) -> RuleSet {
    let mut trees = Vec::new();
    for path in files {
        let Some(source) = read_text(world, path, sink) else { continue };
        let file = sources.add(source);
        trees.push(crate::parse::parse(file, &sources.get(file).text, sink));
    }
    check::check(&trees, sources, bindings, sink)
}

/// A text file in UTF-8 or GB18030.
pub fn read_text(world: &dyn World, path: &Path, sink: &mut Sink) -> Option<Source> {
    let name = crate::world::show_path(path);
    let bytes = match world.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            sink.push(load::diagnostics::files::unreadable(&error));
            return None;
        }
    };
    match encoding::decode(&name, bytes, None) {
        Ok((text, encoding)) => Some(Source::with_encoding(name, text, encoding)),
        Err(problem) => {
            sink.push(*problem);
            None
        }
    }
}

/// The rows of the policy's own tables; files are looked for beside the rule file that names them.
pub fn policy_tables(world: &dyn World, set: &RuleSet, sources: &Sources, sink: &mut Sink) -> Vec<PolicyTable> {
    let mut tables = Vec::new();
    for table in &set.tables {
        let rows = match &table.rows {
            TableSource::Inline(rows) => PolicyRows::Inline(rows.clone()),
            TableSource::File { path, span } => {
                let beside = Path::new(&sources.get(span.file).name).parent().unwrap_or(Path::new(""));
                let full = crate::world::tidy_path(&beside.join(path));
                match world.read(&full) {
                    Ok(bytes) => PolicyRows::Csv { path: crate::world::show_path(&full), bytes },
                    Err(error) => {
                        let missing = load::diagnostics::files::unreadable(&error);
                        sink.push(missing.at(*span, "此处引用", "named here"));
                        continue;
                    }
                }
            }
        };
        tables.push(PolicyTable { rel: table.rel, rows });
    }
    tables
}

/// Loads submissions and the policy's tables into one dataset.
pub fn load(set: &RuleSet, inputs: Vec<Input>, tables: Vec<PolicyTable>, sources: &mut Sources, sink: &mut Sink) -> Dataset {
    load::load(&set.schema, &set.units, inputs, tables, sources, sink)
}

/// Judges every rule on the data.
pub fn judge(set: &RuleSet, data: &mut Dataset, sources: &Sources, sink: &mut Sink, options: &eval::Options<'_>) -> Findings {
    let plan = prepared(set, data, sink);
    eval::evaluate(&plan, set, data, sources, options)
}

/// Judges every rule and lists every single verdict, however many.
pub fn judge_each(set: &RuleSet, data: &mut Dataset, sources: &Sources, sink: &mut Sink) -> Findings {
    let plan = prepared(set, data, sink);
    let options = eval::Options { show_met: true, progress: None };
    eval::listing(&plan, set, data, sources, &options, usize::MAX)
}

fn prepared(set: &RuleSet, data: &mut Dataset, sink: &mut Sink) -> plan::Plan {
    let plan = plan::lower(set);
    eval::prepare(set, &plan, data);
    for (rel, col) in plan.columns_without_data(data) {
        let relation = set.schema.get(rel);
        let def = set.schema.column(rel, col);
        sink.push(column_nobody_found(relation.title(), def));
    }
    plan
}

/// A column that rules need and no submission has: a misspelt header looks like this.
fn column_nobody_found(relation: &str, def: &crate::ty::ColumnDef) -> Diagnostic {
    let title = def.title();
    Diagnostic::error(
        "L004",
        format!("所有报送文件都没有“{relation}”的“{title}”"),
        format!("no submission has `{title}` of `{relation}`"),
    )
    .at(def.span, "规则用到此列", "rules use this column")
    .help(
        format!("请核对表头或键名是否写作“{title}”（或 {}）；确实不报的，用 --allow missing-columns 放行", def.name),
        format!(
            "check that the header or key is `{title}` (or `{}`); if nobody is to report it, pass --allow missing-columns",
            def.name
        ),
    )
}
