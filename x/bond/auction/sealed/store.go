// Package sealed keeps a bidder's sealed bids in files of its own until they are revealed, and has the commands that seal and
// reveal. The chain knows only the seal: what is sealed, and the salt that proves it, is in the file and nowhere else.
package sealed

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/kokusai-chain/kokusai/x/bond/auction/types"
)

const (
	folder     = "sealed-bids"
	ending     = ".json"
	folderMode = 0o700
	fileMode   = 0o600
)

// ErrExists is returned for bids in an auction for which there are sealed ones already.
var ErrExists = errors.New("there are sealed bids for this auction and bidder already: reveal them, or withdraw them and remove the file")

// ErrMissing is returned when the file of sealed bids is not there.
var ErrMissing = errors.New("no sealed bids of this bidder for this auction on this machine")

// Store is the folder of the sealed bids of one chain.
type Store struct {
	codec codec.JSONCodec
	path  string
}

// NewStore returns the folder below the home folder for the sealed bids of a chain.
func NewStore(cdc codec.JSONCodec, home, chainID string) Store {
	return Store{codec: cdc, path: filepath.Join(home, folder, filepath.Base(chainID))}
}

// Path returns where the bids of a bidder in an auction are kept.
func (s Store) Path(auctionID, bidder string) string {
	return filepath.Join(s.path, filepath.Base(auctionID)+"."+filepath.Base(bidder)+ending)
}

// Save writes bids so that they are wholly on the disk, or not there, when it returns. Only the user may read them. It never
// writes over others.
func (s Store) Save(bids *types.MsgRevealBid) (path string, err error) {
	path = s.Path(bids.AuctionId, bids.Bidder)
	content, err := s.codec.MarshalJSON(bids)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(s.path, folderMode); err != nil {
		return "", err
	}
	temporary, err := os.CreateTemp(s.path, ".sealing-*")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.Remove(temporary.Name()) }()
	if err := write(temporary, content); err != nil {
		return "", fmt.Errorf("write sealed bids: %w", err)
	}
	// A link, unlike a renaming, fails when there is a file of that name.
	if err := os.Link(temporary.Name(), path); errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%w: %s", ErrExists, path)
	} else if err != nil {
		return "", err
	}
	return path, sync(s.path)
}

func write(file *os.File, content []byte) (err error) {
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := file.Chmod(fileMode); err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return err
	}
	return file.Sync()
}

// sync makes the name of a new file last too.
func sync(folder string) (err error) {
	opened, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	return opened.Sync()
}

// Load reads the bids of a bidder in an auction.
func (s Store) Load(auctionID, bidder string) (*types.MsgRevealBid, error) {
	path := s.Path(auctionID, bidder)
	bids, err := s.read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrMissing, path)
	}
	if err == nil && (bids.AuctionId != auctionID || bids.Bidder != bidder) {
		err = fmt.Errorf("%s has the bids of %s in %s", path, bids.Bidder, bids.AuctionId)
	}
	return bids, err
}

// List reads all sealed bids, in the order of the names of their files.
func (s Store) List() ([]*types.MsgRevealBid, error) {
	paths, err := filepath.Glob(filepath.Join(s.path, "*"+ending))
	if err != nil {
		return nil, err
	}
	var all []*types.MsgRevealBid
	for _, path := range paths {
		bids, err := s.read(path)
		if err != nil {
			return nil, err
		}
		all = append(all, bids)
	}
	return all, nil
}

func (s Store) read(path string) (*types.MsgRevealBid, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var bids types.MsgRevealBid
	if err := s.codec.UnmarshalJSON(content, &bids); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &bids, nil
}
