#!/usr/bin/env bash
# Fails when the protos break those of a git revision: protobreaking.sh [REVISION]
# Without a revision the newest release tag is taken; before the first release there is nothing to break.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
against=${1:-$(git describe --tags --abbrev=0 2>/dev/null || true)}
if [ -z "$against" ]; then
  echo "no release yet: nothing to compare with"
  exit 0
fi
[ -x .cache/bin/buf ] || scripts/prototools.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/old-source" "$work/old" "$work/new"
git archive "$against" proto | tar -x -C "$work/old-source"
scripts/protoworkspace.sh "$work/old" "$work/old-source/proto"
scripts/protoworkspace.sh "$work/new"
(cd "$work/new" && "$root/.cache/bin/buf" breaking proto --against "$work/old/proto")
