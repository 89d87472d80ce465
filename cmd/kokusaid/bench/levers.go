package bench

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/server"

	"github.com/kokusai-chain/kokusai/app"
)

// lever is one thing that makes a node faster, and how to do without it.
type lever struct {
	title string
	// local levers leave results alone, so that each node is free to have them. The others are part of the state machine.
	local bool
	// process levers are set for a whole process, not for a node in it.
	process bool
	off     func(*viper.Viper)
}

// Levers that are not settings.
const (
	gcLever       = "collector"
	databaseLever = "database"
	writesLever   = "unchanged-writes"
	scopeLever    = "config-scope"
)

// stockNodes is the SDK's default size of the state tree's cache.
const stockNodes = 781_250

var levers = map[string]lever{
	"signature-cache": {
		title: "remember verified signatures", local: true,
		off: func(v *viper.Viper) { v.Set(app.FlagSignatureCache, 0) },
	},
	"native-curve": {
		title: "verify with the C library", local: true,
		off: func(v *viper.Viper) { v.Set(app.FlagNativeSignatures, false) },
	},
	"tree-cache": {
		title: "more of the state tree in memory", local: true,
		off: func(v *viper.Viper) { v.Set(server.FlagIAVLCacheSize, stockNodes) },
	},
	"state-cache": {
		title: "newest entries in memory", local: true,
		off: func(v *viper.Viper) { v.Set(app.FlagStateCache, 0) },
	},
	gcLever:       {title: "fewer garbage collections", local: true, process: true},
	scopeLever:    {title: "the SDK's settings have a name", local: true, process: true},
	databaseLever: {title: "larger files and caches of the database", local: true},
	writesLever:   {title: "what changes nothing is not written"},
}

// Levers lists what can be left out.
func Levers() []string { return slices.Sorted(maps.Keys(levers)) }

// leversOf returns the levers of a choice: "all" stands for every one.
func leversOf(choice []string) ([]string, error) {
	if slices.Equal(choice, []string{"all"}) {
		return Levers(), nil
	}
	for _, name := range choice {
		if _, ok := levers[name]; !ok {
			return nil, fmt.Errorf("unknown lever %q: one of %v, or all", name, Levers())
		}
	}
	return choice, nil
}
