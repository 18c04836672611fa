# `make demo` and `make test` need Python 3.10 or newer and nothing else; PYTHON names it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := fixtures

.PHONY: demo test lint types pytest bench nightly clean
.DEFAULT_GOAL := test

# ndlint on programs with faults, which the configuration of this repository passes over.
# Findings (exit 1) are what it is to show; an error (2) is not.
demo: $(VENV)/.light
	@$(BIN)/ndlint --isolated $(DEMO) || test $$? -eq 1

test: lint types pytest

lint: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/flake8

types: $(VENV)/.dev
	$(BIN)/mypy

pytest: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4

# Times as ratios in one run; fails where a bar is missed. CORPUS is a folder of programs, such
# as a copy of svpino/keras-io, for which two of the bars are meant.
bench: $(VENV)/.dev
	$(BIN)/python -m bench
	$(BIN)/python -m bench.corpus $(CORPUS)
	$(BIN)/python -m bench.watching

# Everything, with the long runs.
nightly: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 -m "nightly or not nightly" --hypothesis-profile=nightly

clean:
	rm -rf build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# The stamps say which extras the environment holds; pyproject.toml makes them stale.
$(VENV)/.light: pyproject.toml
	$(call environment)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml
	$(call environment)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/.light $@

# Make the environment, or complete one that was left half made.
define environment
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "ndlint needs Python 3.10 or newer: make PYTHON=...")'
@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade
endef
