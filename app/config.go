package app

import (
	"os"
	"path/filepath"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

const (
	// Name is the application's name and that of its binary.
	Name = "kokusaid"
	// Bech32Prefix is the human-readable part of account addresses.
	Bech32Prefix = "kokusai"
	// StakeDenom is the staking token and the only denom in which fees are payable; 1 KOKU = 1,000,000 ukoku.
	StakeDenom = "ukoku"
)

// DefaultNodeHome is where a node keeps its files unless --home says otherwise.
var DefaultNodeHome = nodeHome()

func nodeHome() string {
	if home := os.Getenv("KOKUSAID_HOME"); home != "" {
		return home
	}
	user, err := os.UserHomeDir()
	if err != nil {
		return ".kokusai"
	}
	return filepath.Join(user, ".kokusai")
}

// The SDK reads the prefix and the stake denom from process-wide settings, which must stand before any address is printed.
func init() {
	NameConfigScope()
	config := sdk.GetConfig()
	config.SetBech32PrefixForAccount(Bech32Prefix, Bech32Prefix+sdk.PrefixPublic)
	config.SetBech32PrefixForValidator(Bech32Prefix+sdk.PrefixValidator+sdk.PrefixOperator, Bech32Prefix+sdk.PrefixValidator+sdk.PrefixOperator+sdk.PrefixPublic)
	config.SetBech32PrefixForConsensusNode(Bech32Prefix+sdk.PrefixValidator+sdk.PrefixConsensus, Bech32Prefix+sdk.PrefixValidator+sdk.PrefixConsensus+sdk.PrefixPublic)
	sdk.DefaultBondDenom = StakeDenom
}
