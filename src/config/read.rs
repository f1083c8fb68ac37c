//! The project file taken apart: every key it does not know is told, with what was meant.

#![expect(clippy::wildcard_enum_match_arm, reason = "the kinds of values of TOML are another crate's")]

use super::{Allow, AsOne, Binding, Blank, FailOn, Level, LevelOf, Named, Project, SubmissionSet, Text, diagnostics};
use crate::diag::{Bilingual, Lang, Sink, nearest};
use crate::text::{FileId, Span};
use crate::ty::BlankMeans;
use semver::{Version, VersionReq};
use std::path::PathBuf;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) type Value<'i> = Spanned<DeValue<'i>>;

pub(super) struct Reader<'a> {
    file: FileId,
    sink: &'a mut Sink,
}

/// Reads the text of a project file; always gives a project.
pub(super) fn project(file: FileId, text: &str, root: PathBuf, sink: &mut Sink) -> Project {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { file, sink };
    for error in errors {
        let place = error.span().map(|s| Span::new(file, s.start, s.end));
        reader.sink.push(diagnostics::syntax(error.message(), place, super::FILE_NAME));
    }
    let mut project = Project {
        root,
        file,
        name: None,
        lang: None,
        jurisdiction: None,
        waivers: None,
        explanations: None,
        rules: Vec::new(),
        submissions: Vec::new(),
        parameters: Vec::new(),
        jurisdictions: Vec::new(),
        regions: Vec::new(),
        notice: super::Notices::default(),
        allow: Allow::default(),
        fail_on: None,
        levels: Vec::new(),
        requires: None,
        as_of: None,
    };
    const TABLES: &[&str] = &[
        "project",
        "submissions",
        "parameters",
        "jurisdictions",
        "regions",
        "notice",
        "clauses",
        "allow",
        "check",
        "levels",
        "run",
    ];
    for (key, place, value) in reader.entries(table.get_ref()) {
        match key {
            "project" => reader.head(&mut project, value),
            "submissions" => reader.sets(&mut project, value),
            "parameters" => reader.parameters(&mut project, value),
            "jurisdictions" => reader.jurisdictions(&mut project, value),
            "regions" => reader.regions(&mut project, value),
            "notice" => reader.notice(&mut project.notice, value),
            "clauses" => reader.clauses(&mut project.notice, value),
            "allow" => reader.allow(&mut project.allow, value),
            "check" => reader.check(&mut project, value),
            "levels" => reader.levels(&mut project, value),
            "run" => reader.run(&mut project, value),
            _ => reader.unknown("", key, TABLES, place),
        }
    }
    version(&project, reader.sink);
    project
}

/// Whether this is a version that the project is for.
fn version(project: &Project, sink: &mut Sink) {
    let Some(asked) = &project.requires else { return };
    let own = env!("CARGO_PKG_VERSION");
    match (VersionReq::parse(asked.text.trim()), Version::parse(own)) {
        (Ok(wanted), Ok(version)) if wanted.matches(&version) => {}
        (Ok(_), _) => sink.push(diagnostics::other_version(&asked.text, own, asked.span)),
        (Err(_), _) => sink.push(diagnostics::no_version(&asked.text, asked.span)),
    }
}

impl Reader<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// The entries of a table in the order of the file.
    pub(super) fn entries<'t, 'i>(&self, table: &'t DeTable<'i>) -> Vec<(&'t str, Span, &'t Value<'i>)> {
        let mut list: Vec<_> = table.iter().map(|(k, v)| (k.get_ref().as_ref(), self.span(k.span()), v)).collect();
        list.sort_by_key(|(_, span, _)| span.start);
        list
    }

    pub(super) fn unknown(&mut self, table: &str, key: &str, known: &[&str], place: Span) {
        let near = nearest(key, known.iter().copied());
        self.sink.push(diagnostics::unknown_key(table, key, known, near, place));
    }

    pub(super) fn wrong(&mut self, key: &str, zh: &str, en: &str, value: &Value<'_>) {
        let place = self.span(value.span());
        self.sink.push(diagnostics::wrong_value(key, &Bilingual::new(zh, en), place));
    }

    pub(super) fn table<'t, 'i>(&mut self, key: &str, value: &'t Value<'i>) -> Option<&'t DeTable<'i>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong(key, "一组“名称 = 值”", "a table", value);
                None
            }
        }
    }

    pub(super) fn text(&mut self, key: &str, value: &Value<'_>) -> Option<Text> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong(key, "加引号的文字", "a text in quotes", value);
                return None;
            }
        };
        Some(Text { text, span: self.span(value.span()) })
    }

    /// A number, a date, a flag or a text, as written.
    pub(super) fn scalar(&mut self, key: &str, value: &Value<'_>) -> Option<Text> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.as_str().to_string(),
            DeValue::Boolean(flag) => flag.to_string(),
            DeValue::Datetime(day) => day.to_string(),
            _ => {
                self.wrong(key, "一个值", "a single value", value);
                return None;
            }
        };
        Some(Text { text, span: self.span(value.span()) })
    }

    /// One text, or a list of them.
    fn texts(&mut self, key: &str, value: &Value<'_>) -> Vec<Text> {
        match value.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|v| self.text(key, v)).collect(),
            _ => self.text(key, value).into_iter().collect(),
        }
    }

    /// `true` for all, `false` for none, a name or a list of names.
    fn named(&mut self, key: &str, value: &Value<'_>) -> Named {
        match value.get_ref() {
            DeValue::Boolean(true) => Named::All,
            DeValue::Boolean(false) => Named::None,
            _ => Named::Some(self.texts(key, value)),
        }
    }

    fn head(&mut self, project: &mut Project, value: &Value<'_>) {
        const KEYS: &[&str] = &["name", "rules", "lang", "jurisdiction", "requires", "waivers", "explanations"];
        let Some(table) = self.table("project", value) else { return };
        for (key, place, value) in self.entries(table) {
            match key {
                "name" => project.name = self.text(key, value),
                "rules" => project.rules = self.texts(key, value),
                "requires" => project.requires = self.text(key, value),
                "jurisdiction" => project.jurisdiction = self.scalar(key, value),
                "waivers" => project.waivers = self.text(key, value),
                "explanations" => project.explanations = self.text(key, value),
                "lang" => {
                    let lang = self.text(key, value);
                    project.lang = match lang.as_ref().map(|l| l.text.as_str()) {
                        Some("zh") => Some(Lang::Zh),
                        Some("en") => Some(Lang::En),
                        Some(_) => {
                            self.wrong(key, " \"zh\" 或 \"en\"", "\"zh\" or \"en\"", value);
                            None
                        }
                        None => None,
                    };
                }
                _ => self.unknown("project", key, KEYS, place),
            }
        }
    }

    fn sets(&mut self, project: &mut Project, value: &Value<'_>) {
        match value.get_ref() {
            DeValue::Array(list) => {
                for element in list.iter() {
                    if let Some(table) = self.table("submissions", element) {
                        let set = self.set(table, self.span(element.span()));
                        project.submissions.push(set);
                    }
                }
            }
            DeValue::Table(table) => {
                let set = self.set(table, self.span(value.span()));
                project.submissions.push(set);
            }
            _ => self.wrong("submissions", "一组 [[submissions]]", "a list of [[submissions]]", value),
        }
    }

    fn set(&mut self, table: &DeTable<'_>, span: Span) -> SubmissionSet {
        const KEYS: &[&str] = &[
            "files",
            "as_one",
            "record",
            "region",
            "period",
            "date",
            "encoding",
            "partial",
            "blank_means",
            "sheet",
            "range",
            "title",
            "ignore",
        ];
        let mut set = SubmissionSet {
            files: Vec::new(),
            record: None,
            region: None,
            period: None,
            date: None,
            encoding: None,
            partial: Named::None,
            blanks: Vec::new(),
            sheet: None,
            range: Vec::new(),
            title: Vec::new(),
            ignore: Vec::new(),
            as_one: None,
            span,
        };
        let mut has_files = false;
        for (key, place, value) in self.entries(table) {
            match key {
                "files" => {
                    set.files = self.texts(key, value);
                    has_files = true;
                }
                "as_one" => set.as_one = self.as_one(value),
                "record" => set.record = self.text(key, value),
                "region" => set.region = self.scalar(key, value),
                "period" => set.period = self.scalar(key, value),
                "date" => set.date = self.scalar(key, value),
                "encoding" => set.encoding = self.text(key, value),
                "partial" => set.partial = self.named(key, value),
                "sheet" => set.sheet = self.text(key, value),
                "range" => set.range = self.texts(key, value),
                "title" => set.title = self.texts(key, value),
                "ignore" => set.ignore = self.texts(key, value),
                "blank_means" => set.blanks = self.blanks(value),
                _ => self.unknown("[submissions]", key, KEYS, place),
            }
        }
        if !has_files {
            self.sink.push(diagnostics::missing("[submissions]", "files", span));
        }
        set
    }

    /// `true`, or the number of parts.
    fn as_one(&mut self, value: &Value<'_>) -> Option<AsOne> {
        let span = self.span(value.span());
        match value.get_ref() {
            DeValue::Boolean(yes) => return yes.then_some(AsOne { parts: None, span }),
            DeValue::Integer(number) => {
                if let Some(parts) = number.to_string().parse().ok().filter(|n| *n > 0) {
                    return Some(AsOne { parts: Some(parts), span });
                }
            }
            _ => {}
        }
        self.wrong("as_one", " true，或各部分共有几份（如 12）", "true, or the number of the parts (such as 12)", value);
        None
    }

    /// A word, a list of words, or one for each record or field.
    fn blanks(&mut self, value: &Value<'_>) -> Vec<Blank> {
        let DeValue::Table(table) = value.get_ref() else { return self.blank_words(value, None) };
        let mut out = Vec::new();
        let mut open = vec![(String::new(), table)];
        // `County.plan = "none"` is a table in a table to TOML.
        while let Some((prefix, table)) = open.pop() {
            for (key, place, value) in self.entries(table) {
                let name = if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") };
                match value.get_ref() {
                    DeValue::Table(inner) => open.push((name, inner)),
                    _ => out.extend(self.blank_words(value, Some(&Text { text: name, span: place }))),
                }
            }
        }
        out.sort_by_key(|b| b.span.start);
        out
    }

    fn blank_words(&mut self, value: &Value<'_>, of: Option<&Text>) -> Vec<Blank> {
        let list: Vec<&Value<'_>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            _ => vec![value],
        };
        let mut out: Vec<Blank> = Vec::new();
        for value in list {
            let Some(word) = self.scalar("blank_means", value) else { continue };
            let means = match word.text.trim() {
                "unknown" | "未知" => BlankMeans::Unknown,
                "none" | "无" => BlankMeans::None,
                "0" | "０" => BlankMeans::Zero,
                "no" | "否" | "false" => BlankMeans::No,
                _ => {
                    self.sink.push(diagnostics::unknown_blank(&word.text, word.span));
                    continue;
                }
            };
            out.push(Blank { of: of.cloned(), means, span: word.span });
        }
        let alone = out.iter().find(|b| b.means == BlankMeans::Unknown).map(|b| b.span);
        if let (Some(span), true) = (alone, out.len() > 1) {
            self.sink.push(diagnostics::unknown_not_alone(span));
            out.clear();
        }
        out
    }

    fn parameters(&mut self, project: &mut Project, value: &Value<'_>) {
        if let Some(table) = self.table("parameters", value) {
            self.bindings(project, "", table, 0);
        }
    }

    /// `policy = "131100"`, or with a reason.
    fn jurisdictions(&mut self, project: &mut Project, value: &Value<'_>) {
        let Some(table) = self.table("jurisdictions", value) else { return };
        for (key, place, value) in self.entries(table) {
            let name = Text { text: key.to_string(), span: place };
            let bound = match value.get_ref() {
                DeValue::Table(inner) => self.binding(name, inner, "jurisdictions"),
                _ => self.scalar(key, value).map(|value| Binding { name, value, because: None }),
            };
            project.jurisdictions.extend(bound);
        }
    }

    /// `"担保机构" = "所在县"`: the field that says which region a row is about.
    fn regions(&mut self, project: &mut Project, value: &Value<'_>) {
        let Some(table) = self.table("regions", value) else { return };
        for (key, place, value) in self.entries(table) {
            if let Some(field) = self.text(key, value) {
                project.regions.push((Text { text: key.to_string(), span: place }, field));
            }
        }
    }

    /// `a.b = 1` and `"a.b" = 1` bind the same parameter.
    fn bindings(&mut self, project: &mut Project, prefix: &str, table: &DeTable<'_>, depth: usize) {
        const DEEPEST: usize = 8;
        for (key, place, value) in self.entries(table) {
            let text = if prefix.is_empty() { key.to_string() } else { format!("{prefix}.{key}") };
            let name = Text { text, span: place };
            match value.get_ref() {
                DeValue::Table(inner) if inner.contains_key("value") => self.explained(project, name, inner),
                DeValue::Table(inner) if depth < DEEPEST => self.bindings(project, &name.text, inner, depth + 1),
                _ => {
                    if let Some(value) = self.scalar(&name.text, value) {
                        project.parameters.push(Binding { name, value, because: None });
                    }
                }
            }
        }
    }

    fn explained(&mut self, project: &mut Project, name: Text, table: &DeTable<'_>) {
        let bound = self.binding(name, table, "parameters");
        project.parameters.extend(bound);
    }

    /// `{ value = …, because = … }`
    fn binding(&mut self, name: Text, table: &DeTable<'_>, of: &str) -> Option<Binding> {
        const KEYS: &[&str] = &["value", "because", "source"];
        let (mut bound, mut because) = (None, None);
        for (key, place, value) in self.entries(table) {
            match key {
                "value" => bound = self.scalar(&name.text, value),
                "because" | "source" => because = self.text(key, value),
                _ => self.unknown(of, key, KEYS, place),
            }
        }
        bound.map(|value| Binding { name, value, because })
    }

    fn allow(&mut self, allow: &mut Allow, value: &Value<'_>) {
        const KEYS: &[&str] = &["no_files", "no_subject", "missing_columns", "open_parameters", "nothing_judged"];
        let Some(table) = self.table("allow", value) else { return };
        for (key, place, value) in self.entries(table) {
            let slot = match key {
                "no_files" => &mut allow.no_files,
                "no_subject" => &mut allow.no_subject,
                "missing_columns" => &mut allow.missing_columns,
                "open_parameters" => &mut allow.open_parameters,
                "nothing_judged" => &mut allow.nothing_judged,
                _ => {
                    self.unknown("allow", key, KEYS, place);
                    continue;
                }
            };
            *slot = self.named(key, value);
        }
    }

    fn run(&mut self, project: &mut Project, value: &Value<'_>) {
        const KEYS: &[&str] = &["as_of"];
        let Some(table) = self.table("run", value) else { return };
        for (key, place, value) in self.entries(table) {
            match key {
                "as_of" => project.as_of = self.scalar(key, value),
                _ => self.unknown("run", key, KEYS, place),
            }
        }
    }

    /// `rule = "block"`, or `{ level = "warn", because = "…" }`; what does not block needs its reason.
    fn levels(&mut self, project: &mut Project, value: &Value<'_>) {
        const KEYS: &[&str] = &["level", "because"];
        let Some(table) = self.table("levels", value) else { return };
        for (key, place, value) in self.entries(table) {
            let rule = Text { text: key.to_string(), span: place };
            let (mut word, mut because) = (None, None);
            match value.get_ref() {
                DeValue::Table(inner) if inner.contains_key("level") => {
                    for (key, place, value) in self.entries(inner) {
                        match key {
                            "level" => word = self.text(key, value),
                            "because" => because = self.text(key, value),
                            _ => self.unknown("levels", key, KEYS, place),
                        }
                    }
                }
                _ => word = self.text(key, value),
            }
            let Some(word) = word else { continue };
            let Some(level) = Level::named(&word.text) else {
                self.sink.push(diagnostics::wrong_value(
                    key,
                    &Bilingual::new(" block、warn、off 之一", "one of block, warn, off"),
                    word.span,
                ));
                continue;
            };
            if level != Level::Block && because.as_ref().is_none_or(|b| b.text.trim().is_empty()) {
                self.sink.push(diagnostics::level_without_reason(key, &word.text, word.span));
                continue;
            }
            project.levels.push(LevelOf { rule, level, because });
        }
    }

    fn check(&mut self, project: &mut Project, value: &Value<'_>) {
        const KEYS: &[&str] = &["fail_on"];
        let Some(table) = self.table("check", value) else { return };
        for (key, place, value) in self.entries(table) {
            match key {
                "fail_on" => {
                    let Some(text) = self.text(key, value) else { continue };
                    project.fail_on = FailOn::named(&text.text);
                    if project.fail_on.is_none() {
                        let names = FailOn::NAMES.iter().map(|(n, _)| *n).collect::<Vec<_>>();
                        self.wrong(key, &format!(" {} 之一", names.join("、")), &format!("one of {}", names.join(", ")), value);
                    }
                }
                _ => self.unknown("check", key, KEYS, place),
            }
        }
    }
}
