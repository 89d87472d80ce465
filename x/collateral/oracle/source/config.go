// Package source is how a node asks its feeder for figures.
package source

import (
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/cast"

	servertypes "github.com/cosmos/cosmos-sdk/server/types"
)

// Config is the section [oracle] of app.toml.
type Config struct {
	// Feeder is the address of the node's feeder, "http://127.0.0.1:26670"; empty for none.
	Feeder string `mapstructure:"feeder"`
	// Timeout is how long a vote waits for the feeder.
	Timeout time.Duration `mapstructure:"timeout"`
}

// DefaultConfig asks nobody.
func DefaultConfig() Config { return Config{Timeout: 250 * time.Millisecond} }

// ConfigTemplate is the section in app.toml.
const ConfigTemplate = `
###############################################################################
###                                  Oracle                                 ###
###############################################################################

[oracle]

# The feeder (kokusaid feeder) that a validator's node asks for yield curves and exchange rates when it votes, for example
# "http://127.0.0.1:26670". Empty: this node votes without a view.
feeder = "{{ .Oracle.Feeder }}"

# How long a vote waits for the feeder.
timeout = "{{ .Oracle.Timeout }}"
`

// maxTimeout keeps a slow feeder from holding up consensus.
const maxTimeout = 5 * time.Second

// ReadConfig returns the section as a node's options have it.
func ReadConfig(options servertypes.AppOptions) (Config, error) {
	config := DefaultConfig()
	config.Feeder = cast.ToString(options.Get("oracle.feeder"))
	if value := options.Get("oracle.timeout"); value != nil {
		timeout, err := cast.ToDurationE(value)
		if err != nil {
			return config, fmt.Errorf("oracle.timeout: %w", err)
		}
		config.Timeout = timeout
	}
	if config.Timeout <= 0 || config.Timeout > maxTimeout {
		return config, fmt.Errorf("oracle.timeout of %s is not above 0 and up to %s", config.Timeout, maxTimeout)
	}
	if config.Feeder == "" {
		return config, nil
	}
	address, err := url.Parse(config.Feeder)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Host == "" {
		return config, fmt.Errorf("oracle.feeder %q is not an address like http://127.0.0.1:26670", config.Feeder)
	}
	return config, nil
}
