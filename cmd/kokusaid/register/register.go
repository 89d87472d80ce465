// Package register takes the register of one series out of a chain's state, writes it to files that anyone can check, and
// builds the state of a successor from them: how a series outlives the chain that kept it.
package register

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// Errors of a register.
var (
	// ErrNoSeries says that the state has no such series.
	ErrNoSeries = errors.New("no such series")
	// ErrTampered says that files are not those of their manifest, or contradict each other.
	ErrTampered = errors.New("the files are not the register that was exported")
	// ErrNotTransferable says that something in a register cannot be kept by another chain.
	ErrNotTransferable = errors.New("cannot be kept by another chain")
	// ErrConflict says that the successor has something else under the same name.
	ErrConflict = errors.New("the successor has it otherwise")
)

// Register is all that a chain knows of one series. What is somebody's affair beside the series is not part of it: cash in
// accounts, approved channels and accounts abroad.
type Register struct {
	// Bond has the issuer, the series, its payments with what is set aside for them, and what holders are entitled to.
	Bond bondtypes.GenesisState
	// Custody has the rules, those who hold or are owed something with their custodians, the banks of its currency, claims and
	// the entries of the public register.
	Custody custodytypes.GenesisState
	// Settlement has the open instructions.
	Settlement settlementtypes.GenesisState
	// Omnibus has the clients behind accounts that are shared.
	Omnibus omnibustypes.GenesisState
	// Holdings are who has how much, by account.
	Holdings []Holding
}

// Holding is what one account has.
type Holding struct {
	// Account is where the units are.
	Account string
	// Units is face.
	Units math.Int
	// SuspenseOf is the owner for whom a suspense account holds them, empty for others.
	SuspenseOf string
	// EscrowOf is the channel behind which they are abroad, empty for others.
	EscrowOf string
}

// Of takes the register of a series out of an exported state.
func Of(cdc codec.JSONCodec, state map[string]json.RawMessage, isin string) (Register, error) {
	var all Register
	var bank banktypes.GenesisState
	if err := errors.Join(
		cdc.UnmarshalJSON(state[banktypes.ModuleName], &bank), cdc.UnmarshalJSON(state[bondtypes.ModuleName], &all.Bond),
		cdc.UnmarshalJSON(state[custodytypes.ModuleName], &all.Custody), cdc.UnmarshalJSON(state[settlementtypes.ModuleName], &all.Settlement),
		cdc.UnmarshalJSON(state[omnibustypes.ModuleName], &all.Omnibus),
	); err != nil {
		return Register{}, err
	}
	r := Register{Bond: bondOf(all.Bond, isin)}
	if len(r.Bond.Series) != 1 {
		return Register{}, fmt.Errorf("%w: %s", ErrNoSeries, isin)
	}
	denom := bondtypes.Denom(isin)
	r.Settlement.Settlements = keep(all.Settlement.Settlements, func(open settlementtypes.OpenSettlement) bool {
		return slices.ContainsFunc(open.Settlement.Legs, func(leg settlementtypes.Leg) bool { return leg.Amount.Denom == denom })
	})
	r.Omnibus = omnibusOf(all.Omnibus, denom)
	r.Holdings = holdingsOf(bank, all.Custody, denom)
	r.Custody = custodyOf(all.Custody, r.parties(), isin, r.Bond.Series[0].Terms.Currency)
	return r, r.check()
}

// check refuses a register whose holdings are not what is outstanding.
func (r Register) check() error {
	series := r.Bond.Series[0]
	if sum := r.outstanding(); !sum.Equal(series.Outstanding()) {
		return fmt.Errorf("%w: holdings sum to %s of %s, %s are outstanding", ErrTampered, sum, series.Terms.Isin, series.Outstanding())
	}
	return nil
}

func (r Register) outstanding() math.Int {
	sum := math.ZeroInt()
	for _, holding := range r.Holdings {
		sum = sum.Add(holding.Units)
	}
	return sum
}

// cash is what the issuer has paid in and holders have not been paid yet.
func (r Register) cash() math.Int {
	sum := math.ZeroInt()
	for _, fund := range r.Bond.Funds {
		sum = sum.Add(fund.Amount)
	}
	for _, payment := range r.Bond.Payments {
		sum = sum.Add(payment.Left())
	}
	return sum
}

// parties are the accounts that hold or are owed something, or have instructed something.
func (r Register) parties() map[string]bool {
	parties := map[string]bool{}
	for _, holding := range r.Holdings {
		parties[holding.Account] = true
		parties[holding.SuspenseOf] = true
	}
	for _, row := range r.Bond.Holders {
		parties[row.Holder] = true
	}
	for _, open := range r.Settlement.Settlements {
		for _, party := range open.Settlement.Parties {
			parties[party.Account] = true
		}
	}
	delete(parties, "")
	return parties
}

func bondOf(all bondtypes.GenesisState, isin string) (bond bondtypes.GenesisState) {
	bond.Series = keep(all.Series, func(series bondtypes.Series) bool { return series.Terms.Isin == isin })
	if len(bond.Series) != 1 {
		return bond
	}
	issuer := bond.Series[0].Terms.IssuerId
	bond.Issuers = keep(all.Issuers, func(i bondtypes.Issuer) bool { return i.Id == issuer })
	bond.Payments = keep(all.Payments, func(payment bondtypes.Payment) bool { return payment.Isin == isin })
	bond.Holders = keep(all.Holders, func(row bondtypes.HolderRow) bool { return row.Isin == isin })
	bond.Sweeps = keep(all.Sweeps, func(sweep bondtypes.Sweep) bool { return sweep.Isin == isin })
	bond.Funds = keep(all.Funds, func(fund bondtypes.PayingFund) bool { return fund.Isin == isin })
	bond.References = keep(all.References, func(reference bondtypes.Reference) bool { return reference.IssuerId == issuer })
	bond.Fixings = keep(all.Fixings, func(fixing bondtypes.Fixing) bool { return fixing.IssuerId == issuer })
	bond.Ballots = keep(all.Ballots, func(ballot bondtypes.Ballot) bool { return ballot.Isin == isin })
	bond.BallotRows = keep(all.BallotRows, func(row bondtypes.GenesisBallotRow) bool { return row.Isin == isin })
	return bond
}

func custodyOf(all custodytypes.GenesisState, parties map[string]bool, isin, currency string) (custody custodytypes.GenesisState) {
	denom := bondtypes.Denom(isin)
	custody.Investors = keep(all.Investors, func(investor custodytypes.Investor) bool { return parties[investor.Account] })
	for i := range custody.Investors {
		custody.Investors[i].RemoteAccounts = nil
	}
	custodians := custodiansOf(all.Licences, custody.Investors)
	custody.Licences = keep(all.Licences, func(licence custodytypes.Licence) bool {
		return licence.Denom == currency || licence.Denom == "" && custodians[licence.Holder]
	})
	subjects := func(subject string) bool { return subject == isin || parties[subject] }
	custody.FrozenAccounts = keep(all.FrozenAccounts, func(frozen custodytypes.FrozenAccount) bool { return parties[frozen.Account] })
	custody.Series = keep(all.Series, func(series custodytypes.GenesisSeries) bool { return series.Isin == isin })
	custody.Pledges = keep(all.Pledges, func(pledge custodytypes.Pledge) bool { return pledge.Denom == denom })
	custody.Reservations = keep(all.Reservations, func(reservation custodytypes.Reservation) bool { return reservation.Denom == denom })
	custody.Suspense = keep(all.Suspense, func(entry custodytypes.SuspenseEntry) bool { return entry.Denom == denom })
	custody.Overrides = keep(all.Overrides, func(override custodytypes.Override) bool { return subjects(override.Subject) })
	custody.Census = keep(all.Census, func(row custodytypes.GenesisCensusRow) bool { return row.Isin == isin })
	custody.PilotDays = keep(all.PilotDays, func(day custodytypes.GenesisPilotDay) bool { return day.Isin == isin })
	custody.Countings = keep(all.Countings, func(counting custodytypes.GenesisCounting) bool { return counting.Isin == isin })
	custody.Recounts = keep(all.Recounts, func(account string) bool { return parties[account] })
	return custody
}

// custodiansOf are the custodians of investors, and those that stand above or succeed them.
func custodiansOf(licences []custodytypes.Licence, investors []custodytypes.Investor) map[string]bool {
	custodians := map[string]bool{}
	for _, investor := range investors {
		custodians[investor.Custodian] = true
	}
	for grown := true; grown; {
		grown = false
		for _, licence := range licences {
			for _, other := range []string{licence.Parent, licence.Successor} {
				if other != "" && custodians[licence.Holder] && !custodians[other] {
					custodians[other], grown = true, true
				}
			}
		}
	}
	return custodians
}

func omnibusOf(all omnibustypes.GenesisState, denom string) (omnibus omnibustypes.GenesisState) {
	clients := map[[2]string]bool{}
	omnibus.Positions = keep(all.Positions, func(p omnibustypes.GenesisPosition) bool { return p.Position.Denom == denom })
	for _, p := range omnibus.Positions {
		clients[[2]string{p.Account, p.Position.Reference}] = true
	}
	omnibus.Clients = keep(all.Clients, func(client omnibustypes.Client) bool {
		return clients[[2]string{client.Account, client.Reference}]
	})
	return omnibus
}

func holdingsOf(bank banktypes.GenesisState, custody custodytypes.GenesisState, denom string) (holdings []Holding) {
	suspense, escrows := map[string]string{}, map[string]string{}
	for _, entry := range custody.Suspense {
		if owner, err := sdk.AccAddressFromBech32(entry.Owner); err == nil {
			suspense[custodytypes.SuspenseAddress(owner).String()] = entry.Owner
		}
	}
	for _, channel := range custody.EscrowChannels {
		escrows[transfertypes.GetEscrowAddress(transfertypes.PortID, channel).String()] = channel
	}
	for _, balance := range bank.Balances {
		if units := balance.Coins.AmountOf(denom); units.IsPositive() {
			holdings = append(holdings, Holding{
				Account: balance.Address, Units: units, SuspenseOf: suspense[balance.Address], EscrowOf: escrows[balance.Address],
			})
		}
	}
	slices.SortFunc(holdings, func(a, b Holding) int { return strings.Compare(a.Account, b.Account) })
	return holdings
}

// keep returns what passes, nil when nothing does.
func keep[T any](all []T, passes func(T) bool) (kept []T) {
	for _, one := range all {
		if passes(one) {
			kept = append(kept, one)
		}
	}
	return kept
}
