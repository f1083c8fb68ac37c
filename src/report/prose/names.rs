//! What figures are called, in words.

use crate::diag::Lang;
use crate::finding::{Gathered, Name};
use crate::num::{int, show_exact_or};
use crate::report::prose::words::say;

/// `担保总额度的60%`, `企业的个数`
pub(crate) fn name(n: &Name, lang: Lang) -> String {
    match (n, lang) {
        (Name::Title(title), _) => title.clone(),
        (Name::Qualifying(title), Lang::Zh) => format!("{title}（只算合乎条件的）"),
        (Name::Qualifying(title), Lang::En) => format!("{title} (of those that qualify)"),
        (Name::Joined { left, sign, right }, _) => format!("{} {sign} {}", name(left, lang), name(right, lang)),
        (Name::Share { share, base }, Lang::Zh) => format!("{}的{}", whole(base, lang), name(share, lang)),
        (Name::Share { share, base }, Lang::En) => format!("{} of {}", name(share, lang), whole(base, lang)),
        (Name::Part { part, base }, Lang::Zh) => format!("{}占{}的比重", name(part, lang), name(base, lang)),
        (Name::Part { part, base }, Lang::En) => format!("{} as share of {}", name(part, lang), name(base, lang)),
        (Name::Length(text), Lang::Zh) => format!("{}的长度", name(text, lang)),
        (Name::Length(text), Lang::En) => format!("length of {}", name(text, lang)),
        (Name::Count(rows), Lang::Zh) => format!("{}的个数", rows.as_deref().unwrap_or("成员")),
        (Name::Count(rows), Lang::En) => format!("number of {}", rows.as_deref().unwrap_or("members")),
        (Name::Distinct(column), Lang::Zh) => format!("不同{column}的个数"),
        (Name::Distinct(column), Lang::En) => format!("number of different {column}"),
        (Name::Gathered(what, column), Lang::Zh) => format!("{column}{}", gathered(*what, lang)),
        (Name::Gathered(what, column), Lang::En) => format!("{} {column}", gathered(*what, lang)),
        (Name::Sending, _) => say(lang, "报送日期", "day of sending").to_string(),
        (Name::AsOfDay, _) => say(lang, "核查日", "as-of day").to_string(),
        (Name::NeededEnd, _) => say(lang, "期末应有的数", "what the end must come to").to_string(),
    }
}

/// What a share is taken of; a sum of figures stands in brackets.
fn whole(base: &Name, lang: Lang) -> String {
    match base {
        Name::Joined { .. } => format!("{}{}{}", say(lang, "（", "("), name(base, lang), say(lang, "）", ")")),
        Name::Title(_)
        | Name::Qualifying(_)
        | Name::Share { .. }
        | Name::Part { .. }
        | Name::Length(_)
        | Name::Count(_)
        | Name::Distinct(_)
        | Name::Gathered(..)
        | Name::Sending
        | Name::AsOfDay
        | Name::NeededEnd => name(base, lang),
    }
}

fn gathered(what: Gathered, lang: Lang) -> String {
    match what {
        Gathered::Sum => say(lang, "合计", "sum of").to_string(),
        Gathered::Least => say(lang, "最小值", "least").to_string(),
        Gathered::Greatest => say(lang, "最大值", "greatest").to_string(),
        Gathered::Average => say(lang, "平均值", "average").to_string(),
        Gathered::Rank => say(lang, "的名次", "rank by").to_string(),
        Gathered::Median => say(lang, "中位数", "median").to_string(),
        Gathered::Quantile(share) => {
            let at = show_exact_or(&(int(i64::from(share)) / int(10_000)), 4);
            format!("{at}%{}", say(lang, "分位数", " quantile of"))
        }
    }
}
