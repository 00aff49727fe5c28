# One command surface. `make run` and `make test` are all that a newcomer needs; both install what is missing first.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
ARGS ?=
# TORCH=cpu takes torch's CPU-only build from its own index; the default is what PyPI holds (CUDA on Linux).
TORCH ?= default
TORCH_INDEX := $(if $(filter cpu,$(TORCH)),--index-url https://download.pytorch.org/whl/cpu,)

BIN := .venv/bin
# A Node that is not on the PATH is put into the virtual environment by scripts/ensure_node.sh.
export PATH := $(CURDIR)/$(BIN):$(PATH)
STATIC := server/trafolab_server/static/index.html
WEB_SOURCES := $(shell find frontend viz_components scripts -type f -not -path '*/node_modules/*' -not -path '*/trafolab_viz/*' 2>/dev/null)
TYPES := viz_components/src/protocol/gen.ts

.PHONY: help setup run dev test test-full check format gen examples pictures build model bench browser clean

help:  ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup: .venv/.installed node_modules/.installed  ## install everything (again only when a lock file changed)

.venv/.installed: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Trafolab needs Python 3.11 or newer; set PYTHON=..." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet torch==2.13.0 $(TORCH_INDEX)
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable '.[dev]'
	touch $@

node_modules/.installed: package.json package-lock.json frontend/package.json viz_components/package.json | .venv/.installed
	bash scripts/ensure_node.sh
	npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(STATIC): node_modules/.installed $(WEB_SOURCES)
	npm run --silent build
	touch $@

run: setup $(STATIC)  ## open the laboratory; ARGS="--no-browser --port 8123"
	exec $(BIN)/trafolab --root notebooks $(ARGS)

dev: setup $(STATIC)  ## the same with hot reload on both sides
	bash scripts/dev.sh $(ARGS)

# The browser's driver keeps an event loop running, so its tests have a process of their own.
test: setup $(STATIC) browser  ## everything but the long suites
	npm test --silent
	$(BIN)/pytest -m 'not slow' --ignore tests/browser $(ARGS)
	$(BIN)/pytest -m 'not slow' tests/browser $(ARGS)

test-full: setup $(STATIC) browser  ## the long suites too
	npm test --silent
	$(BIN)/pytest --ignore tests/browser $(ARGS)
	$(BIN)/pytest tests/browser $(ARGS)

browser: .venv/.installed
	$(BIN)/python scripts/ensure_browser.py

check: setup  ## ruff, pyright, biome, tsc
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/pyright
	npm run --silent check

format: setup  ## let ruff and biome put the code in order
	$(BIN)/ruff format --quiet .
	$(BIN)/ruff check --quiet --fix .
	npx biome check --write .

gen: setup  ## TypeScript types from the protocol and the views
	$(BIN)/python -m trafolab.typegen | node scripts/gen-types.mjs > $(TYPES).new
	mv $(TYPES).new $(TYPES)

examples: setup  ## record what the views answer on the embedded model, for the gallery and the tests
	$(BIN)/python -m trafolab.recording viz_components/src/examples/recorded

pictures: setup browser  ## photograph every view in the gallery for docs/views, and list them there
	$(BIN)/python scripts/pictures.py $(ARGS)

build: setup $(STATIC)  ## the wheel, with the front end inside
	$(BIN)/python -m build --wheel --outdir dist

model: .venv/.installed  ## train the embedded model trafo-2l again
	$(BIN)/python -m trafolab.embedded.train $(ARGS)

bench: setup $(STATIC) browser  ## measure the speed bars; fails when one is missed
	$(BIN)/python -m tests.bench $(ARGS)

clean:  ## remove what was installed and built
	rm -rf .venv node_modules frontend/node_modules viz_components/node_modules dist server/trafolab_server/static viz_components/trafolab_viz/static
