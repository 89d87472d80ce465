#!/usr/bin/env bash
# Writes docs/openapi.json, the REST interface of our own modules, from their protos.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$root/docs/openapi.json}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -x "$root/.cache/bin/buf" ] || "$root/scripts/prototools.sh"
export PATH="$root/.cache/bin:$PATH"
"$root/scripts/protoworkspace.sh" "$work"
cd "$work"
find proto -name query.proto -print0 | sort -z | xargs -0 printf -- '--path\0%s\0' | xargs -0 buf generate --template "$root/proto/buf.gen.openapi.yaml"
# Most modules have a Params query: the module's name makes the ids of operations unique.
awk '
  /^    "\/kokusai\// { module = $1; sub(/^"\/kokusai\//, "", module); sub(/\/v1\/.*/, "", module); gsub(/\//, "_", module) }
  /"operationId":/ { sub(/"operationId": "/, "&" module "_") }
  { sub(/"title": "kokusai\/.*"/, "\"title\": \"Kokusai\""); sub(/"version": "version not set"/, "\"version\": \"v1\""); print }
' gen/openapi.swagger.json >"$out"
