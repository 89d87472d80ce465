package bench

import (
	"context"
	"errors"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/cosmos/cosmos-sdk/telemetry/registry"
)

// executedCounter is the SDK's count of executions by the parallel executor, repetitions included.
const executedCounter = "executed.txs"

// executions reads the SDK's own counters.
type executions struct{ reader *metric.ManualReader }

// countExecutions turns the counters on for the whole process. They cost time, so nothing is timed with them.
func countExecutions() (*executions, error) {
	reader := metric.NewManualReader()
	otel.SetMeterProvider(metric.NewMeterProvider(metric.WithReader(reader)))
	counters := registry.Get("blockstm")
	if counters == nil {
		return nil, errors.New("the parallel executor keeps no counters")
	}
	return &executions{reader}, counters.Start(nil)
}

func (e *executions) total() (int64, error) {
	var all metricdata.ResourceMetrics
	if err := e.reader.Collect(context.Background(), &all); err != nil {
		return 0, err
	}
	var total int64
	for _, scope := range all.ScopeMetrics {
		for _, counter := range scope.Metrics {
			sum, ok := counter.Data.(metricdata.Sum[int64])
			if !ok || counter.Name != executedCounter {
				continue
			}
			for _, point := range sum.DataPoints {
				total += point.Value
			}
		}
	}
	return total, nil
}
