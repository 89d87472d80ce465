package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	offeringtypes "github.com/kokusai-chain/kokusai/x/bond/offering/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
)

var _ offeringtypes.CustodyKeeper = (*Keeper)(nil)

// Free returns how much of a denom an account can send: what it holds, less what is pledged, reserved or vesting.
func (k *Keeper) Free(ctx context.Context, owner sdk.AccAddress, denom string) (math.Int, error) {
	holding, err := k.holding(ctx, owner, denom)
	return holding.Free, err
}

// Obstacle returns which rule keeps the receiver from getting a coin of the sender, if the sender had it free.
func (k *Keeper) Obstacle(ctx context.Context, from, to sdk.AccAddress, coin sdk.Coin) (offeringtypes.Obstacle, error) {
	refusal, err := k.explain(ctx, from, to, coin)
	if err != nil || refusal == nil {
		return offeringtypes.Obstacle{}, err
	}
	return offeringtypes.Obstacle{Fault: faultOf(refusal.Rule), Reason: refusal.String()}, nil
}

// faultOf says whose a refusal is: the receiver answers for its own standing, nobody for what an authority has decided.
func faultOf(rule types.Rule) offeringtypes.Fault {
	switch rule {
	case types.RuleFree:
		return offeringtypes.FaultNone
	case types.RuleNotRegistered, types.RuleRegistrationExpired, types.RuleCustodian, types.RuleClass, types.RuleJurisdiction,
		types.RuleMaxHolding:
		return offeringtypes.FaultReceiver
	default:
		return offeringtypes.FaultLaw
	}
}
