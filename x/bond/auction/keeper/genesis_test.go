package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec/address"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

// reborn exports the auctions, loads them into an empty store beside the same bank and bonds, and exports again.
func (f *fixture) reborn() {
	before, err := f.keeper.ExportGenesis(f.ctx)
	require.NoError(f, err)
	require.NoError(f, before.Validate(address.NewBech32Codec("kokusai")))
	f.keeper, f.other = f.other, f.keeper
	defer func() { f.keeper, f.other = f.other, f.keeper }()
	cached, _ := f.ctx.CacheContext()
	require.NoError(f, f.keeper.InitGenesis(cached, before))
	require.NoError(f, f.keeper.Audit(cached))
	after, err := f.keeper.ExportGenesis(cached)
	require.NoError(f, err)
	require.Equal(f, before, after)
}

func TestGenesisMidLife(t *testing.T) {
	f := newMarket(t)
	params := types.DefaultParams()
	params.WorkLimit = 2
	must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
	f.reborn()
	params.MaxParticipants, params.MaxDealers = 2, 1
	must(f, f.msgs.UpdateParams, &types.MsgUpdateParams{Authority: f.gov.String(), Params: params})
	f.reborn() // those who are registered stay when the limits fall
	f.announce(f.tenYearAuction())
	f.reborn()
	all := []bids{of("A", bid("100.10", 40)), of("B", bid("100.05", 50)), of("C", bid("99", 50)), of("S").without(100_000_000)}
	f.at(bidding, f.commit(all...))
	f.reborn()
	f.at(revealing, f.reveal(all[1:]...))
	f.reborn()
	f.at(closing)
	f.reborn()
	f.at(closing)
	f.reborn()
	f.at(second, func() {
		must(f, f.msgs.BidSecondRound, &types.MsgBidSecondRound{Bidder: account("B").String(), AuctionId: id, Amount: math.NewInt(unit)})
	})
	f.reborn()
	for range 4 {
		f.at(settling)
		f.reborn()
	}
	require.True(t, f.held().IsZero())

	f = newMarket(t)
	f.buyBackMarket()
	f.fund(f.buyBackAuction())
	a := of("A", bid("100.50", 5))
	f.at("2026-03-06 11:00", f.commit(a))
	f.at("2026-03-06 12:00", func() { must(f, f.msgs.RevealBid, a.revelation()) })
	f.reborn()
	f.at("2026-03-06 12:30")
	f.reborn()
	f.at("2026-03-09")
	f.reborn()
}

// A state that contradicts itself is refused, each with its own reason.
func TestGenesisThatIsRefused(t *testing.T) {
	f := newMarket(t)
	f.announce(f.tenYearAuction())
	all := []bids{of("A", bid("100.10", 40)), of("B", bid("100.05", 50))}
	f.at(bidding, f.commit(all...))
	f.at(revealing, f.reveal(all...))
	f.at(closing)
	for name, c := range map[string]struct {
		broken func(*types.GenesisState)
		says   string
	}{
		"participant twice":      {func(g *types.GenesisState) { g.Participants = append(g.Participants, g.Participants[0]) }, "duplicate"},
		"participant nameless":   {func(g *types.GenesisState) { g.Participants[0].Name = "" }, "name must be"},
		"participant's address":  {func(g *types.GenesisState) { g.Participants[0].Account = "x" }, "account"},
		"auction twice":          {func(g *types.GenesisState) { g.Auctions = append(g.Auctions, g.Auctions[0]) }, "duplicate"},
		"auction's terms":        {func(g *types.GenesisState) { g.Auctions[0].Terms.Method = 0 }, "method"},
		"auction's times":        {func(g *types.GenesisState) { g.Auctions[0].Terms.SettleDate = "2026-01-06" }, "settle_date"},
		"auction's status":       {func(g *types.GenesisState) { g.Auctions[0].Status = 0 }, "status"},
		"no result":              {func(g *types.GenesisState) { g.Auctions[0].Result = nil }, "has no result"},
		"result too early":       {func(g *types.GenesisState) { g.Auctions[0].Status = types.AUCTION_STATUS_OPEN }, "has a result"},
		"cap":                    {func(g *types.GenesisState) { g.Auctions[0].BidderCap = math.ZeroInt() }, "bidder cap"},
		"fund of a sale":         {func(g *types.GenesisState) { g.Auctions[0].Fund = math.OneInt() }, "fund of"},
		"more than was offered":  {func(g *types.GenesisState) { g.Auctions[0].Result.Accepted = math.NewInt(101 * unit) }, "gives out more"},
		"result and bids":        {func(g *types.GenesisState) { g.Auctions[0].Result.Accepted = math.NewInt(10 * unit) }, "not the sum of its bids"},
		"a missing number":       {func(g *types.GenesisState) { g.Auctions[0].Result.Average = math.LegacyDec{} }, "a number is missing"},
		"tender of no auction":   {func(g *types.GenesisState) { g.Tenders[0].AuctionId = "mof.none" }, "does not exist"},
		"tender twice":           {func(g *types.GenesisState) { g.Tenders = append(g.Tenders, g.Tenders[0]) }, "duplicate"},
		"seal":                   {func(g *types.GenesisState) { g.Tenders[0].Seal = nil }, "seal"},
		"negative escrow":        {func(g *types.GenesisState) { g.Tenders[0].Escrow = math.NewInt(-1) }, "negative"},
		"award without a bid":    {func(g *types.GenesisState) { g.Tenders[0].Bids = nil }, "awards for"},
		"award above the bid":    {func(g *types.GenesisState) { g.Tenders[0].Awards[0].Amount = math.NewInt(60 * unit) }, "does not fit its bid"},
		"award without a price":  {func(g *types.GenesisState) { g.Tenders[0].Awards[0].Price = dec("0") }, "does not fit its bid"},
		"bids not revealed":      {func(g *types.GenesisState) { g.Tenders[0].Revealed = false }, "has not revealed"},
		"paid before settlement": {func(g *types.GenesisState) { g.Tenders[0].Paid = math.OneInt() }, "has paid"},
		"units of a sale":        {func(g *types.GenesisState) { g.Tenders[0].Reserved = append(g.Tenders[0].Reserved, yen(1)) }, "reserved"},
		"round without a bid":    {func(g *types.GenesisState) { g.Tenders[0].NonPriceRound = types.NON_PRICE_ROUND_FIRST }, "contradicts itself"},
		"bids kept for ever":     {func(g *types.GenesisState) { g.Auctions[0].Status = types.AUCTION_STATUS_REJECTED }, "kept for ever"},
		"dropped while it runs":  {func(g *types.GenesisState) { g.Releases = append(g.Releases, types.Release{AuctionId: id, Drop: true}) }, "are dropped"},
		"release of no auction":  {func(g *types.GenesisState) { g.Releases = append(g.Releases, types.Release{AuctionId: "mof.none"}) }, "does not exist"},
		"quota of no auction":    {func(g *types.GenesisState) { g.Quotas = []types.Quota{{AuctionId: "mof.none"}} }, "does not exist"},
		"duty's quarter": {func(g *types.GenesisState) {
			g.Duties = []types.Duty{types.NewDuty("mof", account("A").String(), "2026")}
		}, "quarter"},
		"duty of no dealer": {func(g *types.GenesisState) {
			g.Duties = []types.Duty{types.NewDuty("mof", account("S").String(), "2026Q1")}
		}, "no dealer"},
		"more than there is room for": {func(g *types.GenesisState) {
			g.Auctions[0].Terms.Offering = math.NewInt(100_000 * unit)
		}, "than authorised"},
		"parameters":             {func(g *types.GenesisState) { g.Params.MaxBids = 0 }, "max_bids"},
		"cash that is not there": {func(g *types.GenesisState) { g.Tenders[0].Escrow = g.Tenders[0].Escrow.AddRaw(1) }, "is owed"},
		"another currency":       {func(g *types.GenesisState) { g.Auctions[0].Currency = "uusd" }, "currency"},
		"series that is not":     {func(g *types.GenesisState) { g.Auctions[0].Terms.Series[0].Isin = isinOf(10, 399, 2026, 1) }, "series not found"},
	} {
		state, err := f.keeper.ExportGenesis(f.ctx)
		require.NoError(t, err)
		c.broken(state)
		f.keeper, f.other = f.other, f.keeper
		cached, _ := f.ctx.CacheContext()
		require.ErrorContains(t, f.keeper.InitGenesis(cached, state), c.says, name)
		f.keeper, f.other = f.other, f.keeper
	}
}
