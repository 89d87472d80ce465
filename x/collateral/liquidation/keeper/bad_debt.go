package keeper

import (
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// writeOff ends a position without collateral. The insurance pays as far as it goes; the market's reserve and its suppliers bear
// the rest, in this order.
func (k *Keeper) writeOff(ctx context.Context, id types.ID, debt math.Int) error {
	fund, err := k.fund(ctx, id.Denom)
	if err != nil {
		return err
	}
	if err := k.endCall(ctx, id, false); err != nil {
		return err
	}
	if err := k.endAuction(ctx, id, false); err != nil {
		return err
	}
	insured, err := k.collateral.WriteOff(ctx, id.Owner, id.Denom, id.Number, k.address(), fund.Insurance)
	if err != nil {
		return err
	}
	fund.Insurance, fund.BadDebt = fund.Insurance.Sub(insured), fund.BadDebt.Add(debt)
	if err := k.funds.Set(ctx, id.Denom, fund); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventInsurancePaid{
		Owner: id.Owner.String(), Denom: id.Denom, Number: id.Number,
		Amount: sdk.NewCoin(id.Denom, insured), BadDebt: sdk.NewCoin(id.Denom, debt),
	})
}

// FundInsurance gives cash to the insurance of a market, for good.
func (k *Keeper) FundInsurance(ctx context.Context, funder sdk.AccAddress, amount sdk.Coin) error {
	if _, err := k.collateral.GetMarket(ctx, amount.Denom); err != nil {
		return err
	}
	fund, err := k.fund(ctx, amount.Denom)
	if err != nil {
		return err
	}
	fund.Insurance = fund.Insurance.Add(amount.Amount)
	if err := k.funds.Set(ctx, amount.Denom, fund); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventInsuranceFunded{Funder: funder.String(), Amount: amount}); err != nil {
		return err
	}
	return k.bank.SendCoins(ctx, funder, k.address(), sdk.NewCoins(amount))
}

func (k *Keeper) fund(ctx context.Context, denom string) (types.Fund, error) {
	fund, found, err := row.Find(ctx, k.funds, denom)
	if err == nil && !found {
		fund = types.NewFund(denom)
	}
	return fund, err
}
