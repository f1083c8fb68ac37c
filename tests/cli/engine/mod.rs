//! Data in an engine: the same verdicts as on the files, whatever the engine; what cannot be asked is said before anything runs.
//! Tests of an engine that is not there are skipped, and say so loudly.

mod asked;
mod equal;
mod random;
mod servers;
