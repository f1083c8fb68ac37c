//! Of whom rows are. It is asked only where what is found is told apart by regions.

use crate::data::Code;
use crate::eval::tables::bind::Tables;
use crate::finding::Whose;
use crate::ty::{ColId, Origin, RelId, Type};

impl Tables<'_> {
    /// Of whom a row is, sent or expected. What the policy states is nobody's, and so are rows of a table that knows no regions.
    pub fn whose(&self, rel: RelId, row: u32) -> Whose {
        if self.is_nobodys(rel) {
            return Whose::nobodys();
        }
        match self.told_apart {
            true => self.whose_if(rel, self.region_shown_for(rel, row)),
            false => Whose::default(),
        }
    }

    /// Of whom a row would be that is not there, by what is known of its key.
    pub fn whose_key(&self, rel: RelId, key: &[Option<u64>]) -> Whose {
        if self.is_nobodys(rel) {
            return Whose::nobodys();
        }
        if !self.told_apart {
            return Whose::default();
        }
        let relation = self.rules.schema.get(rel);
        let code = |col: ColId| {
            let bits = *key.get(relation.key.iter().position(|k| *k == col)?)?;
            bits.filter(|_| self.def(rel, col).ty.is_coded()).and_then(|b| Code::try_from(b).ok())
        };
        let said = self.rules.region_columns.get(&rel).copied().or(relation.sent_by.as_ref().and_then(|s| s.column));
        let named = || relation.key.iter().copied().find(|col| self.names_region(rel, *col));
        let member = || relation.key.iter().copied().filter_map(code).find(|code| self.is_sender(rel, *code));
        let found = said.or_else(named).and_then(code).or_else(member);
        let text = found.map(|code| self.text_of_code(code).into_owned());
        self.whose_if(rel, text.or_else(|| self.sole_member(rel)))
    }

    /// Of whom a member of a roster is.
    pub fn whose_code(&self, code: Code) -> Whose {
        Whose::of(Some(self.text_of_code(code).into_owned()))
    }

    fn whose_if(&self, rel: RelId, region: Option<String>) -> Whose {
        match region {
            None if !self.knows_regions(rel) => Whose::nobodys(),
            region => Whose::of(region),
        }
    }

    fn is_nobodys(&self, rel: RelId) -> bool {
        matches!(self.rules.schema.get(rel).origin, Origin::Policy | Origin::Calendar)
    }

    /// Whether rows of a table can be said to be of regions at all.
    fn knows_regions(&self, mut rel: RelId) -> bool {
        loop {
            let relation = self.rules.schema.get(rel);
            let sent = |at: u32| self.data.submissions.get(at as usize).is_some_and(|s| s.region.is_some());
            let by_envelope = || self.table(rel).batches.iter().filter_map(|b| b.submission).any(|s| sent(s.0));
            if relation.sent_by.is_some() || self.tells_regions(rel) || by_envelope() {
                return true;
            }
            let Origin::Nested { parent, .. } = relation.origin else { return false };
            rel = parent;
        }
    }

    fn names_region(&self, rel: RelId, col: ColId) -> bool {
        matches!(self.def(rel, col).ty, Type::Ref(target) if self.is_region_table(target))
    }

    /// Whether somebody who owes rows of a table has this code.
    fn is_sender(&self, rel: RelId, code: Code) -> bool {
        let Some(owed) = &self.rules.schema.get(rel).sent_by else { return false };
        let Some(key) = self.rules.schema.get(owed.roster).key.first() else { return false };
        let members = self.column(owed.roster, *key);
        (0..self.table(owed.roster).rows).any(|row| members.code(row) == Some(code))
    }
}
