#!/usr/bin/env bash
# Checks formatting, vet, the arrows between modules and that nothing of another machine is named.
set -euo pipefail
cd "$(dirname "$0")/.."

fail=0
complain() {
  echo "lint: $1" >&2
  fail=1
}

unformatted=$(git ls-files '*.go' | grep -v '\.pb\.\(gw\.\)\?go$' | xargs gofmt -l)
[ -z "$unformatted" ] || complain "not formatted: $unformatted"

go vet ./... || complain "go vet"

# Arrows run one way: carry → collateral → custody → bond, of another module only types and, at the client, reports may be imported, and a keeper belongs
# to the module whose folder it is in: sub-modules (x/bond/auction) know their parent by its types too.
module=github.com/kokusai-chain/kokusai/x
lower() {
  case $1 in
  bond) echo "" ;;
  custody) echo "bond" ;;
  collateral) echo "bond custody" ;;
  carry) echo "bond custody collateral" ;;
  esac
}
for name in bond custody collateral carry; do
  allowed=$(lower "$name")
  while read -r importer imported; do
    importer=${importer#"$module"/} imported=${imported#"$module"/}
    other=${imported%%/*}
    [ "$other" != internal ] || continue
    if [ "$other" != "$name" ]; then
      case " $allowed " in *" $other "*) ;; *) complain "x/$importer imports x/$imported: the arrow runs the other way" ;; esac
      case $imported in */types | */report) ;; *) complain "x/$importer imports x/$imported: only types and reports may be imported" ;; esac
    fi
    case $imported in */keeper) [[ "$importer" == "${imported%/keeper}" || "${importer%/*}" == "${imported%/keeper}" && "$importer" =~ /(keeper|testutil)$ ]] || complain "x/$importer imports x/$imported, the keeper of another module" ;; esac
  done < <(go list -f '{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}' "./x/$name/..." | grep " $module/" | sort -u)
done

# Pure packages know no keepers, contexts of blocks excepted where a package is about running code in one.
while read -r package imports; do
  case $imports in *"$module/bond"* | *"$module/custody"* | *"$module/collateral"* | *"$module/carry"*) complain "$package imports a module" ;; esac
done < <(go list -f '{{.ImportPath}} {{join .Imports " "}}' ./x/internal/...)

# The state machine reads no wall clock, draws no random numbers and uses no floats.
nondeterminism='time\.Now()\|math/rand\|float64\|float32\|go func'
if git ls-files 'x/*.go' | grep -v '_test\.go$\|\.pb\.\(gw\.\)\?go$\|/simulation/\|/testutil/' | xargs grep -n "$nondeterminism"; then
  complain "not deterministic"
fi

exit $fail
