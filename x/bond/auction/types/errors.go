package types

import (
	"google.golang.org/grpc/codes"

	errorsmod "cosmossdk.io/errors"
)

func register(code uint32, grpcCode codes.Code, text string) *errorsmod.Error {
	return errorsmod.RegisterWithGRPCCode(ModuleName, code, grpcCode, text)
}

// Requests that are wrong in themselves.
var (
	ErrInvalidParams      = register(2, codes.InvalidArgument, "invalid parameters")
	ErrInvalidAddress     = register(3, codes.InvalidArgument, "invalid address")
	ErrInvalidTerms       = register(4, codes.InvalidArgument, "invalid auction terms")
	ErrInvalidTimes       = register(5, codes.InvalidArgument, "times of the auction out of order")
	ErrInvalidAmount      = register(6, codes.InvalidArgument, "invalid amount")
	ErrInvalidParticipant = register(7, codes.InvalidArgument, "invalid participant")
	ErrInvalidSeal        = register(8, codes.InvalidArgument, "invalid seal or salt")
	ErrInvalidBid         = register(9, codes.InvalidArgument, "invalid bid")
	ErrOffTick            = register(10, codes.InvalidArgument, "bid level off the tick")
	ErrBelowUnit          = register(11, codes.InvalidArgument, "bid below the bid unit or not a multiple of it")
	ErrBeyondLevel        = register(12, codes.InvalidArgument, "bid level out of range")
	ErrInvalidQuery       = register(13, codes.InvalidArgument, "invalid request")
	ErrInvalidGenesis     = register(14, codes.InvalidArgument, "invalid genesis")
)

// What was named does not exist.
var (
	ErrAuctionNotFound     = register(20, codes.NotFound, "auction not found")
	ErrTenderNotFound      = register(21, codes.NotFound, "bidder has no bids in the auction")
	ErrParticipantNotFound = register(22, codes.NotFound, "participant not found")
)

// What was named is not in a state that allows it.
var (
	ErrAuctionExists     = register(30, codes.AlreadyExists, "auction already announced")
	ErrWrongPhase        = register(31, codes.FailedPrecondition, "auction is not in that phase")
	ErrDeadlinePassed    = register(32, codes.FailedPrecondition, "deadline passed")
	ErrTooEarly          = register(33, codes.FailedPrecondition, "not yet")
	ErrAlreadyCommitted  = register(34, codes.AlreadyExists, "bidder has sealed bids already")
	ErrAlreadyRevealed   = register(35, codes.AlreadyExists, "bids are revealed already")
	ErrSealMismatch      = register(36, codes.FailedPrecondition, "revealed bids do not match the seal")
	ErrReferencesMissing = register(37, codes.FailedPrecondition, "reference yields or prices are not published")
	ErrNotFunded         = register(38, codes.FailedPrecondition, "buy-back is not funded")
	ErrNotOnOffer        = register(39, codes.FailedPrecondition, "series cannot be auctioned so")
)

// The account may not do it.
var (
	ErrNotIssuerAuthority = register(40, codes.PermissionDenied, "not the issuer's authority account")
	ErrNotAdmitted        = register(41, codes.PermissionDenied, "bidder is not admitted to the auction")
	ErrNotDealer          = register(42, codes.PermissionDenied, "bidder is not a primary dealer")
	ErrRegisterFull       = register(43, codes.ResourceExhausted, "no room for another participant")
	ErrMixedBids          = register(44, codes.FailedPrecondition, "a bidder is either competitive or non-competitive")
	ErrRoundNotOpen       = register(45, codes.FailedPrecondition, "auction has no such round")
	ErrBidOpen            = register(46, codes.FailedPrecondition, "the account has a bid in an auction that is not over")
)

// The money or the amounts do not allow it.
var (
	ErrOverCap          = register(50, codes.FailedPrecondition, "above what one bidder may bid for")
	ErrInsufficientCash = register(51, codes.FailedPrecondition, "bidder cannot pay")
	ErrWrongCurrency    = register(52, codes.InvalidArgument, "not the currency of the auction")
	ErrAboveAuthorised  = register(53, codes.FailedPrecondition, "above the authorised amount")
	ErrOverfunded       = register(54, codes.FailedPrecondition, "more than the buy-back can cost")
)

// ErrBrokenLaw is returned when the ledger contradicts itself. It never is unless there is a defect.
var ErrBrokenLaw = register(60, codes.Internal, "broken law of x/bond/auction")
