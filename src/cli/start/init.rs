//! `fadu init`: a project that passes its own check.

use crate::cli::exit::Exit;
use crate::cli::options::{command as new_command, flag};
use crate::cli::words::say;
use crate::cli::{Context, complain, diagnostics, print};
use crate::diag::Lang;
use crate::load::diagnostics::files::unwritable;
use crate::report;
use crate::text::Sources;
use crate::world::{show_path, tidy_path};
use clap::{Arg, ArgMatches, Command};
use std::path::Path;

/// A file of a new project: where, and what, in both languages.
type File = (&'static str, &'static str, &'static str);

const PROJECT: File = (
    "fadu.toml",
    "#:schema ./fadu.schema.json\n# 项目文件：规则在哪里，报送在哪里。说明见 docs/language.zh.md\n\n[project]\nrules = [\"rules/**/*.fadu\"]\nlang  = \"zh\"\n\n\
     # 一组报送写一段；record 是规则里的表\n[[submissions]]\nfiles  = \"submissions/*.csv\"\nrecord = \"Guarantee\"\n\n\
     [check]\nfail_on = \"undetermined\" # 违反和待定都阻断\n",
    "#:schema ./fadu.schema.json\n# The project file: where rules and submissions are. See docs/language.md\n\n[project]\nrules = [\"rules/**/*.fadu\"]\nlang  = \"en\"\n\n\
     # One part for each kind of submission; record is the table in the rules\n[[submissions]]\nfiles  = \"submissions/*.csv\"\nrecord = \"Guarantee\"\n\n\
     [check]\nfail_on = \"undetermined\" # breaches and open requirements block\n",
);

/// For editors: what the project file may hold, as `#:schema` in its first line says.
const SCHEMA: File = ("fadu.schema.json", PROJECT_SCHEMA, PROJECT_SCHEMA);
pub(super) const PROJECT_SCHEMA: &str = include_str!("../../../docs/schemas/fadu.toml.json");

const EXAMPLE: [File; 2] = [
    (
        "rules/guarantee.fadu",
        "政策 measure \"担保机构管理办法（示例）\" {\n  条款 c1 \"第一条\" \"占比\"\n}\n\n\
         记录 Guarantee \"担保机构\" 主键 name, year {\n  name  \"机构名称\"   : 文本\n  year  \"年度\"       : 年度\n  \
         total \"担保总额\"   : 金额 单位 万元\n  small \"小企业担保\" : 金额 单位 万元\n}\n\n\
         规则 share \"小企业担保占六成以上\" {\n  依据 measure.c1\n  对   机构 在 Guarantee\n  要求 机构.small >= 60% * 机构.total\n}\n\n\
         测试 \"差一元也不符\" {\n  给定 Guarantee { name = \"甲\", year = 2025, total = 100万元, small = 59.9999万元 }\n  \
         预期 share 不符 差 1元\n}\n",
        "policy measure \"Measure on guarantees (an example)\" {\n  clause c1 \"1\" \"share\"\n}\n\n\
         record Guarantee \"Guarantees\" key name, year {\n  name  \"name\"            : text\n  year  \"year\"            : year\n  \
         total \"all guarantees\"  : money in 万元\n  small \"for small firms\" : money in 万元\n}\n\n\
         rule share \"six tenths go to small firms\" {\n  cite    measure.c1\n  for     g in Guarantee\n  \
         require g.small >= 60% of g.total\n}\n\n\
         test \"one yuan short is violated\" {\n  given Guarantee { name = \"A\", year = 2025, total = 100万元, small = 59.9999万元 }\n  \
         expect share violated by 1元\n}\n",
    ),
    (
        "submissions/2025.csv",
        "机构名称,年度,担保总额,小企业担保\n甲担保,2025,1000,640\n乙担保,2025,500,300\n",
        "name,year,all guarantees,for small firms\nA,2025,1000,640\nB,2025,500,300\n",
    ),
];

pub fn command(lang: Lang) -> Command {
    let usage = ("fadu init [目录] [--example]", "fadu init [DIR] [--example]");
    new_command("init", lang, usage, ("新建项目", "make a new project"))
        .arg(Arg::new("dir").value_name("DIR").default_value(".").hide_default_value(true).help(say(
            lang,
            "目录（默认当前目录）",
            "the directory (default: the current one)",
        )))
        .arg(flag("example", lang, "连同一条规则和一份报送，核查即通过", "with a rule and a submission: it passes its own check"))
        .after_help(say(
            lang,
            "退出码：0 已建；2 没有建（文件已存在，或写不进去）。不覆盖任何文件。\n\n例：fadu init --example 试点 && cd 试点 && fadu check",
            "Exit codes: 0 made; 2 not made (a file exists, or cannot be written). No file is ever overwritten.\n\n\
             Example: fadu init --example pilot && cd pilot && fadu check",
        ))
}

pub fn run(context: &Context<'_>, matches: &ArgMatches) -> Exit {
    let dir = matches.get_one::<String>("dir").map_or(".", String::as_str);
    let mut files = vec![PROJECT, SCHEMA];
    if matches.get_flag("example") {
        files.extend(EXAMPLE);
    }
    let place = |file: &File| tidy_path(&Path::new(dir).join(file.0));
    let refuse = |problem| {
        let none = Sources::default();
        complain(context.color, &report::render_diagnostics(&[problem], &none, context.lang, context.color, context.width));
        Exit::Impossible
    };
    if let Some(there) = files.iter().map(place).find(|p| context.world.exists(p)) {
        return refuse(diagnostics::exists_already(&show_path(&there)));
    }
    for file in &files {
        let path = place(file);
        if let Err(error) = context.world.write_new(&path, context.lang.pick(file.1, file.2).as_bytes()) {
            return refuse(unwritable(&error));
        }
    }
    let made: String = files.iter().map(|f| format!("  {}\n", show_path(&place(f)))).collect();
    let next = match (context.lang, matches.get_flag("example")) {
        (Lang::Zh, true) => "已建：\n{}下一步：fadu check，fadu gate --base HEAD（见 docs/ci.zh.md）\n",
        (Lang::Zh, false) => {
            "已建：\n{}下一步：在 rules/ 写规则，在 submissions/ 放报送，再 fadu check；要看样子，fadu init --example 另一目录\n"
        }
        (Lang::En, true) => "Made:\n{}Next: fadu check, fadu gate --base HEAD (see docs/ci.md)\n",
        (Lang::En, false) => {
            "Made:\n{}Next: write rules in rules/, put submissions in submissions/, then fadu check; for an example, fadu init --example DIR\n"
        }
    };
    print(context, &next.replace("{}", &made))
}
