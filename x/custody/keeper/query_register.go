package keeper

import (
	"context"

	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

// HolderRegister implements types.QueryServer. It pages the owners of the units in the bank, which is the register.
func (s queryServer) HolderRegister(ctx context.Context, req *types.QueryHolderRegisterRequest) (*types.QueryHolderRegisterResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	bounded, err := page.Bound(req.Pagination)
	if err != nil {
		return nil, err
	}
	if _, err := s.bond.GetSeries(ctx, req.Isin); err != nil {
		return nil, err
	}
	denom := bondtypes.Denom(req.Isin)
	owners, err := s.bank.DenomOwners(ctx, &banktypes.QueryDenomOwnersRequest{Denom: denom, Pagination: bounded})
	if err != nil {
		return nil, err
	}
	response := &types.QueryHolderRegisterResponse{
		Outstanding: s.bank.GetSupply(ctx, denom).Amount, Pagination: owners.Pagination,
		Height: sdk.UnwrapSDKContext(ctx).BlockHeight(), Time: s.bond.Now(ctx),
	}
	for _, owner := range owners.DenomOwners {
		line, err := s.registerLine(ctx, req.Isin, owner)
		if err != nil {
			return nil, err
		}
		response.Lines = append(response.Lines, line)
	}
	return response, nil
}

// registerLine says of a holder of units what it is and for whom it holds.
func (s queryServer) registerLine(ctx context.Context, isin string, owner *banktypes.DenomOwner) (types.RegisterLine, error) {
	line := types.RegisterLine{Account: owner.Address, Units: owner.Balance.Amount}
	account, err := s.address("account", owner.Address)
	if err != nil {
		return line, err
	}
	claims, err := s.encumbrance(ctx, account, owner.Balance.Denom)
	if err != nil {
		return line, err
	}
	line.Pledged = claims.Pledged
	party, err := s.party(ctx, account)
	if err != nil {
		return line, err
	}
	switch party.Kind {
	case types.PartyModule, types.PartyBondModule:
		line.Kind = types.HolderModule
		return line, nil
	case types.PartyEscrow:
		line.Kind, line.ChannelId = types.HolderEscrow, party.Channel
		return line, nil
	case types.PartySuspense:
		record, err := s.record(ctx, account)
		if err != nil {
			return line, err
		}
		line.Kind = types.HolderSuspense
		line.Owner, err = s.text(record.SuspenseOwner)
		return line, err
	}
	if registration := party.Registration; registration != nil {
		line.Kind, line.InvestorClass, line.Jurisdiction = holderKinds[registration.Book], registration.InvestorClass, registration.Jurisdiction
		line.Custodian, err = s.text(registration.Custodian)
		return line, err
	}
	issuer, err := s.isIssuer(ctx, isin, account)
	if line.Kind = types.HolderUnregistered; issuer {
		line.Kind = types.HolderIssuer
	}
	return line, err
}

var holderKinds = map[types.Book]types.HolderKind{
	types.BookOwn: types.HolderOwn, types.BookCustomer: types.HolderCustomer, types.BookOmnibus: types.HolderOmnibus,
}
