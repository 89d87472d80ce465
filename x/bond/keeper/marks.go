package keeper

import (
	"context"

	"github.com/kokusai-chain/kokusai/x/internal/row"
)

// marks is what every transfer of a series has to know, in one value that it reads at once: the number of the last coupon
// without which the units trade, and the number of the ballot that is open, zero for none.
type marks uint64

const ballotShift = 32

func (m marks) coupons() uint32 { return uint32(m) }

func (m marks) ballot() uint32 { return uint32(m >> ballotShift) }

func (k *Keeper) marksOf(ctx context.Context, isin string) (marks, error) {
	packed, err := row.Or(ctx, k.marks, isin, 0)
	return marks(packed), err
}

// couponsRecorded returns the number of the last coupon without which the units of a series trade.
func (k *Keeper) couponsRecorded(ctx context.Context, isin string) (uint32, error) {
	m, err := k.marksOf(ctx, isin)
	return m.coupons(), err
}

func (k *Keeper) markCoupon(ctx context.Context, isin string, number uint32) error {
	m, err := k.marksOf(ctx, isin)
	if err != nil {
		return err
	}
	return k.setMarks(ctx, isin, number, m.ballot())
}

func (k *Keeper) markBallot(ctx context.Context, isin string, number uint32) error {
	m, err := k.marksOf(ctx, isin)
	if err != nil {
		return err
	}
	return k.setMarks(ctx, isin, m.coupons(), number)
}

func (k *Keeper) setMarks(ctx context.Context, isin string, coupons, ballot uint32) error {
	packed := uint64(coupons) | uint64(ballot)<<ballotShift
	if packed == 0 {
		return k.marks.Remove(ctx, isin)
	}
	return k.marks.Set(ctx, isin, packed)
}
