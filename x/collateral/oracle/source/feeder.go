package source

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/types"
)

// Path is where a feeder serves its report; the query "at" says for which time of business, in RFC 3339.
const Path = "/report"

// maxReportBytes bounds what is read of an answer.
const maxReportBytes = 256 << 10

// Feeder asks a feeder over HTTP. It keeps nothing between two questions, so that a vote says what is known now.
type Feeder struct {
	cdc    codec.JSONCodec
	url    string
	client *http.Client
}

// NewFeeder returns the source that a config names, nil for none.
func NewFeeder(cdc codec.JSONCodec, config Config) *Feeder {
	if config.Feeder == "" {
		return nil
	}
	return &Feeder{cdc: cdc, url: strings.TrimSuffix(config.Feeder, "/") + Path, client: &http.Client{Timeout: config.Timeout}}
}

// Observe returns what the feeder knows of a time of business.
func (f *Feeder) Observe(ctx context.Context, at time.Time) (types.Observation, error) {
	address := f.url + "?at=" + url.QueryEscape(at.UTC().Format(time.RFC3339))
	request, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodGet, address, nil)
	if err != nil {
		return types.Observation{}, err
	}
	answer, err := f.client.Do(request)
	if err != nil {
		return types.Observation{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxReportBytes+1))
	if err != nil {
		return types.Observation{}, err
	}
	if answer.StatusCode != http.StatusOK || len(body) > maxReportBytes {
		return types.Observation{}, fmt.Errorf("feeder: %s, %d bytes", answer.Status, len(body))
	}
	var report types.Report
	if err := f.cdc.UnmarshalJSON(body, &report); err != nil {
		return types.Observation{}, fmt.Errorf("feeder: %w", err)
	}
	return report.Observation(), nil
}
