//! Names and paths: `x`, `c.sales`, `t.county.population`, `Cluster[k.cluster, y]`.

use crate::ast::{self, Name};
use crate::check::base::algebra;
use crate::check::base::columns::plain_keys;
use crate::check::base::figures::as_year;
use crate::check::base::item::What;
use crate::check::base::key;
use crate::check::base::names;
use crate::check::base::names::meant;
use crate::check::base::sharing::{is_worth_sharing, shared};
use crate::check::base::term::Term;
use crate::check::base::words;
use crate::check::diagnostics as say;
use crate::check::scope::checker::{Body, DefineInfo};
use crate::check::scope::modules::ModuleId;
use crate::check::scope::rule::{Arg, DEPTH, Found, LetState, Member, RuleCx, Scoped, Standing, Use};
use crate::diag::Bilingual;
use crate::hir::{Expr, Kind, RowRef, SetExpr, Source};
use crate::text::Span;
use crate::ty::{Origin, RelId, Type};

/// Definitions inside definitions, at most.
pub(in crate::check) const CHAIN: usize = 48;
/// Loops over rows within one another, each gone through for every row around it.
const LOOPS: usize = 10;
impl RuleCx<'_, '_> {
    pub fn name_term(&mut self, name: &Name) -> Term {
        match self.resolve(name) {
            Found::Row(row) => Term::Row { row: row.row, rel: row.rel, span: name.span },
            Found::Let(at) => self.let_term(at, name.span),
            Found::Arg(at) => self.arg_term(at, name.span),
            Found::Field(row, member) => self.member_term(&row.row, row.rel, member, name.span),
            Found::Ambiguous(fields) => {
                let shown: Vec<(String, Span)> = fields.iter().map(|(r, _)| (self.row_title(r), r.span)).collect();
                Term::Value(self.fail_with(say::ambiguous_name(name, &shown), name.span))
            }
            Found::Shadowed(row, member, item) => {
                let field = match member {
                    Member::Column(col) => self.cx.schema.column(row.rel, col).span,
                    Member::Derived(at) => self.cx.defines.get(at).map_or(row.span, |d| d.name.span),
                };
                let title = self.row_title(&row);
                Term::Value(self.fail_with(say::field_and_item(name, &title, field, item), name.span))
            }
            Found::Item(what) => self.item_term(what, name.span),
            Found::Nothing => Term::Value(self.unknown_name(name, None)),
        }
    }

    fn row_title(&self, row: &Scoped) -> String {
        row.name.clone().unwrap_or_else(|| self.cx.schema.get(row.rel).name.clone())
    }

    fn item_term(&mut self, what: What, span: Span) -> Term {
        match what {
            What::Param(id) => {
                let param = self.cx.params.get(id.0 as usize);
                let (ty, dated) = param.map_or((Type::Error, false), |p| (p.ty.clone(), !p.dated.is_empty()));
                let param = Expr { kind: Kind::Param(id), ty, span };
                Term::Value(if dated { self.in_force(param) } else { param })
            }
            What::Define(at) => self.define_term(at, None, None, span),
            What::Record(rel) | What::Table(rel) => Term::Relation(rel, span),
            What::Policy(_) | What::Library | What::Kind(_) | What::Unit => Term::Value(self.error(span)),
        }
    }

    /// A `let` is worked out once, in sight of the rule's subjects only, and copied wherever it is named.
    fn let_term(&mut self, at: usize, span: Span) -> Term {
        let Some(info) = self.lets.get(at).cloned() else { return Term::Value(self.error(span)) };
        match info.state {
            LetState::Done(term) => self.copied(term, span),
            LetState::Open => Term::Value(self.fail_with(say::let_cycle(&info.ast.name, span), span)),
            LetState::New => {
                let open = self.lets.iter().filter(|l| matches!(l.state, LetState::Open)).count();
                if open >= CHAIN {
                    self.spend(usize::MAX, span);
                    return Term::Value(self.error(span));
                }
                self.lets[at].state = LetState::Open;
                let subjects = self.rows.iter().take_while(|r| r.standing == Standing::Subject).count();
                let inner = self.rows.split_off(subjects);
                let loop_name = self.loop_name.take();
                let asks_form = std::mem::take(&mut self.asks_form);
                let term = self.term(&info.ast.value);
                self.asks_form = asks_form;
                self.loop_name = loop_name;
                self.rows.extend(inner);
                self.lets[at].state = LetState::Done(term.clone());
                term
            }
        }
    }

    /// What was worked out before, once more: it takes its part of the budget.
    fn copied(&mut self, term: Term, span: Span) -> Term {
        let (size, depth) = if let Term::Value(e) = &term { e.extent() } else { (1, 1) };
        let size = if self.depth + depth > DEPTH { usize::MAX } else { size };
        if self.spend(size, span) { term } else { Term::Value(self.error(span)) }
    }

    fn arg_term(&mut self, at: usize, span: Span) -> Term {
        match self.args.get(at).map(|a| a.term.clone()) {
            Some(term) => self.copied(term, span),
            None => Term::Value(self.error(span)),
        }
    }

    /// Puts a definition in place of its name; for a derived field, on the given row.
    pub fn define_term(&mut self, at: usize, owner: Option<(RowRef, RelId)>, given: Option<Vec<Term>>, span: Span) -> Term {
        let Some(define) = self.cx.defines.get(at).copied() else { return Term::Value(self.error(span)) };
        if define.broken {
            return Term::Value(self.error(span));
        }
        let wanted = define.args.map(<[Name]>::len);
        if wanted != given.as_ref().map(Vec::len) {
            let found = given.map(|g| g.len());
            return Term::Value(self.fail_with(say::define_arguments(span, define.name, define.args, found), span));
        }
        if self.chain.contains(&at) {
            return self.circle(at, span);
        }
        if self.chain.len() >= CHAIN {
            self.spend(usize::MAX, span);
            return Term::Value(self.error(span));
        }
        let place = self.place_of_use(owner.as_ref().map(|(row, _)| row), given.as_deref());
        if let Some(made) = place.as_ref().and_then(|p| self.made_before(at, p)) {
            return Term::Value(made);
        }
        let asked = self.periods_asked;
        let (rows, floor) = (self.rows.len(), self.floor);
        let (args, arg_floor) = (self.args.len(), self.arg_floor);
        self.enter_define(&define, owner, given);
        let loop_name = self.loop_name.take();
        self.chain.push(at);
        let term = match define.body {
            Body::Value(value) => self.term(value),
            Body::Stages(stages) => self.stage_term(stages, span),
        };
        self.chain.pop();
        self.loop_name = loop_name;
        self.args.truncate(args);
        self.arg_floor = arg_floor;
        self.rows.truncate(rows);
        self.floor = floor;
        match (term, place) {
            (Term::Value(e), _) if e.loops() > LOOPS => {
                self.spend(usize::MAX, span);
                Term::Value(self.error(span))
            }
            (Term::Value(e), Some(place)) if is_worth_sharing(&e) => {
                let e = shared(e, define.label.map_or(&define.name.text, |l| &l.text));
                let place = if self.periods_asked > asked { place } else { Use { around: None, ..place } };
                self.made.entry(at).or_default().push((place, e.clone()));
                Term::Value(e)
            }
            (term, _) => term,
        }
    }

    fn made_before(&mut self, at: usize, place: &Use) -> Option<Expr> {
        let alike = |made: &Use| {
            made.owner == place.owner
                && made.arguments == place.arguments
                && made.asks_form == place.asks_form
                && (made.around.is_none() || made.around == place.around)
        };
        let (used, made) = self.made.get(&at)?.iter().find(|(used, _)| alike(used))?;
        let made = made.clone();
        self.periods_asked += usize::from(used.around.is_some());
        Some(made)
    }

    /// All that the value of a definition turns on: the row it is of, its arguments, and the rows around, of which one may say the
    /// period. `None` where an argument is more than a value or a row.
    fn place_of_use(&self, owner: Option<&RowRef>, given: Option<&[Term]>) -> Option<Use> {
        let mut arguments = Vec::new();
        for term in given.unwrap_or(&[]) {
            arguments.push(match term {
                Term::Value(e) => (key::key(e), Some(e.ty.clone())),
                Term::Row { row, .. } => (key::row_key(row), None),
                Term::Set(..)
                | Term::Texts(..)
                | Term::Relation(..)
                | Term::List { .. }
                | Term::Filtered(_)
                | Term::Column { .. } => return None,
            });
        }
        let mut around: Vec<(key::Key, bool)> = Vec::new();
        for row in &self.rows {
            let row = (key::row_key(&row.row), row.standing == Standing::Inner);
            if around.last() != Some(&row) {
                around.push(row);
            }
        }
        Some(Use { owner: owner.map(key::row_key), arguments, around: Some(around), asks_form: self.asks_form })
    }

    /// What a definition sees: the row it is a field of, and its arguments.
    fn enter_define(&mut self, define: &DefineInfo<'_>, owner: Option<(RowRef, RelId)>, given: Option<Vec<Term>>) {
        self.floor = self.rows.len();
        if let Some((row, rel)) = owner {
            let name = Some(self.cx.schema.get(define.owner.unwrap_or(rel)).name.clone());
            let span = define.name.span;
            self.rows.push(Scoped { name, row, rel, standing: Standing::Inner, bare: true, span });
        }
        self.arg_floor = self.args.len();
        let names = define.args.unwrap_or(&[]).iter();
        self.args.extend(names.zip(given.unwrap_or_default()).map(|(n, term)| Arg { name: n.text.clone(), term }));
    }

    /// A definition that needs itself.
    fn circle(&mut self, at: usize, span: Span) -> Term {
        let first = self.chain.iter().position(|&d| d == at).unwrap_or(0);
        for &d in self.chain.get(first..).unwrap_or(&[]) {
            if let Some(define) = self.cx.defines.get_mut(d) {
                define.broken = true;
            }
        }
        let chain: Vec<&Name> = self.chain.iter().skip(first).filter_map(|&d| self.cx.defines.get(d)).map(|d| d.name).collect();
        let diagnostic = say::define_cycle(&chain);
        Term::Value(self.fail_with(diagnostic, span))
    }

    /// A field of a row.
    pub fn member_term(&mut self, row: &RowRef, rel: RelId, member: Member, span: Span) -> Term {
        let col = match member {
            Member::Derived(at) => return self.define_term(at, Some((row.clone(), rel)), None, span),
            Member::Column(col) => col,
        };
        let column = self.cx.schema.column(rel, col);
        let (ty, declared) = (column.ty.clone(), column.span);
        if let RowRef::Var(v) = row
            && let Some(by) = self.groups.get(v)
            && !by.contains(&col)
        {
            let title = column.title().to_string();
            return Term::Value(self.fail_with(say::field_of_group(span, &title, declared), span));
        }
        match ty {
            Type::List(list) => Term::List { source: Source::Nested { rel: list, of: row.clone() }, span },
            Type::Error => Term::Value(self.error(span)),
            ty @ (Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::Row(_)
            | Type::Set) => Term::Value(Expr { kind: Kind::Field { row: Box::new(row.clone()), col }, ty, span }),
        }
    }

    pub fn path_term(&mut self, base: &ast::Expr, field: &Name, span: Span) -> Term {
        if let ast::ExprKind::Name(module) = &base.kind
            && let (Found::Nothing, Some(id)) = (self.resolve(module), self.cx.items.modules.named(&module.text))
        {
            return self.module_member(id, field, span);
        }
        // `ceiling at a.granted`: the day is the field's.
        if let ast::ExprKind::At { value, period, .. } = &base.kind
            && self.by_date(value).is_some()
        {
            let kind = ast::ExprKind::Path { base: period.clone(), field: field.clone() };
            return self.at_term(value, &ast::Expr { kind, span: period.span.to(field.span) }, span);
        }
        let term = self.term(base);
        self.step(term, field, span)
    }

    /// `hengshui.bank_share`, `schema.County`
    fn module_member(&mut self, module: ModuleId, field: &Name, span: Span) -> Term {
        match self.cx.items.inside(module, &field.text).map(|e| e.what) {
            Some(what) if what.is_value() => self.item_term(what, span),
            _ => {
                let place = self.cx.items.modules.declared(module).unwrap_or(field.span);
                let names = self.cx.items.names(place, What::is_value);
                Term::Value(self.fail_with(say::unknown_name(field, meant(&field.text, &names).as_deref()), span))
            }
        }
    }

    /// One more `.field`.
    pub fn step(&mut self, term: Term, field: &Name, span: Span) -> Term {
        let base_span = term.span();
        match term {
            Term::Row { row, rel, .. } => self.field_term(&row, rel, field, span),
            Term::Relation(rel, _) => self.relation_field(rel, field, span),
            Term::Value(e) if e.ty == Type::Error => Term::Value(self.error(span)),
            Term::Value(e) => {
                if let Type::Ref(target) = e.ty {
                    match self.follow(e, target) {
                        Some((row, rel)) => self.field_term(&row, rel, field, span),
                        None => Term::Value(self.error(span)),
                    }
                } else {
                    let diagnostic = say::no_fields(field, base_span, &words::of_type(&e.ty, None));
                    Term::Value(self.fail_with(diagnostic, span))
                }
            }
            Term::List { source, span: at } => self.list_step(source, at, field, span),
            Term::Filtered(rows) => self.filtered_step(*rows, field, span),
            Term::Set(_, at) | Term::Texts(_, at) | Term::Column { span: at, .. } => {
                let diagnostic = say::no_fields(field, at, &words::of_type(&Type::Set, None));
                Term::Value(self.fail_with(diagnostic, span))
            }
        }
    }

    /// A field of a list: the lists in its rows, all together; or the set of their texts.
    fn list_step(&mut self, source: Source, at: Span, field: &Name, span: Span) -> Term {
        let rel = source.rel();
        let ty = match self.member(rel, field) {
            Some(Member::Column(col)) => self.cx.schema.column(rel, col).ty.clone(),
            _ => Type::Error,
        };
        match ty {
            Type::List(list) => {
                let source = match source {
                    Source::Nested { of, .. } => Source::Nested { rel: list, of },
                    Source::Rel(_) | Source::Members { .. } | Source::Periods { .. } => Source::Rel(list),
                };
                Term::List { source, span }
            }
            ty if ty.is_text_like() => match self.list_texts(Term::List { source, span: at }, field, span) {
                Some(set) => Term::Texts(set, span),
                None => Term::Value(self.error(span)),
            },
            Type::Text
            | Type::Flag
            | Type::Number(_)
            | Type::Date
            | Type::Period(_)
            | Type::OneOf(_)
            | Type::Ref(_)
            | Type::Row(_)
            | Type::Set
            | Type::Error => Term::Value(self.fail_with(say::field_of_list(field, at), span)),
        }
    }

    /// The record a list field lists.
    pub fn list_of(&self, rel: RelId, field: &Name) -> Option<RelId> {
        match self.member(rel, field) {
            Some(Member::Column(col)) => {
                if let Type::List(list) = self.cx.schema.column(rel, col).ty {
                    Some(list)
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    fn field_term(&mut self, row: &RowRef, rel: RelId, field: &Name, span: Span) -> Term {
        if let Some(member) = self.member(rel, field) {
            return self.member_term(row, rel, member, span);
        }
        let relation = self.cx.schema.get(rel);
        if let Origin::Nested { parent, .. } = relation.origin {
            let up = self.cx.schema.get(parent);
            let template = self.cx.template_of.get(&parent).map(|&t| self.cx.schema.get(t).name.clone());
            let named = names::is_called(&field.text, &up.name, up.label.as_deref());
            if named || template.is_some_and(|t| names::is_called(&field.text, &t, None)) {
                return Term::Row { row: RowRef::Parent(Box::new(row.clone())), rel: parent, span };
            }
        }
        if self.cx.is_damaged(rel) {
            return Term::Value(self.error(span));
        }
        let (title, declared) = (Bilingual::same(relation.title()), self.cx.fields_span(rel));
        let known = self.member_names(rel);
        Term::Value(self.fail_with(say::unknown_field(field, &title, declared, &known), span))
    }

    /// `County.funds`, `clusters.name`, `GuaranteeBody.total` where a subject has no variable.
    fn relation_field(&mut self, rel: RelId, field: &Name, span: Span) -> Term {
        let found = self.cx.field(rel, field);
        if let Some(col) = found {
            let ty = self.cx.schema.column(rel, col).ty.clone();
            if let Type::List(list) = ty {
                return Term::List { source: Source::Rel(list), span };
            }
            if self.cx.schema.get(rel).origin == Origin::Policy && ty.is_text_like() {
                return Term::Set(SetExpr::Column { rel, col }, span);
            }
        }
        // A row without a name is called by that of its record; the innermost, where there are several.
        let here = self.visible().find(|r| r.rel == rel && r.name.is_none()).cloned();
        if let Some(row) = here {
            return self.field_term(&row.row, rel, field, span);
        }
        match found {
            Some(col) => Term::Column { rel, col, span },
            None => {
                if self.cx.is_damaged(rel) {
                    return Term::Value(self.error(span));
                }
                let title = Bilingual::same(self.cx.schema.get(rel).title());
                let declared = self.cx.fields_span(rel);
                let known = self.member_names(rel);
                Term::Value(self.fail_with(say::unknown_field(field, &title, declared, &known), span))
            }
        }
    }

    /// The row a `ref` field names.
    pub fn follow(&mut self, key: Expr, target: RelId) -> Option<(RowRef, RelId)> {
        let span = key.span;
        let row = self.lookup_row(target, vec![key], span)?;
        Some((row, target))
    }

    /// `R[k1, k2]`
    pub fn lookup_term(&mut self, relation: &ast::Expr, keys: &[ast::Expr], span: Span) -> Term {
        let target = self.rows_term(relation);
        let rel = match (target, self.called_like(relation)) {
            (Term::Relation(rel, _), _) => rel,
            (Term::Value(e), Some(rel)) if e.ty != Type::Error => rel,
            (Term::List { span: at, .. }, _) => return Term::Value(self.fail_with(say::lookup_in_list(at), span)),
            (Term::Value(e), _) if e.ty == Type::Error => return Term::Value(self.error(span)),
            (other, _) => return Term::Value(self.fail_with(say::not_a_relation(other.span()), span)),
        };
        let keys: Vec<Expr> = keys.iter().map(|k| self.value(k)).collect();
        match self.lookup_row(rel, keys, span) {
            Some(row) => Term::Row { row, rel, span },
            None => Term::Value(self.error(span)),
        }
    }

    /// The row with these keys; a missing period is that of the row in hand.
    pub fn lookup_row(&mut self, rel: RelId, mut keys: Vec<Expr>, span: Span) -> Option<RowRef> {
        let relation = self.cx.schema.get(rel).clone();
        let own = plain_keys(&relation).len();
        // A field nobody could read may be the period or part of the key.
        let hidden = self.blind || self.rows.iter().any(|r| self.cx.is_damaged(r.rel)) || self.cx.is_damaged(rel);
        if relation.key.is_empty() {
            self.failed = true;
            return None;
        }
        if let (Some((col, kind)), true) = (relation.period(), keys.len() == own) {
            let Some(period) = self.period_in_hand(kind, span) else {
                if hidden {
                    self.failed = true;
                    return None;
                }
                self.fail(say::no_period(span, relation.title(), self.cx.schema.column(rel, col).span));
                return None;
            };
            let at = relation.key.iter().position(|&k| k == col).unwrap_or(own);
            keys.insert(at.min(keys.len()), period);
        }
        if keys.len() != relation.key.len() {
            let names: Vec<&str> =
                relation.key.iter().filter_map(|k| relation.columns.get(k.index())).map(|c| c.title()).collect();
            self.fail(say::partial_key(span, relation.title(), &names, keys.len(), relation.span));
            return None;
        }
        let mut good = Vec::new();
        for (key, &col) in keys.into_iter().zip(&relation.key) {
            let column = self.cx.schema.column(rel, col).clone();
            good.push(self.key_value(key, &column)?);
        }
        Some(RowRef::Lookup { rel, keys: good, span })
    }

    /// A key value must be of the key column's type.
    fn key_value(&mut self, key: Expr, column: &crate::ty::ColumnDef) -> Option<Expr> {
        let key = as_year(key, &column.ty);
        let fits = match (&key.ty, &column.ty) {
            (Type::Error, _) | (_, Type::Error) => {
                self.failed = true;
                return None;
            }
            (a, b) if a.is_text_like() && b.is_text_like() => true,
            (Type::Number(a), Type::Number(b)) => algebra::compared(a, b).is_ok(),
            (a, b) => a == b,
        };
        if !fits {
            let (found, wanted) = (words::of_type(&key.ty, None), words::of_type(&column.ty, None));
            self.fail(say::key_mismatch(key.span, &found, &wanted, column.title(), column.span));
            return None;
        }
        Some(key)
    }
}
