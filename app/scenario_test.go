package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kokusai-chain/kokusai/testutil/scenario"
)

// Every script in testdata/scenarios is played on the yen market of the fixture.
func TestScenarios(t *testing.T) {
	scripts, err := filepath.Glob("testdata/scenarios/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, script := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(script), ".txt"), func(t *testing.T) {
			scenario.Play(t, script, scenario.Market, nil)
		})
	}
}
