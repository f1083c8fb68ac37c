#!/bin/sh
# An offline bundle for networks without a way out: program, documents, recipes, licences, and the checksums of all of it.
#
#   packaging/bundle.sh --out DIR                   builds the program, statically where the target is installed
#   packaging/bundle.sh --out DIR --program FILE    takes one that is built already
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
out=
program=
while [ $# -gt 0 ]; do
    case $1 in
        --out) out=$2; shift 2 ;;
        --program) program=$2; shift 2 ;;
        *) echo "bundle.sh: unknown option $1" >&2; exit 2 ;;
    esac
done
if [ -z "$out" ]; then
    echo "bundle.sh: --out DIR is missing" >&2
    exit 2
fi
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$here/Cargo.toml" | head -n 1)
name="fadu-$version"
if [ -e "$out/$name" ] || [ -e "$out/$name.tar.gz" ]; then
    echo "bundle.sh: $out/$name exists already" >&2
    exit 2
fi
if [ -z "$program" ]; then
    target=x86_64-unknown-linux-musl
    if rustc --print target-libdir --target "$target" >/dev/null 2>&1 && [ -d "$(rustc --print target-libdir --target "$target")" ]; then
        (cd "$here" && cargo build --release --locked --target "$target")
        program="${CARGO_TARGET_DIR:-$here/target}/$target/release/fadu"
    else
        echo "bundle.sh: $target is not installed, so the program needs the libc of this machine or a later one; for a static one: rustup target add $target" >&2
        (cd "$here" && cargo build --release --locked)
        program="${CARGO_TARGET_DIR:-$here/target}/release/fadu"
    fi
fi
mkdir -p "$out/$name"
cp "$program" "$out/$name/fadu"
chmod 755 "$out/$name/fadu"
cp -R "$here/docs" "$here/ci" "$here/examples" "$out/$name/"
cp "$here/LICENSE" "$here/README.md" "$here/README.zh.md" "$here/CHANGELOG.md" "$here/.pre-commit-hooks.yaml" "$here/action.yml" "$here/packaging/Containerfile" "$out/$name/"
(cd "$out/$name" && find . -type f ! -name SHA256SUMS | LC_ALL=C sort | while IFS= read -r file; do sha256sum "$file"; done > SHA256SUMS)
(cd "$out" && tar -czf "$name.tar.gz" "$name" && sha256sum "$name.tar.gz" > "$name.tar.gz.sha256")
echo "$out/$name.tar.gz"
