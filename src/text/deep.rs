//! Definitions of definitions are gone through level by level; a small stack must not end a run.

/// What has to be left before another piece of stack is taken, and how large that is.
const LEFT: usize = 512 * 1024;
const PIECE: usize = 4 * 1024 * 1024;

/// Does a step of a recursion, on more stack where little is left.
pub fn deep<T>(step: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(LEFT, PIECE, step)
}
