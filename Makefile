# Two commands: `make run` serves an invented organisation, `make test` passes the tests.
export CGO_ENABLED = 0
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  = -s -w -X github.com/throughcare/throughcare/internal/cli.version=$(VERSION)

.PHONY: help run build test check assurance bench generate cross pictures

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: build ## serve the invented organisation on http://127.0.0.1:8080
	./bin/throughcare demo

build: ## one static binary, bin/throughcare
	$(GO) build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)' -o bin/throughcare ./cmd/throughcare

test: ## every test, on SQLite and PostgreSQL, in a real browser; installs Chromium and PostgreSQL if missing
	./scripts/test

check: ## what CI runs: format, vet, lint, imports, generated pages, translations, tests on both engines
	./scripts/check

assurance: ## the promises of docs/security.md, measured in full, as a table; takes long
	./scripts/assurance

bench: ## speed and memory, as a table
	./scripts/bench

generate: ## the Go files of the templates
	$(GO) run github.com/a-h/templ/cmd/templ@v0.3.977 generate

cross: ## the six builds that are released
	./scripts/cross

pictures: ## the screenshots of the README, made from the demo
	./scripts/pictures
