#!/usr/bin/env bash
# Lints proto/ and regenerates the Go code of all modules, or of those named: protocgen.sh [bond custody ...]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -x "$root/.cache/bin/buf" ] || "$root/scripts/prototools.sh"
export PATH="$root/.cache/bin:$PATH"
"$root/scripts/protoworkspace.sh" "$work"

modules=("$@")
[ ${#modules[@]} -gt 0 ] || mapfile -t modules < <(ls "$root/proto/kokusai")
paths=()
for module in "${modules[@]}"; do paths+=(--path "proto/kokusai/$module"); done

cd "$work"
buf lint "${paths[@]}"
buf generate "${paths[@]}"
for module in "${modules[@]}"; do
  find "$root/x/$module" -name '*.pb.go' -delete
  cp -r "gen/github.com/kokusai-chain/kokusai/x/$module/." "$root/x/$module/"
done
