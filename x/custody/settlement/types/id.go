package types

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// IDLength is the length of a settlement's name in bytes.
const IDLength = 20

// ID names a settlement. It follows from what its parties call it, so that no counter is shared.
type ID []byte

// TradeID names a trade: two parties, whichever side each is on, and their reference.
func TradeID(a, b sdk.AccAddress, reference string) ID {
	if bytes.Compare(a, b) > 0 {
		a, b = b, a
	}
	return newID(KindTrade, a, b, []byte(reference))
}

// SetID names a set: its proposer and the proposer's reference.
func SetID(proposer sdk.AccAddress, reference string) ID {
	return newID(KindSet, proposer, []byte(reference))
}

// ClaimID names the claim that remains of a trade.
func ClaimID(trade ID) ID { return newID(KindClaim, trade) }

func newID(kind Kind, parts ...[]byte) ID {
	hash := sha256.New()
	hash.Write([]byte{byte(kind)})
	for _, part := range parts {
		hash.Write([]byte{byte(len(part))})
		hash.Write(part)
	}
	return hash.Sum(nil)[:IDLength]
}

// String is the name as people write it.
func (id ID) String() string { return hex.EncodeToString(id) }

// ParseID reads a name.
func ParseID(text string) (ID, error) {
	id, err := hex.DecodeString(text)
	if err != nil || len(id) != IDLength {
		return nil, ErrInvalidID.Wrapf("%q is not %d hexadecimal digits", text, 2*IDLength)
	}
	return id, nil
}

// rankLength is a byte of priority, the height of the match, and the name.
const rankLength = 1 + 8 + IDLength

// Rank is the place of a due settlement in the queue: by priority, then by when all had agreed, then by name.
func (s *Settlement) Rank(id ID) []byte {
	rank := make([]byte, 0, rankLength)
	rank = append(rank, byte(s.Priority))
	rank = binary.BigEndian.AppendUint64(rank, uint64(s.Matched))
	return append(rank, id...)
}

// IDOfRank is the settlement that has a place.
func IDOfRank(rank []byte) ID { return rank[len(rank)-IDLength:] }
