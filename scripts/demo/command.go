package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// command has all dealers use a command of `kokusaid tx bond` at once, each with its own words, and books what each pays in.
func (d *demo) command(name string, words func(*tender) []string, pays func(*tender) sdk.Coin) error {
	type answer struct {
		result *sdk.TxResponse
		err    error
	}
	answers := make([]chan answer, len(d.tenders))
	for i, t := range d.tenders {
		answers[i] = make(chan answer, 1)
		go func() {
			result, err := d.transact(t.dealer, append([]string{"bond", name, auctionID}, words(t)...)...)
			answers[i] <- answer{result, err}
		}()
	}
	var failed error
	for i, t := range d.tenders {
		a := <-answers[i]
		if a.err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s %s: %w", t.dealer, name, a.err))
			continue
		}
		d.tokyo.fees[t.dealer] += fee
		failed = errors.Join(failed, d.tokyo.book.after(d.ctx, a.result.Height, func() error {
			d.tokyo.book.move(t.dealer, "auction", pays(t))
			return nil
		}))
	}
	return failed
}

// transact sends a transaction from the command line and waits until it is in a block.
func (d *demo) transact(from string, words ...string) (*sdk.TxResponse, error) {
	args := append([]string{"tx"}, words...)
	out, err := d.tokyoCommand(append(args, "--from", from, "--yes", "--gas", fmt.Sprint(gasLimit), "--fees", fmt.Sprintf("%dukoku", fee), "--output", "json")...)
	if err != nil {
		return nil, err
	}
	var sent struct {
		TxHash string `json:"txhash"`
		Code   uint32 `json:"code"`
		RawLog string `json:"raw_log"`
	}
	if err := json.Unmarshal(out, &sent); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	if sent.Code != 0 {
		return nil, refusal{code: sent.Code, log: sent.RawLog}
	}
	return d.tokyo.included(d.ctx, sent.TxHash)
}

// tokyoCommand runs a command of the binary against Tokyo's first node.
func (d *demo) tokyoCommand(words ...string) ([]byte, error) {
	out, err := exec.CommandContext(d.ctx, d.kokusaid, append(words, "--home", filepath.Join(d.network, "tokyo", "node0"))...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		err = fmt.Errorf("%w: %s", err, firstLine(string(failed.Stderr)))
	}
	return out, err
}
