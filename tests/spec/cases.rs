//! The 38 cases: the page of each, and the clauses it is about.

use fadu::ast::Verdict;

pub struct Case {
    pub file: &'static str,
    pub clauses: &'static [&'static str],
    /// Verdicts the case does not admit.
    pub never: &'static [Verdict],
}

const fn case(file: &'static str, clauses: &'static [&'static str]) -> Case {
    Case { file, clauses, never: &[] }
}

/// Rule sets that others published, encoded from their description.
pub const FOREIGN: &[&str] = &["a1-income-tax", "a2-rule-types-of-official-statistics"];

/// Cases whose construct is being built.
pub const PENDING: &[u8] = &[];

pub const CASES: &[Case] = &[
    case(
        "01-every-named-member",
        &[
            "shaanxi/2/all-over-100",
            "shaanxi/2/nine-over-1000",
            "shaanxi/2/five-over-500",
            "hengshui/2.2/over-100",
            "hengshui/2.2/over-50",
            "hengshui/1/provincial-over-50",
        ],
    ),
    case("02-count-above", &["dalian/1.2/clusters-over-1000", "shaanxi/3.2/core-1000", "hengshui/1/clusters-over-1"]),
    case("03-count-in-band", &["dalian/1.2/clusters-200-500"]),
    case("04-nested-counts", &["shaanxi/3.2/core-1000", "shaanxi/3.2/core-500", "hengshui/2.2/over-100", "hengshui/2.2/over-50"]),
    case("05-sum-per-phase", &["dalian/1.2/total-output", "hengshui/1/totals"]),
    case(
        "06-exclusion-once",
        &["dalian/1.2/scope-15", "dalian/1.2/total-output", "dalian/1.2/share-of-city", "dalian/2.5/output"],
    ),
    case(
        "07-shares-of-differently-scoped-totals",
        &["dalian/1.2/share-of-city", "hengshui/2.2/economy-share", "shaanxi/1/baseline-share"],
    ),
    case("08-denominator-through-a-relation", &["hengshui/1/county-output-share"]),
    case("09-mean-annual-growth", &["shaanxi/2/growth-sales", "shaanxi/2/growth-value-added"]),
    case(
        "10-phases-without-years",
        &["dalian/1.2/total-output", "shaanxi/2/total-sales", "shaanxi/2/total-value-added", "dalian/2.8/output-stretch"],
    ),
    case("11-from-below-to-above", &["shaanxi/2/local-supply-rate"]),
    case(
        "12-range-with-both-bounds",
        &[
            "hengshui/2.2/county-industries",
            "hengshui/2.2/county-clusters",
            "shaanxi/4.2/development-funds",
            "dalian/1.2/horizon",
        ],
    ),
    case(
        "13-each-county",
        &[
            "hengshui/2.2/county-industries",
            "hengshui/4.3/sme-fund",
            "shaanxi/4.5/local-funds",
            "shaanxi/3.1/local-programmes",
            "dalian/3.2.7/appraisal",
        ],
    ),
    case("14-conditional-duty", &["shaanxi/3.5/large-firm-park"]),
    case("15-cluster-year-quantity", &["hengshui/2.2/provincial-brands", "hengshui/2.2/municipal-brands"]),
    case("16-duty-each-month", &["luyi/2/monthly-forum"]),
    case(
        "17-acts-in-consecutive-years",
        &["shaanxi/4.4/project-guide", "shaanxi/3.2/capital-injection", "shaanxi/3.2/project-tracking"],
    ),
    case("18-each-fund-or-pooled", &["hengshui/4.4/fund-share", "hengshui/4.5/guarantee-share"]),
    case("19-share-for-a-class-of-receivers", &["hengshui/4.5/guarantee-share", "hengshui/4.4/fund-share"]),
    case(
        "20-presence-matrix",
        &["hengshui/4.5/platforms", "hengshui/4.3/platform-budget", "shaanxi/5/intermediaries", "shaanxi/3.1/plans"],
    ),
    case("21-composition-of-a-body", &["shaanxi/5/leading-group", "hengshui/4.1/leading-group"]),
    case("22-presence-with-a-deadline", &["hengshui/2.2/associations"]),
    case(
        "23-stage-ladder",
        &[
            "essay/1/stage-ladder",
            "essay/1.1/concentration",
            "essay/1.2/agglomeration",
            "essay/1.3/cluster",
            "essay/2/radiation-ladder",
        ],
    ),
    case(
        "24-rules-over-labels",
        &["essay/2/path-order", "shaanxi/1/cluster-types", "hengshui/2.1/six-batches", "shaanxi/3.5/regional-themes"],
    ),
    case(
        "25-open-parameters",
        &[
            "dalian/3.1.2/bank-share",
            "shaanxi/4.5/local-funds",
            "shaanxi/4.1/relocation-tax",
            "shaanxi/4.4/key-project-award",
            "hengshui/4.7/tax-sharing",
            "hengshui/4.2/lubei-zone",
        ],
    ),
    case("26-agreed-ratio", &["shaanxi/4.1/relocation-tax", "hengshui/4.7/tax-sharing"]),
    case("27-unreliable-figures", &["dalian/2.2/output", "shaanxi/4.2/development-funds", "shaanxi/3.1/plans"]),
    case(
        "28-soft-figures",
        &["shaanxi/2/total-value-added", "shaanxi/1/baseline-totals", "shaanxi/2/growth-sales", "hengshui/1/totals"],
    ),
    case(
        "29-words-of-comparison",
        &["hengshui/1/provincial-over-50", "hengshui/2.2/over-50", "shaanxi/3.2/core-500", "shaanxi/2/all-over-100"],
    ),
    case("30-several-quantities", &["dalian/2.2/rail-capacity", "dalian/2.12/steel-capacity", "shaanxi/3.4/tech-centres"]),
    case(
        "31-units-and-scales",
        &["dalian/2.4/ship-capacity", "dalian/2.6/vehicle-capacity", "hengshui/1/totals", "shaanxi/2/total-sales"],
    ),
    case(
        "32-policy-against-itself",
        &[
            "dalian/2/parts-vs-whole",
            "dalian/2/size-bands-vs-targets",
            "shaanxi/2/path-vs-growth",
            "shaanxi/2/band-floor",
            "shaanxi/2/lists-consistency",
            "hengshui/2.2/lists-consistency",
        ],
    ),
    case(
        "33-lists-and-other-names",
        &["shaanxi/2/lists-consistency", "hengshui/2.2/lists-consistency", "hengshui/1/base-titles", "dalian/1.2/scope-15"],
    ),
    case(
        "34-open-lists",
        &["hengshui/2.2/municipal-6", "shaanxi/3.5/large-firm-park", "hengshui/1.1/special-industries", "luyi/5/invest-systems"],
    ),
    case("35-prohibition", &["hengshui/4.2/no-interference"]),
    case(
        "36-grades-of-force",
        &["dalian/2.8/output-stretch", "hengshui/2.2/backbone-brands", "shaanxi/2/world-class-5", "dalian/3.1.4/talent"],
    ),
    case(
        "37-figures-that-are-bounds",
        &["hengshui/1/provincial-over-50", "hengshui/1/county-output-share", "shaanxi/3.5/large-firm-park"],
    ),
    case(
        "38-several-documents",
        &[
            "dalian/3.1.2/guarantee-priority",
            "hengshui/4.5/guarantee-share",
            "luyi/3/guarantee-system",
            "shaanxi/4.1/relocation-tax",
            "hengshui/4.7/tax-sharing",
        ],
    ),
];
