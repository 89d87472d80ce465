// Package scenario plays a script on the real application in memory and compares what happened with what the script says.
//
// A script is a text that a person reads: prose, commands, and under each command what came of it.
//
//	# Lines like this one are prose; so is an empty line.
//	begin 2026-01-07                         the first command: when the chain starts, in Tokyo
//	let issue = JP1103811S13                 a word that stands for another
//	form jgb terms.currency=ujpy …           fields that a message takes over by @jgb; of a field named twice the last holds
//	actors alice bob                         accounts with a key, funded with the fee token
//	wait 2026-06-22                          until that date has begun in Tokyo
//	wait 2026-06-22 11:50                    until that minute in Tokyo
//	block                                    one block more
//	dealer+client: custody.SettleDirect      a transaction: who signs, module and message,
//	  isin=issue face=400,000,000            and its fields, over as many indented lines as it takes
//	  > refused: …                           what came of it
//	query bond.Payments isin=issue each=payments show=number,status [sorted]
//	bid AUCTION alice 100.60=300,000,000     a seal, by whom and of what; without-price=FACE bids so too
//	reveal AUCTION alice bob                 what they sealed, opened
//	bid bob/7 alice "0.75=100 yen" repo=5    the same in bob's funding operation 7; reveal bob/7 alice
//	curve JPY 2.85                           the curve as of today: level, or moved as a whole by +1.00
//	fx USD/JPY 150                           the exchange rate as of today
//	figures august2024 2024-08-05            both, as they were on that day
//	pass 4h                                  time with blocks in it; wait is an outage, if it is long
//	positions ujpy                           who owes in a market, and how the positions stand
//	ledger                                   what every account holds
//	ledger in=yen,issue alice bob            the same of some denoms and accounts
//	holders issue other                      who holds series, and that it sums to what is outstanding
//	audit                                    the laws of all modules hold
//	reborn                                   the chain goes on from an export of itself
//
// Fields are named as in the protos: a dot goes into a message, a number into a list (bids.0.price=100.60). The fields of
// those who sign fill themselves in. A value is written as people write it: the name of an actor for an address, module:NAME
// for a module's account, suspense:NAME for an actor's suspense account, 1,000,000 for a number, 5,000 yen or 12ukoku for a
// coin, fixed for SERIES_KIND_FIXED, 2026-01-07T11:50 for a moment in Tokyo. What has blanks in it stands in double quotes.
// A settlement is named by its parties and their reference: trade:SIDE:SIDE:REFERENCE, claim:SIDE:SIDE:REFERENCE and
// set:PROPOSER:REFERENCE for its id, digest:PROPOSER:REFERENCE for that of a set's terms.
// The signer "governance" acts as after a passed proposal. A test may add commands of its own.
//
// Run it with KOKUSAI_UPDATE=1 to write down what came of each command, and read the difference.
package scenario
