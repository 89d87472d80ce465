//go:build !cgo

package app

// nativeCurve says that this binary was built without a C compiler and verifies in Go.
const nativeCurve = false

func verifyNatively([]byte, []byte, []byte) bool { return false }
