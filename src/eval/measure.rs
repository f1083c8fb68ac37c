//! Aggregates: exact values of whole groups for the kernels, affine forms with possible members for the exact path.

use super::affine::{Affine, PartOf, Symbol};
use super::bind::{Bound, KeyBits};
use super::exact::{Env, MAYBE_BASE, Value, domain_of};
use super::groups::Group;
use super::truth::Truth;
use super::vec::{CHUNK, Chunk, Ints, NumVec};
use super::wild::WildRows;
use super::window::Lacking;
use crate::num::{End, Interval, Rat, int, to_i64};
use crate::plan::{AggId, Atom, Key, Lin, Measure, Num, Scope};
use crate::ty::{ColId, Origin, periods_within};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex};

/// What is known of one aggregate over all its groups.
#[derive(Debug, Default)]
pub struct MeasureTable {
    /// Per group: the value as a scaled integer where it is exactly known, for the kernels.
    pub exact: Vec<Option<i128>>,
    pub scale: u32,
    /// Truth of `every`/`some` per group where all members are decided: (passed, failed).
    pub truth: Vec<Option<(u64, u64)>>,
    /// Affine forms made so far.
    cache: Mutex<FxHashMap<KeyBits, Arc<Value>>>,
}

/// The rows that matter for one key.
pub struct Members<'a> {
    pub sure: &'a [u32],
    pub maybe: Vec<u32>,
    /// More rows may exist that nobody sent.
    pub tail: bool,
    pub part: PartOf,
}

impl Members<'_> {
    fn full_key(&self) -> Option<KeyBits> {
        self.part.key.iter().copied().collect()
    }
}

impl Bound<'_> {
    pub fn measure_table(&self, id: AggId) -> &MeasureTable {
        self.measures[id.0 as usize].get_or_init(|| self.build_measure(id))
    }

    fn build_measure(&self, id: AggId) -> MeasureTable {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        let mut table = MeasureTable::default();
        if scope.residual.is_some() {
            return table;
        }
        let groups = self.group_table(agg.scope);
        for group in &groups.groups {
            let key: Vec<Option<u64>> = group.key.iter().map(|&k| Some(k)).collect();
            let open = self.may_have_more(scope, &key, None) || self.calendar_is_open(scope, None);
            let whole = group.maybe.is_empty() && !open && !groups.wild.any_fits(&key);
            match &agg.measure {
                Measure::Count => table.exact.push(whole.then(|| i128::try_from(group.sure.len()).unwrap_or(i128::MAX))),
                Measure::Sum(lin) => self.push_sum(&mut table, scope, lin, group, whole),
                Measure::Truth(cond) => {
                    let counts = if whole { self.truth_counts(scope, *cond, &group.sure) } else { None };
                    table.truth.push(counts);
                }
                Measure::Valued(_) | Measure::Min(_) | Measure::Max(_) | Measure::Quantile(..) | Measure::Distinct(_) => {
                    table.exact.push(None);
                }
            }
        }
        table
    }

    fn push_sum(&self, table: &mut MeasureTable, scope: &Scope, lin: &Lin, group: &Group, whole: bool) {
        let mut total: Option<i128> = whole.then_some(0);
        let mut scale = None;
        for rows in group.sure.chunks(CHUNK) {
            let Some(sum) = total else { break };
            let chunk = Chunk { rels: vec![scope.rel], len: rows.len(), slots: vec![rows.to_vec()] };
            let v = self.lin_vec(lin, &chunk);
            let same_scale = *scale.get_or_insert(v.nums.scale) == v.nums.scale;
            if v.den != 1 || !same_scale || v.nums.ok.iter().any(|ok| !ok) {
                total = None;
                break;
            }
            total = match &v.nums.values {
                // A sum of i64 in i128 cannot overflow below 2^64 rows.
                Ints::Narrow(list) => sum.checked_add(list.iter().map(|&x| i128::from(x)).sum()),
                Ints::Wide(list) => list.iter().try_fold(sum, |a, x| a.checked_add(*x)),
            };
        }
        let scale = scale.unwrap_or(table.scale);
        if table.exact.is_empty() || table.exact.iter().all(Option::is_none) {
            table.scale = scale;
        }
        table.exact.push(total.filter(|_| scale == table.scale));
    }

    fn truth_counts(&self, scope: &Scope, cond: crate::plan::CondId, rows: &[u32]) -> Option<(u64, u64)> {
        let (mut passed, mut failed) = (0, 0);
        for part in rows.chunks(CHUNK) {
            let chunk = Chunk { rels: vec![scope.rel], len: part.len(), slots: vec![part.to_vec()] };
            for truth in self.truths(cond, &chunk) {
                match truth {
                    Truth::TRUE => passed += 1,
                    Truth::FALSE => failed += 1,
                    // What has no base neither passes nor fails.
                    Truth::NO_BASE => {}
                    _ => return None,
                }
            }
        }
        Some((passed, failed))
    }

    /// The kernel's view of an aggregate: one integer per row where the group is exactly known.
    pub fn measured(&self, id: AggId, key: &[Key], chunk: &Chunk) -> NumVec {
        let agg = self.plan.agg(id);
        let table = self.measure_table(id);
        let groups = self.group_table(agg.scope);
        let scope = self.plan.scope(agg.scope);
        let mut ok = vec![false; chunk.len];
        let mut values = vec![0i128; chunk.len];
        let additive = matches!(agg.measure, Measure::Count | Measure::Sum(_));
        if scope.residual.is_none() && additive {
            let keys = self.keys(key, chunk);
            for (i, key) in keys.into_iter().enumerate() {
                let Some(key) = key else { continue };
                let found = match groups.index.get(&key) {
                    Some(&at) => table.exact.get(at as usize).copied().flatten(),
                    None => self.empty_group(scope, &key, &groups.wild).then_some(0),
                };
                if let Some(v) = found {
                    (values[i], ok[i]) = (v, true);
                }
            }
        }
        let narrow: Option<Vec<i64>> = values.iter().map(|&v| i64::try_from(v).ok()).collect();
        NumVec { values: narrow.map_or(Ints::Wide(values), Ints::Narrow), scale: table.scale, ok }
    }

    /// No row has this key, and none can.
    fn empty_group(&self, scope: &Scope, key: &[u64], wild: &WildRows) -> bool {
        let key: Vec<Option<u64>> = key.iter().map(|&k| Some(k)).collect();
        !wild.any_fits(&key) && !self.may_have_more(scope, &key, None) && !self.calendar_is_open(scope, None)
    }

    pub fn quantified_vec(&self, all: bool, id: AggId, key: &[Key], chunk: &Chunk) -> Vec<Truth> {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        if scope.residual.is_some() {
            return vec![Truth::OPEN; chunk.len];
        }
        let (table, groups) = (self.measure_table(id), self.group_table(agg.scope));
        let decide = |key: Option<KeyBits>| {
            let key = key?;
            let (passed, failed) = match groups.index.get(&key) {
                Some(&at) => table.truth.get(at as usize).copied().flatten()?,
                None => self.empty_group(scope, &key, &groups.wild).then_some((0, 0))?,
            };
            Some(Truth::of(if all { failed == 0 } else { passed > 0 }))
        };
        self.keys(key, chunk).into_iter().map(|k| decide(k).unwrap_or(Truth::OPEN)).collect()
    }

    /// Whether rows that nobody sent could belong to this key of the scope.
    pub fn may_have_more(&self, scope: &Scope, key: &[Option<u64>], env: Option<&Env>) -> bool {
        if self.takes_nothing(scope) {
            return false;
        }
        let relation = self.rules.schema.get(scope.rel);
        if matches!(relation.origin, Origin::Nested { .. }) {
            let Some(at) = scope.key.iter().position(|k| matches!(k, Key::Row(_))) else {
                return !self.complete.all_lists(scope.rel) || !matches!(self.lacking(scope, None, env), Lacking::Nothing);
            };
            let row = key.get(at).copied().flatten().and_then(|k| u32::try_from(k).ok());
            // The list of a row that is not there was not sent.
            return row.is_none_or(|row| !self.open_lists(scope, row).is_empty());
        }
        let part = |at: Option<usize>| at.and_then(|i| key.get(i).copied().flatten());
        let period = part(scope.period_part).map(u64::cast_signed);
        if scope.period_part.is_some() && period.is_none() {
            // The period asked for is not known; it may be one that nobody reported on.
            return true;
        }
        let sender = part(scope.sender_part).and_then(|c| u32::try_from(c).ok());
        if !matches!(self.lacking(scope, sender, env), Lacking::Nothing) {
            return true;
        }
        let whole = |period| self.complete.is_complete(scope.rel, relation.period().is_some(), period, sender);
        match (period, scope.period_kind, relation.period()) {
            // Of a year every month must be there.
            (Some(period), Some(around), Some((_, kind))) => {
                periods_within(period, around, kind).into_iter().any(|own| !whole(Some(own)))
            }
            _ => !whole(period),
        }
    }

    /// The rows of a scope for a key in hand.
    pub fn members(&self, id: AggId, key: &[Key], env: &Env) -> Members<'_> {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        let groups = self.group_table(agg.scope);
        let parts = key;
        let key: Vec<Option<u64>> = parts.iter().map(|k| self.key_part(k, env)).collect();
        let tail = self.may_have_more(scope, &key, Some(env)) || self.calendar_is_open(scope, Some(env));
        let full: Option<KeyBits> = key.iter().copied().collect();
        let mut maybe: Vec<u32> = groups.wild.fitting(&key);
        let sure: &[u32] = match &full {
            Some(full) => match groups.find(full) {
                Some(group) => {
                    maybe.extend(&group.maybe);
                    &group.sure
                }
                None => &[],
            },
            // The key in hand is not known: every row of every group that fits may belong.
            None => {
                let open =
                    |at: usize, part: u64| key[at].map_or_else(|| self.may_be(&parts[at], part, env), |known| known == part);
                let fits = |g: &&Group| g.key.iter().enumerate().all(|(at, part)| open(at, *part));
                groups.groups.iter().filter(fits).for_each(|g| {
                    maybe.extend(&g.sure);
                    maybe.extend(&g.maybe);
                });
                &[]
            }
        };
        maybe.sort_unstable();
        let id = if full.is_some() { 0 } else { self.fresh() };
        Members { sure, maybe, tail, part: PartOf { key: key.into(), outer: Arc::default(), id } }
    }

    pub fn aggregate(&self, id: AggId, key: &[Key], env: &Env) -> Value {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        if let Some((residual, slot)) = scope.residual {
            let members = self.residual_members(id, key, env, residual, slot);
            return self.fold_members(id, &members.0, &members.1, Some((env, slot)));
        }
        let members = self.members(id, key, env);
        let full = members.full_key();
        let table = self.measure_table(id);
        if let Some(full) = &full
            && let Some(hit) = table.cache.lock().ok().and_then(|c| c.get(full).cloned())
        {
            return (*hit).clone();
        }
        let sure: Vec<u32> = members.sure.to_vec();
        let value = self.fold_members(id, &sure, &members, None);
        // Whoever comes first is heard: two threads must not hold two symbols for one figure.
        match (full, table.cache.lock()) {
            (Some(full), Ok(mut cache)) => (**cache.entry(full).or_insert_with(|| Arc::new(value))).clone(),
            _ => value,
        }
    }

    /// With a condition on both rows: the matching part of the scope, decided member by member.
    pub fn residual_members(
        &self,
        id: AggId,
        key: &[Key],
        env: &Env,
        residual: crate::plan::CondId,
        slot: u8,
    ) -> (Vec<u32>, Members<'_>) {
        let rel = self.plan.scope(self.plan.agg(id).scope).rel;
        let all = self.members(id, key, env);
        let (mut sure, mut maybe) = (Vec::new(), Vec::new());
        let known = all.sure.iter().map(|&r| (r, true)).chain(all.maybe.iter().map(|&r| (r, false)));
        for (row, is_sure) in known {
            let truth = self.truth(residual, &env.with(slot, rel, row));
            if truth == Truth::TRUE && is_sure {
                sure.push(row);
            } else if truth.can_be_true() {
                maybe.push(row);
            }
        }
        let part = PartOf { outer: env.rows.clone().into(), ..all.part };
        (sure, Members { sure: &[], maybe, part, tail: all.tail })
    }

    fn fold_members(&self, id: AggId, sure: &[u32], members: &Members<'_>, outer: Option<(&Env, u8)>) -> Value {
        let agg = self.plan.agg(id);
        let scope = self.plan.scope(agg.scope);
        let inner = |row: u32| match outer {
            Some((env, slot)) => env.with(slot, scope.rel, row),
            None => Env::of(scope.rel, row),
        };
        match &agg.measure {
            Measure::Count => Value::sure(self.count(id, sure.len(), members)),
            Measure::Valued(lin) => Value::sure(self.valued(id, lin, sure, members, &inner)),
            Measure::Sum(lin) => Value::sure(self.sum(id, lin, sure, members, &inner)),
            Measure::Min(n) => self.extreme_of(id, (n, true), sure, members, &inner),
            Measure::Max(n) => self.extreme_of(id, (n, false), sure, members, &inner),
            Measure::Quantile(n, share) => self.quantile(id, (n, share), sure, members, &inner),
            Measure::Distinct(text) => Value::sure(self.distinct(id, text, sure, members, &inner)),
            Measure::Truth(_) => Value::none(),
        }
    }

    fn membership(&self, id: AggId, row: u32, part: &PartOf) -> Affine {
        let scope = self.plan.agg(id).scope;
        Affine::symbol(Symbol::Member { scope, row, part: part.clone() }, Interval::closed(int(0), int(1)), true)
    }

    pub fn many(&self, agg: AggId) -> impl FnOnce(usize) -> Symbol + '_ {
        move |count| Symbol::Many { agg, count, id: self.fresh() }
    }

    fn count(&self, id: AggId, sure: usize, members: &Members<'_>) -> Affine {
        let mut total = Affine::constant(Rat::from(sure));
        if members.maybe.len() > Affine::MAX_TERMS {
            let most = if members.tail { End::Unbounded } else { End::Closed(Rat::from(members.maybe.len())) };
            let domain = Interval { lo: End::Closed(Rat::ZERO), hi: most };
            let many = self.many(id)(members.maybe.len());
            total.add_scaled(&Affine::symbol(many, domain, true), &Rat::ONE);
            return total;
        }
        for &row in &members.maybe {
            total.add_scaled(&self.membership(id, row, &members.part), &Rat::ONE);
        }
        if members.tail {
            let tail = Symbol::Tail { agg: id, part: members.part.clone() };
            total.add_scaled(&Affine::symbol(tail, Interval::non_negative(), true), &Rat::ONE);
        }
        total.bounded(self.many(id))
    }

    fn sum(&self, id: AggId, lin: &Lin, sure: &[u32], members: &Members<'_>, inner: &dyn Fn(u32) -> Env) -> Affine {
        let mut total = Affine::default();
        for &row in sure {
            let value = self.lin(lin, &inner(row));
            // A figure that does not exist adds nothing; one that may not exist adds nothing or itself.
            match value.base {
                Truth::NO_BASE => {}
                Truth::TRUE => total.add_scaled(&value.form, &Rat::ONE),
                _ => total.add_scaled(&self.maybe_term(id, row, &members.part, &value.form), &Rat::ONE),
            }
        }
        for &row in &members.maybe {
            let value = self.lin(lin, &inner(row));
            match value.form.as_constant() {
                _ if value.base == Truth::NO_BASE => {}
                Some(known) if value.base == Truth::TRUE => total.add_scaled(&self.membership(id, row, &members.part), known),
                _ => total.add_scaled(&self.maybe_term(id, row, &members.part, &value.form), &Rat::ONE),
            }
        }
        if members.tail {
            let tail = Symbol::Tail { agg: id, part: members.part.clone() };
            total.add_scaled(&Affine::symbol(tail, self.tail_domain(id, lin), false), &Rat::ONE);
        }
        total.bounded(self.many(id))
    }

    /// How many rows have a value.
    fn valued(&self, id: AggId, lin: &Lin, sure: &[u32], members: &Members<'_>, inner: &dyn Fn(u32) -> Env) -> Affine {
        let (mut firm, mut maybe) = (0, Vec::new());
        for &row in sure {
            match self.lin(lin, &inner(row)).base {
                Truth::NO_BASE => {}
                Truth::TRUE => firm += 1,
                _ => maybe.push(row),
            }
        }
        maybe.extend(members.maybe.iter().filter(|&&row| self.lin(lin, &inner(row)).base != Truth::NO_BASE));
        let mut total = Affine::constant(Rat::from(firm));
        let one = Affine::constant(Rat::ONE);
        for row in maybe {
            total.add_scaled(&self.maybe_term(id, row, &members.part, &one), &Rat::ONE);
        }
        if members.tail {
            let tail = Symbol::Tail { agg: id, part: members.part.clone() };
            total.add_scaled(&Affine::symbol(tail, Interval::non_negative(), true), &Rat::ONE);
        }
        total.bounded(self.many(id))
    }

    pub fn maybe_term(&self, agg: AggId, row: u32, part: &PartOf, form: &Affine) -> Affine {
        let hull = form.interval().hull(&Interval::exact(Rat::ZERO));
        Affine::symbol(Symbol::MaybeTerm { agg, row, part: part.clone() }, hull, form.is_integer())
    }

    /// Rows that were not sent add nothing or something; never less than nothing unless the figure is signed.
    fn tail_domain(&self, id: AggId, lin: &Lin) -> Interval {
        let scope = self.plan.scope(self.plan.agg(id).scope);
        let non_negative = crate::num::signum(&lin.konst) >= 0
            && lin.terms.iter().all(|(atom, c)| crate::num::signum(c) > 0 && self.is_non_negative(*atom, scope));
        if non_negative { Interval::non_negative() } else { Interval::all() }
    }

    fn is_non_negative(&self, atom: crate::plan::AtomId, scope: &Scope) -> bool {
        let column = |rel, col: ColId| !domain_of(self.def(rel, col)).reaches_below(&Rat::ZERO);
        match self.plan.atom(atom) {
            Atom::Cell { row, col } => match self.plan.row(*row) {
                // Other slots hold outer rows, of relations that are not known here.
                crate::plan::Row::Slot(slot) => scope.residual.map_or(0, |(_, s)| s) == *slot && column(scope.rel, *col),
                crate::plan::Row::Lookup { rel, .. } | crate::plan::Row::Parent { rel, .. } => column(*rel, *col),
            },
            Atom::Agg { agg, .. } => {
                matches!(self.plan.agg(*agg).measure, Measure::Count | Measure::Valued(_) | Measure::Distinct(_))
            }
            _ => false,
        }
    }

    /// What the figure of a row that nobody sent can be.
    fn unsent_domain(&self, id: AggId, n: &Num) -> Interval {
        match n {
            Num::Lin(lin) => self.tail_domain(id, lin),
            Num::Ratio(..) => Interval::all(),
        }
    }

    /// The least (or greatest) figure.
    fn extreme_of(
        &self,
        id: AggId,
        (n, lesser): (&Num, bool),
        sure: &[u32],
        members: &Members<'_>,
        inner: &dyn Fn(u32) -> Env,
    ) -> Value {
        let values = |rows: &[u32]| -> Vec<Value> { rows.iter().map(|&r| self.num(n, &inner(r))).collect() };
        let (firm, mut loose): (Vec<Value>, Vec<Value>) = values(sure).into_iter().partition(|v| v.base == Truth::TRUE);
        loose.extend(values(&members.maybe));
        loose.retain(|v| v.base != Truth::NO_BASE);
        let mut found: Option<Interval> = None;
        for v in &firm {
            let i = v.form.interval();
            found = Some(found.map_or_else(|| i.clone(), |f| pick(&f, &i, lesser)));
        }
        let fixed = found.is_some();
        let mut hull = found;
        for v in &loose {
            let i = v.form.interval();
            // Beside a firm figure a possible one can only move the extreme one way; alone it can be the extreme itself.
            hull = Some(match hull {
                Some(h) if fixed => h.hull(&pick(&h, &i, lesser)),
                Some(h) => h.hull(&i),
                None => i,
            });
        }
        if members.tail {
            let unsent = self.unsent_domain(id, n);
            hull = Some(match hull {
                Some(h) if fixed => h.hull(&pick(&h, &unsent, lesser)),
                Some(h) => h.hull(&unsent),
                None => unsent,
            });
        }
        let base = if fixed { Truth::TRUE } else { MAYBE_BASE };
        match hull {
            None => Value::none(),
            Some(interval) => Value { form: Affine::symbol(self.opaque(), interval, false), base },
        }
    }

    /// At the place `share · (n − 1)` of the figures in order, counted from 0; between two of them by proportion.
    fn quantile(
        &self,
        id: AggId,
        (n, share): (&Num, &Rat),
        sure: &[u32],
        members: &Members<'_>,
        inner: &dyn Fn(u32) -> Env,
    ) -> Value {
        let values: Vec<Value> = sure.iter().map(|&r| self.num(n, &inner(r))).filter(|v| v.base != Truth::NO_BASE).collect();
        let known: Option<Vec<Rat>> = values.iter().map(|v| v.form.as_constant().cloned()).collect();
        let sure_bases = values.iter().all(|v| v.base == Truth::TRUE);
        match known {
            Some(mut list) if members.maybe.is_empty() && !members.tail && sure_bases => {
                if list.is_empty() {
                    return Value::none();
                }
                list.sort();
                let place = share * Rat::from(list.len() - 1);
                let whole = crate::num::floor(&place);
                let at = to_i64(&whole).and_then(|n| usize::try_from(n).ok()).unwrap_or(0).min(list.len() - 1);
                let (low, high) = (&list[at], &list[(at + 1).min(list.len() - 1)]);
                Value::sure(Affine::constant(low + (high - low) * (place - whole)))
            }
            _ => {
                let mut hull: Option<Interval> = members.tail.then(|| self.unsent_domain(id, n));
                for v in values.iter().cloned().chain(members.maybe.iter().map(|&r| self.num(n, &inner(r)))) {
                    let i = v.form.interval();
                    hull = Some(hull.map_or_else(|| i.clone(), |h| h.hull(&i)));
                }
                let base = if values.iter().any(|v| v.base == Truth::TRUE) { Truth::TRUE } else { MAYBE_BASE };
                Value { form: Affine::symbol(self.opaque(), hull.unwrap_or_else(Interval::all), false), base }
            }
        }
    }

    /// `every` and `some`: possible members can break the one and make the other, never the reverse.
    pub fn quantified(&self, all: bool, id: AggId, key: &[Key], env: &Env) -> Truth {
        let agg = self.plan.agg(id);
        let Measure::Truth(cond) = &agg.measure else { return Truth::UNKNOWN };
        let scope = self.plan.scope(agg.scope);
        let (sure, members) = match scope.residual {
            Some((residual, slot)) => self.residual_members(id, key, env, residual, slot),
            None => {
                let members = self.members(id, key, env);
                (members.sure.to_vec(), members)
            }
        };
        let inner = |row: u32| match scope.residual {
            Some((_, slot)) => env.with(slot, scope.rel, row),
            None => Env::of(scope.rel, row),
        };
        let neutral = if all { Truth::TRUE } else { Truth::FALSE };
        let mut truth = neutral;
        for &row in &sure {
            let one = self.truth(*cond, &inner(row));
            truth = if all { truth.and(one) } else { truth.or(one) };
        }
        for &row in &members.maybe {
            let one = self.truth(*cond, &inner(row)).or_possible(neutral);
            truth = if all { truth.and(one) } else { truth.or(one) };
        }
        if members.tail {
            truth = if all { truth.and(Truth::UNKNOWN) } else { truth.or(Truth::UNKNOWN) };
        }
        truth
    }
}

/// The smaller (or larger) of two numbers known as intervals.
fn pick(a: &Interval, b: &Interval, lesser: bool) -> Interval {
    if !lesser {
        return pick(&a.neg(), &b.neg(), true).neg();
    }
    let hull = a.hull(b);
    let upper = |i: &Interval| Interval { lo: crate::num::End::Unbounded, hi: i.hi.clone() };
    let ceiling = upper(a).meet(&upper(b)).unwrap_or_else(Interval::all);
    hull.meet(&ceiling).unwrap_or(hull)
}

impl Env {
    /// The rows in hand with one more.
    pub fn with(&self, slot: u8, rel: crate::ty::RelId, row: u32) -> Env {
        let mut out = self.clone();
        let slot = usize::from(slot);
        if slot < out.rows.len() {
            // What was taken for granted of a row that goes is not so of the row that comes.
            out.assumed = None;
        }
        out.rels.resize(slot.max(out.rels.len()), rel);
        out.rows.resize(slot.max(out.rows.len()), 0);
        out.rels.truncate(slot);
        out.rows.truncate(slot);
        out.rels.push(rel);
        out.rows.push(row);
        out
    }
}
