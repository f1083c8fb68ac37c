//! Bytes into text: BOM, then strict UTF-8, then strict GB18030 (which holds GBK and GB2312). Nothing is replaced or guessed.

use super::diagnostics::bytes::{self as told, Claimed, Packed};
use super::diagnostics::files;
use crate::diag::Diagnostic;
use crate::text::Encoding;
use memchr::memmem;
use std::io::Cursor;

/// The encoding a project file may force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forced {
    Utf8,
    Gb18030,
}

impl Forced {
    /// `utf-8`, `gbk`, `gb18030`, `gb2312`, in any case of letters.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "gb18030" | "gbk" | "gb2312" | "cp936" => Some(Self::Gb18030),
            _ => None,
        }
    }
}

/// The text of a file and how it was encoded; offsets in the text start behind a BOM.
pub fn decode(path: &str, bytes: Vec<u8>, forced: Option<Forced>) -> Result<(String, Encoding), Box<Diagnostic>> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(files::too_large_here(path).into());
    }
    match bytes.as_slice() {
        // Zip (xlsx, et, ods) and the compound file of xls and doc.
        [b'P', b'K', 3 | 5, 4 | 6, ..] => return Err(told::package(path, zip_kind(&bytes)).into()),
        [0xD0, 0xCF, 0x11, 0xE0, rest @ ..] => return Err(told::package(path, compound_kind(rest)).into()),
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] => {
            return Err(told::package(path, Packed::Archive).into());
        }
        [b'%', b'P', b'D', b'F', ..] => return Err(told::package(path, Packed::Document).into()),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err(told::wide(path, "UTF-32").into()),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(told::wide(path, "UTF-16").into()),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            let text = std::str::from_utf8(rest).map_err(|e| undecodable(path, &bytes, e.valid_up_to() + 3, Claimed::Mark))?;
            return Ok((checked(path, text.to_string())?, Encoding::Utf8Bom));
        }
        _ => {}
    }
    let bytes = match forced {
        Some(Forced::Gb18030) => bytes,
        _ => match String::from_utf8(bytes) {
            Ok(text) => return Ok((checked(path, text)?, Encoding::Utf8)),
            Err(error) if forced.is_some() => {
                let at = error.utf8_error().valid_up_to();
                return Err(undecodable(path, error.as_bytes(), at, Claimed::Project));
            }
            Err(error) => error.into_bytes(),
        },
    };
    if forced.is_none() && is_damaged_utf8(&bytes) {
        let at = std::str::from_utf8(&bytes).map_or_else(|e| e.valid_up_to(), str::len);
        return Err(told::damaged_utf8(path, at + 1, line_at(&bytes, at)).into());
    }
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) => Ok((checked(path, text.into_owned())?, Encoding::Gb18030)),
        None => {
            let at = first_undecodable(&bytes);
            Err(undecodable(path, &bytes, at, if forced.is_some() { Claimed::Project } else { Claimed::Nobody }))
        }
    }
}

/// Where the bytes end that can be read as GB18030.
fn first_undecodable(bytes: &[u8]) -> usize {
    let mut decoder = encoding_rs::GB18030.new_decoder_without_bom_handling();
    let (mut at, mut unused) = (0, vec![0u8; 4096]);
    loop {
        match decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut unused, true) {
            (encoding_rs::DecoderResult::Malformed(bad, more), read, _) => {
                return (at + read).saturating_sub(usize::from(bad) + usize::from(more));
            }
            (encoding_rs::DecoderResult::OutputFull, read, _) => at += read,
            (encoding_rs::DecoderResult::InputEmpty, ..) => return bytes.len(),
        }
    }
}

fn undecodable(path: &str, bytes: &[u8], at: usize, claimed: Claimed) -> Box<Diagnostic> {
    told::unknown_encoding(path, at + 1, line_at(bytes, at), claimed).into()
}

/// The line a byte stands in; a carriage return alone ends one, too.
fn line_at(bytes: &[u8], at: usize) -> usize {
    let ends = |(i, b): (usize, &u8)| *b == b'\n' || (*b == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
    bytes.iter().enumerate().take(at).filter(|e| ends(*e)).count() + 1
}

/// Whether bytes that are no UTF-8 look like UTF-8 that was damaged, though they can be read as GB18030 (as another text): of the pieces that
/// are not ASCII, some are whole Chinese texts in UTF-8, or most begin as such. In a real GB18030 file that hardly ever happens.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    const RARE: usize = 20;
    let (mut all, mut whole, mut begun) = (0usize, 0usize, 0usize);
    for piece in bytes.split(u8::is_ascii).filter(|p| !p.is_empty()) {
        let good = match std::str::from_utf8(piece) {
            Ok(text) => text,
            Err(error) => piece.get(..error.valid_up_to()).and_then(|p| std::str::from_utf8(p).ok()).unwrap_or(""),
        };
        let chinese = !good.is_empty()
            && good.chars().all(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c));
        all += 1;
        whole += usize::from(chinese && good.len() == piece.len());
        begun += usize::from(chinese);
    }
    (whole > 0 && whole * RARE >= all) || begun * 2 > all
}

/// What a zip file is, by the names of what it holds; one that cannot be opened is most likely a workbook cut short.
fn zip_kind(bytes: &[u8]) -> Packed {
    let Ok(zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Packed::Workbook };
    let names: Vec<String> = zip.file_names().flatten().map(|name| name.to_string()).collect();
    let holds = |start: &str| names.iter().any(|n| n.starts_with(start));
    match () {
        () if holds("xl/") => Packed::Workbook,
        () if holds("word/") || holds("ppt/") => Packed::Document,
        // Of OpenDocument files the kind stands first, as it is.
        () if holds("mimetype") && memmem::find(bytes.get(..200).unwrap_or(bytes), b"opendocument.spreadsheet").is_some() => {
            Packed::Workbook
        }
        () if holds("mimetype") => Packed::Document,
        () => Packed::Archive,
    }
}

/// What an old office file is, by the names of its streams.
fn compound_kind(bytes: &[u8]) -> Packed {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let document = ["WordDocument", "PowerPoint Document"].iter().any(|name| memmem::find(bytes, &wide(name)).is_some());
    if document { Packed::Document } else { Packed::Workbook }
}

/// NUL bytes stand in no text that people wrote; a binary file shows one early.
fn checked(path: &str, text: String) -> Result<String, Box<Diagnostic>> {
    const LOOKED_AT: usize = 64 * 1024;
    if text.as_bytes().iter().take(LOOKED_AT).any(|b| *b == 0) {
        return Err(told::binary(path).into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Encoding), &'static str> {
        decode("f", bytes.to_vec(), None).map_err(|d| d.code)
    }

    #[test]
    fn encodings_are_told_apart_strictly() {
        assert_eq!(read("衡水".as_bytes()), Ok(("衡水".into(), Encoding::Utf8)));
        assert_eq!(read(b"\xEF\xBB\xBFa"), Ok(("a".into(), Encoding::Utf8Bom)));
        assert_eq!(read(b"\xBA\xE2\xCB\xAE"), Ok(("衡水".into(), Encoding::Gb18030)));
        // 䶮 has four bytes in GB18030 and none in GBK.
        let (bytes, _, _) = encoding_rs::GB18030.encode("刘䶮");
        assert_eq!(read(&bytes), Ok(("刘䶮".into(), Encoding::Gb18030)));
        assert_eq!(read(b"\xBA\xE2\xCB"), Err("I002"), "cut in the middle of a character");
        assert_eq!(read(b"\xFF\xFEa\0"), Err("I003"));
        assert_eq!(read(b"\xFF\xFE\0\0a\0\0\0"), Err("I003"));
        assert_eq!(first_undecodable(b"\xBA\xE2\n\xCB\xAE\xFF\n\xBA\xE2"), 5);
        assert_eq!(first_undecodable(b"\xBA\xE2\xCB"), 2);
        assert_eq!(read(b"PK\x03\x04xx"), Err("I004"));
        assert_eq!(read(b"\xD0\xCF\x11\xE0xx"), Err("I004"));
        assert_eq!(read(b"a\0b"), Err("I004"));
        let damaged = |text: &str, at: usize| {
            let mut bytes = text.as_bytes().to_vec();
            bytes.remove(at);
            bytes
        };
        // One byte lost in a cell below an ASCII header; as GB18030 it would be another name.
        let text = "name,v\n安平县担保中心,5\n枣强县担保中心,6\n";
        for at in 7..7 + 21 {
            assert_eq!(read(&damaged(text, at)), Err("I033"), "byte {at}");
        }
        assert_eq!(read(&damaged("name,v\n安平县,5\n", 15)), Err("I033"), "the only name");
        let (bytes, _, _) = encoding_rs::GB18030.encode("name,v\n安平县担保中心,5\n枣强县担保中心,6\n衡水市,联通,7\n");
        assert_eq!(read(&bytes).map(|(_, e)| e), Ok(Encoding::Gb18030));
        let forced = decode("f", damaged(text, 8), Some(Forced::Gb18030)).map_err(|d| d.code);
        assert_ne!(forced.err(), Some("I033"), "what is forced is obeyed");
        let forced = decode("f", b"\xBA\xE2".to_vec(), Some(Forced::Utf8));
        assert_eq!(forced.map_err(|d| d.code), Err("I002"));
        let twin = decode("f", "衡水".as_bytes().to_vec(), Some(Forced::Gb18030)).map(|(t, _)| t);
        assert_ne!(twin.ok().as_deref(), Some("衡水"), "a forced encoding is obeyed");
    }
}
