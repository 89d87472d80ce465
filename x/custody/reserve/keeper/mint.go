package keeper

import (
	"context"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// Mint issues tokens against a reserve that covers them. What is large for the reserve's window waits for challenges, and
// its number is returned; 0 says that it was minted.
func (k *Keeper) Mint(ctx sdk.Context, institution, recipient sdk.AccAddress, amount sdk.Coin) (uint64, error) {
	reserve, book, err := k.get(ctx, amount.Denom, institution)
	if err != nil {
		return 0, err
	}
	if err := k.requireLicence(ctx, amount.Denom, institution); err != nil {
		return 0, err
	}
	if err := k.checkRoom(ctx, reserve, institution, book, amount.Amount); err != nil {
		return 0, err
	}
	if !book.Fits(reserve, amount.Amount, k.bond.Now(ctx)) {
		return k.announce(ctx, reserve, institution, book, recipient, amount)
	}
	return 0, k.issue(ctx, reserve, institution, book, recipient, amount, 0)
}

// checkRoom refuses what the reserve does not cover.
func (k *Keeper) checkRoom(ctx context.Context, reserve types.Reserve, institution sdk.AccAddress, book types.Book, amount math.Int) error {
	assessment, err := k.assess(ctx, reserve, institution, book)
	if err != nil {
		return err
	}
	return assessment.Refuse(amount)
}

// announce makes a mint wait. What waits counts against the reserve.
func (k *Keeper) announce(ctx sdk.Context, reserve types.Reserve, institution sdk.AccAddress, book types.Book, recipient sdk.AccAddress, amount sdk.Coin) (uint64, error) {
	recipientText, err := k.text(recipient)
	if err != nil {
		return 0, err
	}
	mint := types.PendingMint{
		Denom: amount.Denom, Institution: reserve.Institution, Number: book.NextMint, Recipient: recipientText,
		Amount: amount.Amount, ReadyTime: k.bond.Now(ctx).Add(reserve.ChallengeWindow),
	}
	book.NextMint++
	book.Pending = book.Pending.Add(amount.Amount)
	if err := k.books.Set(ctx, collections.Join(amount.Denom, institution), book); err != nil {
		return 0, err
	}
	if err := k.storeMint(ctx, institution, mint); err != nil {
		return 0, err
	}
	return mint.Number, event.Emit(ctx, &types.EventMintAnnounced{Mint: mint})
}

func (k *Keeper) storeMint(ctx context.Context, institution sdk.AccAddress, mint types.PendingMint) error {
	key := collections.Join3(mint.Denom, institution, mint.Number)
	if err := k.mints.Set(ctx, key, mint); err != nil {
		return err
	}
	return k.mintQueue.Set(ctx, collections.Join(mint.ReadyTime.UnixNano(), key))
}

// issue books and mints. The caller has asked whether the reserve covers it.
func (k *Keeper) issue(ctx sdk.Context, reserve types.Reserve, institution sdk.AccAddress, book types.Book, recipient sdk.AccAddress, amount sdk.Coin, number uint64) error {
	isin, isBond := bondtypes.ISINOf(amount.Denom)
	if isBond {
		// From what is outstanding now: principal that was repaid is outstanding no more.
		outstanding, err := k.outstanding(ctx, amount.Denom, institution, book)
		if err != nil {
			return err
		}
		book.Outstanding = outstanding.Add(amount.Amount)
	}
	if err := k.books.Set(ctx, collections.Join(amount.Denom, institution), book); err != nil {
		return err
	}
	recipientText, err := k.text(recipient)
	if err != nil {
		return err
	}
	minted := &types.EventMinted{Institution: reserve.Institution, Recipient: recipientText, Amount: amount, Number: number}
	if err := event.Emit(ctx, minted); err != nil {
		return err
	}
	if isBond {
		return k.bond.MintWrapped(ctx, isin, recipient, amount.Amount)
	}
	return k.custody.IssueCash(ctx, institution, recipient, amount)
}

// ChallengeMint ends a mint that waits.
func (k *Keeper) ChallengeMint(ctx sdk.Context, challenger, denom string, institution sdk.AccAddress, number uint64, reason string) error {
	reserve, _, err := k.get(ctx, denom, institution)
	if err != nil {
		return err
	}
	if err := k.requireChallenger(ctx, reserve, challenger); err != nil {
		return err
	}
	mint, err := k.takeMint(ctx, collections.Join3(denom, institution, number))
	if err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventMintDropped{Mint: mint, Challenger: challenger, Reason: reason})
}

func (k *Keeper) requireChallenger(ctx context.Context, reserve types.Reserve, challenger string) error {
	if challenger == k.authority || challenger == reserve.Institution || reserve.HasAttester(challenger) {
		return nil
	}
	if isin, isBond := bondtypes.ISINOf(reserve.Denom); isBond {
		issuer, err := k.bond.IssuerOf(ctx, isin)
		if err != nil || issuer.Authority == challenger {
			return err
		}
	}
	return types.ErrNotChallenger.Wrap(challenger)
}

// takeMint removes a mint that waits from the books.
func (k *Keeper) takeMint(ctx context.Context, key mintKey) (types.PendingMint, error) {
	mint, found, err := row.Find(ctx, k.mints, key)
	if err != nil {
		return mint, err
	}
	if !found {
		return mint, types.ErrMintNotFound.Wrapf("%d of %s", key.K3(), key.K1())
	}
	if err := k.mints.Remove(ctx, key); err != nil {
		return mint, err
	}
	if err := k.mintQueue.Remove(ctx, collections.Join(mint.ReadyTime.UnixNano(), key)); err != nil {
		return mint, err
	}
	book, err := k.books.Get(ctx, collections.Join(key.K1(), key.K2()))
	if err != nil {
		return mint, err
	}
	book.Pending = book.Pending.Sub(mint.Amount)
	return mint, k.books.Set(ctx, collections.Join(key.K1(), key.K2()), book)
}

// complete mints what has waited, if the reserve still covers it and the licence is still there.
func (k *Keeper) complete(ctx sdk.Context, key mintKey) error {
	mint, err := k.takeMint(ctx, key)
	if err != nil {
		return err
	}
	institution := key.K2()
	reserve, book, err := k.get(ctx, mint.Denom, institution)
	if err != nil {
		return err
	}
	if err := k.requireLicence(ctx, mint.Denom, institution); err != nil {
		return err
	}
	if err := k.checkRoom(ctx, reserve, institution, book, mint.Amount); err != nil {
		return err
	}
	recipient, err := k.decode("recipient", mint.Recipient)
	if err != nil {
		return err
	}
	return k.issue(ctx, reserve, institution, book, recipient, sdk.NewCoin(mint.Denom, mint.Amount), mint.Number)
}
