#!/usr/bin/env bash
# Makes a virtual environment at $1 with the first Python of 3.11 or newer that is found (or with $PYTHON).
set -euo pipefail

for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
  if "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Making the environment with $("$python" --version) …"
    "$python" -m venv "$1" && exit 0
    rm -rf "$1"
    echo "Python's venv module is incomplete: on Debian or Ubuntu install python3-venv." >&2
    exit 1
  fi
done
echo "Manyi needs Python 3.11 or newer (with venv). Point to one with: make PYTHON=/path/to/python3" >&2
exit 1
