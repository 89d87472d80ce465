#!/usr/bin/env bash
# Plays the whole trade on two fresh chains and a real relayer, checks every balance, and stops what it started.
# Logs stay under build/localnet/logs.
set -euo pipefail
cd "$(dirname "$0")/.."

# Business time starts on the day No. 381 was issued and runs with block time while the trade is set up; then ten years
# pass in about two minutes.
export BUSINESS_START=${BUSINESS_START:-2026-01-07T06:00:00Z} BLOCK_START=${BLOCK_START:-100s} SPEED=${SPEED:-3000000}
export CHANNELS=2 VALIDATORS=${VALIDATORS:-1}

finish() {
  status=$?
  scripts/localnet.sh down >/dev/null 2>&1 || true
  [ "$status" -eq 0 ] || echo "the demo failed; logs are in build/localnet/logs" >&2
  exit "$status"
}

go build -o build/demo ./scripts/demo
trap finish EXIT
trap 'exit 130' INT TERM
scripts/localnet.sh up
build/demo

# What all processes together hold in memory now that ten years have passed.
total=0
for pid in $(cat build/localnet/pids/*); do
  total=$((total + $(awk '/^VmHWM/ {print $2}' "/proc/$pid/status")))
done
echo "Peak memory of all processes together: $((total / 1024)) MiB."
[ "$total" -lt $((4 * 1024 * 1024)) ] || { echo "more than 4 GiB of memory" >&2; exit 1; }
