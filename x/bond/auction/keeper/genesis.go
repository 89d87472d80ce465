package keeper

import (
	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// InitGenesis loads the state. x/bank, x/bond and the module that keeps reservations must have been loaded before, as they
// must agree.
func (k *Keeper) InitGenesis(ctx sdk.Context, state *types.GenesisState) error {
	if err := state.Validate(k.accounts.AddressCodec()); err != nil {
		return err
	}
	k.accounts.GetModuleAccount(ctx, types.ModuleName) // creates it
	if err := k.params.Set(ctx, state.Params); err != nil {
		return err
	}
	for _, load := range []func(sdk.Context, *types.GenesisState) error{k.loadParticipants, k.loadAuctions, k.loadTenders, k.loadRest} {
		if err := load(ctx, state); err != nil {
			return err
		}
	}
	return k.auditNeighbours(ctx, state)
}

func (k *Keeper) loadParticipants(ctx sdk.Context, state *types.GenesisState) error {
	for _, participant := range state.Participants {
		account, err := k.address("account", participant.Account)
		if err != nil {
			return err
		}
		if _, err := k.countIn(ctx, participant, types.Participant{}, false); err != nil {
			return err
		}
		if err := k.setParticipant(ctx, account, participant); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadAuctions(ctx sdk.Context, state *types.GenesisState) error {
	for _, auction := range state.Auctions {
		if err := k.setAuction(ctx, auction, types.AUCTION_STATUS_UNSPECIFIED); err != nil {
			return err
		}
		if err := k.calendar.Set(ctx, collections.Join(auction.Terms.SettleDate, auction.Terms.Id)); err != nil {
			return err
		}
		if !auction.IsPending() {
			continue
		}
		if err := k.promise(ctx, auction.Terms); err != nil {
			return err
		}
		times, err := auction.Timetable()
		if err != nil {
			return err
		}
		next := times.RevealDeadline
		if auction.Status == types.AUCTION_STATUS_ALLOTTED {
			next = times.Settlement
		}
		if err := k.scheduleAt(ctx, auction.Terms.Id, next); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadTenders(ctx sdk.Context, state *types.GenesisState) error {
	for _, tender := range state.Tenders {
		bidder, err := k.address("bidder", tender.Bidder)
		if err != nil {
			return err
		}
		if err := k.setTender(ctx, bidder, tender); err != nil {
			return err
		}
		if err := k.byBidder.Set(ctx, collections.Join(bidder, tender.AuctionId)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) loadRest(ctx sdk.Context, state *types.GenesisState) error {
	for _, quota := range state.Quotas {
		account, err := k.address("account", quota.Account)
		if err != nil {
			return err
		}
		if err := k.quotas.Set(ctx, collections.Join(quota.AuctionId, account), quota.Limit); err != nil {
			return err
		}
	}
	for _, duty := range state.Duties {
		account, err := k.address("account", duty.Account)
		if err != nil {
			return err
		}
		if err := k.duties.Set(ctx, collections.Join3(duty.IssuerId, account, duty.Quarter), duty); err != nil {
			return err
		}
	}
	for _, release := range state.Releases {
		if err := k.setRelease(ctx, release); err != nil {
			return err
		}
	}
	return nil
}

// ExportGenesis returns the state, each list in the order of its keys.
func (k *Keeper) ExportGenesis(ctx sdk.Context) (*types.GenesisState, error) {
	params, err := k.params.Get(ctx)
	if err != nil {
		return nil, err
	}
	state := &types.GenesisState{Params: params}
	if state.Participants, err = row.Values(ctx, k.participants, nil); err != nil {
		return nil, err
	}
	if state.Auctions, err = row.Values(ctx, k.auctions, nil); err != nil {
		return nil, err
	}
	if state.Tenders, err = row.Values(ctx, k.tenders, nil); err != nil {
		return nil, err
	}
	if state.Duties, err = row.Values(ctx, k.duties, nil); err != nil {
		return nil, err
	}
	if state.Releases, err = row.Values(ctx, k.releases, nil); err != nil {
		return nil, err
	}
	err = k.quotas.Walk(ctx, nil, func(key accountKey, limit math.Int) (bool, error) {
		text, err := k.addressText(key.K2())
		state.Quotas = append(state.Quotas, types.Quota{AuctionId: key.K1(), Account: text, Limit: limit})
		return false, err
	})
	return state, err
}
