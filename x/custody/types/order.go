package types

// Order is who acts for both sides, and why, for the public register.
type Order struct {
	// By proposed and Second approved; Second is empty where one side acts alone.
	By, Second string
	// Code and Note say why.
	Code ReasonCode
	Note string
}
