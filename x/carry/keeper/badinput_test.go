package keeper_test

import (
	"context"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	sdkerrors "github.com/cosmos/cosmos-sdk/types/errors"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

// bad is a message that must be refused with an error.
type bad struct {
	what string
	run  func(w *world, ctx context.Context) error
	want error
}

// spoil makes bad messages out of a good one.
func spoil[M interface{ sdk.HasValidateBasic }, R any](
	serve func(*world) func(context.Context, M) (R, error), good func() M, harms map[string]func(M) error,
) (list []bad) {
	whats := make([]string, 0, len(harms))
	for what := range harms {
		whats = append(whats, what)
	}
	slices.Sort(whats)
	for _, what := range whats {
		msg := good()
		want := harms[what](msg)
		list = append(list, bad{sdk.MsgTypeURL(any(msg).(sdk.Msg)) + ": " + what, func(w *world, ctx context.Context) error {
			_, err := serve(w)(ctx, msg)
			return err
		}, want})
	}
	return list
}

var (
	huge     = math.NewIntFromBigInt(new(big.Int).Lsh(big.NewInt(1), 100))
	negative = math.NewInt(-1)
)

// coinOf is a coin that sdk.NewCoin would not make.
func coinOf(denom string, amount math.Int) sdk.Coin { return sdk.Coin{Denom: denom, Amount: amount} }

// badMessages spoils every message of the module in every field.
func badMessages(quote types.QuoteRef) (list []bad) {
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgUpdateParams) (*types.MsgUpdateParamsResponse, error) {
		return w.msgs.UpdateParams
	}, func() *types.MsgUpdateParams {
		return &types.MsgUpdateParams{Authority: gov.String(), Params: types.DefaultParams()}
	}, map[string]func(*types.MsgUpdateParams) error{
		"stranger":      func(m *types.MsgUpdateParams) error { m.Authority = trader.String(); return sdkerrors.ErrUnauthorized },
		"nobody":        func(m *types.MsgUpdateParams) error { m.Authority = ""; return types.ErrInvalidAddress },
		"no grace":      func(m *types.MsgUpdateParams) error { m.Params.GraceSeconds = 0; return types.ErrInvalidParams },
		"long grace":    func(m *types.MsgUpdateParams) error { m.Params.GraceSeconds = 1 << 60; return types.ErrInvalidParams },
		"fast retries":  func(m *types.MsgUpdateParams) error { m.Params.RetrySeconds = 1; return types.ErrInvalidParams },
		"slow retries":  func(m *types.MsgUpdateParams) error { m.Params.RetrySeconds = 1 << 60; return types.ErrInvalidParams },
		"many retries":  func(m *types.MsgUpdateParams) error { m.Params.MaxRetries = 101; return types.ErrInvalidParams },
		"wide sweep":    func(m *types.MsgUpdateParams) error { m.Params.SweepLimit = 1001; return types.ErrInvalidParams },
		"no sweep":      func(m *types.MsgUpdateParams) error { m.Params.SweepLimit = 0; return types.ErrInvalidParams },
		"empty at all":  func(m *types.MsgUpdateParams) error { m.Params = types.Params{}; return types.ErrInvalidParams },
		"other address": func(m *types.MsgUpdateParams) error { m.Authority = "cosmos1abc"; return types.ErrInvalidAddress },
	})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgPostQuote) (*types.MsgPostQuoteResponse, error) {
		return w.msgs.PostQuote
	}, func() *types.MsgPostQuote {
		return &types.MsgPostQuote{
			Dealer: dealer.String(), Offer: dollars(1), AskDenom: jpy, Price: dec("150"), MinFill: math.OneInt(),
			ExpiresAt: clock{}.Now(sdk.Context{}.WithBlockTime(genesisTime)).Add(48 * hour),
		}
	}, map[string]func(*types.MsgPostQuote) error{
		"nobody":            func(m *types.MsgPostQuote) error { m.Dealer = "nobody"; return types.ErrInvalidAddress },
		"nothing":           func(m *types.MsgPostQuote) error { m.Offer.Amount = math.ZeroInt(); return types.ErrInvalidAmount },
		"missing amount":    func(m *types.MsgPostQuote) error { m.Offer.Amount = math.Int{}; return types.ErrInvalidAmount },
		"negative":          func(m *types.MsgPostQuote) error { m.Offer.Amount = negative; return types.ErrInvalidAmount },
		"huge":              func(m *types.MsgPostQuote) error { m.Offer.Amount = huge; return types.ErrInvalidAmount },
		"no denom":          func(m *types.MsgPostQuote) error { m.Offer.Denom = ""; return types.ErrWrongDenom },
		"bad ask":           func(m *types.MsgPostQuote) error { m.AskDenom = "!"; return types.ErrWrongDenom },
		"same denom":        func(m *types.MsgPostQuote) error { m.AskDenom = dollar; return types.ErrWrongDenom },
		"no price":          func(m *types.MsgPostQuote) error { m.Price = math.LegacyDec{}; return types.ErrInvalidQuote },
		"zero price":        func(m *types.MsgPostQuote) error { m.Price = dec("0"); return types.ErrInvalidQuote },
		"negative price":    func(m *types.MsgPostQuote) error { m.Price = dec("-1"); return types.ErrInvalidQuote },
		"price out of sky":  func(m *types.MsgPostQuote) error { m.Price = dec("1000000000000.1"); return types.ErrInvalidQuote },
		"price of dust":     func(m *types.MsgPostQuote) error { m.Price = dec("0.0000000000009"); return types.ErrInvalidQuote },
		"no minimum":        func(m *types.MsgPostQuote) error { m.MinFill = math.ZeroInt(); return types.ErrInvalidAmount },
		"minimum too large": func(m *types.MsgPostQuote) error { m.MinFill = dollars(2).Amount; return types.ErrInvalidAmount },
		"no expiry":         func(m *types.MsgPostQuote) error { m.ExpiresAt = time.Time{}; return types.ErrInvalidRequest },
		"expiry passed": func(m *types.MsgPostQuote) error {
			m.ExpiresAt = clock{}.Now(sdk.Context{}.WithBlockTime(genesisTime)).Add(-time.Second)
			return types.ErrInvalidQuote
		},
		"expiry too far": func(m *types.MsgPostQuote) error {
			m.ExpiresAt = m.ExpiresAt.AddDate(2, 0, 0)
			return types.ErrInvalidQuote
		},
		"year 9999": func(m *types.MsgPostQuote) error {
			m.ExpiresAt = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
			return types.ErrInvalidRequest
		},
		"no money": func(m *types.MsgPostQuote) error { m.Dealer = stranger.String(); return sdkerrors.ErrInsufficientFunds },
	})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgCancelQuote) (*types.MsgCancelQuoteResponse, error) {
		return w.msgs.CancelQuote
	}, func() *types.MsgCancelQuote { return &types.MsgCancelQuote{Dealer: dealer.String(), Id: quote.Id} },
		map[string]func(*types.MsgCancelQuote) error{
			"nobody":       func(m *types.MsgCancelQuote) error { m.Dealer = ""; return types.ErrInvalidAddress },
			"another's":    func(m *types.MsgCancelQuote) error { m.Dealer = trader.String(); return types.ErrQuoteNotFound },
			"no id":        func(m *types.MsgCancelQuote) error { m.Id = 0; return types.ErrInvalidQuote },
			"not there":    func(m *types.MsgCancelQuote) error { m.Id = 99; return types.ErrQuoteNotFound },
			"not anywhere": func(m *types.MsgCancelQuote) error { m.Id = 1 << 63; return types.ErrQuoteNotFound },
		})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgFillQuote) (*types.MsgFillQuoteResponse, error) {
		return w.msgs.FillQuote
	}, func() *types.MsgFillQuote {
		return &types.MsgFillQuote{Taker: trader.String(), Quote: quote, Pay: yen(150), MinReceived: math.OneInt()}
	}, map[string]func(*types.MsgFillQuote) error{
		"nobody":     func(m *types.MsgFillQuote) error { m.Taker = "x"; return types.ErrInvalidAddress },
		"of nobody":  func(m *types.MsgFillQuote) error { m.Quote.Dealer = ""; return types.ErrInvalidAddress },
		"no id":      func(m *types.MsgFillQuote) error { m.Quote.Id = 0; return types.ErrInvalidQuote },
		"nothing":    func(m *types.MsgFillQuote) error { m.Pay.Amount = math.ZeroInt(); return types.ErrInvalidAmount },
		"negative":   func(m *types.MsgFillQuote) error { m.Pay.Amount = negative; return types.ErrInvalidAmount },
		"huge":       func(m *types.MsgFillQuote) error { m.Pay.Amount = huge; return types.ErrInvalidAmount },
		"no minimum": func(m *types.MsgFillQuote) error { m.MinReceived = math.Int{}; return types.ErrInvalidAmount },
		"bad denom":  func(m *types.MsgFillQuote) error { m.Pay.Denom = "1"; return types.ErrWrongDenom },
	})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgRegisterVenue) (*types.MsgRegisterVenueResponse, error) {
		return w.msgs.RegisterVenue
	}, func() *types.MsgRegisterVenue { m := venueMsg(); m.Id = "second"; return m },
		map[string]func(*types.MsgRegisterVenue) error{
			"stranger": func(m *types.MsgRegisterVenue) error { m.Authority = trader.String(); return sdkerrors.ErrUnauthorized },
			"known":    func(m *types.MsgRegisterVenue) error { m.Id = venue; return types.ErrVenueExists },
			"no id":    func(m *types.MsgRegisterVenue) error { m.Id = ""; return types.ErrInvalidVenue },
			"loud id":  func(m *types.MsgRegisterVenue) error { m.Id = "NEW YORK"; return types.ErrInvalidVenue },
			"long id":  func(m *types.MsgRegisterVenue) error { m.Id = strings.Repeat("a", 33); return types.ErrInvalidVenue },
			"connection": func(m *types.MsgRegisterVenue) error {
				m.ConnectionId = "07-tendermint-0"
				return types.ErrInvalidVenue
			},
			"channel": func(m *types.MsgRegisterVenue) error { m.ChannelId = ""; return types.ErrInvalidVenue },
			"other channel": func(m *types.MsgRegisterVenue) error {
				m.CounterpartyChannelId = "../../x"
				return types.ErrInvalidVenue
			},
			"cash":      func(m *types.MsgRegisterVenue) error { m.CashDenom = ""; return types.ErrWrongDenom },
			"one money": func(m *types.MsgRegisterVenue) error { m.CashDenom = m.Denom; return types.ErrWrongDenom },
			"denom":     func(m *types.MsgRegisterVenue) error { m.Denom = "ibc/00"; return types.ErrWrongDenom },
			"no path":   func(m *types.MsgRegisterVenue) error { m.DenomPath = ""; return types.ErrWrongDenom },
			"long path": func(m *types.MsgRegisterVenue) error {
				m.DenomPath = strings.Repeat("a", 257)
				return types.ErrWrongDenom
			},
			"terms": func(m *types.MsgRegisterVenue) error { m.Terms = types.VenueTerms{}; return types.ErrInvalidTemplate },
		})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgUpdateVenue) (*types.MsgUpdateVenueResponse, error) {
		return w.msgs.UpdateVenue
	}, func() *types.MsgUpdateVenue {
		return &types.MsgUpdateVenue{Authority: gov.String(), Id: venue, Terms: venueTerms()}
	}, badTerms())...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgSetVenueStatus) (*types.MsgSetVenueStatusResponse, error) {
		return w.msgs.SetVenueStatus
	}, func() *types.MsgSetVenueStatus {
		return &types.MsgSetVenueStatus{Authority: gov.String(), Id: venue, Status: types.VenueStatus_VENUE_STATUS_PAUSED}
	}, map[string]func(*types.MsgSetVenueStatus) error{
		"stranger": func(m *types.MsgSetVenueStatus) error {
			m.Authority = trader.String()
			return sdkerrors.ErrUnauthorized
		},
		"no status": func(m *types.MsgSetVenueStatus) error { m.Status = 0; return types.ErrInvalidVenue },
		"opening": func(m *types.MsgSetVenueStatus) error {
			m.Status = types.VenueStatus_VENUE_STATUS_OPENING
			return types.ErrInvalidVenue
		},
		"unknown":   func(m *types.MsgSetVenueStatus) error { m.Status = 77; return types.ErrInvalidVenue },
		"not there": func(m *types.MsgSetVenueStatus) error { m.Id = "tokyo"; return types.ErrVenueNotFound },
		"no id":     func(m *types.MsgSetVenueStatus) error { m.Id = ""; return types.ErrInvalidVenue },
	})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgReopenVenue) (*types.MsgReopenVenueResponse, error) {
		return w.msgs.ReopenVenue
	}, func() *types.MsgReopenVenue { return &types.MsgReopenVenue{Sender: gov.String(), Id: venue} },
		map[string]func(*types.MsgReopenVenue) error{
			"open":      func(*types.MsgReopenVenue) error { return types.ErrAccountChannel },
			"nobody":    func(m *types.MsgReopenVenue) error { m.Sender = ""; return types.ErrInvalidAddress },
			"not there": func(m *types.MsgReopenVenue) error { m.Id = "tokyo"; return types.ErrVenueNotFound },
			"no id":     func(m *types.MsgReopenVenue) error { m.Id = ""; return types.ErrInvalidVenue },
		})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgRefreshVenue) (*types.MsgRefreshVenueResponse, error) {
		return w.msgs.RefreshVenue
	}, func() *types.MsgRefreshVenue { return &types.MsgRefreshVenue{Sender: stranger.String(), Id: venue} },
		map[string]func(*types.MsgRefreshVenue) error{
			"nobody":    func(m *types.MsgRefreshVenue) error { m.Sender = ""; return types.ErrInvalidAddress },
			"not there": func(m *types.MsgRefreshVenue) error { m.Id = "tokyo"; return types.ErrVenueNotFound },
			"no id":     func(m *types.MsgRefreshVenue) error { m.Id = " "; return types.ErrInvalidVenue },
		})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgOpen) (*types.MsgOpenResponse, error) {
		return w.msgs.Open
	}, func() *types.MsgOpen {
		return &types.MsgOpen{
			Owner: trader.String(), Number: 2, VenueId: venue, Borrow: yen(150), Bonds: bonds(1), Quote: quote, MinReceived: math.OneInt(),
		}
	}, map[string]func(*types.MsgOpen) error{
		"nobody":   func(m *types.MsgOpen) error { m.Owner = ""; return types.ErrInvalidAddress },
		"used":     func(m *types.MsgOpen) error { m.Number = 1; return types.ErrPositionExists },
		"no venue": func(m *types.MsgOpen) error { m.VenueId = ""; return types.ErrInvalidVenue },
		"nothing":  func(m *types.MsgOpen) error { m.Borrow.Amount = math.ZeroInt(); return types.ErrInvalidAmount },
		"negative": func(m *types.MsgOpen) error { m.Borrow.Amount = negative; return types.ErrInvalidAmount },
		"huge":     func(m *types.MsgOpen) error { m.Borrow.Amount = huge; return types.ErrInvalidAmount },
		"denom":    func(m *types.MsgOpen) error { m.Borrow.Denom = ""; return types.ErrWrongDenom },
		"zero bonds": func(m *types.MsgOpen) error {
			m.Bonds = sdk.Coins{coinOf(bond, math.ZeroInt())}
			return types.ErrInvalidAmount
		},
		"bonds twice": func(m *types.MsgOpen) error {
			m.Bonds = sdk.Coins{m.Bonds[0], m.Bonds[0]}
			return types.ErrInvalidAmount
		},
		"many bonds":   func(m *types.MsgOpen) error { m.Bonds = make(sdk.Coins, 21); return types.ErrInvalidAmount },
		"no quote":     func(m *types.MsgOpen) error { m.Quote = types.QuoteRef{}; return types.ErrInvalidAddress },
		"no minimum":   func(m *types.MsgOpen) error { m.MinReceived = math.Int{}; return types.ErrInvalidAmount },
		"zero minimum": func(m *types.MsgOpen) error { m.MinReceived = math.ZeroInt(); return types.ErrInvalidAmount },
	})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgClose) (*types.MsgCloseResponse, error) {
		return w.msgs.Close
	}, func() *types.MsgClose {
		q := quote
		return &types.MsgClose{Owner: trader.String(), Number: 1, Quote: &q, MinReceived: math.OneInt()}
	}, map[string]func(*types.MsgClose) error{
		"nobody":                func(m *types.MsgClose) error { m.Owner = ""; return types.ErrInvalidAddress },
		"another's":             func(m *types.MsgClose) error { m.Owner = rival.String(); return types.ErrPositionNotFound },
		"not there":             func(m *types.MsgClose) error { m.Number = 9; return types.ErrPositionNotFound },
		"quote without minimum": func(m *types.MsgClose) error { m.MinReceived = math.Int{}; return types.ErrInvalidAmount },
		"minimum without quote": func(m *types.MsgClose) error { m.Quote = nil; return types.ErrInvalidAmount },
		"bad quote":             func(m *types.MsgClose) error { m.Quote.Id = 0; return types.ErrInvalidQuote },
		"negative top-up":       func(m *types.MsgClose) error { m.TopUp = negative; return types.ErrInvalidAmount },
		"huge top-up":           func(m *types.MsgClose) error { m.TopUp = huge; return types.ErrInvalidAmount },
		"top-up not there": func(m *types.MsgClose) error {
			m.TopUp = yen(1_000_000_000).Amount
			return sdkerrors.ErrInsufficientFunds
		},
	})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgConvertBack) (*types.MsgConvertBackResponse, error) {
		return w.msgs.ConvertBack
	}, func() *types.MsgConvertBack {
		return &types.MsgConvertBack{Owner: trader.String(), Number: 1, Quote: quote, MinReceived: math.OneInt()}
	}, map[string]func(*types.MsgConvertBack) error{
		"nobody":     func(m *types.MsgConvertBack) error { m.Owner = ""; return types.ErrInvalidAddress },
		"another's":  func(m *types.MsgConvertBack) error { m.Owner = rival.String(); return types.ErrPositionNotFound },
		"too early":  func(*types.MsgConvertBack) error { return types.ErrWrongStage },
		"no quote":   func(m *types.MsgConvertBack) error { m.Quote = types.QuoteRef{}; return types.ErrInvalidAddress },
		"no minimum": func(m *types.MsgConvertBack) error { m.MinReceived = math.ZeroInt(); return types.ErrInvalidAmount },
		"top-up":     func(m *types.MsgConvertBack) error { m.TopUp = negative; return types.ErrInvalidAmount },
	})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgSettle) (*types.MsgSettleResponse, error) {
		return w.msgs.Settle
	}, func() *types.MsgSettle { return &types.MsgSettle{Owner: trader.String(), Number: 1} },
		map[string]func(*types.MsgSettle) error{
			"nobody":    func(m *types.MsgSettle) error { m.Owner = "0x"; return types.ErrInvalidAddress },
			"another's": func(m *types.MsgSettle) error { m.Owner = rival.String(); return types.ErrPositionNotFound },
			"too early": func(*types.MsgSettle) error { return types.ErrWrongStage },
			"top-up":    func(m *types.MsgSettle) error { m.TopUp = huge; return types.ErrInvalidAmount },
		})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgRetry) (*types.MsgRetryResponse, error) {
		return w.msgs.Retry
	}, func() *types.MsgRetry {
		return &types.MsgRetry{Sender: trader.String(), Owner: trader.String(), Number: 1}
	}, map[string]func(*types.MsgRetry) error{
		"nobody":    func(m *types.MsgRetry) error { m.Sender = ""; return types.ErrInvalidAddress },
		"of nobody": func(m *types.MsgRetry) error { m.Owner = ""; return types.ErrInvalidAddress },
		"too early": func(m *types.MsgRetry) error { m.Sender = stranger.String(); return types.ErrNotYet },
		"in flight": func(*types.MsgRetry) error { return types.ErrPacketInFlight },
		"not there": func(m *types.MsgRetry) error { m.Number = 9; return types.ErrPositionNotFound },
	})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgWriteOff) (*types.MsgWriteOffResponse, error) {
		return w.msgs.WriteOff
	}, func() *types.MsgWriteOff { return &types.MsgWriteOff{Owner: trader.String(), Number: 1} },
		map[string]func(*types.MsgWriteOff) error{
			"nobody":    func(m *types.MsgWriteOff) error { m.Owner = ""; return types.ErrInvalidAddress },
			"another's": func(m *types.MsgWriteOff) error { m.Owner = rival.String(); return types.ErrPositionNotFound },
			"in flight": func(*types.MsgWriteOff) error { return types.ErrWrongStage },
		})...)
	list = append(list, spoil(func(w *world) func(context.Context, *types.MsgSweep) (*types.MsgSweepResponse, error) {
		return w.msgs.Sweep
	}, func() *types.MsgSweep {
		return &types.MsgSweep{Sender: stranger.String(), Owner: trader.String(), Number: 1, Denom: jpy}
	}, map[string]func(*types.MsgSweep) error{
		"nobody":    func(m *types.MsgSweep) error { m.Sender = ""; return types.ErrInvalidAddress },
		"of nobody": func(m *types.MsgSweep) error { m.Owner = ""; return types.ErrInvalidAddress },
		"denom":     func(m *types.MsgSweep) error { m.Denom = ""; return types.ErrWrongDenom },
		"open":      func(*types.MsgSweep) error { return types.ErrWrongStage },
		"not there": func(m *types.MsgSweep) error { m.Number = 9; return types.ErrPositionNotFound },
	})...)
	return append(list, spoil(func(w *world) func(context.Context, *types.MsgResolve) (*types.MsgResolveResponse, error) {
		return w.msgs.Resolve
	}, func() *types.MsgResolve {
		return &types.MsgResolve{Authority: gov.String(), Owner: trader.String(), Number: 1, Succeeded: true, Value: math.OneInt()}
	}, map[string]func(*types.MsgResolve) error{
		"stranger":      func(m *types.MsgResolve) error { m.Authority = trader.String(); return sdkerrors.ErrUnauthorized },
		"of nobody":     func(m *types.MsgResolve) error { m.Owner = ""; return types.ErrInvalidAddress },
		"in flight":     func(*types.MsgResolve) error { return types.ErrPacketInFlight },
		"negative":      func(m *types.MsgResolve) error { m.Value = negative; return types.ErrInvalidAmount },
		"huge":          func(m *types.MsgResolve) error { m.Value = types.MaxClaims; return types.ErrInvalidAmount },
		"contradictory": func(m *types.MsgResolve) error { m.Succeeded = false; return types.ErrInvalidAmount },
		"not there":     func(m *types.MsgResolve) error { m.Number = 9; return types.ErrPositionNotFound },
	})...)
}

func badTerms() map[string]func(*types.MsgUpdateVenue) error {
	type message = *types.MsgUpdateVenue
	return map[string]func(message) error{
		"stranger":      func(m message) error { m.Authority = trader.String(); return sdkerrors.ErrUnauthorized },
		"not there":     func(m message) error { m.Id = "tokyo"; return types.ErrVenueNotFound },
		"no id":         func(m message) error { m.Id = ""; return types.ErrInvalidVenue },
		"no supply":     func(m message) error { m.Terms.SupplyMessage = ""; return types.ErrInvalidTemplate },
		"no withdrawal": func(m message) error { m.Terms.WithdrawMessage = "[]"; return types.ErrInvalidTemplate },
		"no way home":   func(m message) error { m.Terms.HomeMessage = supplyMessage; return types.ErrInvalidTemplate },
		"no guard":      func(m message) error { m.Terms.RefundGuard = ""; return types.ErrInvalidTemplate },
		"guard of nothing": func(m message) error {
			m.Terms.RefundGuard = `{"@type":"/a.B","x":"{account}"}`
			return types.ErrInvalidTemplate
		},
		"supply of claims":  func(m message) error { m.Terms.SupplyMessage = withdrawMessage; return types.ErrInvalidTemplate },
		"no response":       func(m message) error { m.Terms.SupplyResponse = types.ResponseField{}; return types.ErrInvalidVenue },
		"response nowhere":  func(m message) error { m.Terms.WithdrawResponse.Path = nil; return types.ErrInvalidVenue },
		"response field 0":  func(m message) error { m.Terms.HomeResponse.Path = []uint32{0}; return types.ErrInvalidVenue },
		"response too deep": func(m message) error { m.Terms.HomeResponse.Path = make([]uint32, 9); return types.ErrInvalidVenue },
		"reserved field":    func(m message) error { m.Terms.HomeResponse.Path = []uint32{19_500}; return types.ErrInvalidVenue },
		"field too large":   func(m message) error { m.Terms.HomeResponse.Path = []uint32{1 << 31}; return types.ErrInvalidVenue },
		"report nowhere":    func(m message) error { m.Terms.Report.ClaimsPath = nil; return types.ErrInvalidVenue },
		"report of nothing": func(m message) error { m.Terms.Report.Path = "Supply"; return types.ErrInvalidVenue },
		"report twice":      func(m message) error { m.Terms.Report.Fields[1].Number = 1; return types.ErrInvalidVenue },
		"report of amount":  func(m message) error { m.Terms.Report.Fields[1].Value = "{amount}"; return types.ErrInvalidVenue },
		"report of silence": func(m message) error { m.Terms.Report.Fields[1].Value = ""; return types.ErrInvalidVenue },
		"no time out":       func(m message) error { m.Terms.TransferTimeoutSeconds = 0; return types.ErrInvalidVenue },
		"no time":           func(m message) error { m.Terms.AccountTimeoutSeconds = 59; return types.ErrInvalidVenue },
		"all the time":      func(m message) error { m.Terms.ReturnTimeoutSeconds = 1 << 63; return types.ErrInvalidVenue },
		"no cap":            func(m message) error { m.Terms.PositionCap = math.Int{}; return types.ErrInvalidAmount },
		"negative cap":      func(m message) error { m.Terms.TotalCap = negative; return types.ErrInvalidAmount },
		"huge cap":          func(m message) error { m.Terms.TotalCap = huge; return types.ErrInvalidAmount },
	}
}

// TestBadInput refuses every spoilt message with its own error and changes nothing.
func TestBadInput(t *testing.T) {
	w := bridging(t)
	quote := w.sellDollars("150")
	state, balances := w.export(), w.bank.ExportGenesis(w.ctx).Balances
	for _, b := range badMessages(quote) {
		t.Run(b.what, func(t *testing.T) {
			cached, _ := w.ctx.CacheContext()
			require.ErrorIs(t, b.run(w, cached), b.want)
		})
	}
	require.Equal(t, state, w.export())
	require.Equal(t, balances, w.bank.ExportGenesis(w.ctx).Balances)
}

// TestBadInputIsComplete fails when a message is added and not spoilt here.
func TestBadInputIsComplete(t *testing.T) {
	registry := codectypes.NewInterfaceRegistry()
	sdk.RegisterInterfaces(registry)
	types.RegisterInterfaces(registry)
	list := badMessages(types.QuoteRef{Dealer: dealer.String(), Id: 1})
	messages := registry.ListImplementations(sdk.MsgInterfaceProtoName)
	require.Len(t, messages, 17)
	for _, url := range messages {
		require.True(t, slices.ContainsFunc(list, func(b bad) bool { return strings.HasPrefix(b.what, url+":") }), url)
	}
}
