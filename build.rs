//! Tells the program what it is made of: files that it keeps between runs are used again by the same program alone.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

/// All that decides how files are read: the program's text, and which versions of which crates it is built with.
const MADE_OF: [&str; 5] = ["src", "grammar", "build.rs", "Cargo.toml", "Cargo.lock"];

fn main() {
    let mut files = Vec::new();
    for place in MADE_OF {
        println!("cargo::rerun-if-changed={place}");
        collect(Path::new(place), &mut files);
    }
    files.sort();
    let mut features: Vec<String> = std::env::vars().map(|(name, _)| name).filter(|n| n.starts_with("CARGO_FEATURE_")).collect();
    features.sort();
    // Two of 64 bits each: told apart are the few programs that share a folder, not what somebody means to pass for another.
    let digest = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        for file in &files {
            file.to_string_lossy().replace('\\', "/").hash(&mut hasher);
            std::fs::read(file).unwrap_or_default().hash(&mut hasher);
        }
        features.hash(&mut hasher);
        hasher.finish()
    };
    println!("cargo::rustc-env=FADU_SOURCES={} {:016x}{:016x}", env!("CARGO_PKG_VERSION"), digest(0), digest(1));
}

fn collect(place: &Path, out: &mut Vec<PathBuf>) {
    match std::fs::read_dir(place) {
        Ok(entries) => entries.flatten().filter(|e| e.file_name() != "target").for_each(|e| collect(&e.path(), out)),
        Err(_) if place.is_file() => out.push(place.to_path_buf()),
        Err(_) => {}
    }
}
