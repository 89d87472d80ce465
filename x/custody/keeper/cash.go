package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// admitCash makes a denom a cash denom and checks that the bank's cap covers what it has outstanding.
func (k *Keeper) admitCash(ctx context.Context, bank sdk.AccAddress, licence types.Licence) error {
	outstanding, err := k.outstanding(ctx, licence.Denom, bank)
	if err != nil {
		return err
	}
	if outstanding.GT(licence.Cap) {
		return types.ErrCapExceeded.Wrapf("%s%s is outstanding, above the cap of %s", outstanding, licence.Denom, licence.Cap)
	}
	known, err := k.cashDenoms.Has(ctx, licence.Denom)
	if err != nil || known {
		return err
	}
	if supply := k.bank.GetSupply(ctx, licence.Denom); !supply.IsZero() {
		return types.ErrUnbookedCash.Wrap(supply.String())
	}
	return k.addCashDenom(ctx, licence.Denom)
}

func (k *Keeper) addCashDenom(ctx context.Context, denom string) error {
	if !k.bank.HasDenomMetaData(ctx, denom) {
		k.bank.SetDenomMetaData(ctx, types.CashMetadata(denom))
	}
	return k.cashDenoms.Set(ctx, denom)
}

func (k *Keeper) outstanding(ctx context.Context, denom string, bank sdk.AccAddress) (math.Int, error) {
	amount, found, err := row.Find(ctx, k.cashIssued, collections.Join(denom, bank))
	if !found {
		return math.ZeroInt(), err
	}
	return amount, err
}

func (k *Keeper) setOutstanding(ctx context.Context, denom string, bank sdk.AccAddress, amount math.Int) error {
	if amount.IsZero() {
		return k.cashIssued.Remove(ctx, collections.Join(denom, bank))
	}
	return k.cashIssued.Set(ctx, collections.Join(denom, bank), amount)
}

// MintCash issues cash of a bank to a recipient, within the bank's cap and what its attested reserve covers, if the denom is
// issued against reserves.
func (k *Keeper) MintCash(ctx context.Context, bank, recipient sdk.AccAddress, cash sdk.Coin) error {
	if k.reserves != nil {
		if err := k.reserves.BeforeCashMinted(ctx, bank, cash); err != nil {
			return err
		}
	}
	return k.IssueCash(ctx, bank, recipient, cash)
}

// IssueCash issues cash of a bank to a recipient, within the bank's cap. The caller has asked the reserve.
func (k *Keeper) IssueCash(ctx context.Context, bank, recipient sdk.AccAddress, cash sdk.Coin) error {
	licence, err := k.requireActive(ctx, bank, cash.Denom)
	if err != nil {
		return err
	}
	if err := k.checkMint(ctx, bank, recipient, cash); err != nil {
		return err
	}
	outstanding, err := k.outstanding(ctx, cash.Denom, bank)
	if err != nil {
		return err
	}
	outstanding = outstanding.Add(cash.Amount)
	if outstanding.GT(licence.Cap) {
		return types.ErrCapExceeded.Wrapf("%s%s would be outstanding, above the cap of %s", outstanding, cash.Denom, licence.Cap)
	}
	if err := k.setOutstanding(ctx, cash.Denom, bank, outstanding); err != nil {
		return err
	}
	if err := k.bank.MintCoins(ctx, types.ModuleName, sdk.NewCoins(cash)); err != nil {
		return err
	}
	if err := k.bank.SendCoins(ctx, k.ownAcc, recipient, sdk.NewCoins(cash)); err != nil {
		return err
	}
	issuerText, err := k.text(bank)
	if err != nil {
		return err
	}
	recipientText, err := k.text(recipient)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCashMinted{
		Issuer: issuerText, Recipient: recipientText, Amount: cash, Outstanding: outstanding,
	})
}

// checkMint refuses a frozen bank and recipients that would not receive: a mint does not go to suspense.
func (k *Keeper) checkMint(ctx context.Context, bank, recipient sdk.AccAddress, cash sdk.Coin) error {
	q, err := k.ask(ctx, bank, recipient)
	if err != nil {
		return err
	}
	if q.toParty.IsSystem() {
		return types.ErrModuleAccount.Wrap("cash is minted to accounts that someone holds")
	}
	refusal, err := k.decide(ctx, question{from: k.ownAcc, to: recipient, fromParty: q.fromParty, toParty: q.toParty}, cash)
	if err != nil || refusal == nil {
		return err
	}
	return refusal.Err()
}

// BurnCash takes a bank's own cash out of circulation, whatever the status of its licence.
func (k *Keeper) BurnCash(ctx context.Context, bank sdk.AccAddress, cash sdk.Coin) error {
	if err := k.retireCash(ctx, bank, bank, cash); err != nil {
		return err
	}
	if k.reserves == nil {
		return nil
	}
	return k.reserves.AfterCashBurnt(ctx, bank, cash)
}

// RetireCash takes a bank's cash out of circulation from the account of a holder whom the bank has paid, whatever the
// holder's standing. The caller has the holder's consent and has released what it reserved.
func (k *Keeper) RetireCash(ctx context.Context, bank, holder sdk.AccAddress, cash sdk.Coin) error {
	if err := k.CheckOutflow(ctx, holder, sdk.NewCoins(cash)); err != nil {
		return err
	}
	return k.retireCash(sdk.UnwrapSDKContext(ctx).WithValue(seizureKey{}, true), bank, holder, cash)
}

func (k *Keeper) retireCash(ctx context.Context, bank, holder sdk.AccAddress, cash sdk.Coin) error {
	if _, err := k.getLicence(ctx, bank, cash.Denom); err != nil {
		return err
	}
	outstanding, err := k.outstanding(ctx, cash.Denom, bank)
	if err != nil {
		return err
	}
	if cash.Amount.GT(outstanding) {
		return types.ErrNotOutstanding.Wrapf("%s%s is outstanding, not %s", outstanding, cash.Denom, cash.Amount)
	}
	outstanding = outstanding.Sub(cash.Amount)
	if err := k.setOutstanding(ctx, cash.Denom, bank, outstanding); err != nil {
		return err
	}
	if err := k.bank.SendCoins(ctx, holder, k.ownAcc, sdk.NewCoins(cash)); err != nil {
		return err
	}
	if err := k.bank.BurnCoins(ctx, types.ModuleName, sdk.NewCoins(cash)); err != nil {
		return err
	}
	issuerText, err := k.text(bank)
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventCashBurnt{
		Issuer: issuerText, Amount: cash, Outstanding: outstanding,
	})
}
