//! Files that were read, kept to be used again where the same bytes are met under the same forms: by the other state of the same run, or by another
//! run. A file counts as the same only if all that its reading rests on is: its name, its bytes, what is said of it, the forms of the rules with their
//! places, and the program itself. What is kept is what the file came to, its mistakes with it, so that whoever uses it tells the same.

use super::file::LoadedFile;
use super::pack::{Key, Pack};
use super::wire;
use crate::digest::{Parts, sha256};
use crate::load::context::Context;
use crate::load::input::{Input, stem_and_extension};
use crate::load::packed::unpacked_name;
use crate::load::{Forced, parquet, workbook};
use crate::text::Sources;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Larger files are read again: what is kept of them is as large as they are.
const LARGEST: usize = 32 << 20;

/// What all entries take up together.
const ROOM: usize = 256 << 20;

#[derive(Default)]
pub struct Kept {
    before: Pack,
    /// Files that this run has met, where it reads two states.
    met: Option<Mutex<FxHashMap<Key, LoadedFile>>>,
    /// What is to be written for the next run, where it is.
    fresh: Option<Mutex<FxHashMap<Key, Vec<u8>>>>,
    used: Mutex<FxHashSet<Key>>,
}

/// What is kept under the forms of one set of rules.
pub struct Shelf<'k> {
    kept: &'k Kept,
    forms: [u8; 32],
}

/// A file that is kept, or is to be.
pub struct Wanted {
    key: Key,
    /// The bytes of the file are its text.
    is_text: bool,
}

/// The program that keeps: another one may read files otherwise.
fn maker() -> [u8; 32] {
    sha256(Kept::MAKER.as_bytes())
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Kept {
    /// The version, and a digest of what the program is made of.
    pub const MAKER: &str = env!("FADU_SOURCES");

    /// For a run that reads two states, and most files of the second are those of the first.
    pub fn for_two(self) -> Self {
        Self { met: Some(Mutex::default()), ..self }
    }

    /// For a run after which others come; with what an earlier one kept, as far as it can be used.
    pub fn for_others(self, earlier: Option<Vec<u8>>) -> Self {
        let before = earlier.and_then(|bytes| Pack::read(bytes, &maker())).unwrap_or_default();
        Self { before, fresh: Some(Mutex::default()), ..self }
    }

    /// All that is worth keeping, where something is new: first what this run used, then what earlier runs did, as far as there is room.
    pub fn write(&self) -> Option<Vec<u8>> {
        let (fresh, used) = (held(self.fresh.as_ref()?), held(&self.used));
        if fresh.is_empty() {
            return None;
        }
        let mut keys: Vec<&Key> = used.iter().collect();
        keys.sort_unstable();
        keys.extend(self.before.keys.iter().filter(|key| !used.contains(*key)));
        let mut room = ROOM;
        let mut entries = Vec::with_capacity(keys.len());
        for key in keys {
            let Some(entry) = fresh.get(key).map(Vec::as_slice).or_else(|| self.before.get(key)) else { continue };
            match room.checked_sub(entry.len()) {
                Some(left) => room = left,
                None => break,
            }
            entries.push((*key, entry));
        }
        Some(Pack::write(&maker(), &entries))
    }

    /// What is kept under these forms. `sources` are the rules, whose places the forms hold.
    pub(in crate::load) fn shelf(&self, context: &Context<'_>, sources: &Sources) -> Option<Shelf<'_>> {
        let mut forms = Parts::default();
        forms.add_bytes(&postcard::to_allocvec(context.schema).ok()?);
        forms.add_bytes(&postcard::to_allocvec(context.units).ok()?);
        context.named_totals.iter().for_each(|word| forms.add(word));
        sources.iter().for_each(|(_, source)| forms.add(&source.name));
        Some(Shelf { kept: self, forms: forms.sha256() })
    }
}

impl Shelf<'_> {
    /// So many files are to come: what is kept need not be moved for each of them.
    pub fn expect(&self, files: usize) {
        if let Some(met) = &self.kept.met {
            held(met).reserve(files);
        }
        held(&self.kept.used).reserve(files);
    }

    /// Under what a file is kept; `None` for one that is not.
    pub fn wanted(&self, input: &Input) -> Option<Wanted> {
        // Every field is named: one that is added and says how a file is read must go into the key.
        let Input {
            path,
            bytes,
            unread: _,
            gaps,
            record,
            encoding,
            region,
            period,
            date,
            partial,
            blanks,
            sheet,
            title,
            ranges,
            ignore,
            refused,
            unseen,
            stated_at,
            // What its table comes to is asked when all of its parts are read.
            part: _,
            excerpt,
            pace: _,
        } = input;
        // Of a file of which lines were let go only the rest is here.
        if refused.is_some() || *unseen || *excerpt || !gaps.is_empty() || bytes.len() > LARGEST {
            return None;
        }
        let mut parts = Parts::with_room(256 + path.len());
        parts.add_bytes(&self.forms);
        parts.add(path);
        parts.add_bytes(&sha256(bytes));
        let mut said = String::with_capacity(128);
        let written = write!(said, "{record:?} {encoding:?} {region:?} {period:?} {date:?} {partial:?} {blanks:?} ")
            .and_then(|()| write!(said, "{sheet:?} {title:?} {ranges:?} {ignore:?} {stated_at:?}"));
        written.ok()?;
        parts.add(&said);
        let (_, extension) = stem_and_extension(path);
        let is_made = workbook::EXTENSIONS.contains(&extension.as_str()) || extension == parquet::EXTENSION;
        Some(Wanted { key: parts.sha256(), is_text: !is_made && unpacked_name(path).1.is_none() })
    }

    /// What is kept of a file, its parts where they were when it was read.
    pub fn find(&self, wanted: &Wanted, input: &Input) -> Option<LoadedFile> {
        let met = self.kept.met.as_ref();
        let file = match met.and_then(|met| held(met).get(&wanted.key).cloned()) {
            Some(file) => file,
            None => {
                let text: Option<(&str, &[u8], Option<Forced>)> =
                    wanted.is_text.then_some((&input.path, &input.bytes, input.encoding));
                let file = wire::read(self.kept.before.get(&wanted.key)?, text)?;
                if let Some(met) = met {
                    held(met).insert(wanted.key, file.clone());
                }
                file
            }
        };
        held(&self.kept.used).insert(wanted.key);
        Some(file)
    }

    pub fn store(&self, wanted: &Wanted, file: &LoadedFile) {
        if let Some(met) = &self.kept.met {
            held(met).insert(wanted.key, file.clone());
        }
        let Some(fresh) = &self.kept.fresh else { return };
        let Some(entry) = wire::write(file, wanted.is_text).filter(|entry| entry.len() <= LARGEST) else { return };
        held(&self.kept.used).insert(wanted.key);
        held(fresh).insert(wanted.key, entry);
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("before", &self.before.keys.len()).finish_non_exhaustive()
    }
}
