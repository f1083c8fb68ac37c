mod check;
mod fmt;
mod parse;
mod scaling;
