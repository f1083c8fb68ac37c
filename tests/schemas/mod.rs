//! The JSON Schema of the project file, kept in `docs/schemas`.

mod project;

use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
