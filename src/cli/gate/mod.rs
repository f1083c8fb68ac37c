//! `fadu gate`: what a change makes worse. Both states are judged whole, for a figure of one county may break the total of another.

mod base;
pub mod baseline;
pub mod between;
mod gone;
mod outcome;
mod states;
mod terms;

use super::Context;
use super::exit::{Exit, reaches};
use super::judging::{Answers, Sides};
use super::options::{answer_args, choice, command as new_command, flag, rule_args};
use super::project::Setup;
use super::words::say;
use crate::diag::{Bilingual, Diagnostic, Lang, Sink};
use crate::finding::{Class, Origin, Stand};
use crate::gate;
use crate::text::Sources;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command};
use outcome::Ending;
use states::{State, Whom, rename, setup_of};
use terms::{FAILING, failing_or, terms};

pub fn command(lang: Lang) -> Command {
    let usage = (
        "fadu gate [报送文件…] (--base 版本 | --base-dir 目录 | --baseline 报告) [选项]",
        "fadu gate [FILES…] (--base REV | --base-dir DIR | --baseline FILE) [OPTIONS]",
    );
    let about = ("把关：改动使哪些变坏，与先前的状态相比", "what a change makes worse, compared with an earlier state");
    let heading = say(lang, "参数", "Arguments");
    let files =
        say(lang, "报送文件或文件夹；不给则按项目文件", "submissions (files or folders); without any, the project file says");
    let command = new_command("gate", lang, usage, about)
        .arg(Arg::new("files").num_args(0..).value_name("FILES").help(files).help_heading(heading));
    let command = terms(against(command, lang), lang)
        .arg(choice(
            "waivers-from",
            &["base", "head"],
            lang,
            "特许、说明、放行、级别和阻断线（[allow]、[levels]、[check]）取自哪一方（默认 base，改动不能给自己放行）",
            "which side's waivers and explanations count, and whose [allow], [levels], [check]; default base, so that no change lets itself pass",
        ))
        .arg(choice(
            "rule-changes",
            &["block", "report"],
            lang,
            "规则改动造成的变坏：阻断还是只报告（默认 block）",
            "what rules alone make worse: blocks, or is only reported (default block)",
        ))
        .arg(flag(
            "schema-changed",
            lang,
            "报表格式有改动也比对（不再区分规则和数据各改了什么）",
            "compare though the forms have changed (what rules and data changed is then not told apart)",
        ))
        .arg(flag(
            "unchanged-passes",
            lang,
            "与自身相比（什么都没改）算通过：提交前的钩子用，流水线里不要用",
            "a state compared with itself passes: for a hook before a commit, never for a pipeline",
        ));
    answer_args(rule_args(command, lang), lang).after_help(say(lang, CODES_ZH, CODES_EN))
}

const CODES_ZH: &str = "退出码：0 没有变坏的；1 有新增、加重或新待定的；2 比对未能完成（版本不明、浅克隆、格式有改动、规则有误、文件读不出），2 优先于 1。\n\n\
     例：fadu gate --base origin/main\n    fadu gate --base main --merge-base --format github --step-summary\n    fadu gate --baseline 上季度.json";
const CODES_EN: &str = "Exit codes: 0 nothing got worse; 1 something is new, worse or newly undetermined; 2 the comparison could not be done (unknown \
     revision, shallow clone, changed forms, a rule that does not compile, input that cannot be read); 2 wins over 1.\n\n\
     Examples: fadu gate --base origin/main\n          fadu gate --base main --merge-base --format github --step-summary\n          \
     fadu gate --baseline last-quarter.json";

/// With what the state of now is compared: one of three.
fn against(command: Command, lang: Lang) -> Command {
    let heading = say(lang, "与什么相比", "Compared with");
    let option = |name: &'static str, value: &'static str, zh, en| {
        Arg::new(name).long(name).value_name(value).help(say(lang, zh, en)).help_heading(heading)
    };
    command
        .arg(option(
            "base",
            "REV",
            "版本（分支、标签、提交）；从 git 的对象读取，不动工作目录",
            "a revision (branch, tag, commit); read from git's objects, the work tree stays as it is",
        ))
        .arg(
            option(
                "merge-base",
                "REV",
                "与版本同当前提交的分叉点相比",
                "compare with where the revision and the commit of the work tree went apart",
            )
            .action(ArgAction::SetTrue)
            .num_args(0)
            .requires("base"),
        )
        .arg(option("base-dir", "DIR", "另一份检出的目录", "the directory of another checkout"))
        .arg(option(
            "baseline",
            "FILE",
            "存下的报告（fadu check --format json），或 fadu baseline write 写的文件",
            "a kept report (fadu check --format json), or a file that fadu baseline wrote",
        ))
        .group(ArgGroup::new("against").args(["base", "base-dir", "baseline"]).required(true))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    match base::open(context, matches) {
        Ok(base) => compare(context, matches, &base),
        Err(problem) => outcome::stopped(context, matches, "gate", *problem),
    }
}

/// Judges both states and tells what changed.
fn compare(context: &Context<'_>, matches: &ArgMatches, base: &base::Base<'_>) -> Exit {
    let (mut setup, sources, mut sink) = setup_of(context, matches);
    if let Some(setup) = &setup {
        base.say_left_out(setup, &mut sink);
    }
    let past = base.context(context);
    let (old, told) = past.as_ref().map_or((None, None), |past| {
        let (old, sources, sink) = setup_of(past, matches);
        (old, Some((sources, sink)))
    });
    let by_head = matches.get_one::<String>("waivers-from").is_some_and(|w| w == "head");
    if let (Some(setup), Some(old)) = (&mut setup, &old)
        && !by_head
    {
        setup.waive_as(old);
    }
    let Some(setup) = setup else {
        let head = State::none(context, matches, sources, sink);
        return outcome::told(context, matches, &Ending::of("gate", base.compared(), head, Vec::new()).stopped());
    };
    // A list tells nothing of waivers: it is part of the state that it goes with.
    let own_count = by_head || base.is_list();
    let answers = match own_count {
        true => Answers::Of(context, &setup),
        false => Answers::Earlier { before: past.as_ref().zip(old.as_ref()), own: Some((context, &setup)) },
    };
    let own = Sides { rules: (context, &setup), data: (context, &setup), answers };
    let read = sources.clone();
    let mut head = State::judge((context, matches), own, (sources, sink), false);
    let earlier = match (&past, told) {
        (Some(past), Some(told)) => {
            let setups = Setups { now: &setup, read: &read, before: old.as_ref(), by_head };
            match earlier((context, past), matches, (base, setups, told), &mut head) {
                Ok(earlier) => earlier,
                Err(problem) => return outcome::stopped(context, matches, "gate", *problem),
            }
        }
        _ => kept(context, base, (&setup, own_count), &mut head),
    };
    let failing = failing_or(matches, &FAILING);
    let rules_block = matches.get_one::<String>("rule-changes").is_none_or(|w| w == "block");
    let blocks = |class: Class, origin: Origin, stand: &Stand| {
        failing.contains(&class) && reaches(setup.fail_on, stand.consequence) && (rules_block || origin != Origin::Rules)
    };
    let (rules, files) = (head.rules(), head.files());
    let between = earlier.between.as_deref();
    let states =
        gate::States { before: &earlier.before, between, after: &head.stands, rules: &rules, files: &files, moved: false };
    let changes = gate::compare(states, blocks);
    let mut notes = earlier.notes;
    notes.extend(outcome::answered_by_itself(&changes, &head.judged.answered_by_itself));
    let may_idle = setup.idle(&head.judged.findings);
    let ending = Ending { changes, may_idle, ..Ending::of("gate", base.compared(), head, notes) };
    let exit = outcome::told(context, matches, &ending);
    // The program ends with them: states need not be taken apart.
    std::mem::forget(ending);
    exit
}

/// Compares with what was kept of a state: a report, or a list.
fn kept(context: &Context<'_>, base: &base::Base<'_>, (setup, own_count): (&Setup, bool), head: &mut State) -> Earlier {
    let before = base.kept();
    if !own_count {
        gate::carry_answers(&before, &mut head.stands, setup.as_of);
    }
    let (gone, _) = gate::wanted(&before, &head.stands);
    head.add_met(context, &gone, &Whom::kept(&before, &gone));
    let answered = head.stands.iter().filter(|s| s.is_answered()).count();
    let notes = (base.is_list() && answered > 0).then(|| outcome::answers_of_now(answered)).into_iter().collect();
    Earlier { before, between: None, notes }
}

/// The setups of both states.
#[derive(Clone, Copy)]
struct Setups<'s> {
    now: &'s Setup,
    /// What was read for it: the project file, to which it points.
    read: &'s Sources,
    before: Option<&'s Setup>,
    /// What the state of now says of itself counts.
    by_head: bool,
}

/// How findings stood, and would stand by the rules of now where these are others.
struct Earlier {
    before: Vec<Stand>,
    between: Option<Vec<Stand>>,
    notes: Vec<Bilingual>,
}

/// Judges the state of before; what stands in one state only is looked up in the other.
fn earlier(
    (context, past): (&Context<'_>, &Context<'_>),
    matches: &ArgMatches,
    (base, setups, (sources, sink)): (&base::Base<'_>, Setups<'_>, (Sources, Sink)),
    head: &mut State,
) -> Result<Earlier, Box<Diagnostic>> {
    let mut notes: Vec<Bilingual> = Vec::new();
    // Where the state of before had no project, the rules of now judge both.
    let Setups { now: setup, read, before: old, by_head } = setups;
    let (sides, begin) = match old {
        Some(old) => (Sides { rules: (past, old), data: (past, old), answers: Answers::Of(past, old) }, (sources, sink)),
        None => {
            notes.push(outcome::no_project_before());
            let sides = Sides { rules: (context, setup), data: (past, setup), answers: Answers::Nobodys };
            (sides, (read.clone(), Sink::default()))
        }
    };
    // What a project says of its files points into the project file.
    let project = begin.0.clone();
    let mut state = State::judge((past, matches), sides, begin, false);
    if let Some(problem) = outcome::not_held_before(&state.diagnostics) {
        return Err(problem);
    }
    let may_be_the_same = old.is_none() || matches.get_flag("unchanged-passes");
    if let Some(problem) = (!may_be_the_same).then(|| base.is_the_same(&state, head)).flatten() {
        return Err(problem);
    }
    let forms = gate::differences(&state.judged.set.schema, &head.judged.set.schema);
    let unread = state.judged.set.rules.is_empty();
    if !forms.is_empty() && !unread && !matches.get_flag("schema-changed") {
        return Err(Box::new(super::diagnostics::forms_changed(&forms)));
    }
    let mut between = None;
    if state.judged.rules_digest != head.judged.rules_digest && !unread {
        notes.push(outcome::rules_changed());
        if forms.is_empty() {
            let answers = match by_head {
                true => Answers::Of(context, setup),
                false => Answers::Earlier { before: old.map(|old| (past, old)), own: None },
            };
            let sides = Sides { rules: (context, setup), data: (past, old.unwrap_or(setup)), answers };
            between = Some(State::judge((past, matches), sides, (project, Sink::default()), false));
        }
    }
    notes.extend(outcome::faults_before(&state.diagnostics));
    let names = gate::renamed((&state.stands, &state.files()), (&head.stands, &head.files()));
    rename(&mut state.stands, &names);
    between.iter_mut().for_each(|between| rename(&mut between.stands, &names));
    notes.extend(gone::rows(&state, head));
    notes.extend(base.led_outside());
    fill(context, &mut state, head, between.as_mut());
    let before = std::mem::take(&mut state.stands);
    let stands = between.as_mut().map(|s| std::mem::take(&mut s.stands));
    // The program ends with them: states need not be taken apart.
    std::mem::forget((state, between));
    Ok(Earlier { before, between: stands, notes })
}

/// What one state lists and the other does not is looked up there: it may be met.
fn fill(context: &Context<'_>, before: &mut State, after: &mut State, between: Option<&mut State>) {
    let (gone, come) = gate::wanted(&before.stands, &after.stands);
    let (there, here) = (Whom::of(before, &gone), Whom::of(after, &come));
    after.add_met(context, &gone, &there);
    before.add_met(context, &come, &here);
    let Some(between) = between else { return };
    let (gone, come) = (gate::wanted(&before.stands, &between.stands).0, gate::wanted(&between.stands, &after.stands).1);
    let both: std::collections::BTreeSet<String> = gone.union(&come).cloned().collect();
    between.add_met(context, &both, &Whom::of(before, &both).and(Whom::of(after, &both)));
}
