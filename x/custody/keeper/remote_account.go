package keeper

import (
	"context"

	"cosmossdk.io/collections"

	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/custody/types"
)

// indexRemoteAccounts makes accounts abroad an investor's; each has one owner.
func (k *Keeper) indexRemoteAccounts(ctx context.Context, account sdk.AccAddress, remotes []types.RemoteAccount) error {
	for _, remote := range remotes {
		key := collections.Join(remote.ChannelId, remote.Address)
		taken, err := k.remoteAccounts.Has(ctx, key)
		if err != nil {
			return err
		}
		if taken {
			return types.ErrRemoteTaken.Wrapf("%s on %s", remote.Address, remote.ChannelId)
		}
		if err := k.remoteAccounts.Set(ctx, key, account); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) unindexRemoteAccounts(ctx context.Context, remotes []types.RemoteAccount) error {
	for _, remote := range remotes {
		if err := k.remoteAccounts.Remove(ctx, collections.Join(remote.ChannelId, remote.Address)); err != nil {
			return err
		}
	}
	return nil
}
