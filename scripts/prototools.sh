#!/usr/bin/env bash
# Builds buf and its plugins from the Go module proxy at the versions of proto/tools/go.mod into .cache/bin.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root/proto/tools"
mkdir -p "$root/.cache/bin"
go build -o "$root/.cache/bin/" tool
