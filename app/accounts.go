package app

import (
	gmptypes "github.com/cosmos/ibc-go/v11/modules/apps/27-gmp/types"
	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	auctiontypes "github.com/kokusai-chain/kokusai/x/bond/auction/types"
	offeringtypes "github.com/kokusai-chain/kokusai/x/bond/offering/types"
	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
	carrytypes "github.com/kokusai-chain/kokusai/x/carry/types"
	fundingtypes "github.com/kokusai-chain/kokusai/x/collateral/funding/types"
	liquidationtypes "github.com/kokusai-chain/kokusai/x/collateral/liquidation/types"
	repotypes "github.com/kokusai-chain/kokusai/x/collateral/repo/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	omnibustypes "github.com/kokusai-chain/kokusai/x/custody/omnibus/types"
	reservetypes "github.com/kokusai-chain/kokusai/x/custody/reserve/types"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"

	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	distrtypes "github.com/cosmos/cosmos-sdk/x/distribution/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	minttypes "github.com/cosmos/cosmos-sdk/x/mint/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"
)

// moduleAccounts are the accounts that modules own, with what each may do to supply.
var moduleAccounts = map[string][]string{
	authtypes.FeeCollectorName:     nil,
	distrtypes.ModuleName:          nil,
	minttypes.ModuleName:           {authtypes.Minter},
	stakingtypes.BondedPoolName:    {authtypes.Burner, authtypes.Staking},
	stakingtypes.NotBondedPoolName: {authtypes.Burner, authtypes.Staking},
	govtypes.ModuleName:            {authtypes.Burner},
	transfertypes.ModuleName:       {authtypes.Minter, authtypes.Burner},
	icatypes.ModuleName:            nil,
	gmptypes.ModuleName:            nil,
	bondtypes.ModuleName:           {authtypes.Minter, authtypes.Burner},
	auctiontypes.ModuleName:        nil,
	offeringtypes.ModuleName:       nil,
	custodytypes.ModuleName:        {authtypes.Minter, authtypes.Burner},
	omnibustypes.ModuleName:        nil,
	reservetypes.ModuleName:        nil,
	collateraltypes.ModuleName:     nil,
	liquidationtypes.ModuleName:    nil,
	repotypes.ModuleName:           nil,
	fundingtypes.ModuleName:        nil,
	carrytypes.ModuleName:          nil,
}

// blockedAddresses are the module accounts that nobody may send to. Governance's is open: proposals spend from it.
func blockedAddresses() map[string]bool {
	blocked := make(map[string]bool, len(moduleAccounts))
	for name := range moduleAccounts {
		blocked[authtypes.NewModuleAddress(name).String()] = name != govtypes.ModuleName
	}
	return blocked
}
