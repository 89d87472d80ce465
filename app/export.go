package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"

	ratelimittypes "github.com/cosmos/ibc-go/v11/modules/apps/rate-limiting/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/staking"
)

// ErrZeroHeight is returned for an export that would pretend the chain had not run: heights and times are part of what
// clients on other chains verify, so a new chain starts from an export at the height where the old one stopped.
var ErrZeroHeight = errors.New("export for height zero is not supported: start the new chain at the exported initial height")

// ExportState returns the state of the modules, or of all when none is named, as a genesis that continues at the next height.
func (app *App) ExportState(forZeroHeight bool, modules []string) (servertypes.ExportedApp, error) {
	if forZeroHeight {
		return servertypes.ExportedApp{}, ErrZeroHeight
	}
	ctx := app.NewContextLegacy(true, cmtproto.Header{Height: app.LastBlockHeight()})
	genesis, err := app.ExportGenesis(ctx, modules)
	if err != nil {
		return servertypes.ExportedApp{}, err
	}
	state, err := json.MarshalIndent(genesis, "", "  ")
	if err != nil {
		return servertypes.ExportedApp{}, fmt.Errorf("write genesis: %w", err)
	}
	validators, err := staking.WriteValidators(ctx, app.StakingKeeper)
	return servertypes.ExportedApp{
		AppState:        state,
		Validators:      validators,
		Height:          app.LastBlockHeight() + 1,
		ConsensusParams: app.GetConsensusParams(ctx),
	}, err
}

// ExportGenesis returns the genesis state of the modules, or of all when none is named, as every module's validation wants it.
func (app *App) ExportGenesis(ctx sdk.Context, modules []string) (map[string]json.RawMessage, error) {
	genesis, err := app.ModuleManager.ExportGenesisForModules(ctx, app.encoding.Codec, modules)
	if err != nil {
		return nil, fmt.Errorf("export modules: %w", err)
	}
	app.dateHourEpoch(genesis)
	app.nameVouchers(genesis)
	return genesis, nil
}

// dateHourEpoch names the first block as the start of the rate limits' hour when none is named: their own genesis leaves it
// out, and their own validation then refuses what they have exported.
func (app *App) dateHourEpoch(genesis map[string]json.RawMessage) {
	exported, ok := genesis[ratelimittypes.ModuleName]
	if !ok {
		return
	}
	var limits ratelimittypes.GenesisState
	app.encoding.Codec.MustUnmarshalJSON(exported, &limits)
	if limits.HourEpoch.EpochNumber != 0 && limits.HourEpoch.EpochStartHeight == 0 {
		limits.HourEpoch.EpochStartHeight = 1
		genesis[ratelimittypes.ModuleName] = app.encoding.Codec.MustMarshalJSON(&limits)
	}
}

// nameVouchers makes the metadata of vouchers begin with the unit that they are counted in, as x/bank's validation wants it.
// The transfer module writes the name on the other chain there; it is kept as an alias.
func (app *App) nameVouchers(genesis map[string]json.RawMessage) {
	exported, ok := genesis[banktypes.ModuleName]
	if !ok {
		return
	}
	var bank banktypes.GenesisState
	app.encoding.Codec.MustUnmarshalJSON(exported, &bank)
	for i, metadata := range bank.DenomMetadata {
		if !strings.HasPrefix(metadata.Base, transfertypes.DenomPrefix+"/") || metadata.Validate() == nil {
			continue
		}
		unit := &banktypes.DenomUnit{Denom: metadata.Base}
		for _, old := range metadata.DenomUnits {
			unit.Aliases = append(unit.Aliases, old.Denom)
		}
		bank.DenomMetadata[i].DenomUnits = []*banktypes.DenomUnit{unit}
		bank.DenomMetadata[i].Display = metadata.Base
	}
	genesis[banktypes.ModuleName] = app.encoding.Codec.MustMarshalJSON(&bank)
}
