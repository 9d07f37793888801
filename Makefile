# Targets for developers. CGO stays off everywhere but in the race detector, which is C.
export CGO_ENABLED = 0
GO ?= go

.PHONY: build test race browser gallery bench bench-history equal lint demo man fuzz verify synth synth-polyglot fit release

build: ## the binary, in bin/seam
	$(GO) build -trimpath -ldflags "-s -w" -o bin/seam ./cmd/seam

test: browser ## every test; needs Go and git, and Chromium for the report
	$(GO) vet ./...
	$(GO) test ./...

browser: ## the HTML report in Chromium; without one it says NOT TESTED, with CI=1 it fails
	cd browser && $(GO) vet ./... && $(GO) test -count=1 -timeout 20m -v ./...

MIRROR ?=
gallery: build ## the pictures of docs/gallery from the repositories in MIRROR
	@test -n "$(MIRROR)" || { echo "usage: make gallery MIRROR=folder of repositories named OWNER+NAME"; exit 2; }
	cd browser && $(GO) run ./gallery -mirror "$(abspath $(MIRROR))" -seam ../bin/seam -out ../docs

bench: ## benchmarks; results worth keeping go to docs/bench
	$(GO) test -run '^$$' -bench . -benchmem ./...

RACED ?= ./analyze ./analyze/cache/... ./analyze/cochange ./analyze/communities ./analyze/history ./analyze/imports/... ./analyze/repo/... ./analyze/reuse ./analyze/services/... ./analyze/split ./analyze/surface ./analyze/whatif ./report ./report/page
race: ## the race detector on the packages RACED, those that work on all cores; needs a C compiler and half an hour
	CGO_ENABLED=1 $(GO) test -race -timeout 60m $(RACED)

lint: ## formatting and vet
	@files=$$(git ls-files '*.go' | xargs gofmt -l); if [ -n "$$files" ]; then echo "gofmt: $$files"; exit 1; fi
	$(GO) vet ./...

man: ## the manual pages in docs/man, from the same texts as help
	@mkdir -p docs/man && rm -f docs/man/*.1
	$(GO) run ./cmd/seam man docs/man

demo: ## the report on the demo monorepo; writes seam.html
	$(GO) run ./cmd/seam demo

FIT = $(if $(CASES),-cases "$(CASES)" -mirror "$(MIRROR)")
fit: ## the points of the split scorecard from testdata/fit; CASES=cases.json MIRROR=folder of repositories: measure anew
	$(GO) run ./cmd/fit $(FIT)

VERSION ?=
release: ## archives for six platforms, SHA256SUMS and licence notices in dist: make release VERSION=v1.2.3
	@test -n "$(VERSION)" || { echo "usage: make release VERSION=v1.2.3"; exit 2; }
	$(GO) run ./cmd/release --version "$(VERSION)" --out dist

FUZZTIME ?= 60s
fuzz: ## every fuzz target for FUZZTIME
	@for p in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p || exit 1; \
		done; \
	done

verify: ## compare a repository REPO with git log --raw and go list
	@test -n "$(REPO)" || { echo "usage: make verify REPO=folder of a git repository"; exit 2; }
	$(GO) test -count=1 -v -run '^TestRepositoryEquals' ./analyze/history -repo "$(abspath $(REPO))"
	$(GO) test -count=1 -v -run '^TestRepositoryEquals' ./analyze/imports/golang -repo "$(abspath $(REPO))"
	$(GO) test -count=1 -v -run '^TestRepositoryEquals' ./analyze/whatif -repo "$(abspath $(REPO))"

PAIRS ?= 10
bench-history: ## history and report of a repository REPO beside git log --raw, PAIRS runs each
	@test -n "$(REPO)" || { echo "usage: make bench-history REPO=folder of a git repository [PAIRS=10]"; exit 2; }
	$(GO) test -count=1 -timeout 60m -v -run '^TestHistorySpeed$$' ./cmd/seam -speed-repo "$(abspath $(REPO))" -speed-pairs $(PAIRS)

equal: ## reports of repositories REPOS are the same bytes whoever reads them; OLD, another seam program, gives the same history; with MACHINES=1 on 386 and arm64 too (qemu-user)
	@test -n "$(REPOS)" || { echo "usage: make equal REPOS=folder,folder,... [OLD=program] [MACHINES=1]"; exit 2; }
	$(GO) test -count=1 -timeout 120m -parallel 2 -v -run '^TestRepositoriesAnswerAlike$$' ./cmd/seam -equal-repos "$(REPOS)" -equal-old "$(OLD)" $(if $(MACHINES),-equal-machines)

FILES ?= 50000
synth-polyglot: ## a repository of FILES source files in five languages in DIR, to measure on
	@test -n "$(DIR)" || { echo "usage: make synth-polyglot DIR=new folder [FILES=50000]"; exit 2; }
	git init -q -b main "$(DIR)"
	$(GO) run ./cmd/synth --polyglot $(FILES) | git -C "$(DIR)" fast-import --quiet
	git -C "$(DIR)" repack -a -d -q
	git -C "$(DIR)" reset -q --hard main

PACKAGES ?= 5000
COMMITS ?= 50000
synth: ## a large monorepo in DIR to measure on: PACKAGES Go packages, COMMITS commits; with BRIEF=1 short files and no repack
	@test -n "$(DIR)" || { echo "usage: make synth DIR=new folder [PACKAGES=5000] [COMMITS=50000] [BRIEF=1]"; exit 2; }
	git init -q -b main "$(DIR)"
	$(GO) run ./cmd/synth --packages $(PACKAGES) --commits $(COMMITS) $(if $(BRIEF),--brief) | git -C "$(DIR)" fast-import --quiet
	$(if $(BRIEF),,git -C "$(DIR)" repack -a -d -q)
	git -C "$(DIR)" reset -q --hard main
