//! For which values of what is missing an open comparison holds.

use crate::eval::explain::context::Explain;
use crate::eval::types::affine::Symbol;
use crate::eval::types::env::Env;
use crate::finding::Turning;
use crate::hir::ParamId;
use crate::num::{Rat, signum};
use crate::plan::{Cond, CondId};
use crate::ty::{ColId, RelId, Type, Unit};

/// With more unknowns than these nobody reads the sum.
const READABLE: usize = 4;

impl Explain<'_> {
    /// Exactly when a comparison holds that is linear in named unknowns; `None` for any other condition.
    pub fn turning_of(&self, cond: CondId, env: &Env) -> Option<Turning> {
        let Cond::Compare(compare) = self.plan.cond(cond) else { return None };
        let form = self.lin(&compare.diff, env).form;
        if form.terms.is_empty() || form.terms.len() > READABLE {
            return None;
        }
        let mut terms = Vec::new();
        let mut unit = None;
        for (symbol, term) in &form.terms {
            let (name, own, counts) = self.named_unknown(symbol)?;
            terms.push((&term.coefficient / counts, name));
            unit = unit.or(Some(own));
        }
        // The figure that is asked to be large stands alone, as in `净额 ≥ 0.6 × 总额`.
        let lead = terms.iter().position(|(c, _)| signum(c) > 0).unwrap_or(0);
        terms.rotate_left(lead);
        let first = terms.first().map(|(c, _)| c.clone())?;
        let op = if signum(&first) < 0 { compare.op.flipped() } else { compare.op };
        // Cancelling the sign of the first keeps the rest readable: it stands alone on the left.
        let terms = terms.into_iter().map(|(c, name)| (c / &first, name)).collect();
        let at = -form.constant / first;
        let unit = unit.filter(|u| !u.name.is_empty()).unwrap_or_else(|| compare.left.unit.clone());
        Some(Turning { terms, op, at, unit })
    }

    /// The name of a missing figure, the unit to show it in, and what one of its symbol is in base units.
    fn named_unknown(&self, symbol: &Symbol) -> Option<(String, Unit, Rat)> {
        let unit = match symbol {
            Symbol::Cell(cell) => self.unit_of_column(cell.rel, cell.col),
            Symbol::NoRow { rel, col, .. } => self.unit_of_column(*rel, *col),
            Symbol::Expected { expected, col } => self.unit_of_column(self.expecteds.get(*expected as usize)?.rel, *col),
            Symbol::Param(id) => self.unit_of_param(*id)?,
            Symbol::SomeRow { .. }
            | Symbol::Member { .. }
            | Symbol::MaybeTerm { .. }
            | Symbol::Tail { .. }
            | Symbol::Many { .. }
            | Symbol::Opaque(_) => return None,
        };
        // Columns keep their own unit, parameters base units.
        let counts = if matches!(symbol, Symbol::Param(_)) { Rat::ONE } else { unit.factor.clone() };
        let name = self.name_symbol(symbol).what;
        (!name.is_empty()).then_some((name, unit, counts))
    }

    fn unit_of_column(&self, rel: RelId, col: ColId) -> Unit {
        self.def(rel, col).shown_unit()
    }

    fn unit_of_param(&self, id: ParamId) -> Option<Unit> {
        let param = self.rules.params.get(id.0 as usize)?;
        let base = || match &param.ty {
            Type::Number(n) => self.rules.units.base_of(n),
            Type::Date => Unit::day(),
            Type::Text
            | Type::Flag
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::List(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => Unit::one(),
        };
        Some(param.unit.clone().unwrap_or_else(base))
    }
}
