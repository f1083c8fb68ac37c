//! A receipt as text: JSON, with a digest of all that stands before it as its last entry. That shows damage, not deceit: whoever wants to
//! prove who made a receipt signs it.

use super::model::Receipt;
use crate::digest::Algorithm;

/// What stands between a receipt and its seal.
const SEAL: &str = ",\n  \"seal\": \"";
const END: &str = "\"\n}\n";

/// Why a text is no receipt that can be held against anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// It is no receipt at all.
    NoReceipt,
    /// The end is missing, or it is no JSON any more.
    Broken,
    /// What stands in it is not what was sealed.
    Changed,
    /// Another kind of document, or one of a later version.
    Schema(String),
    Algorithm(String),
}

/// `json` is the receipt as JSON, indented by two.
pub fn write(json: &str, algorithm: Algorithm) -> String {
    let body = json.trim_end().trim_end_matches('}').trim_end();
    format!("{body}{SEAL}{}:{}{END}", algorithm.name(), algorithm.hex(body.as_bytes()))
}

/// A receipt read back. Line ends may have been changed on the way.
pub fn read(text: &str) -> Result<(Receipt, Algorithm), Unusable> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let value: Result<serde_json::Value, _> = serde_json::from_str(&text);
    let Ok(value) = value else {
        return Err(if text.contains("fadu-receipt/") { Unusable::Broken } else { Unusable::NoReceipt });
    };
    match value.get("schema").and_then(|s| s.as_str()) {
        Some(Receipt::SCHEMA) => {}
        Some(other) if other.starts_with("fadu-receipt/") => return Err(Unusable::Schema(other.to_string())),
        _ => return Err(Unusable::NoReceipt),
    }
    let (body, seal) = text.rsplit_once(SEAL).ok_or(Unusable::Broken)?;
    let seal = seal.trim_end().strip_suffix(END.trim_end()).ok_or(Unusable::Broken)?;
    let (name, digest) = seal.split_once(':').ok_or(Unusable::Broken)?;
    let algorithm = Algorithm::named(name).ok_or_else(|| Unusable::Algorithm(name.to_string()))?;
    if algorithm.hex(body.as_bytes()) != digest {
        return Err(Unusable::Changed);
    }
    let mut receipt: Receipt = serde_json::from_value(value).map_err(|_| Unusable::Broken)?;
    receipt.unknown.remove("seal");
    let algorithm = Algorithm::named(&receipt.algorithm).ok_or_else(|| Unusable::Algorithm(receipt.algorithm.clone()))?;
    Ok((receipt, algorithm))
}
