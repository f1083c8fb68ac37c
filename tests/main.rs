mod parse;
mod scaling;
