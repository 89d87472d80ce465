package sealed

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/client"
	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
	"github.com/kokusai-chain/kokusai/x/internal/sealed"
)

const auction = "mof.10y-381"

var bidder = sdk.AccAddress("bidder______________").String()

func storeOf(t *testing.T) store {
	t.Helper()
	return newStore(codec.NewProtoCodec(codectypes.NewInterfaceRegistry()), t.TempDir(), "kokusai-tokyo-1")
}

func sealedBids(t *testing.T) (*types.MsgRevealBid, *types.MsgCommitBid) {
	t.Helper()
	opened, commit, err := Seal(auction, bidder, []string{"100.61=300,000,000", "100.6=200000000"}, "0")
	require.NoError(t, err)
	return opened, commit
}

// What is read back from the file is what the seal on the chain is of, and each seal has a salt of its own.
func TestSealedBidsComeBack(t *testing.T) {
	store := storeOf(t)
	opened, commit := sealedBids(t)
	path, err := store.Save(opened)
	require.NoError(t, err)
	loaded, err := store.Load(auction, bidder, commit.Seal)
	require.NoError(t, err)
	require.NoError(t, loaded.CheckSeal(commit.Seal))
	require.Equal(t, math.NewInt(300_000_000), loaded.Bids[0].Amount)
	all, err := store.List()
	require.NoError(t, err)
	require.Len(t, all, 1)

	info, err := os.Stat(path)
	require.NoError(t, err)
	require.EqualValues(t, 0o600, info.Mode().Perm())
	info, err = os.Stat(filepath.Dir(path))
	require.NoError(t, err)
	require.EqualValues(t, 0o700, info.Mode().Perm())

	_, second := sealedBids(t)
	require.NotEqual(t, commit.Seal, second.Seal)
}

// Bids that are sealed again, after a withdrawal or a seal that did not reach the chain, stand beside those before, and the seal on
// the chain tells which are to be revealed. Nothing is written over, and nothing half-written is left behind.
func TestTheSealTellsWhichBids(t *testing.T) {
	store := storeOf(t)
	first, commit := sealedBids(t)
	path, err := store.Save(first)
	require.NoError(t, err)
	_, err = store.Save(first)
	require.Error(t, err, "there is a file of that name")
	only, err := store.Load(auction, bidder, nil)
	require.NoError(t, err)
	require.Equal(t, first, only)

	second, again := sealedBids(t)
	_, err = store.Save(second)
	require.NoError(t, err)
	for _, c := range []struct {
		want *types.MsgRevealBid
		seal []byte
	}{{first, commit.Seal}, {second, again.Seal}} {
		loaded, err := store.Load(auction, bidder, c.seal)
		require.NoError(t, err)
		require.Equal(t, c.want, loaded)
	}
	_, err = store.Load(auction, bidder, nil)
	require.ErrorIs(t, err, sealed.ErrSeveral)
	files, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, files, 2)
}

func TestLoadRefusals(t *testing.T) {
	store := storeOf(t)
	opened, commit := sealedBids(t)
	_, err := store.Load(auction, bidder, commit.Seal)
	require.ErrorIs(t, err, sealed.ErrMissing)
	path, err := store.Save(opened)
	require.NoError(t, err)
	_, err = store.Load(auction, bidder, make([]byte, 32))
	require.ErrorIs(t, err, sealed.ErrMissing, "the seal on the chain is of other bids")
	_, err = store.Load(auction, sdk.AccAddress("another_____________").String(), commit.Seal)
	require.ErrorIs(t, err, sealed.ErrMissing, "those of another bidder")

	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, bytes.Replace(content, []byte("300000000"), []byte("400000000"), 1), 0o600))
	_, err = store.Load(auction, bidder, commit.Seal)
	require.ErrorIs(t, err, sealed.ErrMissing)
	require.ErrorContains(t, err, "has been changed")
	require.NoError(t, os.WriteFile(path, bytes.Replace(content, []byte(auction), []byte("mof.other"), 1), 0o600))
	_, err = store.Load(auction, bidder, commit.Seal)
	require.ErrorContains(t, err, "in mof.other")
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	_, err = store.Load(auction, bidder, commit.Seal)
	require.ErrorContains(t, err, path)
}

func TestPathsStayInTheFolder(t *testing.T) {
	store := storeOf(t)
	plain, _ := sealedBids(t)
	hostile := &types.MsgRevealBid{AuctionId: "../../x", Bidder: "../y", NonPrice: math.ZeroInt()}
	require.Equal(t, filepath.Dir(store.Path(plain)), filepath.Dir(store.Path(hostile)))
}

func TestBidsAsPeopleWriteThem(t *testing.T) {
	bid, err := parseBid("JP1103811S13@-0.005=100,000,000")
	require.NoError(t, err)
	require.Equal(t, types.Bid{Isin: "JP1103811S13", Level: math.LegacyMustNewDecFromStr("-0.005"), Amount: math.NewInt(100_000_000)}, bid)
	for _, text := range []string{"", "100.61", "=5", "100.61=", "100.61=-5", "1e2=5", "100.12345=5", "100.61=x"} {
		_, err := parseBid(text)
		require.Error(t, err, text)
	}
	_, _, err = Seal(auction, bidder, nil, "0")
	require.Error(t, err, "nothing is bid for")
}

// The cost of losing the file is said before there is a file, and whoever does not want it has none.
func TestExplainedBefore(t *testing.T) {
	for answer, want := range map[string]error{"y\n": nil, "n\n": sealed.ErrDeclined} {
		var said bytes.Buffer
		cmd := &cobra.Command{}
		cmd.SetIn(strings.NewReader(answer))
		cmd.SetErr(&said)
		err := sealed.Explain(cmd, client.Context{}, "/home/bids.json", warning("the deposit of 5ujpy"))
		require.ErrorIs(t, err, want)
		require.Contains(t, said.String(), "/home/bids.json and nowhere else")
		require.Contains(t, said.String(), "the deposit of 5ujpy goes to the issuer")
	}
	require.NoError(t, sealed.Explain(&cobra.Command{}, client.Context{SkipConfirm: true}, "", ""))
}
