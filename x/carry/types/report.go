package types

import (
	"encoding/json"
	"regexp"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"cosmossdk.io/math"
)

const (
	querySafeMessage  = "/ibc.applications.interchain_accounts.host.v1.MsgModuleQuerySafe"
	querySafeResponse = "/ibc.applications.interchain_accounts.host.v1.MsgModuleQuerySafeResponse"

	querySafeHeight    = 1
	querySafeResponses = 2

	maxReportFields = 8
	maxReportValue  = 256
)

var queryPath = regexp.MustCompile(`^/[a-zA-Z][a-zA-Z0-9_.]{0,126}/[a-zA-Z][a-zA-Z0-9_]{0,62}$`)

// Validate checks a query by itself.
func (q ReportQuery) Validate() error {
	if !queryPath.MatchString(q.Path) {
		return ErrInvalidVenue.Wrapf("report: %q is no query", q.Path)
	}
	if len(q.Fields) > maxReportFields {
		return ErrInvalidVenue.Wrapf("report: at most %d fields", maxReportFields)
	}
	last := uint32(0)
	for _, field := range q.Fields {
		if !validFieldNumber(field.Number) || field.Number <= last {
			return ErrInvalidVenue.Wrap("report: field numbers must be valid and rise")
		}
		last = field.Number
		if field.Value == "" || len(field.Value) > maxReportValue || !printable.MatchString(field.Value) {
			return ErrInvalidVenue.Wrapf("report: field %d must have 1 to %d printable characters", field.Number, maxReportValue)
		}
		for _, hold := range placeholder.FindAllString(field.Value, -1) {
			if hold != "{"+HoldAccount+"}" {
				return ErrInvalidVenue.Wrapf("report: %s stands for nothing here", hold)
			}
		}
	}
	return validatePath("report", q.ClaimsPath)
}

// Message is the order that asks the query through the interchain account.
func (q ReportQuery) Message(account string) (json.RawMessage, error) {
	var request []byte
	for _, field := range q.Fields {
		request = protowire.AppendTag(request, protowire.Number(field.Number), protowire.BytesType)
		request = protowire.AppendString(request, strings.ReplaceAll(field.Value, "{"+HoldAccount+"}", account))
	}
	type query struct {
		Path string `json:"path"`
		Data []byte `json:"data"`
	}
	return json.Marshal(struct {
		Type     string  `json:"@type"`
		Signer   string  `json:"signer"`
		Requests []query `json:"requests"`
	}{querySafeMessage, account, []query{{q.Path, request}}})
}

// Read finds the claims, and the other chain's height, in the result of that order.
func (q ReportQuery) Read(result []byte) (claims math.Int, height uint64, err error) {
	at, err := ReadResult(result, 1, ResponseField{TypeUrl: querySafeResponse, Path: []uint32{querySafeHeight}})
	if err != nil {
		return math.Int{}, 0, err
	}
	path := append([]uint32{querySafeResponses}, q.ClaimsPath...)
	claims, err = ReadResult(result, 1, ResponseField{TypeUrl: querySafeResponse, Path: path})
	if err != nil {
		return math.Int{}, 0, err
	}
	if !at.IsUint64() {
		return math.Int{}, 0, ErrUnreadable.Wrap("height too large")
	}
	return claims, at.Uint64(), nil
}
