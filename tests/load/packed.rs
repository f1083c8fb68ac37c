//! Packed files are read as what they hold; what cannot be unpacked whole is refused whole.

use super::*;
use std::io::Write;

const TEXT: &str = "name,year,total,clusters\n甲,2007,1,2\n乙,2007,x,2\n";

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn a_packed_file_reads_as_the_file_itself() {
    let plain = load("GuaranteeBody.csv", TEXT);
    for (path, bytes) in [
        ("GuaranteeBody.csv.gz", gzip(TEXT.as_bytes())),
        ("GuaranteeBody.CSV.GZ", gzip(TEXT.as_bytes())),
        ("sent/GuaranteeBody.csv.zst", zstd(TEXT.as_bytes())),
        // Packed twice over, one behind the other: a file in two members.
        ("GuaranteeBody.csv.gz", [gzip(&TEXT.as_bytes()[..30]), gzip(&TEXT.as_bytes()[30..])].concat()),
        ("GuaranteeBody.csv.zst", [zstd(&TEXT.as_bytes()[..30]), zstd(&TEXT.as_bytes()[30..])].concat()),
    ] {
        let loaded = load(path, bytes);
        assert_eq!(loaded.told(), plain.told(), "{path}");
        assert_eq!(loaded.told(), ["D013 3:8 x"]);
        assert_eq!((loaded.rows("GuaranteeBody"), loaded.number("GuaranteeBody", 0, "total")), (2, Some(fadu::num::int(1))));
    }
    let gbk: &[u8] = &[0xBC, 0xD7];
    let bytes = [b"name,year,total,clusters\n", gbk, b",2007,1,2\n"].concat();
    assert_eq!(load("GuaranteeBody.csv.gz", gzip(&bytes)).text("GuaranteeBody", 0, "name"), Some("甲"));
}

#[test]
fn toml_and_json_may_be_packed_too() {
    let json = r#"{"GuaranteeBody":[{"name":"甲","year":2007,"total":1,"clusters":2}]}"#;
    assert_eq!(load("a.json.zst", zstd(json.as_bytes())).quiet().rows("GuaranteeBody"), 1);
    let toml = "[[GuaranteeBody]]\nname = \"甲\"\nyear = 2007\ntotal = 1\nclusters = 2\n";
    assert_eq!(load("a.toml.gz", gzip(toml.as_bytes())).quiet().rows("GuaranteeBody"), 1);
}

#[test]
fn what_is_cut_short_or_no_packed_file_is_refused_whole() {
    let (gz, zst) = (gzip(TEXT.as_bytes()), zstd(TEXT.as_bytes()));
    for (path, bytes) in [
        ("GuaranteeBody.csv.gz", gz[..gz.len() - 3].to_vec()),
        ("GuaranteeBody.csv.zst", zst[..zst.len() - 3].to_vec()),
        ("GuaranteeBody.csv.gz", TEXT.as_bytes().to_vec()),
        ("GuaranteeBody.csv.zst", gz.clone()),
        ("GuaranteeBody.csv.gz", Vec::new()),
        ("GuaranteeBody.csv.zst", Vec::new()),
    ] {
        let loaded = load(path, bytes);
        assert_eq!(loaded.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["I045"], "{path}");
        assert_eq!(loaded.rows("GuaranteeBody"), 0);
        assert_eq!(loaded.complete("GuaranteeBody"), None, "nothing was sent");
    }
    // An ending that says nothing of the format inside.
    assert_eq!(load("GuaranteeBody.gz", gz).diagnostics[0].code, "I017");
}
