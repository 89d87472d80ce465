package localnet

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"cosmossdk.io/math"
	cmttypes "github.com/cometbft/cometbft/types"
	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/client/tx"
	"github.com/cosmos/cosmos-sdk/codec"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	"github.com/cosmos/cosmos-sdk/crypto/keyring"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	"github.com/cosmos/cosmos-sdk/x/genutil"
	genutiltypes "github.com/cosmos/cosmos-sdk/x/genutil/types"
	govtypes "github.com/cosmos/cosmos-sdk/x/gov/types"
	govv1 "github.com/cosmos/cosmos-sdk/x/gov/types/v1"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// Amounts in the base unit of the fee token, a millionth.
var (
	initialBalance  = math.NewInt(1_000_000_000_000)
	selfDelegation  = math.NewInt(500_000_000_000)
	proposalDeposit = math.NewInt(10_000_000)
)

const (
	votingPeriod          = 10 * time.Second
	expeditedVotingPeriod = 5 * time.Second
	// A node may be stopped for some minutes in a drill without its validator being jailed.
	signedBlocksWindow = 2_000
	// Validators vote on yield curves and exchange rates from this height on.
	votesFrom = 2
)

// genesis is the application's default genesis with the parties funded, the validators bonded, governance quickened and the
// clock set, and then the caller's patch applied.
func (n Network) genesis(chain Chain, ring keyring.Keyring, names []string, keys map[string]Key, identities []Identity) (*genutiltypes.AppGenesis, error) {
	state := chain.DefaultGenesis()
	if err := fund(chain, state, names, keys); err != nil {
		return nil, err
	}
	if err := quicken(chain, state); err != nil {
		return nil, err
	}
	if err := n.bond(chain, state, ring, identities); err != nil {
		return nil, err
	}
	if n.Clock.IsSet() {
		if err := edit(chain.Codec, state, bondtypes.ModuleName, func(bond *bondtypes.GenesisState) { bond.Clock = n.Clock }); err != nil {
			return nil, err
		}
	}
	document, err := json.Marshal(state)
	if err != nil {
		return nil, err
	}
	if document, err = n.patch(document, keys); err != nil {
		return nil, err
	}
	var patched map[string]json.RawMessage
	if err := json.Unmarshal(document, &patched); err != nil {
		return nil, err
	}
	for module := range patched {
		if _, ok := state[module]; !ok {
			return nil, fmt.Errorf("genesis patch names an unknown module: %q", module)
		}
	}
	if err := chain.ValidateGenesis(patched); err != nil {
		return nil, fmt.Errorf("genesis: %w", err)
	}
	genesis := genutiltypes.NewAppGenesisWithVersion(n.ChainID, document)
	genesis.GenesisTime = n.GenesisTime.UTC()
	genesis.Consensus.Params = cmttypes.DefaultConsensusParams()
	genesis.Consensus.Params.ABCI.VoteExtensionsEnableHeight = votesFrom
	return genesis, genesis.ValidateAndComplete()
}

// fund gives every party an account and the initial balance.
func fund(chain Chain, state map[string]json.RawMessage, names []string, keys map[string]Key) error {
	var accounts authtypes.GenesisAccounts
	var balances []banktypes.Balance
	for _, name := range names {
		address, err := sdk.AccAddressFromBech32(keys[name].Address)
		if err != nil {
			return err
		}
		accounts = append(accounts, authtypes.NewBaseAccountWithAddress(address))
		balances = append(balances, banktypes.Balance{
			Address: keys[name].Address,
			Coins:   sdk.NewCoins(sdk.NewCoin(chain.FeeDenom, initialBalance)),
		})
	}
	packed, err := authtypes.PackAccounts(authtypes.SanitizeGenesisAccounts(accounts))
	if err != nil {
		return err
	}
	if err := edit(chain.Codec, state, authtypes.ModuleName, func(auth *authtypes.GenesisState) {
		auth.Accounts = packed
	}); err != nil {
		return err
	}
	return edit(chain.Codec, state, banktypes.ModuleName, func(bank *banktypes.GenesisState) {
		bank.Balances = banktypes.SanitizeGenesisBalances(balances)
	})
}

// quicken lets a proposal pass in seconds.
func quicken(chain Chain, state map[string]json.RawMessage) error {
	voting, expedited, deposit := votingPeriod, expeditedVotingPeriod, votingPeriod
	if err := edit(chain.Codec, state, govtypes.ModuleName, func(gov *govv1.GenesisState) {
		gov.Params.VotingPeriod, gov.Params.ExpeditedVotingPeriod, gov.Params.MaxDepositPeriod = &voting, &expedited, &deposit
		gov.Params.MinDeposit = sdk.NewCoins(sdk.NewCoin(chain.FeeDenom, proposalDeposit))
		gov.Params.ExpeditedMinDeposit = sdk.NewCoins(sdk.NewCoin(chain.FeeDenom, proposalDeposit.MulRaw(2)))
	}); err != nil {
		return err
	}
	return edit(chain.Codec, state, slashingtypes.ModuleName, func(slashing *slashingtypes.GenesisState) {
		slashing.Params.SignedBlocksWindow = signedBlocksWindow
	})
}

// bond adds one genesis transaction per validator, signed with its operator's key.
func (n Network) bond(chain Chain, state map[string]json.RawMessage, ring keyring.Keyring, identities []Identity) error {
	txs := make([]sdk.Tx, len(identities))
	for i, identity := range identities {
		consensusKey, err := cryptocodec.FromCmtPubKeyInterface(identity.ConsensusKey)
		if err != nil {
			return err
		}
		record, err := ring.Key(validatorRole(i))
		if err != nil {
			return err
		}
		operator, err := record.GetAddress()
		if err != nil {
			return err
		}
		message, err := stakingtypes.NewMsgCreateValidator(
			sdk.ValAddress(operator).String(), consensusKey, sdk.NewCoin(chain.FeeDenom, selfDelegation),
			stakingtypes.NewDescription(validatorRole(i), "", "", "", ""),
			stakingtypes.NewCommissionRates(math.LegacyNewDecWithPrec(5, 2), math.LegacyNewDecWithPrec(20, 2), math.LegacyNewDecWithPrec(1, 2)),
			math.OneInt(),
		)
		if err != nil {
			return err
		}
		builder := chain.TxConfig.NewTxBuilder()
		if err := builder.SetMsgs(message); err != nil {
			return err
		}
		builder.SetMemo(identity.Peer)
		factory := tx.Factory{}.WithTxConfig(chain.TxConfig).WithKeybase(ring).WithChainID(n.ChainID)
		if err := tx.Sign(context.Background(), factory, validatorRole(i), builder, true); err != nil {
			return fmt.Errorf("genesis transaction of %s: %w", validatorRole(i), err)
		}
		txs[i] = builder.GetTx()
	}
	_, err := genutil.SetGenTxsInAppGenesisState(chain.Codec, chain.TxConfig.TxJSONEncoder(), state, txs)
	return err
}

// patch applies the caller's patch, in which ${role} stands for the role's address.
func (n Network) patch(document []byte, keys map[string]Key) ([]byte, error) {
	if len(n.Patch) == 0 {
		return document, nil
	}
	var unknown []string
	patch := os.Expand(string(n.Patch), func(name string) string {
		key, ok := keys[name]
		if !ok {
			unknown = append(unknown, name)
		}
		return key.Address
	})
	if len(unknown) > 0 {
		return nil, fmt.Errorf("genesis patch names unknown roles: %q", unknown)
	}
	return mergePatch(document, []byte(patch))
}

// edit changes one module's genesis in place.
func edit[T any, P interface {
	*T
	proto.Message
}](cdc codec.JSONCodec, state map[string]json.RawMessage, module string, change func(P)) error {
	var genesis P = new(T)
	if err := cdc.UnmarshalJSON(state[module], genesis); err != nil {
		return fmt.Errorf("genesis of %s: %w", module, err)
	}
	change(genesis)
	var err error
	state[module], err = cdc.MarshalJSON(genesis)
	return err
}
