# What a newcomer types: make demo, make test. Everything is prepared inside .venv; no root, no token, no server.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup demo test month bench chaos check format lint types imports lock clean

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --no-index --editable .
	@$(BIN)/python -m compileall -q bot handlers db
	@touch $@

demo: setup
	@$(BIN)/chibo demo

test: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal

# December 2026 of a whole Party body, 402 cells, on SQLite and on PostgreSQL: about three minutes.
month: setup
	$(BIN)/python -m pytest -n 2 -m long

# 35 minutes: kills, an outage and a hundred thousand updates; writes docs/CHAOS.md.
chaos: setup
	$(BIN)/python -m tests.chaos

check: setup format lint types imports test

format:
	$(BIN)/ruff format --check .

lint:
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

imports:
	$(BIN)/lint-imports

# Figures for docs/BENCHMARKS.md, about ten minutes on a machine that does nothing else.
bench: setup .venv/aiogram/ready
	$(BIN)/python -m tests.bench

# What the program is compared with, apart from it: aiogram needs an older pydantic.
.venv/aiogram/ready: tests/bench/aiogram.lock
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv/aiogram
	@$(BIN)/uv pip sync --quiet --python .venv/aiogram/bin/python --require-hashes tests/bench/aiogram.lock
	@touch $@

# Renew the locked versions: uv.lock stays out of the repository because it names download addresses.
lock: setup
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --no-header --all-groups --no-emit-project --output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
