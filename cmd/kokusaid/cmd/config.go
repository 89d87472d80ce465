package cmd

import (
	"time"

	cmtcfg "github.com/cometbft/cometbft/config"

	serverconfig "github.com/cosmos/cosmos-sdk/server/config"

	"github.com/kokusai-chain/kokusai/app"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/source"
)

const (
	// queryGasLimit bounds what one query may read; the SDK's own default is no bound at all.
	queryGasLimit = 50_000_000
	// minGasPrice is what a validator asks by default, so that an untouched node can't be flooded for free.
	minGasPrice = "0.001" + app.StakeDenom
	// mempoolSize is how many transactions wait for a block at most, and mempoolCache how many are remembered as seen: room for
	// a minute of what a block can carry, where CometBFT's defaults hold some blocks only.
	mempoolSize, mempoolCache = 50_000, 200_000
	// treeCacheSize is how many nodes of the state trees stay in memory. It should exceed twice the leaves of the largest store;
	// this serves 1.5 million and takes about a gigabyte once that many are there.
	treeCacheSize = 3_000_000
	// timeoutCommit is the pause between blocks. The SDK turns CometBFT's untouched default into five seconds.
	timeoutCommit = 1500 * time.Millisecond
)

// cometConfig returns the defaults of config.toml.
func cometConfig() *cmtcfg.Config {
	config := cmtcfg.DefaultConfig()
	config.Consensus.TimeoutCommit = timeoutCommit
	config.Mempool.Size, config.Mempool.CacheSize = mempoolSize, mempoolCache
	return config
}

// appConfig returns the template and the defaults of app.toml after edit has changed them. Pruning keeps what state-sync
// and evidence need and no more; snapshots make state-sync possible from any node.
func appConfig(edit func(*serverconfig.Config)) (template string, settings any) {
	config := serverconfig.DefaultConfig()
	config.MinGasPrices = minGasPrice
	config.QueryGasLimit = queryGasLimit
	config.IAVLCacheSize = treeCacheSize
	config.Pruning = "custom"
	config.PruningKeepRecent = "1000"
	config.PruningInterval = "10"
	config.StateSync.SnapshotInterval = 1000
	config.StateSync.SnapshotKeepRecent = 2
	config.API.Swagger = false
	edit(config)
	return serverconfig.DefaultConfigTemplate + source.ConfigTemplate, nodeConfig{Config: *config, Oracle: source.DefaultConfig()}
}

// nodeConfig is app.toml: the SDK's settings and ours.
type nodeConfig struct {
	serverconfig.Config `mapstructure:",squash"`

	Oracle source.Config `mapstructure:"oracle"`
}
