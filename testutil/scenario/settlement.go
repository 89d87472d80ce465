package scenario

import (
	"strings"

	sdk "github.com/cosmos/cosmos-sdk/types"

	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
)

// settlement returns what names a settlement by what its parties call it: trade:, claim: and set: for its id, digest: for what
// others affirm of a set.
func (r *Runner) settlement(text string) (string, bool) {
	name, ok := r.settlementName(text)
	if ok {
		r.ids[name] = text
	}
	return name, ok
}

func (r *Runner) settlementName(text string) (string, bool) {
	kind, rest, _ := strings.Cut(text, ":")
	parts := strings.Split(rest, ":")
	switch {
	case kind == "trade" && len(parts) == 3:
		return settlementtypes.TradeID(r.Actor(parts[0]).Addr, r.Actor(parts[1]).Addr, parts[2]).String(), true
	case kind == "claim" && len(parts) == 3:
		trade := settlementtypes.TradeID(r.Actor(parts[0]).Addr, r.Actor(parts[1]).Addr, parts[2])
		return settlementtypes.ClaimID(trade).String(), true
	case kind == "set" && len(parts) == 2:
		return settlementtypes.SetID(r.Actor(parts[0]).Addr, parts[1]).String(), true
	case kind == "digest" && len(parts) == 2:
		return r.digest(r.Actor(parts[0]).Addr, parts[1]), true
	}
	return "", false
}

func (r *Runner) digest(proposer sdk.AccAddress, reference string) string {
	open, err := r.Chain.Kokusai.SettlementKeeper.GetSettlement(r.Chain.Committed(), settlementtypes.SetID(proposer, reference))
	r.NoError(err)
	return open.Digest()
}
