#!/bin/sh
# The gate in a workflow on GitHub: annotations, and a summary on the page of the run. The exit code is that of the gate.
set -eu
base=${FADU_BASE:-}
if [ -z "$base" ]; then
    if [ -n "${GITHUB_BASE_REF:-}" ]; then
        base="origin/$GITHUB_BASE_REF"
    else
        base="HEAD^"
    fi
fi
set -- gate --base "$base" --format github
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    set -- "$@" --step-summary
fi
if [ -n "${FADU_PROJECT:-}" ]; then
    set -- "$@" --config "$FADU_PROJECT"
fi
exec "${FADU_PROGRAM:-fadu}" "$@"
