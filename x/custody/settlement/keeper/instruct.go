package keeper

import (
	"cmp"
	"context"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"

	"github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/internal/date"
	"github.com/kokusai-chain/kokusai/x/internal/event"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// maxPieces bounds the pieces of one trade: one attempt may settle them all.
const maxPieces = 100

// Instruct gives a party's side of a trade: the first opens it, the second matches it. What is matched and due is tried.
func (k *Keeper) Instruct(ctx sdk.Context, party sdk.AccAddress, in types.Instruction) (types.Outcome, error) {
	counterparty, id, err := k.tradeOf(party, in)
	if err != nil {
		return types.Outcome{}, err
	}
	was, found, err := row.Find(ctx, k.settlements, []byte(id))
	if err != nil {
		return types.Outcome{}, err
	}
	if !found {
		return k.openTrade(ctx, id, party, counterparty, in)
	}
	s, err := k.match(ctx, id, party, was, in)
	if err != nil {
		return types.Outcome{}, err
	}
	return k.agreed(ctx, id, &was, s)
}

func (k *Keeper) tradeOf(party sdk.AccAddress, in types.Instruction) (counterparty sdk.AccAddress, id types.ID, err error) {
	if counterparty, err = k.decode("counterparty", in.Counterparty); err != nil {
		return nil, nil, err
	}
	if counterparty.Equals(party) {
		return nil, nil, types.ErrSelfSettlement.Wrap(in.Reference)
	}
	return counterparty, types.TradeID(party, counterparty, in.Reference), nil
}

// openTrade stores the first side of a trade. The terms are checked here, once: the other side repeats them.
func (k *Keeper) openTrade(ctx sdk.Context, id types.ID, party, counterparty sdk.AccAddress, in types.Instruction) (types.Outcome, error) {
	if _, used, err := k.custody.FindReference(ctx, party, counterparty, in.Reference); err != nil || used {
		return types.Outcome{}, cmp.Or(err, types.ErrReferenceSettled.Wrap(in.Reference))
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return types.Outcome{}, err
	}
	series, err := k.bond.GetSeries(ctx, in.Isin)
	if err != nil {
		return types.Outcome{}, err
	}
	s, err := k.newTrade(ctx, params, party, series, in)
	if err != nil {
		return types.Outcome{}, err
	}
	return types.Outcome{Id: id.String(), Status: s.Status, Pending: s.Pending}, k.open(ctx, params, id, party, s)
}

func (k *Keeper) newTrade(ctx sdk.Context, params types.Params, party sdk.AccAddress, series bondtypes.Series, in types.Instruction) (types.Settlement, error) {
	if err := k.checkDay(ctx, params, series.Terms.Calendar, in.TradeDate, in.SettlementDate); err != nil {
		return types.Settlement{}, err
	}
	if in.SettlementDate >= series.Terms.MaturityDate {
		return types.Settlement{}, types.ErrMatured.Wrapf("%s on %s", in.Isin, series.Terms.MaturityDate)
	}
	if in.Cash != nil {
		if err := k.requireCash(ctx, in.Cash.Denom); err != nil {
			return types.Settlement{}, err
		}
	}
	piece, err := k.pieceOf(params, series, in.Face)
	if err != nil {
		return types.Settlement{}, err
	}
	text, err := k.accounts.AddressCodec().BytesToString(party)
	if err != nil {
		return types.Settlement{}, err
	}
	deliverer, receiver := uint32(0), uint32(1)
	if in.Direction == types.DirectionReceive {
		deliverer, receiver = 1, 0
	}
	legs := []types.Leg{{From: deliverer, To: receiver, Amount: sdk.NewCoin(bondtypes.Denom(in.Isin), in.Face)}}
	if in.Cash != nil {
		legs = append(legs, types.Leg{From: receiver, To: deliverer, Amount: *in.Cash})
	}
	return types.Settlement{
		Kind: types.KindTrade, Reference: in.Reference,
		Parties: []types.Party{{Account: text, Agreed: true, Held: in.Hold, Partial: in.Partial}, {Account: in.Counterparty}},
		Legs:    legs, TradeDate: in.TradeDate, SettlementDate: in.SettlementDate, Calendar: series.Terms.Calendar, Priority: in.Priority,
		Status: types.StatusAlleged, Pending: types.Pending{Reason: types.ReasonNMAT}, Opened: ctx.BlockHeight(),
		Charge: math.ZeroInt(), MaxPiece: piece, Denomination: series.Terms.Denomination,
	}, nil
}

// checkDay refuses a day on which the trade cannot settle, and a bargain of the future.
func (k *Keeper) checkDay(ctx context.Context, params types.Params, calendar, traded, intended string) error {
	h, err := k.hours(ctx, params, calendar)
	if err != nil {
		return err
	}
	if traded > h.today.String() {
		return types.ErrTradeDate.Wrapf("%s, today is %s", traded, h.today)
	}
	return h.checkIntended(params, intended)
}

func (k *Keeper) requireCash(ctx context.Context, denom string) error {
	if _, isBond := bondtypes.ISINOf(denom); isBond {
		return types.ErrNotRegulated.Wrapf("%s is not cash", denom)
	}
	licensed, err := k.custody.IsRegulated(ctx, denom)
	if err != nil || !licensed {
		return cmp.Or(err, types.ErrNotRegulated.Wrap(denom))
	}
	return nil
}

// pieceOf is the most face of a series that settles in one movement. It refuses a face that is no multiple of the
// denomination or that would take too many pieces.
func (k *Keeper) pieceOf(params types.Params, series bondtypes.Series, face math.Int) (math.Int, error) {
	denomination := series.Terms.Denomination
	if !face.Mod(denomination).IsZero() {
		return math.Int{}, types.ErrInvalidPiece.Wrapf("%s is no multiple of %s", face, denomination)
	}
	piece := params.Currency(series.Terms.Currency).MaxPiece
	piece = piece.Sub(piece.Mod(denomination))
	if piece.IsPositive() && face.GT(piece.MulRaw(maxPieces)) {
		return math.Int{}, types.ErrInvalidPiece.Wrapf("%s is more than %d pieces of %s", face, maxPieces, piece)
	}
	return piece, nil
}

// open stores a settlement that waits for others to agree, within what its opener may have open, and charges its gas.
func (k *Keeper) open(ctx sdk.Context, params types.Params, id types.ID, opener sdk.AccAddress, s types.Settlement) error {
	count, _, err := row.Find(ctx, k.opened, opener)
	if err != nil {
		return err
	}
	if count >= uint64(params.MaxOpen) {
		return types.ErrTooManyOpen.Wrapf("%d", count)
	}
	ctx.GasMeter().ConsumeGas(params.OpenGas*(1+count/uint64(params.GasStep)), "open settlement")
	h, err := k.hours(ctx, params, s.Calendar)
	if err != nil {
		return err
	}
	if s.Attention, err = h.attention(params, s); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventOpened{Id: id.String(), Settlement: s}); err != nil {
		return err
	}
	return k.put(ctx, id, nil, &s)
}

// match holds an instruction against the side that is there. It returns the trade as both have agreed it, with the
// deliverer's cash, and stores nothing.
func (k *Keeper) match(ctx sdk.Context, id types.ID, party sdk.AccAddress, was types.Settlement, in types.Instruction) (types.Settlement, error) {
	s := was.Copy()
	mine := &s.Parties[1]
	text, err := k.accounts.AddressCodec().BytesToString(party)
	switch {
	case err != nil:
		return s, err
	case mine.Account != text || mine.Agreed:
		return s, types.ErrInstructed.Wrap(in.Reference)
	}
	if err := k.compare(ctx, s, in); err != nil {
		return s, err
	}
	if in.Direction == types.DirectionDeliver && in.Cash != nil {
		s.Legs[1].Amount = *in.Cash
	}
	mine.Agreed, mine.Held, mine.Partial = true, in.Hold, in.Partial
	return s, event.Emit(ctx, &types.EventAgreed{Id: id.String(), Party: text, Held: in.Hold, Partial: in.Partial})
}

// compare refuses an instruction that contradicts the other side's, and names the field.
func (k *Keeper) compare(ctx context.Context, s types.Settlement, in types.Instruction) error {
	if (in.Direction == types.DirectionDeliver) != (s.Deliverer() == 1) {
		return types.ErrBothSameSide.Wrap(in.Reference)
	}
	bonds := s.Legs[0].Amount
	for _, field := range []struct{ name, mine, theirs string }{
		{"isin", bondtypes.Denom(in.Isin), bonds.Denom},
		{"face", in.Face.String(), bonds.Amount.String()},
		{"trade_date", in.TradeDate, s.TradeDate},
		{"settlement_date", in.SettlementDate, s.SettlementDate},
	} {
		if field.mine != field.theirs {
			return types.ErrMismatch.Wrapf("%s: %s against %s", field.name, field.mine, field.theirs)
		}
	}
	theirs, paid := s.Cash()
	if paid != (in.Cash != nil) {
		return types.ErrMismatch.Wrap("cash: one side is free of payment")
	}
	if !paid {
		return nil
	}
	if theirs.Denom != in.Cash.Denom {
		return types.ErrMismatch.Wrapf("cash: %s against %s", in.Cash.Denom, theirs.Denom)
	}
	params, err := k.GetParams(ctx)
	if err != nil {
		return err
	}
	tolerance := params.Currency(theirs.Denom).CashTolerance
	if off := theirs.Amount.Sub(in.Cash.Amount).Abs(); off.GT(tolerance) {
		return types.ErrCashTolerance.Wrapf("by %s%s, at most %s", off, theirs.Denom, tolerance)
	}
	return nil
}

// agreed moves on what all parties have agreed: to its date, or into the queue and at once to an attempt.
func (k *Keeper) agreed(ctx sdk.Context, id types.ID, was *types.Settlement, s types.Settlement) (types.Outcome, error) {
	params, err := k.GetParams(ctx)
	if err != nil {
		return types.Outcome{}, err
	}
	h, err := k.hours(ctx, params, s.Calendar)
	if err != nil {
		return types.Outcome{}, err
	}
	s.Matched, s.Status, s.Pending = ctx.BlockHeight(), types.StatusMatched, types.Pending{Reason: types.ReasonFUTU}
	due := h.isDue(s)
	if due {
		s.Status, s.Pending = types.StatusPending, types.Pending{}
	}
	if err := event.Emit(ctx, &types.EventMatched{Id: id.String(), Legs: s.Legs, Status: s.Status}); err != nil {
		return types.Outcome{}, err
	}
	if due {
		return k.attempt(ctx, id, was, s)
	}
	if s.Attention, err = h.attention(params, s); err != nil {
		return types.Outcome{}, err
	}
	return types.Outcome{Id: id.String(), Status: s.Status, Pending: s.Pending}, k.put(ctx, id, was, &s)
}

// today is the date in a calendar's zone.
func (k *Keeper) today(ctx context.Context, calendar string) (date.Date, error) {
	h, err := k.hours(ctx, types.Params{}, calendar)
	return h.today, err
}
