mod fmt;
mod parse;
mod scaling;
