# Every task of the project. `make help` lists them; `make check` is what the build server runs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-config --annotation-style line \
	--custom-compile-command 'make lock'

SECONDS ?= 300

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo run test lint check format fuzz docs lock

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.installed ## install everything into .venv, once and after each change of the locks

demo: setup ## replay a spacewalk on the page, faster than it was, beside a test picture; before a person until Ctrl-C
	@if test -n "$$SPACEWALK_RELAY__BOTS__DISCORD__TOKEN" && test -n "$$DISCORD_CHANNEL"; then \
		export SPACEWALK_RELAY__DESTINATIONS="[{\"id\": \"console\", \"platform\": \"console\"}, \
			{\"id\": \"demo\", \"platform\": \"discord\", \"address\": \"$$DISCORD_CHANNEL\"}]"; \
	fi; \
	$(BIN)/python -m relay.testing.hls --captions -- \
		$(BIN)/spacewalk-relay replay tests/recordings/2021-09-03-rs-eva-49 --speed 240 \
		--longest-pause 7 --video '{video}' --open $$(test -t 0 && echo --stay)

run: setup ## follow the spacewalks of today, as config.toml says
	@$(BIN)/spacewalk-relay run

test: setup ## run the tests
	@$(BIN)/python -m pytest --quiet --numprocesses=auto --dist=loadfile

lint: setup ## check form, types and the rules of the imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: ## lint, then test: what the build server runs
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test

format: setup ## put the code into its form and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

fuzz: $(VENV)/.fuzz ## hostile input for every parser, for SECONDS=300 in all
	@$(BIN)/python -m bench.fuzz --seconds $(SECONDS)

docs: setup ## write the generated pages anew
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/picture.py
	@$(BIN)/python docs/screenshot.py

lock: setup ## pin the newest versions that pyproject.toml allows
	@$(LOCK) pyproject.toml --all-extras --output-file requirements/run.txt
	@$(LOCK) pyproject.toml --all-extras --group dev --constraint requirements/run.txt \
		--output-file requirements/dev.txt
	@$(LOCK) --group pyproject.toml:fuzz --output-file requirements/fuzz.txt

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is missing or older than Python 3.11; name another: make setup PYTHON=python3.12" >&2; \
		exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.locked: requirements/dev.txt | $(BIN)/python
	@echo "Installing what requirements/dev.txt pins into $(VENV)"
	@$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

$(VENV)/.fuzz: requirements/fuzz.txt | setup
	@$(PIP) install --require-hashes --requirement requirements/fuzz.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
