//! Several files that are one table: it is complete only where every part is, for each may hold rows of any of its periods and senders.

use crate::data::{Dataset, PartOf, SubmissionId};
use crate::diag::Sink;
use crate::load::diagnostics::files;
use crate::text::Sources;
use crate::ty::RelId;
use std::collections::{BTreeMap, BTreeSet};

/// The parts of tables: each file with what was read of it, one submission for each sheet.
pub type PartsRead = Vec<(PartOf, Vec<SubmissionId>)>;

/// What is not complete in one part is so in none.
pub fn join(parts: PartsRead, data: &mut Dataset, sources: &Sources, sink: &mut Sink) {
    let mut tables: BTreeMap<u32, PartsRead> = BTreeMap::new();
    for (of, read) in parts {
        tables.entry(of.table).or_default().push((of, read));
    }
    for parts in tables.into_values() {
        let whole = parts.iter().all(|(of, read)| of.whole && sent(data, read).next().is_some());
        let all: Vec<SubmissionId> = parts.into_iter().flat_map(|(_, read)| read).collect();
        let open: BTreeSet<RelId> = sent(data, &all).filter(|(_, complete)| !whole || !complete).map(|(rel, _)| rel).collect();
        for id in &all {
            let Some(submission) = data.submissions.get_mut(id.0 as usize) else { continue };
            submission.sent.iter_mut().filter(|(rel, _)| open.contains(rel)).for_each(|(_, complete)| *complete = false);
        }
        say_disagreement(&all, data, sources, sink);
    }
}

fn sent<'d>(data: &'d Dataset, read: &'d [SubmissionId]) -> impl Iterator<Item = (RelId, bool)> + 'd {
    let submissions = read.iter().filter_map(|id| data.submissions.get(id.0 as usize));
    submissions.flat_map(|s| s.sent.iter().map(|(rel, complete)| (*rel, *complete)))
}

/// Parts of one table are of one region and one period: what the first says that says it, no other contradicts.
fn say_disagreement(all: &[SubmissionId], data: &Dataset, sources: &Sources, sink: &mut Sink) {
    let (mut region, mut period) = (None, None);
    for submission in all.iter().filter_map(|id| data.submissions.get(id.0 as usize)) {
        let name = |file| sources.get(file).name.as_str();
        let others = [
            submission.region.as_ref().and_then(|own| {
                let (said, first) = region.get_or_insert((own, submission.file));
                (*said != own).then_some(*first)
            }),
            submission.period.and_then(|own| {
                let (said, first) = period.get_or_insert((own, submission.file));
                (*said != own).then_some(*first)
            }),
        ];
        if let Some(first) = others.into_iter().flatten().next() {
            let place = submission.region_span.or(submission.span);
            return sink.push(files::parts_disagree(name(submission.file), name(first), place));
        }
    }
}
