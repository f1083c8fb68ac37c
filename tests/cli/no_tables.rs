//! Files in a folder of submissions that are no tables: what programs leave, archives, documents, bytes that are no text.

use super::Folder;
use std::io::Write as _;

const RULES: &str = "record R \"产值表\" key name { name \"名称\" : text  v \"产值\" : money in 万元 }\n\
                     rule floor { for e in R  require e.v >= 150万元 }\n";

fn zip(names: &[&str]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in names {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"x").unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_programs_leave_is_told_and_skipped() {
    let folder = Folder::new().with("r.fadu", RULES).with("in/产值表.csv", "名称,产值\n甲,200\n");
    let folder = folder.with("in/~$产值表.xlsx", [5u8; 165]).with("in/.DS_Store", [0u8, 0, 0, 1]).with("in/Thumbs.db", "x");
    let run = folder.run(&["check", "-r", "r.fadu", "in", "--lang", "en"]);
    run.expect(
        0,
        &[
            "in/~$产值表.xlsx was left by a program",
            "what is not saved is not checked",
            "in/.DS_Store was left",
            "in/Thumbs.db was left",
        ],
    );
    run.without(&["error["]);
    folder
        .run(&["check", "-r", "r.fadu", "in", "--lang", "zh"])
        .expect(0, &["警告[I067]  in/~$产值表.xlsx 是程序留下的文件，没有读取"]);
    folder.run(&["inspect", "-r", "r.fadu", "in", "--lang", "en"]).expect(0, &["I067"]);
    // A pattern of the project brings it along, and one that brings nothing else finds no file.
    let project = |files: &str| {
        format!("[project]\nname = \"x\"\nrules = [\"r.fadu\"]\n\n[[submissions]]\nrecord = \"R\"\nfiles = \"{files}\"\n")
    };
    let folder = folder.with("fadu.toml", project("in/*表.*"));
    folder.run(&["check", "--lang", "en"]).expect(0, &["warning[I067]", "it fits this pattern"]).without(&["error["]);
    let folder = folder.with("fadu.toml", project("in/*.xlsx"));
    let run = folder.run(&["check", "--lang", "en"]);
    run.expect(2, &["I067", "in/*.xlsx"]);
}

#[test]
fn archives_and_documents_are_called_so() {
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("各县.zip", zip(&["131125.xlsx", "131121.xlsx"]), "is an archive and was not opened"),
        ("a.csv", zip(&["[Content_Types].xml", "xl/workbook.xml"]), "is a workbook (Excel/WPS)"),
        ("说明.docx", zip(&["[Content_Types].xml", "word/document.xml"]), "is a document"),
        ("a.rar", b"Rar!\x1a\x07\x00".to_vec(), "is an archive"),
        ("a.pdf", b"%PDF-1.4\n%\xe2\xe3".to_vec(), "is a document"),
        ("b.csv", b"PK\x03\x04\x14\x00".to_vec(), "is a workbook"),
    ];
    for (name, bytes, said) in cases {
        let folder = Folder::new().with("r.fadu", RULES).with(name, bytes);
        let run = folder.run(&["check", "-r", "r.fadu", name, "--lang", "en", "--format", "short"]);
        let text = run.text();
        assert!(text.contains("error[I004]") && text.contains(said), "{name}: {text}");
    }
}

/// 产值表 of GBK with one byte broken in line 4, and one of four bytes a character.
#[test]
fn bytes_that_are_no_text_are_told_where_they_stand() {
    let (mut bytes, _, _) = encoding_rs::GB18030.encode("名称,产值\n甲,200\n乙,200\n丙,200\n");
    let at = bytes.len() - 6;
    bytes.to_mut()[at] = 0xff;
    let folder = Folder::new().with("r.fadu", RULES).with("产值表.csv", &bytes);
    let run = folder.run(&["check", "-r", "r.fadu", "产值表.csv", "--lang", "en"]);
    run.expect(2, &["GB18030 (GBK): line 4 (byte", "no data of `产值表` were read: there are files that could not be read"]);
    run.without(&["were sent"]);
    let wide: Vec<u8> = "\u{feff}名称,产值\n甲,200\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    let folder = Folder::new().with("r.fadu", RULES).with("产值表.csv", &wide);
    folder.run(&["check", "-r", "r.fadu", "产值表.csv", "--lang", "en"]).expect(2, &["is in UTF-32 and cannot be read"]);
}
