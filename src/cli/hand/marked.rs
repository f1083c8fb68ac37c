//! `--marked-dir`: a copy of each submitted workbook with something wrong in it, its cells coloured and annotated.

use super::{Part, asked, refuse};
use crate::cli::words::say;
use crate::cli::{Context, complain};
use crate::diag::Lang;
use crate::load::diagnostics::files;
use crate::report::{self, MarkedBook, Report};
use crate::text::FileId;
use crate::world::show_path;
use clap::{Arg, ArgMatches};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub fn arg(lang: Lang) -> Arg {
    Arg::new("marked-dir").long("marked-dir").value_name("DIR").help(say(
        lang,
        "另把有问题的报送工作簿各抄一份写入此文件夹：有问题的单元格标上颜色、加上批注；原文件不动",
        "write a copy of each submitted workbook with something wrong in it into this folder, its cells coloured and annotated; the submissions stay as they are",
    ))
}

/// Writes the copies where they are asked for, and says on standard error which. `paths`: what files are called where they lie.
pub fn write(context: &Context<'_>, matches: &ArgMatches, whole: &Report<'_>, paths: &BTreeMap<FileId, String>) -> bool {
    let Some(folder) = matches.try_get_one::<String>("marked-dir").ok().flatten().map(Path::new) else { return true };
    let wanted = match asked(matches, whole.findings) {
        Ok(wanted) => wanted,
        Err(problem) => return refuse(context, &problem),
    };
    let part = wanted.map(|region| Part::of(whole, region, false));
    let own = part.as_ref().map(|p| p.report(whole));
    let report = own.as_ref().unwrap_or(whole);
    let (mut books, mut others) = report::marked_books(report);
    if let Some(part) = &part {
        // A copy would hold the rows of others as they are.
        let shared: BTreeSet<&str> = part.shared.iter().map(|file| whole.sources.get(*file).name.as_str()).collect();
        let all = books.len();
        books.retain(|book| !shared.contains(book.name.as_str()));
        others += all - books.len();
    }
    let mut list: Vec<(PathBuf, Vec<u8>, bool)> = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for book in &books {
        // The report may call the file otherwise.
        let path = paths.get(&book.file).unwrap_or(&book.name);
        let bytes = match context.world.read(Path::new(path)) {
            Ok(bytes) => bytes,
            Err(error) => return refuse(context, &files::unreadable(&error)),
        };
        let Some(copied) = book.copy(&bytes, report) else {
            return refuse(context, &crate::cli::diagnostics::not_copied(path));
        };
        let name = name(path, copied.anew, &mut taken);
        list.push((folder.join(name), copied.bytes, copied.anew));
    }
    if let Some((path, ..)) = list.iter().find(|(path, ..)| context.world.has_read(path)) {
        return refuse(context, &files::output_over_input(&show_path(path)));
    }
    let made = if list.is_empty() { Ok(()) } else { context.world.make_folder(folder) };
    let written = made.and_then(|()| list.iter().try_for_each(|(path, bytes, _)| context.world.write_atomic(path, bytes)));
    if let Err(error) = written {
        return refuse(context, &files::unwritable(&error));
    }
    if !context.quiet {
        complain(false, &told(context, &list, others, &books));
    }
    true
}

/// The file's own name; one that was taken already gets a number.
fn name(path: &str, anew: bool, taken: &mut BTreeSet<String>) -> String {
    let own = Path::new(path).file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let (stem, ending) = own.rsplit_once('.').unwrap_or((&own, "xlsx"));
    let ending = if anew { "xlsx" } else { ending };
    let tries = (1u32..).map(|n| match n {
        1 => format!("{stem}.{ending}"),
        _ => format!("{stem}-{n}.{ending}"),
    });
    tries.into_iter().find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

fn told(context: &Context<'_>, list: &[(PathBuf, Vec<u8>, bool)], others: usize, books: &[MarkedBook]) -> String {
    let lang = context.lang;
    let mut text = match (lang, books.len()) {
        (Lang::Zh, n) => format!("标注了 {n} 个工作簿，另有 {others} 个没有要标注的：\n"),
        (Lang::En, n) => format!("workbooks with marks: {n}; with nothing to mark: {others}\n"),
    };
    for (path, _, anew) in list {
        let note = match anew {
            true => say(
                lang,
                "（按所读内容重写：公式、数字格式、列宽、图形没有保留）",
                " (written anew from what was read: formulas, number formats, widths and drawings are not kept)",
            ),
            false => "",
        };
        text += &format!("  {}{note}\n", show_path(path));
    }
    text
}
