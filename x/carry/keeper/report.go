package keeper

import (
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	"github.com/kokusai-chain/kokusai/x/internal/event"
)

// RefreshVenue asks a venue how many claims its account has.
func (k *Keeper) RefreshVenue(ctx sdk.Context, id string) (uint64, error) {
	venue, err := k.GetVenue(ctx, id)
	if err != nil {
		return 0, err
	}
	if venue.Terms.Report == nil {
		return 0, types.ErrInvalidVenue.Wrapf("%s cannot be asked", id)
	}
	ledger, err := k.GetLedger(ctx, id)
	if err != nil {
		return 0, err
	}
	message, err := venue.Terms.Report.Message(venue.Account)
	if err != nil {
		return 0, err
	}
	packet := types.Packet{Kind: types.PacketKind_PACKET_KIND_REPORT}
	if ledger.Orders == 0 {
		packet.Revision = ledger.Revision
	}
	key, err := k.order(ctx, venue, packet, message)
	return key.Sequence, err
}

// reported books a venue's answer. A venue that has less than the books, with nothing in flight that would explain it,
// takes no more money.
func (k *Keeper) reported(ctx sdk.Context, packet types.Packet, verdict types.Verdict) error {
	if err := event.Emit(ctx, &types.EventPacketSettled{Packet: packet, Succeeded: verdict.Succeeded}); err != nil || !verdict.Succeeded {
		return err
	}
	venue, err := k.GetVenue(ctx, packet.VenueId)
	if err != nil {
		return err
	}
	if venue.Terms.Report == nil {
		return types.ErrUnreadable.Wrap("the venue's terms no longer say how")
	}
	claims, height, err := venue.Terms.Report.Read(verdict.Result)
	if err != nil {
		return err
	}
	ledger, err := k.GetLedger(ctx, packet.VenueId)
	if err != nil {
		return err
	}
	if ledger.Report != nil && ledger.Report.Height > height {
		return nil // an older answer that came later
	}
	ledger.Report = &types.VenueReport{Claims: claims, Height: height, ReportedAt: ctx.BlockTime(), Revision: packet.Revision}
	if err := k.ledgers.Set(ctx, venue.Id, ledger); err != nil {
		return err
	}
	if err := event.Emit(ctx, &types.EventVenueReported{
		Id: venue.Id, Report: *ledger.Report, Booked: ledger.Claims, Short: ledger.Short(),
	}); err != nil || !ledger.Short() || !venue.AcceptsMoney() {
		return err
	}
	return k.moveVenue(ctx, venue, types.VenueStatus_VENUE_STATUS_PAUSED)
}
