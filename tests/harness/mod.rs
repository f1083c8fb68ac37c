//! Shared by the tests: golden files, schemas of formats, workbooks.

pub mod golden;
pub mod json_schema;
pub mod xlsx;
pub mod xsd;
