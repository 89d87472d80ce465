//go:build cgo

package app

import (
	"crypto/sha256"

	"github.com/ethereum/go-ethereum/crypto/secp256k1"
)

// nativeCurve says that this binary holds the C library for signatures on secp256k1.
const nativeCurve = true

// verifyNatively says that the C library accepts a signature by a compressed key over the SHA-256 of a text. Whatever it accepts
// the SDK accepts too; what it rejects, such as a scalar beyond the curve's order, the SDK may judge differently, so a rejection
// is no verdict.
func verifyNatively(key, text, signature []byte) bool {
	if len(key) != 33 || len(signature) != 64 {
		return false
	}
	digest := sha256.Sum256(text)
	return secp256k1.VerifySignature(key, digest[:], signature)
}
