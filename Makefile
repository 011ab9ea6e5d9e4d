# The README's two commands, run and test, and what they are made of. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
HASHED := --quiet --constraint constraints.txt --generate-hashes --universal --python-version 3.11 --no-annotate --no-header

.DEFAULT_GOAL := help
.PHONY: help run test test-fast check format docs freeze programs bench bench-large constraints clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/installed ## install what is needed and open the dashboard on http://127.0.0.1:8501
	$(BIN)/tracker serve

test: $(VENV)/installed-for-tests programs check ## install what the tests need and run everything that has to hold
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --cov --cov-report= --coverage-gate

test-fast: $(VENV)/installed-for-tests ## run the tests that need no browser, PostgreSQL or wheel and are not slow
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 -m "not (browser or postgres or wheel or slow)" \
		--hypothesis-profile fast

check: $(VENV)/installed-for-tests ## lint, format, types and import layers, without the tests
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo

format: $(VENV)/installed-for-tests ## put the code into the common form
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

docs: $(VENV)/installed-for-tests ## write anew what the documentation takes from the program and the record
	$(BIN)/python docs/make_cli.py
	$(BIN)/python docs/make_tables.py
	$(BIN)/python docs/make_notebook.py

freeze: $(VENV)/installed-for-tests ## keep the published index of the record, as it is today, in seeds/releases
	$(BIN)/python docs/freeze.py

# The tests' own look-up decides what is missing, so that the two cannot disagree.
programs: | $(BIN)/python ## install a browser, PostgreSQL, LibreOffice and a Chinese font for the tests, where missing
	@$(BIN)/python tests/support/programs.py

bench: $(VENV)/installed-for-bench programs ## measure against the named peers, and write the table into benchmarks/README.md
	$(BIN)/python benchmarks/run_all.py

bench-large: $(VENV)/installed-for-bench programs ## the same for a million events, with some gigabytes of disk
	$(BIN)/python benchmarks/run_all.py --large

# A fresh environment, so that nothing that a person happened to install gets in. The comment on top is kept.
constraints: ## take the newest versions that pyproject.toml allows into constraints.txt, and their hashes into deploy/
	@fresh=$$(mktemp -d) && trap 'rm -rf "$$fresh"' EXIT && \
	$(PYTHON) -m venv "$$fresh" && "$$fresh/bin/python" -m pip install -qq --upgrade pip && \
	"$$fresh/bin/python" -m pip install -qq --group dev --group bench --editable '.[postgres,auth,pictures,api]' && \
	{ sed -n '/^#/p' constraints.txt; "$$fresh/bin/python" -m pip freeze --exclude-editable --exclude pip; } > "$$fresh/new" && \
	cp "$$fresh/new" constraints.txt && \
	$(PYTHON) -m venv "$$fresh/uv" && "$$fresh/uv/bin/python" -m pip install -qq uv && \
	"$$fresh/uv/bin/uv" pip compile $(HASHED) --extra postgres --extra auth --extra api pyproject.toml -o deploy/requirements.txt && \
	echo hatchling | "$$fresh/uv/bin/uv" pip compile $(HASHED) - -o deploy/requirements-build.txt

clean: ## remove the local environment and caches; the database stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*

# A half-made environment is removed, so that the next try starts afresh.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "Python 3.11 or newer is needed; name one like this: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

# Dependency groups need pip 25.1; a new environment starts with the older one that came with Python.
$(VENV)/installed-for-tests: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --upgrade 'pip>=25.1'
	$(PIP) install --constraint constraints.txt --group dev --editable '.[postgres,auth,pictures,api]'
	@touch $(VENV)/installed $@

$(VENV)/installed-for-bench: $(VENV)/installed-for-tests
	$(PIP) install --constraint constraints.txt --group bench
	@touch $@
