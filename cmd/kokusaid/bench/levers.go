package bench

import (
	"maps"
	"slices"

	"github.com/spf13/viper"

	"github.com/cosmos/cosmos-sdk/server"

	"github.com/kokusai-chain/kokusai/app"
)

// lever is one thing that makes a node faster without changing what it computes, and how to do without it.
type lever struct {
	title string
	off   func(*viper.Viper)
}

// Levers that are not settings.
const (
	gcLever       = "collector"
	databaseLever = "database"
	writesLever   = "unchanged-writes"
)

// stockNodes is the SDK's default size of the state tree's cache.
const stockNodes = 781_250

var levers = map[string]lever{
	"signature-cache": {"remember verified signatures", func(v *viper.Viper) { v.Set(app.FlagSignatureCache, 0) }},
	"native-curve":    {"verify with the C library", func(v *viper.Viper) { v.Set(app.FlagNativeSignatures, false) }},
	"tree-cache":      {"state tree cached in memory", func(v *viper.Viper) { v.Set(server.FlagIAVLCacheSize, stockNodes) }},
	"state-cache":     {"newest entries in memory", func(v *viper.Viper) { v.Set(app.FlagStateCache, 0) }},
	gcLever:           {title: "fewer garbage collections"},
	databaseLever:     {title: "larger files and caches of the database"},
	writesLever:       {title: "what changes nothing is not written"},
}

// Levers lists what can be left out.
func Levers() []string { return slices.Sorted(maps.Keys(levers)) }
