//! What is handed on: pages, tables, files for each region, notices.

mod apart;
mod book;
mod formats;
mod injection;
mod notices;
mod regions;

pub use super::Folder;

/// Two guarantee bodies of two counties, in one file that the city sent: one is a yuan short.
pub const BODIES: &str = "机构名称,年度,县,担保总额度（万元）,集群企业担保额度（万元）\n\
安平中心,2007,安平县,100,60\n\
饶阳中心,2007,饶阳县,100,59.9999\n";

pub const RULES: &str = r#"政策 p "衡水市指导意见" {
  文号 "衡政〔2006〕75号"
  条款 share "四(五)" "担保额度占比" 强制
}

表 counties "各县" 主键 name {
  | name "县名" |
  | 安平县      |
  | 饶阳县      |
}

记录 Body "担保机构" 主键 name, year {
  name     "机构名称"         : 文本
  year     "年度"             : 年度
  county   "县"               : 引用 counties
  total    "担保总额度"       : 金额 单位 万元 精确到 0.0001
  clusters "集群企业担保额度" : 金额 单位 万元 精确到 0.0001
}

规则 share "集群企业担保额度达到担保总额度的 60%" {
  依据 p.share
  对   机构 在 担保机构
  要求 机构.集群企业担保额度 不低于 机构.担保总额度 的 60%
  列示 "占比": 机构.集群企业担保额度 占 机构.担保总额度 的比重
}
"#;

pub fn project() -> Folder {
    let file = "[project]\nname = \"担保核查\"\nrules = [\"rules.fadu\"]\nlang = \"zh\"\n\n[run]\nas_of = 2007-12-31\n\n\
        [[submissions]]\nfiles = \"in/*.csv\"\nrecord = \"担保机构\"\nregion = \"衡水市\"\n";
    Folder::new().with("fadu.toml", file).with("rules.fadu", RULES).with("in/B.csv", BODIES)
}
