// Package sealed is what sealed bids have in common, whatever they are for: the text that a seal is the hash of, the times at
// which seals are taken and opened, and the files in which a bidder keeps what is sealed until it is revealed.
package sealed

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// SaltBytes is the length of the secret that keeps a seal from being guessed; SealBytes is that of the seal.
const (
	SaltBytes = 32
	SealBytes = sha256.Size
)

// Text returns what a seal is the SHA-256 of: lines that end with a newline, so that anybody can write it.
//
//	kokusai <kind> bids 1
//	<what the bids are for>
//	<bidder's address>
//	<salt in small hexadecimal digits>
//	<the lines of the bids, in order>
//
// What they are for and the bidder are part of it, so that a seal is of no use to anyone else or elsewhere.
func Text(kind, of, bidder string, salt []byte, lines ...string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "kokusai %s bids 1\n%s\n%s\n%s\n", kind, of, bidder, hex.EncodeToString(salt))
	for _, line := range lines {
		fmt.Fprintln(&text, line)
	}
	return text.String()
}

// Seal returns the seal of a text.
func Seal(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}
