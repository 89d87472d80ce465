package feeder

import (
	"net/http"
	"time"

	"github.com/cosmos/cosmos-sdk/codec"

	"github.com/kokusai-chain/kokusai/x/collateral/oracle/library"
	"github.com/kokusai-chain/kokusai/x/collateral/oracle/source"
)

// handler answers with the newest figures of a time, now if none is given.
func handler(cdc codec.JSONCodec, figures *library.Library, now func() time.Time) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+source.Path, func(w http.ResponseWriter, r *http.Request) {
		at := now()
		if text := r.URL.Query().Get("at"); text != "" {
			var err error
			if at, err = time.Parse(time.RFC3339, text); err != nil {
				http.Error(w, "at: want a time like 2026-01-05T06:00:00Z", http.StatusBadRequest)
				return
			}
		}
		report := figures.Report(at)
		answer, err := cdc.MarshalJSON(&report)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer) // the node asks again for its next vote
	})
	return mux
}
