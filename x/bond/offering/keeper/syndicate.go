package keeper

import (
	"context"
	"errors"
	"time"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// GetSyndicate returns a syndicate.
func (k *Keeper) GetSyndicate(ctx context.Context, id string) (types.Syndicate, error) {
	syndicate, err := k.syndicates.Get(ctx, id)
	if errors.Is(err, collections.ErrNotFound) {
		return types.Syndicate{}, types.ErrSyndicateNotFound.Wrapf("%q", id)
	}
	return syndicate, err
}

// FormSyndicate names a syndicate. The caller has checked that the issuer's authority asks for it.
func (k *Keeper) FormSyndicate(ctx sdk.Context, terms types.SyndicateTerms) error {
	known, err := k.syndicates.Has(ctx, terms.Id)
	if err != nil {
		return err
	}
	if known {
		return types.ErrSyndicateExists.Wrap(terms.Id)
	}
	series, err := k.bond.GetSeries(ctx, terms.Isin)
	if err != nil {
		return err
	}
	begins, err := k.checkTerms(ctx, terms, series)
	if err != nil {
		return err
	}
	if err := k.checkShares(ctx, terms, series); err != nil {
		return err
	}
	syndicate := types.NewSyndicate(terms, series.Terms.Currency)
	syndicate.Next = begins
	if err := k.storeSyndicate(ctx, syndicate); err != nil {
		return err
	}
	if err := k.promise(ctx, terms.Isin, terms.Face()); err != nil {
		return err
	}
	return event.Emit(ctx, &types.EventSyndicateFormed{Syndicate: syndicate})
}

// checkTerms checks the terms against the series, and returns when the settlement date begins.
func (k *Keeper) checkTerms(ctx sdk.Context, terms types.SyndicateTerms, series bondtypes.Series) (time.Time, error) {
	if issuer, _ := types.IssuerID(terms.Id); issuer != series.Terms.IssuerId {
		return time.Time{}, types.ErrInvalidSyndicate.Wrapf("id %q does not begin with the issuer of %s, %s", terms.Id, terms.Isin, series.Terms.IssuerId)
	}
	if err := series.CheckGoing(); err != nil {
		return time.Time{}, err
	}
	settle, err := date.Parse(terms.SettleDate)
	if err != nil {
		return time.Time{}, types.ErrInvalidSyndicate.Wrap(err.Error())
	}
	basis, err := k.bond.IssueBasis(ctx, terms.Isin, settle)
	if err != nil {
		return time.Time{}, err
	}
	schedule := basis.Schedule()
	if !schedule.IsBusinessDay(settle) {
		return time.Time{}, types.ErrInvalidSyndicate.Wrapf("settle_date %s is no business day", settle)
	}
	if today := schedule.Today(k.bond.Now(ctx)); settle <= today {
		return time.Time{}, types.ErrDatePassed.Wrapf("settle_date %s, today is %s", settle, today)
	}
	return schedule.StartOf(settle), nil
}

func (k *Keeper) checkShares(ctx context.Context, terms types.SyndicateTerms, series bondtypes.Series) error {
	params, err := k.params.Get(ctx)
	if err != nil {
		return err
	}
	if len(terms.Shares) > int(params.MaxMembers) {
		return types.ErrInvalidSyndicate.Wrapf("%d members, at most %d", len(terms.Shares), params.MaxMembers)
	}
	for _, share := range terms.Shares {
		account, err := k.address("member", share.Account)
		if err != nil {
			return err
		}
		if spelt, err := k.text(account); err != nil || spelt != share.Account {
			return types.ErrInvalidAddress.Wrapf("write %s as %s", share.Account, spelt)
		}
		if !share.Face.Mod(series.Terms.Denomination).IsZero() {
			return types.ErrInvalidSyndicate.Wrapf("share %s is not a multiple of the denomination %s", share.Face, series.Terms.Denomination)
		}
	}
	room, err := k.bond.Room(ctx, terms.Isin)
	if err != nil {
		return err
	}
	if terms.Face().GT(room) {
		return types.ErrAboveAuthorised.Wrapf("%s of %s, there is room for %s beside what is issued and promised", terms.Face(), terms.Isin, room)
	}
	return nil
}

// PayShare accepts the share of a member and takes what it costs at the settlement date. The payer is the member or, in its
// place, the lead.
func (k *Keeper) PayShare(ctx sdk.Context, id string, payer sdk.AccAddress, member string) (types.Member, error) {
	syndicate, err := k.GetSyndicate(ctx, id)
	if err != nil {
		return types.Member{}, err
	}
	by, err := k.text(payer)
	if err != nil {
		return types.Member{}, err
	}
	place, found := syndicate.Member(member)
	switch {
	case syndicate.IsOver():
		return types.Member{}, types.ErrOver.Wrapf("%s is %s", id, syndicate.Status)
	case !found:
		return types.Member{}, types.ErrNotMember.Wrap(member)
	case by != member && by != syndicate.Lead:
		return types.Member{}, types.ErrNotLead.Wrapf("%s leads %s", syndicate.Lead, id)
	case syndicate.Members[place].IsPaid():
		return types.Member{}, types.ErrSharePaid.Wrap(member)
	}
	share := syndicate.Members[place]
	share.Payer = by
	share.Principal.Amount, share.Accrued.Amount, err = k.cost(ctx, syndicate.Isin, syndicate.SettleDate, share.Face, syndicate.CleanPrice)
	if err != nil {
		return types.Member{}, err
	}
	syndicate.Members[place] = share
	if err := k.syndicates.Set(ctx, id, syndicate); err != nil {
		return types.Member{}, err
	}
	err = event.Emit(ctx, &types.EventSharePaid{
		SyndicateId: id, Account: member, Payer: by, Principal: share.Principal, Accrued: share.Accrued,
	})
	if err != nil {
		return types.Member{}, err
	}
	return share, k.bank.SendCoinsFromAccountToModule(ctx, payer, types.ModuleName, sdk.NewCoins(share.Paid()))
}

// DissolveSyndicate calls a placement off. The caller has checked that the issuer's authority asks for it.
func (k *Keeper) DissolveSyndicate(ctx sdk.Context, syndicate types.Syndicate) error {
	if syndicate.IsOver() {
		return types.ErrOver.Wrapf("%s is %s", syndicate.Id, syndicate.Status)
	}
	return k.refund(ctx, syndicate, types.SYNDICATE_STATUS_DISSOLVED, "by the issuer")
}

func (k *Keeper) storeSyndicate(ctx context.Context, syndicate types.Syndicate) error {
	if err := k.syndicates.Set(ctx, syndicate.Id, syndicate); err != nil {
		return err
	}
	if syndicate.IsOver() {
		return nil
	}
	return k.dueSyndicates.Set(ctx, collections.Join(syndicate.Next.UnixNano(), syndicate.Id))
}

// advance stores a syndicate that has come to another state or another try.
func (k *Keeper) advance(ctx context.Context, syndicate types.Syndicate, next time.Time) error {
	if err := k.dueSyndicates.Remove(ctx, collections.Join(syndicate.Next.UnixNano(), syndicate.Id)); err != nil {
		return err
	}
	syndicate.Next = next
	return k.storeSyndicate(ctx, syndicate)
}
