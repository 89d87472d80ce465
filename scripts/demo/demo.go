package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
	txtypes "github.com/cosmos/cosmos-sdk/types/tx"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// side is one of the two chains with the book kept of it.
type side struct {
	*chain
	book       *book
	validators []party
}

// demo plays the trade. Everything that it says of the chains it has read from them.
type demo struct {
	ctx      context.Context
	out      io.Writer
	kokusaid string // path of the binary
	network  string // folder of the localnet
	started  time.Time
	steps    int
	tokyo    *side
	newYork  *side
	parties  map[string]party
	tenders  []*tender
	position string // address of the carry position's own account

	connection            string // on the Tokyo side
	channel, otherChannel string // transfer channels on the Tokyo side: the approved one, and another
	farChannel            string // the approved channel's other end
	escrow                string // of the approved channel, in Tokyo
	voucherOfDollars      string // dollars in Tokyo
	voucherOfBonds        string // the bonds in New York
}

// step plays one step and then compares every account with the book, on both chains, to the last unit.
func (d *demo) step(title string, play func() error) error {
	d.steps++
	now, err := d.businessTime(d.tokyo)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "\n%2d  %s  %s  (%.0f s)\n", d.steps, now.Format(time.DateOnly), title, time.Since(d.started).Seconds())
	before := map[*side]map[string]map[string]math.Int{}
	for _, s := range []*side{d.tokyo, d.newYork} {
		before[s] = s.book.snapshot()
	}
	if err := play(); err != nil {
		return fmt.Errorf("step %d, %s: %w", d.steps, title, err)
	}
	for _, s := range []*side{d.tokyo, d.newYork} {
		if err := s.reconcile(d.ctx); err != nil {
			return fmt.Errorf("step %d, %s: %w", d.steps, title, err)
		}
		s.book.print(d.out, before[s])
	}
	return nil
}

func (d *demo) say(format string, args ...any) {
	fmt.Fprintf(d.out, "      "+format+"\n", args...)
}

// reconcile waits until every account on the chain holds what the book says.
func (s *side) reconcile(ctx context.Context) error {
	var wrong []string
	err := poll(ctx, s.name+"'s balances", func() (bool, error) {
		height, err := s.height(ctx)
		if err != nil || height < s.book.height {
			return false, err
		}
		if err := s.book.follow(ctx, height); err != nil {
			return false, err
		}
		wrong, err = s.book.difference(ctx, height)
		return len(wrong) == 0, err
	})
	if len(wrong) > 0 {
		return fmt.Errorf("%s does not hold what it should:\n  %s", s.name, strings.Join(wrong, "\n  "))
	}
	return err
}

// do sends a transaction and books what it moved, after the payments that its block recorded first.
func (s *side) do(ctx context.Context, msgs []sdk.Msg, moves func(*sdk.TxResponse) error, signers ...party) error {
	result, err := s.send(ctx, msgs, signers...)
	if err != nil {
		return err
	}
	return s.book.after(ctx, result.Height, func() error { return moves(result) })
}

// after books moves of a transaction in the given block.
func (b *book) after(ctx context.Context, height int64, moves func() error) error {
	b.height = max(b.height, height)
	if err := b.follow(ctx, height); err != nil {
		return err
	}
	return moves()
}

// refused sends a transaction that the chain has to refuse with an error that contains text.
func (d *demo) refused(s *side, text string, msgs []sdk.Msg, signers ...party) error {
	_, err := s.send(d.ctx, msgs, signers...)
	var r refusal
	if !errors.As(err, &r) {
		return fmt.Errorf("%T should have been refused, got %v", msgs[0], err)
	}
	if !strings.Contains(r.log, text) {
		return fmt.Errorf("%T was refused for another reason: %w", msgs[0], r)
	}
	d.say("refused on %s: %s", s.name, firstLine(r.log))
	return nil
}

func firstLine(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	if len(text) > 150 {
		text = text[:150] + "…"
	}
	return text
}

// businessTime is what x/bond's clock shows.
func (d *demo) businessTime(s *side) (time.Time, error) {
	clock, err := bondtypes.NewQueryClient(s.conn).Clock(d.ctx, &bondtypes.QueryClockRequest{})
	if err != nil {
		return time.Time{}, err
	}
	return clock.BusinessTime.In(tokyoZone), nil
}

var tokyoZone = time.FixedZone("JST", 9*60*60)

// received waits for the block in which a packet arrived.
func (d *demo) received(s *side, channel string, sequence uint64) (int64, error) {
	query := fmt.Sprintf("recv_packet.packet_dst_channel='%s' AND recv_packet.packet_sequence='%d' AND recv_packet.packet_dst_port='transfer'", channel, sequence)
	var height int64
	err := poll(d.ctx, fmt.Sprintf("packet %d on %s of %s", sequence, channel, s.name), func() (bool, error) {
		found, err := txtypes.NewServiceClient(s.conn).GetTxsEvent(d.ctx, &txtypes.GetTxsEventRequest{Query: query})
		if err != nil {
			return false, err
		}
		for _, result := range found.TxResponses {
			if result.Code == 0 {
				height = result.Height
				return true, nil
			}
		}
		return false, nil
	})
	return height, err
}

// waitUntil waits for a moment of business time in Tokyo.
func (d *demo) waitUntil(moment time.Time) error {
	for {
		now, err := d.businessTime(d.tokyo)
		if err != nil || !now.Before(moment) {
			return err
		}
		select {
		case <-d.ctx.Done():
			return d.ctx.Err()
		case <-time.After(pollingStep):
		}
	}
}
