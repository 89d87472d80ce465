package types

import (
	"regexp"
	"strings"
	"time"

	"cosmossdk.io/math"

	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	connectiontypes "github.com/cosmos/ibc-go/v11/modules/core/03-connection/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"
)

const (
	minTimeoutSeconds = 60
	maxTimeoutSeconds = 7 * day
	maxDenomPath      = 256
)

var venueID = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)

// ValidateVenueID checks the name of a venue.
func ValidateVenueID(id string) error {
	if !venueID.MatchString(id) {
		return ErrInvalidVenue.Wrapf("id must be 1 to 32 of a-z, 0-9 and -, not %q", id)
	}
	return nil
}

// Validate checks the terms by themselves.
func (t VenueTerms) Validate() error {
	for _, template := range []struct {
		name, text         string
		required, optional []string
	}{
		{"supply_message", t.SupplyMessage, []string{HoldAccount, HoldAmount}, nil},
		{"withdraw_message", t.WithdrawMessage, []string{HoldAccount, HoldClaims}, nil},
		{"home_message", t.HomeMessage, []string{HoldAccount, HoldAmount, HoldReceiver, HoldTimeout}, nil},
		{"refund_guard", t.RefundGuard, []string{HoldAccount}, []string{HoldSequence, HoldAmount, HoldIdle}},
	} {
		if err := ValidateTemplate(template.name, template.text, template.required, template.optional); err != nil {
			return err
		}
	}
	if !strings.Contains(t.RefundGuard, "{"+HoldSequence+"}") && !strings.Contains(t.RefundGuard, "{"+HoldIdle+"}") {
		return ErrInvalidTemplate.Wrapf("refund_guard: {%s} or {%s} is missing", HoldSequence, HoldIdle)
	}
	for _, response := range []struct {
		name  string
		field ResponseField
	}{
		{"supply_response", t.SupplyResponse},
		{"withdraw_response", t.WithdrawResponse},
		{"home_response", t.HomeResponse},
	} {
		if err := response.field.Validate(response.name); err != nil {
			return err
		}
	}
	if t.Report != nil {
		if err := t.Report.Validate(); err != nil {
			return err
		}
	}
	for _, seconds := range []uint64{t.TransferTimeoutSeconds, t.AccountTimeoutSeconds, t.ReturnTimeoutSeconds} {
		if seconds < minTimeoutSeconds || seconds > maxTimeoutSeconds {
			return ErrInvalidVenue.Wrapf("timeouts must be %d to %d seconds, not %d", minTimeoutSeconds, maxTimeoutSeconds, seconds)
		}
	}
	if err := ValidateLimit("position_cap", t.PositionCap); err != nil {
		return err
	}
	return ValidateLimit("total_cap", t.TotalCap)
}

// TransferTimeout is how long money may travel to the venue.
func (t VenueTerms) TransferTimeout() time.Duration { return seconds(t.TransferTimeoutSeconds) }

// AccountTimeout is how long an order to the account may travel.
func (t VenueTerms) AccountTimeout() time.Duration { return seconds(t.AccountTimeoutSeconds) }

// ReturnTimeout is how long money may be on its way home: as long as its order may travel, and then its own time.
func (t VenueTerms) ReturnTimeout() time.Duration {
	return seconds(t.AccountTimeoutSeconds + t.ReturnTimeoutSeconds)
}

func seconds(n uint64) time.Duration { return time.Duration(n) * time.Second }

// Validate checks a venue by itself.
func (v Venue) Validate() error {
	if err := v.validateRoute(); err != nil {
		return err
	}
	if err := v.Terms.Validate(); err != nil {
		return err
	}
	if err := validateAddress("controller", v.Controller); err != nil {
		return err
	}
	if _, known := VenueStatus_name[int32(v.Status)]; !known || v.Status == VenueStatus_VENUE_STATUS_UNSPECIFIED {
		return ErrInvalidVenue.Wrapf("%s: unknown status %d", v.Id, v.Status)
	}
	for _, channel := range []string{v.AccountChannelId, v.HandshakeChannelId} {
		if channel != "" && !channeltypes.IsValidChannelID(channel) {
			return ErrInvalidVenue.Wrapf("%s: %q is no channel", v.Id, channel)
		}
	}
	if v.Account != "" {
		if err := icatypes.ValidateAccountAddress(v.Account); err != nil {
			return ErrInvalidVenue.Wrapf("%s: account: %s", v.Id, err)
		}
	}
	connected := v.AccountChannelId != ""
	switch {
	case connected && v.Account == "":
		return ErrInvalidVenue.Wrapf("%s: a channel without an account", v.Id)
	case connected && v.Status == VenueStatus_VENUE_STATUS_OPENING:
		return ErrInvalidVenue.Wrapf("%s: opening with a channel", v.Id)
	case !connected && v.Status == VenueStatus_VENUE_STATUS_ACTIVE:
		return ErrInvalidVenue.Wrapf("%s: active without a channel", v.Id)
	}
	return validateTime("handshake_at", v.HandshakeAt)
}

// validateRoute checks where a venue is and what travels there.
func (v Venue) validateRoute() error {
	if err := ValidateVenueID(v.Id); err != nil {
		return err
	}
	if !connectiontypes.IsValidConnectionID(v.ConnectionId) {
		return ErrInvalidVenue.Wrapf("connection_id: %q is no connection", v.ConnectionId)
	}
	for _, channel := range []string{v.ChannelId, v.CounterpartyChannelId} {
		if !channeltypes.IsValidChannelID(channel) {
			return ErrInvalidVenue.Wrapf("%q is no channel", channel)
		}
	}
	if err := validateDenom("cash_denom", v.CashDenom); err != nil {
		return err
	}
	if err := validateDenom("denom", v.Denom); err != nil {
		return err
	}
	if v.CashDenom == v.Denom {
		return ErrWrongDenom.Wrapf("cash_denom and denom are both %s", v.Denom)
	}
	if v.DenomPath == "" || len(v.DenomPath) > maxDenomPath {
		return ErrWrongDenom.Wrapf("denom_path must have 1 to %d characters", maxDenomPath)
	}
	if here := ArrivingDenom(v.CounterpartyChannelId, v.ChannelId, v.DenomPath); here.IBCDenom() != v.Denom {
		return ErrWrongDenom.Wrapf("denom_path %s over %s is %s here, not %s", v.DenomPath, v.ChannelId, here.IBCDenom(), v.Denom)
	}
	return nil
}

// ArrivingDenom is what money of the given path on the other chain becomes on this chain when it comes over the
// transfer channel: unwrapped if it is from here, else with one more hop.
func ArrivingDenom(counterpartyChannel, channel, path string) transfertypes.Denom {
	denom := transfertypes.ExtractDenomFromPath(path)
	if denom.HasPrefix(transfertypes.PortID, counterpartyChannel) {
		denom.Trace = denom.Trace[1:]
		return denom
	}
	denom.Trace = append([]transfertypes.Hop{transfertypes.NewHop(transfertypes.PortID, channel)}, denom.Trace...)
	return denom
}

// PortID is the port of the venue's interchain account on this chain.
func (v Venue) PortID() string { return icatypes.ControllerPortPrefix + v.Controller }

// AcceptsMoney tells whether more money may be sent and supplied.
func (v Venue) AcceptsMoney() bool { return v.Status == VenueStatus_VENUE_STATUS_ACTIVE }

// EmptyLedger is the ledger of a venue without positions.
func EmptyLedger(venueID string) VenueLedger {
	zero := math.ZeroInt()
	return VenueLedger{VenueId: venueID, Revision: 1, Exposure: zero, Idle: zero, Claims: zero, WrittenOffIdle: zero, WrittenOffClaims: zero}
}

// Short tells whether the venue has said, at the ledger's revision, that it has fewer claims than its positions.
func (l VenueLedger) Short() bool {
	return l.Report != nil && l.Report.Revision == l.Revision && l.Report.Claims.LT(l.Claims)
}

// Response is where the answer to an order of the kind has its value; found is false for kinds without one.
func (t VenueTerms) Response(kind PacketKind) (field ResponseField, found bool) {
	switch kind {
	case PacketKind_PACKET_KIND_SUPPLY:
		return t.SupplyResponse, true
	case PacketKind_PACKET_KIND_WITHDRAW:
		return t.WithdrawResponse, true
	case PacketKind_PACKET_KIND_RETURN:
		return t.HomeResponse, true
	default:
		return ResponseField{}, false
	}
}
