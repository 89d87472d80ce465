// Command demo plays the whole trade on a running localnet: from the issuance of a Japanese government bond over a carry
// position on another chain to the bond's redemption. After every step it compares each account and the supply of each
// token with a book of its own, to the last unit, and it stops at the first difference.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sort"
	"strings"
	"time"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

func main() {
	network := flag.String("network", "build/localnet", "folder of the localnet")
	kokusaid := flag.String("kokusaid", "build/kokusaid", "the binary, for its commands and its calculator")
	tokyo := flag.String("tokyo", "127.0.0.1:26602", "gRPC address of a Tokyo node")
	newYork := flag.String("newyork", "127.0.0.1:27602", "gRPC address of a New York node")
	steps := flag.Int("steps", 0, "how many steps to play, all by default")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	d := &demo{ctx: ctx, out: os.Stdout, kokusaid: *kokusaid, network: *network, tenders: newTenders(), started: time.Now()}
	if err := d.run(*tokyo, *newYork, *steps); err != nil {
		fmt.Fprintf(os.Stderr, "\ndemo failed: %v\n", err)
		stop()
		os.Exit(1)
	}
	fmt.Printf("\nThe whole trade was played in %.0f seconds; every balance agreed in each of %d steps.\n", time.Since(d.started).Seconds(), d.steps)
}

// connect reads the parties' keys and joins both chains.
func (d *demo) connect(tokyo, newYork string) error {
	var err error
	if d.parties, err = loadParties(filepath.Join(d.network, "tokyo")); err != nil {
		return err
	}
	var validators []party
	for name, p := range d.parties {
		if strings.HasPrefix(name, "validator") {
			validators = append(validators, p)
		}
	}
	sort.Slice(validators, func(i, j int) bool { return validators[i].name < validators[j].name })
	for _, end := range []struct {
		name, address string
		side          **side
	}{{"tokyo", tokyo, &d.tokyo}, {"newyork", newYork, &d.newYork}} {
		c, err := dial(end.name, end.address)
		if err != nil {
			return err
		}
		*end.side = &side{chain: c, validators: validators}
	}
	if err := d.findChannels(); err != nil {
		return err
	}
	return d.openBooks()
}

func (d *demo) run(tokyo, newYork string, limit int) error {
	if err := d.connect(tokyo, newYork); err != nil {
		return err
	}
	now, err := d.businessTime(d.tokyo)
	if err != nil {
		return err
	}
	today := now.Format(time.DateOnly)
	client, dealer := d.parties["client"], d.parties["dealer"]
	borrowed, carried := yen(100_000_000), yen(300_000_000)
	var quote uint64

	steps := []struct {
		title string
		play  func() error
	}{
		{"Governance registers issuers, licenses a custodian and a bank, opens cash markets and a venue", func() error { return d.govern(today) }},
		{"The banks issue cash tokens", d.fundCash},
		{"The custodian registers investors", d.register},
		{"The ministry opens JGB No. 381, and the Treasury a note; their issuers say who may hold them", d.openSeries},
		{"The ministry registers four dealers and announces the auction of 1.6 billion yen of face", d.announce},
		{"Each dealer seals its bids with one command", d.seal},
		{"In New York a dealer buys Treasuries and borrows dollars against them", d.newYorkBorrower},
		{"The currency dealer brings dollars to Tokyo and posts a quote", func() error {
			if err := d.bringDollars(dollars(5_000_000)); err != nil {
				return err
			}
			if err := d.tokyo.reconcile(d.ctx); err != nil {
				return err
			}
			var err error
			quote, err = d.postQuote(sdk.NewCoin(d.voucherOfDollars, dollars(5_000_000).Amount), "ujpy", dec("156.5"))
			return err
		}},
		{"The dealers reveal; the auction is decided, and what is not owed goes back", d.reveal},
		{"The issue date begins: all winners are issued their bonds against cash, in one step", d.settleAuction},
		{"The dealer sells 600 million to a custodian's client, delivery versus payment", d.sell},
		{"A retail account abroad is refused", d.refuseRetail},
		{"A lender supplies yen; the client pledges 500 million of face and borrows 100 million yen", func() error {
			if err := d.supply(d.tokyo, yen(600_000_000)); err != nil {
				return err
			}
			return d.borrow(d.tokyo, client, bonds(pledged), borrowed)
		}},
		{"The client opens a carry position: borrow 300 million yen, convert, bridge, lend in New York", func() error { return d.openCarry(quote, carried) }},
		{"Other bonds go to the client's registered account in New York and move on there", d.sendBonds},
		{"Sends and returns that the issuer does not allow are refused", d.refuseRoutes},
		{"The treasuries fund everything that falls due until redemption", d.fundAll},
		{"The first coupon: the client's though pledged, and the paying agent's for what is abroad", d.firstCoupon},
		{"The bonds come home", d.bringBondsHome},
		{"The carry position is closed: withdraw, return, convert back, repay", d.closeCarry},
		{"Loans are repaid, pledges released, lenders withdraw with their interest", func() error {
			if err := d.repay(d.tokyo, client, bonds(pledged), yen(150_000_000)); err != nil {
				return err
			}
			if err := d.repay(d.newYork, dealer, d.treasuries(5_000_000), dollars(5_000_000)); err != nil {
				return err
			}
			if err := d.withdraw(d.tokyo, "ujpy"); err != nil {
				return err
			}
			return d.withdraw(d.newYork, "uusd")
		}},
		{"The series mature and are redeemed; nothing of them is left on either chain", d.mature},
	}
	if limit > 0 && limit < len(steps) {
		steps = steps[:limit]
	}
	for _, step := range steps {
		if err := d.step(step.title, step.play); err != nil {
			return err
		}
	}
	return nil
}

// newYorkBorrower makes the dollar market earn something: a dealer borrows from it against Treasuries.
func (d *demo) newYorkBorrower() error {
	if err := d.placeNotes("99.25", 5_000_000); err != nil {
		return err
	}
	if err := d.supply(d.newYork, dollars(5_000_000)); err != nil {
		return err
	}
	return d.borrow(d.newYork, d.parties["dealer"], d.treasuries(5_000_000), dollars(4_300_000))
}

// fundAll puts aside all coupons and the principal of both series.
func (d *demo) fundAll() error {
	if err := d.fund(d.tokyo, jgb, yen(issued/1000*(1000+couponOf*21/2))); err != nil {
		return err
	}
	return d.fund(d.newYork, treasury, dollars(5_000_000/100*(100+couponOf*2)))
}
