# `make demo` and `make test` need only Python 3.11 or later, pip, make and git.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: help demo test check format floors schema lock benchmarks clean

help: ## Show the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/installed ## Install Sayso and code the demo corpus
	$(BIN)/sayso demo

test: check ## Lint, types and all tests
	$(PYTHON) scripts/install_test_tools.py
	$(BIN)/python -m pytest

check: $(VENV)/tested ## Lint and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/tested ## Put the code into its usual shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

floors: $(VENV)/tested ## Score the coder on every gold set in ../shared
	for gold in wikinews.jsonl wikiwars plover_gsr.json; do $(BIN)/sayso evaluate ../shared/gold/$$gold || exit 1; done

schema: $(VENV)/installed ## Write docs/record.schema.json anew from the dataclasses
	$(BIN)/python scripts/write_schema.py

lock: $(VENV)/tested ## Resolve the dependencies anew and write the lock files
	$(BIN)/python scripts/lock.py

benchmarks: $(VENV)/tested ## Speed and memory against the bare parse, and of loading the tables of facts
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/knowledge.py

clean: ## Remove what was built
	rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) scripts/install.py $(VENV) requirements.lock
	touch $@

$(VENV)/tested: requirements-dev.lock $(VENV)/installed
	$(PYTHON) scripts/install.py $(VENV) requirements-dev.lock
	touch $@
