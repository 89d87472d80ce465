# Sourced by the drills: a network of their own, apart from a localnet that may be running, taken down at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export LOCALNET_DIR=$PWD/build/drill PORT_TOKYO=${PORT_TOKYO:-28600} PORT_NEWYORK=${PORT_NEWYORK:-29600}
kokusaid=${KOKUSAID:-build/kokusaid}
net=scripts/localnet.sh
tokyo=$LOCALNET_DIR/tokyo/node0
newyork=$LOCALNET_DIR/newyork/node0

say() { printf '  %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

# eventually SECONDS WHAT COMMAND… waits until the command succeeds.
eventually() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < deadline)) || fail "$what"
    sleep 0.3
  done
  say "$what"
}

# above CHAIN NODE HEIGHT
above() { local now; now=$($net height "$1" "$2") && [[ ${now:-0} -gt $3 ]]; }

trap '$net down' EXIT
$net up
