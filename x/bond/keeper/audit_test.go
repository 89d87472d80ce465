package keeper_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/types"
)

// Each law notices when it is broken.
func TestAuditNoticesBrokenLaws(t *testing.T) {
	holder := account("holder")
	breaks := map[string]func(*fixture) error{
		"supply": func(f *fixture) error {
			series := f.series()
			series.Issued = series.Issued.AddRaw(50_000)
			return f.keeper.BreakSeries(f.ctx, series)
		},
		"units minted behind its back": func(f *fixture) error {
			return f.bank.MintCoins(f.ctx, types.ModuleName, sdk.NewCoins(bonds(1)))
		},
		"units left with the module": func(f *fixture) error {
			return f.bank.SendCoins(f.ctx, holder, f.accounts.GetModuleAddress(types.ModuleName), sdk.NewCoins(bonds(1)))
		},
		"fund without cash": func(f *fixture) error { return f.keeper.BreakFund(f.ctx, isin, yen(1_000_000).Amount) },
		"cash gone": func(f *fixture) error {
			return f.bank.SendCoins(f.ctx, f.accounts.GetModuleAddress(types.ModuleName), holder, sdk.NewCoins(yen(1)))
		},
		"a payment is lost": func(f *fixture) error { return f.keeper.DropPayment(f.ctx, isin, 1) },
		"paid too much": func(f *fixture) error {
			payment := f.payment(1)
			payment.Paid = payment.Owed.AddRaw(1)
			return f.keeper.BreakPayment(f.ctx, payment)
		},
		"paid before its turn": func(f *fixture) error {
			payment := f.payment(1)
			payment.Status = types.PAYMENT_STATUS_PAID
			return f.keeper.BreakPayment(f.ctx, payment)
		},
		"a row ahead of time": func(f *fixture) error { return f.keeper.BreakEntry(f.ctx, isin, holder, 2, math.ZeroInt()) },
		"entitled to more than is left": func(f *fixture) error {
			return f.keeper.BreakEntry(f.ctx, isin, account("other"), 1, math.OneInt())
		},
		"not scheduled":     func(f *fixture) error { return f.keeper.ClearSchedule(f.ctx) },
		"scheduled twice":   func(f *fixture) error { return f.keeper.AddSchedule(f.ctx, 1, isin) },
		"scheduled early":   func(f *fixture) error { _ = f.keeper.ClearSchedule(f.ctx); return f.keeper.AddSchedule(f.ctx, 1, isin) },
		"unknown scheduled": func(f *fixture) error { return f.keeper.AddSchedule(f.ctx, 1, "JP1103801RA7") },
		"no sweep":          func(f *fixture) error { return f.keeper.ClearSweeps(f.ctx) },
	}
	for name, breakIt := range breaks {
		t.Run(name, func(t *testing.T) {
			f := newLive(t)
			f.place(holder, 50_000)
			f.fund(yen(halfCoupon))
			f.blockWithoutSweep("2026-06-22")
			require.NoError(t, breakIt(f))
			require.ErrorIs(t, f.keeper.Audit(f.ctx), types.ErrBrokenLaw)
		})
	}
}
