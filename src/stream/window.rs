//! The bytes of a file around the place where it is read: all of them where they are in memory, else a stretch that goes along with the reading.

use crate::load::Input;
use crate::world::Pieces;

/// A file that is gone through. Places are counted behind the mark at its beginning.
pub struct Window<'a> {
    bytes: Bytes<'a>,
    mark: usize,
    len: usize,
    /// The stretch of a file that is not in memory, and where it begins.
    stretch: Vec<u8>,
    from: usize,
}

enum Bytes<'a> {
    Whole(&'a [u8]),
    Pieces(&'a dyn Pieces),
}

/// What is in sight.
#[derive(Clone, Copy)]
pub struct View<'v> {
    pub bytes: &'v [u8],
    /// Where it begins.
    pub from: usize,
    /// It goes up to the end of the file.
    pub last: bool,
}

/// A record of more bytes is not looked for: so many are in sight wherever one begins.
pub const AHEAD: usize = 1 << 18;
/// So many are read at once.
const STRETCH: usize = 1 << 20;

impl<'a> Window<'a> {
    pub fn new(input: &'a Input, mark: usize) -> Self {
        let bytes = match &input.unread {
            Some(file) => Bytes::Pieces(file.as_ref()),
            None => Bytes::Whole(&input.bytes),
        };
        Self { bytes, mark, len: input.size().saturating_sub(mark), stretch: Vec::new(), from: 0 }
    }

    /// How many bytes the file has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// What is to be seen from a place on; `None` where the file cannot be read, or has become shorter.
    pub fn at(&mut self, at: usize) -> Option<View<'_>> {
        let file = match self.bytes {
            Bytes::Whole(bytes) => return Some(View { bytes: bytes.get(self.mark..)?, from: 0, last: true }),
            Bytes::Pieces(file) => file,
        };
        let to = self.from + self.stretch.len();
        let there = (self.from..=to).contains(&at);
        if !there || (to < self.len && to - at < AHEAD) {
            let kept = if there { to - at } else { 0 };
            let behind = self.stretch.len() - kept;
            self.stretch.copy_within(behind.., 0);
            let wanted = STRETCH.min(self.len.checked_sub(at)?);
            self.stretch.resize(wanted, 0);
            self.from = at;
            let begin = u64::try_from(self.mark + at + kept).ok()?;
            let more = self.stretch.get_mut(kept..)?;
            if file.read_at(begin, more).ok()? < more.len() {
                return None;
            }
        }
        Some(View { bytes: &self.stretch, from: self.from, last: self.from + self.stretch.len() == self.len })
    }
}

impl<'v> View<'v> {
    /// Whether a record that begins at a place is sure to be in sight.
    pub fn reaches(&self, at: usize) -> bool {
        self.last || (self.from + self.bytes.len()).saturating_sub(at) >= AHEAD
    }

    /// The bytes from a place on.
    pub fn rest(&self, at: usize) -> Option<&'v [u8]> {
        self.bytes.get(at.checked_sub(self.from)?..)
    }

    pub fn slice(&self, from: usize, to: usize) -> Option<&'v [u8]> {
        self.bytes.get(from.checked_sub(self.from)?..to.checked_sub(self.from)?)
    }
}

/// The first bytes of a file, as many as are read at once.
pub fn beginning(input: &Input) -> Option<Vec<u8>> {
    let mut window = Window::new(input, 0);
    let view = window.at(0)?;
    Some(view.bytes.get(..STRETCH.min(view.bytes.len()))?.to_vec())
}

/// How a file is shared among threads.
#[derive(Clone, Copy)]
pub struct Shares {
    pub count: usize,
    /// A short piece goes before.
    pub first: bool,
}

/// The short piece is this part of a file, and no more than so many bytes.
const FIRST: (usize, usize) = (16, 32 << 20);

/// Stretches of a file that threads share, from a place on. They end at line ends; whether a record ends there too is seen when it is read.
pub fn pieces(window: &mut Window<'_>, from: usize, shares: Shares) -> Vec<(usize, usize)> {
    let (len, mut out, mut at) = (window.len(), Vec::new(), from);
    let all = len.saturating_sub(from);
    let first = if shares.first { (all / FIRST.0).min(FIRST.1) } else { 0 };
    let ends =
        (1..=shares.count).map(|nth| from + if nth == shares.count { all } else { first + (all - first) / shares.count * nth });
    for to in (first > 0).then_some(from + first).into_iter().chain(ends) {
        let line_end = |window: &mut Window<'_>| {
            let view = window.at(to)?;
            memchr::memchr(b'\n', view.rest(to)?).map(|n| to + n + 1)
        };
        let end = if to == len { len } else { line_end(window).unwrap_or(len) };
        if end > at {
            out.push((at, end));
            at = end;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Opened, OsWorld, World};

    /// More than is read at once: what is seen at every place is what stands there, and a file that has become shorter is not read on.
    #[test]
    fn a_stretch_goes_along_and_shows_what_a_whole_file_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let text: Vec<u8> = (0..900_000).flat_map(|i: u32| format!("{i:09}\n").into_bytes()).collect();
        std::fs::write(&path, &text).unwrap();
        let Ok(opened @ Opened::Pieces(_)) = OsWorld::default().open(&path) else { panic!("it is large") };
        let (read, whole) = (Input::opened("a.csv", opened), Input::new("a.csv", text.clone()));
        let (mut along, mut all) = (Window::new(&read, 3), Window::new(&whole, 3));
        for (count, first) in [(1, false), (1, true), (3, true)] {
            let shares = Shares { count, first };
            let places = pieces(&mut along, 7, shares);
            assert_eq!(places, pieces(&mut all, 7, shares));
            assert_eq!(places.len(), count + usize::from(first));
            assert!(places.windows(2).all(|pair| pair[0].1 == pair[1].0 && text[pair[0].1 + 2] == b'\n'));
            assert_eq!((places[0].0, places.last().unwrap().1), (7, text.len() - 3));
        }
        for at in
            [0, 5, AHEAD, STRETCH - AHEAD - 1, STRETCH - 1, STRETCH, STRETCH + 7, 4 * STRETCH, text.len() - 4, text.len() - 3, 0]
        {
            let view = along.at(at).unwrap();
            let seen = view.rest(at).unwrap();
            assert!(text[at + 3..].starts_with(seen) && view.reaches(at), "{at}");
            assert_eq!(view.last, at + 3 + seen.len() == text.len(), "{at}");
        }
        std::fs::write(&path, &text[..STRETCH]).unwrap();
        assert!(along.at(2 * STRETCH).is_none());
    }
}
