package register

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/cosmos/gogoproto/proto"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"

	bondtypes "github.com/kokusai-chain/kokusai/x/bond/types"
)

// The files of a register, besides the manifest.
const (
	manifestFile     = "manifest.json"
	seriesFile       = "series.json"
	holdersFile      = "holders.csv"
	entitlementsFile = "entitlements.csv"
	partiesFile      = "parties.json"
	instructionsFile = "instructions.json"
	clientsFile      = "clients.json"
)

// Manifest says what the files are of, what they add up to, and what each must be to the last byte.
type Manifest struct {
	// Isin is the series.
	Isin string `json:"isin"`
	// Origin is the state from which the register was taken.
	Origin Origin `json:"origin"`
	// Totals are what the files add up to.
	Totals Totals `json:"totals"`
	// Files are all files but the manifest, by name.
	Files []File `json:"files"`
}

// Origin names a state of a chain.
type Origin struct {
	ChainID string `json:"chain_id"`
	Height  int64  `json:"height"`
}

// Totals are figures that people compare.
type Totals struct {
	// Outstanding is the face that the holdings sum to.
	Outstanding math.Int `json:"outstanding"`
	// Holders counts accounts.
	Holders int `json:"holders"`
	// Cash is what the issuer has paid in and holders have not been paid yet, in base units of the currency.
	Cash math.Int `json:"cash"`
	// Instructions counts those that are open.
	Instructions int `json:"instructions"`
}

// File is a file and its checksum.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

func (r Register) totals() Totals {
	return Totals{
		Outstanding: r.outstanding(), Holders: len(r.Holdings), Cash: r.cash(), Instructions: len(r.Settlement.Settlements),
	}
}

// Write writes a register into a folder, which it makes.
func Write(cdc codec.JSONCodec, dir string, r Register, origin Origin) (Manifest, error) {
	manifest := Manifest{Isin: r.Bond.Series[0].Terms.Isin, Origin: origin, Totals: r.totals()}
	files, err := r.files(cdc)
	if err != nil {
		return manifest, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return manifest, err
	}
	for name, content := range files {
		manifest.Files = append(manifest.Files, File{Name: name, SHA256: checksum(content)})
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return manifest, err
		}
	}
	slices.SortFunc(manifest.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	content, err := indented(manifest)
	if err != nil {
		return manifest, err
	}
	return manifest, os.WriteFile(filepath.Join(dir, manifestFile), content, 0o644)
}

// Read reads a register back, and refuses files that are not those of the manifest or do not add up to it.
func Read(cdc codec.JSONCodec, dir string) (Register, Manifest, error) {
	var manifest Manifest
	content, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return Register{}, manifest, err
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		return Register{}, manifest, fmt.Errorf("%w: %s: %w", ErrTampered, manifestFile, err)
	}
	files := map[string][]byte{}
	for _, file := range manifest.Files {
		content, err := os.ReadFile(filepath.Join(dir, filepath.Base(file.Name)))
		if err != nil {
			return Register{}, manifest, err
		}
		if checksum(content) != file.SHA256 {
			return Register{}, manifest, fmt.Errorf("%w: %s has another checksum", ErrTampered, file.Name)
		}
		files[file.Name] = content
	}
	r, err := parse(cdc, files)
	if err != nil {
		return r, manifest, fmt.Errorf("%w: %w", ErrTampered, err)
	}
	if len(r.Bond.Series) != 1 || r.Bond.Series[0].Terms.Isin != manifest.Isin {
		return r, manifest, fmt.Errorf("%w: not one series %s", ErrTampered, manifest.Isin)
	}
	if got, want := fmt.Sprint(r.totals()), fmt.Sprint(manifest.Totals); got != want {
		return r, manifest, fmt.Errorf("%w: totals are %s, the manifest says %s", ErrTampered, got, want)
	}
	return r, manifest, r.check()
}

func checksum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func (r Register) files(cdc codec.JSONCodec) (map[string][]byte, error) {
	series := r.Bond
	series.Holders, series.Params = nil, bondtypes.DefaultParams()
	files := map[string][]byte{}
	for name, part := range map[string]struct {
		message proto.Message
		without []string
	}{
		seriesFile:       {&series, []string{"params", "clock", "holders"}},
		partiesFile:      {&r.Custody, []string{"params"}},
		instructionsFile: {&r.Settlement, []string{"params", "cursor", "arrivals"}},
		clientsFile:      {&r.Omnibus, nil},
	} {
		content, err := cdc.MarshalJSON(part.message)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(content, &fields); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, field := range part.without {
			delete(fields, field)
		}
		if files[name], err = indented(fields); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	holders := [][]string{{"account", "units", "suspense_of", "escrow_of"}}
	for _, h := range r.Holdings {
		holders = append(holders, []string{h.Account, h.Units.String(), h.SuspenseOf, h.EscrowOf})
	}
	entitlements := [][]string{{"holder", "settled", "payment", "amount"}}
	for _, row := range r.Bond.Holders {
		settled := strconv.FormatUint(uint64(row.Settled), 10)
		if len(row.Pending) == 0 {
			entitlements = append(entitlements, []string{row.Holder, settled, "", ""})
		}
		for _, pending := range row.Pending {
			entitlements = append(entitlements, []string{row.Holder, settled, strconv.FormatUint(uint64(pending.Number), 10), pending.Amount.String()})
		}
	}
	var err error
	if files[holdersFile], err = table(holders); err != nil {
		return nil, err
	}
	files[entitlementsFile], err = table(entitlements)
	return files, err
}

func parse(cdc codec.JSONCodec, files map[string][]byte) (r Register, err error) {
	for name, message := range map[string]proto.Message{
		seriesFile: &r.Bond, partiesFile: &r.Custody, instructionsFile: &r.Settlement, clientsFile: &r.Omnibus,
	} {
		if err := cdc.UnmarshalJSON(files[name], message); err != nil {
			return r, fmt.Errorf("%s: %w", name, err)
		}
	}
	holders, err := rows(files[holdersFile], 4)
	if err != nil {
		return r, fmt.Errorf("%s: %w", holdersFile, err)
	}
	for _, fields := range holders {
		units, ok := math.NewIntFromString(fields[1])
		if !ok || !units.IsPositive() {
			return r, fmt.Errorf("%s: %q units", holdersFile, fields[1])
		}
		r.Holdings = append(r.Holdings, Holding{Account: fields[0], Units: units, SuspenseOf: fields[2], EscrowOf: fields[3]})
	}
	entitlements, err := rows(files[entitlementsFile], 4)
	if err != nil {
		return r, fmt.Errorf("%s: %w", entitlementsFile, err)
	}
	for _, fields := range entitlements {
		if err := r.addEntitlement(fields); err != nil {
			return r, fmt.Errorf("%s: %w", entitlementsFile, err)
		}
	}
	return r, nil
}

// addEntitlement reads a line; lines of one holder follow each other.
func (r *Register) addEntitlement(fields []string) error {
	settled, err := strconv.ParseUint(fields[1], 10, 32)
	if err != nil {
		return err
	}
	last := len(r.Bond.Holders) - 1
	if last < 0 || r.Bond.Holders[last].Holder != fields[0] {
		row := bondtypes.HolderRow{Holder: fields[0], Settled: uint32(settled)}
		if len(r.Bond.Series) == 1 {
			row.Isin = r.Bond.Series[0].Terms.Isin
		}
		r.Bond.Holders = append(r.Bond.Holders, row)
		last++
	}
	if fields[2] == "" {
		return nil
	}
	number, err := strconv.ParseUint(fields[2], 10, 32)
	if err != nil {
		return err
	}
	amount, ok := math.NewIntFromString(fields[3])
	if !ok {
		return fmt.Errorf("%q is no amount", fields[3])
	}
	row := &r.Bond.Holders[last]
	row.Pending = append(row.Pending, bondtypes.Entitlement{Number: uint32(number), Amount: amount})
	return nil
}

func indented(value any) ([]byte, error) {
	content, err := json.MarshalIndent(value, "", "  ")
	return append(content, '\n'), err
}

func table(lines [][]string) ([]byte, error) {
	var content bytes.Buffer
	err := csv.NewWriter(&content).WriteAll(lines)
	return content.Bytes(), err
}

// rows reads a table without its heading.
func rows(content []byte, columns int) ([][]string, error) {
	reader := csv.NewReader(bytes.NewReader(content))
	reader.FieldsPerRecord = columns
	lines, err := reader.ReadAll()
	if err == nil && len(lines) == 0 {
		err = errors.New("no heading")
	}
	if err != nil {
		return nil, err
	}
	return lines[1:], nil
}
