//! Rules, subjects and due stages, messages, scorecards, and the tests of rules.

pub(in crate::check) mod cases;
pub(in crate::check) mod due;
pub(in crate::check) mod exceptions;
pub(in crate::check) mod life;
pub(in crate::check) mod rules;
pub(in crate::check) mod ruletests;
pub(in crate::check) mod scorecards;
pub(in crate::check) mod sent;
pub(in crate::check) mod shows;
pub(in crate::check) mod subjects;
pub(in crate::check) mod template;
