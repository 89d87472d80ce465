package types

import (
	"bytes"
	"cmp"
	"slices"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	host "github.com/cosmos/ibc-go/v11/modules/core/24-host"
)

// DefaultGenesis is the state of a new chain.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks the state by itself: every row, its order, every reference, every sum.
func (g GenesisState) Validate() error {
	if err := g.Params.Validate(); err != nil {
		return err
	}
	for _, check := range []func() error{g.validateQuotes, g.validateVenues, g.validatePositions, g.validatePackets, g.validateLedgers} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (g GenesisState) validateQuotes() error {
	last := map[string]uint64{}
	for i, sequence := range g.DealerSequences {
		if err := (QuoteRef{Dealer: sequence.Dealer, Id: sequence.LastId}).Validate(); err != nil {
			return err
		}
		if i > 0 && compareAddresses(g.DealerSequences[i-1].Dealer, sequence.Dealer) >= 0 {
			return ErrInvalidGenesis.Wrapf("dealer sequence of %s twice or out of order", sequence.Dealer)
		}
		last[sequence.Dealer] = sequence.LastId
	}
	for i, quote := range g.Quotes {
		if err := quote.Validate(); err != nil {
			return err
		}
		if i > 0 && compareRows(g.Quotes[i-1].Dealer, g.Quotes[i-1].Id, quote.Dealer, quote.Id) >= 0 {
			return ErrInvalidGenesis.Wrapf("quote %s/%d twice or out of order", quote.Dealer, quote.Id)
		}
		if quote.Id > last[quote.Dealer] {
			return ErrInvalidGenesis.Wrapf("quote %s/%d is beyond the dealer's last id %d", quote.Dealer, quote.Id, last[quote.Dealer])
		}
	}
	return nil
}

func (g GenesisState) validateVenues() error {
	controllers := map[string]bool{}
	for i, venue := range g.Venues {
		if err := venue.Validate(); err != nil {
			return err
		}
		if i > 0 && g.Venues[i-1].Id >= venue.Id {
			return ErrInvalidGenesis.Wrapf("venue %s twice or out of order", venue.Id)
		}
		if controllers[venue.Controller] {
			return ErrInvalidGenesis.Wrapf("venue %s shares its controller with another", venue.Id)
		}
		controllers[venue.Controller] = true
	}
	return nil
}

func (g GenesisState) validatePositions() error {
	venues := g.venuesByID()
	for i := range g.Positions {
		position := &g.Positions[i]
		if err := position.Validate(); err != nil {
			return err
		}
		if i > 0 && compareRows(g.Positions[i-1].Owner, g.Positions[i-1].Number, position.Owner, position.Number) >= 0 {
			return ErrInvalidGenesis.Wrapf("position %s/%d twice or out of order", position.Owner, position.Number)
		}
		venue, found := venues[position.VenueId]
		if !found {
			return ErrInvalidGenesis.Wrapf("position %s/%d is at unknown venue %s", position.Owner, position.Number, position.VenueId)
		}
		if position.Loan.Denom != venue.CashDenom {
			return ErrInvalidGenesis.Wrapf("position %s/%d borrowed %s, its venue goes with %s",
				position.Owner, position.Number, position.Loan.Denom, venue.CashDenom)
		}
		if position.Stage.abroad() && venue.Account == "" {
			return ErrInvalidGenesis.Wrapf("position %s/%d is %s at a venue without an account",
				position.Owner, position.Number, position.Stage.Word())
		}
	}
	return nil
}

func (g GenesisState) validatePackets() error {
	venues := g.venuesByID()
	positions := map[string]*Position{}
	for i := range g.Positions {
		positions[rowName(g.Positions[i].Owner, g.Positions[i].Number)] = &g.Positions[i]
	}
	packets := map[PacketKey]Packet{}
	for i, packet := range g.Packets {
		if err := packet.Validate(); err != nil {
			return err
		}
		if i > 0 && packet.Key.Compare(g.Packets[i-1].Key) <= 0 {
			return ErrInvalidGenesis.Wrapf("packet %s twice or out of order", packet.Key.Text())
		}
		packets[packet.Key] = packet
		venue, found := venues[packet.VenueId]
		if !found {
			return ErrInvalidGenesis.Wrapf("packet %s goes to unknown venue %s", packet.Key.Text(), packet.VenueId)
		}
		if packet.Kind == PacketKind_PACKET_KIND_REPORT {
			continue
		}
		position, found := positions[rowName(packet.Owner, packet.Number)]
		if !found || position.VenueId != venue.Id {
			return ErrInvalidGenesis.Wrapf("packet %s is of no position at venue %s", packet.Key.Text(), venue.Id)
		}
	}
	for i := range g.Positions {
		position := &g.Positions[i]
		if position.Awaiting == nil {
			continue
		}
		packet := packets[*position.Awaiting]
		if packet.Kind != AwaitedKind(position.Stage) || packet.Owner != position.Owner || packet.Number != position.Number {
			return ErrInvalidGenesis.Wrapf("position %s/%d waits for packet %s, which is not in flight for that",
				position.Owner, position.Number, position.Awaiting.Text())
		}
	}
	return nil
}

func (g GenesisState) validateLedgers() error {
	if len(g.Ledgers) != len(g.Venues) {
		return ErrInvalidGenesis.Wrapf("%d ledgers of %d venues", len(g.Ledgers), len(g.Venues))
	}
	sums := SumShares(g.Positions)
	for i, ledger := range g.Ledgers {
		if ledger.VenueId != g.Venues[i].Id {
			return ErrInvalidGenesis.Wrapf("ledger of %s in place of %s", ledger.VenueId, g.Venues[i].Id)
		}
		if err := ledger.Validate(); err != nil {
			return err
		}
		if err := ledger.CheckSums(sums[ledger.VenueId]); err != nil {
			return ErrInvalidGenesis.Wrap(err.Error())
		}
	}
	return nil
}

func (g GenesisState) venuesByID() map[string]Venue {
	venues := make(map[string]Venue, len(g.Venues))
	for _, venue := range g.Venues {
		venues[venue.Id] = venue
	}
	return venues
}

// Sums are what the positions at one venue add up to.
type Sums struct {
	Share
	WrittenOff       math.Int
	WrittenOffClaims math.Int
}

// SumShares adds up the positions of each venue.
func SumShares(positions []Position) map[string]Sums {
	sums := map[string]Sums{}
	for i := range positions {
		position := &positions[i]
		sum, found := sums[position.VenueId]
		if !found {
			sum = noSums()
		}
		share := position.Share()
		sum.Open += share.Open
		sum.Orders += share.Orders
		sum.Exposure = sum.Exposure.Add(share.Exposure)
		sum.Idle = sum.Idle.Add(share.Idle)
		sum.Claims = sum.Claims.Add(share.Claims)
		sum.WrittenOff = sum.WrittenOff.Add(position.Abroad.WrittenOff)
		sum.WrittenOffClaims = sum.WrittenOffClaims.Add(position.Abroad.WrittenOffClaims)
		sums[position.VenueId] = sum
	}
	return sums
}

func noSums() Sums {
	zero := math.ZeroInt()
	return Sums{Share: Share{Exposure: zero, Idle: zero, Claims: zero}, WrittenOff: zero, WrittenOffClaims: zero}
}

// CheckSums checks that the ledger says what its positions add up to.
func (l VenueLedger) CheckSums(sums Sums) error {
	if sums.Exposure.IsNil() {
		sums = noSums()
	}
	for _, law := range []struct {
		name         string
		ledger, rows math.Int
	}{
		{"open positions", math.NewIntFromUint64(l.OpenPositions), math.NewIntFromUint64(sums.Open)},
		{"orders", math.NewIntFromUint64(l.Orders), math.NewIntFromUint64(sums.Orders)},
		{"exposure", l.Exposure, sums.Exposure},
		{"idle money", l.Idle, sums.Idle},
		{"claims", l.Claims, sums.Claims},
		{"money written off", l.WrittenOffIdle, sums.WrittenOff},
		{"claims written off", l.WrittenOffClaims, sums.WrittenOffClaims},
	} {
		if !law.ledger.Equal(law.rows) {
			return ErrBrokenLaw.Wrapf("venue %s: %s are %s in the ledger and %s in the positions", l.VenueId, law.name, law.ledger, law.rows)
		}
	}
	return nil
}

// Validate checks a ledger by itself.
func (l VenueLedger) Validate() error {
	for _, amount := range []math.Int{l.Exposure, l.Idle, l.Claims, l.WrittenOffIdle, l.WrittenOffClaims} {
		if amount.IsNil() || amount.IsNegative() {
			return ErrInvalidGenesis.Wrapf("ledger of %s: an amount is missing or negative", l.VenueId)
		}
	}
	if l.Report == nil {
		return nil
	}
	if l.Report.Claims.IsNil() || l.Report.Claims.IsNegative() || l.Report.Revision > l.Revision {
		return ErrInvalidGenesis.Wrapf("ledger of %s: invalid report", l.VenueId)
	}
	return validateTime("reported_at", l.Report.ReportedAt)
}

// Validate checks a packet by itself.
func (p Packet) Validate() error {
	if err := p.Key.Validate(); err != nil {
		return err
	}
	if err := ValidateVenueID(p.VenueId); err != nil {
		return err
	}
	if _, known := PacketKind_name[int32(p.Kind)]; !known || p.Kind == PacketKind_PACKET_KIND_UNSPECIFIED {
		return ErrInvalidGenesis.Wrapf("packet %s of unknown kind %d", p.Key.Text(), p.Kind)
	}
	if p.Kind == PacketKind_PACKET_KIND_REPORT {
		if p.Owner != "" || p.Number != 0 {
			return ErrInvalidGenesis.Wrapf("report %s has an owner", p.Key.Text())
		}
	} else if err := validateAddress("owner", p.Owner); err != nil {
		return err
	}
	return validateTime("timeout", p.Timeout)
}

// Validate checks that a packet may have that name.
func (k PacketKey) Validate() error {
	if err := host.PortIdentifierValidator(k.PortId); err != nil {
		return ErrInvalidGenesis.Wrapf("packet: %s", err)
	}
	if err := host.ChannelIdentifierValidator(k.ChannelId); err != nil {
		return ErrInvalidGenesis.Wrapf("packet: %s", err)
	}
	if k.Sequence == 0 {
		return ErrInvalidGenesis.Wrap("packet sequences start at 1")
	}
	return nil
}

// Compare orders packet keys by port, channel and sequence.
func (k PacketKey) Compare(other PacketKey) int {
	return cmp.Or(cmp.Compare(k.PortId, other.PortId), cmp.Compare(k.ChannelId, other.ChannelId), cmp.Compare(k.Sequence, other.Sequence))
}

func compareRows(ownerA string, a uint64, ownerB string, b uint64) int {
	return cmp.Or(compareAddresses(ownerA, ownerB), cmp.Compare(a, b))
}

// compareAddresses orders bech32 addresses as the store does, by length and then by their bytes. They have been validated.
func compareAddresses(a, b string) int {
	left, right := sdk.MustAccAddressFromBech32(a), sdk.MustAccAddressFromBech32(b)
	return cmp.Or(cmp.Compare(len(left), len(right)), bytes.Compare(left, right))
}

// SortSequences orders dealer sequences as a genesis state has them.
func SortSequences(sequences []DealerSequence) {
	slices.SortFunc(sequences, func(a, b DealerSequence) int { return compareAddresses(a.Dealer, b.Dealer) })
}
