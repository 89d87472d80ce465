#!/usr/bin/env bash
# Lays out a buf workspace in DIR: our protos under proto/, their imports under deps/, taken from the Go module
# cache at the versions of go.mod, so that nothing is fetched from a schema registry.
# Usage: protoworkspace.sh DIR [PROTO_SOURCE]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
dir=$1
source=${2:-$root/proto}
cd "$root"

mod() { go list -m -f '{{.Dir}}' "$1"; }
# copy FROM-ROOT PATH...: .proto files only, keeping their import paths
copy() {
  local from=$1
  shift
  (cd "$from" && find "$@" -name '*.proto' -print0 | while IFS= read -r -d '' file; do
    mkdir -p "$dir/deps/$(dirname "$file")"
    cp "$file" "$dir/deps/$file"
    chmod u+w "$dir/deps/$file"
  done)
}

mkdir -p "$dir/proto" "$dir/deps"
cp -R "$source/kokusai" "$dir/proto/"
cp "$root/proto/buf.yaml" "$root/proto/buf.gen.yaml" "$dir/"
copy "$(mod github.com/cosmos/cosmos-sdk)/proto" amino cosmos/base cosmos/msg cosmos/query
copy "$(mod github.com/cosmos/cosmos-proto)/proto" cosmos_proto
copy "$(mod github.com/cosmos/gogoproto)" gogoproto
copy "$(mod github.com/cometbft/cometbft)/proto" tendermint/crypto tendermint/types tendermint/version tendermint/p2p tendermint/abci
copy "$(go mod download -json github.com/grpc-ecosystem/grpc-gateway@v1.16.0 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')/third_party/googleapis" google/api
