package types_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/kokusai-chain/kokusai/x/carry/types"
)

func TestValidateTemplate(t *testing.T) {
	required, optional := []string{types.HoldAccount, types.HoldAmount}, []string{types.HoldIdle}
	check := func(template string) error { return types.ValidateTemplate("test", template, required, optional) }
	require.NoError(t, check(`{"@type":"/a.b.MsgC","who":"{account}","what":{"amount":"{amount}"},"note":["x{idle}y"]}`))
	for name, template := range map[string]string{
		"empty":            ``,
		"no JSON":          `{account}{amount}`,
		"a list":           `[{"@type":"/a.B","x":"{account}{amount}"}]`,
		"trailing":         `{"@type":"/a.B","x":"{account}{amount}"} {}`,
		"no type":          `{"x":"{account}{amount}"}`,
		"type of a number": `{"@type":1,"x":"{account}{amount}"}`,
		"type without /":   `{"@type":"a.B","x":"{account}{amount}"}`,
		"type with a name": `{"@type":"/{account}","x":"{amount}"}`,
		"name as key":      `{"@type":"/a.B","{account}":"{amount}"}`,
		"name as deep key": `{"@type":"/a.B","x":[{"{amount}":"{account}"}]}`,
		"unknown name":     `{"@type":"/a.B","x":"{account}{amount}{claims}"}`,
		"missing name":     `{"@type":"/a.B","x":"{account}"}`,
		"not ASCII":        `{"@type":"/a.B","x":"{account}{amount}円"}`,
		"control":          "{\"@type\":\"/a.B\",\"x\":\"{account}{amount}\u0001\"}",
		"too long":         `{"@type":"/a.B","x":"{account}{amount}` + strings.Repeat("x", types.MaxTemplateBytes) + `"}`,
	} {
		require.ErrorIs(t, check(template), types.ErrInvalidTemplate, name)
	}
}

func TestRender(t *testing.T) {
	template := "{\"@type\":\"/a.B\",\n \"x\": \"{account}-{amount}\"}"
	message, err := types.Render(template, types.Substitution{Name: "account", Value: "ny1abc"}, types.Substitution{Name: "amount", Value: "12"})
	require.NoError(t, err)
	require.Equal(t, `{"@type":"/a.B","x":"ny1abc-12"}`, string(message))
	for name, value := range map[string]string{
		"quote": `a"b`, "brace": `{amount}`, "backslash": `a\u0022`, "comma": `a,b`, "space": `a b`, "nothing": ``,
		"newline": "a\nb", "unicode": "円", "long": strings.Repeat("a", 257),
	} {
		_, err := types.Render(template, types.Substitution{Name: "account", Value: value}, types.Substitution{Name: "amount", Value: "1"})
		require.ErrorIs(t, err, types.ErrInvalidTemplate, name)
	}
	_, err = types.Render(template, types.Substitution{Name: "account", Value: "a"})
	require.ErrorIs(t, err, types.ErrInvalidTemplate, "no value")
}

// TestRenderKeepsTheShape: whatever the values, the message has the template's fields and no others.
func TestRenderKeepsTheShape(t *testing.T) {
	template := `{"@type":"/a.B","signer":"{account}","coin":{"amount":"{amount}","denom":"uusd"}}`
	rapid.Check(t, func(t *rapid.T) {
		account, amount := rapid.String().Draw(t, "account"), rapid.StringMatching(`[a-z0-9"{}\\/]{1,12}`).Draw(t, "amount")
		message, err := types.Render(template, types.Substitution{Name: "account", Value: account}, types.Substitution{Name: "amount", Value: amount})
		if err != nil {
			return
		}
		var got map[string]any
		require.NoError(t, json.Unmarshal(message, &got))
		require.Equal(t, map[string]any{
			"@type": "/a.B", "signer": account, "coin": map[string]any{"amount": amount, "denom": "uusd"},
		}, got)
	})
}
