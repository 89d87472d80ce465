package sealed

import (
	"bytes"
	"encoding/hex"
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
	nameBytes  = 8 // of the seal, in the name of a file
	folderMode = 0o700
	fileMode   = 0o600
)

// ErrMissing is returned when no file has the bids of a seal.
var ErrMissing = errors.New("the bids of this bidder that were sealed are not on this machine")

// ErrSeveral is returned when several files have bids and it is not said by which seal to choose.
var ErrSeveral = errors.New("several sealed bids of this bidder are on this machine")

// Bids are the message that reveals sealed bids.
type Bids interface {
	proto.Message
	// SealedFor names what the bids are for.
	SealedFor() string
	// SealedBy is the bidder's address.
	SealedBy() string
	// Seal is the seal of the bids.
	Seal() []byte
}

// Store is the folder of the sealed bids of one kind for one chain. The chain knows only the seals: what is sealed, and the salt
// that proves it, is in the files and nowhere else. Each file is named by its seal too: bids that were withdrawn, or never reached
// the chain, stand in nobody's way.
type Store[B Bids] struct {
	codec codec.JSONCodec
	path  string
	empty func() B
}

// NewStore returns a folder below the home folder for the sealed bids of a chain; empty makes the message that a file is read into.
func NewStore[B Bids](cdc codec.JSONCodec, home, folder, chainID string, empty func() B) Store[B] {
	return Store[B]{codec: cdc, path: filepath.Join(home, folder, filepath.Base(chainID)), empty: empty}
}

// Path returns where bids are kept.
func (s Store[B]) Path(bids B) string {
	return filepath.Join(s.path, nameOf(bids.SealedFor(), bids.SealedBy(), bids.Seal())+ending)
}

// nameOf begins the names of all files of a bidder, and of a seal if there is one.
func nameOf(of, bidder string, seal []byte) string {
	flat := strings.NewReplacer("/", "-", string(filepath.Separator), "-")
	return flat.Replace(of) + "." + flat.Replace(bidder) + "." + hex.EncodeToString(seal[:min(nameBytes, len(seal))])
}

// Save writes bids so that they are wholly on the disk, or not there, when it returns. Only the user may read them. It never
// writes over others.
func (s Store[B]) Save(bids B) (path string, err error) {
	path = s.Path(bids)
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
	if err := os.Link(temporary.Name(), path); err != nil {
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

// Load reads the bids of a seal, or, where none is given, the only ones of a bidder.
func (s Store[B]) Load(of, bidder string, seal []byte) (found B, err error) {
	name := nameOf(of, bidder, seal)
	paths, err := s.files(name)
	switch {
	case err != nil:
		return found, err
	case len(paths) == 0:
		return found, fmt.Errorf("%w: no file %s", ErrMissing, filepath.Join(s.path, name+"*"+ending))
	case len(paths) > 1:
		return found, fmt.Errorf("%w: %s", ErrSeveral, strings.Join(paths, ", "))
	}
	if found, err = s.read(paths[0]); err != nil {
		return found, err
	}
	switch {
	case found.SealedFor() != of || found.SealedBy() != bidder:
		return found, fmt.Errorf("%s has the bids of %s in %s", paths[0], found.SealedBy(), found.SealedFor())
	case seal != nil && !bytes.Equal(found.Seal(), seal):
		return found, fmt.Errorf("%w: %s has been changed, its seal is not %X any more", ErrMissing, paths[0], seal)
	}
	return found, nil
}

// List reads all sealed bids, in the order of the names of their files.
func (s Store[B]) List() ([]B, error) {
	paths, err := s.files("")
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

// files lists the files of bids whose names begin so, in order. A folder that is not there has none.
func (s Store[B]) files(beginning string) (paths []string, err error) {
	entries, err := os.ReadDir(s.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, beginning) && filepath.Ext(name) == ending {
			paths = append(paths, filepath.Join(s.path, name))
		}
	}
	return paths, nil
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
