#!/usr/bin/env bash
# Builds the relayer into build/rly.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
version=$(go list -m -f '{{.Version}}' github.com/cosmos/relayer/v2)
go build -trimpath -ldflags "-s -w -X github.com/cosmos/relayer/v2/cmd.Version=$version" -o ../../build/rly .
