#!/usr/bin/env bash
# Drill: a series outlives its chain. A bond is auctioned and sold, and the chain stops for good. Its register goes to files; from
# these and nothing else a new chain starts, makes blocks, and has the same register to the last byte.
# The day of the issue begins 95 seconds after the chain, as in the demo, and business time then runs on with block time.
export CHANNELS=2 BUSINESS_START=2026-01-06T15:00:35Z BLOCK_START=130s SPEED=1
source "$(dirname "${BASH_SOURCE[0]}")/drill.sh"
demo=${DEMO:-build/demo}
[[ -x $demo ]] || go build -o "$demo" ./scripts/demo
isin=JP1103811S13
first=$LOCALNET_DIR/register
second=$LOCALNET_DIR/register-again
home=$LOCALNET_DIR/successor/node0
rm -rf "$first" "$second" "$LOCALNET_DIR/successor"

"$demo" -network "$LOCALNET_DIR" -kokusaid "$kokusaid" -steps 11 \
  -tokyo "127.0.0.1:$((PORT_TOKYO + 2))" -newyork "127.0.0.1:$((PORT_NEWYORK + 2))" >"$LOCALNET_DIR/logs/demo.log" ||
  fail "the bond is not issued, see $LOCALNET_DIR/logs/demo.log"
$net down
say "1.6 billion yen are auctioned, 600 million sold; the chain has stopped"

"$kokusaid" register export "$isin" --dir "$first" --home "$tokyo"
"$kokusaid" register verify "$first" --home "$tokyo"
cp -r "$first" "$second"
sed -i 's/600000000/600000001/' "$second/holders.csv"
"$kokusaid" register verify "$second" --home "$tokyo" >/dev/null 2>&1 && fail "a register with a unit too many is good"
rm -rf "$second"
say "a changed file is found out"

"$kokusaid" localnet init --sovereign tokyo --chain-id kokusai-tokyo-2 --dir "$LOCALNET_DIR/successor" --base-port "$PORT_TOKYO" \
  --business-start 2026-01-07T08:00:00Z --block-start 0s --speed 1 >/dev/null
"$kokusaid" register import "$first" --home "$home"
"$kokusaid" genesis validate --home "$home"
"$kokusaid" start --home "$home" --log_no_color >"$LOCALNET_DIR/logs/successor.log" 2>&1 </dev/null &
successor=$!
trap 'kill $successor 2>/dev/null || true; $net down' EXIT
height() { "$kokusaid" status --home "$home" 2>/dev/null | sed -n 's/.*"latest_block_height":"\([0-9]*\)".*/\1/p'; }
grown() { local now; now=$(height) && [[ ${now:-0} -gt 5 ]]; }
eventually 60 "the successor makes blocks" grown
kill "$successor"
wait "$successor" || true

"$kokusaid" audit --home "$home"
"$kokusaid" register export "$isin" --dir "$second" --home "$home"
diff -r --exclude manifest.json "$first" "$second" || fail "the registers differ"
diff <(sed -n '/"files"/,$p' "$first/manifest.json") <(sed -n '/"files"/,$p' "$second/manifest.json") || fail "the checksums differ"
say "both chains have the same register to the last byte"
echo "passed"
