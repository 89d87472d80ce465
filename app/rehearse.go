package app

import (
	"errors"
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"
	cmttypes "github.com/cometbft/cometbft/types"
	dbm "github.com/cosmos/cosmos-db"

	"cosmossdk.io/log/v2"

	"github.com/cosmos/cosmos-sdk/baseapp"
	simtestutil "github.com/cosmos/cosmos-sdk/testutil/sims"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
)

// ErrRefused is the error, wrapped, of a genesis that no node starts from.
var ErrRefused = errors.New("no chain starts from this genesis")

// Rehearse starts a throw-away application from a genesis, as every node will. Modules validate their own part of a file each
// by itself; that they agree with each other shows only here.
func Rehearse(genesis *genutiltypes.AppGenesis) (err error) {
	defer func() {
		if reason := recover(); reason != nil { // modules refuse a genesis by a panic
			err = fmt.Errorf("%w: %v", ErrRefused, reason)
		}
	}()
	request := &abci.RequestInitChain{
		ChainId: genesis.ChainID, Time: genesis.GenesisTime, InitialHeight: genesis.InitialHeight, AppStateBytes: genesis.AppState,
	}
	if consensus := genesis.Consensus; consensus != nil {
		for _, validator := range consensus.Validators {
			request.Validators = append(request.Validators, cmttypes.TM2PB.ValidatorUpdate(cmttypes.NewValidator(validator.PubKey, validator.Power)))
		}
		if consensus.Params != nil {
			params := consensus.Params.ToProto()
			request.ConsensusParams = &params
		}
	}
	rehearsal := New(log.NewNopLogger(), dbm.NewMemDB(), true, simtestutil.EmptyAppOptions{}, baseapp.SetChainID(genesis.ChainID))
	defer func() { err = errors.Join(err, rehearsal.Close()) }()
	if _, err := rehearsal.InitChain(request); err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return nil
}
