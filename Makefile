# One page of commands; what they do stands in scripts/. Every path is quoted: a checkout may lie under a name with spaces.
.DEFAULT_GOAL := help
.PHONY: help run dev install test check gen lock bench bench-feed fuzz compose-test hostile walk mcp-conformance clean
MAKEFLAGS += --no-print-directory

HOUSE := ./scripts/house

help: ## says what there is
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name what; do printf '  make %-15s %s\n' "$$name" "$$what"; done

run: ## the whole platform; PORT=8001 make run for another port
	@exec $(HOUSE) run

dev: ## the same with hot reload of API, worker, renderer and web app
	@exec $(HOUSE) dev

install: ## installs and builds everything, starts nothing
	@exec $(HOUSE) install

test: ## every test
	@exec $(HOUSE) test

check: ## linters, types, laws of import, generated files without a diff
	@exec $(HOUSE) check

gen: ## writes the generated files
	@exec $(HOUSE) gen

lock: ## locks the newest allowed versions of the Python packages
	@exec $(HOUSE) lock

bench: ## measures against baselines
	@exec $(HOUSE) bench

bench-feed: ## the feed in simulated worlds against what others would serve, and on public logs
	@exec $(HOUSE) bench-feed

fuzz: ## schemathesis over the whole API, hundreds of examples of each operation, others each time
	@exec $(HOUSE) fuzz

compose-test: ## the Docker Compose stack, killed part by part under load, and scaled; COMPOSE="docker compose"
	@exec $(HOUSE) compose-test

hostile: ## a hundred works that mean harm against the renderer, and a thousand jobs for its memory
	@exec $(HOUSE) hostile

walk: ## somebody who lingers on one kind of work in a real browser, and drifts: the feed follows
	@exec $(HOUSE) walk

mcp-conformance: ## the official suite and the Inspector against our MCP server; brings its own Node 22
	@exec $(HOUSE) mcp-conformance

clean: ## removes what can be built again; never the data of an instance
	@exec $(HOUSE) clean
