#!/usr/bin/env bash
# Lists the top costs of each workload of Kokusai, from processor profiles of its blocks.
#   scripts/profile.sh [accounts]
set -euo pipefail
cd "$(dirname "$0")/.."
accounts=${1:-20000}
mkdir -p build/profiles
for workload in bank-send bond-transfer dvp settlement-batch pledge-borrow-repay bond-transfer-coupon; do
  folder=build/profiles/$workload
  rm -rf "$folder"
  build/kokusaid bench --accounts "$accounts" --workloads "$workload" --occasions '' --replays=false --pairs 6 --profile "$folder" >"$folder.md"
  echo "== $workload"
  go tool pprof -top -cum -nodecount 45 build/kokusaid "$folder"/kokusai-*.pprof
done
