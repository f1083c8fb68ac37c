//! Places of nodes in the pools of a plan.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
    )*};
}

ids!(
    /// Index into [`super::Plan::atoms`].
    AtomId,
    /// Index into [`super::Plan::conds`].
    CondId,
    /// Index into [`super::Plan::rows`].
    RowRefId,
    /// Index into [`super::Plan::scopes`].
    ScopeId,
    /// Index into [`super::Plan::aggs`].
    AggId
);
