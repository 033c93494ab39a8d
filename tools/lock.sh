#!/bin/sh
# Write requirements/*.lock anew: exact versions with hashes, from whichever index the machine uses.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "make lock needs uv: pip install uv." >&2; exit 1; }
lock() {
    uv pip compile pyproject.toml requirements/build.in "$@" --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "make lock" --quiet
}
lock --output-file requirements/run.lock
lock --extra test --constraint requirements/run.lock --output-file requirements/test.lock
