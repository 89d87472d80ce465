package chain

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	cmtproto "github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	cryptocodec "github.com/cosmos/cosmos-sdk/crypto/codec"
	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"
	banktypes "github.com/cosmos/cosmos-sdk/x/bank/types"
	slashingtypes "github.com/cosmos/cosmos-sdk/x/slashing/types"
	stakingtypes "github.com/cosmos/cosmos-sdk/x/staking/types"

	"github.com/kokusai-chain/kokusai/app"
)

// StartBalance is what every account begins with, in ukoku: enough for fees and amounts of any run.
const StartBalance = 1_000_000_000_000

// GenesisTime is when every measured chain begins.
var GenesisTime = time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC)

// Genesis is the state a chain starts from, open for a workload to add to.
type Genesis struct {
	Codec    codec.Codec
	Accounts []*Account
	// Founders are the accounts that the genesis document names. Each stands for a share of all accounts.
	Founders []*Founder
	State    map[string]json.RawMessage
	// Others are accounts beside Accounts, numbered after them, and Balances what they and accounts without a key hold.
	Others   []authtypes.GenesisAccount
	Balances []banktypes.Balance

	arranged map[string]bool
}

// Founder is an account in the genesis document.
type Founder struct {
	*Account
	// Coins are what it holds beside ukoku.
	Coins sdk.Coins
	// Share is how many accounts it stands for: all that it owns, owes and has pledged must be so many times an account's.
	Share int64
}

// Arranged tells whether a part was arranged before and notes that it is now: jobs share a market, which is arranged once.
func (g *Genesis) Arranged(part string) bool {
	before := g.arranged[part]
	g.arranged[part] = true
	return before
}

// Lay returns the accounts of a seed and the application state that a chain of them starts from, with a validator for each
// key: its operator is the account of the same place.
func Lay(application Application, seed uint64, n int, validators []crypto.PubKey) ([]*Account, []byte, error) {
	accounts := newAccounts(seed, n)
	state, err := lay(application, accounts, everybody(accounts), validators)
	return accounts, state, err
}

func lay(application Application, accounts []*Account, founders []*Founder, validators []crypto.PubKey, arrange ...func(*Genesis) error) ([]byte, error) {
	genesis := &Genesis{
		Codec: application.AppCodec(), Accounts: accounts, Founders: founders, State: application.DefaultGenesis(), arranged: map[string]bool{},
	}
	for _, add := range arrange {
		if err := add(genesis); err != nil {
			return nil, err
		}
	}
	return genesis.document(validators)
}

// everybody is a founder for itself.
func everybody(accounts []*Account) []*Founder {
	founders := make([]*Founder, len(accounts))
	for i, account := range accounts {
		founders[i] = &Founder{Account: account, Share: 1}
	}
	return founders
}

// validatorKey is the consensus key of the only validator of a chain in this process.
func validatorKey() ed25519.PubKey {
	return ed25519.GenPrivKeyFromSecret([]byte("kokusai bench validator")).PubKey().(ed25519.PubKey)
}

// document writes the application state: accounts, balances, and validators of equal stake.
func (g *Genesis) document(validators []crypto.PubKey) ([]byte, error) {
	if err := g.addValidators(validators); err != nil {
		return nil, err
	}
	accounts := make(authtypes.GenesisAccounts, len(g.Founders), len(g.Founders)+len(g.Others))
	balances := make([]banktypes.Balance, len(g.Founders), len(g.Founders)+len(g.Balances))
	for i, founder := range g.Founders {
		accounts[i] = founder.base()
		own := sdk.NewCoin(app.StakeDenom, math.NewInt(StartBalance).MulRaw(founder.Share))
		balances[i] = banktypes.Balance{Address: founder.Address.String(), Coins: append(sdk.Coins{own}, founder.Coins...).Sort()}
	}
	for i, other := range g.Others {
		if err := other.SetAccountNumber(uint64(len(g.Accounts) + i)); err != nil {
			return nil, err
		}
		accounts = append(accounts, other)
	}
	balances = append(balances, g.Balances...)
	supply := map[string]math.Int{}
	for _, balance := range balances {
		for _, coin := range balance.Coins {
			if sum, ok := supply[coin.Denom]; ok {
				supply[coin.Denom] = sum.Add(coin.Amount)
			} else {
				supply[coin.Denom] = coin.Amount
			}
		}
	}
	total := sdk.Coins{}
	for denom, amount := range supply {
		total = append(total, sdk.NewCoin(denom, amount))
	}

	auth := authtypes.NewGenesisState(authtypes.DefaultParams(), accounts)
	g.State[authtypes.ModuleName] = g.Codec.MustMarshalJSON(auth)
	bank := banktypes.NewGenesisState(banktypes.DefaultParams(), balances, total.Sort(), nil, nil)
	g.State[banktypes.ModuleName] = g.Codec.MustMarshalJSON(bank)
	return json.Marshal(g.State)
}

func (g *Genesis) addValidators(keys []crypto.PubKey) error {
	params := stakingtypes.DefaultParams()
	params.BondDenom = app.StakeDenom
	staking := stakingtypes.NewGenesisState(params, nil, nil)
	slashing := slashingtypes.DefaultGenesisState()
	stake := sdk.DefaultPowerReduction
	for i, key := range keys {
		consensus, err := cryptocodec.FromCmtPubKeyInterface(key)
		if err != nil {
			return err
		}
		packed, err := codectypes.NewAnyWithValue(consensus)
		if err != nil {
			return err
		}
		operator := sdk.ValAddress(g.Accounts[i].Address).String()
		staking.Validators = append(staking.Validators, stakingtypes.Validator{
			OperatorAddress: operator, ConsensusPubkey: packed, Status: stakingtypes.Bonded,
			Tokens: stake, DelegatorShares: math.LegacyNewDecFromInt(stake), UnbondingTime: time.Unix(0, 0).UTC(),
			Commission:        stakingtypes.NewCommission(math.LegacyZeroDec(), math.LegacyZeroDec(), math.LegacyZeroDec()),
			MinSelfDelegation: math.OneInt(),
		})
		staking.Delegations = append(staking.Delegations,
			stakingtypes.NewDelegation(g.Accounts[i].Address.String(), operator, math.LegacyNewDecFromInt(stake)))
		address := sdk.ConsAddress(key.Address())
		slashing.SigningInfos = append(slashing.SigningInfos, slashingtypes.SigningInfo{
			Address: address.String(), ValidatorSigningInfo: slashingtypes.NewValidatorSigningInfo(address, 0, 0, time.Unix(0, 0).UTC(), false, 0),
		})
	}
	g.State[stakingtypes.ModuleName] = g.Codec.MustMarshalJSON(staking)
	pool := authtypes.NewModuleAddress(stakingtypes.BondedPoolName)
	g.Balances = append(g.Balances, banktypes.Balance{
		Address: pool.String(), Coins: sdk.NewCoins(sdk.NewCoin(app.StakeDenom, stake.MulRaw(int64(len(keys))))),
	})
	if _, ok := g.State[slashingtypes.ModuleName]; ok {
		g.State[slashingtypes.ModuleName] = g.Codec.MustMarshalJSON(slashing)
	}
	return nil
}

// Edit changes one module's genesis in place.
func Edit[T any, P interface {
	*T
	proto.Message
}](g *Genesis, module string, change func(P)) error {
	var state P = new(T)
	if err := g.Codec.UnmarshalJSON(g.State[module], state); err != nil {
		return fmt.Errorf("genesis of %s: %w", module, err)
	}
	change(state)
	var err error
	g.State[module], err = g.Codec.MarshalJSON(state)
	return err
}

// ConsensusParams let a block be as large as a workload wants it.
func ConsensusParams() *cmtproto.ConsensusParams {
	return &cmtproto.ConsensusParams{
		Block:     &cmtproto.BlockParams{MaxBytes: -1, MaxGas: -1},
		Evidence:  &cmtproto.EvidenceParams{MaxAgeNumBlocks: 302_400, MaxAgeDuration: 504 * time.Hour, MaxBytes: 10_000},
		Validator: &cmtproto.ValidatorParams{PubKeyTypes: []string{"ed25519"}},
	}
}
