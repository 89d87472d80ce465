package app

import "sync"

// signatureKey names a transaction together with the keys and numbers of those who signed it.
type signatureKey [32]byte

// signatureCache remembers which signatures are good, within bounds: when the young half is full, it becomes the old half and
// what was old is forgotten. It is asked from the mempool's and the executors' goroutines.
type signatureCache struct {
	mutex      sync.Mutex
	half       int
	young, old map[signatureKey]struct{}
}

func newSignatureCache(size int) *signatureCache {
	return &signatureCache{half: size / 2, young: map[signatureKey]struct{}{}}
}

func (c *signatureCache) has(key signatureKey) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if _, ok := c.young[key]; ok {
		return true
	}
	_, ok := c.old[key]
	return ok
}

func (c *signatureCache) add(key signatureKey) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.half <= 0 {
		return
	}
	if len(c.young) >= c.half {
		c.young, c.old = make(map[signatureKey]struct{}), c.young
	}
	c.young[key] = struct{}{}
}
