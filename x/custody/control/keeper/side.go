package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/control/types"
)

// checkSide refuses a signer who does not act for a side of an intervention. Governance may act for either.
func (k *Keeper) checkSide(ctx context.Context, signer sdk.AccAddress, side types.Side, what types.Intervention) error {
	text, err := k.text(signer)
	if err != nil {
		return err
	}
	if text == k.authority {
		return nil
	}
	acts, err := k.actsForIssuer(ctx, signer, text, what)
	if side == types.SideCustodian {
		acts, err = k.actsForCustodian(ctx, signer, what)
	}
	if err == nil && !acts {
		err = types.ErrNotASide.Wrapf("%s is not %s of %s", text, side, what.Action)
	}
	return err
}

// actsForIssuer tells whether a signer is the authority of the issuer of the series concerned, or the bank whose cash is to
// be moved. For an account as a whole the named series must be one that it holds.
func (k *Keeper) actsForIssuer(ctx context.Context, signer sdk.AccAddress, text string, what types.Intervention) (bool, error) {
	isin := what.Series()
	if isin == "" {
		if what.Amount == nil {
			return false, nil
		}
		return k.custody.IsCashIssuer(ctx, signer, what.Amount.Denom)
	}
	issuer, err := k.bond.IssuerOf(ctx, isin)
	if err != nil || issuer.Authority != text {
		return false, err
	}
	if what.OnSeries() || what.Amount != nil {
		return true, nil
	}
	account, _, err := what.Parties(k.accounts.AddressCodec())
	return k.bank.GetBalance(ctx, account, bondtypes.Denom(isin)).IsPositive(), err
}

func (k *Keeper) actsForCustodian(ctx context.Context, signer sdk.AccAddress, what types.Intervention) (bool, error) {
	if what.OnSeries() {
		return k.custody.IsCentralBook(ctx, signer)
	}
	account, _, err := what.Parties(k.accounts.AddressCodec())
	if err != nil {
		return false, err
	}
	return k.custody.ActsForCustodian(ctx, signer, account)
}
