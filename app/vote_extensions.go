package app

import (
	"fmt"

	abci "github.com/cometbft/cometbft/abci/types"

	"github.com/cosmos/cosmos-sdk/baseapp"
	servertypes "github.com/cosmos/cosmos-sdk/server/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	oracleabci "github.com/kokusai-chain/kokusai/x/collateral/oracle/abci"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/source"
)

// addVoteExtensions has validators vote on figures: see x/collateral/oracle. A node whose source is misconfigured does not start.
func (app *App) addVoteExtensions(appOpts servertypes.AppOptions) {
	config, err := source.ReadConfig(appOpts)
	if err != nil {
		panic(fmt.Errorf("read app.toml: %w", err))
	}
	var observing oracleabci.Source
	if feeder := source.NewFeeder(app.encoding.Codec, config); feeder != nil {
		observing = feeder
	}
	app.oracle = oracleabci.NewHandlers(app.OracleKeeper, app.BondKeeper, app.StakingKeeper, observing)
	proposals := baseapp.NewDefaultProposalHandler(app.Mempool(), app)
	app.SetExtendVoteHandler(app.oracle.ExtendVote)
	app.SetVerifyVoteExtensionHandler(app.oracle.VerifyVoteExtension)
	app.SetPrepareProposal(app.oracle.PrepareProposal(proposals.PrepareProposalHandler()))
	app.SetProcessProposal(app.oracle.ProcessProposal(proposals.ProcessProposalHandler()))
}

// preBlocker does what modules do before a block's transactions, and tells x/bond how many there are; then figures change, and not
// again in the block.
func (app *App) preBlocker(ctx sdk.Context, req *abci.RequestFinalizeBlock) (*sdk.ResponsePreBlock, error) {
	response, err := app.ModuleManager.PreBlock(ctx)
	if err != nil {
		return nil, err
	}
	if err := app.BondKeeper.NoteTransactions(ctx, len(req.Txs)); err != nil {
		return nil, err
	}
	app.oracle.PreBlock(ctx, req)
	return response, nil
}
