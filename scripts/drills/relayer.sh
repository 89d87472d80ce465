#!/usr/bin/env bash
# Drill: the relayer is gone for a while. What was sent meanwhile arrives when it is back, and what has timed out by then is
# refunded.
source "$(dirname "${BASH_SOURCE[0]}")/drill.sh"

lender=$(sed -n 's/^ *"lender": .*"address":"\([a-z0-9]*\)".*/\1/p' "$LOCALNET_DIR/tokyo/keys.json")

# send AMOUNT TIMEOUT_NANOSECONDS
send() {
  local result hash
  result=$("$kokusaid" tx ibc-transfer transfer transfer channel-0 "$lender" "$1ukoku" --packet-timeout-timestamp "$2" \
    --from lender --fees 5000ukoku --gas 300000 --home "$tokyo" --yes)
  hash=$(sed -n 's/.*"txhash":"\([0-9A-F]*\)".*/\1/p' <<<"$result")
  eventually 10 "sent $1" included "$hash"
}
included() { "$kokusaid" query tx "$1" --home "$tokyo" 2>/dev/null | grep '"code":0' >/dev/null; }
# holds HOME AMOUNT succeeds when the lender holds exactly that amount of some denom there.
holds() { "$kokusaid" query bank balances "$lender" --home "$1" | grep "\"amount\": *\"$2\"" >/dev/null; }
settled() { "$kokusaid" query ibc channel packet-commitments transfer channel-0 --home "$tokyo" | tr -d ' \n' | grep '"commitments":\[\]' >/dev/null; }

$net stop relayer
send 777 4000000000
send 888 600000000000
sleep 5
holds "$newyork" 888 && fail "a packet arrived without a relayer"

$net start relayer
eventually 30 "the live packet has arrived" holds "$newyork" 888
eventually 30 "no packet is left" settled
# Of a million tokens: one packet gone, one refunded, two fees paid.
eventually 10 "the timed-out packet is refunded" holds "$tokyo" $((1000000000000 - 888 - 2 * 5000))
echo "passed"
