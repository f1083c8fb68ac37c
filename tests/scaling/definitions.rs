//! What definitions of definitions cost, at n levels and at twice n.

use super::thread_time;
use fadu::diag::Sink;
use fadu::internals::plan::lower;
use fadu::pipeline::Bindings;
use fadu::text::Sources;
use fadu::world::MemoryWorld;
use std::path::PathBuf;
use std::time::Duration;

const HEAD: &str = "record Park key name {\n  name : text\n  v : money in 万元\n  ok : flag\n  kind : one of \"甲\", \"乙\"\n}\n";

/// What the first is, what each of the others makes of the one before, what is asked of the last.
const TOWERS: [(&str, &str, &str); 4] = [
    ("v", "round(@ / 3, 2) + max(@ / 7, v)", "> 1元"),
    ("ok", "(@ and v > 1元) or (not @ and v < 1元)", "= yes"),
    ("kind", "choose { @ = \"甲\": \"乙\"; v > 1元: @; otherwise: \"甲\" }", "= \"甲\""),
    ("v", "sum(p.v for p in Park when p.kind = kind) + max(@, v) - @", "> 1元"),
];

fn cost(levels: usize, (first, step, asked): (&str, &str, &str)) -> Duration {
    let mut text = format!("{HEAD}define Park.d0 = {first}\n");
    for level in 1..=levels {
        text.push_str(&format!("define Park.d{level} = {}\n", step.replace('@', &format!("d{}", level - 1))));
    }
    text.push_str(&format!("rule r {{ for p in Park require p.d{levels} {asked} }}\n"));
    let world = MemoryWorld::default().with("r.fadu", text.as_str());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let start = thread_time();
    let set = fadu::pipeline::compile(&world, &[PathBuf::from("r.fadu")], &Bindings::default(), &mut sources, &mut sink);
    let plan = lower(&set);
    let time = thread_time().saturating_sub(start).max(Duration::from_micros(1));
    assert_eq!(plan.rules.len(), 1, "{text}");
    time
}

/// Every definition is looked at by itself as well, with all below it. What doubles with every level is a thousand times over the bound.
#[test]
fn definitions_of_definitions_do_not_multiply() {
    for tower in TOWERS {
        assert!((0..4).any(|_| cost(20, tower) < cost(10, tower) * 16), "{tower:?}: more than 16 times for twice the levels");
    }
}
