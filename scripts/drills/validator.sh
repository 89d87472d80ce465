#!/usr/bin/env bash
# Drill: of four validators one dies, then another. The chain lives with three, stands still with two, and goes on when
# one comes back, which then catches up.
export VALIDATORS=4
source "$(dirname "${BASH_SOURCE[0]}")/drill.sh"

$net stop tokyo-node3
before=$($net height tokyo 0)
eventually 20 "three of four make blocks" above tokyo 0 $((before + 5))

$net stop tokyo-node2
sleep 3 # the block under way
before=$($net height tokyo 0)
sleep 6
[[ $($net height tokyo 0) == "$before" ]] || fail "two of four make blocks"
say "two of four make none"

$net start tokyo-node2
eventually 60 "three of four make blocks again" above tokyo 0 $((before + 3))
$net start tokyo-node3
eventually 60 "the fourth has caught up" above tokyo 3 $((before + 5))
echo "passed"
