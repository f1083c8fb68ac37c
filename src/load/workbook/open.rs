//! A workbook opened by the library for its format, and its cells gathered, bounded in size whatever the file says of itself.

use super::cells;
use super::format::Code;
use super::grid::{At, Block, Cell, Grid};
use super::hidden;
use super::looks::Looks;
use super::ods::{self, More};
use super::page::RemarkKind;
use super::xls;
use crate::diag::Diagnostic;
use crate::load::diagnostics::workbook as told;
use calamine::{Data, Dimensions, Range, Reader, SheetVisible, Sheets, Xlsx, XlsxError, open_workbook_auto_from_rs};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

/// More cells than these in one book are not read.
const MOST_CELLS: usize = 20_000_000;
/// A packed book may not unpack to more than this.
const MOST_BYTES: u64 = 1 << 30;
/// Bytes of text, with the tabs between the cells. A text that a book holds once may stand in a million cells, and a single cell far to the right
/// makes every row wide.
const MOST_TEXT: usize = 1 << 29;

type Bytes = Cursor<Vec<u8>>;

/// Every sheet with its cells.
pub fn grids(path: &str, bytes: Vec<u8>) -> Result<Vec<Grid>, Box<Diagnostic>> {
    guarded(|| opened(path, bytes)).unwrap_or_else(|| Err(Box::new(told::damaged(path, ""))))
}

thread_local! {
    static GUARDED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// The library for workbooks stops at some damaged files instead of refusing them; then `None`, and nothing is printed. What stops anywhere else
/// is printed as before.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                before(info);
            }
        }));
    });
    GUARDED.set(true);
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    GUARDED.set(false);
    done.ok()
}

fn opened(path: &str, bytes: Vec<u8>) -> Result<Vec<Grid>, Box<Diagnostic>> {
    let damaged = |why: String| Box::new(told::damaged(path, &why));
    if is_encrypted(&bytes) {
        return Err(Box::new(told::encrypted(path)));
    }
    if bytes.starts_with(b"PK") {
        let size = unpacked(&bytes).map_err(damaged)?;
        if size > MOST_BYTES {
            return Err(Box::new(told::too_large(path)));
        }
    }
    let mut seen = if bytes.starts_with(b"PK") { hidden::of_book(&bytes) } else { Default::default() };
    let mut more = match bytes.starts_with(b"PK") {
        true if is_open_document(&bytes) => ods::of_book(&bytes),
        true => BTreeMap::new(),
        false => xls::of_book(&bytes),
    };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| problem(path, &e))?;
    let sheets = book.sheets_metadata().to_vec();
    let mut out: Vec<Grid> = Vec::new();
    for sheet in sheets.iter().filter(|s| s.typ == calamine::SheetType::WorkSheet) {
        let mut grid = match &mut book {
            Sheets::Xlsx(book) => {
                let (plain, looks) =
                    seen.get_mut(&sheet.name).map_or_else(Default::default, |s| (s.plain, std::mem::take(&mut s.looks)));
                of_xlsx(book, &sheet.name, plain, looks).map_err(|e| problem(path, &calamine::Error::Xlsx(e)))?
            }
            other @ (Sheets::Xls(_) | Sheets::Xlsb(_) | Sheets::Ods(_)) => {
                let more = more.remove(&sheet.name).unwrap_or_default();
                let mut grid = of_range(other, &sheet.name, &more).map_err(|e| problem(path, &e))?;
                grid.merged.extend(more.merged);
                grid.hidden_lines = more.hidden;
                grid
            }
        };
        grid.hidden = sheet.visible != SheetVisible::Visible;
        if let Some(seen) = seen.get(&sheet.name) {
            grid.hidden_lines = seen.hidden;
        }
        grid.name.clone_from(&sheet.name);
        out.push(grid);
        let (cells, bytes) = (out.iter().map(|g| g.cells.len()), out.iter().map(Grid::bytes));
        if cells.sum::<usize>() > MOST_CELLS || bytes.fold(0, usize::saturating_add) > MOST_TEXT {
            return Err(Box::new(told::too_large(path)));
        }
    }
    Ok(out)
}

fn problem(path: &str, error: &calamine::Error) -> Box<Diagnostic> {
    let text = error.to_string();
    let locked = text.to_lowercase();
    Box::new(if locked.contains("password") || locked.contains("encrypted") {
        told::encrypted(path)
    } else {
        told::damaged(path, &text)
    })
}

/// An encrypted xlsx is a compound file with a stream of this name, in UTF-16.
fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) && bytes.windows(name.len()).any(|w| w == name)
}

/// What a packed file says it unpacks to.
fn unpacked(bytes: &[u8]) -> Result<u64, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let mut size = 0_u64;
    for at in 0..archive.len() {
        size = size.saturating_add(archive.by_index_raw(at).map_err(|e| e.to_string())?.size());
    }
    Ok(size)
}

/// Cell by cell, so that a sheet costs what stands in it and not what it spans; `plain`: there are no formulas in it.
fn of_xlsx(book: &mut Xlsx<Bytes>, name: &str, plain: bool, mut looks: Looks) -> Result<Grid, XlsxError> {
    let mut grid = Grid::default();
    let mut formulas: BTreeMap<At, String> = BTreeMap::new();
    if !plain {
        let mut reader = book.worksheet_cells_reader(name)?;
        while let Some(cell) = reader.next_formula()? {
            formulas.insert(cell.get_position(), cell.get_value().clone());
        }
    }
    {
        let mut reader = book.worksheet_cells_reader(name)?;
        let mut formats: BTreeMap<usize, (Code, bool)> = BTreeMap::new();
        let mut bytes = 0;
        // In their order, from which the map is made at once.
        let mut read: Vec<(At, Cell)> = Vec::new();
        let mut unknown = 0;
        loop {
            let (cell, style) = match reader.next_cell_with_style_id() {
                Ok(Some(cell)) => cell,
                Ok(None) => break,
                // An error of a newer program is one all the same, where it is known in which cell it stands.
                Err(XlsxError::CellError(_)) if unknown < looks.errors.len() => {
                    unknown += 1;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let (code, struck) = &*formats.entry(style).or_insert_with(|| {
                let style = reader.styles().get(style);
                let code = style.and_then(|s| s.number_format.as_ref()).map_or("", |f| f.format_code.as_str());
                (Code::read(code), style.and_then(|s| s.font.as_ref()).is_some_and(|f| f.strikethrough))
            });
            let mut value = Data::from(cell.get_value().clone());
            if let Data::String(text) = &mut value {
                // The result of a formula that comes to nothing.
                if text.is_empty() {
                    formulas.remove(&cell.get_position());
                } else if let Some(drawn) = looks.texts.remove(&cell.get_position()) {
                    *text = drawn;
                }
            }
            if let Some(mut cell_text) = cells::of(&value, code) {
                if *struck {
                    cell_text.strike();
                }
                bytes += cell_text.text.len();
                read.push((cell.get_position(), cell_text));
            }
            // What goes on beyond is too large, whatever follows.
            if read.len() > MOST_CELLS || bytes > MOST_TEXT {
                break;
            }
        }
        grid.cells = read.into_iter().collect();
        let error = |text| Cell { text, ..Cell::default() };
        grid.cells.extend(looks.errors.into_iter().map(|(at, text)| (at, error(text))));
    }
    for (at, formula) in formulas {
        computed(&mut grid, at, &formula);
    }
    let merged = book.merge_cells_by_sheet_name(name)?;
    grid.merged = merged.into_iter().map(block).collect();
    Ok(grid)
}

/// An OpenDocument names its kind first.
fn is_open_document(bytes: &[u8]) -> bool {
    let head = bytes.get(..200.min(bytes.len())).unwrap_or_default();
    bytes.starts_with(b"PK") && head.windows(12).any(|w| w == b"opendocument")
}

/// The other formats give a sheet as a whole, and no number formats: these are known where the document says them otherwise.
fn of_range(book: &mut Sheets<Bytes>, name: &str, more: &More) -> Result<Grid, calamine::Error> {
    let mut grid = Grid::default();
    let range: Range<Data> = book.worksheet_range(name)?;
    let (top, left) = range.start().unwrap_or_default();
    let place =
        |row: usize, col: usize| (top + u32::try_from(row).unwrap_or(u32::MAX), left + u32::try_from(col).unwrap_or(u32::MAX));
    let plain = Code::read("");
    for (row, col, value) in range.used_cells() {
        let at = place(row, col);
        let known = more.formats.get(&at);
        let drawn = more.looks.get(&at).map(|text| Data::String(text.clone()));
        if let Some(mut cell) = cells::of(drawn.as_ref().unwrap_or(value), known.map_or(&plain, |code| code)) {
            if more.struck.contains(&at) {
                cell.strike();
            }
            if matches!(value, Data::Float(_) | Data::Int(_)) && known.is_none() {
                cell.remarks.push(RemarkKind::Unformatted);
            }
            grid.cells.insert(at, cell);
        }
    }
    // The result of a formula that comes to nothing.
    let empty: BTreeSet<At> = range
        .used_cells()
        .filter(|(.., value)| matches!(value, Data::String(t) if t.is_empty()))
        .map(|(row, col, _)| place(row, col))
        .collect();
    if let Ok(formulas) = book.worksheet_formula(name) {
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, col, formula) in formulas.used_cells() {
            let at = (top + u32::try_from(row).unwrap_or(u32::MAX), left + u32::try_from(col).unwrap_or(u32::MAX));
            if !empty.contains(&at) {
                computed(&mut grid, at, formula);
            }
        }
    }
    if let Sheets::Xls(book) = book {
        grid.merged = book.merge_cells_by_sheet_name(name).unwrap_or_default().into_iter().map(block).collect();
    }
    Ok(grid)
}

/// A cell with a formula has the result that was saved with it; where none was, the formula stands for itself and is no value.
fn computed(grid: &mut Grid, at: At, formula: &str) {
    if formula.is_empty() {
        return;
    }
    match grid.cells.get_mut(&at) {
        Some(cell) => cell.remarks.push(RemarkKind::Formula),
        None => {
            let text = format!("#={}", formula.trim_start_matches('='));
            grid.cells.insert(at, Cell { text, numeric: true, ..Cell::default() });
        }
    }
}

fn block(dimensions: Dimensions) -> Block {
    Block { first: dimensions.start, last: dimensions.end }
}
