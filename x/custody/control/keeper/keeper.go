// Package keeper keeps interventions that one side proposed, until the other approves, they are made, or they lapse.
package keeper

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cosmossdk.io/collections"
	"cosmossdk.io/core/store"

	"github.com/cosmos/cosmos-sdk/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/control/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// A proposal is its proposer's, under a number.
type proposalKey = collections.Pair[sdk.AccAddress, uint64]

// A turn is a time in nanoseconds, and the proposal that is taken up then.
type turnKey = collections.Triple[int64, sdk.AccAddress, uint64]

// Keeper is the gateway to the module's state.
type Keeper struct {
	accounts  types.AccountKeeper
	bank      types.BankKeeper
	bond      types.BondKeeper
	custody   types.CustodyKeeper
	authority string

	schema    collections.Schema
	params    collections.Item[types.Params]
	proposals collections.Map[proposalKey, types.Proposal]
	sequences collections.Map[sdk.AccAddress, uint64]
	queue     collections.KeySet[turnKey]
}

// NewKeeper builds the keeper.
func NewKeeper(
	cdc codec.BinaryCodec, storeService store.KVStoreService,
	accounts types.AccountKeeper, bank types.BankKeeper, bond types.BondKeeper, custody types.CustodyKeeper, authority string,
) *Keeper {
	if _, err := accounts.AddressCodec().StringToBytes(authority); err != nil {
		panic(fmt.Errorf("authority of x/custody/control: %w", err))
	}
	sb := collections.NewSchemaBuilder(storeService)
	k := &Keeper{
		accounts: accounts, bank: bank, bond: bond, custody: custody, authority: authority,
		params: collections.NewItem(sb, types.ParamsKey, "params", codec.CollValue[types.Params](cdc)),
		proposals: collections.NewMap(sb, types.ProposalsPrefix, "proposals",
			collections.PairKeyCodec(sdk.AccAddressKey, collections.Uint64Key), codec.CollValue[types.Proposal](cdc)),
		sequences: collections.NewMap(sb, types.SequencesPrefix, "sequences", sdk.AccAddressKey, collections.Uint64Value),
		queue: collections.NewKeySet(sb, types.QueuePrefix, "queue",
			collections.TripleKeyCodec(collections.Int64Key, sdk.AccAddressKey, collections.Uint64Key)),
	}
	schema, err := sb.Build()
	if err != nil {
		panic(fmt.Errorf("schema of x/custody/control: %w", err))
	}
	k.schema = schema
	return k
}

func (k *Keeper) decode(field, text string) (sdk.AccAddress, error) {
	return custodytypes.DecodeAddress(k.accounts.AddressCodec(), field, text)
}

func (k *Keeper) text(account sdk.AccAddress) (string, error) {
	return k.accounts.AddressCodec().BytesToString(account)
}

// get returns an open proposal.
func (k *Keeper) get(ctx context.Context, proposer sdk.AccAddress, number uint64) (types.Proposal, error) {
	proposal, err := k.proposals.Get(ctx, collections.Join(proposer, number))
	if errors.Is(err, collections.ErrNotFound) {
		return proposal, types.ErrProposalNotFound.Wrapf("%d of %s", number, proposer)
	}
	return proposal, err
}

// put stores a proposal and its turn; last is the turn it had, zero for a new one.
func (k *Keeper) put(ctx context.Context, proposer sdk.AccAddress, proposal types.Proposal, last time.Time) error {
	if !last.IsZero() {
		if err := k.queue.Remove(ctx, collections.Join3(last.UnixNano(), proposer, proposal.Number)); err != nil {
			return err
		}
	}
	if err := k.queue.Set(ctx, collections.Join3(proposal.NextTurn.UnixNano(), proposer, proposal.Number)); err != nil {
		return err
	}
	return k.proposals.Set(ctx, collections.Join(proposer, proposal.Number), proposal)
}

// drop removes a proposal and its turn.
func (k *Keeper) drop(ctx context.Context, proposer sdk.AccAddress, proposal types.Proposal) error {
	if err := k.queue.Remove(ctx, collections.Join3(proposal.NextTurn.UnixNano(), proposer, proposal.Number)); err != nil {
		return err
	}
	return k.proposals.Remove(ctx, collections.Join(proposer, proposal.Number))
}
