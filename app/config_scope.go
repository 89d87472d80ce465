package app

import (
	"os"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// NameConfigScope gives the process-wide settings of the SDK a name. Without one the SDK asks the kernel for the host and the
// path of the program each time it reads an address, several times in a transaction. It has to be called before the settings
// are made, as others belong to another name.
func NameConfigScope() {
	if os.Getenv(sdk.EnvConfigScope) == "" {
		os.Setenv(sdk.EnvConfigScope, Name)
	}
}
