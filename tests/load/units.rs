//! Units of a form, of an envelope, of a row, of a figure: applied where it is said what they are for, refused where it is not.

use super::{Loaded, load_with};
use fadu::data::{CellState, LineKind};
use fadu::num::{Rat, int, ratio};
use fadu::pipeline::Input;

const R: &str = r#"
record R "行" key name {
  name "名称" : text
  v    "产值" : money in 万元
}
"#;

fn csv(text: &str) -> Loaded {
    load_with(R, vec![Input::new("R.csv", text)], Vec::new())
}

fn file(path: &str, text: &str) -> Loaded {
    load_with(R, vec![Input::new(path, text)], Vec::new())
}

fn value(loaded: &Loaded, row: u32) -> Option<Rat> {
    loaded.number("R", row, "v")
}

#[test]
fn amounts_in_parts_are_what_they_say_in_every_format() {
    // 1亿2千万元 = 12,000万元; 3亿5千万元 = 35,000万元; 2万5千元 = 2.5万元; 1亿2000万元 = 12,000万元.
    for (text, want) in [
        ("1亿2千万元", int(12_000)),
        ("3亿5千万元", int(35_000)),
        ("2万5千元", ratio(25, 10)),
        ("1亿2000万元", int(12_000)),
        ("1亿5百万元", int(10_500)),
        ("１亿２千万元", int(12_000)),
    ] {
        for loaded in [
            csv(&format!("名称,产值\n甲,{text}\n")),
            file("a.json", &format!("{{\"R\":[{{\"名称\":\"甲\",\"产值\":\"{text}\"}}]}}")),
            file("a.toml", &format!("[[R]]\nname = \"甲\"\nv = \"{text}\"\n")),
        ] {
            assert_eq!(value(&loaded.quiet(), 0), Some(want.clone()), "{text}");
        }
    }
    let weight = "record R key n { n : text v : quantity in 吨 }";
    let loaded = load_with(weight, vec![Input::new("R.csv", "n,v\n甲,1万2千克\n")], Vec::new());
    assert_eq!((loaded.told(), loaded.state("R", 0, "v")), (vec!["D001 2:3 1万2千克".to_string()], CellState::Hole));
}

#[test]
fn a_sentence_above_the_table_may_be_its_unit() {
    for line in [
        "本表金额均以亿元为单位",
        "本表单位均为亿元",
        "各数据单位均为亿元",
        "（亿元为单位）",
        "金额以人民币亿元列示",
        "单位∶亿元",
        "单位︰亿元",
        "(in 亿元)",
        "以亿元计",
        "报表单位：安平县（亿元）",
        "填报单位：安平县统计局（亿元）",
        "报送单位：安平县统计局    亿元",
        "填报单位：安平县统计局,,亿元",
    ] {
        let loaded = csv(&format!("{line}\n名称,产值\n甲,100\n")).quiet();
        assert_eq!(value(&loaded, 0), Some(int(1_000_000)), "{line}");
        assert_eq!(loaded.data.accounts[0].tables[0].others[0].what, LineKind::Unit, "{line}");
    }
    for header in ["名称（单位：亿元）,产值", "名称（亿元）,产值", "名称,产值,（单位：亿元）", "名称,产值,单位：亿元"]
    {
        let cells = "甲,100,".trim_end_matches(if header.matches(',').count() < 2 { "," } else { " " });
        let loaded = csv(&format!("{header}\n{cells}\n")).quiet();
        assert_eq!(value(&loaded, 0), Some(int(1_000_000)), "{header}");
    }
    let glued = csv("2007年度亿元\n名称,产值\n甲,100\n");
    assert_eq!((glued.told(), glued.state("R", 0, "v")), (vec!["D031 1:1 2007年度亿元".to_string()], CellState::Hole));
    let below = csv("名称,产值\n甲,100\n备注：以上数据均以亿元为单位\n");
    assert_eq!(below.told(), ["D031 3:1 备注：以上数据均以亿元为单位"]);
    assert_eq!(below.state("R", 0, "v"), CellState::Hole);
    // Titles and organisations.
    for line in [
        "单位：安平县统计局",
        "填报单位：安平县统计局（盖章）",
        "单位负责人：张三",
        "产值过亿元企业情况表",
        "2007年产值超亿元",
        "以县为单位汇总",
        "按2005年不变价计算",
        "2007年新增投资100亿元",
        "insurance in China",
    ] {
        let loaded = csv(&format!("{line}\n名称,产值\n甲,100\n")).quiet();
        assert_eq!(value(&loaded, 0), Some(int(100)), "{line}");
        assert_eq!(loaded.data.accounts[0].tables[0].others[0].what, LineKind::Heading, "{line}");
    }
}

#[test]
fn a_unit_right_below_the_header_is_the_one_of_the_form() {
    for line in ["单位：亿元,", "单位,亿元", "（单位：亿元）,"] {
        let loaded = csv(&format!("名称,产值\n{line}\n甲,100\n乙,1\n")).quiet();
        assert_eq!((value(&loaded, 0), value(&loaded, 1)), (Some(int(1_000_000)), Some(int(10_000))), "{line}");
    }
    // Two that differ: which is meant cannot be told, and each line that was not read counts.
    let loaded = csv("单位：亿元\n名称,产值\n单位：元,\n甲,100\n乙,1\n");
    assert_eq!(loaded.told(), ["D031 3:1 单位：元,"]);
    let refused = loaded.data.accounts[0].tables[0].others.iter().filter(|l| l.what == LineKind::Refused);
    assert_eq!(refused.map(|l| l.line).collect::<Vec<_>>(), [3, 4, 5]);
    // A row whose figure is a unit is a row with a bad figure.
    for row in ["A2,元", "n3,百", "abc1,RMB 900"] {
        let loaded = csv(&format!("名称,产值\nA1,5\n{row}\nA3,800\n"));
        assert_eq!(
            (loaded.rows("R"), loaded.state("R", 1, "v"), value(&loaded, 2)),
            (3, CellState::Hole, Some(int(800))),
            "{row}"
        );
        assert_eq!(loaded.diagnostics.len(), 1, "{row}");
    }
}

#[test]
fn figures_per_head_are_no_totals() {
    for (header, cell) in
        [("产值", "900元/人"), ("产值", "900元/户"), ("产值", "3万元/件"), ("产值（元/人）", "900"), ("产值", "5元/人—9元/人")]
    {
        let loaded = csv(&format!("名称,{header}\n甲,{cell}\n"));
        let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!((codes, loaded.state("R", 0, "v")), (vec!["D003"], CellState::Hole), "{header} {cell}");
    }
    let head = "record R key n { n : text v \"人均\" : money in 元/人 t \"产值\" : money in 万元 }";
    let load = |text: &str| load_with(head, vec![Input::new("R.csv", text)], Vec::new());
    for cell in ["5", "5元/人", "5元/名", "0.0005万元/人", "5万元/万人"] {
        let loaded = load(&format!("n,v,t\n甲,{cell},1\n")).quiet();
        assert_eq!(loaded.number("R", 0, "v"), Some(int(5)), "{cell}");
    }
    for cell in ["5元", "5元/户", "5元/亩", "5人"] {
        let loaded = load(&format!("n,v,t\n甲,{cell},1\n"));
        assert_eq!((loaded.diagnostics[0].code, loaded.state("R", 0, "v")), ("D003", CellState::Hole), "{cell}");
    }
    // The unit of the form is for the totals.
    let form = load("单位：亿元\nn,v,t\n甲,5,1\n").quiet();
    assert_eq!((form.number("R", 0, "v"), form.number("R", 0, "t")), (Some(int(5)), Some(int(10_000))));
    let per = load("单位：万元/人\nn,v,t\n甲,5,1万元\n");
    assert_eq!((per.told(), per.number("R", 0, "v")), (vec![], Some(int(50_000))));
    let none = csv("单位：元/人\n名称,产值\n甲,100\n");
    assert_eq!((none.told(), none.state("R", 0, "v")), (vec!["D031 1:1 单位：元/人".to_string()], CellState::Hole));
    assert!(none.diagnostics[0].message.en.contains("no column"), "{}", none.diagnostics[0].message.en);
    let rate = "record R key n { n : text v \"专利\" : quantity in 件/万人 }";
    let loaded = load_with(rate, vec![Input::new("R.csv", "单位：件/万人\nn,v\n甲,45.68\n")], Vec::new()).quiet();
    assert_eq!(loaded.number("R", 0, "v"), Some(ratio(4568, 100)));
}

#[test]
fn rows_that_name_their_unit_are_held_to_it() {
    for field in ["单位", "计量单位", "unit", "产值单位", "货币单位", "币种"] {
        let unit = if field == "币种" { "美元" } else { "亿元" };
        for loaded in [
            csv(&format!("名称,产值,{field}\n甲,100,{unit}\n")),
            file("a.json", &format!("{{\"R\":[{{\"名称\":\"甲\",\"产值\":100,\"{field}\":\"{unit}\"}}]}}")),
            file("a.json", &format!("{{\"R\":[{{\"{field}\":\"{unit}\",\"名称\":\"甲\",\"产值\":100}}]}}")),
            file("a.toml", &format!("[[R]]\nname = \"甲\"\nv = 100\n\"{field}\" = \"{unit}\"\n")),
        ] {
            let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
            assert_eq!((codes, loaded.state("R", 0, "v")), (vec!["D031"], CellState::Hole), "{field}");
        }
        let same = if field == "币种" { "人民币" } else { "万元" };
        for loaded in [
            csv(&format!("名称,产值,{field}\n甲,100,{same}\n")),
            file("a.json", &format!("{{\"R\":[{{\"名称\":\"甲\",\"产值\":100,\"{field}\":\"{same}\"}}]}}")),
            file("a.toml", &format!("[[R]]\nname = \"甲\"\nv = 100\n\"{field}\" = \"{same}\"\n")),
        ] {
            assert_eq!(value(&loaded.quiet(), 0), Some(int(100)), "{field}");
        }
    }
    // Counts are of one each.
    let counts = "record R key n { n \"名称\" : text c \"户数\" : count }";
    for (path, text) in
        [("R.csv", "名称,户数,单位\n甲,5,户\n"), ("a.json", "{\"R\":[{\"名称\":\"甲\",\"户数\":5,\"单位\":\"户\"}]}")]
    {
        assert_eq!(load_with(counts, vec![Input::new(path, text)], Vec::new()).quiet().number("R", 0, "c"), Some(int(5)));
    }
    let tens = load_with(counts, vec![Input::new("R.csv", "名称,户数,单位\n甲,5,万户\n")], Vec::new());
    assert_eq!((tens.told(), tens.state("R", 0, "c")), (vec!["D031 2:5 万户".to_string()], CellState::Hole));
    // A text field may name the unit of what it describes.
    let text = "record R key n { n \"名称\" : text k \"规格（吨）\" : text v \"产值\" : money in 万元 }";
    let loaded = load_with(text, vec![Input::new("R.csv", "名称,规格（吨）,产值\n甲,大型,5\n")], Vec::new()).quiet();
    assert_eq!(loaded.number("R", 0, "v"), Some(int(5)));
    let labelled = "record R key n { n \"名称\" : text k \"规格\" : text v \"产值\" : money in 万元 }";
    let loaded = load_with(labelled, vec![Input::new("R.csv", "名称,规格（吨）,产值\n甲,大型,5\n")], Vec::new()).quiet();
    assert_eq!(loaded.number("R", 0, "v"), Some(int(5)));
    // 单位 is also an organisation.
    for loaded in [
        csv("名称,单位,产值\n甲,安平县,100\n乙,统计局,5\n"),
        file("a.json", "{\"R\":[{\"名称\":\"甲\",\"产值\":100,\"单位\":\"安平县\"}]}"),
    ] {
        let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!((codes, value(&loaded, 0)), (vec!["D023"], Some(int(100))));
    }
    csv("名称,所属单位,产值\n甲,亿元村,100\n").told().iter().for_each(|t| assert!(t.starts_with("D023? "), "{t}"));
}

#[test]
fn an_envelope_that_names_another_unit_puts_the_figures_in_doubt() {
    let both = |field: &str, unit: &str| {
        [
            file(
                "a.json",
                &format!("{{\"报送\":{{\"{field}\":\"{unit}\",\"period\":2007}},\"R\":[{{\"名称\":\"甲\",\"产值\":100}}]}}"),
            ),
            file("a.json", &format!("{{\"R\":[{{\"名称\":\"甲\",\"产值\":100}}],\"报送\":{{\"{field}\":\"{unit}\"}}}}")),
            file("a.toml", &format!("[submission]\n\"{field}\" = \"{unit}\"\n[[R]]\nname = \"甲\"\nv = 100\n")),
        ]
    };
    for (field, unit) in [("单位", "亿元"), ("计量单位", "亿元"), ("unit", "亿元"), ("金额单位", "百亿元"), ("币种", "美元")]
    {
        for loaded in both(field, unit) {
            let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
            assert_eq!((codes, loaded.state("R", 0, "v")), (vec!["D031"], CellState::Hole), "{field}");
            assert_eq!(loaded.data.submissions[0].region, None);
        }
    }
    for (field, unit) in [("单位", "万元"), ("计量单位", "万元"), ("币种", "人民币")] {
        both(field, unit).into_iter().for_each(|l| assert_eq!(value(&l.quiet(), 0), Some(int(100)), "{field}"));
    }
    for (field, region) in [("单位", "安平县"), ("region", "131125"), ("报送单位", "县"), ("region", "万县"), ("单位", "百户乡")]
    {
        for loaded in both(field, region) {
            assert_eq!(loaded.quiet().data.submissions[0].region.as_deref(), Some(region), "{field}");
        }
    }
    for loaded in both("region", "亿元") {
        let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!((codes, loaded.data.submissions[0].region.clone()), (vec!["I016"], None));
    }
}
