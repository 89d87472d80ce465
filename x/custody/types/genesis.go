package types

import (
	"cosmossdk.io/core/address"
	errorsmod "cosmossdk.io/errors"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// DefaultGenesis returns the state of a new chain: nobody is licensed and nothing is held.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate refuses a state that contradicts itself. What it must agree with in other modules is checked at start.
func (g GenesisState) Validate(codec address.Codec) error {
	c := genesisCheck{codec: codec, seen: map[string]bool{}}
	for _, part := range []func(GenesisState) error{
		func(GenesisState) error { return g.Params.Validate() },
		c.licences, c.tiers, c.cash, c.investors, c.frozen, c.series, c.channels, c.claims, c.suspense, c.overrides, c.trades, c.census,
	} {
		if err := part(g); err != nil {
			return errorsmod.Wrap(ErrInvalidGenesis, err.Error())
		}
	}
	return nil
}

// genesisCheck remembers what was seen, as "part/key", so that a later part can refer to an earlier one.
type genesisCheck struct {
	codec address.Codec
	seen  map[string]bool
}

// add refuses a key that its part has already.
func (c genesisCheck) add(part, key string) error {
	if c.seen[part+"/"+key] {
		return ErrInvalidGenesis.Wrapf("%s %s is there twice", part, key)
	}
	c.seen[part+"/"+key] = true
	return nil
}

func (c genesisCheck) has(part, key string) bool { return c.seen[part+"/"+key] }

// address refuses what is not an address, and other spellings of one: keys are compared as text here.
func (c genesisCheck) address(field, text string) error {
	bz, err := DecodeAddress(c.codec, field, text)
	if err != nil {
		return err
	}
	spelling, err := c.codec.BytesToString(bz)
	if err != nil || spelling != text {
		return ErrInvalidAddress.Wrapf("%s %q is written %q", field, text, spelling)
	}
	return nil
}

func (c genesisCheck) licences(g GenesisState) error {
	for _, licence := range g.Licences {
		if err := c.address("licence holder", licence.Holder); err != nil {
			return err
		}
		if err := licence.Validate(); err != nil {
			return errorsmod.Wrap(err, licence.Holder)
		}
		if err := c.add("licence", licence.Holder+" "+licence.Denom); err != nil {
			return err
		}
		if licence.Kind == LicenceKindCustodian {
			if err := c.add("custodian", licence.Holder); err != nil {
				return err
			}
		}
		if err := c.add("licence of LEI", licence.Lei+" "+licence.Denom); err != nil {
			return err
		}
	}
	return nil
}

// tiers refuses parents and successors that are no custodians, circles, and more than three tiers.
func (c genesisCheck) tiers(g GenesisState) error {
	parents := map[string]string{}
	for _, licence := range g.Licences {
		if licence.Kind == LicenceKindCustodian {
			parents[licence.Holder] = licence.Parent
		}
	}
	for _, licence := range g.Licences {
		for _, other := range []string{licence.Parent, licence.Successor} {
			if _, known := parents[other]; other != "" && !known {
				return ErrInvalidGenesis.Wrapf("licence of %s: %s is not a custodian", licence.Holder, other)
			}
		}
		above := 0
		for at := licence.Parent; at != ""; at = parents[at] {
			if above++; above >= maxTiers {
				return ErrInvalidGenesis.Wrapf("licence of %s: more than %d tiers", licence.Holder, maxTiers)
			}
		}
	}
	return nil
}

// census refuses rows of series that are not counted, and series being counted that are not in line.
func (c genesisCheck) census(g GenesisState) error {
	status, pilots := map[string]CensusStatus{}, map[string]bool{}
	for _, series := range g.Series {
		status[series.Isin], pilots[series.Isin] = series.Record.Census, series.Record.Pilot != nil
	}
	for _, counted := range g.Census {
		if err := c.address("counted holder", counted.Account); err != nil {
			return err
		}
		if err := counted.Row.Validate(); err != nil {
			return errorsmod.Wrapf(err, "%s of %s", counted.Isin, counted.Account)
		}
		if status[counted.Isin] == CensusNone {
			return ErrInvalidGenesis.Wrapf("%s of %s: the series is not counted", counted.Isin, counted.Account)
		}
		if err := c.add("counted", counted.Account+" "+counted.Isin); err != nil {
			return err
		}
	}
	for _, counting := range g.Countings {
		if status[counting.Isin] != CensusCounting {
			return ErrInvalidGenesis.Wrapf("census of %s is %s", counting.Isin, status[counting.Isin])
		}
		if err := c.add("counting", counting.Isin); err != nil {
			return err
		}
	}
	for _, series := range g.Series {
		if series.Record.Census == CensusCounting && !c.has("counting", series.Isin) {
			return ErrInvalidGenesis.Wrapf("%s is being counted and not in line", series.Isin)
		}
	}
	for _, pilot := range g.PilotDays {
		if err := pilot.Day.Validate(); err != nil {
			return errorsmod.Wrap(err, pilot.Isin)
		}
		if !pilots[pilot.Isin] {
			return ErrInvalidGenesis.Wrapf("%s is in no pilot", pilot.Isin)
		}
		if err := c.add("pilot", pilot.Isin); err != nil {
			return err
		}
	}
	for _, account := range g.Recounts {
		if err := c.address("recount", account); err != nil {
			return err
		}
		if err := c.add("recount", account); err != nil {
			return err
		}
	}
	return nil
}

func (c genesisCheck) cash(g GenesisState) error {
	for _, issued := range g.CashIssued {
		if err := ValidateCash(sdk.Coin{Denom: issued.Denom, Amount: issued.Outstanding}); err != nil {
			return errorsmod.Wrapf(err, "cash issued by %s", issued.Holder)
		}
		if !c.has("licence", issued.Holder+" "+issued.Denom) {
			return ErrInvalidGenesis.Wrapf("%s issued %s without a licence", issued.Holder, issued.Denom)
		}
		if err := c.add("cash issued", issued.Holder+" "+issued.Denom); err != nil {
			return err
		}
	}
	return nil
}

func (c genesisCheck) investors(g GenesisState) error {
	for _, investor := range g.Investors {
		if err := c.address("investor", investor.Account); err != nil {
			return err
		}
		if err := investor.Registration(nil).Validate(); err != nil {
			return errorsmod.Wrapf(err, "investor %s", investor.Account)
		}
		if !c.has("custodian", investor.Custodian) {
			return ErrInvalidGenesis.Wrapf("investor %s: %s is not a licensed custodian", investor.Account, investor.Custodian)
		}
		if investor.Account == investor.Custodian && investor.Book != BookOwn {
			return ErrInvalidGenesis.Wrapf("investor %s: the custodian's own account is in %s", investor.Account, investor.Book)
		}
		if err := c.add("investor", investor.Account); err != nil {
			return err
		}
		for _, remote := range investor.RemoteAccounts {
			if err := c.add("account abroad", remote.ChannelId+" "+remote.Address); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c genesisCheck) frozen(g GenesisState) error {
	for _, frozen := range g.FrozenAccounts {
		if err := c.address("frozen account", frozen.Account); err != nil {
			return err
		}
		if !frozen.ByAuthority && !frozen.ByOrder && !frozen.ByCustodian && frozen.LapsesAt == nil {
			return ErrInvalidGenesis.Wrapf("frozen account %s: by nobody", frozen.Account)
		}
		if frozen.ByCustodian && frozen.LapsesAt == nil {
			return ErrInvalidGenesis.Wrapf("frozen account %s: its custodian's freeze never lapses", frozen.Account)
		}
		if err := c.add("frozen account", frozen.Account); err != nil {
			return err
		}
	}
	return nil
}

func (c genesisCheck) series(g GenesisState) error {
	for _, series := range g.Series {
		if err := series.Record.Validate(series.Isin); err != nil {
			return errorsmod.Wrapf(err, "series %s", series.Isin)
		}
		if err := c.add("series", series.Isin); err != nil {
			return err
		}
	}
	return nil
}

func (c genesisCheck) channels(g GenesisState) error {
	for _, channelID := range g.EscrowChannels {
		if err := ValidateChannelID(channelID); err != nil {
			return err
		}
		if err := c.add("escrow channel", channelID); err != nil {
			return err
		}
	}
	for _, approval := range g.ChannelApprovals {
		if err := ValidateISIN(approval.Isin); err != nil {
			return err
		}
		if err := c.address("paying agent", approval.PayingAgent); err != nil {
			return err
		}
		if !c.has("escrow channel", approval.ChannelId) {
			return ErrInvalidGenesis.Wrapf("%s is approved for %s and not among the escrow channels", approval.ChannelId, approval.Isin)
		}
		if err := c.add("approval", approval.Isin+" "+approval.ChannelId); err != nil {
			return err
		}
	}
	return nil
}

func (c genesisCheck) claims(g GenesisState) error {
	for _, pledge := range g.Pledges {
		if err := c.claim("pledge", pledge.Owner, sdk.Coin{Denom: pledge.Denom, Amount: pledge.Amount}, pledge.Pledgee, pledge.Ref); err != nil {
			return err
		}
	}
	for _, reservation := range g.Reservations {
		coin := sdk.Coin{Denom: reservation.Denom, Amount: reservation.Amount}
		if err := c.claim("reservation", reservation.Owner, coin, reservation.Module, reservation.Ref); err != nil {
			return err
		}
	}
	return nil
}

func (c genesisCheck) claim(part, owner string, coin sdk.Coin, module, ref string) error {
	if err := c.address(part, owner); err != nil {
		return err
	}
	if err := ValidateRegulatedCoin(coin); err != nil {
		return errorsmod.Wrapf(err, "%s of %s", part, owner)
	}
	if err := ValidateRef(ref); err != nil {
		return errorsmod.Wrapf(err, "%s of %s", part, owner)
	}
	if module == "" {
		return ErrInvalidGenesis.Wrapf("%s of %s: no module", part, owner)
	}
	return c.add(part, owner+" "+coin.Denom+" "+module+" "+ref)
}

func (c genesisCheck) suspense(g GenesisState) error {
	for _, entry := range g.Suspense {
		if err := c.address("owner in suspense", entry.Owner); err != nil {
			return err
		}
		if err := sdk.ValidateDenom(entry.Denom); err != nil {
			return ErrInvalidDenom.Wrapf("in suspense for %s: %s", entry.Owner, err)
		}
		if err := c.add("suspense", entry.Owner+" "+entry.Denom); err != nil {
			return err
		}
	}
	return nil
}

func (c genesisCheck) overrides(g GenesisState) error {
	next := map[string]uint64{}
	for _, override := range g.Overrides {
		if ValidateISIN(override.Subject) != nil && c.address("subject", override.Subject) != nil {
			return ErrInvalidGenesis.Wrapf("override of %q: neither an account nor a series", override.Subject)
		}
		if err := c.address("override by", override.By); err != nil {
			return err
		}
		if _, known := OverrideAction_name[int32(override.Action)]; !known || override.Action == ActionUnspecified {
			return ErrInvalidGenesis.Wrapf("override of %s: action %d", override.Subject, override.Action)
		}
		if err := ValidateReason(override.Reason, override.Note); err != nil {
			return errorsmod.Wrapf(err, "override of %s", override.Subject)
		}
		next[override.Subject]++
		if override.Number != next[override.Subject] {
			return ErrInvalidGenesis.Wrapf("override of %s: number %d, expected %d", override.Subject, override.Number, next[override.Subject])
		}
	}
	return nil
}

func (c genesisCheck) trades(g GenesisState) error {
	for _, trade := range g.TradeReferences {
		if err := c.address("party_a", trade.PartyA); err != nil {
			return err
		}
		if err := c.address("party_b", trade.PartyB); err != nil {
			return err
		}
		low, err := DecodeAddress(c.codec, "party_a", trade.PartyA)
		if err != nil {
			return err
		}
		high, err := DecodeAddress(c.codec, "party_b", trade.PartyB)
		if err != nil {
			return err
		}
		// The same address twice is somebody who proposed a set of legs between several parties.
		if string(low) > string(high) {
			return ErrInvalidGenesis.Wrapf("trade reference %s: the lower address comes first", trade.Reference)
		}
		if err := ValidateTradeReference(trade.Reference); err != nil {
			return err
		}
		if err := c.add("trade reference", trade.PartyA+" "+trade.PartyB+" "+trade.Reference); err != nil {
			return err
		}
	}
	return nil
}
