package haircut

import (
	"cosmossdk.io/math"

	"github.com/kokusai-chain/kokusai/x/internal/date"
)

// CollateralPrices returns the Bank of Japan's collateral values in percent of market price, oldest revision first
// ("Prices of Eligible Collateral", dated by its revision; inflation-linked bonds by the decision that first accepted
// them). The bank revises them every year, and revisions that nothing here needs are left out.
func CollateralPrices() []Table {
	return []Table{
		{From: date.MustParse("2004-02-05"), Rows: map[Kind]Row{
			Linker: row("97", "97", "95", "90", "85", "85"),
		}},
		{From: date.MustParse("2023-10-10"), Rows: map[Kind]Row{
			Fixed:  row("99", "99", "98", "97", "96", "94"),
			Strip:  row("98", "98", "97", "96", "95", "92"),
			Linker: row("95", "95", "94", "", "", ""),
		}},
		{From: date.MustParse("2024-10-11"), Rows: map[Kind]Row{
			Fixed:  row("99", "99", "98", "97", "95", "94"),
			Strip:  row("98", "98", "97", "96", "94", "92"),
			Linker: row("95", "95", "94", "", "", ""),
		}},
	}
}

// RepurchaseMargins returns the Bank of Japan's margin ratios, market price ÷ start price, for securities it buys under
// repurchase agreements ("Margin Ratios for the Purchase/Sale of Japanese Government Securities with Repurchase
// Agreements").
func RepurchaseMargins() []Table {
	return []Table{{From: date.MustParse("2023-10-10"), Rows: map[Kind]Row{
		Fixed:  row("1.002", "1.004", "1.009", "1.016", "1.029", "1.041"),
		Linker: row("1.018", "1.020", "1.025", "", "", ""),
	}}}
}

// row builds a Row from its text; an empty cell is not accepted.
func row(cells ...string) Row {
	var r Row
	for bucket, cell := range cells {
		if cell != "" {
			r[bucket] = math.LegacyMustNewDecFromStr(cell)
		}
	}
	return r
}
