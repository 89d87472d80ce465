package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/bond/types"
	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// marks is what every transfer of a series has to know, in one value that it reads at once. From the lowest bit on, it has the
// number of the last coupon without which the units trade, that of the last coupon to which everyone who holds units is settled,
// and that of the ballot that is open, zero for none.
type marks uint64

const (
	couponBits = 20 // a coupon a month until the year 9999 is less
	ballotBits = 64 - 2*couponBits
)

func newMarks(coupons, settled, ballot uint32) (marks, error) {
	if settled > coupons || coupons >= 1<<couponBits || ballot >= 1<<ballotBits {
		return 0, types.ErrBrokenLaw.Wrapf("%d coupons, %d settled and ballot %d", coupons, settled, ballot)
	}
	return marks(coupons) | marks(settled)<<couponBits | marks(ballot)<<(2*couponBits), nil
}

func (m marks) coupons() uint32 { return uint32(m & (1<<couponBits - 1)) }

func (m marks) settled() uint32 { return uint32(m >> couponBits & (1<<couponBits - 1)) }

func (m marks) ballot() uint32 { return uint32(m >> (2 * couponBits)) }

// isQuiet tells whether a transfer changes nothing but balances: all are settled, and no ballot is open.
func (m marks) isQuiet() bool { return m.settled() == m.coupons() && m.ballot() == 0 }

func (k *Keeper) marksOf(ctx context.Context, isin string) (marks, error) {
	packed, err := row.Or(ctx, k.marks, isin, 0)
	return marks(packed), err
}

// couponsRecorded returns the number of the last coupon without which the units of a series trade.
func (k *Keeper) couponsRecorded(ctx context.Context, isin string) (uint32, error) {
	m, err := k.marksOf(ctx, isin)
	return m.coupons(), err
}

// markCoupon counts a coupon that has been recorded.
func (k *Keeper) markCoupon(ctx context.Context, isin string, number uint32) error {
	m, err := k.marksOf(ctx, isin)
	if err != nil {
		return err
	}
	return k.setMarks(ctx, isin, number, m.settled(), m.ballot())
}

// markSettled notes that everyone who holds units is settled to a coupon, and hence to those after it of which nothing is owed.
func (k *Keeper) markSettled(ctx context.Context, isin string, number uint32) error {
	m, err := k.marksOf(ctx, isin)
	if err != nil {
		return err
	}
	settled := max(number, m.settled())
	for settled < m.coupons() {
		next, err := k.getPayment(ctx, isin, settled+1)
		if err != nil {
			return err
		}
		if next.Owed.IsPositive() {
			break
		}
		settled++
	}
	return k.setMarks(ctx, isin, m.coupons(), settled, m.ballot())
}

func (k *Keeper) markBallot(ctx context.Context, isin string, number uint32) error {
	m, err := k.marksOf(ctx, isin)
	if err != nil {
		return err
	}
	return k.setMarks(ctx, isin, m.coupons(), m.settled(), number)
}

func (k *Keeper) setMarks(ctx context.Context, isin string, coupons, settled, ballot uint32) error {
	m, err := newMarks(coupons, settled, ballot)
	if err != nil {
		return err
	}
	if m == 0 {
		return k.marks.Remove(ctx, isin)
	}
	return k.marks.Set(ctx, isin, uint64(m))
}
