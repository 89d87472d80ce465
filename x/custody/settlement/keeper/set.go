package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// Propose opens a set of legs between several parties, and returns its name and the digest that the others affirm.
func (k *Keeper) Propose(ctx sdk.Context, proposer sdk.AccAddress, msg *types.MsgPropose) (id types.ID, digest string, err error) {
	id = types.SetID(proposer, msg.Reference)
	if exists, err := k.settlements.Has(ctx, id); err != nil || exists {
		return nil, "", cmp.Or(err, types.ErrInstructed.Wrap(msg.Reference))
	}
	if _, used, err := k.custody.FindReference(ctx, proposer, proposer, msg.Reference); err != nil || used {
		return nil, "", cmp.Or(err, types.ErrReferenceSettled.Wrap(msg.Reference))
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return nil, "", err
	}
	if err := k.checkSet(ctx, params, msg); err != nil {
		return nil, "", err
	}
	s := types.Settlement{
		Kind: types.KindSet, Reference: msg.Reference, Parties: make([]types.Party, len(msg.Parties)), Legs: msg.Legs,
		SettlementDate: msg.SettlementDate, Calendar: msg.Calendar, Priority: msg.Priority,
		Status: types.StatusAlleged, Pending: types.Pending{Reason: types.ReasonNMAT}, Opened: ctx.BlockHeight(),
		Charge: math.ZeroInt(), MaxPiece: math.ZeroInt(), Denomination: math.ZeroInt(),
	}
	for i, party := range msg.Parties {
		s.Parties[i] = types.Party{Account: party, Agreed: i == 0}
	}
	return id, s.Digest(), k.open(ctx, params, id, proposer, s)
}

// checkSet refuses more than is allowed, parties that are no addresses, legs of what is not regulated or above the largest
// piece, and a day that is no business day for any of the series.
func (k *Keeper) checkSet(ctx context.Context, params types.Params, msg *types.MsgPropose) error {
	if len(msg.Parties) > int(params.MaxParties) || len(msg.Legs) > int(params.MaxLegs) {
		return types.ErrTooMany.Wrapf("at most %d parties and %d legs", params.MaxParties, params.MaxLegs)
	}
	for _, party := range msg.Parties {
		if _, err := k.decode("party", party); err != nil {
			return err
		}
	}
	if err := k.checkDay(ctx, params, msg.Calendar, "", msg.SettlementDate); err != nil {
		return err
	}
	seen := map[string]bondtypes.Series{}
	for _, leg := range msg.Legs {
		isin, isBond := bondtypes.ISINOf(leg.Amount.Denom)
		if !isBond {
			if err := k.requireCash(ctx, leg.Amount.Denom); err != nil {
				return err
			}
			continue
		}
		series, known := seen[isin]
		if !known {
			var err error
			if series, err = k.bond.GetSeries(ctx, isin); err != nil {
				return err
			}
			if err := k.checkDay(ctx, params, series.Terms.Calendar, "", msg.SettlementDate); err != nil {
				return err
			}
			if msg.SettlementDate >= series.Terms.MaturityDate {
				return types.ErrMatured.Wrapf("%s on %s", isin, series.Terms.MaturityDate)
			}
			seen[isin] = series
		}
		piece, err := k.pieceOf(params, series, leg.Amount.Amount)
		if err != nil {
			return err
		}
		if piece.IsPositive() && leg.Amount.Amount.GT(piece) {
			return types.ErrInvalidPiece.Wrapf("%s is above the largest piece %s: a set is split into legs", leg.Amount, piece)
		}
	}
	return nil
}

// Affirm agrees to a set whose terms have the digest. The last to agree moves it on.
func (k *Keeper) Affirm(ctx sdk.Context, account string, id types.ID, digest string) (types.Outcome, error) {
	was, err := k.GetSettlement(ctx, id)
	if err != nil {
		return types.Outcome{}, err
	}
	s := was.Copy()
	place := s.Place(account)
	switch {
	case place < 0 || s.Kind != types.KindSet:
		return types.Outcome{}, types.ErrNotParty.Wrap(account)
	case s.Parties[place].Agreed:
		return types.Outcome{}, types.ErrAgreed.Wrap(account)
	case s.Digest() != digest:
		return types.Outcome{}, types.ErrDigest.Wrap(id.String())
	}
	s.Parties[place].Agreed = true
	if err := event.Emit(ctx, &types.EventAgreed{Id: id.String(), Party: account}); err != nil {
		return types.Outcome{}, err
	}
	if s.IsAgreed() {
		return k.agreed(ctx, id, &was, s)
	}
	return types.Outcome{Id: id.String(), Status: s.Status, Pending: s.Pending}, k.put(ctx, id, &was, &s)
}
