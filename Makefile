# Targets for developers. CGO stays off everywhere.
export CGO_ENABLED = 0
GO ?= go

.PHONY: build test bench lint demo fuzz

build: ## the binary, in bin/seam
	$(GO) build -trimpath -ldflags "-s -w" -o bin/seam ./cmd/seam

test: ## every test; needs Go and git
	$(GO) vet ./...
	$(GO) test ./...

bench: ## benchmarks; results worth keeping go to docs/bench
	$(GO) test -run '^$$' -bench . -benchmem ./...

lint: ## formatting and vet
	@files=$$(git ls-files '*.go' | xargs gofmt -l); if [ -n "$$files" ]; then echo "gofmt: $$files"; exit 1; fi
	$(GO) vet ./...

demo: ## the report on the demo monorepo; writes seam.html
	$(GO) run ./cmd/seam demo

FUZZTIME ?= 60s
fuzz: ## every fuzz target for FUZZTIME
	@for p in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; \
		done; \
	done
