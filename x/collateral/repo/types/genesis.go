package types

import (
	"cosmossdk.io/math"

	sdk "github.com/cosmos/cosmos-sdk/types"
)

// DefaultGenesis is a state without repos.
func DefaultGenesis() *GenesisState { return &GenesisState{Params: DefaultParams()} }

// Validate checks a genesis state by itself: nothing twice, nothing that refers to what is not there, no repo in a state that
// its fields contradict.
func (gs GenesisState) Validate() error {
	if err := gs.Params.Validate(); err != nil {
		return err
	}
	baskets := map[string]bool{}
	for _, basket := range gs.Baskets {
		if err := basket.Validate(); err != nil {
			return err
		}
		if baskets[basket.Id] {
			return ErrInvalidGenesis.Wrapf("basket %q twice", basket.Id)
		}
		baskets[basket.Id] = true
	}
	givers := map[string]bool{}
	for _, inventory := range gs.Inventories {
		if _, err := sdk.AccAddressFromBech32(inventory.Giver); err != nil {
			return ErrInvalidGenesis.Wrapf("inventory: %s", err)
		}
		if err := ValidateInventory(inventory.Isins); err != nil {
			return err
		}
		if givers[inventory.Giver] || len(inventory.Isins) == 0 {
			return ErrInvalidGenesis.Wrapf("inventory of %s twice or empty", inventory.Giver)
		}
		givers[inventory.Giver] = true
	}
	repos := map[string]bool{}
	for _, repo := range gs.Repos {
		name := PledgeRef(repo.Offerer, repo.Number)
		if repos[name] {
			return ErrInvalidGenesis.Wrapf("repo %s twice", name)
		}
		repos[name] = true
		if err := repo.validate(); err != nil {
			return ErrInvalidGenesis.Wrapf("repo %s: %s", name, err)
		}
		if repo.Terms.BasketId != "" && !baskets[repo.Terms.BasketId] {
			return ErrInvalidGenesis.Wrapf("repo %s: no basket %q", name, repo.Terms.BasketId)
		}
	}
	return nil
}

func (r Repo) validate() error {
	if err := r.Terms.Validate(); err != nil {
		return err
	}
	if !r.IsParty(r.Offerer) {
		return ErrNotParty.Wrap("who offered is neither giver nor taker")
	}
	if r.Principal.IsNil() || r.Interest.IsNil() || r.IncomeOwed.IsNil() || r.Principal.IsNegative() || r.IncomeOwed.IsNegative() {
		return ErrInvalidAmount.Wrap("an amount is missing or negative")
	}
	if len(r.Holdings) > MaxSeries {
		return ErrTooManySeries.Wrapf("%d, at most %d", len(r.Holdings), MaxSeries)
	}
	for i, holding := range r.Holdings {
		if err := ValidateBonds(sdk.Coins{holding.Bonds}); err != nil {
			return err
		}
		if i > 0 && r.Holdings[i-1].Bonds.Denom >= holding.Bonds.Denom {
			return ErrInvalidAmount.Wrapf("holding %s is out of order or twice", holding.Bonds.Denom)
		}
		if holding.IncomeMark.IsNil() || holding.IncomeMark.IsNegative() {
			return ErrInvalidAmount.Wrapf("holding %s has no income mark", holding.Bonds.Denom)
		}
	}
	return r.validateStatus()
}

// validateStatus checks that each state has what it needs and nothing of another.
func (r Repo) validateStatus() error {
	live := r.Status == STATUS_LIVE || r.Status == STATUS_RETURN_FAILED
	switch r.Status {
	case STATUS_OFFERED, STATUS_AGREED:
		if len(r.Holdings) > 0 || !r.Principal.IsZero() || r.Call != nil || r.CloseOut != nil {
			return ErrStatus.Wrapf("%s with bonds, cash, a call or a sale", r.Status)
		}
	case STATUS_LIVE, STATUS_RETURN_FAILED:
		if _, err := ParseDate("accrued date", r.AccruedDate); err != nil {
			return err
		}
		if r.CloseOut != nil {
			return ErrStatus.Wrapf("%s with a sale", r.Status)
		}
	case STATUS_DEFAULTED, STATUS_CLOSED:
		if r.CloseOut == nil || r.CloseOut.Claim.IsNil() || r.CloseOut.Claim.IsZero() {
			return ErrStatus.Wrapf("%s without a claim", r.Status)
		}
		if r.Status == STATUS_CLOSED && len(r.Holdings) > 0 {
			return ErrStatus.Wrap("closed with bonds")
		}
	default:
		return ErrStatus.Wrapf("%s is not kept", r.Status)
	}
	if r.Call != nil && (!live || r.Call.Shortfall.IsNil() || !r.Call.Shortfall.IsPositive()) {
		return ErrStatus.Wrapf("%s with a margin call of nothing", r.Status)
	}
	if r.EndDate != "" {
		if _, err := ParseDate("end date", r.EndDate); err != nil {
			return err
		}
	}
	return nil
}

// Claim is what remains unpaid after a close-out, zero before.
func (r Repo) Claim() math.Int {
	if r.CloseOut == nil {
		return math.ZeroInt()
	}
	return r.CloseOut.Claim
}
