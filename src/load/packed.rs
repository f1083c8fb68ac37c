//! Files packed with gzip or zstd (`R.csv.gz`, `R.csv.zst`): unpacked in memory, and read as what they are called without that ending. What is damaged or
//! cut short is refused whole: a table that ends early is no table.

use super::diagnostics::files;
use crate::diag::Diagnostic;
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::Read;

/// The endings of packed files.
pub const ENDINGS: &[&str] = &["gz", "zst"];

/// What a packed file may come to: as much as a file may have that is not packed.
const LIMIT: u64 = crate::world::DEFAULT_SIZE_LIMIT;

/// Frames that look further back than this are refused; `zstd --long` writes them up to this.
const WINDOW: u64 = 128 << 20;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Gzip,
    Zstd,
}

/// Why nothing comes out.
enum Fault {
    Damaged,
    TooLarge,
}

/// The name of a file without the ending that says how it is packed, and that.
pub fn unpacked_name(path: &str) -> (&str, Option<Packing>) {
    let Some((name, ending)) = path.rsplit_once('.') else { return (path, None) };
    match ending.to_ascii_lowercase().as_str() {
        "gz" => (name, Some(Packing::Gzip)),
        "zst" => (name, Some(Packing::Zstd)),
        _ => (path, None),
    }
}

/// The bytes that were packed.
pub fn unpack(path: &str, bytes: &[u8], packing: Packing) -> Result<Vec<u8>, Box<Diagnostic>> {
    let unpacked = match packing {
        Packing::Gzip => gzip(bytes, LIMIT),
        Packing::Zstd => zstd(bytes, LIMIT),
    };
    unpacked.map_err(|fault| {
        Box::new(match fault {
            Fault::Damaged => files::packed_damaged(path),
            Fault::TooLarge => files::packed_too_large(path, LIMIT >> 20),
        })
    })
}

/// One member behind the other.
fn gzip(bytes: &[u8], limit: u64) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    MultiGzDecoder::new(bytes).take(limit + 1).read_to_end(&mut out).map_err(|_| Fault::Damaged)?;
    within(&out, limit)?;
    Ok(out)
}

/// One frame behind the other; what is to be skipped is.
fn zstd(mut bytes: &[u8], limit: u64) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let mut frames = 0;
    while !bytes.is_empty() {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        match decoder.init(&mut bytes) {
            Ok(()) => {}
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                bytes = usize::try_from(length).ok().and_then(|n| bytes.get(n..)).ok_or(Fault::Damaged)?;
                continue;
            }
            Err(_) => return Err(Fault::Damaged),
        }
        frames += 1;
        let start = out.len();
        while !decoder.is_finished() {
            decoder.decode_blocks(&mut bytes, BlockDecodingStrategy::UptoBytes(1 << 20)).map_err(|_| Fault::Damaged)?;
            decoder.collect_to_writer(&mut out).map_err(|_| Fault::Damaged)?;
            within(&out, limit)?;
        }
        decoder.collect_to_writer(&mut out).map_err(|_| Fault::Damaged)?;
        let told = decoder.content_size();
        let whole = told == 0 || u64::try_from(out.len() - start) == Ok(told);
        // A frame need not say what its content adds up to; one that does is held to it.
        let sum = decoder.get_checksum_from_data();
        if !whole || (sum.is_some() && sum != decoder.get_calculated_checksum()) {
            return Err(Fault::Damaged);
        }
    }
    within(&out, limit)?;
    if frames == 0 { Err(Fault::Damaged) } else { Ok(out) }
}

fn within(out: &[u8], limit: u64) -> Result<(), Fault> {
    if u64::try_from(out.len()).is_ok_and(|n| n <= limit) { Ok(()) } else { Err(Fault::TooLarge) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn what_is_more_than_allowed_is_refused_and_what_is_just_that_is_not() {
        let zeros = packed(&[0; 1000]);
        assert!(gzip(&zeros, 1000).is_ok_and(|out| out.len() == 1000));
        assert!(matches!(gzip(&zeros, 999), Err(Fault::TooLarge)));
        let raw = ruzstd::encoding::compress_to_vec(&[0u8; 1000][..], ruzstd::encoding::CompressionLevel::Fastest);
        assert!(zstd(&raw, 1000).is_ok_and(|out| out.len() == 1000));
        assert!(matches!(zstd(&raw, 999), Err(Fault::TooLarge)));
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_noticed_or_changes_nothing() {
        let text: Vec<u8> = (0..200).flat_map(|i| format!("甲{i},{}\n", i * 7).into_bytes()).collect();
        let zst = ruzstd::encoding::compress_to_vec(&text[..], ruzstd::encoding::CompressionLevel::Fastest);
        let gz = packed(&text);
        for (bytes, unpack) in [(&gz, gzip as fn(&[u8], u64) -> Result<Vec<u8>, Fault>), (&zst, zstd)] {
            for end in 0..bytes.len() {
                assert!(unpack(&bytes[..end], LIMIT).is_err(), "cut at {end}");
            }
            for at in 0..bytes.len() {
                let mut other = bytes.clone();
                other[at] ^= 0x10;
                assert!(unpack(&other, LIMIT).map_or(true, |out| out == text), "changed at {at}");
            }
            let twice = [bytes.as_slice(), bytes.as_slice()].concat();
            assert!(unpack(&twice, LIMIT).is_ok_and(|out| out.len() == 2 * text.len()));
        }
    }
}
