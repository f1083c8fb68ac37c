//! The rules and the data that a project, or the command line, names.

use crate::cli::{Context, diagnostics, project, submissions};
use crate::data::Dataset;
use crate::diag::Sink;
use crate::hir::RuleSet;
use crate::pipeline;
use crate::text::Sources;

pub fn loaded(
    context: &Context<'_>,
    setup: &project::Setup,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<(RuleSet, Dataset)> {
    let mut set = pipeline::compile(context.world, &setup.rules, &setup.bindings, sources, sink);
    if project::is_stopped(sink) {
        return None;
    }
    if set.rules.is_empty() && set.broken.is_empty() {
        sink.push(diagnostics::no_rule_in_files());
    }
    setup.place(&mut set);
    project::set_jurisdictions(setup, &mut set, context.lang, sink);
    project::set_regions(setup, &mut set, sink);
    let inputs = submissions::inputs(context, setup, &set, sink);
    if inputs.is_empty() && !setup.allows("no-files") && !setup.files_missing_said {
        sink.push(diagnostics::no_files());
    }
    let tables = pipeline::policy_tables(context.world, &set, sources, sink);
    let kept = context.kept(setup.project_path());
    let data = pipeline::load_keeping(&set, (inputs, tables), kept, sources, sink);
    pipeline::leave_out(&mut set, &data, sink);
    Some((set, data))
}
