package types

// fits tells whether the sweep can be in its phase with the payment as it stands.
func (s Sweep) fits(payment Payment) bool {
	switch s.Phase {
	case SWEEP_PHASE_HOLDERS:
		return payment.Status == PAYMENT_STATUS_PAYABLE && !payment.Swept ||
			payment.Kind == PAYMENT_KIND_PRINCIPAL && payment.Status == PAYMENT_STATUS_PAID
	case SWEEP_PHASE_PENDING:
		return payment.Swept && payment.Status == PAYMENT_STATUS_PAYABLE
	default:
		return false
	}
}
