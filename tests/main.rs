mod check;
mod parse;
mod scaling;
