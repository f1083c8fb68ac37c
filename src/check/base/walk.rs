//! Looking through syntax trees for names.

use crate::ast::{Expr, ExprKind, GrowthOver, Name, Stmt};

/// Calls `f` for every direct part of an expression.
pub(in crate::check) fn parts<'e>(e: &'e Expr, f: &mut dyn FnMut(&'e Expr)) {
    match &e.kind {
        ExprKind::Number { .. }
        | ExprKind::Str(_)
        | ExprKind::Flag(_)
        | ExprKind::Day(_)
        | ExprKind::AsOfDay
        | ExprKind::Period(_) => {}
        ExprKind::Calendar { from, to, .. } => std::iter::once(from).chain(to).for_each(|x| f(x)),
        ExprKind::Range { from, to } => [from, to].into_iter().for_each(|x| f(x)),
        ExprKind::Name(_) | ExprKind::None | ExprKind::Bad => {}
        ExprKind::Path { base: x, .. } | ExprKind::Unary { arg: x, .. } | ExprKind::Exists { value: x, .. } => f(x),
        ExprKind::Lookup { relation, keys } => std::iter::once(&**relation).chain(keys).for_each(f),
        ExprKind::Call { args: list, .. } | ExprKind::Set(list) => list.iter().for_each(f),
        ExprKind::Method { base, args, .. } => {
            f(base);
            args.iter().for_each(f);
        }
        ExprKind::Collect { value, binder, filter } => {
            f(value);
            filter.iter().for_each(|x| f(x));
            f(&binder.source);
            binder.over.iter().for_each(f);
        }
        ExprKind::Aggregate { value, binder, filter, at, .. } => {
            value.iter().chain(filter).chain(at).for_each(|x| f(x));
            f(&binder.source);
            binder.over.iter().for_each(f);
        }
        ExprKind::First(first) => {
            let parts = std::iter::once(&first.source).chain(&first.filter).chain([&first.by, &first.count]);
            parts.for_each(f);
        }
        ExprKind::Binary { left: a, right: b, .. }
        | ExprKind::ShareOf { share: a, base: b, .. }
        | ExprKind::AsShare { part: a, base: b, .. }
        | ExprKind::WithinRounding { left: a, right: b, .. }
        | ExprKind::In { value: a, set: b, .. }
        | ExprKind::By { value: a, day: b, .. }
        | ExprKind::Filtered { source: a, filter: b }
        | ExprKind::Like { value: a, pattern: b, .. }
        | ExprKind::StartsWith { value: a, prefix: b, .. }
        | ExprKind::At { value: a, period: b, .. } => {
            f(a);
            f(b);
        }
        ExprKind::Growth { value, over, .. } => {
            f(value);
            if let GrowthOver::Years { from, to } = over {
                f(from);
                f(to);
            }
        }
        ExprKind::Compare { first, links } => {
            f(first);
            links.iter().for_each(|l| f(&l.right));
        }
        ExprKind::Between { value, low, high, .. } => [value, low, high].into_iter().for_each(|x| f(x)),
        ExprKind::About { value, target, within, .. } => [value, target].into_iter().chain(within).for_each(|x| f(x)),
        ExprKind::Choose { arms, otherwise } => {
            for (condition, value) in arms {
                f(condition);
                f(value);
            }
            otherwise.iter().for_each(|x| f(x));
        }
    }
}

/// Calls `f` for every bare name in an expression.
pub(in crate::check) fn names<'e>(e: &'e Expr, f: &mut dyn FnMut(&'e Name)) {
    if let ExprKind::Name(name) = &e.kind {
        f(name);
    }
    parts(e, &mut |part| names(part, f));
}

/// Calls `f` for every expression that stands in a rule's statements.
pub(in crate::check) fn of_rule<'e>(body: &'e [Stmt], f: &mut dyn FnMut(&'e Expr)) {
    for stmt in body {
        match stmt {
            Stmt::Cite(_) | Stmt::Tightens(_) | Stmt::Otherwise(_) | Stmt::Effective(_) | Stmt::NoExceptions(_) => {}
            Stmt::For(binders) => {
                for binder in binders {
                    f(&binder.source);
                    binder.over.iter().for_each(&mut *f);
                }
            }
            Stmt::When(e) => f(e),
            Stmt::Due(d) => f(&d.at),
            Stmt::Let(l) => f(&l.value),
            Stmt::Line(l) => f(&l.expr),
            Stmt::Show(s) => f(&s.expr),
            Stmt::Except { when, line, .. } => {
                f(when);
                f(&line.expr);
            }
            Stmt::Exempt(x) => f(&x.when),
            Stmt::Report { kind, .. } => match kind {
                crate::ast::ReportKind::Holds(e) | crate::ast::ReportKind::Like(e, _) | crate::ast::ReportKind::InTime(e) => f(e),
                crate::ast::ReportKind::Required(list) | crate::ast::ReportKind::ExactlyOne(list) => {
                    list.iter().for_each(&mut *f)
                }
            },
        }
    }
}
