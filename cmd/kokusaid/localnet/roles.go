package localnet

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/cosmos/go-bip39"

	"github.com/cosmos/cosmos-sdk/codec"
	"github.com/cosmos/cosmos-sdk/crypto/hd"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
)

// roles are the parties of the rehearsal besides the validators; each is a key name with the same address on every chain.
var roles = []string{
	"ministry", // authority of the issuer
	"treasury", // receives proceeds, funds coupons and redemption
	"dealer",   // bids at auction and sells to the client
	"dealer2",  // bids against it
	"dealer3",  // and so do these
	"dealer4",
	"custodian",   // registers investors
	"client",      // the custodian's client, who pledges and carries
	"retail",      // a retail account abroad
	"lender",      // supplies the cash pool
	"bank",        // issues cash tokens
	"fxdealer",    // posts exchange quotes
	"payingagent", // receives the coupons of bonds abroad
	"relayer",     // pays for relaying
}

func validatorRole(i int) string { return fmt.Sprintf("validator%d", i) }

// Key is one role's account as keys.json records it.
type Key struct {
	Address  string `json:"address"`
	Mnemonic string `json:"mnemonic"`
}

// mnemonic is the role's secret, derived from its name alone: these keys are public knowledge and only good for rehearsals.
func mnemonic(role string) (string, error) {
	entropy := sha256.Sum256([]byte("kokusai localnet: " + role))
	return bip39.NewMnemonic(entropy[:])
}

// createKeys puts the key of each role into the test keyring of a home.
func createKeys(cdc codec.Codec, home string, names []string) (keyring.Keyring, map[string]Key, error) {
	ring, err := keyring.New(sdk.KeyringServiceName(), keyring.BackendTest, home, strings.NewReader(""), cdc)
	if err != nil {
		return nil, nil, err
	}
	keys := make(map[string]Key, len(names))
	for _, name := range names {
		secret, err := mnemonic(name)
		if err != nil {
			return nil, nil, err
		}
		record, err := ring.NewAccount(name, secret, keyring.DefaultBIP39Passphrase, sdk.GetConfig().GetFullBIP44Path(), hd.Secp256k1)
		if err != nil {
			return nil, nil, fmt.Errorf("key %s: %w", name, err)
		}
		address, err := record.GetAddress()
		if err != nil {
			return nil, nil, fmt.Errorf("key %s: %w", name, err)
		}
		keys[name] = Key{Address: address.String(), Mnemonic: secret}
	}
	return ring, keys, nil
}

// writeKeys records the keys one to a line, which a shell script reads without a JSON tool.
func writeKeys(dir string, names []string, keys map[string]Key) error {
	lines := make([]string, len(names))
	for i, name := range names {
		key, err := json.Marshal(keys[name])
		if err != nil {
			return err
		}
		lines[i] = fmt.Sprintf("  %q: %s", name, key)
	}
	text := "{\n" + strings.Join(lines, ",\n") + "\n}\n"
	return os.WriteFile(filepath.Join(dir, "keys.json"), []byte(text), 0o600)
}
