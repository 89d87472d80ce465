package localnet

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The cases of RFC 7386, appendix A, and numbers that a float would lose.
func TestMergePatch(t *testing.T) {
	for _, c := range []struct{ document, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`["a","b"]`, `["c","d"]`, `["c","d"]`},
		{`{"a":"b"}`, `["c"]`, `["c"]`},
		{`{"a":"foo"}`, `null`, `null`},
		{`{"a":"foo"}`, `"bar"`, `"bar"`},
		{`{"e":null}`, `{"a":1}`, `{"a":1,"e":null}`},
		{`[1,2]`, `{"a":"b","c":null}`, `{"a":"b"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{`{"a":18446744073709551615}`, `{"b":0.10}`, `{"a":18446744073709551615,"b":0.10}`},
	} {
		got, err := mergePatch([]byte(c.document), []byte(c.patch))
		require.NoError(t, err)
		require.Equal(t, c.want, string(got), "%s patched with %s", c.document, c.patch)
	}
	for _, patch := range []string{``, `{`, `{} {}`} {
		_, err := mergePatch([]byte(`{}`), []byte(patch))
		require.ErrorContains(t, err, "patch", patch)
	}
}
