#!/usr/bin/env bash
# Fails when the committed generated code is not what the protos generate.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT

generated() { find x -name '*.pb.go' -o -name '*.pb.gw.go'; echo docs/openapi.json; }
generated | xargs tar -cf "$before/generated.tar"
scripts/protocgen.sh
scripts/openapi.sh
if ! tar -df "$before/generated.tar" >"$before/diff" 2>&1 && grep -v 'Mod time differs\|Mode differs\|Uid differs\|Gid differs' "$before/diff" >&2; then
  echo "generated code is stale: run 'make proto' and commit the result" >&2
  exit 1
fi
echo "generated code is up to date"
