package keeper

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"cosmossdk.io/collections"
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
	"github.com/kokusai-chain/kokusai/x/internal/page"
)

type queryServer struct{ *Keeper }

var _ types.QueryServer = queryServer{}

// NewQueryServer serves the module's queries.
func NewQueryServer(k *Keeper) types.QueryServer { return queryServer{k} }

var errEmptyRequest = status.Error(codes.InvalidArgument, "empty request")

func (s queryServer) address(field, text string) (sdk.AccAddress, error) {
	return types.DecodeAddress(s.accounts.AddressCodec(), field, text)
}

// Params implements types.QueryServer.
func (s queryServer) Params(ctx context.Context, _ *types.QueryParamsRequest) (*types.QueryParamsResponse, error) {
	params, err := s.getParams(ctx)
	return &types.QueryParamsResponse{Params: params}, err
}

// Licence implements types.QueryServer.
func (s queryServer) Licence(ctx context.Context, req *types.QueryLicenceRequest) (*types.QueryLicenceResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	holder, err := s.address("holder", req.Holder)
	if err != nil {
		return nil, err
	}
	licence, err := s.getLicence(ctx, holder, req.Denom)
	if err != nil {
		return nil, err
	}
	return &types.QueryLicenceResponse{Licence: licence}, nil
}

// Licences implements types.QueryServer.
func (s queryServer) Licences(ctx context.Context, req *types.QueryLicencesRequest) (*types.QueryLicencesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	licences, next, err := page.Of(ctx, s.licences, req.Pagination, func(_ licenceKey, licence types.Licence) (types.Licence, error) {
		return licence, nil
	})
	return &types.QueryLicencesResponse{Licences: licences, Pagination: next}, err
}

// Investor implements types.QueryServer.
func (s queryServer) Investor(ctx context.Context, req *types.QueryInvestorRequest) (*types.QueryInvestorResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	account, err := s.address("account", req.Account)
	if err != nil {
		return nil, err
	}
	record, err := s.record(ctx, account)
	if err != nil {
		return nil, err
	}
	if record.Registration == nil {
		return nil, types.ErrInvestorNotFound.Wrap(req.Account)
	}
	investor, err := record.Registration.Investor(s.accounts.AddressCodec(), account)
	if err != nil {
		return nil, err
	}
	return &types.QueryInvestorResponse{
		Investor: investor, FrozenByCustodian: record.FrozenByCustodian, FrozenByAuthority: record.FrozenByAuthority,
		FrozenByOrder: record.FrozenByOrder, FreezeLapsesAt: record.FreezeLapsesAt,
	}, nil
}

// Investors implements types.QueryServer.
func (s queryServer) Investors(ctx context.Context, req *types.QueryInvestorsRequest) (*types.QueryInvestorsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	custodian, err := s.address("custodian", req.Custodian)
	if err != nil {
		return nil, err
	}
	investors, next, err := page.Of(ctx, s.custodyAccounts, req.Pagination,
		func(key collections.Pair[sdk.AccAddress, sdk.AccAddress], _ collections.NoValue) (types.Investor, error) {
			record, err := s.records.Get(ctx, key.K2())
			if err != nil {
				return types.Investor{}, err
			}
			return record.Registration.Investor(s.accounts.AddressCodec(), key.K2())
		},
		collections.PairPrefix[sdk.AccAddress, sdk.AccAddress](custodian),
	)
	return &types.QueryInvestorsResponse{Investors: investors, Pagination: next}, err
}

// TransferRules implements types.QueryServer.
func (s queryServer) TransferRules(ctx context.Context, req *types.QueryTransferRulesRequest) (*types.QueryTransferRulesResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	if _, err := s.bond.GetSeries(ctx, req.Isin); err != nil {
		return nil, err
	}
	record, err := s.seriesRecord(ctx, req.Isin)
	return &types.QueryTransferRulesResponse{Record: record}, err
}

// Channels implements types.QueryServer.
func (s queryServer) Channels(ctx context.Context, req *types.QueryChannelsRequest) (*types.QueryChannelsResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	if err := types.ValidateISIN(req.Isin); err != nil {
		return nil, err
	}
	channels, next, err := page.Of(ctx, s.approvals, req.Pagination,
		func(_ collections.Pair[string, string], approval types.ChannelApproval) (types.ChannelApproval, error) {
			return approval, nil
		},
		collections.PairPrefix[string, string](req.Isin),
	)
	return &types.QueryChannelsResponse{Channels: channels, Pagination: next}, err
}

// CanTransfer implements types.QueryServer.
func (s queryServer) CanTransfer(ctx context.Context, req *types.QueryCanTransferRequest) (*types.QueryCanTransferResponse, error) {
	if req == nil {
		return nil, errEmptyRequest
	}
	from, err := s.address("from", req.From)
	if err != nil {
		return nil, err
	}
	to, err := s.address("to", req.To)
	if err != nil {
		return nil, err
	}
	if err := sdk.ValidateDenom(req.Denom); err != nil {
		return nil, types.ErrInvalidDenom.Wrap(err.Error())
	}
	if req.Amount.IsNil() {
		req.Amount = math.ZeroInt()
	}
	refusal, err := s.explain(ctx, from, to, sdk.Coin{Denom: req.Denom, Amount: req.Amount})
	if err != nil {
		return nil, err
	}
	if refusal != nil {
		return &types.QueryCanTransferResponse{Rule: refusal.Rule, Reason: refusal.Reason}, nil
	}
	return &types.QueryCanTransferResponse{Allowed: true}, nil
}
