mod harness;
mod report;
