mod check;
mod parse;
