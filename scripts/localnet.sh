#!/usr/bin/env bash
# Runs two Kokusai chains on this machine, joined by a relayer.
#
#   scripts/localnet.sh up              start afresh: chains, link, relayer; leave them running
#   scripts/localnet.sh down            stop what `up` started, keep its files
#   scripts/localnet.sh status          heights and endpoints; fails when something is not running
#   scripts/localnet.sh height CHAIN I  height of one node: tokyo 0
#   scripts/localnet.sh stop NAME       stop one process: tokyo-node0, newyork-node1, relayer …
#   scripts/localnet.sh start NAME      start it again where it left off
#
# Environment:
#   VALIDATORS                         validators per chain (1)
#   LOCALNET_DIR                       where homes, logs and pids go (build/localnet)
#   KOKUSAID, RLY                      the two binaries (build/kokusaid, build/rly)
#   PORT_TOKYO, PORT_NEWYORK           first port of each chain, ten ports per node (26600, 27600)
#   BUSINESS_START BLOCK_START SPEED   rehearsal clock of both chains, see `kokusaid localnet init --help`
#   CHANNELS                           transfer channels between the chains (1)
#   GENESIS_TIME                       genesis time of both chains (now)
#   FEEDER                             address of a `kokusaid feeder` that all nodes ask for curves and exchange rates
#   PATCH_TOKYO, PATCH_NEWYORK         files with a JSON merge patch on each chain's genesis
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dir=${LOCALNET_DIR:-$root/build/localnet}
[[ $dir == /* ]] || dir=$PWD/$dir
kokusaid=${KOKUSAID:-$root/build/kokusaid}
rly=${RLY:-$root/build/rly}
chains=(tokyo newyork)
path=tokyo-newyork

say() { printf '%s\n' "$*"; }
die() { printf 'localnet: %s\n' "$*" >&2; exit 1; }

chain_id() { echo "kokusai-$1-1"; }
base_port() { sed -n "s/^$1 //p" "$dir/.localnet"; } # as `up` recorded it
rpc() { echo "127.0.0.1:$(($(base_port "$1") + 10 * $2 + 1))"; }

# --- processes: each has a name, a log and a pid file ---

# running NAME succeeds while the process we started under that name lives; a pid that the system has since given to
# another program does not count.
running() {
  local pid command
  pid=$(cat "$dir/pids/$1" 2>/dev/null) || return 1
  kill -0 "$pid" 2>/dev/null || return 1
  [[ -r /proc/$pid/cmdline ]] || return 0
  command=$(tr '\0' ' ' <"/proc/$pid/cmdline") || return 1
  [[ $command == *"--home $dir/"* ]]
}

start() {
  local name=$1 command
  running "$name" && die "$name is running already"
  case $name in
  relayer) command=("$rly" start "$path" --home "$dir/relayer" --flush-interval 20s --log-format logfmt) ;;
  *-node*) command=("$kokusaid" start --home "$dir/${name%-node*}/${name#*-}" --log_no_color) ;;
  *) die "unknown process $name" ;;
  esac
  [[ $name == relayer || -d $dir/${name%-node*}/${name#*-} ]] || die "unknown process $name"
  KOKUSAID_ORACLE_FEEDER=${FEEDER:-} nohup "${command[@]}" >>"$dir/logs/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/pids/$name"
}

stop() {
  local name=$1 pid tries
  if running "$name"; then
    pid=$(cat "$dir/pids/$name")
    kill "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 100; tries++)); do
      running "$name" || break
      sleep 0.1
    done
    if running "$name"; then kill -KILL "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$dir/pids/$name"
}

processes() { (cd "$dir/pids" 2>/dev/null && ls) || true; }

# The relayer goes first: it would fill its log with complaints about nodes that are gone.
down() {
  local name
  stop relayer
  for name in $(processes); do stop "$name"; done
}

# --- chains ---

height() { # CHAIN NODE
  "$kokusaid" status --home "$dir/$1/node$2" 2>/dev/null | sed -n 's/.*"latest_block_height":"\([0-9]*\)".*/\1/p'
}

# A node of another network on the same ports would be taken for ours.
require_free_ports() {
  local chain i
  for chain in "${chains[@]}"; do
    for ((i = 0; i < ${VALIDATORS:-1} * 10; i++)); do
      if (exec 3<>"/dev/tcp/127.0.0.1/$(($(base_port "$chain") + i))") 2>/dev/null; then
        die "port $(($(base_port "$chain") + i)) is in use; choose others with PORT_TOKYO and PORT_NEWYORK"
      fi
    done
  done
}

create_chain() {
  local chain=$1 options=(--sovereign "$1" --chain-id "$(chain_id "$1")" --dir "$dir/$1" --validators "${VALIDATORS:-1}" --base-port "$(base_port "$1")" --genesis-time "$genesis_time")
  [[ -z ${BUSINESS_START:-} ]] || options+=(--business-start "$BUSINESS_START")
  [[ -z ${BLOCK_START:-} ]] || options+=(--block-start "$BLOCK_START")
  [[ -z ${SPEED:-} ]] || options+=(--speed "$SPEED")
  case $chain in
  tokyo) [[ -z ${PATCH_TOKYO:-} ]] || options+=(--genesis-patch "$PATCH_TOKYO") ;;
  newyork) [[ -z ${PATCH_NEWYORK:-} ]] || options+=(--genesis-patch "$PATCH_NEWYORK") ;;
  esac
  "$kokusaid" localnet init "${options[@]}"
}

wait_for_blocks() {
  local chain=$1 tries now
  for ((tries = 0; tries < 120; tries++)); do
    now=$(height "$chain" 0 || true)
    if [[ ${now:-0} -ge 2 ]]; then return; fi
    if ! running "$chain-node0"; then
      tail -n 5 "$dir/logs/$chain-node0.log" >&2
      die "$chain-node0 has stopped"
    fi
    sleep 0.25
  done
  die "$chain makes no blocks; see $dir/logs"
}

# --- relayer ---

relayer_chain() {
  cat <<EOF
  $1:
    type: cosmos
    value:
      key: relayer
      chain-id: $(chain_id "$1")
      rpc-addr: http://$(rpc "$1" 0)
      account-prefix: kokusai
      coin-type: 118
      keyring-backend: test
      gas-prices: 0.01ukoku
      gas-adjustment: 1.5
      sign-mode: direct
      output-format: json
      timeout: 10s
      broadcast-mode: batch
      min-loop-duration: 100ms
EOF
}

create_relayer() {
  local chain mnemonic
  mkdir -p "$dir/relayer/config"
  cat >"$dir/relayer/config/config.yaml" <<EOF
global:
  timeout: 10s
  light-cache-size: 20
  log-level: info
  max-receiver-size: 150
chains:
$(for chain in "${chains[@]}"; do relayer_chain "$chain"; done)
paths:
  $path:
    src:
      chain-id: $(chain_id tokyo)
    dst:
      chain-id: $(chain_id newyork)
    src-channel-filter:
      rule: ""
      channel-list: []
EOF
  for chain in "${chains[@]}"; do
    mnemonic=$(sed -n 's/^ *"relayer": .*"mnemonic":"\([a-z ]*\)".*/\1/p' "$dir/$chain/keys.json")
    "$rly" keys restore "$chain" relayer "$mnemonic" --home "$dir/relayer" >/dev/null
  done
}

# relay_tx COMMAND: one of the relayer's handshakes for a transfer channel, run to its end.
relay_tx() {
  "$rly" tx "$@" "$path" --home "$dir/relayer" --src-port transfer --dst-port transfer --order unordered --version ics20-1 \
    --timeout 20s --max-retries 5 >>"$dir/logs/link.log" 2>&1 || {
    tail -n 5 "$dir/logs/link.log" >&2
    die "the chains could not be linked; see $dir/logs/link.log"
  }
}

link() {
  local i
  relay_tx link
  for ((i = 1; i < ${CHANNELS:-1}; i++)); do relay_tx channel --override; done
}

# --- commands ---

up() {
  local chain i
  [[ ${VALIDATORS:-1} =~ ^[0-9]{1,2}$ ]] || die "VALIDATORS=$VALIDATORS is not a small number"
  [[ -x $kokusaid && -x $rly ]] || die "$kokusaid and $rly must be built first"
  [[ -z $(processes) ]] || die "already up in $dir; take it down first"
  if [[ -d $dir ]]; then
    [[ -f $dir/.localnet || -z $(ls -A "$dir") ]] || die "$dir holds something else"
    rm -rf "${dir:?}/tokyo" "$dir/newyork" "$dir/relayer" "$dir/logs" "$dir/pids"
  fi
  mkdir -p "$dir/logs" "$dir/pids"
  printf '%s\n' "tokyo ${PORT_TOKYO:-26600}" "newyork ${PORT_NEWYORK:-27600}" >"$dir/.localnet"
  require_free_ports
  # Whatever goes wrong from here on, nothing stays behind.
  trap 'down' EXIT
  trap 'exit 130' INT TERM

  genesis_time=${GENESIS_TIME:-$(date -u +%Y-%m-%dT%H:%M:%SZ)}
  for chain in "${chains[@]}"; do create_chain "$chain"; done
  for chain in "${chains[@]}"; do
    for ((i = 0; i < ${VALIDATORS:-1}; i++)); do start "$chain-node$i"; done
  done
  create_relayer
  for chain in "${chains[@]}"; do wait_for_blocks "$chain"; done
  say "both chains make blocks after ${SECONDS}s; linking them"
  link
  start relayer
  trap - EXIT INT TERM
  say "linked and relaying after ${SECONDS}s"
  status
}

status() {
  local name chain i port fail=0
  [[ -n $(processes) ]] || { say "down"; return 1; }
  for name in $(processes); do
    if ! running "$name"; then say "$name has stopped; see $dir/logs/$name.log"; fail=1; fi
  done
  for chain in "${chains[@]}"; do
    for ((i = 0; ; i++)); do
      [[ -d $dir/$chain/node$i ]] || break
      port=$(($(base_port "$chain") + 10 * i))
      printf '%-18s node%d  height %-6s rpc http://127.0.0.1:%d  grpc 127.0.0.1:%d' "$(chain_id "$chain")" "$i" "$(height "$chain" "$i" || echo -)" $((port + 1)) $((port + 2))
      if ((i == 0)); then printf '  rest http://127.0.0.1:%d' $((port + 3)); fi
      printf '\n'
    done
  done
  say "commands: $kokusaid --home $dir/tokyo/node0 query bank total-supply   keys: $dir/*/keys.json   logs: $dir/logs"
  return $fail
}

case ${1:-} in
up | down | status) (($# == 1)) || die "$1 takes no arguments"; "$1" ;;
height) (($# == 3)) || die "height takes a chain and a node's number"; height "$2" "$3" ;;
start | stop) (($# == 2)) || die "$1 takes one process name"; "$1" "$2" ;;
*) sed -n '2,/^set /{/^#/{s/^# \{0,1\}//;p;};}' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
