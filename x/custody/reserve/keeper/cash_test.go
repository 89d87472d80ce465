package keeper_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// mintCash mints as x/custody's own message does.
func (f *fixture) mintCash(bank, to sdk.AccAddress, amount int64) error {
	return f.tx(func(ctx sdk.Context) error {
		_, err := f.cash.MintCash(ctx, &custodytypes.MsgMintCash{Issuer: bank.String(), Recipient: to.String(), Amount: yenOf(amount)})
		return err
	})
}

func TestCashWithoutAReserveIsMintedByLicenceAlone(t *testing.T) {
	f := newMarket(t)
	f.must(f.mintCash(f.bank1, f.alice, 1_000_000))
	_, err := f.mintCoin(f.bank1, f.alice, yenOf(1))
	require.ErrorIs(t, err, types.ErrReserveNotFound)
	f.audit()
}

func TestCashWithAReserveIsGated(t *testing.T) {
	f := newMarket(t)
	f.must(f.mintCash(f.bank1, f.alice, 500)) // from before
	rules := f.cashRules(f.bank1)
	f.must(f.set(rules))
	require.ErrorIs(t, f.mintCash(f.bank1, f.alice, 1), types.ErrStale)
	require.ErrorIs(t, f.mintCash(f.bank2, f.alice, 1), types.ErrUncoveredByReserve, "the other bank of the denom has none")
	for _, attester := range []sdk.AccAddress{f.auditor, f.clerk} {
		f.must(f.attestTo(rules, attester, 3_000, "2026-02-02"))
	}
	f.must(f.mintCash(f.bank1, f.alice, 600))
	require.ErrorIs(t, f.mintCash(f.bank1, f.alice, 401), types.ErrLargeMint, "1,001 within the hour")
	require.ErrorIs(t, f.mintCash(f.bank1, f.alice, 1_901), types.ErrShort)
	f.must(f.mintCash(f.bank1, f.alice, 400))

	number, err := f.mintCoin(f.bank1, f.bob, yenOf(1_200))
	require.NoError(t, err)
	require.EqualValues(t, 1, number)
	require.ErrorIs(t, f.mintCash(f.bank1, f.alice, 301), types.ErrShort, "what waits counts")
	f.pass(time.Hour)
	require.Equal(t, "1200", f.bank.GetBalance(f.ctx, f.bob, yen).Amount.String())
	report := f.report(yen, f.bank1)
	require.Equal(t, "2700", report.Outstanding.String())
	require.Equal(t, "300", report.Room.String())
	f.audit()
}

func TestCashIsRedeemedAtItsBank(t *testing.T) {
	f := newMarket(t)
	f.must(f.mintCash(f.bank1, f.alice, 500))
	rules := f.cashRules(f.bank1)
	f.must(f.set(rules))
	for _, attester := range []sdk.AccAddress{f.auditor, f.clerk} {
		f.must(f.attestTo(rules, attester, 600, "2026-02-02"))
	}
	require.ErrorIs(t, f.request(f.alice, yenOf(9), "R1"), types.ErrBelowMinimum)
	f.must(f.request(f.alice, yenOf(200), "R1"))
	f.must(f.request(f.alice, yenOf(100), "R2"))
	require.EqualValues(t, 200, f.free(f.alice, yen))
	f.freeze(f.alice)
	f.must(f.confirm(f.bank1, f.alice, yen, "R1"))
	report := f.report(yen, f.bank1)
	require.Equal(t, "300", report.Supply.String())
	require.Equal(t, "400", report.Attested.String(), "200 were paid out")
	f.must(f.decline(f.bank1, f.alice, yen, "R2"))
	require.EqualValues(t, 300, f.free(f.alice, yen))
	f.audit()
}

func TestABankBurnsEitherWay(t *testing.T) {
	f := newMarket(t)
	f.must(f.mintCash(f.bank1, f.bank1, 500))
	rules := f.cashRules(f.bank1)
	f.must(f.set(rules))
	f.must(f.burn(f.bank1, yenOf(100)))
	_, err := f.cash.BurnCash(f.ctx, &custodytypes.MsgBurnCash{Issuer: f.bank1.String(), Amount: yenOf(50)})
	require.NoError(t, err)
	require.Equal(t, "150", f.report(yen, f.bank1).Released[0].Amount.String())
	require.Equal(t, "350", f.report(yen, f.bank1).Outstanding.String())
	require.ErrorIs(t, f.burn(f.bank1, yenOf(351)), custodytypes.ErrNotOutstanding)
	f.must(f.burnWithoutReserve())
}

// burnWithoutReserve burns cash of a bank without a reserve, which no book needs to know.
func (f *fixture) burnWithoutReserve() error {
	f.must(f.custody.IssueCash(f.ctx, f.bank2, f.bank2, yenOf(10)))
	_, err := f.cash.BurnCash(f.ctx, &custodytypes.MsgBurnCash{Issuer: f.bank2.String(), Amount: yenOf(10)})
	return err
}
