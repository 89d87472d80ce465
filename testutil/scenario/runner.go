package scenario

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	abci "github.com/cometbft/cometbft/abci/types"

	sdk "github.com/cosmos/cosmos-sdk/types"
	authtypes "github.com/cosmos/cosmos-sdk/x/auth/types"

	"github.com/kokusai-chain/kokusai/testutil"
	custodytypes "github.com/kokusai-chain/kokusai/x/custody/types"
)

// updateEnv makes Play write the answers into the script instead of comparing them.
const updateEnv = "KOKUSAI_UPDATE"

// Verb is a command that a test adds. It returns what came of it, line by line.
type Verb func(r *Runner, words []string) []string

// Runner plays one script on one chain.
type Runner struct {
	// Chain is what the script is played on.
	Chain *testutil.Chain

	t     *testing.T
	verbs map[string]Verb
	names []string            // of actors, in the order in which they came
	words map[string]string   // what let has defined
	forms map[string][]string // what form has defined
	ids   map[string]string   // of settlements, as the script writes them
	// sealed are the bids that bidders keep until they reveal them, by what they are in and bidder.
	sealed map[string]sdk.Msg
	where  string // the line being played
}

// Opening starts the chain of a script in the middle of a day and names the actors that are there already.
type Opening func(t *testing.T, start time.Time) (chain *testutil.Chain, actors []string)

// Market opens the yen market of the fixture.
func Market(t *testing.T, start time.Time) (*testutil.Chain, []string) {
	t.Helper()
	return testutil.NewMarket(t, start).Chain,
		[]string{"ministry", "treasury", "custodian", "bank", "dealer", "client", "retail", "stranger", "lender"}
}

// Play plays the script and fails the test where something else comes of a command than the script says.
func Play(t *testing.T, path string, open Opening, verbs map[string]Verb) {
	t.Helper()
	s, err := readScript(path)
	require.NoError(t, err)
	require.NotEmpty(t, s.commands, path)
	require.Equal(t, "begin", s.commands[0].words[0], "%s: the first command is begin DATE", path)
	chain, actors := open(t, testutil.Day(s.commands[0].words[1]))
	r := &Runner{
		Chain: chain, t: t, names: actors, words: map[string]string{}, forms: map[string][]string{}, ids: map[string]string{},
		sealed: map[string]sdk.Msg{},
	}
	r.verbs = map[string]Verb{
		"begin": func(*Runner, []string) []string { return nil },
		"let":   let, "form": form, "actors": addActors, "wait": wait, "block": block, "query": query, "ledger": ledger, "holders": holders, "audit": audit, "reborn": reborn,
		"bid": bid, "reveal": reveal,
		"curve": curve, "fx": fx, "figures": figures, "pass": pass, "positions": positions,
	}
	for name, verb := range verbs {
		r.verbs[name] = verb
	}
	answers := make([][]string, len(s.commands))
	for i, c := range s.commands {
		r.where = fmt.Sprintf("%s:%d: %s", path, c.line, strings.TrimSpace(c.text[0]))
		answers[i] = r.play(c.words)
		if os.Getenv(updateEnv) == "" {
			require.Equal(t, said(c.answer), said(answers[i]), r.where)
		}
	}
	chain.Audited()
	if os.Getenv(updateEnv) != "" {
		require.NoError(t, os.WriteFile(path, []byte(s.write(answers)), 0o644))
	}
}

// said is an answer as one text, without the blanks at the ends of lines that editors take away.
func said(lines []string) string {
	kept := make([]string, len(lines))
	for i, line := range lines {
		kept[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(kept, "\n")
}

func (r *Runner) play(words []string) []string {
	if signers, ok := strings.CutSuffix(words[0], ":"); ok {
		r.Require(len(words) > 1, "no message")
		return r.transact(strings.Split(signers, "+"), words[1], words[2:])
	}
	verb, ok := r.verbs[words[0]]
	r.Require(ok, "no such command: "+words[0])
	return verb(r, words[1:])
}

// Require fails the test at the line that is being played unless ok.
func (r *Runner) Require(ok bool, why string) {
	r.t.Helper()
	if !ok {
		r.t.Fatalf("%s: %s", r.where, why)
	}
}

// NoError fails the test at the line that is being played if there is an error.
func (r *Runner) NoError(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatalf("%s: %s", r.where, err)
	}
}

// Actor returns the actor of that name, which must have come before.
func (r *Runner) Actor(name string) *testutil.Actor {
	for _, known := range r.names {
		if known == name {
			return r.Chain.Actor(name)
		}
	}
	r.Require(false, "no actor "+name)
	return nil
}

// Word returns what a word stands for.
func (r *Runner) Word(word string) string {
	if meaning, ok := r.words[word]; ok {
		return meaning
	}
	return word
}

// Outcome says what came of a transaction: nothing if it succeeded and answered nothing.
func (r *Runner) Outcome(result *abci.ExecTxResult) []string {
	if result.Code != 0 {
		return []string{"refused: " + r.named(firstLine(result.Log))}
	}
	return nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimPrefix(line, "failed to execute message; message index: 0: ")
}

// address returns the account that a name stands for, if it stands for one.
func (r *Runner) address(name string) (string, bool) {
	if module, ok := strings.CutPrefix(name, "module:"); ok {
		return authtypes.NewModuleAddress(module).String(), true
	}
	if owner, ok := strings.CutPrefix(name, "suspense:"); ok {
		return custodytypes.SuspenseAddress(r.Actor(owner).Addr).String(), true
	}
	if name == "governance" {
		return testutil.Governance, true
	}
	for _, known := range r.names {
		if known == name {
			return r.Chain.Actor(name).String(), true
		}
	}
	return "", false
}

// named returns a text with names in place of addresses.
func (r *Runner) named(text string) string {
	for id, name := range r.ids {
		text = strings.ReplaceAll(text, id, name)
	}
	if !strings.Contains(text, "kokusai1") {
		return text
	}
	for _, name := range r.names {
		actor := r.Chain.Actor(name)
		text = strings.ReplaceAll(text, actor.String(), name)
		text = strings.ReplaceAll(text, custodytypes.SuspenseAddress(actor.Addr).String(), "suspense:"+name)
	}
	for module := range r.Chain.Kokusai.AccountKeeper.GetModulePermissions() {
		text = strings.ReplaceAll(text, authtypes.NewModuleAddress(module).String(), "module:"+module)
	}
	return text
}

func let(r *Runner, words []string) []string {
	r.Require(len(words) == 3 && words[1] == "=", "let WORD = MEANING")
	r.words[words[0]] = words[2]
	return nil
}

func form(r *Runner, words []string) []string {
	r.Require(len(words) > 1, "form NAME FIELD=VALUE...")
	r.forms[words[0]] = r.filled(words[1:])
	return nil
}

// filled returns fields with those of the forms that are named by @NAME in their places.
func (r *Runner) filled(words []string) (fields []string) {
	for _, word := range words {
		name, isForm := strings.CutPrefix(word, "@")
		if !isForm {
			fields = append(fields, word)
			continue
		}
		form, known := r.forms[name]
		r.Require(known, "no form "+name)
		fields = append(fields, form...)
	}
	return fields
}

func addActors(r *Runner, words []string) []string {
	for _, name := range words {
		_, taken := r.address(name)
		r.Require(!taken, "there is an account "+name+" already")
		r.Chain.Actor(name)
		r.names = append(r.names, name)
	}
	return nil
}

// tokyo is how far civil time in Tokyo is ahead of UTC.
const tokyo = 9 * time.Hour

func wait(r *Runner, words []string) []string {
	r.Require(len(words) == 1 || len(words) == 2, "wait DATE [HH:MM]")
	clock := "00:00"
	if len(words) == 2 {
		clock = words[1]
	}
	moment, err := time.Parse("2006-01-02 15:04", r.Word(words[0])+" "+clock)
	r.NoError(err)
	r.Chain.WaitForBusinessTime(moment.Add(-tokyo))
	return nil
}

func block(r *Runner, _ []string) []string {
	r.Chain.Block()
	return nil
}

func audit(r *Runner, _ []string) []string {
	r.NoError(r.Chain.Kokusai.Audit(r.Chain.Committed()))
	return nil
}

func reborn(r *Runner, _ []string) []string {
	r.Chain.Reborn()
	return nil
}
