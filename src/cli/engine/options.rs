//! What is said of an engine on the command line.

use crate::cli::options::flag;
use crate::cli::words::say;
use crate::diag::{Lang, Sink};
use crate::engine::{On, Target, unknown_target, unpaired};
use clap::{Arg, ArgAction, ArgMatches};

pub fn table_arg(lang: Lang) -> Arg {
    let help = say(lang, "记录在哪张表里：记录=表（可多次）", "which table holds a record: RECORD=TABLE (repeatable)");
    Arg::new("table").long("table").value_name("RECORD=TABLE").action(ArgAction::Append).help(help)
}

/// The options of `check` for data in an engine.
pub fn args(lang: Lang) -> [Arg; 4] {
    let on = say(
        lang,
        "数据在引擎里：duckdb:文件.db、postgres://用户@主机/库、spark:主节点；引擎只过滤与合计，结论在这里得出",
        "the data lie in an engine: duckdb:FILE.db, postgres://USER@HOST/DB, spark:MASTER; it filters and sums, verdicts are made here",
    );
    let program =
        say(lang, "引擎自己的程序（默认 duckdb、psql、spark-sql）", "the engine's own program (default duckdb, psql, spark-sql)");
    [
        Arg::new("engine").long("on").value_name("ENGINE").conflicts_with_all(["files", "watch", "receipt"]).help(on),
        table_arg(lang).requires("engine"),
        Arg::new("engine-program").long("engine-program").value_name("PROGRAM").requires("engine").help(program),
        flag(
            "fetch",
            lang,
            "不能交给引擎的规则，把它要读的表整个取来；不加则不核查，退出码 2",
            "bring whole tables for rules the engine cannot be asked; without it nothing is judged, and the exit code is 2",
        )
        .requires("engine"),
    ]
}

/// The pairs of `--table`; `None` where one is none.
pub fn tables(matches: &ArgMatches, sink: &mut Sink) -> Option<Vec<(String, String)>> {
    let mut out = Vec::new();
    for text in matches.try_get_many::<String>("table").ok().flatten().into_iter().flatten() {
        match text.split_once('=').filter(|(record, table)| !record.is_empty() && !table.is_empty()) {
            Some((record, table)) => out.push((record.to_string(), table.to_string())),
            None => {
                sink.push(unpaired(text));
                return None;
            }
        }
    }
    Some(out)
}

/// The engine that is named; `Err` where it cannot be understood, and the sink says so.
pub fn of(matches: &ArgMatches, sink: &mut Sink) -> Result<Option<On>, ()> {
    let Some(text) = matches.try_get_one::<String>("engine").ok().flatten() else { return Ok(None) };
    let Some(target) = Target::parse(text) else {
        sink.push(unknown_target(text));
        return Err(());
    };
    let tables = tables(matches, sink).ok_or(())?;
    let program = matches.get_one::<String>("engine-program").cloned();
    Ok(Some(On { target, program, tables, fetch: matches.get_flag("fetch") }))
}
