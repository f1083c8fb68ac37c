//! `--output` and `fmt` write the whole of a file or nothing, never over what the run has read, and into what is no regular file.
#![cfg(unix)]

use super::{Folder, Run};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::{Command, Stdio};
use std::time::Duration;

const RULES: &str = "table limits key k from \"t.csv\" { k : text  v : number }\nrecord R key k { k : text  x : number }\n\
                     rule cap { for r in R require r.x <= sum(t.v for t in limits) }\n";

fn folder() -> Folder {
    let project = "[project]\nrules = [\"r.fadu\"]\nlang = \"en\"\n[[submissions]]\nfiles = \"R.csv\"\n";
    Folder::new().with("r.fadu", RULES).with("t.csv", "k,v\na,10\n").with("R.csv", "k,x\na,6\n").with("fadu.toml", project)
}

fn output(folder: &Folder, path: &str) -> Run {
    folder.run(&["check", "--output", path])
}

fn read(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn nothing_that_was_read_is_written_over() {
    let folder = folder();
    symlink("R.csv", folder.path().join("link.txt")).unwrap();
    std::fs::hard_link(folder.path().join("t.csv"), folder.path().join("hard.txt")).unwrap();
    let absolute = folder.path().join("r.fadu");
    for path in ["R.csv", "r.fadu", "fadu.toml", "t.csv", "./R.csv", "link.txt", "hard.txt", absolute.to_str().unwrap()] {
        output(&folder, path).expect(2, &["I032", path]);
    }
    assert_eq!((read(&folder, "R.csv"), read(&folder, "t.csv")), ("k,x\na,6\n".into(), "k,v\na,10\n".into()));
    assert_eq!(read(&folder, "r.fadu"), RULES);
}

#[test]
fn devices_and_pipes_are_written_to_and_links_followed() {
    let folder = folder();
    output(&folder, "/dev/null").expect(0, &[]);
    assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = Command::new("cat").arg(&pipe).stdout(Stdio::piped()).spawn().unwrap();
    output(&folder, "pipe").expect(0, &[]);
    let got = reader.wait_with_output().unwrap().stdout;
    assert!(String::from_utf8_lossy(&got).contains("Passed"));
    assert!(!std::fs::metadata(&pipe).unwrap().is_file(), "the pipe is still one");

    std::fs::create_dir(folder.path().join("deep")).unwrap();
    std::fs::write(folder.path().join("deep/report.txt"), "old").unwrap();
    symlink("deep/report.txt", folder.path().join("report.txt")).unwrap();
    output(&folder, "report.txt").expect(0, &[]);
    assert!(folder.path().join("report.txt").symlink_metadata().unwrap().is_symlink());
    assert!(read(&folder, "deep/report.txt").contains("Passed"));
    symlink("nowhere.txt", folder.path().join("dangling.txt")).unwrap();
    output(&folder, "dangling.txt").expect(2, &["leads nowhere"]);
    output(&folder, "deep").expect(2, &["it is a folder"]);
    output(&folder, "gone/report.txt").expect(2, &["no such folder"]);
}

#[test]
fn the_mode_of_the_old_file_stays_and_nothing_else_is_left() {
    let folder = folder();
    let path = folder.path().join("report.txt");
    std::fs::write(&path, "old").unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    // Left behind by a run that was ended; and a stranger's.
    std::fs::write(folder.path().join(".fadu-report.txt-abcdef.tmp"), "half").unwrap();
    std::fs::write(folder.path().join(".fadu-other.txt-abcdef.tmp"), "half").unwrap();
    output(&folder, "report.txt").expect(0, &[]);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(leftovers(&folder), [".fadu-other.txt-abcdef.tmp"]);
    let new = output(&folder, "new.txt");
    new.expect(0, &[]);
    let mode = std::fs::metadata(folder.path().join("new.txt")).unwrap().permissions().mode() & 0o777;
    let plain = std::fs::metadata(folder.path().join("R.csv")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, plain, "a new file is like any other");
}

fn leftovers(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    entries.filter(|n| n.ends_with(".tmp")).collect()
}

/// Ends the program after ever longer times; afterwards the file holds the old text or the new, whole.
fn kill_loop(folder: &Folder, args: &[&str], name: &str, old: &str, new: &str) {
    for step in 0..25u64 {
        std::fs::write(folder.path().join(name), old).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_fadu"))
            .args(args)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(step * 2));
        let _ = child.kill();
        child.wait().unwrap();
        let found = read(folder, name);
        assert!(found == old || found == new, "{} bytes after {step}", found.len());
    }
    std::fs::write(folder.path().join(name), old).unwrap();
    folder.run(args);
    assert_eq!(read(folder, name), new);
    assert_eq!(leftovers(folder), [""; 0], "the next run cleans up");
}

#[test]
fn a_run_that_is_killed_leaves_the_old_file_or_the_new() {
    let folder = folder();
    output(&folder, "report.txt").expect(0, &[]);
    let new = read(&folder, "report.txt");
    kill_loop(&folder, &["check", "--output", "report.txt"], "report.txt", "old report\n", &new);
    let rules: String = (0..300).map(|i| format!("rule r{i} {{ for r in R   require r.x <= {i} }}\n")).collect();
    let old = format!("record R key k {{ k : text  x : number }}\n{rules}");
    let folder = Folder::new().with("r.fadu", &old);
    folder.run(&["fmt", "r.fadu"]).expect(0, &[]);
    let new = read(&folder, "r.fadu");
    assert_ne!(old, new);
    kill_loop(&folder, &["fmt", "r.fadu"], "r.fadu", &old, &new);
}

#[test]
fn fmt_keeps_links_and_modes() {
    let folder = Folder::new().with("real.fadu", "record R key k {   k : text }\n");
    std::fs::set_permissions(folder.path().join("real.fadu"), PermissionsExt::from_mode(0o600)).unwrap();
    symlink("real.fadu", folder.path().join("r.fadu")).unwrap();
    folder.run(&["fmt", "r.fadu"]).expect(0, &[]);
    assert!(folder.path().join("r.fadu").symlink_metadata().unwrap().is_symlink());
    assert_ne!(read(&folder, "real.fadu"), "record R key k {   k : text }\n");
    assert_eq!(std::fs::metadata(folder.path().join("real.fadu")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    use fadu::world::{OsWorld, World, WorldErrorKind};
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = Folder::new().with("big.csv", vec![b'x'; 8 << 20]);
    let path = folder.path().join("big.csv");
    let world = OsWorld::default();
    assert!(world.read(&path).is_ok(), "at rest it is read");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
            while !done.load(Ordering::Relaxed) {
                file.write_all(b"y").unwrap();
            }
        });
        let refused = (0..200).any(|_| world.read(&path).is_err_and(|e| e.kind == WorldErrorKind::Changed));
        done.store(true, Ordering::Relaxed);
        assert!(refused);
    });
}

/// Write-protected files and files with another name are left as they are, and it is said why.
#[test]
fn protected_files_and_hard_links_are_left_as_they_are() {
    let folder = folder().with("old.txt", "old").with("one.txt", "old").with("bad.fadu", "record R key k { k : text\n}\n");
    let path = |name: &str| folder.path().join(name);
    std::fs::hard_link(path("one.txt"), path("two.txt")).unwrap();
    std::fs::set_permissions(path("old.txt"), std::fs::Permissions::from_mode(0o444)).unwrap();
    output(&folder, "old.txt").expect(2, &["I001", "old.txt", "write-protected"]);
    output(&folder, "one.txt").expect(2, &["I001", "one.txt", "hard link"]);
    assert_eq!((read(&folder, "old.txt"), read(&folder, "two.txt")), ("old".into(), "old".into()));
    let rules = read(&folder, "bad.fadu");
    std::fs::hard_link(path("bad.fadu"), path("twin.fadu")).unwrap();
    folder.run(&["fmt", "--lang", "en", "bad.fadu"]).expect(2, &["hard link"]);
    std::fs::remove_file(path("twin.fadu")).unwrap();
    std::fs::set_permissions(path("bad.fadu"), std::fs::Permissions::from_mode(0o444)).unwrap();
    folder.run(&["fmt", "--lang", "en", "bad.fadu"]).expect(2, &["write-protected"]);
    assert_eq!(read(&folder, "bad.fadu"), rules);
}
