#!/bin/sh
# The gate in a pipeline on GitLab: a code quality report of what the change makes worse. The exit code is that of the gate.
set -eu
base=${FADU_BASE:-${CI_MERGE_REQUEST_DIFF_BASE_SHA:-HEAD^}}
set -- gate --base "$base" --format gitlab --output "${FADU_REPORT:-fadu-quality.json}"
if [ -n "${FADU_PROJECT:-}" ]; then
    set -- "$@" --config "$FADU_PROJECT"
fi
exec "${FADU_PROGRAM:-fadu}" "$@"
