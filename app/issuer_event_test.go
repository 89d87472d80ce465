package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/testutil"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// issuerEvent befalls a series, and is seen wherever some of it is.
type issuerEvent struct {
	name    string
	happens func(p places)
	sees    map[place]func(p places, was, is ledger)
}

// ledger is what there was and is, in yen, and debts in base units.
type ledger struct {
	client, dealer, agent          int64
	clientDebt, houseDebt, carried int64
	clientUnits, dealerUnits       int64
}

func (p places) ledger() ledger {
	return ledger{
		client: p.cash(p.Client), dealer: p.cash(p.Dealer), agent: p.cash(p.link.PayingAgent),
		clientDebt: p.debt(p.Client, 1), houseDebt: p.debt(p.house, 1), carried: p.debt(p.Client, 2),
		clientUnits: p.units(p.Client), dealerUnits: p.units(p.Dealer),
	}
}

// where lists the places in which there is some of the series.
func (s setting) where() []place {
	all := []place{inPosition, abroadThere, inSettlement}
	if s.secures {
		all = append(all, inAuction)
	}
	if s.repoEnd != "" {
		all = append(all, inPledgedRepo, inTitleRepo)
	}
	if s.separate {
		all = append(all, separated)
	}
	if s.secures {
		all = append(all, inCarry)
	}
	return all
}

const graceOfOutage = 4*time.Hour + 10*time.Minute

// lives are what may befall a series, in order, and what becomes of its units in each place.
var lives = map[string]struct {
	setting
	events []issuerEvent
}{
	"a coupon missed and made up for": {
		setting{terms: grace(5), repoEnd: "2026-06-01", settles: "2026-01-21", secures: true, shaken: true, separate: true},
		[]issuerEvent{{
			"missed", func(p places) {
				p.until("2026-01-20")
				p.pass(graceOfOutage)
				require.False(p.t, p.bond().IsInDefault())
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, _, _ ledger) {
					require.Equal(p.t, collateraltypes.STAGE_SOUND, p.stage(p.Client, 1))
					p.Refused(collateraltypes.ErrArrears, p.borrowing(), p.Client)
				},
				inAuction: func(p places, _, _ ledger) {
					p.Must(p.bid(p.house, 1, portion/10), p.Dealer) // sold with a price as any, without the coupon
					require.True(p.t, p.auctioned(p.house, 1))
				},
				inPledgedRepo: func(p places, _, _ ledger) {
					require.Equal(p.t, repotypes.STATUS_LIVE, p.repo(repoByPledge).Status)
					require.Nil(p.t, p.repo(repoByPledge).Call)
					p.Refused(repotypes.ErrUncovered, p.takingBack(repoByPledge), p.Client)
				},
				inTitleRepo: func(p places, _, _ ledger) {
					require.True(p.t, p.repo(repoByTitle).IncomeOwed.IsZero())
					p.Refused(repotypes.ErrNotEligible, p.giving(repoByTitle), p.Client)
				},
				abroadThere: func(p places, _, is ledger) {
					require.EqualValues(p.t, portion, p.escrowed())
					require.Zero(p.t, is.agent)
				},
				separated: func(p places, _, _ ledger) {
					strip, err := p.Kokusai.BondKeeper.GetSeries(p.Committed(), stripISIN(1))
					require.NoError(p.t, err)
					require.Equal(p.t, bondtypes.SERIES_STATUS_MATURED, strip.Status, "a series of its own, which is missed too")
				},
				inSettlement: func(p places, _, _ ledger) {
					p.desk().at("T-1", settlementtypes.StatusMatched, settlementtypes.ReasonFUTU)
				},
				inCarry: func(p places, _, _ ledger) {
					require.Equal(p.t, collateraltypes.STAGE_SOUND, p.stage(p.Client, 2))
					p.link.At(active)
				},
			},
		}, {
			"cured", func(p places) {
				p.fund(twoYear, 6_500_000) // one per cent of what is not separated
				p.fund(stripISIN(1), 1_000_000)
				p.until("2026-01-21")
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, was, is ledger) {
					require.GreaterOrEqual(p.t, is.clientDebt, was.clientDebt, "the coupon of a sound position is its owner's")
					p.Must(p.borrowing(), p.Client)
				},
				inAuction: func(p places, was, is ledger) {
					paid := (was.houseDebt - is.houseDebt) / million
					require.InDelta(p.t, 900_000, paid, 10_000, "that of one in danger repays, as far as units are pledged still")
					require.True(p.t, p.auctioned(p.house, 1))
				},
				inPledgedRepo: func(p places, _, _ ledger) {
					require.Equal(p.t, testutil.Yen(50_000_000).Amount, p.repo(repoByPledge).Principal)
				},
				inTitleRepo: func(p places, _, _ ledger) {
					require.True(p.t, p.repo(repoByTitle).IncomeOwed.IsZero(), "passed on")
					require.True(p.t, p.repo(repoByTitle).Holdings[0].IncomeMark.IsPositive())
				},
				abroadThere: func(p places, was, is ledger) {
					require.EqualValues(p.t, 1_000_000, is.agent-was.agent)
					p.comesHome()
				},
				separated: func(p places, was, is ledger) {
					// Half a million on its own units, a million of the strip, what it sold; the coupon of the title transfer came and went.
					require.EqualValues(p.t, 500_000+1_000_000+50_000_000, is.dealer-was.dealer)
					p.Must(p.recombination(portion), p.Dealer)
				},
				inSettlement: func(p places, was, is ledger) {
					p.desk().at("T-1", settlementtypes.StatusSettled, 0)
					require.EqualValues(p.t, portion/2, is.clientUnits-was.clientUnits)
					// Of the four hundred million that are the client's, wherever in the country; what it bought came without.
					require.EqualValues(p.t, 4_000_000-50_000_000, is.client-was.client)
				},
				inCarry: func(p places, _, _ ledger) { p.windsUp() },
			},
		}},
	},
	"a coupon missed beyond its grace, and made up for": {
		setting{terms: grace(3), repoEnd: "2026-06-01", settles: "2026-01-26", secures: true, shaken: true, separate: true},
		[]issuerEvent{{
			"default", func(p places) {
				p.until("2026-01-23")
				p.pass(graceOfOutage + 20*time.Minute)
				require.Equal(p.t, "2026-01-23", p.bond().DefaultedOn)
			},
			map[place]func(p places, was, is ledger){
				inPosition: sold(1),
				inAuction:  writtenOff,
				inPledgedRepo: func(p places, was, is ledger) {
					// A call that nobody met, a sale to which nobody came: the taker has the bonds, at a fifth of their principal.
					require.Equal(p.t, repotypes.STATUS_CLOSED, p.repo(repoByPledge).Status)
					require.InDelta(p.t, 30_000_000, p.repo(repoByPledge).Claim().Int64()/million, 100_000)
					require.EqualValues(p.t, portion, is.dealerUnits-was.dealerUnits)
					p.Must(p.payingDown(repoByPledge), p.Client)
					p.gone(repoByPledge)
				},
				inTitleRepo: func(p places, _, _ ledger) {
					require.InDelta(p.t, 30_000_000, p.repo(repoByTitle).Claim().Int64()/million, 100_000)
					p.Must(p.payingDown(repoByTitle), p.Client)
					p.gone(repoByTitle)
				},
				abroadThere: func(p places, _, _ ledger) { p.comesHome() },
				separated: func(p places, _, _ ledger) {
					p.Refused(bondtypes.ErrInDefault, p.separation(portion/2), p.Dealer)
					p.Must(p.recombination(portion), p.Dealer)
				},
				inSettlement: func(p places, _, _ ledger) {
					p.desk().at("T-1", settlementtypes.StatusMatched, settlementtypes.ReasonFUTU)
				},
				inCarry: sold(2),
			},
		}, {
			"cure", func(p places) {
				p.fund(twoYear, 6_500_000)
				p.until("2026-01-26")
				require.False(p.t, p.bond().IsInDefault())
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, _, _ ledger) {
					p.Pledge(p.Client, twoYears(portion))
					p.Must(p.borrowing(), p.Client)
				},
				inAuction:     func(p places, _, _ ledger) { require.False(p.t, p.auctioned(p.house, 1)) },
				inPledgedRepo: func(p places, _, _ ledger) { p.gone(repoByPledge) },
				inTitleRepo:   func(p places, _, _ ledger) { p.gone(repoByTitle) },
				abroadThere: func(p places, was, is ledger) {
					require.EqualValues(p.t, 1_000_000, is.agent-was.agent, "abroad at its record moment")
				},
				separated:    func(p places, _, _ ledger) { p.Must(p.separation(portion/2), p.Dealer) },
				inSettlement: func(p places, _, _ ledger) { p.desk().at("T-1", settlementtypes.StatusSettled, 0) },
				inCarry:      func(p places, _, _ ledger) { p.windsUp() },
			},
		}},
	},
	"a principal missed without a grace, and made up for": {
		setting{terms: dueInJanuary, settles: "2026-01-19", held: true, secures: true},
		[]issuerEvent{{
			"default", func(p places) {
				p.until("2026-01-20")
				require.False(p.t, p.bond().IsInDefault(), "the date is not over")
				p.until("2026-01-21")
				p.Must(&settlementtypes.MsgRelease{Party: p.Dealer.String(), Id: p.desk().id("T-1")}, p.Dealer)
				p.pass(graceOfOutage + 20*time.Minute)
				require.Equal(p.t, bondtypes.SERIES_STATUS_MATURED, p.bond().Status)
				require.Equal(p.t, "2026-01-21", p.bond().DefaultedOn)
			},
			map[place]func(p places, was, is ledger){
				inPosition:  sold(1),
				inAuction:   writtenOff,
				abroadThere: func(p places, _, _ ledger) { p.comesHome() },
				inSettlement: func(p places, _, _ ledger) {
					p.desk().at("T-1", settlementtypes.StatusSettled, 0) // a claim that is due is delivered as any
				},
				inCarry: sold(2),
			},
		}, {
			"cure", func(p places) {
				p.fund(twoYear, 757_500_000)
				p.Block()
				p.Block()
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, _, is ledger) { require.Zero(p.t, is.clientUnits) },
				inAuction:  func(p places, _, is ledger) { require.Zero(p.t, is.dealerUnits, "who bought the claims is paid") },
				abroadThere: func(p places, was, is ledger) {
					require.EqualValues(p.t, 1_000_000, is.agent-was.agent)
					require.Equal(p.t, bondtypes.SERIES_STATUS_REDEEMED, p.bond().Status)
				},
				inSettlement: func(p places, was, is ledger) {
					// All that the client has, what it bought after the date included, and the coupon of what it had then.
					require.EqualValues(p.t, was.clientUnits+4_000_000, is.client-was.client)
				},
				inCarry: func(p places, _, _ ledger) { p.windsUp() },
			},
		}},
	},
	"a redemption": {
		setting{terms: dueInJanuary, settles: "2026-01-19", held: true, secures: true},
		[]issuerEvent{{
			"redeemed", func(p places) {
				p.fund(twoYear, 757_500_000)
				p.until("2026-01-20")
				p.Block()
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, was, is ledger) {
					_, found := p.position(p.Client, 1)
					require.False(p.t, found)
					require.InDelta(p.t, 404_000_000-100_000_000, is.client-was.client, 200_000, "less two debts with interest")
				},
				inAuction: func(p places, _, is ledger) {
					require.Zero(p.t, is.houseDebt)
					_, found := p.position(p.house, 1)
					require.False(p.t, found)
				},
				abroadThere: func(p places, was, is ledger) {
					require.EqualValues(p.t, 1_000_000, is.agent-was.agent)
					p.comesHome()
					p.redeemed(p.Client)
					require.Equal(p.t, bondtypes.SERIES_STATUS_REDEEMED, p.bond().Status)
				},
				inSettlement: lacking,
				inCarry:      func(p places, _, _ ledger) { p.windsUp() },
			},
		}},
	},
	"a call in part": {
		setting{terms: callable, settles: "2026-01-21"},
		[]issuerEvent{{
			"called", func(p places) {
				p.called("25")
				p.fund(twoYear, 7_500_000+187_500_000)
				p.until("2026-01-21")
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, was, is ledger) {
					p.Refused(collateraltypes.ErrUnsupportedKind, p.adding(), p.Client)
					require.EqualValues(p.t, was.clientUnits+portion/2, is.clientUnits, "units stay, their face is less")
					require.EqualValues(p.t, 104_000_000-50_000_000, is.client-was.client)
				},
				abroadThere: func(p places, was, is ledger) {
					require.EqualValues(p.t, 26_000_000, is.agent-was.agent)
					p.comesHome()
				},
				inSettlement: func(p places, _, _ ledger) { p.desk().at("T-1", settlementtypes.StatusSettled, 0) },
			},
		}},
	},
	"a call of all": {
		setting{terms: callable, settles: "2026-01-21"},
		[]issuerEvent{{
			"called", func(p places) {
				p.called("0")
				p.fund(twoYear, 757_500_000)
				p.until("2026-01-20")
				p.Block()
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, was, is ledger) {
					require.Zero(p.t, is.clientUnits)
					require.EqualValues(p.t, 404_000_000, is.client-was.client)
				},
				abroadThere: func(p places, was, is ledger) {
					require.EqualValues(p.t, 1_000_000, is.agent-was.agent)
					p.comesHome()
					p.redeemed(p.Client)
					require.Equal(p.t, bondtypes.SERIES_STATUS_REDEEMED, p.bond().Status)
				},
				inSettlement: lacking,
			},
		}},
	},
	"an extension": {
		setting{terms: extendable, repoEnd: "2026-06-01", settles: "2026-01-21", secures: true, shaken: true},
		[]issuerEvent{{
			"extended", func(p places) {
				p.Must(&bondtypes.MsgProposeExtension{
					Authority: p.Ministry.String(), Isin: twoYear, MaturityDate: "2028-07-20", RecordDate: "2026-01-13", EndDate: "2026-01-16",
				}, p.Ministry)
				p.until("2026-01-13")
				for _, voter := range []*testutil.Actor{p.Client, p.house, p.Dealer} {
					p.Must(&bondtypes.MsgVote{Voter: voter.String(), Isin: twoYear, Choice: bondtypes.VOTE_CHOICE_YES}, voter)
				}
				p.until("2026-01-16")
				p.pass(graceOfOutage)
				require.Equal(p.t, "2028-07-20", p.bond().Terms.MaturityDate)
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, _, _ ledger) { p.Must(p.borrowing(), p.Client) },
				inAuction: func(p places, _, _ ledger) {
					p.Must(p.bid(p.house, 1, portion/10), p.Dealer)
					require.True(p.t, p.auctioned(p.house, 1))
				},
				inPledgedRepo: func(p places, _, _ ledger) { require.Equal(p.t, repotypes.STATUS_LIVE, p.repo(repoByPledge).Status) },
				inTitleRepo:   func(p places, _, _ ledger) { p.Must(p.takingBack(repoByTitle), p.Client) },
				abroadThere:   func(p places, _, _ ledger) { p.comesHome() },
				inSettlement: func(p places, _, _ ledger) {
					p.desk().at("T-1", settlementtypes.StatusMatched, settlementtypes.ReasonFUTU)
				},
				inCarry: func(p places, _, _ ledger) { p.windsUp() },
			},
		}},
	},
	"a freeze": {
		setting{terms: grace(5), repoEnd: "2026-01-09", settles: "2026-01-09", secures: true, shaken: true, separate: true},
		[]issuerEvent{{
			"frozen", func(p places) {
				p.until("2026-01-08")
				p.Must(&bondtypes.MsgFreezeSeries{Authority: p.Ministry.String(), Isin: twoYear, Reason: "order of a court"}, p.Ministry)
				p.until("2026-01-09")
				p.pass(graceOfOutage)
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, _, _ ledger) {
					p.Refused(collateraltypes.ErrNotLive, p.borrowing(), p.Client)
					p.Must(&collateraltypes.MsgRepay{Payer: p.Client.String(), Owner: p.Client.String(), Number: 1, Amount: testutil.Yen(1)}, p.Client)
				},
				inAuction: func(p places, _, _ ledger) {
					require.True(p.t, p.auctioned(p.house, 1))
					p.Refused(custodytypes.ErrSeriesFrozen, p.bid(p.house, 1, portion/10), p.Dealer)
				},
				inPledgedRepo: func(p places, _, _ ledger) { p.gone(repoByPledge) }, // nothing had to move
				inTitleRepo:   func(p places, _, _ ledger) { require.Equal(p.t, repotypes.STATUS_LIVE, p.repo(repoByTitle).Status) },
				abroadThere:   func(p places, _, _ ledger) { require.EqualValues(p.t, portion, p.escrowed()) },
				separated:     func(p places, _, _ ledger) { p.Refused(bondtypes.ErrFrozen, p.separation(portion/2), p.Dealer) },
				inSettlement: func(p places, _, _ ledger) {
					p.desk().at("T-1", settlementtypes.StatusPending, settlementtypes.ReasonSBLO)
				},
				inCarry: func(p places, _, _ ledger) { p.link.At(active) },
			},
		}, {
			"unfrozen", func(p places) {
				p.Must(&bondtypes.MsgUnfreezeSeries{Authority: p.Ministry.String(), Isin: twoYear}, p.Ministry)
				p.until("2026-01-13")
				p.pass(graceOfOutage)
			},
			map[place]func(p places, was, is ledger){
				inPosition: func(p places, _, _ ledger) { p.Must(p.borrowing(), p.Client) },
				inAuction: func(p places, _, _ ledger) {
					p.Must(p.bid(p.house, 1, portion/10), p.Dealer)
					require.True(p.t, p.auctioned(p.house, 1))
				},
				inPledgedRepo: func(p places, _, _ ledger) { p.gone(repoByPledge) },
				inTitleRepo:   func(p places, _, _ ledger) { p.gone(repoByTitle) },
				abroadThere:   func(p places, _, _ ledger) { p.comesHome() },
				separated:     func(p places, _, _ ledger) { p.Must(p.recombination(portion), p.Dealer) },
				inSettlement:  func(p places, _, _ ledger) { p.desk().at("T-1", settlementtypes.StatusSettled, 0) },
				inCarry:       func(p places, _, _ ledger) { p.windsUp() },
			},
		}},
	},
}

// Whatever befalls a series is seen right wherever its units are, every law holds, and everything has a way home.
func TestIssuerEventsInEveryPlace(t *testing.T) {
	for name, c := range lives {
		t.Run(name, func(t *testing.T) {
			p := placed(t, c.setting)
			for _, e := range c.events {
				was := p.ledger()
				e.happens(p)
				p.Audited()
				is := p.ledger()
				for _, where := range c.where() {
					t.Logf("%s: %s", e.name, where)
					require.Contains(t, e.sees, where)
					e.sees[where](p, was, is)
					p.Audited()
				}
			}
		})
	}
}

func grace(days uint32) func(*bondtypes.TermSheet) {
	return func(terms *bondtypes.TermSheet) { terms.GraceDays = days }
}

// dueInJanuary is one coupon, and the principal with it.
func dueInJanuary(terms *bondtypes.TermSheet) { terms.MaturityDate = "2026-01-20" }

func extendable(terms *bondtypes.TermSheet) { terms.ExtensionPct = 75 }

func callable(terms *bondtypes.TermSheet) {
	terms.Call = &bondtypes.CallTerms{NoticeDays: 5, Options: []bondtypes.CallOption{
		{Date: "2026-01-20", PricePct: testutil.Dec("100")}, {Date: "2026-07-20", PricePct: testutil.Dec("100")},
	}}
}

func (p places) adding() *collateraltypes.MsgAddCollateral {
	return &collateraltypes.MsgAddCollateral{Owner: p.Client.String(), Denom: yen, Number: 1, Bonds: sdk.NewCoins(twoYears(portion))}
}

func (p places) called(sharePct string) {
	p.Must(&bondtypes.MsgCall{
		Authority: p.Ministry.String(), Isin: twoYear, Date: "2026-01-20", SharePct: testutil.Dec(sharePct),
	}, p.Ministry)
}

// sold is what a default does to a position of the client's: it is sold at the price that the auction finds, as far as the debt
// needs it, and what is left is free.
func sold(number uint64) func(p places, was, is ledger) {
	return func(p places, _, _ ledger) {
		p.t.Helper()
		require.Equal(p.t, collateraltypes.STAGE_DUE, p.stage(p.Client, number))
		if number == 1 {
			p.Refused(collateraltypes.ErrDefaulted, p.borrowing(), p.Client)
		}
		p.Must(p.bid(p.Client, number, portion), p.Dealer)
		require.False(p.t, p.auctioned(p.Client, number))
		require.Zero(p.t, p.debt(p.Client, number))
		if number == 1 {
			p.frees(p.Client, number) // for the other the trade's closing does it
		}
	}
}

// writtenOff is what a default does to a position that owes more than its bonds bring: nothing is left of it but recorded bad debt.
func writtenOff(p places, _, _ ledger) {
	p.Must(p.bid(p.house, 1, portion), p.Dealer)
	require.False(p.t, p.auctioned(p.house, 1))
	_, found := p.position(p.house, 1)
	require.False(p.t, found)
	require.True(p.t, creditDesk{Market: p.Market}.fund().Fund.BadDebt.IsPositive())
}

// lacking is a trade of what is redeemed before its date: nobody has it any more, and both sides take their instructions back.
func lacking(p places, _, _ ledger) {
	p.until("2026-01-21")
	id := p.desk().id("T-1")
	p.Send(&settlementtypes.MsgRelease{Party: p.Dealer.String(), Id: id}, p.Dealer) // where it was held
	p.desk().at("T-1", settlementtypes.StatusPending, settlementtypes.ReasonLACK)
	for _, side := range []*testutil.Actor{p.Dealer, p.Client} {
		p.Must(&settlementtypes.MsgCancel{Party: side.String(), Id: id}, side)
	}
	p.Refused(settlementtypes.ErrNotFound, &settlementtypes.MsgCancel{Party: p.Dealer.String(), Id: id}, p.Dealer)
}

// takingBack and giving are substitutions of the client's.
func (p places) takingBack(number uint64) *repotypes.MsgSubstitute {
	msg := p.giving(number)
	msg.Give, msg.TakeBack = nil, msg.Give
	return msg
}

func (p places) giving(number uint64) *repotypes.MsgSubstitute {
	return &repotypes.MsgSubstitute{Giver: p.Client.String(), Offerer: p.Dealer.String(), Number: number, Give: sdk.NewCoins(twoYears(1))}
}

// payingDown pays all of a claim of the dealer's.
func (p places) payingDown(number uint64) *repotypes.MsgPayDown {
	return &repotypes.MsgPayDown{Payer: p.Client.String(), Offerer: p.Dealer.String(), Number: number, Amount: testutil.Yen(100_000_000)}
}
