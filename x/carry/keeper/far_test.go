package keeper_test

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	"cosmossdk.io/math"

	"github.com/cosmos/cosmos-sdk/codec"
	codectypes "github.com/cosmos/cosmos-sdk/codec/types"
	sdk "github.com/cosmos/cosmos-sdk/types"
	"github.com/cosmos/gogoproto/proto"
	icahosttypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/host/types"
	icatypes "github.com/cosmos/ibc-go/v11/modules/apps/27-interchain-accounts/types"
	transfertypes "github.com/cosmos/ibc-go/v11/modules/apps/transfer/types"
	clienttypes "github.com/cosmos/ibc-go/v11/modules/core/02-client/types"
	channeltypes "github.com/cosmos/ibc-go/v11/modules/core/04-channel/types"

	"github.com/kokusai-chain/kokusai/x/carry/types"
	collateraltypes "github.com/kokusai-chain/kokusai/x/collateral/types"
	"github.com/kokusai-chain/kokusai/x/internal/rounding"
)

// The venue of the tests is the dollar pool of a chain that runs x/collateral. Its messages are written out as that
// chain's codec prints them: the model decodes them as a real host does, and refuses what does not survive the round trip.
const (
	supplyMessage = `{"@type":"/kokusai.collateral.v1.MsgSupply","supplier":"{account}",
		"amount":{"denom":"uusd","amount":"{amount}"}}`
	withdrawMessage = `{"@type":"/kokusai.collateral.v1.MsgWithdraw","supplier":"{account}","denom":"uusd",
		"amount":"0","claims":"{claims}","all":false}`
	homeMessage = `{"@type":"/ibc.applications.transfer.v1.MsgTransfer","source_port":"transfer","source_channel":"channel-7",
		"token":{"denom":"uusd","amount":"{amount}"},"sender":"{account}","receiver":"{receiver}",
		"timeout_height":{"revision_number":"0","revision_height":"0"},"timeout_timestamp":"{timeout}","memo":"","encoding":""}`
	refundGuard = `{"@type":"/ibc.core.channel.v1.MsgAcknowledgement","packet":{"sequence":"{sequence}",
		"source_port":"transfer","source_channel":"channel-7","destination_port":"transfer","destination_channel":"channel-0",
		"data":"AA==","timeout_height":{"revision_number":"0","revision_height":"0"},"timeout_timestamp":"1"},
		"acknowledgement":"AA==","proof_acked":"AA==","proof_height":{"revision_number":"0","revision_height":"1"},
		"signer":"{account}"}`
)

func venueTerms() types.VenueTerms {
	return types.VenueTerms{
		SupplyMessage: supplyMessage, WithdrawMessage: withdrawMessage, HomeMessage: homeMessage, RefundGuard: refundGuard,
		SupplyResponse:   types.ResponseField{TypeUrl: "/kokusai.collateral.v1.MsgSupplyResponse", Path: []uint32{1}},
		WithdrawResponse: types.ResponseField{TypeUrl: "/kokusai.collateral.v1.MsgWithdrawResponse", Path: []uint32{1}},
		HomeResponse:     types.ResponseField{TypeUrl: "/ibc.applications.transfer.v1.MsgTransferResponse", Path: []uint32{1}},
		Report: &types.ReportQuery{
			Path:       "/kokusai.collateral.v1.Query/Supply",
			Fields:     []types.ReportField{{Number: 1, Value: "{account}"}, {Number: 2, Value: usd}},
			ClaimsPath: []uint32{1},
		},
		TransferTimeoutSeconds: 600, AccountTimeoutSeconds: 600, ReturnTimeoutSeconds: 1200,
		PositionCap: dollars(200_000).Amount, TotalCap: dollars(500_000).Amount,
	}
}

func venueMsg() *types.MsgRegisterVenue {
	return &types.MsgRegisterVenue{
		Authority: gov.String(), Id: venue, ConnectionId: "connection-0", ChannelId: "channel-0", CounterpartyChannelId: "channel-7",
		CashDenom: jpy, Denom: dollar, DenomPath: usd, Terms: venueTerms(),
	}
}

// far is the other chain: dollars in an escrow, in the interchain account and in a pool that earns.
type far struct {
	books
	address string
	codec   *codec.ProtoCodec

	// What it is told to do wrong.
	refuseMoney    bool // the transfer application refuses what arrives
	failSupply     bool
	failWithdraw   bool
	failHome       bool
	garble         bool // answers yes in words nobody understands
	sendLess       bool // sends half of what it is told to send home
	understate     bool // reports fewer claims than there are
	refusedArrival int  // packets that this chain has refused

	// gave is what the last order gave, in clear: claims, money or a sequence; zero if it gave nothing.
	gave math.Int
}

// books are what a failed transaction leaves as it was.
type books struct {
	escrow, account, pool, total math.Int
	claims                       math.Int
	index                        math.LegacyDec
	homeward                     []voyage
}

// voyage is a packet on its way from the other chain to this one.
type voyage struct {
	amount   math.Int
	receiver string
	timeout  uint64
	landed   bool // on this chain
	refunded bool // on the other chain
}

func newFar() *far {
	registry := codectypes.NewInterfaceRegistry()
	collateraltypes.RegisterInterfaces(registry)
	transfertypes.RegisterInterfaces(registry)
	channeltypes.RegisterInterfaces(registry)
	icahosttypes.RegisterInterfaces(registry)
	registry.RegisterImplementations((*sdk.Msg)(nil), &channeltypes.MsgAcknowledgement{}, &icahosttypes.MsgModuleQuerySafe{})
	funds := math.NewInt(1_000_000_000).MulRaw(micro)
	return &far{
		address: "newyork1account", codec: codec.NewProtoCodec(registry),
		books: books{
			escrow: math.ZeroInt(), account: math.ZeroInt(), claims: math.ZeroInt(),
			pool: funds, total: funds.Add(dollars(10_000_000).Amount), index: math.LegacyOneDec(),
		},
	}
}

// earn makes claims worth more.
func (f *far) earn(factor string) { f.index = f.index.Mul(dec(factor)) }

// receive executes a packet of this chain and answers.
func (f *far) receive(w *world, packet channeltypes.Packet) []byte {
	var answer []byte
	var err error
	f.gave = math.ZeroInt()
	before := f.books
	before.homeward = slices.Clone(f.homeward)
	if packet.SourcePort == transfertypes.PortID {
		answer, err = []byte{1}, f.receiveMoney(packet)
	} else {
		answer, err = f.execute(w, packet)
	}
	if err != nil {
		f.books, f.gave = before, math.ZeroInt()
		w.Logf("the other chain refuses: %v", err)
		return channeltypes.NewErrorAcknowledgement(err).Acknowledgement()
	}
	return channeltypes.NewResultAcknowledgement(answer).Acknowledgement()
}

func (f *far) receiveMoney(packet channeltypes.Packet) error {
	data, err := transfertypes.UnmarshalPacketData(packet.Data, transfertypes.V1, "")
	if err != nil {
		return err
	}
	amount, _ := math.NewIntFromString(data.Token.Amount)
	if f.refuseMoney || data.Receiver != f.address || data.Token.Denom.Path() != "transfer/channel-0/uusd" {
		return errTold
	}
	f.escrow, f.account = f.escrow.Sub(amount), f.account.Add(amount)
	return nil
}

func (f *far) execute(w *world, packet channeltypes.Packet) ([]byte, error) {
	var data icatypes.InterchainAccountPacketData
	if err := data.UnmarshalJSON(packet.Data); err != nil {
		return nil, err
	}
	msgs, err := icatypes.DeserializeCosmosTx(f.codec, data.Data, icatypes.EncodingProto3JSON)
	require.NoError(w, err, "the other chain must understand every order: %s", data.Data)
	result := &sdk.TxMsgData{}
	for _, msg := range msgs {
		response, err := f.run(msg)
		if err != nil {
			return nil, err
		}
		packed, err := codectypes.NewAnyWithValue(response)
		require.NoError(w, err)
		if f.garble {
			packed.Value = []byte{0xff}
		}
		result.MsgResponses = append(result.MsgResponses, packed)
	}
	return proto.Marshal(result)
}

func (f *far) run(msg sdk.Msg) (proto.Message, error) {
	switch m := msg.(type) {
	case *collateraltypes.MsgSupply:
		return f.supply(m)
	case *collateraltypes.MsgWithdraw:
		return f.withdraw(m)
	case *transfertypes.MsgTransfer:
		return f.sendHome(m)
	case *channeltypes.MsgAcknowledgement:
		return f.guard(m)
	case *icahosttypes.MsgModuleQuerySafe:
		return f.query(m)
	default:
		return nil, fmt.Errorf("no %T here", msg)
	}
}

func (f *far) supply(m *collateraltypes.MsgSupply) (proto.Message, error) {
	if f.failSupply || m.Supplier != f.address || m.Amount.Denom != usd || m.Amount.Amount.GT(f.account) {
		return nil, errTold
	}
	claims := rounding.QuoDecDown(m.Amount.Amount, f.index)
	if claims.IsZero() {
		return nil, errTold
	}
	f.account, f.pool, f.claims = f.account.Sub(m.Amount.Amount), f.pool.Add(m.Amount.Amount), f.claims.Add(claims)
	f.gave = claims
	return &collateraltypes.MsgSupplyResponse{Claims: claims}, nil
}

func (f *far) withdraw(m *collateraltypes.MsgWithdraw) (proto.Message, error) {
	if f.failWithdraw || m.Supplier != f.address || m.Denom != usd || m.All || m.Claims.GT(f.claims) {
		return nil, errTold
	}
	amount := rounding.MulDecDown(m.Claims, f.index)
	f.account, f.pool, f.claims = f.account.Add(amount), f.pool.Sub(amount), f.claims.Sub(m.Claims)
	f.gave = amount
	return &collateraltypes.MsgWithdrawResponse{Amount: amount, ClaimsBurnt: m.Claims}, nil
}

func (f *far) sendHome(m *transfertypes.MsgTransfer) (proto.Message, error) {
	amount := m.Token.Amount
	if f.sendLess {
		amount = amount.QuoRaw(2)
	}
	if f.failHome || m.Sender != f.address || m.SourceChannel != "channel-7" || m.Token.Denom != usd || amount.GT(f.account) {
		return nil, errTold
	}
	f.account, f.escrow = f.account.Sub(amount), f.escrow.Add(amount)
	f.homeward = append(f.homeward, voyage{amount: amount, receiver: m.Receiver, timeout: m.TimeoutTimestamp})
	f.gave = math.NewInt(int64(len(f.homeward)))
	return &transfertypes.MsgTransferResponse{Sequence: uint64(len(f.homeward))}, nil
}

// guard does what IBC's core does with an acknowledgement: nothing if the packet is settled, and otherwise it wants proof.
func (f *far) guard(m *channeltypes.MsgAcknowledgement) (proto.Message, error) {
	if err := m.ValidateBasic(); err != nil {
		// The model's addresses are not this chain's; everything else must be in order.
		if m.Signer != f.address {
			return nil, err
		}
	}
	if m.Packet.Sequence == 0 || m.Packet.Sequence > uint64(len(f.homeward)) || m.Packet.SourceChannel != "channel-7" {
		return nil, errTold
	}
	v := f.homeward[m.Packet.Sequence-1]
	if !v.refunded && !v.landed {
		return nil, fmt.Errorf("packet %d is not settled", m.Packet.Sequence)
	}
	return &channeltypes.MsgAcknowledgementResponse{Result: channeltypes.NOOP}, nil
}

func (f *far) query(m *icahosttypes.MsgModuleQuerySafe) (proto.Message, error) {
	if len(m.Requests) != 1 || m.Requests[0].Path != "/kokusai.collateral.v1.Query/Supply" {
		return nil, errTold
	}
	want, err := proto.Marshal(&collateraltypes.QuerySupplyRequest{Supplier: f.address, Denom: usd})
	if err != nil || string(m.Requests[0].Data) != string(want) {
		return nil, errTold
	}
	claims := f.claims
	if f.understate {
		claims = claims.QuoRaw(2)
	}
	response, err := proto.Marshal(&collateraltypes.QuerySupplyResponse{Claims: claims, Value: claims, SupplyIndex: f.index})
	return &icahosttypes.MsgModuleQuerySafeResponse{Height: 77, Responses: [][]byte{response}}, err
}

// pending are the packets on their way home.
func (f *far) pending() (sequences []int) {
	for i, v := range f.homeward {
		if !v.landed && !v.refunded {
			sequences = append(sequences, i)
		}
	}
	return sequences
}

// moneyHome is the money on its way home.
func (f *far) moneyHome() math.Int {
	sum := math.ZeroInt()
	for _, i := range f.pending() {
		sum = sum.Add(f.homeward[i].amount)
	}
	return sum
}

// bringHome delivers a packet of the other chain to this one, and a refusal back.
func (w *world) bringHome(i int) {
	w.Helper()
	v := &w.far.homeward[i]
	if v.landed || v.refunded || uint64(w.ctx.BlockTime().UnixNano()) >= v.timeout {
		return
	}
	packet := w.homePacket(uint64(i+1), w.far.address, v.receiver, v.amount)
	packet.TimeoutTimestamp = v.timeout
	cached, write := w.ctx.CacheContext()
	if ack := w.transfer.OnRecvPacket(cached, transfertypes.V1, packet, relayer); !ack.Success() {
		w.far.refusedArrival++
		w.refund(i)
		return
	}
	write()
	v.landed = true
	w.collectPackets()
}

// homePacket is a packet of the other chain that brings dollars.
func (w *world) homePacket(sequence uint64, sender, receiver string, amount math.Int) channeltypes.Packet {
	data := transfertypes.NewFungibleTokenPacketData(usd, amount.String(), sender, receiver, "")
	return channeltypes.NewPacket(data.GetBytes(), sequence, transfertypes.PortID, "channel-7", transfertypes.PortID, "channel-0",
		clienttypes.ZeroHeight(), uint64(w.ctx.BlockTime().UnixNano())+1)
}

// refund gives the money of a packet that did not land back to the account.
func (w *world) refund(i int) {
	v := &w.far.homeward[i]
	if v.landed || v.refunded {
		return
	}
	v.refunded = true
	w.far.escrow, w.far.account = w.far.escrow.Sub(v.amount), w.far.account.Add(v.amount)
}
