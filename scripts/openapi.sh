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
sed -e 's|"title": "kokusai/.*"|"title": "Kokusai"|' -e 's|"version": "version not set"|"version": "v1"|' gen/openapi.swagger.json >"$out"
