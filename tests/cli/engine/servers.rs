//! The engines that are there.

use crate::cli::Folder;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// An engine that holds tables of texts, one for each file.
pub enum Engine {
    /// Python with the package of DuckDB.
    DuckDb(String),
    /// The address of a server.
    Postgres(String),
}

/// Those that are there; what is missing is told.
pub fn engines() -> &'static [Engine] {
    static ENGINES: OnceLock<Vec<Engine>> = OnceLock::new();
    ENGINES.get_or_init(|| {
        let mut found = Vec::new();
        match duckdb() {
            Some(python) => found.push(Engine::DuckDb(python)),
            None => eprintln!("SKIPPED: DuckDB is not there (pip install duckdb, or name its Python by FADU_TEST_PYTHON)"),
        }
        match postgres() {
            Some(url) => found.push(Engine::Postgres(url)),
            None => {
                eprintln!("SKIPPED: PostgreSQL is not there (apt-get install postgresql, or name a server by FADU_TEST_POSTGRES)")
            }
        }
        found
    })
}

fn duckdb() -> Option<String> {
    let named = std::env::var("FADU_TEST_PYTHON").ok();
    let tried = named.into_iter().chain(["python3".to_string()]);
    let works = |python: &String| {
        let run = Command::new(python).args(["-c", "import duckdb"]).stderr(Stdio::null()).status();
        run.is_ok_and(|s| s.success())
    };
    tried.into_iter().find(works)
}

/// A server that is named, or one of its own that ends with the tests.
fn postgres() -> Option<String> {
    if let Ok(url) = std::env::var("FADU_TEST_POSTGRES") {
        return Some(url);
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/engines/postgres.sh");
    let folder = std::env::temp_dir().join(format!("fadu-postgres-{}", std::process::id()));
    let port = std::net::TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
    let output = Command::new(script).arg("start").arg(&folder).arg(port.to_string()).output().ok()?;
    if !output.status.success() {
        return None;
    }
    // The server ends when the tests do: a process waits for that.
    let wait = format!(
        "while kill -0 {} 2>/dev/null; do sleep 1; done; '{script}' stop '{f}'; rm -rf '{f}'",
        std::process::id(),
        f = folder.display()
    );
    Command::new("setsid")
        .args(["bash", "-c", &wait])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_string())
}

impl Engine {
    /// Puts the CSV files of a folder into tables of texts; gives the options of `check` for them.
    pub fn load(&self, folder: &Folder, names: &[&str]) -> Vec<String> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        match self {
            Self::DuckDb(python) => {
                let file = format!("engine{next}.db");
                let mut code = format!("import duckdb\nc = duckdb.connect('{file}')\n");
                for name in names {
                    code.push_str(&format!(
                        "c.execute(\"create table {name} as select * from read_csv('{name}.csv', all_varchar=true, header=true, delim=',', quote='\\\"', null_padding=false)\")\n"
                    ));
                }
                let run = Command::new(python).args(["-c", &code]).current_dir(folder.path()).output().unwrap();
                assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
                ["--on", &format!("duckdb:{file}"), "--engine-program", python].map(str::to_string).to_vec()
            }
            Self::Postgres(url) => {
                let mut script = format!("create schema s{}_{next};\n", std::process::id());
                let mut options = vec!["--on".to_string(), url.clone()];
                for name in names {
                    let text = std::fs::read_to_string(folder.path().join(format!("{name}.csv"))).unwrap();
                    let columns: Vec<String> = text.lines().next().unwrap().split(',').map(|c| format!("\"{c}\" text")).collect();
                    let table = format!("s{}_{next}.\"{name}\"", std::process::id());
                    script.push_str(&format!(
                        "create table {table} ({});\n\\copy {table} from '{name}.csv' csv header\n",
                        columns.join(", ")
                    ));
                    options.extend(["--table".to_string(), format!("{name}=s{}_{next}.{name}", std::process::id())]);
                }
                std::fs::write(folder.path().join("load.sql"), script).unwrap();
                let run = Command::new("psql")
                    .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "load.sql"])
                    .current_dir(folder.path())
                    .output()
                    .unwrap();
                assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
                options
            }
        }
    }
}
