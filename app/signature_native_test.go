//go:build cgo

package app

import (
	"bytes"
	"crypto/sha256"
	"math/big"
	"testing"

	curve "github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/decred/dcrd/dcrec/secp256k1/v4/ecdsa"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cosmos/cosmos-sdk/crypto/keys/secp256k1"
)

// order is the number of points of the curve.
var order, _ = new(big.Int).SetString("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16)

// judge holds the two verdicts against each other: what the library accepts the SDK accepts, and while both numbers of the
// signature are below the order of the curve and the key is compressed, they never differ.
func judge(t require.TestingT, key, text, signature []byte) (sdk bool) {
	native := verifyNatively(key, text, signature)
	sdk = (&secp256k1.PubKey{Key: key}).VerifySignature(text, signature)
	if native {
		require.True(t, sdk, "only the library accepts %x by %x", signature, key)
	}
	if len(key) == secp256k1.PubKeySize && len(signature) == 64 &&
		new(big.Int).SetBytes(signature[:32]).Cmp(order) < 0 && new(big.Int).SetBytes(signature[32:]).Cmp(order) < 0 {
		require.Equal(t, sdk, native, "verdicts differ on %x by %x", signature, key)
	}
	return sdk
}

func number(n *big.Int) []byte { return n.FillBytes(make([]byte, 32)) }

func TestLibraryAgreesWithSDK(t *testing.T) {
	spoilKey := map[string]func([]byte) []byte{
		"intact":       func(key []byte) []byte { return key },
		"none":         func([]byte) []byte { return nil },
		"short":        func(key []byte) []byte { return key[:32] },
		"long":         func(key []byte) []byte { return append(key, 0) },
		"other sign":   func(key []byte) []byte { key[0] ^= 1; return key },
		"wrong tag":    func(key []byte) []byte { key[0] = 5; return key },
		"tag zero":     func(key []byte) []byte { key[0] = 0; return key },
		"no point":     func(key []byte) []byte { copy(key[1:], number(big.NewInt(5))); return key },
		"beyond field": func(key []byte) []byte { copy(key[1:], bytes.Repeat([]byte{0xff}, 32)); return key },
		"uncompressed": func(key []byte) []byte {
			point, err := curve.ParsePubKey(key)
			if err != nil {
				panic(err)
			}
			return point.SerializeUncompressed()
		},
	}
	spoilSignature := map[string]func([]byte) []byte{
		"intact": func(s []byte) []byte { return s },
		"none":   func([]byte) []byte { return nil },
		"short":  func(s []byte) []byte { return s[:63] },
		"long":   func(s []byte) []byte { return append(s, 0) },
		"high s": func(s []byte) []byte {
			return append(s[:32], number(new(big.Int).Sub(order, new(big.Int).SetBytes(s[32:])))...)
		},
		"zero r":    func(s []byte) []byte { return append(make([]byte, 32), s[32:]...) },
		"zero s":    func(s []byte) []byte { return append(s[:32], make([]byte, 32)...) },
		"r = order": func(s []byte) []byte { return append(number(order), s[32:]...) },
		"s = order": func(s []byte) []byte { return append(s[:32], number(order)...) },
		"r largest": func(s []byte) []byte { return append(bytes.Repeat([]byte{0xff}, 32), s[32:]...) },
		"s largest": func(s []byte) []byte { return append(s[:32], bytes.Repeat([]byte{0xff}, 32)...) },
		"s = half the order": func(s []byte) []byte {
			return append(s[:32], number(new(big.Int).Rsh(order, 1))...)
		},
		"s above half the order": func(s []byte) []byte {
			return append(s[:32], number(new(big.Int).Add(new(big.Int).Rsh(order, 1), big.NewInt(1)))...)
		},
	}
	accepted := 0
	rapid.Check(t, func(t *rapid.T) {
		private := secp256k1.GenPrivKeyFromSecret(rapid.SliceOfN(rapid.Byte(), 1, 8).Draw(t, "secret"))
		text := rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		signature, err := private.Sign(text)
		require.NoError(t, err)
		for keyIs, spoiltKey := range spoilKey {
			for signatureIs, spoilt := range spoilSignature {
				ok := judge(t, spoiltKey(bytes.Clone(private.PubKey().Bytes())), text, spoilt(bytes.Clone(signature)))
				require.Equal(t, signatureIs == "intact" && (keyIs == "intact" || keyIs == "uncompressed"), ok, "%s key, %s signature", keyIs, signatureIs)
				if ok {
					accepted++
				}
			}
		}
		bit := rapid.IntRange(0, 511).Draw(t, "bit")
		signature[bit/8] ^= 1 << (bit % 8)
		require.False(t, judge(t, private.PubKey().Bytes(), text, signature))
	})
	require.Positive(t, accepted)
}

// The SDK takes a number beyond the order modulo the order, the library does not: here is a signature on which they differ. It is
// why a rejection by the library is no verdict.
func TestLibraryIsStricterBeyondTheOrder(t *testing.T) {
	text := []byte("the text says nothing of the key")
	digest := sha256.Sum256(text)
	for x := int64(1); x < 50; x++ {
		compact := append([]byte{27 + 4}, append(number(big.NewInt(x)), number(big.NewInt(12_345))...)...)
		public, _, err := ecdsa.RecoverCompact(compact, digest[:])
		if err != nil {
			continue // no point of the curve has this coordinate
		}
		key := public.SerializeCompressed()
		require.True(t, judge(t, key, text, compact[1:]))
		beyond := append(number(new(big.Int).Add(order, big.NewInt(x))), compact[33:]...)
		require.True(t, judge(t, key, text, beyond))
		require.False(t, verifyNatively(key, text, beyond))
		return
	}
	t.Fatal("no coordinate was found")
}

func FuzzLibraryAgreesWithSDK(f *testing.F) {
	private := secp256k1.GenPrivKeyFromSecret([]byte("seed"))
	signature, err := private.Sign([]byte("text"))
	require.NoError(f, err)
	f.Add(private.PubKey().Bytes(), []byte("text"), signature)
	f.Add(private.PubKey().Bytes(), []byte("text"), append(number(order), signature[32:]...))
	f.Add([]byte{}, []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, key, text, signature []byte) {
		judge(t, key, text, signature)
		// The same bytes in the shape that gets furthest.
		shaped := append([]byte{2}, append(bytes.Clone(key), make([]byte, 32)...)[:32]...)
		judge(t, shaped, text, append(bytes.Clone(signature), make([]byte, 64)...)[:64])
	})
}

func BenchmarkVerify(b *testing.B) {
	private := secp256k1.GenPrivKeyFromSecret([]byte("seed"))
	text := []byte("text")
	signature, err := private.Sign(text)
	require.NoError(b, err)
	b.Run("library", func(b *testing.B) {
		for b.Loop() {
			verifyNatively(private.PubKey().Bytes(), text, signature)
		}
	})
	b.Run("sdk", func(b *testing.B) {
		for b.Loop() {
			private.PubKey().VerifySignature(text, signature)
		}
	})
}
