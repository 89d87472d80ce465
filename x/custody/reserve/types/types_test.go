package types_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec/address"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/identifier"
)

var addresses = address.NewBech32Codec("kokusai")

func account(name string) string {
	bz := make([]byte, 20)
	copy(bz, name)
	text, err := addresses.BytesToString(bz)
	if err != nil {
		panic(err)
	}
	return text
}

func lei(body string) string {
	check, err := identifier.LEICheck(body + "00")
	if err != nil {
		panic(err)
	}
	return body + check
}

func reserve() types.Reserve {
	return types.Reserve{
		Denom: "bond/JP1103811S13", Institution: account("custodian"), BookAccount: "BOJ-1234-567", Calendar: "tokyo",
		Attesters: []types.Attester{
			{Account: account("one"), Name: "One", Lei: lei("KOKUSAI00000000001")},
			{Account: account("two"), Name: "Two", Lei: lei("KOKUSAI00000000002")},
			{Account: account("custodian"), Name: "Custodian", Lei: lei("KOKUSAI00000000003")},
		},
		Quorum: 2, MaxAge: 1, Large: math.NewInt(100), ChallengeWindow: time.Hour, DeliveryTime: time.Hour, MinRedemption: math.OneInt(),
	}
}

func TestReserveValidate(t *testing.T) {
	require.NoError(t, reserve().Validate(addresses))
	cash := reserve()
	cash.Denom = "ujpy"
	require.NoError(t, cash.Validate(addresses))
	for name, spoil := range map[string]func(r *types.Reserve){
		"denom":              func(r *types.Reserve) { r.Denom = "ukoku" },
		"isin":               func(r *types.Reserve) { r.Denom = "bond/JP1103811S14" },
		"institution":        func(r *types.Reserve) { r.Institution = "nobody" },
		"book account":       func(r *types.Reserve) { r.BookAccount = " " },
		"long book account":  func(r *types.Reserve) { r.BookAccount = strings.Repeat("1", 36) },
		"calendar":           func(r *types.Reserve) { r.Calendar = "london" },
		"attester":           func(r *types.Reserve) { r.Attesters[0].Account = "nobody" },
		"attester's name":    func(r *types.Reserve) { r.Attesters[0].Name = "" },
		"attester's lei":     func(r *types.Reserve) { r.Attesters[0].Lei = "KOKUSAI0000000000100" },
		"attester twice":     func(r *types.Reserve) { r.Attesters[0].Account = r.Attesters[1].Account },
		"entity twice":       func(r *types.Reserve) { r.Attesters[0].Lei = r.Attesters[1].Lei },
		"no attesters":       func(r *types.Reserve) { r.Attesters, r.Quorum = nil, 0 },
		"no quorum":          func(r *types.Reserve) { r.Quorum = 0 },
		"quorum of itself":   func(r *types.Reserve) { r.Quorum = 1 },
		"quorum of too many": func(r *types.Reserve) { r.Quorum = 4 },
		"max age":            func(r *types.Reserve) { r.MaxAge = 31 },
		"large":              func(r *types.Reserve) { r.Large = math.Int{} },
		"min redemption":     func(r *types.Reserve) { r.MinRedemption = math.ZeroInt() },
		"window":             func(r *types.Reserve) { r.ChallengeWindow = 0 },
		"long window":        func(r *types.Reserve) { r.ChallengeWindow = 31 * 24 * time.Hour },
		"delivery time":      func(r *types.Reserve) { r.DeliveryTime = time.Second },
	} {
		t.Run(name, func(t *testing.T) {
			r := reserve()
			spoil(&r)
			require.Error(t, r.Validate(addresses))
		})
	}
}

func TestParamsValidate(t *testing.T) {
	require.NoError(t, types.DefaultParams().Validate())
	for _, spoil := range []func(p *types.Params){
		func(p *types.Params) { p.MaxAttesters = 0 },
		func(p *types.Params) { p.MaxAttesters = 65 },
		func(p *types.Params) { p.DueLimit = 0 },
		func(p *types.Params) { p.DueLimit = 10_001 },
		func(p *types.Params) { p.RetryInterval = 0 },
		func(p *types.Params) { p.RetryInterval = 8 * 24 * time.Hour },
	} {
		p := types.DefaultParams()
		spoil(&p)
		require.ErrorIs(t, p.Validate(), types.ErrInvalidParams)
	}
}

func TestMessagesValidate(t *testing.T) {
	coin := sdk.NewInt64Coin("ujpy", 1)
	good := types.MsgRequestRedemption{Amount: coin, Reference: "R/1", DeliverTo: "1234"}
	require.NoError(t, good.Validate())
	for _, bad := range []interface{ Validate() error }{
		&types.MsgMint{Amount: sdk.NewInt64Coin("ukoku", 1)},
		&types.MsgMint{Amount: sdk.Coin{Denom: "ujpy", Amount: math.NewInt(-1)}},
		&types.MsgMint{Amount: sdk.Coin{Denom: "ujpy"}},
		&types.MsgMint{Amount: sdk.NewCoin("ujpy", math.NewIntWithDecimal(1, 31))},
		&types.MsgBurn{Amount: sdk.NewInt64Coin("ujpy", 0)},
		&types.MsgChallengeMint{Denom: "ujpy"},
		&types.MsgChallengeMint{Denom: "yen", Reason: "r"},
		&types.MsgRequestRedemption{Amount: coin, Reference: "", DeliverTo: "1"},
		&types.MsgRequestRedemption{Amount: coin, Reference: strings.Repeat("1", 36), DeliverTo: "1"},
		&types.MsgRequestRedemption{Amount: coin, Reference: "1", DeliverTo: "a\nb"},
		&types.MsgConfirmRedemption{Denom: "ujpy", Reference: "1"},
		&types.MsgConfirmRedemption{Denom: "ujpy", Reference: " ", Delivery: "1"},
		&types.MsgDeclineRedemption{Denom: "ujpy", Reference: "1", Reason: strings.Repeat("x", 201)},
		&types.MsgDeclineRedemption{Denom: "", Reference: "1", Reason: "x"},
	} {
		require.Error(t, bad.Validate(), "%T %s", bad, bad)
	}
}

func TestBookFitsWithinTheWindow(t *testing.T) {
	book, rules, now := types.NewBook(), reserve(), time.Unix(1_000_000, 0).UTC()
	require.True(t, book.Fits(rules, math.NewInt(60), now))
	require.False(t, book.Fits(rules, math.NewInt(41), now.Add(time.Hour-1)))
	require.True(t, book.Fits(rules, math.NewInt(40), now.Add(time.Hour-1)))
	require.True(t, book.Fits(rules, math.NewInt(100), now.Add(time.Hour)))
	require.False(t, book.Fits(rules, math.OneInt(), now.Add(2*time.Hour-1)))
}

// TestAssessmentLaws: a quorum is needed, no attestation is worth more than it says, more of what left never makes room,
// and one more who sees less never makes room either.
func TestAssessmentLaws(t *testing.T) {
	today := date.MustParse("2026-02-05")
	rapid.Check(t, func(t *rapid.T) {
		facts := types.Facts{
			Reserve: reserve(), Today: today,
			Outstanding: math.NewInt(rapid.Int64Range(0, 100).Draw(t, "outstanding")), Pending: math.NewInt(rapid.Int64Range(0, 50).Draw(t, "pending")),
		}
		for _, who := range []string{"one", "two", "custodian"} {
			if rapid.Bool().Draw(t, who) {
				facts.Attestations = append(facts.Attestations, types.Attestation{
					Attester: account(who), Quantity: math.NewInt(rapid.Int64Range(0, 200).Draw(t, "quantity")),
					AsOf: today.AddDays(-rapid.IntRange(0, 4).Draw(t, "ago")).String(), DocumentHash: strings.Repeat("0", 64),
				})
			}
		}
		before, err := types.Assess(facts)
		require.NoError(t, err)
		issued := facts.Outstanding.Add(facts.Pending)
		if before.Room.IsPositive() {
			require.GreaterOrEqual(t, before.Fresh, facts.Reserve.Quorum)
			require.Equal(t, types.StandingCovered, before.Standing)
			require.True(t, issued.Add(before.Room).LTE(before.Attested))
			require.NoError(t, before.Refuse(before.Room))
		}
		require.Error(t, before.Refuse(before.Room.AddRaw(1)))
		for _, line := range before.Lines {
			require.True(t, line.Worth.LTE(line.Attestation.Quantity))
			if line.Fresh && before.Standing != types.StandingStale {
				require.True(t, before.Attested.LTE(line.Worth))
			}
		}
		facts.Released = append(facts.Released, types.Released{Date: today.AddDays(-rapid.IntRange(0, 6).Draw(t, "left")).String(), Amount: math.NewInt(7)})
		after, err := types.Assess(facts)
		require.NoError(t, err)
		require.True(t, after.Room.LTE(before.Room))
		facts.Reserve.Stopped = true
		stopped, err := types.Assess(facts)
		require.NoError(t, err)
		require.ErrorIs(t, stopped.Refuse(math.OneInt()), types.ErrStopped)
		require.True(t, stopped.Room.IsZero())
	})
}

func TestAttestationsOfStrangersDoNotCount(t *testing.T) {
	facts := types.Facts{Reserve: reserve(), Today: date.MustParse("2026-02-05"), Outstanding: math.ZeroInt(), Pending: math.ZeroInt()}
	for _, who := range []string{"three", "four"} {
		facts.Attestations = append(facts.Attestations, types.Attestation{Attester: account(who), Quantity: math.NewInt(9), AsOf: "2026-02-05"})
	}
	assessment, err := types.Assess(facts)
	require.NoError(t, err)
	require.Equal(t, types.StandingStale, assessment.Standing)
}
