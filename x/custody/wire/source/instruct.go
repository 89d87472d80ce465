package source

import (
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	"github.com/kokusai-chain/kokusai/x/custody/wire"
)

// Instruct is the transaction message of instructions of one party: its side of each trade, which settles once the other
// side has instructed the same. The chain knows a trade by the common reference; the sender's own is not on it.
func Instruct(instructions ...wire.Instruction) (*settlementtypes.MsgInstruct, error) {
	msg := &settlementtypes.MsgInstruct{}
	for _, i := range instructions {
		if err := i.Validate(); err != nil {
			return nil, err
		}
		if msg.Party != "" && msg.Party != i.Own.Account {
			return nil, wire.Refuse("instructions of %s and of %s", msg.Party, i.Own.Account)
		}
		msg.Party = i.Own.Account
		msg.Instructions = append(msg.Instructions, sideOf(i))
	}
	return msg, msg.Validate()
}

func sideOf(i wire.Instruction) settlementtypes.Instruction {
	side := settlementtypes.Instruction{
		Counterparty: i.Counterparty.Account, Reference: i.Common, Direction: settlementtypes.DirectionReceive, Isin: i.ISIN, Face: i.Face,
		TradeDate: i.TradeDate.String(), SettlementDate: i.SettlementDate.String(), Partial: i.Partial, Hold: i.Hold,
	}
	if i.Deliver {
		side.Direction = settlementtypes.DirectionDeliver
	}
	if i.Cash != nil {
		cash := coinOf(*i.Cash)
		side.Cash = &cash
	}
	return side
}
