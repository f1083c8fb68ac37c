//! Mistakes of the bytes of a file: encodings that are not read, and files that are no texts.

use crate::diag::Diagnostic;

/// Who said in which encoding a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Claimed {
    Project,
    /// Its first three bytes.
    Mark,
    Nobody,
}

pub fn unknown_encoding(path: &str, offset: usize, line: usize, claimed: Claimed) -> Diagnostic {
    let (zh, en) = match claimed {
        Claimed::Project => ("内容不是项目文件所说的编码", "is not in the encoding the project file says"),
        Claimed::Mark => ("以 UTF-8 的标记（BOM）开头，内容却不是 UTF-8", "begins with the mark of UTF-8 (BOM) and is no UTF-8"),
        Claimed::Nobody => ("既不是 UTF-8，也不是 GB18030（GBK）", "is neither UTF-8 nor GB18030 (GBK)"),
    };
    Diagnostic::error(
        "I002",
        format!("{path} {zh}：第 {line} 行（第 {offset} 字节）无法解码"),
        format!("{path} {en}: line {line} (byte {offset}) cannot be decoded"),
    )
    .help(
        "请用记事本或 WPS 打开后另存为“UTF-8”编码；文件也可能没有传完整",
        "save it again as UTF-8; the file may also have been cut short on its way",
    )
    .in_file(path)
}

/// Neither whole UTF-8 nor surely GB18030: as the latter it would be read, and be another text.
pub fn damaged_utf8(path: &str, offset: usize, line: usize) -> Diagnostic {
    Diagnostic::error(
        "I033",
        format!("{path} 大部分是 UTF-8，但第 {line} 行（第 {offset} 字节）不是"),
        format!("{path} is UTF-8 for the most part, but line {line} (byte {offset}) is not"),
    )
    .note(
        "当作 GB18030 也读得出来，只是文字会变成别的字，所以没有读取",
        "it could be read as GB18030, as another text; so it was not read",
    )
    .help(
        "请重新另存为“UTF-8”；确实是 GB18030 的，在项目文件 [[submissions]] 写 encoding = \"gb18030\"",
        "save it again as UTF-8; if it is GB18030, write encoding = \"gb18030\" in the project file's [[submissions]]",
    )
    .in_file(path)
}

/// Nothing in the file bears out that it is GB18030.
pub fn encoding_guessed(path: &str) -> Diagnostic {
    Diagnostic::warning(
        "I034",
        format!("{path} 不是 UTF-8，按 GB18030 读取；文件里没有一个栏名能证明读得对"),
        format!("{path} is no UTF-8 and was read as GB18030; no name in it bears out that this is right"),
    )
    .note(
        "别的编码（Big5、Latin-1）的文字也读得出来，只是成了别的字",
        "texts in other encodings (Big5, Latin-1) can be read so too, as other characters",
    )
    .help(
        "请另存为“UTF-8”；确实是 GB18030（GBK）的，在项目文件 [[submissions]] 写 encoding = \"gb18030\"",
        "save it as UTF-8; if it is GB18030 (GBK), write encoding = \"gb18030\" in the project file's [[submissions]]",
    )
    .in_file(path)
}

/// Text of two or four bytes a character.
pub fn wide(path: &str, encoding: &str) -> Diagnostic {
    let (zh, en) = match encoding {
        "UTF-16" => ("（电子表格中叫“Unicode 文本”）", " (“Unicode text” in spreadsheets)"),
        _ => ("", ""),
    };
    Diagnostic::error(
        "I003",
        format!("{path} 是 {encoding} 编码{zh}，不能读取"),
        format!("{path} is in {encoding}{en} and cannot be read"),
    )
    .help("请另存为“CSV UTF-8（逗号分隔）”或“UTF-8”编码", "save it as “CSV UTF-8 (comma delimited)” or with UTF-8 encoding")
    .in_file(path)
}

/// Files that hold others, or that office programs write.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Packed {
    Workbook,
    /// Of texts or slides.
    Document,
    Archive,
}

pub fn package(path: &str, kind: Packed) -> Diagnostic {
    let (zh, en, help_zh, help_en) = match kind {
        Packed::Workbook => (
            "是电子表格（Excel/WPS 工作簿），不是文本文件",
            "is a workbook (Excel/WPS), not a text file",
            "请把扩展名改回 .xlsx、.xls 或 .ods，工作簿可以直接报送；别的程序的文件，请另存为 .xlsx",
            "give it back the ending .xlsx, .xls or .ods: workbooks are read as they are; save files of other programs as .xlsx",
        ),
        Packed::Document => (
            "是文档（Word、WPS 文字、PDF 等），不是报表",
            "is a document (of a word processor, slides, PDF), not a table",
            "报表请报原来的工作簿；只是说明的，请不要放在报送的文件里",
            "send the workbook that its tables were made in; keep mere explanations out of the submissions",
        ),
        Packed::Archive => (
            "是压缩包，没有打开",
            "is an archive and was not opened",
            "请解压后报送里面的文件",
            "unpack it and send the files in it",
        ),
    };
    Diagnostic::error("I004", format!("{path} {zh}"), format!("{path} {en}")).help(help_zh, help_en).in_file(path)
}

pub fn binary(path: &str) -> Diagnostic {
    Diagnostic::error(
        "I004",
        format!("{path} 不是文本文件（含有二进制内容）"),
        format!("{path} is not a text file (it has binary content)"),
    )
    .help("请报送 TOML、JSON 或 CSV 文本文件", "send a text file: TOML, JSON or CSV")
    .in_file(path)
}
