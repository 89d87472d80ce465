package app

import (
	gmptypes "github.com/cosmos/ibc-go/v11/modules/apps/27-gmp/types"
	icacontrollertypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/controller/types"
	icahosttypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/host/types"
	pfmtypes "github.com/cosmos/ibc-go/v11/modules/apps/packet-forward-middleware/types"
	ratelimittypes "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	ibcexported "github.com/cosmos/ibc-go/v11/modules/core/exported"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	offeringtypes "github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	fundingtypes "github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	oracletypes "github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	controltypes "github.com/kokusai-chain/kokusai/x/custody/control/types"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	reservetypes "github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	settlementtypes "github.com/kokusai-chain/kokusai/x/custody/settlement/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"

	storetypes "github.com/cosmos/cosmos-sdk/store/v2/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	authzkeeper "github.com/cosmos/cosmos-sdk/x/authz/keeper"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	consensustypes "github.com/cosmos/cosmos-sdk/x/consensus/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	evidencetypes "github.com/cosmos/cosmos-sdk/x/evidence/types"
	"github.com/cosmos/cosmos-sdk/x/feegrant"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
	upgradetypes "github.com/cosmos/cosmos-sdk/x/upgrade/types"
)

// stores holds the keys of the application's stores. The object store of x/bank lives for one block: fees are added up
// there by transaction and credited to the fee collector once, at the block's end.
type stores struct {
	persistent map[string]*storetypes.KVStoreKey
	object     map[string]*storetypes.ObjectStoreKey
}

func newStores() stores {
	return stores{
		persistent: storetypes.NewKVStoreKeys(
			authtypes.StoreKey, banktypes.StoreKey, stakingtypes.StoreKey, minttypes.StoreKey, distrtypes.StoreKey,
			slashingtypes.StoreKey, govtypes.StoreKey, evidencetypes.StoreKey, upgradetypes.StoreKey,
			authzkeeper.StoreKey, feegrant.StoreKey, consensustypes.StoreKey,
			ibcexported.StoreKey, transfertypes.StoreKey, icacontrollertypes.StoreKey, icahosttypes.StoreKey,
			gmptypes.StoreKey, pfmtypes.StoreKey, ratelimittypes.StoreKey,
			bondtypes.StoreKey,
			auctiontypes.StoreKey,
			offeringtypes.StoreKey,
			custodytypes.StoreKey,
			omnibustypes.StoreKey,
			controltypes.StoreKey,
			reservetypes.StoreKey,
			settlementtypes.StoreKey,
			collateraltypes.StoreKey,
			liquidationtypes.StoreKey,
			oracletypes.StoreKey,
			repotypes.StoreKey,
			fundingtypes.StoreKey,
			carrytypes.StoreKey,
		),
		object: storetypes.NewObjectStoreKeys(banktypes.ObjectStoreKey),
	}
}

// all returns every store key; parallel execution tracks reads and writes of each.
func (s stores) all() []storetypes.StoreKey {
	keys := make([]storetypes.StoreKey, 0, len(s.persistent)+len(s.object))
	for _, key := range s.persistent {
		keys = append(keys, key)
	}
	for _, key := range s.object {
		keys = append(keys, key)
	}
	return keys
}
