//! `fadu diff`: two versions of rules over the same data: who would newly fail, who no longer, whose margin moves.

use super::outcome::{self, Ending};
use super::states::State;
use super::terms::{compared, failing_or, terms};
use crate::cli::exit::{Exit, reaches};
use crate::cli::judging::{Answers, Sides};
use crate::cli::options::{command as new_command, config_args};
use crate::cli::project::{self, Setup};
use crate::cli::words::say;
use crate::cli::{Context, diagnostics};
use crate::diag::{Lang, Sink};
use crate::finding::{Class, Origin, Stand};
use crate::gate;
use crate::text::Sources;
use clap::{Arg, ArgAction, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu diff 旧规则 新规则 [--on 报送文件…] [选项]", "fadu diff OLD NEW [--on FILES…] [OPTIONS]");
    let heading = say(lang, "参数", "Arguments");
    let pack = |name: &'static str, value: &'static str, zh, en| {
        Arg::new(name).required(true).value_name(value).help(say(lang, zh, en)).help_heading(heading)
    };
    let command =
        new_command("diff", lang, usage, ("比较两版规则在同一批数据上的结果", "two versions of rules over the same data"))
            .arg(pack("old", "OLD", "旧规则的文件或文件夹", "the file or folder of the old rules"))
            .arg(pack("new", "NEW", "新规则的文件或文件夹", "the file or folder of the new rules"))
            .arg(Arg::new("on").long("on").value_name("FILES").num_args(1..).action(ArgAction::Append).help(say(
                lang,
                "报送文件或文件夹；不给则按项目文件",
                "submissions (files or folders); without any, the project file says",
            )));
    config_args(terms(command, lang), lang).after_help(say(
        lang,
        "退出码：0 已比较（--fail-on-changes 列出的类别没有出现）；1 出现了；2 未能比较。\n\n例：fadu diff 旧规则/ 新规则/ --on 报送/",
        "Exit codes: 0 compared, and nothing of what --fail-on-changes names; 1 something of it; 2 it could not be compared.\n\n\
         Example: fadu diff rules-2025/ rules-2026/ --on submissions/",
    ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let named = |id: &str| matches.get_many::<String>(id).into_iter().flatten().cloned().collect::<Vec<String>>();
    let state = |rules: Vec<String>| -> (Option<Setup>, Sources, Sink) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let setup = project::assemble(context, matches, (rules, named("on")), true, &mut sources, &mut sink);
        (setup.filter(|s| !s.rules.is_empty()), sources, sink)
    };
    let (old, new) = (named("old"), named("new"));
    let name = old.join(" ");
    let judge = |(setup, sources, sink): (Option<Setup>, Sources, Sink)| match &setup {
        None => Err(Box::new(State::none(context, matches, sources, sink))),
        Some(own) => {
            let sides = Sides { rules: (context, own), data: (context, own), answers: Answers::Nobodys };
            Ok((State::judge((context, matches), sides, (sources, sink), true), setup))
        }
    };
    let (before, after) = match (judge(state(old)), judge(state(new))) {
        (Ok((before, _)), Ok(after)) => (before, after),
        (Err(state), _) | (_, Err(state)) => {
            return outcome::told(context, matches, &Ending::of("diff", compared("rules", &name), *state, Vec::new()).stopped());
        }
    };
    let (after, setup) = after;
    if let Some(problem) = before.diagnostics.iter().find(|d| crate::cli::exit::is_impossible(d)) {
        return outcome::stopped(context, matches, "diff", diagnostics::old_rules_unusable(&name, problem));
    }
    let (rules, files) = (after.rules(), after.files());
    let fail_on = setup.as_ref().map(|s| s.fail_on).unwrap_or_default();
    let failing = failing_or(matches, &[]);
    let states =
        gate::States { before: &before.stands, between: None, after: &after.stands, rules: &rules, files: &files, moved: true };
    let blocks = |class: Class, _: Origin, stand: &Stand| failing.contains(&class) && reaches(fail_on, stand.consequence);
    let mut changes = gate::compare(states, blocks);
    changes.iter_mut().for_each(|c| c.origin = Origin::Data);
    let may_idle = setup.map(|s| s.idle(&after.judged.findings)).unwrap_or_default();
    outcome::told(
        context,
        matches,
        &Ending { changes, may_idle, ..Ending::of("diff", compared("rules", &name), after, Vec::new()) },
    )
}
