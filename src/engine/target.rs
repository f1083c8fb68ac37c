//! Which engine, and how it is spoken to.

use super::diagnostics;
use crate::diag::Diagnostic;
use crate::sql::Dialect;
use crate::world::{Program, ProgramError, World, Written};
use std::path::Path;

/// Where the data lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A file of DuckDB.
    DuckDb(String),
    /// The address of a server.
    Postgres(String),
    /// The master of a cluster; empty for what the program takes by itself.
    Spark(String),
}

/// What is said of an engine on the command line.
#[derive(Clone, Debug)]
pub struct On {
    pub target: Target,
    /// The engine's own program, where it is not the usual one.
    pub program: Option<String>,
    /// Records and the tables that hold them.
    pub tables: Vec<(String, String)>,
    /// Tables that rules need whole are brought here.
    pub fetch: bool,
}

impl Target {
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(file) = text.strip_prefix("duckdb:") {
            return (!file.is_empty()).then(|| Self::DuckDb(file.to_string()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Some(Self::Postgres(text.to_string()));
        }
        text.strip_prefix("spark:").map(|master| Self::Spark(master.to_string()))
    }

    pub fn dialect(&self) -> Dialect {
        match self {
            Self::DuckDb(_) => Dialect::DuckDb,
            Self::Postgres(_) => Dialect::Postgres,
            Self::Spark(_) => Dialect::Spark,
        }
    }

    pub fn name(&self) -> &'static str {
        let dialect = self.dialect();
        Dialect::ALL.iter().find(|(_, d)| *d == dialect).map_or("", |(name, _)| name)
    }

    /// The programs that may be there, the usual one first.
    fn programs(&self, named: Option<&str>) -> Vec<Program> {
        let program =
            |name: &str, args: &[&str]| Program { name: name.to_string(), args: args.iter().map(|a| (*a).to_string()).collect() };
        let is_python = |name: &str| Path::new(name).file_name().is_some_and(|n| n.to_string_lossy().starts_with("python"));
        let names = |usual: &[&'static str]| match named {
            Some(name) => vec![name.to_string()],
            None => usual.iter().map(|n| (*n).to_string()).collect(),
        };
        match self {
            Self::DuckDb(file) => names(&["duckdb", "python3"])
                .iter()
                .map(|name| match is_python(name) {
                    true => program(name, &["-c", PYTHON, file]),
                    false => program(name, &["-batch", "-bail", "-readonly", file]),
                })
                .collect(),
            Self::Postgres(url) => names(&["psql"])
                .iter()
                .map(|name| program(name, &["-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-d", url]))
                .collect(),
            Self::Spark(master) => names(&["spark-sql"])
                .iter()
                .map(|name| {
                    let plain = [
                        "--conf",
                        "spark.sql.variable.substitute=false",
                        "--conf",
                        "spark.sql.ansi.enabled=false",
                        "-f",
                        "/dev/stdin",
                    ];
                    let mut args = if master.is_empty() { Vec::new() } else { vec!["--master", master.as_str()] };
                    args.extend(plain);
                    program(name, &args)
                })
                .collect(),
        }
    }
}

/// The program of DuckDB's package for Python, where there is no other.
const PYTHON: &str =
    "import duckdb, sys\nc = duckdb.connect(sys.argv[1], read_only=True)\nc.execute(sys.stdin.buffer.read().decode('utf-8'))";

impl On {
    /// Asks all statements in one breath, so that all see the same data; gives the answers in their order.
    pub fn ask(&self, world: &dyn World, statements: &[String]) -> Result<Vec<Vec<u8>>, Box<Diagnostic>> {
        let script = |folder: &Path| self.script(statements, folder);
        let mut missing = Vec::new();
        for program in self.target.programs(self.program.as_deref()) {
            match world.run_program(&program, &script) {
                Ok(written) => return answers(&written, statements.len()).ok_or_else(|| Box::new(diagnostics::no_answer())),
                Err(ProgramError::NoProgram) => missing.push(program.name),
                Err(ProgramError::Failed(words)) => return Err(Box::new(diagnostics::refused(&program.name, &words))),
            }
        }
        Err(Box::new(diagnostics::no_program(self.target.name(), &missing)))
    }

    fn script(&self, statements: &[String], folder: &Path) -> String {
        let dialect = self.target.dialect();
        let file = |at: usize| dialect.text(&folder.join(format!("{at}.csv")).to_string_lossy());
        let mut out = String::new();
        match dialect {
            Dialect::DuckDb => {
                out.push_str("BEGIN TRANSACTION;\n");
                for (at, sql) in statements.iter().enumerate() {
                    out.push_str(&format!("COPY (\n{sql}\n) TO {} (FORMAT csv, HEADER true);\n", file(at)));
                }
                out.push_str("COMMIT;\n");
            }
            Dialect::Postgres => {
                out.push_str("SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n");
                out.push_str("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;\n");
                for (at, sql) in statements.iter().enumerate() {
                    out.push_str(&format!("\\o {}\nCOPY (\n{sql}\n) TO STDOUT WITH (FORMAT csv, HEADER true);\n", file(at)));
                }
                out.push_str("\\o\nCOMMIT;\n");
            }
            Dialect::Spark => {
                for (at, sql) in statements.iter().enumerate() {
                    out.push_str(&format!(
                        "INSERT OVERWRITE DIRECTORY {} USING csv OPTIONS ('header' = 'true', 'escape' = '\"', 'quoteAll' = 'true', 'emptyValue' = '')\n{sql};\n",
                        file(at)
                    ));
                }
            }
        }
        out
    }
}

/// One answer for each statement: a file, or a folder of parts.
fn answers(written: &Written, count: usize) -> Option<Vec<Vec<u8>>> {
    (0..count)
        .map(|at| {
            let name = format!("{at}.csv");
            if let Some(bytes) = written.get(&name) {
                return Some(bytes.clone());
            }
            let mut all: Vec<u8> = Vec::new();
            let part = |n: &str| n.strip_prefix(&name).is_some_and(|rest| rest.starts_with("/part-"));
            let mut parts = written.iter().filter(|(n, _)| part(n)).peekable();
            parts.peek()?;
            for (at, (_, bytes)) in parts.enumerate() {
                // Each part begins with the header.
                let from = if at == 0 { 0 } else { bytes.iter().position(|b| *b == b'\n').map_or(bytes.len(), |n| n + 1) };
                all.extend(bytes.get(from..).unwrap_or_default());
            }
            Some(all)
        })
        .collect()
}
