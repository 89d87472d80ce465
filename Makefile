SHELL := bash
.DEFAULT_GOAL := build

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)
COMMIT  ?= $(shell git rev-parse HEAD 2>/dev/null)
LDFLAGS := -s -w \
	-X github.com/cosmos/cosmos-sdk/version.Name=kokusai \
	-X github.com/cosmos/cosmos-sdk/version.AppName=kokusaid \
	-X github.com/cosmos/cosmos-sdk/version.Version=$(VERSION) \
	-X github.com/cosmos/cosmos-sdk/version.Commit=$(COMMIT)
VALIDATORS ?= 1

.PHONY: build install relayer test test-long lint proto proto-check proto-breaking bench bench-check bench-levers profile loadtest demo localnet localnet-down clean

build: ## Build the node and its command line into build/
	go build -ldflags '$(LDFLAGS)' -o build/kokusaid ./cmd/kokusaid

install: ## Install kokusaid into Go's bin folder
	go install -ldflags '$(LDFLAGS)' ./cmd/kokusaid

relayer: ## Build the relayer into build/
	scripts/relayer/build.sh

test: ## Run all tests
	go test ./...

test-long: ## Play a million random operations against the reference model of lending and liquidation
	KOKUSAI_LONG=1 go test ./x/collateral/liquidation/keeper -run '^TestReferenceModel$$' -v -timeout 0

lint: ## Check formatting, vet and the arrows between modules
	scripts/lint.sh

proto: ## Lint the protos and regenerate their code and the OpenAPI document
	scripts/protocgen.sh
	scripts/openapi.sh

proto-check: ## Fail when generated code is stale
	scripts/protocheck.sh

proto-breaking: ## Fail when the protos break those of AGAINST (a git revision)
	scripts/protobreaking.sh $(AGAINST)

demo: build relayer ## Play the whole trade on two real chains and check every balance
	scripts/demo.sh

bench: build ## Measure the node against a stock chain, in one run of a quarter of an hour; BENCH adds flags
	build/kokusaid bench --json build/bench.json --markdown build/bench.md $(BENCH)

bench-check: build ## Prove that every executor and every lever comes to the same results
	build/kokusaid bench --check

bench-levers: build ## Measure what each lever is worth
	build/kokusaid bench --levers all --accounts 20000 --workloads bank-send,bond-transfer --json build/levers.json --markdown build/levers.md $(BENCH)

profile: build ## List where the time of each workload goes; ACCOUNTS sizes the state, 20,000 unless it is said
	scripts/profile.sh $(ACCOUNTS)

loadtest: build ## Load four real validators of each chain over RPC, one chain after the other
	build/kokusaid bench load --markdown build/loadtest.md $(LOAD)

localnet: build relayer ## Start two chains and a relayer and leave them running
	VALIDATORS=$(VALIDATORS) scripts/localnet.sh up

localnet-down: ## Stop what localnet started
	scripts/localnet.sh down

clean: ## Remove what was built
	rm -rf build .cache
