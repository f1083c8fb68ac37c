//! Commands around the work: a new project, what there is in one, where its settings come from, help for shells.

pub mod config;
pub mod help;
pub mod init;
pub mod list;
