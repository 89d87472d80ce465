package chain

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"slices"
	"strings"

	abci "github.com/cometbft/cometbft/abci/types"
)

// summarise reduces a block's responses to what nodes have to agree on. Logs are left out: they are each node's own.
func summarise(height int64, admissions []*abci.ResponseCheckTx, block *abci.ResponseFinalizeBlock) Outcome {
	outcome := Outcome{Height: height}
	copy(outcome.AppHash[:], block.AppHash)

	digest := sha256.New()
	for _, admission := range admissions {
		outcome.note(admission.Code, admission.Log)
		agreed := *admission
		agreed.Log = ""
		add(digest, &agreed)
	}
	digest.Sum(outcome.Admission[:0])

	digest.Reset()
	for _, result := range block.TxResults {
		outcome.note(result.Code, result.Log)
		agreed := *result
		agreed.Log = ""
		add(digest, &agreed)
	}
	for i := range block.Events {
		add(digest, &block.Events[i])
	}
	digest.Sum(outcome.Results[:0])
	return outcome
}

func (o *Outcome) note(code uint32, log string) {
	if code == abci.CodeTypeOK {
		return
	}
	if o.Failed == 0 {
		o.Failure = log
	}
	o.Failed++
}

func add(digest hash.Hash, message interface{ Marshal() ([]byte, error) }) {
	text, err := message.Marshal()
	if err != nil {
		panic(err) // a response that the application just built
	}
	var size [8]byte
	binary.BigEndian.PutUint64(size[:], uint64(len(text)))
	digest.Write(size[:])
	digest.Write(text)
}

// Differs says in which respect another node came to a different outcome of the same block.
func (o Outcome) Differs(other Outcome) error {
	switch {
	case o.Height != other.Height:
		return fmt.Errorf("height %d, not %d", other.Height, o.Height)
	case o.Admission != other.Admission:
		return fmt.Errorf("block %d: the mempool admitted differently", o.Height)
	case o.Results != other.Results:
		return fmt.Errorf("block %d: results differ: %d failures, %q first; instead of %d, %q", o.Height, other.Failed, other.Failure, o.Failed, o.Failure)
	case o.AppHash != other.AppHash:
		return fmt.Errorf("block %d: app hash %X, not %X", o.Height, other.AppHash, o.AppHash)
	default:
		return nil
	}
}

// count returns how often a block tells of each event of Kokusai's own modules.
func count(block *abci.ResponseFinalizeBlock) map[string]int {
	counts := map[string]int{}
	events := slices.Clone(block.Events)
	for _, result := range block.TxResults {
		events = append(events, result.Events...)
	}
	for _, event := range events {
		if strings.HasPrefix(event.Type, "kokusai.") {
			counts[event.Type]++
		}
	}
	return counts
}
