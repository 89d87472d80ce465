package types

// Sensitivity says how a price answers to the curve it was computed from. Its numbers are for reading: nothing is decided by them.
func (p SeriesPrice) Sensitivity() (*QuerySensitivityResponse, error) {
	risk, err := p.Factors.Curve().Risk(p.Date, p.Flows, p.Spread)
	if err != nil {
		return nil, ErrInvalidCurve.Wrap(err.Error())
	}
	response := &QuerySensitivityResponse{
		Isin: p.Terms.Isin, Date: p.Date.String(), DirtyPrice: p.Dirty, Dv01: risk.DV01, DurationYears: risk.Duration,
		Convexity: risk.Convexity, SpreadPct: p.Spread, CashFlows: uint32(len(p.Flows)),
	}
	for _, key := range risk.KeyRates {
		response.KeyRates = append(response.KeyRates, KeyRate{TenorMonths: uint32(key.Months), Dv01: key.DV01})
	}
	return response, nil
}
