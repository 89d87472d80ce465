package sealed

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cosmos/cosmos-sdk/codec"
)

const (
	ending     = ".json"
	folderMode = 0o700
	fileMode   = 0o600
)

// ErrExists is returned for bids where there are sealed ones already.
var ErrExists = errors.New("there are sealed bids of this bidder for it already: reveal them, or withdraw them and remove the file")

// ErrMissing is returned when the file of sealed bids is not there.
var ErrMissing = errors.New("no sealed bids of this bidder for it on this machine")

// Bids are the message that reveals sealed bids.
type Bids interface {
	proto.Message
	// SealedFor names what the bids are for.
	SealedFor() string
	// SealedBy is the bidder's address.
	SealedBy() string
}

// Store is the folder of the sealed bids of one kind for one chain. The chain knows only the seals: what is sealed, and the salt
// that proves it, is in the files and nowhere else.
type Store[B Bids] struct {
	codec codec.JSONCodec
	path  string
	empty func() B
}

// NewStore returns a folder below the home folder for the sealed bids of a chain; empty makes the message that a file is read into.
func NewStore[B Bids](cdc codec.JSONCodec, home, folder, chainID string, empty func() B) Store[B] {
	return Store[B]{codec: cdc, path: filepath.Join(home, folder, filepath.Base(chainID)), empty: empty}
}

// Path returns where the bids of a bidder are kept.
func (s Store[B]) Path(of, bidder string) string {
	flat := strings.NewReplacer("/", "-", string(filepath.Separator), "-")
	return filepath.Join(s.path, flat.Replace(of)+"."+flat.Replace(bidder)+ending)
}

// Save writes bids so that they are wholly on the disk, or not there, when it returns. Only the user may read them. It never
// writes over others.
func (s Store[B]) Save(bids B) (path string, err error) {
	path = s.Path(bids.SealedFor(), bids.SealedBy())
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

// Load reads the bids of a bidder.
func (s Store[B]) Load(of, bidder string) (B, error) {
	path := s.Path(of, bidder)
	bids, err := s.read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return bids, fmt.Errorf("%w: %s", ErrMissing, path)
	}
	if err == nil && (bids.SealedFor() != of || bids.SealedBy() != bidder) {
		err = fmt.Errorf("%s has the bids of %s in %s", path, bids.SealedBy(), bids.SealedFor())
	}
	return bids, err
}

// List reads all sealed bids, in the order of the names of their files.
func (s Store[B]) List() ([]B, error) {
	paths, err := filepath.Glob(filepath.Join(s.path, "*"+ending))
	if err != nil {
		return nil, err
	}
	var all []B
	for _, path := range paths {
		bids, err := s.read(path)
		if err != nil {
			return nil, err
		}
		all = append(all, bids)
	}
	return all, nil
}

func (s Store[B]) read(path string) (B, error) {
	bids := s.empty()
	content, err := os.ReadFile(path)
	if err != nil {
		return bids, err
	}
	if err := s.codec.UnmarshalJSON(content, bids); err != nil {
		return bids, fmt.Errorf("%s: %w", path, err)
	}
	return bids, nil
}
