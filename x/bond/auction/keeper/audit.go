package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/solvency"
)

// Audit checks the laws of the auctions over the whole state: those that a genesis has to keep, those with the modules
// around, and that every index says what the rows say. It is for tests and a command, never for a block.
func (k *Keeper) Audit(ctx sdk.Context) error {
	state, err := k.ExportGenesis(ctx)
	if err != nil {
		return err
	}
	if err := state.Validate(k.accounts.AddressCodec()); err != nil {
		return types.ErrBrokenLaw.Wrap(err.Error())
	}
	for _, law := range []func(sdk.Context, *types.GenesisState) error{
		k.auditNeighbours, k.auditAwards, k.auditSchedule, k.auditIndices, k.auditRegisters,
	} {
		if err := law(ctx, state); err != nil {
			return err
		}
	}
	return nil
}

// auditNeighbours checks what must agree with x/bank, x/bond and the module that keeps reservations: cash covers what is
// held for bidders and issuers, no bond lies here, series exist and have room for what is offered, and what is offered to a
// buy-back is reserved.
func (k *Keeper) auditNeighbours(ctx sdk.Context, state *types.GenesisState) error {
	held := sdk.NewCoins()
	auctions := make(map[string]types.Auction, len(state.Auctions))
	for _, auction := range state.Auctions {
		auctions[auction.Terms.Id] = auction
		held = held.Add(auction.Cash(auction.Fund))
		for _, offered := range auction.Terms.Series {
			series, err := k.bond.GetSeries(ctx, offered.Isin)
			if err != nil {
				return types.ErrInvalidGenesis.Wrapf("auction %s: %s", auction.Terms.Id, err)
			}
			if series.Terms.IssuerId != auction.Terms.IssuerId || series.Terms.Currency != auction.Currency || series.Terms.Calendar != auction.Calendar {
				return types.ErrInvalidGenesis.Wrapf("auction %s: issuer, currency or calendar is not that of %s", auction.Terms.Id, offered.Isin)
			}
			room, err := k.bond.Room(ctx, offered.Isin)
			if err != nil {
				return err
			}
			if auction.IsPending() && room.IsNegative() {
				return types.ErrInvalidGenesis.Wrapf("auction %s: more of %s is issued and promised than authorised", auction.Terms.Id, offered.Isin)
			}
		}
	}
	for _, tender := range state.Tenders {
		auction := auctions[tender.AuctionId]
		held = held.Add(auction.Cash(tender.Escrow))
		if !auction.IsPending() {
			continue
		}
		bidder, err := k.address("bidder", tender.Bidder)
		if err != nil {
			return err
		}
		for _, coin := range tender.Reserved {
			if reserved := k.reservations.Reserved(ctx, bidder, coin.Denom, types.ModuleName, tender.AuctionId); !reserved.Equal(coin.Amount) {
				return types.ErrBrokenLaw.Wrapf("%s offers %s to %s and %s is reserved", tender.Bidder, coin, tender.AuctionId, reserved)
			}
		}
	}
	if err := solvency.Check(ctx, k.bank, k.moduleAddress, held, types.ErrBrokenLaw); err != nil {
		return err
	}
	var bonds error
	k.bank.IterateAccountBalances(ctx, k.moduleAddress, func(coin sdk.Coin) bool {
		if _, isBond := bondtypes.ISINOf(coin.Denom); isBond {
			bonds = types.ErrBrokenLaw.Wrapf("the module holds %s", coin)
		}
		return bonds != nil
	})
	return bonds
}

// auditAwards checks that every winner's escrow covers what it owes, and the fund of a buy-back what it will pay.
func (k *Keeper) auditAwards(ctx sdk.Context, state *types.GenesisState) error {
	for _, auction := range state.Auctions {
		if auction.Status != types.AUCTION_STATUS_ALLOTTED {
			continue
		}
		pricing, err := k.pricing(ctx, auction)
		if err != nil {
			return err
		}
		total := math.ZeroInt()
		for _, tender := range state.Tenders {
			if tender.AuctionId != auction.Terms.Id {
				continue
			}
			cost, err := pricing.Cost(tender)
			if err != nil {
				return err
			}
			total = total.Add(cost)
			if !auction.Terms.IsBuyBack() && cost.GT(tender.Escrow) {
				return types.ErrBrokenLaw.Wrapf("%s owes %s in %s and has %s in escrow", tender.Bidder, cost, auction.Terms.Id, tender.Escrow)
			}
		}
		if auction.Terms.IsBuyBack() && total.GT(auction.Fund) {
			return types.ErrBrokenLaw.Wrapf("%s pays %s and has %s", auction.Terms.Id, total, auction.Fund)
		}
	}
	return nil
}

// auditSchedule checks that every pending auction is scheduled once, and that what is on offer is what they may issue.
func (k *Keeper) auditSchedule(ctx sdk.Context, state *types.GenesisState) error {
	scheduled := map[string]int{}
	if err := k.schedule.Walk(ctx, nil, func(key scheduleKey) (bool, error) {
		scheduled[key.K2()]++
		return false, nil
	}); err != nil {
		return err
	}
	onOffer := map[string]math.Int{}
	for _, auction := range state.Auctions {
		if !auction.IsPending() {
			continue
		}
		if scheduled[auction.Terms.Id] != 1 {
			return types.ErrBrokenLaw.Wrapf("%s is scheduled %d times", auction.Terms.Id, scheduled[auction.Terms.Id])
		}
		if auction.Terms.IsBuyBack() {
			continue
		}
		for _, series := range auction.Terms.Series {
			if onOffer[series.Isin].IsNil() {
				onOffer[series.Isin] = math.ZeroInt()
			}
			onOffer[series.Isin] = onOffer[series.Isin].Add(auction.Terms.MostIssued())
		}
	}
	rows := 0
	err := k.onOffer.Walk(ctx, nil, func(isin string, face math.Int) (bool, error) {
		rows++
		if expected := onOffer[isin]; expected.IsNil() || !expected.Equal(face) {
			return true, types.ErrBrokenLaw.Wrapf("%s of %s is on offer, auctions add up to %s", face, isin, expected)
		}
		return false, nil
	})
	if err == nil && rows != len(onOffer) {
		err = types.ErrBrokenLaw.Wrapf("%d series are on offer, %d are counted", len(onOffer), rows)
	}
	return err
}

// auditIndices checks that the lists by status, date and bidder have every row once and nothing else.
func (k *Keeper) auditIndices(ctx sdk.Context, state *types.GenesisState) error {
	for _, auction := range state.Auctions {
		filed, err := k.byStatus.Has(ctx, collections.Join(int32(auction.Status), auction.Terms.Id))
		if err != nil {
			return err
		}
		dated, err := k.calendar.Has(ctx, collections.Join(auction.Terms.SettleDate, auction.Terms.Id))
		if err != nil {
			return err
		}
		if !filed || !dated {
			return types.ErrBrokenLaw.Wrapf("%s is not listed by its status or its date", auction.Terms.Id)
		}
	}
	for _, tender := range state.Tenders {
		bidder, err := k.address("bidder", tender.Bidder)
		if err != nil {
			return err
		}
		if listed, err := k.byBidder.Has(ctx, collections.Join(bidder, tender.AuctionId)); err != nil || !listed {
			return types.ErrBrokenLaw.Wrapf("bids of %s in %s are not listed", tender.Bidder, tender.AuctionId)
		}
	}
	byStatus, err := count(ctx, k.byStatus)
	if err != nil {
		return err
	}
	byDate, err := count(ctx, k.calendar)
	if err != nil {
		return err
	}
	byBidder, err := count(ctx, k.byBidder)
	if err != nil {
		return err
	}
	if byStatus != len(state.Auctions) || byDate != len(state.Auctions) || byBidder != len(state.Tenders) {
		return types.ErrBrokenLaw.Wrapf("lists have %d, %d and %d entries for %d auctions and %d bidders",
			byStatus, byDate, byBidder, len(state.Auctions), len(state.Tenders))
	}
	return nil
}

func count[K any](ctx context.Context, keys collections.KeySet[K]) (n int, err error) {
	err = keys.Walk(ctx, nil, func(K) (bool, error) {
		n++
		return false, nil
	})
	return n, err
}

// auditRegisters checks that participants and dealers are counted right.
func (k *Keeper) auditRegisters(ctx sdk.Context, state *types.GenesisState) error {
	registers := map[string]types.Register{}
	dealers := 0
	for _, participant := range state.Participants {
		register := registers[participant.IssuerId]
		register.Participants++
		if participant.Dealer {
			register.Dealers++
			dealers++
		}
		registers[participant.IssuerId] = register
	}
	listed, err := count(ctx, k.dealers)
	if err != nil {
		return err
	}
	if listed != dealers {
		return types.ErrBrokenLaw.Wrapf("%d dealers are listed of %d", listed, dealers)
	}
	return k.registers.Walk(ctx, nil, func(issuerID string, register types.Register) (bool, error) {
		if register != registers[issuerID] {
			return true, types.ErrBrokenLaw.Wrapf("register of %s counts %v, there are %v", issuerID, register, registers[issuerID])
		}
		return false, nil
	})
}
